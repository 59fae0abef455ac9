"""The options of commands that read a table from a file: how it is read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mbc_cli.annotate.dates import DateFormat
from mbc_cli.annotate.kinds import Kind

KindOption = Annotated[
    Kind | None,
    typer.Option("--from", metavar="KIND", help=f"The format, if the file name does not show it: {', '.join(Kind)}."),
]
SheetOption = Annotated[
    str, typer.Option("--sheet", metavar="NAME", help="The sheet of a workbook, by name or number.")
]
HeaderRowOption = Annotated[
    int | None,
    typer.Option("--header-row", min=1, metavar="N", help="The row with the column names."),
]
EncodingOption = Annotated[str, typer.Option("--encoding", metavar="NAME", help="The encoding, such as latin-1.")]
DateFormatOption = Annotated[
    DateFormat | None,
    typer.Option(
        "--dx-format",
        metavar="FORM",
        help=f"How dates are written: {', '.join(DateFormat)}; by default as the first rows show.",
    ),
]
DxOption = Annotated[str | None, typer.Option("--dx", metavar="DATE", help="One date of diagnosis for all rows.")]


def named(path: Path | None) -> Path | None:
    """The named file; None if it is a standard stream, as `-` is."""
    return None if str(path) == "-" else path
