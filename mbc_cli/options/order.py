"""Treatments in their lines of therapy, in the order of the screen: firmest and newest first, set-back ones last.

The order in a line: what is named for the findings that were given; what a guideline or label says about this very
line, newest first, and among equally new ones what concerns the sites where the cancer is; labels that name no line;
what only patient guides say. If a region is requested, what it says comes before what others name without recommending
it. What was given before, what newer statements supersede, and what was studied in other patients comes last, with the
reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.options.basis import READ, newest_first, weakness
from mbc_cli.options.conditions import grounds, truth_of
from mbc_cli.options.lines import ANY, NUMBERS, Granting, history_is_said, lines_of, places_of
from mbc_cli.options.placed import BONE, GROUPS, SPREAD, STRATEGY, SUPPORTIVE, Placed
from mbc_cli.options.profile import in_line
from mbc_cli.options.selected import TUMOUR, selects
from mbc_cli.options.truth import Truth
from mbc_cli.options.verdicts import LOCAL

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from mbc_cli.book.book import Book
    from mbc_cli.book.history import Moment
    from mbc_cli.options.verdicts import Gathered, Option, Said

ASIDE = {"bone-modifying-agent": BONE, LOCAL: LOCAL}
"""The groups of treatments that are shown beside the lines."""
MATTERS = {"supportive": SUPPORTIVE, "strategy": STRATEGY, "trial": STRATEGY, "factor": STRATEGY, "context": STRATEGY}
"""The groups for treatments other than drugs, by their kind."""


def in_lines(book: Book, answer: Gathered) -> tuple[Placed, ...]:
    """Every treatment that sources support, in each group in which they answer, in the order of the screen."""
    profile = answer.profile
    said = history_is_said(book, profile)  # otherwise all that a line requires is granted in any case
    each_line = {place: in_line(book, profile, number) if said else profile for number, place in NUMBERS.items()}
    granting = {str(place): Granting(book, found) for place, found in {**each_line, ANY: profile}.items()}
    lines = lines_of(profile)
    found = [each for option in answer.options for each in places(option, granting, lines, answer.now)]
    order = {id(each): rank(each) for each in found}
    return tuple(preferred_first(sorted(found, key=lambda each: order[id(each)])))


def places(option: Option, granting: Mapping[str, Granting], lines: tuple[str, ...], now: Moment) -> Iterator[Placed]:
    """An option in its groups; each line is judged as if it were known to be the patient's."""
    groups: dict[str, list[Said]] = {}
    for said in option.pros:
        for group in groups_of(option, said, lines):
            groups.setdefault(group, []).append(said)
    for group, every in groups.items():
        yield Placed(option, group, tuple(every), granting.get(group, granting[ANY]), now)


def groups_of(option: Option, said: Said, lines: tuple[str, ...]) -> tuple[str, ...]:
    """Where a statement answers: in its lines, or beside them, depending on what it is about.

    What holds, or is made for a finding that was given, answers in every line it names.

    If there is only one line, what names no line answers in it too, and so does what holds but names another line.
    """
    aside = ASIDE.get(option.group) or MATTERS.get(option.kind)
    statement = said.statement
    if aside and not (statement.place and said.truth == Truth.YES):
        return (aside,)
    named = places_of(statement)
    if len(lines) != 1:
        meant = said.truth == Truth.YES or bool(selects(option.book, statement.when, option.profile))
        return tuple(place for place in named if place != ANY and (meant or sure(place, named))) or (ANY,)
    here = ANY in named or (not statement.place and said.truth == Truth.YES)
    return tuple(dict.fromkeys((*(place for place in named if place != ANY), *(lines if here else ()))))


def sure(place: str, named: Collection[str]) -> bool:
    """Whether a line is surely meant: not "first" if "second" is named too, as for what is first-line for some only."""
    return place != "first" or "second" not in named


def rank(each: Placed) -> tuple[object, ...]:
    """A sort key: by group, with what is set back late and what is ruled out last; then as described above."""
    group = GROUPS.index(each.group)
    if each.verdict == Truth.NO:
        return (group, True, each.option.name)
    return (
        group,
        False,
        bool(each.set_back),
        each.basis == "guide",
        each.tests,
        not widely_read(each),
        -each.selected,
        findings_due(each),
        not (of_this_line(each) or of_this_tumour(each)),
        asks_for_more(each),
        not of_this_line(each),
        not of_this_tumour(each),
        only_named_elsewhere(each),
        each.holds_given,
        newest_first(each.book, each.newest),
        weakness(each.force),
        not for_this_spread(each),
        -specific(each),
        not is_labelled(each),
        each.option.name,
    )


