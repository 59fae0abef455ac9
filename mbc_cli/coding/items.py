"""What a cancer registrar records for a treatment: the code of each NAACCR item, which drug leads to it, by which rule.

No code is stored. Where the facts are open (no record, a category that only a second list has, a rule that no source
settles), every way in which they may turn out is worked out, and a code is settled only if all of them give it.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from math import prod
from typing import TYPE_CHECKING, NamedTuple

from mbc_cli.book.days import Span, span_of, this_day
from mbc_cli.book.model import Part
from mbc_cli.coding.categories import (
    ANCILLARY,
    FUTURE,
    NOT_CODED,
    Agent,
    Way,
    agent,
    covered,
    covered_from,
    dated_rules,
    either,
    stretches,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mbc_cli.ask.expand import Answer, Reading
    from mbc_cli.book.book import Book
    from mbc_cli.book.model import NaaccrItem, Phase
    from mbc_cli.reading.treatment import Treatment

MOST_VARIANTS = 512
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
"""The rules that answers cite by their id; a test holds the data to them."""

Ids = tuple[str, ...]


class Cell(NamedTuple):
    """The codes that an item may have by the records known; `settled`: it is this one whatever else turns out.

    `complete`: it is one of these; else it may be another, and "not given" is left out as no more than a guess.
    `agents` are the drugs that lead to it, alternatives together.
    """

    item: NaaccrItem
    values: Ids = ()
    settled: bool = False
    complete: bool = False
    agents: tuple[Ids, ...] = ()
    rules: Ids = ()

    @property
    def text(self) -> str:
        """ "03", "02 or 03", or "" where it cannot be decided."""
        return either(self.values) if self.complete else ""


class Footprint(NamedTuple):
    """The codes of all items for one choice of alternatives and optional parts, which `label` names."""

    label: str
    cells: tuple[Cell, ...]

    @property
    def outcome(self) -> tuple[tuple[Ids, bool, bool], ...]:
        """The codes alone."""
        return tuple((cell.values, cell.settled, cell.complete) for cell in self.cells)


class Coding(NamedTuple):
    """One reading of a text for one stretch of dates of diagnosis, of which the rules `dated` speak."""

    reading: Reading
    span: Span
    agents: tuple[Agent, ...]
    footprints: tuple[Footprint, ...]
    dated: Ids = ()
    unread: Ids = ()
    notes: Ids = ()

    @property
    def rules(self) -> Ids:
        """Every rule that the answer rests on, once."""
        cells = [rule for found in self.footprints for cell in found.cells for rule in cell.rules]
        return tuple(dict.fromkeys([*self.dated, *cells, *(rule for one in self.agents for rule in one.rules)]))

    @property
    def outcome(self) -> tuple[tuple[tuple[Ids, bool, bool], ...], ...]:
        """The codes alone, in no order of choices."""
        return tuple(sorted(found.outcome for found in self.footprints))


# --- a text ------------------------------------------------------------------------------------------------------


def codings(book: Book, answer: Answer, dx: Span | None, today: str) -> list[Coding]:
    """Every reading of a text that gives a treatment, for every stretch of dates of diagnosis (today without `dx`)."""
    return [
        one
        for reading in compositions(book, answer)
        for one in coded(book, reading, text_of(answer, reading), dx or Span(today, today), today)
    ]


def text_of(answer: Answer, reading: Reading) -> Treatment | None:
    """The text of which a reading is made; None for a reading of a name."""
    return answer.treatment if reading.form == "treatment" else None


def compositions(book: Book, answer: Answer) -> Iterator[Reading]:
    """The readings, a product as the drug that it is; and a text with another reading of an acronym inside it.

    None where the usual reading is no treatment: CA is a carcinoma first.
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
    """The phases of a text with an acronym in it read otherwise: the acronym, the other reading, and the phases."""
    from mbc_cli.reading.treatment import treatments  # only for a text that is put together from names

    for n, mention in enumerate(text.given):
        for other in mention.readings[1:]:
            changed = replace(mention, phases=book.phases(other))
            for phases in treatments(book, (*text.given[:n], changed, *text.given[n + 1 :])):
                yield mention.token.text, other.name, phases


