"""Files that somebody else may have put there: opened without waiting, and read only if they are plain files."""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# What a system lacks (Windows has no links of this kind) is left out.
FLAGS = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_CLOEXEC", "O_NOCTTY", "O_BINARY"))
NO_LINKS = getattr(os, "O_NOFOLLOW", 0)
KINDS = (
    (stat.S_ISDIR, "directory"),
    (stat.S_ISFIFO, "pipe"),
    (stat.S_ISSOCK, "socket"),
    (stat.S_ISLNK, "link"),
    (stat.S_ISCHR, "device"),
    (stat.S_ISBLK, "device"),
)


class NotPlainError(OSError):
    """What is there cannot be read as a plain file; `strerror` says what it is."""


def plain_bytes(
    path: Path, most: int, *, links: bool = True, trusted: Callable[[os.stat_result], bool] | None = None
) -> bytes:
    """The bytes of a plain file of at most `most` bytes.

    Links are followed unless `links` is false; `trusted` may refuse a file by its owner and mode. Raises OSError for
    what cannot be read, NotPlainError (a subclass) for what is not a plain file. The file is checked before it is
    opened, because opening a device can have effects, and again once it is open, because it may have been replaced.
    """
    required(os.stat(path, follow_symlinks=links), most, trusted)
    number = os.open(path, FLAGS if links else FLAGS | NO_LINKS)
    with open(number, "rb") as file:
        required(os.fstat(number), most, trusted)
        content = file.read(most + 1)
    if len(content) > most:
        raise NotPlainError(errno.EFBIG, f"it grew past {most} bytes")
    return content


def required(found: os.stat_result, most: int, trusted: Callable[[os.stat_result], bool] | None) -> None:
    """Raise NotPlainError for what is not a plain file, too large, or not trusted."""
    if not stat.S_ISREG(found.st_mode):
        raise NotPlainError(
            errno.EINVAL, f"it is a {next((name for has, name in KINDS if has(found.st_mode)), 'device')}"
        )
    if found.st_size > most:
        raise NotPlainError(errno.EFBIG, f"it has more than {most} bytes")
    if trusted and not trusted(found):
        raise NotPlainError(errno.EACCES, "others may write to it")


def only_mine(found: os.stat_result) -> bool:
    """Whether a file or directory belongs to this user and nobody else may write to it."""
    mine = not hasattr(os, "geteuid") or found.st_uid == os.geteuid()
    return mine and (os.name == "nt" or not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH))
