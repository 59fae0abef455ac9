"""NAACCR XML through `mbc annotate`: to a table and back, and filled, with every other byte as it was."""

from __future__ import annotations

import csv
import gzip
import json
import re
import signal
import subprocess
import sys
import time
from difflib import ndiff
from pathlib import Path

import pytest

from mbc_cli.annotate.doors import opened_table, put_table
from mbc_cli.annotate.fill import Fill, Filling
from mbc_cli.annotate.tables import File
from mbc_cli.book.errors import InputError
from mbc_cli.naaccr.site import is_breast
from mbc_cli.show.coding_page import ASSUMED

REGISTRY = Path(__file__).parent / "corpus" / "registry.xml"
TEXTS = ("rxTextChemo", "rxTextHormone", "rxTextBrm", "rxTextOther")
START = (
    '<NaaccrData xmlns="http://naaccr.org/naaccrxml" '
    'baseDictionaryUri="http://naaccr.org/naaccrxml/naaccr-dictionary-260.xml" recordType="A" specificationVersion="1.8">'
)
END = "</NaaccrData>\n"


def registry(*tumors, start=START):
    """A file with some tumors of one patient, each a dict of its items; in the breast unless they say otherwise."""
    lines = [start, '<Patient><Item naaccrId="patientIdNumber">00000007</Item>']
    for items in tumors:
        each = {"primarySite": "C504", "dateOfDiagnosis": "2020", **items}
        lines.append("".join(f'<Item naaccrId="{name}">{value}</Item>' for name, value in each.items()).join(["<Tumor>", "</Tumor>"]))  # fmt: skip
    return "\n".join([*lines, "</Patient>", END])


@pytest.fixture
def annotate(tmp_path, run, monkeypatch):
    """Run `mbc annotate` in a directory of its own with in.xml; code, output and messages."""
    monkeypatch.chdir(tmp_path)

    def call(text, *words, given=b""):
        if text is not None:
            Path("in.xml").write_bytes(text.encode() if isinstance(text, str) else text)
        return run("annotate", *map(str, words), given=given)

    return call


def rows(path="out.csv"):
    """A CSV as dicts."""
    with Path(path).open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def filled(annotate, tumor, which="empty"):
    """The items of a tumor that are filled, and the messages."""
    ran = annotate(registry(tumor), "in.xml", "-o", "out.xml", "--fill", which)
    assert ran.code == 0, ran.err
    with opened_table(File(Path("out.xml"), "naaccr")) as table:
        ((row,),) = table.blocks()
    found = dict(zip(table.header, row, strict=True))
    return {name: value for name, value in found.items() if name.startswith("rxSumm")}, ran.err


# --- to a table --------------------------------------------------------------------------------------------------


def test_a_row_for_each_tumor_with_items_texts_and_codes(annotate):
    ran = annotate(REGISTRY.read_bytes(), "in.xml", "-o", "out.csv", "--code")
    assert ran.code == 0
    assert ran.err.splitlines() == [
        "4 tumors: 4 exact; not counted: a declined treatment in 1; written to out.csv",
        'rows with codes: 3 in every item, 1 in none; 1 of them left open, such as "02 or 03"',
        "     1  a tumor of another site or kind: the rules for breast cancer do not code it",
        ASSUMED,
        "in.xml:41: rxSummHormone: is '1': write 2 digits (a leading zero may have been lost)",
    ]
    found = rows()
    assert list(found[0])[:5] == [
        "patientIdNumber",
        "tumorRecordNumber",
        "dateOfDiagnosis",
        "primarySite",
        "registryId",
    ]
    assert [row["patientIdNumber"] for row in found] == ["00000001", "00000002", "00000002", "00000003"]
    assert [row["mbc_1390_chemo"] for row in found] == ["03", "03", "", "02 or 03"]
    assert [row["mbc_1400_hormone"] for row in found] == ["87", "00", "", "01"]
    assert "not coded: a tumor of another site or kind" in found[2]["mbc_note"]
    assert found[0]["mbc_note"].startswith("rxTextChemo: also read: dd, x4")
    assert found[3]["mbc_drugs"] == "letrozole;palbociclib"
    assert "textRemarks: also read: 125 mg" in found[3]["mbc_note"]


