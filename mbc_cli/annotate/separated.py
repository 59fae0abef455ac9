"""CSV and TSV: as a table, and with new columns after records that stay as they were written."""

from __future__ import annotations

import csv
import io
from itertools import chain, islice
from typing import TYPE_CHECKING, TextIO

from mbc_cli.annotate.csv_records import (
    RecordBlock,
    Records,
    csv_reader,
    encoded,
    encoded_all,
    extended,
    record,
    with_end,
)
from mbc_cli.annotate.kinds import DELIMITERS, FURTHER_DELIMITERS
from mbc_cli.annotate.near_columns import ABOVE, refuse_a_title
from mbc_cli.annotate.polars_lines import PlainLines, plain_header
from mbc_cli.annotate.reading_files import BOM, Input, decoded
from mbc_cli.annotate.writing_files import written
from mbc_cli.book.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from mbc_cli.annotate.annotation import Annotate, Counted
    from mbc_cli.annotate.job import Job
    from mbc_cli.annotate.sure_names import Quick
    from mbc_cli.annotate.tables import About, File, Rows


class Separated:
    """A CSV or TSV as a `Source`; its records are available as they were written, too.

    `first` is the first record as it was written, `mark` a byte-order mark before it.
    """

    def __init__(self, file: File, asked: Sequence[str], given: Input) -> None:
        above = max(file.header_row - 1, 0)
        first = next(islice(given.lines, above, None), "")
        self.mark, line = first[: first.startswith(BOM)], first.removeprefix(BOM)
        if not line.strip("\r\n"):
            no_line = f"has nothing in line {above + 1}: use another --header-row"
            what = no_line if above else "is empty: use a file whose first line has the column names"
            raise InputError(f"{file.name}: {what}")
        if "\0" in line:
            raise InputError(f"{file.name}: has NUL characters: use --encoding, such as utf-16-le")
        self.file = file
        self.delimiter = delimiter_of(file, asked, line)
        rest = self.after_a_look(asked, line, given.lines)
        if file.headless:
            line, rest, above = numbered_names(line, self.delimiter), chain([line], rest), -1
        self.lines = Records(file.name, chain([line], rest), self.delimiter, above)
        _, (self.first,), (header,) = self.lines.block(1)
        self.header = tuple(header)
        self.numbers: Sequence[int] = ()

    def after_a_look(self, asked: Sequence[str], first: str, lines: Iterator[str]) -> Iterator[str]:
        """The lines after the first; InputError if one of the next lines names the columns instead."""
        signs = (DELIMITERS[self.file.kind], *FURTHER_DELIMITERS[self.file.kind])
        if self.file.headless or self.file.header_row or set(asked) <= set(bare_cells(first, signs)):
            return lines
        ahead = list(islice(lines, ABOVE))
        rows = [bare_cells(line, signs) for line in (first, *ahead)]
        refuse_a_title(self.file.name, "line", asked, enumerate(rows, 1))
        return chain(ahead, lines)

    def records(self) -> Iterator[RecordBlock]:
        """The records after the header in blocks, each as long as the header."""
        for block in squared(self.file, self.lines, len(self.header)):
            self.numbers = block.numbers
            yield block

    def blocks(self) -> Iterator[Rows]:
        """The rows."""
        return (block.rows for block in self.records())

    def place(self, n: int) -> str:
        """The line on which a row begins."""
        return f"{self.file.name}:{self.numbers[n]}"


def numbered_names(first: str, delimiter: str) -> str:
    """A line of names for the columns of a file without any, from its first record: column_1, column_2 ..."""
    cells = next(csv_reader([first], delimiter), [])
    return delimiter.join(f"column_{n}" for n in range(1, len(cells) + 1)) + "\n"


def bare_cells(line: str, delimiters: Iterable[str]) -> list[str]:
    """The cells of a line, for each delimiter that it may have."""
    return [cell.strip().strip('"') for sign in delimiters for cell in line.split(sign)]


