"""`mbc check`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from mbc_cli.book.errors import DataError
from mbc_cli.cli.answering import show
from mbc_cli.cli.common import Format, FormatOption, command
from mbc_cli.show.formats import envelope, written
from mbc_cli.show.page import Line
from mbc_cli.store.load import DATA_VERSION
from mbc_cli.store.load import check as problems_of


@command("check", "mbc check", "mbc check my-data")
def check(
    folder: Annotated[
        Path | None,
        typer.Argument(
            help="A directory of TOML files; the shipped data without it.", metavar="[DIR]", envvar="MBC_DATA"
        ),
    ] = None,
    form: FormatOption = Format.table,
) -> None:
    """Check the data: every problem at once, as file:line, with what to write."""
    problems, entries = problems_of(folder)
    if form != Format.table:
        results = [problem._asdict() for problem in problems]
        sys.stdout.write(written(envelope(str(folder or ""), DATA_VERSION, results), form.value))
    elif not problems:
        show([(Line(f"{entries} entries, no problem", "good"),)])
    if problems:
        raise DataError(problems)
