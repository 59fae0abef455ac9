"""Which command answers a call without one: a name is tried first, then facts, treatments and words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.api.about import about
from mbc_cli.api.cards import corrected, of_one_kind, several
from mbc_cli.api.expanding import compared, is_name, is_profile
from mbc_cli.ask.lookup import drugs, search, terms
from mbc_cli.book.names import ACRONYMS, fold
from mbc_cli.coding.item_names import item_called
from mbc_cli.reading.begun import written_out

if TYPE_CHECKING:
    from mbc_cli.api.reader import Reader

READINGS = {*ACRONYMS} - {"lookalike"}
"""What only `expand` shows; a text that is both a look-alike and another name counts as that name."""
SHORTEST = 3
"""The fewest characters of a word to search for."""
PASSING = {"source"}
"""Where a word may occur without being the subject: the title of a source, or a place in it."""


def door(mbc: Reader, text: str) -> str:
    """The command that answers a name or code: a card, a reading or a source; "" if nothing has that name."""
    book = mbc.book
    if item_called(book, text):
        return "code"
    named = [*book.names.named(text), *book.names.coded(text)]
    kinds = {match.kind for match in (*named, *book.names.acronyms(text))}
    if kinds == {"lookalike"} and not is_name(text) and is_profile(book, text):
        return "options"
    if kinds & READINGS:
        return "expand"
    if "class" in kinds:
        return "class"
    if kinds & {"drug", "brand"} or mbc.medicines.find(text) or drugs(book, about(text).name):
        return "drug"
    if kinds:
        return "expand"
    begins = f"{fold(text, marks=True)}-"
    return "sources" if any(f"{name}-".startswith(begins) for name in book.sources) else ""


def explaining_door(mbc: Reader, text: str) -> str:
    """The command that explains a clinical term or a fact of a profile; "" if the data has neither."""
    from mbc_cli.ask.definitions import definitions  # only for a question

    return "expand" if terms(mbc.book, text) or definitions(mbc.book, text) else ""


def wider_door(mbc: Reader, text: str) -> str:
    """The command that answers a text that is not a name: a profile, treatments or words; "" if none does."""
    from mbc_cli.ask.definitions import is_of_course  # only for what is not a name

    if is_profile(mbc.book, text):
        return "expand" if is_of_course(mbc.book, text) else "options"
    if several(mbc, text, only_compared=True) or of_one_kind(mbc, text):
        return "drug"
    if compared(mbc.book, text):
        return "expand"
    name = about(text).name
    if (" " not in text.strip() or name != text.strip(" ?")) and corrected(mbc, name):
        return "drug"
    if is_treatment(mbc, text) or terms(mbc.book, text):
        return "expand"
    if written_out(mbc.book, text):
        return "expand"
    if explained := explaining_door(mbc, text):
        return explained
    found = search(mbc.book, text) if len(text) >= SHORTEST else ()
    return "search" if any(hit.match.form not in PASSING for hit in found) else ""


def is_treatment(mbc: Reader, text: str) -> bool:
    """Whether a text contains treatments."""
    from mbc_cli.reading.read import read  # only for a text that is not a name

    return bool(read(mbc.book, text, mbc.aids).given)
