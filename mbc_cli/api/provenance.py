"""What the data rests on, and where sources disagree, err or are overtaken."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from mbc_cli.api.answer import CommandAnswer
from mbc_cli.ask.expand import readable
from mbc_cli.ask.lookup import resting
from mbc_cli.book.errors import NotFoundError
from mbc_cli.book.names import Suggestion
from mbc_cli.show import cards, cards_data

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mbc_cli.api.reader import Reader
    from mbc_cli.book.model import Erratum, Source
    from mbc_cli.show.page import Page


class SourcesAnswer(CommandAnswer):
    """Sources; the query is the id of the only one that was asked for."""

    sources: tuple[Source, ...]

    def names(self) -> list[str]:
        """The ids of the sources."""
        return [source.id for source in self.sources]

    def pages(self) -> Iterator[Page]:
        """The one source whole, or a table of all."""
        one = cards.source_page(self.book, self.sources[0]) if self.query else None
        yield one or cards.sources_page(self.book, self.sources)

    def results(self) -> list[dict[str, Any]]:
        """The results of `mbc sources --format json`."""
        return [cards_data.source(source, resting(self.book, source)) for source in self.sources]


def sources(reader: Reader, name: str | None) -> SourcesAnswer:
    """The source of an id, all of them without one; NotFoundError with the nearest ids."""
    book = reader.book
    if name is None:
        return SourcesAnswer("", book, tuple(book.sources.values()))
    if name not in book.sources:
        near = [Suggestion(found, "a near id") for found in get_close_matches(name, book.sources)]
        raise NotFoundError("no source {}: mbc sources lists them", name, near)
    return SourcesAnswer(name, book, (book.sources[name],))


class ConflictsAnswer(CommandAnswer):
    """Errors, damage, disagreement and what is overtaken."""

    conflicts: tuple[Erratum, ...]

    def names(self) -> list[str]:
        """The topics."""
        return [record.topic for record in self.conflicts]

    def pages(self) -> Iterator[Page]:
        """One page."""
        yield cards.conflicts_page(self.book, self.conflicts)

    def results(self) -> list[dict[str, Any]]:
        """The results of `mbc conflicts --format json`."""
        return [cards_data.erratum(record) for record in self.conflicts]


def conflicts(reader: Reader, name: str | None) -> ConflictsAnswer:
    """The conflicts that concern a drug, brand or regimen, all of them without one; NotFoundError where none does."""
    book, query = reader.book, readable(name, "drug, brand or regimen") if name is not None else ""
    refs = {match.ref for match in [*book.names.named(query), *book.names.acronyms(query)] or book.names.coded(query)}
    found = tuple(record for record in book.errata.values() if not query or refs & set(record.concerns))
    if not found:
        raise NotFoundError("no conflict concerns {}", query, reader.near(query))
    return ConflictsAnswer(query, book, found)
