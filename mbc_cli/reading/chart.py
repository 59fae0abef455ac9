"""What a chart says about each treatment that a text names: refused, planned, at recurrence, for another tumour.

The reader says whether a named treatment was given and, if not, gives the reason in one word. Here every word of the
text that tells a situation (`tells` of its family) is matched to the treatments it refers to: those in its clause, or
else those before it, or else those after it. `coding` works out what the situations mean for the items of a registry.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from mbc_cli.book.names import SEQUENCE
from mbc_cli.reading.clause_facts import is_count, is_date, is_strange_word
from mbc_cli.reading.clauses import FORESEEN, GIVEN
from mbc_cli.reading.spoken import NEGATED, OF_TRIAL, OFTEN, SAID_LATER, UNKNOWN_WHETHER, Spoken, is_passed, place_of
from mbc_cli.reading.subjects import SITUATION, Subject, told_by
from mbc_cli.reading.words import UNKNOWN, lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Situation
    from mbc_cli.reading.tokens import Token
    from mbc_cli.reading.treatment import Treatment
    from mbc_cli.reading.words import Lexicon

CERTAIN = "given"
DECLINED = "declined"
UNCLEAR_NO = "unclear-no"
TUMOUR_OF_A_YEAR = "tumour-of-a-year"
RECOMMENDED = "recommended"
GOVERNED = ("to ", "recommendation")
"""How words of planning begin when a verb before them governs them: "*unwilling* to begin"."""
PERHAPS_PLANNED = "perhaps planned"
"""The role of a treatment if a plan stated after the next one in a list may cover both."""
PLACEBO = "placebo"
UNCLEAR = "unclear"
"""The role of a treatment if the words around it do not say whether it was given."""
IDLE = (DECLINED, "contraindicated", "unavailable", "planned", "discussed", NEGATED)
"""Roles whose words describe the treatment next to them when they have not been matched to any."""
NEAR = 4  # tokens: "not felt to be indicated"


class Told(NamedTuple):
    """A treatment in a text with the situations stated for it, in order; any treatment if it has no name or kind."""

    subject: Subject
    situations: tuple[str, ...] = ()

    @property
    def of_all(self) -> bool:
        """Whether the text names no treatment and therefore refers to any."""
        return not self.subject.names and not self.subject.procedure


def told(book: Book, found: Treatment, words: Lexicon | None = None) -> tuple[Told, ...]:
    """What a text says about each treatment that it names; if it names none, what it says about any treatment.

    `words` are the known words, by default those of the book.
    """
    chart = Chart(book, found, words or lexicon(book))
    if chart.subjects:
        of_others = (*chart.refused_all(), *chart.trials(), *chart.unnamed())
        return (*(Told(one, chart.told_of(one)) for one in chart.subjects), *of_others)
    said = tuple(dict.fromkeys(chart.said_of_no_treatment()))
    several = len(chart.compared) > 1 and not set(OF_TRIAL).isdisjoint(said)
    return (Told(Subject(0, found.text, chart.compared if several else ()), said),) if said else ()


class Chart(Spoken):
    """What a text says about its treatments."""

    def told_of(self, one: Subject) -> tuple[str, ...]:
        """The situations of a treatment; the number of drugs of its kind counts only if nothing else is stated."""
        said = dict.fromkeys(self.situations(one))
        if self.is_dark(one, said):
            return (*said, UNCLEAR_NO)
        numbers = [name for name in said if self.book.situations[name].of_kinds]
        if numbers and any(not self.book.situations[name].given for name in said):
            return tuple(name for name in said if name not in numbers)
        tells = any(self.book.situations[name].coded or self.book.situations[name].given for name in said)
        return (*said, *(() if tells else self.unclear(one)))

    @cached_property
    def frail(self) -> set[str]:
        """The situations that a word not understood may change: a plain no, a plan, a recommendation."""
        return {self.by_role[role] for role in (NEGATED, *FORESEEN) if role in self.by_role} | {RECOMMENDED}

    def is_dark(self, one: Subject, said: Mapping[str, None]) -> bool:
        """Whether words not understood may change what is stated about a treatment, and nothing firmer is stated.

        They are in its clause, or in later clauses that name no treatment; a "no" there is just as unclear.
        """
        if GIVEN in said and any(map(is_strange_word, self.tokens[one.at + 1 : one.at + 2])):
            return True
        if not said or not self.frail.issuperset(said):
            return False
        here, plain_no = self.clause[one.at], self.by_role[NEGATED] in said
        n = bisect_right(self.spoken_of, here)
        end = self.spoken_of[n] if n < len(self.spoken_of) else self.clause[-1] + 1
        facts = [self.facts[clause] for clause in range(here, end)]
        no = not plain_no and any(NEGATED in each.said for each in facts)
        return no or any(each.strange for each in facts) or (plain_no and here in self.weak)

    def said_of_no_treatment(self) -> Iterator[str]:
        """The situation if the text says that nothing was given; of several drugs compared, some may not be blinded."""
        for at in range(len(self.tokens)):
            yield from map(self.of_compared, self.said_of_all(at))

    def of_compared(self, name: str) -> str:
        """A situation, or the corresponding one for several drugs that are being compared."""
        return (len(self.compared) > 1 and self.book.situations[name].apart_as) or name

    def trials(self) -> Iterator[Told]:
        """What a text says about drugs that it only compares, after others: "AC-T; then *pembrolizumab vs placebo*"."""
        words = [(at, name) for at, name in self.words if name in OF_TRIAL and not self.is_beside(at)]
        if self.compared and words:
            at, said = words[0][0], dict.fromkeys(self.of_compared(name) for _, name in words)
            yield Told(Subject(at, self.tokens[at].text, self.compared), tuple(said))

    def unnamed(self) -> Iterator[Told]:
        """What is said about treatments that words only imply, each once: "Xeloda, *post neoadjuvant*"."""
        words = {name: at for at, name in reversed(self.words)}
        for name, at in words.items():
            if (kind := self.book.situations[name].unnamed) and not self.is_named_behind(at):
                start = self.tokens[at].start
                _, end = self.lexicon.at(self.found.text, start, len(self.found.text))
                yield Told(Subject(at, self.found.text[start:end], (kind,)), (name,))

    def is_named_behind(self, at: int) -> bool:
        """Whether what is implied comes right after: "after neoadjuvant *AC*", "post neoadjuvant *chemo*".

        What comes after a setting may be the later treatment, if nothing comes before it: "post-neoadjuvant *Xeloda*".
        """
        behind = next((one for one in self.subjects if one.at > at), None)
        if behind is None or not all(is_passed(self.tokens[n]) for n in range(at + 1, behind.at)):
            return False
        is_setting = "setting" in self.phrases[at].roles
        return not is_setting or self.is_kind(behind) or self.subjects[0] is not behind

    def refused_all(self) -> Iterator[Told]:
        """A refusal of all treatment next to named treatments: "*declined all treatment* except letrozole"."""
        for clause, facts in self.facts.items():
            at = facts.said.get(DECLINED, -1)
            if at >= 0 and DECLINED not in self.roles_in(clause) and any(map(is_any_treatment, self.near(at))):
                yield Told(Subject(at, self.tokens[at].text), (self.by_role[DECLINED],))

    def near(self, at: int) -> list[Token]:
        """The next few tokens after a place, within its clause."""
        return self.tokens[at + 1 : min(at + 1 + NEAR, self.facts_at(at).here[-1] + 1)]

    def roles_in(self, clause: int) -> set[str]:
        """What the reader says about the treatments of a clause."""
        if clause not in self.roles_of_clauses:
            self.roles_of_clauses[clause] = {one.role for one in self.subjects_in(clause)}
        return self.roles_of_clauses[clause]

    @cached_property
    def roles_of_clauses(self) -> dict[int, set[str]]:
        """The roles already worked out, by clause."""
        return {}

    def situations(self, one: Subject) -> Iterator[str]:
        """The situations of a treatment: what the reader says about it, then what words say, from left to right."""
        if role := self.role_of(one):
            yield UNCLEAR_NO if self.is_unclear_no(one, role) else self.unless_negated(self.by_role[role], one)
            yield from (self.by_role[other] for other in self.overruling(one, role))
        if one.at in self.of_dated_tumours:
            yield TUMOUR_OF_A_YEAR
        certain = False
        for at, name in self.heard.get(one.at, ()):
            record = self.book.situations[name]
            aside = certain and not record.lasts and not self.is_beside(at)
            certain = certain or record.given
            if not aside:
                yield self.as_told(at, record, one)
            if self.is_doubtful(at, one) or (record.counted and self.is_counted(one, at)):
                yield CERTAIN

    def as_told(self, at: int, record: Situation, one: Subject) -> str:
        """The situation that a word states for a treatment, or what it becomes after a "no" or in a later sentence."""
        if record.negated_as and self.is_advice_against(at, one):
            return record.negated_as
        return record.apart_as if record.apart_as and not self.is_blinded(at, one) else record.id

    def is_blinded(self, at: int, one: Subject) -> bool:
        """Whether the word at a place says that this drug is blinded, not another one next to it.

        It is the drug that a placebo may replace or, if there is no placebo, the one called blinded or named alone.
        """
        if len(one.names) > 1 or any(is_apart(token) for token in self.tokens[at : one.at]):
            return False
        if placebos := [n for n, token in enumerate(self.tokens) if token.text.casefold() == PLACEBO]:
            return any(self.is_alternative(*sorted((n, one.at))) for n in placebos)
        return at + 1 == one.at or (len(self.subjects) == 1 and self.clause[at] == self.clause[one.at])

    def is_alternative(self, start: int, stop: int) -> bool:
        """Whether there is only an "or" between two places: "ribociclib *or* placebo"."""
        between = self.tokens[start + 1 : stop]
        return any(map(is_or, between)) and all(is_or(token) or is_passed(token) for token in between)

    def role_of(self, one: Subject) -> str:
        """The role of a treatment; all are worked out once, from the last, because a list takes the role of its end."""
        return self.worked_out[one.at]

    @cached_property
    def worked_out(self) -> dict[int, str]:
        """The roles of the treatments, by place."""
        self.roles_found: dict[int, str] = {}
        for one in reversed(self.subjects):
            self.roles_found[one.at] = self.work_out(one)
        return self.roles_found

    def work_out(self, one: Subject) -> str:
        """What the reader says about a treatment; nothing if its "no" belongs to another: "chemo-*none* horm-AI"."""
        if one.role == NEGATED and one.at not in self.denied and one.at > self.first_denied:
            return ""
        if one.role in FORESEEN and self.is_asked(one.at):
            return UNKNOWN_WHETHER
        if one.role in FORESEEN and (self.listed_behind(one) or self.is_only_a_talk(one)):
            return UNCLEAR
        if one.role == GIVEN and one.at in self.denied:
            return NEGATED
        if one.role == GIVEN and (listed := self.listed_before(one)):
            return self.roles_found[listed.at]
        if one.role == GIVEN and (listed := self.listed_behind(one)):
            return DECLINED if listed.role == DECLINED and self.tokens[one.at - 1].known.roles else UNCLEAR
        if one.role == DECLINED and (self.is_after_another(one) or self.is_before_more(one)):
            return ""
        return one.role if one.role in self.by_role else self.foreseen(one)

    @cached_property
    def denied(self) -> set[int]:
        """The places of treatments that a "no" answers: "chemo - none"."""
        near = ((one, n) for one in self.subjects for n in (one.at + 1, one.at + 2) if n < len(self.tokens))
        return {one.at for one, n in near if is_no(self.tokens[n]) and self.is_answered(one, n)}

    @cached_property
    def first_denied(self) -> int:
        """The first place of a treatment that a "no" answers; the end of the text if there is none."""
        return min(self.denied, default=len(self.tokens))

    @cached_property
    def first_of_role(self) -> dict[str, int]:
        """The first place of a treatment with each role."""
        return {one.role: one.at for one in reversed(self.subjects)}

    @cached_property
    def order(self) -> dict[int, int]:
        """The number of each treatment, by its place."""
        return {one.at: n for n, one in enumerate(self.subjects)}

    def is_after_another(self, one: Subject) -> bool:
        """Whether it was given before a refusal: "refused Taxol *after* AC", "refused *after* 1 dose of AC"."""
        led = takewhile(lambda n: is_passed(self.tokens[n]) or self.tokens[n].means("on"), range(one.at - 1, -1, -1))
        tokens = [self.tokens[n] for n in led]
        behind = any(token.means("on") and token.means("premedication") for token in tokens)
        other = self.first_of_role[one.role] < one.at
        return behind and (other or any(map(is_count, tokens)))

    def is_before_more(self, one: Subject) -> bool:
        """Whether some of what was refused had been given: "refused trastuzumab *after 3 doses*"."""
        behind = self.tokens[one.at + 1 : one.at + 3]
        return len(behind) > 1 and behind[0].means("premedication") and is_count(behind[1])

    def listed_before(self, one: Subject) -> Subject | None:
        """The next in a list of kinds of treatment that share one statement: "*chemo*/hormones: none"."""
        behind = next(iter(self.subjects[self.order[one.at] + 1 : self.order[one.at] + 2]), None)
        if behind is None or not (self.is_kind(one) and self.is_kind(behind)):
            return None
        between = self.tokens[one.at + 1 : behind.at]
        return behind if between and all(token.kind in ("slash", "and", "or") for token in between) else None

    def listed_behind(self, one: Subject) -> Subject | None:
        """The treatments refused before this one in a list joined by "and": "refused chemo, RT *and hormones*"."""
        before = self.subjects[self.order[one.at] - 1] if self.order[one.at] else None
        if before is None or not (self.is_kind(one) and self.is_kind(before)):
            return None
        if before.role != DECLINED and not self.idle(before):
            return None
        between = self.tokens[before.at + 1 : one.at]
        return before if between and all(map(is_of_a_list, between)) else None

    def is_only_a_talk(self, one: Subject) -> bool:
        """Whether only a visit or a talk is planned: "pending chemo *consult*"."""
        told = told_by(self.phrases.get(one.at + 1, UNKNOWN), SITUATION)
        return any(self.book.situations[name].weak for name in told)

    def is_unclear_no(self, one: Subject, role: str) -> bool:
        """Whether a word not understood comes before what was not given, or right before "to begin"."""
        if role == NEGATED and self.has_boxed_answers:
            return True
        facts = self.facts_at(one.at)
        begins = facts.said.get(role, one.at)
        if begins >= one.at:
            return False
        if role == NEGATED:
            return bool(facts.strange) and facts.strange[0] < one.at
        if role in FORESEEN:
            governed = self.tokens[begins].text.casefold().startswith(GOVERNED)
            return governed and any(map(is_strange_word, self.tokens[begins - 1 : begins]))
        return is_strange_word(self.tokens[one.at - 1])

    @cached_property
    def has_boxed_answers(self) -> bool:
        """Whether the checkboxes of a form are next to its answers, not its treatments: "chemo [ ] *yes* [x] *no*"."""
        return any(token.means("box") and self.is_answer(n) for n, token in enumerate(self.tokens[:-1], 1))

    def is_answer(self, at: int) -> bool:
        """Whether there is a "yes" or a "no" at a place."""
        told = told_by(self.phrases.get(at, UNKNOWN), SITUATION)
        return is_no(self.tokens[at]) or any(self.book.situations[name].answers for name in told)

    def unless_negated(self, name: str, one: Subject) -> str:
        """A situation, or what it becomes for a treatment that has a "no" before it: "no AC *planned*"."""
        here = any(name == self.by_role.get(role) for role in self.facts_at(one.at).said)
        return (here and self.no_before(one.at) is not None and self.book.situations[name].negated_as) or name

    def foreseen(self, one: Subject) -> str:
        """The role of a plan after a treatment that the reader left aside: "letrozole to start 3/2015", or ""."""
        if not self.is_last(one):
            return self.foreseen_with_next(one)
        behind = self.tokens[one.at + 1 : self.facts_at(one.at).here[-1] + 1]
        asked = bool(behind) and behind[0].text in (":", "=")
        words = (token.known for token in behind if token.kind == "word")
        told = (known.after or (known.before if asked else "") for known in words)
        role = next((said for said in told if said in FORESEEN and said in self.by_role), "")
        if role and SEQUENCE.search(one.text):
            return PERHAPS_PLANNED
        return role or (PERHAPS_PLANNED if self.is_perhaps_foreseen(one) else "")

    def is_perhaps_foreseen(self, one: Subject) -> bool:
        """Whether a plan for the next treatment in a list may cover this one: "*carboplatin*, gemcitabine to start".

        Not if this one has cycles or a date, or if words before it describe it: "completed AC, Taxol to start".
        """
        if one is self.subjects[-1] or self.is_counted(one) or self.heard.get(one.at):
            return False
        behind = self.subjects[self.order[one.at] + 1]
        before = range(self.facts_at(one.at).here[0], one.at)
        listed = (*before, *range(one.at + 1, behind.at))
        joins = {"and", "mark", "name", "slash", *(["then"] if behind.role == GIVEN else [])}
        joined = all(self.tokens[n].kind in joins and self.tokens[n].text != ";" for n in listed)
        foreseen = {*FORESEEN, PERHAPS_PLANNED}
        return joined and not behind.procedure and self.roles_found.get(behind.at) in foreseen

    def foreseen_with_next(self, one: Subject) -> str:
        """That role if the next treatment has it and is joined to this one: "carboplatin + gemcitabine to start"."""
        behind = next(iter(self.subjects[self.order[one.at] + 1 :]), one)
        joined = behind is not one and all(
            token.kind in ("and", "slash", "mark") for token in self.tokens[one.at + 1 : behind.at]
        )
        role = self.roles_found.get(behind.at, "")
        return role if joined and behind.role == GIVEN and role in (*FORESEEN, PERHAPS_PLANNED) else ""

    def is_last(self, one: Subject) -> bool:
        """Whether no other treatment follows this one in its clause."""
        return self.subjects_in(self.clause[one.at])[-1] is one

    def is_doubtful(self, at: int, one: Subject) -> bool:
        """Whether a later clause says that a treatment with cycles or a date was not given: "AC x4, refused"."""
        refused = not self.is_beside(at) and self.tokens[at].known.before in SAID_LATER
        return one.role == GIVEN and refused and self.is_counted(one)

    def is_advice_against(self, at: int, one: Subject) -> bool:
        """Whether a word of advice comes after a "no", or next to a treatment that has one: "no AC *planned*"."""
        if self.no_before(at) is not None:
            return True
        no = self.no_before(one.at) if self.clause[at] == self.clause[one.at] else None
        between = range(one.at + 1, at) if at > one.at else range(at + 1, no or 0)
        return no is not None and all(is_passed(self.tokens[n]) for n in between)

    # --- what is not clear ---------------------------------------------------------------------------------------

    def overruling(self, one: Subject, role: str) -> Iterator[str]:
        """What another word says about a planned treatment: "planned but *cancelled*", "*declined* AC, recommended"."""
        for at, said in self.idle(one) if role in FORESEEN else ():
            if said not in FORESEEN and (at > one.at or (said == DECLINED and at + 1 == one.at)):
                yield said

    def idle(self, one: Subject) -> list[tuple[int, str]]:
        """Words for not given that were matched to no treatment, if this one is next to them; with their roles."""
        return [*self.idle_words.get(-self.clause[one.at] - 1, ()), *self.idle_words.get(one.at, ())]

    @cached_property
    def idle_words(self) -> dict[int, list[tuple[int, str]]]:
        """These words by the place of the treatment before them; by a negative number if they come before all."""
        found: dict[int, list[tuple[int, str]]] = {}
        for at in range(len(self.tokens)):
            inside, clause = self.subjects_in(self.clause[at]), self.clause[at]
            n = bisect_left(inside, at, key=place_of)
            idle = [role for role in self.said_at(at) if role in IDLE and role not in self.roles_in(clause)]
            kept = found.setdefault(inside[n - 1].at if n else -clause - 1, []) if inside and idle else []
            kept.extend((at, role) for role in idle if len(kept) < OFTEN)
        return found

    def said_at(self, at: int) -> tuple[str, ...]:
        """What a word says about a treatment before or after it; a bare "no" or "not" only with an act."""
        known = self.tokens[at].known
        mere = known.before == NEGATED and (not known.after or "placeholder" in known.roles)
        if self.tokens[at].kind != "word" or (mere and not any(token.means("act") for token in self.near(at))):
            return ()
        return tuple(dict.fromkeys((known.before, known.after)))

    def unclear(self, one: Subject) -> Iterator[str]:
        """What is said about a treatment next to unmatched words, or to words that do not say whether it was given."""
        idle = self.idle(one)
        if one.role == GIVEN and idle and not self.facts_at(one.at).counts:
            yield self.by_role[idle[0][1]]
        elif UNCLEAR in self.by_role and one.role == GIVEN and (idle or self.is_unclear(one)):
            yield self.by_role[UNCLEAR]

    def is_unclear(self, one: Subject) -> bool:
        """Whether nothing says that a treatment was given, and words near it are not understood or cover less."""
        facts = self.facts_at(one.at)
        if facts.begun:
            return False
        if self.clause[one.at] in self.weak or self.has_boxed_answers:
            return True
        if self.is_kind(one):
            return not self.is_heading(one) and (facts.vague or is_sign(self.tokens[one.at + 1 : one.at + 4]))
        return not facts.dates and bool(facts.strange)

    @cached_property
    def weak(self) -> set[int]:
        """The clauses with a word that counts only if nothing else is stated."""
        return {self.clause[at] for at, name in self.words if self.book.situations[name].weak}

    def is_heading(self, one: Subject) -> bool:
        """Whether a kind of treatment is the heading for one of its drugs: "*hormones*: letrozole"."""
        behind = self.tokens[one.at + 1 : one.at + 2]
        return bool(behind) and behind[0].text in (":", "=") and one.at + 2 in self.order


def is_apart(token: Token) -> bool:
    """Whether another sentence begins after a token."""
    return token.kind == "stop" or token.text == ";"


def is_or(token: Token) -> bool:
    """Whether a token comes between two treatments of which one was given."""
    return token.kind in ("or", "slash", "versus")


def is_any_treatment(token: Token) -> bool:
    """Whether a word means any treatment: "all *therapy*", "further *tx*"."""
    return token.means("procedure") and token.means("look through")


def is_of_a_list(token: Token) -> bool:
    """Whether a token joins treatments, or is a treatment without drugs: ", RT and"."""
    return token.kind in ("and", "or", "slash") or token.means("procedure") or token.means("modality")


def is_no(token: Token) -> bool:
    """Whether a word is a "no" or a "none"."""
    return token.known.before == NEGATED and token.means("placeholder")


def is_sign(behind: Sequence[Token]) -> bool:
    """Whether a number or sign that is not understood follows a kind of treatment: "chemo *0*", "HT *(-)*"."""
    number = any(token.text.isdigit() and not is_date(token) and not is_count(token) for token in behind[:1])
    return number or "".join(token.text for token in behind) in ("(-)", "(+)")
