"""`mbc annotate`."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mbc_cli.annotate.about import about
from mbc_cli.annotate.annotation import DECIDED, STATUSES, UNSURE, Counted
from mbc_cli.annotate.annotator import Annotator
from mbc_cli.annotate.coder import Coder, spoken_of
from mbc_cli.annotate.dates_column import Dates
from mbc_cli.annotate.decisions import Decided, summary
from mbc_cli.annotate.fill import Fill, Filling
from mbc_cli.annotate.helpers import cores, helped
from mbc_cli.annotate.job import Job
from mbc_cli.annotate.kinds import Kind, kind_of, written_kind
from mbc_cli.annotate.labels import Codes, Labels
from mbc_cli.annotate.leftovers import cleared_when_killed
from mbc_cli.annotate.row_texts import Several
from mbc_cli.annotate.run import run
from mbc_cli.annotate.same_file import check_apart
from mbc_cli.annotate.spans_column import SpansColumn
from mbc_cli.annotate.tables import File
from mbc_cli.annotate.wanted import wanted
from mbc_cli.api.reference import load
from mbc_cli.book.errors import UsageError
from mbc_cli.cli.columns_named import column_meant, named_in
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
from mbc_cli.cli.near_files import kind_looked_up
from mbc_cli.cli.preview import previewed
from mbc_cli.cli.progress import progress_bar
from mbc_cli.cli.several_files import checked, files_and_columns, targets

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mbc_cli.annotate.dates import DateFormat
    from mbc_cli.annotate.wanted import Wanted

WAITING = "waiting for treatment texts, one per line, until Ctrl-D; to read a file: mbc annotate notes.csv -c treatment"
"""The message at a terminal if no file is named."""
UNSURE_WORD = "unsure"
"""The word for the statuses of rows that a person should look at."""


@dataclass(frozen=True)
class Asked:
    """What is requested for each file, in the words of the command's options."""

    columns: tuple[str, ...]
    kind: str
    written: str
    file: File
    spans: bool
    code: bool
    fill: Filling | None
    dx_column: str
    dx_format: DateFormat | None
    dx: str | None
    codes: Codes
    only: frozenset[str]
    limit: int | None


@command("annotate", "mbc annotate notes.csv --column treatment -o out.csv")
def annotate(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="The file, or several; without one, plain lines from standard input.", metavar="[FILE...]"),
    ] = None,
    columns: Annotated[
        list[str] | None,
        typer.Option(
            "--column", "-c", metavar="NAME", help="The column of treatment text; several make one treatment."
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="The file to write, or a directory for several; standard output if omitted or `-`.",
        ),
    ] = None,
    kind: KindOption = None,
    written: Annotated[
        Kind | None,
        typer.Option("--as", metavar="KIND", help="The format to write, if the name of -o does not show it."),
    ] = None,
    sheet: SheetOption = "",
    header_row: HeaderRowOption = None,
    no_header: Annotated[
        bool, typer.Option("--no-header", help="A CSV without a line of column names: they are column_1, column_2 ...")
    ] = False,
    limit: Annotated[int | None, typer.Option("--limit", min=1, metavar="N", help="Only the first N rows.")] = None,
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
    there, further = files_and_columns(list(filter(None, map(named, files or ()))))
    if not there and sys.stdin is not None and sys.stdin.isatty():
        told(WAITING)
    places = targets(there, named(output), written or "", shown=sys.stdout is not None and sys.stdout.isatty())
    if decisions and len(places) > 1:
        raise UsageError("--decisions is for one file at a time: name one of them")
    mbc = load(data)
    asked = Asked(
        (*(columns or ()), *further),
        kind or "",
        written or "",
        File(None, "", encoding, sheet, header_row or 0, mbc.book, headless=no_header),
        spans,
        code or is_coded(fill=fill, dx=dx_column or dx, codes=codes),
        fill,
        dx_column,
        dx_format,
        dx,
        codes,
        statuses_of(only or ()),
        limit,
    )
    annotator = Annotator(mbc.book, mbc.speller, mbc.medicines, codes_as_names=codes_as_names)
    read: Sequence[Path | None] = there or (None,)
    each = list(zip(read, places, strict=True))
    for file, place in each:
        check_apart(file, place, decisions or ())
    decided = Decided(annotator.annotate_all, decisions, mbc.book.drugs) if decisions else None
    made = [job_of(asked, annotator, decided, file, place) for file, place in each]
    for job in checked(made) if len(made) > 1 else made:
        alone = job.coder or job.spans  # what rereads a text that was read before
        with cleared_when_killed(), previewed(job, wanted=previews(job, asked)) as shown:
            shown.check()
            with helped(annotator, 1 if alone else jobs or cores()):
                annotate_file(shown, annotator, decided, job.target.path)


