"""What the NAACCR treatment items are called: by number, by name in the dictionary, by id in XML files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.book.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import NaaccrItem


WORD = pattern(r"\w+")
ASIDE = frozenset(
    ("a", "code", "codes", "does", "explain", "for", "in", "is", "item", "mean", "means", "of", "the", "what")
)
"""Words with which a code is asked for."""


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
    """The items that a text asks about: the one that it names, or for "87" each with only this code.

    "1390 03" and "what does chemo code 03 mean" name the one code of an item. None for any other text.
    """
    if number := item_called(book, text):
        return (book.naaccr[number],)
    *names, code = [word for word in map(bare, WORD.findall(text)) if word not in ASIDE] or [""]
    items = [item for item in book.naaccr.values() if not names or is_named(book, item, names)]
    found = ((item, tuple(value for value in item.values if value.code == code)) for item in items)
    return tuple(item.but(values=values, notes=()) for item, values in found if values)


def is_named(book: Book, item: NaaccrItem, names: Sequence[str]) -> bool:
    """Whether words name an item, by its number, its name or what it holds: "chemo"."""
    return "".join(names) in {*names_of(book, item.id), *map(bare, item.headings)}


def bare(name: str) -> str:
    """A name without case, spaces and marks."""
    return "".join(filter(str.isalnum, name.casefold()))
