"""Texts of sure names with amounts, dates and neutral words around them: the short way says what the full reading says."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest

from mbc_cli.annotate import stretches
from mbc_cli.annotate.annotator import Annotator
from mbc_cli.annotate.stretches import Stretch, alike
from mbc_cli.annotate.sure_texts import SureTexts, taken_apart
from mbc_cli.book.medicines import read_others
from mbc_cli.book.names import clean
from mbc_cli.reading.spelling import Speller
from mbc_cli.store.load import load, shipped

CORPUS = Path(__file__).parent / "corpus"
JOINERS = (" + ", ", ", " and ", "/", " then ", " followed by ", "; ", " | ")


@pytest.fixture(scope="module")
def annotator():
    book, others = load(), read_others(shipped() / "other_drugs.tsv")
    return Annotator(book, Speller(book, others), others)


def short(annotator, text):
    """What the short way says where every stretch of the text came before."""
    way = SureTexts(annotator.quick, annotator.aids)
    way.read(text)
    return way.read(text)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("Taxol 80 mg/m2 weekly + Herceptin 6 mg/kg q3w", "read off: 80 mg/m2, weekly, 6 mg/kg, q3w"),
        ("3/14/2012 MRN 4637846: letrozole 2.5 mg daily", "read off: 3/14/2012, 2.5 mg, daily"),
        ("2012-03-14 letrozole, palbociclib 125 mg", "read off: 2012-03-14, 125 mg"),
        ("letrozole dropped 14.3.2012", "dropped: it counts as given; read off: 14.3.2012"),
        ("letrozole, adjuvant then palbociclib (125 mg), 1st line", "read off: adjuvant, 125 mg, 1st line"),
        ("TAXOL 80 + HERCEPTIN", "read off: 80"),
        ("Prolia 60 mg, letrozole", "Prolia: for osteoporosis; read off: 60 mg"),
        ("fulvestrant tolerated well", ""),
        ("carboplatin AUC 6/gemcitabine 1000 mg/m2", "read off: AUC 6, 1000 mg/m2"),
    ],
)
def test_what_is_around_names_is_read_off(annotator, text, note):
    assert short(annotator, text) == annotator.worked_out(text)
    assert short(annotator, text).note == note


@pytest.mark.parametrize(
    "text",
    [
        "letrozole 2.5 mg refused",
        "no letrozole 2.5 mg",
        "letrozole planned for 3/14/2012",
        "docetaxel 75 mg/m2/paclitaxel",  # a choice
        "abraxane|Docivyx 3/14/2012",
        "début TEPYLUTE en 2 semanas",  # what "en" says hangs together with what begins
        "trastuzumab 600 mg SC",  # which product
        "Herceptin biosimilar Kanjinti",
        "letrozole 2.5 mg palbociclib 125 mg",  # how they are joined is not said
        "letrozole 2.5 mg (palbociclib 125 mg)",
        "weekly letrozole or palbociclib 125 mg",
        "letrozole 2.5 mg + unheardof",
        "letrzole 2.5 mg",
        "AC x4 then paclitaxel 80 mg/m2",
        "paclitaxel 80 mg/m2 and bevacizumab",  # a regimen of this name
        "Tylenol 500 mg, letrozole",
        "bleomycin 15 mg q4w",  # outside the vocabulary, and nothing else is named
        "mother: letrozole 2.5 mg",
        "来曲唑 2.5 mg, letrozole",
        "q3w",
        "",
    ],
)
def test_what_may_change_a_treatment_is_left_to_the_full_reading(annotator, text):
    assert short(annotator, text) is None


def test_a_stretch_is_asked_of_where_it_comes_again(annotator):
    found = SureTexts(annotator.quick, annotator.aids)
    assert found.read("letrozole 2.5 mg") is None
    assert found.read("tamoxifen 2.5 mg").note == "read off: 2.5 mg"


def test_stretches_that_were_met_are_forgotten_in_time(annotator, monkeypatch):
    monkeypatch.setattr(stretches, "REMEMBERED", 2)
    found = SureTexts(annotator.quick, annotator.aids)
    assert all(found.read(f"letrozole {n} mg") is None for n in (1, 2, 3, 1))
    assert found.read("letrozole 3 mg")


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("3/14/2012 ", "1/11/2011 "),
        ("12.3.19: ", "11.1.11: "),
        ("1999-12-31, MRN 4637846", "2011-11-11, MRN 1111111"),
        ("x 3/14/2012", "x 1/11/2011"),
        (" 75 mg/m2 q21d", " 75 mg/m2 q21d"),
        (" 1000 mg, 12345.6 mg, A12345", " 1000 mg, 12345.6 mg, A12345"),
        (" 3/14/2112, 1.2.3.4", " 3/14/2112, 1.2.3.4"),
    ],
)
def test_dates_and_long_numbers_are_read_as_others_of_their_shape(text, shape):
    assert alike(text) == shape


def test_a_vocabulary_without_two_names_of_its_own_has_no_short_way(annotator, monkeypatch):
    way = SureTexts(annotator.quick, annotator.aids)
    monkeypatch.setitem(way.stretches.__dict__, "examples", ("", ""))
    assert [way.read("letrozole 2.5 mg") for _ in range(2)] == [None, None]


def stretches_of_the_corpora(way):
    """What stands before, between and behind the names of every text of the corpora, each once."""
    found = {"before": [""], "between": list(JOINERS), "behind": [""]}
    for file in sorted(CORPUS.glob("*.tsv")):
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.reader((line for line in lines if not line.startswith("#")), delimiter="\t"):
                text = clean(row[0])
                if names := way.names(text):
                    first, *between, last = taken_apart(text, names)[::2]
                    found["before"].append(first)
                    found["between"] += [*between, *(f"{last}{joiner}" for joiner in JOINERS)]
                    found["behind"].append(last)
    return {place: list(dict.fromkeys(texts)) for place, texts in found.items()}


def made_of(dice, names, around):
    """A text of one to three names with stretches around them that stood in real texts."""
    first, *more = (
        dice.choice((name, name.upper(), name.lower())) for name in dice.choices(names, k=dice.randint(1, 3))
    )
    text = dice.choice(around["before"]) + first
    return clean(text + "".join(dice.choice(around["between"]) + name for name in more) + dice.choice(around["behind"]))


def differing(annotator, way, count, seed):
    """So many texts that the short way reads, and those of them of which the full reading says something else."""
    dice, around = random.Random(seed), stretches_of_the_corpora(way)
    names = [drug.name for drug in annotator.book.drugs.values() if annotator.quick.ids(drug.name)]
    read = different = 0
    while read < count:
        text = made_of(dice, names, around)
        found = way.read(text) or way.read(text)
        read += found is not None
        different += found is not None and found != annotator.worked_out(text)
    return different


@pytest.mark.parametrize(("count", "seed"), [(100, 1), pytest.param(3_000, 2, marks=pytest.mark.slow)])
def test_the_short_way_says_what_the_full_reading_says(annotator, count, seed):
    assert not differing(annotator, SureTexts(annotator.quick, annotator.aids), count, seed)


def test_that_the_two_differ_would_be_seen(annotator, monkeypatch):
    way = SureTexts(annotator.quick, annotator.aids)
    monkeypatch.setattr(way.stretches, "find", lambda *_, **__: Stretch())
    assert differing(annotator, way, 100, 1)
