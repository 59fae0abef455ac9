"""What the words of a chart state, and which of its treatments they apply to."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from functools import cached_property
from itertools import takewhile
from operator import attrgetter
from typing import TYPE_CHECKING

from mbc_cli.reading.arms import COMPARED
from mbc_cli.reading.clause_facts import is_year
from mbc_cli.reading.clauses import GIVEN
from mbc_cli.reading.subjects import SITUATION, Subject, Subjects, needed, tells_something, told_by
from mbc_cli.reading.words import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mbc_cli.book.model import Situation
    from mbc_cli.reading.clause_facts import ClauseFacts
    from mbc_cli.reading.tokens import Token

SAID_LATER = ("declined", "contraindicated", "unavailable", "negated", "died before", "unknown whether given")
"""What words in a clause of their own say about the treatment before: "Tamoxifen recommended; pt *refused*"."""
NEGATED, UNKNOWN_WHETHER = "negated", "unknown whether given"
OF_TRIAL = ("blinded", "blinded-beside", "placebo")
"""The situations of the drugs that a trial compares."""
OFTEN = 8
"""How many words may state the same situation for the same treatments; more add nothing."""
AROUND = ("look through", "small word", "the patient", "on", "reason", "filler", "place", "now", "act")
"""Roles of words that may surround a word that states its situation only if nothing else does."""
BEGINNING = ("look through", "small word", "now", "act", "imperative", "treated", "the patient")
"""Roles of words for starting something: "before *starting*", "before it *could be given*"."""
LEADING = ("look through", "small word", "the patient", "filler", "place", "treated", "line", "setting", "breast")
"""Roles of words that may come between two that belong together: "prior *left* breast cancer", "no *adjuvant* AC"."""


place_of = attrgetter("at")


class Spoken(Subjects):
    """A text with what its words state."""

    @cached_property
    def words(self) -> list[tuple[int, str]]:
        """The places of words that state a situation, and the situation."""
        return [(at, name) for at in range(len(self.tokens)) for name in self.tells(at)]

    def tells(self, at: int) -> Iterator[str]:
        """The situations that the word at a place states."""
        names = told_by(self.phrases.get(at, UNKNOWN), SITUATION)
        yield from (name for name in names if self.holds(at, self.book.situations[name]))
        if not names and not self.is_beside(at) and (role := self.said_later(at)):
            yield self.by_role[role]

    def holds(self, at: int, one: Situation) -> bool:
        """Whether a word states its situation in its context."""
        facts = self.facts_at(at)
        if one.given:
            return not self.is_foretold_before(at)
        if one.led:
            return facts.first_said >= at and facts.others[0] < at
        if one.behind:
            return self.follows(at, one.behind)
        if one.alone:
            return facts.versus in ([], [at])
        if one.dated:
            return self.is_dated(at, facts)
        if one.negated_as and self.is_asked(at):
            return False
        return not (one.bare and self.things(self.clause[at]) not in ([], [at]))

    def is_dated(self, at: int, facts: ClauseFacts) -> bool:
        """Whether a date follows a place before the next name, or precedes it with no treatment before it."""
        dates, names = facts.dates, facts.names
        behind, name = bisect_right(dates, at), bisect_right(names, at)
        last = names[name] if name < len(names) else len(self.tokens)
        first = next((found.at for found in self.subjects_in(self.clause[at])), len(self.tokens))
        return (behind < len(dates) and dates[behind] < last) or (first > at and behind > 0)

    def things(self, clause: int) -> list[int]:
        """The places of a clause with words that do more than lead up to a statement."""
        if clause not in self.things_in:
            self.things_in[clause] = self.facts[clause].places(is_thing)
        return self.things_in[clause]

    @cached_property
    def things_in(self) -> dict[int, list[int]]:
        """The places already worked out, by clause."""
        return {}

    def is_asked(self, at: int) -> bool:
        """Whether a word may not apply: "unknown if *recommended* or given", "unknown if AC was *planned*"."""
        facts = self.facts_at(at)
        start = facts.said.get(UNKNOWN_WHETHER, at)
        if start >= at or (facts.ors and facts.ors[-1] > at):
            return start < at
        subjects = self.subjects_in(self.clause[at])
        asked_of = bisect_right(subjects, at, key=place_of) > bisect_right(subjects, start, key=place_of)
        return asked_of and not bisect_right(self.gives, facts.here[-1]) > bisect_right(self.gives, start)

    @cached_property
    def gives(self) -> list[int]:
        """The places of words that state that a treatment was given, wherever they appear."""
        told = {at: told_by(known, SITUATION) for at, known in self.phrases.items()}
        return sorted(at for at, names in told.items() if any(self.book.situations[name].given for name in names))

    def is_foretold_before(self, at: int) -> bool:
        """Whether it is not stated as done, due to an earlier word since any "and": "*planned* to be given"."""
        joined = self.facts_at(at).joined
        n = bisect_left(joined, at)
        begins = joined[n - 1] if n else self.facts_at(at).here[0] - 1
        return bisect_left(self.foretold, at) > bisect_right(self.foretold, begins)

    @cached_property
    def foretold(self) -> list[int]:
        """The places of words after which nothing is done yet: "*planned* to be given", "died *before* it began"."""
        return [at for at in range(len(self.tokens)) if self.is_foretold(at)]

    def is_foretold(self, at: int) -> bool:
        """Whether what follows a word is not stated as done."""
        told = told_by(self.phrases.get(at, UNKNOWN), SITUATION)
        starts = any(self.book.situations[name].of_next and self.holds(at, self.book.situations[name]) for name in told)
        return starts or (self.tokens[at].kind == "word" and bool(self.tokens[at].known.before))

    def follows(self, at: int, names: Sequence[str]) -> bool:
        """Whether the word at a place comes right after one that states some situation: "expired 3/1/18 *before*"."""
        for n in range(at - 1, -1, -1):
            told = told_by(self.phrases.get(n, UNKNOWN), SITUATION)
            if self.clause[n] != self.clause[at] or not set(told).isdisjoint(names):
                return self.clause[n] == self.clause[at]
            if not is_passed(self.tokens[n]):
                return False
        return False

    def said_later(self, at: int) -> str:
        """The role that a word gives to the treatment before its clause; a "not" only with an act or at the end."""
        token = self.tokens[at]
        said = (token.known.after or token.known.before) if token.kind == "word" else ""
        if said not in SAID_LATER or said not in self.by_role:
            return ""
        facts = self.facts_at(at)
        done = facts.acts[-1:] > [at] or not facts.looked_at[-1:] > [at]
        return said if said != NEGATED or done else ""

    def said_of_all(self, at: int) -> Iterator[str]:
        """The situations that a word states for any treatment, in a text that names none."""
        if not self.is_foreign(self.clause[at]):
            yield from self.tells(at)

    # --- other tumours -------------------------------------------------------------------------------------------

    @cached_property
    def of_dated_tumours(self) -> set[int]:
        """The places of treatments of a tumour that has a year: after "for", or next to a tumour of another year."""
        dated = {at: year for at in self.tumours if (year := self.year_beside(at))}
        new = next(
            (at for at, known in self.phrases.items() if "situation.new-tumour" in known.roles), len(self.tokens)
        )
        if len({*dated.values()}) > 1 or (dated and min(dated) < new < len(self.tokens)):
            return {one.at for one in self.subjects if min(dated) < one.at < new}
        clauses = {self.clause[at] for at in dated if self.is_led_by_for(at)}
        return {one.at for clause in clauses for one in self.subjects_in(clause)}

    @cached_property
    def tumours(self) -> set[int]:
        """The places of words for a breast tumour."""
        told = {at for at, known in self.phrases.items() if "situation.earlier-tumour" in known.roles}
        return told | {at for at, token in enumerate(self.tokens) if token.means("breast")}

    def year_beside(self, at: int) -> str:
        """The year next to a word, with only small words between them, or ""."""
        around = (range(at - 1, -1, -1), range(at + 1, len(self.tokens)))
        led = (takewhile(lambda n: self.is_around(at, n), places) for places in around)
        return next((self.tokens[n].text for places in led for n in places if is_year(self.tokens[n])), "")

    def is_around(self, at: int, n: int) -> bool:
        """Whether nothing separates two places of a clause."""
        token = self.tokens[n]
        return self.clause[n] == self.clause[at] and (is_passed(token) or is_year(token) or n in self.tumours)

    def is_led_by_for(self, at: int) -> bool:
        """Whether a tumour with its year comes after "for": "Arimidex for 2012 left breast cancer"."""
        led = takewhile(lambda n: self.is_around(at, n), range(at - 1, -1, -1))
        return any(self.tokens[n].text.casefold() == "for" for n in led)

    # --- what they speak of --------------------------------------------------------------------------------------

    @cached_property
    def heard(self) -> dict[int, list[tuple[int, str]]]:
        """What words state about each treatment, by its place: the places of the words, and the situations."""
        found: dict[int, list[tuple[int, str]]] = {}
        for at, name in self.told_often_enough:
            for one in self.reached(at, name):
                found.setdefault(one.at, []).append((at, name))
        return found

    @cached_property
    def told_often_enough(self) -> list[tuple[int, str]]:
        """The words that state a situation, without those that repeat it too often for the same treatments.

        A lasting situation is stated once for everything after it.
        """
        times: Counter[tuple[str, int]] = Counter()
        kept = []
        for at, name in self.words:
            lasts = self.book.situations[name].lasts
            key = (name, -1 - ("grew" in self.phrases[at].roles) if lasts else self.spoken_from(self.clause[at]))
            times[key] += 1
            if times[key] <= (1 if lasts else OFTEN):
                kept.append((at, name))
        return kept

    def spoken_from(self, clause: int) -> int:
        """The clause at or before this one that mentions a treatment, or something else; 0 if there is none."""
        n = bisect_right(self.spoken_of, clause)
        return self.spoken_of[n - 1] if n else 0

    def reached(self, at: int, name: str) -> list[Subject]:
        """The treatments to which the word at a place assigns a situation."""
        one, here = self.book.situations[name], self.clause[at]
        inside = self.subjects_in(here)
        if one.alone or one.weak or one.unnamed:
            return []
        if name in OF_TRIAL and self.compared:
            return inside
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
        return [found for found in self.nearest(here, -1) or self.nearest_behind(here) if self.is_meant(one, found)]

    @cached_property
    def compared(self) -> tuple[str, ...]:
        """The drugs that the text only compares: "palbociclib vs placebo"."""
        mentions = (found for found in self.found.mentioned if found.role == COMPARED)
        return tuple(dict.fromkeys(name for found in mentions for name in needed(found)))

    def nearest_behind(self, clause: int) -> list[Subject]:
        """The treatments of the next clause, if this one does not mention a test: "declined *Oncotype*; letrozole"."""
        test = any(self.tokens[n].means("finding") for n in self.facts[clause].here)
        return [] if test else self.nearest(clause, 1)

    def is_meant(self, one: Situation, found: Subject) -> bool:
        """Whether a situation can apply to a treatment: some apply to kinds of treatment, some to procedures."""
        return (not one.of_kinds or self.is_kind(found)) and (not one.of_procedures or bool(found.procedure))

    def is_cut_off(self, at: int, found: Subject) -> bool:
        """Whether a word between a place and a treatment says something else of it: "AC *started* (declined BSO)"."""
        between = self.tokens[at + 1 : found.at]
        return found.role != GIVEN and any(token.known.before == found.role for token in between)

    def is_answered(self, one: Subject, at: int) -> bool:
        """Whether the word at a place answers to a treatment: "chemo: *yes*"."""
        return one.at < at and all(token.text in (":", "=", "-", "/", "(") for token in self.tokens[one.at + 1 : at])

    def next_to(self, at: int) -> list[Subject]:
        """The treatments right after a place, or those before it if only a start follows it."""
        inside, here = self.subjects_in(self.clause[at]), self.clause[at]
        behind = [found for found in inside if found.at > at]
        first = behind[0].at if behind else len(self.tokens)
        between = [self.tokens[n] for n in range(at + 1, first) if self.clause[n] == here]
        if not all(is_passed(token, BEGINNING) for token in between):
            return []
        return behind or inside or self.nearest(here, -1)

    def is_kind(self, one: Subject) -> bool:
        """Whether a treatment is named only by its kind: "chemo"."""
        return bool(one.names) and all(name in self.book.classes for name in one.names)

    def is_counted(self, one: Subject, *further: int) -> bool:
        """Whether a cycle count or a date is next to a treatment, or in the clauses of other places."""
        return any(facts.counts or facts.dates for facts in map(self.facts_at, (one.at, *further)))

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
    """Whether a token may come between two words that belong together; a letter is a side: "prior *L* breast ca"."""
    side = token.kind == "word" and len(token.text) == 1
    between = token.kind in ("mark", "hyphen", "slash", "open", "close")
    return side or between or any(map(token.means, roles))


def is_thing(token: Token) -> bool:
    """Whether a word is more than one that leads up to a statement."""
    around = any(token.means(role) for role in AROUND) or tells_something(token.known) or bool(token.known.before)
    return token.kind in ("word", "other") and not around
