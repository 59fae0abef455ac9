"""`mbc diff`: what changed between two books, as a page of one screen and as data."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import zipfile
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_cli import held_against_schema

from mbc_cli.bench.difference import EntryChange, KeyChange, changes, counts, key_changes, only
from mbc_cli.bench.sides import tables
from mbc_cli.book.errors import DataError, InputError, UsageError
from mbc_cli.show.difference_page import ROOM, around, as_toml, difference_page
from mbc_cli.show.plain import text_of
from mbc_cli.store import load

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Ran

OLD = {
    "brand": {"gone": {"name": "Gone", "drugs": ["docetaxel"]}},
    "drug": {"a": {"name": "A", "classes": ["x", "y"], "codes": {"ncit": "C1"}}, "same": {"name": "S"}},
    "source": {"s": {"title": "S", "date": date(2019, 1, 2)}},
}
NEW = {
    "drug": {"a": {"name": "A", "classes": ["y", "z"], "codes": {"ncit": "C2", "atc": "L"}}, "same": {"name": "S"}},
    "source": {"s": {"title": "S", "date": "2019-01-02"}},
    "word": {"w": {"texts": ["one", "two", "three", "four"]}},
}
MINE = '[brand.zzz]\nname = "Zzz"\ndrugs = ["docetaxel"]\nsources = ["acs-2019: x"]\n'


def test_entries_are_told_by_kind_key_by_key() -> None:
    gone, drug, word = changes(OLD, NEW)
    assert (gone.ref, gone.name, gone.form) == ("brand.gone", "Gone", "removed")
    assert [(one.key, one.old, one.new) for one in drug.keys] == [
        ("classes", "x", None),
        ("classes", None, "z"),
        ("codes.ncit", "C1", "C2"),
        ("codes.atc", None, "L"),
    ]
    assert (word.name, word.form, word.keys) == (
        "one; two; three",
        "added",
        (KeyChange("texts", None, [*NEW["word"]["w"]["texts"]]),),
    )
    assert counts(changes(OLD, NEW)) == {
        "brand": {"added": 0, "removed": 1, "changed": 0},
        "drug": {"added": 0, "removed": 0, "changed": 1},
        "word": {"added": 1, "removed": 0, "changed": 0},
    }


def test_a_day_is_the_same_however_it_is_written() -> None:
    assert [change.ref for change in changes(OLD, NEW) if change.kind == "source"] == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ({"steps": [{"drug": "a"}, {"drug": "b"}]}, {"steps": [{"drug": "a"}, {"drug": "c"}]}, [("steps[1].drug", "b", "c")]),
        ({"steps": [{"drug": "a"}]}, {"steps": [{"drug": "z"}, {"drug": "a"}]}, [("steps", None, {"drug": "z"})]),
        ({"texts": ["a", "b"]}, {"texts": ["b", "a"]}, [("texts", None, "b"), ("texts", "b", None)]),
        ({"when": {"her2": "positive"}}, {"when": "none stated"}, [("when", {"her2": "positive"}, "none stated")]),
        ({"once": True}, {}, [("once", True, None)]),
        ({"n": 1}, {"n": 1}, []),
        ({"n": 0}, {"n": False}, [("n", 0, False)]),
    ],
)  # fmt: skip
def test_what_differs_in_an_entry(old: dict[str, Any], new: dict[str, Any], said: list[tuple[Any, ...]]) -> None:
    assert [(one.key, one.old, one.new) for one in key_changes(old, new)] == said


VALUES = st.recursive(
    st.text(max_size=3) | st.booleans() | st.integers(0, 3),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from("abc"), VALUES), st.dictionaries(st.sampled_from("abc"), VALUES))
def test_there_is_a_difference_just_where_two_values_differ(old: dict[str, Any], new: dict[str, Any]) -> None:
    assert bool(list(key_changes(old, new))) == (json.dumps(old, sort_keys=True) != json.dumps(new, sort_keys=True))


def test_of_long_texts_only_what_differs_is_shown() -> None:
    old = "a long text of many words that says what it says of the year 2019 and then goes on"
    assert around(old, old.replace("2019", "2020")) == ("... year 2019 and ...", "... year 2020 and ...")
    assert around(old, f"{old} again") == ("... on", "... on again")
    assert around("short", "shorter") == ("short", "shorter")


@given(st.lists(st.sampled_from(["a", "b", "cc"]), max_size=9), st.lists(st.sampled_from(["a", "b", "cc"]), max_size=9))
def test_what_is_shown_of_two_texts_differs(one: list[str], other: list[str]) -> None:
    texts = " ".join(("x" * 50, *one, "y" * 50)), " ".join(("x" * 50, *other, "y" * 50))
    shown = around(*texts)
    assert (shown[0] == shown[1]) == (one == other)


def test_a_page_begins_with_counts_and_is_one_screen() -> None:
    many = tuple(EntryChange("drug", f"drug-number-{n}", "", "added", ()) for n in range(500))
    lines = text_of(difference_page((*many, *changes(OLD, NEW)), "a", "b", unfolded=False, whole=False)).splitlines()
    assert lines[0] == "501 added, 1 removed, 1 changed  (from a to b)"
    assert len(lines) < 40
    assert max(map(len, lines)) <= 80
    assert any(line.startswith("  drug  drug-number-0; drug-number-1") and line.endswith(" more") for line in lines)
    assert '  classes     - "x"' in lines
    assert '  codes.ncit  "C1" → "C2"' in lines
    whole = text_of(difference_page(many, "a", "b", unfolded=True, whole=False)).splitlines()
    assert len(whole) > 500 > ROOM


def test_values_are_written_as_toml_has_them() -> None:
    assert as_toml([{"region": "US", "early": True, "n": 2}]) == '[{ region = "US", early = true, n = 2 }]'


def test_one_kind_or_one_entry_of_two_books() -> None:
    assert only("drug", OLD, NEW) == ({"drug": OLD["drug"]}, {"drug": NEW["drug"]})
    assert only("brand.gone", OLD, NEW) == ({"brand": OLD["brand"]}, {"brand": {}})
    with pytest.raises(UsageError, match=r"'drgu' is not a kind of entry: did you mean 'drug'"):
        only("drgu", OLD, NEW)
    with pytest.raises(UsageError, match=r"neither side has a brand 'gono': did you mean 'gone'"):
        only("brand.gono", OLD, NEW)


# --- sides -------------------------------------------------------------------------------------------------------


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """An overlay of one brand."""
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "mine.toml").write_text(MINE, "utf-8")
    return folder


def test_an_overlay_is_held_against_the_shipped_data(mine: Path, run: Callable[..., Ran]) -> None:
    ran = run("diff", str(mine))
    assert ran.code == 0
    assert ran.out.startswith(f"1 added  (from shipped to {mine})\n")
    assert "  brand.zzz  Zzz\n" in ran.out
    assert run("diff", "--data", str(mine)).out == run("--data", str(mine), "diff").out == ran.out
    back = run("diff", str(mine), "shipped").out
    assert back.startswith(f"1 removed  (from {mine} to shipped)\n")


def test_one_entry_is_shown_whole(mine: Path, run: Callable[..., Ran]) -> None:
    out = run("diff", str(mine), "--only", "brand.zzz").out
    assert 'brand.zzz, added\n  name     + "Zzz"\n  drugs    + ["docetaxel"]\n' in out


def test_json_has_everything(mine: Path, run: Callable[..., Ran]) -> None:
    whole = json.loads(run("diff", str(mine), "--format", "json").out)
    held_against_schema("diff", whole)
    assert whole["counts"] == {"brand": {"added": 1, "removed": 0, "changed": 0}}
    (found,) = whole["results"]
    assert (found["kind"], found["id"], found["change"], len(found["keys"])) == ("brand", "zzz", "added", 3)


def test_a_table_has_a_row_for_each_key(mine: Path, run: Callable[..., Ran]) -> None:
    rows = list(csv.DictReader(io.StringIO(run("diff", str(mine), "--format", "csv").out)))
    assert [(row["key"], row["old"], row["new"]) for row in rows] == [
        ("name", "", "Zzz"),
        ("drugs", "", '["docetaxel"]'),
        ("sources", "", '["acs-2019: x"]'),
    ]


def test_no_difference_is_an_answer(run: Callable[..., Ran]) -> None:
    assert run("diff", "shipped", str(load.shipped()))[:2] == (0, f"no difference from shipped to {load.shipped()}\n")


def test_the_data_of_a_wheel_and_its_list_of_other_medicines(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "old.whl", "w") as wheel:
        for file in load.shipped().rglob("*.t[os]*"):
            text = file.read_text("utf-8")
            if file.name == "other_drugs.tsv":
                text = text.partition("\n")[0] + "\nzzzol\tzzzol\tmade up\tother\n"
            wheel.writestr(f"mbc_cli/data/{file.relative_to(load.shipped()).as_posix()}", text)
    found = changes(tables(str(tmp_path / "old.whl")), tables("shipped"))
    assert {change.kind for change in found} == {"medicine"}
    assert [change.id for change in found if change.form == "removed"] == ["zzzol"]


@pytest.mark.skipif(not shutil.which("git"), reason="there is no git")
def test_data_of_a_commit(mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def git(*words: str) -> None:
        subprocess.run(
            ["git", "-c", "user.name=n", "-c", "user.email=e@x.example", *words],
            check=True,
            cwd=mine.parent,
            capture_output=True,
        )

    git("init", "-q")
    git("add", "mine")
    git("commit", "-qm", "one")
    (mine / "mine.toml").write_text(MINE.replace("Zzz", "Yyy"), "utf-8")
    monkeypatch.chdir(mine)
    (change,) = changes(tables("HEAD:mine"), tables(str(mine)))
    assert (change.ref, change.keys) == ("brand.zzz", (KeyChange("name", "Zzz", "Yyy"),))
    with pytest.raises(InputError, match=r"HEAD:nowhere: .*name a directory of data"):
        tables("HEAD:nowhere")


@pytest.mark.parametrize(
    ("side", "said"),
    [
        ("nowhere", "no such directory: name a directory of TOML files"),
        ("empty.txt", "is not a wheel .*name a directory of data, a wheel, shipped"),
        ("empty.whl", "no data in it: name a directory"),
    ],
)
def test_what_is_no_side(side: str, said: str, mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(mine.parent)
    zipfile.ZipFile("empty.whl", "w").close()
    (mine.parent / "empty.txt").touch()
    with pytest.raises(InputError, match=said):
        tables(side)


def test_toml_that_cannot_be_read_is_told_with_its_place(mine: Path) -> None:
    (mine / "mine.toml").write_text("[brand.zzz\n", "utf-8")
    with pytest.raises(DataError, match=r"mine\.toml:1:11"):
        tables(str(mine))


@pytest.mark.parametrize("words", [[], ["a", "b", "c"]])
def test_one_or_two_sides_are_wanted(words: list[str], run: Callable[..., Ran]) -> None:
    ran = run("diff", *words)
    assert (ran.code, ran.out) == (2, "")
    assert "give the old one and the new one, or only yours" in ran.err


def test_a_file_is_a_side_and_an_entry_is_what_is_compared(tmp_path: Path, run: Callable[..., Ran]) -> None:
    (tmp_path / "mine.toml").write_text('[drug.docetaxel]\nextends = true\nabbreviations = ["ZZD"]\n', "utf-8")
    ran = run("diff", "drug.docetaxel", str(tmp_path / "mine.toml"))
    assert ran.err == "mbc: drug.docetaxel read as --only drug.docetaxel\n"
    assert 'abbreviations  + "ZZD"' in ran.out
    assert run("compare", str(tmp_path)).out == run("diff", str(tmp_path)).out
    (tmp_path / "other.toml").write_text('[drug.docetaxel]\nextends = true\nabbreviations = ["ZZE"]\n', "utf-8")
    assert run("diff", "drug.docetaxel", str(tmp_path / "mine.toml")).out == ran.out
    assert "ZZE" in run("diff", str(tmp_path / "mine.toml"), str(tmp_path / "other.toml")).out


def test_an_export_is_no_side(tmp_path: Path, run: Callable[..., Ran]) -> None:
    (tmp_path / "mbc.sqlite").write_text("SQLite", "utf-8")
    assert (
        "mbc.sqlite: is an export, which cannot be turned back into data"
        in run("diff", str(tmp_path / "mbc.sqlite")).err
    )
