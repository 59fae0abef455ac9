"""A page as Markdown: the text of the screen as headings, lists and tables that read well both as text and rendered."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mbc_cli.book.names import clean
from mbc_cli.show.page import TIE, Branch, Fields, Grid, Items, Line, Title, filled, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mbc_cli.show.page import Block, Page

SIGNS = re.compile(r"[\\`*_|]|<(?=[\w/!])")
"""What would be read as markup anywhere; a "<" with a space after it only means "less than"."""


def markdown_of(pages: Iterable[Page]) -> str:
    """The blocks of some pages, separated by empty lines; the first title of each page is its heading."""
    return "\n".join(block for page in pages for block in blocks(page))


def blocks(page: Page) -> Iterator[str]:
    """Each block that has something to show, with a line end after each line."""
    first = next((block for _, block in shown(page) if isinstance(block, Title)), None)
    for _, block in shown(page):
        level = "#" if block is first else "##"
        yield "".join(f"{line.rstrip()}\n" for line in lines(block, level))


def lines(block: Block, level: str) -> Iterator[str]:
    """The lines of one block."""
    match block:
        case Title(text, aside):
            yield f"{level} {words(text)}{f' ({words(aside)})' if aside else ''}"
        case Fields(rows):
            yield from (f"- **{words(label)}**: {words(value)}" for label, value in rows if value)
        case Grid():
            yield from table(filled(block))
        case Items(title, items):
            yield from (f"**{words(title)}**", "", *(f"- {words(item)}" for item in items))
        case Line(text):
            yield words(text)
        case Branch():
            yield from branch_lines(block, "")


def table(grid: Grid) -> Iterator[str]:
    """A table with its title above it; if it has no head, the cells of its head are empty."""
    if grid.title:
        yield from (f"**{words(grid.title)}**", "")
    for n, row in enumerate((grid.head, *grid.rows)):
        yield f"| {' | '.join(map(words, row))} |"
        if n == 0:
            yield "|" + " --- |" * len(row)


def branch_lines(branch: Branch, indent: str) -> Iterator[str]:
    """A tree as nested lists."""
    yield f"{indent}- {words(branch.text)}"
    for child in branch.below:
        yield from branch_lines(child, indent + "  ")


def words(text: str) -> str:
    """A text without control characters, escaped so that Markdown reads nothing in it as markup."""
    return SIGNS.sub(r"\\\g<0>", clean(text.replace(TIE, " ")))
