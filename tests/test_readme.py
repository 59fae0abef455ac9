"""Every command that the README and docs show is run, and what they show is real; `pytest --bless` writes it anew."""

from __future__ import annotations

import doctest
import re
import shutil
import tomllib
from typing import TYPE_CHECKING

import pytest
from shown import BLOCK, PAGES, PYTHON, ROOT, SHELL, alone, ran, session

from mbc_cli.annotate.annotation import STATUSES
from mbc_cli.bench.blocks import KINDS
from mbc_cli.cli.known import COMMANDS

if TYPE_CHECKING:
    from pathlib import Path

README = ROOT / "README.md"
DOCS = ROOT / "docs"
CONSOLE = [path for path in PAGES if BLOCK.search(path.read_text("utf-8"))]
LINES = [path for path in PAGES if alone(path.read_text("utf-8"))]
TOML = re.compile(r"^```toml\n(.*?)^```$", re.DOTALL | re.MULTILINE)
ROW = re.compile(r"^\| [^|]+ \| (.*) \|$", re.MULTILINE)
TYPED = re.compile(r"`(mbc [^`]+)`")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A directory with what the commands name, and nothing else: the corpora, and the data of the curator's page."""
    shutil.copytree(ROOT / "tests" / "corpus", tmp_path / "tests" / "corpus")
    (mine,) = TOML.findall((DOCS / "curator.md").read_text("utf-8"))
    (tmp_path / "my-data").mkdir()
    (tmp_path / "my-data" / "protocols.toml").write_text(mine, "utf-8")
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("path", CONSOLE, ids=lambda path: path.stem)
def test_commands_print_what_a_page_shows(path: Path, folder: Path, request: pytest.FixtureRequest) -> None:
    text = path.read_text("utf-8")
    made = BLOCK.sub(lambda found: f"```console\n{session(found[1], folder)}```", text)
    if request.config.getoption("--bless"):
        path.write_text(made, "utf-8")
    assert made == text, f"{path.name} shows something else: read the difference, then pytest --bless"


@pytest.mark.slow
@pytest.mark.parametrize("path", LINES, ids=lambda path: path.stem)
def test_commands_shown_without_output_answer(path: Path, folder: Path) -> None:
    for command in alone(path.read_text("utf-8")):
        assert ran(command, folder), command


@pytest.mark.slow
def test_every_command_of_the_first_table_answers(folder: Path) -> None:
    table = README.read_text("utf-8").partition("```console")[0]
    typed = [command for row in ROW.findall(table) for command in TYPED.findall(row)]
    assert len(typed) > 20
    assert [command for command in typed if not ran(command, folder)] == []


def test_the_readme_is_short() -> None:
    lines = README.read_text("utf-8").splitlines()
    assert len(lines) <= 90
    assert any(line.endswith("mbc expand TCH") for line in lines[:24])
    assert any(line.endswith("pytest") for line in lines[:24])


def test_every_command_is_on_the_page_of_commands() -> None:
    text = (DOCS / "commands.md").read_text("utf-8")
    for name in COMMANDS:
        assert f"`mbc {name}" in text, name


@pytest.mark.parametrize(("path", "least"), [(README, 3), (DOCS / "data-scientist.md", 6)], ids=["readme", "page"])
def test_python_session_is_true(path: Path, least: int) -> None:
    (session,) = PYTHON.findall(path.read_text("utf-8"))
    test = doctest.DocTestParser().get_doctest(session, {}, path.stem, path.name, 0)
    assert len(test.examples) >= least
    assert doctest.DocTestRunner().run(test).failed == 0


def test_the_install_and_test_commands_are_what_ci_runs() -> None:
    install, test = SHELL.findall(README.read_text("utf-8"))
    assert install.endswith("mbc expand TCH\n")
    assert test.endswith("pytest\n")
    assert 'grep -m1 -- "pytest$" README.md' in (ROOT / ".ci" / "run").read_text("utf-8")


def test_the_docs_say_of_each_status_what_it_means() -> None:
    text = (DOCS / "data-scientist.md").read_text("utf-8").replace("`", "")
    for status, means in STATUSES.items():
        assert f"| {status} | {means} |" in text, status


def test_every_page_is_in_the_site_and_led_to() -> None:
    nav = tomllib.loads((ROOT / "zensical.toml").read_text("utf-8"))["project"]["nav"]
    pages = [page for entry in nav for value in entry.values() for page in flat(value)]
    assert sorted(pages) == sorted(path.relative_to(DOCS).as_posix() for path in PAGES[1:])
    index = (DOCS / "index.md").read_text("utf-8")
    assert [page for page in pages if page != "index.md" and f"({page})" not in index] == []


def flat(value: str | list[dict[str, str]]) -> list[str]:
    """The pages of an entry of the site."""
    return [value] if isinstance(value, str) else [page for entry in value for page in entry.values()]


def test_what_contributors_are_sent_to_is_there() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    named = re.findall(r"`((?:data|mbc_cli|tests|docs|benchmarks|\.ci)/[\w./]*)`", text)
    assert len(named) > 10
    assert [name for name in named if not (ROOT / name).exists()] == []
    steps = [section.count("\n1. ") + len(re.findall(r"^[2-9]\. ", section, re.M)) for section in text.split("\n## ")]
    assert steps == [0, 5, 5, 5, 5, 5, 0, 5]
    asked = set(re.findall(r"`mbc new (\w+)", text))
    assert asked <= set(KINDS)


@pytest.mark.parametrize("name", ["wrong-fact", "misread-text"])
def test_an_issue_asks_for_what_is_needed(name: str) -> None:
    yaml = pytest.importorskip("yaml", reason="needs PyYAML")
    form = yaml.safe_load((ROOT / ".github" / "ISSUE_TEMPLATE" / f"{name}.yml").read_text("utf-8"))
    assert {"name", "description", "body"} <= form.keys()
    fields = [field for field in form["body"] if field["type"] != "markdown"]
    assert len({field["id"] for field in fields}) == len(fields)
    assert all(field["attributes"]["label"] for field in fields)
    assert "version" in {field["id"] for field in fields}