def test_an_item_that_is_missing_is_not_there_in_a_kind_that_can_say_so(annotate):
    annotate(registry({"rxTextChemo": "TC"}, {"rxTextBrm": "Herceptin"}), "in.xml", "-o", "out.jsonl")
    first, second = map(json.loads, Path("out.jsonl").read_text().splitlines())
    assert (first["rxTextChemo"], first["rxTextBrm"], second["rxTextChemo"]) == ("TC", None, None)


def test_a_stream_and_a_packed_file_give_the_same_table(annotate):
    text = REGISTRY.read_bytes()
    annotate(text, "in.xml", "-o", "out.csv")
    assert annotate(text, "--from", "naaccr", "-o", "stream.csv", given=text).code == 0
    Path("in.xml.gz").write_bytes(gzip.compress(text))
    assert annotate(text, "in.xml.gz", "-o", "packed.csv").code == 0
    assert Path("stream.csv").read_bytes() == Path("packed.csv").read_bytes() == Path("out.csv").read_bytes()


def test_the_columns_may_be_chosen(annotate):
    text = registry({"textRemarks": "AC x4", "rxTextChemo": "TC"})
    assert annotate(text, "in.xml", "-c", "textRemarks", "-o", "out.csv").code == 0
    assert rows()[0]["mbc_drugs"] == "doxorubicin;cyclophosphamide"
    ran = annotate(text, "in.xml", "-c", "rxTextChem", "-o", "out.csv")
    assert (ran.code, "--column 'rxTextChem' read as --column 'rxTextChemo'" in ran.err) == (0, True)
    ran = annotate(text, "in.xml", "-c", "rxTextQq", "-o", "out.xml")
    assert (ran.code, "no tumor has an item 'rxTextQq'" in ran.err) == (3, True)
    assert not Path("out.xml").exists()


def test_the_encoding_of_a_file_is_the_one_that_it_declares(annotate):
    text = f'<?xml version="1.0" encoding="windows-1252"?>{registry({"rxTextChemo": "“TC” x4"})}'
    assert annotate(text.encode("cp1252"), "in.xml", "-o", "out.csv").code == 0
    assert (rows()[0]["rxTextChemo"], rows()[0]["mbc_drugs"]) == ("“TC” x4", "docetaxel;cyclophosphamide")


def test_a_place_is_a_line_and_a_tumor_of_a_patient():
    with opened_table(File(REGISTRY, "naaccr")) as table:
        blocks = table.blocks()
        assert len(next(blocks)) == 4
        assert [table.place(n).removeprefix(str(REGISTRY)) for n in (0, 2)] == [
            ":8: tumor 01 of patient 00000001",
            ":27: tumor 02 of patient 00000002",
        ]


@pytest.mark.parametrize("target", ["out.csv", "out.xml"])
@pytest.mark.parametrize("record", ["I", "C"])
def test_a_record_type_without_texts_says_so(annotate, record, target):
    text = registry({}).replace('recordType="A"', f'recordType="{record}"')
    ran = annotate(text, "in.xml", "-o", target)
    assert ran.code == 3
    assert f"in.xml: is of record type {record}, which has no texts: use a file of type A or M" in ran.err
    assert not Path(target).exists()


@pytest.mark.parametrize("target", ["out.csv", "out.xml"])
def test_what_passes_the_schema_and_is_wrong_is_said(annotate, target):
    twice = registry({"rxTextChemo": "AC"}).replace("</Tumor>", '<Item naaccrId="rxTextChemo">TC</Item></Tumor>')
    ran = annotate(twice, "in.xml", "-o", target)
    assert (ran.code, "in.xml:3:130: rxTextChemo appears twice in one Tumor" in ran.err) == (3, True)
    assert not Path(target).exists()
    ran = annotate(registry({"vitalStatus": "1", "rxTextChemo": "AC", "rxSummChemo": "003"}), "in.xml", "-o", target)
    assert ran.code == 0
    assert "in.xml:3: vitalStatus: is in a Tumor and is not read: move it to the Patient" in ran.err
    assert "in.xml:3: rxSummChemo: has 3 characters, at most 2 are allowed: shorten it" in ran.err


