"""Files as people name them for `mbc annotate`: plain text that has columns or none, and a column without --column."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from mbc_cli.annotate.doors import opened_table
from mbc_cli.annotate.kinds import DELIMITERS, UNSAID, ending_of
from mbc_cli.annotate.near_columns import has_columns, likely_column
from mbc_cli.annotate.reading_files import BOM
from mbc_cli.annotate.separated import bare_cells
from mbc_cli.annotate.wanted import DIAGNOSED
from mbc_cli.book.errors import UsageError
from mbc_cli.cli.meant import told

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mbc_cli.annotate.tables import File


def kind_looked_up(file: Path | None, columns: Sequence[str], written: str = "") -> str:
    """The kind of standard input, or of plain text in a file, judging by its first line; "" if something else says it.

    If no column is requested, standard input is lines of text whatever the format to be `written`, except
    that of registries.
    """
    if file is None and written:
        return "" if columns or written == "naaccr" else "lines"
    if file is None:
        return separated("standard input", first_of_input(), columns)
    if ending_of(file) not in UNSAID or not file.is_file():
        return ""
    with file.open("rb") as text:
        first = text.readline()
    if (kind := separated(str(file), first, columns)) or ending_of(file) != ".txt":
        return kind
    if columns and not written:
        what = f"the first line of this text does not have the column {' and '.join(map(repr, columns))}"
        raise UsageError(f"{file}: {what}: leave out --column to read each line, or use --from with its format")
    return "" if columns else as_lines(file)


def first_of_input() -> bytes:
    """The first line of standard input, which is still to be read; as much of it as is available."""
    ahead: bytes = getattr(sys.stdin and sys.stdin.buffer, "peek", bytes)()
    return ahead.split(b"\n")[0]


def header_of(given: File, asked: Sequence[str]) -> Sequence[str]:
    """The names of the columns of a file; for a registry's, the usual ones for texts and dates, which is quick.

    Standard input can be looked at once: only its first line is known.
    """
    if given.kind == "naaccr" and given.book:
        return [DIAGNOSED, *(item.naaccr_id for item in given.book.xml_items.values() if item.text_of)]
    if given.path is None:
        line = first_of_input().decode(errors="replace").removeprefix(BOM).rstrip("\r\n")
        return bare_cells(line, [DELIMITERS[given.kind]]) if given.kind in DELIMITERS else ()
    with opened_table(given, asked) as table:
        return table.header


def separated(name: str, first: bytes, columns: Sequence[str]) -> str:
    """CSV or TSV if a first line has the columns, with a note on standard error; "" if not."""
    line = first.decode(errors="replace").removeprefix(BOM).rstrip("\r\n")
    for kind, sign in DELIMITERS.items():
        if columns and are_in(bare_cells(line, [sign]), columns):
            told(f"{name} has the columns that were asked for: reading it as {kind}")
            return kind
    return ""


def are_in(header: Sequence[str], columns: Sequence[str]) -> bool:
    """Whether a line has the requested columns, by name or by number."""
    return has_columns(header, [name for name in columns if not (name.isdecimal() and likely_column(name, header))])


def as_lines(file: Path) -> str:
    """The kind of plain lines, having said so."""
    told(f"reading {file} as one text per line: --from csv or --from tsv reads columns")
    return "lines"
