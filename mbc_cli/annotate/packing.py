"""Files that are packed with gzip or zstd: what unpacks them as they are read, and packs them as they are written."""

from __future__ import annotations

import io
import zlib
from typing import IO, Any

from mbc_cli.book.errors import InputError, install

CHUNK = 1 << 20


class Unpacked(io.RawIOBase):
    """What is packed, unpacked; InputError, with the name that the user gave, where it is damaged or not whole."""

    def __init__(self, packed: IO[bytes], packing: str, called: str) -> None:
        self.called = called
        self.packing = packing
        self.whole, self.faults = opened_packed(packed, packing)

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer with what there is; the number of bytes."""
        try:
            return int(self.whole.readinto1(buffer))
        except self.faults as error:
            what = f"is damaged, incomplete or not a {self.packing} file ({error})"
            raise InputError(f"{self.called}: {what}: download it again, or compress it again") from error


def unpacked(packed: IO[bytes], packing: str, called: str) -> IO[bytes]:
    """A stream of bytes, unpacked where it is packed."""
    return io.BufferedReader(Unpacked(packed, packing, called), CHUNK) if packing else packed


def opened_packed(packed: IO[bytes], packing: str) -> tuple[Any, tuple[type[Exception], ...]]:
    """What unpacks a stream, and the errors by which it says that it cannot."""
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
    """The module that knows zstd, of Python or of the extra `zstd`; InputError that says how to get it."""
    from importlib import import_module  # which of the two is there depends on Python

    for name in ("compression.zstd", "backports.zstd"):
        try:
            return import_module(name)
        except ImportError:
            continue
    raise InputError(f"zstd needs Python 3.14 or the extra `zstd`: {install('zstd')}")
