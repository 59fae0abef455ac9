"""Codes as pages: what `mbc code` shows a registrar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.book.days import span_text
from mbc_cli.book.model import Situation
from mbc_cli.coding.categories import ANCILLARY, WORDS, either
from mbc_cli.coding.items import open_points
from mbc_cli.coding.wording import period_words, reasons, told_of
from mbc_cli.show.brief import counted, meaning_brief
from mbc_cli.show.card_words import cited, part_words, phase_words
from mbc_cli.show.cards import meaning_page
from mbc_cli.show.page import Fields, Grid, Items, Line, Title

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mbc_cli.ask.expand import Answer, Reading
    from mbc_cli.book.book import Book
    from mbc_cli.book.days import Span
    from mbc_cli.book.model import Citation, NaaccrItem, Rule, SituationCode
    from mbc_cli.coding.categories import Agent
    from mbc_cli.coding.choices import Footprint
    from mbc_cli.coding.items import Coding
    from mbc_cli.coding.tallies import Cell
    from mbc_cli.show.page import Block, Page

SUMMARY = "RX Summ--"
DECIDES = "seer-rx-decides"
ASSUMED = "00 and 0 hold only if nothing else was planned or given in the first course."
SEEN = " Sources: -v"
SEVERAL = ("the codes are the same", "the codes differ: the record must say which was given")


def coding_pages(
    book: Book, answer: Answer, found: Sequence[Coding], dx: Span | None, *, whole: bool = False
) -> Iterator[Page]:
    """One page per reading and range of dates, the look-alikes, and what applies to all; `whole`: with every source."""
    if len({id(one.reading) for one in found}) > 1:
        yield (leading(book, answer, found),)
    for one in found:
        yield coding_page(book, one, dx, whole=whole, usual=is_one_usual(found))
    others = [reading for reading in answer.readings if not reading.phases]
    meaning = meaning_page if whole else meaning_brief
    for reading in others if whole or not found else ():
        yield meaning(book, reading, len(answer.readings) == 1)
    if found:
        yield tuple(closing(book, found, () if whole else others, whole=whole))
    else:
        yield (Line("No reading is a treatment: there is nothing to code."),)


def leading(book: Book, answer: Answer, found: Sequence[Coding]) -> Line:
    """Whether the codes of several readings differ, and what the record must say then."""
    ways = list({id(one.reading): one.reading for one in found}.values())
    differ = SEVERAL[len({one.outcome for one in found}) > 1]
    if {one.kind for one in ways} == {"trial"}:
        return Line(f"{book.trials[ways[0].id].name} is a trial with {len(ways)} arms; {differ}.")
    return Line(f"{answer.query} can mean {len(ways)} treatments; {differ}.")


def is_one_usual(found: Sequence[Coding]) -> bool:
    """Whether one of several readings is the usual one."""
    return len({one.reading.usual for one in found}) > 1


def coding_page(book: Book, one: Coding, dx: Span | None, *, whole: bool = False, usual: bool = False) -> Page:
    """One reading for one range of diagnosis dates; `usual`: its title says whether it is the usual one.

    The categories of drugs that have a single item, and the rules that every registrar knows, are on the `whole` page.
    """
    treatment = tuple((f"Phase {n}", phase_words(book, phase)) for n, phase in enumerate(one.reading.phases, 1))
    categories = category_rows(book, one.agents if whole else filter(is_unplaced, one.agents))
    return (
        Title(one.reading.name, "; ".join(aside(one, dx, usual=usual))),
        Fields(treatment if len(one.agents) > 1 else ()),
        Grid(("SEER*Rx category", "Item", "Drugs"), tuple(categories)),
        Items("By date of diagnosis", tuple(history(book, one.agents)) if whole or not dx else ()),
        *(codes_grid(book, found, one) for found in one.footprints),
        Items("What the text says", tuple(said_lines(book, one))),
        Items("Not settled", (*reasons(book, one), *open_points(book, one)), "warning"),
        Items("Rules", tuple(rule_lines(book, one, whole=whole))),
        Items("Notes", tuple(notes(book, one))),
        *(provenance(book, tuple(citations(book, one)), tuple(errata(book, one)), whole=True) if whole else ()),
    )


def is_unplaced(one: Agent) -> bool:
    """Whether a drug has no item, or more than one, or one that depends on what else is given."""
    return not one.sure or len(one.categories) != 1 or one.categories == (ANCILLARY,) or one.only_in_regimens


def provenance(book: Book, sources: Sequence[Citation], wrong: Sequence[str] = (), *, whole: bool) -> Iterator[Block]:
    """The sources of a page and what is wrong in them; or how many of each there are, and how to see them."""
    if whole:
        yield Items("Errors and conflicts in these sources", tuple(wrong), "warning")
        yield Items("Sources", cited(book, sources), "faint")
    else:
        yield counted(sources, errata=len(wrong))


def aside(one: Coding, dx: Span | None, *, usual: bool) -> Iterator[str]:
    """Which reading it is, and for which dates of diagnosis."""
    if usual:
        yield "usual reading" if one.reading.usual else "another reading"
    yield f"diagnosed {span_text(one.span)}" if dx else "no date given: today's rules"


def category_rows(book: Book, agents: Iterable[Agent]) -> Iterator[tuple[str, ...]]:
    """The categories in words, the item in which each is coded, and the drugs in it."""
    rows: dict[tuple[str, str], list[str]] = {}
    for one in agents:
        words = either([WORDS[category] for category in one.categories]) or "no record"
        if one.only_in_regimens:
            words = f"{words}, in a regimen only"
        items = [item.id for item in book.naaccr.values() if item.category in one.categories]
        rows.setdefault((words if one.sure else f"{words} (not settled)", either(items)), []).append(one.name)
    yield from ((*row, ", ".join(names)) for row, names in rows.items())


def history(book: Book, agents: Iterable[Agent]) -> Iterator[str]:
    """The drugs whose category changed, with the dates."""
    for one in agents:
        periods = book.categories[one.id].periods if one.id in book.categories else ()
        if len(periods) > 1:
            yield f"{one.name}: {', '.join(period_words(period) for period in periods)}"


def codes_grid(book: Book, found: Footprint, one: Coding) -> Grid:
    """The items of one footprint."""
    names = {each.id: each.name for each in one.agents}
    rows = tuple(
        (
            item_words(cell.item),
            code_words(cell),
            because(cell, names),
            "; ".join((*(book.rules[name].name for name in cell.rules), *situation_names(book, cell))),
        )
        for cell in found.cells
    )
    return Grid(("Item", "Code", "Because of", "Rule"), rows, found.label)


def because(cell: Cell, names: Mapping[str, str]) -> str:
    """What leads to a code: the drugs that are given, or the treatments about which something else is said."""
    drugs = [" or ".join(names[name] for name in group) for group in cell.agents]
    return ", ".join(dict.fromkeys((*drugs, *(said.subject.text for said in cell.said))))


def situation_names(book: Book, cell: Cell) -> Iterator[str]:
    """The situations that lead to a code."""
    yield from dict.fromkeys(book.situations[name].name for said in cell.said for name in said.situations)


def said_lines(book: Book, one: Coding) -> Iterator[str]:
    """Each situation of an answer, and how its code is derived."""
    for record in told_of(book, one):
        yield f"{record.name}: {record.text}" if isinstance(record, Situation) else record.name
    derived: dict[str, dict[str, None]] = {}
    for cell in (cell for each in one.footprints for cell in each.cells):
        for step in filter(None, (said.derived for said in cell.said)):
            derived.setdefault(step, {})[cell.item.id] = None
    yield from (f"{', '.join(items)}: derived: {step}" for step, items in derived.items())


def item_words(item: NaaccrItem) -> str:
    """The number of an item and the end of its name: "1390 Chemo"."""
    return f"{item.id} {item.name.removeprefix(SUMMARY)}"


def code_words(cell: Cell) -> str:
    """The code, or the codes that the known records allow; a question mark stands for any others."""
    return either(cell.values) if cell.complete else f"{either(cell.values)}?"


def rules(book: Book, one: Coding) -> list[Rule]:
    """The rules of an answer."""
    return [book.rules[name] for name in one.rules]


def rule_lines(book: Book, one: Coding, *, whole: bool) -> Iterator[str]:
    """What the rules of an answer say; the open ones are among what is not settled."""
    yield from (rule_line(rule) for rule in rules(book, one) if not rule.open and (whole or not rule.known))


def rule_line(rule: Rule) -> str:
    """The name of a rule, as in the SEER grid, and what it says."""
    return f"{rule.name}: {rule.text}"


def notes(book: Book, one: Coding) -> Iterator[str]:
    """Choices with the same outcome, the remarks in the records of the drugs, and the notes on the reading."""
    parts = [
        part for phase in one.reading.phases for part in phase if len(part.any_of) > 1 or part.optional or part.when
    ]
    if len(one.footprints) == 1:
        yield from (f"{part_words(book, part).strip('[]')}: the same codes either way" for part in parts)
    for agent in one.agents:
        if agent.id in book.categories:
            yield from (f"{agent.name}: {note}" for note in book.categories[agent.id].notes)
    yield from (note for note in one.notes if note not in one.unsaid)  # these stand among what is not settled


def errata(book: Book, one: Coding) -> Iterator[str]:
    """What the sources of the answer get wrong about the regimen or its drugs."""
    sources = {citation.id for citation in citations(book, one)}
    refs = [f"{one.reading.kind}.{one.reading.id}", *(f"drug.{agent.id}" for agent in one.agents)]
    for name in dict.fromkeys(name for ref in refs for name in book.referring(ref, "erratum")):
        record = book.errata[name]
        if {said.source.id for said in record.says} & sources:
            yield f"{record.topic}: {record.correct or record.newer}"


def citations(book: Book, one: Coding) -> Iterator[Citation]:
    """What the categories and the rules rest on."""
    for agent in one.agents:
        if agent.id in book.categories:
            yield from book.categories[agent.id].cited()
    for record in (*rules(book, one), *told_of(book, one)):
        yield from record.sources


def closing(book: Book, found: Sequence[Coding], others: Sequence[Reading], *, whole: bool) -> Iterator[Line]:
    """What else a text can mean, what was assumed, who decides, and how to see the sources."""
    for one in others:
        yield Line(f"{one.name} can also mean {either(one.means)}: mbc expand {one.name}" if one.means else "")
    yield Line(ASSUMED, "faint")
    yield from (line.but(text=f"{line.text}{'' if whole else SEEN}") for line in who_decides(book))
    if not whole and any(True for one in found for _ in errata(book, one)):
        yield Line("What these sources get wrong: -v", "faint")


def who_decides(book: Book) -> Iterator[Line]:
    """The line that names SEER*Rx and the date of the copy used."""
    if DECIDES in book.rules:
        rule = book.rules[DECIDES]
        yield Line(f"{rule.text.rstrip('.')} (newest remark {book.sources[rule.sources[0].id].date}).", "faint")


# --- the values of the items -------------------------------------------------------------------------------------


def values_page(book: Book, items: Sequence[NaaccrItem] = (), *, whole: bool = False) -> Page:
    """Some items, or all, with their codes in our own words; for all items, also the rules that go beyond single drugs.

    What a chart says for each code is on the page of all items; for some items, only if the `whole` page is requested.
    """
    shown = items or tuple(book.naaccr.values())
    rules = [] if items else [rule for rule in book.rules.values() if is_general(book, rule)]
    told = [record for record in book.situations.values() if record.coded and (whole or not items)]
    sources = [found for record in (*shown, *rules, *told) for found in record.sources]
    situations = tuple(situation_row(record, shown) for record in told)
    return (
        *(block for item in shown for block in item_blocks(item)),
        Items("Rules", tuple(rule_line(rule) for rule in rules if not rule.open)),
        Grid(("What the chart says", *(item.id for item in shown)), situations),
        *([] if told else [Line("What a chart says for each code: -v", "faint")]),
        Items("Open", tuple(rule_line(rule) for rule in rules if rule.open), "warning"),
        *provenance(book, sources, whole=whole),
        *who_decides(book),
    )


def item_blocks(item: NaaccrItem) -> Iterator[Block]:
    """An item with its codes."""
    yield Title(f"{item.id} {item.name}", WORDS[item.category])
    yield Grid(("Code", "Meaning"), tuple((value.code, value.text) for value in item.values))
    yield Items("Notes", item.notes)


def is_general(book: Book, rule: Rule) -> bool:
    """Whether a rule is about more than single drugs and is not the one that closes every answer."""
    return rule.id != DECIDES and not book.referring(rule.ref, "category")


def situation_row(record: Situation, items: Sequence[NaaccrItem]) -> tuple[str, ...]:
    """A situation with its code in each of some items; in brackets if it is open."""
    found = [record.in_item(item.id) for item in items]
    return (record.name, *(item_code(code) if code else "" for code in found))


def item_code(found: SituationCode) -> str:
    """ "87", or "(00 or 82)" and "(open)" if it is open."""
    return f"({either(found.values) or 'open'})" if found.open else either(found.values)
