"""A page as plain text, for pipes and files: nothing is wrapped or cut off, and Rich is not needed."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from mbc_cli.book.names import clean
from mbc_cli.show.page import MARGIN, TIE, Branch, Fields, Grid, Items, Line, Title, filled, shown

WIDTH = 100
"""How wide a table laid out on a page is; other tables are as wide as their content."""

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mbc_cli.show.page import Block, Page


def text_of(page: Page) -> str:
    """The page, with a line end after each line."""
    pieces = []
    for apart, block in shown(page):
        pieces.append("\n" * apart + "".join(f"{line.rstrip()}\n" for line in lines(block)))
    return "".join(pieces)


def lines(block: Block) -> Iterator[str]:
    """The lines of one block; a title has an empty line before it."""
    match block:
        case Title(text, aside):
            yield clean(text) + (f"  ({clean(aside)})" if aside else "")
        case Fields(rows):
            kept = [(label, value) for label, value in rows if value]
            width = max((len(label) for label, _ in kept), default=0)
            yield from (f"  {label:<{width}}  {clean(value)}" for label, value in kept)
        case Grid():
            yield from grid_lines(filled(block))
        case Items(title, items):
            yield from (
                f"  {title}:" if n == 0 else f"  - {clean(item)}" for n, item in enumerate(("", *items)) if items
            )
        case Line(text):
            yield clean(text.replace(TIE, " "))
        case Branch():
            yield from branch_lines(block, "")


def grid_lines(grid: Grid) -> Iterator[str]:
    """Columns as wide as their widest cell, or as wide as their shares of a page if they have shares."""
    heads = [grid.head] if any(grid.head) else []
    rows = [*heads, *(tuple(clean(cell) for cell in row) for row in grid.rows)] if grid.rows else []
    widths = shared_widths(grid.shares) or [max(len(row[n]) for row in rows) for n in range(len(grid.head)) if rows]
    if grid.title:
        yield f"  {grid.title}:"
    for row in rows:
        columns = [wrapped(cell, width, bool(grid.shares)) for cell, width in zip(row, widths, strict=True)]
        for cells in zip_longest(*columns, fillvalue=""):
            yield "  " + "  ".join(f"{cell:<{width}}" for cell, width in zip(cells, widths, strict=True))


def shared_widths(shares: tuple[int, ...]) -> list[int]:
    """The widths of columns that have shares of a page."""
    left = WIDTH - 2 * len(shares) - MARGIN * shares.count(0)
    return [left * share // sum(shares) if share else MARGIN for share in shares]


def wrapped(cell: str, width: int, wraps: bool) -> list[str]:
    """A cell as lines of a width, with no word broken; one line if its table does not wrap."""
    if not wraps or len(cell) <= width:
        return [cell]
    from textwrap import wrap  # only for long cells of a table that is laid out

    return wrap(cell, width, break_long_words=False, break_on_hyphens=False)


def branch_lines(branch: Branch, indent: str) -> Iterator[str]:
    """A tree shown by indentation."""
    yield indent + clean(branch.text)
    for child in branch.below:
        yield from branch_lines(child, indent + "  ")
