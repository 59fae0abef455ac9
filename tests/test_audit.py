"""`mbc audit`: coded items against treatment texts, and the rows that need a person."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import mbc_cli
from mbc_cli.annotate.annotator import Annotator
from mbc_cli.annotate.audit import MOST_TOLD, Tally, Told, code_in
from mbc_cli.annotate.coder import Coder
from mbc_cli.annotate.whose import whose
from mbc_cli.book.days import span_of
from mbc_cli.coding.audit import MEANS, Kind, compared, kind_of
from mbc_cli.coding.heard import heard
from mbc_cli.show.audit_page import ALL_SHOWN, MOST_SHOWN

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Ran

    Run = Callable[..., Ran]

MBC = mbc_cli.load()
ANNOTATOR = Annotator(MBC.book, MBC.speller, MBC.medicines)
CODER = Coder(ANNOTATOR)
NAACCR = "rxTextChemo,rxTextHormone,rxTextBrm,dateOfDiagnosis,rxSummChemo,rxSummHormone,rxSummBrm"


def verdicts(text: str, dx: str, codes: str, doubt: str = "") -> list[str]:
    """The verdict on each item in the order of the data; codes as in "03|01||0|"."""
    said = heard(MBC.book, CODER.codings(text, span_of(dx)))
    each = zip(MBC.book.naaccr.values(), codes.split("|"), said, strict=True)
    return [compared(item, code, one, doubt).kind.value for item, code, one in each]


@pytest.mark.parametrize(
    ("text", "dx", "codes", "item", "kind"),
    [
        ("AC x4", "2015", "03||||", 0, "agrees"),
        ("TCHP", "2012", "03|00|01|0|00", 2, "differs"),
        ("TCHP", "2013", "03|00|01|0|00", 2, "agrees"),
        ("TCHP", "2012", "03|00|00|0|00", 2, "nothing to compare"),
        ("docetaxel", "2015", "03||||", 0, "differs"),
        ("docetaxel", "2015", "87||||", 0, "differs"),
        ("docetaxel", "2015", "00||||", 0, "differs"),
        ("docetaxel", "2015", "||||", 0, "text says more"),
        ("docetaxel", "2015", "99||||", 0, "text says more"),
        ("docetaxel", "2015", "88||||", 0, "text says more"),
        ("docetaxel", "2015", "01||||", 0, "text says more"),
        ("chemo", "2015", "02||||", 0, "text does not say"),
        ("chemo planned", "2015", "02||||", 0, "text does not say"),
        ("chemo planned", "2015", "00||||", 0, "differs"),
        ("chemo unknown", "2015", "00||||", 0, "text does not say"),
        ("chemo recommended, pt refused", "2015", "88||||", 0, "text says more"),
        ("chemo recommended, pt refused", "2015", "86||||", 0, "differs"),
        ("letrozole", "2015", "02|01|||", 0, "text does not say"),
        ("letrozole", "2015", "00|01|||", 0, "nothing to compare"),
        ("letrozole", "2015", "99|01|||", 0, "nothing to compare"),
        ("letrozole", "2015", "87|01|||", 0, "text does not say"),
        ("", "2015", "02||||", 0, "text does not say"),
        ("", "2015", "00||||", 0, "nothing to compare"),
        ("THP", "2015", "02||||", 0, "to decide"),
        ("THP", "2015", "03||||", 0, "to decide"),
        ("THP", "2015", "00||||", 0, "differs"),
        ("THP", "2015", "||||", 0, "text says more"),
        ("CMF", "2001", "03||||", 0, "to decide"),
        ("not a candidate for chemo", "2015", "82||||", 0, "to decide"),
        ("at recurrence, fulvestrant", "2015", "|01|||", 1, "text does not say"),
        ("at recurrence, fulvestrant", "2015", "|00|||", 1, "nothing to compare"),
        ("goserelin", "2016", "|||0|", 3, "differs"),
        ("goserelin", "2016", "|||1|", 3, "to decide"),
        ("BSO", "2015", "||||00", 4, "differs"),
        ("chemo not recommended. AI started 5/5/21", "2021", "|00|||", 1, "differs"),
        ("chemo", "2015", "1||||", 0, "not comparable"),
    ],
)
def test_verdict(text: str, dx: str, codes: str, item: int, kind: str) -> None:
    assert verdicts(text, dx, codes)[item] == kind


def test_a_doubt_is_no_verdict_but_where_a_further_drug_changes_nothing() -> None:
    assert verdicts("AC", "2015", "03|00|||", "not read: x")[:2] == ["agrees", "nothing to compare"]
    assert verdicts("docetaxel", "2015", "02|01|||", "not read: x")[:2] == ["to decide", "to decide"]


def test_every_code_is_of_one_kind_beside_every_other() -> None:
    """What is more one way is less the other way, but that nothing planned is no less than planned."""
    back = {Kind.more: Kind.silent, Kind.silent: Kind.more}
    for item in MBC.book.naaccr.values():
        for one in item.values:
            for other in item.values:
                found, turned = kind_of(item, one.code, other.code), kind_of(item, other.code, one.code)
                if {one.role, other.role} != {"none", "recommended"}:
                    assert turned == back.get(found, found), (item.id, one.code, other.code)
    assert set(MEANS) == set(Kind)


@pytest.mark.parametrize(
    ("cell", "code"), [(" 03 ", "03"), ("03 several drugs", "03"), ("3", "3"), ("", ""), ("0 3", "0 3"), ("n/a", "n/a")]
)
def test_code_in_a_cell(cell: str, code: str) -> None:
    assert code_in(cell) == code


# --- a file ------------------------------------------------------------------------------------------------------


@pytest.fixture
def audit(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Run `mbc audit` on a CSV of these lines."""

    def call(lines: list[str], *words: str) -> Ran:
        monkeypatch.chdir(tmp_path)
        (tmp_path / "in.csv").write_text("\n".join([*lines, ""]))
        return run("audit", "in.csv", *words)

    return call


