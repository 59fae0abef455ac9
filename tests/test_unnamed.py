"""What a text gives without its name, and what it only promises: beside a drug neither is passed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mbc_cli.reading.read import read

if TYPE_CHECKING:
    from mbc_cli.book.book import Book
    from mbc_cli.reading.aids import Aids


@pytest.mark.parametrize(
    ("text", "status"),
    [
        # a class beside drugs of which none is of it
        ("letrozole + CDK4/6 inhibitor", "partial"),
        ("Perjeta with taxane", "partial"),
        ("Faslodex, dann Chemotherapie", "partial"),
        ("tamoxifen and ovarian suppression", "partial"),
        ("letrozole (CDK4/6 inhibitor)", "partial"),
        # a class that a drug is of says what the drug is
        ("chemotherapy: FEC", "exact"),
        ("goserelin (GnRH agonist)", "exact"),
        ("hormone therapy with exemestane", "exact"),
        ("ovarian suppression with goserelin", "exact"),
        # a class instead of a drug of its own kind
        ("exemestane/SERM", "ambiguous"),
        ("AI/tamoxifen", "ambiguous"),
        ("goserelin/AI", "partial"),  # the two are given together
        ("carboplatin/taxane", "partial"),
        ("trastuzumab/AI", "partial"),
        ("fluorouracil/chemotherapy", "exact"),
        ("dexamethasone/chemotherapy", "class only"),
        # a medicine of which only the part that it plays is said
        ("exemestane + study drug", "partial"),
        ("blinded study drug and exemestane", "partial"),
        ("exemestane, Studienmedikation", "partial"),
        ("study drug: exemestane", "exact"),
        ("study drug exemestane", "exact"),
        ("exemestane (study drug)", "exact"),
        ("investigational product", "unknown"),
        ("exemestane and others", "partial"),
        ("exemestane with an experimental drug", "partial"),
        ("exemestane + agent", "partial"),
        ("agent: exemestane", "exact"),
        # a drug that is only a part of it
        ("paclitaxel-based chemotherapy", "partial"),
        ("Paclitaxel-basierte Kombination", "partial"),
        ("taxane-based chemotherapy: paclitaxel", "exact"),
        # what was not borne may have been begun
        ("allergic reaction to paclitaxel, now letrozole", "partial"),
        ("toxicity from exemestane; letrozole", "partial"),
        ("allergic to exemestane; letrozole", "exact"),
        ("reaction to dexamethasone; letrozole", "exact"),
        ("allergic to paclitaxel", "no drug"),
        ("paclitaxel allergy", "no drug"),
        ("declined by pt: paclitaxel, letrozole", "no drug"),
        ("refused by patient - paclitaxel", "no drug"),
        ("palbociclib pending insurance approval", "no drug"),
        ("palbociclib awaiting approval; letrozole", "exact"),
        ("letrozole pending scan", "partial"),
        # whether a refusal speaks of all of a list
        ("allergic to paclitaxel, letrozole", "ambiguous"),
        ("declined paclitaxel, letrozole", "ambiguous"),
        ("allergic to paclitaxel and docetaxel", "no drug"),
        ("AC given, not given: paclitaxel", "partial"),
        ("AI intolerance, on tamoxifen", "exact"),
        # what begins some time ahead
        ("Start mit Exemestan in 3 Wochen", "ambiguous"),
        ("début exémestane dans 3 semaines", "ambiguous"),
        ("started exemestane in 2019", "exact"),
        ("started exemestane in March 2019", "exact"),
        ("progressed on exemestane in 3 months", "exact"),
        ("started exemestane. Scan in 3 months", "exact"),
    ],
)
def test_what_is_not_named_is_not_passed_over(text: str, status: str, book: Book, aids: Aids) -> None:
    found = read(book, text, aids)
    assert found.status == status, [doubt.said for doubt in found.doubts]


def test_the_note_names_the_class_of_which_no_drug_is_said(book: Book, aids: Aids) -> None:
    assert [doubt.said for doubt in read(book, "Perjeta with taxane", aids).doubts] == ["taxane: unclear which drug"]


@pytest.mark.parametrize(
    ("text", "drugs", "status"),
    [
        # counts on a letter, and on an abbreviation that is read in combinations
        ("FECx3-Dx3", "fluorouracil;epirubicin;cyclophosphamide;docetaxel", "exact"),
        ("ACx4/Tx4", "doxorubicin;cyclophosphamide;paclitaxel;docetaxel", "ambiguous"),
        ("4xEC, 4xDoc", "epirubicin;cyclophosphamide;docetaxel", "exact"),
        ("ACx4->HPx12", "doxorubicin;cyclophosphamide;trastuzumab;pertuzumab", "exact"),
        ("3xEC-3xD", "epirubicin;cyclophosphamide;docetaxel", "exact"),
        ("3xEC+3xD", "epirubicin;cyclophosphamide;docetaxel", "exact"),
        ("AC4", "doxorubicin;cyclophosphamide", "exact"),
        ("FEC3-D3", "fluorouracil;epirubicin;cyclophosphamide;docetaxel", "exact"),
        ("EC4-P12", "epirubicin;cyclophosphamide;paclitaxel", "exact"),
        ("FEC3D3", "fluorouracil;epirubicin;cyclophosphamide;docetaxel", "exact"),
        ("FEC3 D3", "", "unknown"),  # the third day, or docetaxel
        ("ET3", "", "unknown"),
        ("3xTXT+3xFEC", "docetaxel;fluorouracil;epirubicin;cyclophosphamide", "exact"),
        # days, a patient, an escaped letter
        ("capecitabine 14d", "capecitabine", "exact"),
        ("docetaxel 21 d", "docetaxel", "exact"),
        ("47F on anastrozole", "anastrozole", "exact"),
        ("letrozole<U+00A0>2.5 mg", "letrozole", "exact"),
        # a heading, a doctor, a trial
        ("NAC: docetaxel", "docetaxel", "exact"),
        ("NAC, docetaxel", "docetaxel", "partial"),
        ("EC per Dr. Okonkwo", "epirubicin;cyclophosphamide", "exact"),
        ("docetaxel per Okonkwo", "docetaxel", "partial"),
        ("exemestane (study QUEBEC)", "exemestane", "exact"),
        ("exemestane (study QB1175)", "exemestane", "partial"),
        ("AC(60/600)->D(75)", "doxorubicin;cyclophosphamide;docetaxel", "exact"),
        ("AC 1 tab before meals", "", "ambiguous"),
        ("AC before meals", "", "ambiguous"),
        ("capecitabine 500 mg tab + lapatinib 250 mg tab", "capecitabine;lapatinib", "exact"),
        ("capecitabine 500 mg + lapatinib 250 mg BID", "capecitabine;lapatinib", "exact"),
        # one treatment that gave way to another
        ("cambio de letrozol a exemestano", "letrozole;exemestane", "exact"),
        ("letrozol a exemestano", "letrozole;exemestane", "ambiguous"),
        ("letrozol a exemestano, cambio de clínica", "letrozole;exemestane", "ambiguous"),
        # letters that look like Latin ones, and a word of theirs
        ("\u0425\u0422, letrozole", "letrozole", "exact"),
        ("carry on with letrozole", "letrozole", "exact"),
        # a code, of which an acronym is the beginning
        ("PF-07220060 + letrozole", "letrozole", "partial"),
        ("letrozole, ABC123", "letrozole", "partial"),
        ("AC-0042", "", "unknown"),
        ("AC-60/600", "doxorubicin;cyclophosphamide", "exact"),
        # letters that look like Latin ones
        ("4 курса \u0410\u0421", "doxorubicin;cyclophosphamide", "exact"),
        ("A\u0421 then paclitaxel", "doxorubicin;cyclophosphamide;paclitaxel", "exact"),
        # another disease
        ("methotrexate 2.5 mg 6 weekly for RA", "", "no drug"),
        ("methotrexate for RA; letrozole", "letrozole", "exact"),
        ("EC; docetaxel to start next week", "epirubicin;cyclophosphamide", "exact"),
        # small words in a text of capitals
        ("FEC X3 AT OUTSIDE FACILITY", "fluorouracil;epirubicin;cyclophosphamide", "exact"),
        ("FEC X3 AT outside facility", "fluorouracil;epirubicin;cyclophosphamide", "partial"),
        ("FEC X3 + AT OUTSIDE FACILITY", "fluorouracil;epirubicin;cyclophosphamide", "partial"),
        ("FEC X3 AT ANOTHER SITE", "fluorouracil;epirubicin;cyclophosphamide", "partial"),
        ("EC X3, AT X4", "epirubicin;cyclophosphamide;doxorubicin;paclitaxel;docetaxel", "ambiguous"),
        ("EC joint pain", "", "ambiguous"),
        ("EC 325 mg/day", "", "no drug"),
        # what was not tolerated was taken
        ("did not tolerate exemestane", "exemestane", "exact"),
        # words written onto a name
        ("Exemestantherapie", "exemestane", "exact"),
        ("tamoxifenbehandeling", "tamoxifen", "exact"),
        ("Docetaxelgaben x6", "docetaxel", "exact"),
        ("docetaxelhaltige Therapie", "docetaxel", "partial"),
        # a name of several words has no unit at its end
        ("exemestane fem år", "exemestane", "exact"),
    ],
)
def test_what_is_written_onto_and_around_names_is_read_off(
    text: str, drugs: str, status: str, book: Book, aids: Aids
) -> None:
    found = read(book, text, aids)
    assert (";".join(found.drugs), found.status) == (drugs, status), [doubt.said for doubt in found.doubts]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("trial drug (blinded)", "unknown"),
        ("study drug 10 mg daily", "unknown"),
        ("study drug, mastectomy", "unknown"),
        ("no study drug given", "no drug"),
        ("declined study drug", "no drug"),
        ("other agents: none", "no drug"),
    ],
)
def test_a_medicine_without_a_name_is_one_unless_it_is_denied(text: str, status: str, book: Book, aids: Aids) -> None:
    assert read(book, text, aids).status == status
