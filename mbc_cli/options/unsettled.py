"""The points concerning an answer that no source settles, so that nothing is chosen silently."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.options.conditions import truth_of
from mbc_cli.options.lines import LINES, lines_of
from mbc_cli.options.placed import GROUPS, firm_of
from mbc_cli.options.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Unsettled
    from mbc_cli.options.placed import Placed
    from mbc_cli.options.profile import Profile


def unsettled(book: Book, profile: Profile, found: Iterable[Placed]) -> list[Unsettled]:
    """The points that concern a profile and the treatments found for it: general points first, then line by line."""
    lines = lines_of(profile)
    here = firm_of(each for each in found if each.group in lines)
    offered = [each for each in here if not each.further_needs]
    points = (point for point in book.unsettled.values() if concerns(point, profile, offered))
    return sorted(points, key=lambda point: [GROUPS.index(place) for place in point.place])


def concerns(point: Unsettled, profile: Profile, offered: Sequence[Placed]) -> bool:
    """Whether the condition of a point holds, and the treatments between which it leaves a choice are in one line."""
    if truth_of(point.when, profile.granted) != Truth.YES:
        return False
    return not point.between or any(is_a_choice(point, line, offered) for line in point.place or LINES)


def is_a_choice(point: Unsettled, line: str, offered: Sequence[Placed]) -> bool:
    """Whether several treatments of a line contain different ones of those between which a point leaves a choice."""
    here = [each for each in offered if each.group == line]
    held = [(name, each.option) for name in point.between for each in here if each.option.holds(name)]
    return all(len(set(each)) > 1 for each in zip(*held, strict=True)) if held else False