def test_columns_that_naaccr_names_are_known(audit: Callable[..., Ran], tmp_path: Path) -> None:
    rows = ["TCH x6,tamoxifen recommended; pt refused,Herceptin,20120618,03,87,01", "AC,,,20150101,03,,"]
    found = json.loads(audit([NAACCR, *rows], "-o", "look.csv", "--format", "json").out)
    assert (found["rows"], found["rows_for_a_person"]) == (2, 1)
    assert {one["item"]: one["column"] for one in found["items"]} == {
        "1390": "rxSummChemo",
        "1400": "rxSummHormone",
        "1410": "rxSummBrm",
    }
    (told,) = found["results"]
    assert (told["verdict"], told["codes"], told["by_text"]) == ("differs", {"1410": "01"}, {"1410": "00"})
    assert told["because"] == "trastuzumab is chemotherapy by this date of diagnosis (2013 update)"
    (line,) = csv.DictReader((tmp_path / "look.csv").read_text().splitlines())
    assert line == {
        "place": "in.csv:2",
        "diagnosed": "20120618",
        "verdict": "differs",
        "items": "1410",
        "coded": "1410=01",
        "by_text": "1410=00",
        "because": told["because"],
        "texts": "rxTextChemo: TCH x6 | rxTextHormone: tamoxifen recommended; pt refused | rxTextBrm: Herceptin",
    }