def asks_for_more(each: Placed) -> bool:
    """Whether it needs more facts than the absence of contraindications that nobody has mentioned."""
    return bool(each.further_needs)


def findings_due(each: Placed) -> int:
    """How many findings in the tumor it requires, whatever else it requires."""
    axes = {leaf.axis for need in each.further_needs for leaf in need.leaves()}
    return sum(each.book.axes[axis].group == TUMOUR for axis in axes)


def of_this_line(each: Placed) -> bool:
    """Whether any of its statements is about this very line."""
    return any(each.group in places_of(one.statement) for one in each.firm)


def of_this_tumour(each: Placed) -> bool:
    """Whether any of its statements is about such a tumor; those that name no finding come later."""
    facts = each.option.facts
    met = (one.statement.when for one in each.firm if one.statement.when)
    every = (leaf for condition in met for leaf in condition.leaves())
    return any(each.book.axes[leaf.axis].group == TUMOUR and truth_of(leaf, facts) == Truth.YES for leaf in every)


def for_this_spread(each: Placed) -> bool:
    """Whether a statement that holds, other than a patient guide's, concerns the known sites, such as the brain."""
    told = {axis for axis in each.option.profile.given if each.book.axes[axis].group == SPREAD}
    firm = (one for one in each.said if one.basis != "guide")
    holding = (one.statement.when for one in firm if each.granting.of(one) == Truth.YES)
    return any(leaf.axis in told for when in holding if when for leaf in when.leaves())


def is_labelled(each: Placed) -> bool:
    """Whether a label says it too."""
    return any(one.basis == "label" for one in each.deciding)


def widely_read(each: Placed) -> bool:
    """Whether a guideline says so, or a label of a region that is requested or whose labels were read completely."""
    return bool(each.now.region) or any(one.statement.region in ("", *READ) for one in each.firm)


def only_named_elsewhere(each: Placed) -> bool:
    """Whether the requested region says nothing about it, and no guideline of another region recommends it."""
    return bool(each.now.region and weakness(each.force)) and not any(is_of_region(each, one) for one in each.said)


def is_of_region(each: Placed, said: Said) -> bool:
    """Whether a statement that may hold is from the requested region: its label, or a guideline made there."""
    home = (said.statement.region, each.book.sources[said.statement.sources[0].id].region)
    return each.now.region in home and each.granting.of(said) != Truth.NO


def specific(each: Placed) -> int:
    """How much of the profile a statement for it rests on: those made for a finding come before those for everyone."""
    facts = each.option.facts
    met = (one.statement.when for one in each.firm if one.truth == Truth.YES and one.statement.when)
    return max((len(list(grounds(condition, facts))) for condition in met), default=0)


def preferred_first(ordered: list[Placed]) -> list[Placed]:
    """The same order, but what a source prefers to another treatment of its group comes before that one."""
    preferences = Preferences(ordered)
    better = {id(each): {id(other) for other in preferences.to(each)} for each in ordered}
    left = {id(each): each for each in ordered}
    found: list[Placed] = []
    while left:
        following = next((name for name in left if better[name].isdisjoint(left)), next(iter(left)))
        found.append(left.pop(following))
    return found


class Preferences:
    """The current treatments that hold, by the statements that others come after, and by the classes that do."""

    def __init__(self, every: Iterable[Placed]) -> None:
        self.named: dict[tuple[str, str], Placed] = {}
        self.classes: dict[str, list[tuple[Placed, frozenset[str]]]] = {}
        for each in every:
            if each.verdict == Truth.YES and not each.set_back:
                self.keep(each)

    def keep(self, each: Placed) -> None:
        """Record what may be preferred to other treatments of its group."""
        self.named |= {(each.group, one.statement.id): each for one in each.firm}
        if classes := frozenset(name for one in each.firm for name in one.statement.before):
            self.classes.setdefault(each.group, []).append((each, classes))

    def to(self, each: Placed) -> list[Placed]:
        """What a source prefers to a treatment that is not ruled out: by name, or to everything in a class."""
        if each.verdict == Truth.NO:
            return []
        behind = ((each.group, name) for one in each.firm for name in one.statement.behind)
        found = [self.named[key] for key in behind if key in self.named]
        if classes := self.classes.get(each.group):
            kinds = frozenset().union(*each.option.held)
            found += [other for other, named in classes if named & kinds]
        return [other for other in found if other is not each]
