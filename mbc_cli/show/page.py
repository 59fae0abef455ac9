"""What an answer looks like, however it is drawn: a page is a list of these blocks."""

from __future__ import annotations

from typing import Literal

from mbc_cli.book.fields import Frozen

MARGIN = 12
"""The width of a column without a share of the width, such as one of verdicts."""
TIE = "\u00a0"
"""A space at which a sentence is not broken into lines; it is shown like any other space."""
Tone = Literal["", "faint", "warning", "good"]


class Title(Frozen):
    """The heading of an answer: a name, and what it is in a few words."""

    text: str
    aside: str = ""


class Fields(Frozen):
    """Labels and values, one pair per line, without empty ones; `close` to the block before it, or set apart."""

    rows: tuple[tuple[str, str], ...]
    close: bool = False


class Grid(Frozen):
    """A table; a column whose cells are all empty is left out.

    `shares` are the columns' shares of the width of a terminal, so that several tables look alike; a column
    without a share is as wide as a margin. A table with an empty head is drawn without one.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    shares: tuple[int, ...] = ()


class Items(Frozen):
    """A titled list of sentences."""

    title: str
    items: tuple[str, ...]
    tone: Tone = ""


class Line(Frozen):
    """A sentence."""

    text: str
    tone: Tone = ""


class Branch(Frozen):
    """A tree: a label, and the branches below it."""

    text: str
    below: tuple[Branch, ...] = ()


Block = Title | Fields | Grid | Items | Line | Branch
Page = tuple[Block, ...]


def filled(grid: Grid) -> Grid:
    """The grid without its empty columns; if its columns have shares, it keeps them all."""
    if grid.shares:
        return grid
    keep = [n for n in range(len(grid.head)) if any(row[n] for row in grid.rows)]
    return Grid(tuple(grid.head[n] for n in keep), tuple(tuple(row[n] for n in keep) for row in grid.rows), grid.title)


def shown(page: Page) -> list[tuple[bool, Block]]:
    """The blocks that have something to show, and whether an empty line comes before each (not after a title)."""
    kept = [block for block in page if not is_empty(block)]
    return [(n > 0 and stands_apart(kept[n - 1], block), block) for n, block in enumerate(kept)]


def stands_apart(before: Block, block: Block) -> bool:
    """Whether an empty line separates two blocks."""
    return not isinstance(before, Title | Line) and not (isinstance(block, Fields) and block.close)


def is_empty(block: Block) -> bool:
    """Whether a block has nothing to show."""
    match block:
        case Fields(rows):
            return not any(value for _, value in rows)
        case Grid(_, rows):
            return not rows
        case Items(_, items):
            return not items
        case Line(text):
            return not text
    return False
