"""`mbc code`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from mbc_cli.book.errors import InputError, UsageError
from mbc_cli.cli.answering import joined
from mbc_cli.cli.common import DataOption, FormatOption, VerboseOption, command, give, words
from mbc_cli.cli.instead import OF_A_FILE

if TYPE_CHECKING:
    from mbc_cli.api.answer import CommandAnswer
    from mbc_cli.api.reference import Reference

ASKED = "give a drug, a regimen or a treatment text, or --values alone: see mbc code --help"


@command(
    "code",
    "mbc code trastuzumab --dx 2012-11-30",
    "mbc code zoledronic acid",
    "mbc code TCHP --dx 2015",
    'mbc code "AC -> TH" --dx 2011-03-01',
    "mbc code 1410",
    "mbc code --values",
)
def code(
    text: Annotated[
        list[str] | None,
        words("A drug, a regimen or any treatment text; `-` reads it from standard input; or an item: 1410."),
    ] = None,
    dx: Annotated[
        str | None,
        typer.Option("--dx", metavar="DATE", help="The date of diagnosis: a day, month or year; else today."),
    ] = None,
    values: Annotated[bool, typer.Option("--values", help="Show what the codes of the items mean.")] = False,
    verbose: VerboseOption = False,
    form: FormatOption = "table",
    data: DataOption = None,
) -> None:
    """Say what a US cancer registrar records for a treatment: SEER*Rx categories and the NAACCR items."""
    if text and values:
        raise UsageError(ASKED)
    asked = "" if values else joined(text, OF_A_FILE) if text and text != ["-"] else from_standard_input()

    def ask(mbc: Reference) -> CommandAnswer:
        from mbc_cli.coding.item_names import item_called  # only once the data is there

        if values or item_called(mbc.book, asked):
            return mbc.code_values(asked or None, verbose=verbose)
        return mbc.code(asked, dx=dx, verbose=verbose)

    give(ask, form, data)


def from_standard_input() -> str:
    """The one text that stands on standard input; UsageError for none, and for more than one line."""
    lines = [] if sys.stdin is None or sys.stdin.isatty() else lines_of(sys.stdin.buffer.read())
    if not lines:
        raise UsageError(ASKED)
    if len(lines) > 1:
        what = f"standard input has {len(lines)} lines, and one text is asked for"
        raise UsageError(f"{what}: a text a line is coded by mbc annotate --code")
    return lines[0]


def lines_of(given: bytes) -> list[str]:
    """The lines with any text; InputError where they are not UTF-8."""
    try:
        return [line.strip() for line in given.decode("utf-8-sig").splitlines() if line.strip()]
    except UnicodeDecodeError as error:
        raise InputError("standard input is not UTF-8: give the text as UTF-8") from error
