"""What a user's own data removes from the shipped data over which it is laid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mbc_cli.store.layers import beside, files_of, folder_files, is_whole, read
from mbc_cli.store.load import shipped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

SHORT = 40
"""The length up to which what is lost is named rather than counted."""


def dropped(place: Path) -> Iterator[tuple[str, list[str]]]:
    """Each entry that replaces a shipped one without all that it has, and what is lost; none for a complete book.

    Of a single file, which is read with those beside it, only its own entries.
    """
    files = beside(place) if place.is_file() else folder_files(place, 1)
    if is_whole(files):
        return
    before, below = read(files_of([shipped()]))[:2]
    mine, entries, _ = read([*files_of([shipped()]), *files])
    for entry in entries.values():
        now, was = (side[entry.kind].get(entry.id, {}) for side in (mine, before))
        own = not place.is_file() or entry.file is files[0]
        if own and entry.ref in below and (gone := list(lost(was, now))):
            yield entry.ref, gone


def lost(was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """What a table no longer has: a key, or for one that it still has, the name of it and what is no longer in it."""
    for key, value in was.items():
        if key not in now:
            yield key
        elif isinstance(value, list | dict) and isinstance(now[key], type(value)):
            here = [called(key, item) for item in now[key]]
            gone = list(dict.fromkeys(name for item in value if (name := called(key, item)) not in here))
            if gone:
                named = key if len(gone) > 1 else singular(key)
                short = all(len(name) <= SHORT for name in gone)
                yield f"{named} {' and '.join(gone)}" if short else f"{len(gone)} {named}"


def singular(key: str) -> str:
    """One of the things of a key: `sources` is a source, `classes` a class."""
    return key.removesuffix("es" if key.endswith("sses") else "s")


def called(key: str, item: Any) -> str:
    """An item of a list, as it is named; of a source, its id."""
    return str(item).partition(": ")[0] if key == "sources" else str(item)
