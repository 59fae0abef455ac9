"""What a table is: its columns, its key, what it refers to; and the rows that go into it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

Cell = str | int | float | None
Cells = tuple[Cell, ...]
CellType = Literal["text", "date", "flag", "integer", "number"]
"""A date is a day, month or year as ISO text."""
ENTRY = "entry"
"""The table of every entry of every kind."""
RESERVED = {"as", "from", "group", "in", "is", "of", "on", "order", "to", "when", "where"}
"""Reserved words of SQL that must be quoted when used as names."""
NO_PLURALS = {"means", "gives", "says", "concerns", "includes", "lacks", "follows", "perhaps", "unsettles", "replaces"}
"""Names of lists that end in an s and are not plurals."""


class Column(NamedTuple):
    """A column; `refers` is the table whose key it holds, `words` are all the values that it can have."""

    name: str
    type: CellType = "text"
    refers: str = ""
    words: tuple[str, ...] = ()
    needed: bool = False
    help: str = ""

    @property
    def is_prose(self) -> bool:
        """Whether it has texts that people search: not ids, fixed words, numbers or places in sources."""
        plain = self.type == "text" and not self.refers and not self.words
        return plain and self.name != "id" and not self.name.endswith("_place")


class Table(NamedTuple):
    """A table: its primary key, one line about its contents, and the kind of entry that it is for, if any."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    help: str = ""
    kind: str = ""

    def has(self, *names: str) -> bool:
        """Whether it has columns of these names."""
        return {*names} <= {column.name for column in self.columns}


class Row(NamedTuple):
    """The cells of one row, and the table that they belong to."""

    table: str
    cells: Cells


def table_of(kind: str) -> str:
    """The table of a kind of entry: its name, in a form that SQL allows."""
    return kind.replace("-", "_")


def key_of(table: str) -> str:
    """The column that another table refers to."""
    return "ref" if table == ENTRY else "id"


def distinct(tables: Iterable[Table]) -> tuple[Table, ...]:
    """Each table once, by its name."""
    return tuple({table.name: table for table in tables}.values())


def singular(name: str) -> str:
    """One of what the name of a list stands for: "classes" has a class, "routes" a route."""
    if name in NO_PLURALS:
        return name
    if name.endswith(("sses", "xes")):
        return name[:-2]
    return name[:-1] if name.endswith("s") and not name.endswith("ss") else name