def test_columns_of_another_name_are_given(audit: Callable[..., Ran], tmp_path: Path) -> None:
    lines = ["mrn,c,h,dx,chemo,horm", "7,AC,refused,6/5/2015,03,00"]
    words = ("--text", "1390=c", "--text", "1400=h", "--item", "1390=chemo", "--item", "1400=horm", "--id", "mrn")
    ran = audit(lines, *words, "--dx-column", "dx", "--dx-format", "mdy", "-o", "look.csv")
    (line,) = csv.DictReader((tmp_path / "look.csv").read_text().splitlines())
    assert (line["mrn"], line["verdict"], line["coded"], line["by_text"]) == ("7", "differs", "1400=00", "1400=87")
    assert "1400=00, by text 87: refused (line 2, mrn 7)" in ran.out
    assert "look.csv" in ran.out


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("AC,6/5/2015,03,00", "date of diagnosis 6/5/2015: is it month/day/year or day/month/year?"),
        ("fooblastin,2015,03,00", "not understood: not read: fooblastin"),
        ("Alimta,2015,03,00", "not understood: Alimta (pemetrexed): other medicine"),
    ],
)
def test_a_row_that_cannot_be_read_is_told_once(audit: Callable[..., Ran], row: str, why: str) -> None:
    words = ("-c", "a", "--dx-column", "dx", "--item", "1390=c", "--item", "1400=h", "--format", "json")
    found = json.loads(audit(["a,dx,c,h", row], *words).out)
    (told,) = found["results"]
    assert (told["verdict"], told["items"], told["because"]) == ("not comparable", ["1390", "1400"], why)
    assert all(one["rows"]["not comparable"] == 1 for one in found["items"])


def test_the_same_in_many_rows_is_told_once(audit: Callable[..., Ran]) -> None:
    ran = audit(["a,c", *["docetaxel,03"] * 1500, "docetaxel,02"], "-c", "a", "--item", "1390=c")
    assert "in.csv  (1501 rows, 1500 to review)" in ran.out
    assert "1390=03, by text 02: docetaxel (one drug) (1500 rows, the first line 2)" in ran.out
    assert "-o FILE.xlsx" in ran.out


def test_more_than_can_be_kept_is_counted_all_the_same() -> None:
    tally = Tally([])
    for n in range(MOST_TOLD + 5):
        tally.add({}, [Told(Kind.decide, ("1390",), ("",), ("",), str(n))], str(n), "")
    assert (tally.rows_for_a_person, len(tally.told), len(tally.first)) == (MOST_TOLD + 5, MOST_TOLD, MOST_TOLD)


def test_a_row_of_another_tumor_is_not_compared(audit: Callable[..., Ran]) -> None:
    lines = ["primarySite,a,c", "C341,docetaxel,00", "C504,docetaxel,02"]
    ran = audit(lines, "-c", "a", "--item", "1390=c")
    assert "in.csv  (1 row, 0 to review)" in ran.out
    assert "1 row of another site" in ran.out


def test_a_registry_file(run: Run, tmp_path: Path) -> None:
    pytest.importorskip("xlsxwriter")
    ran = run("audit", "tests/corpus/registry.xml", "-o", str(tmp_path / "look.xlsx"), "--format", "json")
    told = {(one["verdict"], *one["items"], *one["codes"].values()) for one in json.loads(ran.out)["results"]}
    assert ("not comparable", "1400", "1") in told
    assert ("text says more", "1400", "") in told
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(tmp_path / "look.xlsx")
    rows = list(book.worksheets[0].values)
    assert rows[0][:3] == ("patientIdNumber", "tumorRecordNumber", "place")
    assert rows[1][:2] == ("00000001", "01")
    assert book.sheetnames[1] == "about"


# --- what cannot be meant ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        ((), 3, "in.csv: has no column of a coded item (rxSummChemo, rxSummHormone,"),
        (("-c", "a"), 3, "use --item 1390=COLUMN; the columns are 'a', 'c'"),
        (("--item", "1390=c"), 2, "name the treatment column with --column"),
        (("-c", "a", "--item", "1390=d"), 3, "no column 'd'"),
        (("-c", "a", "--item", "1391=c"), 2, "--item 1391=c: write ITEM=COLUMN, the item being one of 1390, 1400"),
        (("-c", "a", "--item", "1390"), 2, "--item 1390: write ITEM=COLUMN"),
        (("-c", "a", "--item", "1390=c", "--item", "1390=a"), 2, "--item 1390 is given twice"),
        (("-c", "a", "--item", "1390=c", "-o", "-"), 2, "-o - would mix the list with the table"),
        (("-c", "a", "--item", "1390=c", "-o", "in.csv"), 2, "-o in.csv is the input file"),
    ],
)
def test_what_cannot_be_meant(audit: Callable[..., Ran], words: tuple[str, ...], code: int, message: str) -> None:
    ran = audit(["a,c", "AC,03"], *words)
    assert (ran.code, message in ran.err) == (code, True), ran.err


