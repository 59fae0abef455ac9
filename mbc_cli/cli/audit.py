"""`mbc audit`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mbc_cli.annotate.annotation import CODE_COLUMNS
from mbc_cli.annotate.audit_job import AuditJob
from mbc_cli.annotate.kinds import kind_of, written_kind
from mbc_cli.annotate.leftovers import cleared_when_killed
from mbc_cli.annotate.same_file import check_apart
from mbc_cli.annotate.tables import File
from mbc_cli.annotate.wanted import Wanted
from mbc_cli.api.audits import audit as audited
from mbc_cli.book.errors import UsageError
from mbc_cli.cli.common import DataOption, FormatOption, VerboseOption, command, give
from mbc_cli.cli.diagnosis import diagnosis
from mbc_cli.cli.file_options import (
    DateFormatOption,
    DxOption,
    EncodingOption,
    HeaderRowOption,
    KindOption,
    SheetOption,
    named,
)
from mbc_cli.cli.progress import progress_bar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mbc_cli.api.audits import AuditAnswer
    from mbc_cli.api.reference import Reference


@command(
    "audit",
    "mbc audit registry.xml -o look.xlsx",
    "mbc audit cases.csv -c treatment --dx-column dx --item 1390=chemo --item 1400=hormone",
)
def audit(
    file: Annotated[
        Path | None, typer.Argument(help="The file; standard input if omitted or `-`.", metavar="[FILE]")
    ] = None,
    columns: Annotated[
        list[str] | None,
        typer.Option("--column", "-c", help="The column of treatment text; by default, the NAACCR text items."),
    ] = None,
    texts: Annotated[
        list[str] | None,
        typer.Option("--text", metavar="ITEM=COLUMN", help="The column with the text for one item: 1390=chemo_text."),
    ] = None,
    items: Annotated[
        list[str] | None,
        typer.Option(
            "--item", metavar="ITEM=COLUMN", help="The column of a coded item; NAACCR ids are found without it."
        ),
    ] = None,
    dx_column: Annotated[
        str, typer.Option("--dx-column", help="The column with the date of diagnosis; by default dateOfDiagnosis.")
    ] = "",
    dx_format: DateFormatOption = None,
    dx: DxOption = None,
    whose: Annotated[
        list[str] | None,
        typer.Option("--id", metavar="COLUMN", help="A column that identifies the patient or tumor."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The file that lists the rows to review: .xlsx, .csv, .jsonl ..."),
    ] = None,
    kind: KindOption = None,
    sheet: SheetOption = "",
    header_row: HeaderRowOption = None,
    encoding: EncodingOption = "utf-8",
    verbose: VerboseOption = False,
    form: FormatOption = "table",
    data: DataOption = None,
) -> None:
    """Compare coded NAACCR items with what the treatment texts say, and list the rows to review."""
    if str(output) == "-":
        raise UsageError("-o - would mix the list with the table: give the name of a file")
    file = named(file)
    if output:
        check_apart(file, output)

    def ask(mbc: Reference) -> AuditAnswer:
        given = File(file, kind_of(file, kind or ""), encoding, sheet, header_row or 0, mbc.book)
        day, dates = diagnosis(given, dx, dx_column, dx_format)
        job = AuditJob(
            given,
            Wanted(tuple(columns or ()), day),
            File(output, written_kind(output, "", "csv"), book=mbc.book),
            dates=dates,
            text_of=by_number("--text", texts or (), mbc),
            coded_in=by_number("--item", items or (), mbc),
            whose=tuple(whose or ()),
        )
        return audit_file(mbc, job, whole=verbose)

    give(ask, form, data)


def audit_file(mbc: Reference, job: AuditJob, *, whole: bool) -> AuditAnswer:
    """Compare a file, with a progress bar on a terminal, and report what was not compared."""
    job.check()
    with cleared_when_killed(), progress_bar(job.given.path) as progress:
        found = audited(mbc, job, progress, whole=whole)
    nothing = [f"{job.given.name}: has no rows"] if not found.tally.rows + found.tally.other_tumours else []
    unread = (f"not compared: {rows} for {why}" for why, rows in job.dates.reasons())
    sys.stderr.writelines(f"{line}\n" for line in (*nothing, *unread, *own_codes(found), *job.given.remarks))
    return found


def own_codes(found: AuditAnswer) -> Iterator[str]:
    """What to know if the compared items were written by mbc itself and not by a registrar."""
    if own := [name for name in found.job.coded_in.values() if name in CODE_COLUMNS]:
        yield f"compared with codes of mbc itself ({', '.join(own)}): for a registrar's, use --item 1390=COLUMN"


def by_number(option: str, given: Sequence[str], mbc: Reference) -> dict[str, str]:
    """Columns by item number; UsageError for something that is not an item with a column."""
    found: dict[str, str] = {}
    for each in given:
        number, _, column = each.partition("=")
        if number not in mbc.book.naaccr or not column:
            raise UsageError(f"{option} {each}: write ITEM=COLUMN, the item being one of {', '.join(mbc.book.naaccr)}")
        if number in found:
            raise UsageError(f"{option} {number} is given twice: give each item once")
        found[number] = column
    return found
