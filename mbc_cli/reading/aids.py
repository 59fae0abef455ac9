"""What helps with the unknown words of a text; nothing of it is made before a text has one."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from mbc_cli.book.book import Book
    from mbc_cli.book.medicines import Others
    from mbc_cli.reading.spelling import Speller
    from mbc_cli.reading.treatment import Treatment


MOST_READ = 200_000  # characters of the texts that are kept as they were read


class Aids:
    """What helps with unknown words: the medicines outside the vocabulary and a speller, made when first needed.

    `read` are the last texts as they were read with these.
    """

    def __init__(self, book: Book, others: Callable[[], Others]) -> None:
        self.book = book
        self.load = others
        self.read: dict[str, Treatment] = {}
        self.size = 0

    @classmethod
    def of(cls, speller: Speller) -> Aids:
        """A speller and its medicines, which are at hand."""
        aids = cls(speller.book, lambda: speller.others)
        aids.__dict__.update(others=speller.others, speller=speller)
        return aids

    def remember(self, text: str, found: Treatment) -> Treatment:
        """A text that was read, kept for whoever asks for the same next: a row is annotated, and then coded."""
        self.size += len(text)
        if self.size > MOST_READ:
            self.read.clear()
            self.size = len(text)
        self.read[text] = found
        return found

    @cached_property
    def others(self) -> Others:
        """The other medicines."""
        return self.load()

    @cached_property
    def speller(self) -> Speller:
        """The speller."""
        from mbc_cli.reading.spelling import Speller  # rapidfuzz costs 17 ms

        return Speller(self.book, self.others)

    @property
    def loaded(self) -> Others | None:
        """The other medicines, if they are at hand."""
        found: Others | None = self.__dict__.get("others")
        return found
