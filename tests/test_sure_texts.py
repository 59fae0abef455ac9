"""Texts of sure names with amounts, dates and neutral words around them: the short way says what the full reading says."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest

from mbc_cli.annotate import stretches, sure_texts
from mbc_cli.annotate.annotator import Annotator
from mbc_cli.annotate.stretches import Stretch, alike
from mbc_cli.annotate.sure_spelling import Name
from mbc_cli.annotate.sure_texts import SureTexts, taken_apart
from mbc_cli.book.medicines import read_others
from mbc_cli.book.names import clean
from mbc_cli.reading.read import read
from mbc_cli.reading.spelling import Speller
from mbc_cli.reading.tokens import Token
from mbc_cli.store.load import load, shipped

CORPUS = Path(__file__).parent / "corpus"
JOINERS = (" + ", ", ", " and ", "/", " then ", " followed by ", "; ", " | ")


@pytest.fixture(scope="module")
def annotator():
    book, others = load(), read_others(shipped() / "other_drugs.tsv")
    return Annotator(book, Speller(book, others), others)


def learnt(annotator, *texts):
    """A short way that knows what stands around the names of some texts."""
    way = SureTexts(annotator.quick, annotator.speller)
    for text in texts:
        way.learn(text, read(annotator.book, text, annotator.aids))
    return way


def short(annotator, text):
    """What the short way says where every stretch of the text came before."""
    return learnt(annotator, text).read(text)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("Taxol 80 mg/m2 weekly + Herceptin 6 mg/kg q3w", "also read: 80 mg/m2, weekly, 6 mg/kg, q3w"),
        ("3/14/2012 MRN 4637846: letrozole 2.5 mg daily", "also read: 3/14/2012, 2.5 mg, daily"),
        ("2012-03-14 letrozole, palbociclib 125 mg", "also read: 2012-03-14, 125 mg"),
        ("letrozole dropped 14.3.2012", "dropped: counted as given; also read: 14.3.2012"),
        ("letrozole, adjuvant then palbociclib (125 mg), 1st line", "also read: adjuvant, 125 mg, 1st line"),
        ("TAXOL 80 + HERCEPTIN", "also read: 80"),
        ("Prolia 60 mg, letrozole", "Prolia: for osteoporosis; also read: 60 mg"),
        ("fulvestrant tolerated well", ""),
        ("capecitabine HFS G3, 2.5 mg", "also read: 2.5 mg, HFS, G3"),
        ("capecitabine dropped PPE", "dropped: counted as given; also read: PPE"),
        ("letrzole 2.5 mg", "letrzole → letrozole; also read: 2.5 mg"),
        ("Prolia, Taxol q3w/Heceptin", "Heceptin → Herceptin; Prolia: for osteoporosis; also read: q3w"),
        ("carboplatin AUC 6/gemcitabine 1000 mg/m2", "also read: AUC 6, 1000 mg/m2"),
        ("docetaxel 75 mg/m2/paclitaxel", "also read: 75 mg/m2"),  # no choice: an amount stands between
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
        "docetaxel/paclitaxel, docetaxel",  # a choice, and one of them again
        "début TEPYLUTE en 2 semanas",  # what "en" says hangs together with what begins
        "trastuzumab 600 mg SC",  # which product
        "Herceptin biosimilar Kanjinti",
        "letrozole 2.5 mg palbociclib 125 mg",  # how they are joined is not said
        "letrozole 2.5 mg (palbociclib 125 mg)",
        "weekly letrozole or palbociclib 125 mg",
        "letrozole 2.5 mg + unheardof",
        "xgva 2.5 mg",
        "AC x4 then paclitaxel 80 mg/m2",
        "paclitaxel 80 mg/m2 and bevacizumab",  # a regimen of this name
        "Tylenol 500 mg, letrozole",
        "bleomycin 15 mg q4w",  # outside the vocabulary, and nothing else is named
        "mother: letrozole 2.5 mg",
        "来曲唑 2.5 mg, letrozole",
        "docetaxel (T) 75 mg/m2",  # what the letter stands for
        "q3w",
        "",
    ],
)
def test_what_may_change_a_treatment_is_left_to_the_full_reading(annotator, text):
    assert short(annotator, text) is None


@pytest.mark.parametrize(
    "remark",
    [
        "adjuvant",
        "neoadjuvant",
        "1st line",
        "maintenance",
        "tolerated well",
        "stopped for neuropathy",
        "2.5 mg tablets",
    ],
)
def test_the_remarks_of_most_columns_need_no_full_reading(annotator, remark):
    assert short(annotator, f"letrozole {remark}")


def test_a_stretch_that_came_before_is_known_beside_other_names(annotator):
    way = learnt(annotator, "1/2/2012: letrozole 2.5 mg", "Herceptin, Taxol q3w")
    assert way.read("4/3/2019: tamoxifen, Perjeta 2.5 mg").note == "also read: 4/3/2019, 2.5 mg"
    assert way.read("tamoxifen, Perjeta 5 mg") is None


def test_of_a_text_that_is_not_plain_nothing_is_learnt(annotator):
    assert not learnt(annotator, "letrozole 2.5 mg, refused tamoxifen", "letrozole 2.5 mg x", "T-DM1 2.5 mg").known


def test_between_two_drugs_a_slash_leaves_the_choice(annotator):
    way = learnt(annotator, "dropped letrozole|Docivyx 5 mg", "Prolia/letrozole")
    for text in ("dropped abraxane|Docivyx 5 mg", "Prolia/abraxane|Docivyx/Taxol", "letrozole/anastrozole"):
        assert way.read(text) == annotator.worked_out(text)
        assert way.read(text).status == "ambiguous"


def test_a_misspelt_word_may_be_a_part_of_a_longer_name(annotator):
    text = "trastuzumab derutxecan"
    name = Name(0, 11, "trastuzumab", "trastuzumab", "trastuzumab")
    behind = Stretch(tokens=(Token("word", "derutxecan", 1, 11),))
    spelling = SureTexts(annotator.quick, annotator.speller).spelling
    assert not spelling.is_all(text, [name], [Stretch(), behind])
    assert spelling.is_all("trastuzumab", [name], [Stretch(), Stretch()])


@pytest.mark.parametrize("text", ["letrzole-x 5 mg", "dr. letrzole's 5 mg", "xgva", "bleomycn", "Prola"])
def test_a_word_that_is_no_sure_name_is_left_to_the_full_reading(annotator, text):
    assert learnt(annotator, "letrozole 5 mg").names(text) == []


def test_an_amount_behind_capitals_is_another_stretch(annotator):
    assert learnt(annotator, "TAXOL 80").read("Taxol 80") is None
    assert learnt(annotator, "nab-PacliTAXEL 80").read("Taxol 80") is None
    assert learnt(annotator, "Taxol 80").read("nab-PacliTAXEL 80") is None
    assert learnt(annotator, "TAXOL 80").read("AFINITOR-D 80") is None
    assert learnt(annotator, "Taxol 80 mg q3w").read("Platinol-AQ 80 mg q3w").note == "also read: 80 mg, q3w"


def test_stretches_are_forgotten_in_time(annotator, monkeypatch):
    monkeypatch.setattr(sure_texts, "REMEMBERED", 2)
    way = learnt(annotator, *(f"letrozole {n} mg" for n in range(5)))
    assert way.read("letrozole 4 mg")
    assert way.read("letrozole 1 mg") is None


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
        dice.choice((name, name.upper(), name.lower(), name[:3] + name[4:]))
        for name in dice.choices(names, k=dice.randint(1, 3))
    )
    text = dice.choice(around["before"]) + first
    return clean(text + "".join(dice.choice(around["between"]) + name for name in more) + dice.choice(around["behind"]))


def differing(annotator, way, count, seed):
    """So many texts that the short way reads, and those of them of which the full reading says something else."""
    dice, names = (
        random.Random(seed),
        [*filter(annotator.quick.ids, (drug.name for drug in annotator.book.drugs.values()))],
    )
    around = {place: some(dice, texts, count) for place, texts in stretches_of_the_corpora(way).items()}
    for place, texts in around.items():
        for text in texts:
            before, behind = ("" if place == side else dice.choice(names) for side in ("before", "behind"))
            way.learn(whole := f"{before}{text}{behind}", read(annotator.book, whole, annotator.aids))
    shorter = different = 0
    while shorter < count:
        text = made_of(dice, names, around)
        if found := way.read(text):
            shorter += 1
            different += found != annotator.worked_out(text)
    return different


def some(dice, texts, count):
    """So many of some texts, or all of them."""
    return dice.sample(texts, min(len(texts), count))


@pytest.mark.parametrize(("count", "seed"), [(200, 1), pytest.param(2_000, 2, marks=pytest.mark.slow)])
def test_the_short_way_says_what_the_full_reading_says(annotator, count, seed):
    assert not differing(annotator, learnt(annotator), count, seed)


def test_that_the_two_differ_would_be_seen(annotator, monkeypatch):
    monkeypatch.setattr(stretches, "is_neutral", lambda *_: True)
    assert any(differing(annotator, learnt(annotator), 200, seed) for seed in range(20))
