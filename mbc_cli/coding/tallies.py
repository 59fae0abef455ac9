"""The codes that every item may have for some drugs, over every way in which open facts may turn out.

No code is stored. If facts are open (no record, a category that only a second list has), every unsure drug is counted
as each of the things it may be, and a code is settled only if all of these ways lead to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mbc_cli.coding.categories import ANCILLARY, NOT_CODED, PROCEDURE, Agent, Way, either

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import NaaccrItem
    from mbc_cli.coding.statements import Ids, Statement


class Cell(NamedTuple):
    """The codes that an item may have by the known records; `settled`: it has this one, whatever else turns out.

    `complete`: it has one of these; otherwise it may have another, and "not given" is left out as a mere guess.
    `agents` are the drugs that lead to it, alternatives together; `said` is what the text says about treatment that was
    not simply given, if that leads to it.
    """

    item: NaaccrItem
    values: Ids = ()
    settled: bool = False
    complete: bool = False
    agents: tuple[Ids, ...] = ()
    rules: Ids = ()
    said: tuple[Statement, ...] = ()

    @property
    def text(self) -> str:
        """ "03", "02 or 03", or "" where it cannot be decided."""
        return either(self.values) if self.complete else ""


class Tally(NamedTuple):
    """How many drugs count for each item (two means two or more), the items of classes, and other codes given."""

    numbers: tuple[int, ...]
    kinds: frozenset[tuple[int, str]] = frozenset()
    others: frozenset[str] = frozenset()

    def plus(self, n: int, way: Way, of_kind: str) -> Tally:
        """The tally with one more drug for the item at `n`."""
        numbers = (*self.numbers[:n], min(2, self.numbers[n] + 1), *self.numbers[n + 1 :])
        kinds = self.kinds | {(n, of_kind)} if of_kind else self.kinds
        return Tally(numbers, kinds, self.others | {way.value} if way.category == "other" else self.others)


def tallies(book: Book, agents: Sequence[Agent], strict: bool) -> set[Tally]:
    """Every tally that these drugs can give; strict: an unsure drug may count as anything."""
    place = {item.category: n for n, item in enumerate(book.naaccr.values())}
    found = {Tally((0,) * len(place))}
    for one in agents:
        possible = possibilities(book, one, agents, strict)
        found = {
            tally.plus(place[way.category], way, one.of_kind) if way.category in place else tally
            for tally in found
            for way in possible
        }
    return found


def possibilities(book: Book, one: Agent, agents: Sequence[Agent], strict: bool) -> tuple[Way, ...]:
    """What a drug can count as next to the other drugs."""
    beside = [other for other in agents if other is not one]
    if not one.sure and any(is_below(book, other.id, one.id) for other in beside):
        return (NOT_CODED,)  # "goserelin for ovarian suppression"
    if strict and not one.sure:
        return (*(Way(item.category) for item in book.naaccr.values() if item.category != PROCEDURE), NOT_CODED)
    if one.only_in_regimens and not any(other.sure and set(other.categories) - {ANCILLARY} for other in beside):
        unsure = any(not other.sure for other in beside)  # a drug without a record may turn out ancillary too
        return (*one.ways, NOT_CODED) if unsure else (NOT_CODED,)
    if one.of_kind and any(is_below(book, other.id, one.id) for other in beside):
        return (*one.ways, NOT_CODED)
    return one.ways or (NOT_CODED,)


def is_below(book: Book, name: str, above: str) -> bool:
    """Whether a drug or class is below a class: "docetaxel chemotherapy" may be one drug."""
    if name in book.drugs:
        return above in book.classes_of(book.drugs[name])
    return name in book.classes and above in book.lineage(name)[1:]


def codes(item: NaaccrItem, n: int, tally: Tally) -> set[str]:
    """The codes that the item at `n` may have for a tally."""
    number, one, given = tally.numbers[n], item.with_role("one"), item.with_role("given")
    if not number:
        return set(item.with_role("none"))
    if not one:
        explicit = tally.others if item.category == "other" else frozenset({""})
        return {code for value in explicit for code in ((value,) if value else given)}
    if number > 1:
        return set(item.with_role("several"))
    if (n, "modality") in tally.kinds:
        return set(given)
    beside = item.with_role("several") if sum(tally.numbers) > number else ()
    return {*one, *beside, *(given if (n, "class") in tally.kinds else ())}


def cells(book: Book, agents: Sequence[Agent], sound: bool) -> tuple[Cell, ...]:
    """The codes of every item for some drugs."""
    known, every = tallies(book, agents, False), tallies(book, agents, True)
    found = []
    for n, item in enumerate(book.naaccr.values()):
        values = {code for tally in known for code in codes(item, n, tally)}
        possible = {code for tally in every for code in codes(item, n, tally)}
        complete = sound and possible == values
        if not complete and values == set(item.with_role("none")):
            values = set()  # "not given" would be a guess
        shown = tuple(value.code for value in item.values if value.code in values)
        found.append(Cell(item, shown, complete and len(values) == 1, complete))
    return tuple(found)
