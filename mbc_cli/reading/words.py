"""The words that the reader knows and that are not names, from `[word.ID]` entries; the longest match is found first.

A phrase is looked for by its first run of letters and digits, and then by the runs after it. Everything is folded, so
that accents and capitals make no difference; a one-letter word is a word only in lower case ("e", not the E of EC).
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from mbc_cli.book.names import UNSPACED, clean, fold
from mbc_cli.book.shapes import JOINING_WORDS, SAID_OF_A_TREATMENT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Word
    from mbc_cli.book.names import Phrase, Plain, Said

RUN = re.compile(r"[^\W_]+")
HASHED = re.compile(r"\s?#")
GAP = re.compile(r"[\s\-–_/.'’°]{1,3}")
SHORTEST_STEM = 3
LETTER = "letter"
STOP = "."  # of an abbreviation: it ends no sentence
HASH = "#"  # of a number
NOTED = "noted"
"""What a word is, besides its role, if the note says that it was read."""
REMEMBERED = 1 << 14  # distinct runs of a column
STEMS = "*"
"""The key for the stems, which are looked for in every run; the first run of a phrase has letters."""
RECORDS = "#"
"""The key for the first runs of phrases that name a record."""
AMOUNTS = "%"
"""The key for the words that are recognized like a dose, by their runs in small letters."""


class Known(NamedTuple):
    """What a word is known to say: about the treatment after it, about the one before it, and all of its roles."""

    before: str = ""
    after: str = ""
    between: str = ""
    roles: frozenset[str] = frozenset()

    def also(self, word: Word) -> Known:
        """The same, with what one more family adds."""
        roles = self.roles | {word.role, *filter(None, [word.tells, NOTED if word.noted else ""])}
        if word.role not in SAID_OF_A_TREATMENT:
            return self._replace(roles=roles)
        before = word.role if word.place in ("before", "either") else self.before
        after = word.role if word.place in ("after", "either") else self.after
        return Known(before, after, word.role if word.place == "between" else self.between, roles)

    def or_else(self, stem: Known) -> Known:
        """What a word says, filled in from its stem where the word itself says nothing."""
        before, after = self.before or stem.before, self.after or stem.after
        return Known(before, after, self.between or stem.between, self.roles | stem.roles)

    @property
    def joiner(self) -> str:
        """How it joins what surrounds it, or ""."""
        return next((role for role in JOINING_WORDS if role in self.roles), "")


UNKNOWN = Known()
LABELLED = Known(roles=frozenset({"label"}))
"""What the B of "arm B" says, and the Smith of "Dr. Smith"."""
RECORD = Known(roles=frozenset({"record number"}))
"""What a word is that counts only if a number follows it."""


def said_by(words: Iterable[Word]) -> Said:
    """What the words of a book say, as a compiled book stores it: by the first run of a phrase; STEMS and RECORDS."""
    families: dict[Phrase, list[Word]] = {}
    for word in words:
        for key in dict.fromkeys(key for text in word.texts for key in phrases_of(word, text)):
            families.setdefault(key, []).append(word)
    said: dict[str, dict[Phrase, Plain]] = {STEMS: {}, RECORDS: {}, AMOUNTS: {}}
    for key, found in families.items():
        (first, tail), known = placed(key), together(found)
        said.setdefault(first, {})[tail] = plain(known)
        if known.roles & RECORD.roles:
            said[RECORDS][first,] = plain(RECORD)
    return said


def placed(key: Phrase) -> tuple[str, Phrase]:
    """Where a phrase is stored: under its first run, by what follows it; or under STEMS, by the stem."""
    first, *tail = key
    return (STEMS, (first[:-1],)) if first.endswith("*") else (first, tuple(tail))


def together(words: Collection[Word]) -> Known:
    """What some families say about a phrase that belongs to all of them."""
    known = UNKNOWN
    for word in words:
        known = known.also(word)
    return known


def plain(known: Known) -> Plain:
    """What is known, as strings, which can be restored without loading a class."""
    return known.before, known.after, known.between, tuple(sorted(known.roles))


@lru_cache(maxsize=1 << 10)
def restored(before: str, after: str, between: str, roles: tuple[str, ...]) -> Known:
    """What is known, from strings."""
    return Known(before, after, between, frozenset(roles))


class Lexicon:
    """Every known word: phrases by their first run, and stems, which may have any ending."""

    def __init__(self, said: Said) -> None:
        self.said = said
        self.phrases = lru_cache(REMEMBERED)(self.begun)
        self.records = lru_cache(REMEMBERED)(self.begun_by_record)
        self.stems = {stem: restored(*known) for (stem,), known in said.get(STEMS, {}).items()}
        self.longest_stem = max(map(len, self.stems), default=0)

    def begun(self, first: str) -> list[tuple[Phrase, Known]]:
        """The phrases that begin with a run: what follows it in each, and what each says."""
        every = ((tail, restored(*known)) for tail, known in self.said.get(first, {}).items())
        return [(tail, known) for tail, known in every if known != RECORD]

    @cached_property
    def begins_record(self) -> frozenset[str]:
        """The first runs of the phrases that name a record."""
        return frozenset(first for (first,) in self.said.get(RECORDS, {}))

    def begun_by_record(self, first: str) -> list[Phrase]:
        """The phrases that begin with a run and name a record if a number follows: what follows the run in each."""
        found = self.said.get(first, {}) if first in self.begins_record else {}
        return [tail for tail, (*_, roles) in found.items() if not RECORD.roles.isdisjoint(roles)]

    @cached_property
    def amounts(self) -> dict[str, list[tuple[Phrase, str]]]:
        """The words that are recognized as marks, by first run: what follows it in each, and its role."""
        found: dict[str, list[tuple[Phrase, str]]] = {}
        for (first, *tail), (*_, (role, *_)) in self.said.get(AMOUNTS, {}).items():
            found.setdefault(first, []).append((tuple(tail), role))
        return found

    def amount(self, text: str, start: int, end: int) -> tuple[str, int]:
        """The role of the longest such word that begins with a run, and where it ends; "" if there is none."""
        longest = ("", start)
        for tail, role in self.amounts.get(text[start:end].casefold(), ()):
            if (stop := follows(tail, text, end, len(text))) > longest[1]:
                longest = (role, stop)
        return longest

    def at(self, text: str, start: int, end: int) -> tuple[Known, int]:
        """The longest known phrase that begins at `start`, and where it ends; UNKNOWN and `start` if there is none."""
        found = RUN.match(text, start, end)
        if found is None:
            return UNKNOWN, start
        first = fold(found[0])
        longest = (UNKNOWN, start)
        letter = is_letter(found[0]) and not is_answer(text, start)  # not a word by itself: "N/A" and "Z.n." are
        for tail, known in self.phrases(first):
            stop = follows(tail, text, found.end(), end)
            if stop > longest[1] and (tail or not letter):
                longest = (known, stop)
        if longest[1] <= found.end() and (stem := self.stem(first)).roles:
            return longest[0].or_else(stem), found.end()
        return longest

    @cached_property
    def unspaced(self) -> frozenset[str]:
        """The words (folded) of scripts that put no space between words."""
        return frozenset(first for first in self.said if UNSPACED.fullmatch(first) and () in self.said[first])

    def stem(self, run: str) -> Known:
        """What the longest stem of a run says; UNKNOWN if none is known."""
        every = (run[:length] for length in range(min(len(run), self.longest_stem), SHORTEST_STEM - 1, -1))
        return next((self.stems[each] for each in every if each in self.stems), UNKNOWN)


def is_letter(run: str) -> bool:
    """Whether a run is one capital letter, which may stand for a drug."""
    return len(run) == 1 and run.isupper()


def is_answer(text: str, start: int) -> bool:
    """Whether what begins here follows a colon or an equals sign: "Taxol: N"."""
    return text[max(0, start - 2) : start].rstrip()[-1:] in (":", "=")


def phrases_of(word: Word, text: str) -> tuple[Phrase, ...]:
    """How a text of a family may be written: "evtl." also without its period; words that become marks, as they are."""
    written = (text, text[:-1]) if text.endswith(STOP) else (text,)
    return tuple((AMOUNTS, *phrase(each, exactly=True)) if word.read_off else phrase(each) for each in written)


def phrase(text: str, *, exactly: bool = False) -> Phrase:
    """The folded runs of a phrase, or those in small letters; a period, a `#` or a `*` at its end stays."""
    runs = [run.casefold() if exactly else fold(run) for run in RUN.findall(clean(text))]
    if text.endswith((STOP, HASH)):
        return (*runs, text[-1])
    return (*runs[:-1], f"{runs[-1]}*") if text.endswith("*") else tuple(runs)


def follows(tail: tuple[str, ...], text: str, at: int, end: int) -> int:
    """Where the runs of a tail end if they follow a place of a text; -1 if they do not."""
    for wanted in tail:
        if wanted == STOP:
            return at + 1 if text.startswith(STOP, at, end) else -1
        if wanted == HASH:
            return sign.end() if (sign := HASHED.match(text, at, end)) else -1
        gap = GAP.match(text, at, end)
        found = RUN.match(text, gap.end(), end) if gap else None
        if found is None:
            return -1
        run = fold(found[0])
        if not (run == wanted or (wanted.endswith("*") and run.startswith(wanted[:-1]))):
            return -1
        at = found.end()
    return at


@lru_cache(maxsize=4)
def lexicon(book: Book) -> Lexicon:
    """The lexicon of a book."""
    return Lexicon(book.names.said)
