"""A profile: the facts as given become facts as known, with everything that follows from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mbc_cli.book.errors import UsageError
from mbc_cli.book.fields import NOTHING, Frozen
from mbc_cli.book.names import clean
from mbc_cli.options.assumed import assumed, of_earlier_lines
from mbc_cli.options.conditions import Between
from mbc_cli.options.fact_words import fact_words
from mbc_cli.options.facts import axis_of, fact_of, whole, with_part
from mbc_cli.options.follows import closed
from mbc_cli.options.told import Told
from mbc_cli.options.treatments import member

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mbc_cli.book.book import Book
    from mbc_cli.options.conditions import Fact

LONGEST_FACT = 2_000
TRIPLE_NEGATIVE = (("hr", "negative"), ("her2", "negative"))
"""What --tnbc says."""


class Profile(Frozen):
    """What is known of each axis, with what follows from it; `given` has only what was given, as it was given.

    `assumed` is what the given line says about earlier treatment, as long as nothing else does; `with_assumed`
    is what is known including it. No statement holds because of it: it only places statements in their line.
    """

    facts: Mapping[str, Fact]
    given: Mapping[str, Fact]
    assumed: Mapping[str, Fact] = NOTHING
    with_assumed: Mapping[str, Fact] = NOTHING

    @property
    def granted(self) -> Mapping[str, Fact]:
        """What is known, including what is assumed."""
        return self.with_assumed or self.facts


def read(book: Book, said: Iterable[tuple[str, str]], told: Iterable[Told] = ()) -> Profile:
    """The profile from some axes and texts, in any order, and from what words told.

    UsageError if something is not known or contradicts itself.
    """
    texts: dict[str, list[str]] = {}
    partly: list[Told] = []
    for name, text, how in (*(Told(name, text) for name, text in said), *told):
        if len(text) > LONGEST_FACT:
            raise UsageError(f"{name}: the text has {len(text)} characters: give at most {LONGEST_FACT}")
        axis = axis_of(book, name)
        if how == "is":
            texts.setdefault(axis.id, []).append(clean(text))
        else:
            partly.append(Told(axis.id, clean(text), how))
    stated = {axis: fact_of(book, book.axes[axis], texts[axis]) for axis in book.axes if axis in texts}
    given = {axis: fact for axis, fact in stated.items() if fact is not None}
    for one in partly:
        given[one.axis] = with_part(book, one, given.get(one.axis))
    return assuming(book, known_from(book, {axis: given[axis] for axis in book.axes if axis in given}))


def written_facts(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Facts written as axis=value."""
    for text in texts:
        axis, sign, told = text.partition("=")
        if not sign or not axis.strip() or not told.strip():
            raise UsageError(f"--fact {clean(text)[:40]}: write axis=value, such as --fact menopause=post")
        yield axis, told


def profile_of(book: Book, table: Mapping[str, Any]) -> Profile:
    """The profile that a table of the data describes: ids as they are, a list for a set, a number for a number."""
    facts: dict[str, Fact] = {}
    for name, value in table.items():
        if isinstance(value, int | float):
            facts[name] = Between(value, value)
        else:
            values = [value] if isinstance(value, str) else value
            facts[name] = whole(((member(book, book.axes[name], item),),) for item in values)
    return known_from(book, facts)


def assuming(book: Book, profile: Profile) -> Profile:
    """The same, with what its line says about earlier treatment, if that is consistent with everything given."""
    found = assumed(profile.given)
    try:
        return profile.but(assumed=found, with_assumed=closed(book, {**profile.given, **found})) if found else profile
    except UsageError:
        return profile


def is_bare(profile: Profile) -> bool:
    """Whether treatments are said to have been given before, but not which line is wanted."""
    return "line" not in profile.given and any(of_earlier_lines(profile.given))


def in_line(book: Book, profile: Profile, number: str) -> Profile:
    """The same, assuming a line that was not given, and what that line says about the treatments given before.

    Treatment only said to be given before was for early disease if this is the first line, else for metastatic disease.
    """
    if "line" in profile.given:
        return profile
    stated = {**profile.given, "line": whole([((member(book, book.axes["line"], number),),)])}
    try:
        return profile.but(with_assumed=closed(book, {**stated, **assumed(stated)}))
    except UsageError:
        return profile


def known_from(book: Book, stated: Mapping[str, Fact]) -> Profile:
    """The profile of these facts; UsageError, naming them, if some contradict one another."""
    try:
        return Profile(closed(book, stated) if stated else {}, stated)
    except UsageError as error:
        words = [fact_words(book, book.axes[name], fact) for name, fact in at_odds(book, stated).items()]
        if len(words) < 2:
            raise
        said = f"the facts contradict each other: {' and '.join(words)} ({error}): correct one of them"
        raise UsageError(said) from error


def at_odds(book: Book, stated: Mapping[str, Fact]) -> Mapping[str, Fact]:
    """The smallest set of facts that contradict each other: without any one of them, the others are consistent."""
    kept = dict(stated)
    for name in stated:
        rest = {axis: fact for axis, fact in kept.items() if axis != name}
        try:
            closed(book, rest)
        except UsageError:
            kept = rest
    return kept
