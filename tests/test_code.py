"""What `mbc code` answers, and above all what it leaves open."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from datetime import date
from itertools import permutations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mbc_cli
from mbc_cli.book.days import Span, span_of, span_text
from mbc_cli.book.errors import UsageError
from mbc_cli.book.model import Part
from mbc_cli.coding import items
from mbc_cli.coding.categories import Agent, Way, agent, days_of_change, diagnosed
from mbc_cli.coding.choices import footprints
from mbc_cli.coding.rows import drug_case, in_short, row_codings
from mbc_cli.reading.aids import Aids
from mbc_cli.reading.read import read
from mbc_cli.show.coding_page import coding_pages, values_page
from mbc_cli.show.plain import text_of
from mbc_cli.store import load

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Ran

    from mbc_cli.book.book import Book
    from mbc_cli.book.medicines import Others

TODAY = "2026-11-22"


def codes(book: Book, text: str, dx: str = "", others: Others | None = None) -> list[tuple[str, ...]]:
    """The codes of the four items of drugs, for every reading, stretch and choice of a text, in order."""
    return [
        tuple(cell.text for cell in each.cells[:4]) for one in coded(book, text, dx, others) for each in one.footprints
    ]


def coded(book: Book, text: str, dx: str = "", others: Others | None = None) -> list[items.Coding]:
    """Every reading and stretch of a text."""
    span = diagnosed(dx) if dx else None
    _, found = items.cases(book, text, Aids(book, lambda: others) if others else None)
    return items.codings(book, found, span, TODAY)


def row_codes(book: Book, phases: tuple[tuple[Part, ...], ...], dx: str, today: str = TODAY) -> tuple[str, ...]:
    """The four items of drugs of some phases as a row has them."""
    case = items.Case(drug_case(()).reading.but(phases=phases))
    return in_short(book, row_codings(book, [case], span_of(dx), today)).items[:4]


def page(book: Book, text: str, dx: str = "") -> str:
    """What the user sees."""
    span = diagnosed(dx) if dx else None
    answer, found = items.cases(book, text)
    pages = coding_pages(book, answer, items.codings(book, found, span, TODAY), span)
    return "\n".join(map(text_of, pages))


# --- single drugs ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "dx", "expected"),
    [
        ("trastuzumab", "2012-11-30", ("02", "00", "00", "0")),
        ("trastuzumab", "2012-12-31", ("02", "00", "00", "0")),
        ("trastuzumab", "2013-01-01", ("00", "00", "01", "0")),
        ("Herceptin", "2013-06", ("00", "00", "01", "0")),
        ("Herceptin", "20130615", ("00", "00", "01", "0")),
        ("zoledronic acid", "", ("00", "00", "00", "0")),
        ("pamidronate", "2010", ("00", "00", "00", "0")),
        ("Xgeva", "2020", ("00", "00", "00", "0")),
        ("goserelin", "2016-05-01", ("00", "00", "00", "1, 2, 3 or 6")),
        ("leuprolide", "2016-12-31", ("00", "00", "00", "1, 2, 3 or 6")),
        ("goserelin", "2017-01-01", ("00", "01", "00", "0")),
        ("Kadcyla", "2014", ("00", "00", "01", "0")),
        ("palbociclib", "2018", ("02", "00", "00", "0")),
        ("Phesgo", "2011", ("00", "00", "01", "0")),
        ("prednisone", "2015", ("00", "00", "00", "0")),
    ],
)
def test_drug(text: str, dx: str, expected: tuple[str, ...], book: Book) -> None:
    assert codes(book, text, dx) == [expected]


@pytest.mark.parametrize("name", ["ibandronate", "vepdegestrant", "camizestrant", "gedatolisib", "trastuzumab-strf"])
def test_a_drug_without_a_record_has_no_code(name: str, book: Book) -> None:
    assert codes(book, name) == [("", "", "", "")]
    (found,) = coded(book, name)
    assert any(point.startswith(f"{name}: no ") for point in items.open_points(book, found))


def test_triptorelin_is_open_at_every_date(book: Book) -> None:
    assert codes(book, "triptorelin", "2016") == [("", "00 or 01", "", "0, 1, 2, 3 or 6")]
    assert codes(book, "triptorelin", "2020") == [("", "", "", "")]
    for dx in ("2016", "2020"):
        assert "not breast" in page(book, "triptorelin", dx)
    assert "00 or 01  " in page(book, "triptorelin", "2016")
    assert "01?" in page(book, "triptorelin", "2020")


def test_abemaciclib_before_its_approval_goes_by_the_day_it_was_given(book: Book) -> None:
    assert codes(book, "abemaciclib", "2017-09-27") == [("00 or 02", "00", "00", "0 or 2")]
    assert codes(book, "abemaciclib", "2017-09-28") == [("02", "00", "00", "0")]
    assert "if it was given before 2017-09-28, it is other therapy, code 2" in page(book, "abemaciclib", "2016")


# --- dates -------------------------------------------------------------------------------------------------------


def test_a_month_that_straddles_a_change_gives_both_with_the_dates(book: Book) -> None:
    first, second = coded(book, "abemaciclib", "2017-09")
    assert (span_text(first.span), span_text(second.span)) == ("2017-09-01 to 2017-09-27", "2017-09-28 to 2017-09-30")
    assert codes(book, "abemaciclib", "2017") == [("00 or 02", "00", "00", "0 or 2"), ("02", "00", "00", "0")]


def test_a_year_that_straddles_no_change_gives_one(book: Book) -> None:
    assert [span_text(found.span) for found in coded(book, "TCHP", "2012")] == ["2012"]


def test_without_a_date_the_answer_is_of_today_and_says_from_when(book: Book) -> None:
    shown = page(book, "bevacizumab")
    assert "(no date given: today's rules)" in shown
    assert "- bevacizumab: chemotherapy until 2012-12-31, BRM/immunotherapy from 2013-01-01" in shown
    assert "By date of diagnosis" not in page(book, "docetaxel")


@pytest.mark.parametrize(
    ("dx", "rule"), [("2004-12-31", "before 2005:"), ("2001", "before 2003:"), ("2031", "future:")]
)
def test_dates_that_the_sources_do_not_cover(dx: str, rule: str, book: Book) -> None:
    assert codes(book, "AC", dx) == [("", "", "", "")]
    assert rule in page(book, "AC", dx)
    assert "03?" in page(book, "AC", dx)


def test_today_is_no_future_and_tomorrow_is(book: Book) -> None:
    assert codes(book, "AC", "2026-11-22") == [("03", "00", "00", "0")]
    assert codes(book, "AC", "2026-11") == [("03", "00", "00", "0")]
    assert codes(book, "AC", "2026-11-23") == [("", "", "", "")]


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("2013", Span("2013-01-01", "2013-12-31")),
        ("2012-02", Span("2012-02-01", "2012-02-29")),
        ("2013-12", Span("2013-12-01", "2013-12-31")),
        ("2013-06-15", Span("2013-06-15", "2013-06-15")),
        ("20130615", Span("2013-06-15", "2013-06-15")),
        ("201306", Span("2013-06-01", "2013-06-30")),
        ("2013-02-29", None),
        ("2013-13", None),
        ("15.06.2013", None),
        ("99999999", None),
        ("soon", None),
    ],
)
def test_what_a_date_of_diagnosis_may_be(text: str, span: Span | None) -> None:
    assert span_of(text) == span


# --- regimens and texts ------------------------------------------------------------------------------------------


def test_single_drugs_in_turn_count_as_a_combination(book: Book) -> None:
    (found,) = coded(book, "docetaxel then capecitabine", "2015")
    assert found.footprints[0].cells[0].text == "03"
    assert found.footprints[0].cells[0].rules[0] == "single-agents-in-turn"


def test_each_code_names_its_drugs_and_its_rule(book: Book) -> None:
    (found,) = coded(book, "AC -> TH", "2011-03-01")
    cell = found.footprints[0].cells[0]
    assert cell.agents == (("doxorubicin",), ("cyclophosphamide",), ("paclitaxel", "docetaxel"), ("trastuzumab",))
    assert cell.rules == ("several-agents", "antibodies-2013")


def test_a_hormone_in_a_chemotherapy_regimen_is_recorded_again(book: Book) -> None:
    (found,) = coded(book, "CMFPT", "2015")
    assert "hormone-again" in found.footprints[0].cells[1].rules
    assert found.footprints[0].cells[1].agents == (("prednisone",), ("tamoxifen",))


@pytest.mark.parametrize(
    "text", ["docetaxel + trastuzumab", "paclitaxel with bevacizumab", "palbociclib and letrozole"]
)
def test_one_chemotherapy_drug_beside_another_kind_is_open(text: str, book: Book) -> None:
    assert codes(book, text, "2020")[0][0] == "02 or 03"
    assert "No national source that was read settles it" in page(book, text, "2020")


def test_an_ancillary_drug_opens_nothing(book: Book) -> None:
    assert codes(book, "docetaxel + zoledronic acid + denosumab", "2020") == [("02", "00", "00", "0")]


def test_alternatives_with_the_same_codes_are_said_to_be_the_same(book: Book) -> None:
    assert "paclitaxel or docetaxel: the same codes either way" in page(book, "AC-TH", "2015")


def test_alternatives_that_differ_give_both(book: Book) -> None:
    (found,) = coded(book, "letrozole or palbociclib", "2020")
    assert [each.label for each in found.footprints] == ["letrozole", "palbociclib"]
    assert codes(book, "letrozole or palbociclib", "2020") == [("00", "01", "00", "0"), ("02", "00", "00", "0")]


def test_an_optional_part_gives_both_when_it_matters(book: Book) -> None:
    (found,) = coded(book, "AC-T", "2015")
    assert [each.label for each in found.footprints] == ["without trastuzumab", "with trastuzumab"]
    (early,) = coded(book, "AC-T", "2010")
    assert [each.label for each in early.footprints] == [""]


def test_two_readings_give_both_and_say_that_they_are_the_same(book: Book) -> None:
    assert codes(book, "TC", "2015") == [("03", "00", "00", "0")] * 2
    shown = page(book, "TC", "2015")
    assert shown.startswith("TC can mean 2 treatments; the codes are the same.\n")
    assert "TC  (usual reading; diagnosed 2015)" in shown


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("TCHP, diagnosed 2012-11", "2012-11-01"),
        ("AC then Herceptin (dx 11/30/2012)", "2012-11-30"),
        ("AC, mets diagnosed 2012", ""),  # of the metastases
        ("TCHP 2012", ""),
    ],
)
def test_a_date_of_diagnosis_after_the_treatment_is_taken(text: str, span: str) -> None:
    found = mbc_cli.code(text)
    assert (found.query, found.span.start if found.span else "") == (text, span)


def test_what_a_purpose_refers_to_leaves_the_code_open(book: Book) -> None:
    """The date comes between: the code was 01, and nothing was said about the prevention."""
    assert codes(book, "Tamoxifen for prevention 2010", "2020") == [("", "", "", "")]
    assert "for prevention: what it refers to was not read" in page(book, "Tamoxifen for prevention 2010", "2020")


def test_no_systemic_therapy_is_no_treatment_in_any_item() -> None:
    for text in ("no systemic therapy", "xrt only, no systemic treatment"):
        assert list(mbc_cli.code(text, dx="2021").codes.values()) == ["00", "00", "00", "0", "00"]


def test_a_trial_begins_with_what_the_record_must_say(book: Book) -> None:
    shown = page(book, "KEYNOTE-522", "2023")
    assert shown.startswith(
        "KEYNOTE-522 is a trial with 2 arms; the codes differ: the record must say which was given."
    )
    assert "reading" not in shown


def test_what_every_registrar_knows_is_told_with_the_sources(run: Callable[..., Ran]) -> None:
    """The item of a drug says its category, and 02 that it is one drug."""
    short, whole = (run("code", "docetaxel + zoledronic acid", "--dx", "2015", *more).out for more in ((), ("-v",)))
    assert "Chemotherapy with one drug is 02." in whole
    assert "Chemotherapy with one drug" not in short
    assert "ancillary (do not code)" in short
    assert ("chemotherapy  " in short, "chemotherapy  " in whole) == (False, True)


@pytest.mark.parametrize("name", ["dexamethasone", "Decadron", "pegfilgrastim", "Neulasta"])
def test_a_medicine_without_a_record_is_answered_in_one_way(run: Callable[..., Ran], name: str) -> None:
    ran = run("code", name)
    assert (ran.code, ran.out) == (1, "")
    assert "a medicine outside this vocabulary: no code here: its SEER*Rx record is not held" in " ".join(
        ran.err.split()
    )


def test_a_product_of_a_drug_with_a_record_points_to_the_drug(run: Callable[..., Ran]) -> None:
    assert ": try mbc code prednisone" in " ".join(run("code", "Deltasone").err.split())


def test_a_medicine_that_is_not_counted_is_noted(run: Callable[..., Ran]) -> None:
    shown = " ".join(run("code", "TCHP + dexamethasone + Neulasta", "--dx", "2020").out.split())
    assert "dexamethasone, Neulasta (pegfilgrastim): no code here (SEER*Rx says" in shown


def test_a_lookalike_has_no_codes(book: Book) -> None:
    assert coded(book, "ET") == []
    assert "endocrine therapy" in page(book, "ET")


def test_a_lookalike_beside_a_regimen_leaves_its_kind_open(book: Book) -> None:
    assert codes(book, "CMF, ET", "2015") == [("03", "00 or 01", "00", "0")]
    assert codes(book, "CMF + ET", "2015") == [("03", "01", "00", "0")]


def test_another_medicine_leaves_open_what_it_could_change(book: Book, medicines: Others) -> None:
    assert codes(book, "docetaxel + pemetrexed", "2015", medicines) == [("", "", "", "")]
    assert codes(book, "AC + pemetrexed", "2015", medicines) == [("03", "", "", "")]


def test_a_word_that_was_not_read_is_named(book: Book) -> None:
    assert "not read: blurbomab: a drug among these would count too" in page(book, "AC, blurbomab", "2015")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("chemotherapy", ("01", "00", "00", "0")),
        ("hormone therapy", ("00", "01", "00", "0")),
        ("immunotherapy", ("00", "00", "01", "0")),
        ("aromatase inhibitor", ("00", "01", "00", "0")),
        ("taxane", ("01 or 02", "00", "00", "0")),
        ("AC + taxane", ("03", "00", "00", "0")),
        ("docetaxel chemotherapy", ("02 or 03", "00", "00", "0")),
        ("bisphosphonate", ("00", "00", "00", "0")),
    ],
)
def test_a_class_in_place_of_a_drug(text: str, expected: tuple[str, ...], book: Book) -> None:
    assert codes(book, text, "2020") == [expected]


def test_prednisone_counts_in_a_regimen_only(book: Book) -> None:
    assert codes(book, "prednisone + zoledronic acid", "2015") == [("00", "00", "00", "0")]
    assert codes(book, "CMF + prednisone", "2015") == [("03", "01", "00", "0")]


def test_too_many_alternatives_are_not_worked_out(book: Book) -> None:
    parts = tuple(Part(any_of=(name,), optional=True) for name in list(book.drugs)[:12])
    agents = {part.any_of[0]: agent(book, part.any_of[0], diagnosed("2020")) for part in parts}
    (found,) = footprints(book, (parts,), agents, True)
    assert found.label == "4096 combinations: name the drugs that were given"
    assert [cell.text for cell in found.cells] == [""] * 5


# --- what every answer says --------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["trastuzumab", "TCHP", "ibandronate", "AT x4 -> CMF"])
def test_seer_rx_decides_in_one_line(text: str, book: Book) -> None:
    told = [line for line in page(book, text).splitlines() if "SEER*Rx decides" in line]
    assert told == ["SEER*Rx decides; read in a public copy (newest remark 2026-03-25). Sources: -v"]


def test_the_values_are_all_there(book: Book) -> None:
    shown = text_of(values_page(book))
    for item in ("1390 RX Summ--Chemo", "1400 RX Summ--Hormone", "1410 RX Summ--BRM", "1420 RX Summ--Other"):
        assert item in shown
    two_digits = {"00", "01", "82", "85", "86", "87", "88", "99"}
    assert {value.code for value in book.naaccr["1390"].values} == two_digits | {"02", "03"}
    assert {value.code for value in book.naaccr["1400"].values} == two_digits
    assert {value.code for value in book.naaccr["1410"].values} == two_digits
    assert [value.code for value in book.naaccr["1420"].values] == ["0", "1", "2", "3", "6", "7", "8", "9"]


# --- the command -------------------------------------------------------------------------------------------------


def test_words_need_no_quotes(run: Callable[..., Ran]) -> None:
    ran = run("code", "zoledronic", "acid")
    assert (ran.code, ran.err) == (0, "")
    assert "ancillary (do not code)" in ran.out


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (("code",), 2, "give a drug, a regimen or a treatment text, or --values alone"),
        (("code", "TCH", "--values"), 2, "give a drug, a regimen or a treatment text, or --values alone"),
        (("code", "TCH", "--dx", "2015-13"), 2, "--dx 2015-13: write a day, month or year"),
        (("code", "TCH", "--dx", ""), 2, "--dx : write a day, month or year"),
        (("code", "TCH", "--dx", "3/5/2015", "--dx-format", "iso"), 2, "--dx 3/5/2015: write a day"),
        (("code", "TCH", "--dx", "03/04/22"), 2, "is it 2022-03-04 or 2022-04-03 or 2003-04-22? The coding differs ("),
        (("code", "TCH", "--dx", "41000"), 2, "--dx 41000: write a day, month or year"),
        (("code", "xyzzy"), 1, "is not a known regimen"),
        (("code", "Alimta"), 1, "'Alimta' is pemetrexed, a medicine outside this vocabulary"),
    ],
)
def test_what_goes_wrong(argv: tuple[str, ...], code: int, said: str, run: Callable[..., Ran]) -> None:
    ran = run(*argv)
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err


@pytest.mark.parametrize("written", ["3/15/2011", "15.3.2011", "3/3/2011", "03/2011", "201103"])
def test_a_date_of_diagnosis_may_be_written_in_any_order_that_leaves_no_doubt(written: str) -> None:
    answer = mbc_cli.code("trastuzumab", dx=written)
    assert answer.span is not None
    assert answer.span.start.startswith("2011-03")
    assert answer.codes["1390"] == "02"


def test_a_date_that_can_be_two_days_is_answered_where_the_codes_are_the_same(run: Callable[..., Ran]) -> None:
    ran = run("code", "trastuzumab", "--dx", "11/12/2012")
    note = "  Notes:\n  - 11/12/2012 may be 2012-11-12 or 2012-12-11: the codes are the same\n\n"
    assert (ran.err, note in ran.out) == ("", True)
    assert ran.out.replace(note, "") == run("code", "trastuzumab", "--dx", "2012-11-12").out
    assert "(diagnosed 2012-12-11)" in run("code", "trastuzumab", "--dx", "11/12/2012", "--dx-format", "dmy").out


MID_YEAR = """
[drug.midyearmab]
name = "midyearmab"
classes = ["her2-antibody"]
mechanism = "antibody to HER2"
routes = ["intravenous"]
sources = ["acs-2019: x"]

