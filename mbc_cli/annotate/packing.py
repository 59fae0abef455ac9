"""Files compressed with gzip or zstd: unpacked as they are read, and packed as they are written."""

from __future__ import annotations

import io
import zlib
from typing import IO, Any

from mbc_cli.book.errors import InputError, install

CHUNK = 1 << 20


class Unpacked(io.RawIOBase):
    """The unpacked contents of a stream; InputError, with the user's name for it, if it is damaged or truncated."""

    def __init__(self, packed: IO[bytes], packing: str, called: str) -> None:
        self.called = called
        self.packing = packing
        self.whole, self.faults = opened_packed(packed, packing)

    def readable(self) -> bool:
        """It is readable."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer with what is available; returns the number of bytes."""
        try:
            return int(self.whole.readinto1(buffer))
        except self.faults as error:
            what = f"is damaged, incomplete or not a {self.packing} file ({error})"
            raise InputError(f"{self.called}: {what}: download it again, or compress it again") from error


def unpacked(packed: IO[bytes], packing: str, called: str) -> IO[bytes]:
    """A stream of bytes, unpacked if it is packed."""
    return io.BufferedReader(Unpacked(packed, packing, called), CHUNK) if packing else packed


def opened_packed(packed: IO[bytes], packing: str) -> tuple[Any, tuple[type[Exception], ...]]:
    """The unpacker of a stream, and the errors that it raises if it cannot unpack."""
    if packing == "gzip":
        import gzip  # only where a file is packed

        return gzip.GzipFile(fileobj=packed), (gzip.BadGzipFile, EOFError, zlib.error)
    zstd = zstandard()
    return zstd.ZstdFile(packed), (zstd.ZstdError, EOFError)


def packed_into(out: IO[bytes], packing: str) -> Any:
    """A stream that packs what is written to it into another; the same content gives the same bytes."""
    if packing == "gzip":
        import gzip  # only where a file is packed

        return gzip.GzipFile("", "wb", 6, out, mtime=0)
    return zstandard().ZstdFile(out, "wb")


def zstandard() -> Any:
    """The module for zstd, from Python or from the extra `zstd`; InputError that says how to get it."""
    from importlib import import_module  # which of the two is there depends on Python

    for name in ("compression.zstd", "backports.zstd"):
        try:
            return import_module(name)
        except ImportError:
            continue
    raise InputError(f"zstd needs Python 3.14 or the extra `zstd`: {install('zstd')}")
