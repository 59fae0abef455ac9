"""What `mbc annotate` costs on a large column, as ratios to copying the same file, all in one run.

    python benchmarks/annotate_speed.py [--rows 1000000] [--rounds 3]

Two files are made with the columns of the registry table in tests/corpus, its cells beside each treatment: one with
22 000 distinct treatments, one in which every one is another (names joined by rule, with an amount; none that needs
its context: a drug that has other uses too, a brand of up to four letters). Each is copied and
annotated with the csv module, and with Polars where it is installed; the cases are interleaved and the fastest round
counts. The peak memory of an annotation is given for a tenth of the rows and for all.
"""

from __future__ import annotations

import argparse
import csv
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from mbc_cli.annotate import polars_frames
from mbc_cli.annotate.annotator import Annotator
from mbc_cli.annotate.job import Job
from mbc_cli.annotate.run import run
from mbc_cli.annotate.tables import File
from mbc_cli.book.medicines import read_others
from mbc_cli.book.names import SHORT_NAME
from mbc_cli.reading.spelling import Speller
from mbc_cli.store.load import load, shipped

if TYPE_CHECKING:
    from collections.abc import Callable

DISTINCT = 22_000
TABLE = Path(__file__).parents[1] / "tests/corpus/tcga_brca_table.tsv"
COLUMN = "drug_name"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--once", type=Path, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.once:
        annotated(chosen.once, chosen.once.with_suffix(".out.tsv"), faster=False)
        # Not ru_maxrss, which a child inherits from the process that started it.
        status = Path("/proc/self/status").read_text("utf-8").splitlines()
        print(next(line for line in status if line.startswith("VmHWM")).split()[1])
        return
    with tempfile.TemporaryDirectory() as folder:
        for name, distinct in (("22 000 distinct", DISTINCT), ("all distinct", chosen.rows)):
            file = made(Path(folder) / "in.tsv", chosen.rows, distinct)
            report(name, file, chosen.rows, chosen.rounds)
            small = made(Path(folder) / "small.tsv", chosen.rows // 10, min(distinct, chosen.rows // 10))
            print(f"  peak memory, csv: {peak(small)} MB for a tenth of the rows, {peak(file)} MB for all")


def report(name: str, file: Path, rows: int, rounds: int) -> None:
    """Time every case, interleaved, and print rows per second and the ratio to the copy of its kind."""
    out = file.with_name("out.tsv")
    cases: dict[str, Callable[[], None]] = {
        "csv copy": lambda: csv_copy(file, out),
        "csv annotate": lambda: annotated(file, out, faster=False),
    }
    if polars_frames.is_there():
        cases |= {
            "polars copy": lambda: polars_copy(file, out),
            "polars annotate": lambda: annotated(file, out, faster=True),
        }
    best = dict.fromkeys(cases, float("inf"))
    for _ in range(rounds):
        for case, work in cases.items():
            out.unlink(missing_ok=True)  # so that nobody pays for the end of the file before
            start = time.perf_counter()
            work()
            best[case] = min(best[case], time.perf_counter() - start)
    print(name)
    for case, seconds in best.items():
        ratio = seconds / best[case.split()[0] + " copy"]
        print(f"  {case:16} {rows / seconds:>10,.0f} rows/s   {ratio:.2f} x its copy")


def annotated(file: Path, out: Path, *, faster: bool) -> None:
    """One annotation, from opening the book to the finished file."""
    book, others = load(), read_others(shipped() / "other_drugs.tsv")
    annotator = Annotator(book, Speller(book, others), others)
    run(
        Job(File(file, "tsv"), (COLUMN,), File(out, "tsv")),
        annotator.annotate_all,
        quick=annotator.quick if faster else None,
    )


def csv_copy(file: Path, out: Path) -> None:
    """Copying with the csv module, row by row."""
    with file.open(encoding="utf-8", newline="") as source, out.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target, delimiter="\t", lineterminator="\n").writerows(csv.reader(source, delimiter="\t"))


def polars_copy(file: Path, out: Path) -> None:
    """Copying with Polars, as text."""
    import polars as pl

    pl.read_csv(file, separator="\t", infer_schema=False).write_csv(out, separator="\t")


def made(file: Path, rows: int, distinct: int) -> Path:
    """A TSV like the registry table, with so many distinct texts in its treatment column."""
    dice = random.Random(5)
    book = load()
    drugs = {drug.id: drug for drug in book.drugs.values() if not (drug.outside or drug.double_use)}
    names = [drug.name for drug in drugs.values()]
    names += [
        brand.name for brand in book.brands.values() if len(brand.name) > SHORT_NAME and drugs.keys() >= {*brand.drugs}
    ]
    texts: dict[str, None] = {}
    while len(texts) < distinct:
        joined = dice.choice((" + ", "/", ", ")).join(dice.sample(names, dice.choice((1, 1, 2, 3))))
        texts[f"{joined} {dice.randrange(1, 10**6)} mg" if distinct > DISTINCT or dice.random() < 0.5 else joined] = (
            None
        )
    pool = list(texts)
    with TABLE.open(encoding="utf-8", newline="") as table, file.open("w", encoding="utf-8", newline="") as out:
        header, *cells = csv.reader(table, delimiter="\t")
        writer = csv.writer(out, delimiter="\t", lineterminator="\n")
        writer.writerow(header)
        at = header.index(COLUMN)
        for n in range(rows):
            row = cells[n % len(cells)]
            text = pool[n] if distinct >= rows else pool[dice.randrange(distinct)]
            writer.writerow([f"P{n:07}", *row[1:at], text, *row[at + 1 :]])
    return file


def peak(file: Path) -> int:
    """The peak memory in MB of one annotation in a process of its own."""
    command = [sys.executable, __file__, "--once", str(file)]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout) // 1024


if __name__ == "__main__":
    main()
