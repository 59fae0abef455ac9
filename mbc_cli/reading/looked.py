"""What the doubts of a text look at, and how two of its words are placed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mbc_cli.book.book import Book
    from mbc_cli.reading.spelling import Speller
    from mbc_cli.reading.tokens import Token
    from mbc_cli.reading.treatment import Treatment

AMBIGUOUS, PARTIAL = "ambiguous", "partial"
LISTING = set(",;/+&|_")
NEAR = 3  # signs and spaces between a name and the word that goes with it


class Looked(NamedTuple):
    """What a doubt looks at: a text as it was read, and how its unknown words may be spelled (None: not looked up)."""

    book: Book
    found: Treatment
    speller: Speller | None


def touches(text: str, name: Token, word: Token) -> bool:
    """Whether a word is next to a name, and no sign of a list separates them."""
    gap = max(word.start - name.end, name.start - word.end)
    return 0 <= gap <= NEAR and not set(stretch_between(text, name, word)) & LISTING


def stretch_between(text: str, one: Token, other: Token) -> str:
    """The text between two tokens."""
    first, last = sorted((one, other), key=lambda token: token.start)
    return text[first.end : last.start]
