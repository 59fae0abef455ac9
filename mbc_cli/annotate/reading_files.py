"""How a file is opened and read: as bytes, and as lines of text."""

from __future__ import annotations

import io
import re
import sys
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from mbc_cli.annotate.packing import CHUNK, unpacked
from mbc_cli.book.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mbc_cli.annotate.tables import File

BOM = "\ufeff"
WINDOWS = re.compile(rb"[\x80\x82-\x8c\x8e\x91-\x9c\x9e\x9f]")
"""Windows letters and quotation marks that latin-1 takes for control characters."""
MARKS = {
    b"PK\3\4": "it looks like a workbook: use --from excel",
    b"PAR1": "it looks like Parquet: use --from parquet",
    b"\x1f\x8b": "it looks like gzip: rename it to end in .gz",
    b"\x28\xb5\x2f\xfd": "it looks like zstd: rename it to end in .zst",
}
"""The first bytes of files that are not text."""


class Read(io.RawIOBase):
    """A binary stream that reports how much of it was read; InputError if reading fails."""

    def __init__(self, raw: io.BufferedReader, called: str, progress: Callable[[int], None]) -> None:
        self.raw = raw
        self.called = called
        self.progress = progress

    def readable(self) -> bool:
        """It is readable."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer with what is available; returns the number of bytes.

        What was peeked at before is available: `readinto1` would still wait for more from a pipe.
        """
        try:
            read = self.raw.read1(len(buffer))
        except OSError as error:
            raise InputError(f"{self.called}: cannot be read ({error.strerror})") from error
        buffer[: len(read)] = read
        self.progress(len(read))
        return len(read)


class Input(NamedTuple):
    """The input: its bytes, and the same as lines of text with their ends untouched."""

    bytes: IO[bytes]
    lines: Iterator[str]


@contextmanager
def opened(file: File, progress: Callable[[int], None]) -> Iterator[Input]:
    """The input, unpacked. InputError if it does not exist, cannot be read or is not in that encoding."""
    check_encoding(file.encoding)
    with binary(file) as raw:
        counted = unpacked(io.BufferedReader(Read(raw, file.name, progress), CHUNK), file.packing, file.name)
        yield Input(counted, decoded(file, counted))


def check_encoding(name: str) -> None:
    """UsageError for something that is not a text encoding."""
    try:
        io.TextIOWrapper(io.BytesIO(), encoding=name)
    except (LookupError, ValueError) as error:
        raise UsageError(f"--encoding {name}: unknown encoding: use one such as utf-8 or latin-1") from error


def binary(file: File) -> io.BufferedReader:
    """The bytes of the input."""
    if file.path is None:
        if sys.stdin is None:
            raise InputError("standard input is closed: name a file, or pipe some text in")
        return sys.stdin.buffer  # type: ignore[return-value]
    try:
        return file.path.open("rb")
    except OSError as error:
        raise InputError(f"{file.name}: {error.strerror}") from error


def decoded(file: File, raw: IO[bytes]) -> Iterator[str]:
    """Some bytes of the input as lines; InputError if they are not in its encoding.

    A consumer's own errors do not pass through here, unlike in a `try` around the `yield` of a context manager.
    """
    try:
        yield from io.TextIOWrapper(raw, file.encoding, newline="\n")  # a lone \r is a part of its cell
    except UnicodeDecodeError as error:
        byte = f"byte {error.object[error.start]:#04x} is not {file.encoding}"
        remedy = no_text(error.object) or f"use --encoding, such as {likely(error.object)}"
        raise InputError(f"{file.name}: {byte}: {remedy}") from error
    except UnicodeError as error:  # UTF-16 without the mark that says which of the two it is
        raise InputError(f"{file.name}: is not {file.encoding} ({error}): use --encoding, such as utf-16-le") from error


def likely(content: bytes) -> str:
    """The encoding that some bytes may have if they are not in the expected one."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    if b"\0" in content:
        return "utf-16-le"
    return "cp1252" if WINDOWS.search(content) else "latin-1"


def no_text(content: bytes) -> str:
    """What to do about bytes that are not text at all, by how they begin; "" if that is unknown."""
    return next((remedy for mark, remedy in MARKS.items() if content.startswith(mark)), "")
