"""CSV and TSV with the annotation in further columns; plain ones may go the faster way of `polars_lines`."""

from __future__ import annotations

import io
from itertools import chain
from typing import TYPE_CHECKING, TextIO

from mbc_cli.annotate.csv_records import RecordBlock, Records, encoded, encoded_all, extended, with_end
from mbc_cli.annotate.job import Job, columns_at
from mbc_cli.annotate.polars_lines import PlainLines, plain_header
from mbc_cli.annotate.reading_files import BOM, Input, decoded
from mbc_cli.book.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mbc_cli.annotate.annotation import Annotate, Counted
    from mbc_cli.annotate.sure_names import Quick


def separated(job: Job, lines: Iterator[str], annotate: Annotate) -> Iterator[str]:
    """CSV or TSV with the annotation in further columns.

    What was there stays as it was written, quotes and line ends and byte-order mark included: the annotation is put
    behind each record.
    """
    first = next(lines, "")
    if not first.strip("\r\n" + BOM):
        raise InputError(f"{job.name}: is empty: give a file whose first line names its columns")
    job = job.as_written(first.removeprefix(BOM))
    records = Records(job.name, chain([first.removeprefix(BOM)], lines), job.delimiter)
    _, written, (header,) = records.block(1)
    columns_at(job, header)
    mark = BOM if first.startswith(BOM) else ""
    yield mark + extended(written, job.delimiter, [encoded(job.columns, job.delimiter)])
    yield from annotated_records(job, header, records, annotate)


def plain_first(job: Job, given: Input, out: TextIO, annotate: Counted, quick: Quick) -> Iterator[str]:
    """The same, but the plain lines at the beginning go the faster way, straight to the output."""
    first = given.bytes.readline()
    job = job.as_written(first.decode("utf-8", "replace"))
    header = plain_header(job, first)
    if not header:
        yield from separated(job, chain(decoded(job, io.BytesIO(first)), given.lines), annotate)
        return
    columns_at(job, header)
    out.write(job.delimiter.join([*header, *job.columns]) + "\n")
    out.flush()
    done, block = PlainLines(job, header, annotate, quick).annotated(given.bytes, out.buffer)
    records = Records(job.name, chain(decoded(job, io.BytesIO(block)), given.lines), job.delimiter, done)
    yield from annotated_records(job, header, records, annotate)


def annotated_records(job: Job, header: list[str], records: Records, annotate: Annotate) -> Iterator[str]:
    """The records behind a header, block by block."""
    (at, at_dx), width = columns_at(job, header), len(header)
    while (block := records.block()).rows:
        block = squared(job, block, width)
        texts = [row[at] for row in block.rows]
        added = job.rows(annotate(texts), texts, [row[at_dx] for row in block.rows] if at_dx >= 0 else [])
        yield extended(block.written, job.delimiter, encoded_all(added, job.delimiter))


def squared(job: Job, block: RecordBlock, width: int) -> RecordBlock:
    """Records that are too short filled up with empty cells; one too long is an error, for no cell may be lost."""
    for n, row in enumerate(block.rows) if set(map(len, block.rows)) != {width} else ():
        if len(row) > width:
            what = f"has {len(row)} cells, the header {width}: quote the cell with a separator"
            raise InputError(f"{job.name}:{block.numbers[n]}: {what}")
        block.written[n] = with_end(block.written[n], job.delimiter * (width - max(len(row), 1)))
        row.extend([""] * (width - len(row)))
    return block