def whole_product(book: Book, reading: Reading) -> str:
    """The drug entry of a product of several drugs that the whole text names ("Phesgo"), or ""."""
    for match in book.names.named(reading.written) if reading.kind == "treatment" else ():
        if match.kind == "brand" and book.brands[match.id].product:
            return book.brands[match.id].product
        if match.kind == "drug" and book.drugs[match.id].components:
            return match.id
    return ""


def as_product(book: Book, reading: Reading, name: str) -> Reading:
    """A reading of one drug entry."""
    return reading.but(name=book.drugs[name].name, phases=((Part(any_of=(name,)),),))


def coded(book: Book, reading: Reading, text: Treatment | None, dx: Span, today: str) -> Iterator[Coding]:
    """A reading for each stretch of the dates of diagnosis."""
    for span in stretches(book, book.drugs_in(reading.phases), dx):
        agents = agents_of(book, reading.phases, text, span)
        yield Coding(
            reading,
            span,
            tuple(agents.values()),
            footprints(book, reading.phases, agents, covered(book, span, today)),
            dated_rules(book, span, today),
            tuple(token.text for token in text.unread) if text else (),
            tuple(notes(reading, text)),
        )


def notes(reading: Reading, text: Treatment | None) -> Iterator[str]:
    """The notes on the text; not those on a regimen as such, nor what `unread` has."""
    regimens = [found for mention in (text.given if text else ()) for found in mention.readings]
    known = {note for found in [*regimens, *filter(None, [reading.regimen])] for note in found.remarks}
    yield from (note for note in reading.notes if note not in known and not note.startswith("not read:"))


def open_points(book: Book, one: Coding) -> Iterator[str]:
    """What the codes do not settle, and why."""
    for agent_found in one.agents:
        yield from agent_found.open
    for name in one.rules:
        if book.rules[name].open:
            yield f"{book.rules[name].name}: {book.rules[name].text}"
    if one.unread:
        yield f"not read: {', '.join(one.unread)}: a drug among these would count too"


def perhaps_given(book: Book, text: Treatment | None, span: Span) -> Iterator[Agent]:
    """The classes that look-alikes in a text may stand for: "CMF + ET"."""
    tokens = [mention.token for mention in (text.mentioned if text else ()) if mention.role == "refused"]
    for written, match in [(token.text, match) for token in tokens for match in token.matches]:
        if match.kind == "lookalike" and (name := book.lookalikes[match.id].stands_for):
            one = agent(book, name, span)
            yield one._replace(ways=(*one.ways, NOT_CODED), open=(*one.open, f"{written}: may stand for {one.name}"))


def agents_of(book: Book, phases: tuple[Phase, ...], text: Treatment | None, span: Span) -> dict[str, Agent]:
    """The drugs of some phases, and of the text what else it gives or may give."""
    others = tuple(dict.fromkeys(token.of for token in text.beside)) if text else ()
    agents = {name: agent(book, name, span) for name in (*book.drugs_in(phases), *others)}
    agents.update((one.id, one) for one in perhaps_given(book, text, span) if one.id not in agents)
    return agents


# --- a column ----------------------------------------------------------------------------------------------------


def row_codes(book: Book, phases: tuple[Phase, ...], dx: str, today: str = "") -> tuple[str, str, str, str]:
    """Items 1390, 1400, 1410 and 1420 of a treatment as text: "03", "02 or 03", or "" where it cannot be decided.

    `dx` is a day, month or year; without one, a code is given only if it holds for every date of diagnosis that the
    sources cover. A text that is no date decides nothing, and nor does a text without a treatment. Drugs that only a
    profile would add are left out, as they are from the drugs of an annotated text.
    """
    return as_row(row_values(book, phases, None, dx, today or this_day()))


