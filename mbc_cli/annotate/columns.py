"""A file with a treatment column to the same with the annotation beside it, every row and column in order.

CSV, TSV, JSON lines and plain lines need only the standard library and are streamed; Parquet, and a faster way for
plain CSV and TSV, need Polars (the extra `bulk`). The output is written beside the target and moved into place when
it is whole.
"""

from __future__ import annotations

import gc
import io
import json
from contextlib import contextmanager
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, TextIO

from mbc_cli.annotate import polars_frames
from mbc_cli.annotate.annotation import Counted
from mbc_cli.annotate.csv_records import ROWS, RecordBlock, Records, encoded, encoded_all, extended, with_end
from mbc_cli.annotate.job import Input, Job, columns_at, decoded, opened, written
from mbc_cli.annotate.polars_lines import PlainLines, may_read, plain_header
from mbc_cli.book.errors import InputError

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterator

    from mbc_cli.annotate.annotation import Annotate
    from mbc_cli.annotate.sure_names import Quick

BOM = "\ufeff"
LONGEST_NUMBER = 640  # digits: the least that Python can be told to read


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
        polars_frames.parquet(job, counted)
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


# --- kinds of file -----------------------------------------------------------------------------------------------


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


def json_lines(job: Job, lines: Iterator[str], annotate: Annotate) -> Iterator[str]:
    """One JSON object per line with the annotation in further keys; blank lines stay."""
    number = 0
    while block := list(islice(lines, ROWS)):
        rows = [json_object(job, n, line) for n, line in enumerate(block, number + 1)]
        given = [row for row in rows if row is not None]
        if number == 0 and given:
            columns_at(job, list(given[0]))
        texts, days = ([text_of(row.get(name)) for row in given] for name in (job.column, job.dx_column))
        added = iter(job.rows(annotate(texts), texts, days))
        yield "".join(
            line if row is None else with_members(line, dict(zip(job.columns, next(added), strict=True)), first=not row)
            for line, row in zip(block, rows, strict=True)
        )
        number += len(block)


def with_members(line: str, members: dict[str, str], *, first: bool) -> str:
    """The line of a JSON object with members put behind those it has, which stay as they were written."""
    body = line.rstrip()
    more = json.dumps(members, ensure_ascii=False)[1:-1]
    return f"{body[:-1]}{'' if first else ', '}{more}}}{line[len(body) :] or chr(10)}"


def json_object(job: Job, number: int, line: str) -> dict[str, Any] | None:
    """The object on a line, None for a blank line; InputError for anything else."""
    text = line.lstrip(BOM) if number == 1 else line
    if not text.strip():
        return None
    try:
        row = parsed(text)
    except ValueError as error:
        raise InputError(f"{job.name}:{number}: is not JSON ({error}): give one object per line") from error
    except RecursionError as error:
        raise InputError(f"{job.name}:{number}: is nested too deep: leave out what is so deep") from error
    if not isinstance(row, dict):
        raise InputError(f"{job.name}:{number}: is no JSON object: give one object per line")
    if twice := [name for name in (job.column, job.dx_column) if is_twice(text, name)]:
        raise InputError(f"{job.name}:{number}: has {twice[0]!r} twice: leave one of them")
    if taken := [name for name in job.columns if name in row]:
        raise InputError(f"{job.name}:{number}: has {taken[0]!r} already: rename or drop it")
    return row


def whole_number(digits: str) -> int | str:
    """A JSON integer; as it is written where it is longer than Python reads."""
    return int(digits) if len(digits) <= LONGEST_NUMBER else digits


parsed = json.JSONDecoder(parse_int=whole_number).decode


def is_twice(text: str, name: str) -> bool:
    """Whether a JSON object has two members of a name, of which the last would hide the first."""
    if text.count(f'"{name}"') < 2:
        return False
    return [found for found, _ in json.JSONDecoder(object_pairs_hook=list).decode(text)].count(name) > 1


def text_of(value: Any) -> str:
    """A JSON value as the text of a cell."""
    return "" if value is None else value if isinstance(value, str) else json.dumps(value)


def plain_lines(job: Job, lines: Iterator[str], annotate: Annotate) -> Iterator[str]:
    """Plain lines as a TSV with a header: the text, then the annotation; what is typed is answered line by line."""
    yield encoded(("text", *job.columns), "\t") + "\n"
    at_once, mark = 1 if job.is_typed else ROWS, BOM
    while block := [line.rstrip("\r\n") for line in islice(lines, at_once)]:
        texts = [block[0].removeprefix(mark), *block[1:]]
        added = job.rows(annotate(texts), texts, [])
        whole = [(text, *row) for text, row in zip(texts, added, strict=True)]
        yield "".join([f"{record}\n" for record in encoded_all(whole, "\t")])
        mark = ""


WRITERS: dict[str, Callable[[Job, Iterator[str], Annotate], Iterator[str]]] = {
    "csv": separated,
    "tsv": separated,
    "jsonl": json_lines,
    "lines": plain_lines,
}
