"""What the words of a chart tell, and which of its treatments they tell it of."""

from __future__ import annotations

from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING

from mbc_cli.reading.behind import YEAR
from mbc_cli.reading.clauses import GIVEN
from mbc_cli.reading.subjects import SITUATION, Subject, Subjects, tells_something, told_by
from mbc_cli.reading.words import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mbc_cli.book.model import Situation
    from mbc_cli.reading.tokens import Token

SAID_LATER = ("declined", "contraindicated", "unavailable", "negated", "died before", "unknown whether given")
"""What words in a clause of their own say of the treatment before: "Tamoxifen recommended; pt *refused*"."""
NEGATED, UNKNOWN_WHETHER = "negated", "unknown whether given"
AROUND = ("look through", "small word", "the patient", "on", "reason", "filler", "now", "act")
"""Roles of words that may stand around one that tells its situation only where nothing else stands there."""
BEGINNING = ("look through", "small word", "now", "act", "imperative", "treated", "the patient")
"""Roles of words of a beginning: "before *starting*", "before it *could be given*"."""
LEADING = ("look through", "small word", "the patient", "filler", "treated", "line", "setting", "breast")
"""Roles of words that may stand between two that belong together: "prior *left* breast cancer", "no *adjuvant* AC"."""


class Spoken(Subjects):
    """A text with what its words tell."""

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
        if one.alone:
            return not any(token.kind == "versus" for token in self.around(at))
        if one.dated:
            here = self.subjects_in(self.clause[at])
            led_by = self.before(at) if not any(found.at < at for found in here) else []
            return any(map(is_date, (*led_by, *takewhile(lambda token: token.kind != "name", self.behind(at)))))
        if one.negated_as and self.is_asked(at):
            return False
        return not (one.bare and any(is_thing(token) for token in self.around(at)))

    def is_asked(self, at: int) -> bool:
        """Whether a word may not hold: "unknown if *recommended* or given", "unknown if AC was *planned*"."""
        before = self.before(at)
        start = next((n for n, token in enumerate(before) if token.known.before == UNKNOWN_WHETHER), -1)
        if start < 0 or any(token.kind == "or" for token in self.behind(at)):
            return start >= 0
        first = self.places_in(self.clause[at]).start + start
        here = self.places_in(self.clause[at])
        told = (name for n in here if n > first for name in told_by(self.phrases.get(n, UNKNOWN), SITUATION))
        asked_of = any(first < found.at <= at for found in self.subjects_in(self.clause[at]))
        return asked_of and not any(self.book.situations[name].given for name in told)

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

    # --- other tumours -------------------------------------------------------------------------------------------

    @cached_property
    def of_dated_tumours(self) -> list[Subject]:
        """The treatments of a tumour that has a year: behind "for", or where tumours of several years are named."""
        dated = {at: year for at in self.tumours if (year := self.year_beside(at))}
        new = next(
            (at for at, known in self.phrases.items() if "situation.new-tumour" in known.roles), len(self.tokens)
        )
        if len({*dated.values()}) > 1 or (dated and min(dated) < new < len(self.tokens)):
            return [one for one in self.subjects if min(dated) < one.at < new]
        return [one for at in dated if self.is_led_by_for(at) for one in self.subjects_in(self.clause[at])]

    @cached_property
    def tumours(self) -> list[int]:
        """The places of words for a breast tumour."""
        told = {at for at, known in self.phrases.items() if "situation.earlier-tumour" in known.roles}
        return [at for at, token in enumerate(self.tokens) if at in told or token.means("breast")]

    def year_beside(self, at: int) -> str:
        """The year beside a word, with no more than small words between, or ""."""
        around = (range(at - 1, -1, -1), range(at + 1, len(self.tokens)))
        led = (takewhile(lambda n: self.is_around(at, n), places) for places in around)
        return next((self.tokens[n].text for places in led for n in places if is_year(self.tokens[n])), "")

    def is_around(self, at: int, n: int) -> bool:
        """Whether nothing keeps two places of a clause apart."""
        token = self.tokens[n]
        return self.clause[n] == self.clause[at] and (is_passed(token) or is_year(token) or n in self.tumours)

    def is_led_by_for(self, at: int) -> bool:
        """Whether a tumour with its year stands behind "for": "Arimidex for 2012 left breast cancer"."""
        led = takewhile(lambda n: self.is_around(at, n), range(at - 1, -1, -1))
        return any(self.tokens[n].text.casefold() == "for" for n in led)

    # --- what they speak of --------------------------------------------------------------------------------------

    @cached_property
    def heard(self) -> list[tuple[int, str, list[Subject]]]:
        """The places of words that tell a situation, the situation, and the treatments that they tell it of."""
        return [(at, name, self.reached(at, name)) for at, name in self.words]

    def reached(self, at: int, name: str) -> list[Subject]:
        """The treatments that the word at a place tells a situation of."""
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
            of = [found for found in inside if self.is_meant(one, found)]
            return [found for found in of if not (one.given and self.is_cut_off(at, found))]
        return [found for found in self.nearest(here, -1) or self.nearest(here, 1) if self.is_meant(one, found)]

    def is_meant(self, one: Situation, found: Subject) -> bool:
        """Whether a situation can be told of a treatment: some are of kinds of treatment, some of procedures."""
        return (not one.of_kinds or self.is_kind(found)) and (not one.of_procedures or bool(found.procedure))

    def is_cut_off(self, at: int, found: Subject) -> bool:
        """Whether what is said of a treatment was begun behind the word at a place: "AC *started* (declined BSO)"."""
        between = self.tokens[at + 1 : found.at]
        return found.role != GIVEN and any(token.known.before == found.role for token in between)

    def is_answered(self, one: Subject, at: int) -> bool:
        """Whether the word at a place answers to a treatment: "chemo: *yes*"."""
        return one.at < at and all(token.text in (":", "=", "-", "/", "(") for token in self.tokens[one.at + 1 : at])

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

    def is_counted(self, one: Subject, *further: int) -> bool:
        """Whether a number of cycles or a date stands beside a treatment, or in the clauses of further places."""
        clauses = {self.clause[at] for at in (one.at, *further)}
        return any(is_count(token) or is_date(token) for clause in clauses for token in self.in_clause(clause))

    def no_before(self, at: int) -> int | None:
        """The place of the "no" right before a place, or None."""
        for n in range(at - 1, -1, -1):
            if is_denial(self.tokens[n]):
                return n
            if self.clause[n] != self.clause[at] or not is_passed(self.tokens[n]):
                return None
        return None


def is_denial(token: Token) -> bool:
    """Whether a token is a "no" or a "not", and not an "instead of"."""
    return token.kind == "word" and token.known.before == NEGATED and not token.means("now")


def is_passed(token: Token, roles: Sequence[str] = LEADING) -> bool:
    """Whether a token may stand between two words that belong together; a letter is a side: "prior *L* breast ca"."""
    side = token.kind == "word" and len(token.text) == 1
    between = token.kind in ("mark", "hyphen", "slash", "open", "close")
    return side or between or any(map(token.means, roles))


def is_date(token: Token) -> bool:
    """Whether a token is a date or a year."""
    return token.of == "date" or bool(YEAR.fullmatch(token.text))


def is_year(token: Token) -> bool:
    """Whether a token is a year."""
    return bool(YEAR.fullmatch(token.text))


def is_count(token: Token) -> bool:
    """Whether a token is a number of cycles, or a length of time."""
    return token.of == "cycles" or (token.of == "schedule" and token.text[:1].isdigit())


def is_thing(token: Token) -> bool:
    """Whether a word is more than one that leads up to what is told."""
    around = any(token.means(role) for role in AROUND) or tells_something(token.known) or bool(token.known.before)
    return token.kind in ("word", "other") and not around
