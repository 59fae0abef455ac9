"""Arbitrary texts, the same in every run: what a column may hold that nobody thought of, and what people write.

And what the command makes of them, with which engines are compared.
"""

from __future__ import annotations

import csv
import random
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mbc_cli.annotate.annotation import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl

CORPUS = Path(__file__).parent / "corpus"
DEBRIS = (
    "\n", "\r\n", "\t", "\0", "\x1b[31m", "\x1c", "\x1e", "\x1f", "\x85", "\u2028", "\ufeff", "\u200b", "\u202e", "\xad", "\ufffd",
    "´", "®", "™", "½", "²", "①", "ß", "İ", "ı", "é", "e\u0301", "ﬁ", "Ⅳ", "→", "+", "/", ",", ";", "|", '"', "'", "<b>", "NULL", "NaN",
    "<U+00E9>", "%s", "{}", "=1+1", "{'a': 1}", "[1]", "紫杉醇", "таксол", "ドセタキセル", "🎗️", "👩‍⚕️", "\U0001d400", "\U0010ffff", "  ", "-", "0",
)  # fmt: skip


def written() -> list[str]:
    """What people wrote: the texts of the corpora."""
    texts: dict[str, None] = {}
    for name in ("written_treatments_dev.tsv", "written_languages.tsv", "tcga_brca_dev.tsv"):
        with (CORPUS / name).open(encoding="utf-8", newline="") as file:
            rows = csv.reader((line for line in file if not line.startswith("#")), delimiter="\t")
            texts.update(dict.fromkeys(row[0] for row in rows if row))
    return list(texts)


def arbitrary_texts(count: int, seed: int = 7) -> list[str | None]:
    """So many texts: nothing, parts of what people wrote, debris, letters of all scripts, some very long."""
    dice = random.Random(seed)
    said = written()
    words = sorted({word for text in said for word in text.split()})

    def anything() -> str:
        point = dice.choice((0x7F, 0x24F, 0x2FFF, 0xFFFF, 0x10FFFF))
        signs = (dice.randrange(point + 1) for _ in range(dice.randrange(1, 9)))
        return "".join(chr(sign) for sign in signs if not 0xD800 <= sign <= 0xDFFF)

    def text() -> str | None:
        kinds = (
            lambda: None,
            lambda: dice.choice(("", " ", "\n", "\t ", "\xa0")),
            lambda: dice.choice(said),
            lambda: dice.choice(said) + dice.choice(DEBRIS) + dice.choice(words),
            lambda: dice.choice(DEBRIS).join(dice.choices(words, k=dice.randrange(1, 7))),
            lambda: "".join(dice.choice((dice.choice(DEBRIS), dice.choice(words), anything())) for _ in range(5)),
            anything,
        )
        return dice.choices(kinds, (3, 2, 10, 20, 30, 25, 10))[0]()

    found = [text() for _ in range(count)]
    for n in range(0, count, max(1, count // 5)):
        found[n] = dice.choice((" ", "\n", "; ")).join(dice.choices([*said, *DEBRIS], k=200 + n % 700))
    return found


def arbitrary_rows(count: int = 10_000) -> pl.DataFrame:
    """So many rows with arbitrary texts: their number `n` and `drug`."""
    import polars as pl

    return pl.DataFrame({"n": range(count), "drug": arbitrary_texts(count)})


def by_command(rows: pl.DataFrame, folder: Path) -> list[tuple[str, ...]]:
    """What the command adds to some rows, of which `drug` is the text; every status is among it."""
    import polars as pl

    rows.write_parquet(folder / "in.parquet", row_group_size=1000)
    command = ["annotate", folder / "in.parquet", "-c", "drug", "-o", folder / "out.parquet"]
    subprocess.run([sys.executable, "-m", "mbc_cli", *command], check=True, capture_output=True)
    done = pl.read_parquet(folder / "out.parquet")
    assert done.select(rows.columns).equals(rows)
    assert {"exact", "corrected", "partial", "ambiguous", "no drug", "unknown", "empty"} <= set(done["mbc_status"])
    return done.select(COLUMNS).rows()


def differences(texts: Iterable[object], found: Iterable[object], wanted: Iterable[object]) -> list[object]:
    """The rows that are not as the command has them: the text, what is there, what should be."""
    rows = zip(texts, found, wanted, strict=True)
    return [(text, got, want) for text, got, want in rows if got != want]
