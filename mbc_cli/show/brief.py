"""Cards on one screen: what a thing is and is not, what it is used for and by whom, what is similar, and its codes.

The last line counts what is left out; the full pages of `show.cards` show it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.ask.expand import remarks
from mbc_cli.book.history import spoken_of, unconfirmed
from mbc_cli.options.wording import wanted_words
from mbc_cli.show.approved import approvals, brands, refusals, unread_approvals
from mbc_cli.show.card_words import (
    EVIDENCE,
    LONGEST,
    SHORT,
    class_of_refused,
    class_title,
    class_words,
    code_words,
    drug_title,
    item_words,
    letter_words,
    lineage_words,
    listed,
    own_brands,
    phases_words,
    reading_title,
    source_name,
    step_rows,
)
from mbc_cli.show.class_members import mechanism_lines, mechanism_words, members_block, outside_words
from mbc_cli.show.height import HEIGHT, height
from mbc_cli.show.near import near_words
from mbc_cli.show.page import Fields, Grid, Items, Line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mbc_cli.ask.expand import Reading
    from mbc_cli.book.book import Book
    from mbc_cli.book.history import Moment
    from mbc_cli.book.model import Citation, Drug, DrugClass, Regimen
    from mbc_cli.book.names import Match
    from mbc_cli.show.page import Block, Page

NOTE_ROWS, NAMED_ROWS, AGAINST_ROWS = 6, 13, 3
"""How many rows of a screen are for remarks, for what sources name something for, and for what they advise against."""
SPELLED = 2
"""How many regimens of a drug are told with their drugs."""
ROW = 66
"""How many characters fit at least in a row of a list on a terminal with 80 columns."""
CLASS_ROOMS = ((500, NAMED_ROWS), (500, 8), (500, 4), (LONGEST, 4), (SHORT, 4), (24, 4))
"""How long the list of a class's drugs and how many rows for what sources name may be: the first that fits is used."""
STARRED = " (* a newer source has overtaken or qualified it)"


# --- the pages ---------------------------------------------------------------------------------------------------


def of_what_is_written(found: Reading) -> tuple[str, ...]:
    """The notes of a regimen, without that on forms of its name that nobody wrote here."""
    regimen = found.regimen
    left_out = set(regimen.remarks) - set(remarks(regimen, found.written)) if regimen else set()
    return tuple(note for note in found.notes if note not in left_out)


def reading_brief(book: Book, found: Reading, marks: Sequence[str], alone: bool, now: Moment) -> Page:
    """One reading of a text; anything in the text that was not read is always shown."""
    if found.means:
        return meaning_brief(book, found, alone)
    notes = fitting(of_what_is_written(found), NOTE_ROWS) if found.regimen else found.notes
    errata = book.referring(f"{found.kind}.{found.id}", "erratum")
    return (
        reading_title(found, alone),
        Grid(("Phase", "Treatment"), step_rows(book, found)),
        Grid(("Letter", "Drug", "Brands", "Class"), tuple(letter_rows(book, found))),
        Fields((("Also read", ", ".join(marks)), *regimen_rows(book, found, now))),
        Items("Notes", notes),
        counted(found.sources, errata=len(errata), remarks=len(found.notes) - len(notes)),
    )


def meaning_brief(book: Book, found: Reading, alone: bool) -> Page:
    """A look-alike or a term: what it means, but no treatment."""
    notes = fitting(found.notes[1:], NOTE_ROWS)
    return (
        reading_title(found, alone),
        Items("Means", found.means),
        Fields((("Class", class_of_refused(book, found)),)),
        Items("Notes", notes),
        counted(found.sources, remarks=len(found.notes) - 1 - len(notes)),
    )


def drug_brief(book: Book, record: Drug, match: Match, now: Moment) -> Page:
    """The card of a drug."""
    notes = fitting(record.notes, NOTE_ROWS)
    return (
        drug_title(record, match, now),
        Fields(drug_rows(book, record, now)),
        *named_blocks(book, record, now),
        Items("Notes", notes),
        counted(
            record.cited(),
            errata=len(book.referring(record.ref, "erratum")),
            remarks=len(record.notes) - len(notes),
            unverified=len(record.unverified),
            languages=len(book.translations_of(record.ref)),
        ),
    )


