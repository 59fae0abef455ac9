"""What a chart says of each treatment that a text names: refused, planned, at recurrence, for another tumour.

The reader says of a name whether it is given, and else in one word why not. Here every word of the text that tells a
situation (`tells` of its family) is brought to the treatments of which it speaks: those of its clause, else those
before it, else those behind it. What situations come to for the items of a registry, `coding` works out.
"""

from __future__ import annotations

from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from mbc_cli.reading.behind import YEAR
from mbc_cli.reading.clauses import FORESEEN, GIVEN
from mbc_cli.reading.subjects import SITUATION, Subject, Subjects, tells_something, told_by
from mbc_cli.reading.words import UNKNOWN, lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Situation
    from mbc_cli.reading.tokens import Token
    from mbc_cli.reading.treatment import Treatment
    from mbc_cli.reading.words import Lexicon

SAID_LATER = ("declined", "contraindicated", "unavailable", "negated", "died before", "unknown whether given")
"""What words in a clause of their own say of the treatment before: "Tamoxifen recommended; pt *refused*"."""
CERTAIN = "given"
UNCLEAR = "unclear"
"""The role of a treatment of which the words around it do not say whether it was given."""
NEGATED = "negated"
IDLE = ("declined", "contraindicated", "unavailable", "planned", "discussed", NEGATED)
"""What words say of a treatment beside which they stand, where they reached none."""
AROUND = ("look through", "small word", "the patient", "on", "reason", "filler", "now", "act")
"""Roles of words that may stand around one that tells its situation only where nothing else stands there."""
BEGINNING = ("look through", "small word", "now", "act", "imperative", "treated", "the patient")
"""Roles of words of a beginning: "before *starting*", "before it *could be given*"."""
LEADING = ("look through", "small word", "the patient", "filler", "treated", "line", "setting", "breast")
"""Roles of words that may stand between two that belong together: "prior *left* breast cancer", "no *adjuvant* AC"."""
BESIDE_A_KIND = frozenset(
    {"treated", "unit", "schedule", "line", "setting", "month", "now", "stopped", "modality", "placeholder"}
)
"""Roles of words beside a kind of treatment ("chemo") with which it still counts as given."""


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
        return tuple(Told(one, chart.told_of(one)) for one in chart.subjects)
    said = tuple(dict.fromkeys(name for at in range(len(found.tokens)) for name in chart.said_of_all(at)))
    return (Told(Subject(0, found.text), said),) if said else ()


