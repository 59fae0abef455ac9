"""Misspelled names that are sure: a word that the full reading corrects everywhere, always to the same name.

A word may also be part of a misspelled name of several words ("sacituzumab goitecan"). The speller checks that with
the tokens around it, which are known if the stretches around the names of a text are.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from mbc_cli.annotate.annotation import REMEMBERED, Annotation
from mbc_cli.reading.spelling import SHORTEST
from mbc_cli.reading.tokens import Token

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mbc_cli.annotate.stretches import Stretch
    from mbc_cli.annotate.sure_names import Quick
    from mbc_cli.reading.spelling import Speller

APART = frozenset(" ,;:/+()")
"""What may be next to a misspelled word: no sign that makes two words one."""


class Name(NamedTuple):
    """A sure name in a text: where it is, how it is written and spelled, and its ids joined by ";"."""

    start: int
    end: int
    text: str
    spelt: str
    ids: str

    @property
    def correction(self) -> str:
        """What it was corrected from and to; "" if it is spelled right."""
        return "" if self.text == self.spelt else corrected(self.text, self.spelt)


class SureSpelling:
    """The words that are a misspelled sure name."""

    def __init__(self, quick: Quick, speller: Speller) -> None:
        self.quick = quick
        self.speller = speller
        self.spelt = lru_cache(REMEMBERED)(self.worked_out)

    def name(self, text: str, start: int, end: int) -> Name | None:
        """The name that the word at a place in a text must be; None if it is not one by itself."""
        spelt = self.spelt(text[start:end])
        apart = spelt and APART.issuperset((text[start - 1 : start] if start else "") + text[end : end + 1])
        return Name(start, end, text[start:end], *spelt) if spelt and apart else None

    def worked_out(self, word: str) -> tuple[str, str] | None:
        """The name that a word must be, and its ids; None if the full reading of the word alone does not say so."""
        near = self.speller.correction(word) if word.isalpha() and len(word) >= SHORTEST else None
        ids = self.quick.ids(near.written) if near else None
        if near is None or ids is None:
            return None
        said = Annotation(ids, status="corrected", note=corrected(word, near.written))
        return (near.written, ids) if self.quick.alone(word) == said else None

    def is_all(self, text: str, names: Sequence[Name], around: Sequence[Stretch]) -> bool:
        """Whether words of a text are corrected one by one, and none of them together with a neighbor."""
        tokens = list(self.tokens(names, around))
        found, near = self.speller.corrected(text, tokens)
        return not near and len(found) == len(tokens)

    def tokens(self, names: Sequence[Name], around: Sequence[Stretch]) -> Iterator[Token]:
        """The tokens of a text made of names and the stretches before, between and after them."""
        starts = (0, *(name.end for name in names))
        for n, (at, stretch) in enumerate(zip(starts, around, strict=True)):
            yield from (replace(token, start=at + token.start, end=at + token.end) for token in stretch.tokens)
            if n < len(names):
                yield self.token(names[n])

    def token(self, name: Name) -> Token:
        """A name as a token, or as the unknown word."""
        if name.correction:
            return Token("word", name.text, name.start, name.end)
        return Token("name", name.text, name.start, name.end, tuple(self.speller.book.names.named(name.text)))


def corrected(written: str, spelt: str) -> str:
    """How the full reading notes a correction."""
    return f"{written} → {spelt}"
