"""A signal that ends `mbc annotate`, at several moments and for every kind of file, leaves no rows of patients behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest
from conftest import heard

if not hasattr(signal, "sigtimedwait"):
    pytest.skip("signals of POSIX", allow_module_level=True)
pytestmark = pytest.mark.slow
NAMES = ["out.csv", "out.tsv", "out.jsonl", "out.csv.gz", "out.jsonl.zst", "out.parquet", "out.xlsx"]
NEEDS = {"parquet": "polars", "xlsx": "xlsxwriter", "zst": "backports.zstd"}
ROWS = b"".join(b"Fooblast %d,%d\n" % (n, n) for n in range(11_000))
PATIENCE = 60


def started(folder, target, **more):
    """`mbc annotate` of standard input to a file, with a place of its own for what is temporary."""
    (folder / "tmp").mkdir(exist_ok=True)
    words = ["annotate", "--from", "csv", "-c", "drug", "-o", target, "--decisions", "d.tsv"]
    command = [sys.executable, "-m", "mbc_cli", *words]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    environment = {**os.environ, "TMPDIR": str(folder / "tmp")}
    options = {"preexec_fn": heard, **more}
    return subprocess.Popen(command, cwd=folder, env=environment, **pipes, **options)


def parts(folder):
    """What is there that is not whole."""
    return [*folder.glob(".out*"), *folder.glob(".d.tsv*"), *(folder / "tmp").iterdir()]


def wait_for(what):
    """Wait until something is so."""
    end = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < end
        time.sleep(0.02)


CASES = [(name, signal.SIGTERM, "among the rows") for name in NAMES]
CASES += [(name, signal.SIGHUP, "before a row") for name in NAMES]
CASES += [(name, signal.SIGINT, "among the rows") for name in ("out.csv", "out.xlsx")]


@pytest.mark.parametrize(("name", "number", "moment"), CASES)
def test_a_signal_leaves_nothing(tmp_path, name, number, moment):
    pytest.importorskip(NEEDS.get(name.rpartition(".")[2], "csv"))
    (tmp_path / name).write_text("old")
    with started(tmp_path, name) as process:
        process.stdin.write(b"drug,n\n" + (ROWS if moment == "among the rows" else b""))
        process.stdin.flush()
        wait_for(lambda: parts(tmp_path))
        process.send_signal(number)
        assert process.wait(PATIENCE) in (-number, 130)
        process.stdin.close()
        assert process.stderr.read() == b""
    assert parts(tmp_path) == []
    assert [(tmp_path / name).read_text(), (tmp_path / "d.tsv").exists()] == ["old", False]


def test_a_signal_that_is_ignored_stays_so(tmp_path):
    def ignored():
        signal.signal(signal.SIGHUP, signal.SIG_IGN)

    with started(tmp_path, "out.csv", preexec_fn=ignored) as process:
        process.stdin.write(b"drug,n\nTaxol,1\n")
        process.stdin.flush()
        wait_for(lambda: parts(tmp_path))
        process.send_signal(signal.SIGHUP)
        process.stdin.close()
        assert process.wait(PATIENCE) == 0
        process.stderr.read()
    assert (tmp_path / "out.csv").read_text().endswith("Taxol,1,paclitaxel,,,,exact,\n")


def test_a_signal_behind_the_last_row_leaves_nothing_either(tmp_path):
    """At many moments of a short call: before the file is there, while it takes its place, and after."""
    for moment in range(8):
        with started(tmp_path, "out.csv") as process:
            process.stdin.write(b"drug,n\n" + ROWS)
            process.stdin.close()
            time.sleep(0.1 + 0.2 * moment)
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE)
            process.stderr.read()
        assert parts(tmp_path) == []
        for name in ("out.csv", "d.tsv"):
            (tmp_path / name).unlink(missing_ok=True)
