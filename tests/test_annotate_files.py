"""`mbc annotate` over files: formats, encodings, line ends, quotes, broken input, decisions, nothing half written."""

from __future__ import annotations

import csv
import gzip
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import heard

from mbc_cli.annotate import reading_files, writing_files
from mbc_cli.annotate.annotation import Annotation
from mbc_cli.annotate.decisions import DECISION_COLUMNS
from mbc_cli.annotate.job import Job
from mbc_cli.annotate.run import run as run_job
from mbc_cli.annotate.tables import File
from mbc_cli.annotate.wanted import Wanted
from mbc_cli.book.errors import InputError

NEW = "mbc_drugs,mbc_regimens,mbc_classes,mbc_other,mbc_status,mbc_note"


@pytest.fixture
def annotate(tmp_path, run, monkeypatch):
    """Run `mbc annotate` in a directory of its own; code, output bytes and messages."""
    monkeypatch.chdir(tmp_path)

    def call(*words, given=b""):
        ran = run("annotate", *map(str, words), given=given)
        return ran.code, ran.out.encode(), ran.err

    return call


def test_csv_keeps_rows_columns_quotes_and_line_ends(tmp_path, annotate):
    given = b'\xef\xbb\xbfid,drug,"a ""note"""\r\n1,"Taxol, x4",plain\r\n2,,"two\r\nlines"\r\n3\r\n4,TCH,\r\n'
    (tmp_path / "in.csv").write_bytes(given)
    code, out, err = annotate("in.csv", "--column", "drug")
    assert code == 0
    assert out.decode("utf-8-sig").split("\r\n") == [
        f'id,drug,"a ""note""",{NEW}',
        '1,"Taxol, x4",plain,paclitaxel,,,,exact,also read: x4',
        '2,,"two',
        'lines",,,,,empty,',
        "3,,,,,,,empty,",
        "4,TCH,,docetaxel;carboplatin;trastuzumab,tch,,,exact,",
        "",
    ]
    assert out.startswith(b"\xef\xbb\xbf")
    assert "4 rows: 2 exact, 2 empty" in err


def test_the_summary_counts_what_is_planned_refused_or_of_before(tmp_path, annotate):
    rows = ["plan: eribulin", "eribulin declined", "Taxol refused, AC x4", "prior AC, now letrozole", "TC", "plan: TC"]
    (tmp_path / "in.csv").write_text("\n".join(["drug,n", *(f'"{text}",1' for text in rows)]))
    code, out, err = annotate("in.csv", "-c", "drug")
    assert code == 0
    assert out.count(b"planned, not counted") == 2
    assert (
        "6 rows: 3 exact, 3 no drug; not counted: a planned treatment in 2, a declined treatment in 2, an earlier treatment in 1\n"
        in err
    )


def test_tsv_without_a_last_line_end(tmp_path, annotate):
    (tmp_path / "in.tsv").write_text("drug\tn\nXeloda\t1\nTC\t2")
    code, out, _ = annotate("in.tsv", "-c", "drug")
    assert code == 0
    assert out.decode().splitlines()[1:] == [
        "Xeloda\t1\tcapecitabine\t\t\t\texact\t",
        "TC\t2\tdocetaxel;cyclophosphamide\ttc\t\t\texact\t",
    ]


def test_a_csv_with_semicolons_stays_one(tmp_path, annotate):
    (tmp_path / "in.csv").write_bytes(b'id;drug;dose\r\n1;Taxol;1,5\r\n2;"TCH; x6";\r\n3;TC\r\n')
    code, out, _ = annotate("in.csv", "-c", "drug")
    assert code == 0
    assert out.decode().split("\r\n") == [
        "id;drug;dose;" + NEW.replace(",", ";"),
        "1;Taxol;1,5;paclitaxel;;;;exact;",
        '2;"TCH; x6";;"docetaxel;carboplatin;trastuzumab";tch;;;exact;also read: x6',
        '3;TC;;"docetaxel;cyclophosphamide";tc;;;exact;',
        "",
    ]
    assert "columns are 'id', 'drug', 'dose'" in annotate("in.csv", "-c", "none")[2]
    assert annotate("in.csv")[:2] == (0, out)


def test_a_column_whose_name_has_a_semicolon(tmp_path, annotate):
    (tmp_path / "in.csv").write_text("a;b,c\nTaxol,1\n")
    code, out, _ = annotate("in.csv", "-c", "a;b")
    assert code == 0
    assert out.decode().splitlines()[1] == "Taxol,1,paclitaxel,,,,exact,"


