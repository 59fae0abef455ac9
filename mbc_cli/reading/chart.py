"""What a chart says of each treatment that a text names: refused, planned, at recurrence, for another tumour.

The reader says of a name whether it is given, and else in one word why not. Here every word of the text that tells a
situation (`tells` of its family) is brought to the treatments of which it speaks: those of its clause, else those
before it, else those behind it. What situations come to for the items of a registry, `coding` works out.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from mbc_cli.reading.behind import said_behind
from mbc_cli.reading.clauses import FORESEEN, GIVEN, PRIOR
from mbc_cli.reading.context import Context
from mbc_cli.reading.tokens import place
from mbc_cli.reading.words import RUN, UNKNOWN, lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Situation
    from mbc_cli.reading.mentions import Mention
    from mbc_cli.reading.tokens import Token
    from mbc_cli.reading.treatment import Treatment
    from mbc_cli.reading.words import Known, Lexicon

SITUATION, PROCEDURE, CLASS = "situation.", "procedure.", "class."
SAID_LATER = ("declined", "contraindicated", "unavailable", "negated", "died before", "unknown whether given")
"""What words in a clause of their own say of the treatment before: "Tamoxifen recommended; pt *refused*"."""
CERTAIN = "given"
COUNTED = ("cycles", "date")
AROUND = ("look through", "small word", "the patient", "on", "reason", "filler", "now", "act")
"""Roles of words that may stand around one that tells its situation only where nothing else stands there."""


class Subject(NamedTuple):
    """A treatment that a text names: the place of its token, its drugs and classes, or the procedure that it is."""

    at: int
    text: str
    names: tuple[str, ...] = ()
    procedure: str = ""
    role: str = GIVEN
    mention: Mention | None = None


class Told(NamedTuple):
    """A treatment of a text with the situations told of it, in order; without names or procedure any treatment."""

    subject: Subject
    situations: tuple[str, ...] = ()

    @property
    def of_all(self) -> bool:
        """Whether the text names no treatment, so that it speaks of any."""
        return not self.subject.names and not self.subject.procedure


def told(book: Book, found: Treatment, words: Lexicon | None = None) -> tuple[Told, ...]:
    """What a text says of each treatment that it names; of a text that names none, what it says of any.

    `words` are the known words, those of the book by default.
    """
    chart = Chart(book, found, words or lexicon(book))
    if chart.subjects:
        return tuple(Told(one, tuple(dict.fromkeys(chart.situations(one)))) for one in chart.subjects)
    said = tuple(dict.fromkeys(name for at in range(len(found.tokens)) for name in chart.said_of_all(at)))
    return (Told(Subject(0, found.text), said),) if said else ()


class Chart:
    """A text with its treatments and clauses."""

    def __init__(self, book: Book, found: Treatment, lexicon: Lexicon) -> None:
        self.book = book
        self.lexicon = lexicon
        self.found = found
        apart = [mark for mark in found.marks if mark not in found.tokens]
        self.tokens = sorted([*found.tokens, *apart], key=place)
        self.clause = list(accumulate(is_end(token) for token in self.tokens))
        self.by_role = {role: one.id for one in book.situations.values() for role in one.roles}

    # --- treatments ----------------------------------------------------------------------------------------------

    @cached_property
    def subjects(self) -> list[Subject]:
        """The treatments in order: names, kinds of treatment and procedures."""
        return sorted([*self.named(), *self.worded()], key=lambda one: one.at)

    def named(self) -> Iterator[Subject]:
        """The names that are given, or of which something else is said."""
        starts = [token.start for token in self.tokens]
        given = {id(found) for found in self.found.given}
        for found in (*self.found.given, *self.found.mentioned):
            if found.phases and (id(found) in given or found.role in self.by_role):
                role = GIVEN if found.role == PRIOR and id(found) in given else found.role
                at = bisect_right(starts, found.token.start) - 1
                yield Subject(at, found.token.text, found.drugs, "", role, found)

    def worded(self) -> Iterator[Subject]:
        """The words that stand for a kind of treatment, or for a procedure."""
        for at, known in self.phrases.items():
            for name in told_by(known, CLASS):
                yield Subject(at, self.tokens[at].text, (name,), "", self.role(at))
            for name in told_by(known, PROCEDURE):
                yield Subject(at, self.tokens[at].text, (), name, self.role(at))

    @cached_property
    def phrases(self) -> dict[int, Known]:
        """The phrases of the text that tell something, of words that were read off too ("2nd line"), by their place."""
        starts = [token.start for token in self.tokens]
        found: dict[int, Known] = {}
        end = 0
        for run in RUN.finditer(self.found.text):
            at = bisect_right(starts, run.start()) - 1
            if at >= 0 and run.start() >= end and not is_medicine(self.tokens[at]):
                known, end = self.lexicon.at(self.found.text, run.start(), len(self.found.text))
                if tells_something(known):
                    found[at] = known
        return found

    def role(self, at: int) -> str:
        """What the words around say of a word that is no name."""
        if self.tokens[at] not in self.found.tokens:
            return GIVEN
        n = self.found.tokens.index(self.tokens[at])
        return said_behind(self.found.tokens, n, self.context.ahead) or self.context.clauses[n].role

    @cached_property
    def context(self) -> Context:
        """What is said of every token."""
        return Context(self.book, self.found.tokens)

    # --- situations ----------------------------------------------------------------------------------------------

    def situations(self, one: Subject) -> Iterator[str]:
        """The situations of a treatment: what the reader says of it, then what words tell, from left to right."""
        if role := one.role if one.role in self.by_role else self.foreseen(one):
            yield self.by_role[role]
        certain = False
        for at, name in self.words:
            if one not in self.reached(at, name):
                continue
            aside = certain and not self.book.situations[name].lasts and not self.is_beside(at)
            certain = certain or name == CERTAIN
            if not aside:
                yield name
            if self.is_doubtful(at, one):
                yield CERTAIN

    def foreseen(self, one: Subject) -> str:
        """The role of a plan behind a treatment that the reader left aside: "letrozole to start 3/2015", or ""."""
        behind = [(at, token) for at, token in enumerate(self.tokens) if token.kind == "word" and at > one.at]
        answer = self.tokens[one.at + 1 : one.at + 2]
        asked = bool(answer) and answer[0].text in (":", "=")
        for at, token in behind if self.is_last(one) else ():
            said = token.known.after or (token.known.before if asked else "")
            if self.clause[at] == self.clause[one.at] and said in FORESEEN and said in self.by_role:
                return said
        return ""

    def is_last(self, one: Subject) -> bool:
        """Whether no other treatment stands behind one in its clause."""
        return self.subjects_in(self.clause[one.at])[-1] is one

    @cached_property
    def words(self) -> list[tuple[int, str]]:
        """The places of words that tell a situation, and the situation."""
        return [(at, name) for at in range(len(self.tokens)) for name in self.tells(at)]

    def tells(self, at: int) -> Iterator[str]:
        """The situations that the word at a place tells."""
        names = told_by(self.phrases.get(at, UNKNOWN), SITUATION)
        yield from (name for name in names if self.holds(at, self.book.situations[name]))
        if not names and not self.is_beside(at) and (role := self.said_later(at)):
            yield self.by_role[role]

    def holds(self, at: int, one: Situation) -> bool:
        """Whether a word tells its situation where it stands."""
        if one.given:
            return not any(token.kind == "word" and token.known.before for token in self.before(at))
        return not (one.bare and any(is_thing(token) for token in self.around(at)))

    def said_later(self, at: int) -> str:
        """The role that a word gives to the treatment before its clause; a "not" only with an act or with no more."""
        token = self.tokens[at]
        said = (token.known.after or token.known.before) if token.kind == "word" else ""
        if said not in SAID_LATER or said not in self.by_role:
            return ""
        behind = [token for token in self.behind(at) if token.kind in ("word", "name")]
        done = any(token.means("act") for token in behind) or all(token.means("look through") for token in behind)
        return said if said != "negated" or done else ""

    def said_of_all(self, at: int) -> Iterator[str]:
        """The situations that a word tells of any treatment, in a text that names none."""
        if not self.is_foreign(self.clause[at]):
            yield from self.tells(at)

    def reached(self, at: int, name: str) -> list[Subject]:
        """The treatments of which the word at a place tells a situation."""
        one, here = self.book.situations[name], self.clause[at]
        inside = self.subjects_in(here)
        if one.alone:
            return []
        if one.lasts:
            grew = "grew" in self.phrases[at].roles
            behind = [found for found in self.subjects if found.at > at and not (grew and found in inside)]
            return behind if grew else [*(found for found in inside if found.at < at), *behind]
        if inside or self.is_foreign(here):
            return inside
        return self.nearest(here, -1) or self.nearest(here, 1)

    def nearest(self, clause: int, step: int) -> list[Subject]:
        """The treatments of the next clause that has any, in a direction; none behind one of something else."""
        at = clause + step
        while 0 <= at <= self.clause[-1] and not self.is_foreign(at):
            if found := self.subjects_in(at):
                return found
            at += step
        return self.subjects_in(at)

    def is_doubtful(self, at: int, one: Subject) -> bool:
        """Whether a later clause says that what stands with cycles or a date was not given: "AC x4, refused"."""
        marked = any(token.of in COUNTED for token in self.in_clause(self.clause[one.at]))
        return one.role == GIVEN and marked and not self.is_beside(at) and self.tokens[at].known.before in SAID_LATER

    # --- clauses -------------------------------------------------------------------------------------------------

    def in_clause(self, clause: int) -> list[Token]:
        """The tokens of a clause."""
        return [token for token, number in zip(self.tokens, self.clause, strict=True) if number == clause]

    def subjects_in(self, clause: int) -> list[Subject]:
        """The treatments of a clause."""
        return [one for one in self.subjects if self.clause[one.at] == clause]

    def is_beside(self, at: int) -> bool:
        """Whether a treatment stands in the clause of a place."""
        return any(self.clause[one.at] == self.clause[at] for one in self.subjects)

    def is_foreign(self, clause: int) -> bool:
        """Whether a clause speaks of something that is no treatment of these items: surgery, another medicine."""
        return any(is_other(token) for token in self.in_clause(clause)) and not self.subjects_in(clause)

    def before(self, at: int) -> list[Token]:
        """The tokens of a clause before a place."""
        return [self.tokens[n] for n in range(at) if self.clause[n] == self.clause[at]]

    def behind(self, at: int) -> list[Token]:
        """The tokens of a clause behind a place."""
        return [self.tokens[n] for n in range(at + 1, len(self.tokens)) if self.clause[n] == self.clause[at]]

    def around(self, at: int) -> list[Token]:
        """The tokens of a clause but for one place."""
        return [*self.before(at), *self.behind(at)]


def is_end(token: Token) -> bool:
    """Whether a clause begins with a token; not with a colon."""
    return token.text not in (":", "=") and (token.kind in ("stop", "then") or token.text in (",", ";", "|"))


def told_by(known: Known, kind: str) -> list[str]:
    """The ids of one kind that a word tells."""
    return [role.removeprefix(kind) for role in sorted(known.roles) if role.startswith(kind)]


def tells_something(known: Known) -> bool:
    """Whether a word tells a situation, or stands for a treatment."""
    return any(role.startswith((SITUATION, PROCEDURE, CLASS)) for role in known.roles)


def is_medicine(token: Token) -> bool:
    """Whether a token is a name, and not one that only looks like that of a treatment: "PD" may tell something."""
    alike = token.kind == "name" and all(match.kind == "lookalike" for match in token.matches)
    return token.kind in ("name", "other") and not alike


def is_other(token: Token) -> bool:
    """Whether a token is a medicine or a procedure that these items do not hold."""
    if token.kind == "other":
        return True
    return (
        token.kind == "word"
        and token.means("procedure")
        and not token.means("look through")
        and not tells_something(token.known)
    )


def is_thing(token: Token) -> bool:
    """Whether a word is more than one that leads up to what is told."""
    around = any(token.means(role) for role in AROUND) or tells_something(token.known) or bool(token.known.before)
    return token.kind in ("word", "other") and not around
