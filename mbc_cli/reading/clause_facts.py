"""Facts about a clause of a chart, worked out once, so that questions about its words check only a few places."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from mbc_cli.reading.behind import YEAR

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mbc_cli.reading.tokens import Token

BESIDE_A_KIND = frozenset(
    ("treated", "unit", "schedule", "line", "setting", "place", "month", "now", "stopped", "modality", "placeholder")
)
"""Roles of words next to a kind of treatment ("chemo") that still leave it counted as given."""
TREATMENTS = ("procedure.", "class.")


class ClauseFacts:
    """The tokens of a clause, and the places of those that matter; every place is a place in the whole text."""

    def __init__(self, tokens: Sequence[Token], start: int, stop: int) -> None:
        self.tokens = tokens
        self.here = range(start, stop)

    def places(self, holds: Callable[[Token], bool]) -> list[int]:
        """The places of the tokens for which a condition holds."""
        return [n for n in self.here if holds(self.tokens[n])]

    @cached_property
    def said(self) -> dict[str, int]:
        """What words say about the treatment after them, and the first place of each such role."""
        words = self.places(lambda token: token.kind == "word" and bool(token.known.before))
        return {self.tokens[n].known.before: n for n in reversed(words)}

    @cached_property
    def first_said(self) -> int:
        """The first place of something said about any treatment; the end of the text if there is none."""
        return next(iter(self.places(lambda token: bool(token.known.before))), len(self.tokens))

    @cached_property
    def others(self) -> list[int]:
        """The places of everything except words for the patient."""
        return self.places(lambda token: not token.means("the patient"))

    @cached_property
    def joined(self) -> list[int]:
        """The places of whatever joins two treatments."""
        return self.places(lambda token: token.kind == "and")

    @cached_property
    def ors(self) -> list[int]:
        """The places of "or"."""
        return self.places(lambda token: token.kind == "or")

    @cached_property
    def versus(self) -> list[int]:
        """The places of "versus"."""
        return self.places(lambda token: token.kind == "versus")

    @cached_property
    def names(self) -> list[int]:
        """The places of names."""
        return self.places(lambda token: token.kind == "name")

    @cached_property
    def dates(self) -> list[int]:
        """The places of dates and years."""
        return self.places(is_date)

    @cached_property
    def acts(self) -> list[int]:
        """The places of words for what is done with a treatment."""
        return self.places(lambda token: token.kind in ("word", "name") and token.means("act"))

    @cached_property
    def looked_at(self) -> list[int]:
        """The places of words and names that a search does not look past."""
        return self.places(lambda token: token.kind in ("word", "name") and not token.means("look through"))

    @cached_property
    def strange(self) -> list[int]:
        """The places of unknown words."""
        return self.places(is_strange_word)

    @cached_property
    def counts(self) -> list[int]:
        """The places of cycle counts and lengths of time."""
        return self.places(is_count)

    @cached_property
    def begun(self) -> bool:
        """Whether a number of cycles or a length of time has passed, unlike "chemo *in* 3 weeks"."""
        return any(n == 0 or not self.tokens[n - 1].means("ahead") for n in self.counts)

    @cached_property
    def vague(self) -> bool:
        """Whether the words around a bare kind of treatment do not say that it was given."""
        words = [self.tokens[n] for n in self.here if self.tokens[n].kind == "word" and not self.leads_to_a_place(n)]
        beside = any(word.known.roles.isdisjoint(BESIDE_A_KIND) and not stands_for_treatment(word) for word in words)
        done = any(word.means("now") or word.means("act") for word in words)
        return beside and (not done or bool(self.strange))

    def leads_to_a_place(self, at: int) -> bool:
        """Whether a small word comes right before a word for the place of treatment: "chemo *AT* OSH"."""
        behind = self.tokens[at + 1 : at + 2]
        return self.tokens[at].means("small word") and bool(behind) and behind[0].means("place")


def is_date(token: Token) -> bool:
    """Whether a token is a date or a year."""
    return token.of == "date" or is_year(token)


def is_year(token: Token) -> bool:
    """Whether a token is a year."""
    return bool(YEAR.fullmatch(token.text))


def is_count(token: Token) -> bool:
    """Whether a token is a cycle count or a length of time."""
    return token.of == "cycles" or (token.of == "schedule" and token.text[:1].isdigit())


def is_strange_word(word: Token) -> bool:
    """Whether a word is unknown, and is not written like the name of a place or person inside a text."""
    proper = word.start > 0 and word.text[:1].isupper() and not word.text.isupper()
    return word.kind == "word" and not word.known.roles and not proper


def stands_for_treatment(token: Token) -> bool:
    """Whether a word stands for a treatment."""
    return any(role.startswith(TREATMENTS) for role in token.known.roles)