def job_of(asked: Asked, annotator: Annotator, decided: Decided | None, file: Path | None, output: Path | None) -> Job:
    """What to annotate in a file that exists, with its columns as it names them."""
    book, dx_column = annotator.book, asked.dx_column
    columns: Sequence[str] = asked.columns
    needed = (*columns, *filter(None, [dx_column]))
    looked_up = "" if asked.kind else kind_looked_up(file, needed, asked.written)
    given = replace(asked.file, path=file, kind=kind_of(file, asked.kind or looked_up, asked.written), remarks=[])
    if given.kind != "lines" and (file is None or file.is_file()):
        columns, dx_column = named_in(given, columns, dx_column, lambda text: annotator.annotate_all([text])[0].drugs)
    dated = asked.code or asked.fill
    dx_column, dates = (
        diagnosis(given, asked.dx, dx_column, asked.dx_format) if dated else ("", Dates(asked.dx_format or "iso"))
    )
    target = File(output, written_kind(output, asked.written, unnamed_kind(given.kind, asked.fill)), book=book)
    read = wanted(book, (given.kind, target.kind), columns, dx_column)
    read = read if read.columns else read._replace(columns=column_meant(given))
    return Job(
        given,
        read,
        target,
        coder_of(annotator, read, decided) if dated else None,
        dates,
        Labels(book) if asked.codes == Codes.labelled else None,
        Fill(book, asked.fill) if asked.fill else None,
        SpansColumn(annotator.spans, read.names) if asked.spans else None,
        only=asked.only,
        limit=asked.limit,
    )


def unnamed_kind(kind: str, fill: Filling | None) -> str:
    """The kind of the output of a file if nothing says it: the file's own kind, if it can be written."""
    return "csv" if kind == "sqlite" or (kind == "naaccr" and not fill) else kind


def previews(job: Job, asked: Asked) -> bool:
    """Whether a person at a terminal is better served by the first rows than by all of them."""
    return job.given.path is not None and not (job.target.path or asked.written or asked.spans or asked.fill)


def coder_of(annotator: Annotator, read: Wanted, decided: Decided | None) -> Coder:
    """The coder for the rows of some columns."""
    return Coder(annotator, spoken_of(annotator.book, read.names), decided.decided if decided else {})


def statuses_of(asked: Sequence[str]) -> frozenset[str]:
    """The statuses that some words name, several between commas: "no-drug", "unsure"; UsageError for any other word."""
    words = [word.strip().casefold().replace("-", " ") for each in asked for word in each.split(",")]
    known = [*STATUSES, DECIDED]
    for word in words:
        if word not in (*known, UNSURE_WORD):
            raise UsageError(
                f"--only {word}: this is not a status: use {', '.join(known)} or {UNSURE_WORD} (mbc help statuses)"
            )
    return frozenset(name for word in words for name in (UNSURE if word == UNSURE_WORD else (word,)))


def is_coded(*, fill: Filling | None, dx: str | None, codes: Codes) -> bool:
    """Whether rows are coded without --code: if their date of diagnosis or the labels are given; this is reported.

    UsageError for labels if items are filled in.
    """
    if fill and codes == Codes.labelled:
        raise UsageError("--codes sets how columns of registry items are written, and --fill adds none: leave one out")
    if fill or not (dx or codes == Codes.labelled):
        return False
    told(f"{'--dx' if dx else '--codes'} concerns registry items: adding them (--code)")
    return True


def annotate_file(job: Job, annotator: Annotator, decided: Decided | None, into: Path | None) -> None:
    """Annotate a file, with a progress bar on a terminal, and report the results, and the output file, if any."""
    each = decided or annotator.annotate_all
    with progress_bar(job.given.path, rows_shown=job.target.is_shown) as progress:
        counted = Counted(Several(each, job.read.names, annotator) if job.several else each)
        quick = None if decided else annotator.quick
        run(job, counted, progress, quick, lambda: about(job, counted, annotator.book))
    sys.stderr.writelines(f"{line}\n" for line in came_out(job, counted, into))
    if decided:
        left = decided.save()
        sys.stderr.write(f"{left} distinct value{'' if left == 1 else 's'} to decide in {decided.file}\n")


def assumed() -> str:
    """What the codes of a row take for granted, in the words of `mbc code`."""
    from mbc_cli.show.coding_page import ASSUMED

    return ASSUMED


def came_out(job: Job, counted: Counted, into: Path | None) -> Iterator[str]:
    """What there is to say about an annotated file, besides its rows."""
    kept = into not in (None, Path(os.devnull))
    what = "tumor" if job.given.kind == "naaccr" else "row"
    yield summary(counted.rows, counted.said, what) + (f"; written to {into}" if kept else "")
    if job.only:
        left = [status for status in (*STATUSES, DECIDED) if status in job.only]
        yield f"{sum(counted.rows[status] for status in left)} of these rows kept: --only {', '.join(left)}"
    if job.limit == counted.rows.total():
        yield f"--limit {job.limit}: later rows were not read"
    if not counted.rows and job.given.kind != "naaccr":
        yield f"{job.given.name}: has no rows"
    if job.coder and not (job.read.dx_column or job.dates.of_all):
        yield "without --dx-column or --dx, an item that depends on the date of diagnosis has every code it could have"
    yield from job.dates.summary()
    yield from (job.fill or job.extent).summary()
    if job.coder and not job.fill:
        yield assumed()
    yield from (*job.given.remarks, *job.target.remarks)
