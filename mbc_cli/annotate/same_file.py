"""Whether two names or streams are one file, so that none is both read and written."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TextIO


def same_file(one: Path | TextIO | None, other: Path | TextIO | None) -> bool:
    """Whether two names or streams are one file, through links too; a pipe, a terminal or a device is no file."""
    if isinstance(one, Path) and isinstance(other, Path) and one.resolve() == other.resolve():
        return True
    found = file_behind(one)
    return found is not None and found == file_behind(other)


def file_behind(place: Path | TextIO | None) -> tuple[int, int] | None:
    """What only this regular file has; None for anything else, or where there is nothing."""
    try:
        found = place.stat() if isinstance(place, Path) else os.fstat(place.fileno()) if place else None
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if found and stat.S_ISREG(found.st_mode) else None
