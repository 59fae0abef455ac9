"""The order of lines of therapy, cell by cell, and whole profiles: what the data must say, and must not.

Both tables were written out by hand from the sources, not from the data. A cell of `lines_of_therapy.tsv` names the
statements that stand in it by their rank; `profiles.tsv` has patients, with what stands in the line that is asked for,
behind it, on top of it, and what must not stand there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from notation import rows

from mbc_cli.book.history import CURRENT, Moment, state
from mbc_cli.options.profile import read, written_facts
from mbc_cli.options.truth import Truth
from mbc_cli.options.verdicts import is_silent, judge

if TYPE_CHECKING:
    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Statement
    from mbc_cli.options.profile import Profile

TODAY = Moment()
CELLS = rows("lines_of_therapy.tsv")
PROFILES = rows("profiles.tsv")
VERDICT_OF = {
    "this line": "stands",
    "behind": "stands",
    "top": "stands",
    "with it": "stands",
    "local": "stands",
    "must not": "ruled out",
    "kept back": "kept back",
    "warning": "warns",
}
"""What a place of a profile asks of a statement. `stands` is fits or open; what is `silent` is ruled out without being
denied. What is `kept back` may hold by its words, and is not an answer all the same: it was given before, stands for another
line, or is the wording of an old guide."""


def comes_out(book: Book, statement: Statement, profile: Profile) -> set[str]:
    """The verdicts of the tables that are true of a statement for a profile; what has ended is ruled out for everybody."""
    truth = judge(statement, profile)
    if truth == Truth.NO or state(book, statement, TODAY) != CURRENT:
        return {"kept back", "ruled out"} | ({"silent"} if is_silent(statement, profile) else set())
    warns = {"warns"} if statement.direction == "against" and truth == Truth.YES else set()
    return {"kept back", "stands", *warns}


def basis_of(book: Book, statement: Statement) -> str:
    """What a statement rests on: a guideline, a label (or who pays for it), a patient guide, or who restates a guideline."""
    form = book.sources[statement.sources[0].id].form
    restated = form == "article" and not statement.region
    return {"guideline": "guideline", "patient guide": "guide"}.get(form, "restated" if restated else "label")


def false_in(book: Book, row: dict[str, str], verdict: str) -> list[str]:
    """The statements of a row of which its verdict is not true; every one of them is of its region."""
    profile = read(book, written_facts(row["profile"].split("; ")))
    found = [book.statements[name] for name in row["statements"].split("; ")]
    elsewhere = [one.id for one in found if one.region and row["region"] and one.region != row["region"]]
    return elsewhere + [one.id for one in found if verdict not in comes_out(book, one, profile)]


@pytest.mark.parametrize("row", CELLS, ids=lambda row: f"{row['section']} {row['line']} {row['region']} {row['rank']}")
def test_cell(row: dict[str, str], book: Book) -> None:
    assert false_in(book, row, row["verdict"]) == []


@pytest.mark.parametrize("row", PROFILES, ids=lambda row: f"{row['no']} {row['region']} {row['place']}")
def test_profile(row: dict[str, str], book: Book) -> None:
    assert false_in(book, row, VERDICT_OF[row["place"]]) == []


@pytest.mark.parametrize("row", CELLS, ids=lambda row: f"{row['section']} {row['line']} {row['region']} {row['rank']}")
def test_basis_of_a_cell(row: dict[str, str], book: Book) -> None:
    found = {basis_of(book, book.statements[name]) for name in row["statements"].split("; ")}
    assert found == set(row["basis"].split(", "))


def test_the_tables_are_whole() -> None:
    assert {int(row["section"]) for row in CELLS} == set(range(1, 15))
    assert len({row["no"] for row in PROFILES}) == 14


def test_a_verdict_that_is_not_true_is_found(book: Book) -> None:
    row = {"profile": "her2=negative", "region": "US", "statements": "fda-perjeta; fda-tamoxifen; ema-perjeta"}
    assert false_in(book, row, "stands") == ["ema-perjeta", "fda-perjeta", "ema-perjeta"]
    assert false_in(book, row, "ruled out") == ["ema-perjeta", "fda-tamoxifen"]
