"""An unread word that one or two drugs begin with is told as a hint, and read as nothing."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from mbc_cli.annotate.annotator import Annotator
from mbc_cli.reading.begun import begun, perhaps, short_for, written_out
from mbc_cli.reading.read import read

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Ran

    from mbc_cli.book.book import Book
    from mbc_cli.reading.aids import Aids


@pytest.mark.parametrize(
    ("word", "names"),
    [
        ("tuc", ("tucatinib", "tucidinostat")),
        ("Fulv", ("fulvestrant",)),
        ("ribo", ("ribociclib",)),
        ("pert", ("pertuzumab",)),  # and the product named after it
        ("tu", ()),
        ("abc", ()),
        ("e", ()),
        ("al2", ()),
        ("ca", ()),
    ],
)
def test_the_drugs_that_begin_with_a_word(book: Book, word: str, names: tuple[str, ...]) -> None:
    assert begun(book, word) == names


def test_a_word_that_many_drugs_begin_with_tells_nothing(book: Book) -> None:
    stems = {drug.name.split()[0].partition("-")[0].rstrip(",") for drug in book.drugs.values()}
    heads = Counter(stem[:3] for stem in stems)
    assert begun(book, heads.most_common(1)[0][0]) == ()
    assert perhaps(book, ["abc", "fulv", "fulv"]) == ["fulv: perhaps fulvestrant"]


def test_an_annotation_has_the_hint_and_the_same_drugs(book: Book) -> None:
    found = Annotator.of(book).annotate("cape/tuc/herceptin")
    assert (found.drugs, found.status) == ("capecitabine;trastuzumab", "partial")
    assert "not read: tuc; tuc: perhaps tucatinib or tucidinostat" in found.note


def test_expand_has_the_hint(run: Callable[..., Ran]) -> None:
    assert "not read: tuc (perhaps tucatinib or tucidinostat)" in run("expand", "cape/tuc/herceptin").out
    alone = run("expand", "tuc")
    assert (alone.code, alone.out) == (1, "")
    assert "did you mean tucatinib or tucidinostat?" in alone.err


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Let+Ribo", ["letrozole + ribociclib"]),
        ("Tras/Pert/Doc", ["trastuzumab + pertuzumab + docetaxel"]),
        ("Cape + Lapa", ["capecitabine + lapatinib"]),
        ("tuc/tras", ["tucatinib + trastuzumab", "tucidinostat + trastuzumab"]),
        ("PalboFulv", ["palbociclib + fulvestrant"]),
        ("VinCap", []),  # more than two drugs begin so
        ("Let+xyz", []),
        ("Let", []),
        ("HER2/HR", []),
        ("a+b", []),
    ],
)
def test_a_list_of_short_forms_is_written_out_and_read_as_nothing(book: Book, text: str, meant: list[str]) -> None:
    assert written_out(book, text) == meant


def test_what_is_not_read_for_its_short_forms_is_asked_for(run: Callable[..., Ran]) -> None:
    ran = run("Let+Ribo")
    assert (ran.code, ran.out) == (1, "")
    assert "did you mean letrozole + ribociclib?" in ran.err


def test_an_abbreviation_in_another_case_is_a_hint(book: Book) -> None:
    assert short_for(book, "DES") == ("diethylstilbestrol",)
    assert short_for(book, "ZOL") == ("goserelin", "zoledronic acid")


@pytest.mark.parametrize("text", ["let+palbociclib", "Let + palbociclib", "palbociclib + let"])
def test_an_abbreviation_that_a_plus_joins_is_no_word_of_a_sentence(book: Book, aids: Aids, text: str) -> None:
    found = read(book, text, aids)
    assert (found.status, [token.text.casefold() for token in found.unread]) == ("partial", ["let"])


def test_a_word_of_a_sentence_stays_one(book: Book, aids: Aids) -> None:
    assert read(book, "tamoxifen 5 let", aids).status == "exact"
