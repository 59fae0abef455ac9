"""An entry that adds to the one below it: it says `extends = true` and gives only what is new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mbc_cli.book.data_schema import EXTENDS
from mbc_cli.book.table import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mbc_cli.book.problems import Entry, Problem


WHOLE = {"brand": ("drugs", "product")}
"""For some kinds, the keys that say which thing an entry is: what adds to one of them is another thing."""


OTHERWISE = "is not that of the shipped entry, {}; leave it out, or write the whole entry without extends"


def extended(
    entry: Entry, table: dict[str, Any], below: Mapping[str, dict[str, Any]], problems: list[Problem]
) -> dict[str, Any] | None:
    """A table merged with what it adds to the entry of that id below, if it says so; None if it cannot be added."""
    if EXTENDS not in table:
        return table
    if table[EXTENDS] is not True:
        problems.append(entry.problem((EXTENDS,), f"is {table[EXTENDS]!r}; write true, or leave the key out"))
    elif entry.id not in below:
        what = f"no shipped {entry.kind} '{entry.id}' to add to; {nearest(entry.id, below)}"
        problems.append(entry.problem((EXTENDS,), what))
    else:
        own = {key: value for key, value in table.items() if key != EXTENDS}
        if not (wrong := changed_whole(entry.kind, below[entry.id], own)):
            return {**together(below[entry.id], own)}
        problems.append(entry.problem((wrong,), OTHERWISE.format(below[entry.id].get(wrong, "none"))))
    return None


def changed_whole(kind: str, below: Mapping[str, Any], own: Mapping[str, Any]) -> str:
    """A key of an entry that says which thing the entry below is, and says otherwise; "" if there is none."""
    keys = (key for key in WHOLE.get(kind, ()) if key in own)
    return next((key for key in keys if together(below.get(key), own[key]) != below.get(key)), "")


def together(old: Any, new: Any) -> Any:
    """Two values as one: the keys of both tables; the old list items, then the new ones; otherwise the new value."""
    if isinstance(old, dict) and isinstance(new, dict):
        return {**old, **{key: together(old.get(key), value) for key, value in new.items()}}
    if isinstance(old, list) and isinstance(new, list):
        return [*old, *(item for item in new if item not in old)]
    return new