class Chart(Subjects):
    """What a text says of its treatments."""

    def told_of(self, one: Subject) -> tuple[str, ...]:
        """The situations of a treatment; how many drugs a kind of treatment had counts where nothing else is told."""
        said = dict.fromkeys(self.situations(one))
        numbers = [name for name in said if self.book.situations[name].of_kinds]
        if numbers and any(not self.book.situations[name].given for name in said):
            return tuple(name for name in said if name not in numbers)
        tells = any(self.book.situations[name].coded or self.book.situations[name].given for name in said)
        return (*said, *(() if tells else self.unclear(one)))

    def situations(self, one: Subject) -> Iterator[str]:
        """The situations of a treatment: what the reader says of it, then what words tell, from left to right."""
        if role := self.role_of(one):
            yield self.unless_negated(self.by_role[role], one)
        certain = False
        for at, name in self.words:
            if one not in self.reached(at, name):
                continue
            record = self.book.situations[name]
            aside = certain and not record.lasts and not self.is_beside(at)
            certain = certain or record.given
            if not aside:
                yield record.negated_as if record.negated_as and self.is_advice_against(at, one) else name
            if self.is_doubtful(at, one) or (record.counted and self.is_counted(one, at)):
                yield CERTAIN

    def role_of(self, one: Subject) -> str:
        """What the reader says of a treatment; nothing where its "no" answers to another: "chemo-*none* horm-AI"."""
        noes = [n for n, token in enumerate(self.tokens) if token.known.before == NEGATED]
        answers = [found.at for found in self.subjects for n in noes if self.is_answered(found, n)]
        if one.role == NEGATED and answers and one.at not in answers and one.at > min(answers):
            return ""
        return one.role if one.role in self.by_role else self.foreseen(one)

    def unless_negated(self, name: str, one: Subject) -> str:
        """A situation, or what it is of a treatment with a "no" before it: "no AC *planned*"."""
        return (self.no_before(one.at) is not None and self.book.situations[name].negated_as) or name

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

    # --- words -------------------------------------------------------------------------------------------------------

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
            return not any(map(self.is_foretold, self.joined_to(at)))
        if one.led:
            before = self.before(at)
            told_first = any(token.known.before for token in before)
            return not told_first and not all(token.means("the patient") for token in before)
        if one.behind:
            return self.follows(at, one.behind)
        if one.dated:
            return any(map(is_date, takewhile(lambda token: token.kind != "name", self.behind(at))))
        return not (one.bare and any(is_thing(token) for token in self.around(at)))

    def joined_to(self, at: int) -> Iterator[int]:
        """The places of a clause before a place, up to an "and": "planned *and* given"."""
        here = takewhile(lambda n: self.clause[n] == self.clause[at], range(at - 1, -1, -1))
        return takewhile(lambda n: self.tokens[n].kind != "and", here)

    def is_foretold(self, at: int) -> bool:
        """Whether what is behind a word is not told as done: "*planned* to be given", "died *before* it started"."""
        told = told_by(self.phrases.get(at, UNKNOWN), SITUATION)
        starts = any(self.book.situations[name].of_next and self.holds(at, self.book.situations[name]) for name in told)
        return starts or (self.tokens[at].kind == "word" and bool(self.tokens[at].known.before))

    def follows(self, at: int, names: Sequence[str]) -> bool:
        """Whether the word at a place stands right behind one that tells some situation: "expired 3/1/18 *before*"."""
        for n in range(at - 1, -1, -1):
            told = told_by(self.phrases.get(n, UNKNOWN), SITUATION)
            if self.clause[n] != self.clause[at] or not set(told).isdisjoint(names):
                return self.clause[n] == self.clause[at]
            if not is_passed(self.tokens[n]):
                return False
        return False

    def said_later(self, at: int) -> str:
        """The role that a word gives to the treatment before its clause; a "not" only with an act or with no more."""
        token = self.tokens[at]
        said = (token.known.after or token.known.before) if token.kind == "word" else ""
        if said not in SAID_LATER or said not in self.by_role:
            return ""
        behind = [token for token in self.behind(at) if token.kind in ("word", "name")]
        done = any(token.means("act") for token in behind) or all(token.means("look through") for token in behind)
        return said if said != NEGATED or done else ""

    def said_of_all(self, at: int) -> Iterator[str]:
        """The situations that a word tells of any treatment, in a text that names none."""
        if not self.is_foreign(self.clause[at]):
            yield from self.tells(at)

    # --- of what they speak --------------------------------------------------------------------------------------

    def reached(self, at: int, name: str) -> list[Subject]:
        """The treatments of which the word at a place tells a situation."""
        one, here = self.book.situations[name], self.clause[at]
        inside = self.subjects_in(here)
        if one.alone or one.weak:
            return []
        if one.answers:
            return [found for found in inside if self.is_answered(found, at)]
        if one.of_next:
            return self.next_to(at)
        if one.lasts:
            grew = "grew" in self.phrases[at].roles
            behind = [found for found in self.subjects if found.at > at and not (grew and found in inside)]
            return behind if grew else [*(found for found in inside if found.at < at), *behind]
        if inside or self.is_foreign(here):
            return [found for found in inside if not one.of_kinds or self.is_kind(found)]
        return self.nearest(here, -1) or self.nearest(here, 1)

    def is_answered(self, one: Subject, at: int) -> bool:
        """Whether the word at a place answers to a treatment: "chemo: *yes*"."""
        return one.at < at and all(token.text in (":", "=", "-") for token in self.tokens[one.at + 1 : at])

    def next_to(self, at: int) -> list[Subject]:
        """The treatments right behind a place, or those before it where no more than a beginning is behind it."""
        inside, here = self.subjects_in(self.clause[at]), self.clause[at]
        behind = [found for found in inside if found.at > at]
        first = behind[0].at if behind else len(self.tokens)
        between = [self.tokens[n] for n in range(at + 1, first) if self.clause[n] == here]
        if not all(is_passed(token, BEGINNING) for token in between):
            return []
        return behind or inside or self.nearest(here, -1)

    def is_kind(self, one: Subject) -> bool:
        """Whether a treatment is named by no more than its kind: "chemo"."""
        return bool(one.names) and all(name in self.book.classes for name in one.names)

    def is_doubtful(self, at: int, one: Subject) -> bool:
        """Whether a later clause says that what stands with cycles or a date was not given: "AC x4, refused"."""
        refused = not self.is_beside(at) and self.tokens[at].known.before in SAID_LATER
        return one.role == GIVEN and refused and self.is_counted(one)

    def is_counted(self, one: Subject, *further: int) -> bool:
        """Whether a number of cycles or a date stands beside a treatment, or in the clauses of further places."""
        clauses = {self.clause[at] for at in (one.at, *further)}
        return any(is_count(token) or is_date(token) for clause in clauses for token in self.in_clause(clause))

    # --- what was not advised, and what is not clear -------------------------------------------------------------

    def is_advice_against(self, at: int, one: Subject) -> bool:
        """Whether a word of advice stands behind a "no", or around a treatment with one: "no AC *planned*"."""
        if self.no_before(at) is not None:
            return True
        no = self.no_before(one.at)
        between = range(one.at + 1, at) if at > one.at else range(at + 1, no or 0)
        return no is not None and all(is_passed(self.tokens[n]) for n in between)

    def no_before(self, at: int) -> int | None:
        """The place of the "no" right before a place, or None."""
        for n in range(at - 1, -1, -1):
            if self.tokens[n].kind == "word" and self.tokens[n].known.before == NEGATED:
                return n
            if self.clause[n] != self.clause[at] or not is_passed(self.tokens[n]):
                return None
        return None

    def idle(self, at: int, one: Subject) -> list[str]:
        """The roles of a word of what was not given that reached no treatment, where this one is beside it."""
        inside = self.subjects_in(self.clause[at])
        before = [found for found in inside if found.at < at]
        said = [role for role in self.said_at(at) if role in IDLE and not any(found.role == role for found in inside)]
        return said if one in (before[-1:] or inside) else []

    def said_at(self, at: int) -> tuple[str, ...]:
        """What a word says of a treatment before or behind it; a mere "no" or "not" only with an act."""
        known, behind = self.tokens[at].known, self.tokens[at + 1 : at + 2]
        mere = known.before == NEGATED and (not known.after or "placeholder" in known.roles)
        if self.tokens[at].kind != "word" or (mere and not any(token.means("act") for token in behind)):
            return ()
        return tuple(dict.fromkeys((known.before, known.after)))

    def unclear(self, one: Subject) -> Iterator[str]:
        """What is said of a treatment beside words that reached none, or that do not say whether it was given."""
        here = self.clause[one.at]
        tokens = self.in_clause(here)
        idle = [role for at, number in enumerate(self.clause) if number == here for role in self.idle(at, one)]
        if one.role == GIVEN and idle and not any(map(is_count, tokens)):
            yield self.by_role[idle[0]]
        elif one.role == GIVEN and (idle or self.is_unclear(one, tokens)):
            yield self.by_role[UNCLEAR]

    def is_unclear(self, one: Subject, tokens: Sequence[Token]) -> bool:
        """Whether nothing says that a treatment was given, and words beside it are not understood or speak of less."""
        if any(map(is_count, tokens)):
            return False
        if any(self.book.situations[name].weak and self.clause[at] == self.clause[one.at] for at, name in self.words):
            return True
        words = [token for token in tokens if token.kind == "word"]
        return not any(map(is_date, tokens)) and (is_vague(words) if self.is_kind(one) else any(map(is_strange, words)))