def test_two_columns_that_may_have_an_item_are_asked_about(audit: Callable[..., Ran]) -> None:
    ran = audit(["rxTextChemo,rxSummChemo,1390", "AC,03,03"])
    assert "item 1390 may be in 'rxSummChemo' and in '1390': use --item 1390=COLUMN" in ran.err


def test_a_column_whose_name_has_a_word_for_an_item_is_offered(audit: Callable[..., Ran]) -> None:
    ran = audit(["chemo_text,chemo,horm given", "AC,03,00"])
    assert "use --item 1390=COLUMN; did you mean --item 1390=chemo --item 1400='horm given'?" in ran.err


def test_what_mbc_wrote_is_compared_where_nothing_else_is_and_said(audit: Callable[..., Ran]) -> None:
    ran = audit(["a,mbc_1390_chemo", "AC,02"], "-c", "a")
    assert "1390=02, by text 03" in ran.out
    assert "compared with codes of mbc itself (mbc_1390_chemo): for a registrar's, use --item 1390=COLUMN" in ran.err
    ran = audit(["a,mbc_1390_chemo,1390", "AC,02,03"], "-c", "a")
    assert "codes of mbc itself" not in ran.err
    assert "0 to review" in ran.out


def test_one_date_may_be_that_of_all_rows_or_a_column_of_dates(audit: Callable[..., Ran]) -> None:
    rows, words = ["a,c,dx", "Herceptin,00,12/31/2012"], ("-c", "a", "--item", "1410=c", "--format", "json")
    verdicts = [audit(rows, *words, *more) for more in ((), ("--dx", "dx"), ("--dx", "12/31/2012"), ("--dx", "2015"))]
    assert [json.loads(ran.out)["rows_for_a_person"] for ran in verdicts] == [0, 0, 0, 1]


def test_only_what_is_to_review_is_listed_whether_it_is_asked_for_or_not(audit: Callable[..., Ran]) -> None:
    whole, ran = (audit(["a,c", "AC,03"], "-c", "a", "--item", "1390=c", *more) for more in ((), ("--errors-only",)))
    assert (ran.code, ran.out) == (0, whole.out)
    assert "only the rows to review are listed in any case" in ran.err


def test_an_item_that_no_tumor_has_is_empty_where_its_text_is_there(tmp_path: Path, run: Run) -> None:
    lines = (Path(__file__).parent / "corpus" / "registry.xml").read_text("utf-8").splitlines()
    file = tmp_path / "without.xml"
    file.write_text("\n".join(line for line in lines if '"rxSummChemo"' not in line), "utf-8")
    out = run("audit", str(file)).out
    assert "1390=empty, by text 03: doxorubicin, cyclophosphamide, paclitaxel" in out


def test_columns_that_say_what_they_have_are_compared(audit: Callable[..., Ran]) -> None:
    header = "Patient,Dx Date,Chemo Text,BRM Text,RX Summ Chemo,RX Summ BRM"
    ran = audit([header, "1,12/31/2012,TCH,Herceptin,03,01", "2,01/02/2013,TCH,,03,01"], "--format", "json")
    found = json.loads(ran.out)
    assert [(one["verdict"], one["items"]) for one in found["results"]] == [("differs", ["1410"])]
    assert "text of item 1390 read from 'Chemo Text'" in ran.err
    ran = audit(["dx,treatment,Chemo Code,BRM code", "2015,AC,03,00", "2015,Herceptin,00,00"], "--format", "json")
    assert json.loads(ran.out)["rows_for_a_person"] == 1
    assert "code of item 1410 read from 'BRM code'" in ran.err
    ran = audit(["dx,treatment,1390", "2015,AC,02"], "--format", "json")
    assert json.loads(ran.out)["rows_for_a_person"] == 1
    assert "text of all items read from 'treatment'" in ran.err


