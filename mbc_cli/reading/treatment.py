"""What a text says, as a record; and how the given names form treatments: phases in order, and alternatives.

Five joiners connect names. "Then" joins stages of one treatment. "Or" joins two treatments that are never mixed, if
either side is more than one drug; single drugs joined by "or" are one part.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import islice, product
from typing import TYPE_CHECKING, NamedTuple

from mbc_cli.reading.courses import AFTER, IN_TURN, THEN
from mbc_cli.reading.exclusive import exclude_each_other
from mbc_cli.reading.words import LETTER, NOTED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Part, Phase
    from mbc_cli.reading.mentions import Mention
    from mbc_cli.reading.tokens import Token

Phases = tuple["Phase", ...]
MOST_TREATMENTS = 16
COUNTS_AS_GIVEN = ": counted as given"
UNCLEAR_IF_GIVEN = ": unclear whether it was given"
UNCLEAR = "situation.unclear"
"""What "held" tells: a held drug may have been given before, or never begun."""


class Doubt(NamedTuple):
    """Why a reading is unsure: the resulting status, the reason in words if any, the name it is about, and its kind."""

    status: str
    why: str = ""
    about: Token | None = None
    kind: str = ""

    @property
    def said(self) -> str:
        """The doubt in words, or its kind: "several readings"."""
        return self.why or self.kind


@dataclass(frozen=True, slots=True)
class Treatment:
    """What a text says: treatments given, names only mentioned, marks recognized, and words not read.

    `text` is what was read, and what the places of the tokens refer to. If there are several `treatments`, one of
    them was given; `words` are all words, `unread` the unknown ones, `near` names that such a word is equally close
    to, `unsure` the names that are given and may mean another drug. Of the `others`, medicines outside the
    vocabulary, those in `beside` are given.
    """

    text: str = ""
    tokens: tuple[Token, ...] = ()
    treatments: tuple[Phases, ...] = ()
    given: tuple[Mention, ...] = ()
    mentioned: tuple[Mention, ...] = ()
    marks: tuple[Token, ...] = ()
    words: tuple[Token, ...] = ()
    unread: tuple[Token, ...] = ()
    others: tuple[Token, ...] = ()
    beside: tuple[Token, ...] = ()
    notes: tuple[str, ...] = field(default=())
    near: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    unsure: tuple[Mention, ...] = ()
    status: str = ""

    @property
    def also_read(self) -> tuple[str, ...]:
        """What was read besides treatments: doses, schedules and the like, then side effects."""
        noted = (word for word in self.words if word.means(NOTED))
        return tuple(dict.fromkeys(token.text for token in (*self.marks, *noted)))

    @property
    def stopped(self) -> tuple[str, ...]:
        """What it says of treatment that was stopped or held, in words: "stopped: counted as given"."""
        said = (word for word in self.words if word.means("stopped")) if self.given else ()
        counted = (f"{word.text}{UNCLEAR_IF_GIVEN if word.means(UNCLEAR) else COUNTS_AS_GIVEN}" for word in said)
        return tuple(dict.fromkeys(counted))

    @property
    def phases(self) -> Phases:
        """The phases of the first treatment."""
        return self.treatments[0] if self.treatments else ()

    @property
    def parts(self) -> Iterator[Part]:
        """Every part of every treatment, except what only a profile would add."""
        return (part for phases in self.treatments for phase in phases for part in phase if not part.when)

    @property
    def drugs(self) -> tuple[str, ...]:
        """Ids of the drugs and classes given, each once, in order of mention; not what only a profile would add."""
        also = [name for mention in self.given for name in mention.also]
        return tuple(dict.fromkeys([*(name for part in self.parts for name in part.any_of), *also]))

    @property
    def open(self) -> bool:
        """Whether something is not settled: alternatives, optional parts, or an acronym with several readings."""
        decoded = [match for mention in self.given for match in mention.token.matches if match.form == LETTER]
        several = any(len(mention.readings) > 1 for mention in self.given)
        loose = any(len(part.any_of) > 1 or part.optional for part in self.parts)
        return bool(decoded) or several or loose or len(self.treatments) > 1


def treatments(book: Book, given: Sequence[Mention]) -> tuple[Phases, ...]:
    """Every treatment that the mentions may be: one choice among the alternatives of each stage."""
    joined = parted(chosen_between(book, in_course(headed(book, given))))
    choices = [alternatives(stage) for stage in stages(joined)]
    chosen = islice(product(*choices), MOST_TREATMENTS)
    every = (phased(book, [found for option in each for found in option]) for each in chosen)
    return tuple(dict.fromkeys(phases for phases in every if phases))


def headed(book: Book, given: Sequence[Mention]) -> list[Mention]:
    """The mentions without any class that is the heading for one of its drugs: "chemo: paclitaxel"."""
    found: list[Mention] = []
    for mention in given:
        if mention.joined != "colon" or not found:
            found.append(mention)
        elif all(set(found[-1].drugs) & set(ancestry(book, name)) for name in firm(mention)):
            found[-1] = replace(mention, joined=found[-1].joined)
        else:
            found.append(replace(mention, joined="then"))
    return found


def in_course(given: Sequence[Mention]) -> list[Mention]:
    """The mentions in the order in which they were given; what stands behind a step that was moved follows it."""
    steps: list[list[Mention]] = []
    at = 0
    for found in given:
        if found.joined == AFTER and steps:
            steps.insert(at, [found])
        elif found.joined in (THEN, IN_TURN) or not steps:
            steps.append([found])
            at = len(steps) - 1
        else:
            steps[at].append(found)
    return [found for n, step in enumerate(steps) for found in (begun(step[0], first=n == 0), *step[1:])]


def begun(found: Mention, *, first: bool) -> Mention:
    """The mention that begins a step; the first step comes after nothing."""
    if first:
        return replace(found, joined="and") if found.joined in (AFTER, IN_TURN) else found
    return replace(found, joined=THEN)


def firm(mention: Mention) -> Iterator[str]:
    """The drugs of a name that do not depend on the tumour and are not left open."""
    return (
        name for phase in mention.phases for part in phase if not (part.when or part.optional) for name in part.any_of
    )


def chosen_between(book: Book, given: Sequence[Mention]) -> list[Mention]:
    """The mentions, with a slash between drugs that exclude each other read as a choice: "docetaxel/paclitaxel"."""
    pairs = zip([*given[:1], *given], given, strict=False)
    return [replace(found, joined="either") if is_choice(book, before, found) else found for before, found in pairs]


def is_choice(book: Book, before: Mention, found: Mention) -> bool:
    """Whether a slash joins two drugs that exclude each other."""
    if found.joined != "slash" or is_whole(before) or is_whole(found):
        return False
    return len(before.drugs) == len(found.drugs) == 1 and exclude_each_other(book, before.drugs[0], found.drugs[0])


def parted(given: Sequence[Mention]) -> list[Mention]:
    """The mentions, with what follows two slash-joined blocks following either of them: the T of "EC/AC-T"."""
    found: list[Mention] = []
    for mention in given:
        if found and mention.joined == "slash" and len(mention.phases) > 1 and leaves_a_choice(found[-1], mention):
            found.append(replace(mention, phases=mention.phases[:1]))
            found.append(replace(mention, phases=mention.phases[1:], joined="then"))
        else:
            found.append(mention)
    return found


def stages(given: Sequence[Mention]) -> list[list[Mention]]:
    """The mentions, divided at each "then"."""
    found: list[list[Mention]] = []
    for mention in given:
        if mention.joined == "then" or not found:
            found.append([])
        found[-1].append(mention)
    return found


def alternatives(stage: Sequence[Mention]) -> list[list[Mention]]:
    """The whole treatments among which a stage offers a choice; one if it offers none."""
    options: list[list[Mention]] = [[]]
    for n, found in enumerate(stage):
        if n and leaves_a_choice(stage[n - 1], found):
            options.append([replace(found, joined=stage[0].joined)])
        else:
            options[-1].append(found)
    return options


def leaves_a_choice(before: Mention, found: Mention) -> bool:
    """Whether two names are two treatments: joined by "or", or by a slash if they share a drug ("EC/AC")."""
    if found.joined == "slash":
        return is_whole(before) and is_whole(found) and bool(set(before.drugs) & set(found.drugs))
    return found.joined == "or" and (is_whole(found) or is_whole(before))


def is_whole(found: Mention) -> bool:
    """Whether a name stands for a treatment of more than one part."""
    return len(found.phases) > 1 or any(len(phase) > 1 for phase in found.phases)


def phased(book: Book, given: Sequence[Mention]) -> Phases:
    """The mentions as phases: "then" opens a phase, "or" an alternative."""
    phases: list[list[Part]] = []
    conditional: set[str] = set()
    acronym_before, listed, adds = False, 0, {id(found) for found in adding(given)}
    for before, found in zip([*given[:1], *given], given, strict=False):
        if conditional & set(found.drugs):
            settle_conditions(phases, found)
            conditional -= set(found.drugs)
        if id(found) not in adds:
            continue
        after_block = (
            acronym_before and found.joined in ("and", "comma", "slash") and starts_a_phase(book, phases[-1], found)
        )
        if found.joined == "either":
            choose(phases, before, found)
        else:
            append(phases, replace(found, joined="then") if after_block else found, listed)
        conditional |= {name for phase in found.phases for part in phase if part.when for name in part.any_of}
        listed = listed + 1 if found.joined == "comma" and len(found.drugs) == 1 else 0
        acronym_before = found.token.acronym
    return tuple(tuple(phase) for phase in phases if phase)


def adding(given: Sequence[Mention]) -> Iterator[Mention]:
    """The mentions that add something: not what was named before, except in a phase opened by "then".

    There it is given again if joined by "and", or in a list that began with such a mention: "TCHP, then
    trastuzumab, pertuzumab and letrozole"; not in "TC then letrozole, TC tolerated well".
    """
    seen: set[str] = set()
    opened = again = False
    for n, found in enumerate(given):
        opened |= found.joined == "then"
        goes_on = opened and (found.joined in ("and", "slash") or (again and found.joined == "comma"))
        again = bool(n) and seen.issuperset(found.drugs)
        if not again or goes_on or found.joined == "then":
            yield found
        seen.update(found.drugs)


def settle_conditions(phases: list[list[Part]], found: Mention) -> None:
    """A part that only a profile would add is included once the text names it; "+/-" leaves it optional."""
    for phase in phases:
        for n, part in enumerate(phase):
            if part.when and set(part.any_of) <= set(found.drugs):
                phase[n] = part.but(optional=found.joined == "optional", when=None)


def choose(phases: list[list[Part]], before: Mention, found: Mention) -> None:
    """Add a drug as an alternative to the part that contains the drug before it."""
    for phase in phases:
        for n, part in enumerate(phase):
            if set(before.drugs) <= set(part.any_of):
                phase[n] = part.but(any_of=(*part.any_of, *found.drugs))


def append(phases: list[list[Part]], found: Mention, listed: int = 0) -> None:
    """Add one mention to the phases; `listed` parts before the last are alternatives too ("a, b, or c")."""
    first, *later = found.phases
    if phases and found.joined == "or" and len(first) == 1 and phases[-1] and not later:
        together = [*phases[-1][-1 - listed :], first[0]]
        names = tuple(dict.fromkeys(name for part in together for name in part.any_of))
        phases[-1][-1 - listed :] = [together[0].but(any_of=names)]
        return
    optional = [part.but(optional=True) if found.joined == "optional" else part for part in first]
    if phases and found.joined != "then":
        seen = {name for part in phases[-1] for name in part.any_of}
        phases[-1].extend(part for part in optional if not set(part.any_of) <= seen)
    else:
        phases.append(list(first))
    phases.extend(list(phase) for phase in later)


def starts_a_phase(book: Book, phase: list[Part], found: Mention) -> bool:
    """Whether a drug after a named block is given after it: a taxane after an anthracycline, "EC Docetaxel".

    The same goes for a hormone drug that a comma adds to chemotherapy, "EC-T, tamoxifen"; but not for ovarian
    suppression, which may protect the ovaries during chemotherapy.
    """
    before = {above for part in phase for name in part.any_of for above in ancestry(book, name)}
    now = {above for name in found.phases[0][0].any_of for above in ancestry(book, name)}
    hormone = found.joined == "comma" and "hormone-therapy" in now and "gnrh-agonist" not in now
    taxane = "anthracycline" in before and "taxane" not in before and "taxane" in now
    return taxane or (hormone and "chemotherapy" in before)


def ancestry(book: Book, name: str) -> tuple[str, ...]:
    """The classes of a drug, or a class and those above it."""
    return book.classes_of(book.drugs[name]) if name in book.drugs else book.lineage(name)
