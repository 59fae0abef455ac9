"""What a call costs, measured on a built wheel in a fresh environment, in processor time and in instructions.

    python benchmarks/startup.py [--rounds 40] [--wheel mbc_cli-0.2.0-py3-none-any.whl]

An editable environment runs path files at each start, which makes bare Python three times as slow and flatters every
ratio. So the wheel is built (or given), put into an environment of its own, and each call is compared with a bare
`python -c pass` of that same environment, the cases interleaved. Times are user and system time of the process; wall
time says more about the machine. Instructions are counted where valgrind is installed, once: they repeat to 0.1 %.
A terminal is a pseudo-terminal. Each case runs once before it is timed; "first call" alone begins without a cache.
"""

from __future__ import annotations

import argparse
import os
import pty
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
OPTIONS = ["options", "--her2", "pos", "--hr", "neg"]


class Case(NamedTuple):
    """A call: its words (of Python itself, where they begin with -c), where it prints, and what stands around it."""

    words: list[str]
    terminal: bool = False
    around: dict[str, str] | None = None
    cold: bool = False


COMPLETION = {"_MBC_COMPLETE": "complete_bash", "COMP_WORDS": "mbc drug Herc", "COMP_CWORD": "2"}
CASES = {
    "bare python": Case(["-c", "pass"]),
    "import typer": Case(["-c", "import typer"]),
    "expand TCH": Case(["expand", "TCH"]),
    "expand TCH, first call": Case(["expand", "TCH"], cold=True),
    "expand TCH, terminal": Case(["expand", "TCH"], terminal=True),
    "expand TCH --format json": Case(["expand", "TCH", "--format", "json"]),
    "drug Herceptin": Case(["drug", "Herceptin"]),
    "class AI": Case(["class", "AI"]),
    "drug trastuzumb": Case(["drug", "trastuzumb"]),
    "search tax": Case(["search", "tax"]),
    "code TCHP --dx 2015": Case(["code", "TCHP", "--dx", "2015"]),
    "options --her2 pos --hr neg": Case(OPTIONS),
    "options, terminal": Case(OPTIONS, terminal=True),
    "completion of a drug": Case([], around=COMPLETION),
}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rounds", type=int, default=40)
    options.add_argument("--wheel", type=Path, help="a wheel that is built already")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        mbc = installed(given.wheel or built(Path(folder)), Path(folder) / "environment")
        report(mbc, given.rounds, Path(folder) / "cache")


def built(folder: Path) -> Path:
    """A wheel of this checkout."""
    run([sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(folder), str(ROOT)])
    return next(folder.glob("*.whl"))


def installed(wheel: Path, folder: Path) -> Path:
    """The command in a fresh environment that has nothing but the wheel and what it asks for."""
    run([sys.executable, "-m", "venv", str(folder)])
    run([str(folder / "bin" / "pip"), "install", "-q", str(wheel)])
    return folder / "bin" / "mbc"


def report(mbc: Path, rounds: int, cache: Path) -> None:
    """Time every case and print a line for each."""
    for case in CASES.values():
        seconds(mbc, case, cache)
    times: dict[str, list[float]] = {name: [] for name in CASES}
    for _ in range(rounds):
        for name, case in CASES.items():
            times[name].append(seconds(mbc, case, cache))
    bare = statistics.median(times["bare python"])
    print(f"{'':32}{'processor time':>16}{'x bare':>8}{'millions of instructions':>28}")
    for name, found in times.items():
        median = statistics.median(found)
        print(f"{name:32}{median * 1000:13.1f} ms{median / bare:8.2f}{instructions(mbc, CASES[name], cache):>28}")


def command_of(mbc: Path, case: Case) -> list[str]:
    """The whole command of a case."""
    return [str(mbc.with_name("python") if case.words[:1] == ["-c"] else mbc), *case.words]


def surroundings(case: Case, cache: Path) -> dict[str, str]:
    """The environment of a case, with a cache of our own; without one for a first call."""
    if case.cold:
        shutil.rmtree(cache, ignore_errors=True)
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("MBC", "PYTHON"))}
    return {**clean, "XDG_CACHE_HOME": str(cache), "TERM": "xterm", **(case.around or {})}


def seconds(mbc: Path, case: Case, cache: Path) -> float:
    """User and system time of one call; it must succeed."""
    around = surroundings(case, cache)
    outer, inner = pty.openpty() if case.terminal else os.pipe()
    reader = threading.Thread(target=drained, args=(outer,), daemon=True)
    reader.start()
    child = subprocess.Popen(command_of(mbc, case), stdout=inner, stderr=subprocess.DEVNULL, env=around)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    os.close(inner)
    reader.join(1)
    os.close(outer)
    if child.returncode not in (0, 1):
        raise SystemExit(f"{case.words}: ended with {child.returncode}")
    return used.ru_utime + used.ru_stime


def drained(end: int) -> None:
    """Read what is written at the other end until it closes."""
    try:
        while os.read(end, 65536):
            pass
    except OSError:
        return


def instructions(mbc: Path, case: Case, cache: Path) -> str:
    """The instructions of one call in millions, "" without valgrind or where a terminal is needed."""
    if not shutil.which("valgrind") or case.terminal:
        return ""
    around = {**surroundings(case, cache), "PYTHONHASHSEED": "0"}
    counting = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *command_of(mbc, case)]
    done = subprocess.run(counting, capture_output=True, env=around, text=True, check=False)
    found = re.search(r"Collected : (\d+)", done.stderr)
    return f"{int(found[1]) / 1e6:.0f}" if found else "not counted"


def run(command: list[str]) -> None:
    """Run a command that must succeed."""
    subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
