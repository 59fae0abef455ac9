"""The records of a CSV or TSV in blocks: as they were written, with their cells, and with cells put behind them."""

from __future__ import annotations

import csv
import io
from functools import lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from mbc_cli.annotate.annotation import REMEMBERED
from mbc_cli.book.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROWS = 10_000
SIGNS = ('"', "\n", "\r")  # what is only written in quotes, beside the delimiter


class Block(NamedTuple):
    """Some records: the number of the line that each begins on, its text with its line end, and its cells."""

    numbers: Sequence[int]
    written: list[str]
    rows: list[list[str]]


class Records:
    """The records of some lines, in blocks; a record goes on while a quote is open.

    `name` is what the InputError for wrong quotes calls the input; `number` lines of it were read before.
    """

    def __init__(self, name: str, lines: Iterator[str], delimiter: str, number: int = 0) -> None:
        self.name = name
        self.lines = lines
        self.delimiter = delimiter
        self.number = number

    def block(self, rows: int = ROWS) -> Block:
        """The next records, about so many; none at the end."""
        lines = list(islice(self.lines, rows))
        if '"' in "".join(lines):
            return self.quoted(lines)
        first = self.number + 1
        self.number += len(lines)
        cells = [line.rstrip("\r\n").split(self.delimiter) for line in lines]
        return Block(range(first, first + len(lines)), lines, cells)

    def quoted(self, lines: list[str]) -> Block:
        """The records that begin on these lines; the csv module says how far each of them goes."""
        numbers, written, rows = [], [], []
        held: list[str] = []
        reader = csv.reader(kept(chain(lines, self.lines), held), delimiter=self.delimiter, strict=True)
        before = self.number
        while reader.line_num < len(lines):
            numbers.append(before + reader.line_num + 1)
            try:
                rows.append(next(reader))
            except csv.Error as error:
                where = f"{self.name}:{numbers[-1]}"
                raise InputError(f"{where}: {error}: mend the quotes of the record that begins here") from error
            written.append("".join(held))
            held.clear()
        self.number += reader.line_num
        return Block(numbers, written, rows)


def kept(lines: Iterator[str], held: list[str]) -> Iterator[str]:
    """The same lines; each is put into `held` too."""
    for line in lines:
        held.append(line)
        yield line


def extended(written: list[str], delimiter: str, cells: list[str]) -> str:
    """The records with encoded cells behind each, before its line end (which the last of a file may lack)."""
    each = zip(written, cells, strict=True)
    if "\r" not in (text := "".join(written)) and text.endswith("\n"):
        return "".join([f"{record[:-1]}{delimiter}{end}\n" for record, end in each])
    return "".join([with_end(record, delimiter + end) for record, end in each])


def with_end(record: str, end: str) -> str:
    """A record with something put behind it, before its line end."""
    body = record.rstrip("\r\n")
    return body + end + record[len(body) :]


def encoded_all(rows: Sequence[tuple[str, ...]], delimiter: str) -> list[str]:
    """Rows of as many cells each as CSV or TSV; where no cell of them needs quotes, by the quick way."""
    bare = list(map(delimiter.join, rows))
    whole = "".join(bare)
    if not any(sign in whole for sign in SIGNS) and whole.count(delimiter) == sum(map(len, rows)) - len(rows):
        return bare
    return [encoded(row, delimiter) for row in rows]


@lru_cache(REMEMBERED)
def encoded(row: tuple[str, ...], delimiter: str) -> str:
    """Cells as CSV or TSV, quoted where they must be."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerow(row)
    return out.getvalue().removesuffix("\r\n")
