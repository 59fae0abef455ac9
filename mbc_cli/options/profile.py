"""A profile: facts as they were said become facts as they are known, with all that follows from them."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, cast

from mbc_cli.book.errors import UsageError
from mbc_cli.book.fields import Frozen
from mbc_cli.book.model import Test
from mbc_cli.book.names import clean
from mbc_cli.options.conditions import (
    Between,
    Members,
    alternative_is,
    claim_is,
    grounds,
    test_truth,
    truth_of,
)
from mbc_cli.options.treatments import below, claims, member
from mbc_cli.options.truth import Truth, all_of
from mbc_cli.options.wording import EACH, test_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Axis, Consequence
    from mbc_cli.options.conditions import Alternative, Claim, Fact

LONGEST_FACT = 2_000
NONE_GIVEN = "none"
NOT_KNOWN = ("unknown", "?")
TRIPLE_NEGATIVE = (("hr", "negative"), ("her2", "negative"))
"""What --tnbc says."""


How = Literal["is", "includes", "lacks"]


class Told(NamedTuple):
    """What was told of an axis: that it `is` so, or what it `includes` or `lacks`; `text` as its flag takes it."""

    axis: str
    text: str
    how: How = "is"


class Heard(NamedTuple):
    """What a text tells, in its order, and what is to be said about it."""

    told: tuple[Told, ...]
    notes: tuple[str, ...]


SILENCE = Heard((), ())


class Profile(Frozen):
    """Axis to what is known of it, with what follows; `given` has only what was said, as it was said."""

    facts: Mapping[str, Fact]
    given: Mapping[str, Fact]


def read(book: Book, said: Iterable[tuple[str, str]], told: Iterable[Told] = ()) -> Profile:
    """The profile of some axes and texts, in any order, and of what words told.

    UsageError for what is not known or contradicts itself.
    """
    texts: dict[str, list[str]] = {}
    partly: list[Told] = []
    for name, text, how in (*(Told(name, text) for name, text in said), *told):
        if len(text) > LONGEST_FACT:
            raise UsageError(f"{name}: the text has {len(text)} characters: give at most {LONGEST_FACT}")
        axis = axis_of(book, name)
        if how == "is":
            texts.setdefault(axis.id, []).append(clean(text))
        else:
            partly.append(Told(axis.id, clean(text), how))
    stated = {axis: fact_of(book, book.axes[axis], texts[axis]) for axis in book.axes if axis in texts}
    given = {axis: fact for axis, fact in stated.items() if fact is not None}
    for one in partly:
        given[one.axis] = with_part(book, one, given.get(one.axis))
    return known_from(book, {axis: given[axis] for axis in book.axes if axis in given})


def written_facts(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Facts written as axis=value."""
    for text in texts:
        axis, sign, told = text.partition("=")
        if not sign or not axis.strip() or not told.strip():
            raise UsageError(f"--fact {clean(text)[:40]}: write axis=value, such as --fact menopause=post")
        yield axis, told


def profile_of(book: Book, table: Mapping[str, Any]) -> Profile:
    """The profile that a table of the data gives: ids as they are, a list for a set, a number for a number."""
    facts: dict[str, Fact] = {}
    for name, value in table.items():
        if isinstance(value, int | float):
            facts[name] = Between(value, value)
        else:
            values = [value] if isinstance(value, str) else value
            facts[name] = whole(((member(book, book.axes[name], item),),) for item in values)
    return known_from(book, facts)


def known_from(book: Book, stated: Mapping[str, Fact]) -> Profile:
    """The profile of these facts; UsageError when they contradict one another, which names those that do."""
    try:
        return Profile(closed(book, stated) if stated else {}, stated)
    except UsageError as error:
        words = [fact_words(book, book.axes[name], fact) for name, fact in at_odds(book, stated).items()]
        if len(words) < 2:
            raise
        said = f"the facts contradict one another: {' and '.join(words)} ({error}): correct one of them"
        raise UsageError(said) from error


def at_odds(book: Book, stated: Mapping[str, Fact]) -> Mapping[str, Fact]:
    """Of facts that contradict one another the fewest that do: without any of them the others go together."""
    kept = dict(stated)
    for name in stated:
        rest = {axis: fact for axis, fact in kept.items() if axis != name}
        try:
            closed(book, rest)
        except UsageError:
            kept = rest
    return kept


