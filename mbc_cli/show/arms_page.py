"""A trial with several arms as one table, rather than one screen per arm that repeats what is true of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.show.brief import NOTE_ROWS, counted, fitting
from mbc_cli.show.card_words import EVIDENCE, phases_words
from mbc_cli.show.height import HEIGHT, height
from mbc_cli.show.page import Fields, Grid, Items, Title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mbc_cli.ask.expand import Reading
    from mbc_cli.book.book import Book
    from mbc_cli.show.page import Page

MANY = 3
"""A trial with at least this many arms is shown as one table."""


def is_long(readings: Sequence[Reading], pages: Sequence[Page]) -> bool:
    """Whether some readings are the arms of one trial, and are many, or would fill more than a screen as pages."""
    one_trial = {(one.kind, one.id) for one in readings} == {("trial", readings[0].id)}
    return one_trial and (len(readings) >= MANY or sum(height(page) + 1 for page in pages) > HEIGHT)


def arms_page(book: Book, readings: Sequence[Reading]) -> Page:
    """The arms, one per row, and once what is said about any of them."""
    name = book.trials[readings[0].id].name
    rows = tuple((one.name.removeprefix(f"{name}, "), phases_words(book, one.phases)) for one in readings)
    settings = dict.fromkeys(one.regimen.setting for one in readings if one.regimen)
    evidence = dict.fromkeys(one.regimen.evidence for one in readings if one.regimen)
    every = tuple(dict.fromkeys(note for one in readings for note in one.notes))
    notes = fitting(every, NOTE_ROWS)
    return (
        Title(name, f"trial, {len(readings)} arms"),
        Grid(("Arm", "Treatment"), rows),
        Fields((("Setting", "; ".join(settings)), *(("Evidence", f"{one}: {EVIDENCE[one]}") for one in evidence))),
        Items("Notes", notes),
        counted((source for one in readings for source in one.sources), remarks=len(every) - len(notes)),
    )
