"""The one reading: what `exact` promises, each kind of text that once broke it, and that no two commands disagree."""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mbc_cli.annotate.annotator import Annotator
from mbc_cli.ask.expand import expand
from mbc_cli.book.errors import UsageError
from mbc_cli.book.names import clean
from mbc_cli.coding.items import cases
from mbc_cli.options.conditions import Members
from mbc_cli.options.profile import read as profile_read
from mbc_cli.options.truth import Truth
from mbc_cli.reading import status
from mbc_cli.reading.read import read

if TYPE_CHECKING:
    from mbc_cli.book.book import Book
    from mbc_cli.coding.situations import Course
    from mbc_cli.reading.aids import Aids
    from mbc_cli.reading.treatment import Treatment

CORPUS = Path(__file__).parent / "corpus"
SURE = ("exact", "corrected")


def shown(found: Treatment) -> tuple[str, str]:
    """The drugs and classes of a text, and its status."""
    return ";".join(found.drugs), found.status


def check(book: Book, aids: Aids, text: str, drugs: str, status: str) -> None:
    found = read(book, text, aids)
    assert shown(found) == (drugs, status), [doubt.said for doubt in found.doubts]


# --- alternatives are whole treatments ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "treatments"),
    [
        ("AC or tamoxifen", ["doxorubicin cyclophosphamide", "tamoxifen"]),
        ("letrozole oder AC", ["letrozole", "doxorubicin cyclophosphamide"]),
        ("TCH ou TCHP", ["docetaxel carboplatin trastuzumab", "docetaxel carboplatin trastuzumab pertuzumab"]),
        ("FEC/FAC", ["fluorouracil epirubicin cyclophosphamide", "cyclophosphamide doxorubicin fluorouracil"]),
        ("FEC|EC", ["fluorouracil epirubicin cyclophosphamide", "epirubicin cyclophosphamide"]),
        (
            "AC or EC then letrozole",
            ["doxorubicin cyclophosphamide letrozole", "epirubicin cyclophosphamide letrozole"],
        ),
        (
            "EC/AC followed by docetaxel",
            ["epirubicin cyclophosphamide docetaxel", "doxorubicin cyclophosphamide docetaxel"],
        ),
    ],
)
def test_alternatives_are_never_mixed(text: str, treatments: list[str], book: Book, aids: Aids) -> None:
    found = read(book, text, aids)
    assert [" ".join(book.drugs_in(phases)) for phases in found.treatments] == treatments
    assert found.status == "ambiguous"
    assert [book.drugs_in(one.phases) for one in expand(book, text, aids).readings] == [
        tuple(each.split()) for each in treatments
    ]


@pytest.mark.parametrize("text", ["letrozole ± ribociclib", "letrozole +/- ribociclib", "EC mit oder ohne trastuzumab"])
def test_an_optional_part_is_not_exact(text: str, book: Book, aids: Aids) -> None:
    assert read(book, text, aids).status == "ambiguous"


def test_single_drugs_joined_by_or_are_one_part(book: Book, aids: Aids) -> None:
    (phases,) = read(book, "palbociclib + anastrozole or letrozole", aids).treatments
    assert [part.any_of for phase in phases for part in phase] == [("palbociclib",), ("anastrozole", "letrozole")]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("docetaxel/paclitaxel", [("docetaxel", "paclitaxel")]),
        ("carboplatin / cisplatin + vinorelbine", [("carboplatin", "cisplatin"), ("vinorelbine",)]),
        ("anastrozole, letrozole/exemestane", [("anastrozole",), ("letrozole", "exemestane")]),
        ("Taxol + Herceptin + Taxol/Taxotere", [("paclitaxel", "docetaxel"), ("trastuzumab",)]),
    ],
)
def test_a_slash_between_drugs_that_exclude_each_other_is_a_choice(
    text: str, parts: list[tuple[str, ...]], book: Book, aids: Aids
) -> None:
    found = read(book, text, aids)
    assert [part.any_of for part in found.parts] == parts
    assert found.status == "ambiguous"


@pytest.mark.parametrize(
    ("text", "drugs"),
    [
        ("trastuzumab/pertuzumab", "trastuzumab;pertuzumab"),
        ("Ogivri/Perjeta", "trastuzumab-dkst;pertuzumab"),
        ("palbociclib/letrozole", "palbociclib;letrozole"),
        ("goserelin/tamoxifen", "goserelin;tamoxifen"),
        ("Taxol/paclitaxel", "paclitaxel"),
        ("Herceptin/Perjeta/Phesgo", "trastuzumab;pertuzumab"),
        ("EC/paclitaxel", "epirubicin;cyclophosphamide;paclitaxel"),
        ("mitomycin/methotrexate/vinblastine", "mitomycin;methotrexate;vinblastine"),
    ],
)
def test_a_slash_between_drugs_that_are_given_together_is_none(text: str, drugs: str, book: Book, aids: Aids) -> None:
    check(book, aids, text, drugs, "exact")


@pytest.mark.parametrize(
    ("text", "drugs"),
    [
        ("weekly paclitaxl now", "paclitaxel"),
        ("paclitaxl, was stopped", "paclitaxel"),
        ("paclitaxl nab", "nab-paclitaxel"),
        ("trastuzumb and hyaluronidase", "trastuzumab-and-hyaluronidase"),
    ],
)
def test_a_known_word_is_no_part_of_a_misspelt_name_without_it(text: str, drugs: str, book: Book, aids: Aids) -> None:
    check(book, aids, text, drugs, "corrected")


# --- a regimen beside what was read ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "drugs"),
    [
        ("ddECx4", "epirubicin;cyclophosphamide"),
        ("TCHx6q3w then letrozole", "docetaxel;carboplatin;trastuzumab;letrozole"),
        ("ECq2wk", "epirubicin;cyclophosphamide"),
        ("ECdd + trastuzumab", "epirubicin;cyclophosphamide;trastuzumab"),
        ("FE100C", "fluorouracil;epirubicin;cyclophosphamide"),
        ("3xEC+3xD", "epirubicin;cyclophosphamide;docetaxel"),
        ("EC x3 + D x3", "epirubicin;cyclophosphamide;docetaxel"),
        ("ECDocetaxel", "epirubicin;cyclophosphamide;docetaxel"),
        ("TCHPerjeta", "docetaxel;carboplatin;trastuzumab;pertuzumab"),
        ("CarboTaxol", "paclitaxel;carboplatin"),
        ("E+C", "epirubicin;cyclophosphamide"),
        ("EPI 90 CTX 600", "epirubicin;cyclophosphamide"),
        ("AC-T (dose-dense)", "doxorubicin;cyclophosphamide;paclitaxel"),
        ("Xeloda 14D ON 7D OFF", "capecitabine"),
        ("pembrolizumab, PD-L1 positive", "pembrolizumab"),
        ("pertuzumab/trastuzumab/hyaluronidase", "pertuzumab;trastuzumab"),
    ],
)
def test_what_is_written_onto_an_acronym_comes_off(text: str, drugs: str, book: Book, aids: Aids) -> None:
    check(book, aids, text, drugs, "exact")


@pytest.mark.parametrize(
    ("text", "drugs"),
    [
        ("letrozole and blurbotinib", "letrozole"),
        ("letrozole / blurbotinib", "letrozole"),
        ("letrozole, blurbotinib", "letrozole"),
        ("letrozole with blurbotinib", "letrozole"),
        ("letrozole then XYZ-123", "letrozole"),
        ("letrozol und Blurbotinib", "letrozole"),
        ("EC_QrT", "epirubicin;cyclophosphamide"),
        ("CMF and QPA", "cyclophosphamide;methotrexate;fluorouracil"),
        ("fulvestrant + tislelizumab", "fulvestrant"),
    ],
)
def test_what_is_not_read_beside_a_drug_is_said(text: str, drugs: str, book: Book, aids: Aids) -> None:
    check(book, aids, text, drugs, "partial")


