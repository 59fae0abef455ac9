"""Engines: the same answer as the command, row for row, in whatever people have their tables in."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pytest
from arbitrary import arbitrary_rows, by_command, differences

import mbc_cli as mbc
from mbc_cli.annotate import annotator as annotating
from mbc_cli.annotate.annotation import COLUMNS, Annotation
from mbc_cli.engines import asked as engine_asked
from mbc_cli.engines.asked import Asked, asked_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Ran

pa = pytest.importorskip("pyarrow")
pd = pytest.importorskip("pandas")
pl = pytest.importorskip("polars")

from mbc_cli.engines import arrow, pandas  # noqa: E402
from mbc_cli.engines import polars as engine_polars  # noqa: E402

TEXTS = ["ddAC x4 -> wkly Taxol", None, "", "Kadcyla", "adrimicin", "xyzzyplugh", "Kadcyla"]
OTHERS = ["letrozole", None, "x", "", None, None, "AI"]
OWN = (
    '[source.s]\ntitle = "t"\npublisher = "p"\nkind = "list"\nregion = "US"\nlicence = "not stated"\ndate = "2020"\n'
    '[brand.zyzzivax]\nname = "Zyzzivax"\ndrugs = ["docetaxel"]\nsources = ["s: here"]\n'
)

Rows = list[tuple[str, ...]]


def expected(texts: list[str | None]) -> Rows:
    """What the package says of some texts."""
    return [tuple(item) for item in mbc.annotate(texts)]


def rows_of(columns: Any) -> Rows:
    """The added columns of an Arrow table as rows."""
    return list(zip(*(columns.column(name).to_pylist() for name in COLUMNS), strict=True))


# --- each engine, with what it is asked ----------------------------------------------------------------------------


def by_arrow(frame: pl.DataFrame, columns: list[str]) -> Rows:
    return rows_of(arrow.annotate_batch(frame.to_arrow(), columns))


def by_pandas(frame: pl.DataFrame, columns: list[str]) -> Rows:
    done = pandas.annotate(frame.to_pandas(), columns)
    return list(done[list(COLUMNS)].itertuples(index=False, name=None))


def by_polars(frame: pl.DataFrame, columns: list[str], engine: str = "in-memory") -> Rows:
    expr = pl.col(columns[0]) if len(columns) == 1 else pl.struct(columns)
    return frame.lazy().with_columns(expr.mbc.annotate()).select(COLUMNS).collect(engine=engine).rows()


def by_polars_streaming(frame: pl.DataFrame, columns: list[str]) -> Rows:
    return by_polars(frame, columns, "streaming")


def by_duckdb(frame: pl.DataFrame, columns: list[str]) -> Rows:
    from mbc_cli.engines import duckdb

    if len(columns) > 1:
        pytest.skip("the functions of SQL take one text")
    with duckdb.duckdb.connect() as con:
        duckdb.register(con).register("notes", frame.to_arrow())
        found = con.sql(f"SELECT unnest(mbc_annotate({columns[0]})), mbc_drugs({columns[0]}) AS again FROM notes")
        rows = found.fetchall()
    assert all(row[0] == row[-1] for row in rows)
    return [row[:-1] for row in rows]


def by_dask(frame: pl.DataFrame, columns: list[str], *, distinct: bool = True) -> Rows:
    import dask.dataframe as dd

    from mbc_cli.engines import dask

    given = dd.from_pandas(frame.to_pandas(), npartitions=3)
    done = dask.annotate(given, columns, distinct=distinct)
    computed = done.compute(scheduler="threads")
    assert list(computed.columns) == list(done.columns)
    assert computed.index.tolist() == list(range(len(frame)))
    assert done.divisions == given.divisions
    return list(computed[list(COLUMNS)].itertuples(index=False, name=None))


def by_dask_each_partition(frame: pl.DataFrame, columns: list[str]) -> Rows:
    return by_dask(frame, columns, distinct=False)


ENGINES: dict[str, tuple[str, Callable[[pl.DataFrame, list[str]], Rows]]] = {
    "arrow": ("pyarrow", by_arrow),
    "pandas": ("pandas", by_pandas),
    "polars": ("polars", by_polars),
    "polars, streaming": ("polars", by_polars_streaming),
    "duckdb": ("duckdb", by_duckdb),
    "dask": ("dask", by_dask),
    "dask, each partition": ("dask", by_dask_each_partition),
}


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Callable[[pl.DataFrame, list[str]], Rows]:
    """An engine: a data frame and its treatment columns to the rows of the added columns."""
    library, run = ENGINES[request.param]
    pytest.importorskip(library)
    return run


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning:dask")
def test_arbitrary_texts_are_what_the_command_makes_of_them(
    engine: Callable[..., Rows], arbitrary: pl.DataFrame, command_said: Rows
) -> None:
    found = engine(arbitrary, ["drug"])
    assert len(found) == len(arbitrary)
    assert differences(arbitrary["drug"], found, command_said) == []


@pytest.fixture(scope="module")
def arbitrary() -> pl.DataFrame:
    """Rows with arbitrary texts."""
    return arbitrary_rows()


@pytest.fixture(scope="module")
def command_said(arbitrary: pl.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Rows:
    """What the command adds to them."""
    return by_command(arbitrary, tmp_path_factory.mktemp("command"))


def test_one_column_is_what_the_package_says(engine: Callable[..., Rows]) -> None:
    assert engine(pl.DataFrame({"n": range(7), "drug": TEXTS}), ["drug"]) == expected(TEXTS)


def test_of_several_columns_a_row_is_one_treatment_as_for_the_command(
    engine: Callable[..., Rows], run: Callable[..., Ran], tmp_path: Path
) -> None:
    frame = pl.DataFrame({"chemo": TEXTS, "hormone": OTHERS})
    frame.write_parquet(tmp_path / "in.parquet")
    columns = ["-c", "chemo", "-c", "hormone"]
    assert run("annotate", str(tmp_path / "in.parquet"), *columns, "-o", str(tmp_path / "out.parquet")).code == 0
    assert engine(frame, ["chemo", "hormone"]) == pl.read_parquet(tmp_path / "out.parquet").select(COLUMNS).rows()


def test_many_distinct_texts_are_read_some_at_a_time(
    engine: Callable[..., Rows], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrow, "REMEMBERED", 3)
    texts = [f"Taxol {n} mg" for n in range(10)]
    assert engine(pl.DataFrame({"drug": texts}), ["drug"]) == expected(texts)


@pytest.mark.parametrize("texts", [[], [None, None]])
def test_nothing_is_empty(engine: Callable[..., Rows], texts: list[None]) -> None:
    assert engine(pl.DataFrame({"drug": texts}, schema={"drug": pl.String}), ["drug"]) == expected(texts)


# --- kinds of columns ----------------------------------------------------------------------------------------------

KINDS: dict[str, Callable[[], pa.Array]] = {
    "text": lambda: pa.array(TEXTS),
    "large text": lambda: pa.array(TEXTS, pa.large_string()),
    "text by view": lambda: pa.array(TEXTS, pa.string_view()),
    "a dictionary": lambda: pa.array(TEXTS).dictionary_encode(),
    "chunks": lambda: pa.chunked_array([TEXTS[:3], TEXTS[3:]], pa.string()),
    "chunks of dictionaries": lambda: pa.chunked_array([TEXTS[:3], TEXTS[3:]], pa.string()).dictionary_encode(),
    "lists of one": lambda: pa.array([[text] for text in TEXTS]),
}


@pytest.mark.parametrize("kind", KINDS)
def test_texts_of_every_kind(kind: str) -> None:
    table = pa.table({"n": range(7), "drug": KINDS[kind]()})
    found = arrow.annotate_batch(table, "drug")
    assert found.schema.names == ["n", "drug", *COLUMNS]
    assert found.select(["n", "drug"]).equals(table)
    assert rows_of(found) == expected(TEXTS)
    assert rows_of(mbc.annotate(KINDS[kind]())) == expected(TEXTS)


def test_a_list_is_several_texts() -> None:
    lists = [["Taxol", "Herceptin"], None, [], [None, "AI"]]
    found = arrow.annotate_batch(pa.record_batch({"drug": lists}), "drug")
    assert found.column("mbc_drugs").to_pylist() == ["paclitaxel;trastuzumab", "", "", ""]
    assert found.column("mbc_status").to_pylist() == ["exact", "empty", "empty", "class only"]
    series = pd.Series(lists)
    assert series.mbc.annotate()["mbc_drugs"].tolist() == found.column("mbc_drugs").to_pylist()


@pytest.mark.parametrize(
    ("values", "what"),
    [([b"TCH"], "bytes"), ([True], "bool"), ([{"a": "TCH"}], "dict"), ([None, {"a": 1}], "dict")],
)
def test_what_is_no_text_is_said_with_its_column(values: list[Any], what: str) -> None:
    with pytest.raises(mbc.UsageError, match=f"column 'drug' is {what}: give texts"):
        arrow.annotate_batch(pa.record_batch({"drug": values}), "drug")
    with pytest.raises(mbc.UsageError, match=f"column 'drug' is {what}: give texts"):
        pandas.annotate(pd.DataFrame({"drug": values}), "drug")


def test_numbers_and_missing_ones_are_texts() -> None:
    for column in (pa.array([1.5, None, float("nan")]), pa.array([5, None, 7]), pa.nulls(3)):
        found = arrow.annotate_batch(pa.record_batch({"n": column}), "n")
        assert rows_of(found) == expected(column.to_pylist())


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ("drugs", "no column 'drugs': did you mean 'drug'"),
        (["drug", "drug"], "each once; the columns are 'drug', 'mbc_note'"),
        ([], "name the treatment columns"),
        ("drug", "already has a column 'mbc_note'"),
    ],
)
def test_columns_that_cannot_be_meant(columns: list[str], message: str) -> None:
    frame = pd.DataFrame({"drug": ["TCH"], "mbc_note": ["x"]})
    for ask in (
        lambda: pandas.annotate(frame, columns),
        lambda: arrow.annotate_batch(pa.Table.from_pandas(frame), columns),
    ):
        with pytest.raises(mbc.UsageError, match=message):
            ask()


# --- pandas and Polars ---------------------------------------------------------------------------------------------


def test_a_series_of_pandas_keeps_its_index() -> None:
    series = pd.Series([*TEXTS, 5, float("nan"), pd.NA], index=list("aabbccddee"), name="drug")
    found = series.mbc.annotate()
    assert found.index.tolist() == series.index.tolist()
    assert list(found.itertuples(index=False, name=None)) == expected([*TEXTS, "5", None, None])
    assert found.equals(mbc.annotate(series))
    frame = pandas.annotate(series.to_frame(), "drug")
    assert frame[list(COLUMNS)].equals(found)
    assert mbc.annotate(series.astype("category")).equals(found)
    assert mbc.annotate(pd.Index(["TCH"]))["mbc_drugs"].tolist() == ["docetaxel;carboplatin;trastuzumab"]


def test_an_expression_of_polars_has_the_names_of_the_columns() -> None:
    frame = pl.DataFrame({"drug": TEXTS, "x": range(7)})
    lazy = frame.lazy().with_columns(pl.col("drug").mbc.annotate())
    assert lazy.collect_schema().names() == ["drug", "x", *COLUMNS]
    assert lazy.filter(pl.col("mbc_status") == "exact").select("x").collect().to_series().to_list() == [0, 3, 6]
    with pytest.raises(mbc.InputError, match="column 'y' is not text: Struct"):
        pl.select(pl.struct(pl.lit("TCH").alias("x"), pl.struct(z=1).alias("y")).mbc.annotate())


def test_polars_asks_once_of_a_text_that_comes_in_several_batches() -> None:
    asked: list[str] = []

    def annotate(texts: list[str]) -> list[Annotation]:
        asked.extend(texts)
        return [Annotation(note=text) for text in texts]

    said = engine_polars.Said(annotate)
    batches = [["a", "b", "a"], ["b", "c"], ["a", ""]]
    found = [said.beside(pl.Series(batch)).get_column("mbc_note").to_list() for batch in batches]
    assert (found, sorted(asked)) == (batches, ["", "a", "b", "c"])


def test_polars_forgets_texts_when_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_polars, "REMEMBERED", 3)
    said = engine_polars.Said(lambda texts: [Annotation(note=text) for text in texts])
    for n in range(5):
        batch = [f"{n} {k}" for k in range(3)]
        assert said.beside(pl.Series(batch)).get_column("mbc_note").to_list() == batch
        assert len(said.table) == 3


def test_lists_and_structs_of_polars() -> None:
    found = pl.DataFrame({"drug": [["Taxol", "AC"], None]}).select(pl.col("drug").mbc.annotate())
    assert found["mbc_drugs"].to_list() == ["paclitaxel;doxorubicin;cyclophosphamide", ""]
    assert found["mbc_status"].to_list() == ["exact", "empty"]


# --- data of one's own, and codes ----------------------------------------------------------------------------------


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A directory of data with a brand of its own."""
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "own.toml").write_text(OWN, "utf-8")
    return tmp_path / "own"


