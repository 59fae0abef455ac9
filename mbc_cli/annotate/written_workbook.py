"""A table as a sheet of an Excel workbook (the extra `excel`), with further sheets that explain it."""

from __future__ import annotations

import datetime as dt
import io
import secrets
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mbc_cli.annotate.leftovers import leftover
from mbc_cli.annotate.tables import value_of
from mbc_cli.annotate.workbook import library
from mbc_cli.annotate.writing_files import written
from mbc_cli.book.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from mbc_cli.annotate.tables import About, File, Rows

MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 1_048_576, 16_384, 32_767
FIRST_YEAR = 1900
TABLE = "table"  # the sheet that is written, where no name is given
WIDTHS_ABOUT = (18, 110, 8)  # of the columns of a sheet that explains it, in characters
NARROWEST, MARGIN = 12, 3  # of the columns of a table


def put_workbook(target: File, header: Sequence[str], blocks: Iterable[Rows], about: Callable[[], About]) -> None:
    """The `Sink` of Excel: texts as texts, so that a code keeps its leading zero; a sheet for each explanation."""
    if len(header) > MOST_COLUMNS:
        what = f"{len(header)} columns are more than the {MOST_COLUMNS} a sheet can hold"
        raise InputError(f"{target.path or 'standard output'}: {what}: write CSV or Parquet")
    with written(target.path, "wb", target.packing) as out, workbook(out) as book:
        sheet = Sheet(book, target.sheet or TABLE, header)
        for rows in blocks:
            sheet.write(rows)
        sheet.as_table()
        for name, rows_about in about().items():
            Sheet(book, name, (), WIDTHS_ABOUT).write(rows_about)


@contextmanager
def workbook(out: Any) -> Iterator[Any]:
    """A workbook that is written row by row, and finally to a stream; nothing of it is left elsewhere before that."""
    with leftover(Path(tempfile.gettempdir(), f"mbc-{secrets.token_hex(8)}")) as folder:
        folder.mkdir(mode=0o700)
        whole = io.BytesIO()
        book = library("xlsxwriter").Workbook(whole, {"constant_memory": True, "tmpdir": str(folder)})
        try:
            yield book
            book.close()
        except BaseException:
            for sheet in book.worksheets():
                sheet.row_data_fh.close()
            raise
        out.write(whole.getbuffer())


class Sheet:
    """A sheet that is written row by row after its header; `widths` are those of its columns, in characters."""

    def __init__(self, book: Any, name: str, header: Sequence[str], widths: Sequence[int] = ()) -> None:
        self.sheet = book.add_worksheet(name)
        self.text = book.add_format({"num_format": "@", "bold": True})
        self.formats = {
            dt.date: book.add_format({"num_format": "yyyy-mm-dd"}),
            dt.datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
            dt.time: book.add_format({"num_format": "hh:mm:ss"}),
            dt.timedelta: book.add_format({"num_format": "[h]:mm:ss"}),
        }
        self.header = header
        self.row = 0
        self.write([header] if header else [])
        self.text = book.add_format({"num_format": "@"})
        for column, width in enumerate(widths or map(len, header)):
            self.sheet.set_column(column, column, max(width + MARGIN, NARROWEST))

    def as_table(self) -> None:
        """Keep the header in view, and make its columns filterable."""
        self.sheet.freeze_panes(1, 0)
        self.sheet.autofilter(0, 0, max(self.row - 1, 0), max(len(self.header) - 1, 0))

    def write(self, rows: Iterable[Sequence[object]]) -> None:
        """Write some rows; InputError for what a sheet cannot hold."""
        for row in rows:
            if self.row >= MOST_ROWS:
                raise InputError(f"more than {MOST_ROWS} rows, the most a sheet can hold: write CSV or Parquet")
            for column, value in enumerate(row):
                if type(value) is str:
                    self.put_text(column, value)
                else:
                    self.put(column, value_of(value) if isinstance(value, str) else value, str(value))
            self.row += 1

    def put(self, column: int, value: Any, text: str) -> None:
        """Write a value, or its text if Excel has no such values; text is never taken for a number, formula or link."""
        if isinstance(value, bool):
            self.sheet.write_boolean(self.row, column, value)
        elif type(value) in self.formats and can_be_a_day(value):
            self.sheet.write_datetime(self.row, column, value, self.formats[type(value)])
        elif isinstance(value, int | float) and value - value == 0 and abs(value) < 10**15:
            self.sheet.write_number(self.row, column, value)
        elif value is not None:
            self.put_text(column, text)

    def put_text(self, column: int, text: str) -> None:
        """Write a text, or nothing for an empty one; InputError if it is too long."""
        if not text:
            return
        if len(text) > LONGEST_CELL:
            name = repr(self.header[column]) if self.header else column + 1
            what = f"row {self.row + 1} has {len(text)} characters in column {name}, but an Excel cell can hold"
            raise InputError(f"{what} {LONGEST_CELL}: shorten it, or write CSV or Parquet")
        self.sheet.write_string(self.row, column, text, self.text)


def can_be_a_day(value: Any) -> bool:
    """Whether Excel has such a day or time: it counts from 1900 and has no time zones."""
    return getattr(value, "year", FIRST_YEAR) >= FIRST_YEAR and not getattr(value, "tzinfo", None)
