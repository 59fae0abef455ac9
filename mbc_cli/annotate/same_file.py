"""Whether two names or streams are the same file, so that none is both read and written."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mbc_cli.book.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO


def same_file(one: Path | TextIO | None, other: Path | TextIO | None) -> bool:
    """Whether two names or streams are the same file, through links too; a pipe, terminal or device is not a file."""
    if isinstance(one, Path) and isinstance(other, Path) and one.resolve() == other.resolve():
        return True
    found = file_behind(one)
    return found is not None and found == file_behind(other)


def file_behind(place: Path | TextIO | None) -> tuple[int, int] | None:
    """What identifies a regular file; None for anything else, or if nothing is there."""
    try:
        found = place.stat() if isinstance(place, Path) else os.fstat(place.fileno()) if place else None
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if found and stat.S_ISREG(found.st_mode) else None


def check_apart(read: Path | None, target: Path | None, decisions: Sequence[Path] = ()) -> None:
    """UsageError if an output (the target, or the first file of decisions) is also read, or is written twice."""
    given, what = read or sys.stdin, f"-o {target}" if target else "standard output"
    pairs = [(target or sys.stdout, what, given, "the input file")]
    pairs += [(target or sys.stdout, what, file, "the file of --decisions") for file in decisions]
    pairs += [(file, f"--decisions {file}", given, "the input file") for file in decisions[:1]]
    for place, name, other, role in pairs:
        if same_file(place, other):
            raise UsageError(f"{name} is {role}: use another name, so that nothing is overwritten")
