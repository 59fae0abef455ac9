"""One TOML entry, read key by key: a key that nobody read is an error, and every complaint has a file and a line."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from mbc_cli.book.days import DATE, real_day
from mbc_cli.book.texts import faults

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

HEADER = re.compile(r"^\s*\[\[?\s*([^\]]+?)\s*\]")
KEY = re.compile(r"^\s*(\"[^\"]+\"|[A-Za-z0-9_-]+)(?:\s*\.\s*[\"A-Za-z0-9_-]+)*\s*=")
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Problem(NamedTuple):
    """One thing that is wrong in the data: where, what, and what to write."""

    file: str
    line: int
    key: str
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.key}: {self.what}"


class DataFile:
    """A file of data as it was read, once: its name in messages, the layer of data it is of, and its bytes.

    `fault` says why it could not be read. Lines are only looked up for a message, and never used to interpret.
    """

    def __init__(self, shown: str, layer: int, content: bytes, fault: str = "") -> None:
        self.shown = shown
        self.layer = layer
        self.content = content
        self.fault = fault

    @cached_property
    def lines(self) -> dict[str, int]:
        """`kind.id` and `kind.id.key` to line number, by one pass over headers and keys."""
        lines: dict[str, int] = {}
        header = ""
        for number, line in enumerate(self.content.decode("utf-8", "replace").splitlines(), 1):
            if found := HEADER.match(line):
                header = found[1].replace('"', "").replace(" ", "")
                for above in (header, header.partition(".")[0]):
                    lines.setdefault(above, number)
            elif found := KEY.match(line):
                lines.setdefault(f"{header}.{found[1].strip(chr(34))}", number)
        return lines


class Entry(NamedTuple):
    """Where an entry `[kind.id]` stands."""

    file: DataFile
    kind: str
    id: str

    @property
    def ref(self) -> str:
        """`kind.id`, the way entries are named everywhere."""
        return f"{self.kind}.{self.id}"

    def problem(self, key: str, what: str) -> Problem:
        """A problem of this entry, placed on the line of its key or, failing that, of its header."""
        lines = self.file.lines
        full = f"{self.ref}.{key}" if key else self.ref
        line = lines.get(f"{self.ref}.{key.split('.', maxsplit=1)[0]}") or lines.get(self.ref) or 1
        return Problem(self.file.shown, line, full, what)


MANY = 500
"""Of how many words each is compared with a wrong one; of more, those nearest to it in the order of both their ends."""
AROUND = 20


class Choices:
    """Words of which one was meant."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = sorted(words)

    @cached_property
    def backwards(self) -> list[str]:
        """The words from their ends, in that order."""
        return sorted(word[::-1] for word in self.words)

    def like(self, word: str) -> list[str]:
        """The words to compare with one, those first that begin or end like it."""
        ends = (found[::-1] for found in around(word[::-1], self.backwards))
        return list(dict.fromkeys((*around(word, self.words), *ends, *(self.words if len(self.words) <= MANY else ()))))

    def near(self, word: str) -> str:
        """The word most like one, the last of equals; "" where none is like it by half."""
        from difflib import SequenceMatcher  # only for a message

        alike, best = SequenceMatcher(b=word), (0.5, "")
        for one in self.like(word):
            alike.set_seq1(one)
            if alike.real_quick_ratio() >= best[0] and alike.quick_ratio() >= best[0]:
                best = max(best, (alike.ratio(), one))
        return best[1]


def around(word: str, words: list[str]) -> list[str]:
    """The words that stand around the place of one in an order."""
    from bisect import bisect  # only for a message

    at = bisect(words, word)
    return words[max(0, at - AROUND) : at + AROUND]


def nearest(word: str, allowed: Iterable[str] | Choices) -> str:
    """`did you mean 'x'?` for the nearest allowed word, or the words themselves when none is near."""
    choices = allowed if isinstance(allowed, Choices) else Choices(allowed)
    if near := choices.near(word):
        return f"did you mean '{near}'?"
    return "write one of " + ", ".join(choices.words) if 0 < len(choices.words) <= 12 else "correct the name"


