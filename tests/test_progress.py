"""The bar on a terminal while a file is read."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

pty = pytest.importorskip("pty", reason="no pseudo-terminals on this system")

ROWS = 12_000
"""Enough for a bar."""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A CSV that takes long enough for a bar."""
    file = tmp_path / "table.csv"
    file.write_text("id,drug\n" + "".join(f"{n},Herceptin 440 mg\n" for n in range(ROWS)))
    return file


def on_a_terminal(*args: str, out: int = subprocess.PIPE) -> tuple[bytes, bytes]:
    """What a call writes to its standard output, and to a terminal that is its standard error; both are read at once."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "mbc_cli", *args]
    with ThreadPoolExecutor(1) as pool, subprocess.Popen(command, stdout=out or theirs, stderr=theirs) as process:
        os.close(theirs)
        shown = pool.submit(lambda: b"".join(iter(lambda: read(ours), b"")))
        written = process.stdout.read() if process.stdout else b""
        told = shown.result(60)
    os.close(ours)
    return written, told


def read(terminal: int) -> bytes:
    """What a terminal shows next; nothing once nobody writes to it."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


@pytest.mark.parametrize("output", [(), ("-o", "-")])
def test_rows_go_to_standard_output_though_errors_go_to_a_terminal(table: Path, output: tuple[str, ...]) -> None:
    written, shown = on_a_terminal("annotate", str(table), "-c", "drug", *output)
    assert written.count(b"\n") == ROWS + 1
    assert b"reading" in shown
    assert b"Herceptin" not in shown


def test_rows_that_are_shown_come_without_a_bar(table: Path) -> None:
    _, shown = on_a_terminal("annotate", str(table), "-c", "drug", "--as", "csv", out=0)
    assert shown.count(b"Herceptin") == ROWS
    assert b"reading" not in shown


def test_a_small_file_needs_no_bar(table: Path) -> None:
    table.write_text("drug\nHerceptin\n")
    written, shown = on_a_terminal("annotate", str(table), "-c", "drug")
    assert written.count(b"\n") == 2
    assert b"reading" not in shown
