"""The words of cards: drugs, phases, brands, codes and citations as a page says them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.book.history import LATEST, year_words
from mbc_cli.book.model import CODE_FORMS
from mbc_cli.book.names import fold
from mbc_cli.book.patterns import pattern
from mbc_cli.options.wording import wanted_words
from mbc_cli.show.page import Title

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mbc_cli.ask.expand import Reading
    from mbc_cli.book.book import Book
    from mbc_cli.book.history import Moment
    from mbc_cli.book.model import Brand, Citation, Drug, DrugClass, Part, Phase, Source
    from mbc_cli.book.names import Match

FEW = 6
LONGEST, SHORT = 120, 60
"""How long a list gets before the rest is only counted: by itself, and within another list."""
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


def cited(book: Book, citations: Iterable[Citation]) -> tuple[str, ...]:
    """One line per source: its publisher, year and title, and the places in it."""
    places: dict[str, list[str]] = {}
    for citation in citations:
        found = places.setdefault(citation.id, [])
        if (where := place_words(citation.where)) not in found:
            found.append(where)
    return tuple(f"{source_name(book.sources[name])} [{name}]: {'; '.join(where)}" for name, where in places.items())


INTERNAL = pattern(r"(?:, )?\bind:[\w.-]+:\d+")
"""The number of an indication in the table from which a label was read; the label itself does not have it."""


def place_words(where: str) -> str:
    """A place in a source without what only a machine reads there."""
    return INTERNAL.sub("", where) or "indications"


def source_name(source: Source) -> str:
    """The publisher (or the title, if no publisher is named) and the year, or in brackets what is known of it."""
    who = source.title if source.publisher.startswith("not named") else source.publisher
    year = year_words(source.date, source.date_is)
    if source.date_is == LATEST:
        year = f"({source.date[:7]} or earlier)"
    return f"{who} {year}"


def brand_for(book: Book, name: str, letter: str = "") -> str:
    """The brand that explains a letter, or "": T is for Taxotere (docetaxel), but C is simply cyclophosphamide."""
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
    """A drug by name, or a class marked as one."""
    return book.drugs[name].name if name in book.drugs else f"any {book.classes[name].name}"


def phase_words(book: Book, phase: Phase) -> str:
    """The parts of a phase together; alternatives are in brackets when there are other parts."""
    words = [part_words(book, part) for part in phase]
    alone = len(phase) == 1
    bracketed = [len(part.any_of) > 1 and not part.optional and not alone for part in phase]
    return " + ".join(f"({text})" if inside else text for text, inside in zip(words, bracketed, strict=True))


def step_rows(book: Book, found: Reading) -> tuple[tuple[str, str], ...]:
    """The phases of a reading, numbered; "palbociclib + ? (fulv)" where a word in one was not read."""
    steps: list[list[str]] = []
    for n, phase in enumerate((*found.phases, ())):
        alone = [f"? ({gap.word})" for gap in found.gaps if gap.phase == n and gap.alone]
        joined = [f"? ({gap.word})" for gap in found.gaps if gap.phase == n and not gap.alone]
        steps += [[word] for word in alone] + ([[phase_words(book, phase), *joined]] if phase else [])
    return tuple((str(n), " + ".join(words)) for n, words in enumerate(steps, 1))


def phases_words(book: Book, phases: Sequence[Phase]) -> str:
    """All phases on one line."""
    return ", then ".join(phase_words(book, phase) for phase in phases)


def letter_words(book: Book, name: str, letter: str) -> str:
    """ "T = Taxotere", or the letter alone if the generic name begins with it."""
    brand = brand_for(book, name, letter) if letter else ""
    return f"{letter} = {brand}" if brand else letter


def brand_words(book: Book, name: str) -> str:
    """The brands of a drug for cancer, a few of them."""
    names = own_brands(book, name)
    return ", ".join(names[:FEW]) + (" ..." if len(names) > FEW else "")


def own_brands(book: Book, name: str) -> list[str]:
    """The brands for cancer that contain only this drug; none for a class."""
    brands = book.brands_of(name) if name in book.drugs else ()
    return [brand.name for brand in brands if not brand.use and len(brand.drugs) == 1]


def class_words(book: Book, name: str) -> str:
    """The nearest class of a drug."""
    found = book.drugs[name].classes if name in book.drugs else (book.classes[name].parent,)
    return ", ".join(book.classes[above].name for above in found if above)


def code_words(codes: Mapping[str, str]) -> str:
    """The codes of an entry, each with its system: "NCIt C1526"."""
    return ", ".join(f"{CODE_NAMES[system]} {code}" for system, code in codes.items())


def translation_words(book: Book, of: Drug | DrugClass) -> str:
    """What a drug or class is called in other languages: "in German Exemestan; in Japanese アロマシン (brand)".

    A name that differs from the English one only in case and accents is left out.
    """
    english = fold(of.name)
    lines = []
    for found in book.translations_of(of.ref):
        names = [name for name in found.names if fold(name) != english]
        if every := [*names, *(f"{name} (brand)" for name in found.brands)]:
            lines.append(f"in {LANGUAGES.get(found.language, found.language)} {', '.join(every)}")
    return "; ".join(lines)


def errata_lines(book: Book, ref: str) -> tuple[str, ...]:
    """What the sources get wrong or disagree about that concerns an entry."""
    lines = []
    for name in book.referring(ref, "erratum"):
        record = book.errata[name]
        sources = ", ".join(dict.fromkeys(said.source.id for said in record.says))
        lines.append(f"{record.topic}: {record.correct or record.newer} [{sources}]")
    return tuple(lines)


def class_of_refused(book: Book, found: Reading) -> str:
    """The class that a look-alike stands for, and where to see it; "" for a term."""
    stands_for = book.lookalikes[found.id].stands_for if found.kind == "lookalike" else ""
    return f"{book.classes[stands_for].name} (mbc class {stands_for})" if stands_for else ""


def lineage_words(book: Book, record: Drug) -> str:
    """The nearest classes of a drug, each with those above it: "CDK4/6 inhibitor (targeted therapy)"."""
    told: list[str] = []
    for name in record.classes:
        first, *above = (book.classes[found].name for found in book.lineage(name))
        told.append(f"{first} ({', '.join(above)})" if above else first)
    return "; ".join(told)


def also(book: Book, brand: Brand, record: Drug) -> str:
    """The other drugs of a brand."""
    others = [book.drugs[name].name for name in brand.drugs if name != record.id]
    return f"with {' and '.join(others)}" if others and record.id in brand.drugs else ""


def drug_title(record: Drug, match: Match, now: Moment) -> Title:
    """The heading of a card: the name, how it was written, and what the card is limited to."""
    asides = (
        "" if match.form == "name" else f"{match.written}: {match.form}",
        "outside this vocabulary" if record.outside else "",
        f"as of {now.day}" if now.day else "",
        f"region {now.region}" if now.region else "",
    )
    return Title(record.name, "; ".join(filter(None, asides)))


def class_title(record: DrugClass, match: Match) -> Title:
    """The heading of a class."""
    return Title(record.name, "" if match.written == record.name else match.written)


def reading_title(found: Reading, alone: bool) -> Title:
    """The heading of a reading: what it is, and whether it is the usual one of several."""
    if found.kind in ("term", "fact"):
        return Title(found.name, "not a treatment")
    if found.kind == "lookalike":
        return Title(found.name, "not a regimen" if alone or found.usual else "or not a regimen at all")
    aside = found.kind if alone else f"{found.kind}, {'the usual reading' if found.usual else 'one reading'}"
    named_so = found.name == found.written or found.name.startswith(f"{found.written}, ")
    return Title(found.name if named_so else f"{found.written}: {found.name}", aside)


def listed(names: Iterable[str], longest: int = LONGEST) -> str:
    """Names in a row, as many as fit, and how many more there are."""
    kept: list[str] = []
    every = list(names)
    for name in every:
        if kept and len("; ".join((*kept, name))) > longest:
            return f"{'; '.join(kept)}; and {len(every) - len(kept)} more"
        kept.append(name)
    return "; ".join(kept)
