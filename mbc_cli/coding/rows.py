"""The items of one treatment as texts, for a row of a column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.book.days import Span, span_of, this_day
from mbc_cli.coding.categories import covered, covered_from, either, stretches
from mbc_cli.coding.choices import footprints
from mbc_cli.coding.items import agents_of, recomposed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Phase
    from mbc_cli.reading.treatment import Treatment


def row_codes(book: Book, phases: tuple[Phase, ...], dx: str, today: str = "") -> tuple[str, str, str, str]:
    """Items 1390, 1400, 1410 and 1420 of a treatment as text: "03", "02 or 03", or "" where it cannot be decided.

    `dx` is a day, month or year; without one, a code is given only if it holds for every date of diagnosis that the
    sources cover. A text that is no date decides nothing, and nor does a text without a treatment. Drugs that only a
    profile would add are left out, as they are from the drugs of an annotated text.
    """
    return as_row(row_values(book, phases, None, dx, today or this_day()))


def treatment_codes(book: Book, found: Treatment, dx: str, today: str = "") -> tuple[str, str, str, str]:
    """What `row_codes` gives for a text as it was read: other readings and other medicines count too."""
    every = [*found.treatments, *(phases for _, _, phases in recomposed(book, found))]
    rows = [row_values(book, phases, found, dx, today or this_day()) for phases in every]
    return as_row([set().union(*columns) for columns in zip(*rows, strict=True)])


def row_values(book: Book, phases: tuple[Phase, ...], text: Treatment | None, dx: str, today: str) -> list[set[str]]:
    """The codes that each item may have, "" among them where it cannot be decided; none without a treatment."""
    span = span_of(dx) if dx.strip() else Span(covered_from(book), today)
    phases = tuple(tuple(part for part in phase if not part.when) for phase in phases)
    columns: list[set[str]] = [set() for _ in book.naaccr]
    for stretch in stretches(book, book.drugs_in(phases), span) if span and phases else ():
        agents = agents_of(book, phases, text, stretch)
        for found in footprints(book, phases, agents, covered(book, stretch, today)):
            for column, cell in zip(columns, found.cells, strict=True):
                column.update(cell.values if cell.complete else ("",))
    return columns


def as_row(columns: Sequence[set[str]]) -> tuple[str, str, str, str]:
    """The four items as text."""
    one, two, three, four = ("" if "" in column else either(sorted(column)) for column in columns)
    return one, two, three, four
