"""The treatments that the text of a chart names, the words that say something about them, and the clauses of both."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from mbc_cli.reading.behind import said_behind
from mbc_cli.reading.clause_facts import ClauseFacts
from mbc_cli.reading.clauses import GIVEN, PRIOR
from mbc_cli.reading.context import Context
from mbc_cli.reading.joiners import is_turn
from mbc_cli.reading.mentions import UNDECIDED
from mbc_cli.reading.tokens import place
from mbc_cli.reading.words import RUN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.reading.mentions import Mention
    from mbc_cli.reading.tokens import Token
    from mbc_cli.reading.treatment import Treatment
    from mbc_cli.reading.words import Known, Lexicon

SITUATION, PROCEDURE, CLASS = "situation.", "procedure.", "class."


class Subject(NamedTuple):
    """A treatment that a text names: the place of its token, its drugs and classes, or its procedure.

    Nothing is said about the optional parts of a regimen.
    """

    at: int
    text: str
    names: tuple[str, ...] = ()
    procedure: str = ""
    role: str = GIVEN
    mention: Mention | None = None


class Subjects:
    """A text with its treatments and clauses."""

    def __init__(self, book: Book, found: Treatment, lexicon: Lexicon) -> None:
        self.book = book
        self.lexicon = lexicon
        self.found = found
        read = set(map(place, found.tokens))
        apart = [mark for mark in found.marks if place(mark) not in read]
        self.tokens = sorted([*found.tokens, *apart], key=place)
        self.by_role = {role: one.id for one in book.situations.values() for role in one.roles}

    # --- treatments ----------------------------------------------------------------------------------------------

    @cached_property
    def subjects(self) -> list[Subject]:
        """The treatments in order: names, kinds of treatment and procedures."""
        found = [*self.named(), *self.worded()]
        return sorted([*found, *self.undecided(bool(found))], key=lambda one: one.at)

    def named(self) -> Iterator[Subject]:
        """The names that are given, or that something else is said about."""
        starts = [token.start for token in self.tokens]
        given = {id(found) for found in self.found.given}
        for found in (*self.found.given, *self.found.mentioned):
            if found.phases and (id(found) in given or found.role in self.by_role):
                role = GIVEN if found.role == PRIOR and id(found) in given else found.role
                at = bisect_right(starts, found.token.start) - 1
                yield Subject(at, found.token.text, needed(found), "", role, found)

    def undecided(self, beside: bool) -> Iterator[Subject]:
        """The short names of classes that count beside another treatment or words for one: "surgery, then *AI*"."""
        starts = [token.start for token in self.tokens]
        spoken = beside or any(token.known.before or token.known.after or token.means("act") for token in self.tokens)
        for found in self.found.mentioned if spoken else ():
            if found.role == UNDECIDED:
                at = bisect_right(starts, found.token.start) - 1
                yield from (
                    Subject(at, found.token.text, (match.id,), "", self.role(at))
                    for match in found.token.matches
                    if match.kind == "class"
                )

    def worded(self) -> Iterator[Subject]:
        """The words that stand for a kind of treatment or for a procedure."""
        for at, known in self.phrases.items():
            for name in () if self.is_gloss(at) else told_by(known, CLASS):
                yield Subject(at, self.tokens[at].text, (name,), "", self.role(at))
            for name in told_by(known, PROCEDURE):
                yield Subject(at, self.tokens[at].text, (), name, self.role(at))

    def is_gloss(self, at: int) -> bool:
        """Whether a word is only an addition in brackets: "oophorectomy (*hormonal*)"."""
        around = [token.kind for token in self.tokens[max(0, at - 1) : at + 2 : 2]]
        return at > 1 and around == ["open", "close"]

    @cached_property
    def phrases(self) -> dict[int, Known]:
        """The phrases of the text that state something, including words that became marks ("2nd line"), by place."""
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
        """What the surrounding words say about a word that is not a name."""
        if (n := self.read_at.get(id(self.tokens[at]))) is None:
            return GIVEN
        following = bisect_right(self.worded_at, at)
        last = self.worded_at[following] if following < len(self.worded_at) else len(self.tokens)
        behind = self.found.tokens[: n + last - at]
        return said_behind(behind, n, self.context.ahead) or self.context.clauses[n].role

    @cached_property
    def read_at(self) -> dict[int, int]:
        """The place of each token among those that were read."""
        return {id(token): n for n, token in enumerate(self.found.tokens)}

    @cached_property
    def worded_at(self) -> list[int]:
        """The places of words that stand for a treatment."""
        return sorted(at for at, known in self.phrases.items() if is_treatment(known))

    @cached_property
    def context(self) -> Context:
        """What is said about every token."""
        return Context(self.book, self.found.tokens)

    # --- clauses -------------------------------------------------------------------------------------------------

    @cached_property
    def clause(self) -> list[int]:
        """The clause number of each token: a "but" begins a clause if a treatment follows."""
        places = [one.at for one in self.subjects]
        ends = [n for n, token in enumerate(self.tokens) if is_end(token)]
        turns = {n for n, token in enumerate(self.tokens) if is_turn(token) and is_between(places, n, ends)}
        return list(accumulate(n in turns or is_end(token) for n, token in enumerate(self.tokens)))

    def bounds(self, clause: int) -> tuple[int, int]:
        """Where a clause begins and ends."""
        return bisect_left(self.clause, clause), bisect_right(self.clause, clause)

    def subjects_in(self, clause: int) -> list[Subject]:
        """The treatments of a clause."""
        return self.by_clause.get(clause, [])

    @cached_property
    def by_clause(self) -> dict[int, list[Subject]]:
        """The treatments by clause number."""
        found: dict[int, list[Subject]] = {}
        for one in self.subjects:
            found.setdefault(self.clause[one.at], []).append(one)
        return found

    def is_beside(self, at: int) -> bool:
        """Whether there is a treatment in the clause of a place."""
        return bool(self.subjects_in(self.clause[at]))

    def is_foreign(self, clause: int) -> bool:
        """Whether a clause is about something that is not a treatment of these items: surgery, another medicine."""
        return clause in self.foreign

    @cached_property
    def foreign(self) -> set[int]:
        """The clauses that are about something else, and about no treatment."""
        return {self.clause[at] for at, token in enumerate(self.tokens) if is_other(token)} - self.by_clause.keys()

    @cached_property
    def spoken_of(self) -> list[int]:
        """The clauses that are about a treatment, or about something else."""
        return sorted(self.foreign | self.by_clause.keys())

    def nearest(self, clause: int, step: int) -> list[Subject]:
        """The treatments of the next clause that has any, in a direction; none past a clause about something else."""
        n = bisect_right(self.spoken_of, clause) if step > 0 else bisect_left(self.spoken_of, clause) - 1
        return self.subjects_in(self.spoken_of[n]) if 0 <= n < len(self.spoken_of) else []

    @cached_property
    def facts(self) -> dict[int, ClauseFacts]:
        """The facts of each clause, by its number."""
        return {clause: ClauseFacts(self.tokens, *self.bounds(clause)) for clause in dict.fromkeys(self.clause)}

    def facts_at(self, at: int) -> ClauseFacts:
        """The facts of the clause of a place."""
        return self.facts[self.clause[at]]


def needed(found: Mention) -> tuple[str, ...]:
    """The drugs and classes of a name without those that are optional; all of them if none would be left."""
    parts = [part for phase in found.phases for part in phase if not (part.when or part.optional)]
    return tuple(dict.fromkeys(name for part in parts for name in part.any_of)) or found.drugs


def is_end(token: Token) -> bool:
    """Whether a token begins a clause; a colon does not."""
    return token.text not in (":", "=") and (token.kind in ("stop", "then") or token.text in (",", ";", "|"))


def is_between(places: Sequence[int], at: int, ends: Sequence[int]) -> bool:
    """Whether one of some places comes after a place and before the next end."""
    following, end = bisect_right(places, at), bisect_right(ends, at)
    return following < len(places) and (end == len(ends) or places[following] < ends[end])


def told_by(known: Known, kind: str) -> list[str]:
    """The ids of one kind that a word states."""
    return [role.removeprefix(kind) for role in sorted(known.roles) if role.startswith(kind)]


def tells_something(known: Known) -> bool:
    """Whether a word states a situation or stands for a treatment."""
    return any(role.startswith((SITUATION, PROCEDURE, CLASS)) for role in known.roles)


def is_treatment(known: Known) -> bool:
    """Whether a word stands for a treatment."""
    return any(role.startswith((PROCEDURE, CLASS)) for role in known.roles)


def is_medicine(token: Token) -> bool:
    """Whether a token is a name, and not just a look-alike: "PD" may state something."""
    alike = token.kind == "name" and all(match.kind == "lookalike" for match in token.matches)
    return token.kind in ("name", "other") and not alike


def is_other(token: Token) -> bool:
    """Whether a token is a medicine or a procedure that these items do not cover."""
    if token.kind == "other":
        return True
    return (
        not is_medicine(token)
        and token.means("procedure")
        and not token.means("look through")
        and not tells_something(token.known)
    )
