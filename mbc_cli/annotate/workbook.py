"""A sheet of an Excel or ODS workbook as a table (the extra `excel`)."""

from __future__ import annotations

import datetime as dt
import io
from importlib import import_module
from itertools import islice
from typing import TYPE_CHECKING, Any

from mbc_cli.annotate.about import MADE_WITH, SHEET
from mbc_cli.annotate.csv_records import ROWS
from mbc_cli.annotate.formulas import without_value
from mbc_cli.annotate.near_columns import ABOVE, has_columns, near_names, refuse_a_title, some
from mbc_cli.annotate.tables import NOTHING, Cell
from mbc_cli.book.errors import InputError, UsageError, install

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mbc_cli.annotate.reading_files import Input
    from mbc_cli.annotate.tables import File, Rows


def library(name: str) -> Any:
    """A library of the extra; InputError that says how to install it."""
    try:
        return import_module(name)
    except ImportError as error:
        raise InputError(f"workbooks need the extra `excel`: {install('excel')}") from error


class Workbook:
    """A sheet as a `Source`: formulas as their last value, a vertically merged cell in each of its rows.

    A number, a day or a truth value is a `Cell`. The header is the row that the file gives, or else the first that
    is not empty.
    """

    def __init__(self, file: File, asked: Sequence[str], given: Input) -> None:
        content = given.bytes.read()
        self.file = file
        self.sheet, number = chosen_sheet(file, asked, content)
        start: tuple[int, int] = self.sheet.start or (0, 0)
        self.left = start[1]
        self.top = file.header_row - 1 if file.header_row else start[0]
        self.number = self.top + 2  # of the first row of a block, as Excel counts
        self.header = self.named_columns()
        if not file.header_row:
            refuse_a_title(self.name, "row", asked, enumerate(first_rows(self.sheet), start[0] + 1))
        self.merged = merged_down(self.sheet, self.top, self.left)
        self.formulas = without_value(content, number)

    @property
    def name(self) -> str:
        """The sheet as messages name it."""
        return f"{self.file.name}: sheet {self.sheet.name!r}"

    def named_columns(self) -> tuple[str, ...]:
        """The header; for a cell merged with those above it, the content of the first of them."""
        rows = top_rows(self.sheet, self.top + 1)
        if len(rows) <= self.top or not any(rows[self.top]):
            what, other = (f"row {self.top + 1} ", "--header-row") if self.file.header_row else ("", "--sheet")
            raise InputError(f"{self.name}: {what}is empty: give another {other}")
        return tuple(rows[self.top])

    def blocks(self) -> Iterator[Rows]:
        """The rows, including blank ones; InputError for a formula that was never calculated."""
        above: list[str] = []
        rows = islice(self.sheet.iter_rows(), self.top + 1, None)
        size = 0
        while block := [list(map(cell, row)) for row in islice(rows, ROWS)]:
            self.number, size = self.number + size, len(block)
            for number, row in enumerate(block, self.number):
                for column in self.merged.get(number, ()):
                    row[column] = above[column]
                if number in self.formulas:
                    self.put_errors(number, row)
                above = row
            yield block

    def put_errors(self, number: int, row: list[str]) -> None:
        """Put the errors of formulas in their cells: "#N/A"."""
        for column, error in self.formulas[number].items():
            if not error:
                what = f"{self.header[column - self.left]!r} has a formula that was never calculated"
                raise InputError(f"{self.name}, row {number}: {what}: open the workbook and save it again")
            row[column - self.left] = error

    def place(self, n: int) -> str:
        """The row, as Excel counts."""
        return f"{self.name}, row {self.number + n}"


def chosen_sheet(file: File, asked: Sequence[str], content: bytes) -> tuple[Any, int]:
    """The requested sheet and its place; InputError if it does not exist, UsageError if one must be named."""
    calamine = library("python_calamine")
    try:
        book = calamine.load_workbook(io.BytesIO(content))
        names = book.sheet_names
        sheet = book.get_sheet_by_name(named_sheet(file, names)) if file.sheet else only_sheet(file, asked, book)
        return sheet, names.index(sheet.name)
    except calamine.PasswordError as error:
        raise InputError(f"{file.name}: is locked with a password: save it without one") from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        what = f"is damaged, incomplete or not a workbook ({error})"
        raise InputError(f"{file.name}: {what}: save it again as .xlsx, or as CSV") from error


def named_sheet(file: File, names: Sequence[str]) -> str:
    """The name of a sheet, from its name or number; InputError with the names of the existing ones."""
    if file.sheet in names:
        return file.sheet
    if file.sheet.isdecimal() and 0 < int(file.sheet) <= len(names):
        return names[int(file.sheet) - 1]
    near = "".join(f": did you mean {name!r}?" for name in near_names(file.sheet, names)[:1])
    raise InputError(f"{file.name}: no sheet {file.sheet!r}{near or ':'} the sheets are {some(names)}")


def only_sheet(file: File, asked: Sequence[str], book: Any) -> Any:
    """The only sheet that is visible and not empty, or, if there are several, the one with the requested columns."""
    seen = [sheet.name for sheet in book.sheets_metadata if str(sheet.visible).endswith(".Visible")]
    found = [sheet for name in seen if (sheet := book.get_sheet_by_name(name)).height and not is_about(sheet)]
    if not found:
        raise InputError(f"{file.name}: has no visible sheet with data in it: use --sheet")
    fit = [sheet for sheet in found if asked and any(has_columns(row, asked) for row in first_rows(sheet))]
    if len(found) > 1 and len(fit) != 1:
        names = some([sheet.name for sheet in fit or found])
        raise UsageError(
            f"{file.name}: has {'these columns in' if fit else 'the sheets'} {names}: use --sheet with one"
        )
    return (fit or found)[0]


def is_about(sheet: Any) -> bool:
    """Whether a sheet is the one in which mbc says what the table beside it was made from."""
    return bool(sheet.name == SHEET and sheet.to_python(nrows=1)[0][:1] == [MADE_WITH])


def first_rows(sheet: Any) -> list[list[str]]:
    """Some rows that include the header."""
    first = (sheet.start or (0, 0))[0]
    return top_rows(sheet, first + ABOVE)[first:]


def top_rows(sheet: Any, count: int) -> list[list[str]]:
    """The first `count` rows of a sheet; a vertically merged cell is in each of its rows."""
    rows = [list(map(cell, row)) for row in islice(sheet.iter_rows(), count)]
    left = (sheet.start or (0, 0))[1]
    for (first, column), (last, _) in sheet.merged_cell_ranges or ():
        for row in rows[first + 1 : last + 1]:
            row[column - left] = rows[first][column - left]
    return rows


def merged_down(sheet: Any, top: int, left: int) -> dict[int, list[int]]:
    """For each row, the columns whose cell is merged with the one above; none for merges that begin in the header."""
    found: dict[int, list[int]] = {}
    for (first, column), (last, _) in sheet.merged_cell_ranges or ():
        for number in range(first + 2, last + 2) if first > top else ():
            found.setdefault(number, []).append(column - left)
    return found


def cell(value: Any) -> str:
    """A value of a sheet as a cell: a whole number without a point, a day in ISO format, TRUE or FALSE."""
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
