"""How long a call takes, as a ratio to a bare `python -c pass` of the same interpreter, cases interleaved.

    python benchmarks/startup.py [--rounds 40]

Each case runs once before timing, so that byte code and compiled data are in place. A terminal is a pseudo-terminal.
"""

from __future__ import annotations

import argparse
import os
import pty
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

MBC = str(Path(sys.executable).with_name("mbc"))
CASES: dict[str, tuple[list[str], bool]] = {
    "bare python": ([sys.executable, "-c", "pass"], False),
    "import typer": ([sys.executable, "-c", "import typer"], False),
    "expand TCH, piped": ([MBC, "expand", "TCH"], False),
    "expand TCH, terminal": ([MBC, "expand", "TCH"], True),
    "drug Herceptin, piped": ([MBC, "drug", "Herceptin"], False),
    "options, piped": ([MBC, "options", "--her2", "pos", "--hr", "neg"], False),
    "options, terminal": ([MBC, "options", "--her2", "pos", "--hr", "neg"], True),
    "code TCHP, piped": ([MBC, "code", "TCHP", "--dx", "2015"], False),
}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rounds", type=int, default=40)
    rounds = options.parse_args().rounds
    for command, terminal in CASES.values():
        timed(command, terminal)
    times: dict[str, list[float]] = {case: [] for case in CASES}
    for _ in range(rounds):
        for case, (command, terminal) in CASES.items():
            times[case].append(timed(command, terminal))
    bare = statistics.median(times["bare python"])
    for case, found in times.items():
        print(f"{case:40} {statistics.median(found) * 1000:7.1f} ms   {statistics.median(found) / bare:.2f} x bare")


def timed(command: list[str], terminal: bool) -> float:
    """Seconds of one call; it must succeed."""
    if terminal:
        return timed_on_a_terminal(command)
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL if "-c" in command else subprocess.PIPE, check=True)
    return time.perf_counter() - start


def timed_on_a_terminal(command: list[str]) -> float:
    """Seconds of one call whose output goes to a pseudo-terminal, read as it comes."""
    outer, inner = pty.openpty()
    reader = threading.Thread(target=drained, args=(outer,), daemon=True)
    reader.start()
    start = time.perf_counter()
    subprocess.run(command, stdin=inner, stdout=inner, stderr=inner, check=True, env={**os.environ, "TERM": "xterm"})
    seconds = time.perf_counter() - start
    os.close(inner)
    reader.join(1)
    os.close(outer)
    return seconds


def drained(outer: int) -> None:
    """Read what a pseudo-terminal shows until it closes."""
    try:
        while os.read(outer, 65536):
            pass
    except OSError:
        return


if __name__ == "__main__":
    main()
