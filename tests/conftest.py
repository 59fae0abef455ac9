"""The book, the CLI in this process and in a process of its own, and golden files that one word refreshes."""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import settings

from mbc_cli import __main__
from mbc_cli.book.medicines import Others, read_others
from mbc_cli.reading import spelling
from mbc_cli.reading.aids import Aids
from mbc_cli.store import load

if TYPE_CHECKING:
    from collections.abc import Callable

    from mbc_cli.book.book import Book

# CI must not fail by chance on a change that did not cause it; elsewhere every run looks at other examples.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("default", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "default")

CALLERS = (
    "MBC_DATA",
    "GITHUB_WORKSPACE",
    "NO_COLOR",
    "FORCE_COLOR",
    "COLUMNS",
    "LINES",
    "PYTHONUTF8",
    "PYTHONIOENCODING",
    "TERMINAL_WIDTH",
)
"""Variables of whoever runs the tests that would change an answer."""


class Ran(NamedTuple):
    """What a call of the CLI gave back."""

    code: int
    out: str
    err: str


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--bless", action="store_true", help="rewrite the golden files, showing what changed")


def pytest_configure(config: pytest.Config) -> None:
    """A cache directory of our own, and none of the caller's settings, before any test module is read."""
    cache, patch = tempfile.TemporaryDirectory(prefix="mbc-tests-"), pytest.MonkeyPatch()
    config.add_cleanup(cache.cleanup)
    config.add_cleanup(patch.undo)
    patch.setenv("XDG_CACHE_HOME", cache.name)
    for name in CALLERS:
        patch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def book() -> Book:
    """The shipped book."""
    return load.load()


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory that has the package as a wheel puts it there: with its data and the compiled book."""
    place = tmp_path_factory.mktemp("installed")
    package = Path(shutil.copytree(load.PACKAGE, place / "mbc_cli", ignore=shutil.ignore_patterns("__pycache__")))
    shutil.copytree(load.shipped(), package / "data")
    load.compile_shipped(package / load.COMPILED)
    return place


@pytest.fixture(scope="session")
def medicines() -> Others:
    """The medicines outside the vocabulary."""
    return read_others(load.shipped() / "other_drugs.tsv")


@pytest.fixture(scope="session")
def speller(book: Book, medicines: Others) -> spelling.Speller:
    """What proposes names for misspelt words."""
    return spelling.Speller(book, medicines)


@pytest.fixture(scope="session")
def aids(speller: spelling.Speller) -> Aids:
    """What helps with unknown words."""
    return Aids.of(speller)


class Stream(io.TextIOWrapper):
    """A standard stream of a call in this process; what it says of itself can be changed."""

    terminal = False

    def isatty(self) -> bool:
        return self.terminal


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Call `mbc` in this process, piped."""

    def call(*argv: str, given: str | bytes = "") -> Ran:
        out, err = (Stream(io.BytesIO(), "utf-8", newline="") for _ in range(2))
        content = io.BytesIO(given.encode() if isinstance(given, str) else given)
        into = Stream(io.BufferedReader(content), "utf-8", newline="")
        with monkeypatch.context() as patch:
            for name, value in {"argv": ["mbc", *argv], "stdout": out, "stderr": err, "stdin": into}.items():
                patch.setattr(sys, name, value)
            code = __main__.finish(__main__.run())
        return Ran(code, *(stream.buffer.getvalue().decode() for stream in (out, err)))

    return call


@pytest.fixture
def process() -> Callable[..., Ran]:
    """Call `mbc` in a process of its own, with its own environment (a value of None removes a variable)."""

    def call(*argv: str | bytes, env: dict[str, str | None] | None = None, cwd: Path | None = None) -> Ran:
        around = {name: value for name, value in {**os.environ, **(env or {})}.items() if value is not None}
        done = subprocess.run(
            [sys.executable, "-m", "mbc_cli", *argv], capture_output=True, env=around, cwd=cwd, timeout=60, check=False
        )
        return Ran(done.returncode, *(stream.decode("utf-8", "replace") for stream in (done.stdout, done.stderr)))

    return call


def heard() -> None:
    """Hear an interrupt and a hang-up: a shell, or nohup, lets what it starts in the background ignore them."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
