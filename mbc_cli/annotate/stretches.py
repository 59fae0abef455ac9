"""What comes before, between and after the names of a text, if it changes nothing about the treatment.

Such stretches recur in a column with different names. What the full reading found in one holds wherever it recurs.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from mbc_cli.reading.status import SUBCUTANEOUS
from mbc_cli.reading.subjects import PROCEDURE, SITUATION
from mbc_cli.reading.treatment import UNCLEAR
from mbc_cli.reading.words import NOTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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
    {
        "filler",
        "place",
        "unit",
        "schedule",
        "dose dense",
        "route",
        "setting",
        "line",
        "month",
        "breast",
        "finding",
        "treated",
        "stopped",
        "regimen",
        "matching",
        NOTED,
    }
    | {"reason", "now", "on", "act", "the patient", "look through", "chart", "record number"}
)
"""The roles of words that change nothing about the treatment beside them, unless a word gives it a role.

What the chart says with such a word (that a treatment was tolerated) matters only to the registry items.
"""
AT_THE_END = frozenset(("premedication", "small word"))
"""Roles of words that say something about the names on both sides of them."""
# Dates in figures, and long numbers.
FIGURES = re.compile(
    r"(?<![\w.,/-])(?:(?:19|20)\d\d-\d\d-\d\d|\d{1,2}([/.])\d{1,2}\1(?:(?:19|20)\d\d|\d\d)|\d{5,})(?![\w/-]|[.,]\d)"
)
YEAR_OR_DIGIT = re.compile(r"(?:19|20)\d\d(?!\d)|\d")


class Stretch(NamedTuple):
    """A stretch that changes nothing: where its marks, bare numbers, noted words and words like "stopped" are in it.

    `slash` says that it is only a slash or a bar, which may leave a choice. `tokens` are all of its tokens,
    whose places also count from its beginning.
    """

    marks: tuple[Span, ...] = ()
    numbers: tuple[Span, ...] = ()
    noted: tuple[Span, ...] = ()
    stopped: tuple[Span, ...] = ()
    slash: bool = False
    tokens: tuple[Token, ...] = ()


NOTHING = Stretch()
"""What an empty stretch has."""


def alike(text: str) -> str:
    """The stretch with every date in figures and every long number replaced by one of the same shape, read alike."""
    return FIGURES.sub(lambda found: YEAR_OR_DIGIT.sub(one_of_its_shape, found[0]), text)


def one_of_its_shape(found: re.Match[str]) -> str:
    """A year for a year, a digit for a digit."""
    return "2011"[-len(found[0]) :]


def is_plain(found: Treatment, names: Sequence[Span]) -> bool:
    """Whether a reading is sure and names exactly what is at these places, and nothing else needs to be said."""
    more = (*found.doubts, *found.mentioned, *found.others, *found.notes, *found.near)
    named = [(token.start, token.end) for token in found.tokens if token.kind == "name"]
    return found.status in ("exact", "corrected") and not more and named == list(names)


def stretch_of(found: Treatment, place: Place, start: int, end: int) -> Stretch | None:
    """What a plain reading has from `start` to `end`; None if it may change something about other names."""
    tokens = [token for token in found.tokens if start <= token.start < end]
    if not is_neutral(place, tokens):
        return None
    marks = [mark for mark in found.marks if start <= mark.start < end]
    return Stretch(
        spans((mark for mark in marks if mark.of), start),
        spans((mark for mark in marks if not mark.of), start),
        spans((token for token in tokens if token.kind == "word" and token.means(NOTED)), start),
        spans((token for token in tokens if token.kind == "word" and token.means("stopped")), start),
        bool(tokens) and all(token.kind == "slash" or token.text == "|" for token in tokens),
        tuple(replace(token, start=token.start - start, end=token.end - start) for token in tokens),
    )


def is_neutral(place: Place, tokens: Sequence[Token]) -> bool:
    """Whether the text around names changes nothing: names are joined, brackets closed, no word says more."""
    kinds = {token.kind for token in tokens}
    depth = sum((token.kind == "open") - (token.kind == "close") for token in tokens)
    joined = place != "between" or not kinds.isdisjoint(JOINERS)
    return kinds <= KINDS[place] and joined and not depth and all(says_nothing(token, place) for token in tokens)


def says_nothing(token: Token, place: Place) -> bool:
    """Whether a token says nothing about the names beside it.

    "SC" may say which product is meant; an unknown word may stand for one of them: "docetaxel (T)"; what was "held" may
    not have been given.
    """
    if (token.kind == "mark" and SUBCUTANEOUS.fullmatch(token.text)) or (
        token.kind == "word" and (not token.known.roles or (token.means("stopped") and token.means(UNCLEAR)))
    ):
        return False
    known, may_say = token.known, NEUTRAL | AT_THE_END if place == "behind" else NEUTRAL
    roles = {role for role in known.roles if not role.startswith((SITUATION, PROCEDURE))}
    return not (known.before or known.after or known.between) and roles <= {*may_say, token.kind}


def spans(tokens: Iterable[Token], at: int) -> tuple[Span, ...]:
    """Where some tokens are in a stretch that begins at `at`."""
    return tuple((token.start - at, token.end - at) for token in tokens)
