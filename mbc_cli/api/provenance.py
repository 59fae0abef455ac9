"""What the data rests on, and where sources disagree, err or are superseded."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from mbc_cli.api.answer import CommandAnswer
from mbc_cli.ask.expand import readable
from mbc_cli.ask.lookup import drugs, resting
from mbc_cli.ask.periods import EVER, meets, period_in
from mbc_cli.book.errors import NotFoundError
from mbc_cli.book.names import Suggestion, fold
from mbc_cli.book.shapes import REGIONS
from mbc_cli.show import cards_data, provenance_page
from mbc_cli.show.statement_lines import AUTHORITIES, short_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mbc_cli.api.reader import Reader
    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Erratum, Source
    from mbc_cli.show.page import Page


class SourcesAnswer(CommandAnswer):
    """Sources; the query is the id of the only one requested, or a kind. `verbose` shows them all without an index."""

    sources: tuple[Source, ...]
    verbose: bool = False
    remark: str = ""

    def names(self) -> list[str]:
        """The ids of the sources."""
        return [source.id for source in self.sources]

    def pages(self) -> Iterator[Page]:
        """The one source in full, an index of all, or a table."""
        if self.query in self.book.sources:
            yield provenance_page.source_page(self.book, self.sources[0])
        elif self.query and not self.verbose:
            yield provenance_page.sources_screen(self.book, self.sources)
        elif self.query or self.verbose:
            yield provenance_page.sources_page(self.book, self.sources)
        else:
            yield provenance_page.sources_index(self.book, self.sources)

    def results(self) -> list[dict[str, Any]]:
        """The results of `mbc sources --format json`."""
        return [cards_data.source(source, resting(self.book, source)) for source in self.sources]


def sources(reader: Reader, name: str | None) -> SourcesAnswer:
    """The source with an id, those of a kind, with a word, of what has a name or of a period; all without a query.

    NotFoundError with the nearest ids.
    """
    book = reader.book
    if name is None:
        return SourcesAnswer("", book, tuple(book.sources.values()))
    if name.casefold() in book.sources:
        return SourcesAnswer(name.casefold(), book, (book.sources[name.casefold()],))
    text, period = period_in(" ".join(in_time(book, word) for word in name.split()))
    asked = " ".join(word for word in text.split() if word.casefold() not in ASKING) or text
    named, remark = asked_for(book, asked) if asked else (tuple(book.sources.values()), "")
    named = tuple(source for source in book.sources.values() if source.licence.casefold() == text.casefold()) or named
    if found := tuple(source for source in named if period == EVER or meets(source.date, period)):
        return SourcesAnswer(asked if period == EVER else name, book, found, remark=remark)
    near = [Suggestion(found, "a similar id") for found in get_close_matches(name, book.sources)]
    others = f"{len(named)} have other dates" if named else "mbc sources --all lists them"
    raise NotFoundError(f"no source {{}}: {others}", name, near)


def in_time(book: Book, word: str) -> str:
    """A word that asks for the newest as the period that it means here: the last year of the data."""
    return f"since {int(book.version[:4]) - 1}{book.version[4:7]}" if word.casefold() in NEWEST else word


def asked_for(book: Book, name: str) -> tuple[tuple[Source, ...], str]:
    """The sources of a kind, with a word, or of what has a name, and a remark on them; none if nothing fits."""
    forms = (name.casefold(), name.casefold().removesuffix("s"), f"{name.casefold().removesuffix('ies')}y")
    found = tuple(source for source in book.sources.values() if source.form in forms) or with_word(book, name)
    if not found and (found := cited_by(book, name)):
        return found, f'the sources of the entry "{name}": mbc "{name}" shows it'
    return found or with_all(book, name), ""


def cited_by(book: Book, name: str) -> tuple[Source, ...]:
    """The sources of whatever has a name: a trial, a regimen, a drug."""
    matches = [*book.names.named(name), *book.names.acronyms(name)] or book.names.coded(name)
    records = [book.get(match.ref) for match in matches]
    return tuple(book.sources[found] for found in dict.fromkeys(one.id for each in records for one in each.cited()))


def with_word(book: Book, word: str) -> tuple[Source, ...]:
    """The sources with a word in their id, title or publisher; of FDA and the like its own and its region's labels."""
    if word in REGIONS:
        return with_all(book, word)
    part, every = word.casefold().strip(), book.sources.values()
    if region := next((region for region, name in AUTHORITIES.items() if name.casefold() == part), ""):
        return tuple(source for source in every if is_of_authority(source, region))
    return tuple(source for source in every if part and has_word(source, part))


def is_told_by(source: Source, word: str) -> bool:
    """Whether a word is in a source, or the short name of an authority and the source is one of its own."""
    region = next((region for region, name in AUTHORITIES.items() if name.casefold() == word), "")
    return is_of_authority(source, region) if region else has_word(source, word)


def is_of_authority(source: Source, region: str) -> bool:
    """Whether a source is a label of a region, or anything else that its authority published."""
    return (source.form == "label" and source.region == region) or short_name(source) == AUTHORITIES[region]


def with_all(book: Book, text: str) -> tuple[Source, ...]:
    """The sources for which every word of a text is the kind or the region, or another word in them: label EU."""
    every = tuple(book.sources.values())
    marks = {mark for source in every for mark in marks_of(source)} | {region.casefold() for region in REGIONS}
    words = [one if (one := word.removesuffix("s")) in marks else word for word in text.casefold().split()]
    return tuple(
        source
        for source in every
        if all(word in marks_of(source) if word in marks else is_told_by(source, word) for word in words)
    )


