"""What is coded, in words: the categories of a drug, and what is said about treatments that were not simply given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.coding.categories import WORDS, either

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Period, Procedure, Situation
    from mbc_cli.coding.items import Coding
    from mbc_cli.coding.statements import Statement


def reasons(book: Book, one: Coding) -> Iterator[str]:
    """Why items have no code because of what is said about treatments: "chemo: no candidate: 82 if ... (1390)"."""
    items: dict[str, list[str]] = {}
    for found in one.footprints:
        for cell in found.cells:
            for said in cell.said:
                if not cell.complete:
                    items.setdefault(reason(book, said), []).append(cell.item.id)
    yield from (f"{why} ({', '.join(dict.fromkeys(ids))})" for why, ids in items.items())


def reason(book: Book, said: Statement) -> str:
    """What is said about a treatment, and why no code is chosen."""
    what = subject_words(book, said)
    return f"{what}: {said.open}" if said.open else what


def subject_words(book: Book, said: Statement) -> str:
    """ "chemo (refused)", or "refused" if that is all that the text says."""
    names = ", ".join(book.situations[name].name for name in said.situations)
    text = said.subject.text
    return f"{text} ({names})" if text and names and text.casefold() != names else names or text


def told_of(book: Book, one: Coding) -> list[Situation | Procedure]:
    """The situations and procedures that an answer rests on, each once."""
    said = [said for each in one.footprints for cell in each.cells for said in cell.said]
    situations = dict.fromkeys(name for each in said for name in each.situations)
    names = dict.fromkeys(name for each in said if not each.situations for name in each.procedures)
    return [*(book.situations[name] for name in situations), *(book.procedures[name] for name in names)]


def period_words(period: Period) -> str:
    """ "chemotherapy until 2012-12-31"."""
    words = either([WORDS[category] for category in (period.category, *period.perhaps)])
    words = f"{words} (not settled)" if period.perhaps else words
    since = f" from {period.start}" if period.start else ""
    return f"{words}{since}{f' until {period.until}' if period.until else ''}"


def categories_of(book: Book, drug: str) -> str:
    """The SEER*Rx categories of a drug by date of diagnosis; "" if they are not known."""
    record = book.categories.get(drug)
    if record is None or record.not_found:
        return ""
    return ", ".join(map(period_words, record.periods)) + (", not verified" if record.unverified else "")