class Table:
    """The keys of one entry (or of one inline table in it), consumed as they are read."""

    def __init__(self, data: dict[str, Any], entry: Entry, problems: list[Problem], under: str = "") -> None:
        self.data = data
        self.entry = entry
        self.problems = problems
        self.under = under
        self.taken: set[str] = set()

    def complain(self, key: str, what: str) -> None:
        """Note a problem at a key of this table."""
        self.problems.append(self.entry.problem(f"{self.under}{key}".rstrip("."), what))

    def take(self, key: str) -> Any:
        """The raw value of a key, or None; the key counts as read."""
        self.taken.add(key)
        return self.data.get(key)

    def _typed(self, key: str, kind: type, words: str, empty: Any) -> Any:
        value = self.take(key)
        if value is None:
            return empty
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self.complain(key, f"is {value!r}: write {words}")
            return empty
        return value

    def text(self, key: str) -> str:
        """A required text that is not blank."""
        value = self.optional(key)
        if not value and self.data.get(key) in (None, ""):
            self.complain(key, "is missing: write a text that is not empty")
        return value

    def optional(self, key: str) -> str:
        """A text, or "" when the key is absent; blank text is a problem."""
        value: str = self._typed(key, str, "a text in quotes", "")
        if key in self.data and isinstance(self.data[key], str) and not value.strip():
            self.complain(key, "is blank: write a text or leave the key out")
        if value:
            self.judge(key, value)
        return value

    def flag(self, key: str) -> bool:
        """True or false; false when absent."""
        value: bool = self._typed(key, bool, "true or false", False)
        return value

    def choice(self, key: str, allowed: Sequence[str], default: str | None = None) -> str:
        """One of the allowed words; required unless it has a default."""
        value = self.text(key) if default is None else self.optional(key)
        if value and value not in allowed:
            self.complain(key, f"is '{value}': {nearest(value, allowed)}")
            value = ""
        return value or (allowed[0] if default is None else default)

    def date(self, key: str) -> str:
        """A day, month or year as ISO text; "" when absent."""
        value = self.take(key)
        if value is None:
            return ""
        written = value if isinstance(value, str) else value.isoformat() if hasattr(value, "isoformat") else ""
        if not DATE.fullmatch(written) or not real_day(written):
            self.complain(key, f'is {value!r}: write a date such as 2019-12-23, "2019-12" or "2019"')
            return ""
        return written

    def needed_date(self, key: str) -> str:
        """A date that must be there."""
        if key not in self.data:
            self.complain(key, "is missing: write the date of what it says")
        return self.date(key)

    def texts(self, key: str, *, needed: bool = False) -> tuple[str, ...]:
        """A list of texts, without repeats; empty when absent unless needed."""
        value = self._typed(key, list, "a list of texts", [])
        if needed and not value and not self.data.get(key):
            self.complain(key, "is missing or empty: write at least one")
        if any(not isinstance(item, str) or not item.strip() for item in value):
            self.complain(key, "has an item that is no text: write each item as a text in quotes")
            return ()
        for item in (item for item, times in Counter(value).items() if times > 1):
            self.complain(key, f"has '{item}' twice: write it once")
        self.judge(key, *value)
        return tuple(value)

    def judge(self, key: str, *texts: str) -> None:
        """Note what no curator means in texts of a key."""
        for what in (what for text in texts for what in faults(key, text)):
            self.complain(key, what)

    def table(self, key: str) -> Table:
        """An inline table; empty when absent."""
        value = self._typed(key, dict, 'a table such as { key = "value" }', {})
        return self.inner(key, value)

    def tables(self, key: str, *, needed: bool = False) -> list[Table]:
        """A list of inline tables; empty when absent unless needed."""
        value = self._typed(key, list, "a list of tables", [])
        if needed and not value and not self.data.get(key):
            self.complain(key, "is missing or empty: write at least one")
        if any(not isinstance(item, dict) for item in value):
            self.complain(key, 'has an item that is no table: write each item as { key = "value" }')
            return []
        return [self.inner(key, item) for item in value]

    def inner(self, key: str, data: dict[str, Any]) -> Table:
        """A table within this one, for messages placed below its key."""
        return Table(data, self.entry, self.problems, f"{self.under}{key}.")

    def finish(self) -> None:
        """Complain of every key that nobody read."""
        for key in self.data:
            if key not in self.taken:
                self.complain(key, f"is not a known key: {nearest(key, self.taken)}")