# --- reading facts -----------------------------------------------------------------------------------------------


def axis_of(book: Book, name: str) -> Axis:
    """The axis of an id or a flag; UsageError names the nearest."""
    key = clean(name).casefold().lstrip("-").replace(" ", "-").replace("_", "-")
    if key not in book.axes:
        from mbc_cli.book.table import nearest  # only for a message

        raise UsageError(f"no axis '{key}': {nearest(key, book.axes)}; mbc options --axes lists them")
    return book.axes[key]


def fact_of(book: Book, axis: Axis, texts: Sequence[str]) -> Fact | None:
    """What some texts say of one axis; None when they say that it is not known."""
    told = [text for text in texts if text.casefold() not in NOT_KNOWN]
    if not told:
        return None
    if axis.form == "number":
        return number(axis, told)
    return the_set(book, axis, told) if axis.form == "set" else value(book, axis, told)


def number(axis: Axis, texts: Sequence[str]) -> Between:
    """A number that is said once, or the same each time."""
    found = {amount(axis, text) for text in texts}
    if len(found) > 1:
        raise UsageError(f"{axis.id} is given as {' and '.join(sorted(texts))}: give one number")
    return Between(*found, *found)


def amount(axis: Axis, text: str) -> float:
    """A text as a number from 0 on."""
    try:
        found = float(text)
    except ValueError:
        found = -1
    if not isfinite(found) or found < 0:
        raise UsageError(f"{axis.id}={text}: {axis.name} is a number: write one such as {axis.id}=2")
    return found


def value(book: Book, axis: Axis, texts: Sequence[str]) -> Members:
    """One value; of several that are said, the one that is a kind of all others."""
    found = sorted({choice(axis, text) for text in texts}, key=len)
    last = member(book, axis, found[-1])
    if not last.counts_as.issuperset(found):
        raise UsageError(f"{axis.id} is given as {' and '.join(sorted(found))}: give one of them")
    return whole([((last,),)])


def choice(axis: Axis, text: str) -> str:
    """The value that a text means; UsageError where it means none."""
    forms = forms_of(axis)
    key = form_key(text)
    if key not in forms:
        from mbc_cli.book.table import nearest  # only for a message

        near = nearest(key, [*axis.values, *(form for form in axis.short if len(form) > 1)])
        raise UsageError(f"{axis.id}={text}: no such value of {axis.name}: {near}{choices(axis, near)}")
    return forms[key]


def forms_of(axis: Axis) -> dict[str, str]:
    """What means each value: the value, its short forms, its phrase, or the part of it behind the dot."""
    forms = {form_key(phrase): found for found, phrase in axis.phrases.items()}
    forms |= {found.rpartition(".")[2]: found for found in axis.values}
    return forms | dict(axis.short) | {found: found for found in axis.values}


def form_key(text: str) -> str:
    """A text as the forms of values are compared."""
    return text.casefold().replace(" ", "-")


def takes(axis: Axis, text: str) -> bool:
    """Whether an axis of values takes a text as it is; of numbers and treatments, that is for their readers to say."""
    if axis.form == "number" or axis.of_treatments or text.casefold() in NOT_KNOWN:
        return True
    known = {*forms_of(axis), NONE_GIVEN}
    return all(form_key(item) in known for item in ([text] if axis.form == "value" else items_of(text)))


def choices(axis: Axis, near: str) -> str:
    """The values, where the message does not list them yet."""
    return "" if near.startswith("write one of") else f" (one of {', '.join(axis.values)})"


def the_set(book: Book, axis: Axis, texts: Sequence[str]) -> Members:
    """A complete set; `none` alone is the empty one."""
    items = [item for text in texts for item in separated(book, axis, text)]
    if not items:
        raise UsageError(f"{axis.id} is empty: write {NONE_GIVEN} when there is nothing")
    if NONE_GIVEN in (item.casefold() for item in items):
        if len(set(items)) > 1:
            raise UsageError(f"{axis.id} is both {NONE_GIVEN} and something: give one of them")
        return Members(complete=True)
    if not axis.of_treatments:
        return whole(((member(book, axis, choice(axis, item)),),) for item in items)
    return whole(claim for item in items for claim in claims(book, axis, item))


