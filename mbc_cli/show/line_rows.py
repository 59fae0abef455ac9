"""The rows of a line of therapy in the answer of `mbc options`: the treatments in it, and who says so."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from mbc_cli.book.fields import Frozen
from mbc_cli.book.history import begins, begins_is, year_words
from mbc_cli.book.model import Combined, Wanted
from mbc_cli.options.basis import KINDS, READ, newest_first, weakness
from mbc_cli.options.coverage import PAID, REPORTED, is_paid_only, is_reported_only
from mbc_cli.options.order import asks_for_more
from mbc_cli.options.placed import BIOSIMILAR, GIVEN, SAME_CLASS, STUDIED, WORKS, asked_by, firm_of
from mbc_cli.options.truth import Truth
from mbc_cli.options.wording import any_words, inner_words
from mbc_cli.show.card_words import LONGEST, SHORT, listed
from mbc_cli.show.statement_lines import against, short_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.history import Moment
    from mbc_cli.book.model import Condition
    from mbc_cli.options.basis import Basis
    from mbc_cli.options.placed import Placed
    from mbc_cli.options.verdicts import Said

    Row = tuple[str, str, str]

WEAK = "an option"
"""What a guideline names without recommending it."""
BASES = {"guideline": "recommended", "label": "approved", "restated": "restated", "guide": "guides"}
LOWER = {SAME_CLASS: "its class was given before", STUDIED: "studied only in patients unlike this one"}
"""Why a treatment is ranked lower, in the words of a screen."""
PARTED = "\n"
"""What separates the items of a list that a file has on rows of their own."""
ABOVE = "as above"
"""What stands in an earlier line with the same words."""
FEW_REGIONS = 3
FEW_OPEN = 3
"""How many treatments of a line get a row before the rows end at the first one that asks for more facts."""


class Wish(Frozen):
    """What else is requested of an answer: groups by name, the guides, what is ruled out, each statement.

    `paper` is whether it goes into a file, where space is not limited and whose readers may not have the command.
    """

    groups: frozenset[str] = frozenset()
    guides: bool = False
    everything: bool = False
    verbose: bool = False
    paper: bool = False


NO_WISH = Wish()


class Room(NamedTuple):
    """How much a group shows: treatments, findings that would add some, and characters of a list of further names.

    `others` is whether it says what was studied in patients unlike this one, `guides` whether it says what guides add,
    and `beside` whether it says so beside the lines too. `regions` is how many regions that approved a treatment a row
    names, `few_open` how many treatments get a row before the rows end at the first one that asks for more facts.
    """

    most: int
    findings: int
    names: int = LONGEST
    others: bool = True
    guides: bool = True
    beside: bool = True
    regions: int = FEW_REGIONS
    few_open: int = FEW_OPEN


class Rows:
    """What all rows of a group share: the moment, what is requested, and how much the group shows."""

    def __init__(self, book: Book, now: Moment, wish: Wish, room: Room, seen: set[Row] | None = None) -> None:
        self.book, self.now, self.wish, self.room = book, now, wish, room
        self.seen: set[Row] = set() if seen is None else seen
        self.between = PARTED if wish.paper else "; "

    def of(self, every: Sequence[Placed]) -> Iterator[Row]:
        """The treatments in the line, as many as it shows; those ruled out too, if that is requested."""
        shown = settled(every)[: self.shown(every)]
        yield from map(self.row, shown) if self.wish.paper else self.once(shown)
        if self.wish.everything:
            out = (each for each in every if each.verdict == Truth.NO)
            yield from (("ruled out", each.option.name, "; ".join(each.why)) for each in out)

    def once(self, every: Sequence[Placed]) -> Iterator[Row]:
        """The rows of treatments; those that stand in an earlier line word for word share one row, by name."""
        for known, run in groupby(every, key=lambda each: self.row(each) in self.seen):
            found = list(run)
            yield from [(ABOVE, "; ".join(names_of(found)), "")] if known else map(self.row, found)
        self.seen.update(map(self.row, every))

    def lists(self, every: Sequence[Placed]) -> Iterator[tuple[str, str]]:
        """Further treatments, what a test would add, what is set back, what only guides name: labels and lists."""
        here = [each for each in every if each.verdict != Truth.NO]
        rest = settled(every)[self.shown(every) :]
        chosen = [each for each in rest if each.selected and asks_for_more(each)]
        yield (
            "also" if self.shown(every) else "named",
            listed((title(each) for each in rest if each not in chosen), self.room.names),
        )
        tested = [each for each in firm_of(here) if each.tests]
        yield ("if", self.tested([*chosen, *(each for each in tested if is_half_said(each))], LONGEST))
        others = [each for each in tested if not is_half_said(each)]
        yield ("if tested", self.tested(others, self.room.names // 2))
        yield from self.back_rows(each for each in here if self.room.others or each.set_back != STUDIED)
        yield (BASES["guide"], self.guides(here) if self.room.guides or self.wish.guides else "")

    def shown(self, every: Sequence[Placed]) -> int:
        """How many treatments have their own row: as many as the line shows, but few if one asks for more facts.

        Beside those that a given finding selects there is always one that is named without it.
        """
        chosen = sum(each.selected > 0 for each in settled(every))
        found = settled(every)[: self.room.most + (0 < self.room.most <= chosen)]
        least = max(self.room.few_open, chosen)
        return next((n for n, each in enumerate(found) if n >= least and asks_for_more(each)), len(found))

    def row(self, each: Placed) -> Row:
        """A treatment: what it rests on, what must still be known to decide on it, and who says so."""
        says = f"{who(self.book, each, self.room.regions)}{against(self.book, each.option, self.now)}"
        return (basis_words(self.book, each), f"{title(each)}{self.needs(each)}", says)

    def tested(self, every: Iterable[Placed], longest: int) -> str:
        """What each result of a test would add: all facts that were half told, and others if the group shows more."""
        found: dict[str, list[Placed]] = {}
        for each in every:
            found.setdefault(needs_words(self.book, each.further_needs), []).append(each)
        told = [f"{needs}: {listed(names_of(apart(those)), longest)}" for needs, those in found.items()]
        most = max(self.room.findings, sum(those[0].selected > 0 or is_half_said(those[0]) for those in found.values()))
        kept, more = told[:most], len(told) - most
        return self.between.join(
            (*kept, *([f"{more} more test result{'s' * (more > 1)}"] if kept and more > 0 else []))
        )

    def guides(self, every: Iterable[Placed]) -> str:
        """What only patient guides name for this profile: what is told unasked (`is_told`), or all if requested."""
        alone = [each for each in every if each.basis == "guide" and not each.set_back]
        told = [each for each in alone if self.whole(each) or is_told(each)]
        names = [f"{each.option.name}{self.needs(each)} ({who(self.book, each)})" for each in told]
        return self.between.join(names) if told and self.whole(told[0]) else listed(names, self.room.names)

    def back_rows(self, every: Iterable[Placed]) -> Iterator[tuple[str, str]]:
        """What is set back, by reason."""
        found: dict[str, list[str]] = {}
        for each in every:
            if each.set_back not in ("", BIOSIMILAR) and each.basis != "guide":
                found.setdefault(each.set_back, []).append(each.option.name)
        for reason, names in found.items():
            everything = self.wish.paper and reason != WORKS
            shown = listed(names, self.room.names if everything else SHORT)
            yield (GIVEN, shown) if reason == GIVEN else ("ranked lower", f"{LOWER.get(reason, reason)}: {shown}")

    def needs(self, each: Placed) -> str:
        """What must still be known to decide on a treatment, written after its name."""
        if each.needs and not asks_for_more(each):
            return f", unless {' or '.join(excluded_words(self.book, need) for need in each.needs)}"
        needs = each.needs or each.granted_needs
        return f", if {needs_words(self.book, needs)}" if needs else ""

    def whole(self, each: Placed) -> bool:
        """Whether everything that only guides name in the treatment's group is requested."""
        return self.wish.guides or self.wish.paper or each.group in self.wish.groups


