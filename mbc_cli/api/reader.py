"""A book, with the parts that are prepared only if a name is not found or a text has words to correct."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from mbc_cli.reading.aids import Aids

if TYPE_CHECKING:
    from mbc_cli.book.book import Book
    from mbc_cli.book.medicines import Others
    from mbc_cli.book.names import Suggestion
    from mbc_cli.reading.spelling import Speller


class Reader:
    """A book, the other medicines, and the proposals for misspelled words."""

    def __init__(self, book: Book) -> None:
        self.book = book

    @cached_property
    def medicines(self) -> Others:
        """The medicines outside this vocabulary."""
        from mbc_cli.book.medicines import read_others
        from mbc_cli.store.load import shipped

        return read_others(shipped() / "other_drugs.tsv")

    @cached_property
    def speller(self) -> Speller:
        """The proposer of names for misspelled words."""
        from mbc_cli.reading.spelling import Speller

        return Speller(self.book, self.medicines)

    def near(self, text: str) -> tuple[Suggestion, ...]:
        """Names near to one that was not found."""
        return self.speller.suggestions(text)

    @cached_property
    def aids(self) -> Aids:
        """The helper for the unknown words of a text; made from the others when a text has one."""
        return Aids(self.book, lambda: self.medicines)
