"""What stands before, between and behind the names of a text, where it changes nothing of the treatment.

Such stretches come again in a column, whatever the names are. So the full reading is asked of each once, beside names
of our own, and what it says holds wherever the stretch comes again.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, Literal, NamedTuple

from mbc_cli.annotate.annotation import REMEMBERED
from mbc_cli.reading.chart import PROCEDURE, SITUATION
from mbc_cli.reading.read import read
from mbc_cli.reading.status import SUBCUTANEOUS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from mbc_cli.annotate.sure_names import Quick
    from mbc_cli.reading.aids import Aids
    from mbc_cli.reading.tokens import Token
    from mbc_cli.reading.treatment import Treatment

Place = Literal["before", "between", "behind"]
Span = tuple[int, int]

KINDS: dict[Place, frozenset[str]] = {
    "before": frozenset(("mark", "word", "open", "close", "stop")),
    "between": frozenset(("mark", "word", "open", "close", "and", "then", "slash")),
    "behind": frozenset(("mark", "word", "open", "close", "and", "stop")),
}
"""The kinds of token that a stretch may have at its place."""
JOINERS = frozenset(("and", "then", "slash"))
NEUTRAL = frozenset(
    {"filler", "unit", "schedule", "route", "setting", "line", "month", "breast", "finding", "treated", "stopped"}
    | {"reason", "now", "on", "act", "the patient", "look through", "chart", "record number"}
)
"""The roles of words that change nothing of the treatment beside them, where no word gives it a role.

What the chart says with a word (that a treatment was tolerated) matters to the registry items only.
"""
AT_THE_END = frozenset(("premedication", "small word"))
"""Roles of words that say something of what stands on both sides of them."""
# Dates in figures, and long numbers.
FIGURES = re.compile(
    r"(?<![\w.,/-])(?:(?:19|20)\d\d-\d\d-\d\d|\d{1,2}([/.])\d{1,2}\1(?:(?:19|20)\d\d|\d\d)|\d{5,})(?![\w/-]|[.,]\d)"
)
YEAR_OR_DIGIT = re.compile(r"(?:19|20)\d\d(?!\d)|\d")


class Stretch(NamedTuple):
    """A stretch that changes nothing: where its marks, its bare numbers and words such as "stopped" stand in it."""

    marks: tuple[Span, ...] = ()
    numbers: tuple[Span, ...] = ()
    stopped: tuple[Span, ...] = ()
    slash: bool = False


class Stretches:
    """Stretches as the full reading has them, beside sure names that are part of no longer one."""

    def __init__(self, quick: Quick, aids: Aids) -> None:
        self.quick = quick
        self.aids = aids
        self.met: set[tuple[Place, str, bool]] = set()
        self.asked = lru_cache(REMEMBERED)(self.ask)

    def find(self, place: Place, text: str, *, capitals: bool) -> Stretch | None:
        """What a stretch is; None where it may change something, and where it is met first, as many never come again.

        `capitals`: the name before it ends in capitals.
        """
        key = (place, alike(text), capitals)
        if key in self.met:
            return self.asked(*key)
        if len(self.met) >= REMEMBERED:
            self.met.clear()
        self.met.add(key)
        return None

    def ask(self, place: Place, text: str, capitals: bool) -> Stretch | None:
        """What the full reading makes of a stretch; None where it may change something."""
        one, other = (name.upper() if capitals else name for name in self.examples)
        before, behind = "" if place == "before" else one, "" if place == "behind" else other
        whole = f"{before}{text}{behind}"
        names = [span for span in ((0, len(before)), (len(whole) - len(behind), len(whole))) if span[0] < span[1]]
        found = read(self.quick.book, whole, self.aids)
        rest = [token for token in found.tokens if token.kind != "name"]
        if not (found.text == whole and is_plain(found, names) and is_neutral(place, rest)):
            return None
        at = len(before)
        return Stretch(
            spans((mark for mark in found.marks if mark.of), at),
            spans((mark for mark in found.marks if not mark.of), at),
            spans((word for word in found.words if word.means("stopped")), at),
            any(token.kind == "slash" or token.text == "|" for token in rest),
        )

    @cached_property
    def examples(self) -> tuple[str, str]:
        """Two sure names of drugs that do not exclude each other; two empty ones where the vocabulary has none."""
        quick, compounds = self.quick, self.quick.compounds
        drugs = [
            drug
            for drug in quick.book.drugs.values()
            if quick.ids(drug.name) == quick.ids(drug.name.upper()) == drug.id
        ]
        apart = [drug for drug in drugs if not (compounds.opens(drug.name) or compounds.goes_on(drug.name))]
        pairs = (
            (one.name, other.name) for one, other in combinations(apart, 2) if (one.id, other.id) not in quick.exclusive
        )
        return next(pairs, ("", ""))


def alike(text: str) -> str:
    """The stretch with every date in figures and every long number as another one of its shape, which is read alike."""
    return FIGURES.sub(lambda found: YEAR_OR_DIGIT.sub(one_of_its_shape, found[0]), text)


def one_of_its_shape(found: re.Match[str]) -> str:
    """A year for a year, a digit for a digit."""
    return "2011"[-len(found[0]) :]


def is_plain(found: Treatment, names: list[Span]) -> bool:
    """Whether a reading is exact and names just what stands at these places, and there is nothing else to say of it."""
    more = (*found.doubts, *found.mentioned, *found.others, *found.notes, *found.near)
    named = [(token.start, token.end) for token in found.tokens if token.kind == "name"]
    return found.status == "exact" and not more and named == names


def is_neutral(place: Place, rest: Collection[Token]) -> bool:
    """Whether what is around names changes nothing of them: two are joined, brackets closed, no word says more."""
    kinds = {token.kind for token in rest}
    depth = sum((token.kind == "open") - (token.kind == "close") for token in rest)
    joined = place != "between" or not kinds.isdisjoint(JOINERS)
    return kinds <= KINDS[place] and joined and not depth and all(says_nothing(token, place) for token in rest)


def says_nothing(token: Token, place: Place) -> bool:
    """Whether a token says nothing of the names beside it; "SC" may say which product is meant."""
    if token.kind == "mark" and SUBCUTANEOUS.fullmatch(token.text):
        return False
    known, may_say = token.known, NEUTRAL | AT_THE_END if place == "behind" else NEUTRAL
    roles = {role for role in known.roles if not role.startswith((SITUATION, PROCEDURE))}
    return not (known.before or known.after or known.between) and roles <= {*may_say, token.kind}


def spans(tokens: Iterable[Token], at: int) -> tuple[Span, ...]:
    """Where some tokens stand in what begins at `at`."""
    return tuple((token.start - at, token.end - at) for token in tokens)