def treatment_codes(book: Book, found: Treatment, dx: str, today: str = "") -> tuple[str, str, str, str]:
    """What `row_codes` gives for a text as it was read: other readings and other medicines count too."""
    every = [*found.treatments, *(phases for _, _, phases in recomposed(book, found))]
    rows = [row_values(book, phases, found, dx, today or this_day()) for phases in every]
    return as_row([set().union(*columns) for columns in zip(*rows, strict=True)])


def row_values(book: Book, phases: tuple[Phase, ...], text: Treatment | None, dx: str, today: str) -> list[set[str]]:
    """The codes that each item may have, "" among them where it cannot be decided; none without a treatment."""
    span = span_of(dx) if dx.strip() else Span(covered_from(book), today)
    phases = tuple(tuple(part for part in phase if not part.when) for phase in phases)
    columns: list[set[str]] = [set() for _ in book.naaccr]
    for stretch in stretches(book, book.drugs_in(phases), span) if span and phases else ():
        agents = agents_of(book, phases, text, stretch)
        for found in footprints(book, phases, agents, covered(book, stretch, today)):
            for column, cell in zip(columns, found.cells, strict=True):
                column.update(cell.values if cell.complete else ("",))
    return columns


def as_row(columns: Sequence[set[str]]) -> tuple[str, str, str, str]:
    """The four items as text."""
    one, two, three, four = ("" if "" in column else either(sorted(column)) for column in columns)
    return one, two, three, four


# --- codes -------------------------------------------------------------------------------------------------------


class Tally(NamedTuple):
    """How many drugs count for each item (two stand for more), the items of classes, and codes given beside these."""

    numbers: tuple[int, ...]
    kinds: frozenset[tuple[int, str]] = frozenset()
    others: frozenset[str] = frozenset()

    def plus(self, n: int, way: Way, of_kind: str) -> Tally:
        """The tally with one more drug for the item at `n`."""
        numbers = (*self.numbers[:n], min(2, self.numbers[n] + 1), *self.numbers[n + 1 :])
        kinds = self.kinds | {(n, of_kind)} if of_kind else self.kinds
        return Tally(numbers, kinds, self.others | {way.value} if way.category == "other" else self.others)


def tallies(book: Book, agents: Sequence[Agent], strict: bool) -> set[Tally]:
    """Every tally that these drugs can give; strict: a drug that is not sure may count as anything."""
    place = {item.category: n for n, item in enumerate(book.naaccr.values())}
    found = {Tally((0,) * len(place))}
    for one in agents:
        possible = possibilities(book, one, agents, strict)
        found = {
            tally.plus(place[way.category], way, one.of_kind) if way.category in place else tally
            for tally in found
            for way in possible
        }
    return found


def possibilities(book: Book, one: Agent, agents: Sequence[Agent], strict: bool) -> tuple[Way, ...]:
    """What a drug can count as among these drugs."""
    if strict and not one.sure:
        return (*(Way(item.category) for item in book.naaccr.values()), NOT_CODED)
    beside = [other for other in agents if other is not one]
    if one.only_in_regimens and not any(other.sure and set(other.categories) - {ANCILLARY} for other in beside):
        unsure = any(not other.sure for other in beside)  # a drug without a record may turn out ancillary too
        return (*one.ways, NOT_CODED) if unsure else (NOT_CODED,)
    if one.of_kind and any(is_below(book, other.id, one.id) for other in beside):
        return (*one.ways, NOT_CODED)
    return one.ways or (NOT_CODED,)


def is_below(book: Book, name: str, above: str) -> bool:
    """Whether a drug or class lies below a class: "docetaxel chemotherapy" may be one drug."""
    if name in book.drugs:
        return above in book.classes_of(book.drugs[name])
    return name in book.classes and above in book.lineage(name)[1:]


def codes(item: NaaccrItem, n: int, tally: Tally) -> set[str]:
    """The codes that the item at `n` may have for a tally."""
    number, one, given = tally.numbers[n], item.with_role("one"), item.with_role("given")
    if not number:
        return set(item.with_role("none"))
    if not one:
        explicit = tally.others if item.category == "other" else frozenset({""})
        return {code for value in explicit for code in ((value,) if value else given)}
    if number > 1:
        return set(item.with_role("several"))
    if (n, "modality") in tally.kinds:
        return set(given)
    beside = item.with_role("several") if sum(tally.numbers) > number else ()
    return {*one, *beside, *(given if (n, "class") in tally.kinds else ())}


