"""The pages in docs: every example is run, and says what the page shows."""

from __future__ import annotations

import doctest
import re
import shutil
import sys
from pathlib import Path

import pytest

import mbc_cli

DOCS = Path(__file__).parents[1] / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
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
