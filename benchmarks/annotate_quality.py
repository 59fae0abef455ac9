"""How well `mbc annotate` reads a file of strings with known meaning.

    python benchmarks/annotate_quality.py tests/corpus/tcga_brca_dev.tsv [--floor-rows 0.99 --floor-strings 0.98 ...]

Two shapes are read. The first has the columns string, drugs (joined by |), kind and perhaps rows. The kinds: `must`
(exactly these drugs), `may`, `mention` and `choice` (some of these drugs or nothing; a choice is never sure), `none`
(no drug). The written shape has string, expected_drugs and note: drugs joined by + , -> and ;, alternatives in brackets
with |, and text in square brackets where no drug is meant.
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
from mbc_cli.store.load import load


class Case(NamedTuple):
    """A string, how many rows have it, the drugs that must and may be found, and whether it is a trap."""

    text: str
    rows: int
    must: frozenset[str]
    may: frozenset[str]
    kind: str = "must"


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
    """Recall by string and by row, false claims (strings with a drug that is not meant), and the report.

    `sure_share`: of the rows called exact or corrected, those that are exactly right; `settled_share`: of the strings
    in which drugs must be found, those that are called so.
    """

    string_recall: float
    row_recall: float
    false_claims: int
    sure_share: float
    settled_share: float
    lines: list[str]


def measured(file: Path) -> Score:
    """The score of a file."""
    annotator = Annotator.of(load())

    def ids(name: str) -> set[str]:
        return {drug.id for drug, _ in drugs_named(annotator.book, name) if not drug.outside}

    sure = sure_right = settled = 0
    asked = hit = asked_rows = hit_rows = claims = right_claims = false = 0
    lines = []
    for case in cases(file):
        must = frozenset(found for name in case.must for found in ids(name))
        may = must | frozenset(found for name in case.may for found in ids(name))
        row = annotator.annotate(case.text)
        inside = {name for name in row.drugs.split(";") if name and not annotator.book.drugs[name].outside}
        claims += bool(inside)
        wrong = inside - may
        right_claims += bool(inside) and not wrong
        if wrong:
            false += 1
            lines.append(f"false   {case.text!r}: {', '.join(sorted(wrong))} [{row.status}: {row.note}]")
        if row.status in ("exact", "corrected"):
            sure += 1
            right = must <= inside and not wrong and case.kind != "choice"
            sure_right += right
            settled += bool(must)
            lines += [] if right else [f"unsure  {case.text!r}: {row.drugs} [{row.status}: {row.note}]"]
        elif must:
            lines.append(f"{row.status:7} {case.text!r}: {row.drugs} [{row.note}]")
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
    shares = (sure_right / max(sure, 1), settled / max(asked, 1))
    lines.append(
        f"exact or corrected {sure}, right {sure_right} = {shares[0]:.4f}; settled {settled}/{asked} = {shares[1]:.4f}"
    )
    return Score(strings, rows, false, *shares, lines)


def cases(file: Path) -> list[Case]:
    """The cases of a file of either shape."""
    with file.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened, delimiter="\t", quoting=csv.QUOTE_NONE))
    if not rows:
        sys.exit(f"{file}: no rows")
    return [listed_case(row) if "drugs" in row else written_case(row) for row in rows]


def listed_case(row: dict[str, str]) -> Case:
    """A row of the first shape."""
    named = frozenset(name for name in row["drugs"].split("|") if name)
    must = named if row["kind"] == "must" else frozenset[str]()
    may = named if row["kind"] != "none" else frozenset[str]()
    return Case(row["string"], int(row.get("rows") or 1), must, may, row["kind"])


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
