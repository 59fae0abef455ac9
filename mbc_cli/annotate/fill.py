"""Which items of a tumour in a registry file are filled with what its texts say, and what became of all of them."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING

from mbc_cli.annotate.row_texts import NOT_READ
from mbc_cli.naaccr.items import naaccr_ids
from mbc_cli.naaccr.site import is_breast

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mbc_cli.annotate.annotation import Annotation
    from mbc_cli.book.book import Book
    from mbc_cli.coding.rows import Coded
    from mbc_cli.naaccr.elements import Items


OTHER_SITE = "of another site or kind"
NO_SITE = "without a primarySite"
UNREAD = "with texts that were not read in full"


class Filling(StrEnum):
    """Which items are filled: those without a value, or all."""

    empty = "empty"
    all = "all"


class Fill:
    """Fills the items of tumours, and counts what was done, by item.

    An item is filled where one code of it follows from what is said: never where the text was not read in full, where
    the tumour is none of the breast, or with "not given" because nothing is said of that kind of treatment.
    """

    def __init__(self, book: Book, which: Filling) -> None:
        self.which = which
        ids = naaccr_ids(book)
        self.items = [(item.id, ids[item.id], {value.code for value in item.values}) for item in book.naaccr.values()]
        self.filled: Counter[str] = Counter()
        self.replaced: Counter[str] = Counter()
        self.kept: Counter[str] = Counter()
        self.left: Counter[str] = Counter()

    @property
    def targets(self) -> list[str]:
        """The ids of the items that may be filled."""
        return [name for _, name, _ in self.items]

    def values(self, items: Items, found: Annotation, coded: Coded) -> dict[str, str]:
        """The values that items of a tumour are to have, by its items and what its texts say."""
        if found.status == "empty" or self.left_for(items, found):
            return {}
        return {name: code for name, code in self.said(coded) if self.is_to_fill(name, items.get(name, ""), code)}

    def left_for(self, items: Items, found: Annotation) -> str:
        """Why a tumour is left as it is, which is counted; "" where it is filled."""
        why = UNREAD if found.status in NOT_READ else ""
        if not is_breast(items):
            why = OTHER_SITE if items.get("primarySite") else NO_SITE
        self.left[why] += bool(why)
        return why

    def said(self, coded: Coded) -> Iterator[tuple[str, str]]:
        """The items of which something is said that comes to one code, each with it."""
        for (number, name, codes), code in zip(self.items, coded.items, strict=True):
            if code in codes and number not in coded.silent:
                yield name, code

    def is_to_fill(self, name: str, there: str, code: str) -> bool:
        """Whether an item gets a code; what there is, if anything, is counted with it."""
        if there == code or (there and self.which == Filling.empty):
            self.kept[name] += there != code
            return False
        (self.replaced if there else self.filled)[name] += 1
        return True

    def summary(self) -> Iterator[str]:
        """What was done, in lines."""
        yield f"filled: {counts(self.filled, self.targets) or 'nothing'}"
        for words, found, names in (
            ("replaced", self.replaced, self.targets),
            ("not replaced although the texts say otherwise", self.kept, self.targets),
            ("left as they were", self.left, (OTHER_SITE, NO_SITE, UNREAD)),
        ):
            if told := counts(found, names):
                yield f"{words}: {told}"


def counts(found: Counter[str], names: Iterable[str]) -> str:
    """Names with their counts before them, in this order."""
    return ", ".join(f"{found[name]} {name}" for name in names if found[name])
