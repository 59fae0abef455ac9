"""How a file is written: beside the target, whose place it takes when it is whole."""

from __future__ import annotations

import io
import os
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from mbc_cli.book.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

CHUNK = 1 << 20


class Target(io.FileIO):
    """A file that is written to; InputError, with the name that the user gave, where that fails."""

    def __init__(self, file: Path | int, called: Path) -> None:
        super().__init__(file, "w")
        self.called = called

    def write(self, data: Any) -> int:
        """Write some bytes; their number."""
        try:
            return super().write(data)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise not_written(self.called, error) from error


def not_written(target: Path, error: Exception) -> InputError:
    """The message that a target cannot be written, and why."""
    why = error.strerror if isinstance(error, OSError) and error.strerror else error
    return InputError(f"{target}: cannot be written ({why}): choose another place")


@contextmanager
def written(target: Path | None, mode: str = "w") -> Iterator[Any]:
    """The output: standard output, or a file beside the target that takes its place when all went well.

    Links are followed; what is no file (a pipe, a device) is written to as it is. InputError where that cannot be.
    """
    if target is None:
        sys.stdout.reconfigure(newline="", encoding="utf-8")  # type: ignore[union-attr]
        yield sys.stdout
        return
    target = Path(os.path.realpath(target))
    check_writable(target)
    if target.exists() and not target.is_file():
        with stream(Target(target, target), mode) as out:
            yield out
        return
    handle, part = beside(target)
    try:
        with stream(Target(handle, target), mode) as out:
            yield out
        _as_new(part, target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def check_writable(target: Path) -> None:
    """InputError for what cannot be written to, before anything is worked out for it."""
    if target.is_dir():
        raise InputError(f"{target}: is a directory: give the name of a file")
    if target.exists() and not os.access(target, os.W_OK):
        raise InputError(f"{target}: is read-only: choose another place")


def stream(raw: Target, mode: str) -> IO[Any]:
    """A file as a stream of bytes or, where the mode does not say so, of text."""
    buffer = io.BufferedWriter(raw, CHUNK)
    return buffer if "b" in mode else io.TextIOWrapper(buffer, "utf-8", newline="")


def beside(target: Path) -> tuple[int, Path]:
    """A new file in the directory of a target."""
    try:
        handle, part = tempfile.mkstemp(prefix=f".{target.name[:40]}.", suffix=".part", dir=target.parent)
    except OSError as error:
        raise not_written(target, error) from error
    return handle, Path(part)


def _as_new(part: Path, target: Path) -> None:
    """Move the finished file into place, with the permissions of the file it replaces or of any new file."""
    mask = os.umask(0)
    os.umask(mask)
    try:
        part.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~mask)
        part.replace(target)
    except OSError as error:
        raise not_written(target, error) from error
