"""Facts as they were given: a value, a number or a set, read from text in the way that its axis requires."""

from __future__ import annotations

import re
from math import inf
from typing import TYPE_CHECKING, cast

from mbc_cli.book.errors import UsageError
from mbc_cli.book.names import clean, fold
from mbc_cli.options.conditions import Between, Members
from mbc_cli.options.treatments import claims, member
from mbc_cli.options.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Axis
    from mbc_cli.options.conditions import Claim, Fact
    from mbc_cli.options.told import Told

NONE_GIVEN = "none"
NOT_KNOWN = ("unknown", "?")
LIMIT = re.compile(r"(?P<sign><|>=)?\s*(?P<number>\d+(?:\.\d+)?)")
STEP = 0.01
"""How far below 10 "below 10" is, both in facts and in the conditions of the data."""


def axis_of(book: Book, name: str) -> Axis:
    """The axis with an id or a flag; UsageError suggests the nearest one."""
    key = clean(name).casefold().lstrip("-").replace(" ", "-").replace("_", "-")
    if key not in book.axes:
        from mbc_cli.book.table import nearest  # only for a message

        raise UsageError(f"no axis '{key}': {nearest(key, book.axes)}; mbc options --axes lists them")
    return book.axes[key]


def axis_called(book: Book, text: str) -> Axis | None:
    """The axis that people call by a name such as "HER2" or "ejection fraction"; None for any other text."""
    key = fold(text)
    return next((axis for axis in book.axes.values() if key in map(fold, (axis.name, *axis.written))), None)


def fact_of(book: Book, axis: Axis, texts: Sequence[str]) -> Fact | None:
    """What some texts say about one axis; None if they say it is unknown."""
    told = [text for text in texts if text.casefold() not in NOT_KNOWN]
    if not told:
        return None
    if axis.form == "number":
        return number(axis, told)
    return the_set(book, axis, told) if axis.form == "set" else value(book, axis, told)


def number(axis: Axis, texts: Sequence[str]) -> Between:
    """A number that is given once, or is the same each time."""
    found = {amount(axis, text) for text in texts}
    if len(found) > 1:
        raise UsageError(f"{axis.id} is given as {' and '.join(sorted(texts))}: give one number")
    return found.pop()


def amount(axis: Axis, text: str) -> Between:
    """A text as a number that the axis allows, or as a limit on it: "3", "<10", ">=10"."""
    found = LIMIT.fullmatch(text)
    if not found:
        raise UsageError(f"{axis.id}={text}: {axis.name} is a number: write one such as {axis.id}=2")
    limit = float(found["number"])
    if not can_be(axis, limit):
        raise UsageError(f"{axis.id}={text}: {axis.name} is {numbers_in_words(axis)}")
    return Between(limit if found["sign"] != "<" else 0, {"": limit, "<": limit - STEP, ">=": inf}[found["sign"] or ""])


def can_be(axis: Axis, number: float) -> bool:
    """Whether an axis allows a number: an Allred score cannot be 1 or 3.5, and a share is at most 100 percent."""
    ends = [(text.partition("..")[0], text.rpartition("..")[2]) for text in axis.numbers]
    inside = not ends or any(float(least) <= number <= float(most) for least, most in ends)
    return inside and (not axis.whole or number.is_integer())


def numbers_in_words(axis: Axis) -> str:
    """The numbers that an axis allows: "a whole number: 0 or 2 to 8"."""
    ranges = " or ".join(text.replace("..", " to ") for text in axis.numbers)
    return ("a whole number" if axis.whole else "a number") + (ranges and f": {ranges}")


def value(book: Book, axis: Axis, texts: Sequence[str]) -> Members:
    """One value; if several are given, the one that is a kind of all the others."""
    found = sorted({choice(axis, text) for text in texts}, key=len)
    last = member(book, axis, found[-1])
    if not last.counts_as.issuperset(found):
        raise UsageError(f"{axis.id} is given as {' and '.join(sorted(found))}: give one of them")
    return whole([((last,),)])


def choice(axis: Axis, text: str) -> str:
    """The value that a text means; UsageError if it means none."""
    forms = forms_of(axis)
    key = form_key(text)
    if key not in forms:
        from mbc_cli.book.table import nearest  # only for a message

        near = nearest(key, [*axis.values, *(form for form in axis.short if len(form) > 1)])
        raise UsageError(f"{axis.id}={text}: no such value of {axis.name}: {near}{choices(axis, near)}")
    return forms[key]


