"""A sheet of a workbook as a table: Excel and ODS are read, Excel is written (the extra `excel`)."""

from __future__ import annotations

import datetime as dt
import io
import secrets
import tempfile
from contextlib import contextmanager
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mbc_cli.annotate.csv_records import ROWS
from mbc_cli.annotate.leftovers import leftover
from mbc_cli.annotate.near_columns import near_names, some
from mbc_cli.annotate.tables import NOTHING, Cell, value_of
from mbc_cli.annotate.writing_files import written
from mbc_cli.book.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from mbc_cli.annotate.reading_files import Input
    from mbc_cli.annotate.tables import About, File, Rows

MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 1_048_576, 16_384, 32_767
TABLE = "table"  # the sheet that is written, where no name is given
ABOVE = 20  # rows in which a header is sought that is not the first row


def library(name: str) -> Any:
    """A library of the extra; InputError that says how to install it."""
    try:
        return import_module(name)
    except ImportError as error:
        install = "pip install python-calamine xlsxwriter"
        raise InputError(f"workbooks need the extra `excel`: {install}") from error


# --- what is read --------------------------------------------------------------------------------------------------


class Workbook:
    """A sheet as a `Source`: formulas as their last value, a cell that is merged downwards in each of its rows.

    A number, a day and a truth value are a `Cell`. The header is the first row that has anything.
    """

    def __init__(self, file: File, asked: Sequence[str], given: Input) -> None:
        self.file = file
        self.sheet = chosen_sheet(file, given.bytes.read())
        start: tuple[int, int] = self.sheet.start or (0, 0)
        self.top, self.left = start
        self.number = self.top + 1  # of the row that was read last, as Excel counts
        self.size = 0
        self.rows = islice(self.sheet.iter_rows(), self.top, None)
        self.header = tuple(map(cell, next(self.rows, ())))
        if not self.header:
            raise InputError(f"{self.name}: is empty: give --sheet with another one")
        self.refuse_a_title(asked)
        self.merged = merged_down(self.sheet, self.top, self.left)

    @property
    def name(self) -> str:
        """The sheet as messages name it."""
        return f"{self.file.name}: sheet {self.sheet.name!r}"

    def refuse_a_title(self, asked: Sequence[str]) -> None:
        """InputError where the columns that are asked for stand in a later row: those above it would be lost."""
        if set(asked) <= set(self.header):
            return
        for number, row in enumerate(islice(self.sheet.iter_rows(), self.top, self.top + ABOVE), self.top + 1):
            if set(asked) <= set(map(cell, row)):
                what = f"the columns are named in row {number}, and row {self.top + 1} has something else"
                raise InputError(f"{self.name}: {what}: delete the rows above")

    def blocks(self) -> Iterator[Rows]:
        """The rows, blank ones too."""
        above: list[str] = []
        while block := [list(map(cell, row)) for row in islice(self.rows, ROWS)]:
            first = self.number = self.number + self.size
            for n, row in enumerate(block):
                for column in self.merged.get(first + n, ()):
                    row[column] = above[column]
                above = row
            self.size = len(block)
            yield block

    def place(self, n: int) -> str:
        """The row, as Excel counts."""
        return f"{self.name}, row {self.number + n + 1}"


def chosen_sheet(file: File, content: bytes) -> Any:
    """The sheet that is asked for, or the only one that has anything; UsageError where that is not one."""
    calamine = library("python_calamine")
    try:
        book = calamine.load_workbook(io.BytesIO(content))
        if file.sheet:
            return book.get_sheet_by_name(named_sheet(file, book.sheet_names))
        return only_sheet(file, book)
    except calamine.PasswordError as error:
        raise InputError(f"{file.name}: is locked with a password: save it without one") from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        what = f"is damaged, not whole, or no workbook ({error})"
        raise InputError(f"{file.name}: {what}: save it again as .xlsx, or as CSV") from error


def named_sheet(file: File, names: Sequence[str]) -> str:
    """The name of a sheet, by its name or its number; UsageError with the names there are."""
    if file.sheet in names:
        return file.sheet
    if file.sheet.isdecimal() and 0 < int(file.sheet) <= len(names):
        return names[int(file.sheet) - 1]
    near = "".join(f": did you mean {name!r}?" for name in near_names(file.sheet, names)[:1])
    raise UsageError(f"{file.name}: no sheet {file.sheet!r}{near or ':'} there are {some(names)}")


