"""Treatments in their lines of therapy, in the order of the screen: firmest and newest first, set back what is behind.

The order in a line: what a guideline or a label says of this very line, newest first; labels that name no line; what
patient guides alone say. What was given before, what newer statements overtake, and what was studied in others stands
last, with the reason.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal

from mbc_cli.book.fields import Frozen
from mbc_cli.book.history import EXACT, begins, begins_is, newer_than
from mbc_cli.book.model import Combined, Test, Wanted
from mbc_cli.options.conditions import grounds, test_truth, truth_of
from mbc_cli.options.lines import ANY, LINES, Granting, lines_of, places_of, works
from mbc_cli.options.truth import Truth, all_of, any_of, negate
from mbc_cli.options.verdicts import LOCAL, counts_as, treatment_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from mbc_cli.book.book import Book
    from mbc_cli.book.history import Moment
    from mbc_cli.book.model import Condition, Drug, Part, Statement
    from mbc_cli.options.conditions import Fact
    from mbc_cli.options.verdicts import Gathered, Option, Said

Basis = Literal["guideline", "label", "guide"]
GIVEN, STUDIED, WORKS = "given before", "studied in others", "the present treatment works"
BIOSIMILAR = "a biosimilar, which stands with its original"
TUMOUR = "Tumour"
"""The group of the axes that a test of the tumour settles."""
BONE, SUPPORTIVE, STRATEGY = "bone", "supportive", "strategy"
GROUPS = (*LINES, ANY, "test", BONE, LOCAL, SUPPORTIVE, STRATEGY)
"""The groups of an answer, in their order: lines of therapy, then what stands beside them."""
READ = ("US", "EU", "CA")
"""The regions of which most labels were read: what only others say stands behind, where no region is asked for."""
STRONG = (
    "accelerated",
    "appropriate",
    "labelled",
    "one of the preferred",
    "preferred",
    "recommended",
    "should",
    "standard",
    "strongly",
    "usually",
)
"""How the force of a recommendation or of a label begins; any other one is weaker."""
BEFORE = ("progressed-on", "prior-metastatic", "resistant-to")
"""The axes that say what was given for metastatic disease, or failed."""
EARLY = {"prior-early", "recurrence-months"}
"""The axes that say what was given for early disease."""


class Placed(Frozen):
    """One treatment in one group: the statements for it that answer there, and how they come out.

    `verdict` grants what is asked of axes that place.
    """

    option: Option
    group: str
    said: tuple[Said, ...]
    verdict: Truth
    granting: Granting
    now: Moment

    @cached_property
    def set_back(self) -> str:
        """Why it stands behind all others of its group, "" where it does not."""
        in_a_line = self.group in (*LINES, ANY)
        again = any(one.statement.again for one in self.firm)
        if in_a_line and given_again(self.book, self.option, once=not again):
            return GIVEN
        if in_a_line and works(self.option.profile) and not any(map(is_for_this, self.firm)):
            return WORKS
        if in_a_line and (newer := better_here(self)):
            return f"overtaken by {treatment_name(self.book, newer.treatment)}"
        if any(drug.biosimilar_of for drug in drugs_of(self.option)):
            return BIOSIMILAR
        return STUDIED if all(studied_in_others(self, one.statement.studied) for one in self.firm) else ""

    @cached_property
    def overtaken(self) -> tuple[Statement, ...]:
        """The newer statements that overtake or qualify all that it rests on; none where anything of it stands."""
        newer = [newer_than(self.book, one.statement, self.now) for one in self.firm]
        return tuple(dict.fromkeys(statement for found in newer for statement in found)) if all(newer) else ()

    @property
    def book(self) -> Book:
        """Where it stands."""
        return self.option.book

    @cached_property
    def firm(self) -> tuple[Said, ...]:
        """Those that give the verdict: guidelines and labels, or guides where there are none; the firmest first."""
        each = (one for one in weighed(self.book, self.said, self.granting) if self.comes_out(one))
        return tuple(sorted(each, key=lambda one: KINDS.index(basis_of(self.book, one.statement))))

    @cached_property
    def deciding(self) -> tuple[Said, ...]:
        """Those that say so: what gives the verdict, and guides that say the same."""
        if self.basis == "guide":
            return self.firm
        holding = (one for one in self.said if one.truth == Truth.YES)
        return (*self.firm, *(one for one in holding if basis_of(self.book, one.statement) == "guide"))

    def comes_out(self, said: Said) -> bool:
        """Whether a statement comes out as the treatment does."""
        return self.granting.of(said) == self.verdict

    @cached_property
    def basis(self) -> Basis:
        """What it rests on: the firmest that is."""
        return basis_of(self.book, self.firm[0].statement)

    @cached_property
    def newest(self) -> Statement:
        """The newest of what it rests on; one of which only the latest day is known is newer than none."""
        return min((one.statement for one in self.firm), key=lambda statement: newest_first(self.book, statement))

    @cached_property
    def force(self) -> str:
        """How the newest of the firmest kind says it."""
        firmest = (one.statement for one in self.firm if basis_of(self.book, one.statement) == self.basis)
        return min(firmest, key=lambda statement: newest_first(self.book, statement)).strength

    @cached_property
    def needs(self) -> tuple[Condition, ...]:
        """What must still be known for it, the fewest things that would do; nothing for what is settled."""
        if self.verdict != Truth.UNKNOWN:
            return ()
        ways = (way for one in self.firm for way in self.granting.wanting(one.statement.when))
        return min(ways, key=len, default=())

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """The axes of what must still be known for it."""
        return tuple(dict.fromkeys(leaf.axis for need in self.needs for leaf in need.leaves()))

    @property
    def tests(self) -> bool:
        """Whether all that it needs are findings in the tumour."""
        return bool(self.needs) and all(self.book.axes[axis].group == TUMOUR for axis in self.missing)

    @property
    def conditional(self) -> bool:
        """Whether any statement for it has a condition."""
        return any(one.statement.when for one in self.deciding)


KINDS: tuple[Basis, ...] = ("guideline", "label", "guide")


def basis_of(book: Book, statement: Statement) -> Basis:
    """What kind of source says it: a label or funding of a region, a guideline, or a guide or any other text."""
    if statement.region:
        return "label"
    return "guideline" if book.sources[statement.sources[0].id].form == "guideline" else "guide"


def weighed(book: Book, every: Iterable[Said], granting: Granting) -> list[Said]:
    """The statements that decide of a treatment: guidelines and labels, unless all of them are ruled out, else guides.

    A guide that states no condition does not make fit what a label leaves open.
    """
    firm: list[Said] = []
    guides: list[Said] = []
    for one in every:
        (guides if basis_of(book, one.statement) == "guide" else firm).append(one)
    return firm if not guides or any(granting.of(one) != Truth.NO for one in firm) else guides


# --- from options to groups --------------------------------------------------------------------------------------


def in_lines(book: Book, answer: Gathered) -> tuple[Placed, ...]:
    """Every treatment that sources speak for, in each group where they answer, in the order of the screen."""
    granting = Granting(book, answer.profile)
    lines = lines_of(answer.profile)
    found = [each for option in answer.options for each in places(option, granting, lines, answer.now)]
    order = {id(each): rank(each) for each in found}
    return tuple(preferred_first(sorted(found, key=lambda each: order[id(each)])))


def places(option: Option, granting: Granting, lines: tuple[str, ...], now: Moment) -> Iterator[Placed]:
    """An option in its groups."""
    groups: dict[str, list[Said]] = {}
    for said in option.pros:
        for group in groups_of(option, said, lines):
            groups.setdefault(group, []).append(said)
    for group, every in groups.items():
        verdict = max(granting.of(one) for one in weighed(option.book, every, granting))
        yield Placed(option, group, tuple(every), verdict, granting, now)


def groups_of(option: Option, said: Said, lines: tuple[str, ...]) -> tuple[str, ...]:
    """Where a statement answers: in its lines, or beside them by what it is about.

    In the one line that there is, what names no line answers too, and what holds although its words name another line.
    """
    aside = ASIDE.get(option.group) or MATTERS.get(option.kind)
    statement = said.statement
    if aside and not (statement.place and said.truth == Truth.YES):
        return (aside,)
    named = places_of(statement)
    if len(lines) != 1:
        return tuple(place for place in named if place != ANY and (said.truth == Truth.YES or sure(place, named))) or (
            ANY,
        )
    here = ANY in named or (not statement.place and said.truth == Truth.YES)
    return tuple(dict.fromkeys((*(place for place in named if place != ANY), *(lines if here else ()))))


def sure(place: str, named: Collection[str]) -> bool:
    """Whether a line is not the first of several: what is of the first line for some stands from the second one on."""
    return place != "first" or "second" not in named


ASIDE = {"bone-modifying-agent": BONE, LOCAL: LOCAL}
"""The groups of treatments that stand beside the lines."""
MATTERS = {"supportive": SUPPORTIVE, "strategy": STRATEGY, "trial": STRATEGY, "factor": STRATEGY, "context": STRATEGY}
"""The groups of what is no drug, by its kind."""


# --- what stands back --------------------------------------------------------------------------------------------


def better_here(each: Placed) -> Statement | None:
    """The first of the newer statements that speaks for a treatment of such a patient, and no less firmly."""
    if not each.overtaken or each.basis == "guide":
        return None
    firm = KINDS[: KINDS.index(each.basis) + 1]
    named = (one for one in each.overtaken if one.direction == "for" and one.treatment.parts)
    fitting = (one for one in named if each.granting.truth(one.when) == Truth.YES)
    return next((newer for newer in fitting if basis_of(each.book, newer) in firm), None)


def is_for_this(said: Said) -> bool:
    """Whether a statement speaks of going on while a treatment holds the cancer."""
    return said.truth == Truth.YES and "first" in places_of(said.statement)


def studied_in_others(each: Placed, studied: Condition | None) -> bool:
    """Whether a profile is not of those whom a trial was of."""
    return studied is not None and as_far_as_said(each.book, studied, each.option.facts) == Truth.NO


def as_far_as_said(book: Book, condition: Condition, facts: Mapping[str, Fact]) -> Truth:
    """Whether a condition holds; what is not known is not so, but for findings in the tumour, which stay open."""
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


def given_again(book: Book, option: Option, *, once: bool) -> bool:
    """Whether it was given before: all of it, what sources go on with apart; or one of a class that is given `once`.

    All of it counts too where it is not said whether it was given for early or for metastatic disease.
    """
    facts = [fact for axis in BEFORE if (fact := option.facts.get(axis))]
    parts = [part for part in option.treatment.parts if not goes_on(book, part)]
    if not parts or any(part.block for part in parts):
        return False
    if once and any(was_given(name, facts) for part in parts for name in once_classes(book, part)):
        return True
    told = [*facts, *some_time(option)]
    return all(all(name in book.drugs and was_given(name, told) for name in part.any_of) for part in parts)


def some_time(option: Option) -> Iterator[Fact]:
    """What was given before, where nothing is said of early disease."""
    if "prior" in option.facts and not EARLY & option.profile.given.keys():
        yield option.facts["prior"]


def goes_on(book: Book, part: Part) -> bool:
    """Whether sources go on with it when the cancer grows under it."""
    return any(name in book.drugs and book.drugs[name].goes_on for name in part.any_of)


def once_classes(book: Book, part: Part) -> Iterator[str]:
    """The classes of a part of which no source speaks of one after another."""
    for name in part.any_of:
        yield from (above for above in counts_as(book, name) if above in book.classes and book.classes[above].once)


def was_given(name: str, facts: Iterable[Fact]) -> bool:
    """Whether a drug, or one of a class, is known to have been given."""
    return any(test_truth(Test("any", (name,)), fact) == Truth.YES for fact in facts)


# --- the order ---------------------------------------------------------------------------------------------------


def rank(each: Placed) -> tuple[object, ...]:
    """By group, what is ruled out last, what is set back before that; then as the first lines of this module say."""
    group = GROUPS.index(each.group)
    if each.verdict == Truth.NO:
        return (group, True, each.option.name)
    return (
        group,
        False,
        bool(each.set_back),
        each.basis == "guide",
        each.tests,
        asks_for_more(each),
        not of_this_line(each),
        not of_this_tumour(each),
        not widely_read(each),
        newest_first(each.book, each.newest),
        weakness(each.force),
        -specific(each),
        each.option.name,
    )


def asks_for_more(each: Placed) -> bool:
    """Whether it is open for more than something that nobody has said against it."""
    return not all(is_exclusion(need) for need in each.needs)


def is_exclusion(need: Condition) -> bool:
    """Whether a condition only keeps some out: "not if unsuitable for taxanes"."""
    match need:
        case Wanted(_, Test("none")) | Combined("none", _):
            return True
    return False


def of_this_line(each: Placed) -> bool:
    """Whether any of its statements speaks of this very line."""
    return any(each.group in places_of(one.statement) for one in each.firm)


def of_this_tumour(each: Placed) -> bool:
    """Whether any of its statements speaks of such a tumour: what names no finding stands behind it."""
    facts = each.option.facts
    met = (one.statement.when for one in each.firm if one.statement.when)
    every = (leaf for condition in met for leaf in condition.leaves())
    return any(each.book.axes[leaf.axis].group == TUMOUR and truth_of(leaf, facts) == Truth.YES for leaf in every)


def widely_read(each: Placed) -> bool:
    """Whether a guideline says so, or a label of a region whose labels were read throughout."""
    return any(one.statement.region in ("", *READ) for one in each.firm)


def newest_first(book: Book, statement: Statement) -> tuple[int, ...]:
    """How old a statement is; a month or year stands as its last day, the latest that a day can be behind all days."""
    year, month, day = (*map(int, begins(book, statement).split("-")), 99, 99)[:3]
    return (int(begins_is(book, statement) != EXACT), -year, -month, -day)


def weakness(force: str) -> int:
    """Whether a statement is weaker than a recommendation or a label."""
    return int(not force.startswith(STRONG))


def specific(each: Placed) -> int:
    """How much of the profile a statement for it rests on: what is made for a finding stands before what is for all."""
    facts = each.option.facts
    met = (one.statement.when for one in each.firm if one.truth == Truth.YES and one.statement.when)
    return max((len(list(grounds(condition, facts))) for condition in met), default=0)


def preferred_first(ordered: list[Placed]) -> list[Placed]:
    """The same, where what a source prefers to a treatment of its group stands before it."""
    preferences = Preferences(ordered)
    for each in list(ordered):
        better = [ordered.index(other) for other in preferences.to(each)]
        if better and ordered.index(each) < max(better):
            ordered.remove(each)
            ordered.insert(max(better), each)
    return ordered


class Preferences:
    """The treatments that stand and hold, by the statements that others are behind, and by the classes behind them."""

    def __init__(self, every: Iterable[Placed]) -> None:
        self.named: dict[tuple[str, str], Placed] = {}
        self.classes: dict[str, list[tuple[Placed, frozenset[str]]]] = {}
        for each in every:
            if each.verdict == Truth.YES and not each.set_back:
                self.keep(each)

    def keep(self, each: Placed) -> None:
        """Put down what may be preferred to others of its group."""
        self.named |= {(each.group, one.statement.id): each for one in each.firm}
        if classes := frozenset(name for one in each.firm for name in one.statement.before):
            self.classes.setdefault(each.group, []).append((each, classes))

    def to(self, each: Placed) -> list[Placed]:
        """What a source prefers to a treatment: by name, or to all that is of a class."""
        behind = ((each.group, name) for one in each.firm for name in one.statement.behind)
        found = [self.named[key] for key in behind if key in self.named]
        if classes := self.classes.get(each.group):
            kinds = frozenset().union(*each.option.held)
            found += [other for other, named in classes if named & kinds]
        return [other for other in found if other is not each]


# --- what to ask -------------------------------------------------------------------------------------------------


def settling(found: Iterable[Placed]) -> list[tuple[str, int]]:
    """The axes that would settle most of what guidelines and labels leave open, and how many treatments ask for each.

    An axis that is all a treatment asks for weighs one, one of three a third.
    """
    unsettled = {each.option: each.missing for each in found if each.basis != "guide" and each.missing}
    weights: dict[str, float] = {}
    for axes in unsettled.values():
        for axis in axes:
            weights[axis] = weights.get(axis, 0) + 1 / len(axes)
    heaviest = sorted(weights, key=lambda axis: -round(weights[axis], 6))
    return [(axis, sum(axis in axes for axes in unsettled.values())) for axis in heaviest]