def class_brief(book: Book, record: DrugClass, match: Match, now: Moment) -> Page:
    """One class with its drugs."""
    above = (class_title(record, match), Fields(class_rows(book, record)))
    does = Items("What each does", mechanism_lines(book, record))
    below = counted(
        record.sources,
        errata=len(book.referring(record.ref, "erratum")),
        languages=len(book.translations_of(record.ref)),
    )
    pages = (
        (*above, members_block(book, record, now, names), does, *named_blocks(book, record, now, rows), below)
        for names, rows in CLASS_ROOMS
    )
    return next(page for page, room in zip(pages, CLASS_ROOMS, strict=True) if is_enough(page, room))


def is_enough(page: Page, room: tuple[int, int]) -> bool:
    """Whether this version of a class's page is used: it fits on a screen, or cannot be shorter."""
    return room == CLASS_ROOMS[-1] or height(page) <= HEIGHT


# --- the facts ---------------------------------------------------------------------------------------------------


def regimen_rows(book: Book, found: Reading, now: Moment) -> Iterator[tuple[str, str]]:
    """The short facts of a regimen; none for a text that was put together from its parts."""
    if record := found.regimen:
        yield ("For", wanted_words(book, record.when))
        yield ("Setting", record.setting)
        yield ("Named by", named_by(book, found, now))
        yield ("Near", listed(near_words(book, found)))
        yield ("Codes", code_words(record.codes))
        yield ("Evidence", f"{record.evidence}: {EVIDENCE[record.evidence]}")


def named_by(book: Book, found: Reading, now: Moment) -> str:
    """The sources that name a regimen for metastatic disease, and how to see what they say."""
    said = spoken_of(book, f"{found.kind}.{found.id}", now)
    names = dict.fromkeys(source_name(book.sources[statement.sources[0].id]) for statement in said)
    return f"{listed(names)}: mbc options --why {quoted(found.name)}" if names else ""


def letter_rows(book: Book, found: Reading) -> Iterator[tuple[str, ...]]:
    """Every drug of a reading with its letter in the name, its first brand and its class."""
    letters = {name: letter for letter, names in found.letters.items() for name in names}
    for name in book.drugs_in(found.phases):
        brands = own_brands(book, name)
        first = f"{brands[0]}{f' and {len(brands) - 1} more' if brands[1:] else ''}" if brands else ""
        letter = letter_words(book, name, letters.get(name, ""))
        yield (letter, item_words(book, name), first, class_words(book, name))


def drug_rows(book: Book, record: Drug, now: Moment, longest: int = LONGEST) -> tuple[tuple[str, str], ...]:
    """The short facts of a drug; its lists are at most this long."""
    called = (*record.abbreviations, *record.synonyms, *record.research_codes)
    return (
        ("Class", lineage_words(book, record)),
        ("Mechanism", record.mechanism),
        ("Also called", listed(called, longest)),
        ("In combinations", listed(record.in_combination)),
        ("Contains", " and ".join(book.drugs[name].name for name in record.components)),
        ("Biosimilar of", record.biosimilar_of),
        ("Biosimilars", listed(book.biosimilars_of(record.id), SHORT)),
        ("Route", ", ".join(record.routes)),
        ("Not the same as", listed(sorted(book.drugs[name].name for name in book.apart_from(record.id)), longest)),
        ("Also given for", record.double_use),
        ("Approved", approvals(record, now) or unread_approvals(book, record, now)),
        ("Not confirmed", unconfirmed(record, now)),
        ("Not approved", listed(refusals(record, now))),
        ("Brands", brands(book, record, now)),
        ("Regimens", regimens(book, record, longest)),
        ("Codes", code_words(record.codes)),
        ("SEER*Rx (US)", registry(book, record)),
    )


def regimens(book: Book, record: Drug, longest: int) -> str:
    """A few regimens that contain a drug, in a list at most this long, and how to see all of them.

    One or two are told with their drugs: the letters of a name say little.
    """
    found = [book.regimens[name] for name in book.regimens_with(record.id)]
    if len(found) <= SPELLED:
        return "; ".join(spelled(book, one) for one in found)
    names = [one.name for one in found]
    told = listed(names, longest)
    return told if told == "; ".join(names) else f"{told}: mbc regimens --with {quoted(record.name)}"


def spelled(book: Book, record: Regimen) -> str:
    """A regimen with its drugs: "T-DM1 + P (trastuzumab emtansine + pertuzumab)"."""
    words = phases_words(book, book.phases(record))
    return record.name if record.name == words else f"{record.name} ({words})"


