"""What is wrong in the data, and where: the file, line and column of the exact key or item."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from mbc_cli.book.places import Place, Places

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mbc_cli.book.places import Way

TOML, ENTRY = "toml", "entry"
"""The rules broken by a file that cannot be read, and by an entry that is not as its kind requires."""

VERBS = frozenset(
    (
        "are", "begin", "begins", "comes", "contains", "does", "end", "ends", "has", "have", "is", "lacks", "leads",
        "mixes", "must", "need", "needs", "says", "shares",
    )
)  # fmt: skip
"""The words with which a message begins that says something of the key itself."""


class Problem(NamedTuple):
    """One thing that is wrong in the data: where, what, what to write instead, and which rule it breaks.

    `column` is 0 if only the line is known; both are counted from 1, in characters.
    """

    file: str
    line: int
    column: int
    key: str
    what: str
    rule: str = ENTRY

    def __str__(self) -> str:
        column = f":{self.column}" if self.column else ""
        return f"{self.file}:{self.line}{column}: {self.said}"

    @property
    def said(self) -> str:
        """The key and what is wrong, as one sentence if that says something of the key: `a.b.c is missing; ...`."""
        apart = " " if self.what.partition(" ")[0] in VERBS else ": "
        return f"{self.key}{apart}{self.what}"


class DataFile:
    """A data file, read once: its name among the data, the layer of data it belongs to, and its bytes.

    `fault` says why it could not be read; `path` is its location, if it is a file that somebody can open.
    """

    def __init__(self, name: str, layer: int, content: bytes, fault: str = "", path: str = "") -> None:
        self.name = name
        self.layer = layer
        self.content = content
        self.fault = fault
        self.path = path

    @cached_property
    def shown(self) -> str:
        """Its name in messages: the path to it from the current directory, or the full path if that is shorter."""
        return nearby(self.path) if self.path else self.name

    @property
    def text(self) -> str:
        """Its content with plain line endings, without the mark that some editors put at the start of a file.

        Raises UnicodeDecodeError.
        """
        return self.content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")

    @cached_property
    def places(self) -> Places:
        """Where everything in it is."""
        return Places(self.text)

    def complaint(self, way: Way, key: str, what: str, rule: str = ENTRY) -> Problem:
        """A problem at a path in the file, or at the nearest place to it."""
        place = self.places.of(way) or Place(1, 1)
        return Problem(self.shown, *place, key, what, rule)


def nearby(path: str) -> str:
    """A path relative to the current directory, or the path itself if that is shorter."""
    try:
        here = os.path.relpath(path)
    except ValueError:  # another drive of Windows
        return path
    return min(here, os.path.abspath(path), key=len)


class Entry(NamedTuple):
    """Where an entry `[kind.id]` is."""

    file: DataFile
    kind: str
    id: str

    @property
    def ref(self) -> str:
        """`kind.id`, the way entries are named everywhere."""
        return f"{self.kind}.{self.id}"

    @property
    def at(self) -> str:
        """`file:line` of its header."""
        place = self.file.places.of((self.kind, self.id)) or Place(1, 1)
        return f"{self.file.shown}:{place.line}"

    def problem(self, way: Way, what: str, rule: str = ENTRY) -> Problem:
        """A problem of this entry at a path in it; the names on the path are its key."""
        key = ".".join((self.ref, *(name for name in way if isinstance(name, str))))
        return self.file.complaint((self.kind, self.id, *way), key, what, rule)


def way_to(item: str, value: Any) -> Way:
    """The path to a text in a value (the first if there are several), or to a citation of it; () if there is none."""
    return next((way for way, text in texts_in(value) if text == item or text.startswith(f"{item}: ")), ())


def texts_in(value: Any, way: Way = ()) -> Iterator[tuple[Way, str]]:
    """Every text in a value, and every key that stands for a text, with the path to it."""
    if isinstance(value, str):
        yield way, value
    for key, inner in value.items() if isinstance(value, dict) else ():
        yield (*way, key), key
        yield from texts_in(inner, (*way, key))
    for n, inner in enumerate(value) if isinstance(value, list) else ():
        yield from texts_in(inner, (*way, n))
