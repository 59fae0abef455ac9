"""Sources, and where they disagree, as pages: an index, all of them, or one in full."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, TypeVar

from mbc_cli.ask.lookup import resting, title
from mbc_cli.book.history import day_words
from mbc_cli.show.card_words import SHORT, listed, source_name
from mbc_cli.show.height import HEIGHT, WIDTH, height, rows_in
from mbc_cli.show.page import Fields, Grid, Items, Line, Title
from mbc_cli.show.statement_lines import short_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Erratum, Source
    from mbc_cli.show.page import Block, Page

    Filed = TypeVar("Filed", Source, Erratum)


NUMBERS = re.compile(r"(\d+)")
FRAME, MARGINS = 3, 6
"""The rows that a kind of source has besides its sources, and the columns around an id and what follows it."""
BRIEF = 30
"""The longest list of sources in a row of a conflict."""
KIND_WORDS = {
    "axis": ("axis", "axes"),
    "category": ("category", "categories"),
    "class": ("class", "classes"),
    "coverage": ("region", "regions"),
    "erratum": ("conflict", "conflicts"),
    "naaccr": ("NAACCR item", "NAACCR items"),
    "shared": ("shared name", "shared names"),
    "unsettled": ("unsettled point", "unsettled points"),
    "xml-item": ("XML item", "XML items"),
}
"""For some kinds of entry, the singular and the plural that a reader would use."""
FEW_TOPICS = 20
"""How many conflicts fit on a screen together with the sources of each."""
MISTAKES = ("error", "spelling", "damage", "brand")
"""Kinds of conflict in which one of the statements is correct."""


def sources_index(book: Book, found: Sequence[Source]) -> Page:
    """How many sources there are of each kind and from which years, the most used ones, and what to type next."""
    weights = {source.id: sum(resting(book, source).values()) for source in found}
    rows = []
    for form, kind in by_form(found):
        heaviest = sorted((source.id for source in kind), key=lambda name: -weights[name])
        rows.append((form, str(len(kind)), years(kind), listed(heaviest, SHORT)))
    return (
        Title(f"{len(found)} sources", "the documents behind the data"),
        Grid(("Kind", "Sources", "Date", "Most used, by id"), tuple(rows)),
        Line("mbc sources ID shows one, mbc sources KIND those of one kind, --all all of them with date and licence."),
        Line("mbc search WORD finds sources by title or publisher."),
    )


def sources_screen(book: Book, found: Sequence[Source]) -> Page:
    """Sources in the fullest form that fits on a screen: a row with everything, their titles, or only their ids."""
    for row in (source_row, title_row):
        if rows_of([row(book, source) for source in found]) + FRAME * len(dict(by_form(found))) <= HEIGHT:
            return sources_page(book, found, row)
    for rows in (ids_by_year(found), ids_by_kind(found)):
        if rows_of([(f"{form}  {when}", ids) for form, when, ids in rows]) + FRAME <= HEIGHT:
            return sources_named(found, rows)
    return publishers_index(found)


def publishers_index(found: Sequence[Source]) -> Page:
    """How many sources each publisher has of each kind and from which years, and how to see those of one publisher."""
    groups = ((form, publisher, of) for form, kind in by_form(found) for publisher, of in by_publisher(kind))
    rows = tuple((form, publisher, str(len(of)), years(of), of[0].id) for form, publisher, of in groups)
    return (
        Grid(("Kind", "Publisher", "Sources", "Date", "Such as"), rows),
        Line(f"{len(found)} sources; mbc sources PUBLISHER shows those of one, -v all of them", "faint"),
    )


def by_publisher(found: Sequence[Source]) -> Iterator[tuple[str, list[Source]]]:
    """Sources by publisher, starting with the one that has the most."""
    for publisher, _ in Counter(source.publisher for source in found).most_common():
        yield publisher, [source for source in found if source.publisher == publisher]


def rows_of(cells: Sequence[tuple[str, str]]) -> int:
    """How many rows of a screen each of some ids needs, with what follows it."""
    room = WIDTH - max(len(name) for name, _ in cells) - MARGINS
    return sum(rows_in(text, room) for _, text in cells)


def sources_named(found: Sequence[Source], rows: tuple[tuple[str, str, str], ...]) -> Page:
    """The ids of many sources by kind and year, and how to see more."""
    return (
        Grid(("Kind", "Date", "Ids"), rows),
        Line(f"{len(found)} sources; mbc sources ID shows one, -v all of them with title and licence", "faint"),
    )


def ids_by_year(found: Sequence[Source]) -> tuple[tuple[str, str, str], ...]:
    """The ids of sources by kind and by the year to which they apply, newest first."""
    years = sorted({source.date[:4] for source in found}, reverse=True)
    named = {
        (form, year): [one.id for one in kind if one.date[:4] == year]
        for form, kind in by_form(found)
        for year in years
    }
    return tuple((form, year, "; ".join(ids)) for (form, year), ids in named.items() if ids)


def ids_by_kind(found: Sequence[Source]) -> tuple[tuple[str, str, str], ...]:
    """The ids of sources by kind, with the first and last year of each kind."""
    return tuple((form, years(kind), "; ".join(source.id for source in kind)) for form, kind in by_form(found))


def years(found: Sequence[Source]) -> str:
    """The first and last year of some sources: "2012 to 2026"."""
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
    """A source in the table of all: its id, what it is, its region, day and license, and how much rests on it."""
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
    """Records by kind, with the most frequent kind first; within a kind by id, with numbers in ids ordered by size."""
    ordered = sorted(found, key=lambda record: counted_id(record.id))
    for form, _ in Counter(record.form for record in found).most_common():
        yield form, [record for record in ordered if record.form == form]


def counted_id(name: str) -> list[tuple[int, str]]:
    """A sort key for an id that orders its numbers by size: nice-ta786 before nice-ta1036."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in NUMBERS.split(name)]


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
                ("Entries", ", ".join(counted(*each) for each in counts.items()) or "none"),
            )
        ),
    )


