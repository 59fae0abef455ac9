"""What statements rest on: the kind of source, how firmly it speaks, and how new it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mbc_cli.book.history import EXACT, begins, begins_is

if TYPE_CHECKING:
    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Statement

Basis = Literal["guideline", "label", "restated", "guide"]
KINDS: tuple[Basis, ...] = ("guideline", "label", "restated", "guide")
"""The kinds of source, firmest first; `restated` is a guideline in the words of an article about it."""
BASIS_OF: dict[str, Basis] = {"guideline": "guideline", "article": "restated"}
"""What a statement without a region rests on, by the form of its source."""
READ = ("US", "EU", "CA")
"""The regions whose labels were mostly read: what only other regions say comes after, where no region is asked for."""
STRONG = (
    "accelerated",
    "appropriate",
    "labelled",
    "one of the preferred",
    "preferred",
    "recommended",
    "should",
    "standard",
    "strongly",
    "usually",
)
"""How the force of a recommendation or of a label begins; any other is weaker."""


def basis_of(book: Book, statement: Statement) -> Basis:
    """What kind of source says it: a label or funding of a region, a guideline, one restated, or any other text."""
    return "label" if statement.region else BASIS_OF.get(book.sources[statement.sources[0].id].form, "guide")


def weakness(force: str) -> int:
    """Whether a statement is weaker than a recommendation or a label."""
    return int(not force.startswith(STRONG))


def newest_first(book: Book, statement: Statement) -> tuple[int, ...]:
    """How old a statement is; a month or year counts as its last day, and a day known only as the latest comes last."""
    year, month, day = (*map(int, begins(book, statement).split("-")), 99, 99)[:3]
    return (int(begins_is(book, statement) != EXACT), -year, -month, -day)
