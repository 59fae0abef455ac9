"""What a check receives, and a fault between entries as it reports it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from mbc_cli.book.problems import way_to

if TYPE_CHECKING:
    from mbc_cli.book.problems import Entry, Problem

Raw = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""Kind to id to the table of an entry, as it was read."""


class Fault(NamedTuple):
    """What is wrong at a key of an entry, and what to write instead; `item` is the text in it that is wrong, if any."""

    ref: str
    key: str
    what: str
    item: str = ""

    def placed(self, raw: Raw, entries: Mapping[str, Entry], rule: str) -> Problem:
        """The problem at the place of the item, if it is within the key, or else at the key."""
        entry = entries[self.ref]
        table = raw[entry.kind][entry.id]
        at = (self.key,) if self.key else ()
        within = way_to(self.item, table.get(self.key)) if self.item else ()
        way = (*at, *within) if within else way_to(self.item, table) if self.item else ()
        return entry.problem(way or at, self.what, rule)
