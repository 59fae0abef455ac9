"""Trials and their arms, and protocols of hospitals, as the verified facts have them.

The tables in `facts/` were written from the facts, not from our data: `trials.tsv` has the arms in the notation of
`notation.py`, several of them with ";" between; `protocols.tsv` what each code or title must give.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from notation import given, rows, shape, shape_of

from mbc_cli.annotate.annotator import Annotator
from mbc_cli.ask.expand import expand
from mbc_cli.book.errors import UsageError
from mbc_cli.options.treatments import claims
from mbc_cli.reading.read import read

if TYPE_CHECKING:
    from notation import Shape

    from mbc_cli.book.book import Book
    from mbc_cli.reading.aids import Aids

TRIALS = rows("trials.tsv")
LISTED = [row for row in TRIALS if not row["left_out"]]


def arms(cell: str) -> list[Shape]:
    """The arms in a cell."""
    return [shape(arm) for arm in cell.split(" ; ")] if cell else []


def test_the_table_has_every_trial(book: Book) -> None:
    assert {row["trial"] for row in LISTED} == {trial.name for trial in book.trials.values()}


@pytest.mark.parametrize("row", LISTED, ids=lambda row: row["trial"])
def test_a_trial_names_its_arms_experimental_first(row: dict[str, str], book: Book) -> None:
    every = [*arms(row["experimental"]), *arms(row["control"])]
    for text in (row["trial"], *filter(None, row["aliases"].split("; ")), *filter(None, [row["identifier"]])):
        assert given(expand(book, text)) == every, text
    assert given(expand(book, f"{row['trial']} experimental arm")) == arms(row["experimental"])
    assert given(expand(book, f"{row['trial']} control arm")) == arms(row["control"])


@pytest.mark.parametrize("row", LISTED, ids=lambda row: row["trial"])
def test_the_name_of_a_trial_alone_is_never_exact(row: dict[str, str], book: Book, aids: Aids) -> None:
    found = read(book, row["trial"], aids)
    assert found.status == "ambiguous"
    assert found.drugs


@pytest.mark.parametrize("row", [row for row in TRIALS if row["left_out"]], ids=lambda row: row["trial"])
def test_a_trial_that_was_left_out_is_not_known(row: dict[str, str], book: Book, aids: Aids) -> None:
    assert read(book, row["trial"], aids).status == "unknown"


@pytest.mark.parametrize("text", ["confirm", "Peruse", "puffin", "Emerald", "the right choice", "olympiad", "Sophia"])
def test_an_ordinary_word_is_no_trial(text: str, book: Book, aids: Aids) -> None:
    assert read(book, text, aids).drugs == ()
    assert expand(book, text).readings == ()


@pytest.mark.parametrize(
    ("text", "drugs"),
    [
        ("KATHERINE, then capecitabine", "capecitabine"),
        ("EC then letrozole then PALOMA-3", "epirubicin;cyclophosphamide;letrozole"),
    ],
)
def test_a_trial_as_a_step_is_not_passed_over(text: str, drugs: str, book: Book, aids: Aids) -> None:
    found = read(book, text, aids)
    assert (";".join(found.drugs), found.status) == (drugs, "partial")


@pytest.mark.parametrize("text", ["on PALOMA-2", "on HER2CLIMB-05 trial"])
def test_who_is_on_a_trial_is_treated_with_what_is_not_said(text: str, book: Book, aids: Aids) -> None:
    found = read(book, text, aids)
    assert (found.drugs, found.status) == ((), "unknown")


@pytest.mark.parametrize(
    "text", ["on MONARCH 2 control arm", "MONARCH2 control arm", "NCT02107703 control arm", "(MONARCH-2 control arm)"]
)
def test_a_named_arm_is_that_arm(text: str, book: Book, aids: Aids) -> None:
    assert read(book, text, aids).drugs == ("fulvestrant",)


@pytest.mark.parametrize("text", ["HER2CLIMB-06", "ASCENT-05", "PALOMA-9", "KEYNOTE-999"])
def test_another_trial_of_a_family_is_not_the_one_that_is_known(text: str, book: Book, aids: Aids) -> None:
    assert read(book, text, aids).status == "unknown"


@pytest.mark.parametrize(
    ("text", "drugs"),
    [
        ("letrozole (PALOMA-2)", "letrozole"),
        ("trastuzumab (KATHERINE control arm)", "trastuzumab"),
        ("capecitabine, NCT01740427", "capecitabine"),
        ("fulvestrant on PALOMA-3", "fulvestrant"),
        ("(KATHERINE control arm)", "trastuzumab"),
        ("PALOMA-2 regimen", "palbociclib;letrozole"),
        ("palbociclib + letrozole per PALOMA-2, then fulvestrant", "palbociclib;letrozole;fulvestrant"),
    ],
)
def test_written_drugs_or_a_named_arm_decide(text: str, drugs: str, book: Book, aids: Aids) -> None:
    annotator = Annotator(book, aids.speller, aids.others)
    found = annotator.annotate(text)
    assert (found.drugs, found.status) == (drugs, "exact")


@pytest.mark.parametrize(
    ("text", "trial"),
    [
        ("HER2CLIMB 04 trial", "her2climb-04"),
        ("KEYNOTE 522 x4", "keynote-522"),
        ("treated per DESTINY-Breast 04", "destiny-breast04"),
    ],
)
def test_the_number_of_a_trial_is_no_dose(text: str, trial: str, book: Book, aids: Aids) -> None:
    assert {reading.id for found in read(book, text, aids).given for reading in found.readings} == {trial}


def test_the_number_of_an_unknown_trial_is_no_dose_of_a_known_one(book: Book, aids: Aids) -> None:
    assert read(book, "HER2CLIMB 06 trial", aids).status == "unknown"


# --- protocols ---------------------------------------------------------------------------------------------------

PROTOCOLS = rows("protocols.tsv")


@pytest.mark.parametrize("row", PROTOCOLS, ids=lambda row: f"{row['system']}: {row['text']}")
def test_a_code_or_title_gives_what_its_system_says(row: dict[str, str], book: Book, aids: Aids) -> None:
    text = row["text"]
    match row["answer"]:
        case "gives":
            assert given(expand(book, text, aids))[0] == shape(row["treatment"])
            assert read(book, text, aids).status == (row["status"] or "exact")
        case "not read":
            (reading,) = expand(book, text, aids).readings
            assert not reading.phases
            assert "its content was not read" in reading.notes[0]
            assert read(book, text, aids).status == "unknown"
        case "left out":
            assert row["reason"]
            assert book.names.regimens(text) == []
        case other:
            pytest.fail(f"no such answer: {other}")


def test_every_protocol_is_in_the_table(book: Book) -> None:
    assert {protocol.name for protocol in book.protocols.values()} <= {row["text"] for row in PROTOCOLS}


def test_a_code_that_was_not_read_is_no_history(book: Book) -> None:
    with pytest.raises(UsageError, match="its content was not read: name its drugs"):
        list(claims(book, book.axes["prior"], "BRAJDC"))


def test_a_code_beside_a_drug_keeps_the_drug_and_is_not_passed_over(book: Book, aids: Aids) -> None:
    found = read(book, "letrozole, BRAJDC", aids)
    assert (found.drugs, found.status) == (("letrozole",), "partial")


def test_the_number_of_a_protocol_is_no_dose(book: Book, aids: Aids) -> None:
    assert read(book, "NCCP 254 x 2", aids).drugs == ("anastrozole",)


def test_a_number_in_a_text_is_no_code(book: Book, aids: Aids) -> None:
    assert read(book, "57841000210100", aids).status == "unknown"
    assert shape_of(expand(book, "57841000210100").readings[0].phases) == shape("doxorubicin+cyclophosphamide")
