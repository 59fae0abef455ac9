"""A file with a treatment column to the same with the annotation beside it, every row and column in order.

CSV, TSV, JSON lines and plain lines need only the standard library and are streamed; Parquet, and a faster way for
plain CSV and TSV, need Polars (the extra `bulk`). The output is written beside the target and moved into place when
it is whole.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mbc_cli.annotate.annotation import Counted
from mbc_cli.annotate.json_lines import json_lines
from mbc_cli.annotate.parquet import parquet
from mbc_cli.annotate.plain_lines import plain_lines
from mbc_cli.annotate.polars_lines import may_read
from mbc_cli.annotate.reading_files import opened
from mbc_cli.annotate.separated import plain_first, separated
from mbc_cli.annotate.writing_files import written

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterator

    from mbc_cli.annotate.annotation import Annotate
    from mbc_cli.annotate.job import Job
    from mbc_cli.annotate.sure_names import Quick


def run(
    job: Job, annotate: Annotate, progress: Callable[[int], None] = lambda _: None, quick: Quick | None = None
) -> Counter[str]:
    """Annotate a file; the number of rows by status. InputError for what cannot be read or written.

    `annotate` is given many texts at a time; one that is `Counted` counts on, and its owner can read what. `progress`
    is told how many bytes were read since it was last called. With `quick`, and with Polars, plain lines go a faster
    way, on which only some of the distinct texts are asked for.
    """
    counted = annotate if isinstance(annotate, Counted) else Counted(annotate)
    if job.kind == "parquet":
        parquet(job, counted)
        return counted.rows
    with opened(job, progress) as given, written(job.target) as out, uncollected():
        if quick and may_read(job):
            pieces = plain_first(job, given, out, counted, quick)
        else:
            pieces = WRITERS[job.kind](job, given.lines, counted)
        for piece in pieces:
            out.write(piece)
    return counted.rows


@contextmanager
def uncollected() -> Iterator[None]:
    """No search for cycles meanwhile: rows make none, and it would look at every list of cells again and again."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


WRITERS: dict[str, Callable[[Job, Iterator[str], Annotate], Iterator[str]]] = {
    "csv": separated,
    "tsv": separated,
    "jsonl": json_lines,
    "lines": plain_lines,
}
