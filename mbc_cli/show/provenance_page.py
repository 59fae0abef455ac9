"""Sources, and where they disagree, as pages: an index, all of them, or one in full."""

from __future__ import annotations

from collections import Counter
from textwrap import wrap
from typing import TYPE_CHECKING, TypeVar

from mbc_cli.ask.lookup import resting, title
from mbc_cli.book.history import day_words
from mbc_cli.show.card_words import SHORT, listed, source_name
from mbc_cli.show.page import Fields, Grid, Items, Line, Title

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Erratum, Source
    from mbc_cli.show.page import Block, Page

    Filed = TypeVar("Filed", Source, Erratum)


SCREEN, WIDTH, FRAME = 40, 80, 3
"""The rows and columns of a screen, and the rows that a kind of source has besides its sources."""


def sources_index(book: Book, found: Sequence[Source]) -> Page:
    """How many sources there are of each kind and of which years, those most used, and what to type next."""
    weights = {source.id: sum(resting(book, source).values()) for source in found}
    rows = []
    for form, kind in by_form(found):
        heaviest = sorted((source.id for source in kind), key=lambda name: -weights[name])
        rows.append((form, str(len(kind)), years(kind), listed(heaviest, SHORT)))
    return (
        Title(f"{len(found)} sources", "the documents behind the data"),
        Grid(("Kind", "Sources", "Of", "Most used, by id"), tuple(rows)),
        Line("mbc sources ID shows one, mbc sources KIND those of one kind, --all all of them with date and licence."),
        Line("mbc search WORD finds sources by title or publisher."),
    )


def sources_screen(book: Book, found: Sequence[Source]) -> Page:
    """Sources with all that fits on a screen: a row with everything, their titles, or only their ids."""
    for row in (source_row, title_row):
        if rows_of([row(book, source) for source in found]) + FRAME * len(dict(by_form(found))) <= SCREEN:
            return sources_page(book, found, row)
    return sources_named(found)


def rows_of(cells: Sequence[tuple[str, str]]) -> int:
    """How many rows of a screen some ids and what stands behind each need."""
    room = WIDTH - max(len(name) for name, _ in cells) - 4
    return sum(len(wrap(text, room)) for _, text in cells)


def sources_named(found: Sequence[Source]) -> Page:
    """The ids of many sources by kind and by the year of what they say, the newest first, and how to see more."""
    years = sorted({source.date[:4] for source in found}, reverse=True)
    named = {
        (form, year): [one.id for one in kind if one.date[:4] == year]
        for form, kind in by_form(found)
        for year in years
    }
    rows = tuple((form, year, "; ".join(ids)) for (form, year), ids in named.items() if ids)
    return (
        Grid(("Kind", "Of", "Ids"), rows),
        Line(f"{len(found)} sources; mbc sources ID shows one, -v all of them with title and licence", "faint"),
    )


def years(found: Sequence[Source]) -> str:
    """The first and the last year of some sources: "2012 to 2026"."""
    every = sorted(source.date[:4] for source in found if source.date)
    return " to ".join(dict.fromkeys((every[0], every[-1]))) if every else ""


def sources_page(
    book: Book, found: Sequence[Source], row: Callable[[Book, Source], tuple[str, str]] | None = None
) -> Page:
    """All sources, one row each, by kind."""
    row = row or source_row
    blocks: list[Block] = []
    for form, kind in by_form(found):
        rows = tuple(row(book, source) for source in kind)
        blocks += (Title(form, str(len(kind))), Grid(("Id", "Source"), rows))
    return tuple(blocks)


def source_row(book: Book, source: Source) -> tuple[str, str]:
    """A source in the table of all: its id, then what it is, its region, day and licence, and how much rests on it."""
    name = source.title if source.publisher in source.title else f"{source.title} ({source.publisher})"
    count = sum(resting(book, source).values())
    day = day_words(source.date, source.date_is)
    entries = f"cited by {count} entr{'y' if count == 1 else 'ies'}"
    licence = f"licence {source.licence}" if source.licence == "not stated" else source.licence
    return (source.id, "; ".join((name, source.region, day, licence, entries)))


def title_row(_: Book, source: Source) -> tuple[str, str]:
    """A source in a table of many: its id, then its title and day."""
    return (source.id, f"{source.title}; {day_words(source.date, source.date_is)}")


def by_form(found: Sequence[Filed]) -> Iterator[tuple[str, list[Filed]]]:
    """Records by kind, the most frequent kind first."""
    for form, _ in Counter(record.form for record in found).most_common():
        yield form, [record for record in found if record.form == form]


def source_page(book: Book, source: Source) -> Page:
    """One source, and what rests on it."""
    counts = resting(book, source)
    return (
        Title(source.id, source.form),
        Fields(
            (
                ("Title", source.title),
                ("Publisher", source.publisher),
                ("Region", source.region),
                ("Licence", source.licence),
                ("Date", day_words(source.date, source.date_is) + (source.date_note and f" ({source.date_note})")),
                ("Address", source.address),
                ("Note", source.note),
                ("Entries", ", ".join(f"{number} {kind}" for kind, number in counts.items()) or "none"),
            )
        ),
    )


def conflicts_index(book: Book, found: Sequence[Erratum]) -> Page:
    """How many conflicts there are of each kind, what most of them concern, and how to go on."""
    rows = tuple((form, str(len(kind)), listed(concerned(book, kind), SHORT)) for form, kind in by_form(found))
    return (
        Title(f"{len(found)} conflicts", "where sources disagree, are wrong, damaged or superseded"),
        Grid(("Kind", "Conflicts", "What most of them concern"), rows),
        Line("mbc conflicts NAME shows those about a drug, brand or regimen,"),
        Line("mbc conflicts KIND those of one kind, --all all of them."),
    )


def concerned(book: Book, found: Sequence[Erratum]) -> list[str]:
    """The names of what some conflicts concern, most frequent first."""
    refs = Counter(ref for record in found for ref in record.concerns)
    return list(dict.fromkeys(title(book.get(ref)) for ref, _ in refs.most_common()))


def conflicts_page(book: Book, found: Sequence[Erratum]) -> Page:
    """Where sources disagree, err or are overtaken, by kind."""
    blocks: list[Block] = []
    for form, kind in by_form(found):
        blocks.append(Title(form, str(len(kind))))
        blocks.extend(erratum_block(book, record) for record in kind)
    return tuple(blocks)


def erratum_block(book: Book, record: Erratum) -> Block:
    """One conflict: who says what, what is right, what is newer."""
    says = [f"{source_name(book.sources[said.source.id])}: {said.text}" for said in record.says]
    sources = [
        *says,
        *(f"correct: {record.correct}",) * bool(record.correct),
        *(f"newer: {record.newer}",) * bool(record.newer),
    ]
    return Items(record.topic, tuple(sources))
