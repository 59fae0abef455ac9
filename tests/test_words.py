"""Words are data: a language that the code has never seen is a block of data, with or without spaces between words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from mbc_cli.annotate.annotator import Annotator
from mbc_cli.reading.repair import parted
from mbc_cli.reading.spelling import Speller
from mbc_cli.reading.words import Lexicon, said_by
from mbc_cli.store import load

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mbc_cli.book.book import Book
    from mbc_cli.book.medicines import Others

# Catalan, which the shipped data does not have; with a word and a name in a script without spaces.
CATALAN = """
[word.act-ca]
role = "act"
language = "ca"
texts = ["administrat"]
examples = ["docetaxel not {}"]
sources = ["common-usage: Catalan"]

[word.another-person-ca]
role = "another person"
language = "ca"
texts = ["la mare", "germana"]
examples = ["{} docetaxel"]
sources = ["common-usage: Catalan"]

[word.declined-ca]
role = "declined"
language = "ca"
texts = ["rebutja*"]
place = "either"
examples = ["{} docetaxel", "docetaxel {}"]
sources = ["common-usage: Catalan"]

[word.negated-ca]
role = "negated"
language = "ca"
texts = ["sense", "en comptes de"]
examples = ["{} docetaxel"]
sources = ["common-usage: Catalan"]

[word.optional-ca]
role = "optional"
language = "ca"
texts = ["amb o sense"]
examples = ["AC {} docetaxel"]
gives = ["doxorubicin", "cyclophosphamide", "docetaxel"]
sources = ["common-usage: Catalan"]

[word.planned-ca]
role = "planned"
language = "ca"
texts = ["previst"]
place = "either"
examples = ["{} docetaxel", "docetaxel {}"]
sources = ["common-usage: Catalan"]

[word.schedule-ca]
role = "schedule"
language = "ca"
texts = ["setmanal"]
read_off = true
examples = ["docetaxel {}"]
gives = ["docetaxel"]
status = "exact"
sources = ["common-usage: Catalan"]

[word.then-ca]
role = "then"
language = "ca"
texts = ["seguit de"]
examples = ["AC {} docetaxel"]
gives = ["doxorubicin", "cyclophosphamide", "docetaxel"]
sources = ["common-usage: Catalan"]
"""
AC = "doxorubicin;cyclophosphamide"
EC = "epirubicin;cyclophosphamide"
FEC = "fluorouracil;epirubicin;cyclophosphamide"
CELLS = [
    ("docetaxel", "docetaxel", ""),
    ("sense docetaxel", "", "docetaxel: negated"),
    ("AC sense docetaxel", AC, "docetaxel: negated"),
    ("AC en comptes de docetaxel", AC, "docetaxel: negated"),
    ("docetaxel rebutjat", "", "docetaxel: declined"),
    ("rebutja Docetaxel", "", "docetaxel: declined"),
    ("docetaxel previst", "", "docetaxel: planned"),
    ("la mare docetaxel", "", "docetaxel: another person"),
    ("AC seguit de docetaxel", f"{AC};docetaxel", ""),
    ("AC amb o sense docetaxel", f"{AC};docetaxel", ""),
    ("docetaxel setmanal", "docetaxel", "also read: setmanal"),
]


class Read(NamedTuple):
    """What was read of a cell."""

    drugs: str
    note: str


@pytest.fixture(scope="module")
def overlaid(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The shipped book with Catalan laid over it."""
    folder = tmp_path_factory.mktemp("catalan")
    (folder / "ca.toml").write_text(CATALAN, "utf-8")
    return load.load(folder)


@pytest.fixture(scope="module")
def read(overlaid: Book, medicines: Others) -> Callable[[str], Read]:
    """Reads a cell with that book."""
    annotator = Annotator(overlaid, Speller(overlaid, medicines), medicines)

    def of(text: str) -> Read:
        found = annotator.annotate(text)
        return Read(found.drugs, found.note)

    return of


@pytest.mark.parametrize(("cell", "drugs", "note"), CELLS, ids=[cell for cell, _, _ in CELLS])
def test_a_new_language_is_a_block_of_data(cell: str, drugs: str, note: str, read: Callable[[str], Read]) -> None:
    found = read(cell)
    assert found.drugs == drugs
    assert note.casefold() in found.note.casefold()


