"""`mbc check` of data of one's own: every mistake in one run, told of the entry that has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mbc_cli.store import checks, load, word_checks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import Ran

    from mbc_cli.book.book import Book

MANY = """\
[drug.Foobarib]
name = "foobarib"
clases = ["parp"]
routes = ["oral"]
mechanism = "none"
sources = ["our-list: p"]

[class.our-class]
name = "our class"
parent = "chemotherapy"
sources = ["our-list: 1"]

[brand.mine]
name = "Ibrance"
drugs = ["palbociclb"]
sources = ["our-list: 2"]

[statement.our-x]
treatment = { drug = "palbociclib" }
source = "our-lst: 2"
when = { her2 = "positive" }
direction = "for"
strength = "may help"
line = "first line"
"""
"""Mistakes of every stage: of ids and keys, of references, of a condition, of a name that another entry has."""


@pytest.fixture(autouse=True)
def no_examples(monkeypatch: pytest.MonkeyPatch) -> None:
    """What reads all examples takes long, and nothing here depends on it."""
    monkeypatch.setattr(checks, "EVERY_STAGE", checks.STAGES)


def found(folder: Path) -> list[str]:
    """The keys of all problems of a directory, and how each begins."""
    return [f"{problem.key}: {problem.what}"[:60] for problem in load.check(folder)[0]]


def test_no_mistake_hides_another(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(MANY, "utf-8")
    assert found(tmp_path) == [
        "drug.Foobarib: 'Foobarib' is not an id; write lower-case let",
        "drug.Foobarib.clases: is not a known key; did you mean 'clas",
        "drug.Foobarib.sources: unknown source 'our-list'; describe i",
        "class.our-class.sources: unknown source 'our-list'; describe",
        "brand.mine.name: 'Ibrance' also names brand.ibrance; declare",
        "brand.mine.drugs: unknown drug 'palbociclb'; did you mean 'p",
        "brand.mine.sources: unknown source 'our-list'; describe it: ",
        "statement.our-x.source: unknown source 'our-lst'; describe i",
        "statement.our-x.when: lacks a condition on earlier treatment",
    ]


def test_several_files_and_directories_are_checked(tmp_path: Path, run: Callable[..., Ran]) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.toml").write_text(f"[brand.{name}]\n", "utf-8")
    ran = run("check", str(tmp_path / "a"), str(tmp_path / "b" / "x.toml"))
    assert ran.code == 3
    assert "brand.a.name" in ran.out
    assert "brand.b.name" in ran.out


def test_one_file_is_checked_with_those_beside_it(tmp_path: Path, run: Callable[..., Ran]) -> None:
    (tmp_path / "mine.toml").write_text(MANY, "utf-8")
    source = (
        '[source.our-list]\ntitle = "List"\npublisher = "We"\nkind = "list"\nregion = "US"\nlicence = "not stated"\n'
    )
    (tmp_path / "sources.toml").write_text(f"{source}date = 2026-01-15\n", "utf-8")
    (tmp_path / "project.toml").write_text("[tool.black]\nline-length = 100\n", "utf-8")
    ran = run("check", str(tmp_path / "mine.toml"))
    assert "unknown drug 'palbociclb'" in ran.out
    assert "unknown source 'our-list'" not in ran.out
    assert "black" not in ran.out
    assert "sources.toml" not in ran.out


def test_what_is_left_out_takes_along_what_refers_to_it(tmp_path: Path) -> None:
    broken = '[axis.our-axis]\nname = "x"\nkind = "value"\nvalues = "a"\nsources = ["acs-2019: 1"]\n'
    asking = (
        MANY.partition("[statement")[2].replace("our-lst", "acs-2019").replace('her2 = "positive"', 'our-axis = "a"')
    )
    (tmp_path / "mine.toml").write_text(f"{broken}\n[statement{asking}", "utf-8")
    assert {text.partition(": ")[0] for text in found(tmp_path)} == {
        f"axis.our-axis.{key}" for key in ("values", "group", "help", "sources")
    }


def test_of_the_shipped_words_only_those_are_read_that_data_of_ones_own_can_change(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reading(_: Book, cell: str, **__: object) -> Iterator[str]:
        cells.append(cell)
        raise StopIteration

    cells: list[str] = []
    monkeypatch.setattr(word_checks, "read", reading)
    assert list(word_checks.words_do_as_their_examples_say(book, {}, {"source.acs-2019"})) == []
    assert cells == []
    with pytest.raises(RuntimeError):
        list(word_checks.words_do_as_their_examples_say(book, {}, {"drug.docetaxel"}))
    assert "docetaxel" in cells[0]