def test_jsonl(tmp_path, annotate):
    (tmp_path / "in.jsonl").write_text('{"drug": "Taxol", "n": 1}\n\n{"n": 2}\n{"drug": null}\n')
    code, out, _ = annotate("in.jsonl", "-c", "drug")
    assert code == 0
    lines = out.decode().splitlines()
    assert json.loads(lines[0]) | {} == {
        "drug": "Taxol", "n": 1, "mbc_drugs": "paclitaxel", "mbc_regimens": "", "mbc_classes": "", "mbc_other": "",
        "mbc_status": "exact", "mbc_note": "",
    }  # fmt: skip
    assert lines[1] == ""
    assert [json.loads(line)["mbc_status"] for line in lines[2:]] == ["empty", "empty"]


def test_plain_lines_on_standard_input(annotate):
    code, out, err = annotate(given=b"TCH\r\n\nArimedex")
    assert code == 0
    assert [line.split("\t")[5] for line in out.decode().splitlines()] == ["mbc_status", "exact", "empty", "corrected"]
    assert "3 rows" in err


def test_plain_lines_have_no_columns_and_no_byte_order_mark_inside(annotate):
    code, out, _ = annotate(given="\ufeffTaxol\n".encode())
    assert (code, out.decode().splitlines()[1].split("\t")[:2]) == (0, ["Taxol", "paclitaxel"])
    code, out, err = annotate("-c", "drugs", given=b"drug,n\nTaxol,1\n")
    assert (code, out) == (2, b"")
    assert "plain lines have none: use --from csv" in err


def test_latin_1_when_told(tmp_path, annotate):
    (tmp_path / "in.csv").write_bytes("drug,x\nÉpirubicine,1\n".encode("latin-1"))
    code, _, err = annotate("in.csv", "-c", "drug")
    assert code == 3
    assert "0xc9 is not utf-8: use --encoding" in err
    code, out, _ = annotate("in.csv", "-c", "drug", "--encoding", "latin-1")
    assert code == 0
    assert out.decode().splitlines()[1].startswith("Épirubicine,1,epirubicin,")


BROKEN = [
    (b"a,b\n1,2\n", ["-c", "drug"], 3, "no column 'drug': the columns are 'a', 'b'"),
    (b"a,b\n1,2\n", [], 2, "name the treatment column with --column"),
    (b"a,a\n1,2\n", ["-c", "a"], 3, "more than one column 'a'"),
    (b"a,mbc_drugs\n1,2\n", ["-c", "a"], 3, "already has a column 'mbc_drugs'"),
    (b"a,b\n1,2,3\n", ["-c", "a"], 3, "in.csv:2: has 3 cells but the header has 2"),
    (b'a,b\n1,"2"x\n', ["-c", "a"], 3, "in.csv:2:"),
    (b'a,b\n1,"2\n', ["-c", "a"], 3, "fix the quotes"),
    (b"", ["-c", "a"], 3, "is empty"),
    (b"a,b\rTCH,1\rTC,2\r", ["-c", "a"], 3, "in.csv:1: has a carriage return inside a cell"),
    (b"a,b\nTCH,1\n", ["-c", "a", "--encoding", "klingon"], 2, "--encoding klingon: unknown encoding"),
    (b"a,b\nTCH,1\n", ["-c", "a", "--encoding", "hex"], 2, "--encoding hex: unknown encoding"),
    (b"a,b\nTCH,1\n", ["-c", "a", "--encoding", "\u20ac"], 2, "unknown encoding"),
    (b"a,b\nTCH,1\n", ["-c", "a", "--as", "foo"], 2, "'foo' is not one of 'csv', 'tsv'"),
    ("a,b\nTCH,1\n".encode("utf-16-le"), ["-c", "a", "--encoding", "utf-16"], 3, "use --encoding, such as utf-16-le"),
    (
        b"a,b\nTCH," + b"x" * 10_000_000,
        ["-c", "a"],
        3,
        "in.csv:2: a record of more than 10000000 characters begins here",
    ),
    (
        b'a,b\nTCH,1\nTC,"' + (b"x" * 999 + b"\n") * 10_001,
        ["-c", "a"],
        3,
        "in.csv:3: a record of more than 10000000 characters",
    ),
]


@pytest.mark.parametrize("case", BROKEN)
def test_broken_csv_says_where_and_what_to_do(tmp_path, annotate, case):
    content, words, code, message = case
    (tmp_path / "in.csv").write_bytes(content)
    (tmp_path / "out.csv").write_text("old")
    got, _, err = annotate("in.csv", *words, "-o", "out.csv")
    assert got == code
    assert message in err
    assert "Traceback" not in err
    assert (tmp_path / "out.csv").read_text() == "old"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["in.csv", "out.csv"]


LONG = "x" * 140_000


