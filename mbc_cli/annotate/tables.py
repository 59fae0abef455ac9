"""A table in a file of any kind: rows of text cells, which a `Source` gives and a `Sink` takes.

Each kind of file has a module with both; `doors` opens them. If the output is of the same kind as the input, the
module may have its own way, which leaves everything as it was.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, TypeAlias

from mbc_cli.annotate.kinds import packing_of
from mbc_cli.book.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from mbc_cli.book.book import Book

Rows = list[list[str]]
"""Some rows, up to a few thousand, with a cell for each column; a cell that is not text in its file is a `Cell`."""
About = dict[str, "Sequence[Sequence[object]]"]
"""Further sheets that explain a workbook: the name of each, and its rows."""


class Cell(str):
    """A cell that is not text in its file, as a text; `value` is what is there: a number, a day, a list, None."""

    value: object

    def __new__(cls, text: str, value: object) -> Cell:
        """A text and the value it represents."""
        cell = super().__new__(cls, text)
        cell.value = value
        return cell


NOTHING = Cell("", None)


def value_of(cell: str) -> object:
    """What is in a cell: its text, or its value in its file."""
    return cell.value if isinstance(cell, Cell) else cell


def cell_of(value: object) -> str:
    """A value as a cell: text unchanged, nothing as an empty text, anything else as JSON writes it."""
    if isinstance(value, str):
        return value
    return NOTHING if value is None else Cell(json.dumps(value, ensure_ascii=False, default=str), value)


@dataclass(frozen=True)
class File:
    """A file with a table: where it is (None: a standard stream), its kind, and what is needed to read it.

    `sheet` is the name or the number of a sheet of a workbook, "" for the only one; `header_row` the number of the
    row of a sheet, or of the line of a CSV or TSV, with the names of the columns, 0 for the first; a CSV or TSV that is
    `headless` has none. `book` has the items of NAACCR XML. What is wrong in a file that can still be read
    is listed in `remarks` once it has been read.
    """

    path: Path | None = None
    kind: str = "lines"
    encoding: str = "utf-8"
    sheet: str = ""
    header_row: int = 0
    book: Book | None = None
    remarks: list[str] = field(default_factory=list, compare=False)
    headless: bool = False

    @property
    def name(self) -> str:
        """The file that is read, as messages name it."""
        return str(self.path) if self.path else "standard input"

    @cached_property
    def packing(self) -> str:
        """How the file is compressed, by its extension: "gzip", "zstd", or "" if it is not."""
        return packing_of(self.path)

    @property
    def is_typed(self) -> bool:
        """Whether somebody types the input and waits for an answer to each line."""
        return self.path is None and sys.stdin is not None and sys.stdin.isatty()

    @property
    def is_shown(self) -> bool:
        """Whether the output goes to a terminal."""
        return self.path is None and sys.stdout is not None and sys.stdout.isatty()


class Source(Protocol):
    """A table that is read once, from beginning to end."""

    header: tuple[str, ...]
    """The names of the columns."""

    def blocks(self) -> Iterator[Rows]:
        """The rows, all as long as the header; InputError, with place and remedy, if something cannot be read."""

    def place(self, n: int) -> str:
        """Where row `n` (from 0) of the last block is, for messages: "in.csv:7", "in.xlsx: sheet 'A', row 7"."""


Sink: TypeAlias = "Callable[[File, Sequence[str], Iterable[Rows], Callable[[], About]], None]"
"""Writes a table, given its header and rows, beside the target, which it replaces when the rows have ended.

The last argument is then called for what is said about the table, by kinds of file that have a place for it. InputError
for what cannot be written, or cannot be in a file of that kind; nothing is left behind in that case.
"""


def nothing_about() -> About:
    """No further sheets."""
    return {}


def different(target: File, header: Sequence[str]) -> None:
    """InputError if columns cannot be told apart, in a kind of file that knows them only by name."""
    if twice := [(name, times) for name, times in Counter(header).items() if times > 1]:
        what = f"{target.kind} needs unique column names, and {twice[0][1]} columns are named {twice[0][0]!r}"
        raise InputError(f"{what}: rename one of them, or write CSV")
