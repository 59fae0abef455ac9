"""`mbc annotate`."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mbc_cli.annotate.about import about
from mbc_cli.annotate.annotation import DECIDED, STATUSES, UNSURE, Counted
from mbc_cli.annotate.annotator import Annotator
from mbc_cli.annotate.audit_job import texts_shown
from mbc_cli.annotate.coder import Coder, spoken_of
from mbc_cli.annotate.dates_column import Dates
from mbc_cli.annotate.decisions import Decided, summary
from mbc_cli.annotate.doors import opened_table
from mbc_cli.annotate.fill import Fill, Filling
from mbc_cli.annotate.helpers import cores, helped
from mbc_cli.annotate.job import Job
from mbc_cli.annotate.kinds import Kind, kind_of, written_kind
from mbc_cli.annotate.labels import Codes, Labels
from mbc_cli.annotate.leftovers import cleared_when_killed
from mbc_cli.annotate.near_columns import column_of_treatments, columns_meant, written_otherwise
from mbc_cli.annotate.row_texts import Several
from mbc_cli.annotate.run import run
from mbc_cli.annotate.same_file import check_apart
from mbc_cli.annotate.spans_column import SpansColumn
from mbc_cli.annotate.tables import File
from mbc_cli.annotate.wanted import Wanted, wanted
from mbc_cli.api.reference import load
from mbc_cli.book.errors import MbcError, UsageError
from mbc_cli.cli.common import DataOption, command
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
from mbc_cli.cli.meant import told
from mbc_cli.cli.near_files import header_of, kind_looked_up, one_file
from mbc_cli.cli.preview import previewed
from mbc_cli.cli.progress import progress_bar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WAITING = (
    "waiting for treatment texts, one a line, to the end of input (Ctrl-D); a file: mbc annotate notes.csv -c treatment"
)
"""What is said at a terminal where no file is named."""
UNSURE_WORD = "unsure"
"""What stands for the statuses of rows that a person should look at."""


@command("annotate", "mbc annotate notes.csv --column treatment -o out.csv")
def annotate(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="The file; without it, plain lines from standard input.", metavar="[FILE]"),
    ] = None,
    columns: Annotated[
        list[str] | None,
        typer.Option(
            "--column", "-c", metavar="NAME", help="The column of treatment text; several make one treatment."
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="The file to write; standard output if omitted or `-`."),
    ] = None,
    kind: KindOption = None,
    written: Annotated[
        Kind | None,
        typer.Option("--as", metavar="KIND", help="The format to write, if the name of -o does not show it."),
    ] = None,
    sheet: SheetOption = "",
    header_row: HeaderRowOption = None,
    encoding: EncodingOption = "utf-8",
    decisions: Annotated[
        list[Path] | None,
        typer.Option(
            "--decisions",
            metavar="FILE",
            help="Values that are not exact, to edit and pass in again.",
        ),
    ] = None,
    spans: Annotated[
        bool, typer.Option("--spans", help="Add the position and role of each name (JSON lines).")
    ] = False,
    code: Annotated[bool, typer.Option("--code", help="Add the registry items that `mbc code` gives.")] = False,
    fill: Annotated[
        Filling | None,
        typer.Option("--fill", metavar="WHICH", help="Fill in items of NAACCR XML: empty ones, or all."),
    ] = None,
    dx_column: Annotated[
        str, typer.Option("--dx-column", metavar="NAME", help="The column with the date of diagnosis.")
    ] = "",
    dx_format: DateFormatOption = None,
    dx: DxOption = None,
    codes: Annotated[
        Codes, typer.Option("--codes", metavar="HOW", help="plain, or labelled: `03 several drugs`.")
    ] = Codes.plain,
    codes_as_names: Annotated[
        bool, typer.Option("--codes-as-names", help="Read a bare code (NCIt, RxCUI, ATC) as its drug.")
    ] = False,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="STATUS", help="Write only rows of this status; unsure: those to look at."),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", min=1, metavar="N", help="The maximum number of processes; one per core by default."),
    ] = None,
    data: DataOption = None,
) -> None:
    """Turn a column of treatment texts into drug ids, with a status (mbc help statuses) and a note for each row."""
    code = code or is_coded(fill=fill, dx=dx_column or dx, codes=codes)
    file, further = one_file(files or ())
    previews = not (output or written or spans or fill) and file is not None
    file, output = named(file), named(output)
    check_apart(file, output, decisions or ())
    if file is None and sys.stdin is not None and sys.stdin.isatty():
        told(WAITING)
    mbc = load(data)
    asked: Sequence[str] = (*(columns or ()), *further)
    looked_up = "" if kind else kind_looked_up(file, asked, written or "")
    given = File(file, kind_of(file, kind or looked_up, written or ""), encoding, sheet, header_row or 0, mbc.book)
    unnamed = "csv" if given.kind == "naaccr" and not fill else given.kind
    target = File(output, written_kind(output, written or "", unnamed), book=mbc.book)
    if given.kind != "lines" and (given.path is None or given.path.is_file()):
        asked, dx_column = named_in(given, asked, dx_column)
    dx_column, dates = diagnosis(given, dx, dx_column, dx_format) if code or fill else ("", Dates(dx_format or "iso"))
    read = wanted(mbc.book, (given.kind, target.kind), asked, dx_column)
    if not read.columns:
        read = read._replace(columns=column_meant(given))
    annotator = Annotator(mbc.book, mbc.speller, mbc.medicines, codes_as_names=codes_as_names)
    decided = Decided(annotator.annotate_all, decisions, mbc.book.drugs) if decisions else None
    with cleared_when_killed(), previewed(target, read.names, wanted=previews) as target:
        job = Job(
            given,
            read,
            target,
            coder_of(annotator, read, decided) if code or fill else None,
            dates,
            Labels(mbc.book) if codes == Codes.labelled else None,
            Fill(mbc.book, fill) if fill else None,
            SpansColumn(annotator.spans, read.names) if spans else None,
            only=statuses_of(only or ()),
        )
        job.check()
        alone = job.coder or job.spans  # what rereads a text that was read before
        with helped(annotator, 1 if alone else jobs or cores()):
            annotate_file(job, annotator, decided)


def named_in(given: File, columns: Sequence[str], dx_column: str) -> tuple[Sequence[str], str]:
    """Columns as a file names them, where it writes them otherwise or each by itself, as is said on standard error."""
    with suppress(MbcError):
        header = header_of(given, [*columns, *filter(None, (dx_column,))])
        for name in columns:
            say_column("column", name, columns_meant([name], header))
        columns = columns_meant(columns, header)
        found = written_otherwise(dx_column, header)[:1]
        say_column("dx-column", dx_column, found)
        dx_column = next(iter(found), dx_column)
    return columns, dx_column


def say_column(option: str, name: str, found: Sequence[str]) -> None:
    """Say on standard error which columns are meant by a name, if they are not written so."""
    if found and list(found) != [name]:
        told(f"--{option} {name!r} read as {' '.join(f'--{option} {column!r}' for column in found)}")


def column_meant(given: File) -> tuple[str, ...]:
    """The one column of a table that by its name has treatments, or those that have the text of one item each.

    They are told on standard error; there are none of anything else.

    What is not a file, such as standard input, cannot be looked at twice.
    """
    if given.path is None or not given.path.is_file():
        return ()
    with opened_table(given) as table:
        name, header = column_of_treatments(table.header), table.header
    if name:
        told(f"using column {name!r} as the treatment column (--column)")
    elif given.book and (several := tuple(texts_shown(given.book, header).values())):
        told(f"using {' and '.join(map(repr, several))} as the treatment columns (--column)")
        return several
    return (name,) if name else ()


def coder_of(annotator: Annotator, read: Wanted, decided: Decided | None) -> Coder:
    """The coder of the rows of some columns."""
    return Coder(annotator, spoken_of(annotator.book, read.names), decided.decided if decided else {})


def statuses_of(asked: Sequence[str]) -> frozenset[str]:
    """The statuses of some words, several between commas: "no-drug", "unsure"; UsageError for any other word."""
    words = [word.strip().casefold().replace("-", " ") for each in asked for word in each.split(",")]
    known = [*STATUSES, DECIDED]
    for word in words:
        if word not in (*known, UNSURE_WORD):
            raise UsageError(
                f"--only {word}: this is not a status: use {', '.join(known)} or {UNSURE_WORD} (mbc help statuses)"
            )
    return frozenset(name for word in words for name in (UNSURE if word == UNSURE_WORD else (word,)))


def is_coded(*, fill: Filling | None, dx: str | None, codes: Codes) -> bool:
    """Whether rows are coded without --code: those of which the date of diagnosis or the labels are told, as is said.

    UsageError for labels where items are filled in.
    """
    if fill and codes == Codes.labelled:
        raise UsageError("--codes sets how columns of registry items are written, and --fill adds none: leave one out")
    if fill or not (dx or codes == Codes.labelled):
        return False
    told(f"{'--dx' if dx else '--codes'} is of registry items: adding them (--code)")
    return True


def annotate_file(job: Job, annotator: Annotator, decided: Decided | None) -> None:
    """Annotate a file, with a progress bar on a terminal, and say what came out."""
    each = decided or annotator.annotate_all
    with progress_bar(job.given.path, rows_shown=job.target.is_shown) as progress:
        counted = Counted(Several(each, job.read.names, annotator) if job.several else each)
        quick = None if decided else annotator.quick
        run(job, counted, progress, quick, lambda: about(job, counted, annotator.book))
    sys.stderr.writelines(f"{line}\n" for line in came_out(job, counted))
    if decided:
        left = decided.save()
        sys.stderr.write(f"{left} distinct value{'' if left == 1 else 's'} to decide in {decided.file}\n")


def assumed() -> str:
    """What the codes of a row take for granted, in the words of `mbc code`."""
    from mbc_cli.show.coding_page import ASSUMED

    return ASSUMED


def came_out(job: Job, counted: Counted) -> Iterator[str]:
    """What there is to say about an annotated file, besides its rows."""
    kept = job.target.path not in (None, Path(os.devnull))
    yield summary(counted.rows, counted.said) + (f"; written to {job.target.path}" if kept else "")
    if job.only:
        left = [status for status in (*STATUSES, DECIDED) if status in job.only]
        yield f"{sum(counted.rows[status] for status in left)} of these rows written: --only {', '.join(left)}"
    if not counted.rows and job.given.kind != "naaccr":
        yield f"{job.given.name}: has no rows"
    if job.coder and not (job.read.dx_column or job.dates.of_all):
        yield "without --dx-column or --dx, an item that depends on the date of diagnosis has every code it could have"
    yield from job.dates.summary()
    yield from (job.fill or job.extent).summary()
    if job.coder and not job.fill:
        yield assumed()
    yield from (*job.given.remarks, *job.target.remarks)