@pytest.mark.parametrize("target", ["out.csv", "out.xml"])
@pytest.mark.parametrize(
    ("text", "message"),
    [
        (registry({"rxTextChemo": "AC"})[:-30], "in.xml:3:130: is not XML"),
        (registry({"rxTextChemo": "a < b"}), "in.xml:3:124: is not XML"),
        (f'<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>{registry({"rxTextChemo": "&b;"})}', "has a DOCTYPE"),
        ("\0\1garbage", "in.xml:1:1: is not XML"),
        ("", "in.xml:1:1: is not XML"),
    ],
)
def test_what_is_broken_is_refused_by_its_line_and_leaves_nothing(annotate, text, message, target):
    ran = annotate(text, "in.xml", "-o", target)
    assert (ran.code, message in ran.err) == (3, True), ran.err
    assert [found.name for found in Path().iterdir()] == ["in.xml"]


@pytest.mark.parametrize("target", ["out.jsonl", "out.csv", "out.xml"])
@pytest.mark.parametrize("patient", ['<Patient><Item naaccrId="patientIdNumber"/></Patient>', ""])
def test_no_tumor_is_said(annotate, target, patient):
    ran = annotate(f"{START}{patient}{END}", "in.xml", "-o", target)
    assert (ran.code, ran.err.splitlines()[:2]) == (0, [f"0 tumors: none; written to {target}", "in.xml: has no tumor"])


# --- filled ------------------------------------------------------------------------------------------------------


def test_nothing_is_filled_unasked(annotate):
    ran = annotate(REGISTRY.read_bytes(), "in.xml", "-o", "out.xml")
    assert Path("out.xml").read_bytes() == REGISTRY.read_bytes()
    assert "without --fill the file is written unchanged" in ran.err


def test_standard_output_gets_a_table_unless_something_is_filled(annotate):
    text = REGISTRY.read_bytes()
    assert annotate(text, "in.xml").out.startswith("patientIdNumber,tumorRecordNumber,")
    assert annotate(text, "in.xml", "--as", "naaccr").out == text.decode()
    assert annotate(text, "in.xml", "--fill", "empty").out.startswith("<?xml")


def test_empty_items_are_filled_with_what_is_said_of_them(annotate):
    ran = annotate(REGISTRY.read_bytes(), "in.xml", "-o", "out.xml", "--fill", "empty")
    assert ran.err.splitlines()[1:9] == [
        "filled: 1 rxSummChemo, 2 rxSummHormone",
        "  in.xml:8: tumor 01 of patient 00000001: rxSummHormone 87",
        "  in.xml:20: tumor 01 of patient 00000002: rxSummChemo 03, rxSummHormone 00",
        "not replaced, although the texts say otherwise: 1 rxSummHormone",
        "  in.xml:37: tumor 01 of patient 00000003: rxSummHormone 1, by the texts 01",
        "not filled, because the texts do not give a single code: 1 rxSummChemo",
        "  in.xml:37: tumor 01 of patient 00000003: rxSummChemo 02 or 03",
        "left unchanged: 1 of another site or kind",
    ]
    before, after = (text.splitlines() for text in (REGISTRY.read_text(), Path("out.xml").read_text()))
    changes = [line for line in ndiff(before, after) if not line.startswith(("  ", "? "))]
    assert [re.sub("^[+] +", "+ ", line) for line in changes] == [
        '+ <Item naaccrId="rxSummHormone" naaccrNum="1400">87</Item>',
        '+ <Item naaccrId="rxSummChemo" naaccrNum="1390">03</Item>',
        '+ <Item naaccrId="rxSummHormone" naaccrNum="1400">00</Item>',
    ]


def test_what_is_there_is_replaced_only_where_all_is_to_be_filled(annotate):
    tumor = {"rxSummChemo": "02", "rxSummHormone": "01", "rxTextChemo": "AC x4", "rxTextHormone": "tamoxifen"}
    found, said = filled(annotate, tumor)
    assert found == {"rxSummChemo": "02", "rxSummHormone": "01"}
    assert "filled: nothing\nnot replaced, although the texts say otherwise: 1 rxSummChemo" in said
    found, said = filled(annotate, tumor, "all")
    assert found == {"rxSummChemo": "03", "rxSummHormone": "01"}
    assert "filled: nothing\nreplaced: 1 rxSummChemo" in said


