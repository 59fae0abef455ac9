"""The basis of `mbc options` as data for the page: axes, treatments, statements and their conditions.

Everything that does not depend on a profile is worked out here, by the functions of `options`; the page is left with
three-valued logic over conditions, what follows from facts, and the order of the screen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.book.history import Moment, begins, begins_is, newer_than, state, year_words
from mbc_cli.book.model import Combined, EachBefore, Wanted
from mbc_cli.book.names import Match
from mbc_cli.options.basis import KINDS, READ, basis_of, newest_first, weakness
from mbc_cli.options.coverage import coverage_words, is_paid_only, is_reported_only, regions
from mbc_cli.options.facts import forms_of
from mbc_cli.options.given import goes_on, once_classes
from mbc_cli.options.lines import places_of
from mbc_cli.options.placed import GROUPS, drugs_of
from mbc_cli.options.profile import Profile
from mbc_cli.options.subjects import key_of
from mbc_cli.options.treatments import named_claims, readings, treatment
from mbc_cli.options.verdicts import GROUPS as MODALITIES
from mbc_cli.options.verdicts import Option, ending
from mbc_cli.page.entries import kept
from mbc_cli.show.options_data import treatment as told_of
from mbc_cli.show.options_page import BARE, FOLDED, HEADINGS
from mbc_cli.show.statement_lines import short_name, source_words

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Axis, Condition, Part, Statement, Subject, Test, Unsettled
    from mbc_cli.options.conditions import Claim
    from mbc_cli.show.formats import Json

NOW = Moment()
NOBODY = Profile({}, {})
"""The profile with nothing known: what a treatment is does not depend on a profile."""


def rules(book: Book) -> Json:
    """All of it; statements are in the order of the data."""
    every = list(book.statements.values())
    subjects = Subjects(book)
    return {
        "kinds": KINDS,
        "read": READ,
        "modalities": MODALITIES,
        "groups": [[group, HEADINGS[group], group in FOLDED] for group in GROUPS],
        "bare": BARE,
        "regions": regions(book),
        "coverage": {region: coverage_words(book, region) for region in regions(book)},
        "axes": [axis(one) for one in book.axes.values()],
        "members": {name: member(book, name) for name in (*book.drugs, *book.classes)},
        "stands": dict(stands(book)),
        "statements": [statement(book, one, subjects) for one in every],
        "subjects": subjects.told,
        "unsettled": [unsettled(one) for one in book.unsettled.values()],
    }


# --- conditions and axes -----------------------------------------------------------------------------------------


def condition(found: Condition | None) -> Json | None:
    """A condition: an axis with its test, or `op` with parts; `each`, if present, is what was written instead."""
    match found:
        case Wanted(axis, test):
            return {"axis": axis, **tested(test)}
        case EachBefore(treatments, unless):
            return {"each": treatments, **({"unless": True} if unless else {}), **(condition(found.spelt_out) or {})}
        case Combined(form, parts):
            return {"op": form, "parts": [condition(part) for part in parts]}
    return None


def tested(test: Test) -> Json:
    """A test: its form, and the values or the number."""
    return {"form": test.form, "of": test.number if test.form in ("min", "max") else test.values}


def axis(one: Axis) -> Json:
    """An axis with all that is needed to state a fact about it and to draw conclusions from it."""
    return kept(
        id=one.id,
        name=one.name,
        help=one.help,
        form=one.form,
        values=one.values,
        forms=forms_of(one) if one.values else {},
        phrases=dict(one.phrases),
        treatments=bool(one.of_treatments),
        places=one.places,
        within=one.within,
        made_of=one.made_of,
        follows=[{"is": tested(rule.test), "when": condition(rule.when)} for rule in one.follows],
        judged_by=one.judged_by,
        flag=one.flag,
        group=one.group,
    )


# --- treatments --------------------------------------------------------------------------------------------------


def member(book: Book, name: str) -> list[list[str]]:
    """What a drug or class counts as, apart from itself, and what it may turn out to be."""
    found = treatment(book, name)
    return [sorted(found.counts_as - {name}), sorted(found.may_be)]


def stands(book: Book) -> Iterable[tuple[str, list[list[list[str]]]]]:
    """What a brand or a regimen stands for in a profile: claims, made of alternatives, made of drugs or classes."""
    for brand in book.brands.values():
        yield brand.ref, claims(named_claims(book, [Match(brand.ref, "brand", brand.name)]))
    for regimen in (*book.regimens.values(), *book.protocols.values()):
        if regimen.steps:
            yield regimen.ref, claims(readings(book, [regimen]))


def claims(found: Iterable[Claim]) -> list[list[list[str]]]:
    """Claims by the ids of what is in them."""
    return [[[item.id for item in alternative] for alternative in claim] for claim in found]


class Subjects:
    """What statements are about, each once; two statements about the same treatment share a key."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.told: list[Json] = []
        self.places: dict[Subject, int] = {}
        self.keys: dict[Hashable, int] = {}

    def place(self, one: Subject) -> int:
        """The position of a treatment in the list."""
        if one not in self.places:
            self.places[one] = len(self.told)
            self.told.append(subject(self.book, one, self.keys.setdefault(key_of(one), len(self.keys))))
        return self.places[one]


def subject(book: Book, one: Subject, key: int) -> Json:
    """A treatment: its name and parts, and what decides its place in an answer."""
    option = Option(book, NOBODY, one, (), (), ())
    told = told_of(option)
    return kept(
        **told,
        key=str(key),
        form=one.form,
        titled=bool(one.name),
        group=option.group,
        held=[sorted(names) for names in option.held],
        parts=[part(book, found) for found in one.parts],
        biosimilar=any(drug.biosimilar_of for drug in drugs_of(option)),
        regimens=[found.block for found in one.parts if found.block],
    )


def part(book: Book, one: Part) -> Json:
    """A part of a treatment: one of some, or a block; whether sources continue it, and its classes given once."""
    return kept(any=one.any_of, block=one.block, goes_on=goes_on(book, one), once=list(once_classes(book, one)))


# --- statements --------------------------------------------------------------------------------------------------


def statement(book: Book, one: Statement, subjects: Subjects) -> Json:
    """A statement with what it rests on, how old and firm it is, and where it answers."""
    (source,) = one.sources
    cells: Json = {
        "id": one.id,
        "when": condition(one.when),
        "silent": condition(one.silent),
        "studied": condition(one.studied),
        "direction": one.direction,
        "state": state(book, one, NOW),
        "ending": ending(one) if one.until or one.ended or one.replaced_by else "",
        "force": one.strength,
        "line": one.line,
        "placed": bool(one.place),
        "places": places_of(one),
        "again": one.again,
        "behind": one.behind,
        "before": one.before,
        "region": one.region,
        "home": book.sources[source.id].region,
        "basis": basis_of(book, one),
        "weak": weakness(one.strength),
        "paid": is_paid_only(one),
        "reported": is_reported_only(one),
        "age": newest_first(book, one),
        "text": one.text,
        "unverified": one.unverified,
        "newer": [newer.id for newer in newer_than(book, one, NOW)],
        "who": source_words(book, one, NOW),
        "publisher": short_name(book.sources[source.id]),
        "begins": begins(book, one),
        "since": year_words(begins(book, one), begins_is(book, one)),
        "source": source,
    }
    return {"about": subjects.place(one.treatment), **kept(**cells)}


def unsettled(one: Unsettled) -> Json:
    """A point that no source settles: where it arises, and the sources that leave it open."""
    cited = [[source.id, source.where] for source in one.sources]
    return kept(text=one.text, when=condition(one.when), between=one.between, places=one.place, sources=cited)
