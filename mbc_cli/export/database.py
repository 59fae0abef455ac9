"""The vocabulary as a SQLite database: tables with keys, views, full-text search; the same bytes for the same data."""

from __future__ import annotations

import sqlite3
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from mbc_cli.book.errors import InputError
from mbc_cli.export.tables import ENTRY, key_of
from mbc_cli.export.views import views

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mbc_cli.export.tables import Column, Row, Table
    from mbc_cli.export.vocabulary import Vocabulary

OURS = int.from_bytes(b"mbc1")
"""What SQLite calls the application id, by which a file is recognized as an export."""
SQL_TYPES = {"text": "TEXT", "date": "TEXT", "flag": "BOOLEAN", "integer": "INTEGER", "number": "REAL"}
SEARCH = (
    f"CREATE VIRTUAL TABLE {ENTRY}_search USING fts5"
    f"(name, words, content=\"{ENTRY}\", tokenize='unicode61 remove_diacritics 2')"
)


def database(vocabulary: Vocabulary) -> sqlite3.Connection:
    """The whole vocabulary as a database in memory. InputError if this SQLite has no full-text search."""
    opened = sqlite3.connect(":memory:", isolation_level=None)
    opened.execute(f"PRAGMA application_id = {OURS}")
    opened.execute("BEGIN")
    for statement in (*map(created, vocabulary.tables), *map(created_view, views(vocabulary.tables))):
        opened.execute(statement)
    fill(opened, vocabulary.rows())
    opened.execute("COMMIT")
    make_searchable(opened)
    return opened


def content(opened: sqlite3.Connection) -> bytes:
    """The file of a database, without gaps in it."""
    with TemporaryDirectory(prefix="mbc-") as folder:
        path = Path(folder, "export.sqlite")
        opened.execute("VACUUM INTO ?", (str(path),))
        return path.read_bytes()


def created(table: Table) -> str:
    """The statement that makes a table, with the descriptions of it and of its columns as comments."""
    columns = "\n".join(f"  {defined(column)},{comment(column.help)}" for column in table.columns)
    rowid = "" if table.key in (("id",), ("ref",)) else " WITHOUT ROWID"
    return (
        f"CREATE TABLE {table.name} ({comment(table.help)}\n{columns}\n  PRIMARY KEY ({', '.join(table.key)})\n){rowid}"
    )


def comment(help: str) -> str:
    """A description as a trailing comment."""
    return f" -- {help}" if help else ""


def defined(column: Column) -> str:
    """A column in the statement that makes its table."""
    allowed = ("0", "1") if column.type == "flag" else tuple(f"'{word}'" for word in column.words)
    parts = (
        f"{column.name} {SQL_TYPES[column.type]}",
        " NOT NULL" if column.needed else "",
        f" REFERENCES {column.refers} ({key_of(column.refers)})" if column.refers else "",
        f" CHECK ({column.name} IN ({', '.join(allowed)}))" if allowed else "",
    )
    return "".join(parts)


def created_view(view: tuple[str, str, str]) -> str:
    """The statement that makes a view."""
    name, help, query = view
    return f"CREATE VIEW {name} AS -- {help}{query}"


def fill(opened: sqlite3.Connection, rows: Iterable[Row]) -> None:
    """Put rows into their tables, in order."""
    for table, group in groupby(rows, key=lambda row: row.table):
        cells = [row.cells for row in group]
        places = ", ".join("?" * len(cells[0]))
        opened.executemany(f"INSERT INTO {table} VALUES ({places})", cells)


def make_searchable(opened: sqlite3.Connection) -> None:
    """Make the words of every entry searchable; entries with the words in their names come first."""
    try:
        opened.execute(SEARCH)
    except sqlite3.OperationalError as error:
        raise InputError(f"the SQLite of this Python has no full-text search ({error}): use another Python") from error
    opened.execute(f"INSERT INTO {ENTRY}_search ({ENTRY}_search) VALUES ('rebuild')")
    opened.execute(f"INSERT INTO {ENTRY}_search ({ENTRY}_search, rank) VALUES ('rank', 'bm25(10.0, 1.0)')")


def is_export(path: Path) -> bool:
    """Whether a file is an SQLite export: its header says so, with the application id at byte 68."""
    with path.open("rb") as file:
        head = file.read(72)
    return head.startswith(b"SQLite format 3\0") and head[68:] == OURS.to_bytes(4)
