"""The first rows of an annotated table, for a terminal: the texts and what was read, without all other columns."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from mbc_cli.annotate.doors import opened_table
from mbc_cli.annotate.whose import whose
from mbc_cli.book.patterns import pattern
from mbc_cli.cli.answering import show
from mbc_cli.show.page import Grid, Line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from mbc_cli.annotate.job import Job
    from mbc_cli.annotate.tables import File
    from mbc_cli.show.page import Page

MOST_ROWS = 12
DRUGS, TEXTS = "Drugs", "Texts"
READ = {"mbc_drugs": DRUGS, "mbc_status": "Status", "mbc_note": "Note"}
CODED = {"mbc_drugs": DRUGS}
"""Which of the added columns are shown, and their headings; there is room for fewer beside codes."""
BETWEEN = " | "
"""What separates the texts of several columns, and drugs, in a cell."""
LONG_WORD = pattern(r"\S{17,}")
MARK_IN_WORD = pattern(r"(?<=[/;,+])(?=\S)")
"""Where a word is broken that is longer than any drug here."""
NOTE = READ["mbc_note"]
NEEDLESS = pattern(r"[^;]*: [^;]*; not a regimen(?:; |$)|also read: [^;]*(?:; |$)")
"""What a note says about words that are not a treatment: "ER: estrogen receptor; not a regimen"."""
ITEM = "mbc_"
"""What comes before the number of an item in the name of its column."""


@contextmanager
def previewed(job: Job, *, wanted: bool) -> Iterator[Job]:
    """A job; if a preview on a terminal is wanted, one whose first rows are shown at the end."""
    if not (wanted and job.target.is_shown):
        yield job
        return
    with TemporaryDirectory() as folder:
        kept = replace(job.target, path=Path(folder) / "rows.csv", kind="csv")
        yield replace(job, target=kept)
        show([first_rows(kept, job.read.names, job.only)])


class Shown(NamedTuple):
    """A column on the screen: its heading, and the positions of the columns of the table that it shows."""

    head: str
    places: tuple[int, ...]

    def cell(self, row: Sequence[str], *, read: bool) -> str:
        """The cell of a row; if drugs were `read`, a note is shown without parts that change nothing."""
        text = BETWEEN.join(filter(None, (row[place].strip() for place in self.places)))
        if self.head == DRUGS:
            return text.replace(";", BETWEEN)
        if read and self.head == NOTE:
            text = BETWEEN.join(filter(None, map(brief, text.split(BETWEEN))))
        return apart(text)


def brief(note: str) -> str:
    """The note on one column without parts that change nothing; "" if nothing is left but the name of the column."""
    left = NEEDLESS.sub("", note).rstrip("; ")
    return "" if left.endswith(":") else left


def first_rows(file: File, columns: Sequence[str], only: Collection[str] = ()) -> Page:
    """A page of the first rows of a file, and how to have all of it."""
    with opened_table(file) as table:
        shown = tuple(columns_shown(table.header, columns))
        rows = list(islice(chain.from_iterable(table.blocks()), MOST_ROWS + 1))
    cells = tuple(cells_of(row, shown) for row in rows[:MOST_ROWS])
    kept = "rows kept by --only" if only else "rows"
    which = f"the first {MOST_ROWS} {kept}" if len(rows) > MOST_ROWS else f"all {kept}"
    return (
        Grid(tuple(column.head for column in shown), cells),
        Line(f"Shown: {which}. -o FILE.csv writes every row and column, --as csv prints them.", "faint"),
    )


def cells_of(row: Sequence[str], shown: Sequence[Shown]) -> tuple[str, ...]:
    """The cells of a row that are shown."""
    read = any(column.head == DRUGS and column.cell(row, read=False) for column in shown)
    return tuple(column.cell(row, read=read) for column in shown)


def apart(cell: str) -> str:
    """A cell in which long words have spaces after their marks, so that a narrow column breaks none of them."""
    spaced = cell.replace(";", "; ").replace(";  ", "; ")
    return LONG_WORD.sub(lambda found: MARK_IN_WORD.sub(" ", found[0]), spaced)


def columns_shown(header: Sequence[str], columns: Sequence[str]) -> Iterator[Shown]:
    """What is shown: the texts (of several columns as one) and what was read; beside codes, also whose row it is."""
    items = {name: name.split("_")[1] for name in header if name.startswith(ITEM) and name.split("_")[1].isdigit()}
    texts = [name for name in columns if name in header]
    if items:
        yield from (Shown(name, (header.index(name),)) for name in whose(header)[:1] if name not in texts)
    if len(texts) > 1:
        yield Shown(TEXTS, tuple(map(header.index, texts)))
    else:
        yield from (Shown(name, (header.index(name),)) for name in texts)
    heads = {**(CODED if items else READ), **items}
    yield from (Shown(head, (header.index(name),)) for name, head in heads.items() if name in header)
