"""Full cards, with every brand, indication, source and remark: drugs, classes, and the readings of a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.book.history import brand_status, day_words, indication_state
from mbc_cli.options.wording import wanted_words
from mbc_cli.show.approved import unread_approvals
from mbc_cli.show.brief import registry
from mbc_cli.show.card_words import (
    EVIDENCE,
    also,
    brand_words,
    cited,
    class_of_refused,
    class_title,
    class_words,
    code_words,
    drug_title,
    errata_lines,
    item_words,
    letter_words,
    lineage_words,
    reading_title,
    step_rows,
    translation_words,
)
from mbc_cli.show.class_members import mechanism_lines, mechanism_words, members_grid, outside_words
from mbc_cli.show.page import Fields, Grid, Items

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mbc_cli.ask.expand import Reading
    from mbc_cli.book.book import Book
    from mbc_cli.book.history import Moment
    from mbc_cli.book.model import Citation, Drug, DrugClass
    from mbc_cli.book.names import Match
    from mbc_cli.show.page import Block, Page

BRAND_HEAD = ("Brand", "Market", "Status", "As of", "Remark", "Sources")
INDICATION_HEAD = ("Region", "From", "Until", "State", "Breast cancer use", "Sources")


def reading_page(book: Book, found: Reading, marks: Sequence[str], alone: bool, now: Moment) -> Page:
    """One reading of a text."""
    if found.means:
        return meaning_page(book, found, alone)
    record = found.regimen
    blocks: list[Block] = [
        reading_title(found, alone),
        Grid(("Phase", "Treatment"), step_rows(book, found)),
        Grid(("Letter", "Drug", "Brands", "Class"), tuple(letter_rows(book, found))),
        Fields(
            (
                ("Also read", ", ".join(marks)),
                ("For", wanted_words(book, record.when) if record else ""),
                ("Setting", record.setting if record else ""),
                ("Codes", code_words(record.codes) if record else ""),
                ("Evidence", f"{record.evidence}: {EVIDENCE[record.evidence]}" if record else ""),
            )
        ),
        Items("Notes", found.notes),
        Items("Errors and conflicts in the sources", errata_lines(book, f"{found.kind}.{found.id}"), "warning"),
        Items("Sources", cited(book, found.sources), "faint"),
    ]
    return tuple(blocks)


def letter_rows(book: Book, found: Reading) -> list[tuple[str, ...]]:
    """Every drug of a reading with its letter in the name, its brands and its class."""
    letters = {name: letter for letter, names in found.letters.items() for name in names}
    rows: list[tuple[str, ...]] = []
    for name in book.drugs_in(found.phases):
        letter = letters.get(name, "")
        rows.append(
            (letter_words(book, name, letter), item_words(book, name), brand_words(book, name), class_words(book, name))
        )
    return rows


def meaning_page(book: Book, found: Reading, alone: bool) -> Page:
    """A look-alike or a term: what it means, but no treatment."""
    return (
        reading_title(found, alone),
        Items("Means", found.means),
        Fields((("Class", class_of_refused(book, found)),)),
        Items("Notes", found.notes[1:]),
        Items("Sources", cited(book, found.sources), "faint"),
    )


def drug_page(book: Book, record: Drug, match: Match, now: Moment) -> Page:
    """The card of a drug; each brand and indication has the numbers of its sources in the list of sources."""
    from mbc_cli.show.statement_lines import spoken_lines  # kept off the path of other answers

    every = (*record.cited(), *(found for brand in book.brands_of(record.id) for found in brand.cited()))
    numbers = {name: n for n, name in enumerate(dict.fromkeys(citation.id for citation in every), 1)}
    return (
        drug_title(record, match, now),
        Fields((*card_rows(book, record), ("Approved", unread_approvals(book, record, now)))),
        Grid(BRAND_HEAD, brand_rows(book, record, now, numbers), "Brands"),
        Grid(INDICATION_HEAD, indication_rows(record, now, numbers), "Indications"),
        Items("Named by sources for", spoken_lines(book, record, now)),
        Items("Sources speak against", spoken_lines(book, record, now, "against")),
        Items("Notes", (*record.notes, *(f"unverified: {text}" for text in record.unverified))),
        Items("Errors and conflicts in the sources", errata_lines(book, record.ref), "warning"),
        Items("Sources", numbered(book, every, numbers), "faint"),
    )


def numbered(book: Book, every: Sequence[Citation], numbers: Mapping[str, int]) -> tuple[str, ...]:
    """The sources of a card, each behind the number by which the tables of the card cite it."""
    return tuple(f"{n}: {line}" for n, line in zip(numbers.values(), cited(book, every), strict=True))


def numbers_of(citations: Iterable[Citation], numbers: Mapping[str, int]) -> str:
    """The numbers of some sources: "3, 14"."""
    return ", ".join(str(n) for n in sorted({numbers[citation.id] for citation in citations}))


def card_rows(book: Book, record: Drug) -> tuple[tuple[str, str], ...]:
    """The short facts of a card."""
    names = [book.drugs[name].name for name in record.components]
    regimens = [book.regimens[name].name for name in book.regimens_with(record.id)]
    return (
        ("Class", lineage_words(book, record)),
        ("Also called", "; ".join(record.synonyms)),
        ("Abbreviations", ", ".join(record.abbreviations)),
        ("In combinations", ", ".join(record.in_combination)),
        ("Research codes", "; ".join(record.research_codes)),
        ("Other languages", translation_words(book, record)),
        ("Contains", " and ".join(names)),
        ("Biosimilar of", record.biosimilar_of),
        ("Biosimilars", ", ".join(book.biosimilars_of(record.id))),
        ("Route", ", ".join(record.routes)),
        ("Mechanism", record.mechanism),
        ("Also given for", record.double_use),
        ("Codes", code_words(record.codes)),
        ("SEER*Rx (US)", registry(book, record)),
        ("Not the same as", "; ".join(book.drugs[name].name for name in sorted(book.apart_from(record.id)))),
        ("Regimens", ", ".join(regimens)),
    )


def brand_rows(book: Book, record: Drug, now: Moment, numbers: Mapping[str, int]) -> tuple[tuple[str, ...], ...]:
    """One row per brand and market; a brand that is not on a market in the region has no row."""
    rows: list[tuple[str, ...]] = []
    for brand in book.brands_of(record.id):
        about = (also(book, brand, record), f"for {brand.use}" if brand.use else "", brand.note)
        rows.extend(
            (
                brand.name,
                market.region,
                brand_status(market, now),
                market.as_of,
                "; ".join(filter(None, (*about, market.note))),
                numbers_of(market.sources, numbers),
            )
            for market in brand.markets
            if now.covers(market.region)
        )
        if not brand.markets:
            rows.append((brand.name, "", "", "", "; ".join(filter(None, about)), numbers_of(brand.sources, numbers)))
    return tuple(rows)


def indication_rows(record: Drug, now: Moment, numbers: Mapping[str, int]) -> tuple[tuple[str, ...], ...]:
    """One row per indication that applies in the region, in the order of the data."""
    rows = []
    for item in record.indications:
        if now.covers(item.region):
            text = f"{item.text} ({item.form})" if item.form == "accelerated" else item.text
            text = f"{text}; {item.ended}" if item.ended else text
            since = day_words(item.start, item.start_is) if item.start else ""
            state = indication_state(item, now)
            rows.append((item.region, since, item.until, state, text, numbers_of(item.sources, numbers)))
    return tuple(rows)


def class_page(book: Book, record: DrugClass, match: Match, now: Moment) -> Page:
    """One class with its members and what sources name it for."""
    from mbc_cli.show.statement_lines import spoken_lines  # kept off the path of other answers

    return (
        class_title(record, match),
        Fields(
            (
                ("Part of", " < ".join(book.classes[name].name for name in book.lineage(record.id)[1:])),
                ("Below it", ", ".join(book.classes[name].name for name in book.children(record.id))),
                ("Also called", ", ".join((*record.synonyms, *record.abbreviations))),
                ("Other languages", translation_words(book, record)),
                ("Mechanism", mechanism_words(book, record)),
                ("Others", outside_words(book, record)),
                ("Note", record.note),
            )
        ),
        members_grid(book, record, book.members(record.id)),
        Items("What each does", mechanism_lines(book, record)),
        Items("Named by sources for", spoken_lines(book, record, now)),
        Items("Sources speak against", spoken_lines(book, record, now, "against")),
        Items("Errors and conflicts in the sources", errata_lines(book, record.ref), "warning"),
        Items("Sources", cited(book, record.sources), "faint"),
    )
