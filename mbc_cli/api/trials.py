"""Trials by what they studied and in whom."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from mbc_cli.api.answer import CommandAnswer
from mbc_cli.ask.expand import readable
from mbc_cli.ask.lookup import classes, drugs, wanted
from mbc_cli.ask.trials import of_drugs, of_patients
from mbc_cli.book.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mbc_cli.api.reader import Reader
    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Trial
    from mbc_cli.show.page import Page


class TrialsAnswer(CommandAnswer):
    """Trials, in the order of their ids; `verbose` shows them all without an index."""

    trials: tuple[Trial, ...]
    verbose: bool = False

    def names(self) -> list[str]:
        """The names of the trials."""
        return [trial.name for trial in self.trials]

    def pages(self) -> Iterator[Page]:
        """One table, or an index of all."""
        from mbc_cli.show.trials_page import trials_index, trials_page  # only where it is shown

        yield trials_page(self.book, self.trials) if self.query or self.verbose else trials_index(self.trials)

    def results(self) -> list[dict[str, Any]]:
        """The results of `mbc trials --format json`."""
        from mbc_cli.show.cards_data import trial  # only where data is asked for

        return [trial(self.book, record) for record in self.trials]

    def rows(self) -> Iterator[dict[str, Any]]:
        """A row for each arm."""
        from mbc_cli.show.formats import parts_of  # only where data is asked for

        return parts_of(self.results(), "arms", "arm")


def trials(reader: Reader, names: Sequence[str]) -> TrialsAnswer:
    """The trials of some drugs, of patients, or with a word, or all trials; NotFoundError if there are none."""
    book, asked = reader.book, [readable(name, "drug, patient or word") for name in names]
    query = " + ".join(asked)
    found = having(book, asked)
    if not found:
        raise NotFoundError("no trial of {}: mbc trials lists them all", query, reader.near(query))
    return TrialsAnswer(query, book, tuple(found))


def having(book: Book, asked: Sequence[str]) -> list[Trial]:
    """The trials that each text is about; a text that as a whole is about none is tried word by word."""
    found = list(book.trials.values())
    for text in asked:
        of_text = about(book, text) or (having(book, text.split()) if " " in text else [])
        found = [trial for trial in found if trial in of_text]
    return found


def about(book: Book, text: str) -> list[Trial]:
    """The trials that studied what a text names, or whose patients it describes."""
    groups = groups_of(book, text)
    return of_drugs(book, groups) if groups else of_patients(book, text)


def groups_of(book: Book, text: str) -> list[frozenset[str]]:
    """The drugs that a text names; none if the text contains anything else."""
    from mbc_cli.reading.read import read  # only for what may not be a name

    if not (drugs(book, text) or classes(book, text)):
        found = read(book, text)
        if found.marks or found.status not in ("exact", "class only"):
            return []
    with suppress(UsageError):
        return wanted(book, text)
    return []
