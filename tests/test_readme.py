"""Every command that the README shows is run, and what it shows is the real output; `pytest --bless` writes it anew."""

import doctest
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mbc_cli.annotate.annotation import STATUSES

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
PYTHON = re.compile(r"^```pycon\n(.*?)^```$", re.DOTALL | re.MULTILINE)
SHELL = re.compile(r"^```sh\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def ran(command, folder):
    """What a command prints, both streams, as a terminal session shows them."""
    words = shlex.split(command)
    assert words[0] == "mbc"
    done = subprocess.run(
        [sys.executable, "-m", "mbc_cli", *words[1:]],
        cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, text=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode in (0, 1), done.stdout
    return done.stdout


def session(block, folder):
    """A console block with the output of its commands made anew."""
    commands = [line for line in block.splitlines() if line.startswith("$ ")]
    return "".join(f"{command}\n{ran(command[2:], folder)}" for command in commands)


@pytest.fixture
def folder(tmp_path):
    """A directory with what the README's commands name, and nothing else."""
    shutil.copytree(ROOT / "tests" / "corpus", tmp_path / "tests" / "corpus")
    return tmp_path


@pytest.mark.slow
def test_commands_print_what_the_readme_shows(folder, request):
    text = README.read_text("utf-8")
    made = BLOCK.sub(lambda found: f"```console\n{session(found[1], folder)}```", text)
    if request.config.getoption("--bless"):
        README.write_text(made, "utf-8")
    assert made == text, "the README shows something else: read the difference, then pytest --bless"


def test_every_command_is_shown_in_the_readme():
    from mbc_cli.cli.app import COMMANDS

    text = README.read_text("utf-8")
    for name in COMMANDS:
        assert f"`mbc {name}" in text, name


def test_python_session_is_true():
    (session,) = PYTHON.findall(README.read_text("utf-8"))
    test = doctest.DocTestParser().get_doctest(session, {}, "README", str(README), 0)
    assert len(test.examples) > 5
    assert doctest.DocTestRunner().run(test).failed == 0


def test_the_install_and_test_commands_are_what_ci_runs():
    install, test = (block for block in SHELL.findall(README.read_text("utf-8")) if not block.startswith("mbc "))
    assert install.endswith("mbc expand TCH\n")
    assert test.endswith("pytest\n")
    assert 'grep -m1 -- "pytest$" README.md' in (ROOT / ".ci" / "run").read_text("utf-8")


@pytest.mark.slow
def test_commands_shown_without_output_answer(folder):
    lines = [line for block in SHELL.findall(README.read_text("utf-8")) for line in block.splitlines()]
    commands = [line for line in lines if line.startswith("mbc ")]
    assert len(commands) > 5
    for command in commands:
        assert ran(command, folder), command


def test_the_readme_says_of_each_status_what_it_means():
    text = README.read_text("utf-8").replace("`", "")
    for status, means in STATUSES.items():
        assert f"| {status} | {means} |" in text, status