@pytest.mark.parametrize("near", ["TC,2", 'TC,"2"', f'TC,"{LONG}"', "TC\rH,2"])
def test_a_long_or_an_odd_cell_is_kept_whether_there_are_quotes_near_it_or_not(tmp_path, annotate, near):
    (tmp_path / "in.csv").write_bytes(f"a,{LONG}\nTCH,{LONG}\nTaxol\rHerceptin,1\n{near}\n".encode())
    code, out, err = annotate("in.csv", "-c", "a")
    assert (code, "3 rows" in err) == (0, True)
    assert out.decode().split("\n")[:3] == [
        f"a,{LONG},{NEW}",
        f"TCH,{LONG},docetaxel;carboplatin;trastuzumab,tch,,,exact,",
        "Taxol\rHerceptin,1,paclitaxel;trastuzumab,,,,exact,",
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (f'{{"a": {"[" * 100_000}{"]" * 100_000}}}', "in.jsonl:2: is nested too deep"),
        ('{"a": "TC", "b": {"a": 1, "a": 2}, "a": "TCH"}', "in.jsonl:2: has 'a' twice: keep one of them"),
    ],
)
def test_json_that_cannot_be_meant(tmp_path, annotate, line, message):
    (tmp_path / "in.jsonl").write_text(f'{{"a": "TC"}}\n{line}\n')
    code, _, err = annotate("in.jsonl", "-c", "a", "-o", "out.jsonl")
    assert (code, err.startswith(f"mbc: {message}"), len(err.splitlines())) == (3, True, 1)
    assert not (tmp_path / "out.jsonl").exists()


def test_json_that_is_only_unusual(tmp_path, annotate):
    lines = [f'{{"n": {"9" * 5000}, "a": "TCH"}}', '{"a": "TC", "b": {"a": 1, "a": 2}}', f'{{"a": -{"9" * 5000}}}']
    (tmp_path / "in.jsonl").write_text("\n".join(lines) + "\n")
    code, out, _ = annotate("in.jsonl", "-c", "a")
    assert code == 0
    assert [got.startswith(line[:-1]) for got, line in zip(out.decode().splitlines(), lines, strict=True)] == [True] * 3


def test_other_bad_input(tmp_path, annotate):
    assert annotate("none.csv", "-c", "a")[0] == 3
    (tmp_path / "in.dat").write_text("a\n")
    assert "use --from" in annotate("in.dat")[2]
    (tmp_path / "in.jsonl").write_text('{"a": 1}\n[1]\n')
    assert "in.jsonl:2: is not a JSON object" in annotate("in.jsonl", "-c", "a")[2]
    (tmp_path / "bad.jsonl").write_text("{")
    assert "bad.jsonl:1: is not JSON" in annotate("bad.jsonl", "-c", "a")[2]
    (tmp_path / "in.csv").write_text("a,b\nTCH,1\n")
    assert annotate("in.csv", "-c", "a", "-o", "no/such/out.csv")[0] == 3


def test_nul_and_control_characters_pass_through_the_row_but_not_into_the_note(tmp_path, annotate):
    (tmp_path / "in.csv").write_bytes(b"a,b\nTaxol\x00,1\n\x1b[31mAbcdefg,2\n")
    code, out, _ = annotate("in.csv", "-c", "a")
    assert code == 0
    rows = out.split(b"\n")
    assert rows[1].startswith(b"Taxol\x00,1,paclitaxel")
    assert rows[2].startswith(b"\x1b[31mAbcdefg,2,")
    assert b"\x1b" not in rows[2].partition(b",2,")[2]


@pytest.mark.skipif(os.name == "nt", reason="links and pipes of POSIX")
def test_the_output_goes_through_links_and_into_pipes(tmp_path, annotate):
    (tmp_path / "in.csv").write_text("a,b\nTaxol,1\n")
    (tmp_path / "real.csv").write_text("old")
    (tmp_path / "link.csv").symlink_to("real.csv")
    assert annotate("in.csv", "-c", "a", "-o", "link.csv")[0] == 0
    assert (tmp_path / "link.csv").is_symlink()
    assert "paclitaxel" in (tmp_path / "real.csv").read_text()
    os.mkfifo(tmp_path / "pipe")
    with subprocess.Popen(["cat", str(tmp_path / "pipe")], stdout=subprocess.PIPE) as reader:
        assert annotate("in.csv", "-c", "a", "-o", "pipe")[0] == 0
        assert b"Taxol,1,paclitaxel" in reader.communicate(timeout=20)[0]
    assert (tmp_path / "pipe").is_fifo()


