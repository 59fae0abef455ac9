"""What sources say for a profile: every statement judged, and grouped by treatment into fits, open and ruled out."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from mbc_cli.book.fields import Frozen
from mbc_cli.book.history import CURRENT, ENDED, EXACT, NOT_YET, Moment, begins_is, state
from mbc_cli.book.model import Test, Wanted
from mbc_cli.book.names import fold
from mbc_cli.options.basis import READ, basis_of
from mbc_cli.options.conditions import asked_by, failure, opposite, test_truth, truth_of
from mbc_cli.options.subjects import concerns, ids_in, key_of, kinds_held, named_ids, names_of, treatment_name
from mbc_cli.options.truth import Truth, any_of
from mbc_cli.options.wording import reason

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Condition, Statement, Subject
    from mbc_cli.options.basis import Basis
    from mbc_cli.options.conditions import Fact
    from mbc_cli.options.profile import Profile

VERDICTS = {Truth.YES: "fits", Truth.UNKNOWN: "open", Truth.NO: "ruled out"}
LOCAL, OTHER = "local", "other"
GROUPS = ("hormone-therapy", "targeted-therapy", "chemotherapy", "immunotherapy", "bone-modifying-agent", LOCAL, OTHER)
"""The groups of an answer in order: classes without a parent, local treatment, and everything else."""
GROUP_OF = {"hormone": "hormone-therapy", "bone": "bone-modifying-agent", "local": LOCAL}
"""The group of a treatment that is not a drug, by its modality; all others are `other`."""
LEADING = ("immunotherapy", "targeted-therapy", "chemotherapy", "hormone-therapy", "bone-modifying-agent")
"""Which part of a combination decides its group: the first of these that it contains."""


def judge(statement: Statement, profile: Profile) -> Truth:
    """Whether the condition of a statement holds for a profile; UNKNOWN if it depends on a fact that is not given."""
    return truth_of(statement.when, profile.facts)


def is_silent(statement: Statement, profile: Profile) -> bool:
    """Whether a source may simply be silent about such a profile, so that its condition rules nothing out."""
    return bool(statement.silent) and truth_of(statement.silent, profile.facts) != Truth.NO


class Said(Frozen):
    """A statement, whether it holds for the profile, its state at the moment, and what kind of source makes it.

    It is silent if it does not apply.
    """

    statement: Statement
    truth: Truth
    state: str
    basis: Basis
    silent: bool = False

    __eq__ = object.__eq__  # each statement is judged once for an answer
    __hash__ = object.__hash__


def heard(book: Book, profile: Profile, now: Moment) -> list[Said]:
    """Every statement of the region."""
    statements = (statement for statement in book.statements.values() if now.covers(statement.region))
    return [said(book, profile, now, statement) for statement in statements]


def said(book: Book, profile: Profile, now: Moment, statement: Statement) -> Said:
    """A statement judged for a profile at a moment."""
    truth = judge(statement, profile)
    silent = truth == Truth.NO and is_silent(statement, profile)
    return Said(statement, truth, state(book, statement, now), basis_of(book, statement), silent)


def layer_of(said: Said, now: Moment) -> int:
    """How firm its kind of source is: guidelines and fully read labels, then labels of other regions, then guides."""
    if said.basis == "guide":
        return 2
    return int(not (now.region or said.statement.region in ("", *READ)))


def weighed(every: Iterable[Said], now: Moment, truth: Callable[[Said], Truth]) -> list[Said]:
    """The statements that decide: the first layer of sources that does not rule a treatment out, or the last layer.

    A guide without a condition does not settle what a label leaves open; nor does the short label of a region whose
    labels were not read completely, if no region is requested.
    """
    layers: dict[int, list[Said]] = {}
    for one in every:
        layers.setdefault(layer_of(one, now), []).append(one)
    ordered = [layers[layer] for layer in sorted(layers)]
    standing = (layer for layer in ordered if any(truth(one) != Truth.NO for one in layer))
    return next(standing, ordered[-1] if ordered else [])


class Option(Frozen):
    """A treatment with what is said for and against it, what is no longer said, and silence that is not an answer."""

    book: Book
    profile: Profile
    treatment: Subject
    pros: tuple[Said, ...]
    advice: tuple[Said, ...]
    ended: tuple[Said, ...]
    silent: tuple[Said, ...] = ()
    now: Moment = Moment()

    __eq__ = object.__eq__  # each treatment is gathered once
    __hash__ = object.__hash__

    @property
    def facts(self) -> Mapping[str, Fact]:
        """What is known."""
        return self.profile.facts

    @cached_property
    def verdict(self) -> Truth:
        """The strongest of the statements that decide; silence and advice against it settle nothing."""
        return any_of(one.truth for one in self.weighed)

    @cached_property
    def weighed(self) -> list[Said]:
        """The statements that decide."""
        return weighed(self.pros, self.now, lambda one: one.truth)

    @property
    def over(self) -> bool:
        """Whether sources used to support it and none does any longer."""
        return not self.pros and any(one.statement.direction == "for" for one in self.ended)

    @cached_property
    def name(self) -> str:
        """The treatment in words."""
        return treatment_name(self.book, self.treatment)

    @cached_property
    def drugs(self) -> tuple[str, ...]:
        """Its drugs in order; for a class, its members."""
        every = (name for part in self.treatment.parts for name in names_of(self.book, part))
        each = ((name,) if name in self.book.drugs else self.book.members(name) for name in every)
        return tuple(dict.fromkeys(drug for drugs in each for drug in drugs))

    @cached_property
    def kind(self) -> str:
        """Drug, class, choice (one of several), combination or regimen; or whatever else it is."""
        if self.treatment.form != "drug":
            return self.treatment.form
        only = self.treatment.parts[0].any_of
        return "choice" if len(only) > 1 else "drug" if only[0] in self.book.drugs else "class"

    @cached_property
    def held(self) -> list[frozenset[str]]:
        """What each part of it is a kind of."""
        return kinds_held(self.book, self.treatment)

    def holds(self, name: str) -> bool:
        """Whether any part of it is this drug, or of this class."""
        return any(name in kinds for kinds in self.held)

    @cached_property
    def cons(self) -> tuple[Said, ...]:
        """The advice against treatments that concerns it."""
        return tuple(one for one in self.advice if concerns(one.statement.treatment, self.treatment, self.held))

    @cached_property
    def group(self) -> str:
        """The group of the answer that it belongs to."""
        if not self.treatment.parts:
            return GROUP_OF.get(self.treatment.modality, OTHER)
        roots = frozenset().union(*self.held)
        return next((group for group in LEADING if group in roots), OTHER)

    @cached_property
    def backing(self) -> tuple[Said, ...]:
        """The statements for it that give the verdict."""
        return tuple(one for one in self.weighed if one.truth == self.verdict)

    @cached_property
    def opposed(self) -> tuple[Said, ...]:
        """What is said against it and applies to this profile."""
        return tuple(one for one in self.cons if one.truth == Truth.YES)

    @cached_property
    def asks(self) -> tuple[str, ...]:
        """The fewest axes that would settle one of the statements that keep it open."""
        found = (asked for one in self.open_pros for asked in asked_by(one.statement.when, self.facts))
        return min(found, key=len, default=())

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """Every axis needed by the statements that keep it open; the fewest that would settle it come first."""
        every = (axis for one in self.open_pros for asked in asked_by(one.statement.when, self.facts) for axis in asked)
        return tuple(dict.fromkeys((*self.asks, *every)))

    @cached_property
    def given_before(self) -> bool:
        """Whether every part of it is known to have been given before."""
        prior = self.facts.get("prior")
        named = [part.any_of if not part.block else () for part in self.treatment.parts]
        if prior is None or not named or any(len(names) != 1 or names[0] not in self.book.drugs for names in named):
            return False
        return all(test_truth(Test("any", names), prior) == Truth.YES for names in named)

    @property
    def open_pros(self) -> tuple[Said, ...]:
        """The open statements for it, if the treatment is open."""
        return self.backing if self.verdict == Truth.UNKNOWN else ()

    @cached_property
    def why(self) -> tuple[str, ...]:
        """What rules it out, or why it is no longer said; nothing if it fits or is open."""
        if self.over:
            return tuple(dict.fromkeys(ending(one.statement) for one in self.ended))
        return why_not(self.book, self.pros, self.facts) if self.verdict == Truth.NO else ()


def why_not(book: Book, every: Iterable[Said], facts: Mapping[str, Fact]) -> tuple[str, ...]:
    """Why none of the statements holds, shortest reason first."""
    failures = {failed(book, one.statement, facts) for one in every}
    fewest = [parts for parts in failures if not any(other < parts for other in failures)]
    return tuple(sorted((reason(book, parts) for parts in fewest), key=lambda words: (len(words), words)))


def failed(book: Book, statement: Statement, facts: Mapping[str, Fact]) -> frozenset[Condition]:
    """The fewest parts of its condition that do not hold; a fact that cannot apply to a man becomes "not if male"."""
    return frozenset(excluded(book, part, facts) for part in failure(statement.when, facts))


def excluded(book: Book, part: Condition, facts: Mapping[str, Fact]) -> Condition:
    """A part that failed, or the reason why its axis cannot have a value at all: menopause in a man."""
    axis = book.axes[part.axis] if isinstance(part, Wanted) else None
    rules = [] if axis is None else [rule for rule in axis.follows if rule.test == Test("none", axis.values)]
    return next((opposite(rule.when) for rule in rules if truth_of(rule.when, facts) == Truth.YES), part)


def ending(statement: Statement) -> str:
    """Why a statement is no longer current, and since when."""
    why = statement.ended or "replaced"
    return f"{why} ({statement.until})" if statement.until else why


class Gathered(Frozen):
    """What sources say for a profile at a moment.

    `options` are treatments that a source supports now, `advised_against` those that sources only advise against,
    `over` those that no source supports any longer, `unspoken` those about which sources are silent for this profile,
    `remarks` what is said neither for nor against a treatment. `ended` counts the statements that are no
    longer current, `undated` those left out because they are only known to have begun by a later day.
    """

    profile: Profile
    now: Moment
    options: tuple[Option, ...]
    advised_against: tuple[Option, ...]
    over: tuple[Option, ...]
    unspoken: tuple[Option, ...]
    remarks: tuple[Said, ...]
    ended: int
    undated: int


def gathered(book: Book, profile: Profile, now: Moment) -> Gathered:
    """Every treatment that a source names, judged for a profile at a moment."""
    every = heard(book, profile, now)
    begun = [one for one in every if one.state != NOT_YET]
    advice = tuple(one for one in begun if one.statement.direction == "against" and one.state == CURRENT)
    warned = {key_of(one.statement.treatment) for one in advice if one.truth != Truth.NO}
    told = by_treatment(one for one in begun if one.statement.direction != "context")
    options = sorted((option_of(book, profile, now, about, advice) for about in told.values()), key=rank)
    return Gathered(
        profile,
        now,
        tuple(option for option in options if option.pros),
        tuple(option for option in options if not option.pros and key_of(option.treatment) in warned),
        tuple(option for option in options if option.over),
        tuple(option for option in options if option.silent and not option.pros),
        tuple(one for one in begun if is_remark(one)),
        sum(one.state == ENDED for one in begun),
        sum(one.state == NOT_YET and begins_is(book, one.statement) != EXACT for one in every),
    )


def is_remark(one: Said) -> bool:
    """Whether a statement is neither for nor against a treatment, and now holds for the profile."""
    return one.statement.direction == "context" and one.truth == Truth.YES and one.state == CURRENT


def by_treatment(every: Iterable[Said]) -> dict[Hashable, list[Said]]:
    """Statements by the treatment that they are about."""
    found: dict[Hashable, list[Said]] = {}
    for one in every:
        found.setdefault(key_of(one.statement.treatment), []).append(one)
    return found


def option_of(book: Book, profile: Profile, now: Moment, about: Sequence[Said], advice: tuple[Said, ...]) -> Option:
    """The option formed by some statements about one treatment, with the advice that may concern it."""
    current = [one for one in about if one.state == CURRENT]
    return Option(
        book,
        profile,
        about[0].statement.treatment,
        tuple(one for one in current if one.statement.direction == "for" and not one.silent),
        advice,
        tuple(one for one in about if one.state == ENDED),
        tuple(one for one in current if one.silent),
        now,
    )


def rank(option: Option) -> tuple[int, int, int, str]:
    """A sort key: group, then fits before open before ruled out, then the number of statements for it, then name."""
    return GROUPS.index(option.group), -option.verdict, -len(option.backing), option.name


def about(book: Book, found: Gathered, text: str) -> tuple[Option, ...]:
    """The options that a text asks about: by a drug, brand, class or regimen in them, or by words in their names."""
    every = tuple(dict.fromkeys((*found.options, *found.advised_against, *found.over, *found.unspoken)))
    wanted = named_ids(book, text)
    structural = tuple(option for option in every if wanted & ids_in(book, option.treatment))
    key = fold(text)
    return structural or tuple(option for option in every if key and key in fold(option.name))