@pytest.mark.parametrize("cell", [cell for cell, _, note in CELLS if note])
def test_its_words_are_not_known_without_it(cell: str, book: Book, medicines: Others) -> None:
    assert "docetaxel" in Annotator(book, Speller(book, medicines), medicines).annotate(cell).drugs


def test_the_overlay_has_no_problem(tmp_path: Path) -> None:
    (tmp_path / "ca.toml").write_text(CATALAN, "utf-8")
    assert load.check(tmp_path)[0] == []


def test_a_word_of_no_use_is_loaded_and_found_by_the_check(tmp_path: Path) -> None:
    text = CATALAN.replace('texts = ["administrat"]', 'texts = ["taken"]')
    (tmp_path / "ca.toml").write_text(text, "utf-8")
    assert "act-ca" in load.load(tmp_path).words
    assert [problem for problem in load.check(tmp_path)[0] if "the same without 'taken'" in problem.what]


# --- what is said of a treatment, and what reached none ----------------------------------------------------------


@pytest.fixture(scope="module")
def shipped(book: Book, medicines: Others) -> Annotator:
    """Reads cells with the shipped book."""
    return Annotator(book, Speller(book, medicines), medicines)


@pytest.mark.parametrize(
    "cell",
    [
        "AC x4 refused",
        "docetaxel planned for March",
        "docetaxel x6 not recommended",
        "si HER2+, docetaxel",
        "eribulin: sans",  # what it speaks of does not follow
        "pertuzumab contraindicated at 62 years",
        "Capecitabin kontraindiziert im Alter",
        "letrozole - consider",
        "letrozole (discuss)",
        "docetaxel probably",
        "letrozole eventuell",
        "docetaxel (no further)",
        "letrozole 2.5 mg planning",
    ],
)
def test_a_word_that_reached_no_name_is_a_doubt(cell: str, shipped: Annotator) -> None:
    found = shipped.annotate(cell)
    assert found.status == "partial"
    assert "what it refers to was not read" in found.note


@pytest.mark.parametrize("text", ["letrozole ({})", "letrozole 2.5 mg {}"])
def test_no_word_that_denies_what_follows_is_passed_over_where_nothing_does(
    text: str, book: Book, shipped: Annotator
) -> None:
    denying = {"discussed", "planned", "declined", "negated", "unavailable", "contraindicated", "allergy"}
    ends = "'’*"  # what follows "refus d'" or the stem of a word has to be written
    words = [word.texts[0] for word in book.words.values() if word.role in denying and word.place == "before"]
    cells = [text.format(word) for word in words if word[-1] not in ends and word not in ("plan", "next")]
    assert len(cells) > 100
    assert [cell for cell in cells if shipped.annotate(cell).status in ("exact", "corrected")] == []


@pytest.mark.parametrize(
    "cell",
    ["letrozole, planned surgery", "letrozole, no neuropathy", "AC completed as planned", "letrozole; surgery: none"],
)
def test_a_word_that_is_about_something_else_is_none(cell: str, shipped: Annotator) -> None:
    assert shipped.annotate(cell).status == "exact"


@pytest.mark.parametrize(
    "cell",
    ["docetaxel if progression", "docetaxel if HER2+", "docetaxel si progression", "docetaxel en cas de progression"],
)
def test_a_condition_may_stand_behind(cell: str, shipped: Annotator) -> None:
    found = shipped.annotate(cell)
    assert (found.drugs, found.status) == ("", "no drug")
    assert "if need be" in found.note


def test_a_condition_holds_for_what_follows_it(shipped: Annotator) -> None:
    assert shipped.annotate("AC, if progression docetaxel").drugs == AC


