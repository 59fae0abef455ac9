"""What workbooks cost `mbc annotate`, as ratios to copying the same table, all in one run, in processor time.

    python benchmarks/annotate_workbook.py [--rows 50000] [--rounds 3]

The table is that of annotate_speed.py with names joined by rule. It is annotated from a workbook to a TSV, from a TSV
to a workbook, and from one workbook to another; a copy reads and writes the same cells with the libraries that `mbc`
uses. The table has 7 columns and gets 6 more.
"""

from __future__ import annotations

import argparse
import csv
import random
import tempfile
import time
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import xlsxwriter
from annotate_speed import COLUMN, NAMES, Column, distinct, made
from python_calamine import load_workbook
from treatment_texts import names_alone, names_of

from mbc_cli.annotate.annotator import Annotator
from mbc_cli.annotate.job import Job
from mbc_cli.annotate.kinds import kind_of
from mbc_cli.annotate.run import run
from mbc_cli.annotate.tables import File
from mbc_cli.annotate.wanted import Wanted
from mbc_cli.store.load import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rows", type=int, default=50_000)
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args()
    texts = distinct(names_alone(random.Random(5), names_of(load()), numbered=False), NAMES)
    with tempfile.TemporaryDirectory() as folder:
        table = made(Path(folder) / "in.tsv", Column("", chosen.rows, texts))
        book = table.with_suffix(".xlsx")
        copied(table, book)
        for source, ending in ((book, "tsv"), (table, "xlsx"), (book, "xlsx")):
            report(source, Path(folder) / f"out.{ending}", chosen.rows, chosen.rounds)


def report(source: Path, out: Path, rows: int, rounds: int) -> None:
    """Time a copy and an annotation, interleaved, and print rows per second and the ratio."""
    works = (copied, annotated)
    best = dict.fromkeys(works, float("inf"))
    for _, work in product(range(rounds), works):
        start = time.process_time()
        work(source, out)
        best[work] = min(best[work], time.process_time() - start)
    speeds = ", ".join(f"{rows / best[work]:>8,.0f} rows/s {work.__name__}" for work in works)
    print(f"{source.suffix} to {out.suffix}: {speeds}, {best[annotated] / best[copied]:.2f} x the copy", flush=True)


def annotated(source: Path, out: Path) -> None:
    """One annotation, from opening the book to the finished file."""
    job = Job(File(source, kind_of(source)), Wanted((COLUMN,)), File(out, kind_of(out)))
    run(job, Annotator.of(load()).annotate_all)


def copied(source: Path, out: Path) -> None:
    """The cells of one file in another."""
    if out.suffix == ".xlsx":
        book = xlsxwriter.Workbook(out, {"constant_memory": True})
        sheet = book.add_worksheet()
        for n, row in enumerate(cells(source)):
            for column, cell in enumerate(row):
                sheet.write_string(n, column, cell)
        book.close()
        return
    with out.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target, delimiter="\t", lineterminator="\n").writerows(cells(source))


def cells(source: Path) -> Iterator[Iterable[str]]:
    """The rows of a file as texts."""
    if source.suffix == ".xlsx":
        yield from ([*map(str, row)] for row in load_workbook(source).get_sheet_by_index(0).iter_rows())
        return
    with source.open(encoding="utf-8", newline="") as table:
        yield from csv.reader(table, delimiter="\t")


if __name__ == "__main__":
    main()
