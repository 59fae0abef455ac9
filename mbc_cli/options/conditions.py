"""Whether a condition holds given what is known, in three-valued logic, and which parts of it fail or are open."""

from __future__ import annotations

from itertools import chain, product
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from mbc_cli.book.fields import Frozen
from mbc_cli.book.model import Combined, EachBefore, Test, Wanted
from mbc_cli.options.truth import Truth, agreed, all_of, any_of, known, negate

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from mbc_cli.book.model import Condition


class Member(NamedTuple):
    """A value or treatment: everything it counts as (including itself), and what it may turn out to be."""

    id: str
    counts_as: frozenset[str]
    may_be: frozenset[str] = frozenset()

    def is_one_of(self, wanted: Collection[str]) -> Truth:
        """Whether it is one of those wanted: docetaxel is a taxane, a taxane may be docetaxel."""
        if not self.counts_as.isdisjoint(wanted):
            return Truth.YES
        return Truth.NO if self.may_be.isdisjoint(wanted) else Truth.UNKNOWN


Alternative = tuple[Member, ...]
"""Members that come together; empty if it is possible that nothing was meant."""

Claim = tuple[Alternative, ...]
"""One thing said about an axis: one of these alternatives is true."""


class Members(Frozen):
    """What is known of a value or a set: the claims are in it, `without` is not; if complete, nothing else is in it."""

    claims: tuple[Claim, ...] = ()
    without: frozenset[str] = frozenset()
    complete: bool = False

    def holds(self, wanted: Collection[str]) -> Truth:
        """Whether any of those wanted is in it."""
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
    """Whether one thing that was said is one of those wanted."""
    return agreed(alternative_is(alternative, wanted) for alternative in claim)


def alternative_is(alternative: Alternative, wanted: Collection[str]) -> Truth:
    """Whether any of its members is one of those wanted."""
    return any_of(member.is_one_of(wanted) for member in alternative)


class Between(Frozen):
    """What is known of a number: its lowest and highest possible value."""

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
    """Whether a fact passes a test; if the fact was not given, the answer is unknown."""
    return Truth.UNKNOWN if fact is None else fact.meets(test)


def truth_of(condition: Condition | None, facts: Mapping[str, Fact]) -> Truth:
    """Whether a condition holds; no condition holds for everyone."""
    match condition:
        case Wanted(axis, test):
            return test_truth(test, facts.get(axis))
        case EachBefore():
            return truth_of(condition.spelt_out, facts)
        case Combined(form, parts):
            each = (truth_of(part, facts) for part in parts)
            return all_of(each) if form == "all" else any_of(each) if form == "any" else negate(any_of(each))
    return Truth.YES


# --- what would settle one, what failed, and what it rests on ----------------------------------------------------


def takes_all(condition: Combined, holds: bool) -> bool:
    """Whether all parts are needed for it to hold (or not to hold); otherwise one part is enough."""
    return (condition.form != "any") == holds


def parts_that_are(truth: Truth, condition: Combined, facts: Mapping[str, Fact]) -> list[Condition]:
    """The parts with this outcome."""
    return [part for part in condition.parts if truth_of(part, facts) == truth]


def asked_by(condition: Condition | None, facts: Mapping[str, Fact], holds: bool = True) -> Iterator[tuple[str, ...]]:
    """For each way in which an open condition can come to hold (or not to hold), the axes that are needed."""
    match condition:
        case Wanted(axis, _):
            yield (axis,)
        case EachBefore():
            yield from asked_by(condition.spelt_out, facts, holds)
        case Combined(form, _):
            unsettled = parts_that_are(Truth.UNKNOWN, condition, facts)
            ways = [tuple(asked_by(part, facts, holds != (form == "none"))) for part in unsettled]
            if not takes_all(condition, holds):
                yield from chain(*ways)
            else:
                yield from (tuple(dict.fromkeys(chain(*chosen))) for chosen in product(*ways))


def failure(condition: Condition | None, facts: Mapping[str, Fact], holds: bool = True) -> frozenset[Condition]:
    """The fewest parts of a condition that keep it from holding (or that make it hold, if it must not)."""
    match condition:
        case None:
            return frozenset()
        case EachBefore():
            return failure(condition.spelt_out, facts, holds)
        case Combined(form, _):
            must = holds != (form == "none")
            failed = parts_that_are(Truth.NO if must else Truth.YES, condition, facts)
            each = [failure(part, facts, must) for part in failed]
            return frozenset().union(*each) if takes_all(condition, holds) else min(each, key=len)
    return frozenset([condition if holds else opposite(condition)])


def opposite(condition: Condition) -> Condition:
    """The condition that holds if and only if this one does not."""
    match condition:
        case Wanted(axis, Test("any" | "none" as form, values)):
            return Wanted(axis, Test("none" if form == "any" else "any", values))
    return Combined("none", (condition,))


def grounds(condition: Condition, facts: Mapping[str, Fact]) -> Iterator[Wanted]:
    """What a condition that holds rests on: the first part, if several would each be enough."""
    match condition:
        case Combined("any", _):
            yield from grounds(parts_that_are(Truth.YES, condition, facts)[0], facts)
        case Combined("all", parts):
            yield from chain(*(grounds(part, facts) for part in parts))
        case _:
            yield from condition.leaves()


def branch(condition: Condition | None, facts: Mapping[str, Fact]) -> Iterator[Condition]:
    """The parts of a condition that concern a profile, one by one.

    If several would each be enough: all those that may still come to hold, otherwise the nearest.
    """
    match condition:
        case None:
            return
        case EachBefore():
            yield from branch(condition.spelt_out, facts)
        case Combined("any", parts):
            yield from enough(condition, [tuple(branch(part, facts)) for part in parts], facts)
        case Combined("all", parts):
            yield from chain(*(branch(part, facts) for part in parts))
        case Combined(_, parts):
            yield from (Combined("none", (part,)) for part in parts)
        case Wanted(axis, Test("all", values)):
            yield from (Wanted(axis, Test("any", (value,))) for value in values)
        case _:
            yield condition


def enough(
    condition: Combined, ways: Sequence[tuple[Condition, ...]], facts: Mapping[str, Fact]
) -> Iterator[Condition]:
    """What to say about several ways in which a condition can hold: what they share and holds, the rest as a choice.

    Only the nearest of them is given if one holds, if none can hold, or if all others fail.
    """
    may_hold = [way for way in ways if all(truth_of(part, facts) != Truth.NO for part in way)]
    if truth_of(condition, facts) != Truth.UNKNOWN or len(may_hold) < 2:
        yield from min(ways, key=lambda way: distance(way, facts))
        return
    held = [part for part in may_hold[0] if truth_of(part, facts) == Truth.YES]
    yield from (part for part in held if all(part in way for way in may_hold))
    lacking = (tuple(part for part in way if truth_of(part, facts) != Truth.YES) for way in may_hold)
    yield Combined("any", tuple(together(way) for way in dict.fromkeys(lacking)))


def together(parts: tuple[Condition, ...]) -> Condition:
    """Parts that must all hold, as one condition."""
    return parts[0] if len(parts) == 1 else Combined("all", parts)


def distance(parts: Collection[Condition], facts: Mapping[str, Fact]) -> tuple[int, int]:
    """How many of some parts fail, and how many are unknown."""
    each = [truth_of(part, facts) for part in parts]
    return each.count(Truth.NO), each.count(Truth.UNKNOWN)
