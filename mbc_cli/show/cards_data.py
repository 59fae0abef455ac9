"""Readings, cards and lists as data: the results of a call; `schema.json` lists their keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.book.history import brand_status, indication_state, spoken_of
from mbc_cli.book.model import Brand, Drug, DrugClass, Erratum, Indication, Regimen, Source, Translation, Trial
from mbc_cli.show.answers import Shown, computed
from mbc_cli.show.conditions_data import condition

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Literal

    from mbc_cli.ask.expand import Reading
    from mbc_cli.book.book import Book
    from mbc_cli.book.history import Moment
    from mbc_cli.book.model import Arm, Citation, Phase
    from mbc_cli.book.names import Match
    from mbc_cli.book.shapes import DrugCodes, Id
    from mbc_cli.show.answer_types import ConditionShown, Count, IndicationState, MatchForm, StatusOfMarkets, Steps
    from mbc_cli.show.formats import Json

SYSTEMS = ("ncit", "rxcui", "atc")
"""The systems of codes, in the order in which an answer lists them."""

TERMINOLOGIES = ("NCIt", "RxNorm", "RxCUI", "ATC")
"""How entries name the systems of codes when they say which code was not found."""


class Matched(Shown):
    """The kind of name that matched, and how the data spells it."""

    kind: MatchForm
    written: str


class ReadingFound(Shown):
    """One reading of a text; a look-alike has no steps."""

    kind: Literal["regimen", "protocol", "trial", "treatment", "lookalike", "term"]
    id: Id | None
    name: str
    match: Matched
    usual: bool
    steps: Steps
    drugs: tuple[Id, ...]
    letters: Mapping[str, tuple[Id, ...]] = computed(help="Each letter of the name, with what it may stand for.")
    when: ConditionShown
    marks: tuple[str, ...]
    unread: tuple[str, ...]
    doubts: tuple[str, ...]
    notes: tuple[str, ...]
    sources: tuple[Citation, ...]


class NamedRegimen(Shown, of=Regimen, kind="regimen"):
    """A named regimen."""

    steps: Steps
    drugs: tuple[Id, ...] = computed(after="steps")
    when: ConditionShown


class ArmListed(Shown):
    """An arm of a trial."""

    name: str
    steps: Steps
    drugs: tuple[Id, ...]


class TrialListed(Shown, of=Trial, kind="trial", hidden=("experimental", "control", "risky")):
    """A trial with its arms."""

    arms: tuple[ArmListed, ...] = computed(after="identifiers")


class SaidThere(Shown):
    """What a source says."""

    id: Id
    where: str
    text: str


class ErratumTold(Shown, of=Erratum, kind="erratum"):
    """Where sources err, are damaged, are superseded or disagree."""

    says: tuple[SaidThere, ...]


class IndicationOnCard(Shown, of=Indication):
    """What one region's authority said about use in breast cancer, from one day until another."""

    state: IndicationState


class BrandOnCard(Shown, of=Brand, hidden=("id",)):
    """A brand on a card: its status by market."""

    markets: StatusOfMarkets
    sources: tuple[Citation, ...]


class TranslationOnCard(Shown, of=Translation, hidden=("id", "of")):
    """What a drug or class is called in another language (ISO 639-1)."""

    sources: tuple[Citation, ...]


class DrugCard(Shown, of=Drug, kind="drug"):
    """The card of a drug."""

    match: Matched = computed(after="name")
    abbreviations: tuple[str, ...]
    brands: tuple[BrandOnCard, ...] = computed(after="research_codes")
    translations: tuple[TranslationOnCard, ...] = computed(after="research_codes")
    classes: tuple[Id, ...] = computed(help="From the nearest to the root.")
    codes: DrugCodes
    regimens: tuple[Id, ...] = computed(after="codes")
    distinct_from: tuple[Id, ...]
    biosimilars: tuple[Id, ...] = computed(after="biosimilar_of")
    indications: tuple[IndicationOnCard, ...]
    statements: tuple[Id, ...] = computed(help="What sources say about it at the time asked for.")
    errata: tuple[ErratumTold, ...]


class ClassCard(Shown, of=DrugClass, kind="class"):
    """A class with its drugs."""

    match: Matched = computed(after="name")
    translations: tuple[TranslationOnCard, ...] = computed(after="synonyms")
    parents: tuple[Id, ...] = computed(after="synonyms")
    children: tuple[Id, ...] = computed(after="synonyms")
    outside: tuple[Id, ...] = computed(after="synonyms", help="Its members that are outside this vocabulary.")
    drugs: tuple[Id, ...] = computed(after="synonyms")
    errata: tuple[ErratumTold, ...]


class SourceListed(Shown, of=Source, kind="source"):
    """A source, and how many entries rest on it."""

    entries: Count
    entries_by_kind: Mapping[str, Count]


class HitMatch(Shown):
    """How the text matched."""

    kind: str
    written: str


class HitListed(Shown):
    """An entry that a search found, and what kind of match it was."""

    kind: str
    id: Id
    name: str
    match: HitMatch


def cited(citations: Iterable[Citation]) -> list[Json]:
    """Sources and places."""
    return [citation._asdict() for citation in dict.fromkeys(citations)]


def matched(form: str, written: str) -> Json:
    """The kind of name that matched, and how the data spells it."""
    return Matched.made(None, {"kind": form, "written": written})


