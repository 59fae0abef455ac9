"""Every drug and every way of writing a regimen that the verified facts have, asked of the functions of the CLI.

The tables in `facts/` were written from the facts, not from our data. Of a regimen text they say what must come of it:
`gives` the treatment; the treatments are `among` the readings; `refused`: no drug is given; `refused first`: the usual
reading is not a regimen, the treatments are the others; `drugs` and `classes`: just these, in whatever phases; `site`: a
hospital's code, given with a note; `left out`: no entry, for a reason.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from notation import given, named, rows, shape

from mbc_cli.ask import lookup
from mbc_cli.ask.expand import expand

if TYPE_CHECKING:
    from mbc_cli.book.book import Book

DRUGS = rows("drugs.tsv")
REGIMENS = rows("regimens.tsv")
MORE_REGIMENS = rows("regimens_more.tsv")
REGIMEN_CODES = rows("regimen_codes.tsv")


# --- drugs -------------------------------------------------------------------------------------------------------


def ids(book: Book, text: str) -> list[str]:
    """The drugs of a name."""
    return [drug.id for drug, _ in lookup.drugs(book, text)]


def brands(cell: str) -> list[tuple[str, dict[str, str]]]:
    """`Femara US=marketed EU=marketed; ...` as brand and market to status."""
    found = []
    for brand in filter(None, cell.split("; ")):
        words = brand.split(" ")
        markets = dict(word.split("=") for word in words if "=" in word)
        found.append((" ".join(word for word in words if "=" not in word), markets))
    return found


def test_the_table_has_every_drug() -> None:
    assert len({row["id"] for row in DRUGS}) == 73


@pytest.mark.parametrize("row", DRUGS, ids=lambda row: row["id"])
def test_names_lead_to_the_drug(row: dict[str, str], book: Book) -> None:
    assert {name: ids(book, name) for name in row["names"].split("; ")} == {
        key: [row["id"]] for key in row["names"].split("; ")
    }


@pytest.mark.parametrize("row", DRUGS, ids=lambda row: row["id"])
def test_codes_and_root_class(row: dict[str, str], book: Book) -> None:
    drug = book.drugs[row["id"]]
    assert {system: drug.codes.get(system, "") for system in ("ncit", "rxcui", "atc")} == {
        system: row[system] for system in ("ncit", "rxcui", "atc")
    }
    assert {book.classes[book.lineage(name)[-1]].name for name in drug.classes} == {row["root"]}
    assert drug.mechanism
    assert drug.routes


@pytest.mark.parametrize("row", DRUGS, ids=lambda row: row["id"])
def test_brands_and_their_markets(row: dict[str, str], book: Book) -> None:
    for name, markets in brands(row["brands"]):
        assert row["id"] in ids(book, name)
        (found,) = [book.brands[match.id] for match in book.names.named(name) if match.kind == "brand"]
        assert {market.region: market.status for market in found.markets if market.region in markets} == markets


@pytest.mark.parametrize(
    "row", [row for row in DRUGS if not row["ncit"] and row["id"].count("-") < 3], ids=lambda r: r["id"]
)
def test_a_code_that_was_not_found_is_absent_and_the_card_says_so(row: dict[str, str], book: Book) -> None:
    assert book.drugs[row["id"]].unverified


@pytest.mark.parametrize("name", ["camizestrant", "gedatolisib"])
def test_where_the_files_disagree_the_indication_is_unverified(name: str, book: Book) -> None:
    drug = book.drugs[name]
    assert drug.unverified
    assert {item.form for item in drug.indications} == {"unverified"}


@pytest.mark.parametrize("name", ["Acapodene", "Carac", "GCP-23339A"])
def test_traps_in_secondary_sources_are_no_names(name: str, book: Book) -> None:
    assert ids(book, name) == []


@pytest.mark.parametrize(
    ("name", "drugs"),
    [
        ("Phesgo", {"pertuzumab", "trastuzumab", "pertuzumab-trastuzumab-and-hyaluronidase"}),
        ("Kisqali Femara Co-Pack", {"ribociclib", "letrozole"}),
    ],
)
def test_a_brand_of_two_drugs_leads_to_both(name: str, drugs: set[str], book: Book) -> None:
    assert set(ids(book, name)) == drugs


@pytest.mark.parametrize(
    ("name", "drug", "use"),
    [
        ("Prolia", "denosumab", "osteoporosis"),
        ("Reclast", "zoledronic-acid", "osteoporosis"),
        ("Boniva", "ibandronate", "osteoporosis"),
        ("Zortress", "everolimus", "transplant"),
        ("Votubia", "everolimus", "tuberous sclerosis"),
        ("Vijoice", "alpelisib", "overgrowth"),
    ],
)
def test_a_brand_for_another_use_leads_to_the_drug_and_says_the_use(name: str, drug: str, use: str, book: Book) -> None:
    assert ids(book, name) == [drug]
    (match,) = book.names.named(name)
    assert use in book.brands[match.id].use


def test_biosimilars_are_entries_of_their_own(book: Book) -> None:
    suffixed = {f"trastuzumab-{suffix}" for suffix in ("dkst", "pkrb", "dttb", "qyyp", "anns", "strf")}
    assert suffixed <= {drug.id for drug in book.drugs.values() if drug.biosimilar_of == "trastuzumab"}


# --- regimens ----------------------------------------------------------------------------------------------------


def test_the_table_has_every_family() -> None:
    assert {int(row["family"]) for row in REGIMENS} == set(range(1, 81))
    assert {int(row["family"]) for row in MORE_REGIMENS} == set(range(1, 30))


@pytest.mark.parametrize("row", [*REGIMENS, *MORE_REGIMENS], ids=lambda row: f"{row['family']}: {row['text']}")
def test_regimen_text(row: dict[str, str], book: Book) -> None:
    answer = expand(book, row["text"])
    found = given(answer)
    wanted = [shape(text) for text in row["treatment"].split(" ; ")] if row["treatment"] else []
    match row["answer"]:
        case "gives":
            assert shape(row["treatment"]) == found[0]
            assert answer.readings[0].phases
        case "among":
            assert all(treatment in found for treatment in wanted)
        case "refused":
            assert found == []
        case "refused first":
            assert not answer.readings[0].phases
            assert all(treatment in found for treatment in wanted)
        case "drugs" | "classes":
            assert set().union(*map(named, found)) == named(wanted[0])
            assert row["answer"] == "drugs" or not named(wanted[0]) & set(book.drugs) - {"cyclophosphamide"}
        case "site":
            assert shape(row["treatment"]) == found[0]
            assert book.protocols[answer.readings[0].id].system
        case "left out":
            assert row["reason"]
            assert book.names.regimens(row["text"]) == []
        case other:
            pytest.fail(f"no such answer: {other}")


NOTES = [
    ("TCH", "paclitaxel in some trials"),
    ("FEC-T", "paclitaxel in some trials"),
    ("TC", "gynaecolog"),
    ("CAF", "schedules"),
    ("CEF", "schedules"),
    ("ddAC-T", "usual"),
    ("EDC", "C is capecitabine"),
    ("KEYNOTE-522", "early"),
    ("KEYNOTE-522", "control arm"),
    ("KEYNOTE-355", "control arm"),
    ("CLEOPATRA", "control arm"),
    ("HER2CLIMB", "control arm"),
    ("PALOMA-2", "control arm"),
    ("IMpassion130", "withdr"),
    ("THP", "pirarubicin"),
    ("TCbHP", "either taxane"),
    ("TX", "paclitaxel"),
    ("NX", "TNM"),
    ("DE", "whole field"),
    ("VE", "vinorelbine"),
    ("VG", "one paper"),
    ("MC", "Myocet"),
    ("CMFP", "historical"),
    ("CMFT", "historical"),
    ("CAMF", "historical"),
    ("AC-TL", "trial regimen"),
    ("EC-TL", "trial regimen"),
    ("AC-TG", "trial regimen"),
    ("AC-Tam", "trial regimen"),
    ("TX-CEX", "trial regimen"),
    ("TL", "trial regimen"),
    ("EDC", "trial regimen"),
    ("BRAJAC", "code"),
    ("CMFV", "known from the names of HemOnc only"),
    ("CEFT", "tamoxifen"),
    ("EP-ddCMF", "not certain"),
    ("CHUT", "high-dose"),
    ("FOLFOX", "another tumour"),
    ("iddEnPC", "nab-paclitaxel"),
    ("D-AC+Bev", "first six cycles"),
]


@pytest.mark.parametrize(("text", "says"), NOTES)
def test_regimen_note(text: str, says: str, book: Book) -> None:
    notes = [note for reading in expand(book, text).readings if reading.phases for note in reading.notes]
    assert any(says.casefold() in note.casefold() for note in notes), notes


def test_regimens_without_support_are_no_entries(book: Book) -> None:
    left_out = (
        "XN",
        "NXH",
        "CapeLap",
        "LapCap",
        "LX",
        "XL",
        "NH",
        "VNR+T",
        "PHL",
        "CFM",
        "DAC",
        "BRAVPTRAT",
    )
    assert [text for text in left_out if any(m.kind == "regimen" for m in book.names.acronyms(text))] == []


UNSEEN = (
    "wP+H",
    "H+P",
    "PHT",
    "DHP",
    "PCbH",
    "PCarboH",
    "TCarboHP",
    "TCb",
    "GCb",
    "KN-355",
    "mFOLFOX",
    "EP-CMF",
    "oral CM",
)
"""Forms that the facts list without a source that has them, and that are read all the same."""


@pytest.mark.parametrize("text", UNSEEN)
def test_a_form_that_was_seen_in_no_source_says_so(text: str, book: Book) -> None:
    named = [reading.regimen for reading in expand(book, text).readings if reading.phases and reading.regimen]
    assert named
    assert [one.id for one in named if text not in one.unsourced] == []


def test_evidence_is_that_of_the_facts(book: Book) -> None:
    evidence = {
        "AC": "A",
        "AC-P": "B",
        "AC-Tam": "C",
        "TAC": "A",
        "EDC": "C",
        "FNC": "A",
        "VG": "C",
        "GT": "A",
        "nab-PHP": "B",
    }
    found = {text: expand(book, text).readings[0].regimen for text in evidence}
    assert {text: record.evidence for text, record in found.items() if record} == evidence


def test_regimens_have_the_codes_of_the_facts_and_no_others(book: Book) -> None:
    wanted = {row["entry"]: row["ncit"] for row in REGIMEN_CODES if not row["left_out"]}
    assert {name: record.codes["ncit"] for name, record in book.regimens.items() if record.codes} == wanted
    assert all(bool(row["ncit"]) != bool(row["left_out"]) for row in REGIMEN_CODES)


def test_no_place_gives_a_concept_of_the_umls_for_a_code_of_the_thesaurus(book: Book) -> None:
    cited = (citation for shelf in book.shelves.values() for record in shelf.values() for citation in record.cited())
    assert [place for place in cited if re.search(r"\bC[0-9]{7}\b", place.where)] == []
