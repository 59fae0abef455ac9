"""The project's NOTICE: every source of the data, by the license that it states."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from mbc_cli.book.history import day_words
from mbc_cli.book.shapes import NON_COMMERCIAL, Licence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Source

HEAD = """\
Sources of the data of mbc
==========================

Single facts were taken from each source, each with its place, and put into our own words; no text or table of a
source is part of this project. Written by `mbc sources --notice`.
"""
SAID_OF = {licence: f"Under {licence}" for licence in get_args(Licence)} | {
    "public domain": "In the public domain",
    "of this project": "This project's own",
    "not stated": "Licence not stated",
}
BARRED = """\
These bar commercial use. No entry rests on one of them alone, except regimens marked unverified. A single fact may:
a day or a clause of an approval, if its statement says so, and the codes of the ATC, a system of the WHO. From that,
this project has one code for a drug and what is in the groups L01 and L02, but neither names nor doses."""


def notice(book: Book) -> str:
    """The whole text."""
    return "\n".join([HEAD, *by_licence(book.sources.values())])


def by_licence(sources: Iterable[Source]) -> Iterator[str]:
    """Some sources by the licenses that they state, with what the NOTICE says about those that bar commercial use."""
    every = list(sources)
    for licence in get_args(Licence):
        yield from under(licence, [source for source in every if source.licence == licence])


def under(licence: Licence, sources: Sequence[Source]) -> Iterator[str]:
    """The sources with one license; nothing if there are none."""
    if sources:
        heading = SAID_OF[licence]
        yield f"{heading}\n{'-' * len(heading)}\n"
        yield from (f"{BARRED}\n",) if licence in NON_COMMERCIAL else ()
        yield from lines(sources)
        yield ""


def lines(sources: Iterable[Source]) -> Iterator[str]:
    """One line per source: who published what, when, and where it can be found."""
    for source in sources:
        date = day_words(source.date, source.date_is)
        yield f"* {source.publisher}: {source.title} ({date}). {source.address}".rstrip(" .") + "."
