"""A page as plain text, for pipes and files: nothing is wrapped or cut off, and Rich is not needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.book.names import clean
from mbc_cli.show.page import Branch, Fields, Grid, Items, Line, Title, filled, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mbc_cli.show.page import Block, Page


def text_of(page: Page) -> str:
    """The page, a line end after each line."""
    pieces = []
    for apart, block in shown(page):
        pieces.append("\n" * apart + "".join(f"{line.rstrip()}\n" for line in lines(block)))
    return "".join(pieces)


def lines(block: Block) -> Iterator[str]:
    """The lines of one block; a title is set off by an empty line before it."""
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
            yield clean(text)
        case Branch():
            yield from branch_lines(block, "")


def grid_lines(grid: Grid) -> Iterator[str]:
    """Columns as wide as their widest cell."""
    rows = [grid.head, *(tuple(clean(cell) for cell in row) for row in grid.rows)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(grid.head))]
    if grid.title:
        yield f"  {grid.title}:"
    for row in rows if grid.rows else ():
        yield "  " + "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True))


def branch_lines(branch: Branch, indent: str) -> Iterator[str]:
    """A tree by indentation."""
    yield indent + clean(branch.text)
    for child in branch.below:
        yield from branch_lines(child, indent + "  ")
