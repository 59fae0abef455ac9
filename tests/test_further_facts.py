"""The drugs, brands and short forms that were added in November 2026, asked of the functions of the CLI.

The tables were written from the verified facts, not from our data. Every row of those is here or in `left_out.tsv`, which
says why it is not an entry.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from notation import given, named, rows

from mbc_cli.annotate.annotator import Annotator
from mbc_cli.ask import lookup
from mbc_cli.ask.expand import expand
from mbc_cli.reading.read import read

if TYPE_CHECKING:
    from mbc_cli.book.book import Book
    from mbc_cli.book.medicines import Others
    from mbc_cli.reading.aids import Aids
    from mbc_cli.reading.spelling import Speller

DRUGS = rows("further_drugs.tsv")
BRANDS = rows("further_brands.tsv")
SHORT_FORMS = rows("short_forms.tsv")
LEFT_OUT = rows("left_out.tsv")
PHESGO = ["pertuzumab", "trastuzumab"]
GRANTED = ("approved", "accelerated")


def ids(book: Book, text: str) -> list[str]:
    """The drugs of a name."""
    return [drug.id for drug, _ in lookup.drugs(book, text)]


def left_out(file: str) -> list[str]:
    """The names of a file of facts that are not entries."""
    return [row["name"] for row in LEFT_OUT if row["file"] == file]


def test_every_row_of_the_drugs_is_an_entry_or_left_out() -> None:
    assert len(DRUGS) + len(left_out("drugs")) == 36


@pytest.mark.parametrize("row", DRUGS, ids=lambda row: row["id"])
def test_names_of_a_further_drug_lead_to_it(row: dict[str, str], book: Book) -> None:
    names = row["names"].split("; ")
    assert {name: ids(book, name) for name in names} == {name: [row["id"]] for name in names}


@pytest.mark.parametrize("row", DRUGS, ids=lambda row: row["id"])
def test_codes_class_and_approvals_of_a_further_drug(row: dict[str, str], book: Book) -> None:
    drug = book.drugs[row["id"]]
    assert {system: drug.codes.get(system, "") for system in ("ncit", "rxcui", "atc")} == {
        system: row[system] for system in ("ncit", "rxcui", "atc")
    }
    assert {book.classes[book.lineage(name)[-1]].name for name in drug.classes} == {row["root"]}
    assert drug.mechanism
    assert drug.outside == bool(row["outside"])
    approved = [f"{item.region} {item.start}".strip() for item in drug.indications if item.form in GRANTED]
    assert approved == [text for text in row["approved"].split("; ") if text]


@pytest.mark.parametrize("name", left_out("drugs"))
def test_a_drug_that_was_left_out_is_none_of_ours(name: str, book: Book) -> None:
    assert ids(book, name) == []


# --- brands ------------------------------------------------------------------------------------------------------


def test_every_row_of_the_brands_is_an_entry_or_left_out() -> None:
    assert len(BRANDS) + len(left_out("brands")) == 324


@pytest.mark.parametrize("name", sorted({row["brand"] for row in BRANDS}))
def test_a_further_brand_leads_to_its_drug_in_its_markets(name: str, book: Book) -> None:
    mine = [row for row in BRANDS if row["brand"] == name]
    assert ids(book, name) == [mine[0]["drug"]]
    (match,) = book.names.named(name)
    brand = book.brands[match.id]
    markets = {market.region: market.status for market in brand.markets}
    assert {row["market"]: row["status"] for row in mine if row["status"]}.items() <= markets.items()
    assert {row["use"] for row in mine} == {brand.use}


def test_a_brand_of_german_registries_alone_says_that_it_is_a_name_and_no_more(book: Book) -> None:
    alone = [one for one in book.brands.values() if {cited.id for cited in one.sources} == {"german-registry-drugs"}]
    names = [one for one in alone if not one.markets]
    assert len(names) > 50
    assert [one.id for one in names if "whether it is sold there was not found" not in one.note] == []


def test_the_first_day_of_a_brand_in_a_directory_of_products_says_whether_it_is_of_its_listing(book: Book) -> None:
    """The directory has the days of listings; the licence is older, and stands there where it is known."""
    every = [(one.id, market) for one in book.brands.values() for market in one.markets if market.since]
    listed = [(name, market) for name, market in every if market.sources[0].id == "openfda-ndc-2026-10"]
    assert len(listed) > 10
    said = re.compile(r"\b(approved|licensed|listed) (then|from|by)")
    assert [name for name, market in listed if not said.search(market.note)] == []


def test_the_state_of_a_brand_by_a_list_without_a_day_says_so(book: Book) -> None:
    """The day of such a state is that of the list's newest row, or the latest that it can be."""
    undated = {
        one.id for one in book.sources.values() if one.date_is == "not later than" or "has no day" in one.date_note
    }
    every = [(one.id, market) for one in book.brands.values() for market in one.markets]
    by_lists = [
        (name, market)
        for name, market in every
        if {cited.id for cited in market.sources} <= undated
        and market.as_of in {book.sources[cited.id].date for cited in market.sources}
    ]
    assert len(by_lists) > 25
    assert [name for name, market in by_lists if not re.search(r"undated|has no day", market.note)] == []


