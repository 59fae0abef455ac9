"""Commands that a page shows, run anew: a console block with its output, a Python session, and lines of a shell."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
PYTHON = re.compile(r"^```pycon\n(.*?)^```$", re.DOTALL | re.MULTILINE)
SHELL = re.compile(r"^```sh\n(.*?)^```$", re.DOTALL | re.MULTILINE)
HEAD = re.compile(r" \| head -(\d+)$")


def ran(command: str, folder: Path) -> str:
    """What a command prints, both streams, as a terminal session shows them; `| head -4`: its first lines."""
    head = HEAD.search(command)
    words = shlex.split(HEAD.sub("", command))
    assert words[0] == "mbc"
    done = subprocess.run(
        [sys.executable, "-m", "mbc_cli", *words[1:]],
        cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, text=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode in (0, 1), done.stdout
    return "".join(islice(done.stdout.splitlines(keepends=True), int(head[1]) if head else None))


def session(block: str, folder: Path) -> str:
    """A console block with the output of its commands made anew."""
    commands = [line for line in block.splitlines() if line.startswith("$ ")]
    return "".join(f"{command}\n{ran(command[2:], folder)}" for command in commands)


def alone(page: str) -> list[str]:
    """The commands that a page shows without their output."""
    lines = [line for block in SHELL.findall(page) for line in block.splitlines()]
    return [line for line in lines if line.startswith("mbc ")]
