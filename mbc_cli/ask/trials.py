"""Which trials studied which drugs, and in whom."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from mbc_cli.ask.lookup import holds
from mbc_cli.book.errors import UsageError
from mbc_cli.book.names import fold
from mbc_cli.options.fact_words import told_words
from mbc_cli.options.profile import TRIPLE_NEGATIVE
from mbc_cli.options.report import heard

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Trial

TRIPLE = "triple-negative"
"""What patients of a trial are called if their tumour is HR-negative and HER2-negative."""


def of_drugs(book: Book, groups: Sequence[frozenset[str]]) -> list[Trial]:
    """The trials in which one arm has a drug from every group; all trials if no drug is named."""
    every = book.trials.values()
    return [trial for trial in every if any(holds(book, arm, groups, "containing") for arm in trial.arms())]


def of_patients(book: Book, text: str) -> list[Trial]:
    """The trials whose name, patients or setting contain a text, or the facts of the profile that the text states."""
    every = book.trials.values()
    parts = [fold(part) for part in facts_in(book, text)] or [fold(text)]
    about = [(trial, fold(f"{trial.name} {trial.population} {trial.setting}")) for trial in every]
    return [trial for trial, words in about if all(part in words for part in parts)]


def facts_in(book: Book, text: str) -> list[str]:
    """The facts of a profile in words, such as HER2-positive; none for a text that is not a profile."""
    with suppress(UsageError):
        told = heard(book, text).told
        if {*TRIPLE_NEGATIVE} <= {(one.axis, one.text) for one in told}:
            return [TRIPLE]
        return [told_words(book, one) for one in told]
    return []
