"""The acronyms in a text: regimens and look-alikes, as written or in capitals, the longest match at each place."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from mbc_cli.book.names import ARROW, FUSED_BY, SEQUENCE, THEN, clean, fold
from mbc_cli.reading.tokens import LONGEST, Spans, Token
from mbc_cli.reading.words import RUN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mbc_cli.book.names import Match, Names

THEN_HERE = re.compile(rf"{ARROW}|(?<![^\W_])(?:{THEN})(?![^\W_])", re.IGNORECASE)  # without the spaces of SEQUENCE
THEN_AT_END = re.compile(r"(?:followed|suivi|gefolgt|seguid[oa])$", re.IGNORECASE)
SHORTEST_CODE = 5  # letters and digits of a name with a number in it that is no word in small letters either
ACRONYM_GAP = re.compile(rf"[\s+&/\-‐-―]*|{SEQUENCE.pattern}", re.IGNORECASE)


class Acronyms(NamedTuple):
    """The runs of a text that are searched for acronyms: where they are, and the acronym letters of each."""

    names: Names
    text: str
    whole: str
    spans: list[tuple[int, int]]
    letters: list[str]
    taken: list[tuple[int, int]]

    def longest(self, first: int) -> tuple[int, list[Match]]:
        """The last run of the longest acronym that begins at run `first`, and its matches; (first, []) if none."""
        found: tuple[int, list[Match]] = (first, [])
        letters = ""
        for last in range(first, min(first + LONGEST, len(self.spans))):
            if last > first and not self.goes_on(first, last):
                break
            if not (self.letters[first] and self.letters[last]):
                continue  # "DM1 then", "TCH f/b" are not ways to write DM1, TCH: the "then" belongs to what follows
            letters += self.letters[last]
            if letters not in self.names.acronym_letters:
                break
            if self.names.acronym_letters[letters] and (matches := self.matches(first, last)):
                found = (last, matches)
        return found

    def goes_on(self, first: int, last: int) -> bool:
        """Whether run `last` may continue the acronym that begins at run `first`."""
        begun = self.text[self.spans[first][0] : self.spans[last][1]]
        return may_join(self.text, self.spans, last) or bool(THEN_AT_END.search(begun))

    def matches(self, first: int, last: int) -> list[Match]:
        """What some runs mean together as an acronym; nothing if they cut a name in two or are not written like one."""
        start, end = self.spans[first][0], self.spans[last][1]
        piece = self.text[start:end]
        matches = self.names.acronyms(piece)
        if not matches or cuts(start, end, self.taken):
            return []
        return matches if self.whole == fold(piece, marks=True) or cased(piece, matches) else []


def acronym_names(names: Names, text: str, plain: list[Token]) -> Iterator[Token]:
    """Regimens and look-alikes, the longest match at each place; in a sentence only as written or in capitals.

    None of them includes part of a `plain` name: "epi-Adriamycin/Cytoxan" does not contain "Adriamycin/Cytoxan".
    """
    spans = [found.span() for found in RUN.finditer(text)]
    taken = [(name.start, name.end) for name in plain]
    runs = Acronyms(names, text, fold(text, marks=True), spans, list(acronym_letters(text, spans)), taken)
    at = 0
    while at < len(spans):
        last, matches = runs.longest(at)
        if matches:
            start, end = spans[at][0], spans[last][1]
            yield Token("name", clean(text[start:end]), start, end, tuple(matches))
        at = last + 1


def may_join(text: str, runs: list[tuple[int, int]], j: int) -> bool:
    """Whether run `j` may continue the acronym before it; a comma may come before "then"."""
    gap = (runs[j - 1][1], runs[j][0])
    then = bool(SEQUENCE.fullmatch(text, *runs[j])) and text[slice(*gap)].strip() in (",", ";")
    return then or bool(ACRONYM_GAP.fullmatch(text, *gap))


def cased(piece: str, matches: list[Match]) -> bool:
    """Whether the letters are written as in the data or in capitals; a word or a code may be in any case."""
    letters = [char for char in without_sequence(piece) if char.isalpha()]
    if all(char.isupper() for char in letters):
        return True
    given = "".join(letters)
    for match in matches:
        written = "".join(char for char in without_sequence(match.written) if char.isalpha())
        if given == written or (given.casefold() == written.casefold() and in_any_case(match.written)):
            return True
    return False


def in_any_case(name: str) -> bool:
    """Whether the name cannot be another word in small letters: it is written out, or is a code like ONC-B12."""
    code = [char for char in name if char.isalnum()]
    numbered = any(map(str.isdigit, code)) and len(code) >= SHORTEST_CODE
    return numbered or re.search(r"[a-z]{4}", name) is not None


def without_sequence(text: str) -> str:
    """The text without its marks of sequence, including words such as "then"."""
    return SEQUENCE.sub("", FUSED_BY.sub("", clean(text)))


def cuts(start: int, end: int, names: list[tuple[int, int]]) -> bool:
    """Whether a piece of the text begins or ends inside a name (sorted spans) and extends beyond it."""
    first, last = bisect_left(names, (start, 0)) - 1, bisect_left(names, (end, 0)) - 1
    begins_inside = first >= 0 and start < names[first][1] < end
    return begins_inside or (last >= 0 and start < names[last][0] and end < names[last][1])


def acronym_letters(text: str, runs: list[tuple[int, int]]) -> Iterator[str]:
    """What `Names.acronym_letters` gives for each run; nothing for a word that means "then"."""
    then = Spans(found.span() for found in THEN_HERE.finditer(text))
    for start, end in runs:
        run = text[start:end]
        yield "" if then.meet(start, end) or run.casefold() == "à" else fold(FUSED_BY.sub("", run))


def with_inside(acronym: Token, within: list[Token]) -> Token:
    """An acronym with the names spelled out inside it, in order: "Docetaxel Phesgo"."""
    names = [token for token in within if token.end <= acronym.end]
    letters = "".join(fold(without_sequence(token.text)) for token in names)
    inside = tuple(match for token in names for match in token.matches[:1])
    return replace(acronym, inside=inside, spelled=bool(names) and letters == fold(without_sequence(acronym.text)))
