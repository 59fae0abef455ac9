"""Several processes read the texts of a column: what one says, in its order, however one of them ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import heard
from test_annotate_signals import wait_for

from mbc_cli.annotate import helpers
from mbc_cli.annotate.annotator import Annotator
from mbc_cli.annotate.helpers import Helper, Helpers, helped, taken
from mbc_cli.store.load import load

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXTS = [
    text
    for n in range(60)
    for text in (f"letrzole {n} mg/m2", f"TCH x{n}", f"no Taxol, {n} cycles AC", f"xyzzy {n}", "", f"GP {n}")
]
PATIENCE = 60


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return Annotator.of(load())


@pytest.fixture
def running(annotator: Annotator, monkeypatch: pytest.MonkeyPatch) -> Iterator[Helpers]:
    """Helpers of whom one reads along from the first text on."""
    for name, value in {"SOON": 0.0, "PIECE": 20, "BITE": 2}.items():
        monkeypatch.setattr(helpers, name, value)
    found = Helpers(annotator, 1)
    found.start()
    yield found
    found.stop()


def expected(annotator: Annotator) -> dict[str, object]:
    """What one process says."""
    return dict(annotator.one_by_one(TEXTS))


def test_a_helper_says_what_one_process_says(annotator: Annotator, running: Helpers) -> None:
    (helper,) = running.running
    running.hand(helper, TEXTS[:30])
    assert helper.connection.poll(PATIENCE)
    assert dict(running.got(helper)) == dict(annotator.one_by_one(TEXTS[:30]))
    assert dict(running.answers(TEXTS)) == expected(annotator)
    assert running.running == [helper]
    running.stop()
    assert helper.process.exitcode == -signal.SIGKILL


def test_what_a_helper_that_has_ended_did_not_read_is_read_here(annotator: Annotator, running: Helpers) -> None:
    (helper,) = running.running
    running.hand(helper, TEXTS[:20])
    helper.process.kill()
    assert dict(running.answers(TEXTS[20:])) | dict(annotator.one_by_one(TEXTS[:20])) == expected(annotator)
    assert running.running == []
    assert running.most == 0


def test_where_no_helper_can_start_one_process_reads(annotator: Annotator, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise BlockingIOError("no more processes")

    monkeypatch.setattr(helpers, "SOON", 0.0)
    monkeypatch.setattr(Helper, "__init__", refused)
    with helped(annotator, 2):
        assert dict(annotator.answers(TEXTS * 2)) == expected(annotator)
    assert annotator.answers == annotator.one_by_one


def test_for_little_work_nobody_is_started(annotator: Annotator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Helper, "__init__", lambda *_: pytest.fail("a helper was started"))
    with helped(annotator, 2):
        annotator.annotate_all(TEXTS)
    monkeypatch.setattr(helpers, "SOON", 0.0)
    with helped(annotator, 1):
        assert len(annotator.annotate_all(TEXTS)) == len(TEXTS)


def test_a_piece_has_not_too_many_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(helpers, "CHARACTERS", 10)
    left = ["five5"] * 5
    assert [taken(left, 3), taken(left, 3), left] == [["five5"] * 2, ["five5"] * 2, ["five5"]]
    assert taken(left, 0) == ["five5"]


AT_ONCE = "from mbc_cli.annotate import helpers; helpers.SOON = 0.0; from mbc_cli.__main__ import main; main()"


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="looks for processes in /proc")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_signal_leaves_no_process_and_no_part_of_a_file(tmp_path: Path, number: signal.Signals) -> None:
    (tmp_path / "in.csv").write_text("drug\n" + "".join(f"Fooblast {n} then Barblast\n" for n in range(100_000)))
    words = ["annotate", "in.csv", "-c", "drug", "-o", "out.csv", "--jobs", "2"]
    with subprocess.Popen(
        [sys.executable, "-c", AT_ONCE, *words],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=heard,  # noqa: PLW1509
    ) as process:
        wait_for(lambda: len(of_session(process.pid)) > 1)
        os.killpg(process.pid, number) if number == signal.SIGINT else process.send_signal(number)
        assert process.wait(PATIENCE) in (-number, 130)
        wait_for(lambda: not of_session(process.pid))
        said = process.stderr.read()
        # A helper whose parent ends while it starts says so; Ctrl-C at a terminal must leave no such lines.
        assert b"Traceback" not in said or number != signal.SIGINT
    left = {file.name for file in tmp_path.iterdir()}
    assert left == {"in.csv"} or number == signal.SIGKILL


def of_session(session: int) -> list[str]:
    """The processes of a session that have not ended."""
    stats = []
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            stats.append(file.read_text("utf-8").rpartition(")")[2].split())
        except OSError:
            continue
    return [fields[0] for fields in stats if fields[3] == str(session) and fields[0] != "Z"]
