"""What a column costs inside pandas, Polars, DuckDB, Dask and Spark, as ratios to their own copy, all in one run.

    python benchmarks/engines.py [--rows 1000000] [--rounds 3] [--kinds names,written,dated] [--engines pandas,...]

A Parquet file in twenty pieces has the columns of the registry table in tests/corpus beside each text; the texts are
those of annotate_speed.py. Each engine reads it and writes it to Parquet again, as it is and annotated; Dask and Spark
with one worker process of one core, and with two. Every case is a process of its own; they are interleaved, and the
fastest round counts. The very first annotation counts, with the opening of the book, but not the start of the engine,
which has copied the file before. Seconds are processor time of all processes of the engine together, so that a shared
machine gives the same; memory is the most that all of them hold while they annotate. How much faster two workers are is
told by the clock, which needs two free cores, and by what two free cores would make of it: all processor time of one
worker, to that of two multiplied by the share of the busier one.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from annotate_speed import COLUMN, TABLE, Column, columns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

PIECES = 20


class Case(NamedTuple):
    """An engine, and how many workers it has; 0: it is one process with threads of its own."""

    engine: str
    workers: int = 0

    def __str__(self) -> str:
        """As it is printed."""
        return f"{self.engine}, {self.workers} worker{'s' * (self.workers > 1)}" if self.workers else self.engine


class Took(NamedTuple):
    """Processor seconds of a copy and of an annotation, and of this the seconds by the clock, the MB, and the share of
    the busiest worker in all that workers did."""

    copy: float
    annotate: float
    clock: float
    memory: float
    share: float


class Work(NamedTuple):
    """What is timed; each writes to `out` anew."""

    copy: Callable[[], object]
    annotate: Callable[[], object]


CASES = (
    Case("pandas"),
    Case("polars"),
    Case("duckdb"),
    Case("dask", 1),
    Case("dask", 2),
    Case("spark", 1),
    Case("spark", 2),
)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--kinds", default="names,written,dated")
    options.add_argument("--engines", default="pandas,polars,duckdb,dask,spark")
    options.add_argument("--once", nargs=3, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.once:
        engine, workers, file = chosen.once
        print(json.dumps(once(Case(engine, int(workers)), Path(file))))
        return
    cases = [case for case in CASES if case.engine in chosen.engines.split(",")]
    with tempfile.TemporaryDirectory() as folder:
        for column in columns(chosen.kinds.split(","), chosen.rows):
            report(column, cases, made(Path(folder, "in.parquet"), column), chosen.rounds)


def report(column: Column, cases: list[Case], file: Path, rounds: int) -> None:
    """Measure every case, interleaved, and print the fastest of each."""
    took: dict[Case, Took] = {}
    for _ in range(rounds):
        for case in cases:
            found = measured(case, file)
            took[case] = Took(*map(min, found, took.get(case, found)))
    print(f"{column.name}, {column.rows:,} rows")
    for case, best in took.items():
        speed = f"{column.rows / best.annotate:>9,.0f} rows/s  {best.annotate / best.copy:6.1f} x its copy"
        faster = faster_than(took[Case(case.engine, 1)], best) if case.workers == 2 else ""
        print(f"  {case!s:16} {speed}  {best.memory:6,.0f} MB{faster}", flush=True)


def faster_than(one: Took, two: Took) -> str:
    """How much faster two workers are than one."""
    with_free_cores = one.annotate / (two.annotate * two.share)
    return f"  {one.clock / two.clock:.2f} x one worker by the clock, {with_free_cores:.2f} x with free cores"


def measured(case: Case, file: Path) -> Took:
    """A case in a process of its own."""
    command = [sys.executable, __file__, "--once", case.engine, str(case.workers), str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{case}: {done.stderr[-2000:]}")
    return Took(*json.loads(done.stdout.splitlines()[-1]))


def once(case: Case, file: Path) -> Took:
    """The measures of a case, in this process."""
    with tempfile.TemporaryDirectory() as folder, ENGINES[case.engine](case, file, Path(folder, "out")) as work:
        work.copy()  # the engine starts
        with watched() as copy:
            again(work.copy, Path(folder))
        with watched() as annotate:
            start = time.perf_counter()
            again(work.annotate, Path(folder))
            clock = time.perf_counter() - start
        return Took(sum(copy.seconds()), sum(annotate.seconds()), clock, annotate.memory, annotate.share(case.workers))


def again(work: Callable[[], object], folder: Path) -> None:
    """Some work, whose output is new."""
    for old in folder.iterdir():
        shutil.rmtree(old) if old.is_dir() else old.unlink()
    work()


class Watch:
    """What this process and its children need meanwhile: memory in MB, what they share counted once, and seconds."""

    def __init__(self) -> None:
        self.before = {process: seconds_of(process) for process in family(os.getpid())}
        self.after: dict[int, float] = {}
        self.memory = 0.0

    def look(self) -> None:
        """Take note."""
        processes = list(family(os.getpid()))
        self.after.update({process: seconds_of(process) for process in processes})
        self.memory = max(self.memory, sum(map(memory_of, processes)))

    def seconds(self) -> list[float]:
        """The processor seconds of each process."""
        return [max(0.0, after - self.before.get(process, 0)) for process, after in self.after.items()]

    def share(self, workers: int) -> float:
        """The share of the busiest worker in what all did: Python processes other than this one."""
        others = [process for process in self.after if process != os.getpid() and name_of(process) != "java"]
        did = sorted(self.after[process] - self.before.get(process, 0) for process in others)[-workers:]
        return max(did) / sum(did) if workers and sum(did) else 1.0


@contextmanager
def watched() -> Iterator[Watch]:
    """What is needed meanwhile, looked at five times a second."""
    watch, done = Watch(), threading.Event()

    def look() -> None:
        while not done.wait(0.2):
            watch.look()

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield watch
    finally:
        done.set()
        watcher.join()
        watch.look()


def family(process: int) -> Iterator[int]:
    """A process and all that it started."""
    yield process
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        for child in read(task).split():
            yield from family(int(child))


def memory_of(process: int) -> float:
    """The memory of a process in MB, with its share of what it shares."""
    lines = read(Path(f"/proc/{process}/smaps_rollup")).splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def seconds_of(process: int) -> float:
    """The processor seconds of a process."""
    fields = read(Path(f"/proc/{process}/stat")).rpartition(")")[2].split()
    return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")


def name_of(process: int) -> str:
    """The name of a process."""
    return read(Path(f"/proc/{process}/comm")).strip()


def read(file: Path) -> str:
    """A file of /proc; nothing where the process has ended."""
    try:
        return file.read_text("utf-8")
    except OSError:
        return ""


def made(file: Path, column: Column) -> Path:
    """A Parquet file like the registry table, with the texts of a column."""
    import polars as pl

    table = pl.read_csv(TABLE, separator="\t", infer_schema=False)
    rows = table.select(pl.all().gather(pl.int_range(column.rows) % len(table)))
    if column.texts is not None:
        texts = pl.Series(column.texts)
        at = (
            pl.Series(range(len(texts)))
            if len(texts) >= column.rows
            else pl.int_range(column.rows, eager=True).hash(5) % len(texts)
        )
        rows = rows.with_columns(texts.gather(at.head(column.rows)).alias(COLUMN))
    rows.with_row_index("n").write_parquet(file, row_group_size=-(-column.rows // PIECES))
    return file


# --- the engines ---------------------------------------------------------------------------------------------------


def in_pandas(_: Case, file: Path, out: Path) -> AbstractContextManager[Work]:
    """One process, one core."""
    import pandas as pd

    from mbc_cli.engines import pandas

    def annotate() -> None:
        pandas.annotate(pd.read_parquet(file), COLUMN).to_parquet(out)

    return nullcontext(Work(lambda: pd.read_parquet(file).to_parquet(out), annotate))


def in_polars(_: Case, file: Path, out: Path) -> AbstractContextManager[Work]:
    """Lazy and streaming."""
    import polars as pl

    import mbc_cli.engines.polars  # noqa: F401 - it registers itself

    def annotate() -> None:
        pl.scan_parquet(file).with_columns(pl.col(COLUMN).mbc.annotate()).sink_parquet(out)

    return nullcontext(Work(lambda: pl.scan_parquet(file).sink_parquet(out), annotate))


def in_duckdb(_: Case, file: Path, out: Path) -> AbstractContextManager[Work]:
    """SQL, with as many threads as there are cores."""
    from mbc_cli.engines import duckdb

    con = duckdb.register(duckdb.duckdb.connect())
    query = f"SELECT *, unnest(mbc_annotate({COLUMN})) FROM '{file}'"
    return nullcontext(
        Work(
            lambda: con.execute(f"COPY (FROM '{file}') TO '{out}' (FORMAT parquet)"),
            lambda: con.execute(f"COPY ({query}) TO '{out}' (FORMAT parquet)"),
        )
    )


@contextmanager
def in_dask(case: Case, file: Path, out: Path) -> Iterator[Work]:
    """Workers of one thread."""
    import dask.dataframe as dd
    from distributed import Client, LocalCluster

    from mbc_cli.engines import dask

    cluster = LocalCluster(n_workers=case.workers, threads_per_worker=1, dashboard_address=None, silence_logs="ERROR")
    with cluster, Client(cluster):
        given = dd.read_parquet(file, split_row_groups=1)
        done = dask.annotate(given, COLUMN, distinct=has_repeats(file))
        yield Work(lambda: given.to_parquet(out), lambda: done.to_parquet(out))


@contextmanager
def in_spark(case: Case, file: Path, out: Path) -> Iterator[Work]:
    """As many cores, with a Python process for each."""
    from pyspark.sql import SparkSession

    from mbc_cli.engines import spark

    os.environ.update(PYSPARK_PYTHON=sys.executable, SPARK_LOCAL_IP="127.0.0.1")
    piece = str(file.stat().st_size // PIECES)
    builder = SparkSession.builder.master(f"local[{case.workers}]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.driver.memory", "2g").config("spark.sql.files.maxPartitionBytes", piece)
    session = builder.getOrCreate()
    given = session.read.parquet(str(file))
    done = spark.annotate(given, COLUMN, distinct=has_repeats(file))
    yield Work(lambda: given.write.parquet(str(out)), lambda: done.write.parquet(str(out)))
    session.stop()


def has_repeats(file: Path) -> bool:
    """Whether texts are there more than once, so that sharing them pays."""
    import polars as pl

    texts = pl.scan_parquet(file).select(pl.col(COLUMN).n_unique(), pl.len().alias("rows")).collect()
    return bool(texts[COLUMN].item() < texts["rows"].item() / 2)


ENGINES = {"pandas": in_pandas, "polars": in_polars, "duckdb": in_duckdb, "dask": in_dask, "spark": in_spark}

if __name__ == "__main__":
    main()
