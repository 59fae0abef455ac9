"""The pages in docs: every example is run, every link leads somewhere, and the site is built from them."""

from __future__ import annotations

import doctest
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import mbc_cli

PROJECT = Path(__file__).parents[1]
DOCS = PROJECT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
WRITTEN = [*PAGES, *PROJECT.glob("*.md"), PROJECT / "data" / "README.md"]
CODE = re.compile(r"^ *```.*?^ *```|`[^`]*`", re.DOTALL | re.MULTILINE)
IN_A_WORD = re.compile(r"\w(?<!\\)\*\w")
EXAMPLE = re.compile(r"^```pycon\n(.*?)^```$", re.DOTALL | re.MULTILINE)
NEEDED = {"arrow": "pyarrow", "spark": "pyspark"}
"""What an engine's page needs, where that is not called as the page is."""


def page(path: Path) -> object:
    """A page as a case; those that start Java only where they are asked for."""
    marks = [pytest.mark.cluster, pytest.mark.slow] if path.stem == "spark" else []
    return pytest.param(path, id=path.stem, marks=marks)


@pytest.mark.parametrize("path", [page(path) for path in PAGES if path.parent.name == "engines"])
@pytest.mark.filterwarnings("ignore::FutureWarning:pyspark")
def test_the_example_of_an_engine_is_true(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip(NEEDED.get(path.stem, path.stem))
    pytest.importorskip("pyarrow" if path.stem != "polars" else "polars")
    if path.stem == "spark" and not shutil.which("java"):
        pytest.skip("Spark needs Java 17")
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    (example,) = EXAMPLE.findall(path.read_text("utf-8"))
    test = doctest.DocTestParser().get_doctest(example, {}, path.stem, str(path), 0)
    assert 4 < len(test.examples) < 12
    assert doctest.DocTestRunner().run(test).failed == 0


def test_every_engine_has_its_page() -> None:
    engines = Path(mbc_cli.__path__[0], "engines").glob("[a-z]*.py")
    helpers = {"asked", "texts"}
    assert {path.stem for path in engines} - helpers == {path.stem for path in PAGES if path.parent.name == "engines"}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_links_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", path.read_text("utf-8"))
    assert [link for link in links if not link.startswith("https:") and not (path.parent / link).exists()] == []


def in_words(text: str) -> list[str]:
    """Asterisks inside a word and outside code, as in SEER*Rx: Markdown prints what stands between two of them in italics."""
    return IN_A_WORD.findall(CODE.sub("", text))


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: str(path.relative_to(PROJECT)))
def test_an_asterisk_inside_a_word_is_escaped(path: Path) -> None:
    assert in_words(path.read_text("utf-8")) == []


def test_an_asterisk_inside_a_word_is_noticed() -> None:
    assert in_words("By SEER*Rx, `SEER*Rx` and SEER\\*Rx, *now*.\n```\nSEER*Rx\n```\n") == ["R*R"]


def built(project: Path, added: str) -> subprocess.CompletedProcess[str]:
    """The site as CONTRIBUTING.md builds it, from a copy of the pages of which one has a line more."""
    shutil.copytree(DOCS, project / "docs")
    shutil.copy(PROJECT / "zensical.toml", project)
    page = project / "docs" / "page.md"
    page.write_text(page.read_text("utf-8") + added, "utf-8")
    command = [sys.executable, "-m", "zensical", "build", "--strict"]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, timeout=120, check=False)


def test_the_site_has_every_page(tmp_path: Path) -> None:
    pytest.importorskip("zensical")
    assert built(tmp_path, "").returncode == 0
    pages = {path.parent.name for path in (tmp_path / "build" / "site").rglob("index.html")}
    assert pages >= {path.stem for path in PAGES} - {"index"}


def test_a_broken_link_stops_the_site(tmp_path: Path) -> None:
    pytest.importorskip("zensical")
    stopped = built(tmp_path, "[gone](nowhere.md)\n")
    assert (stopped.returncode, "page does not exist" in stopped.stderr) == (1, True)