# Words that are another word in another language, or a letter, or part of a name: what the source of the words warns of.
TRAPS = [
    ("no AC 2020", "", "no drug"),
    ("AC y docetaxel", f"{AC};docetaxel", "exact"),
    ("EC e docetaxel", f"{EC};docetaxel", "exact"),
    ("FEC 100 et docetaxel", f"{FEC};docetaxel", "exact"),
    ("FEC 100 ou docetaxel", f"{FEC};docetaxel", "ambiguous"),
    ("EC och docetaxel", f"{EC};docetaxel", "exact"),
    ("EC eller docetaxel", f"{EC};docetaxel", "ambiguous"),
    ("EC uden docetaxel", EC, "exact"),
    ("EC uten docetaxel", EC, "exact"),
    ("AC sem docetaxel", AC, "exact"),
    ("AC com docetaxel", f"{AC};docetaxel", "exact"),
    ("AC con docetaxel", f"{AC};docetaxel", "exact"),
    ("EC ohne Docetaxel", EC, "exact"),
    ("EC oder Docetaxel", f"{EC};docetaxel", "ambiguous"),
    ("AC en docetaxel", f"{AC};docetaxel", "exact"),
    ("AC és docetaxel", f"{AC};docetaxel", "exact"),
    ("AC ve docetaxel", f"{AC};docetaxel", "exact"),
    ("FEC 100 sans docetaxel", FEC, "exact"),
    ("EC o docetaxel", f"{EC};docetaxel", "ambiguous"),
    ("AC nebo docetaxel", f"{AC};docetaxel", "ambiguous"),
    ("AC cu docetaxel", f"{AC};docetaxel", "exact"),
    ("EC bei Progress", EC, "partial"),
    ("ni FEC 100 ni docetaxel", "", "no drug"),
    ("ni AC ni docetaxel", "", "no drug"),
    ("non EC", "", "no drug"),
    ("après FEC 100", FEC, "exact"),
    ("Mono EC", EC, "exact"),
    ("未行AC", "", "no drug"),
    ("已停AC", AC, "exact"),
    ("ACなし", "", "no drug"),
    ("AC予定", "", "no drug"),
    ("AC 후 docetaxel", f"{AC};docetaxel", "exact"),
    ("not only AC but docetaxel", f"{AC};docetaxel", "exact"),
    ("never without AC", AC, "exact"),
    ("no longer on AC", AC, "exact"),
    ("nothing but AC", AC, "exact"),
    ("no change to AC", AC, "exact"),
    ("AC without complications", AC, "exact"),
    ("AC unremarkable", AC, "exact"),
    ("EC oder CMF empfohlen", "", "no drug"),
    ("docetaxel or paclitaxel declined", "", "no drug"),
    ("planned: EC then docetaxel", "", "no drug"),
    ("planned EC, then started docetaxel", "docetaxel", "exact"),
    ("docetaxel due to neuropathy not given", "docetaxel", "partial"),
    ("Docetaxel wegen Neuropathie nicht gegeben", "docetaxel", "partial"),
    ("docetaxel, surgery not done", "docetaxel", "exact"),
    ("ggf. docetaxel", "", "no drug"),
    ("Z.n. EC", EC, "exact"),
    ("N/A", "", "no drug"),
    ("2x1000 mg docetaxel", "docetaxel", "exact"),
    ("tamoxifeno prévio, atualmente docetaxel", "docetaxel", "exact"),
    ("docetaxel y tamoxifeno rechazados", "", "no drug"),
    ("no side effects from docetaxel", "docetaxel", "exact"),
]


@pytest.mark.parametrize(("cell", "drugs", "status"), TRAPS, ids=[cell for cell, _, _ in TRAPS])
def test_traps(cell: str, drugs: str, status: str, shipped: Annotator) -> None:
    found = shipped.annotate(cell)
    assert (found.drugs, found.status) == (drugs, status)


# --- scripts without spaces --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("AC联合docetaxel", "AC 联合 docetaxel"),
        ("AC后序贯docetaxel", "AC 后序贯 docetaxel"),  # the longest
        ("术后复发", "术后复发"),  # a word of one letter is none inside an unknown word
        ("docetaxel后", "docetaxel 后"),
        ("docetaxel 4周期", "docetaxel 4 周期"),
        ("docetaxel", "docetaxel"),
    ],
)
def test_words_without_spaces(text: str, apart: str, book: Book) -> None:
    words = ("联合", "后序贯", "序贯", "后", "周期")
    lexicon = Lexicon(said_by(next(iter(book.words.values())).but(texts=(word,)) for word in words))
    assert parted(book.names, lexicon, text) == apart
