"""`mbc drug NAME --as-of DATE --region R`: what was approved, and sold, on that day and there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mbc_cli.book.errors import UsageError
from mbc_cli.book.history import (
    Moment,
    begins,
    begins_is,
    brand_status,
    day_words,
    indication_state,
    moment,
    unbroken,
    year_words,
)
from mbc_cli.book.model import Indication, Market

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Ran

    from mbc_cli.book.book import Book


def states(book: Book, drug: str, as_of: str, region: str, words: str) -> set[str]:
    """The states of the indications of a drug whose text has some words."""
    now = moment(as_of or None, region or None)
    items = [item for item in book.drugs[drug].indications if now.covers(item.region) and words in item.text]
    assert items
    return {indication_state(item, now) for item in items}


@pytest.mark.parametrize(
    ("drug", "as_of", "region", "words", "state"),
    [
        ("bevacizumab", "2007-12-31", "US", "first-line with paclitaxel", "not yet"),
        ("bevacizumab", "2010", "US", "first-line with paclitaxel", "in force"),
        ("bevacizumab", "2011-11-17", "US", "first-line with paclitaxel", "in force"),
        ("bevacizumab", "2011-11-18", "US", "first-line with paclitaxel", "ended"),
        ("bevacizumab", "2012", "US", "first-line with paclitaxel", "ended"),
        ("bevacizumab", "2010", "US", "no breast cancer indication", "not yet"),
        ("bevacizumab", "2012", "US", "no breast cancer indication", "none"),
        ("atezolizumab", "2020", "US", "nab-paclitaxel", "in force"),
        ("atezolizumab", "2022", "US", "nab-paclitaxel", "ended"),
        ("atezolizumab", "2020", "EU", "nab-paclitaxel", "in force"),
        ("atezolizumab", "2022", "EU", "nab-paclitaxel", "in force"),
        ("atezolizumab", "2022", "CA", "nab-paclitaxel", "undated"),
        ("trastuzumab-deruxtecan", "2022-08-04", "US", "HER2-low", "not yet"),
        ("trastuzumab-deruxtecan", "2022-08-05", "US", "HER2-low", "in force"),
        ("pembrolizumab", "2020-11-12", "US", "metastatic", "not yet"),
    ],
)
def test_indication_on_a_day(drug: str, as_of: str, region: str, words: str, state: str, book: Book) -> None:
    assert state in states(book, drug, as_of, region, words)


def test_bevacizumab_keeps_its_european_use(book: Book) -> None:
    assert states(book, "bevacizumab", "", "EU", "metastatic") & {"in force", "undated"}


@pytest.mark.parametrize(
    ("brand", "region", "as_of", "status"),
    [
        ("Herceptin Hylecta", "US", "2019-02-27", "not yet"),
        ("Herceptin Hylecta", "US", "2019-02-28", "marketed"),
        ("Herzuma", "US", "2018", "marketed"),
        ("Herzuma", "US", "2017", "not yet"),
        ("Nolvadex", "US", "", "discontinued"),
        ("Nolvadex", "US", "1990", "discontinued by 2024-07-11"),
        ("Herceptin", "US", "2010", "marketed by 2025-04"),
        ("Mvasi", "US", "2026", "marketed"),
    ],
)
def test_brand_on_a_day(brand: str, region: str, as_of: str, status: str, book: Book) -> None:
    (match,) = book.names.named(brand)
    (market,) = [market for market in book.brands[match.id].markets if market.region == region]
    assert brand_status(market, moment(as_of or None, region or None)) == status


@pytest.mark.parametrize(
    ("day", "as_of", "before"),
    [
        ("2012-06-15", "2012-06-14", True),
        ("2012-06-15", "2012-06-15", False),
        ("2012-06-15", "2012-06", False),
        ("2012-06-15", "2012-05", True),
        ("2012", "2011-12-31", True),
        ("2012", "2012-01-01", False),
        ("2012-06-15", "", False),
    ],
)
def test_a_month_or_year_counts_to_its_end(day: str, as_of: str, before: bool) -> None:
    assert Moment(as_of).before(day) is before


def test_what_is_only_known_to_be_no_later_neither_begins_nor_is_to_come() -> None:
    found = Indication(
        region="US", form="approved", text="x", start="1998-04-09", start_is="not later than", sources=()
    )
    states = [indication_state(found, moment(day, None)) for day in ("1994", "1998-04-09", None)]
    assert states == ["undated", "in force", "in force"]


def test_a_statement_begins_on_its_day_or_by_the_date_of_its_source(book: Book) -> None:
    begun = {name: (begins(book, found), begins_is(book, found)) for name, found in book.statements.items()}
    assert begun["fda-gemzar"] == ("2004-05-19", "exact")
    assert begun["ema-avastin-paclitaxel"] == ("2026-11", "not later than")
    assert begun["fda-zoladex"] == ("1999", "not later than")
    assert begun["ema-taxotere"] == ("2025-10-27", "not later than")  # from a list of what is authorised
    assert begun["acs-2019-alpelisib-with-fulvestrant"] == ("2019-12-23", "exact")
    assert (year_words("2026-11", "not later than"), year_words("2019-12-23", "exact")) == ("by 2026-11", "2019")
    assert (year_words("2026-06", "not earlier than"), day_words("2026-06", "not earlier than")) == (
        "2026 or later",
        "2026-06 or later",
    )


def test_an_undated_copy_is_no_news(book: Book) -> None:
    undated = {source.id for source in book.sources.values() if source.date_is != "exact"}
    assert {
        "ema-label-avastin",
        "fda-label-gemzar",
        "fda-label-xgeva",
        "komen",
        "nz-sact-library",
        "seed-000",
    } <= undated
    assert not {"acs-2019", "seed-001", "fda-label-xeloda"} & undated


def test_no_day_is_today() -> None:
    ended = Indication(
        region="US", form="approved", text="x", start="2008-02-22", until="2011-11-18", ended="revoked", sources=()
    )
    assert indication_state(ended, moment(None, None)) == "ended"
    assert brand_status(Market(region="US", status="legacy", as_of="2024", sources=()), moment(None, None)) == "legacy"


@pytest.mark.parametrize(("as_of", "region"), [("2012-02-30", None), ("soon", None), ("12/2012", None), (None, "Mars")])
def test_what_is_no_date_or_region_is_wrong_usage(as_of: str | None, region: str | None) -> None:
    with pytest.raises(UsageError):
        moment(as_of, region)


def use(start: str, until: str = "", early: bool = False) -> Indication:
    """A use that was approved from one day until another."""
    return Indication(
        region="US", form="approved", text="x", start=start, until=until, ended="", early=early, sources=()
    )


@pytest.mark.parametrize(
    ("current", "ended", "first"),
    [
        (use("2022-12-14"), [use("1998-04-30", "2022-12-14")], "1998-04-30"),  # reworded on that day
        (use("2022"), [use("2015-02-03", "2017-03-31"), use("2017-03-31", "2022")], "2015-02-03"),
        (use("2019"), [use("2000", "2010")], "2019"),  # withdrawn, and approved anew
        (use("2019", early=True), [use("2008", "2021")], "2019"),  # what ended was another use
        (use(""), [use("2016-03-16", "2025-07-15")], "2016-03-16"),
    ],
)
def test_a_use_that_is_reworded_is_approved_since_its_first_wording(
    current: Indication, ended: list[Indication], first: str
) -> None:
    assert min(item.start for item in unbroken([current], ended) if item.start) == first


@pytest.mark.parametrize(
    ("drug", "since"),
    [("capecitabine", "US 1998"), ("palbociclib", "US 2015"), ("bevacizumab", "ended: US 2008 to 2011")],
)
def test_a_card_says_since_when_a_region_approves(drug: str, since: str, run: Callable[..., Ran]) -> None:
    assert since in run("drug", drug).out
