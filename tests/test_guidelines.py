"""The guidelines: every row of the table of facts is said by the data, or stands here with the reason why it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from notation import rows

from mbc_cli.book.history import Moment, newer_than
from mbc_cli.options.order import in_lines
from mbc_cli.options.profile import profile_of
from mbc_cli.options.truth import Truth
from mbc_cli.options.verdicts import gathered, is_silent, judge

if TYPE_CHECKING:
    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Statement

GUIDES = ("guideline", "patient guide")
GUIDELINES = rows("guidelines.tsv")
"""The rows of the guideline facts of November 2026, and the entries that each became; no words of the rows."""


def test_every_row_is_said_or_left_out_for_a_reason() -> None:
    assert [row["row"] for row in GUIDELINES] == [f"G{n:03}" for n in range(1, 91)]
    assert [row["row"] for row in GUIDELINES if bool(row["statements"]) == bool(row["left out because"])] == []


def test_every_statement_of_a_row_is_listed_there(book: Book) -> None:
    listed = {(row["row"], name) for row in GUIDELINES for name in row["statements"].split("; ")}
    written = {(one.row, one.id) for one in book.statements.values() if one.row.startswith("G")}
    assert written - listed == set()


@pytest.mark.parametrize("row", [row for row in GUIDELINES if row["statements"]], ids=lambda row: row["row"])
def test_what_a_row_became_is_in_the_data(row: dict[str, str], book: Book) -> None:
    names = row["statements"].split("; ")
    assert [
        name for name in names if name not in book.statements and name.removeprefix("erratum.") not in book.errata
    ] == []


def test_no_guide_or_guideline_turns_a_man_away_for_his_menopause(book: Book) -> None:
    """What one says of women before or after menopause is silent on men, where it does not say it of them."""
    man = profile_of(book, {"sex": "male"})
    said = [one for one in book.statements.values() if one.direction != "context"]
    guides = [one for one in said if book.sources[one.sources[0].id].form in GUIDES]
    assert len(guides) > 300
    assert [one.id for one in guides if judge(one, man) == Truth.NO and not is_silent(one, man)] == []


def test_what_is_silent_on_men_still_rules_out_what_it_does_not_speak_of(book: Book) -> None:
    """Sex is not known here, and a tumour without hormone receptors is outside of the condition whoever has it."""
    profile = profile_of(book, {"hr": "negative", "er": "negative"})
    silent = [one for one in book.statements.values() if is_silent(one, profile_of(book, {"sex": "male"}))]
    unsure = [
        one.id for one in silent if "sex" in {leaf.axis for leaf in one.silent.leaves()} and is_silent(one, profile)
    ]
    assert len(silent) > 30
    assert unsure == []


def test_a_label_for_women_says_so_to_a_man(book: Book) -> None:
    """Menopause has no answer in a man, so that it is not a reason."""
    man = profile_of(book, {"sex": "male", "hr": "positive", "her2": "negative"})
    options = {option.name: option for option in gathered(book, man, Moment(region="US")).options}
    assert options["toremifene"].why == ("not if male",)
    assert not [name for name, option in options.items() if "menopaus" in " ".join(option.why)]


def test_what_is_newer_counts_from_its_day_and_in_its_region(book: Book) -> None:
    first_line = book.statements["asco-2022-first-line"]
    assert first_line.newer == ("fda-enhertu-pertuzumab",)
    assert [one.id for one in newer_than(book, first_line, Moment())] == ["fda-enhertu-pertuzumab"]
    assert newer_than(book, first_line, Moment("2024")) == ()
    assert newer_than(book, first_line, Moment(region="EU")) == ()


def test_an_early_relapse_is_asked_for_and_not_supposed(book: Book) -> None:
    """In a first line trastuzumab deruxtecan alone is for those whose adjuvant trastuzumab ended in the last year."""
    profile = profile_of(book, {"her2": "positive", "hr": "negative", "line": "1"})
    answer = gathered(book, profile, Moment(region="US"))
    (found,) = (
        one for one in in_lines(book, answer) if one.group == "first" and one.option.name == "trastuzumab deruxtecan"
    )
    assert found.verdict == Truth.UNKNOWN
    assert found.missing == ("recurrence-months-trastuzumab",)


def test_nothing_is_newer_than_itself(book: Book) -> None:
    """The links lead from old to new, so that following them ends."""
    for statement in book.statements.values():
        later = list(statement.newer)
        while later:
            assert later[-1] != statement.id
            later.extend(book.statements[later.pop()].newer)


def test_what_overtakes_a_class_overtakes_each_drug_of_it_that_it_names(book: Book) -> None:
    """One source says the same of a class and of its drugs; what is newer is named with each of them, or with none."""
    said = [one for one in book.statements.values() if one.treatment.form == "drug" and one.treatment.parts]
    pairs = [(klass, drug) for klass in said for drug in said if speaks_of_a_class_with(book, klass, drug)]
    missing = [
        (drug.id, newer)
        for klass, drug in pairs
        for newer in klass.newer
        if newer not in drug.newer and names(book.statements[newer]) & names(drug)
    ]
    assert len(pairs) > 10
    assert missing == []


def speaks_of_a_class_with(book: Book, klass: Statement, drug: Statement) -> bool:
    """Whether one source says the same, under the same condition, of a class and of a drug of it."""
    members = {member for name in names(klass) if name in book.classes for member in book.members(name)}
    return (klass.sources, klass.when) == (drug.sources, drug.when) and names(drug) <= members


def names(statement: Statement) -> set[str]:
    """The drugs and classes that the treatment of a statement names."""
    return {name for part in statement.treatment.parts for name in part.any_of}
