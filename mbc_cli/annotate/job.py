"""One file to annotate: what it is, which columns it has and gets, and where the output goes."""

from __future__ import annotations

import csv
import sys
from dataclasses import dataclass, replace
from itertools import repeat
from typing import TYPE_CHECKING

from mbc_cli.annotate.annotation import CODE_COLUMNS, COLUMNS
from mbc_cli.annotate.csv_records import csv_reader
from mbc_cli.annotate.kinds import DELIMITERS, ENDINGS
from mbc_cli.annotate.same_file import same_file
from mbc_cli.book.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mbc_cli.annotate.annotation import Annotation
    from mbc_cli.annotate.annotator import Coder


@dataclass(frozen=True, slots=True)
class Job:
    """What to annotate: a file (None is standard input), its kind, the column, the encoding, and the target.

    With a `coder`, the registry items are added, by the date of diagnosis in `dx_column` ("" where there is none). The
    `delimiter` of a CSV or TSV is that of its kind where none is given.
    """

    source: Path | None
    kind: str
    column: str
    encoding: str = "utf-8"
    target: Path | None = None
    dx_column: str = ""
    coder: Coder | None = None
    delimiter: str = ""

    def check(self, decisions: Path | None) -> None:
        """UsageError for what cannot be meant: a file written over, an ending of another kind, a column of lines."""
        read, put = self.source or sys.stdin, self.target or sys.stdout
        what = f"-o {self.target}" if self.target else "standard output"
        for place, name, other, role in (
            (put, what, read, "the file itself"),
            (put, what, decisions, "the file of --decisions"),
            (decisions, f"--decisions {decisions}", read, "the file itself"),
        ):
            if same_file(place, other):
                raise UsageError(f"{name} is {role}: give another name, so that nothing is lost")
        said = ENDINGS.get(self.target.suffix.casefold()) if self.target else None
        written_as = "tsv" if self.kind == "lines" else self.kind
        if said and said != written_as:
            raise UsageError(f"-o {self.target}: what is written is {written_as}, as the input: give it that ending")
        if self.column and self.kind == "lines":
            raise UsageError("--column names a column, and plain lines have none: give --as csv, tsv or jsonl")

    def as_written(self, first: str) -> Job:
        """The same, with the delimiter of its first line: in a CSV a semicolon, where only that gives columns.

        Spreadsheets write their CSV so wherever the comma stands in numbers. InputError for the lines of an old Mac.
        """
        usual = DELIMITERS[self.kind]
        try:
            cells: dict[str, list[str]] = {sign: next(csv_reader([first], sign), []) for sign in (usual, ";")}
        except csv.Error as error:
            what = "has a carriage return within a cell: save the file with line ends of this system"
            raise InputError(f"{self.name}:1: {what}") from error
        only_so = self.column in cells[";"] or len(cells[usual]) < 2 <= len(cells[";"])
        other = self.kind == "csv" and only_so and self.column not in cells[usual]
        return replace(self, delimiter=";" if other else usual)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are added."""
        return (*COLUMNS, *(CODE_COLUMNS if self.coder else ()))

    def rows(self, found: list[Annotation], texts: list[str], days: list[str]) -> Sequence[tuple[str, ...]]:
        """The cells that are added to some rows, by their texts and dates of diagnosis (none is given: unknown)."""
        if not self.coder:
            return found
        each = zip(found, texts, days or repeat(""))  # noqa: B905 - as many as there are texts
        return [(*item, *self.coder(item, text, dx)) for item, text, dx in each]

    @property
    def is_typed(self) -> bool:
        """Whether somebody types the input and waits for an answer to each line."""
        return self.source is None and sys.stdin is not None and sys.stdin.isatty()

    @property
    def name(self) -> str:
        """The input as messages name it."""
        return str(self.source) if self.source else "standard input"


def columns_at(job: Job, header: list[str]) -> tuple[int, int]:
    """The places of the treatment and of the date of diagnosis (-1 without one).

    Raises an InputError that lists the columns there are, or names one that is in the way.
    """
    shown = ", ".join(repr(name) for name in header)
    if not job.column:
        raise UsageError(f"give --column with the name of the treatment column; there are {shown}")
    for name in filter(None, (job.column, job.dx_column)):
        if header.count(name) != 1:
            how = "no" if name not in header else "more than one"
            raise InputError(f"{job.name}: {how} column {name!r}: there are {shown}")
    if taken := [name for name in job.columns if name in header]:
        raise InputError(f"{job.name}: has a column {taken[0]!r} already: rename or drop it")
    return header.index(job.column), header.index(job.dx_column) if job.dx_column else -1
