"""What to ask: the facts that would settle most of what sources leave open."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from mbc_cli.book.book import Book
    from mbc_cli.options.placed import Placed


HALF_SAID = 2
"""How much more an axis weighs once part of it is known: whoever says PD-L1-positive has the score at hand."""


def settling(book: Book, found: Iterable[Placed], given: Collection[str]) -> list[tuple[str, int]]:
    """The axes that would settle most of what guidelines and labels leave open, and how many treatments need each.

    The axes that a treatment needs share a weight of one: one of three weighs a third. An axis weighs twice that if its
    value is given, but without enough detail.
    """
    missing = {each.option: each.missing for each in found if each.basis != "guide" and each.missing}
    asked = frozenset(axis for axes in missing.values() for axis in axes)
    unsettled = [tuple(dict.fromkeys(telling(book, axis, asked) for axis in axes)) for axes in missing.values()]
    weights: dict[str, float] = {}
    for axes in unsettled:
        for axis in axes:
            weights[axis] = weights.get(axis, 0) + weight(book, axis, given) / len(axes)
    heaviest = sorted(weights, key=lambda axis: -round(weights[axis], 6))
    return [(axis, sum(axis in axes for axes in unsettled)) for axis in heaviest]


def weight(book: Book, axis: str, given: Collection[str]) -> int:
    """The weight of a request for an axis."""
    return HALF_SAID if axis in given and book.axes[axis].form == "value" else 1


def telling(book: Book, axis: str, asked: Collection[str]) -> str:
    """An axis, or another one that may tell it and is asked for too: ER, for the hormone receptors."""
    values = (rule for rule in book.axes[axis].follows if rule.test.form == "any")
    tells = (leaf.axis for rule in values for leaf in rule.when.leaves())
    return next((name for name in tells if name in asked and book.axes[name].flag), axis)