@pytest.mark.parametrize(
    ("tumor", "items"),
    [
        ({"rxTextChemo": "AC x4"}, {"rxSummChemo": "03"}),
        ({"rxTextChemo": "none"}, {"rxSummChemo": "00"}),
        ({"rxTextHormone": "Tamoxifen recommended, pt refused"}, {"rxSummHormone": "87"}),
        ({"rxTextBrm": "trastuzumab"}, {"rxSummBrm": "01"}),
        ({"rxTextBrm": "trastuzumab", "dateOfDiagnosis": "2012"}, {"rxSummChemo": "02"}),
        ({"rxTextBrm": "trastuzumab", "dateOfDiagnosis": ""}, {}),
        ({"rxTextHormone": "BSO"}, {"rxSummTransplntEndocr": "30"}),
        ({"rxTextChemo": "AC x4", "rxSummChemo": ""}, {"rxSummChemo": "03"}),
        ({"textRemarks": "AC x4"}, {}),
        ({"textRemarks": "**CHEMO CONT: AC x4"}, {"rxSummChemo": "03"}),
        ({"rxTextChemo": "AC x4 foobar"}, {}),
        ({"rxTextChemo": "foobar"}, {}),
        ({"rxTextChemo": "chemo"}, {}),
        ({"rxTextHormone": "AI"}, {}),
        ({"rxTextHormone": "tamoxifen or letrozole"}, {}),
        ({"rxTextHormone": "tamoxifen", "rxTextChemo": "chemo"}, {}),
        ({"rxTextHormone": "tamoxifin"}, {"rxSummHormone": "01"}),
        ({"rxTextChemo": "AC x4", "primarySite": "C341"}, {}),
        ({"rxTextChemo": "AC x4", "histologicTypeIcdO3": "9680"}, {}),
        ({}, {}),
    ],
)
def test_an_item_is_filled_where_something_is_said_of_it(annotate, tumor, items):
    assert filled(annotate, tumor)[0] == items


def test_what_is_left_is_counted_and_the_first_are_told_with_their_place(annotate):
    left = [
        {"rxTextChemo": text} for text in ("Taxol foobar", "foobar", "foobar " * 50 + "x", "x", "chemo", "TC or AC")
    ]
    left += [{"rxTextChemo": "AC x4", "primarySite": site} for site in ("C341", "")]
    ran = annotate(registry(*left), "in.xml", "-o", "out.xml", "--fill", "all")
    assert ran.err.splitlines()[1:] == [
        "filled: nothing",
        "left unchanged: 1 of another site or kind, 1 without a primarySite, 4 with texts that were not read in "
        "full, 1 with texts that can be read in several ways, 1 with texts that name a class but no drug",
        "  in.xml:3: tumor 1 of patient 00000007: partial: rxTextChemo: not read: foobar",
        "  in.xml:4: tumor 2 of patient 00000007: unknown: rxTextChemo: not read: foobar",
        "  in.xml:5: tumor 3 of patient 00000007: unknown: rxTextChemo: not read: " + "foobar " * 14 + "foobar ...",
        "  and 5 more",
        "every tumor with its status, note and codes: write a table (--code -o FILE.csv, without --fill)",
    ]


@pytest.mark.parametrize(
    ("site", "histology", "is_it"),
    [
        ("C504", "", True),
        ("C504", "8500", True),
        ("C509", "8982", True),
        ("C504", "8720", True),
        ("C500", "8720", False),
        ("C504", "8890", False),
        ("C504", "9680", False),
        ("C504", "unknown", True),
        ("C341", "8500", False),
        ("", "8500", False),
    ],
)
def test_the_breast_is_a_site_and_a_histology(site, histology, is_it):
    assert is_breast({"primarySite": site, "histologicTypeIcdO3": histology}) is is_it


def test_texts_are_never_filled(book):
    assert not {name for name in Fill(book, Filling.all).targets if not name.startswith("rxSumm")}


def test_a_decision_of_a_person_fills(annotate):
    text = registry({"rxTextChemo": "foobar"})
    assert annotate(text, "in.xml", "-o", "out.xml", "--decisions", "d.tsv").code == 0
    told = Path("d.tsv").read_text().replace("\t\tunknown", "\tcapecitabine\tdecided")
    lines = [line.split("\t") for line in Path("d.tsv").read_text().splitlines()]
    n, status = lines[0].index("mbc_drugs"), lines[0].index("mbc_status")
    lines[1][n], lines[1][status] = "capecitabine", "decided"
    Path("d.tsv").write_text("".join("\t".join(line) + "\n" for line in lines))
    assert annotate(text, "in.xml", "-o", "out.xml", "--decisions", "d.tsv", "--fill", "empty").code == 0
    assert '<Item naaccrId="rxSummChemo">02</Item>' in Path("out.xml").read_text(), told


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ["in.xml", "-o", "out.csv", "--fill", "all"],
            "--fill fills in items of NAACCR XML: use -o with a name that ends in",
        ),
        (["in.xml", "-o", "out.xml", "--code"], "--code adds columns, but NAACCR XML has none: use --fill"),
        (["in.xml", "-o", "in.xml"], "-o in.xml is the input file"),
        (["in.xml", "-o", "out.csv", "--dx", "2015"], "each tumor of NAACCR XML has its own: leave it out"),
    ],
)
def test_what_cannot_be_meant_is_refused(annotate, words, message):
    ran = annotate(REGISTRY.read_bytes(), *words)
    assert (ran.code, message in ran.err) == (2, True), ran.err


