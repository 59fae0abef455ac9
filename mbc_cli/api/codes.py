"""What a US cancer registrar records for a treatment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mbc_cli.api.answer import CommandAnswer
from mbc_cli.api.expanding import read_or_explain
from mbc_cli.book.days import this_day
from mbc_cli.coding.categories import diagnosed
from mbc_cli.coding.items import codings
from mbc_cli.show import cards_data, coding_data
from mbc_cli.show.coding_page import coding_pages, values_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mbc_cli.api.reader import Reader
    from mbc_cli.ask.expand import Answer
    from mbc_cli.book.days import Span
    from mbc_cli.coding.items import Coding
    from mbc_cli.show.page import Page


class CodeAnswer(CommandAnswer):
    """The codings of a text: one for each reading and stretch of dates of diagnosis; `dx` as it was given."""

    readings: Answer
    codings: tuple[Coding, ...]
    dx: str | None = None
    span: Span | None = None

    @property
    def codes(self) -> dict[str, str]:
        """Item to code of the first coding, such as {"1390": "03"}; "" where it cannot be decided."""
        first = self.codings[0].footprints[0] if self.codings else None
        return {cell.item.id: cell.text for cell in first.cells} if first else {}

    def names(self) -> list[str]:
        """Each coding in a word."""
        return [
            f"{one.reading.name} {' '.join(cell.text or '?' for cell in one.footprints[0].cells)}"
            for one in self.codings
        ]

    def pages(self) -> Iterator[Page]:
        """A page for each coding."""
        return coding_pages(self.book, self.readings, self.codings, self.span)

    def results(self) -> list[dict[str, Any]]:
        """The results of `mbc code --format json`."""
        book, marks = self.book, self.readings.marks
        coded = [coding_data.coding(book, one, found, self.span) for one in self.codings for found in one.footprints]
        return coded + [cards_data.reading(book, one, marks) for one in self.readings.readings if not one.phases]

    def limits(self) -> dict[str, Any]:
        """The date of diagnosis, and whether every coding has the same codes; None without any."""
        outcomes = {found.outcome for one in self.codings for found in one.footprints}
        return {"dx": self.dx, "same_codes": len(outcomes) == 1 if outcomes else None}


def code(reader: Reader, text: str, dx: str | None) -> CodeAnswer:
    """The codings of a text for a date of diagnosis, today's without one; NotFoundError where it has no reading."""
    span = diagnosed(dx) if dx is not None else None
    answer = read_or_explain(reader, text)
    found = codings(reader.book, answer, span, this_day())
    return CodeAnswer(text, reader.book, answer, tuple(found), dx, span)


class CodeValuesAnswer(CommandAnswer):
    """What the codes of the items mean."""

    def names(self) -> list[str]:
        """The numbers of the items."""
        return list(self.book.naaccr)

    def pages(self) -> Iterator[Page]:
        """One page."""
        yield values_page(self.book)

    def results(self) -> list[dict[str, Any]]:
        """The results of `mbc code --values --format json`."""
        return [coding_data.values(item) for item in self.book.naaccr.values()]