def test_outputs_that_cannot_be_meant_are_refused(tmp_path, annotate):
    (tmp_path / "in.csv").write_text("a,b\nFooblast,1\n")
    assert annotate("in.csv", "-c", "a", "-o", "x.csv", "--decisions", "x.csv")[0] == 2
    code, _, err = annotate("in.csv", "-c", "a", "-o", "out.xls")
    assert (code, "a workbook is written as .xlsx: use that extension" in err) == (2, True)
    code, out, err = annotate("in.csv", "-c", "a", "--decisions", "none/d.tsv")
    assert (code, out) == (3, b"")
    assert "there is no directory none" in err
    assert sorted(file.name for file in tmp_path.iterdir()) == ["in.csv"]


def test_a_read_only_file_is_not_replaced(tmp_path, monkeypatch):
    (tmp_path / "out.csv").write_text("old")
    monkeypatch.setattr(writing_files.os, "access", lambda *_: False)  # what it says to anybody but root
    with pytest.raises(InputError, match=r"out\.csv: is read-only"), writing_files.written(tmp_path / "out.csv"):
        pytest.fail("it was opened")
    assert (tmp_path / "out.csv").read_text() == "old"


def test_json_members_stay_as_they_were_written(tmp_path, annotate):
    lines = ['{"a": "Taxol", "v": 1e400, "w": 0.1000000000000000055, "t": 1.50}', '{ "u":"\\ud800" , "a":"TC"}\r', "{}"]
    (tmp_path / "in.jsonl").write_bytes("\n".join(lines).encode())
    code, out, _ = annotate("in.jsonl", "-c", "a")
    assert code == 0
    got = out.decode().split("\n")
    assert got[0].startswith(lines[0][:-1] + ', "mbc_drugs": "paclitaxel", ')
    assert got[1].startswith('{ "u":"\\ud800" , "a":"TC", "mbc_drugs": "docetaxel;cyclophosphamide"')
    assert got[1].endswith("}\r")
    assert json.loads(got[2])["mbc_status"] == "empty"
    (tmp_path / "in.jsonl").write_text('{"a": "x"}\n{"a": "x", "mbc_note": ""}\n')
    assert "in.jsonl:2: already has 'mbc_note'" in annotate("in.jsonl", "-c", "a")[2]


def test_a_lone_carriage_return_is_a_part_of_its_cell(tmp_path, annotate):
    (tmp_path / "in.csv").write_bytes(b"id,drug,n\n1,Taxol\rHerceptin,a\n2,TCH,b\n")
    code, out, err = annotate("in.csv", "-c", "drug")
    assert code == 0
    assert b"1,Taxol\rHerceptin,a,paclitaxel;trastuzumab" in out
    assert "2 rows" in err


@pytest.mark.parametrize(
    ("content", "remedy"),
    [
        ("a,b\n“TC” é,1\n".encode("cp1252"), "use --encoding, such as cp1252"),
        ("a,b\nTC é,1\n".encode("latin-1"), "use --encoding, such as latin-1"),
        (b"PK\3\4\xff\0\x80", "it looks like a workbook: use --from excel"),
        (b"PAR1\xff", "it looks like Parquet: use --from parquet"),
        (gzip.compress(b"a,b\nTC,1\n", mtime=0), "it looks like gzip: rename it to end in .gz"),
    ],
)
def test_bytes_in_another_encoding_or_of_no_text_say_what_they_look_like(tmp_path, annotate, content, remedy):
    (tmp_path / "in.csv").write_bytes(content)
    code, out, err = annotate("in.csv", "-c", "a")
    assert (code, out, err.endswith(f": {remedy}\n")) == (3, b"", True), err


@pytest.mark.parametrize("sign", ["\t", "|", ";"])
def test_a_csv_with_another_delimiter_is_read_where_the_column_says_so(tmp_path, annotate, sign):
    (tmp_path / "in.csv").write_text(f"id{sign}drug\n1{sign}TC, then x\n")
    code, out, _ = annotate("in.csv", "-c", "drug")
    assert (code, out.decode().splitlines()[0].split(sign)[:3]) == (0, ["id", "drug", "mbc_drugs"])
    assert out.decode().splitlines()[1].startswith(f"1{sign}TC, then x{sign}")


def test_utf_16_is_named(tmp_path, annotate):
    (tmp_path / "in.csv").write_bytes("a,b\nTaxol,1\n".encode("utf-16"))
    assert "use --encoding, such as utf-16" in annotate("in.csv", "-c", "a")[2]
    assert b"Taxol,1,paclitaxel" in annotate("in.csv", "-c", "a", "--encoding", "utf-16")[1]


