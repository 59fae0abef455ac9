"""The drugs that an unread word may be the beginning of: "tuc" in "cape/tuc/herceptin". A hint, never a reading."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mbc_cli.book.book import Book

LEAST, MOST = 3, 2
"""How many letters a word must have, and of how many drugs it may be the beginning, to tell anything."""


@lru_cache(maxsize=4096)
def begun(book: Book, word: str) -> tuple[str, ...]:
    """The names of the one or two drugs that begin with a word; products named after one of them do not count."""
    part = word.casefold()
    if len(part) < LEAST or not part.isalpha():
        return ()
    found = [drug.name for drug in book.drugs.values() if drug.name.casefold().startswith(part)]
    stems = [name for name in found if not any(name != other and name.startswith(other) for other in found)]
    return tuple(stems) if len(stems) <= MOST else ()


def perhaps(book: Book, words: Sequence[str]) -> list[str]:
    """What each word may be the beginning of, where it is clear enough: "tuc: perhaps tucatinib or tucidinostat"."""
    each = ((word, begun(book, word)) for word in dict.fromkeys(words))
    return [f"{word}: perhaps {' or '.join(names)}" for word, names in each if names]
