"""The first rows of an annotated table, for a terminal: the texts and what was read, without all other columns."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from mbc_cli.annotate.doors import opened_table
from mbc_cli.book.patterns import pattern
from mbc_cli.cli.answering import show
from mbc_cli.show.page import Grid, Line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from mbc_cli.annotate.job import Job
    from mbc_cli.annotate.tables import File
    from mbc_cli.show.page import Page

MOST_ROWS = 12
READ = {"mbc_drugs": "Drugs", "mbc_status": "Status", "mbc_note": "Note"}
CODED = {"mbc_drugs": "Drugs", "mbc_status": "Status"}
"""Which of the added columns are shown, and their headings; there is room for fewer beside codes."""
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


def first_rows(file: File, columns: Sequence[str], only: Collection[str] = ()) -> Page:
    """A page of the first rows of a file, and how to have all of it."""
    with opened_table(file) as table:
        shown = places(table.header, columns)
        rows = list(islice(chain.from_iterable(table.blocks()), MOST_ROWS + 1))
    cells = tuple(cells_of(row, shown) for row in rows[:MOST_ROWS])
    kept = "rows kept by --only" if only else "rows"
    which = f"the first {MOST_ROWS} {kept}" if len(rows) > MOST_ROWS else f"all {kept}"
    return (
        Grid(tuple(shown.values()), cells),
        Line(f"Shown: {which}. -o FILE.csv writes every row and column, --as csv prints them.", "faint"),
    )


def cells_of(row: Sequence[str], shown: Mapping[int, str]) -> tuple[str, ...]:
    """The cells of a row that are shown; if drugs were read, the note is shown without parts that change nothing."""
    heads = {head: place for place, head in shown.items()}
    read = bool(row[heads[READ["mbc_drugs"]]]) if READ["mbc_drugs"] in heads else False
    brief = {heads[NOTE]} if read and NOTE in heads else set()
    return tuple(apart(NEEDLESS.sub("", row[place]).rstrip("; ") if place in brief else row[place]) for place in shown)


def apart(cell: str) -> str:
    """A cell in which the names of a list are separate words, so that a narrow column breaks none of them."""
    return cell.replace(";", "; ").replace(";  ", "; ")


def places(header: Sequence[str], columns: Sequence[str]) -> dict[int, str]:
    """The positions of the columns that are shown, and their headings: the texts, what was read, and any codes."""
    items = {name: name.split("_")[1] for name in header if name.startswith(ITEM) and name.split("_")[1].isdigit()}
    heads = {**{name: name for name in columns}, **(CODED if items else READ), **items}
    return {header.index(name): head for name, head in heads.items() if name in header}
