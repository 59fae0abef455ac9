"""What must hold for conditions and their axes: values, examples, and a condition if the line implies one."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from mbc_cli.book.errors import UsageError
from mbc_cli.book.model import Combined, EachBefore, Test, Wanted
from mbc_cli.book.patterns import pattern
from mbc_cli.book.table import Choices, nearest
from mbc_cli.options.facts import NONE_GIVEN
from mbc_cli.options.profile import profile_of
from mbc_cli.options.subjects import ids_in
from mbc_cli.options.treatments import kinds
from mbc_cli.options.truth import Truth
from mbc_cli.options.verdicts import judge
from mbc_cli.options.wording import DURING, EACH, UNIT, WITHIN
from mbc_cli.store.fault import Fault
from mbc_cli.store.instead import called

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Axis, Condition, Regimen, Statement
    from mbc_cli.store.fault import Raw

LIMITED = pattern(r".*\b(?:first|second)\b.*")
UNLIMITED = pattern(r".*\b(?:first or later|or after|not limited)\b.*")
NOT_TO_BE_GIVEN = {"intolerance", "unsuitable"}
"""The axes that tell what someone cannot have."""
AS_FACT = {"number": "a number", "value": "one of its values in quotes", "set": "a list of texts"}
"""What to write as a fact of each kind of axis."""
HISTORY = "History"
HOW = {True: '{ line = "1" }', False: '{ line = "2" }, or { prior-metastatic = "taxane" }'}
"""How a condition asks for a first line, and for a later one."""
"""The group of axes that tell what was given before, and how it went."""


def tests(book: Book) -> Iterator[tuple[str, str, str, Test]]:
    """Every test of a known axis in an entry: the entry, its key, the axis and the test."""
    for ref, key, condition in conditions_of(book):
        if condition:
            found = (leaf for leaf in condition.leaves() if leaf.axis in book.axes)
            yield from ((ref, key, leaf.axis, leaf.test) for leaf in found)


def conditions_of(book: Book) -> Iterator[tuple[str, str, Condition | None]]:
    """Every condition of statements, axes and regimens: the entry, its key and the condition, if any."""
    for statement in book.statements.values():
        yield statement.ref, "when", statement.when
        yield statement.ref, "silent", statement.silent
        yield statement.ref, "studied", statement.studied
    for axis in book.axes.values():
        for rule in axis.follows:
            yield axis.ref, "follows", Wanted(axis.id, rule.test)
            yield axis.ref, "follows", rule.when
    for regimen in regimens_of_all_kinds(book):
        yield regimen.ref, "when", regimen.when
        yield from ((regimen.ref, "steps", part.when) for phase in regimen.steps for part in phase)


def regimens_of_all_kinds(book: Book) -> Iterator[Regimen]:
    """Regimens, including those of protocols and the arms of trials."""
    yield from (*book.regimens.values(), *book.protocols.values())
    yield from (arm for trial in book.trials.values() for arm in trial.arms())


def allowed(book: Book) -> dict[str, Mapping[str, None]]:
    """Each axis, with its values; for an axis of treatments, every drug and class."""
    treatments = dict.fromkeys((*book.drugs, *book.classes))
    return {axis.id: treatments if axis.of_treatments else dict.fromkeys(axis.values) for axis in book.axes.values()}


def numbers_are_asked_of_numbers(book: Book, _: Raw) -> Iterator[Fault]:
    """A condition on a number axis gives only minimum and maximum numbers; one on any other axis gives neither."""
    for ref, key, axis, test in tests(book):
        number = book.axes[axis].form == "number"
        if number and test.form not in ("min", "max"):
            yield Fault(ref, key, f"{axis} is a number; write {{ min = ... }} or {{ max = ... }}")
        if not number and test.form in ("min", "max"):
            yield Fault(ref, key, f"{axis} is not a number; write one of its values")


def values_are_asked_of_their_axes(book: Book, _: Raw) -> Iterator[Fault]:
    """Each value that a condition requires is a value of its axis, or a drug or class."""
    known = allowed(book)
    choices = cache(lambda axis: Choices(known[axis]))
    for ref, key, axis, test in tests(book):
        for value in test.values:
            if value not in known[axis]:
                remedy = instead_of_value(value, book.axes[axis], choices(axis), book)
                yield Fault(ref, key, f"{axis} has no '{value}'; {remedy}", value)


def instead_of_value(value: str, axis: Axis, choices: Choices, book: Book) -> str:
    """The remedy for a text that is not a value of an axis: what it is a name or short form of, or what it is like."""
    if meant := axis.short.get(value):
        return f"write '{meant}'"
    if value == NONE_GIVEN and axis.form == "set":
        return f'write {axis.id} = {{ none = ["..."] }}, with what must not be among it'
    return (called(value, ("drug", "class"), book) if axis.of_treatments else "") or nearest(value, choices)


def short_forms_stand_for_values(book: Book, _: Raw) -> Iterator[Fault]:
    """Each short form stands for a value of its axis, and each phrase states one (`*`: any treatment or number)."""
    for axis in book.axes.values():
        of_numbers = (EACH, UNIT, WITHIN, DURING)
        words = (EACH,) if axis.of_treatments else of_numbers if axis.form == "number" else axis.values
        for value in (*axis.short.values(), *(value for value in axis.phrases if value not in words)):
            if value not in axis.values:
                yield Fault(axis.ref, "short", f"'{value}' is not a value of it; {nearest(value, words)}")


def axes_lie_within_their_like(book: Book, _: Raw) -> Iterator[Fault]:
    """A set lies within sets, a number within numbers; what a set is made of lies within it."""
    for axis in book.axes.values():
        for name in axis.within:
            form = book.axes[name].form
            if form != axis.form or form == "value":
                yield Fault(
                    axis.ref, "within", f"{name} is a {form}, this is a {axis.form}; name another set or number"
                )
        for name in axis.made_of:
            if axis.id not in book.axes[name].within:
                yield Fault(axis.ref, "made_of", f"{name} is not within it; add it there, or leave it out here")


def examples(book: Book, raw: Raw) -> Iterator[tuple[Statement, str, Any]]:
    """Every example of a statement: the statement, `fits` or `misses`, and the profile."""
    for statement in book.statements.values():
        for key in ("fits", "misses"):
            yield from ((statement, key, profile) for profile in raw["statement"][statement.id].get(key, ()))


def examples_are_profiles(book: Book, raw: Raw) -> Iterator[Fault]:
    """An example is a table of facts: axes with a value, a list for a set, a number for a number."""
    known = allowed(book)
    choices = cache(lambda axis: Choices(known[axis]))
    for statement, key, profile in examples(book, raw):
        if not isinstance(profile, dict) or not profile:
            yield Fault(statement.ref, key, f"{profile!r} is not a profile; write {{ axis = value }}")
            continue
        for name, value in profile.items():
            if name not in book.axes:
                yield Fault(statement.ref, key, f"unknown axis '{name}'; {nearest(name, book.axes)}", name)
            elif not has_form(value, axis := book.axes[name]):
                yield Fault(statement.ref, key, f"{name} = {value!r} is not a fact; write {AS_FACT[axis.form]}", name)
            elif unknown := [text for text in texts_of(value) if text not in known[name]]:
                remedy = instead_of_value(unknown[0], axis, choices(name), book)
                yield Fault(statement.ref, key, f"{name} has no '{unknown[0]}'; {remedy}", unknown[0])


def has_form(value: Any, axis: Axis) -> bool:
    """Whether a value in the data is of the kind that the axis has."""
    if axis.form == "number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    if axis.form == "value":
        return isinstance(value, str)
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def texts_of(value: Any) -> list[str]:
    """The texts of a fact."""
    return [value] if isinstance(value, str) else value if isinstance(value, list) else []


def examples_hold(book: Book, raw: Raw) -> Iterator[Fault]:
    """A profile in `fits` satisfies the condition; one in `misses` is ruled out, not merely open."""
    for statement, key, profile in examples(book, raw):
        try:
            found = judge(statement, profile_of(book, profile))
        except UsageError as error:
            yield Fault(statement.ref, key, f"{profile!r}: {error}")
            continue
        if found != (Truth.YES if key == "fits" else Truth.NO):
            word = {Truth.YES: "fits", Truth.UNKNOWN: "is open", Truth.NO: "is ruled out"}[found]
            yield Fault(statement.ref, key, f"{profile!r} {word}; correct the profile or the condition")


def conditions_that_are_not_plain_have_examples(book: Book, raw: Raw) -> Iterator[Fault]:
    """A condition with more than plain equalities has an example that fits and one that misses."""
    for statement in book.statements.values():
        for key in ("fits", "misses"):
            if not is_plain_condition(book, statement.when) and not raw["statement"][statement.id].get(key):
                yield Fault(
                    statement.ref, "when", f"is more than plain equalities; write at least one profile as {key}"
                )


def is_plain_condition(book: Book, condition: Condition | None) -> bool:
    """Whether a condition requires, if anything, only single values of axes that are not sets, all of them together."""
    match condition:
        case Combined("all", parts):
            return all(is_plain_condition(book, part) for part in parts)
        case Wanted(axis, Test("any", (_,))):
            return book.axes[axis].form == "value"
    return condition is None


def first_and_second_are_conditions(book: Book, _: Raw) -> Iterator[Fault]:
    """A statement for a first or second line asks for the history in each of its alternatives."""
    for statement in book.statements.values():
        limited = LIMITED.fullmatch(statement.line) and not UNLIMITED.fullmatch(statement.line)
        if limited and not asks_history(book, statement.when):
            asks = f"lacks a condition on earlier treatment for line '{statement.line}'"
            what = f"{asks}; write what came before, such as {HOW[statement.line.startswith('first')]}"
            yield Fault(statement.ref, "when", what)


def asks_history(book: Book, condition: Condition | None) -> bool:
    """Whether a condition asks for what was given before, in each of its alternatives."""
    match condition:
        case Wanted(axis, _):
            return book.axes[axis].group == HISTORY
        case Combined("any", parts):
            return all(asks_history(book, part) for part in parts)
        case Combined(_, parts):
            return any(asks_history(book, part) for part in parts)
    return isinstance(condition, EachBefore)


def what_is_newer_offers_nothing_unsuitable(book: Book, _: Raw) -> Iterator[Fault]:
    """What overtakes a statement for people who cannot have a treatment offers them a different one."""
    for statement in book.statements.values():
        barred = set(not_to_be_given(statement.when))
        for name in statement.newer if barred else ():
            offered = {kind for found in ids_in(book, book.statements[name].treatment) for kind in above(book, found)}
            if barred & offered:
                what = f"'{name}' offers what this is meant to avoid ({', '.join(sorted(barred))}); leave it out"
                yield Fault(statement.ref, "newer", what)


def not_to_be_given(condition: Condition | None) -> Iterator[str]:
    """The treatments that a condition requires to be unsuitable or not tolerated."""
    for leaf in condition.leaves() if condition else ():
        if leaf.axis in NOT_TO_BE_GIVEN and leaf.test.form != "none":
            yield from leaf.test.values


def above(book: Book, name: str) -> frozenset[str]:
    """A drug or a class and every class that it belongs to."""
    return kinds(book, name) if name in book.drugs else frozenset(book.lineage(name))
