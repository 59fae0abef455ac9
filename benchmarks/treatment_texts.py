"""Treatment texts as columns have them, made by rule from the names of the vocabulary, for measuring."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

from mbc_cli.book.names import SHORT_NAME

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence

    from mbc_cli.book.book import Book

CORPUS = Path(__file__).parents[1] / "tests/corpus"
JOINERS = (" + ", "/", ", ")
WRITTEN_JOINERS = (" + ", ", ", " and ", "/", " then ", " followed by ")
DOSES = ("75 mg/m2", "600 mg/m²", "8 mg/kg", "1.25 mg", "500 mg BID", "20 mg daily", "AUC 6", "125 mg", "")
SCHEDULES = ("q3w", "weekly", "every 21 days", "q2w x 4", "x 6 cycles", "d1,8 q21d", "for 12 weeks", "C3D1", "")
REMARKS = ("adjuvant", "neoadjuvant", "1st line", "maintenance", "tolerated well", "stopped for neuropathy", "", "", "")
PROSE = (
    "The patient was seen in clinic today.",
    "She feels well and denies pain, nausea or fever.",
    "Labs: WBC 5.2, Hb 11.9, Plt 210.",
    "Plan: restaging CT in 8 weeks.",
    "Father died of lung cancer at 72.",
    "ECOG 1, lives with her husband.",
    "Echo showed LVEF 58 %.",
)
MISSPELT = 0.03  # of the texts, as in the registry table of tests/corpus


def names_of(book: Book) -> list[str]:
    """Names that need no context: no drug that has other uses too, no brand of up to four letters."""
    drugs = {drug.id: drug for drug in book.drugs.values() if not (drug.outside or drug.double_use)}
    brands = (brand for brand in book.brands.values() if len(brand.name) > SHORT_NAME)
    return [drug.name for drug in drugs.values()] + [one.name for one in brands if drugs.keys() >= {*one.drugs}]


def names_alone(dice: random.Random, names: Sequence[str], *, numbered: bool) -> Iterator[str]:
    """One to three names; half of the texts, or each, with an amount behind it."""
    while True:
        joined = dice.choice(JOINERS).join(dice.sample(names, dice.choice((1, 1, 2, 3))))
        yield f"{joined} {dice.randrange(1, 10**6)} mg" if numbered or dice.random() < 0.5 else joined


def written(dice: random.Random, names: Sequence[str], *, dated: bool) -> Iterator[str]:
    """Names with doses, schedules, cycles and remarks, some misspelt; perhaps with a date and a patient's id."""
    while True:
        each = [
            f"{perhaps_misspelt(dice, name)} {dice.choice(DOSES)} {dice.choice(SCHEDULES)}".strip()
            for name in dice.sample(names, dice.choice((1, 1, 2, 3)))
        ]
        text = f"{dice.choice(WRITTEN_JOINERS).join(each)} {dice.choice(REMARKS)}".strip()
        day = f"{dice.randrange(1, 13)}/{dice.randrange(1, 29)}/{dice.randrange(2005, 2026)}"
        yield f"{day} MRN {dice.randrange(10**6, 10**7)}: {text}" if dated else text


def perhaps_misspelt(dice: random.Random, name: str) -> str:
    """The name, rarely without one of its letters."""
    if dice.random() >= MISSPELT:
        return name
    at = dice.randrange(1, len(name))
    return name[:at] + name[at + 1 :]


def notes(dice: random.Random, length: int) -> Iterator[str]:
    """Clinic notes of a given length: sentences of prose and the written treatments of tests/corpus."""
    said = corpus_texts()
    while True:
        note = ""
        while len(note) < length:
            note += f"{dice.choice(PROSE)} {f'{dice.choice(said)}. ' if dice.random() < 0.5 else ''}"
        yield note[:length]


def corpus_texts() -> list[str]:
    """The written treatments of tests/corpus, each once."""
    with (CORPUS / "written_treatments_dev.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader((line for line in file if not line.startswith("#")), delimiter="\t"))
    return list(dict.fromkeys(row[0] for row in rows[1:]))
