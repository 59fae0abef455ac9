"""What is said of treatments that were not simply given, in words: for a page, and for the note of a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Procedure, Situation
    from mbc_cli.coding.items import Coding
    from mbc_cli.coding.statements import Statement


def reasons(book: Book, one: Coding) -> Iterator[str]:
    """Why items have no code because of what is said of treatments: "chemo: no candidate: 82 if ... (1390)"."""
    items: dict[str, list[str]] = {}
    for found in one.footprints:
        for cell in found.cells:
            for said in cell.said:
                if not cell.complete:
                    items.setdefault(reason(book, said), []).append(cell.item.id)
    yield from (f"{why} ({', '.join(dict.fromkeys(ids))})" for why, ids in items.items())


def reason(book: Book, said: Statement) -> str:
    """What is said of a treatment, and why no code is chosen."""
    what = subject_words(book, said)
    return f"{what}: {said.open}" if said.open else what


def subject_words(book: Book, said: Statement) -> str:
    """ "chemo: refused"."""
    names = [book.situations[name].name for name in said.situations]
    return ": ".join(filter(None, (said.subject.text, ", ".join(names))))


def told_of(book: Book, one: Coding) -> list[Situation | Procedure]:
    """The situations and the procedures that an answer rests on, each once."""
    said = [said for each in one.footprints for cell in each.cells for said in cell.said]
    situations = dict.fromkeys(name for each in said for name in each.situations)
    names = dict.fromkeys(name for each in said if not each.situations for name in each.procedures)
    return [*(book.situations[name] for name in situations), *(book.procedures[name] for name in names)]