def is_half_said(each: Placed) -> bool:
    """Whether only details of known facts are missing: the score for PD-L1-positive, the origin for BRCA."""
    axes = {leaf.axis for need in each.further_needs for leaf in need.leaves()}
    return axes <= each.option.profile.given.keys() and all(each.book.axes[axis].form == "value" for axis in axes)


def apart(every: Sequence[Placed]) -> list[Placed]:
    """The treatments of a list without single drugs that one of its choices names: "olaparib or talazoparib"."""
    choices = {drug for each in every if each.option.kind == "choice" for drug in each.option.drugs}
    return [each for each in every if each.option.kind != "drug" or choices.isdisjoint(each.option.drugs)]


def names_of(every: Iterable[Placed]) -> Iterator[str]:
    """The names of treatments."""
    return (each.option.name for each in every)


def title(each: Placed) -> str:
    """The name of a treatment, with a note if it was given before."""
    return f"{each.option.name}{f', {GIVEN}' if each.option.given_before else ''}"


def basis_words(book: Book, each: Placed) -> str:
    """What a treatment rests on, in a word: a recommendation, or a label that it fits or may fit, or what remains.

    What a health service pays for, or what only a report mentions, is not called approved.
    """
    basis, force = firmest(book, each.alike)
    if basis == "guideline" and not weakness(force):
        return BASES["guideline"]
    named = [one.statement for one in (*each.alike, *each.open_labels) if one.basis == "label"]
    approvals = [label for label in named if not is_paid_only(label)]
    if not all(map(is_reported_only, approvals)):
        return BASES["label"]
    return {**BASES, "guideline": WEAK, "label": REPORTED if approvals else PAID}[basis]


