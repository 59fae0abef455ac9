"""What follows from facts: sets within sets, numbers within limits, and the rules of the axes."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from mbc_cli.book.errors import UsageError
from mbc_cli.options.conditions import (
    Between,
    Members,
    alternative_is,
    claim_is,
    grounds,
    test_truth,
    truth_of,
)
from mbc_cli.options.fact_words import fact_words
from mbc_cli.options.facts import NONE_GIVEN, claim_text, is_none, with_claims
from mbc_cli.options.treatments import below, member
from mbc_cli.options.truth import Truth, all_of
from mbc_cli.options.wording import test_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Axis, Consequence, Test
    from mbc_cli.options.conditions import Alternative, Claim, Fact


def closed(book: Book, stated: Mapping[str, Fact]) -> dict[str, Fact]:
    """These facts and everything that follows from them; UsageError if they contradict one another."""
    axes = [axis for axis in book.axes.values() if axis.within or axis.follows or axis.made_of]
    facts = {name: without_all(book, book.axes[name], fact) for name, fact in stated.items()}
    for axis in axes:
        widen(axis, facts, stated)
    for axis in book.axes.values():
        made_up(axis, facts)
    for axis in axes:
        bound(axis, facts)
    before: dict[str, Fact] = {}
    while facts != before:
        before = dict(facts)
        for axis in axes:
            conclude(book, axis, facts)
            limit(axis, facts)
            left_over(axis, facts)
    return facts


def without_all(book: Book, axis: Axis, fact: Fact) -> Fact:
    """A fact that lacks every kind of what it is said to lack; UsageError if it is said to have one of them."""
    if isinstance(fact, Between) or not fact.without:
        return fact
    found = lacking(book, axis, fact, sorted(fact.without))
    if not all(found.claims):
        raise UsageError(f"{axis.id} both includes and excludes the same: {fact_words(book, axis, fact)}: correct one")
    return found


def widen(axis: Axis, facts: dict[str, Fact], stated: Mapping[str, Fact]) -> None:
    """Add what was said about a set to the sets that contain it: progression is exposure too."""
    inner = facts.get(axis.id)
    if not isinstance(inner, Members):
        return
    for name in axis.within:
        outer = cast("Members", facts.get(name, Members()))
        if inner.claims and name in stated and is_none(stated[name]):
            raise UsageError(f"{name} is {NONE_GIVEN}, but {axis.id} is not")
        facts[name] = with_claims(outer, inner.claims)


def made_up(axis: Axis, facts: dict[str, Fact]) -> None:
    """A set made of complete sets is complete; UsageError if it holds something that none of them can hold."""
    parts = [fact for name in axis.made_of if isinstance(fact := facts.get(name), Members) and fact.complete]
    held = facts.get(axis.id, Members())
    if not parts or len(parts) < len(axis.made_of) or not isinstance(held, Members):
        return
    whole = Members(tuple(found for part in parts for found in part.claims), complete=True)
    for found in held.claims:
        if all(alternative_in(whole, alternative) == Truth.NO for alternative in found):
            told = " and ".join(axis.made_of)
            raise UsageError(f"{axis.id} includes {claim_text(found)}, but {told} do not: correct one of them")
    facts[axis.id] = held.but(complete=True)


def left_over(axis: Axis, facts: dict[str, Fact]) -> None:
    """If only one of the sets that make up a set can hold what it holds, that one holds it."""
    held = facts.get(axis.id)
    for found in held.claims if isinstance(held, Members) else ():
        can = [name for name in axis.made_of if may_hold(facts.get(name), found)]
        if len(can) == 1 and all(found):
            facts[can[0]] = with_claims(cast("Members", facts.get(can[0], Members())), [found])


def may_hold(fact: Fact | None, claim: Claim) -> bool:
    """Whether a set can hold what is claimed."""
    known = fact if isinstance(fact, Members) else Members()
    return any(alternative_in(known, alternative) != Truth.NO for alternative in claim)


def alternative_in(whole: Members, alternative: Alternative) -> Truth:
    """Whether all members of an alternative are in a set."""
    return all_of(whole.holds((item.id,)) for item in alternative)


def bound(axis: Axis, facts: dict[str, Fact]) -> None:
    """A set about which nothing was said holds at most what the complete set around it holds."""
    for name in axis.within:
        outer = facts.get(name)
        if axis.id not in facts and isinstance(outer, Members) and outer.complete:
            perhaps = ((*(one for one in found if one), ()) for found in outer.claims)
            facts[axis.id] = Members(tuple(perhaps), complete=True)


def limit(axis: Axis, facts: dict[str, Fact]) -> None:
    """A number is at most as large as those that contain it; a set lacks whatever the sets around it lack."""
    for name in axis.within:
        inner, outer = facts.get(axis.id), facts.get(name)
        if isinstance(inner, Members) or isinstance(outer, Members):
            facts[axis.id], facts[name] = nested(
                cast("Members", inner or Members()), cast("Members", outer or Members())
            )
        elif inner or outer:
            small, large = inner or Between(), outer or Between()
            facts[axis.id] = Between(small.least, min(small.most, large.most))
            facts[name] = Between(max(small.least, large.least), large.most)
            if small.least > large.most:
                raise UsageError(f"{axis.id} is at least {small.least:g}, but {name} at most {large.most:g}")


def nested(inner: Members, outer: Members) -> tuple[Members, Members]:
    """Two sets, the first contained in the second."""
    certain = [found for found in inner.claims if all(found)]
    return inner.but(without=inner.without | outer.without), with_claims(outer, certain)


def conclude(book: Book, axis: Axis, facts: dict[str, Fact]) -> None:
    """Apply the rules of an axis."""
    for rule in axis.follows:
        if truth_of(rule.when, facts) != Truth.YES:
            continue
        fact = facts.get(axis.id)
        truth = test_truth(rule.test, fact)
        if truth == Truth.NO:
            known = dict.fromkeys(wanted.axis for wanted in grounds(rule.when, facts))
            causes = " and ".join(fact_words(book, book.axes[name], facts[name]) for name in known)
            raise UsageError(f"{causes} means {test_words(book, axis.id, rule.test)}")
        if truth == Truth.UNKNOWN:
            facts[axis.id] = learnt(book, axis, rule, fact)


def learnt(book: Book, axis: Axis, rule: Consequence, fact: Fact | None) -> Fact:
    """A fact combined with a test that it now passes."""
    if axis.form == "number":
        return narrowed(cast("Between", fact or Between()), rule.test)
    found = cast("Members", fact or Members())
    if rule.test.form == "none":
        return lacking(book, axis, found, rule.test.values)
    wanted = [(one,) for one in rule.test.values] if rule.test.form == "all" else [rule.test.values]
    for values in wanted:
        found = having(book, axis, found, values)
    return found


def narrowed(fact: Between, test: Test) -> Between:
    """A number with one more limit."""
    if test.form == "min":
        return Between(max(fact.least, test.number), fact.most)
    return Between(fact.least, min(fact.most, test.number))


def lacking(book: Book, axis: Axis, fact: Members, values: Sequence[str]) -> Members:
    """A set or value without these items."""
    lost = frozenset().union(*(below(book, name) if axis.of_treatments else {name} for name in values))
    kept = (tuple(one for one in found if not lost & kinds_of(one)) for found in fact.claims)
    return fact.but(without=fact.without | lost, claims=tuple(kept))


def kinds_of(alternative: Alternative) -> frozenset[str]:
    """What the members of an alternative count as."""
    return frozenset().union(*(item.counts_as for item in alternative))


def having(book: Book, axis: Axis, fact: Members, values: Sequence[str]) -> Members:
    """A set or value with one of these items; in a complete set, one of those that it may hold."""
    choices: Claim = tuple((member(book, axis, name),) for name in values if name not in fact.without)
    if fact.complete:
        unsettled = (found for found in fact.claims if claim_is(found, values) == Truth.UNKNOWN)
        choices = tuple(one for found in unsettled for held in found for one in sharpened(held, choices))
    if axis.form == "value":
        return fact.but(claims=(choices,), complete=True)
    return fact if choices in fact.claims else fact.but(claims=(*fact.claims, choices))


def sharpened(held: Alternative, wanted: Claim) -> Iterator[Alternative]:
    """An alternative, if it may be one of those wanted; if it has wanted kinds, those instead."""
    truth = alternative_is(held, [item.id for (item,) in wanted])
    kinds = [one for one in wanted if truth == Truth.UNKNOWN and {item.id for item in held} & kinds_of(one)]
    yield from kinds or ([held] if truth != Truth.NO else [])
