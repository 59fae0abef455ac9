"""A code of a terminology is a name for every look-up, and in a column only where that is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import mbc_cli as mbc
from mbc_cli.annotate.annotator import Annotator
from mbc_cli.ask import lookup
from mbc_cli.ask.expand import expand
from mbc_cli.book.codes import looks_like_a_code
from mbc_cli.book.model import CODE_FORMS

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Ran

    from mbc_cli.book.book import Book
    from mbc_cli.book.medicines import Others
    from mbc_cli.reading.spelling import Speller

PREFIXES = {"ncit": ("", "NCIT:", "ncit ", "NCI: "), "rxcui": ("", "RxCUI ", "rxnorm:"), "atc": ("", "ATC:", "atc ")}


def test_every_code_of_a_drug_leads_to_its_card_however_it_is_written(book: Book) -> None:
    lost = [
        text
        for drug in book.drugs.values()
        for system, code in drug.codes.items()
        for prefix in PREFIXES[system]
        for text in (prefix + code, (prefix + code).lower())
        if drug.id not in [found.id for found, _ in lookup.drugs(book, text)]
    ]
    assert lost == []


def test_every_code_of_a_regimen_leads_to_it(book: Book) -> None:
    coded = [(record, code) for record in book.regimens.values() for code in record.codes.values()]
    assert len(coded) > 5
    assert [code for record, code in coded if expand(book, code).readings[0].id != record.id] == []


def test_a_code_that_several_share_gives_all_of_them(book: Book) -> None:
    with_it = {drug.id for drug in book.drugs.values() if drug.codes.get("atc") == "L01FD01"}
    assert len(with_it) > 5
    assert {drug.id for drug, _ in lookup.drugs(book, "L01FD01")} == with_it
    answer = expand(book, "l01fd01")
    assert len(answer.readings) == len(with_it)
    assert not any(found.usual for found in answer.readings)


@pytest.mark.parametrize(
    "text", ["ATC:C82492", "RxCUI C82492", "NCIT:1371041", "C824920", "L01FD", "99999999", "0", ""]
)
def test_what_is_no_code_of_ours_is_none(text: str, book: Book) -> None:
    assert book.names.coded(text) == []


def test_a_name_comes_before_a_code(book: Book) -> None:
    assert [drug.id for drug, _ in lookup.drugs(book, "5-FU")] == ["fluorouracil"]


@pytest.mark.parametrize(
    ("text", "shape"),
    [("C82492", True), ("1371041", True), ("L01FD03", True), ("ncit: C405", True), ("RxCUI 677", True)]
    + [(text, False) for text in ("2023", "C50", "TCH", "CMF 6", "C1D1", "AC", "12345 mg")],
)
def test_shape_of_a_code(text: str, shape: bool) -> None:
    assert looks_like_a_code(text) == shape


def test_in_a_column_a_code_is_unknown_and_said_to_look_like_one(
    book: Book, speller: Speller, medicines: Others
) -> None:
    found = Annotator(book, speller, medicines).annotate("C82492")
    assert (found.drugs, found.status) == ("", "unknown")
    assert "looks like a code" in found.note


@pytest.mark.parametrize(
    ("text", "drugs", "regimens", "status"),
    [
        ("C82492", "trastuzumab-emtansine", "", "exact"),
        ("RxCUI 1371041", "trastuzumab-emtansine", "", "exact"),
        ("NCIT:C63415", "doxorubicin;cyclophosphamide", "ac", "exact"),
        ("99999", "", "", "unknown"),
        ("letrozole", "letrozole", "", "exact"),
    ],
)
def test_where_it_is_asked_for_a_code_is_read(
    text: str, drugs: str, regimens: str, status: str, book: Book, speller: Speller, medicines: Others
) -> None:
    found = Annotator(book, speller, medicines, codes_as_names=True).annotate(text)
    assert (found.drugs, found.regimens, found.status) == (drugs, regimens, status)


def test_a_shared_code_in_a_column_is_ambiguous(book: Book, speller: Speller, medicines: Others) -> None:
    found = Annotator(book, speller, medicines, codes_as_names=True).annotate("L01FD01")
    assert found.status == "ambiguous"
    assert {"trastuzumab", "trastuzumab-and-hyaluronidase"} <= set(found.drugs.split(";"))


def test_the_package_and_the_command_read_codes_where_asked(run: Callable[..., Ran]) -> None:
    assert mbc.annotate(["C82492"])[0].status == "unknown"
    assert mbc.annotate(["C82492"], codes_as_names=True)[0].drugs == "trastuzumab-emtansine"
    assert "\tunknown\t" in run("annotate", given="C82492\n").out
    assert "trastuzumab-emtansine\t" in run("annotate", "--codes-as-names", given="C82492\n").out


def test_cards_options_and_the_search_know_codes(run: Callable[..., Ran]) -> None:
    assert run("drug", "C82492").out.startswith("trastuzumab emtansine  (C82492: NCIt code)")
    assert "AC  (regimen)" in run("expand", "C63415").out
    assert "use mbc expand" in run("drug", "C63415").err
    assert "prior trastuzumab emtansine" in run("options", "--her2", "pos", "--prior", "C82492").out
    assert "trastuzumab emtansine" in run("search", "C82492").out
    assert "source contains" in run("search", "remegen").out


def test_every_system_of_codes_has_a_name_of_its_own() -> None:
    assert len(set(CODE_FORMS.values())) == len(CODE_FORMS)
