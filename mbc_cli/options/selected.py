"""How many of the given findings a statement is made for: those that select patients beyond the usual subtypes.

HER2 and the hormone receptors divide all breast cancers, so that nearly every statement names them. A statement that
also names a mutation, PD-L1 or a kind of HER2-negative was made for fewer: those who give that fact ask for it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from mbc_cli.book.model import Combined, Wanted
from mbc_cli.options.conditions import Members, truth_of
from mbc_cli.options.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Condition
    from mbc_cli.options.conditions import Fact
    from mbc_cli.options.profile import Profile

SUBTYPE = ("hr", "her2")
TUMOUR = "Tumour"
"""The group of the axes that a test of the tumor settles."""
KIND = "."
"""What a value that is a kind of another contains: `negative.low`."""


@lru_cache(maxsize=4)
def subtype_axes(book: Book) -> frozenset[str]:
    """The axes of HER2 and the hormone receptors, and those that tell them, such as ER and its share of cells."""
    found = frozenset(SUBTYPE)
    while not (told := tell(book, found)) <= found:
        found |= told
    return found


def tell(book: Book, axes: frozenset[str]) -> frozenset[str]:
    """The axes from which a value of some axes follows."""
    rules = (rule for axis in axes for rule in book.axes[axis].follows)
    return frozenset(leaf.axis for rule in rules for leaf in rule.when.leaves())


def selects(book: Book, condition: Condition | None, profile: Profile) -> int:
    """How many of the known findings that select patients a condition is made for."""
    known = findings_known(book, profile)
    return len(known & findings_named(book, condition, profile.facts)) if known else 0


def findings_known(book: Book, profile: Profile) -> frozenset[str]:
    """The axes of the findings that select patients: those given beyond the subtype, and a kind of it: HER2-low."""
    given = frozenset(axis for axis in profile.given if book.axes[axis].group == TUMOUR)
    subtype = subtype_axes(book)
    return given - subtype | {axis for axis in subtype if is_kind(profile.facts.get(axis))}


def is_kind(fact: Fact | None) -> bool:
    """Whether a value is known as a kind of another one."""
    claims = fact.claims if isinstance(fact, Members) else ()
    return any(KIND in member.id for claim in claims for alternative in claim for member in alternative)


def findings_named(book: Book, condition: Condition | None, facts: Mapping[str, Fact]) -> frozenset[str]:
    """The axes of the findings that a condition is made for, and those by which they are judged."""
    named = frozenset(named_by(book, condition, facts))
    return named.union(*(book.axes[axis].judged_by for axis in named))


def named_by(book: Book, condition: Condition | None, facts: Mapping[str, Fact]) -> Iterator[str]:
    """The axes of what a condition requires, apart from exclusions, from the bare subtype and from what fails."""
    match condition:
        case Wanted(axis, test) if test.form != "none":
            if axis not in subtype_axes(book) or all(KIND in value for value in test.values):
                yield axis
        case Combined("all" | "any", parts):
            for part in parts:
                yield from named_by(book, part, facts) if truth_of(part, facts) != Truth.NO else ()