def forms_of(axis: Axis) -> dict[str, str]:
    """What each value may be called: the value, its short forms, its phrase, or the part of it after the dot."""
    forms = {form_key(phrase): found for found, phrase in axis.phrases.items()}
    forms |= {found.rpartition(".")[2]: found for found in axis.values}
    return forms | dict(axis.short) | {found: found for found in axis.values}


def form_key(text: str) -> str:
    """A text in the form used to compare values."""
    return text.casefold().replace(" ", "-")


def takes(axis: Axis, text: str) -> bool:
    """Whether an axis of values accepts a text as it is; for numbers and treatments, their readers decide."""
    if axis.form == "number" or axis.of_treatments or text.casefold() in NOT_KNOWN:
        return True
    known = {*forms_of(axis), NONE_GIVEN}
    return all(form_key(item) in known for item in ([text] if axis.form == "value" else items_of(text)))


def choices(axis: Axis, near: str) -> str:
    """The values, if the message does not list them yet."""
    return "" if near.startswith("write one of") else f" (one of {', '.join(axis.values)})"


def the_set(book: Book, axis: Axis, texts: Sequence[str]) -> Members:
    """A complete set; `none` by itself is the empty set."""
    items = [item for text in texts for item in separated(book, axis, text)]
    if not items:
        raise UsageError(f"{axis.id} is empty: write {NONE_GIVEN} if there was nothing")
    if NONE_GIVEN in (item.casefold() for item in items):
        if len(set(items)) > 1:
            raise UsageError(f"{axis.id} is both {NONE_GIVEN} and something else: give one of them")
        return Members(complete=True)
    if not axis.of_treatments:
        return whole(((member(book, axis, choice(axis, item)),),) for item in items)
    return whole(claim for item in items for claim in claims(book, axis, item))


def with_part(book: Book, told: Told, fact: Fact | None) -> Fact:
    """What is known of a set, combined with what was given separately as included or lacking."""
    axis = book.axes[told.axis]
    known = cast("Members", fact or Members())
    claims = the_set(book, axis, [told.text]).claims
    if told.how == "lacks":
        return known.but(without=known.without | {item.id for one in claims for choice in one for item in choice})
    if is_none(known):
        raise UsageError(f"{axis.id} is both {NONE_GIVEN} and {told.text}: give one of them")
    return with_claims(known, claims)


def with_claims(outer: Members, claims: Iterable[Claim]) -> Members:
    """A set with those of these claims added that it does not contain yet."""
    fresh = [found for found in claims if not_in(outer, found)]
    return outer.but(claims=tuple(sorted({*outer.claims, *fresh}, key=claim_text)))


def not_in(outer: Members, claim: Claim) -> bool:
    """Whether a claim adds to a set: "one of some treatments" adds nothing if one of them is certainly in it."""
    names = {item.id for alternative in claim for item in alternative}
    single = all(len(alternative) == 1 for alternative in claim)
    return claim not in outer.claims and not (single and outer.holds(names) == Truth.YES)


def is_none(fact: Fact) -> bool:
    """Whether a set is known to be empty."""
    return isinstance(fact, Members) and fact.complete and not fact.claims


def separated(book: Book, axis: Axis, text: str) -> list[str]:
    """The items between commas; one item if the whole text is the name of a medicine, including its commas."""
    if axis.of_treatments and book.names.named(text):
        return [text]
    return items_of(text)


def items_of(text: str) -> list[str]:
    """The texts between the commas of a text."""
    return [item.strip() for item in text.replace(";", ",").split(",") if item.strip()]


def whole(claims: Iterable[Claim]) -> Members:
    """A complete set of these claims, each once, in an order that does not depend on how they were given."""
    return Members(tuple(sorted(dict.fromkeys(claims), key=claim_text)), complete=True)


def claim_text(claim: Claim, name: Callable[[str], str] = str) -> str:
    """A claim: "docetaxel", "paclitaxel or docetaxel", "perhaps trastuzumab"; by ids, or what `name` makes of them."""
    certain = " or ".join(" + ".join(name(item.id) for item in alternative) for alternative in claim if alternative)
    return certain if all(claim) else f"perhaps {certain}"