[category.midyearmab]
periods = [
  { until = 2015-03-31, category = "chemotherapy", sources = ["acs-2019: x"] },
  { from = 2015-04-01, category = "brm", sources = ["acs-2019: x"] },
]
sources = ["acs-2019: x"]
"""


def test_a_date_that_can_be_two_days_is_asked_about_where_the_codes_differ(
    tmp_path: Path, run: Callable[..., Ran]
) -> None:
    """Shipped categories change with a year only, in which both days lie; those of others may not."""
    (tmp_path / "mine.toml").write_text(MID_YEAR, "utf-8")
    ran = run("code", "midyearmab", "--dx", "3/5/2015", "--data", str(tmp_path))
    assert (ran.code, ran.out) == (2, "")
    assert "--dx 3/5/2015: is it 2015-03-05 or 2015-05-03? The coding differs (2015-03-05: 1390=02, " in ran.err
    assert "2015-05-03: 1390=00, 1400=00, 1410=01" in ran.err


def test_an_arm_that_need_not_get_the_drug_of_its_trial_leaves_the_code_open() -> None:
    assert mbc_cli.code("olaparib trial", dx="2022").codes["1390"] == "02"
    assert set(mbc_cli.code("olaparib trial, arm B", dx="2022").codes.values()) == {""}


def test_a_date_in_the_text_is_not_silently_that_of_the_diagnosis(run: Callable[..., Ran]) -> None:
    """Trastuzumab was chemotherapy for whoever was diagnosed before 2013; today it is not."""
    ran = run("code", "trastuzumab", "2012-11-30")
    assert (
        ran.err == "mbc: coded as diagnosed today: if 2012-11-30 is the date of diagnosis, give it as --dx 2012-11-30\n"
    )
    assert (
        run("code", "trastuzumab 21 days 440 mg").err == run("code", "trastuzumab 2012-11-30", "--dx", "2014").err == ""
    )


@pytest.mark.parametrize("asked", ["87", "code 87"])
def test_a_code_is_explained_in_each_item_that_has_it(asked: str, run: Callable[..., Ran]) -> None:
    out = run("code", asked).out
    assert [line.split()[0] for line in out.splitlines() if "RX Summ" in line] == ["1390", "1400", "1410", "3250"]
    assert out.count("  87  ") == 4
    assert "  00  " not in out


def test_an_item_leaves_what_charts_say_to_verbose(run: Callable[..., Ran]) -> None:
    assert "What the chart says" not in run("code", "1410").out
    assert "What the chart says" in run("code", "1410", "-v").out


def test_json(run: Callable[..., Ran]) -> None:
    whole = json.loads(run("code", "TCHP", "--dx", "2015", "--format", "json").out)
    (result,) = whole.pop("results")
    assert whole == {"query": "TCHP", "data_version": load.DATA_VERSION, "dx": "2015", "same_codes": True}
    assert result["codes"] == {"1390": "03", "1400": "00", "1410": "01", "1420": "0", "3250": "00"}
    assert (result["from"], result["until"], result["choice"]) == ("2015-01-01", "2015-12-31", None)
    assert [item["drugs"] for item in result["items"]][2] == [["trastuzumab"], ["pertuzumab"]]
    assert [drug["periods"][0]["until"] for drug in result["drugs"]] == [None, None, "2012-12-31", "2012-12-31"]


def test_nothing_found_is_an_envelope_too(run: Callable[..., Ran]) -> None:
    ran = run("code", "xyzzy", "--format", "json")
    assert (ran.code, json.loads(ran.out)["results"]) == (1, [])


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "tsv", "markdown"])
def test_every_format_has_the_codes(form: str, run: Callable[..., Ran]) -> None:
    for argv in (("code", "AC-T", "--dx", "2015"), ("code", "--values")):
        ran = run(*argv, "--format", form)
        assert (ran.code, ran.err) == (0, "")
        assert "1390" in ran.out


# --- a column ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "dx", "expected"),
    [
        ("TCHP", "2012-05-01", ("03", "00", "00", "0")),
        ("TCHP", "20130501", ("03", "00", "01", "0")),
        ("TCHP", "", ("03", "00", "00 or 01", "0")),
        ("AC", "", ("03", "00", "00", "0")),
        ("AC", "2031", ("", "", "", "")),
        ("AC", "1999", ("", "", "", "")),
        ("AC-T", "2015", ("03", "00", "00", "0")),
        ("docetaxel + trastuzumab", "2015", ("02 or 03", "00", "01", "0")),
        ("tamoxifen +/- goserelin", "2015", ("00", "01", "00", "0, 1, 2, 3 or 6")),
        ("abemaciclib", "2017", ("00 or 02", "00", "00", "0 or 2")),
        ("ibandronate + AC", "2015", ("03", "", "", "")),
    ],
)
def test_row(text: str, dx: str, expected: tuple[str, ...], book: Book) -> None:
    assert row_codes(book, read(book, text).phases, dx, TODAY) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("AC + pemetrexed", ("03", "", "", "")),
        ("docetaxel + pemetrexed", ("", "", "", "")),
        ("CMF, ET", ("03", "00 or 01", "00", "0")),
        ("TC x4 then trastuzumab", ("03", "00", "01", "0")),
        ("AC", ("03", "00", "00", "0")),
    ],
)
def test_row_of_a_text_as_it_was_read(text: str, expected: tuple[str, ...], book: Book, medicines: Others) -> None:
    _, found = items.cases(book, text, Aids(book, lambda: medicines))
    assert in_short(book, row_codings(book, found, span_of("2015"), TODAY)).items[:4] == expected


def test_row_without_a_treatment_says_nothing(book: Book) -> None:
    assert in_short(book, row_codings(book, [], span_of("2015"), TODAY)) == (
        ("", "", "", "", ""),
        "no treatment to code was found",
        (),
    )


# --- what must hold for every treatment --------------------------------------------------------------------------

BOOK = load.load()
NAMES = sorted(name for name in BOOK.drugs if name in BOOK.categories)
KNOWN = [name for name in NAMES if agent(BOOK, name, diagnosed("2020")).sure]
DAYS = st.dates(date(2003, 1, 1), date(2028, 12, 31)).map(str)
CUTS = days_of_change(BOOK, TODAY)
CATEGORIES = ("chemotherapy", "hormone", "brm", "other", "ancillary")


def together(*names: str) -> tuple[tuple[Part, ...], ...]:
    """These drugs in one phase."""
    return (tuple(Part(any_of=(name,)) for name in names),)


@settings(max_examples=150, deadline=None)
@given(names=st.sets(st.sampled_from(NAMES), min_size=1, max_size=6), days=st.tuples(DAYS, DAYS))
def test_two_dates_of_one_era_are_coded_alike(names: set[str], days: tuple[str, str]) -> None:
    one, other = (row_codes(BOOK, together(*sorted(names)), day, TODAY) for day in days)
    if bisect_right(CUTS, days[0]) == bisect_right(CUTS, days[1]):
        assert one == other


@settings(max_examples=100, deadline=None)
@given(names=st.sets(st.sampled_from(NAMES), min_size=1, max_size=4), dx=DAYS)
def test_the_order_of_the_drugs_does_not_matter(names: set[str], dx: str) -> None:
    assert len({row_codes(BOOK, together(*order), dx, TODAY) for order in permutations(names)}) == 1


@settings(max_examples=150, deadline=None)
@given(
    names=st.sets(st.sampled_from(NAMES), min_size=1, max_size=5),
    missing=st.sampled_from(sorted(set(NAMES) - set(KNOWN))),
    category=st.sampled_from(CATEGORIES),
    dx=st.dates(date(2005, 1, 1), date(2026, 11, 22)).map(str),
)
def test_a_record_that_is_found_later_never_overturns_a_settled_code(
    names: set[str], missing: str, category: str, dx: str
) -> None:
    phases = together(*sorted(names | {missing}))
    agents = {name: agent(BOOK, name, diagnosed(dx)) for name in names | {missing}}
    found = Agent(missing, missing, (Way(category, "1" if category == "other" else ""),))
    (before,) = footprints(BOOK, phases, agents, True)
    (after,) = footprints(BOOK, phases, {**agents, missing: found}, True)
    for old, new in zip(before.cells, after.cells, strict=True):
        assert not old.settled or old.values == new.values
        assert not old.complete or set(new.values) <= set(old.values)


@settings(max_examples=100, deadline=None)
@given(names=st.sets(st.sampled_from(KNOWN), min_size=1, max_size=5), dx=DAYS)
def test_an_ancillary_drug_changes_no_code(names: set[str], dx: str) -> None:
    more = sorted(names | {"zoledronic-acid"})
    if names != {"prednisone"}:
        assert row_codes(BOOK, together(*more), dx, TODAY) == row_codes(BOOK, together(*sorted(names)), dx, TODAY)


@settings(max_examples=100, deadline=None)
@given(names=st.lists(st.sampled_from(KNOWN), min_size=2, max_size=4, unique=True), dx=DAYS)
def test_alternatives_give_what_each_alone_gives(names: list[str], dx: str) -> None:
    either = row_codes(BOOK, ((Part(any_of=tuple(names)),),), dx, TODAY)
    alone = [row_codes(BOOK, together(name), dx, TODAY) for name in names]
    for n, text in enumerate(either):
        parts = {code for found in alone for code in found[n].replace(",", " or").split(" or ")}
        assert set(text.replace(",", " or").split(" or ")) == parts


def test_prednisone_beside_a_drug_without_a_record_is_open(book: Book) -> None:
    """The other drug may turn out ancillary, and prednisone alone is not coded."""
    assert row_codes(book, ((Part(any_of=("prednisone",)), Part(any_of=("camizestrant",))),), "2020")[1] == "00 or 01"


@pytest.mark.parametrize("other", ["Neulasta", "Zofran", "Decadron", "Aranesp", "Synthroid", "Effexor"])
def test_what_is_not_given_against_cancer_leaves_nothing_open(other: str) -> None:
    for text in (f"{other} + TCH", f"TCH, {other}"):
        assert list(mbc_cli.code(text, dx="2015").codes.values()) == ["03", "00", "01", "0", "00"]
    assert mbc_cli.code(f"Alimta + {other} + TCH", dx="2015").codes["1400"] == ""


# --- how it is asked ---------------------------------------------------------------------------------------------


def test_sources_are_counted_and_shown_whole_on_demand(run: Callable[..., Ran]) -> None:
    short, whole = (run("code", "TH", "--dx", "2015", *more).out for more in ((), ("-v",)))
    assert "Sources: -v\n" in short
    assert "\n  Sources:\n" not in short
    assert "\n  Sources:\n" in whole
    assert ": -v\n" not in whole
    only_short = set(short.split("\n")) - set(whole.split("\n"))
    assert sorted(line[:20] for line in only_short) == ["SEER*Rx decides; rea", "TH can also mean tot"]


@pytest.mark.parametrize("name", ["1410", "rxSummBrm", "RX Summ--BRM", "item 1410", "NAACCR 1410"])
def test_an_item_by_its_name_is_explained(run: Callable[..., Ran], name: str) -> None:
    found = json.loads(run("code", name, "--format", "json").out)
    assert [one["id"] for one in found["results"]] == ["1410"]
    page = run("code", name).out
    assert "1410 RX Summ--BRM" in page
    assert re.search(r"87 +recommended and refused", page)
    assert "1390" not in page


def test_an_item_alone_is_answered_too(run: Callable[..., Ran]) -> None:
    ran = run("1410")
    assert (ran.code, ran.err) == (0, "mbc: answered by mbc code 1410\n")
    assert ran.out == run("code", "1410").out


def test_an_item_that_holds_no_codes_of_treatment_is_refused() -> None:
    with pytest.raises(UsageError, match="1639 is not an item of systemic treatment: the items are 1390, "):
        mbc_cli.load().code_values("1639")


@pytest.mark.parametrize("words", [("code",), ("code", "-"), ("code", "--dx", "2015")])
def test_a_text_on_standard_input_is_read(run: Callable[..., Ran], words: tuple[str, ...]) -> None:
    assert "two drugs or more" in run(*words, given="AC x4 then letrozole\n\n").out


@pytest.mark.parametrize(
    ("given", "words", "message"),
    [
        (
            "AC\nTC\n",
            ("--dx", "2020"),
            'standard input has 2 lines, but one text is expected: to code each line: mbc annotate --code --dx "2020";',
        ),
        ("", ("Neulasta",), "is pegfilgrastim, a medicine outside this vocabulary: no code here: its SEER*Rx"),
        (
            "",
            ("decadron premed, Zofran, Neulasta",),
            "(decadron is dexamethasone; Zofran is ondansetron; Neulasta is pegfilgrastim): no code here: its SEER*Rx",
        ),
        ("\n", (), "give a drug, a regimen or a treatment text, or --values alone"),
        (b"\xff\xfe", ("-",), "standard input is not UTF-8"),
        ("", ("AC", "--values"), "or --values alone"),
        (
            "",
            ("tests/corpus/two_columns.csv",),
            "name the treatment column with --column; the columns are",
        ),
        (
            "",
            ("--column", "x"),
            "No such option: --column. A file is coded by mbc annotate FILE --column COLUMN --code",
        ),
        ("", ("AC", "--dx-column=dx"), "No such option: --dx-column. A file is coded by"),
    ],
)
def test_what_cannot_be_coded_is_told_what_to_write(
    run: Callable[..., Ran], given: str | bytes, words: tuple[str, ...], message: str
) -> None:
    ran = run("code", *words, given=given)
    assert (ran.code in (1, 2, 3), ran.out, message in " ".join(ran.err.split())) == (True, "", True), ran.err


@pytest.mark.parametrize("text", ["1390 03", "1390=03", "chemo code 03", "what does chemo code 03 mean"])
def test_one_code_of_an_item_is_explained(run: Callable[..., Ran], text: str) -> None:
    (item,) = json.loads(run("code", text, "--format", "json").out)["results"]
    assert (item["id"], [value["code"] for value in item["values"]]) == ("1390", ["03"])


def test_a_date_with_two_digits_for_its_year_is_answered_where_every_day_gives_the_same_codes(
    run: Callable[..., Ran],
) -> None:
    out = run("code", "anastrozole", "--dx", "10/2/24").out
    assert "10/2/24 may be 2024-10-02 or 2024-02-10 or 2010-02-24: the codes are the same" in " ".join(out.split())
