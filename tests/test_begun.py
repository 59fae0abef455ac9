"""An unread word that one or two drugs begin with is told as a hint, and read as nothing."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from mbc_cli.annotate.annotator import Annotator
from mbc_cli.reading.begun import begun, perhaps

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Ran

    from mbc_cli.book.book import Book


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
