"""Dates of diagnosis: read where they are clear, and never guessed."""

from __future__ import annotations

import csv

import pytest

from mbc_cli.annotate.dates import Unread, read_date
from mbc_cli.annotate.dates_column import Dates, format_shown
from mbc_cli.book.days import Span, span_text

READ = [
    ("2013-06-15", "iso mdy dmy excel", "2013-06-15"),
    ("20130615", "iso mdy dmy excel", "2013-06-15"),
    ("2013-06", "iso mdy dmy excel", "2013-06"),
    ("2013", "iso mdy dmy excel", "2013"),
    ("2013-06-15T10:30:00Z", "iso mdy dmy excel", "2013-06-15"),
    (" 2013-06-15 00:00:00 ", "iso mdy dmy excel", "2013-06-15"),
    ("06/2013", "iso mdy dmy excel", "2013-06"),
    ("6.2013", "iso mdy dmy excel", "2013-06"),
    ("6/5/2012", "mdy", "2012-06-05"),
    ("6/5/2012", "dmy", "2012-05-06"),
    ("06-05-2012 0:00", "mdy", "2012-06-05"),
    ("6/5/2012 12:00:00 AM", "mdy", "2012-06-05"),
    ("05.06.2012", "dmy", "2012-06-05"),
    ("06052012", "mdy", "2012-06-05"),
    ("06052012", "dmy", "2012-05-06"),
    ("12/31/2012", "mdy", "2012-12-31"),
    ("20129999", "iso mdy dmy excel", "2012"),
    ("201299", "iso", "2012"),
    ("20120699", "iso mdy", "2012-06"),
    ("2012-06-99", "iso", "2012-06"),
    ("99/99/2012", "iso mdy dmy", "2012"),
    ("99992012", "iso mdy", "2012"),
    ("99/2012", "iso", "2012"),
    ("06/99/2012", "mdy", "2012-06"),
    ("99/06/2012", "dmy", "2012-06"),
    ("41440", "excel", "2013-06-15"),
    ("41440.5", "excel", "2013-06-15"),
    ("41440.0", "excel", "2013-06-15"),
    ("60000", "excel", "2064-04-08"),
    ("2013/6/15", "iso mdy dmy excel", "2013-06-15"),
    ("2013.06.15", "iso", "2013-06-15"),
    ("2013/6", "iso mdy", "2013-06"),
    ("2013/06/99", "iso", "2013-06"),
    ("June 2013", "iso mdy dmy excel", "2013-06"),
    ("Jun. 2013", "iso", "2013-06"),
    ("June 15th, 2013", "iso", "2013-06-15"),
    ("15 June 2013", "mdy", "2013-06-15"),
    ("15-Jun-2013 10:30", "iso", "2013-06-15"),
    ("15JUN2013", "iso", "2013-06-15"),
    ("Sept 2013", "iso", "2013-09"),
    ("6/5/12", "mdy", "2012-06-05"),
    ("6/5/12", "dmy", "2012-05-06"),
    ("6/5/98", "mdy", "1998-06-05"),
]


@pytest.mark.parametrize(("text", "formats", "day"), READ)
def test_a_date_is_read_as_it_is_written(text, formats, day):
    for written in formats.split():
        found = read_date(text, written)
        assert isinstance(found, Span)
        assert span_text(found) == day


