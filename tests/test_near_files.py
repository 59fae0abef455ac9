"""Files as people name them for `mbc annotate`, and the first rows of what comes out on a terminal."""

from __future__ import annotations

import os
import pty
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mbc_cli.annotate.near_columns import likely_column
from mbc_cli.annotate.tables import File
from mbc_cli.cli import export
from mbc_cli.cli.preview import MOST_ROWS, first_rows
from mbc_cli.cli.several_files import name_of
from mbc_cli.show.plain import text_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Ran

    Run = Callable[..., Ran]

TABLE = "id,dx,drug\n1,2012,Herceptn\n2,2015,AC-T\n"
TEXTS = "AC x4 then Taxol\nletrozole\n"


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A directory with a table, and texts."""
    monkeypatch.chdir(tmp_path)
    Path("meds.csv").write_text(TABLE, "utf-8")
    Path("notes.txt").write_text(TEXTS, "utf-8")
    Path("table.txt").write_text(TABLE, "utf-8")
    rows = '{"id": "1", "dx": "2012", "drug": "Herceptn"},\n {"id": "2", "dx": "2015",\n "drug": "AC-T"}'
    Path("meds.json").write_text(f"[{rows}]", "utf-8")
    Path("bad.json").write_text('[{"drug": "Taxol"} x', "utf-8")
    with closing(sqlite3.connect("meds.db")) as made:
        made.executescript("CREATE TABLE other (x); CREATE TABLE meds (id, dx, drug)")
        made.executemany("INSERT INTO meds VALUES (?, ?, ?)", [("1", "2012", "Herceptn"), ("2", "2015", "AC-T")])
        made.commit()
    Path("bare.csv").write_text("1,Herceptin\n2,Taxol\n", "utf-8")


@pytest.mark.parametrize(
    ("asked", "same", "said"),
    [
        ("annotate meds.csv drug", "annotate meds.csv -c drug", "drug read as --column drug"),
        ("annotate -i meds.csv -c drug", "annotate meds.csv -c drug", ""),
        ("annotate --input meds.csv --threads 1", "annotate meds.csv -c drug", "--threads read as --jobs"),
        ("annotate notes.txt", "annotate notes.txt --from lines", "reading notes.txt as one text per line"),
        ("annotate table.txt -c drug", "annotate meds.csv -c drug", "reading it as csv"),
        ("meds.csv -c drug", "annotate meds.csv -c drug", "answered by mbc annotate meds.csv"),
        ("clean meds.csv --column drug", "annotate meds.csv -c drug", "answered by mbc annotate meds.csv"),
        (
            "code meds.csv --column drug --dx-column dx",
            "annotate meds.csv -c drug --code --dx-column dx",
            "answered by mbc annotate meds.csv --code",
        ),
        ("annotate meds.csv -c drug --json", "annotate meds.csv -c drug --as json", "--json read as --as json"),
        (
            "code meds.csv --dx dx",
            "annotate meds.csv -c drug --code --dx-column dx",
            "--dx dx read as --dx-column 'dx'",
        ),
        ("code --file meds.csv -c drug --dx dx", "annotate meds.csv -c drug --code --dx-column dx", "answered by"),
        ("code --column=drug --input=meds.csv", "annotate meds.csv -c drug --code --dx-column dx", "answered by"),
        ("code -c drug meds.csv", "annotate meds.csv -c drug --code --dx-column dx", "answered by"),
        ("code meds.csv", "annotate meds.csv -c drug --code --dx-column dx", "using column 'dx' for the date of"),
        ("code meds.csv --dx-column dx", "annotate meds.csv -c drug --code --dx-column dx", "--code --dx-column dx"),
        ("code --file notes.txt --dx 2020", "code notes.txt --dx 2020", "reading notes.txt as one text"),
        ("code --item 1410", "code 1410", ""),
        ("annotate meds.csv -c drug --date dx --code", "annotate meds.csv -c drug --dx-column dx --code", "--dx"),
        ("annotate meds.csv -c drug --output-format csv", "annotate meds.csv -c drug --as csv", "read as --as"),
        ("annotate meds.csv -c drug --unknown", "annotate meds.csv -c drug --only unknown", "--only unknown"),
        ("annotate meds.csv -c drug --status no-drug", "annotate meds.csv -c drug --only no-drug", "0 of these rows"),
        ("annotate meds.csv -c 3", "annotate meds.csv -c drug", "--column '3' read as --column 'drug'"),
        ("annotate meds.csv -c drugs", "annotate meds.csv -c drug", "--column 'drugs' read as --column 'drug'"),
        ("annotate meds.csv -c drug --head 1", "annotate meds.csv -c drug --limit 1", "--head read as --limit"),
        (
            "annotate meds.csv -c drug -n 1",
            "annotate meds.csv -c drug --limit 1",
            "--limit 1: later rows were not read",
        ),
        ("annotate meds.csv -c drug --sort status --force", "annotate meds.csv -c drug", "--sort status is left out"),
        ("annotate meds.csv -c drug --sort-by=dx", "annotate meds.csv -c drug", "rows keep the order that they have"),
        ("search HER2 --top 3 --csv", "search HER2 --limit 3 --format csv", "the first 3 of "),
        ("drug --all --limit 2 --json", "drug --all --format json --limit 2", "rows: --limit 2"),
        ("annotate meds.csv -c drug --id-column id", "annotate meds.csv -c drug", "every column is kept beside those"),
        (
            "annotate meds.csv -c drug --lang en -v --stdout",
            "annotate meds.csv -c drug",
            "--lang en is left out: names",
        ),
        ("annotate meds.csv -c drug --exact-only", "annotate meds.csv -c drug --only exact", "read as --only exact"),
        ("annotate meds.json", "annotate meds.csv -c drug --as json", "using column 'drug'"),
        ("annotate meds.json --as csv", "annotate meds.csv -c drug", "using column 'drug'"),
        ("annotate meds.db --table meds -c drug --as csv", "annotate meds.csv -c drug", "--table read as --sheet"),
        ("annotate meds.db -c drug", "annotate meds.csv -c drug", ""),
        ("annotate AC-T then Herceptin", "expand AC-T then Herceptin", "answered by mbc expand AC-T then Herceptin"),
        ("drug L01EF01 C49176 1873916", "drug palbociclib vs ribociclib", ""),
        ("drug --list --csv", "drug --all --format csv", "--list read as --all"),
        ("annotate notes.txt --no-header", "annotate notes.txt", ""),
        ("export --sssom", "export --as sssom", "--sssom read as --as sssom"),
        ("drug olaparib -f md", "drug olaparib --format markdown", ""),
        ("class taxane --codes", "class taxane --format csv", "mbc: --codes read as --format csv\n"),
        ("drug Taxol --side-effects", "drug Taxol", "side effects: not in this reference"),
        ("expand TCH --dose", "expand TCH", "dose: not in this reference"),
    ],
)
def test_a_file_is_read_as_it_is_meant(asked: str, same: str, said: str, run: Run) -> None:
    ran, whole = run(*asked.split()), run(*same.split())
    assert (ran.code, ran.out) == (0, whole.out)
    assert said in ran.err


@pytest.mark.parametrize(
    ("file", "same"),
    [("drugs.csv", "drug --all"), ("Regimens.tsv", "regimens"), ("sources.json", "sources --all")],
)
def test_an_export_called_after_one_table_is_that_table(file: str, same: str, run: Run, tmp_path: Path) -> None:
    ran = run("export", str(tmp_path / file))
    assert f"answered by mbc {same} -o" in ran.err
    assert (tmp_path / file).read_text("utf-8") == run(*same.split(), "--format", file.rpartition(".")[2]).out


@pytest.mark.parametrize(
    ("asked", "remedy"),
    [
        ("annotate meds.csv table.txt -c drug", "each becomes one: name a directory for them, such as -o annotated/"),
        ("annotate meds.csv table.txt -c drug -o all.csv", "name a directory for them"),
        ("annotate meds.csv table.txt -c drug --decisions d.tsv -o new", "--decisions is for one file"),
        ("annotate meds.csv table.txt -c drug -o .", "meds.csv: is there already, and several files overwrite nothing"),
        ("annotate meds.csv -c drug -o out.sqlite", "SQLite is read and not written"),
        ("annotate meds.db", "meds.db: has the tables 'other', 'meds': use --sheet with one"),
        ("annotate meds.db --sheet med", "no table 'med': did you mean 'meds'?"),
        ("annotate meds.csv --from sqlite", "meds.csv: cannot be read as SQLite (file is not a database)"),
        ("annotate bad.json -c drug", "bad.json: is not a JSON array ("),
        ("annotate meds.cvs drug", "meds.cvs: no such file"),
        ("annotate meds.csv,table.txt -c drug", "2 files were given"),
        ("export drugs.csv --table drug", "mbc drug --all -o drugs.csv"),
        ("annotate meds.csv -c 4", "no column '4': there are 3, counted from 1"),
        ("annotate bare.csv -c 2", "its first line has 'Herceptin' where the name of a column should stand"),
        ("annotate meds.json --no-header", "--no-header is for CSV and TSV"),
        ("search CDK --kind drug", "the lists of one kind: mbc drug --all"),
        ("annotate meds.csv --no-header --header-row 2 -c 3", "contradict each other"),
        ("annotate meds.csv -c drug --only wrong", "--only wrong: this is not a status: use exact, corrected,"),
        ("annotate notes.txt -c regimen", "notes.txt: the first line of this text does not have the column 'regimen'"),
        ("annotate meds.csv -c drug --long", "a row stays a row"),
        ("new correction", "mbc new drug NAME prints it"),
        ("new drug -o foo.toml", "mbc new KIND >> my-data/FILE.toml"),
    ],
)
def test_what_is_not_plain_is_told_what_to_write(asked: str, remedy: str, run: Run) -> None:
    ran = run(*asked.split())
    assert (ran.code > 1, ran.out) == (True, "")
    assert remedy.casefold() in ran.err.casefold()


def test_several_files_become_one_each(run: Run) -> None:
    Path("sub").mkdir()
    Path("sub/meds.jsonl").write_text('{"drug": "Taxol"}\n')
    ran = run("annotate", "meds.csv", "sub/meds.jsonl", "-c", "drug", "-o", "new/made", "--limit", "1")
    assert ran.code == 0
    header, *rows = Path("new/made/meds.csv").read_text("utf-8").splitlines()
    assert header == "id,dx,drug,mbc_drugs,mbc_regimens,mbc_classes,mbc_other,mbc_status,mbc_note"
    assert [row.split(",")[3] for row in rows] == ["trastuzumab"]
    assert '"mbc_drugs": "paclitaxel"' in Path("new/made/meds.jsonl").read_text()


def test_nothing_is_written_where_one_of_several_files_lacks_the_column(run: Run) -> None:
    ran = run("annotate", "meds.csv", "bare.csv", "-c", "drug", "-o", "new")
    assert (ran.code, "bare.csv: no column 'drug'" in ran.err, Path("new").exists()) == (3, True, False)


def test_the_name_of_one_table_is_that_of_the_directory_of_all(monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.setattr(export, "exported", lambda _, target, __, **___: target.name)
    ran = run("export", "all.csv")
    assert (ran.code, "the csv tables are a file each, in the directory all; one table of" in ran.err) == (0, True)
    assert ran.err.endswith("all: all\n")


def test_two_files_of_one_name_are_refused(run: Run) -> None:
    Path("sub").mkdir()
    Path("sub/meds.csv").write_text(TABLE)
    ran = run("annotate", "meds.csv", "sub/meds.csv", "-c", "drug", "-o", "new")
    assert (ran.code, "two files would have this name" in ran.err) == (2, True)


@pytest.mark.parametrize(
    ("name", "becomes"), [("a.xls", "a.xlsx"), ("a.csv.gz", "a.csv.gz"), ("notes.txt", "notes.tsv")]
)
def test_a_file_of_several_keeps_its_name(name: str, becomes: str) -> None:
    assert name_of(Path(name), "") == becomes


def test_a_file_without_names_of_columns_keeps_its_first_row(run: Run) -> None:
    ran = run("annotate", "bare.csv", "--no-header", "-c", "2")
    assert ran.out.splitlines()[0].startswith("column_1,column_2,mbc_drugs")
    assert [line.split(",")[2] for line in ran.out.splitlines()[1:]] == ["trastuzumab", "paclitaxel"]


@pytest.mark.parametrize(
    ("name", "header", "column"),
    [
        ("drug", ("id", "drug_name", "drug_dose"), "drug_name"),
        ("treatmnt", ("id", "Treatment"), "Treatment"),
        ("2", ("id", "Treatment"), "Treatment"),
        ("chemo1", ("id", "chemo2"), ""),
        ("drug", ("drug_name", "drug_notes"), ""),
        ("drug", ("id", "drug_start"), ""),
        ("3", ("id", "Treatment"), ""),
    ],
)
def test_the_only_column_that_can_be_meant(name: str, header: tuple[str, ...], column: str) -> None:
    assert likely_column(name, header) == column


def test_the_first_rows_have_the_texts_and_what_was_read(tmp_path: Path) -> None:
    rows = "".join(f"{n},Taxol,paclitaxel;letrozole,exact,x,02\n" for n in range(MOST_ROWS + 5))
    Path("rows.csv").write_text(f"id,drug,mbc_drugs,mbc_status,mbc_note,mbc_1390_chemo\n{rows}", "utf-8")
    shown = text_of(first_rows(File(Path("rows.csv"), "csv"), ["drug"])).splitlines()
    assert shown[0].split() == ["id", "drug", "Drugs", "1390"]
    assert shown[1].split() == ["0", "Taxol", "paclitaxel", "|", "letrozole", "02"]
    assert sum("Taxol" in row for row in shown) == MOST_ROWS
    assert shown[-1].startswith(f"Shown: the first {MOST_ROWS} rows. -o FILE.csv writes every row")


def test_the_first_rows_have_no_remarks_on_words_that_are_no_treatment(tmp_path: Path) -> None:
    """A letter of three lines took 47 rows; beside no drug, the remark may be why there is none."""
    note = "ER: estrogen receptor; not a regimen; not read: WLE; also read: Neoadj, 2019"
    rows = f'letter,letrozole,exact,"{note}"\nFOLFOX,,unknown,"{note}"\n'
    Path("rows.csv").write_text(f"text,mbc_drugs,mbc_status,mbc_note\n{rows}", "utf-8")
    shown = text_of(first_rows(File(Path("rows.csv"), "csv"), ["text"])).splitlines()
    assert shown[1].split(maxsplit=3)[-1] == "not read: WLE"
    assert shown[2].endswith(note)


@pytest.mark.parametrize(("flags", "head"), [([], "drug"), (["--as", "csv"], "id,dx,drug,mbc_drugs")])
def test_a_terminal_shows_the_first_rows_unless_a_format_is_asked_for(flags: list[str], head: str) -> None:
    call = [sys.executable, "-m", "mbc_cli", "annotate", "meds.csv", "-c", "drug", *flags]
    pid, screen = pty.fork()
    if pid == 0:
        os.execve(sys.executable, call, {**os.environ, "TERM": "dumb", "COLUMNS": "80", "MBC_PAGER": ""})
    shown = b""
    try:
        while part := os.read(screen, 65536):
            shown += part
    except OSError:
        pass  # the terminal is closed when the command ends
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    rows = [row.strip() for row in shown.decode().splitlines()]
    assert any(row.startswith(head) for row in rows)
    assert any("Herceptn" in row for row in rows)


def test_columns_with_the_text_of_an_item_each_are_one_treatment(run: Run) -> None:
    Path("cases.csv").write_text("id,Chemo Text,Hormone Text\n1,AC-Taxol,refused\n", "utf-8")
    ran = run("annotate", "cases.csv", "--code", "--as", "csv")
    assert ran.out.splitlines()[1].endswith(",03,87,00,0,00")
    assert "using 'Chemo Text' and 'Hormone Text' as the treatment columns" in ran.err


def test_the_first_rows_break_no_word_and_keep_the_note_of_each_column(tmp_path: Path) -> None:
    """Three columns of text were too narrow for a name beside five codes."""
    note = "Chemo: also read: x4 | Other: not read: foo"
    Path("rows.csv").write_text(
        f'Chemo,Other,mbc_drugs,mbc_status,mbc_note\nAC x4,A/Pertuzumab/Docetaxel,a;b,partial,"{note}"\n'
    )
    head, row, *_ = text_of(first_rows(File(Path("rows.csv"), "csv"), ["Chemo", "Other"])).splitlines()
    assert head.split() == ["Texts", "Drugs", "Status", "Note"]
    assert " ".join(row.split()) == "AC x4 | A/ Pertuzumab/ Docetaxel a | b partial Other: not read: foo"


def test_one_column_on_standard_input_with_its_name_asked_for_is_a_table(run: Callable[..., Ran]) -> None:
    ran = run("annotate", "-", "-c", "drug", given="drug\nTCHP\n")
    assert ran.out.splitlines()[0].startswith("drug,mbc_drugs")
    assert "1 row: 1 exact" in ran.err