def test_a_brand_that_was_approved_on_the_day_of_its_state_is_there_since_then(book: Book) -> None:
    every = [(one.id, market) for one in book.brands.values() for market in one.markets]
    then = [(name, market) for name, market in every if re.search(r"\b(approved|licensed) then", market.note)]
    assert len(then) > 15
    assert [name for name, market in then if not market.since] == []


NAMES_ONLY = {"orange-book-2024-07", "purple-book-2025-04", "german-registry-drugs"}
"""Lists of names and states, which do not say what a product is for."""


def test_the_other_use_of_a_brand_rests_on_more_than_a_list_of_names(book: Book) -> None:
    used = [one for one in book.brands.values() if one.use]
    assert len(used) > 25
    assert [one.id for one in used if {cited.id for cited in one.cited()} <= NAMES_ONLY] == []


@pytest.mark.parametrize(
    ("word", "means", "drug"),
    [
        ("CTX", "ceftriaxone", "cyclophosphamide"),
        ("EPI", "epinephrine", "epirubicin"),
        ("DOX", "doxycycline", "doxorubicin"),
        ("PERT", "pancreatic enzyme replacement therapy", "pertuzumab"),
        ("CPM", "continuous passive motion", "cyclophosphamide"),
        ("OXA", "oxacillin", "oxaliplatin"),
        ("ADM", "administration", "doxorubicin"),
        ("doc", "document", "docetaxel"),
        ("pac", "premature atrial contraction", "paclitaxel"),
        ("cyclo", "ciclosporin, cut short", "cyclophosphamide"),
    ],
)
def test_a_name_of_combinations_tells_what_else_it_means(word: str, means: str, drug: str, book: Book) -> None:
    answer = expand(book, word)
    assert (answer.readings[0].kind, means in answer.readings[0].means) == ("lookalike", True)
    assert [named(each) for each in given(answer)] == [{drug}]
    assert set(read(book, f"gemcitabine + {word}").drugs) == {"gemcitabine", drug}


HELD = {"Ellence", "Epilem", "Riboepi", "Adriblastina"}
"""Names of the non-commercial list that a better source has as well."""


@pytest.mark.parametrize("name", sorted({*left_out("brands")} - HELD - {"Tam 20", "Zoladex 3,6"}))
def test_a_brand_that_was_left_out_is_no_name_of_ours(name: str, book: Book) -> None:
    assert ids(book, name) == []


@pytest.mark.parametrize(
    ("text", "drug", "note"),
    [
        ("Prolia", "denosumab", "for osteoporosis"),
        ("Jubbonti", "denosumab", "for osteoporosis"),
        ("Wyost", "denosumab", ""),
        ("Certican", "everolimus", "for transplants"),
        ("Votubia", "everolimus", "for tuberous sclerosis"),
        ("Afinitor", "everolimus", ""),
        ("Metex", "methotrexate", "for rheumatic diseases"),
        ("Efudix", "", "fluorouracil for the skin"),
        ("Verrumal", "", "fluorouracil for the skin"),
        ("Lytenava", "", "bevacizumab for the eye"),
        ("Profact", "", "buserelin"),
        ("Lenterol", "", ""),
        ("birociclib", "", ""),
    ],
)
def test_a_brand_for_another_use_says_so_in_a_column(
    text: str, drug: str, note: str, book: Book, speller: Speller, medicines: Others
) -> None:
    found = Annotator(book, speller, medicines).annotate(text)
    assert found.drugs == drug
    assert note in found.note
    assert bool(note) == bool(found.note) or not drug


NEAR_A_BRAND = (
    "Randy",
    "meter",
    "mites",
    "mutex",
    "platonic",
    "equivalent",
    "prover",
    "Rwanda",
    "Cycloblastin",
    "hertuzumab",
)


@pytest.mark.parametrize("word", [*NEAR_A_BRAND, "mirvetuximab", "erbumine"])
def test_a_word_near_to_a_brand_of_one_country_is_never_corrected_to_it(word: str, book: Book, aids: Aids) -> None:
    """Cycloblastin is a brand of cyclophosphamide, and Cytoblastin one of vinblastine."""
    assert read(book, f"letrozole, {word}", aids).drugs == ("letrozole",)


