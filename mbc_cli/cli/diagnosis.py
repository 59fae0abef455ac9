"""The dates of diagnosis of a file: their column, and how they are written, judging by its first rows."""

from __future__ import annotations

from contextlib import suppress
from itertools import chain, islice
from typing import TYPE_CHECKING

from mbc_cli.annotate.dates import DateFormat
from mbc_cli.annotate.dates_column import Dates, are_dates, format_shown
from mbc_cli.annotate.doors import opened_table
from mbc_cli.annotate.near_columns import column_of_diagnosis, written_otherwise
from mbc_cli.annotate.wanted import DIAGNOSED
from mbc_cli.api.codes import days_of
from mbc_cli.book.errors import MbcError, UsageError
from mbc_cli.cli.meant import told

if TYPE_CHECKING:
    from mbc_cli.annotate.tables import File
    from mbc_cli.book.days import Span

LOOKED_AT = 1_000
"""The number of rows that are used to see how the dates of a column are written."""
ONE_WAY = "--dx is the date of all rows, --dx-column has one for each: give one of them"


def diagnosis(given: File, dx: str | None, column: str, written: DateFormat | None) -> tuple[str, Dates]:
    """The column of the dates of a file, "" if it has none, and how they are read.

    If nothing was requested, the column is the one whose name and cells say so, and the format of its dates is that of
    those that fit no other; both are reported on standard error. UsageError for a date and a column.
    """
    if dx is not None and column:
        raise UsageError(ONE_WAY)
    if dx and (meant := written_otherwise(dx, first_cells(given))):
        told(f"--dx {dx} read as --dx-column {meant[0]!r}")
        dx, column = None, meant[0]
    if dx is not None and given.kind == "naaccr":
        raise UsageError("--dx is the date of all rows, but each tumor of NAACCR XML has its own: leave it out")
    if dx is not None:
        return "", Dates(written or DateFormat.iso, date_of_all(dx, written))
    column = column or column_shown(given)
    return column, Dates(written or format_of(given, column))


def date_of_all(text: str, written: DateFormat | None) -> Span:
    """The date of diagnosis of all rows; UsageError if it is none, or can be two days."""
    day, *others = days_of(text, written)
    if others:
        either = " or ".join(each.start for each in (day, *others))
        raise UsageError(f"--dx {text}: is it {either}? Write the year first, or use --dx-format mdy or dmy")
    return day


def column_shown(given: File) -> str:
    """The column of a file whose name and cells say that it has dates of diagnosis; "" if there is none."""
    name = column_of_diagnosis(first_cells(given))
    if not name or not are_dates(first_cells(given, name)):
        return ""
    if name != DIAGNOSED:
        told(f"using column {name!r} for the date of diagnosis (--dx-column)")
    return name


def format_of(given: File, column: str) -> DateFormat:
    """The format of the dates in a column of a file, judging by its first rows."""
    form, text = format_shown(first_cells(given, column)) if column else ("", "")
    if form:
        told(f"{column!r}: dates read as --dx-format {form}, as {text} shows")
    return DateFormat(form or DateFormat.iso)


def first_cells(given: File, column: str = "") -> list[str]:
    """The first cells of a column of a file, or its header if no column is given; nothing if it is read only once."""
    found: list[str] = []
    if given.path is None or not given.path.is_file() or given.kind in ("naaccr", "lines"):
        return found
    with suppress(MbcError), opened_table(given, [column] if column else []) as table:
        if not column:
            return list(table.header)
        at = table.header.index(column) if column in table.header else -1
        rows = islice(chain.from_iterable(table.blocks()), LOOKED_AT)
        found += [row[at] for row in rows if at >= 0]
    return found
