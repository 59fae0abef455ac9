"""A compiled book: one SQLite file, from which an answer reads no more than it needs.

It has one table: the entries of each kind, the names, the known words, and what refers to what, each value under its
part and key, in the order of the data. A value is a pickle, restored with no classes but those of our records. Nothing
here reads TOML.
"""

from __future__ import annotations

import os
from _thread import allocate_lock as new_lock
from io import BytesIO
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from mbc_cli.book import model
from mbc_cli.book.book import Book
from mbc_cli.book.errors import InputError
from mbc_cli.book.names import Keyed, Match, Names, Ordered

try:  # the cores of sqlite3 and pickle: the Python around them costs more than everything done with them here
    import _sqlite3 as sqlite3
    from _pickle import Unpickler, UnpicklingError
except ImportError:
    import sqlite3  # type: ignore[no-redef]
    from pickle import Unpickler, UnpicklingError

if TYPE_CHECKING:
    from collections.abc import Callable, ItemsView, Iterator, ValuesView

V = TypeVar("V")
KINDS = tuple(kind.kind for kind in model.RECORD_KINDS)
PLAIN, MARKED, SUFFIXED, CODES = "plain names", "marked names", "suffixed names", "codes"
BACK, SAID = "back links", "known words"
CLASSES: dict[str, type] = {
    Match.__name__: Match,
    **{n: found for n, found in vars(model).items() if isinstance(found, type) and found.__module__ == model.__name__},
}
"""What a compiled book is made of, besides plain values."""
WHOLE = "whole parts"
READ_WHOLE = ("axis", "statement", "wording", "synonym", "unsettled")
"""Kinds that an answer needs in full: they are also stored in one piece, which takes half the time to read."""
LAST = chr(0x10FFFF)
"""The last of all characters: no text continues with it."""
FEW = 200
"""The minimum number of keys of a part that are requested one by one before the whole part is read."""
CAN_OPEN_BYTES = hasattr(sqlite3.Connection, "deserialize")
"""Whether this SQLite can open a book from its bytes; some older ones were built without that ability."""


class Restorer(Unpickler):
    """Restores values; a class is named by its key in CLASSES, and nothing else is ever looked up."""

    persistent_load = staticmethod(CLASSES.__getitem__)

    def find_class(self, module: str, name: str) -> NoReturn:
        """Refuse any class that is looked up by name."""
        raise UnpicklingError(f"{module}.{name} is not part of a book")


class Compiled:
    """An open compiled book. Threads take turns; a forked child opens it anew, as SQLite requires.

    Raises InputError, with `remedy`, if it is damaged.
    """

    def __init__(self, connect: Callable[[], sqlite3.Connection], remedy: str) -> None:
        self._connect = connect
        self._remedy = remedy
        self._open: tuple[int, sqlite3.Connection, Any] | None = None
        self._inherited: Any = None

    def value(self, part: str, key: str) -> Any:
        """The value of a key of a part; None if it has none."""
        found = self._rows("SELECT value FROM kept WHERE part = ? AND key = ?", part, key)
        return self._restored(found[0][0]) if found else None

    def keys(self, part: str) -> list[str]:
        """The keys of a part, in order."""
        return [key for (key,) in self._rows("SELECT key FROM kept WHERE part = ? ORDER BY place", part)]

    def items(self, part: str) -> dict[str, Any]:
        """The whole of a part, in order."""
        if part in READ_WHOLE and (found := self.value(WHOLE, part)) is not None:
            return dict(found)
        rows = self._rows("SELECT key, value FROM kept WHERE part = ? ORDER BY place", part)
        return {key: self._restored(value) for key, value in rows}

    def begins(self, part: str, text: str) -> bool:
        """Whether some key of a part begins with a text."""
        asked = "SELECT 1 FROM kept WHERE part = ? AND key >= ? AND key < ? LIMIT 1"
        return bool(self._rows(asked, part, text, text + LAST))

    def size(self, part: str) -> int:
        """How many keys a part has."""
        return int(self._rows("SELECT count(*) FROM kept WHERE part = ?", part)[0][0])

    def _rows(self, statement: str, *given: str) -> list[Any]:
        try:
            _, connection, lock = self._mine()
            with lock:
                return connection.execute(statement, given).fetchall()
        except UnicodeEncodeError:  # a key that is not text, such as half a character from the command line
            return []
        except sqlite3.Error as error:
            raise self._damaged(error) from error

    def _mine(self) -> tuple[int, sqlite3.Connection, Any]:
        """The connection of this process and its lock; the parent's is left alone, and not even closed."""
        process = os.getpid()
        if self._open is None or self._open[0] != process:
            self._inherited = self._open, self._inherited
            self._open = process, self._connect(), new_lock()
        return self._open

    def _restored(self, value: bytes) -> Any:
        try:
            return Restorer(BytesIO(value)).load()
        except Exception as error:  # bytes that are not a pickle raise whatever they please
            raise self._damaged(error) from error

    def _damaged(self, error: Exception) -> InputError:
        return InputError(f"the compiled book is damaged ({error}): {self._remedy}")