def cells(book: Book, agents: Sequence[Agent], sound: bool) -> tuple[Cell, ...]:
    """The codes of every item for some drugs."""
    known, every = tallies(book, agents, False), tallies(book, agents, True)
    found = []
    for n, item in enumerate(book.naaccr.values()):
        values = {code for tally in known for code in codes(item, n, tally)}
        possible = {code for tally in every for code in codes(item, n, tally)}
        complete = sound and possible == values
        if not complete and values == set(item.with_role("none")):
            values = set()  # "not given" would be a guess
        shown = tuple(value.code for value in item.values if value.code in values)
        found.append(Cell(item, shown, complete and len(values) == 1, complete))
    return tuple(found)


# --- alternatives and optional parts -----------------------------------------------------------------------------


class Choice(NamedTuple):
    """A part of a treatment: the groups of its drugs that come to the same, () where it may be left out."""

    part: Part
    groups: tuple[Ids, ...]


class Variant(NamedTuple):
    """One group taken of every part, and the codes."""

    taken: tuple[Ids, ...]
    found: Footprint


def footprints(
    book: Book, phases: tuple[Phase, ...], agents: Mapping[str, Agent], sound: bool
) -> tuple[Footprint, ...]:
    """The codes for every choice of alternatives and optional parts; choices with the same codes are one footprint.

    Not `sound`: the dates of diagnosis are not covered, and nothing is settled.
    """
    parts = choices(phases, agents)
    if (number := prod(len(choice.groups) for choice in parts)) > MOST_VARIANTS:
        nothing = tuple(Cell(item) for item in book.naaccr.values())
        return (Footprint(f"{number} combinations: give the drugs that were given", nothing),)
    beside = [one for name, one in agents.items() if name not in book.drugs_in(phases)]
    variants = []
    for taken in product(*(choice.groups for choice in parts)):
        given = [agents[name] for name in dict.fromkeys(group[0] for group in taken if group)]
        variants.append(Variant(taken, Footprint("", cells(book, [*given, *beside], sound))))
    return tuple(merged(book, phases, agents, parts, variants))


def choices(phases: Sequence[Phase], agents: Mapping[str, Agent]) -> list[Choice]:
    """Each part with its groups of drugs; a drug that stands in several parts is a group of its own."""
    parts = [part for phase in phases for part in phase]
    written = [name for part in parts for name in part.any_of]
    found = []
    for part in parts:
        groups: dict[object, list[str]] = {}
        for name in part.any_of:
            one = agents[name]
            alike = (one.ways, one.sure, one.of_kind, one.only_in_regimens)
            groups.setdefault(name if written.count(name) > 1 else alike, []).append(name)
        taken = [tuple(names) for names in groups.values()]
        left_out: list[Ids] = [()] if part.optional or part.when else []
        found.append(Choice(part, tuple([*left_out, *taken] if part.when else [*taken, *left_out])))
    return found


def merged(
    book: Book,
    phases: tuple[Phase, ...],
    agents: Mapping[str, Agent],
    parts: Sequence[Choice],
    variants: Sequence[Variant],
) -> Iterator[Footprint]:
    """The footprints of the variants, each once, with the choices that lead to it, its drugs and its rules."""
    groups: dict[object, list[Variant]] = {}
    for variant in variants:
        groups.setdefault(variant.found.outcome, []).append(variant)
    deciding = [n for n in range(len(parts)) if decides(n, parts[n], variants)]
    for group in groups.values():
        words = [", ".join(choice_words(book, parts[n], variant.taken[n]) for n in deciding) for variant in group]
        given = narrowed(phases, group)
        grounds = tuple(grounded(book, cell, given, agents) for cell in group[0].found.cells)
        yield Footprint(" or ".join(dict.fromkeys(filter(None, words))), grounds)


