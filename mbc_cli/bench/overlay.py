"""What data of one's own takes away from the shipped data over which it is laid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.store.layers import files_of, folder_files, is_whole, read
from mbc_cli.store.load import shipped

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def dropped(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Each entry that takes the place of a shipped one without some of its keys, and these; none of a whole book."""
    files = folder_files(folder, 1)
    if is_whole(files):
        return
    mine, before = read(files)[0], read(files_of([shipped()]))[0]
    for kind, entries in mine.items():
        for name, entry in entries.items():
            if gone := [key for key in before[kind].get(name, ()) if key not in entry]:
                yield f"{kind}.{name}", gone