def test_a_minus_is_standard_input_and_a_time_of_day_is_no_obstacle(annotate):
    given = b"drug,dx\nTCHP,2012-06-01 00:00:00\nTCHP,2015-06-01T10:30:00Z\n"
    code, out, _ = annotate("-", "--as", "csv", "-c", "drug", "--code", "--dx-column", "dx", given=given)
    assert code == 0
    assert [line.split(",")[-5:] for line in out.decode().splitlines()[1:]] == [
        ["03", "00", "00", "0", "00"],
        ["03", "00", "01", "0", "00"],
    ]


def test_an_unread_part_of_a_list_is_not_passed_over(annotate):
    out = annotate(given=b"Taxol + carbop\nTaxol + radiation\n")[1].decode().splitlines()
    assert [line.split("\t")[5] for line in out[1:]] == ["partial", "exact"]


def test_decisions_are_proposed_edited_and_given_back(tmp_path, annotate):
    (tmp_path / "in.csv").write_text("a,b\nFooblast,1\nFooblast,2\nTaxol,3\nArimedex,4\n")
    assert "2 distinct values to decide" in annotate("in.csv", "-c", "a", "--decisions", "d.tsv")[2]
    header, first, second = (tmp_path / "d.tsv").read_text().splitlines()
    assert first.split("\t")[:4] == ["Fooblast", "2", "", "unknown"]
    assert second.split("\t")[:4] == ["Arimedex", "1", "anastrozole", "corrected"]
    (tmp_path / "d.tsv").write_text(f"{header}\nFooblast\t2\tletrozole\tdecided\tas the chart says\n{second}\n")
    code, out, err = annotate("in.csv", "-c", "a", "--decisions", "d.tsv")
    assert code == 0
    assert out.decode().splitlines()[1] == "Fooblast,1,letrozole,,,,decided,as the chart says"
    assert "1 distinct value to decide" in err
    assert (tmp_path / "d.tsv").read_text().splitlines()[1].startswith("Fooblast\t2\tletrozole\tdecided")


def test_an_edit_that_is_not_marked_as_decided_is_not_lost(tmp_path, annotate):
    (tmp_path / "in.csv").write_text("a,b\nFooblast,1\n")
    header = "text\trows\tmbc_drugs\tmbc_status\tmbc_note\n"
    edited = f"{header}Fooblast\t1\tletrozole\tunknown\tmine\n"
    (tmp_path / "d.tsv").write_text(edited)
    code, _, err = annotate("in.csv", "-c", "a", "--decisions", "d.tsv")
    assert code == 3
    assert "write decided in its mbc_status" in err
    assert (tmp_path / "d.tsv").read_text() == edited
    (tmp_path / "d.tsv").write_text(f"{header}Fooblast\t1\tletrozole\t Decided\tmine\n")
    assert annotate("in.csv", "-c", "a", "--decisions", "d.tsv")[0] == 0
    (tmp_path / "d.tsv").write_text(f"{header}Fooblast\t1\tletrozole\tdone\tmine\n")
    assert "d.tsv:2: mbc_status is 'done'" in annotate("in.csv", "-c", "a", "--decisions", "d.tsv")[2]


def test_decisions_are_written_with_commas_where_the_name_says_so_and_read_as_a_spreadsheet_saves_them(
    tmp_path, annotate
):
    (tmp_path / "in.csv").write_text("a,b\nFooblast,1\n")
    words = ("in.csv", "-c", "a", "--decisions", "d.csv")
    assert annotate(*words)[0] == 0
    header, row = (tmp_path / "d.csv").read_text().splitlines()
    assert (header, row.split(",")[0]) == (",".join(DECISION_COLUMNS), "Fooblast")
    for sign in ",;\t":
        rows = (DECISION_COLUMNS, ("Fooblast", "1", "letrozole", "decided", "the chart"))
        (tmp_path / "d.csv").write_text("".join(sign.join(row) + "\n" for row in rows))
        code, out, _ = annotate(*words)
        assert (code, b"Fooblast,1,letrozole," in out) == (0, True)


def decision_file(path, *rows):
    path.write_text("".join("\t".join(row) + "\n" for row in (DECISION_COLUMNS, *rows)))


FOO = ("Fooblast", "1")


