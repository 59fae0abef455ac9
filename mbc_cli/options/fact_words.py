"""Facts as data and in words."""

from __future__ import annotations

from math import isinf
from typing import TYPE_CHECKING

from mbc_cli.book.model import Test
from mbc_cli.options.conditions import Between
from mbc_cli.options.facts import NONE_GIVEN, STEP, claim_text, fact_of, is_none, with_part
from mbc_cli.options.wording import EACH, number_words, test_words

if TYPE_CHECKING:
    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Axis
    from mbc_cli.options.conditions import Fact
    from mbc_cli.options.told import Told


def fact_value(axis: Axis, fact: Fact) -> str | float | list[str]:
    """A fact as data: a value, a number or limit, or a list of what a set contains, then "not" and what it lacks."""
    if isinstance(fact, Between):
        return amount_of(fact)
    texts = [*(claim_text(claim) for claim in fact.claims), *(f"not {name}" for name in sorted(fact.without))]
    return texts if axis.form == "set" else texts[0]


def amount_of(fact: Between) -> str | float:
    """A number, or a limit as written: "<10", ">=10"."""
    if fact.least != fact.most:
        return f">={fact.least:g}" if isinf(fact.most) else f"<{fact.most + STEP:g}"
    return int(fact.least) if fact.least == int(fact.least) else fact.least


def fact_words(book: Book, axis: Axis, fact: Fact) -> str:
    """A fact in words: "HER2-positive", "prior doxorubicin, paclitaxel or docetaxel", "no prior taxane"."""
    if isinstance(fact, Between):
        return number_words(axis, fact.least, fact.most)
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
    """What was said about an axis, in words."""
    axis = book.axes[told.axis]
    if told.how != "is":
        return fact_words(book, axis, with_part(book, told, None))
    fact = fact_of(book, axis, [told.text])
    return fact_words(book, axis, fact) if fact else f"{axis.name}: not known"
