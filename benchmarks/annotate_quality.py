"""How well `mbc annotate` reads a file of strings with known meaning.

    python benchmarks/annotate_quality.py tests/corpus/tcga_brca_dev.tsv [--floor-rows 0.99 --floor-strings 0.98 ...]

Two shapes are read. The registry shape has the columns string, rows, drugs (joined by |) and kind: `must` (exactly
these drugs), `may` (this drug or nothing), `none` (no drug). The written shape has string, expected_drugs and note:
drugs joined by + , -> and ;, alternatives in brackets with |, and text in square brackets where no drug is meant.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from pathlib import Path
from typing import NamedTuple

from mbc_cli.annotate.annotator import Annotator
from mbc_cli.ask.lookup import drugs as drugs_named
from mbc_cli.book.medicines import read_others
from mbc_cli.reading.spelling import Speller
from mbc_cli.store.load import load, shipped


class Case(NamedTuple):
    """A string, how many rows have it, the drugs that must and may be found, and whether it is a trap."""

    text: str
    rows: int
    must: frozenset[str]
    may: frozenset[str]


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("file", type=Path)
    options.add_argument("--floor-rows", type=float, default=0.0)
    options.add_argument("--floor-strings", type=float, default=0.0)
    options.add_argument("--most-false", type=int, default=10**9)
    chosen = options.parse_args()
    score = measured(chosen.file)
    print("\n".join(score.lines))
    passed = (
        score.row_recall >= chosen.floor_rows
        and score.string_recall >= chosen.floor_strings
        and score.false_claims <= chosen.most_false
    )
    return 0 if passed else 1


class Score(NamedTuple):
    """Recall by string and by row, false claims (strings with a drug that is not meant), and the report."""

    string_recall: float
    row_recall: float
    false_claims: int
    lines: list[str]


def measured(file: Path) -> Score:
    """The score of a file."""
    book, others = load(), read_others(shipped() / "other_drugs.tsv")
    annotator = Annotator(book, Speller(book, others), others)

    def ids(name: str) -> set[str]:
        return {drug.id for drug, _ in drugs_named(book, name) if not drug.outside}

    asked = hit = asked_rows = hit_rows = claims = right_claims = false = 0
    lines = []
    for case in cases(file):
        must = frozenset(found for name in case.must for found in ids(name))
        may = must | frozenset(found for name in case.may for found in ids(name))
        row = annotator.annotate(case.text)
        inside = {name for name in row.drugs.split(";") if name and not book.drugs[name].outside}
        claims += bool(inside)
        wrong = inside - may
        right_claims += bool(inside) and not wrong
        if wrong:
            false += 1
            lines.append(f"false   {case.text!r}: {', '.join(sorted(wrong))} [{row.status}: {row.note}]")
        if must:
            asked += 1
            asked_rows += case.rows
            good = must <= inside and not wrong
            hit += good
            hit_rows += case.rows * good
            if not must <= inside:
                missed = ", ".join(sorted(must - inside))
                lines.append(f"missed  {case.text!r}: {missed} [{row.status}: {row.note}]")
    strings, rows = hit / max(asked, 1), hit_rows / max(asked_rows, 1)
    lines.append(f"recall by string {hit}/{asked} = {strings:.4f}; by row {hit_rows}/{asked_rows} = {rows:.4f}")
    lines.append(
        f"false claims {false}; precision by string {right_claims}/{claims} = {right_claims / max(claims, 1):.4f}"
    )
    return Score(strings, rows, false, lines)


def cases(file: Path) -> list[Case]:
    """The cases of a file of either shape."""
    with file.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened, delimiter="\t", quoting=csv.QUOTE_NONE))
    if not rows:
        sys.exit(f"{file}: no rows")
    return [registry_case(row) if "kind" in row and "rows" in row else written_case(row) for row in rows]


def registry_case(row: dict[str, str]) -> Case:
    """A row of the registry shape."""
    named = frozenset(name for name in row["drugs"].split("|") if name)
    must = named if row["kind"] == "must" else frozenset[str]()
    return Case(row["string"], int(row["rows"]), must, named if row["kind"] != "none" else frozenset())


def written_case(row: dict[str, str]) -> Case:
    """A row of the written shape: names outside brackets must be found, those with alternatives or "OR" may."""
    text = re.sub(r"\[[^\]]*\]|\blater\b|\bor\b(?= *->)", "", row["expected_drugs"])
    open_parts = "|".join(re.findall(r"\(([^)]*)\)", text))
    plain = re.sub(r"\([^)]*\)", "", text)
    must, may = set(), set()
    for part in re.split(r"\+|->|;", plain):
        names = [name.strip() for name in re.split(r"\bOR\b|\bor\b", part)]
        (must if len(names) == 1 else may).update(name for name in names if name)
    may.update(name.strip(" +/-") for name in re.split(r"\+|->|;|\||\bOR\b|,", open_parts))
    return Case(row["string"], 1, frozenset(must), frozenset(must | may))


if __name__ == "__main__":
    sys.exit(main())