BOTH = "is it month/day/year or day/month/year?"
FORMS = "write the year first: 20130615, 201306 or 2013"
NOT_READ = [
    ("6/5/2012", "iso", BOTH, "use --dx-format mdy or dmy"),
    ("06052012", "iso", BOTH, "use --dx-format mdy or dmy"),
    ("6/5/2012", "excel", BOTH, "use --dx-format mdy or dmy"),
    ("6/30/2012", "iso", "is it month/day/year?", "use --dx-format mdy"),
    ("30.06.2012", "iso", "is it day/month/year?", "use --dx-format dmy"),
    ("30/06/2012", "mdy", "is it day/month/year?", "use --dx-format dmy"),
    ("06/30/2012", "dmy", "is it month/day/year?", "use --dx-format mdy"),
    ("41440", "iso", "is it a number of days, as Excel counts them?", "use --dx-format excel"),
    ("41440", "mdy", "is it a number of days, as Excel counts them?", "use --dx-format excel"),
    ("6/5/12", "iso", "its year has two digits", "write four, or use --dx-format mdy or dmy"),
    ("6/30/12", "iso", "is it month/day/year?", "use --dx-format mdy"),
    ("30/6/12", "iso", "its year has two digits", "write four, or use --dx-format mdy or dmy"),
    ("June 31, 2013", "iso", "it is not a day, month or year", FORMS),
    ("15 June 15, 2013", "iso", "it is not a day, month or year", FORMS),
    ("J 2013", "iso", "it is not a day, month or year", FORMS),
    ("June 15", "iso", "it is not a day, month or year", FORMS),
    ("2013/31/06", "iso", "it is not a day, month or year", FORMS),
    ("2/30/2012", "mdy", "it is not a day, month or year", FORMS),
    ("6/5.2012", "mdy", "it is not a day, month or year", FORMS),
    ("13/2012", "mdy", "it is not a day, month or year", FORMS),
    ("unknown", "iso", "it is not a day, month or year", FORMS),
    ("2013-02-30", "iso", "it is not a day, month or year", FORMS),
    ("06/99/2012", "dmy", "is it month/day/year?", "use --dx-format mdy"),
    ("06/99/2012", "iso", "is it month/day/year?", "use --dx-format mdy"),
    ("99999", "excel", "it is not a day, month or year", FORMS),
]


@pytest.mark.parametrize(("text", "written", "why", "remedy"), NOT_READ)
def test_what_is_not_clear_is_said_and_not_guessed(text, written, why, remedy):
    assert read_date(text, written) == Unread(text, why, remedy)


def test_rows_are_counted_by_what_is_not_clear_with_the_first_dates():
    dates = Dates()
    for text in ["6/5/2012", "1/2/2012", "6/5/2012", "3/4/2012", "5/6/2012", "x"]:
        dates(text)
    assert dates.summary() == [
        f"5 rows are not coded for their date of diagnosis (6/5/2012, 1/2/2012, 3/4/2012, ...): {BOTH} "
        "use --dx-format mdy or dmy",
        f"1 row is not coded for its date of diagnosis (x): it is not a day, month or year: {FORMS}",
    ]


@pytest.mark.parametrize("text", ["", " ", "9999", "99999999", "9999-99-99", "99/99/9999", "99/9999"])
def test_no_date_is_no_wrong_one(text):
    dates = Dates()
    assert dates(text) is None
    assert dates.summary() == []


@pytest.mark.parametrize(
    ("texts", "written", "remedies"),
    [
        (
            ("20121130", "6/5/2012"),
            "iso",
            ["use --dx-format mdy or dmy; 20121130 has the year first and is read anyway"],
        ),
        (("20121130", "6/5/2012", "6/2012"), "mdy", []),
        (("30/06/2012", "6/5/2012"), "mdy", ["use --dx-format dmy"]),
        (
            ("06/30/2012", "13/05/2012"),
            "mdy",
            ["no format reads both 13/05/2012 and 06/30/2012: write them all the same way, with the year first"],
        ),
        (
            ("06/30/2012", "13/05/2012", "1/2/2012"),
            "iso",
            ["no format reads both 06/30/2012 and 13/05/2012: write"] * 3,
        ),
        (
            ("41440", "6/30/2012"),
            "excel",
            ["no format reads both 6/30/2012 and 41440: write them all the same way"],
        ),
    ],
)
def test_dates_of_several_kinds_in_one_column(texts, written, remedies):
    dates = Dates(written)
    for text in texts:
        dates(text)
    assert len(dates.summary()) == len(remedies)
    assert all(remedy in line for remedy, line in zip(remedies, dates.summary(), strict=True)), dates.summary()


