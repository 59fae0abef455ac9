"""Where each key and list item is in a TOML file: looked up for a message, never used to interpret."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

Way = tuple[str | int, ...]
"""The keys and list positions that lead from the top of a file to a value."""
TOKEN = re.compile(
    r"(?P<gap>[^\S\n]+|\#[^\n]*)|(?P<line>\n)"
    r'|(?P<text>"""(?:\\.|.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\')'
    r"|(?P<mark>[\[\]{}=,.])|(?P<word>[^\s\[\]{}=,.#\"']+|.)",
    re.DOTALL,
)
END = ("end", "", 0)


class Place(NamedTuple):
    """A line and a column of a file, both counted from 1."""

    line: int
    column: int


class Places:
    """The places in one text: those of keys, of table headers and of list items.

    A text that is not TOML gives what came before the first error. Tables are opened level by level without recursion,
    so that no depth is too deep.
    """

    def __init__(self, text: str) -> None:
        self.found: dict[Way, int] = {}
        self.starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self.tokens = tokens(text)
        self.kind, self.text, self.at = next(self.tokens, END)
        self._whole()

    def of(self, way: Way) -> Place | None:
        """The place of a value, or of the nearest thing around it that has a place; None if nothing has."""
        for length in range(len(way), 0, -1):
            if (at := self.found.get(way[:length])) is not None:
                return self._place(at)
        return None

    def _place(self, at: int) -> Place:
        from bisect import bisect_right  # only for a message

        line = bisect_right(self.starts, at)
        return Place(line, at - self.starts[line - 1] + 1)

    def _step(self) -> None:
        self.kind, self.text, self.at = next(self.tokens, END)

    def _note(self, way: Way, at: int) -> None:
        """Store the place of a path, and of each table around it that was not seen before."""
        for length in range(1, len(way) + 1):
            self.found.setdefault(way[:length], at)

    def _whole(self) -> None:
        """Table headers, and keys with their values."""
        above: Way = ()
        while self.kind != "end":
            if self.text == "[" and self.kind == "mark":
                above = self._header()
            elif self.kind in ("word", "text"):
                self._pair(above)
            else:
                self._step()

    def _header(self) -> Way:
        at = self.at
        while self.kind == "mark" and self.text == "[":
            self._step()
        way = self._keys()
        self._note(way, at)
        while self.kind not in ("line", "end"):
            self._step()
        return way

    def _keys(self) -> Way:
        """A key, or several with dots between them."""
        keys = []
        while self.kind in ("word", "text") or (self.kind == "mark" and self.text == "."):
            if self.kind != "mark":
                keys.append(bare(self.text))
            self._step()
        return tuple(keys)

    def _pair(self, above: Way) -> None:
        """A key, the value after it, and everything in that value."""
        open_: list[tuple[Way, str, int]] = []
        way: Way | None = self._key_below(above)
        while way is not None:
            if self.kind == "mark" and self.text in ("[", "{"):
                open_.append((way, self.text, 0))
                self._step()
            else:
                self._scalar()
            way = self._next_in(open_)

    def _key_below(self, above: Way) -> Way:
        at = self.at
        way = (*above, *self._keys())
        self._note(way, at)
        if self.text == "=":
            self._step()
        return way

    def _scalar(self) -> None:
        """Skip a value that contains no others; a number may have dots in it."""
        while self.kind in ("word", "text") or (self.kind == "mark" and self.text == "."):
            self._step()

    def _next_in(self, open_: list[tuple[Way, str, int]]) -> Way | None:
        """The path to the next value in what is open; None once all of it is closed."""
        while open_:
            if self.kind == "end":
                return None
            if self.kind == "line" or (self.kind == "mark" and self.text in (",", "=", ".")):
                self._step()
            elif self.kind == "mark" and self.text in ("]", "}"):
                open_.pop()
                self._step()
            else:
                return self._inner(open_)
        return None

    def _inner(self, open_: list[tuple[Way, str, int]]) -> Way:
        """The path to a list item, or to what is under a key of a table."""
        way, sign, count = open_.pop()
        open_.append((way, sign, count + 1))
        if sign == "{":
            return self._key_below(way)
        self._note((*way, count), self.at)
        return (*way, count)


def tokens(text: str) -> Iterator[tuple[str, str, int]]:
    """The kind, text and place of each token; without whitespace and comments."""
    for found in TOKEN.finditer(text):
        if found.lastgroup not in ("gap", None):
            yield str(found.lastgroup), found[0], found.start()


def bare(key: str) -> str:
    """A key without its quotes."""
    return key[1:-1] if key[:1] in ('"', "'") and len(key) > 1 else key
