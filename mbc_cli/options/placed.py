"""A treatment in a line of therapy: what it rests on, its verdict, and whether it is set back."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from mbc_cli.book.fields import Frozen
from mbc_cli.book.history import newer_than
from mbc_cli.book.model import Combined, Test, Wanted
from mbc_cli.options.basis import KINDS, basis_of, newest_first
from mbc_cli.options.conditions import test_truth, truth_of
from mbc_cli.options.given import given_again, given_in_part
from mbc_cli.options.lines import ANY, LINES, places_of, works
from mbc_cli.options.selected import TUMOUR, selects, tell
from mbc_cli.options.subjects import treatment_name
from mbc_cli.options.truth import Truth, all_of, any_of, negate
from mbc_cli.options.verdicts import LOCAL, weighed, why_not

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mbc_cli.book.book import Book
    from mbc_cli.book.history import Moment
    from mbc_cli.book.model import Condition, Drug, Statement
    from mbc_cli.options.basis import Basis
    from mbc_cli.options.conditions import Fact
    from mbc_cli.options.lines import Granting
    from mbc_cli.options.verdicts import Option, Said

GIVEN, SAME_CLASS = "given before", "same class as before"
STUDIED, WORKS = "studied in other patients", "current treatment is working"
BIOSIMILAR = "a biosimilar, listed with its original"
SPREAD = "Spread"
"""The group of the axes that say where the cancer is."""
BONE, SUPPORTIVE, STRATEGY = "bone", "supportive", "strategy"
GROUPS = (*LINES, ANY, "test", BONE, LOCAL, SUPPORTIVE, STRATEGY)
"""The groups of an answer, in order: lines of therapy, then what is shown beside them."""


class Placed(Frozen):
    """One treatment in one group, with the statements for it that answer there."""

    option: Option
    group: str
    said: tuple[Said, ...]
    granting: Granting
    now: Moment

    @cached_property
    def verdict(self) -> Truth:
        """The verdict, granting what is required of axes that place."""
        return max(self.granting.of(one) for one in self.weighed)

    @cached_property
    def weighed(self) -> list[Said]:
        """The statements that decide in this group."""
        return weighed(self.said, self.now, self.granting.of)

    @cached_property
    def set_back(self) -> str:
        """Why it comes after all others of its group; "" if it does not."""
        in_a_line = self.group in (*LINES, ANY)
        if (in_a_line or self.group == "test") and (given := self.given):
            return given
        if in_a_line and works(self.option.profile) and not any(map(is_for_this, self.firm)):
            return WORKS
        if in_a_line and (newer := better_here(self)):
            return f"overtaken by {treatment_name(self.book, newer.treatment)}"
        if any(drug.biosimilar_of for drug in drugs_of(self.option)):
            return BIOSIMILAR
        return STUDIED if all(studied_in_others(self, one.statement.studied) for one in self.firm) else ""

    @property
    def given(self) -> str:
        """Whether it was given before, or a drug of a class that is given once; "" if neither."""
        treatment, profile = self.option.treatment, self.granting.profile
        if given_again(self.book, treatment, profile, once=False):
            return GIVEN
        once = not any(one.statement.again for one in self.firm)
        return SAME_CLASS if given_again(self.book, treatment, profile, once=once) else ""

    @cached_property
    def holds_given(self) -> bool:
        """Whether a part of it was given before, so that it comes after its equals."""
        return given_in_part(self.book, self.option.treatment, self.granting.profile)

    @cached_property
    def overtaken(self) -> tuple[Statement, ...]:
        """The newer statements that supersede or qualify all that it rests on; none if any of that still stands."""
        newer = [newer_than(self.book, one.statement, self.now) for one in self.firm]
        return tuple(dict.fromkeys(statement for found in newer for statement in found)) if all(newer) else ()

    @property
    def book(self) -> Book:
        """Its place in the order."""
        return self.option.book

    @cached_property
    def firm(self) -> tuple[Said, ...]:
        """Those that give the verdict: guidelines and labels, or guides if there are none; firmest first."""
        each = (one for one in self.weighed if self.comes_out(one))
        return tuple(sorted(each, key=lambda one: KINDS.index(one.basis)))

    @cached_property
    def deciding(self) -> tuple[Said, ...]:
        """Those that say so: what gives the verdict, and guides and labels of other regions that say the same."""
        if self.basis == "guide":
            return self.firm
        others = (one for one in self.said if one not in self.firm)
        return (*self.firm, *(one for one in others if self.agrees(one)))

    def comes_out(self, said: Said) -> bool:
        """Whether a statement has the same verdict as the treatment."""
        return self.granting.of(said) == self.verdict

    def agrees(self, said: Said) -> bool:
        """Whether a statement that does not decide has the same verdict; a guide must hold with nothing granted."""
        return said.truth == Truth.YES if said.basis == "guide" else self.comes_out(said)

    @cached_property
    def basis(self) -> Basis:
        """What it rests on: the firmest kind of source there is."""
        return self.firm[0].basis

    @cached_property
    def open_labels(self) -> tuple[Said, ...]:
        """The labels that may come to hold, with the fewest things to know, if it fits and none holds yet."""
        if self.verdict != Truth.YES or any(one.basis == "label" for one in self.deciding):
            return ()
        every = [one for one in self.weighed if one.basis == "label" and self.granting.of(one) == Truth.UNKNOWN]
        fewest = min((asked_by(self.granting, one) for one in every), key=len, default=())
        return tuple(one for one in every if asked_by(self.granting, one) == fewest)

    @cached_property
    def newest(self) -> Statement:
        """The newest of what it rests on; one with only a latest possible day is never newer than another."""
        return min((one.statement for one in self.firm), key=lambda statement: newest_first(self.book, statement))

    @cached_property
    def force(self) -> str:
        """How firmly the newest source of the firmest kind says it."""
        firmest = (one.statement for one in self.firm if one.basis == self.basis)
        return min(firmest, key=lambda statement: newest_first(self.book, statement)).strength

    @cached_property
    def needs(self) -> tuple[Condition, ...]:
        """What must still be known for it: the fewest things that would be enough; nothing if it is settled."""
        if self.verdict != Truth.UNKNOWN:
            return ()
        return self.least_asked(self.granting)

    @cached_property
    def granted_needs(self) -> tuple[Condition, ...]:
        """How many earlier treatments it requires if it fits only because that is granted: the fewest such things."""
        granting = self.granting.uncounted
        if self.verdict != Truth.YES or any(granting.of(one) == Truth.YES for one in self.firm):
            return ()
        return self.least_asked(granting)

    def least_asked(self, granting: Granting) -> tuple[Condition, ...]:
        """The fewest things that would be enough; of equally few, those of the statement that takes least for granted.

        Of several such statements, the newest.
        """

        def measure(said: Said) -> tuple[object, ...]:
            age = newest_first(self.book, said.statement)
            return len(asked_by(granting, said)), unknowns(said, self.option.facts), age

        return asked_by(granting, min(self.firm, key=measure))

    @cached_property
    def alike(self) -> tuple[Said, ...]:
        """Those that say so on the terms that are shown; all of them if nothing must still be known."""
        wanted = {*(self.needs or self.granted_needs)}
        granting = self.granting if self.needs else self.granting.uncounted
        if not wanted:
            return self.deciding
        found = ((one, granting.of(one) == Truth.YES) for one in self.deciding)
        return tuple(one for one, holds in found if holds or wanted == {*asked_by(granting, one)})

    @cached_property
    def selected(self) -> int:
        """How many of the given findings that select patients its statements name: the most that one of them does."""
        return max(selects(self.book, one.statement.when, self.option.profile) for one in self.firm)

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """The axes of what must still be known for it."""
        return tuple(dict.fromkeys(leaf.axis for need in self.needs for leaf in need.leaves()))

    @cached_property
    def why(self) -> tuple[str, ...]:
        """What rules it out; nothing if it fits or is open."""
        if self.verdict != Truth.NO:
            return ()
        return self.option.why or why_not(self.book, self.said, self.granting.facts)

    @cached_property
    def further_needs(self) -> tuple[Condition, ...]:
        """What must still be known, apart from what only excludes some patients."""
        return tuple(need for need in self.needs if not is_exclusion(need))

    @property
    def tests(self) -> bool:
        """Whether everything that it needs is a finding in the tumor, apart from what only excludes some patients.

        What only says more about a known finding is no test by itself: ER, if the tumor is HR-positive.
        """
        given = frozenset(self.option.profile.given)
        axes = {leaf.axis for need in self.further_needs for leaf in need.leaves()}
        in_tumor = all(self.book.axes[axis].group == TUMOUR for axis in axes)
        return in_tumor and not axes <= tell(self.book, given) - given

    @cached_property
    def is_met(self) -> bool:
        """Whether it fits because of something given: in that group, findings in the tumor, otherwise its spread."""
        if self.verdict != Truth.YES:
            return False
        by = TUMOUR if self.group == "test" else SPREAD
        told = {axis for axis in self.option.profile.given if self.book.axes[axis].group == by}
        return any(leaf.axis in told for one in self.firm if one.statement.when for leaf in one.statement.when.leaves())

    @cached_property
    def is_for_spread(self) -> bool:
        """Whether a guideline or label that still asks for more was made for where the cancer is, such as the brain."""
        if self.verdict != Truth.UNKNOWN or self.basis == "guide":
            return False
        facts = self.option.facts
        told = {axis for axis in self.option.profile.given if self.book.axes[axis].group == SPREAD}
        leaves = (leaf for one in self.firm if one.statement.when for leaf in one.statement.when.leaves())
        return any(leaf.axis in told and truth_of(leaf, facts) == Truth.YES for leaf in leaves)

    @property
    def conditional(self) -> bool:
        """Whether any statement for it has a condition."""
        return any(one.statement.when for one in self.deciding)


def firm_of(every: Iterable[Placed]) -> list[Placed]:
    """The treatments that a guideline or label names and that are not set back."""
    return [each for each in every if each.verdict != Truth.NO and each.basis != "guide" and not each.set_back]


def asked_by(granting: Granting, said: Said) -> tuple[Condition, ...]:
    """What must still be known for an open statement: the fewest things that would be enough."""
    return min(granting.wanting(said.statement.when), key=len, default=())


def unknowns(said: Said, facts: Mapping[str, Fact]) -> int:
    """How many of the facts that the condition of a statement names are not known."""
    leaves = said.statement.when.leaves() if said.statement.when else ()
    return sum(truth_of(leaf, facts) == Truth.UNKNOWN for leaf in leaves)


def is_exclusion(need: Condition) -> bool:
    """Whether a condition only excludes some patients: "not if unsuitable for taxanes"."""
    match need:
        case Wanted(_, Test("none")) | Combined("none", _):
            return True
    return False


def better_here(each: Placed) -> Statement | None:
    """The first of the newer statements that supports a treatment for such a patient, no less firmly."""
    if not each.overtaken or each.basis == "guide":
        return None
    firm = KINDS[: KINDS.index(each.basis) + 1]
    named = (one for one in each.overtaken if one.direction == "for" and one.treatment.parts)
    fitting = (one for one in named if each.granting.truth(one.when) == Truth.YES)
    return next((newer for newer in fitting if basis_of(each.book, newer) in firm), None)


def is_for_this(said: Said) -> bool:
    """Whether a statement is about continuing while a treatment controls the cancer."""
    return said.truth == Truth.YES and "first" in places_of(said.statement)


def studied_in_others(each: Placed, studied: Condition | None) -> bool:
    """Whether a profile is outside the patients of a trial."""
    return studied is not None and as_far_as_said(each.book, studied, each.option.facts) == Truth.NO


def as_far_as_said(book: Book, condition: Condition, facts: Mapping[str, Fact]) -> Truth:
    """Whether a condition holds; what is unknown counts as no, except findings in the tumor, which stay open."""
    match condition:
        case Wanted(axis, test):
            found = test_truth(test, facts.get(axis))
            return Truth.NO if found == Truth.UNKNOWN and book.axes[axis].group != TUMOUR else found
        case Combined(form, parts):
            each = (as_far_as_said(book, part, facts) for part in parts)
            return all_of(each) if form == "all" else any_of(each) if form == "any" else negate(any_of(each))
    return truth_of(condition, facts)


def drugs_of(option: Option) -> Iterator[Drug]:
    """The drugs that a treatment names."""
    every = (name for part in option.treatment.parts for name in part.any_of)
    return (option.book.drugs[name] for name in every if name in option.book.drugs)