def delimiter_of(file: File, asked: Sequence[str], first: str) -> str:
    """The delimiter, from the first line: in a CSV one other than the comma only if that gives the requested columns.

    InputError for the line ends of old Macs.
    """
    usual, *others = signs = (DELIMITERS[file.kind], *FURTHER_DELIMITERS[file.kind])
    try:
        cells: dict[str, list[str]] = {sign: next(csv_reader([first], sign), []) for sign in signs}
    except csv.Error as error:
        what = "has a carriage return inside a cell: save the file with this system's line endings"
        raise InputError(f"{file.name}:1: {what}") from error
    if not {*cells[usual]}.isdisjoint(asked):
        return usual
    named = [sign for sign in others if not {*cells[sign]}.isdisjoint(asked)]
    divided = [sign for sign in others if len(cells[usual]) < 2 <= len(cells[sign])]
    return (named or divided or [usual])[0]


def squared(file: File, records: Records, width: int) -> Iterator[RecordBlock]:
    """Records in blocks, all `width` cells long."""
    while (block := records.block()).rows:
        if set(map(len, block.rows)) != {width}:
            square(file, records.delimiter, block, width)
        yield block


def square(file: File, delimiter: str, block: RecordBlock, width: int) -> None:
    """Pad records that are too short with empty cells; one too long is an error, since no cell may be lost."""
    for n, row in enumerate(block.rows):
        if len(row) > width:
            what = f"has {len(row)} cells but the header has {width}: quote any cell that contains a separator"
            raise InputError(f"{file.name}:{block.numbers[n]}: {what}")
        block.written[n] = with_end(block.written[n], delimiter * (width - max(len(row), 1)))
        row.extend([""] * (width - len(row)))


def put_separated(target: File, header: Sequence[str], blocks: Iterable[Rows], _: Callable[[], About]) -> None:
    """The `Sink` of CSV and TSV."""
    with written(target.path, "w", target.packing) as out:
        for rows in chain([[list(header)]], blocks):
            out.write("".join([f"{row}\n" for row in encoded_all(rows, DELIMITERS[target.kind], record)]))


# --- with the annotation behind each record ------------------------------------------------------------------------


def separated(job: Job, given: Input, annotate: Annotate) -> Iterator[str]:
    """CSV or TSV with the annotation in new columns.

    Everything else stays as it was written, including quotes, line ends and byte-order mark: the annotation is added
    after each record.
    """
    table = Separated(job.given, job.asked, given)
    job.places(table.header)
    yield table.mark + extended([table.first], table.delimiter, [encoded(job.added, table.delimiter)])
    yield from annotated_records(job, table.header, table.delimiter, table.records(), annotate)


def plain_first(job: Job, given: Input, out: TextIO, annotate: Counted, quick: Quick) -> Iterator[str]:
    """The same, but the plain lines at the beginning take the faster way, directly to the output."""
    first = given.bytes.readline()
    delimiter = delimiter_of(job.given, job.asked, first.decode("utf-8", "replace"))
    header = plain_header(first, delimiter)
    if not header or not set(job.asked) <= set(header):
        lines = chain(decoded(job.given, io.BytesIO(first)), given.lines)
        yield from separated(job, Input(given.bytes, lines), annotate)
        return
    job.places(header)
    out.write(delimiter.join([*header, *job.added]) + "\n")
    out.flush()
    done, block = PlainLines(job, header, delimiter, annotate, quick).annotated(given.bytes, out.buffer)
    lines = chain(decoded(job.given, io.BytesIO(block)), given.lines)
    rest = squared(job.given, Records(job.given.name, lines, delimiter, done), len(header))
    yield from annotated_records(job, header, delimiter, rest, annotate)


def annotated_records(
    job: Job, header: Sequence[str], delimiter: str, blocks: Iterator[RecordBlock], annotate: Annotate
) -> Iterator[str]:
    """The records after a header, block by block."""
    at = job.places(header)
    for block in blocks:
        texts = job.texts(block.rows, at)
        added = job.rows(annotate(texts), texts, job.diagnoses(block.rows, at))
        yield extended(block.written, delimiter, encoded_all(added, delimiter))
