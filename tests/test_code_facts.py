"""The registrar's table, row by row, and the breast regimens whose coding follows from it.

`facts/registrar.tsv` was written from the SEER*Rx records, not from our data; the coding of the regimens was derived by
hand from the rules.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from notation import rows

from mbc_cli.ask.expand import expand
from mbc_cli.book.days import day_before
from mbc_cli.coding import items
from mbc_cli.coding.categories import agent, diagnosed
from mbc_cli.show.coding_page import values_page
from mbc_cli.show.plain import text_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Ran

    from mbc_cli.book.book import Book

TODAY = "2026-11-22"
RECORDS = rows("registrar.tsv")
DRUGS = sorted({row["drug"] for row in RECORDS})
NOT_FOUND = {row["drug"] for row in RECORDS if row["category"] == "no record"}
ONLY_CANMED = {"trastuzumab-strf"}


def test_the_table_is_whole() -> None:
    assert (len(RECORDS), len(DRUGS)) == (78, 73)
    assert {"vepdegestrant", "camizestrant", "gedatolisib", "ibandronate"} == NOT_FOUND


def test_every_drug_of_the_vocabulary_is_in_the_table_or_was_not_looked_up(book: Book) -> None:
    not_looked_up = {row["id"] for row in rows("further_drugs.tsv") if not row["outside"]}
    assert sorted(drug.id for drug in book.drugs.values() if not drug.outside) == sorted({*DRUGS, *not_looked_up})
    assert {book.categories[name].not_found for name in not_looked_up} == {"its record was not looked up"}


@pytest.mark.parametrize("row", RECORDS, ids=lambda row: f"{row['drug']}-{row['from'] or row['until'] or 'always'}")
def test_record(row: dict[str, str], book: Book) -> None:
    for day in filter(None, (row["from"], row["until"], "" if row["from"] or row["until"] else TODAY)):
        found = agent(book, row["drug"], diagnosed(day))
        assert found.categories == (() if row["category"] == "no record" else (row["category"],))
        assert found.sure == (row["drug"] not in NOT_FOUND | ONLY_CANMED | {"triptorelin"})
    record = book.categories[row["drug"]]
    assert record.do_not_code == row["flag"]
    places = [source.where for source in record.cited()]
    assert (f"record '{row['record']}'" in places) == bool(row["record"])
    assert (any(source.id == "canmed-2025-07" for source in record.cited())) >= bool(row["canmed"])


@pytest.mark.parametrize("drug", DRUGS)
def test_every_drug_has_an_answer(drug: str, book: Book) -> None:
    (found,) = items.codings(book, items.cases(book, book.drugs[drug].name)[1], None, TODAY)
    cells = found.footprints[0].cells
    open_points = list(items.open_points(book, found))
    assert [cell.item.id for cell in cells] == ["1390", "1400", "1410", "1420", "3250"]
    if all(cell.settled for cell in cells):
        assert not open_points
    else:
        assert open_points, "what is not settled is named"


# --- the dates ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("drug", "day", "before", "after"),
    [
        ("trastuzumab", "2013-01-01", "chemotherapy", "brm"),
        ("pertuzumab", "2013-01-01", "chemotherapy", "brm"),
        ("bevacizumab", "2013-01-01", "chemotherapy", "brm"),
        ("leuprolide", "2017-01-01", "other", "hormone"),
        ("goserelin", "2017-01-01", "other", "hormone"),
    ],
)
def test_the_day_of_a_change(drug: str, day: str, before: str, after: str, book: Book) -> None:
    last = day_before(day)
    for dx in (last, last[:7], last[:4]):
        assert agent(book, drug, diagnosed(dx)).categories == (before,)
    for dx in (day, day[:7], day[:4]):
        assert agent(book, drug, diagnosed(dx)).categories == (after,)


def test_no_other_category_changes_by_date_of_diagnosis(book: Book) -> None:
    changing = {name for name, record in book.categories.items() if len(record.periods) > 1}
    assert changing == {"trastuzumab", "pertuzumab", "bevacizumab", "leuprolide", "goserelin", "triptorelin"}


# --- the breast regimens -----------------------------------------------------------------------------------------

CHEMOTHERAPY = ("03", "00", "00", "0")
WITH_HORMONE = ("03", "01", "00", "0")
REGIMENS = [
    *((text, dx, CHEMOTHERAPY) for text in ("AC", "AC-T", "TAC", "CAF", "FAC", "CAFFI") for dx in ("2006", "2020")),
    *((text, "2020", CHEMOTHERAPY) for text in ("CEF", "FEC", "FCE", "CNF", "CMF", "super-CM", "CM-5-FU", "E-CMF")),
    *((text, "2020", WITH_HORMONE) for text in ("CAFP", "CMFT", "CMFPT", "CFPT")),
    *((text, "2020", ("00", "01", "00", "0")) for text in ("Tam Letrozole", "Tam Exemestane")),
    ("TCHP", "2012", CHEMOTHERAPY),
    ("TCHP", "2012-12-31", CHEMOTHERAPY),
    ("TCHP", "2013-01-01", ("03", "00", "01", "0")),
    ("TCHP", "2013", ("03", "00", "01", "0")),
    ("THP", "2012-12-31", CHEMOTHERAPY),
    ("THP", "2013-01-01", ("02 or 03", "00", "01", "0")),
    ("Phesgo", "2021", ("00", "00", "01", "0")),
]


@pytest.mark.parametrize(("text", "dx", "codes"), REGIMENS)
def test_regimen(text: str, dx: str, codes: tuple[str, ...], book: Book) -> None:
    found = items.codings(book, items.cases(book, text)[1], diagnosed(dx), TODAY)
    outcomes = {tuple(cell.text for cell in each.footprints[0].cells[:4]) for each in found}
    assert outcomes == {codes}


def test_cfm_is_left_unread_because_its_sources_disagree(book: Book) -> None:
    assert not expand(book, "CFM").readings


# --- the rules ---------------------------------------------------------------------------------------------------


def test_the_rules_that_answers_cite_are_in_the_data(book: Book) -> None:
    assert [name for name in items.RULES if name not in book.rules] == []


def test_every_open_rule_is_shown_by_values(book: Book) -> None:
    shown = text_of(values_page(book))
    for rule in book.rules.values():
        assert not rule.open or f"- {rule.name}: {rule.text}" in shown


@pytest.mark.parametrize("name", ["several-drugs", "one-drug"])
def test_only_the_item_of_chemotherapy_counts_drugs(name: str, book: Book) -> None:
    """Hormones and BRM have no code for a number: they were given; what is subsequent is not counted at all."""
    codes = {item: told.values for told in book.situations[name].coded for item in told.items}
    assert codes["1390"] in (("02",), ("03",))
    assert codes["1400"] == codes["1410"] == ("01",)
    assert all(name in found.replaces for found in book.situations.values() if found.lasts)


def test_which_transplant_it_would_be_is_not_guessed(run: Callable[..., Ran]) -> None:
    """Code 30 is of glands alone."""
    out = run("code", "agreed to autologous stem cell transplant", "--dx", "2015").out
    assert re.search(r"3250 Transplnt/Endocr +\? +autologous", out)