def firmest(book: Book, every: Sequence[Said]) -> tuple[Basis, str]:
    """The firmest kind of source among some statements, and how firmly the newest of that kind says it."""
    basis = min((one.basis for one in every), key=KINDS.index)
    found = (one.statement for one in every if one.basis == basis)
    return basis, min(found, key=lambda statement: newest_first(book, statement)).strength


def needs_words(book: Book, needs: Iterable[Condition]) -> str:
    """What must still be known to decide on a treatment."""
    return " and ".join(inner_words(book, need) for need in needs)


def is_told(each: Placed) -> bool:
    """Whether what only guides name is shown unasked: it depends on a condition, and nothing newer supersedes it."""
    overtaken = all(one.statement.newer for one in each.firm)
    return each.conditional and each.verdict == Truth.YES and not overtaken


def settled(every: Iterable[Placed]) -> list[Placed]:
    """The treatments for which no test of the tumor is missing."""
    return [each for each in firm_of(every) if not each.tests]


def excluded_words(book: Book, need: Condition) -> str:
    """The patients that a condition excludes."""
    match need:
        case Wanted(axis, test):
            return any_words(book, axis, test)
        case Combined(_, parts):
            return " or ".join(inner_words(book, part) for part in parts)
    raise TypeError(f"{need!r} keeps nobody out")


# --- who says so -------------------------------------------------------------------------------------------------


def who(book: Book, each: Placed, most: int = FEW_REGIONS) -> str:
    """Guidelines with their years, then labels by region and year, then the rest: "ASCO 2022; US 2012, EU 2013".

    Only those that say so on the terms that are shown: a year of other terms would date these wrongly.
    """
    by_kind = {kind: [one for one in each.alike if one.basis == kind] for kind in KINDS}
    labels = regions(book, by_kind["label"], most) or labels_if(book, each, most)
    told = (labels if kind == "label" else publishers(book, found) for kind, found in by_kind.items())
    return "; ".join(filter(None, (*told, differing(book, each))))


def differing(book: Book, each: Placed) -> str:
    """The regions that may name a treatment, but only on terms other than those shown, and such guidelines.

    A guideline is told only if the terms shown are open, since the row could then pass for what it says: "EU differs".
    """
    kinds = ("guideline", "label") if each.needs or each.granted_needs else ("label",)
    shown = (*each.alike, *each.open_labels)
    others = (one for one in each.weighed if one not in shown and each.granting.of(one) != Truth.NO)
    firm = [one for one in others if one.basis in kinds]
    here = {place_of(book, one) for one in shown}
    names = [name for name in dict.fromkeys(place_of(book, one) for one in firm) if name not in here]
    told = ", ".join(names)
    return f"{told} {'differ' if len(names) > 1 or ' and ' in told else 'differs'}" if names else ""


def place_of(book: Book, said: Said) -> str:
    """The region of a label, or the short name of the publisher of anything else."""
    return said.statement.region or name_of(book, said)


def labels_if(book: Book, each: Placed, most: int) -> str:
    """The labels that a treatment may still fit, and when; "" if there are none."""
    if not (found := each.open_labels):
        return ""
    return f"{regions(book, found, most)} if {needs_words(book, asked_by(each.granting, found[0]))}"


def publishers(book: Book, every: Iterable[Said]) -> str:
    """Publishers of guidelines and guides with the year, in the order of the statements."""
    return ", ".join(dict.fromkeys(f"{name_of(book, one)} {since(book, one)}" for one in every))


def name_of(book: Book, said: Said) -> str:
    """The short name of the publisher of a statement."""
    return short_name(book.sources[said.statement.sources[0].id])


def regions(book: Book, every: Iterable[Said], most: int) -> str:
    """Regions with the year since when, at most this many; those whose labels were read completely come first."""
    first: dict[str, Said] = {}
    for one in sorted(every, key=lambda one: begins(book, one.statement)):
        first.setdefault(one.statement.region, one)
    told = [f"{region} {since(book, first[region])}" for region in sorted(first, key=lambda region: region not in READ)]
    return ", ".join([*told[:most], *([f"{len(told) - most} more"] if len(told) > most else [])])


def since(book: Book, said: Said) -> str:
    """The year since which it has been said, or by which it was."""
    return year_words(begins(book, said.statement), begins_is(book, said.statement))