def counted(kind: str, number: int) -> str:
    """A number of entries of a kind: "2 classes"."""
    one, several = KIND_WORDS.get(kind, (kind, f"{kind}s"))
    return f"{number} {one if number == 1 else several}"


def conflicts_index(book: Book, found: Sequence[Erratum]) -> Page:
    """How many conflicts there are of each kind, what they are most often about, and what to type next."""
    rows = tuple((form, str(len(kind)), listed(concerned(book, kind), SHORT)) for form, kind in by_form(found))
    return (
        Title(f"{len(found)} conflicts", "where sources disagree, are wrong, damaged or superseded"),
        Grid(("Kind", "Conflicts", "Most often about"), rows),
        Line("mbc conflicts NAME shows those about a drug, brand or regimen,"),
        Line("mbc conflicts KIND those of one kind, --all all of them."),
    )


def concerned(book: Book, found: Sequence[Erratum]) -> list[str]:
    """The names of what some conflicts concern, most frequent first."""
    refs = Counter(ref for record in found for ref in record.concerns)
    return list(dict.fromkeys(title(book.get(ref)) for ref, _ in refs.most_common()))


def conflicts_screen(book: Book, found: Sequence[Erratum]) -> Page:
    """Conflicts in full if they fit on a screen, otherwise a row for each: its topic and who takes part in it."""
    whole = conflicts_page(book, found)
    if height(whole) < HEIGHT:
        return whole
    every = [record for _, of in by_form(found) for record in of]
    rows = tuple((record.form, record.topic, listed(sayers(book, record), BRIEF)) for record in every)
    columns = 2 if len(every) > FEW_TOPICS else 3
    return (
        Grid(("Kind", "Topic", "Sources")[:columns], tuple(row[:columns] for row in rows)),
        Line(f"{len(found)} conflicts; mbc conflicts TOPIC shows one, -v all of them in full", "faint"),
    )


def sayers(book: Book, record: Erratum) -> list[str]:
    """Short names of the sources that take part in a conflict, each with its year."""
    sources = (book.sources[said.source.id] for said in record.says)
    return list(dict.fromkeys(f"{short_name(source)} {source.date[:4]}" for source in sources))


def conflicts_page(book: Book, found: Sequence[Erratum]) -> Page:
    """Where sources disagree, err or are superseded, by kind."""
    blocks: list[Block] = []
    for form, kind in by_form(found):
        blocks.append(Title(form, str(len(kind))))
        blocks.extend(erratum_block(book, record) for record in kind)
    return tuple(blocks)


def erratum_block(book: Book, record: Erratum) -> Block:
    """One conflict: who says what, what is right, and what is newer."""
    says = [f"{source_name(book.sources[said.source.id])}: {said.text}" for said in record.says]
    sources = [
        *says,
        *(f"{'correct' if record.form in MISTAKES else 'note'}: {record.correct}",) * bool(record.correct),
        *(f"newer: {record.newer}",) * bool(record.newer),
    ]
    return Items(record.topic, tuple(sources))