@pytest.mark.parametrize(
    "text", ["docetaxel?", "? AC x4", "¿trastuzumab?", "多西他赛？ docetaxel？", "AC then Taxol ??"]
)
def test_what_is_asked_is_not_sure(text: str, book: Book, aids: Aids) -> None:
    found = read(book, text, aids)
    assert found.drugs
    assert found.status == "ambiguous"
    assert "a question" in [doubt.said for doubt in found.doubts]


def test_a_supportive_medicine_takes_nothing_away(book: Book, aids: Aids) -> None:
    check(book, aids, "docetaxel + ondansetron", "docetaxel", "exact")
    assert Annotator(book, aids.speller, aids.others).annotate("docetaxel + ondansetron").other == "ondansetron"


@pytest.mark.parametrize(
    ("text", "drugs", "status"),
    [
        ("PE-CMF", "cyclophosphamide;methotrexate;fluorouracil", "partial"),
        ("FEC/NP", "fluorouracil;epirubicin;cyclophosphamide", "partial"),
        ("letrozole-PD", "letrozole", "exact"),
        ("FAC-MV", "cyclophosphamide;doxorubicin;fluorouracil;methotrexate;vinblastine", "exact"),
        ("F5E60C5", "fluorouracil;epirubicin;cyclophosphamide", "exact"),
        ("fec-d100 cycle 2", "fluorouracil;epirubicin;cyclophosphamide;docetaxel", "exact"),
        ("nccp 00254 c1", "anastrozole", "exact"),
        ("metronomic CM", "cyclophosphamide;methotrexate", "exact"),
        ("nP-AC", "nab-paclitaxel;doxorubicin;cyclophosphamide", "exact"),
        ("NPAC", "nab-paclitaxel", "exact"),
        ("FOLFOX", "fluorouracil;leucovorin;oxaliplatin", "ambiguous"),
    ],
)
def test_no_unit_of_an_acronym_falls_away(text: str, drugs: str, status: str, book: Book, aids: Aids) -> None:
    check(book, aids, text, drugs, status)


@pytest.mark.parametrize("text", ["breast CA, on letrozole", "CA 15-3 rising, letrozole", "letrozole; Ca"])
def test_an_acronym_that_is_no_regimen_in_a_breast_record_is_never_one(text: str, book: Book, aids: Aids) -> None:
    assert read(book, text, aids).drugs == ("letrozole",)


@pytest.mark.parametrize("text", ["on CPB during surgery", "MVC 2019", "wHD"])
def test_an_acronym_of_another_meaning_needs_a_treatment_beside_it(text: str, book: Book, aids: Aids) -> None:
    assert read(book, text, aids).drugs == ()


@pytest.mark.parametrize(
    ("text", "drugs", "status"),
    [
        ("docetaxel x6, then H+P maintenance", "docetaxel;trastuzumab;pertuzumab", "exact"),
        ("maintenance H+P q3w", "trastuzumab;pertuzumab", "exact"),
        ("weekly taxol, H & P", "paclitaxel", "exact"),
        ("H&P", "", "no drug"),
    ],
)
def test_the_sign_for_and_tells_names_apart(text: str, drugs: str, status: str, book: Book, aids: Aids) -> None:
    """Trastuzumab with pertuzumab, and history and physical examination."""
    check(book, aids, text, drugs, status)


@pytest.mark.parametrize(
    ("text", "drugs", "status"),
    [
        ("recommended docetaxel but she refused, on exemestane", "exemestane", "exact"),
        ("offered docetaxel, pt declined, started exemestane", "exemestane", "exact"),
        ("refused, on exemestane", "exemestane", "exact"),
        ("not given, on exemestane", "exemestane", "exact"),
        ("docetaxel recommended but she refused, exemestane", "", "ambiguous"),
        ("AC then declined to continue on paclitaxel", "doxorubicin;cyclophosphamide", "exact"),
        ("if progression, on exemestane", "", "no drug"),
    ],
)
def test_a_refusal_of_what_was_named_ends_with_its_comma(
    text: str, drugs: str, status: str, book: Book, aids: Aids
) -> None:
    check(book, aids, text, drugs, status)


@pytest.mark.parametrize(
    ("text", "drugs", "status"),
    [
        ("ABC-1234", "", "unknown"),
        ("study drug AC-12345", "", "unknown"),
        ("letrozole + ABC-1234", "letrozole", "partial"),
        ("FEC-100", "fluorouracil;epirubicin;cyclophosphamide", "exact"),
        ("TC-2019", "docetaxel;cyclophosphamide", "exact"),
    ],
)
def test_capitals_with_a_long_number_are_the_code_of_a_substance(
    text: str, drugs: str, status: str, book: Book, aids: Aids
) -> None:
    check(book, aids, text, drugs, status)


@pytest.mark.parametrize(
    ("text", "drugs"),
    [
        ("Previous treatment: EC x3 then docetaxel x3", "epirubicin;cyclophosphamide;docetaxel"),
        ("Previous treatment: EC x3 then docetaxel x3. Now letrozole", "letrozole"),
        ("Prior chemo: FEC -> docetaxel, now on Ibrance + letrozole", "palbociclib;letrozole"),
    ],
)
def test_a_heading_of_what_was_given_before_holds_for_all_its_steps(
    text: str, drugs: str, book: Book, aids: Aids
) -> None:
    check(book, aids, text, drugs, "exact")


@pytest.mark.parametrize(
    "text",
    [
        "Phesgo SC",
        "pertuzumab/trastuzumab/hyaluronidase-zzxf",
        "Phesgo (pertuzumab, trastuzumab, and hyaluronidase-zzxf)",
        "Pertuzumab/trastuzumab s.c. (Phesgo)",
    ],
)
def test_a_product_of_several_drugs_is_given_as_them(text: str, book: Book, aids: Aids) -> None:
    check(book, aids, text, "pertuzumab;trastuzumab", "exact")
    assert not [note for note in status.subcutaneous(book, read(book, text, aids)) if "SC: may be" in note]


@pytest.mark.parametrize("text", ["Tx", "tx"])
def test_what_is_written_like_the_look_alike_is_no_regimen(text: str, book: Book, aids: Aids) -> None:
    assert read(book, text, aids).status == "unknown"


def test_a_regimen_of_stem_cell_transplants_is_read_beside_another(book: Book, aids: Aids) -> None:
    assert "carmustine" in read(book, "CAF then CPB", aids).drugs


