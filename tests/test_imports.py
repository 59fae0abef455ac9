"""Imports go one way, what is heavy is imported where it is needed, and each library has its one door."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import mbc_cli
from mbc_cli.store.cache import COMPILING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PACKAGE = Path(mbc_cli.__file__).parent
ROOMS = (
    "book",
    "reading",
    "options",
    "ask",
    "coding",
    "naaccr",
    "store",
    "bench",
    "annotate",
    "engines",
    "show",
    "export",
    "page",
    "api",
    "tools",
    "cli",
    "__main__",
)
"""A folder imports only from those before it, imports inside functions and for types included; inside, order is free."""
NEVER_FOR_AN_EXACT_ANSWER = (
    "rich", "tomli", "rapidfuzz", "hashlib", "polars", "csv", "importlib.metadata", "sqlite3", "pickle", "platformdirs",
)  # fmt: skip
OF_OURS = {
    "book.codes", "book.readers", "store.cache", "store.checks", "store.compiler", "store.layers", "reading.spelling", "book.medicines", "reading.tokens", "reading.treatment", "annotate.annotator", "options.verdicts", "annotate.run", "show.terminal",
}  # fmt: skip

FILES = {".".join(file.relative_to(PACKAGE).with_suffix("").parts): file for file in PACKAGE.rglob("*.py")}
MODULES = {name.removesuffix(".__init__"): file for name, file in FILES.items() if name != "__init__"}


DOORS = {
    "tomli": {"store.layers"},
    "platformdirs": {"store.cache"},
    "sqlite3": {"annotate.sqlite_table", "store.compiled", "store.compiler", "export.database", "export.sheets"},
    "_sqlite3": {"store.compiled"},
    "rich": {"show.terminal", "cli.progress"},
    "typer": {name for name in MODULES if name.startswith("cli.")}
    - {"cli.answering", "cli.completing", "cli.known", "cli.plain_question"},
    "click": set(),
    "xml": {"naaccr.reader"},
    "rapidfuzz": {"reading.spelling"},
    "polars": {"annotate.parquet", "annotate.polars_frames", "annotate.polars_lines", "engines.polars"},
    "pandas": {"engines.pandas", "engines.dask"},
    "pyarrow": {"annotate.polars_frames", "engines.arrow", "engines.pandas", "engines.spark"},
    "duckdb": {"engines.duckdb"},
    "dask": {"engines.dask"},
    "pyspark": {"engines.spark"},
    "mcp": {"tools.server"},
    "anyio": {"tools.server"},
    "jsonschema": {"tools.server"},
}
"""Library to the modules that may know it."""


def imported(module: str) -> set[str]:
    """The modules, ours without the name of the package, that a module imports anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(MODULES[module].read_text("utf-8"))):
        match node:
            case ast.Import(names):
                found.update(name.name for name in names)
            case ast.ImportFrom(str(source), names):
                inside = {f"{source}.{name.name}" for name in names}
                found.update({name for name in inside if name.removeprefix("mbc_cli.") in MODULES} or {source})
    return {name.removeprefix("mbc_cli.") for name in found if name != "mbc_cli"}


GRAPH = {module: imported(module) & set(MODULES) for module in MODULES}


def room(module: str) -> str:
    """The folder of a module."""
    return module.partition(".")[0]


def against_the_order(graph: Mapping[str, set[str]], room: Callable[[str], str]) -> list[str]:
    """The imports that go from a room to one behind it."""
    return [
        f"{module} imports {other}"
        for module in sorted(graph)
        for other in sorted(graph[module])
        if ROOMS.index(room(other)) > ROOMS.index(room(module))
    ]


def circle(graph: Mapping[str, set[str]]) -> list[str]:
    """The modules that are left when those that import nothing but what is gone are taken away, again and again."""
    left = dict(graph)
    while free := [module for module, others in left.items() if not others & left.keys()]:
        for module in free:
            del left[module]
    return sorted(left)


def test_every_module_has_a_room() -> None:
    assert {room(module) for module in MODULES} <= set(ROOMS)


def test_a_room_imports_only_from_those_before_it() -> None:
    assert against_the_order(GRAPH, room) == []


def test_there_is_no_circle() -> None:
    assert circle(GRAPH) == []


def test_both_would_be_seen() -> None:
    graph = {"book.a": {"book.b"}, "book.b": {"book.a"}, "book.c": {"cli.d"}, "cli.d": {"book.c", "book.a"}}
    assert against_the_order(graph, lambda module: module.partition(".")[0]) == ["book.c imports cli.d"]
    assert circle(graph) == ["book.a", "book.b", "book.c", "cli.d"]
    assert circle({"book.a": {"book.b"}, "book.b": set()}) == []


@pytest.mark.parametrize("module", MODULES)
def test_a_library_is_known_to_few(module: str) -> None:
    roots = {name.partition(".")[0] for name in imported(module) - set(MODULES)}
    assert [library for library, may in DOORS.items() if library in roots and module not in may] == []


def loaded(installed: Path, *argv: str) -> set[str]:
    """The modules that are loaded when a call of `mbc`, installed as a wheel does it, into a pipe ends."""
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
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=installed, timeout=60, check=True)
    assert done.stdout
    return set(done.stderr.decode().split())


@pytest.mark.parametrize("argv", [["expand", "TCH"], ["expand", "AC→T"]], ids=" ".join)
def test_an_exact_answer_into_a_pipe_loads_nothing_heavy(argv: list[str], installed: Path) -> None:
    found = loaded(installed, *argv)
    assert set(MODULES) >= OF_OURS
    assert "mbc_cli.ask.expand" in found
    assert sorted(found & {*NEVER_FOR_AN_EXACT_ANSWER, *(f"mbc_cli.{name}" for name in OF_OURS)}) == []


def test_a_drug_card_into_a_pipe_needs_no_rich(installed: Path) -> None:
    found = {name.partition(".")[0] for name in loaded(installed, "drug", "trastuzumab")}
    assert not found & {"rich", "tomli", "rapidfuzz"}


def test_opening_the_shipped_book_reads_no_toml_and_no_json(installed: Path) -> None:
    code = (
        "import sys; from mbc_cli.store.load import load; book = load(); "
        "assert book.drugs['docetaxel'] and book.names.named('Taxol') and book.regimens_with('docetaxel'); "
        "print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=installed, timeout=60, check=True)
    found = set(done.stdout.decode().split())
    assert "mbc_cli.store.compiled" in found
    heavy = {"json", "mbc_cli.book.table", *NEVER_FOR_AN_EXACT_ANSWER, *(f"mbc_cli.{name}" for name in OF_OURS)}
    assert sorted(found & heavy) == []


def test_all_that_decides_what_is_compiled_is_in_the_key_of_the_cache() -> None:
    reached = {"store.compiler"}
    while more := {other for module in reached for other in GRAPH[module]} - reached:
        reached |= more
    assert {room(module) for module in reached} <= set(COMPILING)
