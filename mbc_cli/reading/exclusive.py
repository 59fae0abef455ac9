"""Drugs of one class that are never given together: a slash between them ("docetaxel/paclitaxel") means a choice."""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations, permutations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Drug, Phase


def exclude_each_other(book: Book, one: str, other: str) -> bool:
    """Whether two different drugs (by id) share a class below the modality and never appear together."""
    if one in book.classes or other in book.classes:
        return is_in_the_place_of_a_class(book, one, other)
    if one == other or one not in book.drugs or other not in book.drugs:
        return False
    pair = frozenset(original(book.drugs[name]) for name in (one, other))
    return bool(narrow_classes(book, one) & narrow_classes(book, other)) and pair not in together(book)


def is_in_the_place_of_a_class(book: Book, one: str, other: str) -> bool:
    """Whether a drug and a class share a modality, and the drug appears with few drugs of the class: "tamoxifen/AI"."""
    group, drug = (one, other) if one in book.classes else (other, one)
    above = book.classes_of(book.drugs[drug]) if drug in book.drugs else ()
    if group in above or book.lineage(group)[-1] not in above or not SUPPRESSING.isdisjoint((group, *above)):
        return False
    mine, members = original(book.drugs[drug]), book.members(group)
    beside = [name for name in members if frozenset((mine, name)) in together(book)]
    return frozenset((mine, group)) not in together(book) and 2 * len(beside) < len(members)


def stand_apart(book: Book, drugs: Sequence[str]) -> bool:
    """Whether the drugs, by id, are two or more of one kind, and no two of them ever appear together."""
    shared = set.intersection(*({*book.classes_of(book.drugs[name])} for name in drugs)) if len(drugs) > 1 else set()
    every = {frozenset(map(original, pair)) for pair in combinations((book.drugs[name] for name in drugs), 2)}
    return bool(shared) and every.isdisjoint(together(book))


@lru_cache(maxsize=4)
def exclusive(book: Book) -> frozenset[tuple[str, str]]:
    """All pairs of drugs in the vocabulary that exclude each other, in both orders."""
    of_class: dict[str, list[str]] = {}
    for drug in book.drugs:
        for name in narrow_classes(book, drug):
            of_class.setdefault(name, []).append(drug)
    every = {pair for drugs in of_class.values() for pair in permutations(drugs, 2)}
    return frozenset(pair for pair in every if exclude_each_other(book, *pair))


@lru_cache(maxsize=4)
def together(book: Book) -> frozenset[frozenset[str]]:
    """All pairs of drugs that appear together in a phase of a regimen, in a trial's arm, or in what a source names."""
    arms = (arm for trial in book.trials.values() for arm in trial.arms())
    phases = (phase for record in (*book.regimens.values(), *arms) for phase in book.phases(record))
    named = (statement.treatment.parts for statement in book.statements.values())
    return frozenset(pair for phase in (*phases, *named) for pair in pairs(phase))


def pairs(phase: Phase) -> Iterator[frozenset[str]]:
    """All pairs of drugs from different parts of a phase."""
    for part, beside in combinations(phase, 2):
        yield from (frozenset((one, other)) for one in part.any_of for other in beside.any_of)


def narrow_classes(book: Book, drug: str) -> set[str]:
    """The classes of a drug below its modality: taxane but not chemotherapy; none for supportive care."""
    return {name for name in book.classes_of(book.drugs[drug]) if book.classes[name].parent not in ("", SUPPORTIVE)}


SUPPORTIVE = "supportive-care"
SUPPRESSING = frozenset(("gnrh-agonist", "ovarian-function-suppression"))  # given with another hormone drug


def original(drug: Drug) -> str:
    """The original of a drug: what it is a biosimilar or form of, or its only active part; otherwise itself."""
    alone = drug.components[0] if len(drug.components) == 1 else ""
    return drug.biosimilar_of or drug.form_of or alone or drug.id
