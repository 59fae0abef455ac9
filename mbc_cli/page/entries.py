"""The entries as cards of the page: what `mbc drug`, `class`, `expand`, `sources` and `conflicts` show, and the links.

A card names other entries by their ids; empty values are left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mbc_cli.ask.expand import reading_of
from mbc_cli.ask.lookup import resting
from mbc_cli.book.history import Moment, brand_status, day_words, indication_state, spoken_of
from mbc_cli.book.model import Lookalike, Protocol
from mbc_cli.book.names import Match
from mbc_cli.options.wording import wanted_words
from mbc_cli.show.card_words import CODE_NAMES, EVIDENCE, LANGUAGES, letter_words, source_name
from mbc_cli.show.near import near_words
from mbc_cli.show.statement_lines import firmest_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import (
        Brand,
        Citation,
        Drug,
        DrugClass,
        Erratum,
        Part,
        Phase,
        Regimen,
        Source,
        Term,
        Trial,
    )
    from mbc_cli.show.formats import Json

NOW = Moment()
"""The page shows the data as of today, for every region."""


def entries(book: Book) -> Json:
    """By kind and id, every entry that has a card."""
    regimens = {**book.regimens, **book.protocols}
    return {
        "drug": {name: drug(book, record) for name, record in book.drugs.items()},
        "class": {name: drug_class(book, record) for name, record in book.classes.items()},
        "brand": {name: brand(book, record) for name, record in book.brands.items()},
        "regimen": {name: regimen(book, regimens[name]) for name in book.regimens},
        "protocol": {name: regimen(book, regimens[name]) for name in book.protocols},
        "trial": {name: trial(book, record) for name, record in book.trials.items()},
        "lookalike": {name: no_treatment(book, record) for name, record in book.lookalikes.items()},
        "term": {name: no_treatment(book, record) for name, record in book.terms.items()},
        "source": {name: source(book, record) for name, record in book.sources.items()},
        "erratum": {name: erratum(record) for name, record in book.errata.items()},
    }


def kept(**cells: Any) -> Json:
    """The cells that are not empty."""
    return {name: cell for name, cell in cells.items() if cell}


# --- drugs, classes, brands --------------------------------------------------------------------------------------


def drug(book: Book, record: Drug) -> Json:
    """The card of a drug."""
    return kept(
        name=record.name,
        classes=book.classes_of(record),
        also=record.synonyms,
        short=(*record.abbreviations, *record.in_combination),
        research=record.research_codes,
        routes=record.routes,
        mechanism=record.mechanism,
        codes=codes(record.codes),
        apart=sorted(book.apart_from(record.id)),
        contains=record.components,
        original=record.biosimilar_of,
        biosimilars=book.biosimilars_of(record.id),
        use=record.double_use,
        outside=record.outside,
        brands=[found.id for found in book.brands_of(record.id)],
        approvals=approvals(record),
        languages=languages(book, record.ref),
        spoken=spoken(book, record),
        regimens=book.regimens_with(record.id),
        notes=(*record.notes, *(f"unverified: {text}" for text in record.unverified)),
        **rests_on(book, record.ref, record.cited()),
    )


def spoken(book: Book, record: Drug | DrugClass) -> tuple[str, ...]:
    """What sources name a drug or class for, and then what they say against it."""
    return (*firmest_lines(book, record, NOW), *firmest_lines(book, record, NOW, "against"))


def approvals(record: Drug) -> list[list[str]]:
    """What authorities said about breast cancer: region, from, until, state, text."""
    return [
        [
            item.region,
            day_words(item.start, item.start_is) if item.start else "",
            item.until,
            indication_state(item, NOW),
            "; ".join(
                filter(None, (f"{item.text} (accelerated)" * (item.form == "accelerated") or item.text, item.ended))
            ),
        ]
        for item in record.indications
    ]


def drug_class(book: Book, record: DrugClass) -> Json:
    """A class with the classes above and below it, and its drugs."""
    every = book.members(record.id, outside=True)
    return kept(
        name=record.name,
        also=(*filter(None, (record.plural,)), *record.synonyms),
        short=record.abbreviations,
        above=book.lineage(record.id)[1:],
        below=book.children(record.id),
        own=[name for name in book.referring(record.ref, "drug") if record.id in book.drugs[name].classes],
        drugs=[name for name in every if not book.drugs[name].outside],
        outside=[name for name in every if book.drugs[name].outside],
        languages=languages(book, record.ref),
        notes=(record.note,) if record.note else (),
        spoken=spoken(book, record),
        **rests_on(book, record.ref, record.sources),
    )


def brand(book: Book, record: Brand) -> Json:
    """A brand with its state in each market."""
    return kept(
        name=record.name,
        drugs=record.drugs,
        product=record.product,
        markets=[[one.region, brand_status(one, NOW), one.as_of, one.note] for one in record.markets],
        use=record.use,
        notes=(record.note,) if record.note else (),
        **rests_on(book, record.ref, record.cited()),
    )


def languages(book: Book, ref: str) -> list[list[str]]:
    """What a drug or class is called in other languages: the language, and the names in it."""
    return [
        [
            LANGUAGES.get(found.language, found.language),
            ", ".join((*found.names, *(f"{name} (brand)" for name in found.brands))),
        ]
        for found in book.translations_of(ref)
    ]


# --- regimens and what looks like one ----------------------------------------------------------------------------


def regimen(book: Book, record: Regimen) -> Json:
    """A regimen as phases with its letters, also if it is named by a hospital's code."""
    phases = book.phases(record)
    return kept(
        name=record.name,
        written=record.written,
        phases=steps(book, phases),
        letters=letters(book, record, phases),
        when=wanted_words(book, record.when),
        setting=record.setting,
        system=record.system if isinstance(record, Protocol) else "",
        codes=codes(record.codes),
        evidence=f"{record.evidence}: {EVIDENCE[record.evidence]}" if record.evidence in EVIDENCE else record.evidence,
        named=named_by(book, record.ref),
        near=near(book, record),
        notes=record.remarks,
        **rests_on(book, record.ref, record.sources),
    )


