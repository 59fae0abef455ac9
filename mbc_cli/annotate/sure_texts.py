"""Texts of sure names and, around them, only what changes nothing: amounts, schedules, dates, numbers, neutral words.

As in `sure_names`, an answer is given only where the full reading says the same, which a test holds. What is known of
such stretches is learnt from the full readings of other texts.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from mbc_cli.annotate.annotation import COUNTS_AS_GIVEN, READ_OFF, REMEMBERED, Annotation
from mbc_cli.annotate.stretches import Stretch, alike, is_plain, stretch_of
from mbc_cli.annotate.sure_names import LONGEST, once
from mbc_cli.book.names import UNSPACED
from mbc_cli.reading.plain import Runs, longest_plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mbc_cli.annotate.stretches import Place, Span
    from mbc_cli.annotate.sure_names import Quick
    from mbc_cli.book.medicines import Others
    from mbc_cli.reading.treatment import Treatment


class Name(NamedTuple):
    """A sure name of a text: where it stands, how it is written, and its ids joined by ";"."""

    start: int
    end: int
    text: str
    ids: str


class SureTexts:
    """Cleaned texts to their annotations, where the full reading says the same."""

    def __init__(self, quick: Quick, others: Others) -> None:
        self.quick = quick
        self.others = others
        self.known: dict[tuple[Place, str, bool], Stretch] = {}
        self.opens = lru_cache(REMEMBERED)(quick.compounds.opens)
        self.joins = quick.compounds.joins
        self.goes_on = lru_cache(REMEMBERED)(quick.compounds.goes_on)

    def read(self, text: str) -> Annotation | None:
        """The annotation of a text; None where only the full reading can tell."""
        names = self.names(text)
        if not names or self.quick.outside.issuperset(name.ids for name in names):
            return None
        pieces = taken_apart(text, names)
        found = None if self.may_be_one(pieces) else self.around(pieces)
        ids = ";".join(name.ids for name in names)
        if found is None or (any(one.slash for one in found) and self.is_choice(ids)):
            return None
        signs = "".join(self.quick.noted.get(name.text, "") for name in names)
        note = self.quick.note(signs, *dict.fromkeys(notes(pieces[::2], found)))
        return Annotation(once(ids), status="exact", note=note)

    def names(self, text: str) -> list[Name]:
        """The names of a text from left to right; none where one is not sure, or the text is none to read so."""
        found: list[Name] = []
        if len(text) > LONGEST or (not text.isascii() and UNSPACED.search(text)):
            return found
        runs, at = Runs.of(text), 0
        while at < len(runs.spans):
            last, known = longest_plain(self.quick.book.names, runs, at, self.others)
            if last is not None:
                start, end = runs.spans[at][0], runs.spans[last][1]
                ids = self.quick.ids(text[start:end]) if known else None
                if ids is None:
                    return []
                found.append(Name(start, end, text[start:end], ids))
            at = at + 1 if last is None else last + 1
        return found

    def may_be_one(self, pieces: Sequence[str]) -> bool:
        """Whether neighbouring pieces, or names with something between them, may be parts of one longer name."""
        neighbours = (*pairwise(pieces), *pairwise(pieces[1::2]))
        return any(self.opens(one) and self.goes_on(other) and self.joins(one, other) for one, other in neighbours)

    def around(self, pieces: Sequence[str]) -> list[Stretch] | None:
        """What stands around the names of a text; None where some of it is not known to be neutral."""
        found: list[Stretch] = []
        for n, key in keys(pieces):
            stretch = self.known.get(key) if pieces[n] else Stretch()
            if stretch is None or ends_in_capitals(pieces[n - 1 : n]):
                return None
            found.append(stretch)
        return found

    def learn(self, text: str, found: Treatment) -> None:
        """What stands around the names of a text of which there is a full reading, where it changes nothing."""
        names = self.names(text) if found.text == text else []
        if not names or not is_plain(found, [(name.start, name.end) for name in names]):
            return
        if len(self.known) >= REMEMBERED:
            self.known.clear()
        pieces = taken_apart(text, names)
        if ends_in_capitals(pieces[1::2]):
            return
        starts = [0, *(name.end for name in names)]
        for (n, key), start in zip(keys(pieces), starts, strict=True):
            if stretch := stretch_of(found, key[0], start, start + len(pieces[n])):
                self.known[key] = stretch

    def is_choice(self, ids: str) -> bool:
        """Whether a slash between two neighbouring drugs of a text would be a choice."""
        return not self.quick.exclusive.isdisjoint(pairwise(ids.split(";")))


def taken_apart(text: str, names: Sequence[Name]) -> list[str]:
    """What stands before the first name, the name, what stands behind it, and so on; some of it empty."""
    edges = [0, *(edge for name in names for edge in (name.start, name.end)), len(text)]
    return [text[start:end] for start, end in pairwise(edges)]


def keys(pieces: Sequence[str]) -> Iterator[tuple[int, tuple[Place, str, bool]]]:
    """Where the stretches stand among pieces, and what each is known by: behind capitals it may mean something else."""
    last = len(pieces) - 1
    for n in range(0, last + 1, 2):
        place: Place = "before" if n == 0 else "behind" if n == last else "between"
        yield n, (place, alike(pieces[n]), n > 0 and pieces[n - 1].isupper())


def ends_in_capitals(names: Sequence[str]) -> bool:
    """Whether a name that is not in capitals ends in them, as an acronym before an amount would."""
    return any(name[-2:].isupper() and not name.isupper() for name in names)


def notes(texts: Sequence[str], found: Sequence[Stretch]) -> Iterator[str]:
    """What the full reading notes of the stretches of a text: words such as "stopped", and all that was read off."""
    yield from (f"{word}{COUNTS_AS_GIVEN}" for word in written(texts, (one.stopped for one in found)))
    marks = [*written(texts, (one.marks for one in found)), *written(texts, (one.numbers for one in found))]
    if marks:
        yield READ_OFF + ", ".join(dict.fromkeys(mark.strip(" ()") for mark in marks))


def written(texts: Iterable[str], places: Iterable[Iterable[Span]]) -> Iterator[str]:
    """What stands at these places of each text."""
    return (text[start:end] for text, spans in zip(texts, places, strict=True) for start, end in spans)
