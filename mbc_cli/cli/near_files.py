"""Files as people name them for `mbc annotate`: plain text that has columns or none, and a column without --column."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from mbc_cli.annotate.kinds import DELIMITERS, UNSAID, ending_of
from mbc_cli.annotate.reading_files import BOM
from mbc_cli.annotate.separated import bare_cells
from mbc_cli.book.errors import UsageError
from mbc_cli.cli.meant import told

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def kind_looked_up(file: Path | None, columns: Sequence[str]) -> str:
    """The kind of standard input, or of plain text in a file, by its first line; "" where something else says it."""
    if file is None:
        ahead = getattr(sys.stdin and sys.stdin.buffer, "peek", bytes)()
        return separated("standard input", ahead.split(b"\n")[0], columns)
    if ending_of(file) not in UNSAID or not file.is_file():
        return ""
    with file.open("rb") as text:
        first = text.readline()
    plain = not columns and ending_of(file) == ".txt"
    return separated(str(file), first, columns) or (as_lines(file) if plain else "")


def separated(name: str, first: bytes, columns: Sequence[str]) -> str:
    """CSV or TSV where a first line has the columns, as is said on standard error; "" if not."""
    line = first.decode(errors="replace").removeprefix(BOM).rstrip("\r\n")
    for kind, sign in DELIMITERS.items():
        if columns and sign in line and set(columns) <= set(bare_cells(line, [sign])):
            told(f"{name} has the columns that were asked for: reading it as {kind}")
            return kind
    return ""


def as_lines(file: Path) -> str:
    """The kind of plain lines, having said so."""
    told(f"reading {file} as one text per line: --from csv or --from tsv reads columns")
    return "lines"


def one_file(files: Sequence[Path]) -> tuple[Path | None, list[str]]:
    """The file of some words, and the columns that are named behind it; UsageError for several files."""
    file, others = next(iter(files), None), [str(each) for each in files[1:]]
    if there := [each for each in files[1:] if each.is_file()]:
        every = f'for f in {file} {there[0]}; do mbc annotate "$f" -o "new-$f"; done'
        raise UsageError(f"{len(files)} files were given, but one is read at a time: {every}")
    if others:
        told(f"{' '.join(others)} is taken as --column {' --column '.join(others)}")
    return file, others
