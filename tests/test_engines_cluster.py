"""Dask and Spark with workers in processes of their own: `pytest -m cluster`, with the extras dask and spark, and Java."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from arbitrary import arbitrary_rows, by_command, differences

from mbc_cli.annotate.annotation import COLUMNS
from mbc_cli.engines.asked import turns_over

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

pytestmark = [
    pytest.mark.cluster,
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore"),  # what Dask and Spark say of pandas is for them to mend
]

COUNT = 10_000
OWN = (
    '[source.s]\ntitle = "t"\npublisher = "p"\nkind = "list"\nregion = "US"\nlicence = "not stated"\ndate = "2020"\n'
    '[brand.zyzzivax]\nname = "Zyzzivax"\ndrugs = ["docetaxel"]\nsources = ["s: here"]\n'
)


@pytest.fixture(scope="module")
def rows() -> pl.DataFrame:
    """Rows with arbitrary texts."""
    pytest.importorskip("polars")
    return arbitrary_rows(COUNT)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where these rows are, as in.parquet."""
    return tmp_path_factory.mktemp("rows")


@pytest.fixture(scope="module")
def said(rows: pl.DataFrame, folder: Path) -> list[tuple[str, ...]]:
    """What the command adds to them."""
    return by_command(rows, folder)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A directory of data with a brand of its own."""
    (tmp_path / "own.toml").write_text(OWN, "utf-8")
    return tmp_path


def opened() -> tuple[int, int]:
    """A process, and how many annotators it has made."""
    return os.getpid(), turns_over.cache_info().misses


# --- Dask, with two processes --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    """Two workers."""
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        distributed.Client(cluster) as found,
    ):
        yield found


@pytest.mark.parametrize("distinct", [True, False])
def test_dask_says_what_the_command_says(
    client: Any, rows: pl.DataFrame, folder: Path, said: list[tuple[str, ...]], distinct: bool
) -> None:
    import dask.dataframe as dd

    from mbc_cli.engines import dask

    given = dd.read_parquet(folder / "in.parquet", split_row_groups=1)
    assert given.npartitions == COUNT // 1000
    done = dask.annotate(given, "drug", distinct=distinct).compute()
    assert done["n"].tolist() == rows["n"].to_list()
    assert differences(rows["drug"], done[list(COLUMNS)].itertuples(index=False, name=None), said) == []
    assert set(client.run(opened).values()) == {(pid, 1) for pid in client.run(os.getpid).values()}


def test_workers_of_dask_read_by_data_of_ones_own(client: Any, own: Path) -> None:
    import dask.dataframe as dd
    import pandas as pd

    from mbc_cli.engines import dask

    given = dd.from_pandas(pd.DataFrame({"drug": ["Zyzzivax", None]}), npartitions=2)
    assert dask.annotate(given, "drug", data=own)["mbc_drugs"].compute().tolist() == ["docetaxel", ""]


# --- Spark, in this process and with a master and two workers -------------------------------------------------------


@contextmanager
def running(*command: str) -> Iterator[None]:
    """A process of Spark that runs meanwhile."""
    from pyspark.find_spark_home import _find_spark_home

    spark_class = Path(_find_spark_home(), "bin", "spark-class")
    process = subprocess.Popen([spark_class, *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def standalone(folder: Path) -> Iterator[str]:
    """A master with two workers of one core each; its URL."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url, deploy = f"spark://127.0.0.1:{port}", "org.apache.spark.deploy"
    worker = (f"{deploy}.worker.Worker", "--cores", "1", "--memory", "1g", "--work-dir", str(folder), url)
    with (
        running(f"{deploy}.master.Master", "--host", "127.0.0.1", "--port", str(port)),
        running(*worker),
        running(*worker),
    ):
        yield url


