"""What was given before, and is not offered again without saying so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.book.model import Test
from mbc_cli.options.conditions import test_truth
from mbc_cli.options.subjects import counts_as
from mbc_cli.options.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Part
    from mbc_cli.options.conditions import Fact
    from mbc_cli.options.verdicts import Option

BEFORE = ("progressed-on", "prior-metastatic", "resistant-to")
"""The axes that say what was given for metastatic disease, or failed."""
EARLY = {"prior-early", "recurrence-months"}
"""The axes that say what was given for early disease."""


def given_again(book: Book, option: Option, *, once: bool) -> bool:
    """Whether it was given before: all of it, except what sources go on with; or one of a class that is given `once`.

    All of it counts too where it is not said whether it was given for early or for metastatic disease.
    """
    facts = [fact for axis in BEFORE if (fact := option.profile.granted.get(axis))]
    parts = [part for part in option.treatment.parts if not goes_on(book, part)]
    if not parts or any(part.block for part in parts):
        return False
    if once and any(was_given(name, facts) for part in parts for name in once_classes(book, part)):
        return True
    told = [*facts, *some_time(option)]
    return all(all(name in book.drugs and was_given(name, told) for name in part.any_of) for part in parts)


def some_time(option: Option) -> Iterator[Fact]:
    """What was given before, where nothing is said of early disease."""
    if "prior" in option.facts and not EARLY & option.profile.given.keys():
        yield option.facts["prior"]


def goes_on(book: Book, part: Part) -> bool:
    """Whether sources go on with it when the cancer grows on it."""
    return any(name in book.drugs and book.drugs[name].goes_on for name in part.any_of)


def once_classes(book: Book, part: Part) -> Iterator[str]:
    """The classes of a part whose drugs no source gives one after another."""
    for name in part.any_of:
        yield from (above for above in counts_as(book, name) if above in book.classes and book.classes[above].once)


def was_given(name: str, facts: Iterable[Fact]) -> bool:
    """Whether a drug, or one of a class, is known to have been given."""
    return any(test_truth(Test("any", (name,)), fact) == Truth.YES for fact in facts)
