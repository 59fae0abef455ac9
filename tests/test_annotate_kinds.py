"""Every kind of file to every other: the same rows, codes with their zeros, lists as several texts, and bad input."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from pathlib import Path

import pytest

from mbc_cli.annotate import json_lines, written_workbook
from mbc_cli.annotate import workbook as workbooks
from mbc_cli.annotate.annotation import ASIDE, STATUSES
from mbc_cli.annotate.doors import opened_table, put_table
from mbc_cli.annotate.kinds import kind_of, written_kind
from mbc_cli.annotate.tables import NOTHING, Cell, File, value_of
from mbc_cli.book.errors import InputError, MbcError, UsageError

pl, pd, openpyxl, xlsxwriter = map(pytest.importorskip, ("polars", "pandas", "openpyxl", "xlsxwriter"))
pytest.importorskip("python_calamine")

HEADER = ("id", "drug", "code", "a, b")
ROWS = [["1", "TCH", "03", 'x "y"'], ["2", "fooblast; Taxol", "00", ""], ["3", "", "01", "two\nlines"]]
NAMES = ["t.csv", "t.tsv", "t.jsonl", "t.parquet", "t.xlsx", "t.csv.gz", "t.tsv.zst", "t.jsonl.GZ"]


@pytest.fixture
def annotate(tmp_path, run, monkeypatch):
    """Run `mbc annotate` in a directory of its own; code, output and messages."""
    monkeypatch.chdir(tmp_path)
    return lambda *words, given=b"": run("annotate", *map(str, words), given=given)


def file_of(path: Path, **more: str) -> File:
    """A file, of the kind that its ending says."""
    return File(path, kind_of(path), **more)


def table(path: Path, **more: str) -> list[list[str]]:
    """The header and the rows of a file, of a workbook those of its first sheet."""
    with opened_table(file_of(path, **{"sheet": "1"} | more)) as source:
        return [list(source.header), *(row for rows in source.blocks() for row in rows)]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_written_is_read_again(tmp_path, name):
    put_table(file_of(tmp_path / name), HEADER, [ROWS[:1], [], ROWS[1:]])
    assert table(tmp_path / name) == [list(HEADER), *ROWS]


@pytest.mark.parametrize("source", NAMES)
@pytest.mark.parametrize("target", NAMES)
def test_each_kind_becomes_each_other(tmp_path, annotate, source, target):
    put_table(file_of(tmp_path / source), HEADER, [ROWS])
    ran = annotate(source, "-c", "drug", "-o", f"out{target}")
    assert (ran.code, ran.err) == (0, f"3 rows: 1 exact, 1 partial, 1 empty; written to out{target}\n")
    header, *rows = table(tmp_path / f"out{target}")
    assert header[:5] == [*HEADER, "mbc_drugs"]
    assert [row[:4] for row in rows] == ROWS
    assert [row[4] for row in rows] == ["docetaxel;carboplatin;trastuzumab", "paclitaxel", ""]
    assert [row[-1] for row in rows] == ["", "not read: fooblast", ""]


def test_the_readers_that_people_use_see_the_zero_of_a_code(tmp_path):
    for name in ("t.csv", "t.parquet", "t.xlsx", "t.jsonl"):
        put_table(file_of(tmp_path / name), HEADER, [ROWS])
    codes = [row[2] for row in ROWS]
    assert pd.read_csv(tmp_path / "t.csv", dtype=str)["code"].to_list() == codes
    assert pl.read_csv(tmp_path / "t.csv", infer_schema=False)["code"].to_list() == codes
    assert pd.read_parquet(tmp_path / "t.parquet")["code"].to_list() == codes
    assert pl.read_parquet(tmp_path / "t.parquet")["code"].to_list() == codes
    assert pd.read_excel(tmp_path / "t.xlsx", dtype=str, engine="calamine")["code"].to_list() == codes
    assert pl.read_excel(tmp_path / "t.xlsx", engine="openpyxl")["code"].to_list() == codes
    assert [cell.value for cell in openpyxl.load_workbook(tmp_path / "t.xlsx").active["C"]] == ["code", *codes]
    assert pd.read_json(tmp_path / "t.jsonl", lines=True, dtype=False)["code"].to_list() == codes


VALUES = [
    Cell("1", 1),
    Cell("2.5", 2.5),
    Cell("true", True),
    Cell("2013-06-15", dt.date(2013, 6, 15)),
    Cell('["x", 1]', ["x", 1]),
    NOTHING,
    "007",
    "=1+1",
    "http://x.org",
    "-3",
]


def test_what_is_no_text_stays_what_it_is_where_a_file_can_hold_it(tmp_path):
    names = [f"c{n}" for n in range(len(VALUES))]
    put_table(file_of(tmp_path / "t.jsonl"), names, [[VALUES]])
    row = json.loads((tmp_path / "t.jsonl").read_text())
    assert list(row.values()) == [1, 2.5, True, "2013-06-15", ["x", 1], None, "007", "=1+1", "http://x.org", "-3"]
    put_table(file_of(tmp_path / "t.xlsx"), names, [[VALUES]])
    day, text = dt.datetime(2013, 6, 15), '["x", 1]'
    found = [cell.value for cell in openpyxl.load_workbook(tmp_path / "t.xlsx").active[2]]
    assert found == [1, 2.5, True, day, text, None, "007", "=1+1", "http://x.org", "-3"]
    _, again = table(tmp_path / "t.xlsx")
    assert list(map(value_of, again))[:4] == [1, 2.5, True, dt.date(2013, 6, 15)]


def test_a_number_that_json_does_not_have_is_missing_there(tmp_path):
    put_table(file_of(tmp_path / "t.jsonl"), ["a", "b"], [[[Cell("NaN", float("nan")), Cell("inf", float("inf"))]]])
    assert (tmp_path / "t.jsonl").read_text() == '{"a": null, "b": null}\n'


# --- several columns, and lists ------------------------------------------------------------------------------------


TWO = [
    ("ddAC x4", "tamoxifen", "doxorubicin;cyclophosphamide;tamoxifen", "exact", "chemo: also read: dd, x4"),
    ("Arimedex", "", "anastrozole", "corrected", "chemo: Arimedex → Arimidex"),
    ("fooblast", "Faslodex", "fulvestrant", "partial", "chemo: not read: fooblast"),
    ("fooblast", "none", "", "unknown", "chemo: not read: fooblast | horm: a placeholder"),
    ("", "letrozole declined", "", "no drug", "horm: letrozole: declined, not counted"),
    ("Taxol", "rituximab", "paclitaxel", "partial", "horm: rituximab: other medicine"),
    ("Taxol", "metformin", "paclitaxel", "exact", "horm: metformin: other medicine"),
    ("chemo", "", "", "class only", ""),
    ("chemo", "Taxol", "paclitaxel", "exact", ""),
    ("TC", "AI", "docetaxel;cyclophosphamide", "partial", "aromatase inhibitor: unclear which drug"),
    ("TC, AI", "none", "docetaxel;cyclophosphamide", "partial", None),
    ("AI", "letrozole", "letrozole", "exact", ""),
    ("syz chemo", "Taxol", "paclitaxel", "partial", "chemo: not read: syz"),
    ("syz chemo", "AI", "", "class only", "chemo: not read: syz"),
    ("AC or TC", "Taxol", "doxorubicin;cyclophosphamide;docetaxel;paclitaxel", "ambiguous", None),
    ("Taxol", "Taxol", "paclitaxel", "exact", ""),
    ("", "", "", "empty", ""),
]


@pytest.mark.parametrize("name", ["t.csv", "t.tsv", "t.jsonl", "t.parquet", "t.xlsx"])
def test_several_columns_are_one_treatment(tmp_path, annotate, name):
    put_table(file_of(tmp_path / name), ("chemo", "n", "horm"), [[[a, "1", b] for a, b, *_ in TWO]])
    assert annotate(name, "-c", "chemo", "-c", "horm", "-o", "out.csv").code == 0
    for row, (*given, drugs, status, note) in zip(table(tmp_path / "out.csv")[1:], TWO, strict=True):
        assert [row[0], row[2], row[3], row[-2]] == [*given, drugs, status]
        assert note in (None, row[-1])
    annotate(name, "-c", "horm", "-c", "chemo", "-o", "other.csv")
    assert table(tmp_path / "other.csv")[1][3] == "tamoxifen;doxorubicin;cyclophosphamide"


def test_columns_and_one_text_are_as_sure(annotate):
    """What stands beside a drug in another column is as open as beside it in one text."""
    pairs = [
        "AC|AI",
        "Taxol|chemo",
        "letrozole|LHRH agonist",
        "TC|hormone therapy",
        "chemo|Ibrance",
        "AI|Zoladex",
        "Taxol|syz chemo",
    ]
    two = "".join(f"{pair.replace('|', ',')}\n" for pair in pairs)
    one = "".join(f"{pair.replace('|', '; ')},\n" for pair in pairs)
    found = [
        [
            line.split(",")[6]
            for line in annotate("--from", "csv", "-c", "a", "-c", "b", given=f"a,b\n{rows}".encode()).out.splitlines()
        ]
        for rows in (two, one)
    ]
    assert found[0] == found[1]
    assert {"exact", "partial"} <= {*found[0]}


def test_the_items_follow_from_all_columns(annotate):
    pairs = [("Taxol", "Herceptin"), ("Taxol", "AC"), ("", "letrozole"), ("AC x4", "letrozole"), ("CMF or AC", "T-DM1")]
    two = "".join(f"{a},{b},2015\n" for a, b in pairs)
    one = "".join(f"{a} then {b},,2015\n" for a, b in pairs).replace("\n then ", "\n")
    words = ("--from", "csv", "-c", "a", "--code", "--dx-column", "dx")
    found = [
        [line.split(",")[9:] for line in annotate(*words, *more, given=f"a,b,dx\n{rows}".encode()).out.splitlines()]
        for rows, more in ((two, ("-c", "b")), (one, ()))
    ]
    assert found[0] == found[1]
    assert [row[0] for row in found[0]] == ["mbc_1390_chemo", "02 or 03", "03", "00", "03", "03"]


def test_parquet_says_why_a_row_is_not_coded(tmp_path, annotate):
    rows = {"drug": ["Taxol", "Taxol", "", "TC"], "dx": [dt.date(2015, 3, 1), None, None, dt.date(1950, 1, 1)]}
    pl.DataFrame(rows).with_columns(day=pl.Series(["6/5/2012", "2015", "x", ""])).write_parquet(tmp_path / "t.parquet")
    words = ("t.parquet", "-c", "drug", "-o", "out.parquet", "--code", "--dx-column")
    assert annotate(*words, "dx").code == 0
    assert pl.read_parquet(tmp_path / "out.parquet")["mbc_1390_chemo"].to_list()[0] == "02"
    assert annotate(*words, "day").code == 0
    found = pl.read_parquet(tmp_path / "out.parquet").select("mbc_note", "mbc_1390_chemo").rows()
    assert [("not coded: date of diagnosis 6/5/2012" in note, code) for note, code in found[:2]] == [
        (True, ""),
        (False, "02"),
    ]


def test_a_list_is_several_texts_in_json_and_in_parquet(tmp_path, annotate):
    texts = [["AC", "Taxol weekly", None], [], None, ["fooblast", "TC"], ["Taxol"]]
    pl.DataFrame({"drug": texts}).write_parquet(tmp_path / "t.parquet")
    (tmp_path / "t.jsonl").write_text("".join(json.dumps({"drug": each}) + "\n" for each in texts))
    for name in ("t.parquet", "t.jsonl"):
        for target in ("out.parquet", "out.jsonl", "out.csv"):
            assert annotate(name, "-c", "drug", "-o", target).code == 0
            found = [row[1:] for row in table(tmp_path / target)[1:]]
            assert found == [
                ["doxorubicin;cyclophosphamide;paclitaxel", "ac", "", "", "exact", "also read: weekly"],
                ["", "", "", "", "empty", ""],
                ["", "", "", "", "empty", ""],
                ["docetaxel;cyclophosphamide", "tc", "", "", "partial", "not read: fooblast"],
                ["paclitaxel", "", "", "", "exact", ""],
            ]
    assert pl.read_parquet(tmp_path / "out.parquet").height == 5


NESTED = ['{"drug": {"tamoxifen": false}}', '{"drug": [["TC"]]}', '{"drug": ["TC", {"a": 1}]}']


@pytest.mark.parametrize("target", ["jsonl", "csv"])
@pytest.mark.parametrize("line", NESTED)
def test_an_object_is_no_treatment_text(annotate, line, target):
    ran = annotate("-c", "drug", "--from", "jsonl", "--as", target, given=f'{{"drug": "TC"}}\n{line}\n'.encode())
    assert (ran.code, "input:2: 'drug' is neither a text nor a list of texts" in ran.err) == (3, True), ran.err


@pytest.mark.parametrize("target", ["parquet", "csv"])
@pytest.mark.parametrize("value", [{"tamoxifen": False}, [["TC"]]])
def test_nor_is_a_structure_of_parquet(tmp_path, annotate, value, target):
    pl.DataFrame({"drug": [value], "id": [1]}).write_parquet(tmp_path / "in.parquet")
    ran = annotate("in.parquet", "-c", "drug", "-o", f"out.{target}")
    assert (ran.code, "in.parquet: column 'drug' is not text: " in ran.err) == (3, True), ran.err


def test_signs_that_stand_between_texts_divide_no_text(annotate):
    given = b'{"a": "Taxol\\u001eTC", "b": ["x\\u001fTC"]}\n'
    ran = annotate("--from", "jsonl", "-c", "a", "-c", "b", given=given)
    assert json.loads(ran.out)["mbc_note"] == "b: not read: x"


# --- what is asked for ---------------------------------------------------------------------------------------------


def test_kinds_are_told_by_options_and_endings(tmp_path):
    assert kind_of(Path("a.CSV.gz")) == "csv"
    assert kind_of(Path("a.dat"), "tsv") == "tsv"
    assert kind_of(Path("a.dat"), "", "tsv") == "tsv"
    assert kind_of(Path("a.csv"), "", "tsv") == "csv"
    assert kind_of(None) == "lines"
    assert kind_of(None, "", "csv") == "csv"
    assert written_kind(None, "", "lines") == "tsv"
    assert written_kind(Path("a.parquet"), "", "csv") == "parquet"
    assert written_kind(Path("a.parquet"), "csv", "jsonl") == "csv"
    assert written_kind(Path("a.out"), "", "jsonl") == "jsonl"
    (tmp_path / "a.dat").touch()
    with pytest.raises(UsageError, match="use --from with one of csv, tsv"):
        kind_of(tmp_path / "a.dat")
    with pytest.raises(InputError, match="no such file"):
        kind_of(Path("a.dat"))
    with pytest.raises(UsageError, match=r"written as \.xlsx"):
        written_kind(Path("a.ods"), "", "csv")


def test_a_minus_is_standard_output_and_as_says_what_is_written(annotate):
    given = b"drug,n\nTaxol,1\n"
    ran = annotate("-", "--from", "csv", "--as", "jsonl", "-c", "drug", "-o", "-", given=given)
    assert json.loads(ran.out)["mbc_drugs"] == "paclitaxel"
    assert annotate("--as", "csv", "-c", "drug", given=given).out.startswith("drug,n,mbc_drugs")


def test_a_column_that_is_not_there_is_refused_with_the_near_names(tmp_path, annotate):
    (tmp_path / "in.csv").write_text("id,Chemo_Txt,horm_txt,chemo_date\n1,TC,x,\n")
    for asked, near in (
        ("txt", "'Chemo_Txt' or 'horm_txt'"),
        ("chemo", "'Chemo_Txt' or 'chemo_date'"),
    ):
        ran = annotate("in.csv", "-c", asked)
        assert (ran.code, f"in.csv: no column '{asked}': did you mean {near}? the columns are 'id'" in ran.err) == (
            3,
            True,
        )
    ran = annotate("in.csv", "-c", "Chemo_Txt", "-c", "Chemo_Txt")
    assert (ran.code, "name each column once" in ran.err) == (2, True)


def test_columns_that_are_plainly_meant_are_taken_and_said(tmp_path, annotate):
    (tmp_path / "in.csv").write_text("id;Chemo;Hormone;Dx;dx\n1;TC;letrozole;;\n")
    ran = annotate("in.csv", "-c", "chemo,hormone", "--as", "jsonl")
    assert "mbc: --column 'chemo,hormone' read as --column 'Chemo' --column 'Hormone'\n" in ran.err
    assert json.loads(ran.out)["mbc_drugs"] == "docetaxel;cyclophosphamide;letrozole"
    assert "--column 'HORMONE' read as --column 'Hormone'" in annotate("in.csv", "-c", "HORMONE").err
    assert annotate("in.csv", "-c", "DX").code == 3
    (tmp_path / "marked.csv").write_text("rx_text,rx.Text,Drug Name,dx_date\nTC,,letrozole,2015\n")
    ran = annotate("marked.csv", "-c", "drug-name", "--code", "--dx-column", "DX date")
    assert "--column 'drug-name' read as --column 'Drug Name'\n" in ran.err
    assert "--dx-column 'DX date' read as --dx-column 'dx_date'\n" in ran.err
    assert annotate("marked.csv", "-c", "rx-text").code == 3
    assert annotate("in.csv", "-c", "Chemo,radiation").code == 3
    assert "read as" not in annotate("in.csv", "-c", "Chemo", "--code", "--dx-column", "dx").err
    ran = annotate("--from", "csv", "-c", "a,b", given=b"a,b,c\nTaxol,,\n")
    assert (ran.code, "--column 'a,b' read as --column 'a' --column 'b'" in ran.err) == (0, True)
    ran = annotate("--from", "jsonl", "--as", "csv", "-c", "a,b", given=b'{"a": "Taxol", "b": ""}\n')
    assert (ran.code, "each is a column of its own: -c a -c b;" in ran.err) == (3, True)


@pytest.mark.parametrize("name", NAMES)
def test_a_column_is_taken_however_it_is_written_in_every_kind_of_file(tmp_path, annotate, name):
    put_table(file_of(tmp_path / name), ("id", "Drug Name"), [[["1", "TC"]]])
    ran = annotate(name, "-c", "drug_name", "--as", "jsonl")
    assert json.loads(ran.out)["mbc_drugs"] == "docetaxel;cyclophosphamide"
    assert "--column 'drug_name' read as --column 'Drug Name'\n" in ran.err


def test_a_column_of_standard_input_is_taken_however_it_is_written(annotate):
    ran = annotate("-", "-c", "drug_name", given=b"id,Drug Name\n1,Taxol\n")
    assert (ran.code, "1,Taxol,paclitaxel" in ran.out) == (0, True), ran.err
    assert "--column 'drug_name' read as --column 'Drug Name'\n" in ran.err


def test_lines_of_text_are_lines_in_whatever_format_they_are_written(tmp_path, annotate):
    (tmp_path / "in.txt").write_text("Navelbine\nTC\n")
    for words, given in ((["in.txt"], b""), (["-"], b"Navelbine\nTC\n")):
        assert annotate(*words, "--as", "csv", given=given).out.startswith("text,mbc_drugs,")
        assert annotate(*words, "--as", "tsv", given=given).out.splitlines()[1].startswith("Navelbine\tvinorelbine")
        assert len(annotate(*words, "--as", "jsonl", given=given).out.splitlines()) == 2


@pytest.mark.parametrize(("given", "kind"), [(b"id,drug\n1,Taxol\n", "csv"), (b"id\tdrug\r\n1\tTaxol\r\n", "tsv")])
def test_standard_input_that_has_the_columns_is_a_table(annotate, given, kind):
    ran = annotate("-", "-c", "drug", given=given)
    assert (ran.code, "paclitaxel" in ran.out, f"reading it as {kind}" in ran.err) == (0, True, True)
    assert annotate("-", "-c", "drugs", given=given).code == 2
    assert "reading it" not in annotate("-", given=given).err


def test_a_name_for_two_columns_is_refused_where_columns_are_known_by_name(tmp_path, annotate):
    (tmp_path / "in.csv").write_text("a,b,b\nTC,1,2\n")
    for name in ("out.jsonl", "out.parquet"):
        ran = annotate("in.csv", "-c", "a", "-o", name)
        assert (ran.code, "2 columns are named 'b': rename one of them" in ran.err) == (3, True)
        assert not (tmp_path / name).exists()
    assert annotate("in.csv", "-c", "a", "-o", "out.xlsx").code == 0


def test_json_with_members_of_its_own_in_a_later_line(tmp_path, annotate, monkeypatch):
    monkeypatch.setattr(json_lines, "ROWS", 2)
    lines = ['{"a": "TC"}', "", '{"a": "Taxol", "b": 1}', '{"b": 2, "c": 1}']
    (tmp_path / "in.jsonl").write_text("\n".join(lines))
    ran = annotate("in.jsonl", "-c", "a", "-o", "out.csv")
    assert (ran.code, "in.jsonl:3: has a new key 'b': include it in the first object" in ran.err) == (3, True)
    assert not (tmp_path / "out.csv").exists()
    assert annotate("in.jsonl", "-c", "a", "-o", "out.jsonl").code == 0


def test_half_a_character_is_no_text_of_another_file(tmp_path, annotate):
    (tmp_path / "in.jsonl").write_text('{"a": "TC"}\n{"a": "\\ud800"}\n')
    ran = annotate("in.jsonl", "-c", "a", "-o", "out.csv")
    assert (ran.code, "in.jsonl:2: has half of a surrogate pair" in ran.err) == (3, True)


# --- workbooks -----------------------------------------------------------------------------------------------------


def workbook(path: Path, **sheets: list[list[object]]) -> None:
    """A workbook with some sheets, saved."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)


