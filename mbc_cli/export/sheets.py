"""The contents of a database, sheet by sheet: each table and each view with its columns and its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mbc_cli.export.tables import Column, Table
from mbc_cli.export.views import views

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from mbc_cli.export.tables import Cell, CellType
    from mbc_cli.export.vocabulary import Vocabulary

TYPES: dict[str, CellType] = {"BOOLEAN": "flag", "INTEGER": "integer", "REAL": "number"}
"""SQLite's names for types other than text."""


class Sheet(NamedTuple):
    """A table, or a view as a table without a key, and its rows; flags are true and false."""

    table: Table
    rows: list[tuple[Cell, ...]]


def sheets(opened: sqlite3.Connection, vocabulary: Vocabulary) -> Iterator[Sheet]:
    """Every table and view of a database."""
    for table in vocabulary.tables:
        yield sheet(opened, table)
    for view in views(vocabulary.tables):
        yield sheet(opened, Table(view.name, view_columns(opened, view.name), (), view.help))


def view_columns(opened: sqlite3.Connection, name: str) -> tuple[Column, ...]:
    """The columns of a view; a computed one has no type in SQLite, and is a text unless it is called `bars_...`."""
    found = opened.execute(f"PRAGMA table_info ({name})").fetchall()
    types = ("BOOLEAN" if called.startswith("bars_") else type for _, called, type, *_ in found)
    return tuple(Column(item[1], TYPES.get(type, "text")) for item, type in zip(found, types, strict=True))


def sheet(opened: sqlite3.Connection, table: Table) -> Sheet:
    """A table with its rows."""
    flags = [n for n, column in enumerate(table.columns) if column.type == "flag"]
    rows = opened.execute(f"SELECT * FROM {table.name}").fetchall()
    return Sheet(table, [with_flags(row, flags) for row in rows] if flags else rows)


def with_flags(row: tuple[Cell, ...], flags: list[int]) -> tuple[Cell, ...]:
    """A row whose flags are true and false."""
    return tuple(bool(cell) if n in flags else cell for n, cell in enumerate(row))