# --- from a table ------------------------------------------------------------------------------------------------


def written(annotate, text, *words):
    """A CSV as NAACCR XML, and the messages."""
    Path("in.csv").write_bytes(text.encode())
    ran = annotate(None, "in.csv", "-o", "out.xml", *words)
    return (Path("out.xml").read_text() if ran.code == 0 else None), ran.err


def test_a_table_becomes_a_file_and_the_file_the_same_table(annotate):
    annotate(REGISTRY.read_bytes(), "in.xml", "-o", "in.csv")
    table = Path("in.csv").read_bytes().decode()
    text, _ = written(annotate, table)
    assert text is not None
    assert (text.count("<Patient>"), text.count("<Tumor>")) == (3, 4)
    annotate(text, "in.xml", "-o", "out.csv")
    before, after = rows("in.csv"), rows("out.csv")
    cells = [[{name: cell for name, cell in row.items() if cell} for row in table] for table in (before, after)]
    assert cells[0] == cells[1]


def test_items_stand_where_they_belong_and_dates_as_they_are_written(annotate):
    table = (
        "registryId,patientIdNumber,vitalStatus,dateOfDiagnosis,primarySite,rxTextChemo,Tumor.countyAtDx,mbc_note\n"
        '9,00000001,1,2012-06-18,C504,"TCH & ""x""\r\n<6>",001,a\n'
        "9,00000001,1,06/2013,C509,,,\n"
        "9,,,2020,C504,,,\n"
        "9,,,soon,C504,,,\n"
    )
    text, said = written(annotate, table)
    assert text == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"{START}\n"
        '  <Item naaccrId="registryId">9</Item>\n'
        "  <Patient>\n"
        '    <Item naaccrId="patientIdNumber">00000001</Item>\n'
        '    <Item naaccrId="vitalStatus">1</Item>\n'
        "    <Tumor>\n"
        '      <Item naaccrId="dateOfDiagnosis">20120618</Item>\n'
        '      <Item naaccrId="primarySite">C504</Item>\n'
        '      <Item naaccrId="rxTextChemo">TCH &amp; "x"\n&lt;6&gt;</Item>\n'
        '      <Item naaccrId="countyAtDx">001</Item>\n'
        "    </Tumor>\n"
        "    <Tumor>\n"
        '      <Item naaccrId="dateOfDiagnosis">201306</Item>\n'
        '      <Item naaccrId="primarySite">C509</Item>\n'
        "    </Tumor>\n"
        "  </Patient>\n"
        "  <Patient>\n"
        "    <Tumor>\n"
        '      <Item naaccrId="dateOfDiagnosis">2020</Item>\n'
        '      <Item naaccrId="primarySite">C504</Item>\n'
        "    </Tumor>\n"
        "  </Patient>\n"
        "  <Patient>\n"
        "    <Tumor>\n"
        '      <Item naaccrId="dateOfDiagnosis">soon</Item>\n'
        '      <Item naaccrId="primarySite">C504</Item>\n'
        "    </Tumor>\n"
        "  </Patient>\n"
        "</NaaccrData>\n"
    )
    assert "out.xml:3: registryId: is '9': write 10 digits" in said
    assert "out.xml:27: dateOfDiagnosis: is 'soon': write YYYYMMDD, YYYYMM or YYYY" in said


def test_a_table_is_filled_while_it_is_written(annotate):
    table = "patientIdNumber,primarySite,dateOfDiagnosis,rxTextChemo\n00000001,C504,6/5/2021,TC x4\n"
    text, said = written(annotate, table, "--fill", "empty", "--dx-format", "mdy")
    assert text is not None
    assert '<Item naaccrId="dateOfDiagnosis">20210605</Item>' in text
    assert '<Item naaccrId="rxSummChemo">03</Item>' in text
    assert "filled: 1 rxSummChemo" in said


