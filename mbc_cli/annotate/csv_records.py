"""The records of a CSV or TSV in blocks: as they were written, with their cells, and with cells added at the end."""

from __future__ import annotations

import csv
import io
from functools import lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from mbc_cli.annotate.annotation import REMEMBERED
from mbc_cli.book.errors import InputError

if TYPE_CHECKING:
    from _csv import Reader
    from collections.abc import Callable, Iterable, Iterator, Sequence

    Encode = Callable[[Sequence[str], str], str]

ROWS = 10_000
LONGEST_RECORD = 10_000_000  # characters: a quote that is left open would otherwise take in the rest of a file
NO_LIMIT = (1 << 31) - 1  # what a C long holds everywhere
SIGNS = ('"', "\n", "\r")  # what is only written in quotes, beside the delimiter


class RecordBlock(NamedTuple):
    """Some records: the number of the line on which each begins, its text with its line end, and its cells."""

    numbers: Sequence[int]
    written: list[str]
    rows: list[list[str]]


class Records:
    """The records of some lines, in blocks; a record continues while a quote is open.

    `name` is what the InputError for wrong quotes calls the input; `number` lines of it were read before. How a record
    is read does not depend on its neighbors: only one with a quote in it is left to the csv module.
    """

    def __init__(self, name: str, lines: Iterator[str], delimiter: str, number: int = 0) -> None:
        self.name = name
        self.lines = lines
        self.delimiter = delimiter
        self.number = number
        self.held: list[str] = []  # the lines of the record being read
        self.size = 0  # their characters

    def block(self, rows: int = ROWS) -> RecordBlock:
        """The next records, from about `rows` lines; none at the end."""
        lines = list(islice(self.lines, rows))
        whole = "".join(lines)
        if '"' in whole or len(whole) > LONGEST_RECORD:
            return self.one_by_one(lines)
        first = self.number + 1
        self.number += len(lines)
        cells = [line.rstrip("\r\n").split(self.delimiter) for line in lines]
        return RecordBlock(range(first, first + len(lines)), lines, cells)

    def one_by_one(self, lines: list[str]) -> RecordBlock:
        """The records that begin on these lines; if one has quotes, the csv module says where it ends."""
        numbers, written, rows = [], [], []
        end = self.number + len(lines)
        ahead = chain(lines, self.lines)
        reader = csv_reader(self.fed(ahead), self.delimiter, strict=True)
        while self.number < end:
            line = next(ahead)
            self.held, self.size = [], 0
            self.hold(line)
            rows.append(self.quoted(reader) if '"' in line else line.rstrip("\r\n").split(self.delimiter))
            numbers.append(self.number + 1)
            written.append("".join(self.held))
            self.number += len(self.held)
        return RecordBlock(numbers, written, rows)

    def quoted(self, reader: Reader) -> list[str]:
        """The cells of the record that begins on the line being held."""
        try:
            return next(reader)
        except csv.Error as error:
            where = f"{self.name}:{self.number + 1}"
            raise InputError(f"{where}: {error}: fix the quotes of the record that begins here") from error

    def fed(self, ahead: Iterator[str]) -> Iterator[str]:
        """The lines of records with quotes: the one being held, and those after it that the csv module asks for."""
        while True:
            number = self.number
            yield self.held[0]
            while self.number == number:  # else the record was complete
                if not (line := next(ahead, "")):
                    return
                self.hold(line)
                yield line

    def hold(self, line: str) -> None:
        """Keep a line of the record being read; InputError if that makes the record too long."""
        self.held.append(line)
        self.size += len(line)
        if self.size > LONGEST_RECORD:
            what = f"a record of more than {LONGEST_RECORD} characters begins here"
            raise InputError(f"{self.name}:{self.number + 1}: {what}: fix its quotes or line endings, or shorten it")


def csv_reader(lines: Iterable[str], delimiter: str, *, strict: bool = False) -> Reader:
    """The csv module's reader without its limit of 131,072 characters per cell."""
    csv.field_size_limit(NO_LIMIT)  # it belongs to the process, not to a reader
    return csv.reader(lines, delimiter=delimiter, strict=strict)


def extended(written: list[str], delimiter: str, cells: list[str]) -> str:
    """The records with encoded cells after each, before its line end (which the last record of a file may lack)."""
    each = zip(written, cells, strict=True)
    if "\r" not in (text := "".join(written)) and text.endswith("\n"):
        return "".join([f"{record[:-1]}{delimiter}{end}\n" for record, end in each])
    return "".join([with_end(record, delimiter + end) for record, end in each])


def with_end(record: str, end: str) -> str:
    """A record with something added at its end, before the line end."""
    body = record.rstrip("\r\n")
    return body + end + record[len(body) :]


def record(row: Sequence[str], delimiter: str) -> str:
    """Cells as CSV or TSV, quoted if needed."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerow(row)
    return out.getvalue().removesuffix("\r\n")


encoded = lru_cache(REMEMBERED)(record)
"""The same for rows that recur."""


def encoded_all(rows: Sequence[Sequence[str]], delimiter: str, each: Encode = encoded) -> list[str]:
    """Rows with equal numbers of cells as CSV or TSV; a quick way is used if no cell needs quotes."""
    bare = list(map(delimiter.join, rows))
    whole = "".join(bare)
    if not any(sign in whole for sign in SIGNS) and whole.count(delimiter) == sum(map(len, rows)) - len(rows):
        return bare
    return [each(row, delimiter) for row in rows]
