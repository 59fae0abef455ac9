"""The words, numbers and signs of a text that tells facts; synonyms are replaced by one standard word."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from mbc_cli.book.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mbc_cli.book.book import Book

COMMA = ","
PLUS, MINUS = "⁺", "⁻"
"""Superscript signs, which therefore do not join words."""
DOUBT = "⁇"
"""A question mark after the name of an axis, which expresses doubt rather than a question."""
TOKEN = re.compile(
    r"\d+(?:\.\d+)?|[+-]ve\b|[^\W\d_]+|[<>]=|[+⁺⁻%<>≥≤,;]"
    r"|\.(?=\s)"  # the end of a sentence
    r"|(?<!\S)\?|⁇|(?<=[+%-])\?(?=\s*\S)"  # a doubt: ?TNBC, ESR1?, "HER2+? ER-"
    r"|(?<=\S)-(?![^\W_(>])|-(?=\s*(?:[,;)/]|$))"  # a minus; any other hyphen or dash only joins or separates words
)
DASHES = str.maketrans("‐‑‒–—−", "------")
SIGNS = {PLUS: "+", MINUS: "-", DOUBT: "?", "<=": "≤", ">=": "≥"}


class Token(NamedTuple):
    """A word, number or sign of a text, or several words read as one; folded, with its position."""

    text: str
    start: int
    end: int


Alike = dict[str, list[tuple[tuple[str, ...], str]]]
"""Each synonym under its first word, longest first, with the standard word that replaces it."""


def tokens_of(book: Book, text: str) -> list[Token]:
    """The words, numbers and signs of a text, with one word for all synonyms."""
    raised = run_together(book).sub(lambda found: found[0][:-1] + MINUS, text.translate(DASHES))
    doubted = doubts(book).sub(lambda found: found[0][:-1] + DOUBT, raised)
    return list(merged(plain_tokens(doubted), alike(book)))


def plain_tokens(text: str) -> list[Token]:
    """The words, numbers and signs of a text."""
    found = TOKEN.finditer(text.translate(DASHES))
    return [Token(plain(each[0]), each.start(), each.end()) for each in found]


def plain(written: str) -> str:
    """A word folded, with superscript signs made ordinary."""
    return fold(written) if written.isalpha() else SIGNS.get(written, written)


@lru_cache(maxsize=4)
def run_together(book: Book) -> re.Pattern[str]:
    """The name of an axis with a minus and the next name right after it, if either side shows that the minus is a sign.

    "ER+PR-HER2-" and "ER-PR+" are written this way; the hyphen of "ER-PR positive" only joins two names.
    """
    signed = (axis for axis in book.axes.values() if "-" in axis.short)
    name = "|".join(re.escape(name) for axis in signed for name in axis.written)
    return re.compile(
        rf"(?:(?<=[+-])|(?<=[+-]/)|(?<![^\W_])(?=(?:{name})-(?:{name})\s?[+-]))(?:{name})-(?=(?:{name}))", re.I
    )


@lru_cache(maxsize=4)
def doubts(book: Book) -> re.Pattern[str]:
    """The name of an axis with a question mark after it: "ESR1 ?", "ER? PR+"."""
    names = "|".join(re.escape(name) for axis in book.axes.values() for name in axis.written)
    return re.compile(rf"(?<![^\W_])(?:{names})\s?\?", re.I)


def merged(tokens: Sequence[Token], every: Alike) -> Iterator[Token]:
    """Tokens, with the longest runs that are synonyms merged into one."""
    at = 0
    while at < len(tokens):
        count, text = stands_for(tokens, at, every)
        yield Token(text, tokens[at].start, tokens[at + count - 1].end)
        at += count


def stands_for(tokens: Sequence[Token], at: int, every: Alike) -> tuple[int, str]:
    """How many tokens are read as one here, and as what."""
    for words, text in every.get(tokens[at].text, ()):
        if words == tuple(token.text for token in tokens[at : at + len(words)]):
            return len(words), text
    return 1, tokens[at].text


@lru_cache(maxsize=4)
def alike(book: Book) -> Alike:
    """The synonyms of a book."""
    found: Alike = {}
    for synonym in book.synonyms.values():
        ways = [tuple(token.text for token in plain_tokens(text)) for text in synonym.written]
        for words in ways:
            found.setdefault(words[0], []).append((words, " ".join(ways[0])))
    return {word: sorted(ways, key=lambda way: -len(way[0])) for word, ways in found.items()}
