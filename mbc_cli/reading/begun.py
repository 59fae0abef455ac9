"""The drugs that an unread word may stand for: "tuc" in "cape/tuc/herceptin". A hint, never a reading.

The word begins their names, or is an abbreviation read only in capitals or next to another name: "Pert", "DES".
"""

from __future__ import annotations

from functools import lru_cache
from itertools import islice, product
from typing import TYPE_CHECKING

from mbc_cli.book.patterns import pattern
from mbc_cli.book.sharing import of_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mbc_cli.book.book import Book

LEAST, MOST = 3, 2
"""How many letters a word must have, and how many drugs it may be the start of, for the hint to be useful."""
MOST_SHOWN = 4
LISTED = pattern(r"\s*[+/&,]\s*|(?<=[a-z])(?=[A-Z])")
"""What separates short forms of drugs: a sign, or nothing in "VinCap"."""


@lru_cache(maxsize=4096)
def begun(book: Book, word: str) -> tuple[str, ...]:
    """The names of the one or two drugs that begin with a word; products named after one of them do not count."""
    part = word.casefold()
    if len(part) < LEAST or not part.isalpha():
        return ()
    found = [drug.name for drug in book.drugs.values() if drug.name.casefold().startswith(part)]
    stems = [name for name in found if not any(name != other and name.startswith(other) for other in found)]
    return tuple(stems) if len(stems) <= MOST else ()


@lru_cache(maxsize=4096)
def short_for(book: Book, word: str) -> tuple[str, ...]:
    """The names of the drugs that a word is an abbreviation or the whole name of, or otherwise the start of."""
    matches = [match for match in book.names.named(word) if match.kind in ("drug", "brand")]
    named = dict.fromkeys(name for match in matches for name in of_name(book, match))
    return tuple(book.drugs[name].name for name in named) or begun(book, word)


def written_out(book: Book, text: str) -> list[str]:
    """What a list of short forms, "Let+Ribo", may be in full; nothing if one of them is unknown."""
    each = [short_for(book, word) for word in LISTED.split(text.strip())]
    return [" + ".join(names) for names in islice(product(*each), MOST_SHOWN)] if len(each) > 1 and all(each) else []


def perhaps(book: Book, words: Sequence[str]) -> list[str]:
    """What each word may stand for, if that is clear enough: "tuc: perhaps tucatinib or tucidinostat"."""
    each = ((word, short_for(book, word)) for word in dict.fromkeys(words))
    return [f"{word}: perhaps {' or '.join(names)}" for word, names in each if names]
