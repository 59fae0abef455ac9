"""Treatments in turn: "had THP then Enhertu" with metastases tells of two lines, so the next line is wanted.

It is read this way only if what came first is not the usual start of treatment for early disease, which is also given
in turn: chemotherapy or hormone therapy alone ("AC then Herceptin"), or a regimen only for early disease.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from mbc_cli.book.names import SEQUENCE
from mbc_cli.options.conditions import Members
from mbc_cli.options.facts import fact_of
from mbc_cli.options.told import Told
from mbc_cli.options.treatments import is_treatment, regimens_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.options.conditions import Claim

PRIOR, SITE, LINE = "prior", "site", "line"
SETTLES = frozenset((LINE, "prior-early", "recurrence-months"))
"""The axes that themselves say which line is wanted, or that there was treatment for early disease."""
EARLY_TOO = frozenset(("chemotherapy", "hormone-therapy"))
"""The classes whose drugs are also given in turn for early disease."""
METASTATIC = "metastatic"
LAST = 3
"""The value of the axis `line` for the third and all later lines."""
NOTE = "treatments given in turn are read as lines of therapy for metastatic disease (--line overrides this)"


def line_told(book: Book, told: Sequence[Told], given: Collection[str]) -> Told | None:
    """The line that comes next after treatments in turn, if there are metastases; None if that is not clear.

    `given` are the axes told in addition to the text.
    """
    axes = {one.axis for one in told} | set(given)
    if SITE not in axes or SETTLES & axes:
        return None
    turns = [steps for one in told if one.axis == PRIOR and len(steps := turns_of(book, one.text)) > 1]
    if len(turns) != 1 or not is_line(book, turns[0][0]) or repeats(book, turns[0]):
        return None
    return Told(LINE, str(min(len(turns[0]) + 1, LAST)))


def turns_of(book: Book, text: str) -> list[str]:
    """The treatments of a text that were given one after another; none if any of them is not a treatment."""
    steps = SEQUENCE.split(text)
    return steps if all(is_treatment(book, step) for step in steps) else []


def is_line(book: Book, text: str) -> bool:
    """Whether a treatment is not one with which treatment of early disease begins."""
    regimens = regimens_of(book, text)
    early = regimens and not any(METASTATIC in regimen.setting for regimen in regimens)
    alone = all(is_early_too(claim) for claim in claims_of(book, text))
    return not early and not alone


def is_early_too(claim: Claim) -> bool:
    """Whether a part of a treatment is chemotherapy or hormone therapy, whichever drug is meant."""
    return all(EARLY_TOO & item.counts_as for alternative in claim for item in alternative)


def repeats(book: Book, steps: Sequence[str]) -> bool:
    """Whether a treatment contains nothing new compared with the one before it, like maintenance."""
    held = [set(claims_of(book, step)) for step in steps]
    return any(later <= before for before, later in pairwise(held))


def claims_of(book: Book, text: str) -> tuple[Claim, ...]:
    """What a treatment stands for."""
    fact = fact_of(book, book.axes[PRIOR], [text])
    return fact.claims if isinstance(fact, Members) else ()
