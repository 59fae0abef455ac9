"""Which command answers what was given without one: a name first, then facts, treatments, words."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from mbc_cli.ask.lookup import search
from mbc_cli.book.errors import UsageError
from mbc_cli.book.names import ACRONYMS

if TYPE_CHECKING:
    from mbc_cli.api.reader import Reader

READINGS = {*ACRONYMS} - {"lookalike"}
"""What only `expand` shows; what looks like it, and is another name as well, is that name."""
SHORTEST = 3
"""How many characters a word to search for has at the least."""


def door(mbc: Reader, text: str) -> str:
    """The command that answers a name or code: a card, a reading or a source; "" where nothing is called so."""
    book = mbc.book
    named = [*book.names.named(text), *book.names.coded(text)]
    kinds = {match.kind for match in (*named, *book.names.acronyms(text))}
    if kinds & READINGS:
        return "expand"
    if "class" in kinds:
        return "class"
    if kinds & {"drug", "brand"} or mbc.medicines.find(text):
        return "drug"
    return "sources" if text in book.sources else "expand" if kinds else ""


def wider_door(mbc: Reader, text: str) -> str:
    """The command that answers a text that is no name: of a profile, of treatments, of words; "" where none does."""
    if is_profile(mbc, text):
        return "options"
    if is_treatment(mbc, text):
        return "expand"
    return "search" if len(text) >= SHORTEST and search(mbc.book, text) else ""


def is_profile(mbc: Reader, text: str) -> bool:
    """Whether all of a text is facts of a profile."""
    from mbc_cli.options.report import all_heard  # only for a text that is no name

    with suppress(UsageError):
        _, heard = all_heard(mbc.book, [], text)
        return bool(heard.told)
    return False


def is_treatment(mbc: Reader, text: str) -> bool:
    """Whether a text has treatments in it."""
    from mbc_cli.reading.read import read  # only for a text that is no name

    return bool(read(mbc.book, text, mbc.aids).given)
