"""The items of a row of a column as texts, with the reason if there is no code."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mbc_cli.ask.expand import Reading
from mbc_cli.book.days import Span
from mbc_cli.book.model import Part
from mbc_cli.coding.categories import covered_from, either
from mbc_cli.coding.items import Case, codings, open_points
from mbc_cli.coding.wording import reasons

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.coding.items import Coding
    from mbc_cli.coding.statements import Ids
    from mbc_cli.coding.tallies import Cell

NO_TREATMENT = "no treatment to code was found"


class Coded(NamedTuple):
    """The items of a row in the order of the data: "03", "02 or 03", or "" if there is no code; and why.

    `silent` are those with the code for no treatment because nothing is said about any.
    """

    items: tuple[str, ...]
    why: str = ""
    silent: Ids = ()


def row_codings(book: Book, cases: Iterable[Case], dx: Span | None, today: str) -> list[Coding]:
    """The codings of a row; without a date of diagnosis, those for every date that the sources cover."""
    return codings(book, cases, dx or Span(covered_from(book), today), today)


def in_short(book: Book, found: Sequence[Coding]) -> Coded:
    """Some codings of one treatment on one line: parts that only a profile would add are left out."""
    if not found:
        return Coded(("",) * len(book.naaccr), NO_TREATMENT)
    usual = [each.cells for one in found for each in one.footprints if not each.supposed]
    columns = list(zip(*usual, strict=True))
    items = tuple(map(text_of, columns))
    silent = tuple(column[0].item.id for column in columns if any(map(is_silent, column)))
    return Coded(items, "" if all(items) else "; ".join(dict.fromkeys(why(book, found))), silent)


def is_silent(cell: Cell) -> bool:
    """Whether an item has the code for no treatment although nothing said leads to it."""
    return not cell.said and set(cell.values) <= set(cell.item.with_role("none"))


def text_of(column: Sequence[Cell]) -> str:
    """The codes of an item over all ways of reading a text; "" if one of them gives none."""
    return (
        either(sorted({value for cell in column for value in cell.values})) if all(c.complete for c in column) else ""
    )


def why(book: Book, found: Sequence[Coding]) -> Iterator[str]:
    """Why some items have no code."""
    for one in found:
        yield from reasons(book, one)
        yield from open_points(book, one)


def drug_case(names: Sequence[str]) -> Case:
    """Drugs that a person decided on, as a case in which they were given together."""
    together = tuple(Part(any_of=(name,)) for name in names)
    return Case(Reading(kind="treatment", id="", name=" + ".join(names), form="drugs", written="", phases=(together,)))
