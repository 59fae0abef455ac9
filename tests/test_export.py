"""The whole vocabulary as files: nothing is missing, every reader opens them, and nothing of anybody's is lost."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import sqlite3
import subprocess
import sys
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import duckdb
import pytest
import sqlite_utils

from mbc_cli.book.errors import InputError
from mbc_cli.book.fields import NOTHING, Declared, key
from mbc_cli.book.model import Citation, Sourced
from mbc_cli.book.names import every_form
from mbc_cli.book.shapes import NON_COMMERCIAL
from mbc_cli.export import folder, mappings, place
from mbc_cli.export.columns import Here
from mbc_cli.export.database import content, database
from mbc_cli.export.one_table import table_named
from mbc_cli.export.run import Form, form_of
from mbc_cli.export.spread import kind_spread
from mbc_cli.export.tables import table_of
from mbc_cli.export.vocabulary import Vocabulary
from mbc_cli.options.subjects import treatment_name
from mbc_cli.options.wording import wanted_words
from mbc_cli.show.notice import notice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from mbc_cli.book.book import Book
    from mbc_cli.book.medicines import Others
    from mbc_cli.book.model import Condition, Record
    from mbc_cli.book.shapes import AxisId, ClassId, DrugId
    from tests.conftest import Ran

    Run = Callable[..., Ran]

PAGE = Path(__file__).parents[1] / "docs" / "data-scientist.md"


@pytest.fixture(scope="module")
def vocabulary(book: Book, medicines: Others) -> Vocabulary:
    return Vocabulary(book, medicines.by_name.values())


@pytest.fixture(scope="module")
def opened(vocabulary: Vocabulary) -> Iterator[sqlite3.Connection]:
    found = database(vocabulary)
    yield found
    found.close()


@pytest.fixture(scope="module")
def file(opened: sqlite3.Connection, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("export") / "mbc.sqlite"
    path.write_bytes(content(opened))
    return path


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory, vocabulary: Vocabulary) -> Callable[[str], Path]:
    """The export as a directory of files of one kind, written once."""
    place_of: dict[str, Path] = {}

    def written(form: str) -> Path:
        if form not in place_of:
            path = tmp_path_factory.mktemp("export") / form
            done = subprocess.run(
                [sys.executable, "-m", "mbc_cli", "export", path, "--as", form], capture_output=True, check=True
            )
            assert b" entries in " in done.stderr
            place_of[form] = path
        return place_of[form]

    return written


def records(book: Book) -> Iterator[Record]:
    return (record for shelf in book.shelves.values() for record in shelf.values())


# --- all of it, and as it is -------------------------------------------------------------------------------------


def test_every_entry_of_every_kind_is_in_it(opened: sqlite3.Connection, book: Book) -> None:
    for kind, shelf in book.shelves.items():
        assert [id for (id,) in opened.execute(f"SELECT id FROM {table_of(kind)} ORDER BY rowid")] == list(shelf)
    assert [ref for (ref,) in opened.execute("SELECT ref FROM entry ORDER BY rowid")] == [
        record.ref for record in records(book)
    ]


def test_every_citation_of_every_entry_is_in_it(opened: sqlite3.Connection, book: Book) -> None:
    found = set(opened.execute("SELECT kind, id, source_id, source_place FROM citation"))
    assert found == {(record.kind, record.id, *cited) for record in records(book) for cited in record.cited()}


def test_every_link_of_every_entry_is_a_foreign_key(vocabulary: Vocabulary, book: Book) -> None:
    tables = {table.name: table for table in vocabulary.tables}
    for record in records(book):
        found: set[tuple[str, Any]] = set()
        for row in vocabulary.rows_of(record):
            cells = zip(tables[row.table].columns, row.cells, strict=True)
            found |= {(column.refers, cell) for column, cell in cells if column.refers and cell}
        for link in record.links():
            kind, _, id = link.partition(".")
            asked = {("drug", id), ("class", id)} if kind == "item" else {(kind, id), ("entry", link)}
            assert asked & found, (record.ref, link)


def test_keys_hold(opened: sqlite3.Connection) -> None:
    assert opened.execute("PRAGMA foreign_key_check").fetchall() == []
    assert opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_condition_is_there_in_words_and_test_by_test(opened: sqlite3.Connection, book: Book) -> None:
    for id, words, whole in opened.execute("SELECT id, condition, condition_id FROM statement"):
        when = book.statements[id].when
        assert (words or "") == wanted_words(book, when)
        asked = opened.execute("SELECT axis_id FROM condition WHERE whole_id = ? AND axis_id IS NOT NULL", (whole,))
        assert sorted(axis for (axis,) in asked) == sorted(axes(when))


def axes(condition: Condition | None) -> list[str]:
    return [wanted.axis for wanted in condition.leaves()] if condition else []


def test_what_treatments_hold_is_there_phase_by_phase(opened: sqlite3.Connection, book: Book) -> None:
    query = "SELECT id, phase, coalesce(drug_id, class_id) FROM regimen_drug WHERE kind = 'regimen'"
    found = {id: list(rows) for id, rows in groupby(opened.execute(query), key=lambda row: row[0])}
    for id, regimen in book.regimens.items():
        phases = enumerate(book.phases(regimen), 1)
        assert found[id] == [(id, n, name) for n, phase in phases for part in phase for name in part.any_of]


def test_both_arms_of_a_trial_are_there(opened: sqlite3.Connection, book: Book) -> None:
    found = opened.execute("SELECT id, name FROM regimen_by_phase WHERE kind = 'trial' AND phase = 1")
    assert set(found) == {(trial.id, arm.name) for trial in book.trials.values() for arm in trial.arms()}


def test_treatments_of_statements_are_in_words(opened: sqlite3.Connection, book: Book) -> None:
    found = dict(opened.execute("SELECT id, treatment FROM statement_in_words"))
    assert found == {id: treatment_name(book, said.treatment) for id, said in book.statements.items()}


def test_names_of_drugs_are_all_that_name_them(opened: sqlite3.Connection, book: Book) -> None:
    named = {(ref.partition(".")[2], text) for ref, text, _ in every_form(records(book)) if ref.startswith("drug.")}
    brands = book.brands.values()
    for brand in brands:
        named |= {
            (drug, text) for drug in (*brand.drugs, brand.product) if drug for text in (brand.name, *brand.written)
        }
    assert set(opened.execute("SELECT drug_id, name FROM drug_name")) == named


def test_every_code_has_the_source_that_gives_it(opened: sqlite3.Connection, book: Book) -> None:
    given = set(opened.execute("SELECT kind, id, system, code FROM code"))
    assert given == {
        (record.kind, record.id, *code) for record in records(book) for code in getattr(record, "codes", {}).items()
    }
    barred = opened.execute("SELECT DISTINCT licence FROM code WHERE bars_commercial_use").fetchall()
    assert barred == [(licence,) for licence in NON_COMMERCIAL]


def test_medicines_outside_the_vocabulary_are_there(opened: sqlite3.Connection, medicines: Others) -> None:
    assert set(opened.execute("SELECT * FROM other_drug")) == set(map(tuple, medicines.by_name.values()))


def test_what_it_is_stands_in_it(opened: sqlite3.Connection, book: Book) -> None:
    about = dict(opened.execute("SELECT * FROM about"))
    assert about["data version"] == book.version
    assert about["notice"] == notice(book)
    every = {(table, column) for table, column in opened.execute("SELECT table_name, column_name FROM about_column")}
    assert ("drug_indication", "until") in every


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("kadcyla", "brand.kadcyla"),
        ("trastuzumab emtansin*", "drug.trastuzumab-emtansine"),
        ("fulvestrant", "drug.fulvestrant"),
        ("Рибоциклиб", "translation.ru-ribociclib"),
    ],
)
def test_every_word_is_found(opened: sqlite3.Connection, words: str, first: str) -> None:
    asked = "SELECT ref FROM entry WHERE rowid IN (SELECT rowid FROM entry_search WHERE entry_search MATCH ?)"
    assert (first,) in opened.execute(asked, (words,)).fetchall()


def test_names_come_before_words(opened: sqlite3.Connection) -> None:
    asked = "SELECT name FROM entry_search WHERE entry_search MATCH ? ORDER BY rank LIMIT 1"
    for word in ("everolimus", "kadcyla"):
        assert word in opened.execute(asked, (word,)).fetchone()[0].casefold()


def test_names_of_tables_and_columns_need_no_quotes(vocabulary: Vocabulary, opened: sqlite3.Connection) -> None:
    other = duckdb.connect()
    for table in vocabulary.tables:
        names = ", ".join(column.name for column in table.columns)
        opened.execute(f"SELECT {names} FROM {table.name} LIMIT 1")
        other.execute(f"CREATE TABLE {table.name} ({', '.join(f'{column.name} TEXT' for column in table.columns)})")


def test_no_cell_is_a_list_or_json(opened: sqlite3.Connection, vocabulary: Vocabulary) -> None:
    for table in vocabulary.tables:
        for row in opened.execute(f"SELECT * FROM {table.name}"):
            assert not any(isinstance(cell, str) and cell.startswith(('["', '{"', "[[")) for cell in row), (table, row)


def test_the_same_data_gives_the_same_bytes(vocabulary: Vocabulary, file: Path) -> None:
    again = database(Vocabulary(vocabulary.book, vocabulary.others))
    assert content(again) == file.read_bytes()


def test_queries_of_the_readme_answer(opened: sqlite3.Connection) -> None:
    (block,) = re.findall(r"^```sql\n(.*?)^```$", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    for query in block.splitlines():
        assert len(opened.execute(query).fetchall()) > 5, query


# --- a new kind, a new field -------------------------------------------------------------------------------------


def test_an_installed_book_is_exported(installed: Path, tmp_path: Path) -> None:
    """A compiled book loads no reader of TOML, which says how conditions are written."""
    command = [sys.executable, "-m", "mbc_cli", "export", "all.sqlite"]
    around = {"PYTHONPATH": str(installed), "PATH": "/usr/bin:/bin", "XDG_CACHE_HOME": str(tmp_path)}
    done = subprocess.run(command, cwd=tmp_path, env=around, capture_output=True, text=True, check=False)
    assert (done.returncode, "entries in" in done.stderr + done.stdout) == (0, True), done.stderr


class Visit(Declared):
    """One visit; a day."""

    on: str = ""
    given: tuple[DrugId, ...] = ()


class Study(Sourced):
    """A study that no book has."""

    kind: ClassVar[str] = "study"
    name: str
    of: ClassId = key("class", default="")
    visits: tuple[Visit, ...] = key(default=(), help="In order.")
    limits: Mapping[AxisId, str] = NOTHING
    notes: tuple[str, ...] = ()
    open: bool = False


def test_a_new_kind_has_tables_by_its_declaration(book: Book) -> None:
    spread = kind_spread(Study)
    tables = {table.name: [column.name for column in table.columns] for table in spread.tables}
    assert tables == {
        "study": ["id", "name", "class_id", "open"],
        "study_source": ["study_id", "position", "source_id", "source_place"],
        "study_visit": ["id", "study_id", "position", "study_visit_on"],
        "study_visit_given": ["study_visit_id", "position", "given_id"],
        "study_limit": ["study_id", "axis_id", "limit"],
        "study_note": ["study_id", "position", "note"],
    }
    record = Study(
        id="one",
        name="One",
        sources=(Citation("acs-2019", "page 1"),),
        visits=(Visit(on="2020", given=("docetaxel",)),),
        limits={"her2": "positive"},
    )
    assert [tuple(row) for row in spread.rows(Here(book, record, "study", "one"), record)] == [
        ("study", ("one", "One", None, 0)),
        ("study_source", ("one", 1, "acs-2019", "page 1")),
        ("study_visit", ("one.1", "one", 1, "2020")),
        ("study_visit_given", ("one.1", 1, "docetaxel")),
        ("study_limit", ("one", "her2", "positive")),
    ]


class Odd(Sourced):
    """A record with a field that says too little."""

    kind: ClassVar[str] = "odd"
    what: ClassVar[str]
    often: set[str]


def test_a_type_that_no_table_can_hold_is_refused() -> None:
    with pytest.raises(TypeError, match="set"):
        kind_spread(Odd)


# --- readers -----------------------------------------------------------------------------------------------------


def test_sqlite_utils_opens_it(file: Path) -> None:
    found = sqlite_utils.Database(file)
    assert {"drug", "statement", "citation"} <= {*found.table_names(), *found.view_names()}
    links = {(link.column, link.other_table) for link in found["brand_drug"].foreign_keys}
    assert links == {("brand_id", "brand"), ("drug_id", "drug")}
    assert found["entry"].detect_fts() == "entry_search"
    assert "brand.herceptin" in {row["ref"] for row in found["entry"].search("herceptin", limit=5)}


@pytest.mark.parametrize("form", ["csv", "json"])
def test_duckdb_reads_every_file(folders: Callable[[str], Path], opened: sqlite3.Connection, form: str) -> None:
    given = "all_varchar = true, header = true" if form == "csv" else "maximum_object_size = 100000000"
    asked = duckdb.connect()
    for path in folders(form).glob(f"*.{form}"):
        if path.name == folder.PACKAGE:
            continue
        (rows,) = opened.execute(f"SELECT count(*) FROM {path.stem}").fetchone()
        found = asked.execute(f"SELECT count(*) FROM read_{form}(?, {given})", [str(path)]).fetchone()
        assert found == (rows,) or (rows == 0 and form == "json"), path


def test_duckdb_joins_its_tables(folders: Callable[[str], Path]) -> None:
    asked = duckdb.connect()
    for name in ("drug", "drug_name"):
        asked.execute(f"CREATE VIEW {name} AS FROM read_csv('{folders('csv') / name}.csv', all_varchar = true)")
    found = asked.execute(
        "SELECT drug.name FROM drug JOIN drug_name ON drug.id = drug_id WHERE drug_name.name = 'Kadcyla'"
    )
    assert found.fetchall() == [("trastuzumab emtansine",)]


def test_csv_and_json_have_what_the_database_has(folders: Callable[[str], Path], opened: sqlite3.Connection) -> None:
    listed = json.loads((folders("json") / "naaccr_value.json").read_bytes())
    with (folders("csv") / "naaccr_value.csv").open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    asked = opened.execute("SELECT * FROM naaccr_value")
    names = [column[0] for column in asked.description]
    assert [tuple(row.values()) for row in listed] == (found := asked.fetchall())
    assert [list(row) for row in rows] == [names] * len(found)
    assert {row["code"] for row in rows} >= {"00", "01", "88"}


def test_flags_are_true_or_false_in_views_too(folders: Callable[[str], Path]) -> None:
    listed = json.loads((folders("json") / "citation.json").read_bytes())
    assert {row["bars_commercial_use"] for row in listed} == {True, False}
    assert {row["early"] for row in json.loads((folders("json") / "approval.json").read_bytes())} == {True, False}


def test_pandas_reads_codes_as_they_are(folders: Callable[[str], Path]) -> None:
    pandas = pytest.importorskip("pandas")
    found = pandas.read_csv(folders("csv") / "naaccr_value.csv", dtype=str, keep_default_na=False)
    assert set(found["code"]) >= {"00", "01"}
    words = pandas.read_csv(folders("csv") / "word_text.csv", dtype=str, keep_default_na=False)
    assert set(words["text"]) >= {"n/a", "null", "nan"}
    listed = pandas.read_json(folders("json") / "drug_code.json", dtype=str)
    assert len(listed) == len(pandas.read_csv(folders("csv") / "drug_code.csv"))


def test_parquet_has_the_declared_types(folders: Callable[[str], Path], opened: sqlite3.Connection) -> None:
    polars = pytest.importorskip("polars")
    found = polars.read_parquet(folders("parquet") / "condition.parquet")
    assert found.schema == {
        "id": polars.String, "whole_id": polars.String, "parent_id": polars.String, "position": polars.Int64,
        "combines": polars.String, "axis_id": polars.String, "test": polars.String, "number": polars.Float64,
    }  # fmt: skip
    assert found.rows() == opened.execute("SELECT * FROM condition").fetchall()
    assert duckdb.connect().execute(
        f"SELECT DISTINCT outside FROM '{folders('parquet')}/drug.parquet' ORDER BY 1"
    ).fetchall() == [(False,), (True,)]


def test_the_package_says_what_the_files_are(folders: Callable[[str], Path], book: Book) -> None:
    place = folders("csv")
    package = json.loads((place / folder.PACKAGE).read_bytes())
    assert package["version"] == book.version
    assert [source["id"] for source in package["sources"]] == list(book.sources)
    assert (place / folder.NOTICE).read_text("utf-8") == notice(book)
    tables = {each["name"]: each for each in package["resources"]}
    texts = {name: (place / each["path"]).read_text("utf-8") for name, each in tables.items()}
    assert {each["path"] for each in tables.values()} | {folder.README, folder.NOTICE, folder.PACKAGE} == {
        path.name for path in place.iterdir()
    }
    rows = {name: list(csv.DictReader(io.StringIO(text, newline=""))) for name, text in texts.items()}
    for name, each in tables.items():
        fields = [field["name"] for field in each["schema"]["fields"]]
        assert all(list(row) == fields for row in rows[name]), name
        keys = [tuple(row[part] for part in each["schema"].get("primaryKey", fields)) for row in rows[name]]
        assert len(set(keys)) == len(keys) or "primaryKey" not in each["schema"], name
        for link in each["schema"]["foreignKeys"]:
            (column,), other = link["fields"], link["reference"]
            assert {row[column] for row in rows[name]} <= {
                "",
                *(row[other["fields"][0]] for row in rows[other["resource"]]),
            }


# --- mappings ----------------------------------------------------------------------------------------------------


def mapped(text: str) -> list[dict[str, str]]:
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_every_code_is_a_mapping_with_what_sssom_asks_for(vocabulary: Vocabulary, book: Book) -> None:
    text = mappings.sssom(vocabulary)
    head = [line.removeprefix("#") for line in text.splitlines() if line.startswith("#")]
    names = [line.partition(":")[0] for line in head if line[:1].isalpha()]
    assert {"mapping_set_id", "license", "mapping_set_version", "mapping_date", "mapping_tool", "curie_map"} <= {*names}
    prefixes = {line.split(":")[0].strip() for line in head if line.startswith("  ") and "http" in line[:20]} | {"mbc"}
    rows = mapped(text)
    codes = [(record.ref, code) for record in records(book) for code in getattr(record, "codes", {}).values()]
    assert sorted((row["subject_id"], row["object_id"].partition(":")[2]) for row in rows) == sorted(
        (f"mbc:{ref}", code) for ref, code in codes
    )
    for row in rows:
        assert {row["subject_id"].partition(":")[0], row["object_id"].partition(":")[0]} <= prefixes
        assert row["predicate_id"] in (mappings.EXACT, mappings.CLOSE, mappings.BROAD)
        assert row["mapping_justification"] == "semapv:ManualMappingCuration"
        assert row["comment"]


@pytest.mark.parametrize(
    ("subject", "object", "predicate"),
    [
        ("drug.docetaxel", "NCIT:C1526", mappings.EXACT),
        ("drug.docetaxel", "RXNORM:72962", mappings.EXACT),
        ("drug.docetaxel", "ATC:L01CD02", mappings.CLOSE),  # a class of products
        ("drug.trastuzumab", "ATC:L01FD01", mappings.BROAD),  # its biosimilars have it too
        ("drug.nab-paclitaxel", "ATC:L01CD01", mappings.BROAD),
        ("regimen.cmf", "NCIT:C9874", mappings.EXACT),
        ("regimen.ac-t", "NCIT:C63427", mappings.CLOSE),  # of two taxanes, and with or without trastuzumab
    ],
)
def test_a_mapping_is_exact_only_where_it_is(book: Book, subject: str, object: str, predicate: str) -> None:
    found = {(row.subject_id, row.object_id): row.predicate_id for row in mappings.mappings(book)}
    assert found[f"mbc:{subject}", object] == predicate


def test_what_rests_on_a_non_commercial_source_alone_has_its_licence(book: Book) -> None:
    assert {*NON_COMMERCIAL} <= mappings.LICENCES.keys()
    for row in mappings.mappings(book):
        licences = {
            part.split(", ")[1].partition(")")[0] for part in row.comment.split("; ") if " (" in part and "): " in part
        }
        assert bool(row.license) == (licences <= {*NON_COMMERCIAL}), row


def test_a_code_is_sought_as_a_word() -> None:
    assert mappings.gives(Citation("a", "NCIt C1526, RxCUI 72962"), "C1526")
    assert not mappings.gives(Citation("a", "NCIt C15261"), "C1526")


@pytest.mark.slow
def test_sssom_itself_finds_it_valid(run: Run, tmp_path: Path) -> None:
    if not (validator := shutil.which("sssom", path=Path(sys.executable).parent)):
        pytest.skip("needs the extra `mappings`")
    target = tmp_path / "codes.sssom.tsv"
    assert run("export", str(target)).code == 0
    done = subprocess.run([validator, "validate", target], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    target.write_text(target.read_text("utf-8").replace("semapv:ManualMappingCuration", "by hand"), "utf-8")
    assert subprocess.run([validator, "validate", target], capture_output=True, check=False).stderr


# --- where it goes -----------------------------------------------------------------------------------------------


def test_mappings_go_to_standard_output(run: Run, vocabulary: Vocabulary) -> None:
    done = run("export", "--as", "sssom")
    assert (done.code, done.out) == (0, mappings.sssom(vocabulary))
    assert run("export", "-", "--as", "sssom") == done


def test_data_of_your_own_is_in_it(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "own.toml").write_text(
        '[source.ward-list]\ntitle = "List of a ward"\npublisher = "a ward"\nkind = "list"\nregion = "US"\nlicence = "not stated"\ndate = 2026-01-01\n\n[lookalike.ward-x]\nname = "WARDX"\nmeans = ["a ward"]\nsources = ["ward-list: page 1"]\n'
    )
    assert run("export", str(tmp_path / "x.db"), "--data", str(own)).code == 0
    found = sqlite3.connect(tmp_path / "x.db")
    assert found.execute("SELECT name FROM lookalike WHERE id = 'ward-x'").fetchall() == [("WARDX",)]
    assert "own" in dict(found.execute("SELECT * FROM about"))["data version"]
    found.close()


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["x.duckdb"], "use --as with one of sqlite, csv, json, parquet, sssom"),
        (["tables"], "use --as"),
        (["x.sqlite", "--only", "brand"], "--only writes one file of csv, json or parquet: call it brand.csv"),
        (["drug_names.tsv"], "only codes are tsv, other tables csv, json or parquet: drug_names.csv"),
        (["x.csv", "--only", "brnd"], "no table 'brnd': did you mean 'brand'?"),
        ([], "no file or directory was named: use --as with one of sqlite, csv"),
        (["x.sqlite", "--as", "csv"], "has the extension of sqlite, but --as says csv"),
        (["-", "--as", "json"], "only --as sssom can go to standard output"),
    ],
)
def test_what_cannot_be_meant_is_wrong_usage(run: Run, argv: list[str], said: str) -> None:
    done = run("export", *argv)
    assert done.code == 2
    assert said in done.err


def test_an_export_is_replaced_and_nothing_else(run: Run, tmp_path: Path) -> None:
    for name in ("x.sqlite", "x.sssom.tsv"):
        target = tmp_path / name
        target.write_text("subject_id\tmine\n")
        refused = run("export", str(target), "--replace")
        assert (refused.code, target.read_text()) == (3, "subject_id\tmine\n")
        assert f"{target}: exists and is not an export of mbc: use another name, or remove it first" in refused.err
        target.write_text("")
        assert run("export", str(target)).code == 0
        first, inode = target.read_bytes(), target.stat().st_ino
        refused = run("export", str(target))
        assert (refused.code, target.stat().st_ino) == (3, inode)
        assert f"{target}: is an earlier export of mbc: use --replace, or another name" in refused.err
        assert run("export", str(target), "--replace").code == 0
        assert target.read_bytes() == first
        assert target.stat().st_ino != inode
    assert {path.name for path in tmp_path.iterdir()} == {"x.sqlite", "x.sssom.tsv"}


def test_a_directory_with_other_files_is_left_alone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "drug.csv").write_text("mine\n")
    done = run("export", str(tmp_path), "--as", "csv")
    assert done.code == 3
    assert "has other files (drug.csv) and is not an export of mbc: use a new or empty directory" in done.err
    assert [path.name for path in tmp_path.iterdir()] == ["drug.csv"]


def test_an_export_in_a_directory_is_replaced_and_other_files_stay(tmp_path: Path) -> None:
    target = tmp_path / "out"
    place.put_folder(target, package("a.csv", "old.csv"), replace=False)
    (target / "mine.txt").write_text("mine")
    (target / ".git").mkdir()
    with pytest.raises(InputError, match="is an earlier export of mbc: use --replace"):
        place.put_folder(target, package("a.csv", "b.csv"), replace=False)
    place.put_folder(target, package("a.csv", "b.csv"), replace=True)
    assert {path.name for path in target.iterdir()} == {
        "a.csv",
        "b.csv",
        "NOTICE",
        "datapackage.json",
        "mine.txt",
        ".git",
    }
    with pytest.raises(InputError, match=r"mine\.txt is not part of the export that is there"):
        place.put_folder(target, package("a.csv", "mine.txt"), replace=True)
    assert (target / "b.csv").exists()


def package(*names: str) -> dict[str, bytes]:
    """The files of a small export."""
    found = {"name": "mbc", "resources": [{"path": name} for name in names]}
    return {**dict.fromkeys((*names, "NOTICE"), b"x"), "datapackage.json": json.dumps(found).encode()}


def test_a_directory_says_where_to_begin(folders: Callable[[str], Path]) -> None:
    text = (folders("csv") / folder.README).read_text("utf-8")
    said = re.findall(r"^\* `(\w+)\.csv`: \S", text, re.MULTILINE)
    assert said[:2] == ["drug_name", "statement_in_words"]
    assert {"drug", "xml_item", "regimen"} <= set(said)
    assert all((folders("csv") / f"{name}.csv").is_file() for name in said)


def test_a_package_cannot_name_files_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "precious.csv").write_text("mine")
    target = tmp_path / "out"
    target.mkdir()
    (target / "datapackage.json").write_bytes(package("../precious.csv", "a.csv")["datapackage.json"])
    place.put_folder(target, package("a.csv"), replace=True)
    assert (tmp_path / "precious.csv").read_text() == "mine"


def test_what_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, *_: object) -> int:
        if self.name == "b.csv":
            raise OSError(28, "No space left on device")
        return 1

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(InputError, match="cannot be written"):
        place.put_folder(tmp_path / "out", package("a.csv", "b.csv"), replace=False)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("target", "form", "said"),
    [
        ("a-file", "csv", "is a file: name a directory"),
        ("nowhere/deep", "json", "cannot be written"),
        ("a-folder", "sqlite", "is a directory"),
        ("nowhere/x.db", "sqlite", "cannot be written"),
    ],
)
def test_a_place_that_cannot_be_is_refused(run: Run, tmp_path: Path, target: str, form: str, said: str) -> None:
    (tmp_path / "a-file").write_text("x")
    (tmp_path / "a-folder").mkdir()
    done = run("export", str(tmp_path / target), "--as", form)
    assert done.code == 3
    assert said in done.err
    assert {path.name for path in tmp_path.iterdir()} == {"a-file", "a-folder"}


def test_parquet_needs_an_extra(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    done = run("export", str(tmp_path / "out"), "--as", "parquet")
    assert done.code == 3
    assert "pip install 'mbc-cli[bulk]'" in done.err
    assert list(tmp_path.iterdir()) == []


def test_a_sqlite_without_full_text_search_says_so(vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mbc_cli.export.database.SEARCH", "CREATE VIRTUAL TABLE x USING no_such_module(name)")
    with pytest.raises(InputError, match="has no full-text search"):
        database(vocabulary)


def test_a_file_called_after_a_table_has_it(run: Run, folders: Callable[[str], Path], tmp_path: Path) -> None:
    done = run("export", str(tmp_path / "codes.csv"))
    assert (tmp_path / "codes.csv").read_bytes() == (folders("csv") / "code.csv").read_bytes()
    assert "the table code, " in done.err
    assert run("export", "--only", "codes").out.encode() == (folders("csv") / "code.csv").read_bytes()
    again = run("export", str(tmp_path / "codes.csv"), "--replace")
    assert (again.code, "codes.csv: exists already" in again.err) == (3, True)


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("brands", "brand"),
        ("Statements", "statement_in_words"),
        ("conflicts", "erratum"),
        ("drug-codes", "drug_code"),
        ("classes", "class"),
        ("vocabulary", ""),
        ("mbc", ""),
    ],
)
def test_a_table_goes_by_what_people_call_it(name: str, table: str, vocabulary: Vocabulary) -> None:
    assert table_named(vocabulary, name) == table


def test_an_ending_says_what_to_write(run: Run, tmp_path: Path) -> None:
    done = run("export", str(tmp_path / "codes.tsv"))
    assert (done.code, (tmp_path / "codes.tsv").read_text("utf-8").startswith("#mapping_set_id")) == (0, True)
    assert form_of(tmp_path / "vocabulary.CSV", None) == Form.csv
    assert form_of(tmp_path / "vocabulary.json", None) == Form.json