PLAIN = [["id", "drug"], [1, "TC"], [2.0, "Taxol"]]


def test_a_sheet_is_asked_for_by_name_or_number_and_never_guessed(tmp_path, annotate):
    workbook(tmp_path / "in.xlsx", Notes=[["x"], ["y"]], Registry=PLAIN, Empty=[])
    ran = annotate("in.xlsx")
    assert (ran.code, "has the sheets 'Notes', 'Registry': use --sheet" in ran.err) == (2, True)
    ran = annotate("in.xlsx", "-c", "drugs")
    assert (ran.code, "has the sheets 'Notes', 'Registry': use --sheet" in ran.err) == (2, True)
    for sheet in ("Registry", "2"):
        assert (
            annotate("in.xlsx", "-c", "drug", "--sheet", sheet, "--as", "csv").out.splitlines()[1].startswith("1,TC,")
        )
    ran = annotate("in.xlsx", "--sheet", "registri")
    assert (ran.code, "no sheet 'registri': did you mean 'Registry'?" in ran.err) == (3, True)
    assert "no sheet '4': the sheets are 'Notes'" in annotate("in.xlsx", "-c", "drug", "--sheet", "4").err
    assert "sheet 'Empty': is empty: give another --sheet" in annotate("in.xlsx", "-c", "drug", "--sheet", "3").err
    workbook(tmp_path / "in.xlsx", Registry=PLAIN, Empty=[], Older=[["drugs"], ["x"]])
    assert annotate("in.xlsx", "-c", "drug", "-o", "out.csv").code == 0


