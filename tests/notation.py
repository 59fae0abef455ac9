"""Treatments as one line of text, for tables of expected answers: `a+b > c|d + [e]` is a with b, then c or d, perhaps e."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mbc_cli.ask.expand import Answer
    from mbc_cli.book.model import Phase

FACTS = Path(__file__).parent / "facts"
Shape = tuple[frozenset[tuple[frozenset[str], bool]], ...]
"""Phases in order; in a phase, sets of alternatives, each optional or not."""


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table of facts."""
    with (FACTS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def shape(text: str) -> Shape:
    """A treatment in the notation of this module."""
    return tuple(frozenset(part_of(part.strip()) for part in phase.split("+")) for phase in text.split(">"))


def part_of(text: str) -> tuple[frozenset[str], bool]:
    """One place in a phase: its alternatives, and whether it is optional."""
    return frozenset(text.strip("[]").split("|")), text.startswith("[")


def shape_of(phases: Sequence[Phase]) -> Shape:
    """The phases of an answer, to compare."""
    return tuple(frozenset((frozenset(part.any_of), part.optional) for part in phase) for phase in phases)


def given(answer: Answer) -> list[Shape]:
    """What the readings of an answer give, without those that are refused."""
    return [shape_of(reading.phases) for reading in answer.readings if reading.phases]


def named(treatment: Shape) -> set[str]:
    """Every drug and class of a treatment."""
    return {name for phase in treatment for alternatives, _ in phase for name in alternatives}
