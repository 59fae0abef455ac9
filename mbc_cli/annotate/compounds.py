"""Names that contain a joiner, "trastuzumab and hyaluronidase", or something like one, "Taxotere-Cytoxan".

When a text is split at its joiners, they show which of the pieces belong together.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from itertools import product
from typing import TYPE_CHECKING

from mbc_cli.annotate.annotation import REMEMBERED
from mbc_cli.book.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mbc_cli.book.book import Book

WORDS = ("and", "with", "plus")
SPLIT = re.compile(r"[-+,;/&\s]+")


class Compounds:
    """The written forms of all entries with more than one word, and the pieces into which they may be split."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.joins = lru_cache(REMEMBERED)(self.may_go_on)

    @cached_property
    def split(self) -> list[list[str]]:
        """The folded words of every such form, also without its "and"."""
        names = (self.book.names.plain, self.book.names.marked)
        written = {match.written for part in names for matches in part.values() for match in matches}
        split = [words for text in written if len(words := words_of(text)) > 1]
        return [*split, *([word for word in words if word not in WORDS] for words in split)]

    @cached_property
    def pairs(self) -> set[tuple[str, str]]:
        """What may come before a joiner in such a form, and what of it may come after."""
        places = [(words, n) for words in self.split for n in range(1, len(words))]
        return {
            ("".join(words[:n]), "".join(words[n:end])) for words, n in places for end in range(n + 1, len(words) + 1)
        }

    @cached_property
    def firsts(self) -> set[str]:
        """What may come before a joiner."""
        return {before for before, _ in self.pairs}

    @cached_property
    def seconds(self) -> set[str]:
        """What may come after one."""
        return {behind for _, behind in self.pairs}

    def opens(self, piece: str) -> bool:
        """Whether a piece may begin such a name with its last words."""
        return not self.firsts.isdisjoint(ends(piece))

    def goes_on(self, piece: str) -> bool:
        """Whether a piece may continue one with its first words."""
        return not self.seconds.isdisjoint(beginnings(piece))

    def may_go_on(self, piece: str, following: str) -> bool:
        """Whether a piece and the next may be parts of one such name, wherever it is split."""
        return not self.pairs.isdisjoint(product(ends(piece), beginnings(following)))

    def among(self, names: Iterable[str]) -> Iterator[tuple[str, str]]:
        """The pairs of these names that may be parts of one such name if they follow each other."""
        every = list(names)
        first, second = filter(self.opens, every), filter(self.goes_on, every)
        return ((one, other) for one, other in product(first, second) if self.joins(one, other))


def words_of(text: str) -> list[str]:
    """The folded words of a text."""
    return [word for each in SPLIT.split(text) if (word := fold(each))]


@lru_cache(REMEMBERED)
def ends(name: str) -> tuple[str, ...]:
    """The last word of a name, the last two words, and so on."""
    words = words_of(name)
    return tuple("".join(words[n:]) for n in range(len(words)))


@lru_cache(REMEMBERED)
def beginnings(name: str) -> tuple[str, ...]:
    """The first word of a name, the first two words, and so on."""
    words = words_of(name)
    return tuple("".join(words[: n + 1]) for n in range(len(words)))