def registry(book: Book, record: Drug) -> str:
    """How US registries record a drug, and how to see the codes."""
    from mbc_cli.coding.wording import categories_of  # kept off the path of other answers

    found = categories_of(book, record.id)
    return f"recorded by US registries as {found} (mbc code)" if found else ""


def quoted(name: str) -> str:
    """A name as it is typed after an option: in quotes if it is more than one word."""
    return name if name.replace("-", "").isalnum() else f'"{name}"'


def class_rows(book: Book, record: DrugClass) -> tuple[tuple[str, str], ...]:
    """The short facts of a class."""
    return (
        ("Part of", " < ".join(book.classes[name].name for name in book.lineage(record.id)[1:])),
        ("Also called", listed((*record.abbreviations, *record.synonyms))),
        ("Mechanism", mechanism_words(book, record)),
        ("Others", outside_words(book, record)),
        ("Note", record.note),
    )


# --- what sources say, and how much more there is ----------------------------------------------------------------


def named_blocks(book: Book, record: Drug | DrugClass, now: Moment, rows: int = NAMED_ROWS) -> Iterator[Block]:
    """What sources name a drug or class for or advise against: the few firmest statements, and how to see the rest."""
    from mbc_cli.show.statement_lines import firmest_lines  # kept off the path of other answers

    against = few_lines(record, firmest_lines(book, record, now, "against"), AGAINST_ROWS)
    kin = tuple(filter(None, [kin_words(book, record, now)]))
    room = max(1, rows - sum(map(rows_of, (*kin, *against))))
    named = few_lines(record, firmest_lines(book, record, now), room)
    for title, lines in (("Named by sources for", (*named, *kin)), ("Sources speak against", against)):
        yield Items(f"{title}{STARRED * any(map(is_starred, lines))}", lines)


def few_lines(record: Drug | DrugClass, every: Sequence[str], rows: int) -> tuple[str, ...]:
    """The first lines that fit into a number of rows, and how to see the rest."""
    shown = fitting(every, rows)
    more = len(every) - len(shown)
    return (*shown, *(f"and {more} more: mbc options --why {quoted(record.name)}",) * bool(more))


def kin_words(book: Book, record: Drug | DrugClass, now: Moment) -> str:
    """Where else sources speak of it: of the classes of a drug, up to its modality, or of the drugs of a class."""
    from mbc_cli.book.model import Drug  # only its name is known here otherwise

    kin: Sequence[Drug | DrugClass]
    if isinstance(record, Drug):
        kin = [book.classes[name] for name in book.classes_of(record) if book.classes[name].parent]
        what, command = "classes", "mbc class"
    else:
        kin = [book.drugs[name] for name in book.members(record.id)]
        what, command = "drugs", "mbc drug"
    named = [f"{command} {quoted(one.name)}" for one in kin if spoken_of(book, one.ref, now)]
    return f"more about its {what}: {listed(named, ROW)}" if named else ""


def is_starred(line: str) -> bool:
    """Whether a newer source has overtaken one of a line's sources."""
    from mbc_cli.show.statement_lines import STAR  # kept off the path of other answers

    return any(f"{STAR}{after}" in line for after in ",;)")


def rows_of(line: str) -> int:
    """How many rows of a screen a line of a list takes."""
    return len(line) // ROW + 1


def fitting(items: Iterable[str], rows: int) -> tuple[str, ...]:
    """The first sentences, as many as fit into a number of rows; at least one."""
    kept: list[str] = []
    for item in items:
        rows -= rows_of(item)
        if kept and rows < 0:
            break
        kept.append(item)
    return tuple(kept)


COUNTED = {
    "sources": ("{} source", "{} sources"),
    "errata": ("{} conflict", "{} conflicts"),
    "remarks": ("{} remark", "{} remarks"),
    "unverified": ("{} point unverified", "{} points unverified"),
    "languages": ("names in {} language", "names in {} languages"),
}


def counted(citations: Iterable[Citation], **counts: int) -> Line:
    """The last line: how much more the full card has, and how to see it; empty if it has no more."""
    counts = {"sources": len({citation.id for citation in citations}), **counts}
    told = [COUNTED[what][count > 1].format(count) for what, count in counts.items() if count]
    return Line(f"{', '.join(told)}: -v" if told else "", "faint")
