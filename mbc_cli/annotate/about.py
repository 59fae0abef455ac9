"""What an extra sheet says about an annotated table: what it was made from, its columns, and the results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli import __version__
from mbc_cli.annotate.annotation import ASIDE, CODE_COLUMNS, DECIDED, STATUSES
from mbc_cli.annotate.extent import IN_ALL, IN_NONE, IN_SOME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mbc_cli.annotate.annotation import Counted
    from mbc_cli.annotate.job import Job
    from mbc_cli.annotate.tables import About
    from mbc_cli.book.book import Book

SHEET = "about"
MADE_WITH = "Made with"
"""The first cell of that sheet."""
MOST_REASONS = 50
COLUMN_MEANS = {
    "mbc_drugs": "ids of the drugs that were given, in order of mention, joined by ;",
    "mbc_regimens": "ids of the regimens and trials that name them",
    "mbc_classes": "ids of classes named without a drug, such as hormone therapy",
    "mbc_other": "medicines outside this vocabulary, by ingredient",
    "mbc_status": "how far the row can be trusted: see below",
    "mbc_note": "what was corrected, also read, not counted or not read, and why there is no code",
}
Line = tuple[object, ...]


def about(job: Job, counted: Counted, book: Book) -> About:
    """The sheet that explains an annotated table, when all of its rows were counted."""
    parts = [made_of(job, book), added(job, book), outcome(counted)]
    if job.coder:
        parts += [coded(job), codes(book)]
    return {SHEET: [line for part in parts for line in (*part, ())]}


def made_of(job: Job, book: Book) -> Iterator[Line]:
    """What was annotated, and with what."""
    yield MADE_WITH, f"mbc {__version__}, data of {book.version}"
    yield "File", job.given.name
    yield "Texts", f"from the column {' and '.join(map(repr, job.read.columns))}"
    if job.read.dx_column:
        yield "Diagnosis", f"from the column {job.read.dx_column!r}, with dates read as {job.dates.written}"


def added(job: Job, book: Book) -> Iterator[Line]:
    """The columns that were added."""
    yield "Column", "Has"
    yield from COLUMN_MEANS.items()
    for column, item in zip(CODE_COLUMNS, book.naaccr.items(), strict=True) if job.coder else ():
        yield (
            column,
            f"NAACCR item {item[0]}, {item[1].name}: empty if it cannot be decided, 02 or 03 if it is open",
        )


def outcome(counted: Counted) -> Iterator[Line]:
    """The rows by status, and by what they mention that is not counted."""
    yield "Status", "Means", "Rows"
    for status, means in STATUSES.items():
        yield status, means, counted.rows[status]
    if counted.rows[DECIDED]:
        yield DECIDED, "a person decided it", counted.rows[DECIDED]
    for role in ASIDE:
        if counted.said[role]:
            yield role, "treatment described in this way; it is not counted, and the note shows it", counted.said[role]


def coded(job: Job) -> Iterator[Line]:
    """How many rows were coded, and why the others were not."""
    yield "Codes", "Rows by how many items have a code, and why some have none", "Rows"
    for extent in (IN_ALL, IN_SOME, IN_NONE):
        yield extent, None, job.extent.rows[extent]
    for why, rows in [*job.dates.reasons(), *job.extent.why.most_common(MOST_REASONS)]:
        yield "not coded", why, rows


def codes(book: Book) -> Iterator[Line]:
    """What the codes of the items mean."""
    yield "Item", "Means", "Code"
    for number, item in book.naaccr.items():
        yield from ((number, value.text, value.code) for value in item.values)