def steps(phases: Sequence[Phase]) -> list[list[Json]]:
    """Phases in order; each part of a phase is one of `any_of`."""
    return [
        [{"any_of": list(part.any_of), "optional": part.optional, "when": condition(part.when)} for part in phase]
        for phase in phases
    ]


def reading(book: Book, found: Reading, marks: Sequence[str]) -> Json:
    """One result of `expand`."""
    return ReadingFound.made(
        None,
        {
            "kind": found.kind,
            "id": found.id or None,
            "name": found.name,
            "match": matched(found.form, found.written),
            "usual": found.usual,
            "steps": steps(found.phases),
            "drugs": list(book.drugs_in(found.phases)),
            "letters": {letter: list(names) for letter, names in found.letters.items()},
            "when": condition(found.regimen.when) if found.regimen else None,
            "marks": list(marks),
            "unread": list(found.unread),
            "doubts": list(found.doubts),
            "notes": list(found.notes),
            "sources": cited(found.sources),
        },
    )


def regimen(book: Book, record: Regimen) -> Json:
    """One result of `regimens`."""
    phases = book.phases(record)
    drugs = list(book.drugs_in(phases))
    shown = {"steps": steps(phases), "drugs": drugs, "when": condition(record.when)}
    return NamedRegimen.made(record, {**shown, "codes": {"ncit": record.codes.get("ncit")}})


def trial(book: Book, record: Trial) -> Json:
    """One result of `trials`."""
    return TrialListed.made(record, {"arms": [arm(book, each) for each in record.arms()]})


def arm(book: Book, found: Arm) -> Json:
    """An arm of a trial: its phases, and the drugs in them."""
    phases = book.phases(found)
    return ArmListed.made(None, {"name": found.name, "steps": steps(phases), "drugs": list(book.drugs_in(phases))})


def drug(book: Book, record: Drug, match: Match, moment: Moment) -> Json:
    """One result of `drug`."""
    return DrugCard.made(
        record,
        {
            "match": matched(match.form, match.written),
            "abbreviations": [*record.abbreviations, *record.in_combination],
            "brands": [brand(found, moment) for found in book.brands_of(record.id)],
            "translations": translations_of(book, record.ref),
            "classes": list(book.classes_of(record)),
            "codes": {system: record.codes.get(system) for system in SYSTEMS},
            "regimens": book.regimens_with(record.id),
            "distinct_from": sorted(book.apart_from(record.id)),
            "biosimilars": book.biosimilars_of(record.id),
            "indications": [indication(item, moment) for item in record.indications if moment.covers(item.region)],
            "statements": [statement.id for statement in spoken_of(book, record.ref, moment)],
            "errata": errata_of(book, record.ref),
        },
    )


def translations_of(book: Book, ref: str) -> list[Json]:
    """The names of a drug or class in other languages."""
    return [TranslationOnCard.made(found, {"sources": cited(found.sources)}) for found in book.translations_of(ref)]


def indication(item: Indication, moment: Moment) -> Json:
    """An indication on a card, and whether it was in force."""
    return IndicationOnCard.made(item, {"state": indication_state(item, moment)})


def brand(record: Brand, moment: Moment) -> Json:
    """A brand on a card: its status by market."""
    markets = [market for market in record.markets if moment.covers(market.region)]
    return BrandOnCard.made(
        record,
        {
            "markets": {market.region: brand_status(market, moment) for market in markets},
            "sources": cited(record.cited()),
        },
    )


def drug_class(book: Book, record: DrugClass, match: Match) -> Json:
    """One result of `class`."""
    return ClassCard.made(
        record,
        {
            "match": matched(match.form, match.written),
            "translations": translations_of(book, record.ref),
            "parents": list(book.lineage(record.id)[1:]),
            "children": book.children(record.id),
            "drugs": book.members(record.id),
            "outside": outside_of(book, record),
            "errata": errata_of(book, record.ref),
        },
    )


def outside_of(book: Book, record: DrugClass) -> list[str]:
    """The members of a class that are outside the vocabulary."""
    return [name for name in book.members(record.id, outside=True) if book.drugs[name].outside]


def member(book: Book, of: DrugClass, record: Drug) -> Json:
    """A row of a table of `class`: a drug in it, its names, codes and brands.

    A code that is empty was not found or not looked up, as `unverified_codes` says; there may be one.
    """
    return {
        "id": record.id,
        "name": record.name,
        "class": of.id,
        "classes": list(book.classes_of(record)),
        "codes": {system: record.codes.get(system) for system in SYSTEMS},
        "brands": [found.name for found in book.brands_of(record.id)],
        "outside": record.outside,
        "unverified_codes": [text for text in record.unverified if any(name in text for name in TERMINOLOGIES)],
    }


def source(record: Source, resting: Mapping[str, int]) -> Json:
    """One result of `sources`; `resting` counts the entries that rest on it, by kind."""
    return SourceListed.made(record, {"entries": sum(resting.values()), "entries_by_kind": dict(resting)})


def errata_of(book: Book, ref: str) -> list[Json]:
    """The errata that concern an entry."""
    return [erratum(book.errata[name]) for name in book.referring(ref, "erratum")]


def erratum(record: Erratum) -> Json:
    """One result of `conflicts`, and an item of `errata` on a card."""
    return ErratumTold.made(record, {"says": [{**said.source._asdict(), "text": said.text} for said in record.says]})


def hit(match: Match, name: str, how: str) -> Json:
    """One result of `search`."""
    found = {"kind": how, "written": match.written}
    return HitListed.made(None, {"kind": match.kind, "id": match.id, "name": name, "match": found})
