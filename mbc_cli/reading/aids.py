"""The aids for the unknown words of a text; none of them is built until a text has an unknown word."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from mbc_cli.reading.kept import Kept

if TYPE_CHECKING:
    from collections.abc import Callable

    from mbc_cli.book.book import Book
    from mbc_cli.book.medicines import Others
    from mbc_cli.reading.spelling import Speller
    from mbc_cli.reading.treatment import Treatment


class Aids:
    """The aids for unknown words: the medicines outside the vocabulary, and a speller, each built when first needed.

    `read` keeps the texts most recently read with these, because a row is annotated and then coded.
    """

    def __init__(self, book: Book, others: Callable[[], Others]) -> None:
        self.book = book
        self.load = others
        self.read: Kept[str, Treatment] = Kept()

    @classmethod
    def of(cls, speller: Speller) -> Aids:
        """A speller that uses these medicines, already built."""
        aids = cls(speller.book, lambda: speller.others)
        aids.__dict__.update(others=speller.others, speller=speller)
        return aids

    @cached_property
    def others(self) -> Others:
        """The other medicines, built if necessary."""
        return self.load()

    @cached_property
    def speller(self) -> Speller:
        """The speller, built if necessary."""
        from mbc_cli.reading.spelling import Speller  # rapidfuzz costs 17 ms

        return Speller(self.book, self.others)

    @property
    def loaded(self) -> Others | None:
        """The other medicines if they have already been built."""
        found: Others | None = self.__dict__.get("others")
        return found
