"""What was given before and is therefore not offered again without saying so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.book.model import Test
from mbc_cli.options.conditions import test_truth
from mbc_cli.options.subjects import counts_as
from mbc_cli.options.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Part, Subject
    from mbc_cli.options.conditions import Fact
    from mbc_cli.options.profile import Profile

BEFORE = ("progressed-on", "prior-metastatic", "resistant-to")
"""The axes that say what was given for metastatic disease, or what failed."""
EARLY = {"prior-early", "recurrence-months"}
"""The axes that say what was given for early disease."""


def given_again(book: Book, treatment: Subject, profile: Profile, *, once: bool) -> bool:
    """Whether it was given before: all of it, except what sources continue; or one drug of a class given `once`.

    What is not said to have been given for either early or metastatic disease counts, too.
    """
    parts = [part for part in treatment.parts if not goes_on(book, part)]
    if not parts or any(part.block for part in parts):
        return False
    failed = earlier(profile, even_early="line" not in profile.granted)
    if once and any(was_given(name, failed) for part in parts for name in once_classes(book, part)):
        return True
    return all(is_given(book, part, earlier(profile)) for part in parts)


def given_in_part(book: Book, treatment: Subject, profile: Profile) -> bool:
    """Whether any part of it was given before, apart from what sources continue."""
    parts = (part for part in treatment.parts if not part.block and not goes_on(book, part))
    return any(is_given(book, part, earlier(profile)) for part in parts)


def is_given(book: Book, part: Part, told: Sequence[Fact]) -> bool:
    """Whether a part was given, whichever of its drugs is meant."""
    return all(name in book.drugs and was_given(name, told) for name in part.any_of)


def earlier(profile: Profile, *, even_early: bool = True) -> list[Fact]:
    """What was given for metastatic disease, or what failed.

    Also what was given before if nothing is said about early disease, even if it was for early disease.
    """
    told = [fact for axis in BEFORE if (fact := profile.granted.get(axis))]
    prior = profile.facts.get("prior")
    return [*told, prior] if prior and even_early and not EARLY & profile.given.keys() else told


def goes_on(book: Book, part: Part) -> bool:
    """Whether sources continue it after the cancer grows on it."""
    return any(name in book.drugs and book.drugs[name].goes_on for name in part.any_of)


def once_classes(book: Book, part: Part) -> Iterator[str]:
    """The classes of a part whose drugs no source gives one after another."""
    for name in part.any_of:
        yield from (above for above in counts_as(book, name) if above in book.classes and book.classes[above].once)


def was_given(name: str, facts: Iterable[Fact]) -> bool:
    """Whether a drug, or a drug of a class, is known to have been given."""
    return any(test_truth(Test("any", (name,)), fact) == Truth.YES for fact in facts)
