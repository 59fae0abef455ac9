"""What the NAACCR treatment items are called: by number, by name in the dictionary, by id in XML files."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mbc_cli.book.book import Book
    from mbc_cli.book.model import NaaccrItem


def names_of(book: Book, number: str) -> frozenset[str]:
    """The names of an item, ignoring case, spaces and marks: 1390, rxsummchemo, 1390chemo."""
    item = book.naaccr[number]
    names = (number, item.name, book.xml_items[number].naaccr_id if number in book.xml_items else "")
    return frozenset(filter(None, map(bare, (*names, *(f"{number} {heading}" for heading in item.headings)))))


def item_called(book: Book, text: str) -> str:
    """The number of the item that a text names: 1390 for "rxSummChemo" and "Item 1390"; "" if there is none."""
    name = bare(text).removeprefix("naaccr").removeprefix("item")
    return next((number for number in book.naaccr if name in names_of(book, number)), "")


def explained(book: Book, text: str) -> tuple[NaaccrItem, ...]:
    """The items that a text asks about: the one that it names, or for "87" and "code 87" each with only this code.

    None for any other text.
    """
    if number := item_called(book, text):
        return (book.naaccr[number],)
    code = bare(text).removeprefix("code")
    found = ((item, tuple(value for value in item.values if value.code == code)) for item in book.naaccr.values())
    return tuple(item.but(values=values, notes=()) for item, values in found if values)


def bare(name: str) -> str:
    """A name without case, spaces and marks."""
    return "".join(filter(str.isalnum, name.casefold()))
