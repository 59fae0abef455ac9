"""The page of the whole reference: what is in the file. What it does in a browser stands in test_page_browser.py."""

from __future__ import annotations

import json
import re
import zlib
from base64 import b64decode
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mbc_cli.api.reference import load
from mbc_cli.ask.lookup import NAMED
from mbc_cli.page.build import MARK, SCRIPTS, SITE, page, script
from mbc_cli.page.entries import entries, spoken

if TYPE_CHECKING:
    from conftest import Ran

    from mbc_cli.book.book import Book

LARGEST = 1_000_000
"""Bytes of the whole file: it can be sent in a mail."""
DARK = re.compile(r':root\[data-theme="dark"\] \{(.*?)\}', re.DOTALL)
LIGHT = re.compile(r"^:root \{(.*?)\}", re.DOTALL | re.MULTILINE)
TEXTS = ["ink", "soft", "accent"]
PAIRS = [
    *((ink, ground) for ink in TEXTS for ground in ("paper", "sheet", "wash")),
    ("paper", "accent"),
    *((kind, ground) for kind in ("yes", "open", "no") for ground in (f"{kind}-wash", "paper")),
    ("ink", "open-wash"),
]
"""Text and what it stands on."""


@pytest.fixture(scope="module")
def written() -> str:
    """The page of the shipped data."""
    mbc = load()
    return page(mbc.book, mbc.medicines.by_name.values())


@pytest.fixture(scope="module")
def held(written: str) -> dict[str, Any]:
    """The data in it, unpacked."""
    found = re.search(r'<script type="text/plain" id="data">([^<]*)</script>', written)
    assert found
    return dict(json.loads(zlib.decompress(b64decode(found[1]))))


def test_it_is_small(written: str) -> None:
    size = len(written.encode())
    assert 300_000 < size < LARGEST, f"the page has {size} bytes"


@pytest.mark.parametrize("kind", [*NAMED, "source", "erratum"])
def test_every_entry_has_a_card(held: dict[str, Any], kind: str) -> None:
    shelf = load().book.shelves[kind]
    assert list(held["entries"][kind]) == list(shelf)
    assert all(entry["name"] for entry in held["entries"][kind].values())


def test_every_statement_and_every_axis_is_in_it(held: dict[str, Any]) -> None:
    book = load().book
    assert [one["id"] for one in held["rules"]["statements"]] == list(book.statements)
    assert [one["id"] for one in held["rules"]["axes"]] == list(book.axes)
    assert [one["text"] for one in held["rules"]["unsettled"]] == [one.text for one in book.unsettled.values()]
    assert set(held["rules"]["members"]) == {*book.drugs, *book.classes}


def test_every_name_is_sought(held: dict[str, Any]) -> None:
    names = held["index"]["names"]
    assert ["Herceptin", "brand"] in names["brand.herceptin"]
    assert ["C82492", "NCIt code"] in names["drug.trastuzumab-emtansine"]
    assert ["gBRCA", "term"] in names["term.gbrca"]
    assert ["NCT00829166", "trial"] in names["trial.emilia"]
    book = load().book
    plain = {(match.ref, match.written) for found in book.names.plain.values() for match in found}
    marked = {(match.ref, match.written) for found in book.names.marked.values() for match in found}
    assert plain | marked <= {(ref, text) for ref, found in names.items() for text, _ in found}


def test_every_other_medicine_is_in_it(held: dict[str, Any]) -> None:
    names = {name for ingredient, one in held["medicines"].items() for name in (ingredient, *one["names"])}
    assert {other.name for other in load().medicines.by_name.values()} <= names


def test_every_source_that_a_card_cites_has_one(held: dict[str, Any]) -> None:
    every = [one for kind in held["entries"].values() for one in kind.values()]
    cited = {name for one in every for name, _ in one.get("sources", ())}
    assert cited <= held["entries"]["source"].keys()
    assert held["entries"]["drug"]["trastuzumab"]["sources"]


def test_the_same_data_gives_the_same_bytes(written: str) -> None:
    mbc = load()
    assert page(mbc.book, mbc.medicines.by_name.values()) == written


def test_every_module_of_the_script_is_in_it() -> None:
    modules = sorted(Path(str(SITE), "js").glob("*.js"))
    assert sorted(SCRIPTS) == [path.stem for path in modules]
    for path in modules:
        assert path.read_text("utf-8").startswith("// "), path.name


def test_nothing_in_it_asks_a_network_or_reads_text_as_markup(written: str) -> None:
    asking = r"fetch\(|XMLHttpRequest|WebSocket|sendBeacon|importScripts|import\("
    reading = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function"
    assert re.findall(f"{asking}|{reading}", script()) == []
    assert re.findall(r'(?:src|href)="(?!#|data:)', written) == []
    assert "default-src &#x27;none&#x27;" in written


def test_the_foot_says_what_it_is_not(written: str) -> None:
    assert "not medical advice" in written
    assert f"Data of {load().book.version}" in written


@pytest.mark.parametrize("form", [LIGHT, DARK], ids=["light", "dark"])
def test_text_has_contrast(form: re.Pattern[str]) -> None:
    found = form.search((SITE / "page.css").read_text("utf-8"))
    assert found
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", found[1]))
    assert [(a, b) for a, b in PAIRS if contrast(colours[a], colours[b]) < 4.5] == []


def contrast(one: str, other: str) -> float:
    """The ratio of two colours, as WCAG 2 has it."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """How light a colour is, from 0 to 1."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_command_writes_it(run: Any, tmp_path: Path) -> None:
    target = tmp_path / "mbc.html"
    ran: Ran = run("page", str(target))
    assert (ran.code, ran.out) == (0, "")
    assert re.fullmatch(rf"{re.escape(str(target))}: \d+ kB\n", ran.err)
    assert MARK in target.read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["mbc.html"]


def test_an_earlier_page_stays_unless_it_is_to_be_replaced(run: Any, tmp_path: Path) -> None:
    target = tmp_path / "mbc.html"
    target.write_bytes(MARK)
    assert run("page", str(target)).code == 3
    assert target.read_bytes() == MARK
    assert run("page", str(target), "--replace").code == 0
    assert target.stat().st_size > len(MARK)


def test_no_other_file_is_written_over(run: Any, tmp_path: Path) -> None:
    target = tmp_path / "thesis.html"
    target.write_text("<p>mine")
    ran: Ran = run("page", str(target), "--replace")
    assert ran.code == 3
    assert "is not an export of mbc" in ran.err
    assert target.read_text() == "<p>mine"


def test_a_card_leaves_out_what_is_empty() -> None:
    book = load().book
    assert "use" not in entries(book)["drug"]["trastuzumab"]


def test_the_page_has_what_speaks_against_a_drug(book: Book) -> None:
    lines = spoken(book, book.drugs["ribociclib"])
    assert lines[-1].startswith("ribociclib + tamoxifen: not for this use")
