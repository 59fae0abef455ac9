"""Several drugs as a page: each in one row, or a few side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.show.brief import drug_rows
from mbc_cli.show.card_words import SHORT, class_words, listed, own_brands
from mbc_cli.show.page import Grid, Line, Title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.history import Moment
    from mbc_cli.book.model import Drug
    from mbc_cli.show.page import Page

LABEL, BESIDE = 0, 1
"""The shares of the width for the labels (which get a margin) and for each of the drugs."""


def drugs_page(book: Book, found: Sequence[Drug]) -> Page:
    """Drugs, one per row, with their class and their brands."""
    rows = ((drug.name, class_words(book, drug.id), listed(own_brands(book, drug.id), SHORT)) for drug in found)
    return Grid(("Drug", "Class", "Brands"), tuple(rows)), Line(f"{len(found)} drugs", "faint")


def drugs_compared(book: Book, found: Sequence[Drug], now: Moment) -> Page:
    """A few drugs side by side, with the short facts of each card."""
    columns = [drug_rows(book, drug, now, SHORT) for drug in found]
    rows = tuple((row[0][0], *(value for _, value in row)) for row in zip(*columns, strict=True))
    shown = tuple(row for row in rows if any(row[1:]))
    return (
        Title("; ".join(drug.name for drug in found), "side by side"),
        Grid(("", *(drug.name for drug in found)), shown, shares=(LABEL, *[BESIDE] * len(found))),
        Line("mbc drug NAME shows what sources name one of them for.", "faint"),
    )
