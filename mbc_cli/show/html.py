"""A page as HTML, for a notebook: tables and lists without styling."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from mbc_cli.book.names import clean
from mbc_cli.show.page import Branch, Fields, Grid, Items, Line, Title, filled, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mbc_cli.show.page import Block, Page


def html_of(page: Page) -> str:
    """The page as a `div`; all texts in it are escaped."""
    return f"<div class='mbc'>{''.join(piece for _, block in shown(page) for piece in pieces(block))}</div>"


def pieces(block: Block) -> Iterator[str]:
    """One block."""
    match block:
        case Title(text, aside):
            yield f"<h4>{words(text)}{f' <small>({words(aside)})</small>' if aside else ''}</h4>"
        case Fields(rows):
            yield table((), [row for row in rows if row[1]])
        case Grid():
            grid = filled(block)
            yield f"<p>{words(grid.title)}</p>" if grid.title else ""
            yield table(grid.head, grid.rows)
        case Items(title, items):
            yield f"<p>{words(title)}</p><ul>{''.join(f'<li>{words(item)}</li>' for item in items)}</ul>"
        case Line(text):
            yield f"<p>{words(text)}</p>"
        case Branch():
            yield f"<ul>{branch(block)}</ul>"


def words(text: str) -> str:
    """A text without control characters, escaped."""
    return escape(clean(text))


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A table; if it has no head, its labels are in the first column."""
    first = "th" if not head else "td"
    heads = "".join(f"<th>{words(name)}</th>" for name in head)
    lines = ("".join(cell(first if n == 0 else "td", text) for n, text in enumerate(row)) for row in rows)
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    return f"<table>{f'<thead><tr>{heads}</tr></thead>' if head else ''}<tbody>{body}</tbody></table>"


def cell(tag: str, text: str) -> str:
    """A cell."""
    return f"<{tag} style='text-align: left'>{words(text)}</{tag}>"


def branch(block: Branch) -> str:
    """A tree as nested lists."""
    below = "".join(branch(child) for child in block.below)
    return f"<li>{words(block.text)}{f'<ul>{below}</ul>' if below else ''}</li>"
