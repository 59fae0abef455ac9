"""A plain question is answered before the command line is built: with the same bytes, for every name there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import Stream

from mbc_cli.book.names import forms
from mbc_cli.cli import plain_question

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Ran

    from mbc_cli.book.book import Book

ASKED = {"drug": ("expand", "drug"), "brand": ("expand", "drug"), "class": ("expand", "class")}
"""Kind of entry to the commands that its names are asked of; every other name is asked of `expand`."""
ODD = [
    "",
    " ",
    "-",
    "xyzzyplugh",
    "docetaxol",
    "lapatanib",
    "Alimta",
    "AC",
    "ddAC x4 then Taxol",
    "XCE",
    "no Taxol",
    "[red]",
    "ÄC",
    "a\nb",
]


def calls(book: Book) -> list[tuple[str, str]]:
    """Every command and every written form of every name, and texts that are not names."""
    every = [
        (kind, text) for kind, shelf in book.shelves.items() for entry in shelf.values() for text, _ in forms(entry)
    ]
    named = [(command, text) for kind, text in every for command in ASKED.get(kind, ("expand",))]
    return [*dict.fromkeys(named), *((command, text) for command in plain_question.QUESTIONS for text in ODD)]


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From now on, every call builds the command line."""
    return lambda: monkeypatch.setattr(plain_question, "is_plain", lambda _: False)


@pytest.mark.slow
@pytest.mark.parametrize("terminal", [False, True], ids=["piped", "on a terminal"])
def test_the_same_bytes_without_a_command_line(
    terminal: bool, book: Book, run: Callable[..., Ran], parsed: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Stream, "terminal", terminal)
    asked = calls(book)
    assert len(asked) > 1000
    plain = [run(*call) for call in asked]
    parsed()
    for call, answer in zip(asked, plain, strict=True):
        assert run(*call) == answer, call


PROFILES = [
    ["--her2", "pos", "--hr", "neg"],
    ["--hr", "neg", "--her2", "1+", "--hr", "negative"],
    ["HR+", "HER2 1+", "--menopause", "post", "progressed on letrozole", "--progressed-on", "palbociclib"],
    ["--her2", "pos", "--her2", "neg"],
    ["--her2", "perhaps"],
    ["--her2", ""],
    ["--prior", "AC-T", "--line", "2", "HER2 2+"],
    ["ER 90%, florid"],
]
"""Words and facts by flag, right and wrong."""


@pytest.mark.parametrize("terminal", [False, True], ids=["piped", "on a terminal"])
def test_the_same_profile_without_a_command_line(
    terminal: bool, run: Callable[..., Ran], parsed: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Stream, "terminal", terminal)
    assert all(plain_question.is_plain(["options", *words]) for words in PROFILES)
    plain = [run("options", *words) for words in PROFILES]
    assert len(set(plain)) == len(PROFILES)
    parsed()
    assert [run("options", *words) for words in PROFILES] == plain


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["expand"],
        ["search", "x"],
        ["expand", "TCH", "--format", "json"],
        ["drug", "-h"],
        ["expand", "--", "TCH"],
        ["expand", "--her2", "pos"],
        ["options"],
        ["options", "--her2"],
        ["options", "--her2", "--hr", "neg"],
        ["options", "--her2=pos"],
        ["options", "--her2", "pos", "--tnbc"],
        ["options", "--tmb", "12"],
        ["options", "--her2", "pos", "--why", "Tukysa"],
    ],
    ids=" ".join,
)
def test_what_may_be_an_option_is_parsed(words: list[str]) -> None:
    assert not plain_question.is_plain(words)


@pytest.mark.parametrize("variable", plain_question.SPEAK_UP)
def test_a_variable_that_says_more_is_heard(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert plain_question.is_plain(["expand", "TCH"])
    monkeypatch.setenv(variable, "x")
    assert not plain_question.is_plain(["expand", "TCH"])
