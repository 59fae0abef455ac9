"""A file with treatment columns to the same file with the annotation added, every row and column in order.

A file written in its own kind stays as it was; between different kinds, a table is read and written. CSV, TSV, JSON
lines and plain lines need only the standard library and are streamed; Parquet, and a faster way for plain CSV and TSV,
need Polars (the extra `bulk`), and workbooks the extra `excel`. The output is written beside the target and moved into
place when it is complete.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.annotate.annotation import Counted
from mbc_cli.annotate.doors import put_table, source_of
from mbc_cli.annotate.kinds import DELIMITERS
from mbc_cli.annotate.polars_lines import may_read
from mbc_cli.annotate.reading_files import opened
from mbc_cli.annotate.tables import nothing_about
from mbc_cli.annotate.uncollected import uncollected
from mbc_cli.annotate.writing_files import written

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterator

    from mbc_cli.annotate.annotation import Annotate
    from mbc_cli.annotate.job import Job, Places
    from mbc_cli.annotate.reading_files import Input
    from mbc_cli.annotate.sure_names import Quick
    from mbc_cli.annotate.tables import About, Rows, Source


REWRITTEN = ("excel", "json")
"""The kinds of file of which nothing stays as it was written."""


def run(
    job: Job,
    annotate: Annotate,
    progress: Callable[[int], None] = lambda _: None,
    quick: Quick | None = None,
    about: Callable[[], About] = nothing_about,
) -> Counter[str]:
    """Annotate a file; returns the number of rows by status. InputError if something cannot be read or written.

    `annotate` is given many texts at a time; one that is `Counted` keeps a count that its owner can read. `progress`
    is told how many bytes were read since it was last called. With `quick`, and with Polars, plain lines go a faster
    way, on which only some of the distinct texts are asked for. `about` gives what a workbook says about the table.
    """
    counted = annotate if isinstance(annotate, Counted) else Counted(annotate)
    with opened(job.given, progress) as given, uncollected():
        put(job, given, counted, quick, about)
    return counted.rows


def put(job: Job, given: Input, annotate: Counted, quick: Quick | None, about: Callable[[], About]) -> None:
    """Write what is read, in the way for its kind and the kind that it becomes."""
    if job.target.kind == "naaccr":
        from mbc_cli.annotate.registry_file import registry_file  # only where such a file is written

        registry_file(job, given, annotate)
    elif job.given.kind != job.target.kind or job.given.kind in REWRITTEN or job.only or job.limit:
        converted(job, given, annotate, about)
    elif job.given.kind == "parquet":
        from mbc_cli.annotate.parquet import parquet  # only where Polars is needed

        parquet(job, given, annotate)
    else:
        kept(job, given, annotate, quick)


def kept(job: Job, given: Input, annotate: Counted, quick: Quick | None) -> None:
    """Text to text of the same kind; its lines stay as they were written."""
    from mbc_cli.annotate.json_lines import json_lines
    from mbc_cli.annotate.separated import plain_first, separated

    with written(job.target.path, "w", job.target.packing) as out:
        if quick and may_read(job):
            pieces = plain_first(job, given, out, annotate, quick)
        else:
            pieces = (separated if job.given.kind in DELIMITERS else json_lines)(job, given, annotate)
        for piece in pieces:
            out.write(piece)


def converted(job: Job, given: Input, annotate: Counted, about: Callable[[], About]) -> None:
    """One kind of file to another."""
    table = source_of(job.given)(job.given, job.asked, given)
    at = job.places(table.header)
    put_table(job.target, (*table.header, *job.added), annotated_rows(job, table, at, annotate), about)


def annotated_rows(job: Job, table: Source, at: Places, annotate: Counted) -> Iterator[Rows]:
    """The rows of a table with the annotation added, or only those with a requested status."""
    for rows in limited(table.blocks(), job.limit):
        texts = job.texts(rows, at)
        found = annotate(texts)
        added = zip(rows, found, job.rows(found, texts, job.diagnoses(rows, at)), strict=True)
        yield [[*row, *cells] for row, one, cells in added if not job.only or one.status in job.only]


def limited(blocks: Iterator[Rows], limit: int | None) -> Iterator[Rows]:
    """The blocks with the first rows, up to a limit, if there is one; nothing after them is read."""
    left = limit
    for rows in blocks:
        yield rows if left is None else rows[:left]
        if left is not None and (left := left - len(rows)) <= 0:
            return
