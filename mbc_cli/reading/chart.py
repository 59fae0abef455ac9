"""What a chart says of each treatment that a text names: refused, planned, at recurrence, for another tumour.

The reader says whether a name is given and, if not, in one word why. Here every word of the text that tells a situation
(`tells` of its family) is matched to the treatments that it speaks of: those of its clause, else those before it, else
those behind it. `coding` works out what the situations come to for the items of a registry.
"""

from __future__ import annotations

from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from mbc_cli.reading.arms import COMPARED
from mbc_cli.reading.clauses import FORESEEN, GIVEN
from mbc_cli.reading.spoken import NEGATED, SAID_LATER, UNKNOWN_WHETHER, Spoken, is_count, is_date, is_passed
from mbc_cli.reading.subjects import Subject, is_treatment
from mbc_cli.reading.words import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Situation
    from mbc_cli.reading.tokens import Token
    from mbc_cli.reading.treatment import Treatment
    from mbc_cli.reading.words import Lexicon

CERTAIN = "given"
DECLINED = "declined"
UNCLEAR_NO = "unclear-no"
TUMOUR_OF_A_YEAR = "tumour-of-a-year"
GOVERNED = ("to ", "recommendation")
"""How words of a plan begin that a verb before them governs: "*unwilling* to begin"."""
UNCLEAR = "unclear"
"""The role of a treatment if the words around it do not say whether it was given."""
IDLE = (DECLINED, "contraindicated", "unavailable", "planned", "discussed", NEGATED)
"""What words say of the treatment beside them, where they reached none."""
NEAR = 4  # tokens: "not felt to be indicated"
BESIDE_A_KIND = frozenset(
    ("treated", "unit", "schedule", "line", "setting", "month", "now", "stopped", "modality", "placeholder")
)
"""Roles of words beside a kind of treatment ("chemo") with which it still counts as given."""


class Told(NamedTuple):
    """A treatment of a text with the situations told of it, in order; any treatment if without names or procedure."""

    subject: Subject
    situations: tuple[str, ...] = ()

    @property
    def of_all(self) -> bool:
        """Whether the text names no treatment, so that it speaks of any."""
        return not self.subject.names and not self.subject.procedure


def told(book: Book, found: Treatment, words: Lexicon | None = None) -> tuple[Told, ...]:
    """What a text says of each treatment that it names; if it names none, what it says of any.

    `words` are the known words, those of the book by default.
    """
    chart = Chart(book, found, words or lexicon(book))
    if chart.subjects:
        return (*(Told(one, chart.told_of(one)) for one in chart.subjects), *chart.refused_all())
    said = tuple(dict.fromkeys(chart.said_of_no_treatment()))
    return (Told(Subject(0, found.text), said),) if said else ()