def test_the_dictionary_and_the_record_type_are_those_of_the_table(annotate):
    table = "patientIdNumber,rxTextChemo,naaccrRecordVersion,recordType\n00000001,TC x4,210,M\n"
    text, _ = written(annotate, table)
    assert text is not None
    assert 'naaccr-dictionary-210.xml" recordType="M"' in text
    text, said = written(annotate, table.replace("210", "211"))
    assert (text, "naaccr-dictionary-211.xml': write" in said) == (None, True)


def test_the_dictionary_and_the_record_type_of_a_file_are_kept_through_a_table(annotate):
    before = registry({"rxTextChemo": "TC"}).replace("-260.xml", "-240.xml").replace('"A"', '"M"')
    annotate(before, "in.xml", "-o", "in.csv")
    assert (rows("in.csv")[0]["naaccrRecordVersion"], rows("in.csv")[0]["recordType"]) == ("240", "M")
    text, said = written(annotate, Path("in.csv").read_text())
    assert 'naaccr-dictionary-240.xml" recordType="M"' in text
    assert said.splitlines()[1:] == []


def test_what_no_column_says_of_the_file_is_told(annotate):
    _, said = written(annotate, "patientIdNumber,rxTextChemo,recordType\n00000001,TC,A\n")
    assert said.splitlines()[1:] == [
        "out.xml: is written with naaccrRecordVersion 260: add a column naaccrRecordVersion if it should be another"
    ]


def test_a_table_without_rows_is_a_file_without_patients(annotate):
    text, said = written(annotate, "patientIdNumber,rxTextChemo\n")
    assert text == f'<?xml version="1.0" encoding="UTF-8"?>\n{START}\n{END}'
    assert "out.xml: has no tumor" in said


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("rxTextChemo\nTC\n", "in.csv: no column patientIdNumber, which identifies the patient of each row: add it"),
        ("patientIdNumber,rxTextChemo,rxTextChemo\n", "in.csv: more than one column 'rxTextChemo'"),
        (
            "patientIdNumber,notes,rxTextChemo\n1,a,b\n",
            "which element the column 'notes' belongs to: call it Pa",
        ),
        (
            "patientIdNumber,vitalStatus,rxTextChemo\n1,1,a\n1,0,b\n",
            "in.csv:3: vitalStatus is '0', and '1' in the previous row",
        ),
        (
            "patientIdNumber,registryId,rxTextChemo\n1,1,a\n2,,b\n",
            "in.csv:3: registryId is '', and '1' in the previous row",
        ),
        (
            "patientIdNumber,rxTextChemo\n1,a\vb\n",
            "in.csv:2: has the character '\\x0b' in rxTextChemo, which XML does not",
        ),
        ("patientIdNumber,primarySite\n1,C504\n", "has none of the columns rxTextChemo, rxTextHormone, rxTextBrm"),
    ],
)
def test_a_table_that_no_file_can_hold_is_refused(annotate, table, message):
    text, said = written(annotate, table)
    assert (text, message in said) == (None, True), said
    assert not Path("out.xml").exists()


def test_another_table_is_no_registry_file(tmp_path):
    with pytest.raises(InputError, match="NAACCR XML holds items of tumors, not this table: write CSV"):
        put_table(File(tmp_path / "out.xml", "naaccr"), ("a",), [[["1"]]])


# --- what ends before it is whole --------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "sigtimedwait"), reason="signals of POSIX")
def test_a_signal_leaves_no_part_of_a_registry_file(tmp_path):
    words = ["annotate", "--from", "naaccr", "-o", "out.xml", "--fill", "all"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-m", "mbc_cli", *words], cwd=tmp_path, **pipes) as process:
        whole = registry({"rxTextChemo": "TC x4"}).removeprefix(START).removesuffix(END)
        process.stdin.write((START + whole * 12_000).encode())
        process.stdin.flush()
        end = time.monotonic() + 60
        while not [*tmp_path.glob(".out*")]:
            assert time.monotonic() < end
            time.sleep(0.02)
        process.terminate()
        assert process.wait(60) == -signal.SIGTERM
        process.stdin.close()
        process.stderr.read()
    assert list(tmp_path.iterdir()) == []