def is_vague(words: Sequence[Token]) -> bool:
    """Whether words around a mere kind of treatment do not say that it was given."""
    beside = [word for word in words if word.known.roles.isdisjoint(BESIDE_A_KIND)]
    done = any(word.means(role) for word in words for role in ("now", "act"))
    return bool(beside) and (not done or any(map(is_strange, words)))


def is_strange(word: Token) -> bool:
    """Whether a word is not known, and not written like the name of a place or a person."""
    return not word.known.roles and (word.text.isupper() or not word.text[:1].isupper())


def is_passed(token: Token, roles: Sequence[str] = LEADING) -> bool:
    """Whether a token may stand between two words that belong together."""
    return token.kind in ("mark", "hyphen", "slash", "open", "close") or any(map(token.means, roles))


def is_date(token: Token) -> bool:
    """Whether a token is a date or a year."""
    return token.of == "date" or bool(YEAR.fullmatch(token.text))


def is_count(token: Token) -> bool:
    """Whether a token is a number of cycles, or a length of time."""
    return token.of == "cycles" or (token.of == "schedule" and token.text[:1].isdigit())


def is_thing(token: Token) -> bool:
    """Whether a word is more than one that leads up to what is told."""
    around = any(token.means(role) for role in AROUND) or tells_something(token.known) or bool(token.known.before)
    return token.kind in ("word", "other") and not around
