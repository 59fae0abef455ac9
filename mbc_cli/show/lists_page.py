"""Lists as pages: the class tree, regimens, and what a search found."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from mbc_cli.book.history import Moment, spoken_of
from mbc_cli.options.subjects import treatment_name
from mbc_cli.options.wording import wanted_words
from mbc_cli.show.brief import quoted
from mbc_cli.show.card_words import EVIDENCE, listed, phases_words
from mbc_cli.show.height import HEIGHT, height, row_height
from mbc_cli.show.page import Branch, Grid, Line

HEAD, SHARES = ("Kind", "Name", "Match", "Text"), (11, 22, 17, 28)
"""The columns of what a search found, and how they share the width if not all of it is shown."""
SHARES_OF_REGIMENS = (19, 41, 18)
"""How the columns of a list of regimens share the width if not all of it is shown."""
AROUND = 4
"""How many rows of a screen the head of a table and the line below it take."""

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from mbc_cli.ask.lookup import Hit
    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Protocol, Regimen, Subject
    from mbc_cli.show.page import Page


def regimens_page(book: Book, found: Sequence[Regimen], profile: str = "", below: Page = ()) -> Page:
    """A list of regimens, and what is said below it; for a profile, with the tumor that each is for."""
    return regimens_grid(book, found, profile), *lines_below(found, profile, counted_regimens(len(found))), *below


def few_regimens_page(book: Book, found: Sequence[Regimen], profile: str = "", below: Page = ()) -> Page:
    """As many of some regimens as fit on a screen, those that have the most sources, and how to see all of them."""
    ranked = sorted(found, key=lambda record: -len({citation.id for citation in record.sources}))
    count = counted_regimens(len(found))
    room = HEIGHT - AROUND - height((*lines_below(found, profile, count), *below))
    rows = regimens_grid(book, ranked, profile).rows
    kept = sum(used <= room for used in accumulate(row_height(row, SHARES_OF_REGIMENS) for row in rows))
    if kept == len(rows):
        return regimens_page(book, found, profile, below)
    shown = {record.id for record in ranked[:kept]}
    grid = regimens_grid(book, [record for record in found if record.id in shown], profile)
    told = lines_below(found, profile, f"{kept} of {count}", ", those with the most sources (--all shows all)")
    return grid.but(shares=SHARES_OF_REGIMENS), *told, *below


def lines_below(found: Sequence[Regimen], profile: str, count: str, which: str = "") -> tuple[Line, Line]:
    """How many regimens there are and `which` are shown, and what the grades of evidence mean."""
    evidence = Line(evidence_words({record.evidence for record in found}), "faint")
    if not profile:
        return Line(f"{count}{which}", "faint"), evidence
    entries = f"whose entries name such a tumour{which}; many name none"
    about = f"{count} {entries}. What sources name for it: mbc options {quoted(profile)}"
    return Line(about, "faint"), evidence


def regimens_grid(book: Book, found: Sequence[Regimen], profile: str) -> Grid:
    """Regimens, one per row, with the evidence for each, or for a profile with the tumor that it is for."""
    last = [wanted_words(book, record.when) if profile else record.evidence for record in found]
    rows = [(record.name, phases_words(book, book.phases(record))) for record in found]
    head = ("Regimen", "Treatment", "For" if profile else "Evidence")
    return Grid(head, tuple((*row, cell) for row, cell in zip(rows, last, strict=True)))


def counted_regimens(count: int) -> str:
    """How many regimens there are."""
    return f"{count} regimen{'' if count == 1 else 's'}"


def further_line(book: Book, name: str) -> Iterator[Line]:
    """Treatments with a drug that statements name but that are not regimens here, and how to see who says so."""
    known = {frozenset(book.drugs_in(book.phases(book.regimens[each]))) for each in book.regimens_with(name)}
    treatments = (statement.treatment for statement in spoken_of(book, f"drug.{name}", Moment()))
    told = (each for each in treatments if len(each.parts) > 1 and frozenset(drugs_in(each)) not in known)
    if names := dict.fromkeys(treatment_name(book, each) for each in told if name in drugs_in(each)):
        yield Line(f"Named by sources too: {listed(names)}: mbc options --why {quoted(book.drugs[name].name)}")


def protocols_line(found: Sequence[Protocol]) -> Iterator[Line]:
    """The protocols of hospitals that belong to a list of regimens, those of a user's own data first."""
    if found:
        names = listed(record.name for record in reversed(found))
        yield Line(f"Protocols of hospitals too: {names} (mbc expand {quoted(found[-1].name)})")


def drugs_in(treatment: Subject) -> tuple[str, ...]:
    """What the parts of a treatment may be, in order."""
    return tuple(name for part in treatment.parts for name in part.any_of)


def evidence_words(grades: Collection[str]) -> str:
    """What some grades of evidence mean."""
    told = "; ".join(f"{grade}: {words}" for grade, words in EVIDENCE.items() if grade in grades)
    return told and f"Evidence {told}"


def search_page(hits: Sequence[Hit], query: str, *, everything: bool = False) -> Page:
    """What a search found; unless all of it is requested, as much as fits on a screen."""
    rows = tuple((hit.match.kind, hit.name, hit.how, shown(hit)) for hit in hits)
    if everything or fitting(rows) == len(rows):
        return Grid(HEAD, rows), Line(f"{len(hits)} found", "faint")
    kept = fitting(rows)
    told = f"{len(hits)} found, {kept} of them shown: mbc search {quoted(query)} --all shows all"
    return Grid(HEAD, rows[:kept], shares=SHARES), Line(told, "faint")


def fitting(rows: Sequence[tuple[str, ...]]) -> int:
    """How many rows of the results of a search fit on a screen."""
    heights = accumulate(row_height(row, SHARES) for row in rows)
    return sum(height <= HEIGHT - AROUND for height in heights)


def shown(hit: Hit) -> str:
    """The text that matched, if it is not the name itself."""
    return "" if hit.match.written == hit.name else hit.match.written


def class_tree(book: Book, name: str = "") -> Branch:
    """The class tree from a class down, with the number of drugs of each; classes with none below them share a row."""
    text = counted_class(book, name) if name else "classes (number of drugs)"
    below = book.children(name)
    if below and not any(map(book.children, below)):
        return Branch(f"{text}: {', '.join(counted_class(book, child) for child in below)}")
    return Branch(text, tuple(class_tree(book, child) for child in below))


def counted_class(book: Book, name: str) -> str:
    """The name of a class, with its number of drugs."""
    return f"{book.classes[name].name} ({len(book.members(name))})"
