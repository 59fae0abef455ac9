"""What was read of the labels of each region: silence is not taken for knowledge."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from mbc_cli.book.book import Book
from mbc_cli.book.history import Moment
from mbc_cli.book.shapes import REGIONS
from mbc_cli.options.coverage import coverage_brief, coverage_of, coverage_words, named_in, regions, silence, unread
from mbc_cli.options.profile import profile_of
from mbc_cli.options.verdicts import gathered
from mbc_cli.show.options_data import options
from mbc_cli.show.options_page import options_page
from mbc_cli.show.page import Line

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Ran

    Run = Callable[..., Ran]


def test_each_region_of_a_statement_is_covered(book: Book) -> None:
    assert {one.region for one in book.statements.values() if one.region} <= set(regions(book)) <= set(REGIONS)
    assert coverage_of(book, "US")


def test_what_is_read_is_named_and_what_is_not_is_not(book: Book) -> None:
    for found in book.coverage.values():
        assert not named_in(book, found.region) & set(found.not_read)
        assert not any(unread(book, name, found.region) for name in named_in(book, found.region) if name in book.drugs)
    assert unread(book, "docetaxel", "XX")


def test_a_region_says_in_a_line_what_was_read_of_it(book: Book) -> None:
    for found in book.coverage.values():
        words = coverage_words(book, found.region)
        assert f"were read, up to {found.read_until}" in words
        assert len(words) < 200
        assert ("any other drug" in words) == found.only_named
    assert coverage_words(book, "XX").startswith("No labels were read for XX, so only guides are shown")
    assert ", ".join(regions(book)) in coverage_words(book, "XX")


def test_a_region_says_whether_it_is_labels_or_funding_that_was_read(book: Book) -> None:
    assert coverage_brief(book, "UK").startswith("UK labels and funding: 18 drugs read, to 2025-05")
    assert coverage_brief(book, "US").startswith("US labels: ")
    assert all(len(coverage_brief(book, region)) <= 80 for region in regions(book))


def test_a_region_is_answered_with_what_was_read_of_it(book: Book, run: Run) -> None:
    assert coverage_brief(book, "EU") in run("options", "--her2", "pos", "--region", "EU").out
    assert coverage_words(book, "EU") in run("options", "--her2", "pos", "--region", "EU", "-v").out
    told = json.loads(run("options", "--her2", "pos", "--region", "EU", "--format", "json").out)["coverage"]
    assert told["region"] == "EU"
    assert "lapatinib" in told["drugs"]
    assert json.loads(run("options", "--her2", "pos", "--format", "json").out)["coverage"] is None


def test_a_region_of_which_nothing_was_read_is_a_plain_warning(book: Book) -> None:
    rest = {name: found for name, found in book.coverage.items() if found.region != "JP"}
    without = Book({**book.shelves, "coverage": rest}, book.names, book.back, book.version)
    answer = gathered(without, profile_of(without, {"her2": "positive"}), Moment(region="JP"))
    assert Line(coverage_words(without, "JP"), "warning") in options_page(without, answer)
    assert coverage_words(without, "JP").startswith("No labels were read for JP")
    assert options(without, answer)["coverage"] is None


def test_an_unknown_region_is_refused_with_those_there_are(run: Run) -> None:
    ran = run("options", "--her2", "pos", "--region", "FR")
    assert ran.code == 2
    assert f"write one of {', '.join(REGIONS)}" in ran.err


def test_silence_says_what_was_reported_of_an_approval_in_order_of_date(book: Book, run: Run) -> None:
    """The card had the vote against camizestrant and not the approval that was reported later; --why had neither."""
    card = " ".join(run("drug", "camizestrant").out.split())
    for words in (card, silence(book, ["camizestrant"], Moment())):
        told = words.partition("ot confirmed")[2]
        order = [
            told.index(day) for day in ("US 2026-04-30, an FDA advisory", "EU 2026-05-21, the", "US 2026-09-04, list")
        ]
        assert order == sorted(order)
    assert "Not confirmed" not in run("drug", "camizestrant", "--region", "JP").out
    assert "CN by 2025-12" not in run("drug", "T-DXd").out  # its first Chinese approval is known


def test_silence_says_which_label_was_not_read(book: Book) -> None:
    assert silence(book, ["docetaxel"], Moment(region="XX")) == "its label was not read (XX)"
    before = silence(book, ["docetaxel"], Moment("1950", ""))
    assert before.startswith("no label from that time was read; the earliest is from ")
    known = next(name for name in book.drugs if not unread(book, name, "US") and name not in named_in(book, "US"))
    assert silence(book, [known], Moment(region="US")) == "no label that was read covers breast cancer (US)"


def test_why_never_says_that_no_source_names_a_drug_of_the_vocabulary(book: Book, run: Run) -> None:
    ran = run("options", "--why", "capecitabine", "--as-of", "1980")
    assert ran.code == 1
    assert "nothing here is about 'capecitabine': no label from that time was read; the earliest" in ran.err
    assert "no source names 'xyzzy'" in run("options", "--why", "xyzzy").err


@pytest.mark.slow
@pytest.mark.parametrize("limit", [(), ("--region", "UK"), ("--as-of", "1990")])
def test_why_has_an_answer_for_every_drug(limit: tuple[str, ...], book: Book, run: Run) -> None:
    for name in book.drugs:
        ran = run("options", "--why", name, *limit)
        assert ran.code == 0 or "nothing here is about" in ran.err, name
