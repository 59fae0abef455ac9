"""Registry items beside the rows of a file: their reasons, their count, decisions, and codes that survive the readers."""

from __future__ import annotations

import csv

import pytest

from mbc_cli.annotate.coder import headed
from mbc_cli.annotate.decisions import DECISION_COLUMNS
from mbc_cli.annotate.doors import opened_table, put_table
from mbc_cli.annotate.extent import MOST_SHOWN, Extent
from mbc_cli.annotate.labels import Labels
from mbc_cli.annotate.tables import File
from mbc_cli.show.coding_page import ASSUMED
from mbc_cli.store.load import load

BOOK = load()
ROWS = [
    ("Taxol", "2015"),
    ("TC", "2015"),
    ("THP", "2015"),
    ("chemo discussed", "2015"),
    ("fooblast", "2015"),
    ("TC", "6/5/2012"),
    ("", "2015"),
]


@pytest.fixture
def annotate(tmp_path, run, monkeypatch):
    """Run `mbc annotate` with items in a directory of its own; code, output and messages."""
    monkeypatch.chdir(tmp_path)
    with (tmp_path / "in.csv").open("w", newline="") as out:
        csv.writer(out).writerows([("drug", "dx"), *ROWS])
    return lambda *words: run("annotate", "in.csv", "-c", "drug", "--code", "--dx-column", "dx", *words)


def test_each_row_without_a_code_has_its_reason_and_the_reasons_are_counted(annotate):
    ran = annotate()
    notes = [row["mbc_note"].partition("not coded: ")[2] for row in csv.DictReader(ran.out.splitlines())]
    assert [bool(note) for note in notes] == [False, False, False, True, True, True, True]
    assert ran.err.splitlines()[1:] == [
        "1 row is not coded for its date of diagnosis (6/5/2012): is it month/day/year or day/month/year? "
        "use --dx-format mdy or dmy; 2015 has the year first and is read anyway",
        'rows with codes: 3 in every item, 1 in some items, 3 in none; 1 of them left open, such as "02 or 03"',
        "     1  chemo (under discussion): only considered or discussed: nothing was recommended yet (1390)",
        "     1  no treatment to code was found",
        "     1  no text",
        ASSUMED,
    ]


def test_a_row_with_a_text_that_is_too_long_says_so_and_the_file_goes_on(run):
    long = "tamoxifen " * 1_100
    given = f"a,b\n{long},\n{long},AC\ntamoxifen,AC\n"
    ran = run("annotate", "--from", "csv", "-c", "a", "-c", "b", "--code", given=given)
    found = list(csv.DictReader(ran.out.splitlines()))
    assert [row["mbc_1400_hormone"] for row in found] == ["", "", "01"]
    assert [row["mbc_note"] for row in found] == ["not coded: a text has more than 10000 characters"] * 2 + [""]


OF_SITES = [("tamoxifen", "C504", "2015"), ("tamoxifen", "C619", "2015"), ("tamoxifen", "", "2015"), ("", "C619", "")]


@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet"])
@pytest.mark.parametrize("target", ["csv", "jsonl", "parquet"])
def test_a_tumor_of_another_site_is_not_coded_whatever_the_file(tmp_path, run, monkeypatch, kind, target):
    monkeypatch.chdir(tmp_path)
    pytest.importorskip("polars")
    header = ("drug", "primarySite", "dx")
    put_table(File(tmp_path / f"in.{kind}", kind), header, [[list(row) for row in OF_SITES]])
    ran = run("annotate", f"in.{kind}", "-c", "drug", "--code", "--dx-column", "dx", "-o", f"out.{target}")
    assert ran.code == 0, ran.err
    with opened_table(File(tmp_path / f"out.{target}", target)) as table:
        found = [dict(zip(table.header, row, strict=True)) for rows in table.blocks() for row in rows]
    assert [row["mbc_1400_hormone"] for row in found] == ["01", "", "01", ""]
    assert [row["mbc_note"].partition(": a tumor")[0] for row in found] == ["", "not coded", "", "not coded: no text"]


def test_a_column_without_a_name_is_no_date(run):
    ran = run("annotate", "--from", "csv", "-c", "a", "--code", given="a,\nHerceptin,2012\n")
    assert "00 or 02" in ran.out


def test_reasons_are_counted_and_the_rare_and_long_ones_cut():
    extent = Extent()
    assert list(extent.summary()) == []
    for n in range(MOST_SHOWN + 3):
        extent.count(["01", ""], f"{n} {'long ' * 40}")
    extent.count(["01", "1 or 2"])
    first, *reasons, last = extent.summary()
    assert first == 'rows with codes: 1 in every item, 9 in some items; 1 of them left open, such as "02 or 03"'
    assert len(reasons) == MOST_SHOWN
    assert all(len(line) < 155 and line.endswith("long ...") for line in reasons)
    assert last == "     3  other reasons: see mbc_note in each row"


def test_the_reasons_stand_on_the_second_sheet_too(tmp_path, annotate):
    openpyxl = pytest.importorskip("openpyxl")
    pytest.importorskip("xlsxwriter")
    annotate("-o", "out.xlsx")
    rows = [tuple(cell.value for cell in row) for row in openpyxl.load_workbook(tmp_path / "out.xlsx")["about"]]
    assert ("in every item", None, 3) in rows
    assert ("not coded", "no text", 1) in rows
    assert [row[2] for row in rows if row[0] == "not coded" and row[1].startswith("date of diagnosis (6/5/2012)")] == [
        1
    ]