def test_a_row_without_a_date_beside_dated_ones_says_why_it_is_open(run):
    rows = "Herceptin,2012\nHerceptin,\nTaxol,\nTHP,\nTHP,2015\n,\n"
    ran = run("annotate", "--from", "csv", "-c", "a", "--code", "--dx-column", "dx", given="a,dx\n" + rows)
    found = [(row["mbc_note"], row["mbc_1390_chemo"]) for row in csv.DictReader(ran.out.splitlines())]
    assert found[:3] == [("", "02"), ("left open: no date of diagnosis", "00 or 02"), ("", "02")]
    assert ["no date of diagnosis" in note for note, _ in found[3:]] == [True, False, False], found
    assert "     2  no date of diagnosis" in ran.err


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_a_row_that_is_not_coded_says_why(run, kind):
    rows = [("Taxol", "6/5/2012"), ("Taxol x4", "2015"), ("", "6/5/2012")]
    given = {
        "csv": "a,dx\n" + "".join(f"{text},{dx}\n" for text, dx in rows),
        "jsonl": "".join(f'{{"a": "{text}", "dx": "{dx}"}}\n' for text, dx in rows),
    }[kind]
    words = ("--from", kind, "--as", "csv", "-c", "a", "--code", "--dx-column", "dx")
    ran = run("annotate", *words, given=given)
    cells = [line.split(",") for line in ran.out.splitlines()[1:]]
    assert [(row[7], row[8]) for row in cells] == [
        (f"not coded: date of diagnosis 6/5/2012: {BOTH}", ""),
        ("also read: x4", "02"),
        ("not coded: no text", ""),
    ]
    assert "1 row is not coded for its date of diagnosis (6/5/2012)" in ran.err
    ran = run("annotate", *words, "--dx-format", "mdy", given=given)
    assert [line.split(",")[8] for line in ran.out.splitlines()[1:]] == ["02", "02", ""]
    assert "not coded" not in ran.err


@pytest.mark.parametrize(
    ("texts", "shown"),
    [
        (["1/2/2012", "6/30/2012", "", "2012-05", "7/31/2012"], ("mdy", "6/30/2012")),
        (["1/2/2012", "30.06.2012"], ("dmy", "30.06.2012")),
        (["1/2/2012", "3/4/2013"], ("", "")),
        (["6/30/2012", "30/6/2012"], ("", "")),
        (["41440", "41441"], ("", "")),  # five digits may be anything
        (["15/06/22", "16/07/23"], ("", "")),  # may begin with the year
        (["6/30/12", "1/2/12"], ("mdy", "6/30/12")),
    ],
)
def test_a_format_is_taken_from_dates_that_fit_no_other(texts, shown):
    assert format_shown(texts) == shown


CASES = "case,rx,dx_date,dx_code\n1,Herceptin,1/2/2013,C50.9\n2,Herceptin,12/31/2012,C50.1\n"


def coded(run, *words):
    ran = run("annotate", "cases.csv", "--as", "csv", *words)
    return [row["mbc_1410_brm"] for row in csv.DictReader(ran.out.splitlines())], ran.err


def test_the_dates_of_a_file_are_found_and_read_as_they_show_it(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cases.csv").write_text(CASES)
    codes, said = coded(run, "--code")
    assert codes == ["01", "00"]
    assert "using column 'dx_date' for the date of diagnosis (--dx-column)" in said
    assert "'dx_date': dates read as --dx-format mdy, as 12/31/2012 shows" in said
    assert coded(run, "--code", "--dx", "DX-date")[0] == codes
    assert coded(run, "--code", "--dx-column", "dx_date", "--dx-format", "dmy")[0] == ["01", ""]
    assert coded(run, "--code", "--dx-column", "dx_code")[0] == ["", ""]


def test_one_date_is_of_all_rows_and_asks_for_codes(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cases.csv").write_text(CASES)
    codes, said = coded(run, "--dx", "Dec 2012")
    assert codes == ["00", "00"]
    assert "--dx concerns registry items: adding them (--code)" in said
    assert "date of diagnosis" not in said
    assert "give one of them" in coded(run, "--dx", "2012", "--dx-column", "dx_date")[1]


def test_a_column_without_dates_is_not_taken_for_them(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cases.csv").write_text("rx,dx\nHerceptin,C50.9\n")
    codes, said = coded(run, "--code")
    assert (codes, "without --dx-column or --dx" in said) == (["00 or 01"], True)


def test_one_date_of_all_rows_is_one_day(tmp_path, run):
    (tmp_path / "in.csv").write_text("drug\nTCH\n", "utf-8")
    asked = ("annotate", str(tmp_path / "in.csv"), "-c", "drug", "--code", "--dx", "3/5/2015")
    assert "is it 2015-03-05 or 2015-05-03? Write the year first, or use --dx-format mdy or dmy" in run(*asked).err
    assert run(*asked, "--dx-format", "mdy").code == 0