def narrowed(phases: tuple[Phase, ...], group: Sequence[Variant]) -> tuple[Phase, ...]:
    """The phases with only the drugs that some of these variants take."""
    columns = zip(*(variant.taken for variant in group), strict=True)
    used = [tuple(dict.fromkeys(name for names in column for name in names)) for column in columns]
    left = iter(used)
    return tuple(tuple(part.but(any_of=next(left)) for part in phase) for phase in phases)


def decides(n: int, choice: Choice, variants: Sequence[Variant]) -> bool:
    """Whether the choice for one part alone can change a code."""
    outcomes = {variant.taken: variant.found.outcome for variant in variants}
    return len(choice.groups) > 1 and any(
        outcome != outcomes[(*taken[:n], group, *taken[n + 1 :])]
        for taken, outcome in outcomes.items()
        for group in choice.groups
    )


def choice_words(book: Book, choice: Choice, taken: Ids) -> str:
    """ "with trastuzumab", "without trastuzumab", or the alternatives taken."""
    names = " or ".join(book.item(name).name for name in taken or choice.part.any_of)
    if not taken:
        return f"without {names}"
    return f"with {names}" if () in choice.groups else names


# --- grounds -----------------------------------------------------------------------------------------------------


def grounded(book: Book, cell: Cell, given: Sequence[Phase], agents: Mapping[str, Agent]) -> Cell:
    """A cell with the drugs that lead to its code, and the rules."""
    if set(cell.values) <= set(cell.item.with_role("none")):
        return cell
    mine = [in_category(part, cell.item.category, agents) for phase in given for part in phase]
    rules = [*counting_rules(cell, given, agents), *(r for names in mine for name in names for r in agents[name].rules)]
    return cell._replace(
        agents=tuple(dict.fromkeys(filter(None, mine))),
        rules=tuple(rule for rule in dict.fromkeys(rules) if rule in book.rules),
    )


def in_category(part: Part, category: str, agents: Mapping[str, Agent]) -> Ids:
    """The drugs of a part that may have a category."""
    return tuple(name for name in part.any_of if category in agents[name].categories)


def counting_rules(cell: Cell, given: Sequence[Phase], agents: Mapping[str, Agent]) -> Iterator[str]:
    """The rules of placing and counting that a code rests on; those of single drugs apart."""
    values, item = set(cell.values), cell.item
    one, several = set(item.with_role("one")), set(item.with_role("several"))
    if not one:
        yield "own-item"
        if item.category == "hormone" and any(hormone_in_regimen(phase, agents) for phase in given):
            yield "hormone-again"
        if len(values) > 1 and values <= set(item.with_role("given")):
            yield "value-of-other"
        return
    if values & one and values & several and beside_others(item, given, agents):
        yield "one-agent-beside-others"
        return
    if values & one:
        yield "one-agent"
    if values & several:
        yield "single-agents-in-turn" if in_turn(given, agents, item.category) else "several-agents"


def beside_others(item: NaaccrItem, given: Sequence[Phase], agents: Mapping[str, Agent]) -> bool:
    """Whether some of the drugs go to other items."""
    return any(set(agents[name].categories) - {item.category, ANCILLARY} for name in names_in(given))


def names_in(phases: Sequence[Phase]) -> Ids:
    """Every drug of some phases."""
    return tuple(name for phase in phases for part in phase for name in part.any_of)


def hormone_in_regimen(phase: Phase, agents: Mapping[str, Agent]) -> bool:
    """Whether a phase has a hormone together with two chemotherapy drugs or more."""
    drugs = sum(bool(in_category(part, "chemotherapy", agents)) for part in phase)
    return drugs > 1 and any(in_category(part, "hormone", agents) for part in phase)


def in_turn(phases: Sequence[Phase], agents: Mapping[str, Agent], category: str) -> bool:
    """Whether drugs of a category are given one after the other, no two of them together."""
    counts = [sum(bool(in_category(part, category, agents)) for part in phase) for phase in phases]
    return max(counts) < 2 and sum(counts) > 1
