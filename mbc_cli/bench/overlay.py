"""What a user's own data removes from the shipped data over which it is laid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.store.layers import files_of, folder_files, is_whole, read
from mbc_cli.store.load import shipped

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def dropped(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Each entry that replaces a shipped one without some of its keys, with these keys; none for a complete book."""
    files = folder_files(folder, 1)
    if is_whole(files):
        return
    before, below = read(files_of([shipped()]))[:2]
    mine, entries, _ = read([*files_of([shipped()]), *files])
    for entry in entries.values():
        now, was = (side[entry.kind].get(entry.id, {}) for side in (mine, before))
        if entry.ref in below and (gone := [key for key in was if key not in now]):
            yield entry.ref, gone