def only_sheet(file: File, book: Any) -> Any:
    """The one sheet that can be seen and has anything."""
    seen = [sheet.name for sheet in book.sheets_metadata if str(sheet.visible).endswith(".Visible")]
    found = [sheet for name in seen if (sheet := book.get_sheet_by_name(name)).height]
    if len(found) > 1:
        names = some([sheet.name for sheet in found])
        raise UsageError(f"{file.name}: has the sheets {names}: give --sheet with one of them")
    if not found:
        raise InputError(f"{file.name}: has no sheet with anything in it that can be seen: give --sheet")
    return found[0]


def merged_down(sheet: Any, top: int, left: int) -> dict[int, list[int]]:
    """The columns of each row whose cell is merged with the one above it; not those that are merged with the header."""
    found: dict[int, list[int]] = {}
    for (first, column), (last, _) in sheet.merged_cell_ranges or ():
        for row in range(first + 1, last + 1) if first > top else ():
            found.setdefault(row, []).append(column - left)
    return found


def cell(value: Any) -> str:
    """A value of a sheet as a cell: a whole number without a point, a day as ISO writes it, TRUE or FALSE."""
    if isinstance(value, str):
        return value or NOTHING
    if isinstance(value, bool):
        return Cell(str(value).upper(), value)
    if isinstance(value, float) and value.is_integer():
        return Cell(f"{value:.0f}", int(value))
    if isinstance(value, dt.datetime):
        bare = value.date() if value.time() == dt.time() else value
        return Cell(str(bare), bare)
    return Cell(str(value), value)


# --- what is written -----------------------------------------------------------------------------------------------


def put_workbook(target: File, header: Sequence[str], blocks: Iterable[Rows], about: Callable[[], About]) -> None:
    """The `Sink` of Excel: texts as texts, so that a code keeps its zero; a sheet for each thing that explains it."""
    if len(header) > MOST_COLUMNS:
        raise InputError(f"{len(header)} columns: a sheet holds {MOST_COLUMNS}: write CSV or Parquet")
    with written(target.path, "wb", target.packing) as out, workbook(out) as book:
        sheet = Sheet(book, target.sheet or TABLE, header)
        for rows in blocks:
            sheet.write(rows)
        for name, rows_about in about().items():
            Sheet(book, name, ()).write(rows_about)


@contextmanager
def workbook(out: Any) -> Iterator[Any]:
    """A workbook that is written row by row, and in the end to a stream; what it has until then is left nowhere."""
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
    """A sheet that is written row by row, from its header on."""

    def __init__(self, book: Any, name: str, header: Sequence[str]) -> None:
        self.sheet = book.add_worksheet(name)
        self.text = book.add_format({"num_format": "@"})
        self.formats = {
            dt.date: book.add_format({"num_format": "yyyy-mm-dd"}),
            dt.datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
            dt.time: book.add_format({"num_format": "hh:mm:ss"}),
            dt.timedelta: book.add_format({"num_format": "[h]:mm:ss"}),
        }
        self.header = header
        self.row = 0
        if header:
            self.sheet.freeze_panes(1, 0)
            self.sheet.set_row(0, None, book.add_format({"bold": True}))
            self.write([header])

    def write(self, rows: Iterable[Sequence[object]]) -> None:
        """Write some rows; InputError for what a sheet cannot hold."""
        for row in rows:
            if self.row >= MOST_ROWS:
                raise InputError(f"more than {MOST_ROWS} rows: a sheet holds no more: write CSV or Parquet")
            for column, value in enumerate(row):
                self.put(column, value_of(value) if isinstance(value, str) else value)
            self.row += 1

    def put(self, column: int, value: Any) -> None:
        """Write a cell: a text is never taken for a number, a formula or a link."""
        if isinstance(value, bool):
            self.sheet.write_boolean(self.row, column, value)
        elif type(value) in self.formats:
            self.sheet.write_datetime(self.row, column, value, self.formats[type(value)])
        elif isinstance(value, int | float) and value - value == 0 and abs(value) < 10**15:
            self.sheet.write_number(self.row, column, value)
        elif value is not None:
            self.put_text(column, str(value))

    def put_text(self, column: int, text: str) -> None:
        """Write a text; InputError where it is too long."""
        if len(text) > LONGEST_CELL:
            name = repr(self.header[column]) if self.header else column + 1
            what = f"row {self.row + 1} has {len(text)} characters in column {name}, and a cell of Excel holds"
            raise InputError(f"{what} {LONGEST_CELL}: shorten it, or write CSV or Parquet")
        self.sheet.write_string(self.row, column, text, self.text)