@pytest.mark.parametrize(
    ("text", "status"),
    [
        # a number behind an acronym: a dose by area, a count, a year, or nothing of the kind
        ("HP 130/85", "ambiguous"),
        ("TC 210", "ambiguous"),
        ("TC: 5.1", "ambiguous"),
        ("EC 30%", "ambiguous"),
        ("AC 80%", "exact"),
        ("FEC 75", "exact"),
        ("CMF 600/40/600", "exact"),
        ("TCH 17", "exact"),
        ("EC 2019", "exact"),
        # beside an examination, or with a plan of something
        ("EC tablet", "ambiguous"),
        ("EC infusion", "exact"),
        ("TC 5.3 mmol/l", "ambiguous"),
        ("HP MRI", "unknown"),
        ("HP unremarkable", "unknown"),
        ("FEC scan", "ambiguous"),
        ("FEC x4, scan", "exact"),
        ("MRI zoledronic acid", "exact"),
        ("Verzenio (CDK4/6 inhibitor)", "exact"),
        ("Femara (CDK4/6 inhibitor)", "ambiguous"),
        ("olaparib (PARP inhibitor)", "exact"),
        ("docetaxel x4 refused, neuropathy", "partial"),
        ("letrozole 5 years or so", "exact"),
        ("Mother: breast cancer. Declined AC. Anastrozole.", "ambiguous"),
        ("TC plan", "partial"),
        # how two names belong together
        ("EC of paclitaxel", "ambiguous"),
        ("chemotherapy of paclitaxel", "exact"),
        ("minus trastuzumab", "ambiguous"),
        ("tras paclitaxel", "ambiguous"),
        ("tras + paclitaxel", "exact"),
        # asked for, and not said to be done
        ("begin letrozole in May 2020", "ambiguous"),
        ("began letrozole in May 2020", "exact"),
        # a placebo, or nothing, instead
        ("anastrozole or placebo", "ambiguous"),
        ("placebo/ribociclib + letrozole", "ambiguous"),
        ("exemestane or surveillance", "ambiguous"),
        ("exemestane, surveillance", "exact"),
        # a part of it under a condition
        ("EC (paclitaxel optional)", "ambiguous"),
        ("trastuzumab (if HER2+) and docetaxel", "ambiguous"),
        ("EC, then T if node positive", "ambiguous"),
        ("letrozole; everolimus if progression", "exact"),
        # another tumour's heading
        ("lung cancer: docetaxel; breast: anastrozole", "ambiguous"),
        ("lapatanib", "ambiguous"),  # lapatinib or apatinib
        ("study drug (blinded) + fulvestrant", "partial"),
        ("study drug (fulvestrant)", "exact"),
        ("lung cancer with bone mets: docetaxel", "ambiguous"),
        ("sarcoma, bone metastases: AC x4", "ambiguous"),
        ("lung carcinoma and bone mets: AC x4", "ambiguous"),
        ("lung mets: docetaxel", "exact"),
        ("metastases lung: AC x4", "exact"),
        ("mets to the lung; AC x4", "exact"),
    ],
)
def test_what_a_pharmacist_would_ask_about_is_not_exact(text: str, status: str, book: Book, aids: Aids) -> None:
    found = read(book, text, aids)
    assert found.status == status, [doubt.said for doubt in found.doubts]


@pytest.mark.parametrize(
    ("text", "drugs"),
    [
        ("FEC100x3 then D100x3", "fluorouracil;epirubicin;cyclophosphamide;docetaxel"),
        ("EC 90x4", "epirubicin;cyclophosphamide"),
        ("TDM-1 x 9 cycles", "trastuzumab-emtansine"),
    ],
)
def test_a_count_on_a_dose_comes_off(text: str, drugs: str, book: Book, aids: Aids) -> None:
    check(book, aids, text, drugs, "exact")


# --- trials, forms, acronyms that the text defines ---------------------------------------------------------------


@pytest.mark.parametrize("text", ["letrozole (PALOMA-2)", "KEYNOTE-522: letrozole", "letrozole, KEYNOTE-355"])
def test_a_trial_beside_a_written_drug_is_only_a_trial(text: str, book: Book, aids: Aids) -> None:
    check(book, aids, text, "letrozole", "exact")


def test_a_trial_alone_names_its_treatment(book: Book, aids: Aids) -> None:
    assert "pembrolizumab" in read(book, "KEYNOTE-522", aids).drugs


@pytest.mark.parametrize(
    ("text", "drugs"),
    [
        ("paclitaxel; albumin-bount", ""),
        ("doxorubicin PEG-lipo", ""),
        ("on-pegylated liposomal doxorubicin", ""),
        ("Herceptin DM1", ""),
        ("carboplatin/albumin-bound taxol", "carboplatin"),
        ("letrozole, paclitaxel-eluting stent", "letrozole"),
    ],
)
def test_a_form_that_is_not_read_loses_only_its_drug(text: str, drugs: str, book: Book, aids: Aids) -> None:
    check(book, aids, text, drugs, "ambiguous")


@pytest.mark.parametrize(
    ("text", "drugs"),
    [
        ("docetaxel, anthracycline and cyclophosphamide (TAC)", "docetaxel;cyclophosphamide;doxorubicin"),
        ("paclitaxel, carboplatin and trastuzumab (TCH)", "paclitaxel;carboplatin;trastuzumab"),
        ("AC-T (AC followed by docetaxel)", "doxorubicin;cyclophosphamide;docetaxel"),
        ("Doxil (liposomal doxorubicin)", "pegylated-liposomal-doxorubicin"),
        ("Ogivri (trastuzumab)", "trastuzumab-dkst"),
        ("trastuzumab (Kanjinti) + docetaxel", "trastuzumab-anns;docetaxel"),
        ("pertuzumab, trastuzumab, docetaxel (PHD)", "pertuzumab;trastuzumab;docetaxel"),
        ("CMF+A (Cytoxan, methotrexate, 5-FU, Adriamycin)", "cyclophosphamide;methotrexate;fluorouracil;doxorubicin"),
    ],
)
def test_the_text_says_what_its_acronyms_are(text: str, drugs: str, book: Book, aids: Aids) -> None:
    found = read(book, text, aids)
    assert [name for name in found.drugs if name in book.drugs] == drugs.split(";")
    assert found.status == "exact"


@pytest.mark.parametrize(
    ("text", "drugs"),
    [
        ("EC-T (EC, then a taxane)", "epirubicin;cyclophosphamide;taxane"),
        ("EC-TH (Ellence/Cytoxan → taxane + Herceptin)", "epirubicin;cyclophosphamide;taxane;trastuzumab"),
    ],
)
def test_a_class_in_the_bracket_takes_the_place_of_drugs_left_open(
    text: str, drugs: str, book: Book, aids: Aids
) -> None:
    check(book, aids, text, drugs, "partial")


@pytest.mark.parametrize(
    ("text", "read_off"),
    [
        ("anastrozole x 5 years", "x 5 years"),
        ("paclitaxel x12 wks", "x12 wks"),
        ("docetaxel, last dose 03/2019", "03/2019"),
        ("letrozol cada 24 h", "24 h"),
        ("paclitaxel 3h", "3h"),
        ("sacituzumab govitecan D1D8", "D1D8"),
        ("paclitaxel over 1 h", "over 1 h"),
        ("trastuzumab over 30-90 min", "over 30-90 min"),
    ],
)
def test_a_length_of_time_is_read_off(text: str, read_off: str, book: Book, aids: Aids) -> None:
    found = read(book, text, aids)
    assert [mark.text for mark in found.marks] == [read_off]
    assert found.status == "exact"


@pytest.mark.parametrize("text", ["TC 6 H", "TC x6, 12 H", "TC 6 h"])
def test_a_letter_that_may_be_trastuzumab_is_no_hour(text: str, book: Book, aids: Aids) -> None:
    assert read(book, text, aids).status == "partial"


def test_a_dose_dense_acronym_is_a_treatment(book: Book, aids: Aids) -> None:
    assert "doxorubicin" in read(book, "seen for ddACT", aids).drugs
    assert read(book, "seen for ACT", aids).drugs == ()


@pytest.mark.parametrize(
    "text",
    [
        "MRN 4637846: letrozole",
        "mrn4637846 letrozole",
        "MR# 12345 letrozole",
        "letrozole (accession no. S19-1234)",
        "NHS no 943 476 5919 letrozole",
        "MRN XXXXXXX letrozole",
        "T.C. Kimlik No: 12345678901 letrozol",
        "N° dossier 2019/AB/1234, letrozole",
        "r.č. 755101/1234 letrozol",
        "карта № 12/19 летрозол",
        "病案号:123456 来曲唑",
    ],
)
def test_a_number_of_a_record_is_no_treatment(text: str, book: Book, aids: Aids) -> None:
    check(book, aids, text, "letrozole", "exact")