def steps(book: Book, phases: Sequence[Phase]) -> list[list[Json]]:
    """Phases in order, each with its parts: one of some drugs or classes, possibly optional or on a condition."""
    return [[part(book, one) for one in phase] for phase in phases]


def part(book: Book, one: Part) -> Json:
    """One place of a phase."""
    return kept(any=one.any_of, optional=one.optional, when=wanted_words(book, one.when))


def letters(book: Book, record: Regimen, phases: tuple[Phase, ...]) -> Json:
    """The letter in the name for each drug or class, with the brand that explains it: "T = Taxol"."""
    by_drug = {name: letter for letter, names in record.letters.items() for name in names}
    return {name: letter_words(book, name, by_drug[name]) for name in book.drugs_in(phases) if by_drug.get(name)}


def named_by(book: Book, ref: str) -> list[str]:
    """The sources that name a regimen for metastatic disease."""
    said = spoken_of(book, ref, NOW)
    return list(dict.fromkeys(source_name(book.sources[one.sources[0].id]) for one in said))


def near(book: Book, record: Regimen) -> list[str]:
    """The regimens close to one, each with how it differs."""
    match = Match(record.ref, record.kind, record.name)
    return list(near_words(book, reading_of(book, match, record, True, ())))


def trial(book: Book, record: Trial) -> Json:
    """A trial with its arms."""
    return kept(
        name=record.name,
        written=record.written,
        numbers=record.identifiers,
        arms=[[arm.name, steps(book, book.phases(arm))] for arm in record.arms()],
        population=record.population,
        setting=record.setting,
        notes=record.remarks,
        **rests_on(book, record.ref, record.sources),
    )


def no_treatment(book: Book, record: Lookalike | Term) -> Json:
    """A text that looks like a regimen but is not one, or a clinical term: what it means."""
    return kept(
        name=record.name,
        written=record.written,
        means=record.means,
        stands=record.stands_for if isinstance(record, Lookalike) else "",
        notes=(record.note,) if record.note else (),
        **rests_on(book, record.ref, record.sources),
    )


# --- what it rests on --------------------------------------------------------------------------------------------


def rests_on(book: Book, ref: str, citations: Iterable[Citation]) -> Json:
    """The conflicts that concern an entry, and its sources, each once with the places in it."""
    places: dict[str, list[str]] = {}
    for citation in dict.fromkeys(citations):
        places.setdefault(citation.id, []).append(citation.where)
    cited = [[name, "; ".join(where)] for name, where in places.items()]
    return {"errata": book.referring(ref, "erratum"), "sources": cited}


def codes(found: Mapping[str, str]) -> Json:
    """The codes of an entry by system, spelled as usual: NCIt, RxCUI, ATC."""
    return {CODE_NAMES[system]: code for system, code in found.items()}


def source(book: Book, record: Source) -> Json:
    """A source, and how many entries rest on it, by kind."""
    return kept(
        name=source_name(record),
        title=record.title,
        publisher=record.publisher,
        form=record.form,
        region=record.region,
        licence=record.licence,
        date=day_words(record.date, record.date_is) + (record.date_note and f" ({record.date_note})"),
        address=record.address,
        notes=(record.note,) if record.note else (),
        rests=resting(book, record),
    )


def erratum(record: Erratum) -> Json:
    """A conflict: who says what, what is right, and what is newer."""
    return kept(
        name=record.topic,
        form=record.form,
        concerns=record.concerns,
        says=[[one.source.id, one.source.where, one.text] for one in record.says],
        correct=record.correct,
        newer=record.newer,
        sources=[[one.id, one.where] for one in record.sources],
    )
