"""What a condition asks of what is known: whether it holds, in three-valued logic, and the same in words."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, NamedTuple

from mbc_cli.book.fields import Frozen
from mbc_cli.options.truth import Truth, agreed, all_of, any_of, known, negate

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Conjunction, Test

EACH = "*"
"""The key among an axis's phrases that words every treatment: `"*" = "prior {}"`."""


class Member(NamedTuple):
    """A value or treatment: everything it counts as (itself too), and what it may turn out to be when more is known."""

    id: str
    counts_as: frozenset[str]
    may_be: frozenset[str] = frozenset()

    def is_one_of(self, wanted: Collection[str]) -> Truth:
        """Whether it is any of the wanted ones: docetaxel is a taxane, a taxane may be docetaxel."""
        if not self.counts_as.isdisjoint(wanted):
            return Truth.YES
        return Truth.NO if self.may_be.isdisjoint(wanted) else Truth.UNKNOWN


Alternative = tuple[Member, ...]
"""Members that come together; none when it may be that nothing was meant."""

Claim = tuple[Alternative, ...]
"""One thing that was said of an axis: one of these alternatives is true."""


class Members(Frozen):
    """What is known of a value or a set: the claims are in it, `without` is not, and nothing else when complete."""

    claims: tuple[Claim, ...] = ()
    without: frozenset[str] = frozenset()
    complete: bool = False

    def holds(self, wanted: Collection[str]) -> Truth:
        """Whether any of the wanted ones is in it."""
        perhaps = frozenset(wanted) - self.without
        found = any_of(claim_is(claim, perhaps) for claim in self.claims)
        return max(found, Truth.UNKNOWN) if perhaps and not self.complete else found

    def meets(self, test: Test) -> Truth:
        """Whether it passes a test of values."""
        if test.form == "all":
            return all_of(self.holds((value,)) for value in test.values)
        found = self.holds(test.values)
        return negate(found) if test.form == "none" else found


def claim_is(claim: Claim, wanted: Collection[str]) -> Truth:
    """Whether one thing that was said is any of the wanted ones."""
    return agreed(alternative_is(alternative, wanted) for alternative in claim)


def alternative_is(alternative: Alternative, wanted: Collection[str]) -> Truth:
    """Whether any of its members is any of the wanted ones."""
    return any_of(member.is_one_of(wanted) for member in alternative)


class Between(Frozen):
    """What is known of a number: its least and its greatest value."""

    least: float = 0
    most: float = inf

    def meets(self, test: Test) -> Truth:
        """Whether it passes a test of numbers."""
        at_least, below = (
            (self.least >= test.number, self.most < test.number)
            if test.form == "min"
            else (self.most <= test.number, self.least > test.number)
        )
        return Truth.UNKNOWN if not at_least and not below else known(at_least)


Fact = Members | Between


def test_truth(test: Test, fact: Fact | None) -> Truth:
    """Whether a fact passes a test; a fact that was not given neither passes nor fails."""
    return Truth.UNKNOWN if fact is None else fact.meets(test)


def clause_truth(clause: Conjunction, facts: Mapping[str, Fact]) -> Truth:
    """The weakest part of a conjunction."""
    return all_of(test_truth(test, facts.get(axis)) for axis, test in clause)


def when_truth(when: Collection[Conjunction], facts: Mapping[str, Fact]) -> Truth:
    """The strongest of the alternatives; a condition that is not stated fits everybody."""
    return any_of(clause_truth(clause, facts) for clause in when) if when else Truth.YES


def parts_that_are(truth: Truth, clause: Conjunction, facts: Mapping[str, Fact]) -> Conjunction:
    """The parts of a conjunction that come out so."""
    return tuple((axis, test) for axis, test in clause if test_truth(test, facts.get(axis)) == truth)


# --- words -------------------------------------------------------------------------------------------------------


def wanted_words(book: Book, clause: Conjunction) -> str:
    """A conjunction in words: "HER2-positive, prior taxane"."""
    return ", ".join(test_words(book, axis, test) for axis, test in clause)


def test_words(book: Book, axis: str, test: Test) -> str:
    """One test in words."""
    if test.form in ("min", "max"):
        return f"{book.axes[axis].name} at {'least' if test.form == 'min' else 'most'} {test.number:g}"
    words = any_words(book, axis, test)
    if test.form != "none":
        return words
    return f"no {words}" if book.axes[axis].of_treatments else f"not {words}"


def any_words(book: Book, axis: str, test: Test) -> str:
    """The values of a test in words, without a "not"."""
    joint = " and " if test.form == "all" else " or "
    pattern = book.axes[axis].phrases.get(EACH, "") if axis in book.axes else ""
    if pattern:
        return pattern.format(joint.join(book.item(value).name for value in test.values))
    return joint.join(book.phrase(axis, value) for value in test.values)


def reason(book: Book, failed: Iterable[tuple[str, Test]]) -> str:
    """What keeps a condition from holding: "needs HER2-positive and HR-positive, not if prior hormone therapy"."""
    parts = list(failed)
    needs = sorted(test_words(book, axis, test) for axis, test in parts if test.form != "none")
    nots = sorted(any_words(book, axis, test) for axis, test in parts if test.form == "none")
    return ", ".join([*(["needs " + " and ".join(needs)] if needs else []), *(f"not if {words}" for words in nots)])