def with_part(book: Book, told: Told, fact: Fact | None) -> Fact:
    """What is known of a set, with what it was told to include or to lack beside other things."""
    axis = book.axes[told.axis]
    known = cast("Members", fact or Members())
    claims = the_set(book, axis, [told.text]).claims
    if told.how == "lacks":
        return known.but(without=known.without | {item.id for one in claims for choice in one for item in choice})
    if is_none(known):
        raise UsageError(f"{axis.id} is both {NONE_GIVEN} and {told.text}: give one of them")
    return with_claims(known, claims)


def separated(book: Book, axis: Axis, text: str) -> list[str]:
    """The items between commas; one item where the whole text is the name of a medicine, commas and all."""
    if axis.of_treatments and book.names.named(text):
        return [text]
    return items_of(text)


def items_of(text: str) -> list[str]:
    """What stands between the commas of a text."""
    return [item.strip() for item in text.replace(";", ",").split(",") if item.strip()]


def whole(claims: Iterable[Claim]) -> Members:
    """A complete set of these claims, each once, in an order that does not depend on how they were said."""
    return Members(tuple(sorted(dict.fromkeys(claims), key=claim_text)), complete=True)


def claim_text(claim: Claim, name: Callable[[str], str] = str) -> str:
    """A claim: "docetaxel", "paclitaxel or docetaxel", "perhaps trastuzumab"; ids, or what `name` makes of them."""
    certain = " or ".join(" + ".join(name(item.id) for item in alternative) for alternative in claim if alternative)
    return certain if all(claim) else f"perhaps {certain}"


def fact_value(axis: Axis, fact: Fact) -> str | float | list[str]:
    """A fact as data: a value, a number, or the list of what is in a set and, behind "not", of what is not."""
    if isinstance(fact, Between):
        return int(fact.least) if fact.least == int(fact.least) else fact.least
    texts = [*(claim_text(claim) for claim in fact.claims), *(f"not {name}" for name in sorted(fact.without))]
    return texts if axis.form == "set" else texts[0]


def fact_words(book: Book, axis: Axis, fact: Fact) -> str:
    """A fact in words: "HER2-positive", "prior doxorubicin, paclitaxel or docetaxel", "no prior taxane"."""
    if isinstance(fact, Between):
        return f"{axis.name} {fact_value(axis, fact)}"
    if is_none(fact):
        return f"{axis.name}: {NONE_GIVEN}"
    lacking = [test_words(book, axis.id, Test("none", tuple(sorted(fact.without))))] if fact.without else []
    if not axis.of_treatments:
        claims = [claim_text(claim, lambda name: book.phrase(axis.id, name)) for claim in fact.claims]
        return ", ".join([*claims, *lacking])
    names = ", ".join(claim_text(claim, lambda name: book.item(name).name) for claim in fact.claims)
    having = [axis.phrases.get(EACH, f"{axis.name}: {{}}").format(names)] if names else []
    return ", ".join([*having, *lacking])


def told_words(book: Book, told: Told) -> str:
    """What was told of an axis, in words."""
    axis = book.axes[told.axis]
    if told.how != "is":
        return fact_words(book, axis, with_part(book, told, None))
    fact = fact_of(book, axis, [told.text])
    return fact_words(book, axis, fact) if fact else f"{axis.name}: not known"


# --- what follows ------------------------------------------------------------------------------------------------


def closed(book: Book, stated: Mapping[str, Fact]) -> dict[str, Fact]:
    """These facts and all that follows from them; UsageError when they contradict one another."""
    axes = [axis for axis in book.axes.values() if axis.within or axis.follows]
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
    return facts


def without_all(book: Book, axis: Axis, fact: Fact) -> Fact:
    """A fact that lacks all kinds of what it was told to lack; UsageError where it is told to have one of them."""
    if isinstance(fact, Between) or not fact.without:
        return fact
    found = lacking(book, axis, fact, sorted(fact.without))
    if not all(found.claims):
        raise UsageError(f"{axis.id} is told to have and to lack the same: {fact_words(book, axis, fact)}: correct one")
    return found


def is_none(fact: Fact) -> bool:
    """Whether a set is known to be empty."""
    return isinstance(fact, Members) and fact.complete and not fact.claims


def widen(axis: Axis, facts: dict[str, Fact], stated: Mapping[str, Fact]) -> None:
    """Put what was said of a set into the sets that it lies within: progression is exposure too."""
    inner = facts.get(axis.id)
    if not isinstance(inner, Members):
        return
    for name in axis.within:
        outer = cast("Members", facts.get(name, Members()))
        if inner.claims and name in stated and is_none(stated[name]):
            raise UsageError(f"{name} is {NONE_GIVEN}, but {axis.id} is not")
        facts[name] = with_claims(outer, inner.claims)


