"""A table or view of an SQLite database as a table; it is only read."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING
from weakref import finalize

from mbc_cli.annotate.csv_records import ROWS
from mbc_cli.annotate.near_columns import has_columns, near_names, some
from mbc_cli.annotate.tables import cell_of
from mbc_cli.book.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mbc_cli.annotate.reading_files import Input
    from mbc_cli.annotate.tables import File, Rows

TABLES = "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"


class SqliteTable:
    """A table as a `Source`: the one named as a sheet would be, or the only one that has the requested columns.

    InputError if the file is not a database, or has no such table; UsageError if one must be named.
    """

    def __init__(self, file: File, asked: Sequence[str], _: Input) -> None:
        if file.path is None:
            raise InputError("SQLite is read from a file: name it")
        self.file = file
        self.number = 0
        try:
            self.opened = sqlite3.connect(f"{file.path.resolve().as_uri()}?mode=ro", uri=True)
            finalize(self, self.opened.close)
            self.name = self.chosen(asked)
            self.found = self.opened.execute(f"SELECT * FROM {quoted(self.name)}")
        except sqlite3.Error as error:
            raise InputError(f"{file.name}: cannot be read as SQLite ({error})") from error
        self.header = tuple(column[0] for column in self.found.description)

    def chosen(self, asked: Sequence[str]) -> str:
        """The name of the requested table."""
        names: list[str] = [name for (name,) in self.opened.execute(TABLES)]
        if self.file.sheet:
            return self.named(names)
        fit = [name for name in names if asked and has_columns(self.columns(name), asked)]
        if len(names) != 1 and len(fit) != 1:
            what = "these columns in" if fit else "the tables"
            raise UsageError(f"{self.file.name}: has {what} {some(fit or names) or 'none'}: use --sheet with one")
        return (fit or names)[0]

    def named(self, names: Sequence[str]) -> str:
        """The requested table; InputError with the existing ones."""
        if self.file.sheet in names:
            return self.file.sheet
        near = "".join(f": did you mean {name!r}?" for name in near_names(self.file.sheet, names)[:1])
        raise InputError(f"{self.file.name}: no table {self.file.sheet!r}{near or ':'} the tables are {some(names)}")

    def columns(self, name: str) -> list[str]:
        """The columns of a table."""
        return [column[0] for column in self.opened.execute(f"SELECT * FROM {quoted(name)} LIMIT 0").description]

    def blocks(self) -> Iterator[Rows]:
        """The rows, in the order of the database."""
        size = 0
        while block := [[cell_of(value) for value in row] for row in self.found.fetchmany(ROWS)]:
            self.number, size = self.number + size, len(block)
            yield block

    def place(self, n: int) -> str:
        """The row of the table, from 1."""
        return f"{self.file.name}: table {self.name!r}, row {self.number + n + 1}"


def quoted(name: str) -> str:
    """A name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'
