"""A word that was not read stands in the phase to which a sign joins it, as a question mark."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mbc_cli import expand as expanded
from mbc_cli.ask.expand import expand
from mbc_cli.show.card_words import step_rows

if TYPE_CHECKING:
    from mbc_cli.book.book import Book
    from mbc_cli.reading.aids import Aids


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("palbo/fulv -> capecitabine", ["palbociclib + ? (fulv)", "capecitabine"]),
        ("capecitabine/lapatanib", ["capecitabine + ? (lapatanib)"]),
        ("fulv -> capecitabine", ["? (fulv)", "capecitabine"]),
        ("letrozole -> fulv -> capecitabine", ["letrozole", "? (fulv)", "capecitabine"]),
        ("letrozole -> capecitabine -> fulv", ["letrozole", "capecitabine", "? (fulv)"]),
        ("palbo + fulv/zzzz, then capecitabine", ["palbociclib + ? (fulv) + ? (zzzz)", "capecitabine"]),
        ("AC -> fulv + palbo", ["doxorubicin + cyclophosphamide", "palbociclib + ? (fulv)"]),
        ("docetaxel zzzz", ["docetaxel"]),  # no sign joins them: the note has it
    ],
)
def test_an_unread_word_stands_in_its_phase(book: Book, aids: Aids, text: str, steps: list[str]) -> None:
    (reading,) = expand(book, text, aids).readings
    assert [words for _, words in step_rows(book, reading)] == steps


@pytest.mark.parametrize(("text", "said"), [("PHT", True), ("THP", False), ("letrozole, THP", False)])
def test_a_form_that_no_source_writes_is_only_spoken_of_where_it_is_written(text: str, said: bool) -> None:
    shown = str(expanded(text))
    assert ("no source writes it as PHT" in shown) == said
