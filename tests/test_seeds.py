"""What the five seed documents print, name by name, and what comes of it; what they get wrong never becomes data.

The documents are under copyright: `facts/seed_names.tsv` has only names as printed, with the treatment that is meant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from notation import given, rows, shape

from mbc_cli.ask import lookup
from mbc_cli.ask.expand import expand

if TYPE_CHECKING:
    from mbc_cli.book.book import Book
    from mbc_cli.reading.spelling import Speller

SEEDS = {
    "000": ("seed-000", "not named in the copy", "2012-06"),
    "001": ("seed-001", "not named in the copy", "2015-09-02"),
    "002": ("ccs-2024", "Canadian Cancer Society", "2024"),
    "003": ("acs-2019", "American Cancer Society", "2019-12-23"),
    "004": ("webmd-2017", "WebMD", "2017-05-07"),
}
"""Seed to its source entry, publisher and date."""
NAMES = rows("seed_names.tsv")


@pytest.mark.parametrize("seed", SEEDS)
def test_seed_is_a_dated_source_that_entries_rest_on(seed: str, book: Book) -> None:
    name, publisher, date = SEEDS[seed]
    source = book.sources[name]
    assert (source.publisher, source.date) == (publisher, date)
    assert {"drug", "statement"} <= set(lookup.resting(book, source))


@pytest.mark.parametrize("row", NAMES, ids=lambda row: f"{row['seed']}: {row['phrase']}")
def test_name_as_printed(row: dict[str, str], book: Book) -> None:
    assert shape(row["treatment"]) == given(expand(book, row["phrase"]))[0]


def entries(row: dict[str, str]) -> list[str]:
    """The drugs of a phrase that is about one drug."""
    return [row["treatment"]] if not set(row["treatment"]) & set("+|> ") else []


def test_each_drug_of_a_seed_cites_the_seed(book: Book) -> None:
    missing = [
        (row["seed"], name)
        for row in NAMES
        for name in entries(row)
        if name in book.drugs and SEEDS[row["seed"]][0] not in {citation.id for citation in book.drugs[name].cited()}
    ]
    assert missing == []


# --- what a seed gets wrong --------------------------------------------------------------------------------------


def errata(book: Book, ref: str) -> list[str]:
    """What the errata on the card of an entry quote."""
    return [said.text for name in book.referring(ref, "erratum") for said in book.errata[name].says]


def ids(book: Book, text: str) -> list[str]:
    """The drugs of a name."""
    return [drug.id for drug, _ in lookup.drugs(book, text)]


@pytest.mark.parametrize(
    ("quoted", "ref"),
    [
        ("ribociclib (Nolvadex)", "drug.ribociclib"),
        ("ribociclib (Nolvadex)", "drug.tamoxifen"),
        ("gemcitibine", "drug.gemcitabine"),
        ("mDocetaxel", "regimen.tc"),
        ("Amethopterin, Mexate, Folex", "drug.methotrexate"),
        ("Fluorouracil, 5-FU, Adrucil", "drug.fluorouracil"),
        ("A à CMF", "regimen.a-cmf"),
        ("AC à T", "regimen.ac-t"),
        ("Kadcyla or T-DM1", "drug.trastuzumab-emtansine"),
        ("CDK inhibitor", "class.cdk4-6-inhibitor"),
        ("tamoxifen or toremifene", "drug.toremifene"),
    ],
)
def test_error_is_quoted_on_the_card_that_it_concerns(quoted: str, ref: str, book: Book) -> None:
    assert any(quoted in text for text in errata(book, ref)), errata(book, ref)


def test_nolvadex_is_tamoxifen_and_ribociclib_is_kisqali(book: Book) -> None:
    assert ids(book, "Nolvadex") == ["tamoxifen"]
    assert [brand.name for brand in book.brands_of("ribociclib") if len(brand.drugs) == 1] == ["Kisqali"]


@pytest.mark.parametrize("misprint", ["gemcitibine", "mDocetaxel"])
def test_misprint_is_no_name_of_anything(misprint: str, book: Book) -> None:
    assert book.names.named(misprint) == []
    assert book.names.acronyms(misprint) == []


@pytest.mark.parametrize(("misprint", "meant"), [("gemcitibine", "gemcitabine"), ("mDocetaxel", "docetaxel")])
def test_misprint_leads_to_a_suggestion(misprint: str, meant: str, speller: Speller) -> None:
    assert [suggestion.name for suggestion in speller.suggestions(misprint)][:1] == [meant]


@pytest.mark.parametrize("text", ["Amethopterin", "Fluorouracil", "5-FU"])
def test_a_synonym_printed_as_a_brand_is_no_brand(text: str, book: Book) -> None:
    assert [match.kind for match in book.names.named(text)] == ["drug"]


def test_ixabepilone_is_not_corrected(book: Book) -> None:
    assert book.drugs["ixabepilone"].name == "ixabepilone"
    assert book.names.named("ixabepilone")[0].form == "name"
