"""An answer that is too long for a terminal goes through a pager, and through none anywhere else."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from mbc_cli.cli import pager

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Ran

pty = pytest.importorskip("pty")
fcntl, termios = pytest.importorskip("fcntl"), pytest.importorskip("termios")

LONG, LOW, HIGH = ["drug", "trastuzumab", "-v"], 20, 2000
KEEPS = 'import sys; open(sys.argv[1], "w").write(sys.stdin.read()); print("PAGED")'
LEAVES = 'print("PAGED")'


def on_a_terminal(*argv: str, rows: int = LOW, **env: str) -> tuple[int, str]:
    """Call the tool on a terminal of 80 columns and some rows; its exit code and what stood there."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (rows, 80)) if hasattr(termios, "tcsetwinsize") else sized(theirs, rows)
    around = {name: value for name, value in os.environ.items() if name not in (*pager.VARIABLES, "LESS")}
    around |= {"TERM": "xterm-256color", **env}
    command = [sys.executable, "-m", "mbc_cli", *argv]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs, env=around) as running:
        os.close(theirs)
        shown = b"".join(iter(lambda: read(ours), b""))
        os.close(ours)
    return running.returncode, shown.decode()


def sized(terminal: int, rows: int) -> None:
    """Give a terminal its size."""
    import struct

    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, 80, 0, 0))


def read(terminal: int) -> bytes:
    """What stands on a terminal next; nothing once it is closed."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


def fake(code: str, *argv: str) -> str:
    """A pager that runs some Python."""
    return " ".join(f"'{word}'" for word in (sys.executable, "-c", code, *argv))


def test_a_long_answer_goes_through_the_pager_with_its_colours(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    code, shown = on_a_terminal(*LONG, MBC_PAGER=fake(KEEPS, str(kept)), PAGER="false")
    assert (code, shown.strip()) == (0, "PAGED")
    text = kept.read_text("utf-8")
    assert "\x1b[" in text
    assert "Herceptin" in text
    assert len(text.splitlines()) > LOW


def test_pager_is_asked_second() -> None:
    assert on_a_terminal(*LONG, PAGER=fake(LEAVES))[1].strip() == "PAGED"


@pytest.mark.parametrize("argv", [["expand", "TCH"], ["options", "--her2", "pos"]], ids=" ".join)
def test_an_answer_that_fits_needs_no_pager(argv: list[str]) -> None:
    code, shown = on_a_terminal(*argv, rows=HIGH, MBC_PAGER=fake(LEAVES))
    assert code == 0
    assert "PAGED" not in shown
    assert "HER2-positive" in shown


@pytest.mark.parametrize(
    "argv",
    [[*LONG, "--no-pager"], ["--no-pager", *LONG], [*LONG, "--format", "json"], [*LONG, "--format", "csv"]],
    ids=" ".join,
)
def test_none_is_used_where_none_is_wanted_or_data_is(argv: list[str]) -> None:
    code, shown = on_a_terminal(*argv, MBC_PAGER=fake(LEAVES))
    assert code == 0
    assert "PAGED" not in shown
    assert "Herceptin" in shown


@pytest.mark.parametrize("named", ["", "cat", "no-such-pager --at-all", "'unbalanced"])
def test_a_pager_that_is_none_or_missing_is_no_error(named: str) -> None:
    code, shown = on_a_terminal(*LONG, MBC_PAGER=named)
    assert code == 0
    assert "Herceptin" in shown
    assert "mbc: " not in shown


def test_a_pager_that_is_left_early_is_quiet() -> None:
    code, shown = on_a_terminal("sources", "--all", MBC_PAGER=fake(LEAVES))
    assert (code, shown.strip()) == (0, "PAGED")


def test_nothing_found_is_said_beside_the_pager() -> None:
    code, shown = on_a_terminal("drug", "xyzzyplugh", rows=1, MBC_PAGER=fake(LEAVES))
    assert code == 1
    assert "PAGED" not in shown


def test_a_pipe_has_none(run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MBC_PAGER", "no-such-pager")
    assert "Herceptin" in run(*LONG).out


def test_less_is_the_pager_where_none_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in pager.VARIABLES:
        monkeypatch.delenv(name, raising=False)
    assert pager.command() == ["less", "-FRX"]
