"""How a plain value becomes columns of a row: a text, a flag, the id of an entry, a citation or a condition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mbc_cli.book.model import Citation, Condition, Test, Wanted
from mbc_cli.book.shapes import Date, Day
from mbc_cli.export.condition_rows import CONDITION, CONDITION_TABLES, condition_rows
from mbc_cli.export.tables import ENTRY, Cell, Cells, Column, Row, Table
from mbc_cli.options.wording import wanted_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Record


class Here(NamedTuple):
    """The row that holds a value: its entry, its table and its id."""

    book: Book
    entry: Record
    table: str
    id: str

    def within(self, table: str, *places: Cell) -> Here:
        """A row of a table below this one; its id begins with that of this row."""
        return Here(self.book, self.entry, table, ".".join(map(str, (self.id, *places))))


class Spread(NamedTuple):
    """How a type is exported: columns in the table of its owner with the cells of a value, and the tables below."""

    columns: tuple[Column, ...]
    cells: Callable[[Here, Any], Cells]
    tables: tuple[Table, ...] = ()
    rows: Callable[[Here, Any], Iterator[Row]] = lambda _, __: iter(())


def single(column: Column) -> Spread:
    """One column; "" is empty."""
    return Spread((column,), lambda _, value: (None if value == "" else value,))


def text(name: str) -> Spread:
    """A column of free text."""
    return single(Column(name, needed=True))


def date(name: str) -> Spread:
    """A column of days, months and years."""
    return single(Column(name, "date", needed=True))


def integer(name: str) -> Spread:
    """A column of whole numbers."""
    return single(Column(name, "integer", needed=True))


def flag(name: str) -> Spread:
    """A column of yes and no."""
    return Spread((Column(name, "flag", needed=True),), lambda _, value: (int(value),))


def reference(kinds: tuple[str, ...], name: str) -> Spread:
    """The id of an entry: a column that refers to its table, or one column for each table in which it may be."""
    if name == "id":
        return single(Column(name, refers=kinds[0], needed=True))
    if not kinds:
        return single(Column(f"{name}_ref", refers=ENTRY, needed=True))
    if len(kinds) == 1:
        return single(Column(f"{name}_id", refers=kinds[0], needed=True))

    def cells(here: Here, value: str) -> Cells:
        return tuple(value if f"{kind}.{value}" in here.book else None for kind in kinds)

    return Spread(tuple(Column(f"{kind}_id", refers=kind) for kind in kinds), cells)


def citation(name: str) -> Spread:
    """A source and the place in it."""
    called = "source" if name.endswith("source") else name
    columns = Column(f"{called}_id", refers="source", needed=True), Column(f"{called}_place", needed=True)
    return Spread(columns, lambda _, value: (value.id, value.where))


def sole_citation(name: str) -> Spread:
    """The one source that an entry rests on."""
    one = citation(name)
    return one._replace(cells=lambda here, value: one.cells(here, value[0]))


def condition(name: str) -> Spread:
    """A condition: in words, and the id that it has in the table of conditions."""
    called = "condition" if name.endswith("when") else f"{name}_condition"

    def cells(here: Here, value: Condition | None) -> Cells:
        return (wanted_words(here.book, value), f"{here.table}.{here.id}.{called}") if value else (None, None)

    def rows(here: Here, value: Condition | None) -> Iterator[Row]:
        return condition_rows(here.book, value, f"{here.table}.{here.id}.{called}") if value else iter(())

    return Spread((Column(called), Column(f"{called}_id", refers=CONDITION)), cells, CONDITION_TABLES, rows)


def own_test(name: str) -> Spread:
    """A requirement on the axis to which it belongs, as a condition."""
    inside = condition(name)
    return inside._replace(
        cells=lambda here, value: inside.cells(here, Wanted(here.entry.id, value)),
        rows=lambda here, value: inside.rows(here, Wanted(here.entry.id, value)),
    )


PLAIN: dict[Any, Callable[[str], Spread]] = {
    str: text,
    bool: flag,
    int: integer,
    Date: date,
    Day: date,
    Condition: condition,
    Test: own_test,
    Citation: citation,
    tuple[Citation]: sole_citation,
}
"""What becomes columns, whatever it is part of."""
