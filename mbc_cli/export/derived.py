"""The tables of what follows from the records: every entry, and the phases of treatments with their blocks expanded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.book.medicines import USES
from mbc_cli.book.model import Category, Regimen, Statement, Synonym, Translation, Trial, Word, Wording
from mbc_cli.export.tables import ENTRY, Column, Row, Table
from mbc_cli.options.subjects import treatment_name
from mbc_cli.options.wording import wanted_words
from mbc_cli.show.card_words import phase_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mbc_cli.book.book import Book
    from mbc_cli.book.medicines import OtherDrug
    from mbc_cli.book.model import Phase, Record

ENTRIES = Table(
    ENTRY,
    (
        Column("ref", needed=True, help="The kind and the id, with a full stop between them."),
        Column("kind", needed=True, help="Its table has the same name, with _ for -."),
        Column("id", needed=True, help="The id of the entry in its table."),
        Column("name", needed=True),
        Column("words", needed=True, help="Every text in the entry, for the full-text search."),
    ),
    ("ref",),
    "Every entry of every kind, with all its words",
)
WHOSE = (
    Column("entry_ref", refers=ENTRY, needed=True, help="A regimen, a protocol, or the trial that it is an arm of."),
    Column("arm", "integer", needed=True, help="Which arm of a trial, the experimental ones first; else 1."),
    Column("phase", "integer", needed=True),
)
PHASES = Table(
    "treatment_phase",
    (*WHOSE, Column("name", needed=True, help="Of the regimen or arm."), Column("treatment", needed=True)),
    ("entry_ref", "arm", "phase"),
    "What is given in each phase of a regimen, protocol or arm of a trial, with regimens inside it opened",
)
PHASE_DRUGS = Table(
    "treatment_phase_drug",
    (
        *WHOSE,
        Column("part", "integer", needed=True, help="What is given together in a phase has several parts."),
        Column("choice", "integer", needed=True, help="One of the choices of a part is given."),
        Column("drug_id", refers="drug"),
        Column("class_id", refers="class", help="If no drug of the class is named."),
        Column("optional", "flag", needed=True),
        Column("condition", help="For whom it is given, if that is stated."),
    ),
    ("entry_ref", "arm", "phase", "part", "choice"),
    "The drugs and classes of each phase",
)
OTHER_DRUGS = Table(
    "other_drug",
    (
        Column("name", needed=True),
        Column("ingredient", needed=True),
        Column("list", needed=True, help="The list that has the name."),
        Column("use", words=USES, needed=True),
    ),
    ("name",),
    "Medicines outside the vocabulary, which are known by name only",
)

NAMED_BY = ("name", "title", "topic", "text", "letter")
"""The fields that name an entry; the first one that it has counts."""


def name_of(book: Book, record: Record) -> str:
    """What an entry is called; if it has no name, the first of its texts."""
    match record:
        case Statement():
            return treatment_name(book, record.treatment)
        case Category():
            return book.drugs[record.id].name
        case Translation():
            return (*record.names, *record.brands)[0]
        case Word():
            return record.texts[0]
        case Wording() | Synonym():
            return record.written[0]
    return next((str(found) for key in NAMED_BY if (found := getattr(record, key, ""))), record.id)


def entry_row(book: Book, record: Record, rows: Iterable[Row], tables: Mapping[str, Table]) -> Row:
    """An entry with every text in its rows, each once."""
    words = (cell for row in rows for column, cell in zip(tables[row.table].columns, row.cells, strict=True)
             if column.is_prose and isinstance(cell, str))  # fmt: skip
    return Row(ENTRY, (record.ref, record.kind, record.id, name_of(book, record), "\n".join(dict.fromkeys(words))))


def treatment_rows(book: Book, record: Record) -> Iterator[Row]:
    """The phases of a regimen, a protocol, or each arm of a trial."""
    arms = record.arms() if isinstance(record, Trial) else (record,) if isinstance(record, Regimen) else ()
    for arm, regimen in enumerate(arms, 1):
        for n, phase in enumerate(book.phases(regimen), 1):
            where = (record.ref, arm, n)
            yield Row(PHASES.name, (*where, regimen.name, phase_words(book, phase)))
            yield from (Row(PHASE_DRUGS.name, (*where, *cells)) for cells in part_cells(book, phase))


def part_cells(book: Book, phase: Phase) -> Iterator[tuple[int | str | None, ...]]:
    """Each choice of each part of a phase, as it is in the table of drugs."""
    for n, part in enumerate(phase, 1):
        said = (int(part.optional), wanted_words(book, part.when) or None)
        for choice, name in enumerate(part.any_of, 1):
            items = (name, None) if name in book.drugs else (None, name)
            yield (n, choice, *items, *said)


def other_rows(others: Iterable[OtherDrug]) -> Iterator[Row]:
    """The medicines outside the vocabulary, as they are in their list."""
    return (Row(OTHER_DRUGS.name, tuple(other)) for other in others)