@pytest.mark.parametrize(
    ("text", "drugs", "status"),
    [
        ("MRN letrozole", "letrozole", "partial"),
        ("MRN 5-FU", "fluorouracil", "partial"),
        ("MRN: AC-4, letrozole", "doxorubicin;cyclophosphamide;letrozole", "partial"),  # a number, or AC
        ("MRN 123-AC", "doxorubicin;cyclophosphamide", "exact"),
        ("case 4 cycles letrozole", "letrozole", "partial"),
        ("chart no letrozole", "", "no drug"),
        ("patient no letrozole", "", "no drug"),
        ("patient no longer on letrozole", "letrozole", "exact"),
        ("MRN 4637846", "", "unknown"),
    ],
)
def test_the_name_of_a_record_needs_its_number(text: str, drugs: str, status: str, book: Book, aids: Aids) -> None:
    check(book, aids, text, drugs, status)


def test_the_number_of_a_record_is_not_repeated(book: Book, aids: Aids) -> None:
    found = read(book, "MRN 12/34567: letrozole 2.5 mg", aids)
    assert [mark.text for mark in found.marks] == ["2.5 mg"]


@pytest.mark.parametrize("text", ["Herceptin T", "letrozole + A"])
def test_a_letter_that_nothing_explains_is_not_passed_over(text: str, book: Book, aids: Aids) -> None:
    assert read(book, text, aids).status not in SURE


# --- sense -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Taxol 80 mg declined", "declined"),
        ("docetaxel not recommended", "negated"),
        ("no docetaxel recommended", "negated"),
        ("letrozole, no docetaxel planned", "negated"),
        ("kein Docetaxel", "negated"),
        ("planned AC-T", "planned"),
        ("AC-T planned", "planned"),
        ("docetaxel if progression", "if need be"),
        ("paclitaxel sem trastuzumab", "negated"),
        ("Epirubicin kontraindiziert bei EF 40 %", "contraindicated"),  # the number belongs to the reason
        ("pertuzumab declined due to LVEF 38%", "declined"),
        ("anastrozole refused 2011", "declined"),
        ("Pat. lehnt ab: Capecitabin", "declined"),
        ("capecitabina não realizada por mucosite", "negated"),
        ("exemestane vs. capecitabine", "compared"),  # an abbreviation ends no sentence
        ("declined: TC vs. EC", "compared"),
        ("docetaxel niet gegeven i.v.m. neuropathie", "negated"),  # "i.v.m." is not a route
        ("Anastrozol lehnt die Patientin ab", "declined"),
        ("capécitabine : non", "negated"),
        ("Eribulin: nein", "negated"),
        ("vinorelbina: não", "negated"),
        ("eribulin not given because of GFR 25", "negated"),
        ("Tamoxifène refusé par la patiente", "declined"),
        ("Tamoxifen von der Patientin abgelehnt", "declined"),
        ("tamoxifene rifiutato dalla paziente", "declined"),
    ],
)
def test_what_is_said_of_a_treatment(text: str, role: str, book: Book, aids: Aids) -> None:
    assert role in [found.role for found in read(book, text, aids).mentioned]


@pytest.mark.parametrize(
    ("text", "drugs"),
    [
        ("previously on Taxol now letrozole", "letrozole"),
        ("allergic to Taxol: letrozole", "letrozole"),
        ("Taxol allergy: Abraxane", "nab-paclitaxel"),
        ("Abraxane (Taxol allergy)", "nab-paclitaxel"),
        ("Taxol contraindicated: Abraxane", "nab-paclitaxel"),
        ("Taxol not given: Abraxane", "nab-paclitaxel"),
        ("Taxol refused by pt: Abraxane", "nab-paclitaxel"),
        ("given: AC; not given: Taxol", "doxorubicin;cyclophosphamide"),
        ("following completion of AC x4", "doxorubicin;cyclophosphamide"),
        ("TCHP minus carboplatin", "docetaxel;trastuzumab;pertuzumab"),
    ],
)
def test_what_stays_given(text: str, drugs: str, book: Book, aids: Aids) -> None:
    check(book, aids, text, drugs, "exact")


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("vinorelbine and capecitabine planned", ""),
        ("docetaxel, trastuzumab and pertuzumab declined", ""),
        ("eribulin + trastuzumab refused", ""),
        ("carboplatin/gemcitabine not given", ""),
        ("Fulvestrant und Palbociclib geplant", ""),
        ("fulvestrant et ribociclib refusé", ""),
        ("exemestane; everolimus planned", "exemestane"),
        ("AC x4 and docetaxel refused", "doxorubicin;cyclophosphamide"),
        ("capecitabine + lapatinib - neratinib unavailable", "capecitabine;lapatinib"),
        ("trastuzumab and pertuzumab declined, letrozole started", "letrozole"),
        ("letrozole, no ribociclib", "letrozole"),
        ("CMF without 5-FU", "cyclophosphamide;methotrexate"),
        ("FEC ohne 5FU", "epirubicin;cyclophosphamide"),
    ],
)
def test_what_is_said_behind_a_list_is_said_of_all_of_it(text: str, given: str, book: Book, aids: Aids) -> None:
    check(book, aids, text, given, "exact" if given else "no drug")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("exemestane, everolimus planned", "ambiguous"),
        ("Mother: breast cancer, anastrozole", "ambiguous"),
        ("Her sister had breast cancer. Took tamoxifen.", "ambiguous"),
        ("tamoxifen (mother), exemestane (patient)", "ambiguous"),
        ("fulvestrant was taken by her aunt", "ambiguous"),
        ("aunt had breast cancer; patient on fulvestrant", "exact"),
        ("aunt on tamoxifen, patient on fulvestrant", "exact"),
        ("Mutter der Patientin erhielt Tamoxifen", "no drug"),
        ("mother of the patient took tamoxifen", "no drug"),
    ],
)
def test_whose_treatment_it_is_may_not_be_sure(text: str, status: str, book: Book, aids: Aids) -> None:
    assert read(book, text, aids).status == status


@pytest.mark.parametrize(
    "text",
    [
        "continues her trastuzumab",
        "Trastuzumab-Erhaltung",
        "docétaxel mal toléré",
        "docetaxel 2 meses",
        "docetaxel, pro Woche",
    ],
)
def test_a_known_word_is_no_part_of_a_name(text: str, book: Book, aids: Aids) -> None:
    assert read(book, text, aids).status == "exact"


@pytest.mark.parametrize(
    ("text", "given", "status"),
    [
        ("docetaxel per Dr. Ellence Taylor", "docetaxel", "partial"),
        ("Dr. Ellence Taylor", "", "unknown"),
        ("per Dr. Smith, Ellence", "epirubicin", "exact"),
        ("AI changed from Arimidex to Aromasin", "aromatase-inhibitor;anastrozole;exemestane", "exact"),
        ("AI changed from tamoxifen", "tamoxifen", "partial"),
        ("docetaxel + A+C", "docetaxel", "ambiguous"),
        ("essai NeoSphere: docetaxel", "docetaxel", "exact"),
        ("docetaxel + NeoDrug study", "docetaxel", "partial"),
        ("CEA 12 CTX 600 letrozole", "letrozole", "partial"),  # a bone marker
    ],
)
def test_whether_a_name_is_one(text: str, given: str, status: str, book: Book, aids: Aids) -> None:
    check(book, aids, text, given, status)


@pytest.mark.parametrize("text", ["EPI", "DOC/CAP", "pac", "ET", "PH", "NACT", "HP without chemo"])
def test_a_short_name_that_was_not_decided_is_no_reason(text: str, book: Book, aids: Aids) -> None:
    assert read(book, text, aids).status == "unknown"


def test_a_negation_of_something_unknown_is_not_passed_over(book: Book, aids: Aids) -> None:
    assert read(book, "docetaxel not blurbed", aids).status == "ambiguous"


