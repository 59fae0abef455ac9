"""What `mbc annotate` costs on a column, as ratios to copying the same file, all in one run, in processor time.

    python benchmarks/annotate_speed.py [--rows 1000000] [--rounds 3] [--kinds names,written,dated,notes,table]

The files have the columns of the registry table in tests/corpus, its cells beside each text, and these texts:

* names: names joined by rule, with an amount; 22 000 distinct, then every one different;
* written: the same with doses, schedules, cycles, remarks and 3 % of the names misspelt; 23 000 distinct;
* dated: as written, with a date and a patient's id, every one different (a twentieth of the rows);
* notes: clinic notes of 300, 2 000, 10 000 and 100 000 characters (three million characters of each);
* table: the registry table itself, again and again.

Each is copied and annotated with the csv module, and with Polars where it is installed; the cases are interleaved and
the fastest round counts. The peak memory of an annotation is given for a tenth of the rows and for all.
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
from typing import TYPE_CHECKING, NamedTuple

from treatment_texts import CORPUS, names_alone, names_of, notes, written

from mbc_cli.annotate import polars_frames
from mbc_cli.annotate.annotator import Annotator
from mbc_cli.annotate.job import Job
from mbc_cli.annotate.run import run
from mbc_cli.annotate.tables import File
from mbc_cli.annotate.wanted import Wanted
from mbc_cli.store.load import load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

NAMES, WRITTEN = 22_000, 23_000  # distinct texts
CHARACTERS = 3_000_000
LENGTHS = (300, 2_000, 10_000, 100_000)
TABLE = CORPUS / "tcga_brca_table.tsv"
COLUMN = "drug_name"
KINDS = ("names", "written", "dated", "notes", "table")


class Column(NamedTuple):
    """A column to measure: what it is called, its number of rows, and its distinct texts (None: those of the table)."""

    name: str
    rows: int
    texts: list[str] | None


def columns(kinds: Sequence[str], rows: int) -> Iterator[Column]:
    """The columns of the kinds asked for."""
    dice, names = random.Random(5), names_of(load())
    few = max(1, rows // 20)
    if "names" in kinds:
        yield Column("names, 22 000 distinct", rows, distinct(names_alone(dice, names, numbered=False), NAMES))
        yield Column("names, all distinct", rows, distinct(names_alone(dice, names, numbered=True), rows))
    if "written" in kinds:
        yield Column("written, 23 000 distinct", rows, distinct(written(dice, names, dated=False), WRITTEN))
    if "dated" in kinds:
        yield Column("dated, all distinct", few, distinct(written(dice, names, dated=True), few))
    for length in LENGTHS if "notes" in kinds else ():
        count = max(1, min(rows, CHARACTERS // length))
        yield Column(f"notes of {length} characters", count, distinct(notes(dice, length), count))
    if "table" in kinds:
        yield Column("the registry table", rows, None)


def distinct(texts: Iterator[str], count: int) -> list[str]:
    """`count` texts, each once."""
    found: dict[str, None] = {}
    while len(found) < count:
        found[next(texts)] = None
    return list(found)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--kinds", default=",".join(KINDS))
    options.add_argument("--once", type=Path, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.once:
        annotated(chosen.once, chosen.once.with_suffix(".out.tsv"), faster=False)
        # Not ru_maxrss, which a child inherits from the process that started it.
        status = Path("/proc/self/status").read_text("utf-8").splitlines()
        print(next(line for line in status if line.startswith("VmHWM")).split()[1])
        return
    with tempfile.TemporaryDirectory() as folder:
        for column in columns(chosen.kinds.split(","), chosen.rows):
            file = made(Path(folder) / "in.tsv", column)
            report(column.name, file, column.rows, chosen.rounds)
            small = made(Path(folder) / "small.tsv", column._replace(rows=max(1, column.rows // 10)))
            print(f"  peak memory, csv: {peak(small)} MB for a tenth of the rows, {peak(file)} MB for all", flush=True)


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
            out.unlink(missing_ok=True)  # so that no case pays for the end of the file before
            start = time.process_time()
            work()
            best[case] = min(best[case], time.process_time() - start)
    print(name)
    for case, seconds in best.items():
        ratio = seconds / best[case.split()[0] + " copy"]
        print(f"  {case:16} {rows / seconds:>10,.0f} rows/s   {ratio:.2f} x its copy")


def annotated(file: Path, out: Path, *, faster: bool) -> None:
    """One annotation, from opening the book to the finished file."""
    annotator = Annotator.of(load())
    run(
        Job(File(file, "tsv"), Wanted((COLUMN,)), File(out, "tsv")),
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


def made(file: Path, column: Column) -> Path:
    """A TSV like the registry table, with the texts of a column: in turn, or drawn where there are more rows."""
    dice = random.Random(6)
    with TABLE.open(encoding="utf-8", newline="") as table, file.open("w", encoding="utf-8", newline="") as out:
        header, *cells = csv.reader(table, delimiter="\t")
        writer = csv.writer(out, delimiter="\t", lineterminator="\n")
        writer.writerow(header)
        at = header.index(COLUMN)
        texts = column.texts or [row[at] for row in cells]
        for n in range(column.rows):
            text = texts[n] if column.rows <= len(texts) else dice.choice(texts)
            writer.writerow([f"P{n:07}", *cells[n % len(cells)][1:at], text, *cells[n % len(cells)][at + 1 :]])
    return file


def peak(file: Path) -> int:
    """The peak memory in MB of one annotation in a process of its own."""
    command = [sys.executable, __file__, "--once", str(file)]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout) // 1024


if __name__ == "__main__":
    main()