def test_which_of_some_drugs_was_given_softens_nothing(audit: Callable[..., Ran]) -> None:
    words = ("-c", "a", "--item", "1410=b", "--item", "1390=c", "--dx", "2012", "--format", "json")
    found = json.loads(audit(["a,b,c", "AC-T; Herceptin,01,02"], *words).out)
    assert [one["verdict"] for one in found["results"]] == ["differs", "differs"]


def test_a_drug_that_is_not_coded_gives_no_code_to_the_item_whose_text_has_it(audit: Callable[..., Ran]) -> None:
    lines = [NAACCR, "AC,,Zometa,2015,03,00,01", "AC,,Xgeva,2015,03,00,00", "Zometa,letrozole,,2015,00,01,01"]
    out = audit(lines).out
    assert "1410=01, by text 00: zoledronic acid is ancillary (do not code) (line 2)" in out
    assert "line 3" not in out
    assert "1410=01: the text has zoledronic acid (not coded), letrozole (1400) (line 4)" in out


@pytest.mark.parametrize(("drugs", "shown"), [(ALL_SHOWN, ALL_SHOWN), (ALL_SHOWN + 1, MOST_SHOWN)])
def test_a_few_findings_are_all_shown(audit: Callable[..., Ran], drugs: int, shown: int) -> None:
    of_chemotherapy = [name for name, one in MBC.book.categories.items() if one.periods[:1] and not one.periods[1:]]
    names = [name for name in of_chemotherapy if MBC.book.categories[name].periods[0].category == "chemotherapy"]
    out = audit(["a,c", *(f"{name},87" for name in names[:drugs])], "-c", "a", "--item", "1390=c").out
    assert out.count("1390=87") == shown


def test_a_doubt_about_the_text_of_one_item_leaves_what_another_text_says(audit: Callable[..., Ran]) -> None:
    """An unread word in the text for chemotherapy sent a refused hormone to a person."""
    head = "Accession,Chemo Text,Hormone Text,rxSummChemo,rxSummHormone"
    ran = audit([head, "201500124,TCHP foobarix,refused tamoxifen,03,87"], "--format", "json")
    found = json.loads(ran.out)
    assert [item["rows"]["agrees"] for item in found["items"]] == [0, 1]
    (told,) = found["results"]
    assert (told["items"], told["because"].endswith("not read: foobarix (in Chemo Text)")) == (["1390"], True)


def test_a_column_called_as_that_of_the_code_has_the_text(audit: Callable[..., Ran]) -> None:
    """The text for hormones was not read, since the only column of treatments was taken to be that for chemotherapy."""
    ran = audit(["CHEMO,CHEMO_CODE,HORM,HORM_CODE,HORM_DATE", "AC,03,tamoxifen,00,2015"], "--format", "json")
    assert "text of item 1400 read from 'HORM'" in ran.err
    (told,) = json.loads(ran.out)["results"]
    assert (told["codes"], told["by_text"]) == ({"1400": "00"}, {"1400": "01"})


def test_a_finding_says_whose_row_it_is(audit: Callable[..., Ran]) -> None:
    ran = audit(["Accession,a,c", "201500124,docetaxel,03"], "-c", "a", "--item", "1390=c")
    assert "(line 2, Accession 201500124)" in ran.out


@pytest.mark.parametrize(
    ("header", "found"),
    [
        (("sex", "MRN", "id"), ("MRN",)),
        (("Accession Number", "tumorRecordNumber", "patientIdNumber"), ("patientIdNumber", "tumorRecordNumber")),
        (("drug", "identity"), ()),
    ],
)
def test_the_columns_that_identify_a_row(header: tuple[str, ...], found: tuple[str, ...]) -> None:
    assert whose(header) == found
