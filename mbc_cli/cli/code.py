"""`mbc code`."""

from __future__ import annotations

from typing import Annotated

import typer

from mbc_cli.book.errors import UsageError
from mbc_cli.cli.answering import joined
from mbc_cli.cli.common import DataOption, FormatOption, command, give, words


@command(
    "code",
    "mbc code trastuzumab --dx 2012-11-30",
    "mbc code zoledronic acid",
    "mbc code TCHP --dx 2015",
    'mbc code "AC -> TH" --dx 2011-03-01',
    "mbc code --values",
)
def code(
    text: Annotated[list[str] | None, words("A drug, a regimen or any treatment text.")] = None,
    dx: Annotated[
        str | None,
        typer.Option("--dx", metavar="DATE", help="The date of diagnosis: a day, month or year; else today."),
    ] = None,
    values: Annotated[bool, typer.Option("--values", help="Show what the codes of the items mean.")] = False,
    form: FormatOption = "table",
    data: DataOption = None,
) -> None:
    """Say what a US cancer registrar records for a treatment: SEER*Rx categories and the NAACCR items."""
    if bool(text) == values:
        raise UsageError("give a drug, a regimen or a treatment text, or --values alone: see mbc code --help")
    give(lambda mbc: mbc.code_values() if values else mbc.code(joined(text or ()), dx=dx), form, data)
