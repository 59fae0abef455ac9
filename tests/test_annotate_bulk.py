"""With Polars: the same bytes as the csv way, and Parquet."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from mbc_cli.annotate import parquet, polars_lines
from mbc_cli.annotate.annotation import COLUMNS, Counted
from mbc_cli.annotate.annotator import Annotator
from mbc_cli.annotate.job import Job
from mbc_cli.annotate.polars_lines import QuickColumn
from mbc_cli.annotate.run import run
from mbc_cli.annotate.tables import File
from mbc_cli.annotate.wanted import Wanted
from mbc_cli.book.errors import InputError
from mbc_cli.store.load import load

pl = pytest.importorskip("polars")


@pytest.fixture(scope="module")
def annotator():
    return Annotator.of(load())


@pytest.fixture(autouse=True)
def _no_file_is_small(monkeypatch):
    monkeypatch.setattr(polars_lines, "SMALL", 0)


@pytest.fixture
def file(tmp_path):
    """A plain CSV of some thousand rows."""
    dice = random.Random(3)
    texts = [
        "Taxol",
        "AC-T x4",
        "cytoxen",
        "TC",
        "no T-DM1",
        "[Not Available]",
        "",
        "Alimta",
        "a | b",
        "Épirubicine",
        "GP",
    ]
    rows = [f"{n},{dice.choice(texts)},{dice.choice(['', 'x', ' y '])}" for n in range(5000)]
    path = tmp_path / "in.csv"
    path.write_text("\n".join(["id,drug,z", *rows, "short", ""]), "utf-8")
    return path


def job_of(source, kind, column, target):
    """A file of some kind to another of the same."""
    return Job(File(source, kind), Wanted((column,)), File(target, kind))


def small_job(folder):
    """A file of two columns, of which the first is to be annotated."""
    return job_of(folder / "in.csv", "csv", "a", folder / "out.csv")


def both(file, annotator, kind="csv", column="drug"):
    """The bytes and the counts of the usual and of the faster way."""
    slow, fast = file.with_name("slow.out"), file.with_name("fast.out")
    counts = [
        run(job_of(file, kind, column, slow), annotator.annotate_all),
        run(job_of(file, kind, column, fast), annotator.annotate_all, quick=annotator.quick),
    ]
    return [slow.read_bytes(), fast.read_bytes()], counts


@pytest.mark.parametrize("block", [16 << 20, 1000])
def test_the_faster_way_gives_the_same_bytes(file, annotator, monkeypatch, block):
    monkeypatch.setattr(polars_lines, "BLOCK", block)
    (slow, fast), counts = both(file, annotator)
    assert slow == fast
    assert counts[0] == counts[1]


def test_semicolons_go_the_faster_way_too(tmp_path, annotator):
    texts = ["Taxol", "TCH", "Taxol + Herceptin", "a; b", "cytoxen"]
    rows = [f"{n};{texts[n % 3]} {n} mg;x" for n in range(500)]
    (tmp_path / "in.csv").write_text("\n".join(["id;drug;z", *rows, ""]))
    (slow, fast), _ = both(tmp_path / "in.csv", annotator)
    assert slow == fast
    assert b';"paclitaxel;trastuzumab";;;;exact;' in slow


def test_a_plain_file_does_go_the_faster_way(file, annotator, monkeypatch):
    monkeypatch.setattr(polars_lines.PlainLines, "parsed", lambda *_: pytest.fail("it was not read by Polars"))
    with pytest.raises(pytest.fail.Exception):
        run(job_of(file, "csv", "drug", file.with_name("out.csv")), annotator.annotate_all, quick=annotator.quick)


ODD = {
    "quotes": b'7,"Taxol, x4",z\n',
    "a quoted line end": b'7,Taxol,"two\nlines"\n',
    "a stray quote": b'7,Taxol 5" tall,z\n',
    "carriage returns": b"7,Taxol,z\r\n",
    "a byte-order mark": b"\xef\xbb\xbf7,Taxol,z\n",
    "NUL": b"7,Tax\0ol,z\n",
    "a blank line": b"\n",
    "a short line": b"7,Taxol\n",
    "one short cell": b"7\n",
    "no line end": b"7,Taxol,z",
    "nothing": b"",
    "a comma in a note": "7,Taxol + Foo → bar,z\n".encode(),
}


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("block", [16 << 20, 400])
def test_what_is_odd_goes_the_usual_way_from_there_on(tmp_path, annotator, monkeypatch, block, odd):
    monkeypatch.setattr(polars_lines, "BLOCK", block)
    rows = b"".join(f"{n},Taxol {n} mg,\n".encode() for n in range(100))
    end = b"" if odd == "no line end" else rows
    (tmp_path / "in.csv").write_bytes(b"id,drug,cells\n" + rows + ODD[odd] + end)
    (slow, fast), counts = both(tmp_path / "in.csv", annotator)
    assert slow == fast
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    "content",
    [b'a,b\n"x",1\n', b"a,b\r\nx,1\r\n", b"a\nx\n", b"a,b\n\nx,1\n", b"\xef\xbb\xbfa,b\nx,1\n", b'"a",b\nx,1'],
)
def test_an_odd_header_is_no_obstacle(tmp_path, annotator, content):
    (tmp_path / "in.csv").write_bytes(content)
    (slow, fast), _ = both(tmp_path / "in.csv", annotator, column="a")
    assert slow == fast


def test_a_column_of_unknown_texts_only(tmp_path, annotator):
    (tmp_path / "in.csv").write_text("a,b\n" + "".join(f"Fooblast {n},x\n" for n in range(500)))
    fresh = Annotator(annotator.book, annotator.speller, annotator.others)
    (slow, fast), counts = both(tmp_path / "in.csv", fresh, column="a")
    assert slow == fast
    assert counts[0] == counts[1] == {"unknown": 500}


@pytest.mark.parametrize("content", [b"a,b\nTaxol,1\nTaxol,\xff\n", b"a,b\xff\nTaxol,1\n"])
def test_what_is_no_utf_8_is_said_as_on_the_usual_way(tmp_path, annotator, content):
    (tmp_path / "in.csv").write_bytes(content)
    with pytest.raises(InputError, match="0xff is not utf-8: use --encoding"):
        run(small_job(tmp_path), annotator.annotate_all, quick=annotator.quick)
    assert not (tmp_path / "out.csv").exists()


JOINERS = (" + ", "/", ", ", " and ", ";", "+ ", " with ", " & ")


@pytest.mark.slow
def test_the_quick_way_through_a_column_says_what_the_quick_way_says(annotator):
    """Every two names behind each other, and generated texts; `quick` itself is held against the full reading."""
    dice = random.Random(5)
    book = annotator.book
    names = [drug.name for drug in book.drugs.values()] + [brand.name for brand in book.brands.values()]
    names += ["TAXOL", "taxol ", "AC", "metformin", "trastuzumab and hyaluronidase", "gem", "Taxol 5 mg", "xTaxol", ""]
    texts = [f"{one}{dice.choice(JOINERS)}{other}" for one in names for other in names]
    for _ in range(5000):
        text = dice.choice(JOINERS).join(dice.choices(names, k=dice.choice((1, 2, 3))))
        texts.append(text + dice.choice(("", " 5 mg", " 7.5", " 1000 ml", " x4", " 5 mg ", "  5 mg", "5 mg")))
    quick = annotator.quick.read(texts)
    column = QuickColumn(annotator.quick, "\t")
    found = column.cells(pl.Series(texts)).to_list()
    assert sum(cells is not None for cells in found) > len(texts) / 2
    for text, cells in zip(texts, found, strict=True):
        assert cells is None or cells.split("\t") == list(quick[text]), text


def test_names_that_come_later_are_taken_in(annotator):
    fresh = Annotator(annotator.book, annotator.speller, annotator.others)
    column = QuickColumn(fresh.quick, ",")
    assert column.cells(pl.Series(["Taxol", "AC"])).to_list() == ["paclitaxel,,,,exact,", None]
    later = pl.Series(["Taxol + Herceptin 5 mg"])
    assert column.cells(later).to_list() == [None]
    fresh.annotate("Herceptin")
    assert column.cells(later).to_list() == ["paclitaxel;trastuzumab,,,,exact,also read: 5 mg"]


@pytest.mark.slow
def test_a_column_in_which_every_text_is_another(tmp_path, annotator):
    names = ["Taxol", "Herceptin + Taxol", "TC", "cytoxen", "Taxol / paclitaxel", "Oncovin", "Taxol, and more"]
    rows = [f"{n}\t{names[n % len(names)]} {n} mg\t" for n in range(3000)]
    (tmp_path / "in.tsv").write_text("\n".join(["id\tdrug\tz", *rows, ""]))
    (slow, fast), counts = both(tmp_path / "in.tsv", annotator, kind="tsv")
    assert slow == fast
    assert counts[0] == counts[1]
    assert counts[0]["exact"] > 1000


def test_a_long_row_is_an_error_with_its_line(tmp_path, annotator):
    (tmp_path / "in.csv").write_text("a,b\nTaxol,1\nTaxol,1,2\n")
    with pytest.raises(InputError, match=r"in\.csv:3: has 3 cells but the header has 2"):
        run(small_job(tmp_path), annotator.annotate_all, quick=annotator.quick)
    assert not (tmp_path / "out.csv").exists()


def test_parquet_keeps_rows_columns_and_types(tmp_path, annotator):
    frame = pl.DataFrame({"n": [1, 2, 3], "drug": ["TCH", None, "Arimedex"]})
    frame.write_parquet(tmp_path / "in.parquet")
    job = job_of(tmp_path / "in.parquet", "parquet", "drug", tmp_path / "out.parquet")
    counts = run(job, annotator.annotate_all)
    got = pl.read_parquet(tmp_path / "out.parquet")
    assert got.columns == ["n", "drug", *COLUMNS]
    assert got.select("n", "drug").equals(frame)
    assert got["mbc_status"].to_list() == ["exact", "empty", "corrected"]
    assert counts == {"exact": 1, "empty": 1, "corrected": 1}


def test_what_is_not_counted_is_counted_by_rows_of_a_distinct_text(tmp_path, annotator):
    pl.DataFrame({"drug": ["TCH declined", "TCH declined", "TCH"]}).write_parquet(tmp_path / "in.parquet")
    counted = Counted(annotator.annotate_all)
    run(job_of(tmp_path / "in.parquet", "parquet", "drug", tmp_path / "out.parquet"), counted)
    assert (counted.rows, counted.said) == ({"no drug": 2, "exact": 1}, {"declined": 2})


@pytest.mark.parametrize("rows", [0, 1, 5000])
def test_parquet_is_annotated_some_rows_at_a_time(tmp_path, annotator, monkeypatch, rows):
    monkeypatch.setattr(parquet, "ROWS", 1000)
    texts = ["TCH", "Taxol 5 mg", "", "cytoxen", None]
    frame = pl.DataFrame(
        {"n": range(rows), "drug": [texts[n % 5] for n in range(rows)]}, schema={"n": pl.Int64, "drug": pl.String}
    )
    frame.write_parquet(tmp_path / "in.parquet")
    job = job_of(tmp_path / "in.parquet", "parquet", "drug", tmp_path / "out.parquet")
    counts = run(job, annotator.annotate_all)
    got = pl.read_parquet(tmp_path / "out.parquet")
    assert got.columns == ["n", "drug", *COLUMNS]
    assert got.select("n", "drug").equals(frame)
    assert sum(counts.values()) == rows
    assert got["mbc_note"].to_list() == [annotator.annotate(text or "").note for text in frame["drug"]]


def parquet_of(tmp_path, rows=5000):
    """A Parquet file of some rows, its bytes, and the job that annotates it."""
    source = tmp_path / "in.parquet"
    pl.DataFrame({"drug": ["Taxol"] * rows, "n": [str(n * 7919) for n in range(rows)]}).write_parquet(source)
    (tmp_path / "out.parquet").write_text("old")
    return source, bytearray(source.read_bytes()), job_of(source, "parquet", "drug", tmp_path / "out.parquet")


def test_a_damaged_parquet_file_is_said_and_nothing_is_written(tmp_path, annotator):
    source, content, job = parquet_of(tmp_path)
    for damage in (slice(4, -1000), slice(-200, -8), slice(0, None)):
        damaged = content[:]
        damaged[damage] = bytes(len(content[damage]))
        source.write_bytes(damaged)
        with pytest.raises(InputError, match=r"in\.parquet: is (damaged|not a Parquet)"):
            run(job, annotator.annotate_all)
        assert sorted(file.name for file in tmp_path.iterdir()) == ["in.parquet", "out.parquet"]
    assert (tmp_path / "out.parquet").read_text() == "old"


@pytest.mark.parametrize("error", [RecursionError("deep"), KeyboardInterrupt()])
def test_an_error_in_the_middle_of_parquet_is_that_error(tmp_path, error):
    def failing(texts):
        if texts:
            raise error
        return []

    *_, job = parquet_of(tmp_path)
    with pytest.raises(type(error)):
        run(job, failing)
    assert (tmp_path / "out.parquet").read_text() == "old"
    assert not list(tmp_path.glob(".out.*"))


def test_a_disk_that_is_full_while_parquet_is_written(tmp_path, annotator):
    source, _, _ = parquet_of(tmp_path)
    with pytest.raises(InputError, match=r"/dev/full: cannot be written \(.*No space left"):
        run(job_of(source, "parquet", "drug", Path("/dev/full")), annotator.annotate_all)


def test_a_parquet_column_that_is_no_text_is_said(tmp_path, annotator):
    pl.DataFrame({"a": [{"b": "AC"}]}).write_parquet(tmp_path / "in.parquet")
    job = job_of(tmp_path / "in.parquet", "parquet", "a", tmp_path / "out.parquet")
    with pytest.raises(InputError, match=r"column 'a' is not text: Struct"):
        run(job, annotator.annotate_all)
    assert not (tmp_path / "out.parquet").exists()


def test_an_old_polars_is_not_used(file, annotator, monkeypatch):
    monkeypatch.setattr(pl, "__version__", "1.35.2")
    monkeypatch.setattr(polars_lines.PlainLines, "parsed", lambda *_: pytest.fail("it was read by Polars"))
    run(job_of(file, "csv", "drug", file.with_name("out.csv")), annotator.annotate_all, quick=annotator.quick)
    with pytest.raises(InputError, match=r"Polars 1\.35\.2 is too old"):
        run(job_of(file, "parquet", "drug", file.with_name("out.parquet")), annotator.annotate_all)


def test_a_small_file_goes_the_usual_way(file, annotator, monkeypatch):
    monkeypatch.setattr(polars_lines, "SMALL", 1 << 20)
    monkeypatch.setattr(polars_lines.PlainLines, "parsed", lambda *_: pytest.fail("it was read by Polars"))
    run(job_of(file, "csv", "drug", file.with_name("out.csv")), annotator.annotate_all, quick=annotator.quick)


@pytest.mark.parametrize(
    "text",
    [
        "Prolia",
        "Prolia 60 mg",
        "Prolia + Herceptin",
        "Xgeva, Prolia and Evenity 60 mg",
        "Prolia/Zortress",
        "Aitan 425 mg + Herceptin",  # of a drug outside the vocabulary
        "Herceptin / Prolia 60 mg + Prolia 120 mg",
    ],
)
def test_the_quick_way_says_what_a_brand_is_for_as_the_full_reading_does(annotator, text):
    found = annotator.quick.read([text, "Prolia 60 mg"])
    assert found.get(text, annotator.worked_out(text)) == annotator.worked_out(text)
    assert found["Prolia 60 mg"].note == "Prolia: for osteoporosis; also read: 60 mg"
