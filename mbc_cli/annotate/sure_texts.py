"""Texts of sure names and, around them, only what changes nothing: amounts, schedules, dates, numbers, neutral words.

As in `sure_names`, an answer is given only where the full reading says the same, which a test holds.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from mbc_cli.annotate.annotation import COUNTS_AS_GIVEN, READ_OFF, REMEMBERED, Annotation
from mbc_cli.annotate.stretches import Stretch, Stretches
from mbc_cli.annotate.sure_names import once
from mbc_cli.book.names import UNSPACED
from mbc_cli.reading.plain import Runs, longest_plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mbc_cli.annotate.stretches import Place, Span
    from mbc_cli.annotate.sure_names import Quick
    from mbc_cli.reading.aids import Aids


class Name(NamedTuple):
    """A sure name of a text: where it stands, how it is written, and its ids joined by ";"."""

    start: int
    end: int
    text: str
    ids: str


class SureTexts:
    """Cleaned texts to their annotations, where the full reading says the same."""

    def __init__(self, quick: Quick, aids: Aids) -> None:
        self.quick = quick
        self.others = aids.others
        self.stretches = Stretches(quick, aids)
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
        """The names of a text from left to right; none where one is not sure, or its script has no spaces."""
        found: list[Name] = []
        if not text.isascii() and UNSPACED.search(text):
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
        """What stands around the names of a text; None where some of it may not be neutral."""
        last = len(pieces) - 1
        places: dict[int, Place] = {0: "before", last: "behind"}
        found = [
            self.stretch(places.get(n, "between"), pieces[n], pieces[n - 1] if n else "") for n in range(0, last + 1, 2)
        ]
        sure = [stretch for stretch in found if stretch is not None]
        return sure if len(sure) == len(found) else None

    def stretch(self, place: Place, text: str, name: str) -> Stretch | None:
        """What stands behind a name, if there is one; an amount may mean something else behind capitals."""
        capitals = name[-2:].isupper()
        if capitals and not name.isupper():
            return None
        return self.stretches.find(place, text, capitals=capitals) if text else Stretch()

    def is_choice(self, ids: str) -> bool:
        """Whether a slash between two neighbouring drugs of a text would be a choice."""
        return not self.quick.exclusive.isdisjoint(pairwise(ids.split(";")))


def taken_apart(text: str, names: Sequence[Name]) -> list[str]:
    """What stands before the first name, the name, what stands behind it, and so on; some of it empty."""
    edges = [0, *(edge for name in names for edge in (name.start, name.end)), len(text)]
    return [text[start:end] for start, end in pairwise(edges)]


def notes(texts: Sequence[str], found: Sequence[Stretch]) -> Iterator[str]:
    """What the full reading notes of the stretches of a text: words such as "stopped", and all that was read off."""
    yield from (f"{word}{COUNTS_AS_GIVEN}" for word in written(texts, (one.stopped for one in found)))
    marks = [*written(texts, (one.marks for one in found)), *written(texts, (one.numbers for one in found))]
    if marks:
        yield READ_OFF + ", ".join(dict.fromkeys(mark.strip(" ()") for mark in marks))


def written(texts: Iterable[str], places: Iterable[Iterable[Span]]) -> Iterator[str]:
    """What stands at these places of each text."""
    return (text[start:end] for text, spans in zip(texts, places, strict=True) for start, end in spans)
