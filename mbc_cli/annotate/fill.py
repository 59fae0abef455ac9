"""Which items of a tumor in a registry file are filled from its texts, and what happened to each."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from mbc_cli.annotate.annotation import DECIDED
from mbc_cli.annotate.extent import cut
from mbc_cli.naaccr.items import naaccr_ids
from mbc_cli.naaccr.site import SITE, is_breast

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from mbc_cli.annotate.annotation import Annotation
    from mbc_cli.book.book import Book
    from mbc_cli.coding.rows import Coded
    from mbc_cli.naaccr.elements import Items

    Place = Callable[[], str]

SURE = ("exact", "corrected", "no drug", DECIDED)
"""The statuses of texts in which every part is accounted for."""
UNSURE = {
    "partial": "with texts that were not read in full",
    "unknown": "with texts that were not read in full",
    "ambiguous": "with texts that can be read in several ways",
    "class only": "with texts that name a class but no drug",
    "other drug": "with texts that name only medicines outside this vocabulary",
}
OTHER_SITE = "of another site or kind"
NO_SITE = "without a primarySite"
SHOWN = 3
"""How many tumors of each group are listed with their place."""
TABLE = "every tumor with its status, note and codes: write a table (--code -o FILE.csv, without --fill)"


class Filling(StrEnum):
    """Which items are filled: those without a value, or all."""

    empty = "empty"
    all = "all"


class Fillable(NamedTuple):
    """An item that may be filled: its number, its NAACCR id, and its codes."""

    number: str
    name: str
    codes: Collection[str]


class Group:
    """Tumors with the same outcome: a count for each of some `names` (items or reasons), and the first tumors."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names
        self.counts: Counter[str] = Counter()
        self.tumors = 0
        self.first: list[str] = []

    def add(self, names: Collection[str], place: Place, told: str) -> None:
        """Count a tumor under these names, and what is said about it; nothing if it has none."""
        if names:
            self.counts.update(dict.fromkeys(names, 1))
            self.tumors += 1
            if len(self.first) < SHOWN:
                self.first.append(f"  {place()}: {cut(told)}")

    @property
    def more(self) -> int:
        """How many tumors are not listed one by one."""
        return self.tumors - len(self.first)

    def lines(self, title: str) -> Iterator[str]:
        """The counts after a title, and the first tumors; nothing if there are none."""
        if self.tumors:
            yield f"{title}: {', '.join(f'{self.counts[name]} {name}' for name in self.names if self.counts[name])}"
            yield from self.first
        if self.more:
            yield f"  and {self.more} more"


class Fill:
    """Fills the items of tumors, and counts what was done.

    An item is filled if a single code follows from what is said: never if the texts were not read in full and
    for sure, if the tumor is not of the breast, or with "not given" because nothing is said about that kind of
    treatment.
    """

    def __init__(self, book: Book, which: Filling) -> None:
        self.which = which
        ids = naaccr_ids(book)
        values = {number: {value.code for value in item.values} for number, item in book.naaccr.items()}
        self.items = [Fillable(number, ids[number], codes) for number, codes in values.items()]
        self.filled, self.replaced, self.kept, self.open = (Group(self.targets) for _ in range(4))
        self.left = Group((OTHER_SITE, NO_SITE, *dict.fromkeys(UNSURE.values())))

    @property
    def targets(self) -> list[str]:
        """The ids of the items that may be filled."""
        return [item.name for item in self.items]

    def values(self, items: Items, found: Annotation, coded: Coded, place: Place) -> dict[str, str]:
        """The values for the items of a tumor, from its items and its texts; the place is for messages."""
        if found.status == "empty":
            return {}
        if not is_breast(items):
            self.left.add({OTHER_SITE if items.get(SITE) else NO_SITE}, place, items.get(SITE) or NO_SITE)
            return {}
        if found.status not in SURE:
            self.left.add({UNSURE[found.status]}, place, f"{found.status}: {found.note or found.classes}")
            return {}
        return self.chosen(items, self.said(coded, place), place)

    def said(self, coded: Coded, place: Place) -> dict[str, str]:
        """The items for which the texts lead to one code, each with that code; items without one are counted."""
        each = list(zip(self.items, coded.items, strict=True))
        several = {item.name: code for item, code in each if code not in item.codes}
        told = [f"{name} {code}" for name, code in several.items() if code]
        self.open.add(several, place, "; ".join(filter(None, (*told, coded.why))))
        return {item.name: code for item, code in each if code in item.codes and item.number not in coded.silent}

    def chosen(self, items: Items, codes: dict[str, str], place: Place) -> dict[str, str]:
        """Which of the codes are written, depending on the values already there; all are counted."""
        new = {name: code for name, code in codes.items() if not items.get(name)}
        other = {name: code for name, code in codes.items() if items.get(name, "") not in ("", code)}
        differ = ", ".join(f"{name} {items[name]}, by the texts {code}" for name, code in other.items())
        self.filled.add(new, place, ", ".join(f"{name} {code}" for name, code in new.items()))
        (self.replaced if self.which == Filling.all else self.kept).add(other, place, differ)
        return new | other if self.which == Filling.all else new

    def summary(self) -> Iterator[str]:
        """What was done, in lines."""
        yield from self.filled.lines("filled") if self.filled.tumors else ["filled: nothing"]
        yield from self.replaced.lines("replaced")
        yield from self.kept.lines("not replaced, although the texts say otherwise")
        yield from self.open.lines("not filled, because the texts do not give a single code")
        yield from self.left.lines("left unchanged")
        if any(group.more for group in (self.filled, self.replaced, self.kept, self.open, self.left)):
            yield TABLE
