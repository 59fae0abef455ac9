"""The tokens of a text, with facts worked out once for all of its names."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from mbc_cli.book.sharing import named_phases
from mbc_cli.reading.context import Context
from mbc_cli.reading.neighbours import PLAIN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.reading.tokens import Token

YEARS = re.compile(r"\(?(?:19|20)\d\d[-–]")
TREATED_MARKS = ("cycles", "schedule", "setting", "trial")


class Scene:
    """The tokens of a text, with facts worked out once for all of its names."""

    def __init__(self, book: Book, tokens: Sequence[Token]) -> None:
        self.book = book
        self.tokens = tokens
        self.context = Context(book, tokens)
        self.breast = any(token.means("breast") for token in tokens)
        self.names = sum(token.kind == "name" for token in tokens)
        self.alone = sum(token.kind != "mark" and not is_harmless(token) for token in tokens) == 1
        self.whole = all(token.kind in ("name", "mark", "open", "close") for token in tokens) and self.names == 1
        self.treated = any(token.means("treated") or token.of in TREATED_MARKS for token in tokens)
        self.fine = items_of(tokens, (",", ";", "+"))
        self.coarse = items_of(tokens, (",", ";", "+", "."))

    @cached_property
    def elsewhere(self) -> set[int]:
        """The items that name another tumour, rather than spread to that organ or a finding there: "AC (sarcoma)"."""
        return {self.coarse[n] for n in self.other_tumours}

    @cached_property
    def other_tumours(self) -> set[int]:
        """The places of words for another tumour, and of organs with no finding there: "lung", not "lung mets"."""
        return {n for n, token in enumerate(self.tokens) if token.means("other tumour") or self.has_a_tumour(n)}

    def has_a_tumour(self, n: int) -> bool:
        """Whether a word is an organ, and the text mentions a tumour of it: "lung carcinoma", "AC (lung)"."""
        if not self.tokens[n].means("organ"):
            return False
        named = any(each.means("treated") and not each.means("finding") for each in self.tokens[n + 1 : n + 2])
        return named or not any(each.means("finding") for each in self.tokens[max(0, n - 2) : n + 3])

    @cached_property
    def under_another_header(self) -> set[int]:
        """The places after another tumour's name and a colon, up to a semicolon or a period: "lung cancer: AC x4"."""
        found: set[int] = set()
        start, elsewhere = 0, False
        for n, token in enumerate(self.tokens):
            if token.text == ":":
                before = range(start, n)
                named = any(self.tokens[k].kind == "name" for k in before)
                start, elsewhere = n + 1, not named and not self.other_tumours.isdisjoint(before)
            elif token.kind == "stop" or token.text in (";", "|"):
                start, elsewhere = n + 1, False
            elif elsewhere:
                found.add(n)
        return found

    @cached_property
    def of_another_tumour(self) -> set[int]:
        """Those of these items that contain an acronym, which there means a regimen that is not for breast cancer."""
        acronyms = (n for n, token in enumerate(self.tokens) if token.acronym and not token.spelled)
        alone = (n for n in acronyms if not {match.kind for match in self.tokens[n].matches} & PLAIN)
        return set() if self.breast else {self.coarse[n] for n in alone} & self.elsewhere

    @cached_property
    def dated(self) -> set[int]:
        """The places of plain names right before a range of years: "tamoxifen 2004-2009"."""
        plain = (n for n, token in enumerate(self.tokens) if any(match.kind in PLAIN for match in token.matches))
        return {n for n in plain if YEARS.match("".join(token.text for token in self.tokens[n + 1 : n + 5]))}

    @cached_property
    def classes(self) -> frozenset[str]:
        """The classes of the drugs that the text names in full or by brand."""
        named = (match for token in self.tokens for match in token.matches if match.kind in ("drug", "brand"))
        drugs = (
            name
            for match in named
            for phase in named_phases(self.book, match)
            for part in phase
            for name in part.any_of
        )
        return frozenset(above for name in drugs for above in self.book.classes_of(self.book.drugs[name]))

    @cached_property
    def worded(self) -> set[int]:
        """The items that contain an unknown word."""
        unknown = (n for n, token in enumerate(self.tokens) if token.kind == "word" and not token.known.roles)
        return {self.fine[n] for n in unknown if len(self.tokens[n].text) > 1}


def items_of(tokens: Sequence[Token], signs: Sequence[str]) -> list[int]:
    """The number of the item to which each token belongs; a sign begins an item."""
    return list(accumulate(token.text in signs for token in tokens))


def is_harmless(token: Token) -> bool:
    """Whether a token is a known word that says nothing about treatment, or a sign around one."""
    known = bool(token.known.roles) and token.kind != "name"
    return known or token.kind in ("open", "close", "stop", "sign")
