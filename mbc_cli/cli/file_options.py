"""The options of commands that read a table from a file: how to read it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mbc_cli.annotate.dates import DateFormat
from mbc_cli.annotate.kinds import Kind

KindOption = Annotated[Kind | None, typer.Option("--from", help="What the file is, where its ending does not say.")]
SheetOption = Annotated[str, typer.Option("--sheet", help="The sheet of a workbook, by its name or number.")]
HeaderRowOption = Annotated[
    int | None,
    typer.Option("--header-row", min=1, help="The row or line with the names of the columns, below a title."),
]
EncodingOption = Annotated[str, typer.Option("--encoding", help="The encoding of the file, such as latin-1.")]
DateFormatOption = Annotated[
    DateFormat, typer.Option("--dx-format", help="How dates that do not begin with the year are written.")
]


def named(path: Path | None) -> Path | None:
    """The file that is named; None where it is a standard stream, as `-` is."""
    return None if str(path) == "-" else path
