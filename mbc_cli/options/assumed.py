"""What a later line says about earlier treatments: they were given in earlier lines, and the cancer grew on them.

It is assumed only if nothing is said about progression; every answer says so, and anything said to the contrary wins.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.book.model import Test
from mbc_cli.options.conditions import Members, test_truth
from mbc_cli.options.fact_words import fact_words
from mbc_cli.options.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mbc_cli.book.book import Book
    from mbc_cli.options.conditions import Claim, Fact

LATER = Test("any", ("2", "3"))
PROGRESSED, METASTATIC, EARLY, PRIOR = "progressed-on", "prior-metastatic", "prior-early", "prior"
GOES_ON = ("current", "intolerance")
"""The axes of treatments that did not end because of progression: still being given, or stopped for another reason."""
RECURRED = "recurrence-months"
"""How the names of axes about early disease begin, if "early" is not part of the name."""


def assumed(given: Mapping[str, Fact]) -> dict[str, Fact]:
    """What is assumed beyond the given facts: progression, and treatment for metastatic disease; usually nothing."""
    if PROGRESSED in given or test_truth(LATER, given.get("line")) != Truth.YES:
        return {}
    other = [claim for axis in GOES_ON for claim in claims_of(given, axis)]
    earlier = tuple(claim for claim in of_earlier_lines(given) if claim not in other)
    return {axis: Members(earlier) for axis in (METASTATIC, PROGRESSED) if earlier and axis not in given}


def of_earlier_lines(given: Mapping[str, Fact]) -> Iterator[Claim]:
    """The treatments said to be for metastatic disease, or if there are none, all not said to be for early disease."""
    if METASTATIC in given:
        yield from claims_of(given, METASTATIC)
    elif EARLY in given or not any(axis.startswith(RECURRED) for axis in given):
        early = claims_of(given, EARLY)
        yield from (claim for claim in claims_of(given, PRIOR) if claim not in early)


def claims_of(given: Mapping[str, Fact], axis: str) -> tuple[Claim, ...]:
    """What was said about a set."""
    fact = given.get(axis)
    return fact.claims if isinstance(fact, Members) else ()


def assumed_words(book: Book, found: Mapping[str, Fact]) -> str:
    """What is assumed, in words; "" if nothing is."""
    words = "; ".join(fact_words(book, book.axes[axis], fact) for axis, fact in found.items())
    return words and f"assumed because a later line is given: {words} (--progressed-on overrides it)"