@pytest.mark.parametrize("text", ["ACx4 then Tx12", "FEC, Tx10", "letrozole Rx2"])
def test_a_letter_with_a_count_is_not_a_word_of_charts(text: str, book: Book, aids: Aids) -> None:
    assert read(book, text, aids).status not in ("exact", "no drug")


@pytest.mark.parametrize(
    ("text", "given", "status"),
    [
        ("EC vs TC", "", "ambiguous"),
        ("letrozole vs surveillance", "", "ambiguous"),
        ("letrozole vs tamoxifen: EC x4, docetaxel", "", "ambiguous"),
        ("Arm 1: eribulin | Arm 2: vinorelbine", "", "ambiguous"),
        ("group A letrozole, group B letrozole + ribociclib", "", "ambiguous"),
        ("arm B: eribulin", "eribulin", "exact"),
        ("olaparib trial, arm B", "olaparib", "ambiguous"),
        ("randomized to arm 2 of the ribociclib study", "ribociclib", "ambiguous"),
        ("placebo arm of a clinical trial of abemaciclib", "abemaciclib", "ambiguous"),
        ("TCH on trial, arm A", "docetaxel;carboplatin;trastuzumab", "exact"),
        ("capecitabine trial", "capecitabine", "exact"),
        ("discussed TC vs CMF; chose CMF", "cyclophosphamide;methotrexate;fluorouracil", "exact"),
        ("ER+ vs HER2+ disease, letrozole", "letrozole", "exact"),
    ],
)
def test_what_is_only_compared_is_not_given(text: str, given: str, status: str, book: Book, aids: Aids) -> None:
    check(book, aids, text, given, status)


@pytest.mark.parametrize(
    ("text", "given", "status"),
    [
        ("no FEC, anastrozole", "", "ambiguous"),
        ("no EC, no docetaxel, exemestane", "", "ambiguous"),
        ("no FEC, anastrozole or exemestane", "", "no drug"),
        ("no FEC, docetaxel and trastuzumab", "", "no drug"),
        ("no FEC; anastrozole", "anastrozole", "exact"),
    ],
)
def test_how_far_a_no_reaches_in_a_bare_list_is_not_sure(
    text: str, given: str, status: str, book: Book, aids: Aids
) -> None:
    check(book, aids, text, given, status)


@pytest.mark.parametrize(
    ("text", "given", "status"),
    [
        ("non-metastatic eribulin", "eribulin", "exact"),
        ("non-palliative paclitaxel", "paclitaxel", "exact"),
        ("non-taxane vinorelbine", "vinorelbine", "exact"),
    ],
)
def test_a_non_hyphened_to_a_word_is_about_that_word(
    text: str, given: str, status: str, book: Book, aids: Aids
) -> None:
    check(book, aids, text, given, status)


@pytest.mark.parametrize(
    ("text", "given", "status"),
    [
        ("ED -> FEC", "fluorouracil;epirubicin;cyclophosphamide", "partial"),
        ("AC then DC", "doxorubicin;cyclophosphamide", "partial"),
        ("ECD x6", "", "unknown"),
        ("DC x4, letrozole", "letrozole", "partial"),
        ("PD then capecitabine", "capecitabine", "exact"),
        ("EC x4, CT scan", "epirubicin;cyclophosphamide", "exact"),
    ],
)
def test_a_look_alike_in_the_place_of_a_regimen_is_not_passed_over(
    text: str, given: str, status: str, book: Book, aids: Aids
) -> None:
    check(book, aids, text, given, status)


@pytest.mark.parametrize(
    ("text", "given", "status"),
    [
        ("Herceptin biosimilar Ogivri", "trastuzumab-dkst", "exact"),
        ("trastuzumab biosimilar (Kanjinti)", "trastuzumab-anns", "exact"),
        ("trastuzumab biosimilar", "trastuzumab", "exact"),
        ("trastuzumab then Ogivri", "trastuzumab;trastuzumab-dkst", "exact"),
        ("trastuzumab 150 MG Injection [Kanjinti]", "trastuzumab-anns", "exact"),
        ("trastuzumab 440 mg Ogivri", "trastuzumab;trastuzumab-dkst", "exact"),
        ("Paclitaxel albumin (Abraxane)", "nab-paclitaxel", "exact"),
        ("Caelyx (liposomaal doxorubicine)", "pegylated-liposomal-doxorubicin", "exact"),
        ("paclitaxel (Abraxane)", "paclitaxel;nab-paclitaxel", "ambiguous"),
        ("ab-paclitaxel", "", "ambiguous"),
        ("docetaxel albumin (Abraxane)", "nab-paclitaxel", "ambiguous"),
    ],
)
def test_a_biosimilar_named_beside_its_original_is_the_drug(
    text: str, given: str, status: str, book: Book, aids: Aids
) -> None:
    check(book, aids, text, given, status)


@pytest.mark.parametrize(
    ("text", "given", "status"),
    [
        ("paclitaxel alb-part", "", "ambiguous"),
        ("doxorubicin pegyl-lip", "", "ambiguous"),
        ("paclitaxel on-going", "paclitaxel", "partial"),
        ("non-compliant paclitaxel", "paclitaxel", "partial"),
    ],
)
def test_a_part_of_a_hyphened_word_may_abbreviate_a_form(
    text: str, given: str, status: str, book: Book, aids: Aids
) -> None:
    check(book, aids, text, given, status)


@pytest.mark.parametrize(
    ("text", "given", "status"),
    [
        ("Docetaxelx4q3wks", "docetaxel", "exact"),
        ("Herceptinq3w", "trastuzumab", "exact"),
        ("3 FEC puis 3 TXT", "fluorouracil;epirubicin;cyclophosphamide;docetaxel", "exact"),
        ("TXT dann FEC", "docetaxel;fluorouracil;epirubicin;cyclophosphamide", "exact"),
        ("then let it be FEC", "fluorouracil;epirubicin;cyclophosphamide", "exact"),
        ("FEC 4 cicli poi TXT 4 cicli", "fluorouracil;epirubicin;cyclophosphamide;docetaxel", "exact"),
    ],
)
def test_counts_part_no_name_from_its_company(text: str, given: str, status: str, book: Book, aids: Aids) -> None:
    check(book, aids, text, given, status)


@pytest.mark.parametrize(
    ("text", "given", "status"),
    [
        ("permetta", "", "unknown"),
        ("recelait", "", "unknown"),
        ("parvenir", "", "unknown"),
        ("taxon", "", "no drug"),
        ("Perjetta", "pertuzumab", "corrected"),
        ("Adriamicyn", "doxorubicin", "corrected"),
    ],
)
def test_an_ordinary_word_near_to_a_short_brand_is_not_corrected(
    text: str, given: str, status: str, book: Book, aids: Aids
) -> None:
    check(book, aids, text, given, status)


