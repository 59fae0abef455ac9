"""The answer of `mbc options` as data."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mbc_cli.book.history import CURRENT, ENDED, begins, begins_is
from mbc_cli.book.model import Axis, Coverage, Statement, Unsettled
from mbc_cli.book.names import clean
from mbc_cli.options.assumed import assumed_words
from mbc_cli.options.coverage import coverage_of, named_in
from mbc_cli.options.fact_words import fact_value, told_words
from mbc_cli.options.lines import line_note, places_of
from mbc_cli.options.order import in_lines
from mbc_cli.options.placed import GIVEN
from mbc_cli.options.subjects import names_of
from mbc_cli.options.told import SILENCE
from mbc_cli.options.truth import Truth
from mbc_cli.options.unsettled import unsettled
from mbc_cli.options.verdicts import VERDICTS
from mbc_cli.options.wording import wanted_words
from mbc_cli.show.answers import Shown, computed
from mbc_cli.show.conditions_data import condition

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Literal

    from mbc_cli.book.book import Book
    from mbc_cli.book.shapes import Date, Id, Region, SourceDateIs
    from mbc_cli.options.placed import Placed
    from mbc_cli.options.profile import Profile
    from mbc_cli.options.told import Heard
    from mbc_cli.options.verdicts import Gathered, Option, Said
    from mbc_cli.show.answer_types import (
        AnyText,
        BasisOf,
        ConditionShown,
        Count,
        DataVersion,
        GivenFacts,
        LineGroup,
        OptionKind,
        State,
        Verdict,
    )
    from mbc_cli.show.formats import Json


class OptionTreatment(Shown):
    """What a statement is about: the drugs and classes that it names, without the members of a class."""

    name: str
    drugs: tuple[Id, ...]
    classes: tuple[Id, ...]
    kind: OptionKind


class StatementJudged(Shown, of=Statement):
    """One statement, judged for the profile."""

    direction: Literal["for", "against"]
    verdict: Verdict = computed(after="direction")
    status: State = computed(after="direction")
    condition: str | None = computed(after="line", help="In words; null if the source states none.")
    when: ConditionShown = computed(after="line", help="The condition as written in the data.")
    source: Id = computed(after="line")
    where: str = computed(after="line")
    date: Date = computed(after="line", help="The day from which it counts.")
    date_is: SourceDateIs = computed(after="line", help="Whether it began on that day, or before or after it.")


class OptionJudged(Shown):
    """A treatment that sources support in one line of therapy, judged for the profile."""

    treatment: OptionTreatment
    line: LineGroup = computed(help="The line of therapy, or a group outside the lines.")
    rank: Count = computed(help="Its place in that line, starting at 1.")
    basis: BasisOf = computed(help="The firmest kind of source that gives the verdict.")
    force: AnyText = computed(help="How the newest of them says it.")
    verdict: Verdict = computed(help="The treatment history is assumed to fit until something is said about it.")
    set_back: str | None = computed(help="Why it is ranked below the others in its line.")
    overtaken: tuple[Id, ...] = computed(
        help="The newer statements that overtake, qualify or replace all it rests on; none if anything still holds."
    )
    group: Id
    missing: tuple[Id, ...] = computed(help="The axes to ask about while it is open; the fewest first.")
    why: tuple[str, ...] = computed(help="What rules it out.")
    status: State
    given_before: bool = computed(help="Whether the profile says so for each of its drugs.")
    statements: tuple[StatementJudged, ...]


class Warned(Shown):
    """A treatment that sources only advise against."""

    treatment: OptionTreatment
    group: Id
    statements: tuple[StatementJudged, ...]


class CoverageTold(Shown, of=Coverage):
    """Which labels of a region were read."""

    drugs: tuple[Id, ...] = computed(after="read_until", help="Those that a label of the region names.")


class PointTold(Shown, of=Unsettled):
    """A point that no source we read settles."""


class OptionsTold(Shown):
    """What sources say for a profile, by treatment."""

    query: AnyText = computed(help="The facts as axis=value.")
    data_version: DataVersion
    profile: GivenFacts
    read_as: tuple[AnyText, ...] = computed(help="How each fact that was given in words is read.")
    notes: tuple[AnyText, ...] = computed(help="Remarks on those words, what stays open, what is assumed.")
    as_of: Date | None
    region: Region | None
    coverage: CoverageTold | None = computed(help="Which labels of the region were read; null if none were.")
    results: tuple[OptionJudged, ...]
    advised_against: tuple[Warned, ...] = computed(help="Treatments that sources only advise against.")
    unsettled: tuple[PointTold, ...] = computed(help="What no source settles about the results or the profile.")
    no_longer_current: Count = computed(help="How many statements are no longer current.")


class AxisListed(Shown, of=Axis, kind="axis"):
    """One fact that can be known about a patient or a tumor."""


def options(
    book: Book,
    answer: Gathered,
    everything: bool = False,
    asked: Sequence[Option] | None = None,
    heard: Heard = SILENCE,
) -> Json:
    """The single object that `mbc options` prints; if treatments are requested, it has only those."""
    given = profile(book, answer.profile)
    every = (*answer.options, *answer.advised_against, *(answer.over if everything else ()))
    found = every if asked is None else asked
    placed = in_lines(book, answer)
    return OptionsTold.made(
        None,
        {
            "query": clean(" ".join(f"{axis}={one_line(value)}" for axis, value in given.items())),
            "data_version": book.version,
            "profile": given,
            "read_as": list(dict.fromkeys(told_words(book, told) for told in heard.told)),
            "notes": [
                *heard.notes,
                *filter(None, [assumed_words(book, answer.profile.assumed), line_note(answer.profile)]),
            ],
            "as_of": answer.now.day or None,
            "region": answer.now.region or None,
            "coverage": coverage(book, answer.now.region),
            "results": [*map(option, ranked(placed, asked)), *(over(one) for one in found if one.over)],
            "advised_against": [warning(book, one) for one in found if not (one.pros or one.over or one.silent)],
            "unsettled": [PointTold.made(point, {}) for point in unsettled(book, answer.profile, placed)],
            "no_longer_current": answer.ended,
        },
    )


def profile(book: Book, known: Profile) -> Json:
    """The given facts: for each axis a value, a number or a list of treatments."""
    return {axis: fact_value(book.axes[axis], fact) for axis, fact in known.given.items()}


def coverage(book: Book, region: str) -> Json | None:
    """How much of the labels of a region was read; None if nothing was, or if no region is requested."""
    found = coverage_of(book, region)
    named = named_in(book, region) if found else set()
    return CoverageTold.made(found, {"drugs": [name for name in book.drugs if name in named]}) if found else None


def one_line(value: object) -> str:
    """A fact on one line."""
    return ",".join(map(str, value)) or "none" if isinstance(value, list) else str(value)


def ranked(placed: Iterable[Placed], asked: Sequence[Option] | None) -> Iterator[tuple[int, Placed]]:
    """Each treatment in each of its lines, in the order of the screen, with its rank there; or only those requested."""
    counts: Counter[str] = Counter()
    for each in placed:
        counts[each.group] += 1
        if asked is None or any(each.option.treatment is one.treatment for one in asked):
            yield counts[each.group], each


def option(placed: tuple[int, Placed]) -> Json:
    """A treatment with its rank in a line of therapy, its verdict and the statements about it."""
    rank, each = placed
    one = each.option
    return OptionJudged.made(
        None,
        {
            "treatment": treatment(one),
            "line": each.group,
            "rank": rank,
            "basis": each.basis,
            "force": each.force,
            "verdict": VERDICTS[each.verdict],
            "set_back": each.set_back or None,
            "overtaken": [newer.id for newer in each.overtaken],
            "group": one.group,
            "missing": list(each.missing),
            "why": list(each.why),
            "status": CURRENT,
            "given_before": one.given_before or each.set_back == GIVEN,
            "statements": [statement(one.book, said) for said in (*each.said, *one.cons)],
        },
    )


def over(one: Option) -> Json:
    """A treatment that no source supports any longer, with the statements that did."""
    last = one.ended[-1].statement
    return OptionJudged.made(
        None,
        {
            "treatment": treatment(one),
            "line": places_of(last)[0],
            "rank": 0,
            "basis": one.ended[-1].basis,
            "force": last.strength,
            "verdict": VERDICTS[Truth.NO],
            "set_back": None,
            "overtaken": replacing(one),
            "group": one.group,
            "missing": [],
            "why": list(one.why),
            "status": ENDED,
            "given_before": one.given_before,
            "statements": [statement(one.book, said) for said in one.ended],
        },
    )


def replacing(one: Option) -> list[str]:
    """The statements that replaced everything said for a treatment; none if any of it simply ended."""
    ended = [said.statement.replaced_by for said in one.ended]
    return list(dict.fromkeys(name for names in ended for name in names)) if all(ended) else []


def treatment(one: Option) -> Json:
    """The treatment itself: its name, the drugs and classes it names, and its kind."""
    named = dict.fromkeys(name for part in one.treatment.parts for name in names_of(one.book, part))
    drugs = [name for name in named if name in one.book.drugs]
    classes = [name for name in named if name not in one.book.drugs]
    return OptionTreatment.made(None, {"name": one.name, "drugs": drugs, "classes": classes, "kind": one.kind})


def warning(book: Book, one: Option) -> Json:
    """A treatment that sources only advise against; the verdict of a statement says whether it applies."""
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
