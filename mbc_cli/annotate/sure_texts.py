"""Texts of sure names surrounded only by what changes nothing: amounts, schedules, dates, numbers, neutral words.

As in `sure_names`, an answer is given only if the full reading says the same, as a test verifies. What is known about
such stretches is learned from the full readings of other texts.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING

from mbc_cli.annotate.annotation import OPEN_CHOICE, READ_OFF, REMEMBERED, Annotation
from mbc_cli.annotate.stretches import NOTHING, Stretch, alike, is_plain, stretch_of
from mbc_cli.annotate.sure_names import LONGEST, once
from mbc_cli.annotate.sure_spelling import Name, SureSpelling
from mbc_cli.book.names import UNSPACED
from mbc_cli.reading.plain import Runs, longest_plain
from mbc_cli.reading.treatment import COUNTS_AS_GIVEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mbc_cli.annotate.stretches import Place, Span
    from mbc_cli.annotate.sure_names import Quick
    from mbc_cli.reading.spelling import Speller
    from mbc_cli.reading.treatment import Treatment


DOSE_OF_ACRONYM = re.compile(r"\W*\d{2,}(?!\d|\s?mg)")
"""A bare number, which is a dose after two capitals."""
TWO_CAPITALS = re.compile("[A-Z]{2}$")
Key = tuple["Place", str, bool, bool]
"""The key of a stretch: its place and its text, with every date in it replaced; whether the name before it is in
capitals; and whether that name ends in two capitals and a bare number follows."""


class SureTexts:
    """Cleaned texts to their annotations, if the full reading says the same."""

    def __init__(self, quick: Quick, speller: Speller) -> None:
        self.quick = quick
        self.others = speller.others
        self.spelling = SureSpelling(quick, speller)
        self.known: dict[Key, Stretch] = {}
        self.begins = lru_cache(REMEMBERED)(self.may_begin)
        self.is_one = lru_cache(REMEMBERED)(self.may_be)
        self.opens = lru_cache(REMEMBERED)(quick.compounds.opens)
        self.joins = quick.compounds.joins
        self.goes_on = lru_cache(REMEMBERED)(quick.compounds.goes_on)

    def read(self, text: str) -> Annotation | None:
        """The annotation of a text; None if only the full reading can tell."""
        names = self.names(text)
        if not names or self.quick.outside.issuperset(name.ids for name in names):
            return None
        pieces = taken_apart(text, names)
        around = None if self.may_be_one(pieces, names) else self.around(pieces)
        if around is None or (any(name.correction for name in names) and not self.spelling.is_all(text, names, around)):
            return None
        parts = self.parts([name.ids for name in names], around[1:-1])
        return self.said(pieces[::2], names, around, parts) if parts else None

    def said(
        self, texts: Sequence[str], names: Sequence[Name], around: Sequence[Stretch], parts: Sequence[Sequence[str]]
    ) -> Annotation:
        """What a text says about some names, with these stretches around them, and about the choices it leaves."""
        corrected = dict.fromkeys(name.correction for name in names if name.correction)
        either = [f"{' or '.join(part)}{OPEN_CHOICE}" for part in parts if len(part) > 1]
        signs = "".join(self.quick.noted.get(name.text, "") for name in names)
        note = self.quick.note(signs, *stopped(texts, around), *either, read_off(texts, around))
        status = "ambiguous" if either else "corrected" if corrected else "exact"
        ids = ";".join(name.ids for name in names)
        return Annotation(once(ids), status=status, note="; ".join(filter(None, (*corrected, note))))

    def names(self, text: str) -> list[Name]:
        """The names of a text from left to right; none if one is not sure, or the text cannot be read this way."""
        found: list[Name] = []
        if len(text) > LONGEST or (not text.isascii() and UNSPACED.search(text)):
            return found
        runs, behind = Runs.of(text), 0
        for at, key in enumerate(runs.folded):
            if at < behind:
                continue
            last, known = self.longest(runs, at)
            start, end = runs.spans[at][0], runs.spans[at if last is None else last][1]
            if last is None:
                name = self.spelling.name(text, start, end) if key.isalpha() else None
            elif ids := self.quick.ids(text[start:end]) if known else None:
                name, behind = Name(start, end, text[start:end], text[start:end], ids), last + 1
            else:
                return []
            found += [name] if name else []
        return found

    def longest(self, runs: Runs, at: int) -> tuple[int | None, bool]:
        """What `longest_plain` says about the name that begins at a run; most runs neither are names nor begin one."""
        key = runs.folded[at]
        if self.begins(key) and (self.is_one(key) or self.begins("".join(runs.folded[at : at + 2]))):
            return longest_plain(self.quick.book.names, runs, at, self.others)
        return None, False

    def may_begin(self, key: str) -> bool:
        """Whether a name begins with folded letters and digits."""
        return self.quick.book.names.begins(key) or self.others.begins(key)

    def may_be(self, key: str) -> bool:
        """Whether they are one."""
        return key in self.quick.book.names.plain or key in self.others.by_name

    def may_be_one(self, pieces: Sequence[str], names: Sequence[Name]) -> bool:
        """Whether adjacent pieces, or names with something between them, may be parts of one longer name."""
        spelt = [*pieces]
        spelt[1::2] = [name.spelt for name in names]
        neighbours = (*pairwise(spelt), *pairwise(spelt[1::2]))
        return any(self.opens(one) and self.goes_on(other) and self.joins(one, other) for one, other in neighbours)

    def around(self, pieces: Sequence[str]) -> list[Stretch] | None:
        """What surrounds the names of a text; None if some of it is not known to be neutral."""
        found = [self.known.get(key) if pieces[n] else NOTHING for n, key in keys(pieces)]
        return None if None in found else found  # type: ignore[return-value]

    def parts(self, names: Sequence[str], between: Sequence[Stretch]) -> list[list[str]] | None:
        """The names of a text by their ids, grouping those between which a slash leaves a choice.

        None if a drug comes twice next to a choice, or if a slash joins names of several drugs.
        """
        found, ids = [[names[0]]], ";".join(names)
        for stretch, (one, other) in zip(between, pairwise(names), strict=True):
            if stretch.slash and ";" in one and ";" in other:
                return None
            if stretch.slash and (one, other) in self.quick.exclusive:
                found[-1].append(other)
            else:
                found.append([other])
        return found if len(found) == len(names) or once(ids) == ids else None

    def learn(self, text: str, found: Treatment) -> None:
        """What surrounds the names of a text that has a full reading, if it changes nothing."""
        names = self.names(text) if found.text == text else []
        if not names or not is_plain(found, [(name.start, name.end) for name in names]):
            return
        if len(self.known) >= REMEMBERED:
            self.known.clear()
        pieces, starts = taken_apart(text, names), [0, *(name.end for name in names)]
        for (n, key), start in zip(keys(pieces), starts, strict=True):
            if stretch := stretch_of(found, key[0], start, start + len(pieces[n])):
                self.known[key] = stretch


def taken_apart(text: str, names: Sequence[Name]) -> list[str]:
    """What comes before the first name, the name, what comes after it, and so on; some of it empty."""
    edges = [0, *(edge for name in names for edge in (name.start, name.end)), len(text)]
    return [text[start:end] for start, end in pairwise(edges)]


def keys(pieces: Sequence[str]) -> Iterator[tuple[int, Key]]:
    """Where the stretches are among pieces, and the key of each: after capitals it may mean something else."""
    last = len(pieces) - 1
    for n in range(0, last + 1, 2):
        place: Place = "before" if n == 0 else "behind" if n == last else "between"
        name = pieces[n - 1] if n else ""
        dosed = TWO_CAPITALS.search(name) is not None and DOSE_OF_ACRONYM.match(pieces[n]) is not None
        yield n, (place, alike(pieces[n]), name.isupper(), dosed)


def stopped(texts: Sequence[str], found: Sequence[Stretch]) -> dict[str, None]:
    """What the full reading notes about words such as "stopped" in the stretches of a text, each once."""
    return {f"{word}{COUNTS_AS_GIVEN}": None for word in written(texts, (one.stopped for one in found))}


def read_off(texts: Sequence[str], found: Sequence[Stretch]) -> str:
    """What it notes was also read: first what has a kind, then bare numbers, then side effects."""
    kinds = (attrgetter("marks"), attrgetter("numbers"), attrgetter("noted"))
    said = [word for kind in kinds for word in written(texts, map(kind, found))]
    return READ_OFF + ", ".join(dict.fromkeys(word.strip(" ()") for word in said)) if said else ""


def written(texts: Iterable[str], places: Iterable[Iterable[Span]]) -> Iterator[str]:
    """What is at these places in each text."""
    return (text[start:end] for text, spans in zip(texts, places, strict=True) for start, end in spans)