class Chart(Spoken):
    """What a text says of its treatments."""

    def told_of(self, one: Subject) -> tuple[str, ...]:
        """The situations of a treatment; how many drugs a kind of treatment had counts where nothing else is told."""
        said = dict.fromkeys(self.situations(one))
        numbers = [name for name in said if self.book.situations[name].of_kinds]
        if numbers and any(not self.book.situations[name].given for name in said):
            return tuple(name for name in said if name not in numbers)
        tells = any(self.book.situations[name].coded or self.book.situations[name].given for name in said)
        return (*said, *(() if tells else self.unclear(one)))

    def said_of_no_treatment(self) -> Iterator[str]:
        """What a text says that gives no treatment; of several drugs that are compared, not all may be blinded."""
        several = sum(found.role == COMPARED for found in self.found.mentioned) > 1
        for at in range(len(self.tokens)):
            for name in self.said_of_all(at):
                yield (several and self.book.situations[name].apart_as) or name

    def refused_all(self) -> Iterator[Told]:
        """A refusal of all treatment beside treatments with a name: "*declined all treatment* except letrozole"."""
        for at, token in enumerate(self.tokens):
            of = [found for found in self.subjects_in(self.clause[at]) if found.at > at]
            if token.known.before == DECLINED and token.kind == "word" and not any(one.role == DECLINED for one in of):
                behind = self.behind(at)[:NEAR]
                if any(map(is_any_treatment, behind)):
                    yield Told(Subject(at, token.text), (self.by_role[DECLINED],))

    def situations(self, one: Subject) -> Iterator[str]:
        """The situations of a treatment: what the reader says of it, then what words tell, from left to right."""
        if role := self.role_of(one):
            yield UNCLEAR_NO if self.is_unclear_no(one, role) else self.unless_negated(self.by_role[role], one)
            yield from (self.by_role[other] for other in self.overruling(one, role))
        if one in self.of_dated_tumours:
            yield TUMOUR_OF_A_YEAR
        certain = False
        for at, name in (heard[:2] for heard in self.heard if one in heard[2]):
            record = self.book.situations[name]
            aside = certain and not record.lasts and not self.is_beside(at)
            certain = certain or record.given
            if not aside:
                yield self.as_told(at, record, one)
            if self.is_doubtful(at, one) or (record.counted and self.is_counted(one, at)):
                yield CERTAIN

    def as_told(self, at: int, record: Situation, one: Subject) -> str:
        """The situation that a word tells of a treatment, or what it is behind a "no", or in a later sentence."""
        if record.negated_as and self.is_advice_against(at, one):
            return record.negated_as
        apart = any(token.kind == "stop" or token.text == ";" for token in self.tokens[at : one.at])
        return (apart and record.apart_as) or record.id

    def role_of(self, one: Subject) -> str:
        """What the reader says of a treatment; nothing where its "no" answers to another: "chemo-*none* horm-AI"."""
        if one.role == NEGATED and self.denied and one.at not in self.denied and one.at > min(self.denied):
            return ""
        if one.role in FORESEEN and self.is_asked(one.at):
            return UNKNOWN_WHETHER
        if one.role == GIVEN and one.at in self.denied:
            return NEGATED
        if one.role == GIVEN and (listed := self.listed_before(one) or self.listed_behind(one)):
            return self.role_of(listed)
        if one.role == DECLINED and (self.is_after_another(one) or self.is_before_more(one)):
            return ""
        return one.role if one.role in self.by_role else self.foreseen(one)

    @cached_property
    def denied(self) -> set[int]:
        """The places of treatments to which a "no" answers: "chemo - none"."""
        near = ((one, n) for one in self.subjects for n in (one.at + 1, one.at + 2) if n < len(self.tokens))
        return {one.at for one, n in near if is_no(self.tokens[n]) and self.is_answered(one, n)}

    def is_after_another(self, one: Subject) -> bool:
        """Whether it was given before a refusal: "refused Taxol *after* AC", "refused *after* 1 dose of AC"."""
        led = takewhile(lambda n: is_passed(self.tokens[n]) or self.tokens[n].means("on"), range(one.at - 1, -1, -1))
        tokens = [self.tokens[n] for n in led]
        behind = any(token.means("on") and token.means("premedication") for token in tokens)
        other = any(found.at < one.at and found.role == one.role for found in self.subjects)
        return behind and (other or any(map(is_count, tokens)))

    def is_before_more(self, one: Subject) -> bool:
        """Whether some of what was refused had been given: "refused trastuzumab *after 3 doses*"."""
        behind = self.tokens[one.at + 1 : one.at + 3]
        return len(behind) > 1 and behind[0].means("premedication") and is_count(behind[1])

    def listed_before(self, one: Subject) -> Subject | None:
        """The next in a list of kinds of treatment that the same is said of: "*chemo*/hormones: none"."""
        behind = next((found for found in self.subjects if found.at > one.at), None)
        if behind is None or not (self.is_kind(one) and self.is_kind(behind)):
            return None
        between = self.tokens[one.at + 1 : behind.at]
        return behind if between and all(token.kind in ("slash", "and", "or") for token in between) else None

    def listed_behind(self, one: Subject) -> Subject | None:
        """What was refused before it in a list that an "and" ends: "refused chemo, RT *and hormones*"."""
        before = next((found for found in reversed(self.subjects) if found.at < one.at), None)
        if before is None or before.role != DECLINED or not (self.is_kind(one) and self.is_kind(before)):
            return None
        between = self.tokens[before.at + 1 : one.at]
        return before if between and between[-1].kind == "and" and all(map(is_of_a_list, between)) else None

    def is_unclear_no(self, one: Subject, role: str) -> bool:
        """Whether a word that is not understood stands before what was not given, or right before "to begin"."""
        here = range(self.places_in(self.clause[one.at]).start, one.at)
        said = [n for n in here if self.tokens[n].kind == "word" and self.tokens[n].known.before == role]
        if not said:
            return False
        if role == NEGATED:
            return any(is_strange_word(self.tokens[n]) for n in here)
        if role in FORESEEN:
            begins = self.tokens[said[0]].text.casefold().startswith(GOVERNED)
            return begins and any(map(is_strange_word, self.tokens[said[0] - 1 : said[0]]))
        return is_strange_word(self.tokens[one.at - 1])

    def unless_negated(self, name: str, one: Subject) -> str:
        """A situation, or what it becomes for a treatment with a "no" before it: "no AC *planned*"."""
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

    def is_doubtful(self, at: int, one: Subject) -> bool:
        """Whether a later clause says that what stands with cycles or a date was not given: "AC x4, refused"."""
        refused = not self.is_beside(at) and self.tokens[at].known.before in SAID_LATER
        return one.role == GIVEN and refused and self.is_counted(one)

    def is_advice_against(self, at: int, one: Subject) -> bool:
        """Whether a word of advice stands behind a "no", or around a treatment with one: "no AC *planned*"."""
        if self.no_before(at) is not None:
            return True
        no = self.no_before(one.at)
        between = range(one.at + 1, at) if at > one.at else range(at + 1, no or 0)
        return no is not None and all(is_passed(self.tokens[n]) for n in between)

    # --- what is not clear ---------------------------------------------------------------------------------------

    def overruling(self, one: Subject, role: str) -> Iterator[str]:
        """What a later word says of a treatment that was foreseen: "planned but *cancelled*"."""
        for at in self.places_in(self.clause[one.at]) if role in FORESEEN else ():
            yield from (said for said in self.idle(at, one) if said not in FORESEEN and at > one.at)

    def idle(self, at: int, one: Subject) -> list[str]:
        """The roles of a word for something not given that reached no treatment, where this one is beside it."""
        inside = self.subjects_in(self.clause[at])
        before = [found for found in inside if found.at < at]
        said = [role for role in self.said_at(at) if role in IDLE and not any(found.role == role for found in inside)]
        return said if one in (before[-1:] or inside) else []

    def said_at(self, at: int) -> tuple[str, ...]:
        """What a word says of a treatment before or behind it; a mere "no" or "not" only with an act."""
        known, behind = self.tokens[at].known, self.behind(at)[:NEAR]
        mere = known.before == NEGATED and (not known.after or "placeholder" in known.roles)
        if self.tokens[at].kind != "word" or (mere and not any(token.means("act") for token in behind)):
            return ()
        return tuple(dict.fromkeys((known.before, known.after)))

    def unclear(self, one: Subject) -> Iterator[str]:
        """What is said of a treatment beside words that reached none, or that do not say whether it was given."""
        here = self.clause[one.at]
        tokens = self.in_clause(here)
        idle = [role for at in self.places_in(here) for role in self.idle(at, one)]
        if one.role == GIVEN and idle and not any(map(is_count, tokens)):
            yield self.by_role[idle[0]]
        elif UNCLEAR in self.by_role and one.role == GIVEN and (idle or self.is_unclear(one, tokens)):
            yield self.by_role[UNCLEAR]

    def is_unclear(self, one: Subject, tokens: Sequence[Token]) -> bool:
        """Whether nothing says that a treatment was given, and words beside it are not understood or speak of less."""
        if any(is_count(token) and not self.is_ahead(token) for token in tokens):
            return False
        if any(self.book.situations[name].weak and self.clause[at] == self.clause[one.at] for at, name in self.words):
            return True
        words = [token for token in tokens if token.kind == "word"]
        if self.is_kind(one):
            return not self.is_heading(one) and (is_vague(words) or is_sign(self.tokens[one.at + 1 : one.at + 4]))
        return not any(map(is_date, tokens)) and any(map(is_strange, words))

    def is_ahead(self, length: Token) -> bool:
        """Whether a length of time has yet to pass: "chemo *in* 3 weeks"."""
        at = self.tokens.index(length)
        return at > 0 and self.tokens[at - 1].means("ahead")

    def is_heading(self, one: Subject) -> bool:
        """Whether a kind of treatment is the heading of one of its drugs: "*hormones*: letrozole"."""
        behind = self.tokens[one.at + 1 : one.at + 2]
        return bool(behind) and behind[0].text in (":", "=") and any(found.at == one.at + 2 for found in self.subjects)


