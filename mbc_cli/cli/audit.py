"""`mbc audit`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mbc_cli.annotate.audit_job import AuditJob
from mbc_cli.annotate.dates import DateFormat, Dates
from mbc_cli.annotate.kinds import Kind, kind_of, written_kind
from mbc_cli.annotate.leftovers import cleared_when_killed
from mbc_cli.annotate.same_file import check_apart
from mbc_cli.annotate.tables import File
from mbc_cli.api.audits import audit as audited
from mbc_cli.book.errors import UsageError
from mbc_cli.cli.annotate import progress_bar
from mbc_cli.cli.common import DataOption, Format, FormatOption, VerboseOption, command, give

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mbc_cli.api.audits import AuditAnswer
    from mbc_cli.api.reference import Reference


@command(
    "audit",
    "mbc audit registry.xml -o look.xlsx",
    "mbc audit cases.csv -c treatment --dx-column dx --item 1390=chemo --item 1400=hormone",
)
def audit(
    file: Annotated[
        Path | None, typer.Argument(help="The file; standard input without it, or with `-`.", metavar="[FILE]")
    ] = None,
    columns: Annotated[
        list[str] | None,
        typer.Option("--column", "-c", help="The column with the treatments; else the text items of NAACCR."),
    ] = None,
    texts: Annotated[
        list[str] | None,
        typer.Option("--text", metavar="ITEM=COLUMN", help="The column with the text of one item: 1390=chemo_text."),
    ] = None,
    items: Annotated[
        list[str] | None,
        typer.Option("--item", metavar="ITEM=COLUMN", help="The column of a coded item; NAACCR ids are known."),
    ] = None,
    dx_column: Annotated[
        str, typer.Option("--dx-column", help="The column with the date of diagnosis; else dateOfDiagnosis.")
    ] = "",
    dx_format: Annotated[
        DateFormat, typer.Option("--dx-format", help="How its dates are written that do not begin with their year.")
    ] = DateFormat.iso,
    whose: Annotated[
        list[str] | None,
        typer.Option("--id", metavar="COLUMN", help="A column that says whose a row is."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Where to list the rows that need a person: .xlsx, .csv, .jsonl ..."),
    ] = None,
    kind: Annotated[
        Kind | None, typer.Option("--from", help="What the file is, where its ending does not say.")
    ] = None,
    sheet: Annotated[str, typer.Option("--sheet", help="The sheet of a workbook, by its name or number.")] = "",
    header_row: Annotated[
        int | None, typer.Option("--header-row", min=1, help="The row of a sheet that names its columns.")
    ] = None,
    encoding: Annotated[str, typer.Option("--encoding", help="The encoding of the file, such as latin-1.")] = "utf-8",
    verbose: VerboseOption = False,
    form: FormatOption = Format.table,
    data: DataOption = None,
) -> None:
    """Compare coded NAACCR items with what the treatment texts say, and list the rows that need a person."""
    path = None if str(file) == "-" else file
    if str(output) == "-":
        raise UsageError("-o - would mix the list with the table: give the name of a file")
    if output:
        check_apart(path, output)

    def ask(mbc: Reference) -> AuditAnswer:
        given = File(path, kind_of(path, kind or ""), encoding, sheet, header_row or 0, mbc.book)
        target = File(output, written_kind(output, "", "csv"), book=mbc.book)
        job = AuditJob(
            given,
            tuple(columns or ()),
            target,
            dx_column,
            dates=Dates(dx_format),
            text_of=by_number("--text", texts or (), mbc),
            coded_in=by_number("--item", items or (), mbc),
            whose=tuple(whose or ()),
        )
        job.check()
        with cleared_when_killed(), progress_bar(path) as progress:
            found = audited(mbc, job, progress, whole=verbose)
        unread = (f"not compared: {rows} for {why}" for why, rows in job.dates.reasons())
        sys.stderr.writelines(f"{line}\n" for line in (*unread, *job.given.remarks))
        return found

    give(ask, form, data)


def by_number(option: str, given: Sequence[str], mbc: Reference) -> dict[str, str]:
    """Columns by the numbers of items; UsageError for what is no item with a column."""
    found: dict[str, str] = {}
    for each in given:
        number, _, column = each.partition("=")
        if number not in mbc.book.naaccr or not column:
            raise UsageError(f"{option} {each}: write an item ({', '.join(mbc.book.naaccr)}), = and its column")
        if number in found:
            raise UsageError(f"{option} {number} is given twice: give each item once")
        found[number] = column
    return found
