"""Treatments in turn beside metastases: they tell which line is asked for, where they are not those of early disease."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from mbc_cli.options.lines import places_of
from mbc_cli.options.report import all_heard
from mbc_cli.options.turns import NOTE

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Ran

    from mbc_cli.book.book import Book

    Run = Callable[..., Ran]

TRAINEE = "HER2+ ER-, brain mets, had THP then Enhertu"
TURNS = (
    (TRAINEE, "3"),
    ("HER2+, bone mets, prior Phesgo + docetaxel -> Kadcyla -> Enhertu", "3"),
    ("ER+, bone mets, prior letrozole + palbociclib then fulvestrant", "3"),
    ("HER2+, had THP then Enhertu", ""),  # nothing of metastases
    ("HER2+, bone mets, had AC then Herceptin", ""),
    ("ER+, bone mets, prior tamoxifen then letrozole", ""),
    ("HER2+, brain mets, had TCHP then Kadcyla", ""),
    ("HER2+, bone mets, had THP then trastuzumab", ""),  # maintenance of the same line
    ("HER2+, bone mets, had THP", ""),
)


@pytest.mark.parametrize(("words", "line"), TURNS)
def test_treatments_in_turn_tell_the_next_line(book: Book, words: str, line: str) -> None:
    _, heard = all_heard(book, [], words)
    assert [told.text for told in heard.told if told.axis == "line"] == [line] * bool(line)
    assert (NOTE in heard.notes) == bool(line)


def test_what_is_said_of_the_line_wins(book: Book) -> None:
    _, heard = all_heard(book, [("line", "2")], TRAINEE)
    assert "line" not in {told.axis for told in heard.told}


def test_the_answer_is_that_of_the_line_and_begins_with_what_brain_metastases_speak_for(run: Run) -> None:
    read_so, given = answered(run, TRAINEE), answered(run, TRAINEE, "--line", "3")
    assert read_so == given
    assert "First line" not in run("options", TRAINEE).out
    leading = [name for line, name in read_so if line == "later"][:2]
    assert leading == ["tucatinib + trastuzumab + capecitabine", "trastuzumab emtansine"]


def test_the_tucatinib_regimen_for_brain_metastases_stands_in_the_third_line_too(book: Book) -> None:
    assert places_of(book.statements["nccn-2024-brain-tucatinib"]) == ("second", "later")


def answered(run: Run, *words: str) -> list[tuple[Any, Any]]:
    found = json.loads(run("options", *words, "--format", "json").out)["results"]
    return [(each["line"], each["treatment"]["name"]) for each in found if each["verdict"] != "ruled out"]