@pytest.mark.parametrize(
    ("text", "given", "status"),
    [
        ("Plan: continue exemestane", "exemestane", "exact"),
        ("recommend continuing Faslodex", "fulvestrant", "exact"),
        ("plan: eribulin", "", "no drug"),
        ("next: eribulin", "", "no drug"),
        ("AC x4 next paclitaxel", "doxorubicin;cyclophosphamide;paclitaxel", "exact"),
        ("non-anthracycline regimen CMF", "cyclophosphamide;methotrexate;fluorouracil", "exact"),
        ("tamoxifen declined -> letrozole", "letrozole", "exact"),
        ("docetaxel-carboplatin declined", "", "no drug"),
        ("docetaxel discussed and started", "docetaxel", "partial"),
        ("no chemo, letrozole. Zometa or Xgeva", "letrozole;zoledronic-acid;denosumab", "ambiguous"),
        ("ondansetron before vinorelbine", "", "other drug"),
        ("(dose-dense) AC-T", "doxorubicin;cyclophosphamide;paclitaxel", "exact"),
        ("to receive pamidronate", "", "no drug"),
        ("was able to receive pamidronate", "pamidronate", "exact"),
        ("surgery if needed, letrozole", "letrozole", "partial"),
        ("Herceptin not given + Abraxane", "nab-paclitaxel", "exact"),
        ("no metformin + Abraxane", "nab-paclitaxel", "exact"),
        ("taxane-free: EC", "epirubicin;cyclophosphamide", "exact"),
        ("pertuzumab-free: TCH", "docetaxel;carboplatin;trastuzumab", "exact"),
        ("EC then docetaxel declined", "epirubicin;cyclophosphamide", "exact"),
        ("EC then docetaxel planned", "epirubicin;cyclophosphamide", "ambiguous"),
        ("EC x4 completed, then docetaxel planned", "epirubicin;cyclophosphamide", "exact"),
        ("EC then planned docetaxel", "epirubicin;cyclophosphamide", "exact"),
        ("EC-D planned", "", "no drug"),
        ("had 5 of 12 planned doses of vinorelbine", "vinorelbine", "exact"),
        ("docetaxel to follow surgery", "", "no drug"),
        ("EC x4 completed; docetaxel to start next week", "epirubicin;cyclophosphamide", "exact"),
        ("may benefit from everolimus", "", "no drug"),
        ("will continue Faslodex", "fulvestrant", "exact"),
        ("no AI; tamoxifen", "tamoxifen", "exact"),
        ("letrozole x6; RT: none", "letrozole", "exact"),
        ("FEC planned but not given, CMF x6 instead", "cyclophosphamide;methotrexate;fluorouracil", "exact"),
    ],
)
def test_how_far_it_is_said(text: str, given: str, status: str, book: Book, aids: Aids) -> None:
    check(book, aids, text, given, status)


@pytest.mark.parametrize(
    ("text", "given", "status"),
    [
        ("surgery declined: TC", "docetaxel cyclophosphamide", "exact"),
        ("surgery was declined: TC", "docetaxel cyclophosphamide", "partial"),
        ("RT declined, Arimidex started", "anastrozole", "exact"),
        ("XRT refused; letrozole", "letrozole", "exact"),
        ("mastectomy refused: on tamoxifen", "tamoxifen", "exact"),
        ("after mastectomy declined tamoxifen", "", "no drug"),
        ("treatment declined: TC", "", "no drug"),
        ("letrozole; treatment refused", "letrozole", "partial"),
        ("chemo declined: letrozole", "letrozole", "exact"),
        ("surgery declined, letrozole", "letrozole", "exact"),
        ("surgery not done, letrozole", "letrozole", "exact"),
        ("RT not recommended, Femara", "letrozole", "partial"),
        ("surgery not done and letrozole not started", "", "no drug"),
        ("declined surgery, letrozole started", "letrozole", "exact"),
        ("declined surgery, tamoxifen now on letrozole", "letrozole", "ambiguous"),
        ("no taxane, declined surgery, AC x 4", "doxorubicin cyclophosphamide", "exact"),
        ("declined chemo, tamoxifen", "", "ambiguous"),
        ("化学療法拒否、レトロゾール内服", "letrozole", "exact"),
        ("prescribed tamoxifen, never took it", "", "no drug"),
        ("tamoxifen (declined - fear of clots), on letrozole", "letrozole", "partial"),
        ("letrozole, prev. tamoxifen 2 yrs", "letrozole", "exact"),
        ("Taxol intolerance -> Abraxane", "nab-paclitaxel", "partial"),
        ("Enhertu planned after tumor board", "", "no drug"),
        ("Enhertu geplant nach OP", "", "no drug"),
        ("chemo declined: TC", "", "ambiguous"),
    ],
)
def test_what_was_refused_may_be_no_drug(text: str, given: str, status: str, book: Book, aids: Aids) -> None:
    check(book, aids, text, given.replace(" ", ";"), status)


@pytest.mark.parametrize(
    ("text", "given", "status"),
    [
        ("Décapeptyl 3 mg / 4 sem + létrozole", "triptorelin letrozole", "exact"),
        ("létrozole depuis 6 sem, palbociclib 3 sem / 4", "letrozole palbociclib", "exact"),
        ("paclitaxel 80 mg/m2/sem, trastuzumab", "paclitaxel trastuzumab", "exact"),
        ("trastuzumab 3/3 sem docetaxel", "trastuzumab docetaxel", "exact"),
        ("Paclitaxel x 12 sem, trastuzumab", "paclitaxel trastuzumab", "exact"),
        ("Paclitaxel sem x12 + trastuzumab", "paclitaxel trastuzumab", "exact"),
        ("paclitaxel 12 sem trastuzumab", "paclitaxel", "ambiguous"),
        ("paclitaxel sem trastuzumab", "paclitaxel", "exact"),
        ("Ca mammae sin., Tamoxifen", "tamoxifen", "exact"),
        ("docetaxel sin trastuzumab", "docetaxel", "exact"),
        ("a repris son tamoxifène", "tamoxifen", "exact"),
        ("letrozol im Mai begonnen", "letrozole", "exact"),
        ("létrozole depuis mai, palbociclib", "letrozole palbociclib", "exact"),
        ("Tamoxifeno: sí", "tamoxifen", "exact"),
        ("trastuzumab: si HER2+", "", "no drug"),
    ],
)
def test_a_word_that_takes_away_in_one_language_is_something_else_in_another(
    text: str, given: str, status: str, book: Book, aids: Aids
) -> None:
    check(book, aids, text, given.replace(" ", ";"), status)


@pytest.mark.parametrize(
    ("text", "given", "status"),
    [
        ("1, docetaxel ¦ 2, paclitaxel", "docetaxel paclitaxel", "ambiguous"),
        ("agent: 1, docetaxel | 2, paclitaxel", "docetaxel paclitaxel", "ambiguous"),
        ("1=docetaxel; 2=paclitaxel", "docetaxel paclitaxel", "ambiguous"),
        ("1: docetaxel | 2: paclitaxel", "docetaxel paclitaxel", "ambiguous"),
        ("letrozole, palbociclib, unknown", "letrozole palbociclib", "partial"),
        ("HER2: unknown; letrozole", "letrozole", "exact"),
        ("letrozole, dose unknown", "letrozole", "exact"),
    ],
)
def test_what_a_form_leaves_the_choice_between_is_not_sure(
    text: str, given: str, status: str, book: Book, aids: Aids
) -> None:
    check(book, aids, text, given.replace(" ", ";"), status)


@pytest.mark.parametrize(
    ("text", "given", "status"),
    [
        ("[x] Tamoxifen [ ] Letrozole [ ] Anastrozole", "tamoxifen", "exact"),
        ("☐ Tamoxifen ☑ Letrozole", "letrozole", "exact"),
        ("(x) Tamoxifen ( ) Letrozole", "tamoxifen", "exact"),
        ("Tamoxifen [ ] Letrozole [x]", "letrozole", "exact"),
        ("[ ] AC, docetaxel [x] letrozole", "letrozole", "ambiguous"),
        ("[ ] AC; [x] TC", "docetaxel cyclophosphamide", "exact"),
        ("drugs: [] letrozole", "letrozole", "exact"),
        ("tamoxifen [x] yes [ ] no", "tamoxifen", "partial"),
        ("docetaxel ( ) carboplatin", "docetaxel carboplatin", "exact"),
    ],
)
def test_an_empty_box_is_not_given(text: str, given: str, status: str, book: Book, aids: Aids) -> None:
    check(book, aids, text, given.replace(" ", ";"), status)


