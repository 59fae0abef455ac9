"""One TOML entry, read key by key: a key that nobody reads is an error, and every complaint has its place."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Any

from mbc_cli.book.days import DATE, real_day
from mbc_cli.book.texts import faults

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mbc_cli.book.places import Way
    from mbc_cli.book.problems import Entry, Problem

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

MANY = 500
"""Up to this many words are all compared with a wrong one; of more, only those that begin or end most like it."""
AROUND = 20
MEANT = {
    "allergy": "adverse reaction",
    "approved": "marketed",
    "im": "intramuscular",
    "iv": "intravenous",
    "negation": "negated",
    "po": "oral",
    "refusal": "declined",
    "refused": "declined",
    "sc": "subcutaneous",
    "toxicity": "adverse reaction",
    "website": "patient guide",
}
"""What people write for a word of a set that is spelled differently."""


class Choices:
    """Words of which one was meant."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = sorted(words)

    @cached_property
    def backwards(self) -> list[str]:
        """The words spelled backwards, sorted."""
        return sorted(word[::-1] for word in self.words)

    def like(self, word: str) -> list[str]:
        """The words to compare with one word, those that begin or end like it first."""
        ends = (found[::-1] for found in around(word[::-1], self.backwards))
        return list(dict.fromkeys((*around(word, self.words), *ends, *(self.words if len(self.words) <= MANY else ()))))

    def near(self, word: str) -> str:
        """The word most like this one, the last of equals; "" if none is at least half like it."""
        from difflib import SequenceMatcher  # only for a message

        alike, best = SequenceMatcher(b=word), (0.5, "")
        for one in self.like(word):
            alike.set_seq1(one)
            if alike.real_quick_ratio() >= best[0] and alike.quick_ratio() >= best[0]:
                best = max(best, (alike.ratio(), one))
        return best[1]


def around(word: str, words: list[str]) -> list[str]:
    """The words around the place where this one belongs in a sorted list."""
    from bisect import bisect  # only for a message

    at = bisect(words, word)
    return words[max(0, at - AROUND) : at + AROUND]


def nearest(word: str, allowed: Iterable[str] | Choices) -> str:
    """`did you mean 'x'?` for the nearest allowed word, or the words themselves if none is near."""
    choices = allowed if isinstance(allowed, Choices) else Choices(allowed)
    meant = MEANT.get(word.casefold(), "")
    if near := meant if meant in choices.words else choices.near(word):
        return f"did you mean '{near}'?"
    return "write one of " + ", ".join(choices.words) if 0 < len(choices.words) <= 12 else "correct the name"


