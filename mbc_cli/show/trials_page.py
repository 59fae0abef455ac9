"""Trials as a page: what each one compared, and in whom; and an index of all trials."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mbc_cli.show.card_words import phases_words
from mbc_cli.show.page import Grid, Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Trial
    from mbc_cli.show.page import Page

OTHERS = "other"
"""Where the index puts the trials whose setting no other trial has."""
WITH_PATIENTS = 6
"""How many trials are shown with their patients, which take up the most room."""


def trials_index(found: Sequence[Trial]) -> Page:
    """The names of the trials by the stage of disease that they studied, and what to type next."""
    counted = Counter(trial.setting for trial in found)
    named: dict[str, list[str]] = {}
    for trial in sorted(found, key=lambda trial: -counted[trial.setting]):
        named.setdefault(trial.setting if counted[trial.setting] > 1 else OTHERS, []).append(trial.name)
    return (
        Grid(("Setting", "Trials"), tuple((setting, "; ".join(names)) for setting, names in named.items())),
        Line(f"{len(found)} trials; --all shows what each compared, mbc expand NAME all of one,", "faint"),
        Line("mbc trials DRUG those of a drug, mbc trials TNBC those in such patients", "faint"),
    )


def trials_page(book: Book, found: Sequence[Trial]) -> Page:
    """A list of trials, with the patients if there are few."""
    columns = ("Trial", "Treatment", "Patients")[: 3 if len(found) <= WITH_PATIENTS else 2]
    rows = tuple((trial.name, compared(book, trial), patients(trial))[: len(columns)] for trial in found)
    count = f"{len(found)} trial{'' if len(found) == 1 else 's'}"
    return (Grid(columns, rows), Line(f"{count}; mbc expand NAME shows all that is known of one", "faint"))


def compared(book: Book, trial: Trial) -> str:
    """What a trial compared with what: "ribociclib + letrozole vs letrozole"."""
    return " vs ".join(dict.fromkeys(phases_words(book, book.phases(arm)) for arm in trial.arms()))


def patients(trial: Trial) -> str:
    """In whom a trial was done, and at what stage of the disease."""
    return "; ".join(filter(None, (trial.population, trial.setting)))
