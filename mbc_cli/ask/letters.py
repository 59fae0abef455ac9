"""An unknown acronym, letter by letter: everything that each letter could mean, without choosing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mbc_cli.book.names import DECODED, Suggestion
from mbc_cli.book.patterns import pattern
from mbc_cli.reading.begun import short_for

if TYPE_CHECKING:
    from mbc_cli.book.book import Book


ACRONYM = pattern(r"[A-Za-z]{1,6}(?:[-+/][A-Za-z]{1,6}){0,4}")
MANY = 6


def unread_word(book: Book, word: str) -> str:
    """A word that was not read, with what it may be the start of, or could mean as a single capital letter."""
    if names := short_for(book, word):
        return f"{word} (perhaps {' or '.join(names)})"
    letters = letters_of(book, word) if len(word) == 1 and word.isupper() else []
    means = [book.item(name).name for _, names in letters for name in names]
    return f"{word} (could mean {' or '.join(means)})" if means else word


def decoded(book: Book, text: str) -> tuple[Suggestion, ...]:
    """What each letter of an unknown acronym could mean: all candidates, no choice; nothing for words and codes."""
    if not ACRONYM.fullmatch(text) or reads_like_a_word(text):
        return ()
    letters = [letter for piece in re.split(r"[-+/]", text) for letter in letters_of(book, piece)]
    if len(letters) < 2 or any(not means for _, means in letters):
        return ()
    return tuple(
        Suggestion(
            f"{letter} = {' or '.join(book.item(name).name for name in means)}",
            f"{DECODED} {letter}; {text} is not a known acronym",
        )
        for letter, means in dict.fromkeys(letters)
    )


def reads_like_a_word(text: str) -> bool:
    """Whether a text without marks is too long for an acronym: five letters in lower case, or seven."""
    return text.isalpha() and len(text) > (MANY if text.isupper() else 4)


def letters_of(book: Book, piece: str) -> list[tuple[str, tuple[str, ...]]]:
    """The letters of a piece with their candidates, the longest letter group first; () if there are none."""
    table = {letter.letter.casefold(): letter for letter in book.letters.values()}
    found: list[tuple[str, tuple[str, ...]]] = []
    rest = piece.casefold()
    while rest:
        key = next((rest[:n] for n in range(min(3, len(rest)), 0, -1) if rest[:n] in table), "")
        found.append((table[key].letter, table[key].means) if key else (rest[0].upper(), ()))
        rest = rest[len(key) or 1 :]
    return found
