"""Which command answers a name that was given without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.book.names import ACRONYMS

if TYPE_CHECKING:
    from mbc_cli.book.book import Book
    from mbc_cli.reading.aids import Aids

READINGS = {*ACRONYMS} - {"lookalike"}
"""What only `expand` shows; what looks like it, and is another name as well, is that name."""


def door(book: Book, text: str, aids: Aids) -> str:
    """The command that answers a text: a card, a reading or a source; "" where nothing is known of it."""
    named = [*book.names.named(text), *book.names.coded(text)]
    kinds = {match.kind for match in (*named, *book.names.acronyms(text))}
    if kinds & READINGS:
        return "expand"
    if kinds & {"drug", "brand"}:
        return "drug"
    if "class" in kinds:
        return "class"
    if text in book.sources:
        return "sources"
    return "expand" if kinds or is_read(book, text, aids) else ""


def is_read(book: Book, text: str, aids: Aids) -> bool:
    """Whether a text that is no name has treatments in it."""
    from mbc_cli.reading.read import read  # only for a text that is no name

    return bool(read(book, text, aids).given)