def test_decisions_of_several_people_are_merged_into_the_first_file(tmp_path, annotate):
    (tmp_path / "in.csv").write_text("a,b\nFooblast,1\nBarblast,2\nBazblast,3\nTaxol + fooblast,4\n")
    decision_file(
        tmp_path / "one.tsv", (*FOO, "letrozole", "decided", "the chart"), ("Barblast", "1", "", "unknown", "")
    )
    other = [
        (*FOO, "letrozole", "decided", "me too"),
        ("Barblast", "1", "", "decided", "none"),
        ("Elsewhere", "9", "", "decided"),
    ]
    decision_file(tmp_path / "two.tsv", *other)
    words = ("in.csv", "-c", "a", "--decisions", "one.tsv", "--decisions", "two.tsv")
    code, out, err = annotate(*words)
    assert (code, err.splitlines()) == (
        0,
        ["4 rows: 1 partial, 1 unknown, 2 decided", "2 distinct values to decide in one.tsv"],
    )
    assert [line.split(",")[6:] for line in out.decode().splitlines()[1:3]] == [
        ["decided", "the chart"],
        ["decided", "none"],
    ]
    texts = [line.split("\t")[0] for line in (tmp_path / "one.tsv").read_text().splitlines()]
    assert texts == ["text", "Barblast", "Fooblast", "Bazblast", "Taxol + fooblast", "Elsewhere"]
    assert (tmp_path / "two.tsv").read_text().count("\n") == 4


def test_decisions_that_differ_are_an_error_with_both(tmp_path, annotate):
    (tmp_path / "in.csv").write_text("a,b\nFooblast,1\n")
    two = ("AC", "1", "cyclophosphamide;doxorubicin", "decided", "")
    decision_file(
        tmp_path / "one.tsv", (*FOO, "letrozole", "decided", ""), (*two[:2], "doxorubicin;cyclophosphamide", *two[3:])
    )
    decision_file(tmp_path / "two.tsv", two, (*FOO, "", "decided", ""))
    before = (tmp_path / "one.tsv").read_text()
    code, out, err = annotate("in.csv", "-c", "a", "--decisions", "one.tsv", "--decisions", "two.tsv")
    assert (code, out) == (3, b"")
    assert err.splitlines() == [
        "mbc: decisions differ: keep one of each",
        "'Fooblast' is letrozole (one.tsv:2) and no drug (two.tsv:3)",
    ]
    assert (tmp_path / "one.tsv").read_text() == before
    for n in range(12):
        decision_file(
            tmp_path / f"{n}.tsv", *((f"x{each}", "1", "letrozole" if n else "", "decided") for each in range(12))
        )
    err = annotate("in.csv", "-c", "a", "--decisions", "0.tsv", "--decisions", "1.tsv")[2]
    assert err.splitlines()[-1] == "and 2 more"


def test_only_the_first_decision_file_may_be_new(tmp_path, annotate):
    (tmp_path / "in.csv").write_text("a,b\nFooblast,1\n")
    code, _, err = annotate("in.csv", "-c", "a", "--decisions", "one.tsv", "--decisions", "two.tsv")
    assert (code, err) == (
        3,
        "mbc: two.tsv: No such file or directory: only the first --decisions file may be new\n",
    )


def test_decisions_hold_in_each_of_several_columns(tmp_path, annotate):
    (tmp_path / "in.csv").write_text("a,b,dx\nFooblast,Taxol,2015\nAC,Fooblast,2015\nbarblast,Fooblast,2015\n")
    decision_file(tmp_path / "d.tsv", (*FOO, "letrozole", "decided", "the chart"))
    words = ("in.csv", "-c", "a", "-c", "b", "--decisions", "d.tsv", "-o", "out.csv")
    assert annotate(*words)[2].startswith("3 rows: 1 partial, 2 decided")
    rows = [line.split(",") for line in (tmp_path / "out.csv").read_text().splitlines()[1:]]
    assert [(row[3], row[7], row[8]) for row in rows] == [
        ("letrozole;paclitaxel", "decided", "a: the chart"),
        ("doxorubicin;cyclophosphamide;letrozole", "decided", "b: the chart"),
        ("letrozole", "partial", "a: not read: barblast | b: the chart"),
    ]


@pytest.mark.parametrize("status", ["partial", "ambiguous", "exact"])
def test_a_decision_file_of_before_a_status_was_new_is_still_read(tmp_path, annotate, status):
    (tmp_path / "in.csv").write_text("a,b\nTaxol + fooblast,1\n")
    decision_file(tmp_path / "d.tsv", ("Taxol + fooblast", "1", "paclitaxel", status, ""))
    assert annotate("in.csv", "-c", "a", "--decisions", "d.tsv")[0] == 0
    assert "\tpaclitaxel\tpartial\tnot read: fooblast" in (tmp_path / "d.tsv").read_text()


def test_a_file_is_not_written_over_itself_and_odd_dates_are_counted(tmp_path, annotate):
    (tmp_path / "in.csv").write_text("a,dx\nTCH,6/30/2012\n")
    assert annotate("in.csv", "-c", "a", "-o", "in.csv")[0] == 2
    code, _, err = annotate("in.csv", "-c", "a", "--code", "--dx-column", "dx", "--dx-format", "iso")
    assert code == 0
    assert "1 row is not coded for its date of diagnosis (6/30/2012): is it month/day/year? use" in err


