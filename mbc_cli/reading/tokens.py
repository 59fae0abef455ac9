"""The pieces of a text that is read, and its stretches."""

from __future__ import annotations

from bisect import bisect_right, insort
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from mbc_cli.book.names import ACRONYMS, ARMS
from mbc_cli.reading.words import UNKNOWN, Known

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mbc_cli.book.names import Match
    from mbc_cli.reading.amounts import Mark

LONGEST = 9  # runs of letters and digits in a name
TokenKind = Literal[
    "name",
    "other",
    "mark",
    "optional",
    "versus",
    "or",
    "then",
    "and",
    "slash",
    "hyphen",
    "stop",
    "open",
    "close",
    "sign",
    "word",
]


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text; a name has the entries that it may mean, and an acronym has the names spelled out in it.

    `spelled`: the names inside are all of it, as in "paclitaxel + bevacizumab", an acronym only by its entry.
    `of` is the kind of a mark, the ingredient of another medicine (with its use in `use`), or the original and
    corrected spelling of a name; `known` is what a known word says.
    """

    kind: TokenKind
    text: str
    start: int
    end: int
    matches: tuple[Match, ...] = ()
    inside: tuple[Match, ...] = ()
    spelled: bool = field(default=False, compare=False)
    of: str = field(default="", compare=False)
    use: str = field(default="", compare=False)
    known: Known = field(default=UNKNOWN, compare=False)

    def means(self, role: str) -> bool:
        """Whether it is a word with a given role."""
        return role in self.known.roles

    @property
    def acronym(self) -> bool:
        """Whether it is written like a regimen rather than a drug or class."""
        return any(match.kind in ACRONYMS for match in self.matches)

    @property
    def of_trial(self) -> bool:
        """Whether it is the name of a trial, or of one of its arms."""
        return any(match.kind == "trial" for match in self.matches)

    @property
    def of_no_arm(self) -> bool:
        """Whether it is the name of a trial that does not say which arm."""
        return self.of_trial and not any(match.form in ARMS for match in self.matches)


def place(token: Token) -> int:
    """Where a token begins."""
    return token.start


class Spans:
    """Stretches of a text that do not overlap, and a test whether another one overlaps any of them."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self.spans = sorted(spans)

    def meet(self, start: int, end: int) -> bool:
        """Whether a stretch overlaps one of them."""
        at = bisect_right(self.spans, (start, end))
        before = at > 0 and self.spans[at - 1][1] > start
        return before or (at < len(self.spans) and self.spans[at][0] < end)

    def add(self, start: int, end: int) -> None:
        """Add a stretch that overlaps none of them."""
        insort(self.spans, (start, end))


def blanked(text: str, marks: Iterable[Mark | Token]) -> str:
    """The text with its marks replaced by spaces of the same length."""
    pieces, at = [], 0
    for mark in sorted(marks, key=lambda mark: mark.start):
        pieces += [text[at : mark.start], " " * (mark.end - max(at, mark.start))]
        at = max(at, mark.end)
    return "".join([*pieces, text[at:]])
