"""The codes for every choice among the alternatives and optional parts that a treatment leaves open."""

from __future__ import annotations

from itertools import product
from math import prod
from typing import TYPE_CHECKING, NamedTuple

from mbc_cli.coding.grounds import grounded
from mbc_cli.coding.tallies import Cell, cells

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Part, Phase
    from mbc_cli.coding.categories import Agent
    from mbc_cli.coding.statements import Ids

MOST_VARIANTS = 512


class Footprint(NamedTuple):
    """The codes of all items for one choice of alternatives and optional parts, named by `label`.

    `supposed`: it includes a part that only a profile would add.
    """

    label: str
    cells: tuple[Cell, ...]
    supposed: bool = False

    @property
    def outcome(self) -> tuple[tuple[Ids, bool, bool], ...]:
        """The codes alone."""
        return tuple((cell.values, cell.settled, cell.complete) for cell in self.cells)


class Choice(NamedTuple):
    """A part of a treatment: groups of its drugs with the same outcome; () if the part may be left out."""

    part: Part
    groups: tuple[Ids, ...]


class Variant(NamedTuple):
    """One group chosen from every part, and the codes."""

    taken: tuple[Ids, ...]
    found: Footprint


def footprints(
    book: Book, phases: tuple[Phase, ...], agents: Mapping[str, Agent], sound: bool
) -> tuple[Footprint, ...]:
    """The codes for every choice of alternatives and optional parts; choices with the same codes share a footprint.

    Not `sound` means that the dates of diagnosis are not covered and nothing is settled.
    """
    parts = choices(phases, agents)
    if (number := prod(len(choice.groups) for choice in parts)) > MOST_VARIANTS:
        nothing = tuple(Cell(item) for item in book.naaccr.values())
        return (Footprint(f"{number} combinations: name the drugs that were given", nothing),)
    beside = [one for name, one in agents.items() if name not in book.drugs_in(phases)]
    variants = []
    for taken in product(*(choice.groups for choice in parts)):
        given = [agents[name] for name in dict.fromkeys(group[0] for group in taken if group)]
        variants.append(Variant(taken, Footprint("", cells(book, [*given, *beside], sound))))
    return tuple(merged(book, phases, agents, parts, variants))


def choices(phases: Sequence[Phase], agents: Mapping[str, Agent]) -> list[Choice]:
    """Each part with its groups of drugs; a drug in several parts is a group of its own."""
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
    beside = [(one.id,) for one in agents.values() if one.sure and one.id not in book.drugs_in(phases)]
    for group in groups.values():
        words = [", ".join(choice_words(book, parts[n], variant.taken[n]) for n in deciding) for variant in group]
        given = narrowed(phases, group)
        grounds = tuple(grounded(book, cell, given, agents, beside) for cell in group[0].found.cells)
        supposed = all(is_supposed(parts, variant) for variant in group)
        yield Footprint(" or ".join(dict.fromkeys(filter(None, words))), grounds, supposed)


def is_supposed(parts: Sequence[Choice], variant: Variant) -> bool:
    """Whether a variant includes a part that only a profile would add."""
    return any(choice.part.when and taken for choice, taken in zip(parts, variant.taken, strict=True))


def narrowed(phases: tuple[Phase, ...], group: Sequence[Variant]) -> tuple[Phase, ...]:
    """The phases with only the drugs that some of these variants include."""
    columns = zip(*(variant.taken for variant in group), strict=True)
    used = [tuple(dict.fromkeys(name for names in column for name in names)) for column in columns]
    left = iter(used)
    return tuple(tuple(part.but(any_of=next(left)) for part in phase) for phase in phases)


def decides(n: int, choice: Choice, variants: Sequence[Variant]) -> bool:
    """Whether the choice for one part can by itself change a code."""
    outcomes = {variant.taken: variant.found.outcome for variant in variants}
    return len(choice.groups) > 1 and any(
        outcome != outcomes[(*taken[:n], group, *taken[n + 1 :])]
        for taken, outcome in outcomes.items()
        for group in choice.groups
    )


def choice_words(book: Book, choice: Choice, taken: Ids) -> str:
    """ "with trastuzumab", "without trastuzumab", or the alternatives chosen."""
    names = " or ".join(book.item(name).name for name in taken or choice.part.any_of)
    if not taken:
        return f"without {names}"
    return f"with {names}" if () in choice.groups else names
