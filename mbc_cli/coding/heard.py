"""What a text says about an item, over every way of reading it: the codes, what leads to them, and what is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mbc_cli.coding.categories import ANCILLARY, WORDS, either
from mbc_cli.coding.wording import reason, subject_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import NaaccrItem
    from mbc_cli.coding.items import Coding
    from mbc_cli.coding.statements import Ids, Statement
    from mbc_cli.coding.tallies import Cell


UNSETTLED = "none of the sources read settles it"


class Heard(NamedTuple):
    """An item according to a text.

    `values` are the codes that it may have, and no others if it is `complete`. `spoken`: the text mentions it;
    otherwise it has its code because nothing is said. `because` is what leads to the codes, `why_open` is why there is
    not exactly one. `moved` are the drugs that would be coded in the item on another date, and drugs in a text for the
    item that are not coded at all; `elsewhere` is what else the text says that is coded in other items, or in none.
    """

    values: Ids = ()
    complete: bool = False
    spoken: bool = False
    because: str = ""
    why_open: str = ""
    moved: str = ""
    elsewhere: str = ""

    @property
    def text(self) -> str:
        """ "03", or "02 or 03"."""
        return either(self.values)


def heard(book: Book, found: Sequence[Coding]) -> tuple[Heard, ...]:
    """What a text says about each item, in the order of the data; if there are no codings, nothing is said."""
    return tuple(of_item(book, item, n, found) for n, item in enumerate(book.naaccr.values()))


def of_item(book: Book, item: NaaccrItem, n: int, found: Sequence[Coding]) -> Heard:
    """What a text says about the item at `n`."""
    usual = [(one, each.cells[n]) for one in found for each in one.footprints if not each.supposed]
    cells = [cell for _, cell in usual]
    said = [one for cell in cells for one in cell.said]
    here = [one for one in said if not is_elsewhere(book, one)]
    because = dict.fromkeys(what for one, cell in usual if (what := leads(book, one, cell)))
    aside = [reason(book, one) for one in said if is_elsewhere(book, one)] or [in_others(book, found)]
    return Heard(
        values=tuple(sorted({value for cell in cells for value in cell.values})),
        complete=bool(cells) and all(cell.complete for cell in cells),
        spoken=bool(here) or any(cell.agents for cell in cells),
        because=" or ".join(because),
        why_open="; ".join(dict.fromkeys(why for one, cell in usual for why in why_open(book, one, cell))),
        moved="; ".join(dict.fromkeys((*dated(book, item, found), *ancillary(book, item, found)))),
        elsewhere="; ".join(dict.fromkeys(aside)),
    )


def is_elsewhere(book: Book, said: Statement) -> bool:
    """Whether a statement says nothing about this first course."""
    return bool(said.situations) and all(book.situations[name].elsewhere for name in said.situations)


def leads(book: Book, one: Coding, cell: Cell) -> str:
    """What leads to the code of a cell: "docetaxel, carboplatin (two drugs or more)", "chemo: refused"."""
    names = {agent.id: agent.name for agent in one.agents}
    drugs = ", ".join(" or ".join(names[name] for name in group) for group in cell.agents)
    rules = ", ".join(book.rules[name].name for name in cell.rules if not book.rules[name].open)
    given = f"{drugs} ({rules})" if rules else drugs
    return "; ".join(filter(None, (given, *(subject_words(book, said) for said in cell.said if not said.open))))


def why_open(book: Book, one: Coding, cell: Cell) -> Iterator[str]:
    """Why a coding leaves an item open."""
    yield from (reason(book, said) for said in cell.said if said.open)
    mine = {name for group in cell.agents for name in group}
    yield from (why for agent in one.agents if agent.id in mine or not agent.sure for why in agent.open)
    for name in (*one.dated, *cell.rules):
        if book.rules[name].open:
            yield f"{book.rules[name].name}: {UNSETTLED}"


def in_others(book: Book, found: Sequence[Coding]) -> str:
    """The drugs of a text with the items in which they are coded: "letrozole (1400), zoledronic acid (not coded)"."""
    drugs: dict[str, str] = {}
    for agent in (agent for one in found for agent in one.agents):
        items = [item.id for item in book.naaccr.values() if item.category in agent.categories]
        drugs[agent.name] = either(items) if items else "not coded"
    each = ", ".join(f"{name} ({items})" for name, items in drugs.items())
    return f"the text has {each}" if each else ""


def ancillary(book: Book, item: NaaccrItem, found: Sequence[Coding]) -> Iterator[str]:
    """The drugs in a text for an item that are not coded in any item."""
    for one in found:
        here = {name for name, items in one.about if item.id in items}
        for agent in one.agents:
            if agent.id in here and agent.categories == (ANCILLARY,):
                rules = ", ".join(book.rules[name].name for name in agent.rules if name != ANCILLARY)
                yield f"{agent.name} is {WORDS[ANCILLARY]}{f' ({rules})' if rules else ''}"


def dated(book: Book, item: NaaccrItem, found: Sequence[Coding]) -> Iterator[str]:
    """The drugs that would be coded in an item if the case were diagnosed on other dates, and their items now."""
    for agent in (agent for one in found for agent in one.agents if agent.id in book.categories):
        other = {period.category for period in book.categories[agent.id].periods} - {*agent.categories}
        if item.category in other:
            words = either([WORDS[name] for name in agent.categories])
            rules = ", ".join(book.rules[name].name for name in agent.rules)
            yield f"{agent.name} is {words} by this date of diagnosis ({rules})"
