"""The lines of therapy: those in which a statement answers, those of a profile, and what is taken for granted.

The line and the treatment history group statements. As long as nothing is said about an axis that `places`, a
statement that asks for it is listed in its line; once something is said about it, that decides.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from itertools import chain, product
from typing import TYPE_CHECKING

from mbc_cli.book.model import Combined, EachBefore, Test, Wanted
from mbc_cli.options.conditions import Members, opposite, takes_all, test_truth
from mbc_cli.options.truth import Truth, all_of, any_of, known, negate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Condition, Statement
    from mbc_cli.book.shapes import Place
    from mbc_cli.options.profile import Profile
    from mbc_cli.options.verdicts import Said

LINES: tuple[Place, ...] = ("first", "second", "later")
ANY: Place = "any"
NUMBERS = dict(zip(("1", "2", "3"), LINES, strict=True))
"""The values of the axis `line`."""
WORDS: tuple[tuple[str, tuple[Place, ...]], ...] = (
    ("first or later", LINES),
    ("line of chemotherapy", LINES),
    ("or after progression", LINES),
    ("first or second", ("first", "second")),
    ("first to third", LINES),
    ("second or later", ("second", "later")),
    ("second or third", ("second", "later")),
    ("first", ("first",)),
    ("maintenance", ("first",)),
    ("diagnosis", ("first",)),
    ("second", ("second",)),
    ("third", ("later",)),
    ("later", ("later",)),
    ("next", ("second", "later")),
    ("after", ("second", "later")),
)
"""Words that sources use for a line, and the lines they mean; the first one found counts."""
GROWS = Wanted("response", Test("none", ("responding", "stable")))
FAILS = Wanted("response", Test("any", ("progressing",)))


def places_of(statement: Statement) -> tuple[Place, ...]:
    """The lines in which a statement answers: as placed in the data, or as the words of its line say."""
    return statement.place or lines_named(statement.line)


@lru_cache(maxsize=256)
def lines_named(line: str) -> tuple[Place, ...]:
    """The lines that the words for a line mean."""
    return next((places for word, places in WORDS if word in line), (ANY,))


def lines_of(profile: Profile) -> tuple[Place, ...]:
    """The lines in which a profile may be.

    Progression on a treatment excludes the first line if nothing is said about early disease; the answer says so. While
    a treatment controls the cancer, the line is that of the treatment.
    """
    if works(profile) and "line" not in profile.given:
        return ("first",)
    fact = profile.facts.get("line")
    may_be = [place for number, place in NUMBERS.items() if test_truth(Test("any", (number,)), fact) != Truth.NO]
    return tuple(place for place in may_be if place != "first" or not grew(profile))


def grew(profile: Profile) -> bool:
    """Whether the cancer grew on a treatment that is not said to have been for early disease."""
    failed = ("progressed-on", *(("prior", "current") if fails(profile) else ()))
    on = (profile.given.get(axis) for axis in failed)
    said = {"line", "prior-early", "prior-metastatic", "recurrence-months"} & profile.given.keys()
    return any(isinstance(each, Members) and each.claims for each in on) and not said


def fails(profile: Profile) -> bool:
    """Whether the cancer is said to be growing on the current or last treatment."""
    return test_truth(FAILS.test, profile.facts.get(FAILS.axis)) == Truth.YES


def works(profile: Profile) -> bool:
    """Whether a current treatment controls the cancer, so that no other is needed."""
    current = profile.facts.get("current")
    given = isinstance(current, Members) and bool(current.claims)
    return given and test_truth(GROWS.test, profile.facts.get(GROWS.axis)) == Truth.NO


def line_note(profile: Profile) -> str:
    """Which line is shown to someone who is on a treatment now and gives no line, and why; "" for anyone else."""
    current = profile.facts.get("current")
    if "line" in profile.given or grew(profile) or not (isinstance(current, Members) and current.claims):
        return ""
    if works(profile):
        return "what is given now is taken for the first line: --line overrides this"
    return "every line is shown: write stable on, or progressed on, what is given now"


def history_is_said(book: Book, profile: Profile) -> bool:
    """Whether anything is said about earlier treatment; the line alone says nothing about what was given."""
    return any(book.axes[axis].places and axis != "line" for axis in profile.given)


class Granting:
    """How conditions turn out for a profile if what they require of earlier treatment is granted while unknown.

    `counts` is whether a number of treatments is granted even if something is said about earlier treatment.
    """

    def __init__(self, book: Book, profile: Profile, *, counts: bool = True) -> None:
        self.book, self.profile, self.counts = book, profile, counts
        self.facts = profile.granted
        self.numbers = frozenset(axis.id for axis in book.axes.values() if axis.form == "number")
        self.placing = frozenset(axis.id for axis in book.axes.values() if axis.places)
        self.said = history_is_said(book, profile)
        self.granted: dict[str, Truth] = {}

    @cached_property
    def uncounted(self) -> Granting:
        """The same, but a number of treatments is granted only if nothing is said about earlier treatment."""
        return Granting(self.book, self.profile, counts=False)

    def of(self, said: Said) -> Truth:
        """The verdict on a statement: as it is, or if that is open, with what is granted."""
        if said.truth != Truth.UNKNOWN:
            return said.truth
        name = said.statement.id
        if name not in self.granted:
            self.granted[name] = self.truth(said.statement.when)
        return self.granted[name]

    def truth(self, condition: Condition | None, holds: bool = True) -> Truth:
        """Whether a condition holds; `holds` is whether it should."""
        match condition:
            case Wanted(axis, test):
                found = test_truth(test, self.facts.get(axis))
                return known(holds) if found == Truth.UNKNOWN and self.grants(axis) else found
            case EachBefore():
                return self.truth(condition.spelt_out, holds)
            case Combined(form, parts):
                each = (self.truth(part, holds != (form == "none")) for part in parts)
                return all_of(each) if form == "all" else any_of(each) if form == "any" else negate(any_of(each))
        return Truth.YES

    def grants(self, axis: str) -> bool:
        """Whether nothing is said about an axis that places, or about earlier treatment at all.

        The number of treatments is not asked for if all that is said is that the cancer grew on one.
        """
        if axis in self.numbers and self.said and not self.counts:
            return False
        counted = axis in self.numbers and axis not in self.profile.given and grew(self.profile)
        return axis in self.placing and (axis not in self.facts or not self.said or counted)

    def wanting(self, condition: Condition | None, holds: bool = True) -> Iterator[tuple[Condition, ...]]:
        """For each way in which an open condition can come to hold (or not to), what must still be known."""
        match condition:
            case Wanted():
                yield (condition if holds else opposite(condition),)
            case EachBefore():
                yield from self.wanting(condition.spelt_out, holds)
            case Combined(form, parts):
                inner = holds != (form == "none")
                unsettled = [part for part in parts if self.truth(part, inner) == Truth.UNKNOWN]
                ways = [tuple(self.wanting(part, inner)) for part in unsettled]
                if takes_all(condition, holds):
                    yield from (tuple(dict.fromkeys(chain(*chosen))) for chosen in product(*ways))
                else:
                    yield from chain(*ways)