@pytest.mark.skipif(os.name == "nt", reason="links of POSIX")
def test_no_file_is_both_read_and_written_through_links_or_streams_either(tmp_path, annotate):
    given = b"a,b\nTCH,1\n"
    (tmp_path / "in.csv").write_bytes(given)
    (tmp_path / "link.csv").symlink_to("in.csv")
    (tmp_path / "hard.csv").hardlink_to(tmp_path / "in.csv")
    for words in (["-o", "link.csv"], ["-o", "hard.csv"], ["--decisions", "hard.csv"], ["-o", "d", "--decisions", "d"]):
        code, out, err = annotate("in.csv", "-c", "a", *words)
        assert (code, out, "use another name" in err) == (2, b"", True), words
    for shell in ("annotate in.csv -c a >> in.csv", "annotate --as csv -c a -o in.csv < in.csv"):
        command = ["sh", "-c", f"{sys.executable} -m mbc_cli {shell}"]
        assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 2, shell
    assert (tmp_path / "in.csv").read_bytes() == given


@pytest.mark.skipif(os.name == "nt", reason="files of POSIX")
def test_decisions_are_read_from_a_file_and_nothing_else(tmp_path, annotate):
    (tmp_path / "in.csv").write_text("a,b\nFooblast,1\n")
    os.mkfifo(tmp_path / "pipe")
    for place in ("pipe", ".", "/dev/null"):
        code, out, err = annotate("in.csv", "-c", "a", "--decisions", place)
        assert (code, out) == (3, b"")
        assert "is not a file: use --decisions with a TSV or CSV file" in err


HEADER = b"text\trows\tmbc_drugs\tmbc_status\tmbc_note\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "its first line must be text, rows"),
        (HEADER + b"\xc9\t1\t\tunknown\t\n", "is not UTF-8"),
        (HEADER + b"Foo\r1\t\tunknown\t\n", "d.tsv:2:"),
        (HEADER + b"Foo\n", "d.tsv:2: mbc_status is ''"),
        (HEADER + b"Foo\t1\t\tdecided\t\tmore\n", "d.tsv:2: has 6 cells: write 5"),
        (HEADER + b"Foo\t1\t\tdecided\t\nFoo\t1\ttrastuzumab\tdecided\t\n", "d.tsv:3: has 'Foo' again"),
    ],
)
def test_a_damaged_decision_file_is_refused_before_anything_is_written(tmp_path, annotate, content, message):
    (tmp_path / "in.csv").write_text("a,b\nFooblast,1\n")
    (tmp_path / "d.tsv").write_bytes(content)
    code, out, err = annotate("in.csv", "-c", "a", "--decisions", "d.tsv")
    assert (code, out, len(err.splitlines())) == (3, b"", 1)
    assert message in err
    assert (tmp_path / "d.tsv").read_bytes() == content


def test_a_long_decision_is_read(tmp_path, annotate):
    (tmp_path / "in.csv").write_text(f"a,b\n{LONG},1\n")
    (tmp_path / "d.tsv").write_bytes(HEADER + f"{LONG}\t1\ttrastuzumab\tdecided\t\n".encode())
    code, out, _ = annotate("in.csv", "-c", "a", "--decisions", "d.tsv")
    assert code == 0
    assert out.endswith(b",1,trastuzumab,,,,decided,\n")


def test_a_target_that_is_a_directory_or_has_a_very_long_name(tmp_path, annotate):
    (tmp_path / "in.csv").write_text("a,b\nTCH,1\n")
    assert "in.csv: is there already" in annotate("in.csv", "-c", "a", "-o", ".")[2]
    assert annotate("in.csv", "-c", "a", "-o", f"{'n' * 250}.csv")[0] == 0


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="limits of POSIX")
@pytest.mark.parametrize("rows", [20_000, 200_000])
def test_a_disk_that_is_full_leaves_the_old_file(tmp_path, rows):
    (tmp_path / "in.csv").write_text("a,b\n" + "Taxol,some text\n" * rows)
    (tmp_path / "out.csv").write_text("old")
    command = f"ulimit -f 100; {sys.executable} -m mbc_cli annotate in.csv -c a -o out.csv"
    done = subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, done.stderr.count(b"\n")) == (3, 1)
    assert "out.csv: cannot be written (File too large" in done.stderr.decode()
    assert (tmp_path / "out.csv").read_text() == "old"
    assert not list(tmp_path.glob(".out.csv.*"))


