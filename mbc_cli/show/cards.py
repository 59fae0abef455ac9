"""Answers to pages: which words stand where. How a page is drawn is not decided here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.ask.lookup import resting
from mbc_cli.book.history import brand_status, day_words, indication_state, year_words
from mbc_cli.book.model import CODE_FORMS
from mbc_cli.book.names import fold
from mbc_cli.options.wording import wanted_words
from mbc_cli.show.page import Branch, Fields, Grid, Items, Line, Title

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mbc_cli.ask.expand import Reading
    from mbc_cli.ask.lookup import Hit
    from mbc_cli.book.book import Book
    from mbc_cli.book.history import Moment
    from mbc_cli.book.model import Brand, Citation, Drug, DrugClass, Erratum, Part, Phase, Regimen, Source
    from mbc_cli.book.names import Match
    from mbc_cli.show.page import Block, Page

FEW = 6
LANGUAGES = {
    "cs": "Czech", "de": "German", "es": "Spanish", "fi": "Finnish", "fr": "French", "hu": "Hungarian",
    "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ko": "Korean", "la": "Latin", "nl": "Dutch",
    "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ru": "Russian", "sv": "Swedish", "tr": "Turkish",
    "uk": "Ukrainian", "zh": "Chinese",
}  # fmt: skip
CODE_NAMES = {system: form.removesuffix(" code") for system, form in CODE_FORMS.items()}
EVIDENCE = {
    "A": "an authority and at least one other source",
    "B": "one authority, or two other sources",
    "C": "one source",
}


# --- words -------------------------------------------------------------------------------------------------------


def cited(book: Book, citations: Iterable[Citation]) -> tuple[str, ...]:
    """One line per source: its publisher, year and title, and the places in it."""
    places: dict[str, list[str]] = {}
    for citation in citations:
        found = places.setdefault(citation.id, [])
        if citation.where not in found:
            found.append(citation.where)
    return tuple(f"{source_name(book.sources[name])} [{name}]: {'; '.join(where)}" for name, where in places.items())


def source_name(source: Source) -> str:
    """Publisher (or title, where none is named) and year."""
    who = source.title if source.publisher.startswith("not named") else source.publisher
    return f"{who} {year_words(source.date, source.date_is)}"


def brand_for(book: Book, name: str, letter: str = "") -> str:
    """The brand that explains a letter, or "": T is Taxotere for docetaxel, nothing for C and cyclophosphamide."""
    if name not in book.drugs or (letter and name.startswith(letter[0].casefold())):
        return ""
    brands = [brand.name for brand in book.brands_of(name) if not brand.use]
    return next((brand for brand in brands if not letter or brand[0] == letter[0].upper()), "")


def part_words(book: Book, part: Part) -> str:
    """One place of a phase: "paclitaxel or docetaxel", "[trastuzumab if HER2-positive]"."""
    text = " or ".join(item_words(book, name) for name in part.any_of)
    if part.when:
        text = f"{text} if {wanted_words(book, part.when)}"
    return f"[optional: {text}]" if part.optional else text


def item_words(book: Book, name: str) -> str:
    """A drug by name, or a class as such."""
    return book.drugs[name].name if name in book.drugs else f"any {book.classes[name].name}"


def phase_words(book: Book, phase: Phase) -> str:
    """The parts of a phase, together; alternatives beside other parts stand in brackets."""
    words = [part_words(book, part) for part in phase]
    alone = len(phase) == 1
    bracketed = [len(part.any_of) > 1 and not part.optional and not alone for part in phase]
    return " + ".join(f"({text})" if inside else text for text, inside in zip(words, bracketed, strict=True))


def phases_words(book: Book, phases: Sequence[Phase]) -> str:
    """All phases on one line."""
    return ", then ".join(phase_words(book, phase) for phase in phases)


# --- expand ------------------------------------------------------------------------------------------------------


def reading_page(book: Book, found: Reading, marks: Sequence[str], alone: bool) -> Page:
    """One reading of a text."""
    if found.kind == "lookalike":
        return lookalike_page(book, found, alone)
    aside = found.kind if alone else f"{found.kind}, {'the usual reading' if found.usual else 'one reading'}"
    named_so = found.name == found.written or found.name.startswith(f"{found.written}, ")
    head = Title(found.name if named_so else f"{found.written}: {found.name}", aside)
    steps = tuple((str(n), phase_words(book, phase)) for n, phase in enumerate(found.phases, 1))
    record = found.regimen
    blocks: list[Block] = [
        head,
        Grid(("Phase", "Treatment"), steps),
        Grid(("Letter", "Drug", "Brands", "Class"), tuple(letter_rows(book, found))),
        Fields(
            (
                ("Read off", ", ".join(marks)),
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
    """Every drug of a reading with the letter it is in the name, its brands and its class."""
    letters = {name: letter for letter, names in found.letters.items() for name in names}
    rows: list[tuple[str, ...]] = []
    for name in book.drugs_in(found.phases):
        letter = letters.get(name, "")
        rows.append(
            (letter_words(book, name, letter), item_words(book, name), brand_words(book, name), class_words(book, name))
        )
    return rows


def letter_words(book: Book, name: str, letter: str) -> str:
    """ "T = Taxotere", or the letter alone where the generic name begins with it."""
    brand = brand_for(book, name, letter) if letter else ""
    return f"{letter} = {brand}" if brand else letter


def brand_words(book: Book, name: str) -> str:
    """The brands of a drug for cancer."""
    if name not in book.drugs:
        return ""
    names = [brand.name for brand in book.brands_of(name) if not brand.use and len(brand.drugs) == 1]
    return ", ".join(names[:FEW]) + (" ..." if len(names) > FEW else "")


def class_words(book: Book, name: str) -> str:
    """The nearest class of a drug."""
    found = book.drugs[name].classes if name in book.drugs else (book.classes[name].parent,)
    return ", ".join(book.classes[above].name for above in found if above)


def lookalike_page(book: Book, found: Reading, alone: bool) -> Page:
    """A look-alike: refused, with what it means."""
    aside = "not a regimen" if alone or found.usual else "or no regimen at all"
    return (
        Title(found.name, aside),
        Items("Means", found.means),
        Fields((("Class", class_of_lookalike(book, found.id)),)),
        Items("Notes", found.notes[1:]),
        Items("Sources", cited(book, found.sources), "faint"),
    )


def class_of_lookalike(book: Book, name: str) -> str:
    """The class that a look-alike stands for, and where to see it."""
    stands_for = book.lookalikes[name].stands_for
    return f"{book.classes[stands_for].name} (mbc class {stands_for})" if stands_for else ""


# --- drug --------------------------------------------------------------------------------------------------------


def drug_page(book: Book, record: Drug, match: Match, now: Moment) -> Page:
    """The card of a drug."""
    from mbc_cli.show.statement_lines import spoken_lines  # kept off the path of other answers

    asides = (
        "" if match.form == "name" else f"{match.written}: {match.form}",
        "outside this vocabulary" if record.outside else "",
        f"as of {now.day}" if now.day else "",
        f"region {now.region}" if now.region else "",
    )
    return (
        Title(record.name, "; ".join(filter(None, asides))),
        Fields(card_rows(book, record)),
        Grid(("Brand", "Market", "Status", "As of", "Remark"), brand_rows(book, record, now), "Brands"),
        Grid(("Region", "From", "Until", "State", "Breast cancer use"), indication_rows(record, now), "Indications"),
        Items("Named by sources for", spoken_lines(book, record, now)),
        Items("Notes", (*record.notes, *(f"unverified: {text}" for text in record.unverified))),
        Items("Errors and conflicts in the sources", errata_lines(book, record.ref), "warning"),
        Items("Sources", cited(book, record.cited()), "faint"),
    )


def card_rows(book: Book, record: Drug) -> tuple[tuple[str, str], ...]:
    """The short facts of a card."""
    names = [book.drugs[name].name for name in record.components]
    regimens = [book.regimens[name].name for name in book.regimens_with(record.id)]
    return (
        ("Class", " < ".join(book.classes[name].name for name in book.classes_of(record))),
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
        ("Not the same as", "; ".join(book.drugs[name].name for name in sorted(book.apart_from(record.id)))),
        ("Regimens", ", ".join(regimens)),
    )


def code_words(codes: Mapping[str, str]) -> str:
    """The codes of an entry, each with its system: "NCIt C1526"."""
    return ", ".join(f"{CODE_NAMES[system]} {code}" for system, code in codes.items())


def translation_words(book: Book, of: Drug | DrugClass) -> str:
    """What a drug or class is called in other languages: "in German Exemestan; in Japanese アロマシン (brand)".

    A name that is the English one but for case and accents is left out.
    """
    english = fold(of.name)
    lines = []
    for found in book.translations_of(of.ref):
        names = [name for name in found.names if fold(name) != english]
        if every := [*names, *(f"{name} (brand)" for name in found.brands)]:
            lines.append(f"in {LANGUAGES.get(found.language, found.language)} {', '.join(every)}")
    return "; ".join(lines)


def brand_rows(book: Book, record: Drug, now: Moment) -> tuple[tuple[str, ...], ...]:
    """A row per brand and market; a brand without a market in the region has none."""
    rows: list[tuple[str, ...]] = []
    for brand in book.brands_of(record.id):
        markets = [market for market in brand.markets if now.covers(market.region)]
        remark = "; ".join(
            text for text in (also(book, brand, record), f"for {brand.use}" if brand.use else "", brand.note) if text
        )
        rows.extend(
            (
                brand.name,
                market.region,
                brand_status(market, now),
                market.as_of,
                "; ".join(filter(None, (remark, market.note))),
            )
            for market in markets
        )
        if not brand.markets:
            rows.append((brand.name, "", "", "", remark))
    return tuple(rows)


def also(book: Book, brand: Brand, record: Drug) -> str:
    """The other drugs of a brand."""
    others = [book.drugs[name].name for name in brand.drugs if name != record.id]
    return f"with {' and '.join(others)}" if others and record.id in brand.drugs else ""


def indication_rows(record: Drug, now: Moment) -> tuple[tuple[str, ...], ...]:
    """A row per indication that the region covers, in the order of the data."""
    rows = []
    for item in record.indications:
        if now.covers(item.region):
            text = f"{item.text} ({item.form})" if item.form == "accelerated" else item.text
            text = f"{text}; {item.ended}" if item.ended else text
            since = day_words(item.start, item.start_is) if item.start else ""
            rows.append((item.region, since, item.until, indication_state(item, now), text))
    return tuple(rows)


def errata_lines(book: Book, ref: str) -> tuple[str, ...]:
    """What the sources get wrong, or disagree about, that concerns an entry."""
    lines = []
    for name in book.referring(ref, "erratum"):
        record = book.errata[name]
        sources = ", ".join(dict.fromkeys(said.source.id for said in record.says))
        lines.append(f"{record.topic}: {record.correct or record.newer} [{sources}]")
    return tuple(lines)


# --- the other commands ------------------------------------------------------------------------------------------


def class_tree(book: Book, name: str = "") -> Branch:
    """The class tree from a class down, each with its number of drugs."""
    text = f"{book.classes[name].name} ({len(book.members(name))})" if name else "classes (number of drugs)"
    return Branch(text, tuple(class_tree(book, child) for child in book.children(name)))


def class_page(book: Book, record: DrugClass, match: Match) -> Page:
    """One class with its members."""
    members = [book.drugs[name] for name in book.members(record.id)]
    outside = [name for name in book.members(record.id, outside=True) if book.drugs[name].outside]
    rows = tuple((drug.name, brand_words(book, drug.id), class_words(book, drug.id)) for drug in members)
    return (
        Title(record.name, "" if match.written == record.name else match.written),
        Fields(
            (
                ("Part of", " < ".join(book.classes[name].name for name in book.lineage(record.id)[1:])),
                ("Below it", ", ".join(book.classes[name].name for name in book.children(record.id))),
                ("Also called", ", ".join((*record.synonyms, *record.abbreviations))),
                ("Other languages", translation_words(book, record)),
                ("Note", record.note),
            )
        ),
        Grid(("Drug", "Brands", "Class"), rows),
        Fields((("Outside this vocabulary", ", ".join(book.drugs[name].name for name in outside)),)),
        Items("Errors and conflicts in the sources", errata_lines(book, record.ref), "warning"),
        Items("Sources", cited(book, record.sources), "faint"),
    )


def regimens_page(book: Book, found: Sequence[Regimen]) -> Page:
    """A list of regimens."""
    rows = tuple((record.name, phases_words(book, book.phases(record)), record.evidence) for record in found)
    return (
        Grid(("Regimen", "Treatment", "Evidence"), rows),
        Line(f"{len(found)} regimen{'' if len(found) == 1 else 's'}", "faint"),
    )


def search_page(hits: Sequence[Hit]) -> Page:
    """What a search found."""
    rows = tuple((hit.match.kind, hit.name, hit.how, shown(hit)) for hit in hits)
    return (Grid(("Kind", "Name", "Match", "Text"), rows), Line(f"{len(hits)} found", "faint"))


def shown(hit: Hit) -> str:
    """The text that matched, where it is not the name itself."""
    return "" if hit.match.written == hit.name else hit.match.written


def sources_page(book: Book, found: Sequence[Source]) -> Page:
    """All sources, one row each."""
    rows = tuple(
        (
            source.id,
            source.title,
            source.publisher,
            source.form,
            source.region,
            day_words(source.date, source.date_is),
            str(sum(resting(book, source).values())),
        )
        for source in found
    )
    return (Grid(("Id", "Title", "Publisher", "Kind", "Region", "Date", "Entries"), rows),)


def source_page(book: Book, source: Source) -> Page:
    """One source, and what rests on it."""
    counts = resting(book, source)
    return (
        Title(source.id, source.form),
        Fields(
            (
                ("Title", source.title),
                ("Publisher", source.publisher),
                ("Region", source.region),
                ("Licence", source.licence),
                ("Date", day_words(source.date, source.date_is) + (source.date_note and f" ({source.date_note})")),
                ("Address", source.address),
                ("Note", source.note),
                ("Entries", ", ".join(f"{number} {kind}" for kind, number in counts.items()) or "none"),
            )
        ),
    )


def conflicts_page(book: Book, found: Sequence[Erratum]) -> Page:
    """Where sources disagree, err or are overtaken, by kind."""
    blocks: list[Block] = []
    for form in dict.fromkeys(record.form for record in found):
        blocks.append(Title(form, str(sum(record.form == form for record in found))))
        blocks.extend(erratum_block(book, record) for record in found if record.form == form)
    return tuple(blocks)


def erratum_block(book: Book, record: Erratum) -> Block:
    """One conflict: who says what, what is right, what is newer."""
    says = [f"{source_name(book.sources[said.source.id])}: {said.text}" for said in record.says]
    sources = [
        *says,
        *(f"correct: {record.correct}",) * bool(record.correct),
        *(f"newer: {record.newer}",) * bool(record.newer),
    ]
    return Items(record.topic, tuple(sources))
