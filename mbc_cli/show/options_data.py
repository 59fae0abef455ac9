"""The answer of `mbc options` as data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.book.history import CURRENT, ENDED, begins, begins_is
from mbc_cli.book.model import Axis, Coverage, Statement
from mbc_cli.book.names import clean
from mbc_cli.options.coverage import coverage_of, named_in
from mbc_cli.options.profile import fact_value, told_words
from mbc_cli.options.report import SILENCE
from mbc_cli.options.verdicts import VERDICTS
from mbc_cli.options.wording import wanted_words
from mbc_cli.show.answers import Shown, computed
from mbc_cli.show.conditions_data import condition

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    from mbc_cli.book.book import Book
    from mbc_cli.book.shapes import Date, DateIs, Id, Region
    from mbc_cli.options.profile import Profile
    from mbc_cli.options.report import Heard
    from mbc_cli.options.verdicts import Gathered, Option, Said
    from mbc_cli.show.answer_types import (
        AnyText,
        ConditionShown,
        Count,
        DataVersion,
        GivenFacts,
        OptionKind,
        State,
        Verdict,
    )
    from mbc_cli.show.formats import Json


class OptionTreatment(Shown):
    """What a statement is about; the drugs of a class are its members."""

    name: str
    drugs: tuple[Id, ...]
    kind: OptionKind


class StatementJudged(Shown, of=Statement):
    """One statement, judged for the profile."""

    direction: Literal["for", "against"]
    verdict: Verdict = computed(after="direction")
    status: State = computed(after="direction")
    condition: str | None = computed(after="line", help="In words; null where the source states none.")
    when: ConditionShown = computed(after="line", help="The condition as it is written in the data.")
    source: Id = computed(after="line")
    where: str = computed(after="line")
    date: Date = computed(after="line", help="The day from which it counts.")
    date_is: DateIs = computed(after="line", help="Whether it began on that day, or at some time before it.")


class OptionJudged(Shown):
    """A treatment that sources speak for, judged for the profile."""

    treatment: OptionTreatment
    group: Id
    verdict: Verdict
    missing: tuple[Id, ...] = computed(help="The axes to ask, while it is open; the fewest first.")
    why: tuple[str, ...] = computed(help="What rules it out.")
    line: AnyText
    status: State
    given_before: bool = computed(help="Whether the profile says so of each of its drugs.")
    statements: tuple[StatementJudged, ...]


class Warned(Shown):
    """A treatment that sources only speak against."""

    treatment: OptionTreatment
    group: Id
    statements: tuple[StatementJudged, ...]


class CoverageTold(Shown, of=Coverage):
    """Which labels of a region were read."""

    drugs: tuple[Id, ...] = computed(after="read_until", help="Those that a label of the region names.")


class OptionsTold(Shown):
    """What sources say for a profile, by treatment."""

    query: AnyText = computed(help="The facts as axis=value.")
    data_version: DataVersion
    profile: GivenFacts
    read_as: tuple[AnyText, ...] = computed(help="How each fact that was given in words is read.")
    notes: tuple[AnyText, ...] = computed(help="What is to be said of those words, and what they do not settle.")
    as_of: Date | None
    region: Region | None
    coverage: CoverageTold | None = computed(help="What was read of the labels of the region; null where nothing was.")
    results: tuple[OptionJudged, ...]
    advised_against: tuple[Warned, ...] = computed(help="Treatments that sources only speak against.")
    no_longer_current: Count = computed(help="How many statements are.")


class AxisListed(Shown, of=Axis, kind="axis"):
    """One thing that can be known of a patient or a tumour."""


def options(
    book: Book,
    answer: Gathered,
    everything: bool = False,
    asked: Sequence[Option] | None = None,
    heard: Heard = SILENCE,
) -> Json:
    """The one object of `mbc options`; of only some treatments where they are asked for."""
    given = profile(book, answer.profile)
    every = (*answer.options, *answer.advised_against, *(answer.over if everything else ()))
    found = every if asked is None else asked
    return OptionsTold.made(
        None,
        {
            "query": clean(" ".join(f"{axis}={one_line(value)}" for axis, value in given.items())),
            "data_version": book.version,
            "profile": given,
            "read_as": list(dict.fromkeys(told_words(book, told) for told in heard.told)),
            "notes": list(heard.notes),
            "as_of": answer.now.day or None,
            "region": answer.now.region or None,
            "coverage": coverage(book, answer.now.region),
            "results": [option(book, one, everything or asked is not None) for one in found if one.pros or one.over],
            "advised_against": [warning(book, one) for one in found if not (one.pros or one.over or one.silent)],
            "no_longer_current": answer.ended,
        },
    )


def profile(book: Book, known: Profile) -> Json:
    """The facts that were given: axis to value, number or list of treatments."""
    return {axis: fact_value(book.axes[axis], fact) for axis, fact in known.given.items()}


def coverage(book: Book, region: str) -> Json | None:
    """What was read of the labels of a region; None where nothing was, or none is asked for."""
    found = coverage_of(book, region)
    named = named_in(book, region) if found else set()
    return CoverageTold.made(found, {"drugs": [name for name in book.drugs if name in named]}) if found else None


def one_line(value: object) -> str:
    """A fact on one line."""
    return ",".join(map(str, value)) or "none" if isinstance(value, list) else str(value)


def option(book: Book, one: Option, with_ended: bool) -> Json:
    """A treatment with its verdict and the statements about it."""
    ended = one.ended if with_ended else ()
    lines = dict.fromkeys(said.statement.line for said in (one.backing or one.cons or one.ended))
    return OptionJudged.made(
        None,
        {
            "treatment": treatment(one),
            "group": one.group,
            "verdict": VERDICTS[one.verdict],
            "missing": list(one.missing),
            "why": list(one.why),
            "line": "; ".join(lines),
            "status": ENDED if one.over else CURRENT,
            "given_before": one.given_before,
            "statements": [statement(book, said) for said in (*one.pros, *one.cons, *ended)],
        },
    )


def treatment(one: Option) -> Json:
    """What it is: its name, its drugs (of a class, the members) and its kind."""
    return OptionTreatment.made(None, {"name": one.name, "drugs": list(one.drugs), "kind": one.kind})


def warning(book: Book, one: Option) -> Json:
    """A treatment that sources only speak against; the verdict of a statement says whether it holds."""
    return Warned.made(
        None,
        {
            "treatment": treatment(one),
            "group": one.group,
            "statements": [statement(book, said) for said in one.cons],
        },
    )


def statement(book: Book, said: Said) -> Json:
    """One statement, judged."""
    record = said.statement
    source = record.sources[0]
    return StatementJudged.made(
        record,
        {
            "direction": record.direction,
            "verdict": VERDICTS[said.truth],
            "status": said.state,
            "condition": wanted_words(book, record.when) or None,
            "when": condition(record.when),
            "source": source.id,
            "where": source.where,
            "date": begins(book, record),
            "date_is": begins_is(book, record),
        },
    )


def axis(record: Axis) -> Json:
    """One result of `options --axes`."""
    return AxisListed.made(record)
