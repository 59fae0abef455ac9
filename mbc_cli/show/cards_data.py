"""Readings, cards and lists as data: the results of a call, their keys published in `schema.json`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mbc_cli.book.history import brand_status, indication_state, spoken_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mbc_cli.ask.expand import Reading
    from mbc_cli.book.book import Book
    from mbc_cli.book.history import Moment
    from mbc_cli.book.model import (
        Brand,
        Citation,
        Conjunction,
        Drug,
        DrugClass,
        Erratum,
        Indication,
        Phase,
        Regimen,
        Source,
    )
    from mbc_cli.book.names import Match
    from mbc_cli.show.formats import Json


def cited(citations: Iterable[Citation]) -> list[Json]:
    """Sources and places."""
    return [citation._asdict() for citation in dict.fromkeys(citations)]


def matched(match: Match) -> Json:
    """What kind of name matched, and how the data writes it."""
    return {"kind": match.form, "written": match.written}


def condition(clause: Conjunction) -> Json | None:
    """A conjunction as axis to wanted value; None when there is none."""
    wanted: Json = {}
    for axis, test in clause:
        plain: Any = list(test.values) if test.values else test.number
        if test.form == "any":
            wanted[axis] = plain[0] if len(plain) == 1 else plain
        else:
            wanted[axis] = {test.form: plain}
    return wanted or None


def steps(phases: Sequence[Phase]) -> list[list[Json]]:
    """Phases in order; in a phase, each part is one of `any_of`."""
    return [
        [{"any_of": list(part.any_of), "optional": part.optional, "when": condition(part.when)} for part in phase]
        for phase in phases
    ]


def reading(book: Book, found: Reading, marks: Sequence[str]) -> Json:
    """One result of `expand`."""
    return {
        "kind": found.kind,
        "id": found.id or None,
        "name": found.name,
        "match": {"kind": found.form, "written": found.written},
        "usual": found.usual,
        "steps": steps(found.phases),
        "drugs": list(book.drugs_in(found.phases)),
        "letters": {letter: list(names) for letter, names in found.letters.items()},
        "when": condition(found.regimen.when) if found.regimen else None,
        "marks": list(marks),
        "notes": list(found.notes),
        "sources": cited(found.sources),
    }


def regimen(book: Book, record: Regimen) -> Json:
    """One result of `regimens`."""
    phases = book.phases(record)
    return {
        "kind": "regimen",
        "id": record.id,
        "name": record.name,
        "written": list(record.written),
        "steps": steps(phases),
        "drugs": list(book.drugs_in(phases)),
        "letters": {letter: list(names) for letter, names in record.letters.items()},
        "when": condition(record.when),
        "setting": record.setting or None,
        "evidence": record.evidence,
        "notes": list(record.notes),
        "sources": cited(record.sources),
    }


def drug(book: Book, record: Drug, match: Match, moment: Moment) -> Json:
    """One result of `drug`."""
    return {
        "kind": "drug",
        "id": record.id,
        "name": record.name,
        "match": matched(match),
        "synonyms": list(record.synonyms),
        "abbreviations": [*record.abbreviations, *record.in_combination],
        "research_codes": list(record.research_codes),
        "brands": [brand(found, moment) for found in book.brands_of(record.id)],
        "classes": list(book.classes_of(record)),
        "routes": list(record.routes),
        "mechanism": record.mechanism or None,
        "codes": {system: record.codes.get(system) for system in ("ncit", "rxcui", "atc")},
        "regimens": book.regimens_with(record.id),
        "distinct_from": sorted(book.distinct.get(record.id, ())),
        "components": list(record.components),
        "biosimilar_of": record.biosimilar_of or None,
        "biosimilars": [name for name in book.drugs if book.drugs[name].biosimilar_of == record.id],
        "outside": record.outside,
        "indications": [indication(item, moment) for item in record.indications if moment.covers(item.region)],
        "notes": list(record.notes),
        "unverified": list(record.unverified),
        "statements": [statement.id for statement in spoken_of(book, record.ref, moment)],
        "errata": [erratum(book.errata[name]) for name in book.referring(record.ref, "erratum")],
        "sources": cited(record.sources),
    }


def indication(item: Indication, moment: Moment) -> Json:
    """An indication on a card, and whether it was in force."""
    return {
        "region": item.region,
        "kind": item.form,
        "text": item.text,
        "from": item.start or None,
        "until": item.until or None,
        "ended": item.ended or None,
        "state": indication_state(item, moment),
        "sources": cited(item.sources),
    }


def brand(record: Brand, moment: Moment) -> Json:
    """A brand on a card: its status by market."""
    return {
        "name": record.name,
        "markets": {
            market.region: brand_status(market, moment) for market in record.markets if moment.covers(market.region)
        },
        "use": record.use or None,
        "note": record.note or None,
        "sources": cited([*record.sources, *(found for market in record.markets for found in market.sources)]),
    }


def drug_class(book: Book, record: DrugClass, match: Match) -> Json:
    """One result of `class`."""
    return {
        "kind": "class",
        "id": record.id,
        "name": record.name,
        "match": matched(match),
        "plural": record.plural or None,
        "abbreviations": list(record.abbreviations),
        "synonyms": list(record.synonyms),
        "parents": list(book.lineage(record.id)[1:]),
        "children": book.children(record.id),
        "drugs": book.members(record.id),
        "note": record.note or None,
        "errata": [erratum(book.errata[name]) for name in book.referring(record.ref, "erratum")],
        "sources": cited(record.sources),
    }


def source(record: Source, resting: Mapping[str, int]) -> Json:
    """One result of `sources`; `resting` counts the entries that rest on it, by kind."""
    return {
        "kind": "source",
        "id": record.id,
        "title": record.title,
        "publisher": record.publisher,
        "type": record.form,
        "region": record.region,
        "date": record.date,
        "date_note": record.date_note or None,
        "address": record.address or None,
        "note": record.note or None,
        "entries": sum(resting.values()),
        "entries_by_kind": dict(resting),
    }


def erratum(record: Erratum) -> Json:
    """One result of `conflicts`, and an item of `errata` on a card."""
    return {
        "kind": "erratum",
        "id": record.id,
        "type": record.form,
        "topic": record.topic,
        "concerns": list(record.concerns),
        "says": [{**said.source._asdict(), "text": said.text} for said in record.says],
        "correct": record.correct or None,
        "newer": record.newer or None,
        "sources": cited(record.sources),
    }


def hit(match: Match, name: str, how: str) -> Json:
    """One result of `search`."""
    return {"kind": match.kind, "id": match.id, "name": name, "match": {"kind": how, "written": match.written}}
