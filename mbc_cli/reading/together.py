"""Several texts of one patient, which were read one by one, as one treatment: each is a stage, in the order given."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any

from mbc_cli.reading.status import status
from mbc_cli.reading.treatment import Treatment, treatments

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.reading.mentions import Mention

LISTS = ("tokens", "mentioned", "marks", "words", "unread", "others", "beside", "notes", "near", "doubts", "unsure")


def together(book: Book, found: Sequence[Treatment]) -> Treatment:
    """What some texts say as one treatment; the places of its tokens are those in the text that each stands in."""
    if len(found) == 1:
        return found[0]
    lists: dict[str, Any] = {name: tuple(chain.from_iterable(getattr(each, name) for each in found)) for name in LISTS}
    given = tuple(chain.from_iterable(map(as_stage, found)))
    text = "; ".join(each.text for each in found)
    whole = Treatment(text=text, given=given, treatments=treatments(book, given), **lists)
    return replace(whole, status=status(book, whole))


def as_stage(found: Treatment) -> Iterator[Mention]:
    """The names that a text gives, of which the first opens a stage."""
    first, rest = found.given[:1], found.given[1:]
    yield from (replace(mention, joined="then") for mention in first)
    yield from rest