@contextmanager
def session(master: str) -> Iterator[Any]:
    """A session that waits until both cores are there."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master(master).config("spark.ui.enabled", "false")
    builder = builder.config("spark.scheduler.minRegisteredResourcesRatio", "1.0").config("spark.cores.max", "2")
    builder = builder.config("spark.executor.memory", "700m").config("spark.driver.host", "127.0.0.1")
    found = builder.config("spark.scheduler.maxRegisteredResourcesWaitingTime", "60s").getOrCreate()
    try:
        yield found
    finally:
        found.stop()


@pytest.fixture(scope="module", params=["local", "standalone"])
def spark_session(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A session in this process, and one with two workers."""
    pytest.importorskip("pyspark")
    if not shutil.which("java"):
        pytest.skip("Spark needs Java 17")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        if request.param == "local":
            with session("local[2]") as found:
                yield found
            return
        with standalone(tmp_path_factory.mktemp("workers")) as url, session(url) as found:
            yield found


@pytest.mark.parametrize("distinct", [True, False])
def test_spark_says_what_the_command_says(
    spark_session: Any, rows: pl.DataFrame, folder: Path, said: list[tuple[str, ...]], distinct: bool
) -> None:
    from mbc_cli.engines import spark

    done = spark.annotate(spark_session.read.parquet(str(folder / "in.parquet")), "drug", distinct=distinct)
    assert done.columns == [*rows.columns, *COLUMNS]
    found = sorted(tuple(row) for row in done.drop("drug").collect())
    assert [row[0] for row in found] == rows["n"].to_list()
    assert differences(rows["drug"], [row[1:] for row in found], said) == []


def test_the_functions_of_spark_say_what_the_command_says(
    spark_session: Any, rows: pl.DataFrame, folder: Path, said: list[tuple[str, ...]]
) -> None:
    from mbc_cli.engines import spark

    spark_session.read.parquet(str(folder / "in.parquet")).createOrReplaceTempView("notes")
    query = "SELECT n, said.*, mbc_drugs(drug) FROM (SELECT *, mbc_annotate(drug) AS said FROM notes)"
    found = sorted(tuple(row) for row in spark.register(spark_session).sql(query).collect())
    assert [row[1] for row in found] == [row[-1] for row in found]
    assert differences(rows["drug"], [row[1:-1] for row in found], said) == []


def test_of_several_columns_a_row_is_one_treatment_in_spark(spark_session: Any) -> None:
    from mbc_cli.engines import spark

    given = [("TCH", "AI"), (None, "x"), ("TCH", None), (None, None), ("TCH", "AI")]
    which = "aromatase inhibitor: unclear which drug"
    frame = spark_session.createDataFrame(given, "`chemo.txt` string, `hormone``` string")
    for distinct in (True, False):
        done = spark.annotate(frame, ["chemo.txt", "hormone`"], distinct=distinct).collect()
        assert sorted((row.mbc_drugs, row.mbc_classes, row.mbc_note) for row in done) == [
            ("", "", ""),
            ("", "", "hormone`: not read: x"),
            ("docetaxel;carboplatin;trastuzumab", "", ""),
            *[("docetaxel;carboplatin;trastuzumab", "aromatase-inhibitor", which)] * 2,
        ]


def test_each_worker_of_spark_opens_the_book_once(spark_session: Any) -> None:
    import pyarrow as pa

    from mbc_cli.engines import arrow

    def told(batches: Iterator[Any]) -> Iterator[Any]:
        for batch in batches:
            arrow.annotate_batch(batch, "drug")
            yield pa.record_batch({"process": [os.getpid()], "opened": [turns_over.cache_info().misses]})

    frame = spark_session.range(64).selectExpr("concat('Taxol ', id, ' mg') AS drug").repartition(16)
    found = [tuple(row) for row in frame.mapInArrow(told, "process long, opened long").collect()]
    assert len(found) == 16
    assert {opened for _, opened in found} == {1}
    assert len(set(found)) <= 4


def test_workers_of_spark_read_by_data_of_ones_own(spark_session: Any, own: Path) -> None:
    from mbc_cli.engines import spark

    frame = spark_session.createDataFrame([("Zyzzivax",)], "drug string")
    assert [row.mbc_drugs for row in spark.annotate(frame, "drug", data=own).collect()] == ["docetaxel"]