class Table:
    """The keys of one entry (or of one inline table in it), consumed as they are read."""

    def __init__(self, data: dict[str, Any], entry: Entry, problems: list[Problem], way: Way = ()) -> None:
        self.data = data
        self.entry = entry
        self.problems = problems
        self.way = way
        self.taken: set[str] = set()
        self.lacking: dict[str, Problem] = {}

    def complain(self, key: str, what: str, item: object = None) -> None:
        """Note a problem at a key of this table ("": at the table), or at an item of the list under that key."""
        value = self.data.get(key)
        at = (value.index(item),) if isinstance(value, list) and item in value else ()
        self.problems.append(self.entry.problem((*self.way, *([key] if key else ()), *at), what))

    def lack(self, key: str, remedy: str) -> None:
        """Note that a required key is missing, empty or not as it must be."""
        value = self.data.get(key)
        state = f"is {value!r}" if value else "is missing" if value is None else "is empty"
        self.complain(key, f"{state}; {remedy}")
        self.lacking[key] = self.problems[-1]

    def take(self, key: str) -> Any:
        """The raw value of a key, or None; the key counts as read."""
        self.taken.add(key)
        return self.data.get(key)

    def _typed(self, key: str, kind: type, words: str, empty: Any) -> Any:
        value = self.take(key)
        if value is None:
            return empty
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self.complain(key, f"is {value!r}; write {words}")
            return empty
        return value

    def text(self, key: str) -> str:
        """A required text that is not blank."""
        if self.data.get(key) is None:
            self.lack(key, "write a text")
        return self._text(key, "write a text")

    def optional(self, key: str) -> str:
        """A text, or "" if the key is absent; blank text is a problem."""
        return self._text(key, "write a text or leave the key out")

    def _text(self, key: str, remedy: str) -> str:
        value: str = self._typed(key, str, "a text in quotes", "")
        if isinstance(self.data.get(key), str) and not value.strip():
            self.complain(key, f"is blank; {remedy}")
        if value:
            self.judge(key, value)
        return value

    def flag(self, key: str) -> bool:
        """True or false; false if absent."""
        value: bool = self._typed(key, bool, "true or false", False)
        return value

    def choice(self, key: str, allowed: Sequence[str], default: str | None = None) -> str:
        """One of the allowed words; required unless it has a default."""
        if default is None and key not in self.data:
            self.lack(key, f"write one of {', '.join(allowed)}")
        value = self._text(key, f"write one of {', '.join(allowed)}")
        if value and value not in allowed:
            self.complain(key, f"is '{value}'; {nearest(value, allowed)}")
            value = ""
        return value or (allowed[0] if default is None else default)

    def date(self, key: str) -> str:
        """A day, month or year as ISO text; "" if absent."""
        value = self.take(key)
        if value is None:
            return ""
        written = value if isinstance(value, str) else value.isoformat() if hasattr(value, "isoformat") else ""
        if not DATE.fullmatch(written) or not real_day(written):
            self.complain(key, f'is {value!r}; write a date such as 2019-12-23, "2019-12" or "2019"')
            return ""
        return written

    def needed_date(self, key: str) -> str:
        """A required date."""
        if key not in self.data:
            self.lack(key, "write the date of its content")
        return self.date(key)

    def texts(self, key: str, *, needed: bool = False) -> tuple[str, ...]:
        """A list of texts without repeats; empty if absent, unless required."""
        value = self._typed(key, list, "a list of texts", [])
        if needed and not value and not self.data.get(key):
            self.lack(key, "write at least one")
        if wrong := [item for item in value if not isinstance(item, str) or not item.strip()]:
            what = "empty" if isinstance(wrong[0], str) else "not a text"
            self.complain(key, f"has an item that is {what}; write each item as a text in quotes", wrong[0])
            return ()
        for item in (item for item, times in Counter(value).items() if times > 1):
            self.complain(key, f"has '{item}' twice; write it once", item)
        self.judge(key, *value)
        return tuple(value)

    def judge(self, key: str, *texts: str) -> None:
        """Note anything in the texts of a key that no curator would intend."""
        for text in texts:
            for what in faults(key, text):
                self.complain(key, what, text)

    def table(self, key: str) -> Table:
        """An inline table; empty if absent."""
        value = self._typed(key, dict, 'a table such as { key = "value" }', {})
        return self.inner(key, value)

    def tables(self, key: str, *, needed: bool = False) -> list[Table]:
        """A list of inline tables; empty if absent, unless required."""
        value = self._typed(key, list, "a list of tables", [])
        if needed and not value and not self.data.get(key):
            self.lack(key, "write at least one")
        if any(not isinstance(item, dict) for item in value):
            self.complain(key, 'has an item that is not a table; write each item as { key = "value" }')
            return []
        return [self.inner(key, item, n) for n, item in enumerate(value)]

    def inner(self, key: str, data: dict[str, Any], *within: int) -> Table:
        """A table inside this one, at a place in the lists under its key."""
        return Table(data, self.entry, self.problems, (*self.way, *([key] if key else ()), *within))

    def finish(self) -> None:
        """Complain about every key that nobody read; a misspelled one is not reported as missing too."""
        for key in self.data:
            if key not in self.taken:
                self.complain(key, f"is not a known key; {nearest(key, self.taken)}")
                if (meant := Choices(self.taken).near(key)) in self.lacking:
                    self.problems.remove(self.lacking.pop(meant))
