"""A page with only the first rows of its tables, and the number of rows left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.show.page import Grid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mbc_cli.show.page import Block, Page


def first_of(page: Page, limit: int) -> Page:
    """The page with this many rows in all its tables together; anything that is not a table stays."""
    return tuple(blocks_of(page, limit))


def blocks_of(page: Page, left: int) -> Iterator[Block]:
    """The blocks; each table gets the rows that remain for it."""
    for block in page:
        if not isinstance(block, Grid):
            yield block
            continue
        yield Grid(block.head, block.rows[:left], block.title, block.shares)
        left = max(left - len(block.rows), 0)


def rows_in(page: Page) -> int:
    """How many rows the tables of a page have together."""
    return sum(len(block.rows) for block in page if isinstance(block, Grid))
