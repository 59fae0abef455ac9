"""The regimens close to one: the same drugs in the same or other steps, one drug more, one less, or one replaced."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mbc_cli.show.card_words import item_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mbc_cli.ask.expand import Reading
    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Phase


def near_words(book: Book, found: Reading) -> Iterator[str]:
    """Regimens close to a reading, nearest first, each with how it differs."""
    mine = book.drugs_in(found.phases)
    every = [(name, *differences(book, name, mine)) for name in candidates(book, mine) if name != found.id]
    near = [one for one in every if len(one[1]) <= 1 and len(one[2]) <= 1]
    for name, more, less in sorted(near, key=lambda one: (len(one[1]) + len(one[2]), -len(one[1]))):
        record = book.regimens[name]
        words = difference_words(book, more, less) or same_words(book, found.phases, book.phases(record))
        yield f"{record.name} ({words})"


def same_words(book: Book, mine: tuple[Phase, ...], others: tuple[Phase, ...]) -> str:
    """How a regimen with the same drugs differs from another: in its steps, or in what is optional."""
    if steps_of(book, mine) != steps_of(book, others):
        return "the same drugs in other steps"
    own, theirs = optional_in(book, mine), optional_in(book, others)
    differing = [f"{item_words(book, drug)} not optional" for drug in own if drug not in theirs]
    differing += [f"{item_words(book, drug)} optional" for drug in theirs if drug not in own]
    return ", ".join(("the same drugs", *differing))


def optional_in(book: Book, phases: tuple[Phase, ...]) -> tuple[str, ...]:
    """The drugs that may be left out of some phases."""
    return book.drugs_in(tuple(tuple(part for part in phase if part.optional) for phase in phases))


def steps_of(book: Book, phases: tuple[Phase, ...]) -> list[frozenset[str]]:
    """The drugs of each phase."""
    return [frozenset(book.drugs_in((phase,))) for phase in phases]


def candidates(book: Book, drugs: tuple[str, ...]) -> list[str]:
    """The regimens that contain all of some drugs or all but one, but at least two of them (or the only one)."""
    shared = Counter(name for drug in drugs for name in book.regimens_with(drug))
    return sorted(name for name, count in shared.items() if count >= max(min(2, len(drugs)), len(drugs) - 1))


def differences(book: Book, name: str, drugs: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """The drugs that a regimen has in addition to some, and those that it lacks."""
    others = book.drugs_in(book.phases(book.regimens[name]))
    return [drug for drug in others if drug not in drugs], [drug for drug in drugs if drug not in others]


def difference_words(book: Book, more: list[str], less: list[str]) -> str:
    """How the drugs of a regimen differ: "with pertuzumab", "without carboplatin", "epirubicin for doxorubicin"."""
    if more and less:
        return f"{item_words(book, more[0])} for {item_words(book, less[0])}"
    if more:
        return f"with {item_words(book, more[0])}"
    return f"without {item_words(book, less[0])}" if less else ""
