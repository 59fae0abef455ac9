"""How many rows a page takes on a terminal of the usual width, found without drawing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.show.page import MARGIN, Branch, Fields, Grid, Items, Line, Title, shown
from mbc_cli.show.ties import lines_of

if TYPE_CHECKING:
    from mbc_cli.show.page import Block, Page

WIDTH, HEIGHT = 80, 39
"""The columns and rows of a terminal of the usual size, less the row of the next prompt."""
INDENT = GAP = 2


def height(page: Page) -> int:
    """How many rows the blocks of a page take, including the empty rows between them."""
    return sum(apart + block_height(block) for apart, block in shown(page))


def block_height(block: Block) -> int:
    """How many rows one block takes; a table without shares counts as one row for each of its rows."""
    match block:
        case Title(text, aside):
            return rows_in(f"{text}  ({aside})" if aside else text, WIDTH)
        case Fields(rows):
            kept = [(label, value) for label, value in rows if value]
            room = WIDTH - INDENT - max(len(label) for label, _ in kept) - GAP
            return sum(rows_in(value, room) for _, value in kept)
        case Grid(head, rows, title, shares):
            return bool(title) + any(head) + sum(row_height(row, shares) for row in rows)
        case Items(_, items):
            return 1 + sum(rows_in(item, WIDTH - INDENT - len("- ")) for item in items)
        case Line(text):
            return rows_in(text, WIDTH)
        case Branch(_, below):
            return 1 + sum(map(block_height, below))


def row_height(row: tuple[str, ...], shares: tuple[int, ...]) -> int:
    """How many rows of the terminal one row of a table takes."""
    if not shares:
        return 1
    left = WIDTH - INDENT - sum(MARGIN + GAP for share in shares if not share)
    columns = [left * share // sum(shares) - GAP if share else MARGIN for share in shares]
    columns[-1] += GAP * bool(shares[-1])  # nothing stands behind it
    return max(rows_in(cell, room) for cell, room in zip(row, columns, strict=True))


def rows_in(text: str, room: int) -> int:
    """How many rows a text takes, at least one; a tied one is broken only between its ties."""
    return len(lines_of(text, room)) or 1
