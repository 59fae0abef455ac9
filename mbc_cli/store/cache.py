"""Compiled overlays, kept in the user's cache directory: if anything goes wrong with them, it only costs time.

A file is named by a digest of what it was compiled from and begins with a digest of its content, so that neither a
change of the data nor damage to the file can give an answer from other data. The directory belongs to the user alone.
"""

from __future__ import annotations

import os
import stat
import tempfile
import time
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from mbc_cli.store.files import only_mine, plain_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mbc_cli.book.problems import DataFile

COMPILING = ("book", "reading", "options", "store")
"""The folders whose code determines what is compiled."""
DIGEST = 32
LARGEST = 1 << 30
KEPT = 8
"""How many compiled overlays are kept."""
ENDING, PART = ".book", ".part"
ABANDONED = 24 * 60 * 60
"""Seconds after which an unfinished file is removed even if a process has the id of its writer."""


def key_of(files: Iterable[DataFile]) -> bytes:
    """The digest of the content of every file, in order, and of the code that compiles it."""
    digest = blake2b(digest_size=DIGEST)
    for name, content in (*compiling(), *((f"{file.layer} {file.name}", file.content) for file in files)):
        for part in (os.fsencode(name), content):
            digest.update(len(part).to_bytes(8, "big") + part)
    return digest.digest()


def compiling() -> Iterator[tuple[str, bytes]]:
    """The files of our own code that determine what is compiled."""
    package = Path(__file__).parents[1]
    for file in sorted(file for room in COMPILING for file in (package / room).glob("*.py")):
        yield file.relative_to(package).as_posix(), file.read_bytes()


def found(key: bytes) -> memoryview | None:
    """What is stored under a key, if it is there, belongs to us, and is exactly what was written."""
    try:
        file = memoryview(plain_bytes(folder() / f"{key.hex()}{ENDING}", LARGEST, links=False, trusted=only_mine))
    except OSError:
        return None
    return file[DIGEST:] if file[:DIGEST] == seal(key, file[DIGEST:]) else None


def keep(key: bytes, content: bytes) -> None:
    """Store something under a key, or leave no trace of the attempt."""
    with suppress(OSError):
        place = folder()
        clear(place)
        number, part = tempfile.mkstemp(PART, f"{os.getpid()}-", place)
        try:
            with open(number, "wb") as file:
                file.write(seal(key, content))
                file.write(content)
            os.replace(part, place / f"{key.hex()}{ENDING}")
        except BaseException:
            Path(part).unlink(missing_ok=True)
            raise
        prune(place)


def seal(key: bytes, content: bytes | memoryview) -> bytes:
    """The digest that content has under this key, and under no other."""
    return blake2b(content, digest_size=DIGEST, key=key).digest()


def folder() -> Path:
    """The directory that only this user can write to, created if necessary; OSError if that is impossible."""
    place = home()
    place.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        place.mkdir(mode=0o700)
    state = os.lstat(place)
    if not stat.S_ISDIR(state.st_mode) or not only_mine(state):
        raise PermissionError(f"{place} is not a directory of this user alone")
    return place


def home() -> Path:
    """Where the directory should be; OSError if the user has no home (not every platformdirs raises it)."""
    try:
        place = Path(platformdirs.user_cache_path("mbc-cli", appauthor=False))
    except RuntimeError as error:
        raise FileNotFoundError(str(error)) from error
    if not place.is_absolute():
        raise FileNotFoundError(f"{place}: not an absolute path")
    return place


def clear(place: Path) -> None:
    """Remove the unfinished files of processes that have ended."""
    for part in place.glob(f"*-*{PART}"):
        with suppress(OSError):
            if is_gone(part.name.partition("-")[0]) or time.time() - part.lstat().st_mtime > ABANDONED:
                part.unlink()


def is_gone(process: str) -> bool:
    """Whether no process has this id; on Windows there is no harmless way to ask."""
    if os.name == "nt" or not process.isdecimal():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False


def prune(place: Path) -> None:
    """Keep the newest few."""
    made = sorted(place.glob(f"*{ENDING}"), key=lambda file: -file.lstat().st_mtime_ns)
    for old in made[KEPT:]:
        old.unlink(missing_ok=True)