def test_a_column_says_the_sheet_where_only_one_has_it(tmp_path, annotate):
    workbook(tmp_path / "in.xlsx", Y2014=[["Registry"], [], *PLAIN], Y2015=PLAIN, Notes=[["x"]])
    ran = annotate("in.xlsx", "-c", "drug")
    assert (ran.code, "in.xlsx: has these columns in 'Y2014', 'Y2015': use --sheet" in ran.err) == (2, True)
    annotate("in.xlsx", "-c", "drug", "--sheet", "2", "-o", "out.xlsx")
    assert "already has a column 'mbc_drugs'" in annotate("out.xlsx", "-c", "drug").err


def test_merged_cells_dates_and_a_table_that_begins_further_down(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    for cell, value in {"B3": "id", "C3": "drug", "D3": "dx", "B4": 1, "C4": "TC", "D4": dt.date(2013, 6, 15)}.items():
        sheet[cell] = value
    sheet["B5"], sheet["B6"], sheet["D5"] = 2, 3, dt.datetime(2014, 1, 2, 3, 4)
    sheet.merge_cells("C4:C6")
    book.save(tmp_path / "t.xlsx")
    with opened_table(file_of(tmp_path / "t.xlsx")) as source:
        assert source.header == ("id", "drug", "dx")
        (rows,) = source.blocks()
        assert rows == [["1", "TC", "2013-06-15"], ["2", "TC", "2014-01-02 03:04:00"], ["3", "TC", ""]]
        assert source.place(1) == f"{tmp_path / 't.xlsx'}: sheet 'Sheet', row 5"


def test_a_title_above_the_header_is_said_and_nothing_is_lost(tmp_path, annotate):
    workbook(tmp_path / "in.xlsx", A=[["Registry 2015", None], *PLAIN])
    ran = annotate("in.xlsx", "-c", "drug")
    assert ran.code == 3
    assert "sheet 'A': the column names seem to be in row 2, not in row 1: use --header-row 2" in ran.err
    ran = annotate("in.xlsx", "-c", "drug", "--header-row", "2", "--as", "csv")
    assert ran.out.splitlines()[1] == "1,TC,docetaxel;cyclophosphamide,tc,,,exact,"
    assert "sheet 'A': row 9 is empty: give another" in annotate("in.xlsx", "-c", "drug", "--header-row", "9").err


@pytest.mark.parametrize("above", ["Registry 2015\n\n", "sep=;\n", '"a\rb"\n'])
def test_a_title_above_the_header_of_a_csv(tmp_path, annotate, above):
    (tmp_path / "in.csv").write_text(f'{above}id;drug\n"1";Taxol\n2;TC;x\n', newline="")
    number = above.count("\n") + 1
    ran = annotate("in.csv", "-c", "drug")
    what = f"the column names seem to be in line {number}, not in line 1: use --header-row {number}"
    assert (ran.code, ran.out, f"in.csv: {what}" in ran.err) == (3, "", True)
    ran = annotate("in.csv", "-c", "drug", "--header-row", number)
    assert (ran.code, f"in.csv:{number + 2}: has 3 cells" in ran.err) == (3, True)
    (tmp_path / "in.csv").write_text(f'{above}id;drug\n"1";Taxol\n', newline="")
    assert (
        annotate("in.csv", "-c", "drug", "--header-row", number).out.splitlines()[1] == '"1";Taxol;paclitaxel;;;;exact;'
    )
    assert (
        "in.csv: has nothing in line 9: use another --header-row"
        in annotate("in.csv", "-c", "drug", "--header-row", 9).err
    )
    assert "columns are 'Reg" in annotate("in.csv", "-c", "x").err or number != 3


@pytest.mark.parametrize("rows", [["notes,dx", "treatmen,2"], ["chemo_txt,dx", "treatmen,2012"], ["dx", "treatmen"]])
def test_a_cell_with_the_name_of_a_misspelt_column_is_no_header(annotate, rows):
    ran = annotate("-c", "treatmen", "--from", "csv", given="\n".join(rows).encode())
    assert (ran.code, "no column 'treatmen': " in ran.err, "--header-row" in ran.err) == (3, True, False)


@pytest.mark.parametrize("kind", ["excel", "parquet"])
def test_no_bytes_go_to_a_terminal(annotate, monkeypatch, kind):
    monkeypatch.setattr(File, "is_shown", True)
    ran = annotate("-c", "a", "--from", "csv", "--as", kind, given=b"a\nTC\n")
    ending = {"excel": ".xlsx", "parquet": ".parquet"}[kind]
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"mbc: {kind.capitalize()} cannot be shown on a terminal: use -o FILE{ending}\n"


@pytest.mark.parametrize("given", [b"a,b\n", b"a,b", b'"a",b\r\n'])
def test_a_table_without_rows_is_said(annotate, given):
    ran = annotate("-c", "a", "--from", "csv", given=given)
    assert (ran.code, ran.err.splitlines()) == (0, ["0 rows: none", "standard input: has no rows"])


def test_what_is_refused_says_nothing_else(annotate):
    ran = annotate("-c", "x", "--from", "csv", "--code", given=b"a\nTC\n")
    assert (ran.code, ran.err) == (3, "mbc: standard input: no column 'x': the columns are 'a'\n")
    ran = annotate("-c", "a", "--from", "csv", "--code", given=b"a\nTC\n")
    assert (ran.code, ran.err.count("without --dx-column or --dx, an item that depends on")) == (0, 1)


def test_what_says_where_the_table_is_is_refused_where_there_is_no_such_place(annotate):
    for words in (("--sheet", "A", "--from", "csv"), ("--header-row", "2", "--from", "jsonl")):
        ran = annotate("-c", "drug", *words, given=b"drug\nTC\n")
        assert (ran.code, f"mbc: {words[0]} " in ran.err) == (2, True)


@pytest.mark.parametrize(
    ("encoding", "near"), [("utf-16", "utf-16"), ("utf-16-le", "utf-16-le"), ("latin-1", "latin-1")]
)
def test_the_encoding_that_is_likely_is_named(tmp_path, annotate, encoding, near):
    for text in ("id,drug\n1,Taxol \u00e9\n", "id,drug\n1,Taxol\n"):
        (tmp_path / "in.csv").write_bytes(text.encode(encoding))
        ran = annotate("in.csv", "-c", "drug")
        assert (ran.code, f"use --encoding, such as {near}\n" in ran.err) == (3, True) or encoding == "latin-1"
        assert "paclitaxel" in annotate("in.csv", "-c", "drug", "--encoding", encoding).out


def test_a_header_of_two_rows_that_are_merged(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["id", "treatment", None, "dx"], [None, "chemo", "horm", None], [1, "TC", "none", 2015], [2, "AC"]):
        sheet.append(row)
    for cells in ("A1:A2", "B1:C1", "D1:D2", "D3:D4"):
        sheet.merge_cells(cells)
    book.save(tmp_path / "t.xlsx")
    assert table(tmp_path / "t.xlsx", header_row=2) == [
        ["id", "chemo", "horm", "dx"],
        ["1", "TC", "none", "2015"],
        ["2", "AC", "", "2015"],
    ]


def test_formulas_are_their_last_value_and_none_is_empty_in_silence(tmp_path, annotate):
    def saved(*formulas):
        book = xlsxwriter.Workbook(tmp_path / "in.xlsx")
        book.add_worksheet("Notes & more")
        sheet = book.add_worksheet("B")
        sheet.write_row("B1", ["drug", "n"])
        for n, (formula, value) in enumerate(formulas, 1):
            sheet.write_formula(n, 1, formula, None, value)
            sheet.write(n, 2, n)
        book.close()

    saved(('="Ta"&"xol"', "Taxol"), ("=VLOOKUP(1,A:B,2)", "#N/A"), ("=1/0", "#DIV/0!"))
    assert table(tmp_path / "in.xlsx", sheet="2") == [["drug", "n"], ["Taxol", "1"], ["#N/A", "2"], ["#DIV/0!", "3"]]
    saved(('="Ta"&"xol"', "Taxol"), ('="T"&"C"', ""))
    ran = annotate("in.xlsx", "-c", "drug", "-o", "out.csv")
    assert (ran.code, (tmp_path / "out.csv").exists()) == (3, False)
    assert "sheet 'B', row 3: 'drug' has a formula that was never calculated: open the workbook" in ran.err


def test_a_workbook_to_a_workbook_keeps_numbers_and_days(tmp_path, annotate):
    workbook(tmp_path / "in.xlsx", A=[["id", "drug", "dx", "x"], [1, "TC", dt.date(2013, 6, 15), True]])
    assert annotate("in.xlsx", "-c", "drug", "-o", "out.xlsx").code == 0
    row = [cell.value for cell in openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[0][2]]
    assert row[:5] == [1, "TC", dt.datetime(2013, 6, 15), True, "docetaxel;cyclophosphamide"]


def test_a_second_sheet_explains_the_columns_and_what_came_out(tmp_path, annotate):
    given = b"drug,dx\nTaxol,2015\nTC,2015\ntamoxifen declined,\nfooblast,x\n"
    words = ("--from", "csv", "-c", "drug", "-o", "out.xlsx", "--code", "--dx-column", "dx")
    assert annotate(*words, given=given).code == 0
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert book.sheetnames == ["table", "about"]
    assert book["table"].auto_filter.ref == "A1:{}5".format(
        book["table"].cell(1, book["table"].max_column).column_letter
    )
    rows = [tuple(cell.value for cell in row) for row in book["about"]]
    assert [row[0] for row in rows[:4]] == ["Made with", "File", "Texts", "Diagnosis"]
    header = [cell.value for cell in book["table"][1]]
    column = next(n for n, row in enumerate(rows) if row[0] == "Column")
    assert [row[0] for row in rows[column + 1 :][: len(header) - 2]] == header[2:]
    counts = {row[0]: row[2] for row in rows if row[0] in (*STATUSES, *ASIDE)}
    assert {status: rows for status, rows in counts.items() if rows} == {
        "exact": 2,
        "no drug": 1,
        "unknown": 1,
        "declined": 1,
    }
    assert ("1390", "given: two drugs or more", "03") in rows


def test_days_that_excel_does_not_have_are_texts(tmp_path):
    early, zoned = dt.date(1899, 12, 30), dt.datetime(2015, 1, 1, tzinfo=dt.UTC)
    put_table(file_of(tmp_path / "t.xlsx"), ["a", "b"], [[[Cell(str(early), early), Cell(str(zoned), zoned)]]])
    found = [cell.value for cell in openpyxl.load_workbook(tmp_path / "t.xlsx").active[2]]
    assert found == ["1899-12-30", "2015-01-01 00:00:00+00:00"]


def test_what_a_sheet_cannot_hold_is_said_and_nothing_is_left(tmp_path, monkeypatch):
    target, long = file_of(tmp_path / "t.xlsx"), "x" * 32_768
    with pytest.raises(InputError, match="row 2 has 32768 characters in column 'b'"):
        put_table(target, ["a", "b"], [[["", long]]])
    with pytest.raises(InputError, match=r"t\.xlsx: 16385 columns are more than the 16384"):
        put_table(target, [f"c{n}" for n in range(16_385)], [])
    monkeypatch.setattr(written_workbook, "MOST_ROWS", 2)
    with pytest.raises(InputError, match="more than 2 rows"):
        put_table(target, ["a"], [[["1"], ["2"]]])
    assert list(tmp_path.iterdir()) == []


# --- damaged -------------------------------------------------------------------------------------------------------


def damaged(path: Path) -> None:
    """Cut the second half of a file off."""
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


@pytest.mark.parametrize("name", ["t.csv.gz", "t.tsv.zst", "t.jsonl.gz", "t.parquet", "t.xlsx"])
@pytest.mark.parametrize("how", ["cut", "another file", "nothing"])
def test_a_damaged_file_is_said_and_nothing_is_left(tmp_path, annotate, name, how):
    rows = [[str(n), f"Taxol {n * 7919 % 10007} mg", "x", ""] for n in range(5000)]
    put_table(file_of(tmp_path / name), HEADER, [rows])
    if how == "cut":
        damaged(tmp_path / name)
    else:
        (tmp_path / name).write_bytes(b"id,drug\n1,TC\n" if how == "another file" else b"")
    ran = annotate(name, "-c", "drug", "-o", "out.csv")
    assert (ran.code, len(ran.err.splitlines())) == (3, 1)
    assert ran.err.startswith(f"mbc: {name}: ")
    assert [file.name for file in tmp_path.iterdir()] == [name]


def test_gzip_that_is_whole_but_for_one_bit(tmp_path, annotate):
    content = bytearray(gzip.compress(b"id,drug\n" + b"1,Taxol\n" * 1000))
    content[-5] ^= 1
    (tmp_path / "in.csv.gz").write_bytes(content)
    ran = annotate("in.csv.gz", "-c", "drug", "-o", "out.csv")
    assert (ran.code, "in.csv.gz: is damaged, incomplete or not a gzip file" in ran.err) == (3, True)


def test_an_extra_that_is_not_there_is_one_message(tmp_path, monkeypatch):
    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(workbooks, "import_module", missing)
    with pytest.raises(InputError, match=r"workbooks need the extra `excel`: pip install .mbc-cli\[excel\]."):
        put_table(file_of(tmp_path / "t.xlsx"), ["a"], [])
    monkeypatch.setattr("importlib.import_module", missing)
    with pytest.raises(InputError, match=r"or the extra `zstd`: pip install .mbc-cli\[zstd\]."):
        put_table(file_of(tmp_path / "t.csv.zst"), ["a"], [])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", NAMES)
def test_an_error_among_the_rows_leaves_nothing(tmp_path, name):
    def rows():
        yield ROWS
        raise RecursionError("deep")

    (tmp_path / name).write_text("old")
    with pytest.raises((RecursionError, MbcError)):
        put_table(file_of(tmp_path / name), HEADER, rows())
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [(name, "old")]


def test_a_workbook_that_mbc_wrote_is_read_again_without_its_sheet_about(tmp_path, annotate):
    (tmp_path / "in.csv").write_text("drug\nTaxol\n")
    annotate("in.csv", "-c", "drug", "-o", "out.xlsx")
    ran = annotate("out.xlsx", "-c", "mbc_drugs", "--as", "jsonl")
    assert "already has a column 'mbc_drugs'" in ran.err  # it found the sheet
    workbook(tmp_path / "own.xlsx", about=[["x"], ["y"]], table=PLAIN)
    assert "has the sheets 'about', 'table'" in annotate("own.xlsx").err
