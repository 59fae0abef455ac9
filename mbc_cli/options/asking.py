"""What to ask: the facts that would settle most of what sources leave open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.options.selected import SUBTYPE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.options.placed import Placed


HALF_SAID = 2
"""How much more an axis weighs once part of it is known: whoever says PD-L1-positive has the score at hand."""


def settling(book: Book, found: Iterable[Placed], given: Collection[str]) -> list[tuple[str, int]]:
    """The axes that would settle most of what guidelines and labels leave open, and how many treatments need each.

    Those come first that decide on treatments named for the findings that were given. The axes that a treatment needs
    share a weight of one: one of three weighs a third. An axis weighs twice that if its value is given, but without
    enough detail.
    """
    open_ones = {each.option: each for each in found if each.basis != "guide" and each.missing}
    asked = frozenset(axis for each in open_ones.values() for axis in each.missing)
    unsettled = {
        option: tuple(dict.fromkeys(telling(book, axis, asked) for axis in each.missing))
        for option, each in open_ones.items()
    }
    every = weights(book, unsettled.values(), given)
    chosen = weights(book, (axes for option, axes in unsettled.items() if open_ones[option].selected), given)
    heaviest = sorted(every, key=lambda axis: (-chosen.get(axis, 0), -every[axis]))
    return [(axis, sum(axis in axes for axes in unsettled.values())) for axis in heaviest]


def weights(book: Book, unsettled: Iterable[Sequence[str]], given: Collection[str]) -> dict[str, float]:
    """How much each axis weighs that some treatments need, rounded so that equal weights compare as equal."""
    found: dict[str, float] = {}
    for axes in unsettled:
        for axis in axes:
            found[axis] = found.get(axis, 0) + weight(book, axis, given) / len(axes)
    return {axis: round(each, 6) for axis, each in found.items()}


def weight(book: Book, axis: str, given: Collection[str]) -> int:
    """The weight of a request for an axis."""
    return HALF_SAID if axis in given and book.axes[axis].form == "value" else 1


def telling(book: Book, axis: str, asked: Collection[str]) -> str:
    """An axis, or another one that may tell it and is asked for too: ER, for the hormone receptors, not the reverse."""
    values = (rule for rule in book.axes[axis].follows if rule.test.form == "any")
    tells = (leaf.axis for rule in values for leaf in rule.when.leaves() if leaf.axis not in SUBTYPE)
    return next((name for name in tells if name in asked and book.axes[name].flag), axis)