@pytest.mark.parametrize(
    ("text", "given", "status"),
    [
        ("status=entered-in-error; med=trastuzumab", "", "no drug"),
        ("MedicationStatement/not-taken: tamoxifen 20 mg", "", "no drug"),
        ('{"text":"letrozole"},"status":"planned"', "", "no drug"),
        ('{"medicationCodeableConcept":{"text":"letrozole"},"status":"active"}', "letrozole", "exact"),
        (
            '{"status":"not-taken","text":"tamoxifen"},{"status":"active","text":"letrozole"}',
            "tamoxifen letrozole",
            "partial",
        ),
        ("status: stopped, medication: tamoxifen", "tamoxifen", "exact"),
        ("ER status: none; letrozole", "letrozole", "partial"),
        ("Order cancelled by pharmacy: docetaxel", "", "no drug"),
        ("Cancelled: docetaxel, carboplatin", "", "no drug"),
        ("not funded: docetaxel", "", "no drug"),
        ("docetaxel omitted due to diarrhea", "", "no drug"),
        ("letrozole, no due to age", "letrozole", "partial"),
    ],
)
def test_the_status_of_a_record_or_an_order_is_said_of_what_it_names(
    text: str, given: str, status: str, book: Book, aids: Aids
) -> None:
    check(book, aids, text, given.replace(" ", ";"), status)


@pytest.mark.parametrize(
    "text", ["AC joint OA; breast lesion", "f/u TC with nurse", "TC with nurse", "TC to patient re: letrozole"]
)
def test_an_acronym_beside_words_of_something_else_is_no_regimen(text: str, book: Book, aids: Aids) -> None:
    assert not set(read(book, text, aids).drugs) & {"doxorubicin", "docetaxel"}


@pytest.mark.parametrize(
    ("text", "given", "status"),
    [
        ("Tam 2004-2009; Let 2009-2012", "tamoxifen letrozole", "exact"),
        ("Tam 2004-2009", "", "unknown"),
        ("HT: EXE", "exemestane", "exact"),
        ("endo: EXE", "exemestane", "exact"),
        ("CT: EXE", "", "unknown"),
        ("file: EXE", "", "unknown"),
        ("HP maintenance q3w to complete 1 yr", "trastuzumab pertuzumab", "exact"),
        ("TDXd → PD → Trodelvy", "trastuzumab-deruxtecan sacituzumab-govitecan", "exact"),
    ],
)
def test_a_short_name_has_its_company_in_a_label_or_in_years(
    text: str, given: str, status: str, book: Book, aids: Aids
) -> None:
    check(book, aids, text, given.replace(" ", ";"), status)


@pytest.mark.parametrize(
    ("text", "given", "status"),
    [
        ("elacestrant (ESR1 D538G)", "elacestrant", "exact"),
        ("letrozole, BRAF V600E", "letrozole", "exact"),  # no VE
        ("olaparib (gBRCA1 c.68_69del)", "olaparib", "exact"),
        ("letrozole 2x/Wo, nocte", "letrozole", "exact"),
        ("letrozole 20 mg 1x1 since Sept", "letrozole", "exact"),
        ("NAC w/ TC", "docetaxel cyclophosphamide", "exact"),
        ("NAC, letrozole", "letrozole", "partial"),
        ("TCH; endo=0", "docetaxel carboplatin trastuzumab", "exact"),
        ("TCH; endo=1", "docetaxel carboplatin trastuzumab", "partial"),
        ("MCF-7 treated with tamoxifen", "tamoxifen", "ambiguous"),
        ("T47D, fulvestrant", "fulvestrant", "ambiguous"),
        ("letrozol vorgeschlagen", "", "no drug"),
        ("on propose létrozole", "", "no drug"),
    ],
)
def test_what_stands_around_a_treatment(text: str, given: str, status: str, book: Book, aids: Aids) -> None:
    check(book, aids, text, given.replace(" ", ";"), status)


@pytest.mark.parametrize(
    ("text", "given", "status"),
    [
        ("letrozole + Ibrance (pending)", "letrozole", "ambiguous"),
        ("letrozole + Ibrance pending", "", "no drug"),
        ("TC (completed) + Herceptin (declined)", "docetaxel cyclophosphamide", "exact"),
        ("tamoxifen + venlafaxine for hot flashes", "tamoxifen", "exact"),
        ("plan: letrozole / palbociclib", "", "no drug"),
        ("plan: TC / currently on letrozole", "letrozole", "exact"),
        ("if pCR: trastuzumab; if residual: T-DM1", "", "no drug"),
        ("Herceptin=1, Perjeta=1, Taxotere=0", "trastuzumab pertuzumab", "exact"),
        ("Taxotere: 0", "", "no drug"),
        ("Taxol: 0 of 12 given", "", "no drug"),
        ("all agents except Taxol: AC", "doxorubicin cyclophosphamide", "partial"),
        ("no chemo except Taxol", "paclitaxel", "exact"),
        ("Tamoxifen wurde nie eingenommen", "", "no drug"),
        ("nie otrzymała docetaxel", "", "no drug"),
        ("letrozole: 0.5 tablets", "letrozole", "exact"),
        ("1, docetaxel | 2, paclitaxel", "docetaxel paclitaxel", "ambiguous"),
        ("1. docetaxel 2. paclitaxel", "docetaxel paclitaxel", "exact"),
        ("treatment plan: docetaxel / trastuzumab, cycle 3 day 1", "docetaxel trastuzumab", "exact"),
        ("plan: docetaxel, cycle 1", "", "no drug"),
        ("plan switch to docetaxel after C4", "", "no drug"),
        ("plan: docetaxel; AC cycle 3", "doxorubicin cyclophosphamide", "exact"),
        ("tamoxifen given: 0", "", "no drug"),
        ("tamoxifen given: 1", "tamoxifen", "exact"),
        ("treated: 0; drug: tamoxifen", "", "no drug"),
        ("RT treated: 0; drug: tamoxifen", "tamoxifen", "exact"),
        ("status: not-done; medication: tamoxifen", "", "no drug"),
        ("tamoxifen (declined, then accepted)", "tamoxifen", "partial"),
        ("tamoxifen (declined, then accepted letrozole)", "letrozole", "exact"),
        ("order cancelled by Dr K: letrozole", "", "no drug"),
        ("letrozole order cancelled by Dr K", "", "no drug"),
        ("letrozole cancelled by pharmacy", "", "no drug"),
        ("Pt against tamoxifen", "tamoxifen", "partial"),
        ("tamoxifen, pt is against it", "", "no drug"),
        ("Tumor board recommended against it; letrozole", "letrozole", "partial"),
        ("TX: TC x4", "docetaxel cyclophosphamide", "exact"),
        ("docetaxel, surgery planned", "docetaxel", "exact"),
        ("docetaxel, then planned", "docetaxel", "partial"),
        ("TC x4 (cycle 4 omitted)", "docetaxel cyclophosphamide", "exact"),
        ("docetaxel cycle 1 omitted", "docetaxel", "partial"),
        ("letrozole status: not-done", "", "no drug"),
        ("MedicationRequest letrozole intent=plan", "", "no drug"),
        ("surgery, declined RT, on letrozole", "letrozole", "exact"),
        ("docetaxel-sparing: letrozole", "letrozole", "exact"),
    ],
)
def test_how_far_a_bracket_a_plan_or_a_flag_reaches(text: str, given: str, status: str, book: Book, aids: Aids) -> None:
    check(book, aids, text, given.replace(" ", ";"), status)


