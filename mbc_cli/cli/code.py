"""`mbc code`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mbc_cli.annotate.dates import DateFormat
from mbc_cli.book.errors import UsageError
from mbc_cli.cli.common import DataOption, FormatOption, VerboseOption, command, give, text_of, words
from mbc_cli.cli.instead import OF_A_FILE

if TYPE_CHECKING:
    from mbc_cli.api.answer import CommandAnswer
    from mbc_cli.api.reference import Reference

ASKED = "give a drug, a regimen or a treatment text, or --values alone: see mbc code --help"
OF_LINES = "to code each line: mbc annotate --code{}; to code all of them as one text, give it in quotes"


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
        words("A drug, a regimen or any treatment text; `-` reads standard input; an item or a code: 1410, 87."),
    ] = None,
    dx: Annotated[
        str | None,
        typer.Option("--dx", metavar="DATE", help="The date of diagnosis: a day, month or year; today if omitted."),
    ] = None,
    dx_format: Annotated[
        DateFormat | None,
        typer.Option("--dx-format", metavar="FORM", help=f"How it is written: {', '.join(DateFormat)}."),
    ] = None,
    values: Annotated[bool, typer.Option("--values", help="Explain the codes of each item.")] = False,
    verbose: VerboseOption = False,
    form: FormatOption = "table",
    data: DataOption = None,
) -> None:
    """Say what a US cancer registrar records for a treatment: SEER*Rx categories and the NAACCR items."""
    if text and values:
        raise UsageError(ASKED)
    asked = (
        "" if values else text_of(text, OF_A_FILE, of_lines=OF_LINES.format(f' --dx "{dx}"' if dx else ""), asked=ASKED)
    )

    def ask(mbc: Reference) -> CommandAnswer:
        from mbc_cli.coding.item_names import explained  # only once the data is there

        if values or explained(mbc.book, asked):
            return mbc.code_values(asked or None, verbose=verbose)
        return mbc.code(asked, dx=dx, dx_format=dx_format, verbose=verbose)

    give(ask, form, data)
