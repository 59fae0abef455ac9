"""What is not right in a NAACCR file although it can be read: every kind, with its first places and a count."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SHOWN = 3
"""This many of each kind are kept with their place: a file may have the same fault in every tumor."""


class Findings:
    """Remarks on the items of a file, by item and kind.

    `unknown` are the ids that mbc does not know: they are read as they are, and not checked.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.counts: Counter[tuple[str, str]] = Counter()
        self.first: dict[tuple[str, str], list[str]] = {}
        self.unknown: set[str] = set()

    def add(self, line: int, item: str, what: str, kind: str = "") -> None:
        """Note that an item that ends on a line is not right; remarks of the same kind are counted together."""
        key = (item, kind or what)
        self.counts[key] += 1
        if self.counts[key] <= SHOWN:
            self.first.setdefault(key, []).append(f"{self.name}:{line}: {item}: {what}")

    def lines(self) -> Iterator[str]:
        """The remarks, one line each, with a count of those that are left out."""
        for (item, _), first in self.first.items():
            yield from first
            if more := self.counts[item, _] - len(first):
                yield f"{self.name}: {item}: the same in {more} more"
