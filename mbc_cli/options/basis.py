"""What statements rest on: the kind of source, how firmly it speaks, and how new it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mbc_cli.book.history import EXACT, begins, begins_is

if TYPE_CHECKING:
    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Statement

Basis = Literal["guideline", "label", "restated", "guide"]
KINDS: tuple[Basis, ...] = ("guideline", "label", "restated", "guide")
"""The kinds of source, firmest first; `restated` is a guideline as reported by an article about it."""
BASIS_OF: dict[str, Basis] = {"guideline": "guideline", "article": "restated"}
"""What a statement without a region rests on, by the type of its source."""
READ = ("US", "EU", "CA")
"""The regions whose labels were mostly read: they come before all others when no region is requested."""
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
"""How the strength of a recommendation or label begins; any other strength is weaker."""


def basis_of(book: Book, statement: Statement) -> Basis:
    """What kind of source says it: a region's label or funding, a guideline, a restated one, or any other text."""
    return "label" if statement.region else BASIS_OF.get(book.sources[statement.sources[0].id].form, "guide")


def weakness(force: str) -> int:
    """Whether a statement is weaker than a recommendation or a label."""
    return int(not force.startswith(STRONG))


def newest_first(book: Book, statement: Statement) -> tuple[int, ...]:
    """How old a statement is; a month or year counts as its last day, and one known only to be older comes last."""
    year, month, day = (*map(int, begins(book, statement).split("-")), 99, 99)[:3]
    return (int(begins_is(book, statement) != EXACT), -year, -month, -day)