@pytest.mark.parametrize(
    ("text", "given", "status"),
    [
        ("nabP-AC", "nab-paclitaxel doxorubicin cyclophosphamide", "exact"),
        ("nab-pac", "nab-paclitaxel", "exact"),
        ("GemCis", "gemcitabine cisplatin", "exact"),
        ("DDAC x4", "doxorubicin cyclophosphamide", "exact"),
        ("DDP", "cisplatin", "exact"),
        ("TC 75/600x4", "docetaxel cyclophosphamide", "exact"),
        ("TCX4", "docetaxel cyclophosphamide", "exact"),
        ("A/C x4", "doxorubicin cyclophosphamide", "exact"),
        ("TDM1x14", "trastuzumab-emtansine", "exact"),
        ("4AC + 12 paclitaxel", "doxorubicin cyclophosphamide paclitaxel", "exact"),
        ("4АС + 12 паклитаксел", "doxorubicin cyclophosphamide paclitaxel", "exact"),
        ("TRAS+PER+DOC", "trastuzumab", "partial"),
        ("tx_line1=letrozole;tx_line2=fulvestrant", "letrozole fulvestrant", "exact"),
        ("HP 維持", "trastuzumab pertuzumab", "exact"),
        ("letrozole 1-0-0", "letrozole", "exact"),
        ("docetaxel 3w", "docetaxel", "exact"),
        ("<b>letrozole</b>", "letrozole", "exact"),
        ("letrozole&nbsp;2.5 mg &amp; palbociclib", "letrozole palbociclib", "exact"),
        ("TC < 5 cycles > docetaxel", "docetaxel cyclophosphamide", "exact"),
        ("L02BG04 letrozole", "letrozole", "exact"),
        ("NSABP B-47: docetaxel", "docetaxel", "exact"),
        ("Medicationstrastuzumab", "trastuzumab", "exact"),
        ("Boniva, disodium", "ibandronate", "partial"),
        ("ibandronate, sodium", "ibandronate", "exact"),
        ("letrozole, sodium bicarbonate", "letrozole", "exact"),
        ("vinorelbine tart", "vinorelbine", "exact"),
        ("tamoksyfenem", "tamoxifen", "corrected"),
        ("trastuzumab over 90 min", "trastuzumab", "exact"),
        ("anastrozole 1 dd 1 mg", "anastrozole", "exact"),
        ("TCH-P", "docetaxel carboplatin trastuzumab pertuzumab", "exact"),
        ("ECH-P", "", "unknown"),
        ("ECx4 - Dx4 - Hx18", "epirubicin cyclophosphamide docetaxel trastuzumab", "ambiguous"),
        ("EC x4 - H", "epirubicin cyclophosphamide", "ambiguous"),
        ("Letro/Palbo", "letrozole palbociclib", "corrected"),
        ("EC, pacli x12", "epirubicin cyclophosphamide paclitaxel", "corrected"),
        ("letro", "", "unknown"),
        ("docetaxel + sacit", "docetaxel", "partial"),
        ("letrozole, paracetomol", "letrozole", "exact"),
        ("letrozole, bevacizumob", "letrozole bevacizumab", "corrected"),
        ("zoledroninezuur", "zoledronic-acid", "corrected"),
        ("exemestano tras progresión", "exemestane", "exact"),
        ("doce + tras semanal", "docetaxel trastuzumab", "exact"),
        ("exemestano tras 2 años de tamoxifeno", "exemestane tamoxifen", "exact"),
        ("se cambia a letrozol", "letrozole", "exact"),
        ("HR 80, AC/BC normal", "", "no drug"),
        ("TAC cream 0.1%", "", "ambiguous"),
    ],
)
def test_how_names_and_counts_are_written(text: str, given: str, status: str, book: Book, aids: Aids) -> None:
    check(book, aids, text, given.replace(" ", ";"), status)


# --- no drug -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["1740466", "12345678", "C1526", "J9355", "blurb", "surgery blurb"])
def test_no_drug_has_a_reason_for_every_word(text: str, book: Book, aids: Aids) -> None:
    assert read(book, text, aids).status == "unknown"


@pytest.mark.parametrize(
    "text", ["surgery", "not available", "radiotherapy and surgery", "declined Taxol", "TC: 220 mg"]
)
def test_no_drug(text: str, book: Book, aids: Aids) -> None:
    check(book, aids, text, "", "no drug")


# --- one door ----------------------------------------------------------------------------------------------------


def corpus() -> list[str]:
    """Every text of the corpora that people wrote by hand."""
    texts = []
    for name in ("public_cases_dev", "tcga_brca_dev", "written_treatments_dev"):
        with (CORPUS / f"{name}.tsv").open(encoding="utf-8", newline="") as opened:
            texts += [row["string"] for row in csv.DictReader(opened, delimiter="\t", quoting=csv.QUOTE_NONE)]
    return list(dict.fromkeys(texts))


NOT_THE_SAME = {"ACT"}
"""Texts that `expand` answers and `annotate` does not, and says why: alone, ACT is not read as a regimen."""


def test_no_two_commands_disagree_about_a_text(book: Book, aids: Aids) -> None:
    annotator = Annotator(book, aids.speller, aids.others)
    apart = [
        text for text in corpus() if text not in NOT_THE_SAME and len(set(answers(book, aids, annotator, text))) > 1
    ]
    assert apart == []


def answers(book: Book, aids: Aids, annotator: Annotator, text: str) -> list[frozenset[str]]:
    """The drugs of the vocabulary that each command finds in a text."""
    row = annotator.annotate(text)
    try:
        answer = expand(book, text, aids)
    except UsageError:
        return [frozenset(row.drugs.split(";")) - {""}]
    readings = [one for one in answer.readings if one.usual] or answer.readings
    expanded = {name for one in readings for phases in [unconditional(one.phases)] for name in phases}
    _, found = cases(book, text, aids)
    coded = [one for one in found if one.reading.usual] or found
    given = {mention.token.start for mention in (answer.treatment.given if answer.treatment else ())}
    in_codes = {name for one in coded for name in unconditional(one.reading.phases)}
    in_codes |= {name for one in coded for name in read_as_given(one.course, given)}
    every = [expanded, *([in_codes] if coded else []), set(row.drugs.split(";"))]
    also = {name for mention in (answer.treatment.given if answer.treatment else ()) for name in mention.also}
    return [frozenset(parts(book, (found | also) & set(book.drugs))) for found in every]


def read_as_given(course: Course, given: set[int]) -> set[str]:
    """The drugs that the reader has as given, and of which the coding says something else, such as at recurrence."""
    mentions = [one.subject.mention for one in course.said if one.subject.mention]
    return {name for mention in mentions if mention.token.start in given for name in mention.drugs}


def unconditional(phases: tuple) -> set[str]:
    """The names of some phases, without those that only a profile would add."""
    return {name for phase in phases for part in phase if not part.when for name in part.any_of}


def parts(book: Book, names: set[str]) -> set[str]:
    """The drugs of the vocabulary; of a product its parts."""
    inside = {name for name in names if not book.drugs[name].outside}
    return {part for name in inside for part in book.drugs[name].components or (name,)}


# --- linear ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "unit", ["AC-", "AC/", "AC or ", "Taxol ", "Taxol, no AC; ", "FEC (100) ", "x4 ", "no ", "blurb ", "a b c d ", "后"]
)
def test_the_steps_of_a_reading_grow_with_the_text(unit: str, book: Book, aids: Aids) -> None:
    short, long = (clean((unit * 10_000)[:length]) for length in (1_000, 4_000))
    read(book, short, aids)
    assert steps(book, aids, long) < 6 * steps(book, aids, short)


def steps(book: Book, aids: Aids, text: str) -> int:
    """How many calls a reading makes."""
    aids.read.clear()
    calls = 0

    def count(_frame: object, event: str, _of: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        read(book, text, aids)
    finally:
        sys.setprofile(None)
    return calls


def test_of_alternatives_given_before_one_is_true(book: Book) -> None:
    profile = profile_read(book, [("prior", "AC or tamoxifen")])
    prior = profile.facts["prior"]
    assert isinstance(prior, Members)
    assert prior.holds({"tamoxifen"}) == Truth.UNKNOWN
