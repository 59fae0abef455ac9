"""Dates of diagnosis: read where they are clear, and never guessed."""

from __future__ import annotations

import csv

import pytest

from mbc_cli.annotate.dates import Unread, read_date
from mbc_cli.annotate.dates_column import Dates
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
    ("6/5/12", "mdy", "its year has two digits", "write four"),
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