class Kept(Keyed[V]):
    """A part of a compiled book: read key by key, or as a whole once many of its keys have been requested."""

    def __init__(self, compiled: Compiled, part: str) -> None:
        self._compiled = compiled
        self._part = part
        self._asked: dict[str, V | None] = {}
        self._begun = 0
        self._whole: Ordered[V] | None = None
        self._size: int | None = None

    def _found(self, key: object) -> V | None:
        if not isinstance(key, str) or self._whole is not None:
            return self._all().get(key)  # type: ignore[call-overload, no-any-return]
        if key not in self._asked:
            if len(self._asked) >= FEW and len(self._asked) * 8 >= len(self):
                return self._all().get(key)
            self._asked[key] = self._compiled.value(self._part, key)
        return self._asked[key]

    def _all(self) -> Ordered[V]:
        if self._whole is None:
            self._whole = Ordered(self._compiled.items(self._part))
            self._asked = dict(self._whole)
        return self._whole

    def begins(self, text: str) -> bool:
        """Whether some key begins with a text."""
        self._begun += 1
        if self._whole is not None or self._begun > FEW:
            return self._all().begins(text)
        return self._compiled.begins(self._part, text)

    def __getitem__(self, key: str) -> V:
        found = self._asked.get(key)
        if found is None and (found := self._found(key)) is None:
            raise KeyError(key)
        return found

    def __contains__(self, key: object) -> bool:
        return self._found(key) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(self._compiled.keys(self._part) if self._whole is None else self._whole)

    def __len__(self) -> int:
        if self._size is None:
            self._size = self._compiled.size(self._part)
        return self._size

    def items(self) -> ItemsView[str, V]:
        """All keys and values."""
        return self._all().items()

    def values(self) -> ValuesView[V]:
        """All values, without the keys."""
        return self._all().values()


def book_in(compiled: Compiled, version: str, origin: tuple[Callable[..., Book], tuple[object, ...]]) -> Book:
    """A book on top of a compiled one."""
    shelves: dict[str, Kept[Any]] = {kind: Kept(compiled, kind) for kind in KINDS}
    names = Names(*(Kept(compiled, part) for part in (PLAIN, MARKED, SUFFIXED, SAID, CODES)))
    return Book(shelves, names, Kept(compiled, BACK), version, origin)


def on_disk(path: str) -> sqlite3.Connection:
    """A compiled book that nobody writes to, opened accordingly: no lock, no journal."""
    quoted = path.replace("%", "%25").replace("?", "%3f").replace("#", "%23").replace(os.sep, "/")
    place = quoted if quoted.startswith("/") else f"/{quoted}"
    return connection(f"file:{place}?mode=ro&immutable=1")


def in_memory(content: bytes | memoryview) -> sqlite3.Connection:
    """A compiled book opened from its bytes."""
    opened = connection("file::memory:")
    opened.deserialize(content)
    return opened


def connection(place: str) -> sqlite3.Connection:
    """A connection that any thread may use (we take turns) and that starts no transactions."""
    return sqlite3.connect(place, uri=True, check_same_thread=False, isolation_level=None)
