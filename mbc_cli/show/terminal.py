"""A page drawn with Rich, for a terminal. Only this module and `cli` use Rich; it is imported when a page is drawn."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mbc_cli.book.names import clean
from mbc_cli.show.page import MARGIN, Branch, Fields, Grid, Items, Line, Title, filled, shown
from mbc_cli.show.ties import as_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType
    from rich.tree import Tree

    from mbc_cli.show.page import Block, Page

NARROWEST = 40
INDENT = GAP = 2
"""What comes before a table and between its columns."""
TONES = {"": "", "faint": "dim", "warning": "yellow", "good": "green"}
# A status is a word first; the colour only repeats it.
WORD_STYLES = {
    "marketed": "green",
    "in force": "green",
    "fits": "green",
    "discontinued": "red",
    "withdrawn": "red",
    "ended": "red",
    "ruled out": "red",
    "legacy": "yellow",
    "open": "yellow",
    "unverified": "yellow",
    "not yet": "yellow",
    "undated": "yellow",
}


def console(file: IO[str], width: int | None = None) -> Console:
    """A console that reads no markup or emoji codes, highlights nothing, and is at least 40 columns wide."""
    made = Console(file=file, width=width, markup=False, emoji=False, highlight=False, soft_wrap=False)
    made.width = max(made.width, NARROWEST)
    return made


def draw(page: Page, file: IO[str], width: int | None = None) -> None:
    """Print a page."""
    screen = console(file, width)
    screen.print(Group(*rows_of(page, screen.width)))


def rows_of(page: Page, width: int) -> Iterator[RenderableType]:
    """The blocks of a page, with an empty line before those that are set apart."""
    for apart, block in shown(page):
        if apart:
            yield ""
        yield renderable(block, width)


def renderable(block: Block, width: int) -> RenderableType:
    """One block as Rich draws it, at most this wide."""
    match block:
        case Title(text, aside):
            return Text.assemble((clean(text), "bold"), (f"  ({clean(aside)})" if aside else "", "dim"))
        case Fields(rows):
            return fields(rows, width)
        case Grid():
            return grid(filled(block), width)
        case Items(title, items, tone):
            return Group(*item_lines(title, items, TONES[tone], width))
        case Line(text, tone):
            return Text(as_lines(text, width), style=TONES[tone])
        case Branch():
            return tree(block)


def fields(rows: tuple[tuple[str, str], ...], width: int) -> RenderableType:
    """Labels on the left, wrapped values on the right."""
    room = width - INDENT - GAP - max(len(label) for label, value in rows if value)
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="cyan", no_wrap=True)
    table.add_column(overflow="fold")
    for label, value in rows:
        if value:
            table.add_row(Text(label), Text(as_lines(value, room)))
    return Padding(table, (0, 0, 0, 2))


def grid(block: Grid, width: int) -> RenderableType:
    """A table with a rule below its head; cells wrap between words and are never cut off."""
    table = Table(
        box=None,
        pad_edge=False,
        padding=(0, GAP, 0, 0),
        header_style="cyan",
        show_edge=False,
        show_header=any(block.head),
        expand=bool(block.shares),
    )
    shares = block.shares or (None,) * len(block.head)
    for name, share, wide in zip(block.head, shares, widths(block, width), strict=True):
        least = MARGIN if share == 0 else None
        table.add_column(Text(name), overflow="fold", ratio=share or None, min_width=least, width=wide)
    for row in block.rows:
        table.add_row(*(cell(text) for text in row))
    parts = [Text(f"  {block.title}", style="cyan")] if block.title else []
    return Group(*parts, Padding(table, (0, 0, 0, INDENT)))


def widths(block: Grid, width: int) -> list[int | None]:
    """How wide each column is: at least its longest word, and all of its content if the others leave room.

    No width is set if everything fits, if columns have shares, or if the words alone do not fit.
    """
    columns = [[clean(cell) for cell in column] for column in zip(block.head, *block.rows, strict=True)]
    least = [max(cell_len(word) for cell in column for word in cell.split() or ("",)) for column in columns]
    more = [max(map(cell_len, column)) - word for column, word in zip(columns, least, strict=True)]
    left = width - INDENT - len(columns) * GAP - sum(least)
    if block.shares or left < 0 or sum(more) <= left:
        return [None] * len(columns)
    return [word + part for word, part in zip(least, shared(more, left), strict=True)]


def shared(wanted: list[int], left: int) -> list[int]:
    """The remaining width, shared: the columns that want least get all they want, up to an even share."""
    given = [0] * len(wanted)
    for served, n in enumerate(sorted(range(len(wanted)), key=wanted.__getitem__)):
        given[n] = min(wanted[n], left // (len(wanted) - served))
        left -= given[n]
    return given


def cell(text: str) -> Text:
    """A cell, colored if it begins with a status word."""
    shown = clean(text)
    word = next((word for word in WORD_STYLES if shown.startswith(word)), "")
    return Text(shown, style=WORD_STYLES.get(word, ""))


def item_lines(title: str, items: tuple[str, ...], style: str, width: int) -> Iterator[RenderableType]:
    """A titled list with hanging indents."""
    if not items:
        return
    yield Text(f"  {title}", style="cyan")
    table: Any = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for item in items:
        table.add_row(Text("-"), Text(as_lines(item, width - INDENT - len("- ")), style=style))
    yield Padding(table, (0, 0, 0, 2))


def tree(branch: Branch) -> Tree:
    """A Rich tree."""
    from rich.tree import Tree  # only the classes of drugs are one

    drawn = Tree(Text(clean(branch.text)))
    _grow(drawn, branch)
    return drawn


def _grow(drawn: Tree, branch: Branch) -> None:
    for child in branch.below:
        _grow(drawn.add(Text(clean(child.text))), child)
