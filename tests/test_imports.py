"""Imports go one way, what is heavy is imported where it is needed, and each library has its one door."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import mbc_cli

PACKAGE = Path(mbc_cli.__file__).parent
# Each module imports only from those before it, imports inside functions and for types included.
ORDER = (
    "__init__",
    # logic, one TOML entry, the records, the blocks of a page, what stands around names
    "truth",
    "table",
    "model",
    "page",
    "marks",
    # messages, days, text to entries, the entries together
    "errors",
    "days",
    "names",
    "book",
    "readers",
    "others",
    "history",
    "conditions",
    "categories",
    # treatment text
    "sharing",
    "scan",
    "loose",
    "clause",
    "roles",
    "mentions",
    "settling",
    "treatment",
    "reading",
    # questions
    "profile",
    "options",
    "coding",
    "spelling",
    "lookup",
    "annotation",
    "compounds",
    "quick",
    "annotate",
    # the data, checked
    "checks",
    "load",
    # answers as data, as pages, as files
    "export",
    "options_export",
    "coding_export",
    "options_page",
    "layout",
    "coding_page",
    "coded",
    "files",
    "records",
    "bulk",
    "quick_column",
    "plain_lines",
    "columns",
    "plain",
    "render",
    # the commands
    "facts_command",
    "cli",
    "__main__",
)
DOORS = {
    "tomli": {"load"},
    "rich": {"render", "cli"},
    "typer": {"cli", "facts_command"},
    "click": set(),
    "rapidfuzz": {"spelling"},
    "polars": {"bulk", "quick_column"},
    "pyarrow": {"bulk", "annotate"},
}
"""Library to the modules that may know it."""
NEVER_FOR_AN_EXACT_ANSWER = ("rich", "tomli", "rapidfuzz", "hashlib", "polars", "csv", "importlib.metadata")
OF_OURS = ("checks", "spelling", "others", "scan", "treatment", "annotate", "options", "columns", "render")


def imported(module: str) -> set[str]:
    """The modules, ours as bare names, that a module imports anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse((PACKAGE / f"{module}.py").read_text("utf-8"))):
        match node:
            case ast.Import(names):
                found.update(name.name for name in names)
            case ast.ImportFrom("mbc_cli", names):
                found.update(name.name for name in names if (PACKAGE / f"{name.name}.py").exists())
            case ast.ImportFrom(str(source)):
                found.add(source)
    return {name.removeprefix("mbc_cli.") for name in found if name != "mbc_cli"}


MODULES = sorted(file.stem for file in PACKAGE.glob("*.py"))


def test_the_order_has_every_module_once() -> None:
    assert sorted(ORDER) == MODULES


@pytest.mark.parametrize("module", ORDER)
def test_a_module_imports_only_from_those_before_it(module: str) -> None:
    before = set(ORDER[: ORDER.index(module)])
    assert (imported(module) & set(ORDER)) - before == set()


@pytest.mark.parametrize("module", MODULES)
def test_a_library_is_known_to_few(module: str) -> None:
    roots = {name.partition(".")[0] for name in imported(module) - set(ORDER)}
    assert [library for library, may in DOORS.items() if library in roots and module not in may] == []


def loaded(*argv: str) -> set[str]:
    """The modules that are loaded when a call of `mbc` into a pipe ends."""
    code = (
        "import os, sys\n"
        "leave = os._exit\n"
        "def told(code):\n"
        "    sys.stderr.write(' '.join(sys.modules))\n"
        "    sys.stderr.flush()\n"
        "    leave(code)\n"
        "os._exit = told\n"
        f"sys.argv = ['mbc', *{list(argv)!r}]\n"
        "from mbc_cli.__main__ import main\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, check=True)
    assert done.stdout
    return set(done.stderr.decode().split())


@pytest.mark.parametrize("argv", [["expand", "TCH"], ["expand", "AC→T"]], ids=" ".join)
def test_an_exact_answer_into_a_pipe_loads_nothing_heavy(argv: list[str], book: object) -> None:
    found = loaded(*argv)
    assert "mbc_cli.reading" in found
    assert sorted(found & {*NEVER_FOR_AN_EXACT_ANSWER, *(f"mbc_cli.{name}" for name in OF_OURS)}) == []


def test_a_drug_card_into_a_pipe_needs_no_rich(book: object) -> None:
    assert not {name.partition(".")[0] for name in loaded("drug", "trastuzumab")} & {"rich", "tomli", "rapidfuzz"}
