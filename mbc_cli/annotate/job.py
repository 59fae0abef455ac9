"""One file to annotate: what it is, which columns it has and gets, and where the output goes."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple

from mbc_cli.annotate.annotation import CODE_COLUMNS, COLUMNS, with_note
from mbc_cli.annotate.dates_column import NO_DATE, Dates
from mbc_cli.annotate.diagnosis import ANOTHER_SITE, NO_DIAGNOSIS, diagnosis
from mbc_cli.annotate.extent import OPEN, Extent
from mbc_cli.annotate.kinds import DELIMITERS, NO_TEXT, TREATMENTS
from mbc_cli.annotate.near_columns import misnamed, some
from mbc_cli.annotate.row_texts import between_notes, joined
from mbc_cli.annotate.spans_column import SPANS_COLUMN
from mbc_cli.annotate.wanted import placed
from mbc_cli.book.days import Span
from mbc_cli.book.errors import InputError, UsageError
from mbc_cli.naaccr.site import SITE_ITEMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mbc_cli.annotate.annotation import Annotation
    from mbc_cli.annotate.coder import Coder
    from mbc_cli.annotate.diagnosis import Diagnosis
    from mbc_cli.annotate.fill import Fill
    from mbc_cli.annotate.labels import Labels
    from mbc_cli.annotate.spans_column import SpansColumn
    from mbc_cli.annotate.tables import File, Rows
    from mbc_cli.annotate.wanted import Wanted
    from mbc_cli.coding.rows import Coded

HOLD_LISTS = ("json", "jsonl", "parquet")


class Places(NamedTuple):
    """Where the treatment columns, the date of diagnosis, further texts, and site and histology are.

    -1 for a column that is not there.
    """

    texts: tuple[int, ...]
    dx: int
    further: tuple[int, ...] = ()
    site: tuple[int, ...] = (-1, -1)


@dataclass(frozen=True)
class Job:
    """What to annotate: a file, the columns to read, and the file to write.

    With a `coder`, the registry items are added, by the date of diagnosis as `dates` reads it, with `labels` beside the
    codes; `extent` counts how far the rows were coded. With `fill`, they are filled into a NAACCR file. `spans` finds
    the names in a text, for a column with their places. Rows whose status is not in `only` are left out, if it has
    any, and so are rows after the first `limit`.
    """

    given: File
    read: Wanted
    target: File
    coder: Coder | None = None
    dates: Dates = field(default_factory=Dates)
    labels: Labels | None = None
    fill: Fill | None = None
    spans: SpansColumn | None = None
    extent: Extent = field(default_factory=Extent)
    only: frozenset[str] = frozenset()
    limit: int | None = None

    @property
    def added(self) -> tuple[str, ...]:
        """The columns that are added."""
        if self.target.kind == "naaccr":
            return ()
        return (*COLUMNS, *(CODE_COLUMNS if self.coder else ()), *((SPANS_COLUMN,) if self.spans else ()))

    @property
    def asked(self) -> tuple[str, ...]:
        """The columns that must be there."""
        return self.read.asked

    @property
    def looked_at(self) -> tuple[str, ...]:
        """The columns that are read in each row, as far as they exist, besides further texts."""
        return tuple(dict.fromkeys((*self.asked, *(SITE_ITEMS if self.coder else ()))))

    @property
    def several(self) -> bool:
        """Whether a row may have several treatment texts."""
        return len(self.read.names) > 1 or self.given.kind in HOLD_LISTS

    def check(self) -> None:
        """UsageError if the job makes no sense: a column named twice or in plain lines, a sheet if there are none."""
        if self.given.kind == "lines" and self.read.columns != TREATMENTS["lines"]:
            raise UsageError("--column names a column, but plain lines have none: use --from csv, tsv or jsonl")
        if self.given.sheet and self.given.kind not in ("excel", "sqlite"):
            raise UsageError(f"--sheet is for workbooks and databases, and {self.given.name} is neither")
        if self.given.header_row and self.given.kind not in (*DELIMITERS, "excel"):
            raise UsageError(f"--header-row is for CSV, TSV and workbooks, and {self.given.name} is none of these")
        if self.given.headless and self.given.kind not in (*DELIMITERS, "lines"):
            raise UsageError(f"--no-header is for CSV and TSV, and {self.given.name} is neither: use --from csv or tsv")
        if self.given.headless and self.given.header_row:
            raise UsageError("--no-header and --header-row contradict each other: leave one of them out")
        if twice := [name for name in self.read.columns if self.read.columns.count(name) > 1]:
            raise UsageError(f"--column {twice[0]} is given twice: name each column once")
        if self.spans and self.target.kind not in ("json", "jsonl"):
            raise UsageError("--spans adds a list to each row: use -o with a name that ends in .jsonl, or --as jsonl")
        if self.target.kind in NO_TEXT and self.target.is_shown:
            kind = self.target.kind
            raise UsageError(f"{kind.capitalize()} cannot be shown on a terminal: use -o FILE{NO_TEXT[kind]}")
        if (self.only or self.limit) and self.target.kind == "naaccr":
            option = "--only" if self.only else "--limit"
            raise UsageError(f"{option} leaves rows out, but a NAACCR file keeps its tumors: write a table")
        self.check_fill()

    def check_fill(self) -> None:
        """UsageError if items are to be filled where there are none, or added where no column can be."""
        is_registry = self.target.kind == "naaccr"
        if self.fill and not is_registry:
            raise UsageError(
                "--fill fills in items of NAACCR XML: use -o with a name that ends in .xml, or --code for columns"
            )
        if self.coder and is_registry and not self.fill:
            raise UsageError("--code adds columns, but NAACCR XML has none: use --fill, or write a table")

    def places(self, header: Sequence[str]) -> Places:
        """The places of the requested columns.

        Raises an InputError that lists the existing columns, or names one that is in the way.
        """
        read = self.read
        if not read.columns:
            raise UsageError(f"name the treatment column with --column; the columns are {some(header)}")
        if read.usual.issuperset(read.columns) and set(read.columns).isdisjoint(header):
            what = f"has none of the columns {', '.join(read.columns)}: use --column"
            raise InputError(f"{self.given.name}: {what}; its columns are {some(header) or 'none'}")
        asked = [name for name in self.asked if name in header or name not in read.usual]
        if wrong := misnamed(asked, self.added, header):
            raise InputError(f"{self.given.name}: {wrong}")
        (dx,) = placed([read.dx_column], header)
        further = placed(read.further.names if read.further else (), header)
        return Places(placed(read.columns, header), dx, further, placed(SITE_ITEMS, header))

    def texts(self, rows: Rows, at: Places) -> list[str]:
        """The treatment text of each row; several of them as one, whose parts `row_texts` can separate."""
        if self.several:
            return [joined(self.cells(row, at)) for row in rows]
        (place,) = at.texts
        return [row[place] for row in rows]

    def cells(self, row: Sequence[str], at: Places) -> list[str]:
        """The cells of a row with its treatment texts, and any continuations of them in further texts."""
        own = [row[n] if n >= 0 else "" for n in at.texts]
        return [*own, *self.read.further.cells(row, at.further)] if self.read.further else own

    def diagnoses(self, rows: Rows, at: Places) -> Iterable[Diagnosis]:
        """The diagnosis of each row."""
        if not self.coder or max(at.dx, *at.site) < 0:
            return repeat(NO_DIAGNOSIS)
        return (diagnosis(row, at.dx, at.site) for row in rows)

    def rows(
        self, found: list[Annotation], texts: list[str], diagnoses: Iterable[Diagnosis]
    ) -> Sequence[tuple[str, ...]]:
        """The cells that are added to some rows, from their texts and diagnoses."""
        rows = list(map(self.coded, found, texts, diagnoses)) if self.coder else found
        return self.with_spans(rows, texts) if self.spans else rows

    def with_spans(self, rows: Sequence[tuple[str, ...]], texts: Sequence[str]) -> list[tuple[str, ...]]:
        """Some rows of added cells with the places of the names in their texts."""
        assert self.spans is not None
        places = (self.spans(text, several=self.several) for text in texts)
        return [(*row, cell) for row, cell in zip(rows, places, strict=True)]

    def coded(self, found: Annotation, text: str, of: Diagnosis) -> tuple[str, ...]:
        """The cells that are added to a row with a diagnosis; its note says why it is not coded."""
        coded = self.items(found, text, of)
        if coded.why:
            extent = "left open" if all(coded.items) else "not coded"
            found = with_note(found, f"{extent}: {coded.why}", between=between_notes(self.read.names))
        return (*found, *(self.labels(coded.items) if self.labels else coded.items))

    def items(self, found: Annotation, text: str, of: Diagnosis) -> Coded:
        """The registry items of a row with a diagnosis."""
        assert self.coder is not None
        if of.elsewhere and found.status != "empty":
            coded, day = self.coder.none(ANOTHER_SITE), None
        else:
            day = None if found.status == "empty" else self.dates(of.day)
            coded = self.coder.none(day) if isinstance(day, str) else self.coder(text, day)
        if day is None and self.read.dx_column and self.hangs_on_day(text, coded):
            coded = coded._replace(why="; ".join(filter(None, (coded.why, NO_DATE))))
        self.extent.count(coded.items, "" if isinstance(day, str) else coded.why)  # dates count what they do not read
        return coded

    def hangs_on_day(self, text: str, coded: Coded) -> bool:
        """Whether the items of a row without a date of diagnosis, with every possible code, differ from today's."""
        assert self.coder is not None
        today = self.coder.today
        return any(OPEN in item for item in coded.items) and self.coder(text, Span(today, today)).items != coded.items