def test_labels_stand_beside_every_code_and_are_no_numbers(annotate):
    labels = Labels(BOOK)
    assert labels(("02 or 03", "00", "", "1, 2 or 3", "99")) == (
        "02 one drug or 03 several drugs",
        "00 not given",
        "",
        "1 other treatment, 2 experimental or 3 double-blind trial",
        "99 not known",
    )
    names = [name for item in labels.items for name in item.values()]
    assert [name for name in names if not name.partition(" ")[2] or " or " in name] == []
    rows = list(csv.DictReader(annotate("--codes", "labelled").out.splitlines()))
    assert [row["mbc_1390_chemo"] for row in rows[:4]] == [
        "02 one drug",
        "03 several drugs",
        "02 one drug or 03 several drugs",
        "",
    ]


@pytest.mark.parametrize(
    ("column", "item"),
    [
        ("chemo", "1390"),
        ("CHEMO_TXT", "1390"),
        ("rxTextChemo2", "1390"),
        ("Hormone therapy", "1400"),
        ("Other Rx", "1420"),
        ("chemo or hormone", ""),
        ("chemist", ""),
        ("treatment", ""),
    ],
)
def test_the_name_of_a_column_says_of_which_item_its_bare_words_speak(column, item):
    assert headed(BOOK, column) == ((item,) if item else ())


def test_a_refusal_in_a_column_of_its_own_is_coded_there(run):
    given = "chemo,horm_txt,dx\nrefused,letrozole,2015\nTC,declined,2015\nnone,tamoxifen,2015\n"
    ran = run("annotate", "--from", "csv", "-c", "chemo", "-c", "horm_txt", "--code", "--dx-column", "dx", given=given)
    rows = csv.DictReader(ran.out.splitlines())
    assert [(row["mbc_1390_chemo"], row["mbc_1400_hormone"]) for row in rows] == [
        ("87", "01"),
        ("03", "87"),
        ("00", "01"),
    ]


def test_labels_are_of_items(run):
    ran = run("annotate", "--codes", "labelled", given="Taxol\n")
    assert "--codes concerns registry items: adding them (--code)" in ran.err
    assert "02 one drug" in ran.out
    ran = run("annotate", "in.xml", "-o", "out.xml", "--codes", "labelled", "--fill", "empty")
    assert (ran.code, "--fill adds none: leave one out" in ran.err) == (2, True)


def test_readers_in_their_usual_way_keep_the_codes(tmp_path, annotate):
    """A plain CSV needs to be told (see docs/registrar.md); labels, Excel and Parquet need nothing."""
    pd, pl, openpyxl = map(pytest.importorskip, ("pandas", "polars", "openpyxl"))
    pytest.importorskip("xlsxwriter")
    for name, words in {
        "plain.csv": (),
        "labelled.csv": ("--codes", "labelled"),
        "t.xlsx": (),
        "t.parquet": (),
    }.items():
        assert annotate("-o", name, *words).code == 0
    codes, labels = ["02", "03", "02 or 03"], ["02 one drug", "03 several drugs", "02 one drug or 03 several drugs"]
    name, zeros = "mbc_1400_hormone", ["00"] * 4
    assert pd.read_csv("plain.csv", dtype=str)[name].to_list()[:4] == zeros
    assert pd.read_csv("plain.csv")[name].to_list()[:4] == [0] * 4
    assert pl.read_csv("plain.csv", infer_schema=False)[name].to_list()[:4] == zeros
    assert pd.read_csv("labelled.csv")["mbc_1390_chemo"].to_list()[:3] == labels
    assert pl.read_csv("labelled.csv")[name].to_list()[:4] == ["00 not given"] * 4
    assert pd.read_excel("t.xlsx", engine="calamine")["mbc_1390_chemo"].to_list()[:3] == codes
    assert pd.read_excel("t.xlsx", dtype=str, engine="openpyxl")[name].to_list()[:4] == zeros
    assert pl.read_excel("t.xlsx", engine="openpyxl")[name].to_list()[:4] == zeros
    assert pl.read_parquet("t.parquet")[name].to_list()[:4] == zeros
    assert pd.read_parquet("t.parquet")["mbc_1390_chemo"].to_list()[:3] == codes
    sheet = openpyxl.load_workbook("t.xlsx")["table"]
    assert [(cell.value, cell.data_type) for cell in sheet["J"][1:5]] == [(zero, "s") for zero in zeros]


def test_a_decision_gives_the_items_also_beside_other_texts(tmp_path, run, monkeypatch):
    monkeypatch.chdir(tmp_path)
    cells = [("Fooblast", "AC"), ("barblast", "Fooblast"), ("Fooblast", "Bazblast"), ("Fooblast", "chemo refused")]
    (tmp_path / "in.csv").write_text("a,b\n" + "".join(f"{one},{other}\n" for one, other in cells))
    decided = [DECISION_COLUMNS, ("Fooblast", "1", "letrozole", "decided"), ("Bazblast", "1", "", "decided")]
    (tmp_path / "d.tsv").write_text("".join("\t".join(row) + "\n" for row in decided))
    ran = run("annotate", "in.csv", "-c", "a", "-c", "b", "--code", "--decisions", "d.tsv")
    assert [
        (row["mbc_status"], row["mbc_1390_chemo"], row["mbc_1400_hormone"])
        for row in csv.DictReader(ran.out.splitlines())
    ] == [
        ("decided", "03", "01"),
        ("partial", "00", "01"),
        ("decided", "00", "01"),
        ("decided", "87", "01"),
    ]
