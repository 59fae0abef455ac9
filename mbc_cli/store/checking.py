"""Files to a checked book, with everything that is wrong in them: no mistake may hide another.

The checks come in stages, and each relies on what the earlier stages found correct. So whatever they found wrong is
left out of the later stages, and a placeholder replaces a missing entry, so that what refers to it need not be left out
too.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from mbc_cli.book.days import this_day
from mbc_cli.book.errors import DataError
from mbc_cli.book.model import Drug, DrugClass, Source
from mbc_cli.store.checks import LAST, OF_OWN, missing, rule
from mbc_cli.store.compiler import built
from mbc_cli.store.layers import read

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Record
    from mbc_cli.book.problems import DataFile, Entry, Problem
    from mbc_cli.store.checks import Stage, Stages
    from mbc_cli.store.fault import Raw

    Again = Callable[[Collection[str], Collection[Record]], "Laid"]
    """Layers the same files again, without some entries and with placeholders for others."""


class Laid(NamedTuple):
    """A book, what it was read from, and what is wrong in its entries taken one by one."""

    book: Book
    raw: Raw
    entries: Mapping[str, Entry]
    problems: list[Problem]

    @property
    def own(self) -> set[str]:
        """The entries of the top layer, which are the user's own; all entries if there is only one layer."""
        top = max((entry.file.layer for entry in self.entries.values()), default=0)
        return {ref for ref, entry in self.entries.items() if entry.file.layer == top}

    @property
    def alone(self) -> bool:
        """Whether it is not layered over other data."""
        return len(self.own) == len(self.entries)

    @property
    def wrong(self) -> set[str]:
        """The entries in which something is wrong."""
        found = {".".join(problem.key.split(".")[:2]) for problem in self.problems}
        return found & self.entries.keys()


def sound(files: Sequence[DataFile], version: str, stages: Stages, harmless: Collection[str] = ()) -> Book:
    """The book from some files; raises DataError with every problem, unless all are about a harmless rule."""
    whole, problems = checked(files, version, stages)
    if any(problem.rule not in harmless for problem in problems):
        raise DataError(problems)
    return whole.book


def checked(files: Sequence[DataFile], version: str, stages: Stages) -> tuple[Laid, list[Problem]]:
    """The book from some files, and everything that is wrong in them."""
    again = partial(laid, files, version)
    whole = again()
    problems = [*whole.problems, *between(whole, again, stages)]
    for check in LAST:
        problems = problems or check(whole.book, whole.entries)
    return whole, sorted(set(problems))


def laid(
    files: Sequence[DataFile], version: str, aside: Collection[str] = (), stand_ins: Collection[Record] = ()
) -> Laid:
    """The book from some files, without some of the user's own entries and with placeholders for others."""
    raw, entries, problems = read(files, aside)
    return Laid(built(raw, entries, problems, version, stand_ins), raw, entries, problems)


def between(whole: Laid, again: Again, stages: Stages) -> Iterator[Problem]:
    """Every fault between entries, at each key that has no problem reported yet.

    Only data layered over other data is compared without the entries that are wrong: a book that lacks some of its own
    would be blamed for that.
    """
    said = list(whole.problems)
    aside, stand_ins = whole.wrong, list(standing_in(whole.book))
    now = whole
    for n, stage in enumerate(stages):
        found = faults(stage, now)
        fresh = [problem for _, problem in found if not any(is_told_by(problem, other) for other in said)]
        yield from fresh
        said += fresh
        if whole.alone and said:
            return
        before = len(aside)
        aside |= {ref for ref, _ in found if n}
        if len(aside) > before or (not n and (aside or stand_ins)):
            now = without(aside, stand_ins, again)


def is_told_by(problem: Problem, other: Problem) -> bool:
    """Whether another problem is at the same key and line, or at a key around it."""
    around = other.key.count(".") > 1 and problem.key.startswith(f"{other.key}.")
    return around or (problem.file, problem.line, problem.key) == (other.file, other.line, other.key)


def faults(stage: Stage, of: Laid) -> list[tuple[str, Problem]]:
    """What the checks of a stage find: the entry, and the problem at its place in the files."""
    own = of.own
    return [
        (fault.ref, fault.placed(of.raw, of.entries, rule(check)))
        for check in stage
        for fault in check(of.book, of.raw, *([own] if check in OF_OWN else []))
        if fault.ref in of.entries
    ]


def standing_in(book: Book) -> Iterator[Record]:
    """A placeholder for each missing source, drug and class, under a name that nothing else has."""
    for kinds, name in {(kinds, name) for _, kinds, name in missing(book) if name}:
        called = f"the missing {name}"
        match kinds:
            case ("source",):
                yield Source(
                    id=name,
                    title=called,
                    publisher=called,
                    form="list",
                    region="international",
                    licence="not stated",
                    date=this_day(),
                )
            case ("class",):
                yield DrugClass(id=name, name=called, sources=())
            case ("drug",) | ("drug", "class"):
                yield Drug(id=name, name=called, sources=())


def without(aside: set[str], stand_ins: Collection[Record], again: Again) -> Laid:
    """The book without some entries, and without those that then refer to missing ones, which are added to them."""
    while True:
        now = again(aside, stand_ins)
        lacking = {record.ref for record, _, _ in missing(now.book)} - aside
        if not lacking:
            return now
        aside |= lacking
