"""The drugs of a class: what they do, if their entries agree, and a table or groups of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.book.history import spoken_of
from mbc_cli.show.card_words import SHORT, listed, own_brands
from mbc_cli.show.page import Fields, Grid

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.history import Moment
    from mbc_cli.book.model import DrugClass
    from mbc_cli.show.page import Block

FEW_MEMBERS = 12
"""The largest number of drugs of a class that still get a row each."""
FEW_OTHERS = 2
"""The most drugs whose own mechanism is told beside that of the others."""


def mechanism_words(book: Book, record: DrugClass) -> str:
    """What most drugs of a class do in the words of their entries, and what the few others do; "" if they differ."""
    first, *others = by_mechanism(book, record) or [("", [])]
    few = sum(len(names) for _, names in others) <= min(FEW_OTHERS, len(first[1]) // 2)
    return "; ".join((first[0], *(mechanism_line(*other) for other in others))) if few else ""


def mechanism_lines(book: Book, record: DrugClass) -> tuple[str, ...]:
    """What each drug of a small class does, if they differ too much for a sentence."""
    if mechanism_words(book, record) or len(book.members(record.id)) > FEW_MEMBERS:
        return ()
    return tuple(mechanism_line(*each) for each in by_mechanism(book, record))


def mechanism_line(mechanism: str, names: Sequence[str]) -> str:
    """What some drugs do: "docetaxel; paclitaxel: stabilises microtubules"."""
    return f"{listed(names, SHORT)}: {mechanism}"


def by_mechanism(book: Book, record: DrugClass) -> list[tuple[str, list[str]]]:
    """The mechanisms of the drugs of a class with the names of their drugs, starting with the most common one."""
    found: dict[str, list[str]] = {}
    for drug in (book.drugs[name] for name in book.members(record.id)):
        found.setdefault(drug.mechanism, []).append(drug.name)
    return sorted(found.items(), key=lambda each: -len(each[1]))


def members_block(book: Book, record: DrugClass, now: Moment, longest: int) -> Block:
    """The drugs of a class, one per row; if there are many, grouped by the classes below it that have any."""
    members = book.members(record.id)
    if len(members) <= FEW_MEMBERS:
        return members_grid(book, record, members)
    below = [(book.classes[child].name, book.members(child)) for child in book.children(record.id)]
    own = [name for name in members if record.id in book.drugs[name].classes]
    every = [*below, *([(record.name, own)] if own else [])]
    return Fields(
        tuple((f"{name} ({len(found)})", by_use(book, found, now, longest)) for name, found in every if found)
    )


def members_grid(book: Book, record: DrugClass, members: Sequence[str]) -> Grid:
    """A row per drug with its brands, and with its other classes if the drugs differ in them."""
    others = [other_classes(book, record, name) for name in members]
    differ = len(set(others)) > 1
    rows = (
        (book.drugs[name].name, listed(own_brands(book, name), SHORT), other * differ)
        for name, other in zip(members, others, strict=True)
    )
    return Grid(("Drug", "Brands", "Class"), tuple(rows))


def other_classes(book: Book, record: DrugClass, name: str) -> str:
    """The nearest classes of a drug besides one."""
    return ", ".join(book.classes[found].name for found in book.drugs[name].classes if found != record.id)


def outside_words(book: Book, record: DrugClass) -> str:
    """The known members of a class that are outside the vocabulary: "veliparib (some outside this vocabulary)"."""
    found = [name for name in book.members(record.id, outside=True) if book.drugs[name].outside]
    return f"{listed(book.drugs[name].name for name in found)} (some outside this vocabulary)" if found else ""


def by_use(book: Book, names: Iterable[str], now: Moment, longest: int) -> str:
    """Drugs by name, starting with those that sources say the most about, and then those with the most brands."""

    def use(name: str) -> tuple[int, int, str]:
        return -len(spoken_of(book, f"drug.{name}", now)), -len(own_brands(book, name)), name

    return listed((book.drugs[name].name for name in sorted(names, key=use)), longest)