def with_claims(outer: Members, claims: Iterable[Claim]) -> Members:
    """A set with these claims, as far as it does not hold them yet."""
    fresh = [found for found in claims if not_in(outer, found)]
    return outer.but(claims=tuple(sorted({*outer.claims, *fresh}, key=claim_text)))


def not_in(outer: Members, claim: Claim) -> bool:
    """Whether a claim adds to a set: one of some treatments adds nothing where one of them is sure to be in it."""
    names = {item.id for alternative in claim for item in alternative}
    single = all(len(alternative) == 1 for alternative in claim)
    return claim not in outer.claims and not (single and outer.holds(names) == Truth.YES)


def made_up(axis: Axis, facts: dict[str, Fact]) -> None:
    """A set that is made of complete ones is complete; UsageError where it holds what none of them can hold."""
    parts = [fact for name in axis.made_of if isinstance(fact := facts.get(name), Members) and fact.complete]
    held = facts.get(axis.id, Members())
    if not parts or len(parts) < len(axis.made_of) or not isinstance(held, Members):
        return
    whole = Members(tuple(found for part in parts for found in part.claims), complete=True)
    for found in held.claims:
        if all(alternative_in(whole, alternative) == Truth.NO for alternative in found):
            told = " and ".join(axis.made_of)
            raise UsageError(f"{axis.id} holds {claim_text(found)}, but {told} do not: correct one of them")
    facts[axis.id] = held.but(complete=True)


def alternative_in(whole: Members, alternative: Alternative) -> Truth:
    """Whether all members of an alternative are in a set."""
    return all_of(whole.holds((item.id,)) for item in alternative)


def bound(axis: Axis, facts: dict[str, Fact]) -> None:
    """A set of which nothing was said holds at most what the complete set around it holds."""
    for name in axis.within:
        outer = facts.get(name)
        if axis.id not in facts and isinstance(outer, Members) and outer.complete:
            perhaps = ((*(one for one in found if one), ()) for found in outer.claims)
            facts[axis.id] = Members(tuple(perhaps), complete=True)


def limit(axis: Axis, facts: dict[str, Fact]) -> None:
    """A number is at most the numbers that it lies within; a set lacks what the sets around it lack."""
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
    """Two sets of which the first lies within the second."""
    certain = [found for found in inner.claims if all(found)]
    return inner.but(without=inner.without | outer.without), with_claims(outer, certain)


def conclude(book: Book, axis: Axis, facts: dict[str, Fact]) -> None:
    """Apply what is written to follow for an axis."""
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
    """A fact together with the test that it now passes."""
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
    """A set or value without these."""
    lost = frozenset().union(*(below(book, name) if axis.of_treatments else {name} for name in values))
    kept = (tuple(one for one in found if not lost & kinds_of(one)) for found in fact.claims)
    return fact.but(without=fact.without | lost, claims=tuple(kept))


def kinds_of(alternative: Alternative) -> frozenset[str]:
    """What the members of an alternative count as."""
    return frozenset().union(*(item.counts_as for item in alternative))


def having(book: Book, axis: Axis, fact: Members, values: Sequence[str]) -> Members:
    """A set or value with one of these: of a complete set, one of what it may hold of them."""
    choices: Claim = tuple((member(book, axis, name),) for name in values if name not in fact.without)
    if fact.complete:
        unsettled = (found for found in fact.claims if claim_is(found, values) == Truth.UNKNOWN)
        choices = tuple(one for found in unsettled for held in found for one in sharpened(held, choices))
    if axis.form == "value":
        return fact.but(claims=(choices,), complete=True)
    return fact if choices in fact.claims else fact.but(claims=(*fact.claims, choices))


def sharpened(held: Alternative, wanted: Claim) -> Iterator[Alternative]:
    """What is held, if it may be one of those wanted; in its place the wanted kinds of it, where it has such."""
    truth = alternative_is(held, [item.id for (item,) in wanted])
    kinds = [one for one in wanted if truth == Truth.UNKNOWN and {item.id for item in held} & kinds_of(one)]
    yield from kinds or ([held] if truth != Truth.NO else [])