# --- short forms and ward words ----------------------------------------------------------------------------------


def test_every_short_form_has_a_text() -> None:
    counted = Counter(row["list"] for row in SHORT_FORMS)
    assert counted == {"abbreviations": 86, "glossary": 62}  # the payload SN-38 has none, it is left out
    assert {*left_out("abbreviations")} - {row["written"] for row in SHORT_FORMS} == {"SN-38"}


@pytest.mark.parametrize("row", SHORT_FORMS, ids=lambda row: row["text"])
def test_a_text_with_a_short_form_gives_these_and_no_others(
    row: dict[str, str], book: Book, speller: Speller, medicines: Others
) -> None:
    found = Annotator(book, speller, medicines).annotate(row["text"])
    assert (found.drugs, found.classes) == (row["drugs"], row["classes"])
    assert (found.status in ("exact", "corrected")) == bool(row["exact"])


WARD_WORDS = sorted(
    {word.partition(" (")[0] for row in SHORT_FORMS if row["list"] == "glossary" for word in row["written"].split(", ")}
    - {"N/A"}
)


@pytest.mark.parametrize("word", WARD_WORDS)
def test_a_ward_word_is_never_decoded_by_its_letters(word: str, book: Book, aids: Aids) -> None:
    assert not any(found.decoded for found in expand(book, word, aids).suggestions)


@pytest.mark.parametrize(
    ("text", "drugs"),
    [
        ("met to RIB, letrozole", ["letrozole"]),
        ("RIB METS LETROZOLE", ["letrozole"]),
        ("let him take letrozole", ["letrozole"]),
        ("ADR to docetaxel", []),
        ("letrozole 2.5 mg CAP", ["letrozole"]),
        ("s/p ptx, letrozole", ["letrozole"]),
        ("CPA 50 mg", []),
        ("PTX", []),
        ("SG", []),
        ("TMX", []),
        ("EVE", []),
        ("MRI ADC; letrozole", ["letrozole"]),
        ("letrozole, HT", ["letrozole"]),
        ("FEC ET DOCETAXEL", ["fluorouracil", "epirubicin", "cyclophosphamide", "docetaxel"]),
    ],
)
def test_a_short_form_that_is_something_else_is_no_drug(text: str, drugs: list[str], book: Book, aids: Aids) -> None:
    assert list(read(book, text, aids).drugs) == drugs


# --- in texts ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "drugs", "other", "status"),
    [
        ("S-1 + docetaxel", ["s-1", "docetaxel"], [], "exact"),
        ("bone mets S1, letrozole", ["letrozole"], [], "partial"),
        ("pertuzumab and trastuzumab hyaluronidase", PHESGO, [], "exact"),
        ("pertuzumab and trastuzumab and hyaluronidase-zzxf", PHESGO, [], "exact"),
        ("estradiol", [], ["estradiol"], "other drug"),
        ("letrozole + estradiol", ["letrozole"], ["estradiol"], "partial"),
        ("Vagifem + letrozole", ["letrozole"], ["estradiol"], "exact"),
        (
            "CAF + medroxyprogesterone",
            ["cyclophosphamide", "doxorubicin", "fluorouracil"],
            ["medroxyprogesterone"],
            "partial",
        ),
        ("AC + MPA", ["doxorubicin", "cyclophosphamide"], [], "partial"),
        ("MPA", [], [], "unknown"),
        ("DES", [], [], "unknown"),
        ("doxorubicin HCl liposome (injection)", ["pegylated-liposomal-doxorubicin"], [], "exact"),
        ("liposomal paclitaxel + letrozole", ["liposomal-paclitaxel", "letrozole"], [], "exact"),
    ],
)
def test_texts_that_name_a_further_drug(
    text: str, drugs: list[str], other: list[str], status: str, book: Book, aids: Aids
) -> None:
    found = read(book, text, aids)
    assert list(found.drugs) == drugs
    assert [token.of for token in found.beside] == other
    assert found.status == status


@pytest.mark.parametrize("text", ["liposomal doxorubicin", "liposomal doxorubicin HCl", "doxorubicin liposome"])
def test_a_liposomal_form_without_its_kind_keeps_two_readings(text: str, book: Book, aids: Aids) -> None:
    found = read(book, text, aids)
    assert set(found.drugs) == {"pegylated-liposomal-doxorubicin", "non-pegylated-liposomal-doxorubicin"}
    assert found.status == "ambiguous"
