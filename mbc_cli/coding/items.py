"""What a cancer registrar records for a treatment: the code of each item, the drug behind it, and by which rule."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache, reduce
from itertools import islice, pairwise, product
from typing import TYPE_CHECKING, NamedTuple

from mbc_cli.ask.expand import Reading, answer, composition, expand
from mbc_cli.book.days import Span
from mbc_cli.book.model import Part
from mbc_cli.book.names import fold
from mbc_cli.coding.categories import FUTURE, NOT_CODED, Agent, agent, covered, dated_rules, stretches
from mbc_cli.coding.choices import Footprint, footprints
from mbc_cli.coding.situations import Course, charted, kinds, statements, with_statements
from mbc_cli.coding.statements import Said
from mbc_cli.coding.tallies import is_below
from mbc_cli.reading.mentions import UNDECIDED
from mbc_cli.reading.sense import ASKED
from mbc_cli.reading.subjects import Subject
from mbc_cli.reading.tokens import place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mbc_cli.ask.expand import Answer
    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Phase
    from mbc_cli.coding.statements import Ids
    from mbc_cli.reading.aids import Aids
    from mbc_cli.reading.tokens import Token
    from mbc_cli.reading.treatment import Treatment

MOST_CASES = 64
REMEMBERED = 1 << 12  # treatments of a column
NO_COURSE = Course()
FOR_OTHER_THINGS = "other"
"""The use of medicines that are not given to treat cancer: filgrastim, ondansetron."""
SAID_OF_ALL = frozenset({"part of a list", "a list behind no", "a list behind a refusal"})
WHETHER_GIVEN = SAID_OF_ALL | {
    "a question",
    "an arm of a trial named after a drug",
    "only begun in words",
    "yet to begin",
}
"""The doubts about whether something was given; and among them, those about what the chart says about a list."""
SAID_OF_NOTHING, OF_ANOTHER_DISEASE = "said of nothing", "another disease"
"""The doubt about a word matched to no drug, and the role of words for what is not treatment of this cancer."""
RULES = (
    FUTURE,
    "before-2005",
    "hormone-again",
    "kind-only",
    "one-agent",
    "one-agent-beside-others",
    "own-item",
    "seer-rx-decides",
    "several-agents",
    "single-agents-in-turn",
    "value-of-other",
)
"""The rules that answers cite by id; a test makes sure that the data has them."""


class Coding(NamedTuple):
    """One reading of a text for one period of dates of diagnosis, which the rules in `dated` are about.

    `unsaid` is why it is uncertain that what the text names was given; `about` are the items of the texts that name a
    drug, if the texts belong to particular items.
    """

    reading: Reading
    span: Span
    agents: tuple[Agent, ...]
    footprints: tuple[Footprint, ...]
    dated: Ids = ()
    unread: Ids = ()
    notes: Ids = ()
    unsaid: Ids = ()
    about: tuple[tuple[str, Ids], ...] = ()

    @property
    def rules(self) -> Ids:
        """Every rule that the answer rests on, once."""
        cells = [rule for found in self.footprints for cell in found.cells for rule in cell.rules]
        return tuple(dict.fromkeys([*self.dated, *cells, *(rule for one in self.agents for rule in one.rules)]))

    @property
    def outcome(self) -> tuple[tuple[tuple[Ids, bool, bool], ...], ...]:
        """The codes alone, whatever the order of the choices."""
        return tuple(sorted(found.outcome for found in self.footprints))

    def noted(self, note: str) -> Coding:
        """The same with one more note."""
        return self._replace(notes=(*self.notes, note))


class Case(NamedTuple):
    """One reading of a text, or of several texts about one patient, with what else they say."""

    reading: Reading
    course: Course = NO_COURSE

    def behind(self, other: Case) -> Case:
        """Both as one, with the text of this one after that of the other."""
        one, two = other.reading, self.reading
        name = " | ".join(filter(None, (one.name, two.name)))
        whole = Reading(
            kind="treatment",
            id="",
            name=name,
            form="treatment",
            written=name,
            usual=one.usual and two.usual,
            phases=(*one.phases, *two.phases),
            notes=tuple(dict.fromkeys((*one.notes, *two.notes))),
            doubts=tuple(dict.fromkeys((*one.doubts, *two.doubts))),
        )
        return Case(whole, self.course.behind(other.course))


def codings(book: Book, cases: Iterable[Case], dx: Span | None, today: str) -> list[Coding]:
    """Every case for every period of dates of diagnosis (today without `dx`)."""
    return [one for case in cases for one in coded(book, case, dx or Span(today, today), today)]


def cases(book: Book, text: str, aids: Aids | None = None, about: Ids | None = ()) -> tuple[Answer, list[Case]]:
    """A text as expanded, and each of its readings with what it says about treatments that were not simply given.

    A text that says that nothing was given is also a case; one that says nothing is not. `about` are the items that it
    is about if it names no treatment, such as that of its column; empty means all items, None that they are unknown.
    """
    found = expand(book, text, aids)
    if found.treatment is None:
        return found, [Case(reading, named(book, text, reading, about)) for reading in compositions(book, found)]
    course = charted(book, found.treatment, about)
    if course.texts != (found.treatment,):
        found = answer(book, found.query, course.texts[0])
    readings = list(compositions(book, found))
    if not readings and (course.said or course.given):
        readings = [composition(book, found.query, course.texts[0])]
    return found, [Case(reading, course) for reading in readings]


def named(book: Book, text: str, reading: Reading, about: Ids | None = ()) -> Course:
    """A text that is only a name, about some items: what it names counts as given."""
    return Course(given=(Said(Subject(0, text, tuple(book.drugs_in(reading.phases))), (), about),))


def joined(every: Sequence[Sequence[Case]]) -> list[Case]:
    """The cases of several texts about one patient as those of one text, in order; texts without a case say nothing."""
    several = islice(product(*filter(None, every)), MOST_CASES)
    return [reduce(lambda one, other: other.behind(one), each) for each in several if each]


def text_of(found: Answer, reading: Reading) -> Treatment | None:
    """The text from which a reading was made; None for a reading of a name."""
    return found.treatment if reading.form == "treatment" else None


def compositions(book: Book, answer: Answer) -> Iterator[Reading]:
    """The readings, with a product as the drug that it is; and a text with an acronym in it read differently.

    None if the usual reading is not a treatment: CA is first of all a carcinoma.
    """
    if any(reading.usual and reading.kind == "lookalike" for reading in answer.readings):
        return
    for reading in answer.readings:
        text = text_of(answer, reading)
        product_of = "" if text else whole_product(book, reading)
        if reading.phases:
            yield as_product(book, reading, product_of) if product_of else reading
    if text := next(filter(None, (text_of(answer, reading) for reading in answer.readings)), None):
        for written, other, phases in recomposed(book, text):
            name = f"{answer.query}, with {written} read as {other}"
            yield answer.readings[0].but(name=name, phases=phases, usual=False)


def recomposed(book: Book, text: Treatment) -> Iterator[tuple[str, str, tuple[Phase, ...]]]:
    """The phases of a text with an acronym in it read differently: the acronym, the other reading, and the phases."""
    from mbc_cli.reading.treatment import treatments  # only for a text that is put together from names

    for n, mention in enumerate(text.given):
        for other in mention.readings[1:]:
            changed = replace(mention, phases=book.phases(other))
            for phases in treatments(book, (*text.given[:n], changed, *text.given[n + 1 :])):
                yield mention.token.text, other.name, phases


def whole_product(book: Book, reading: Reading) -> str:
    """The drug entry of the combination product that the whole text names ("Phesgo"), or ""."""
    for match in book.names.named(reading.written) if reading.kind == "treatment" else ():
        if match.kind == "brand" and book.brands[match.id].product:
            return book.brands[match.id].product
        if match.kind == "drug" and book.drugs[match.id].components:
            return match.id
    return ""


def as_product(book: Book, reading: Reading, name: str) -> Reading:
    """The reading as one drug entry."""
    return reading.but(name=book.drugs[name].name, phases=((Part(any_of=(name,)),),))


def coded(book: Book, case: Case, dx: Span, today: str) -> Iterator[Coding]:
    """A case for each period of the dates of diagnosis."""
    reading, course = case
    named = [*book.drugs_in(reading.phases), *(name for one in course.said for name in one.subject.names)]
    for span in stretches(book, named, dx):
        agents = agents_of(book, reading.phases, course, span)
        unsaid = tuple(not_said_to_be_given(book, course))
        sound = covered(book, span, today) and not unsaid
        said = statements(book, course, span)
        if unsaid:
            said = [one._replace(values=()) for one in said]
        found = known_footprints(book, reading.phases, tuple(agents.values()), sound)
        if course.texts:
            found = tuple(with_statements(book, one, course, said, sound) for one in found)
        yield Coding(
            reading,
            span,
            tuple(agents.values()),
            found,
            dated_rules(book, span, today),
            tuple(token.text for text in course.texts for token in text.unread),
            (*notes(reading, course), *left_out(book, course, found), *uncounted(book, course)),
            unsaid,
            tuple((name, one.about) for one in course.given if one.about for name in one.subject.names),
        )


@lru_cache(maxsize=REMEMBERED)
def known_footprints(
    book: Book, phases: tuple[Phase, ...], agents: tuple[Agent, ...], sound: bool
) -> tuple[Footprint, ...]:
    """The footprints of some drugs, each computed once: the texts of a column differ more than the drugs in them."""
    return footprints(book, phases, {one.id: one for one in agents}, sound)


def not_said_to_be_given(book: Book, course: Course) -> Iterator[str]:
    """Why it is uncertain that something was given, or what something else is said about."""
    if not course.texts and any(ASKED.search(one.subject.text) for one in course.given):
        yield "a question"
    for text in course.texts:
        yield from (
            doubt.said for doubt in text.doubts if doubt.kind in (SAID_OF_ALL if course.said else WHETHER_GIVEN)
        )
        if (course.said or course.given) and ASKED.search(text.text):
            yield "a question"
        yield from perhaps_for_another_disease(text)
        yield from counted_unread(text)
    for written, name in perhaps_named(book, course) if course.said else ():
        yield f"{written}: may stand for {book.item(name).name}"


def perhaps_for_another_disease(text: Treatment) -> Iterator[str]:
    """Another disease or purpose that was matched to no drug: "tamoxifen 2010 for prevention"."""
    words = tuple(f"{word.text}: " for word in text.words if word.means(OF_ANOTHER_DISEASE))
    yield from (doubt.why for doubt in text.doubts if doubt.kind == SAID_OF_NOTHING and doubt.why.startswith(words))


def counted_unread(text: Treatment) -> Iterator[str]:
    """Words that were not read but are followed by a number of cycles, like a treatment: "DDAC x4"."""
    unread = {token.start for token in text.unread}
    everything = sorted((*text.tokens, *(mark for mark in text.marks if mark not in text.tokens)), key=place)
    for word, behind in pairwise(everything):
        if word.start in unread and behind.of == "cycles":
            yield f"{word.text} {behind.text}: not read, although it has a number of cycles"


def notes(reading: Reading, course: Course) -> Iterator[str]:
    """The notes on the text; not those on a regimen as such, and not those in `unread`."""
    regimens = [found for text in course.texts for mention in text.given for found in mention.readings]
    known = {note for found in [*regimens, *filter(None, [reading.regimen])] for note in found.remarks}
    yield from (note for note in reading.notes if note not in known and not note.startswith("not read:"))


def left_out(book: Book, course: Course, found: Sequence[Footprint]) -> Iterator[str]:
    """What is said about treatments that changes no code, because their items have other drugs: "PD -> Faslodex"."""
    counted = {said.subject.at for one in found for cell in one.cells for said in cell.said}
    for one in course.said:
        if (one.subject.names or one.subject.procedure) and one.subject.at not in counted:
            names = ", ".join(book.situations[name].name for name in one.situations)
            yield f"{one.subject.text}: {names}: changes no code here"


def open_points(book: Book, one: Coding) -> Iterator[str]:
    """What the codes leave unsettled, and why."""
    for agent_found in one.agents:
        yield from agent_found.open
    for name in one.rules:
        if book.rules[name].open:
            yield f"{book.rules[name].name}: {book.rules[name].text}"
    if one.unread:
        yield f"not read: {', '.join(one.unread)}: a drug among these would count too"
    yield from one.unsaid


def perhaps_given(book: Book, course: Course, span: Span) -> Iterator[Agent]:
    """What look-alikes and undecided names may stand for if nothing is said about any treatment."""
    for written, name in () if course.said else perhaps_named(book, course):
        one = agent(book, name, span)
        yield one._replace(ways=(*one.ways, NOT_CODED), open=(*one.open, f"{written}: may stand for {one.name}"))


def perhaps_named(book: Book, course: Course) -> Iterator[tuple[str, str]]:
    """Look-alikes and undecided names with the drug or class they may be: "CMF + ET", "surgery, then AI".

    Not one that the text says something about, either directly or by its class: "hormones: yes (Tam)".
    """
    told = [name for one in (*course.given, *course.said) for name in one.subject.names]
    tokens = [found.token for text in course.texts for found in text.mentioned if found.role in ("refused", UNDECIDED)]
    for written, match in [(token.text, match) for token in tokens for match in token.matches]:
        name = book.lookalikes[match.id].stands_for if match.kind == "lookalike" else match.id
        known = any(name == of or is_below(book, name, of) for of in told)
        if match.kind in ("lookalike", "class", "drug") and name and not known:
            yield written, name


def may_count(book: Book, beside: Token) -> bool:
    """Whether an item may include a medicine beside the drugs: not one with other uses only and no record."""
    return beside.use != FOR_OTHER_THINGS or beside.of in book.categories


def uncounted(book: Book, course: Course) -> Iterator[str]:
    """That other medicines in the texts have no code here."""
    others = dict.fromkeys(token for text in course.texts for token in text.beside if not may_count(book, token))
    names = dict.fromkeys(one.text if one.of == fold(one.text) else f"{one.text} ({one.of})" for one in others)
    if names:
        yield f"{', '.join(names)}: no code here (SEER*Rx says whether one is coded or ancillary)"


def agents_of(book: Book, phases: tuple[Phase, ...], course: Course, span: Span) -> dict[str, Agent]:
    """The drugs of some phases, and what else the text gives or may give."""
    others = (token.of for text in course.texts for token in text.beside if may_count(book, token))
    names = dict.fromkeys((*book.drugs_in(phases), *others, *kinds(course)))
    agents = {name: agent(book, name, span) for name in names}
    agents.update((one.id, one) for one in perhaps_given(book, course, span) if one.id not in agents)
    return agents
