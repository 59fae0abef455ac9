"""What a cancer registrar records for a treatment: the code of each item, which drug leads to it, by which rule."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from mbc_cli.book.days import Span
from mbc_cli.book.model import Part
from mbc_cli.coding.categories import FUTURE, NOT_CODED, Agent, agent, covered, dated_rules, stretches
from mbc_cli.coding.choices import Footprint, footprints

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mbc_cli.ask.expand import Answer, Reading
    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Phase
    from mbc_cli.coding.tallies import Ids
    from mbc_cli.reading.treatment import Treatment

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
