"""Every name of every entry, in the form that the page's search uses, and the readings of shared names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.ask.lookup import NAMED
from mbc_cli.book.codes import codes_of
from mbc_cli.book.names import every_form

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mbc_cli.book.book import Book
    from mbc_cli.show.formats import Json

INDEXED = (*NAMED, "translation")
"""The kinds of entry whose names are searched."""


def index(book: Book) -> Json:
    """For each entry (`kind.id`) its names, each with its kind; and the shared names with their readings."""
    names: Json = {}
    for ref, text, form in every_name(book):
        found = names.setdefault(ref, [])
        if [text, form] not in found:
            found.append([text, form])
    return {"names": names, "shared": [[one.text, list(one.readings), one.note] for one in book.shared.values()]}


def every_name(book: Book) -> Iterator[tuple[str, str, str]]:
    """The entry, the name or code, and what kind of name it is; also clinical terms and titles."""
    records = [record for kind in INDEXED for record in book.shelves[kind].values()]
    yield from every_form(records)
    yield from ((ref, code, form) for ref, form, code in codes_of(records))
    yield from ((term.ref, text, "term") for term in book.terms.values() for text in term.forms)
    for source in book.sources.values():
        yield from ((source.ref, text, "source") for text in (source.title, source.publisher, source.id))
    yield from ((erratum.ref, erratum.topic, "conflict") for erratum in book.errata.values())
