"""How many rows of a file were coded, and why the others were not."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

IN_ALL, IN_SOME, IN_NONE = "in every item", "in some items", "in none"
OPEN = " or "  # stands between the codes that an item may have
MOST_SHOWN, LONGEST_SHOWN = 6, 140


class Extent:
    """A count of rows by the items that have a code, of those with an item left open, and of the reasons."""

    def __init__(self) -> None:
        self.rows: Counter[str] = Counter()
        self.open = 0
        self.why: Counter[str] = Counter()

    def count(self, items: Sequence[str], why: str = "") -> None:
        """Count a row by its items as texts; `why` some have no code, unless that is counted elsewhere."""
        self.rows[IN_ALL if all(items) else IN_SOME if any(items) else IN_NONE] += 1
        self.open += any(OPEN in item for item in items)
        if why:
            self.why[why] += 1

    def summary(self) -> Iterator[str]:
        """The counts in words, and the most frequent reasons; nothing if no row was counted."""
        if said := [f"{self.rows[extent]} {extent}" for extent in (IN_ALL, IN_SOME, IN_NONE) if self.rows[extent]]:
            left = f'; {self.open} of them left open, such as "02 or 03"' if self.open else ""
            yield f"rows with codes: {', '.join(said)}{left}"
        for why, rows in self.why.most_common(MOST_SHOWN):
            yield f"{rows:>6}  {cut(why)}"
        if more := sum(self.why.values()) - sum(rows for _, rows in self.why.most_common(MOST_SHOWN)):
            yield f"{more:>6}  other reasons: see mbc_note in each row"


def cut(told: str) -> str:
    """What a summary line says about a row: only the beginning, if it is long."""
    first = told[:LONGEST_SHOWN]
    return told if len(told) <= LONGEST_SHOWN else f"{first.rpartition(' ')[0] or first} ..."