def test_what_the_caller_does_is_not_taken_for_a_fault_of_the_input():
    with pytest.raises(LookupError), reading_files.opened(File(Path(__file__)), lambda _: None):
        raise LookupError
    with pytest.raises(UnicodeError), reading_files.opened(File(Path(__file__)), lambda _: None):
        raise UnicodeError


@pytest.mark.parametrize("error", [RecursionError(), MemoryError(), ValueError("odd"), KeyboardInterrupt()])
def test_an_error_in_the_middle_leaves_no_half_written_file(tmp_path, error):
    def failing(texts):
        if "TC" in texts:
            raise error
        return [Annotation(status="unknown")] * len(texts)

    (tmp_path / "in.csv").write_text("a,b\n" + "Taxol,1\n" * 20_000 + "TC,2\n")
    (tmp_path / "out.csv").write_text("old")
    with pytest.raises(type(error)):
        run_job(Job(File(tmp_path / "in.csv", "csv"), Wanted(("a",)), File(tmp_path / "out.csv", "csv")), failing)
    assert (tmp_path / "out.csv").read_text() == "old"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["in.csv", "out.csv"]


def test_a_decision_for_no_drug_is_refused_before_anything_is_written(tmp_path, annotate):
    (tmp_path / "in.csv").write_text("a,b\nFooblast,1\n")
    (tmp_path / "d.tsv").write_text("text\trows\tmbc_drugs\tmbc_status\tmbc_note\nFooblast\t1\tletrozol\tdecided\t\n")
    code, out, err = annotate("in.csv", "-c", "a", "--decisions", "d.tsv")
    assert (code, out) == (3, b"")
    assert "d.tsv:2: no drug id 'letrozol'" in err


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_kill_leaves_the_old_file(tmp_path):
    (tmp_path / "in.csv").write_text("a,b\n" + "".join(f"Fooblast {n} bar,{n}\n" for n in range(200_000)))
    (tmp_path / "out.csv").write_text("old")
    command = [sys.executable, "-m", "mbc_cli", "annotate", "in.csv", "-c", "a", "-o", "out.csv"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, preexec_fn=heard) as process:  # noqa: PLW1509
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate()
    assert process.returncode == 130
    assert b"Traceback" not in err
    assert (tmp_path / "out.csv").read_text() == "old"
    assert not list(tmp_path.glob(".out.csv.*"))


def test_registry_items_by_date_of_diagnosis(tmp_path, annotate):
    rows = [
        "drug,dx",
        "TCHP,2015-03-01",
        "TCHP,2012",
        "Herceptin,not a date",
        "THP,2020",
        "zometa,2015",
        "Alimta,2015",
        ",",
    ]
    (tmp_path / "in.csv").write_text("\n".join([*rows, ""]))
    code, out, _ = annotate("in.csv", "-c", "drug", "--code", "--dx-column", "dx")
    assert code == 0
    header, *cells = list(csv.reader(out.decode().splitlines()))
    assert header[-5:] == ["mbc_1390_chemo", "mbc_1400_hormone", "mbc_1410_brm", "mbc_1420_other", "mbc_3250_endocrine"]
    assert [row[-5:] for row in cells] == [
        ["03", "00", "01", "0", "00"],
        ["03", "00", "00", "0", "00"],
        ["", "", "", "", ""],
        ["02 or 03", "00", "01", "0", "00"],
        ["00", "00", "00", "0", "00"],
        ["", "", "", "", ""],
        ["", "", "", "", ""],
    ]
    notes = [row[header.index("mbc_note")] for row in cells]
    assert [note.partition("not coded: ")[2] for note in notes] == [
        "",
        "",
        "date of diagnosis not a date: it is not a day, month or year",
        "",
        "",
        "no treatment to code was found",
        "no text",
    ]
    assert annotate("in.csv", "-c", "drug", "--dx-column", "dx")[1] == out
    assert annotate("in.csv", "-c", "drug", "--code")[1] == out
    assert "no column 'day'" in annotate("in.csv", "-c", "drug", "--code", "--dx-column", "day")[2]


def test_a_decided_row_is_coded_by_the_decision(tmp_path, annotate):
    (tmp_path / "in.csv").write_text("drug,dx\nFooblast,2015\n")
    header = "text\trows\tmbc_drugs\tmbc_status\tmbc_note\n"
    (tmp_path / "d.tsv").write_text(f"{header}Fooblast\t1\ttrastuzumab\tdecided\t\n")
    _, out, _ = annotate("in.csv", "-c", "drug", "--decisions", "d.tsv", "--code", "--dx-column", "dx")
    assert out.decode().splitlines()[1].endswith(",00,00,01,0,00")
