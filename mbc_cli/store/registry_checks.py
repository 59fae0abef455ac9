"""What must hold between the items of registry files, and between them and the codes written into them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.store.fault import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mbc_cli.book.book import Book
    from mbc_cli.store.fault import Raw

TOLD = ("situation", "procedure", "class")
"""Kinds of entry that a word of a chart may tell or stand for."""


def ids_of_items_are_their_own(book: Book, _: Raw) -> Iterator[Fault]:
    """No two items of a file share an id, and no name stands for the texts of two, in whatever case."""
    owners: dict[str, str] = {}
    for item in book.xml_items.values():
        for key, name in (("naaccr_id", item.naaccr_id), *(("continued", name) for name in item.continued)):
            if (owner := owners.setdefault(name.casefold(), item.id)) != item.id:
                yield Fault(item.ref, key, f"'{name}' belongs to {owner} too; keep it in one of them", name)


def items_stop_after_they_began(book: Book, _: Raw) -> Iterator[Fault]:
    """The last dictionary that has an item is not before the first."""
    for item in book.xml_items.values():
        if item.until and item.until < item.since:
            yield Fault(
                item.ref, "until", f"{item.until} is before {item.since}; write the last dictionary that has it"
            )


def codes_fit_into_their_items(book: Book, _: Raw) -> Iterator[Fault]:
    """A code has as many characters as its item in a file."""
    for item in (book.xml_items[name] for name in book.naaccr if name in book.xml_items):
        if odd := [value.code for value in book.naaccr[item.id].values if len(value.code) != item.length]:
            yield Fault(item.ref, "length", f"{odd[0]} is a code of this item; write the length of its codes")


def situations_have_codes_of_their_items(book: Book, _: Raw) -> Iterator[Fault]:
    """A situation or a procedure has one code of its item, or says why the choice between several is open."""
    for ref, item, codes, why_open in codes_written(book):
        there = [value.code for value in book.naaccr[item].values]
        if odd := [code for code in codes if code not in there]:
            yield Fault(ref, "codes", f"{odd[0]} is not a code of item {item}; write {', '.join(there)}", odd[0])
        if len(codes) != 1 and not why_open:
            yield Fault(ref, "codes", f"are {len(codes)} for item {item}; write one, or in `open` why none is chosen")


def codes_written(book: Book) -> Iterator[tuple[str, str, tuple[str, ...], str]]:
    """The entries with codes of an item: the entry, the item, the codes, and why the choice is open."""
    for situation in book.situations.values():
        for found in situation.coded:
            yield from ((situation.ref, item, found.values, found.open) for item in found.items)
    for procedure in book.procedures.values():
        yield procedure.ref, procedure.item, procedure.values, procedure.open


def words_tell_what_a_chart_can(book: Book, _: Raw) -> Iterator[Fault]:
    """A word tells a situation, or stands for a procedure or a class."""
    for word in book.words.values():
        if word.tells and word.tells.partition(".")[0] not in TOLD:
            kinds = ", ".join(f"{kind}.ID" for kind in TOLD)
            yield Fault(word.ref, "tells", f"is '{word.tells}'; write one of {kinds}")
