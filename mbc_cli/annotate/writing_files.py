"""How a file is written: beside the target, which it replaces when it is complete."""

from __future__ import annotations

import io
import os
import secrets
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from mbc_cli.annotate.leftovers import leftover
from mbc_cli.annotate.packing import CHUNK, packed_into
from mbc_cli.book.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator


class Target(io.FileIO):
    """A file that is written to; InputError, with the user's name for it, if that fails."""

    def __init__(self, file: Path | int, called: Path) -> None:
        super().__init__(file, "w")
        self.called = called

    def write(self, data: Any) -> int:
        """Write some bytes; returns their number."""
        try:
            return super().write(data)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise not_written(self.called, error) from error


def not_written(target: Path | None, error: Exception) -> InputError:
    """The message that a target cannot be written, and why."""
    why = error.strerror if isinstance(error, OSError) and error.strerror else error
    return InputError(f"{target or 'standard output'}: cannot be written ({why}): choose another location")


@contextmanager
def written(target: Path | None, mode: str = "w", packing: str = "") -> Iterator[Any]:
    """The output: standard output, or a file beside the target that replaces it if all went well.

    It is a stream of bytes if the mode is "wb", otherwise of text. Links are followed; pipes and devices
    are written to directly. InputError if that is not possible.
    """
    if target is None:
        yield standard_output(mode)
        return
    target = Path(os.path.realpath(target))
    check_writable(target)
    if target.exists() and not target.is_file():
        with stream(Target(target, target), mode, packing) as out:
            yield out
        return
    with leftover(beside(target)) as part:
        with stream(Target(created(part, target), target), mode, packing) as out:
            yield out
        _as_new(part, target)


def standard_output(mode: str) -> IO[Any]:
    """Standard output, for bytes or for text that is written as it is."""
    if "b" in mode:
        return sys.stdout.buffer
    sys.stdout.reconfigure(newline="", encoding="utf-8")  # type: ignore[union-attr]
    return sys.stdout


def check_writable(target: Path) -> None:
    """InputError for a target that cannot be written to, before any work is done for it."""
    if target.is_dir():
        raise InputError(f"{target}: is a directory: give the name of a file")
    if target.exists() and not os.access(target, os.W_OK):
        raise InputError(f"{target}: is read-only: choose another location")


@contextmanager
def stream(raw: Target, mode: str, packing: str) -> Iterator[IO[Any]]:
    """A file as a stream of bytes or, unless the mode says so, of text; packed if requested."""
    with ExitStack() as opened:
        out: Any = opened.enter_context(io.BufferedWriter(raw, CHUNK))
        if packing:
            out = opened.enter_context(packed_into(out, packing))
        yield out if "b" in mode else opened.enter_context(io.TextIOWrapper(out, "utf-8", newline=""))


def beside(target: Path) -> Path:
    """The name of a new file in the directory of a target."""
    return target.with_name(f".{target.name[:40]}.{secrets.token_hex(4)}.part")


def created(part: Path, target: Path) -> int:
    """A new file that only its owner may read, opened for writing."""
    try:
        return os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    except OSError as error:
        raise not_written(target, error) from error


def _as_new(part: Path, target: Path) -> None:
    """Move the finished file into place, with the permissions of the file it replaces or of any new file."""
    mask = os.umask(0)
    os.umask(mask)
    try:
        part.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~mask)
        part.replace(target)
    except OSError as error:
        raise not_written(target, error) from error
