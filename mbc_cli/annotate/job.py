"""One file to annotate: what it is, which columns it has and gets, and where the output goes."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple

from mbc_cli.annotate.annotation import CODE_COLUMNS, COLUMNS
from mbc_cli.annotate.coder import with_items
from mbc_cli.annotate.dates import Dates
from mbc_cli.annotate.extent import Extent
from mbc_cli.annotate.kinds import DELIMITERS, TREATMENTS
from mbc_cli.annotate.near_columns import misnamed, some
from mbc_cli.annotate.row_texts import joined
from mbc_cli.book.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mbc_cli.annotate.annotation import Annotation
    from mbc_cli.annotate.coder import Coder
    from mbc_cli.annotate.labels import Labels
    from mbc_cli.annotate.tables import File, Rows
    from mbc_cli.coding.rows import Coded

HOLD_LISTS = ("jsonl", "parquet")


class Places(NamedTuple):
    """Where the treatment columns stand, and that of the date of diagnosis (-1 without one)."""

    texts: tuple[int, ...]
    dx: int


@dataclass(frozen=True)
class Job:
    """What to annotate: a file, its treatment columns, and the file that is written.

    With a `coder`, the registry items are added, by the date of diagnosis in `dx_column` ("" where there is none) as
    `dates` reads it, with `labels` beside the codes; `extent` counts how far the rows were coded.
    """

    given: File
    columns: tuple[str, ...]
    target: File
    dx_column: str = ""
    coder: Coder | None = None
    dates: Dates = field(default_factory=Dates)
    labels: Labels | None = None
    extent: Extent = field(default_factory=Extent)

    @property
    def added(self) -> tuple[str, ...]:
        """The columns that are added."""
        return (*COLUMNS, *(CODE_COLUMNS if self.coder else ()))

    @property
    def asked(self) -> tuple[str, ...]:
        """The columns that must be there."""
        return (*self.columns, *filter(None, (self.dx_column,)))

    @property
    def several(self) -> bool:
        """Whether a row may have several treatment texts."""
        return len(self.columns) > 1 or self.given.kind in HOLD_LISTS

    def check(self) -> None:
        """UsageError for what cannot be meant: a column of lines or named twice, a sheet of what has none."""
        if self.given.kind == "lines" and self.columns != TREATMENTS["lines"]:
            raise UsageError("--column names a column, and plain lines have none: give --from csv, tsv or jsonl")
        if self.given.sheet and self.given.kind != "excel":
            raise UsageError(f"--sheet names a sheet of a workbook, and {self.given.name} is none")
        if self.given.header_row and self.given.kind not in (*DELIMITERS, "excel"):
            raise UsageError(f"--header-row is for CSV, TSV and workbooks, and {self.given.name} is none of them")
        if twice := [name for name in self.columns if self.columns.count(name) > 1]:
            raise UsageError(f"--column {twice[0]} is given twice: give each column once")

    def places(self, header: Sequence[str]) -> Places:
        """The places of the columns that are asked for.

        Raises an InputError that lists the columns there are, or names one that is in the way.
        """
        if not self.columns:
            raise UsageError(f"give --column with the name of the treatment column; there are {some(header)}")
        if wrong := misnamed(self.asked, self.added, header):
            raise InputError(f"{self.given.name}: {wrong}")
        dx = header.index(self.dx_column) if self.dx_column else -1
        return Places(tuple(map(header.index, self.columns)), dx)

    def texts(self, rows: Rows, at: Places) -> list[str]:
        """The treatment text of each row; several of them as one, of which `row_texts` knows the parts."""
        if self.several:
            return [joined([row[n] for n in at.texts]) for row in rows]
        (place,) = at.texts
        return [row[place] for row in rows]

    def days(self, rows: Rows, at: Places) -> list[str]:
        """The date of diagnosis of each row; nothing where no column has it."""
        return [row[at.dx] for row in rows] if at.dx >= 0 else []

    def rows(self, found: list[Annotation], texts: list[str], days: list[str]) -> Sequence[tuple[str, ...]]:
        """The cells that are added to some rows, by their texts and dates of diagnosis (none is given: unknown)."""
        if not self.coder:
            return found
        return list(map(self.coded, found, texts, days or repeat("")))

    def coded(self, found: Annotation, text: str, dx: str) -> tuple[str, ...]:
        """The cells that are added to a row with a date of diagnosis; why it is not coded is in its note."""
        coded = self.items(found, text, dx)
        return with_items(found, coded._replace(items=self.labels(coded.items)) if self.labels else coded)

    def items(self, found: Annotation, text: str, dx: str) -> Coded:
        """The registry items of a row with a date of diagnosis."""
        assert self.coder is not None
        day = self.dates(dx) if dx.strip() and found.status != "empty" else None
        coded = self.coder.none(day) if isinstance(day, str) else self.coder(text, day)
        self.extent.count(coded.items, "" if isinstance(day, str) else coded.why)  # dates count what they do not read
        return coded