ASKING = ("about", "behind", "by", "cited", "for", "from", "of", "publisher", "published", "source", "sources", "the")
"""Words that people use to ask for sources and that do not tell one from another."""


NEWEST = ("latest", "new", "newest", "recent")
"""Words that people use to ask for the newest sources."""


def marks_of(source: Source) -> tuple[str, str]:
    """The kind of a source and its region, in lowercase."""
    return source.form, source.region.casefold()


def has_word(source: Source, part: str) -> bool:
    """Whether a source has words that begin this way, or is cited by a short name (NCI: National Cancer Institute)."""
    words = f" {source.id} {source.title} {source.publisher}".casefold()
    return part == short_name(source).casefold() or any(f"{edge}{part}" in words for edge in " -(/:")


KINDS = {
    "disagree": "conflict",
    "disagreement": "conflict",
    "disagreements": "conflict",
    "mistake": "error",
    "mistakes": "error",
    "obsolete": "outdated",
    "superseded": "outdated",
    "wrong": "error",
}
"""What people call a kind of conflict, and its name."""

ABOUT = ("a", "about", "by", "concerning", "conflict", "conflicts", "for", "from", "in", "of", "on", "the", "with")
"""Words that people use to ask for conflicts and that do not tell one from another."""


class ConflictsAnswer(CommandAnswer):
    """Errors, damage, disagreement and superseded statements. `verbose` shows all of them in full, without an index."""

    conflicts: tuple[Erratum, ...]
    verbose: bool = False

    def names(self) -> list[str]:
        """The topics."""
        return [record.topic for record in self.conflicts]

    def pages(self) -> Iterator[Page]:
        """An index of all, the requested ones, or all in full."""
        page = provenance_page.conflicts_screen if self.query else provenance_page.conflicts_index
        if self.verbose:
            page = provenance_page.conflicts_page
        yield page(self.book, self.conflicts)

    def results(self) -> list[dict[str, Any]]:
        """The results of `mbc conflicts --format json`."""
        return [cards_data.erratum(record) for record in self.conflicts]

    def rows(self) -> Iterator[dict[str, Any]]:
        """A row for each source of a conflict, with what it says."""
        from mbc_cli.show.formats import parts_of  # only where data is asked for

        return parts_of(self.results(), "says", "source")


def is_of(record: Erratum, text: str) -> bool:
    """Whether a conflict is of the kind that a text names, possibly in the plural or by another word."""
    word = text.casefold()
    return record.form in (word, word.removesuffix("s"), KINDS.get(word))


def is_about(record: Erratum, text: str) -> bool:
    """Whether the topic of a conflict has all the words of a text."""
    topic = f" {record.topic.casefold()}"
    return all(f" {word}" in topic for word in text.casefold().split())


def of_several(book: Book, text: str) -> tuple[Erratum, ...]:
    """The conflicts that concern any of the drugs in a text, if all of its words are names of drugs."""
    each = [drugs(book, word) for word in text.split()]
    refs = {record.ref for found in each for record, _ in found}
    return tuple(record for record in book.errata.values() if all(each) and refs & set(record.concerns))


def told_by(book: Book, name: str) -> tuple[Erratum, ...]:
    """The conflicts in which the source with an id, a publisher or an authority takes part."""
    ids = {source.id for source in with_word(book, name)}
    return tuple(record for record in book.errata.values() if ids & {said.source.id for said in record.says})


def conflicts(reader: Reader, name: str | None) -> ConflictsAnswer:
    """The conflicts of a kind, about a drug, regimen or brand, on a topic or with a source; all without a name.

    NotFoundError if there are none.
    """
    book, query = reader.book, readable(name, "drug, brand or regimen") if name is not None else ""
    if found := concerning(book, query) or of_a_kind(book, query):
        return ConflictsAnswer(query, book, found)
    raise NotFoundError("no conflict concerns {}", query, reader.near(query))


def concerning(book: Book, query: str) -> tuple[Erratum, ...]:
    """The conflicts of a kind, about what has a name, on a topic, with a source, or about one of several drugs."""
    refs = {match.ref for match in [*book.names.named(query), *book.names.acronyms(query)] or book.names.coded(query)}
    refs |= {record.ref for record, _ in drugs(book, query)}
    refs = refs or begun(book, query)
    every = book.errata.values()
    of_kind = tuple(record for record in every if is_of(record, query))
    found = of_kind or tuple(record for record in every if not query or refs & set(record.concerns))
    found = found or tuple(record for record in every if is_about(record, query)) or told_by(book, query)
    return found or of_several(book, query)


def begun(book: Book, query: str) -> set[str]:
    """The drugs whose name begins with a word that is not a name by itself: sacituzumab."""
    word = fold(query)
    return {record.ref for record in book.drugs.values() if word and fold(record.name.partition(" ")[0]) == word}


def of_a_kind(book: Book, query: str) -> tuple[Erratum, ...]:
    """The conflicts of the kind with which a text begins or ends that the rest of it concerns: outdated letrozole."""
    words = [word for word in query.split() if word.casefold() not in ABOUT]
    parts = ((words[:n], words[n:]) for n in range(1, len(words)))
    for kind, rest in ((" ".join(one), " ".join(other)) for pair in parts for one, other in (pair, pair[::-1])):
        if any(is_of(record, kind) for record in book.errata.values()):
            return tuple(record for record in concerning(book, rest) if is_of(record, kind))
    return concerning(book, " ".join(words)) if words else ()