def test_an_engine_reads_by_data_of_ones_own(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(own.parent)
    batch = pa.record_batch({"drug": ["Zyzzivax"]})
    assert arrow.annotate_batch(batch, "drug").column("mbc_drugs").to_pylist() == [""]
    assert arrow.annotate_batch(batch, "drug", data="own").column("mbc_drugs").to_pylist() == ["docetaxel"]
    series = pd.Series(["Zyzzivax"])
    assert series.mbc.annotate(data=own)["mbc_drugs"].tolist() == ["docetaxel"]
    assert pl.select(pl.lit("Zyzzivax").mbc.annotate(data=own))["mbc_drugs"].item() == "docetaxel"
    assert pl.select(pl.lit("C82492").mbc.annotate(codes_as_names=True))["mbc_drugs"].item() == "trastuzumab-emtansine"


def test_what_workers_are_told_is_small_and_says_where_the_data_lies(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(own.parent)
    asked = asked_of("drug", ["drug"], "own", codes_as_names=True)
    assert pickle.loads(pickle.dumps(asked)) == Asked(("drug",), str(own), codes_as_names=True)
    assert len(pickle.dumps(asked)) < 500
    assert asked.turns() is pickle.loads(pickle.dumps(asked)).turns()


# --- threads, processes, libraries that are not there --------------------------------------------------------------


def test_threads_take_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a memory so short that what one thread has read is gone before it answers, were another let in."""
    monkeypatch.setattr(annotating, "REMEMBERED", 3)
    turns = engine_asked.Turns(annotating.Annotator.of(mbc.load().book))
    pieces = [[f"Taxol {n} mg {k}" for k in range(20)] for n in range(40)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(turns, pieces))
    assert found == [mbc.annotate(piece) for piece in pieces]


def test_threads_that_ask_first_at_the_same_time_are_given_one_annotator(monkeypatch: pytest.MonkeyPatch) -> None:
    def slowly(data: Path | None) -> object:
        time.sleep(0.05)
        return mbc.load(data).book

    monkeypatch.setattr(engine_asked, "load", slowly)
    monkeypatch.setattr(engine_asked, "book_of", lru_cache(engine_asked.book_of.__wrapped__))
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: Asked(("drug",)).turns(), range(4)))
    assert len({id(turns) for turns in found}) == 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no forks on this system")
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_child_that_was_forked_while_a_thread_read_does_not_wait_for_it() -> None:
    turns = Asked(("drug",)).turns()
    with turns.lock:
        child = os.fork()
        if not child:
            os._exit(0 if turns(["TCH"])[0].status == "exact" else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@pytest.mark.parametrize("name", ["arrow", "pandas", "polars", "duckdb", "dask", "spark"])
def test_a_library_that_is_missing_is_said_with_what_installs_it(name: str) -> None:
    code = (
        "import sys\n"
        "sys.modules.update(dict.fromkeys(['pyarrow', 'pandas', 'polars', 'duckdb', 'dask', 'pyspark']))\n"
        "import mbc_cli.engines\n"
        f"try:\n    from mbc_cli.engines import {name}\n"
        "except ImportError as error:\n    print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith(f"mbc_cli.engines.{name} needs ")
    assert f"pip install 'mbc-cli[{name}]'" in done.stdout


def test_a_series_without_arrow_is_an_error_that_says_what_to_install() -> None:
    code = (
        "import sys; sys.modules['pyarrow'] = None\n"
        "import pandas as pd, mbc_cli as mbc\n"
        "try:\n    mbc.annotate(pd.Series(['Taxol']))\n"
        "except ImportError as error:\n    print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("mbc_cli.engines.pandas needs pyarrow: pip install 'mbc-cli[pandas]'")


def test_an_engine_is_loaded_only_when_it_is_asked_for() -> None:
    code = "import sys, mbc_cli.engines, mbc_cli.engines.asked as a; a.Asked(('x',)).turns(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"pyarrow", "pandas", "polars", "duckdb", "dask", "pyspark", "numpy"} & set(done.stdout.split())