def is_strange_word(token: Token) -> bool:
    """Whether a token is a word that is not known."""
    return token.kind == "word" and is_strange(token)


def is_any_treatment(token: Token) -> bool:
    """Whether a word means any treatment: "all *therapy*", "further *tx*"."""
    return token.means("procedure") and token.means("look through")


def is_of_a_list(token: Token) -> bool:
    """Whether a token joins treatments, or is one without drugs: ", RT and"."""
    return token.kind in ("and", "or", "slash") or token.means("procedure") or token.means("modality")


def is_vague(words: Sequence[Token]) -> bool:
    """Whether words around a mere kind of treatment do not say that it was given."""
    beside = [word for word in words if word.known.roles.isdisjoint(BESIDE_A_KIND) and not is_treatment(word.known)]
    done = any(word.means(role) for word in words for role in ("now", "act"))
    return bool(beside) and (not done or any(map(is_strange, words)))


def is_strange(word: Token) -> bool:
    """Whether a word is not known, and not written like the name of a place or a person inside a text."""
    proper = word.start > 0 and word.text[:1].isupper() and not word.text.isupper()
    return not word.known.roles and not proper


def is_no(token: Token) -> bool:
    """Whether a word is a "no" or a "none"."""
    return token.known.before == NEGATED and token.means("placeholder")


def is_sign(behind: Sequence[Token]) -> bool:
    """Whether a number or a sign that is not understood stands behind a kind of treatment: "chemo *0*", "HT *(-)*"."""
    number = any(token.text.isdigit() and not is_date(token) and not is_count(token) for token in behind[:1])
    return number or "".join(token.text for token in behind) in ("(-)", "(+)")
