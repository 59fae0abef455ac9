"""Every fact that `mbc options` accepts, as a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.show.page import Fields, Line, Title

if TYPE_CHECKING:
    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Axis
    from mbc_cli.show.page import Block, Page


def axes_page(book: Book) -> Page:
    """Every axis with the values it accepts, by group."""
    blocks: list[Block] = []
    for group in dict.fromkeys(axis.group for axis in book.axes.values()):
        axes = [axis for axis in book.axes.values() if axis.group == group]
        rows = ((axis.flag or axis.id, f"{axis.help} [{' | '.join(axis.values) or axis_takes(axis)}]") for axis in axes)
        blocks += [Title(group), Fields(tuple(rows))]
    return (*blocks, Line("Give those without dashes as --fact AXIS=VALUE; unknown is the same as leaving it out."))


def axis_takes(axis: Axis) -> str:
    """What an axis without a list of values accepts."""
    return "a number" if axis.form == "number" else "names of treatments, or none"
