"""What a code rests on: the drugs that lead to it, and the rules for placing and counting them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.coding.categories import ANCILLARY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import NaaccrItem, Part, Phase
    from mbc_cli.coding.categories import Agent
    from mbc_cli.coding.statements import Ids
    from mbc_cli.coding.tallies import Cell


def grounded(
    book: Book, cell: Cell, given: Sequence[Phase], agents: Mapping[str, Agent], beside: Sequence[Ids] = ()
) -> Cell:
    """A cell with the drugs that lead to its code, and the rules; some drugs come `beside` the phases: "AI started"."""
    if set(cell.values) <= set(cell.item.with_role("none")):
        return cell
    mine = [in_category(part, cell.item.category, agents) for phase in given for part in phase]
    mine += [names for names in beside if cell.item.category in agents[names[0]].categories]
    rules = [*counting_rules(cell, given, agents), *(r for names in mine for name in names for r in agents[name].rules)]
    return cell._replace(
        agents=tuple(dict.fromkeys(filter(None, mine))),
        rules=tuple(rule for rule in dict.fromkeys(rules) if rule in book.rules),
    )


def in_category(part: Part, category: str, agents: Mapping[str, Agent]) -> Ids:
    """The drugs of a part that may have a category."""
    return tuple(name for name in part.any_of if category in agents[name].categories)


def counting_rules(cell: Cell, given: Sequence[Phase], agents: Mapping[str, Agent]) -> Iterator[str]:
    """The rules for placing and counting that a code rests on, except those for single drugs."""
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
    """Whether some of the drugs belong to other items."""
    return any(set(agents[name].categories) - {item.category, ANCILLARY} for name in names_in(given))


def names_in(phases: Sequence[Phase]) -> Ids:
    """Every drug of some phases."""
    return tuple(name for phase in phases for part in phase for name in part.any_of)


def hormone_in_regimen(phase: Phase, agents: Mapping[str, Agent]) -> bool:
    """Whether a phase has a hormone drug together with two or more chemotherapy drugs."""
    drugs = sum(bool(in_category(part, "chemotherapy", agents)) for part in phase)
    return drugs > 1 and any(in_category(part, "hormone", agents) for part in phase)


def in_turn(phases: Sequence[Phase], agents: Mapping[str, Agent], category: str) -> bool:
    """Whether drugs of a category are given one after the other, never two of them together."""
    counts = [sum(bool(in_category(part, category, agents)) for part in phase) for phase in phases]
    return max(counts) < 2 and sum(counts) > 1
