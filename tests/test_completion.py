"""Completion: in a real bash, zsh and fish behind a terminal, and as fast as an exact answer."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mbc_cli.cli.completing import Line, agreeing, bash_line, offered, quoted, read
from mbc_cli.cli.known import COMMANDS, NAMES, names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mbc_cli.book.book import Book

COMMAND = Path(sys.executable).with_name("mbc")
OFFERED = {
    "mbc exp": "expand|export",
    "mbc kadc": "Kadcyla",
    "mbc --da": "--data",
    "mbc help cl": "class",
    "mbc drug herc": "Herceptin|Herceptin Hylecta|Hercessi|Herclon",
    "mbc drug T-D": "T-DXd|T-DM1",
    "mbc drug trastuzumab emt": "emtansine",
    'mbc drug "trastuzumab emt': "trastuzumab emtansine",
    "mbc drug trastuzumab\\ emt": "trastuzumab emtansine",
    "mbc drug -v kadc": "Kadcyla",
    "mbc drug --format js": "json|jsonl",
    "mbc drug --re": "--region",
    "mbc --no-pager drug kadc": "Kadcyla",
    "mbc class arom": "aromatase inhibitor",
    "mbc regimens --with kadc": "Kadcyla",
    "mbc regimens --with=kadc": "--with=Kadcyla",
    "mbc regimens --with docetaxel --with kadc": "Kadcyla",
    "mbc code tchp": "TCHP",
    "mbc conflicts riboc": "ribociclib",
    "mbc options --why tukys": "Tukysa",
    "mbc options --prior kadc": "Kadcyla",
    "mbc options --progressed-on kadc": "Kadcyla",
    "mbc options --her2 NE": "neg",
    "mbc options --her2=ne": "--her2=neg",
    "mbc options --region u": "US|UK",
    "mbc options --fact her2-i": "her2-ihc=|her2-ish=",
    "mbc options --fact her2-ish=eq": "her2-ish=equivocal",
    "mbc options --fact nothing=eq": "",
    "mbc options --prio": "--prior",
    "mbc sources acs-": "acs-2019|acs-male-breast",
    "mbc sources health": "Health Canada",
    "mbc new bra": "brand",
    "mbc schema ": "data|answers",
    "mbc check ": "",
    "mbc drug zzqx": "",
    "mbc drug --data ": "",
}


@pytest.mark.parametrize(("line", "found"), OFFERED.items())
def test_a_line_is_offered_what_may_stand_there(line: str, found: str) -> None:
    assert "|".join(offered(read(line))) == found


def test_every_command_is_offered_and_every_name_in_any_case(book: Book) -> None:
    assert offered(read("mbc ")) == [*COMMANDS, "help"]
    assert set(NAMES) < set(COMMANDS)
    for drug in book.drugs.values():
        assert drug.name in names(book, ("drug",), (), drug.name.upper())


READ = {
    "mbc drug Herc": (("drug",), "Herc", ""),
    "mbc drug ": (("drug",), "", ""),
    "mbc  drug  a\\ b": (("drug",), "a b", ""),
    "mbc drug 'it is": (("drug",), "it is", "'"),
    'mbc drug "a \\"b': (("drug",), 'a "b', '"'),
    "mbc drug \"it's": (("drug",), "it's", '"'),
    "mbc drug 'a' b": (("drug", "a"), "b", ""),
}


@pytest.mark.parametrize(("line", "found"), READ.items())
def test_a_line_is_read_as_a_shell_reads_it(line: str, found: tuple[tuple[str, ...], str, str]) -> None:
    assert read(line) == Line(*found)


@pytest.mark.parametrize(
    "name", ["ACT (high-dose)", "T-DM1 + P", "CDK4/6 inhibitor", "it's", 'a "b" $c `d` \\e', "AC→T"]
)
@pytest.mark.parametrize("quote", ["", "'", '"'])
def test_bash_takes_back_what_is_quoted(name: str, quote: str) -> None:
    done = subprocess.run(
        ["bash", "--norc", "-c", f"printf %s {quote}{quoted(name, quote)}{quote}"], capture_output=True, check=True
    )
    assert done.stdout.decode() == name


def test_bash_parts_words_at_equals_signs() -> None:
    asked = {"COMP_WORDS": "mbc\nregimens\n--with\n=\nHerc\nlater", "COMP_CWORD": "4"}
    assert bash_line(asked) == "mbc\nregimens\n--with=Herc"
    assert bash_line({**asked, "COMP_CWORD": "3"}) == "mbc\nregimens\n--with="


def test_offers_in_bash_never_shorten_what_is_typed() -> None:
    assert agreeing(["Taxol", "TAxotere"], "tax") == ["taxol", "taxotere"]
    assert agreeing(["Taxol", "taxane"], "tax") == ["Taxol", "taxane"]
    assert agreeing(["Taxol"], "tax") == ["Taxol"]


def asked(shell: str, line: str, **more: str) -> subprocess.CompletedProcess[str]:
    """What mbc says to a shell."""
    around = {"_MBC_COMPLETE": f"complete_{shell}", "_TYPER_COMPLETE_ARGS": line, **more}
    return subprocess.run(
        [COMMAND], env={**os.environ, **around}, capture_output=True, text=True, timeout=60, check=False
    )


def test_zsh_is_given_a_command_that_quotes() -> None:
    found = asked("zsh", "mbc drug herceptin")
    assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout == "compadd -M 'm:{a-zA-Z}={A-Za-z}' -- 'Herceptin' 'Herceptin Hylecta'\n"
    assert asked("zsh", "mbc check ").stdout == "_files\n"


def test_fish_asks_first_whether_there_is_anything() -> None:
    assert asked("fish", "mbc drug herceptin").stdout == "Herceptin\nHerceptin Hylecta\n"
    whether = asked("fish", "mbc drug herceptin", _TYPER_COMPLETE_FISH_ACTION="is-args")
    assert (whether.returncode, whether.stdout) == (0, "")
    assert asked("fish", "mbc check ", _TYPER_COMPLETE_FISH_ACTION="is-args").returncode == 1


# --- real shells ---------------------------------------------------------------------------------------------------

SHOW = "printf '<%s>' \"$@\"; echo .end."
STARTED = {
    "bash": (
        ["bash", "--noprofile", "--rcfile", "rc", "-i"],
        "rc",
        f"PS1='> '\nHISTFILE=/dev/null\nbind 'set bell-style none'\nmbc() {{ {SHOW}; }}\n",
    ),
    "zsh": (
        ["zsh", "-i"],
        ".zshrc",
        f"PS1='> '\nunsetopt beep\nautoload -Uz compinit\ncompinit -u\nmbc() {{ {SHOW}; }}\n",
    ),
    "fish": (
        ["fish", "-i"],
        "fish/config.fish",
        "function fish_prompt; echo -n '> '; end\nfunction mbc; printf '<%s>' $argv; echo .end.; end\n",
    ),
}
"""Of each shell: how it is started, the file that it reads then, and its prompt and a command that shows its words."""


def script(shell: str) -> str:
    """What `mbc --install-completion` would install."""
    around = {**os.environ, "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    command = [COMMAND, "--show-completion", shell]
    return subprocess.run(command, capture_output=True, text=True, check=True, env=around).stdout


class Shell:
    """An interactive shell behind a terminal, with the script that mbc installs."""

    def __init__(self, name: str, home: Path) -> None:
        command, file, settings = STARTED[name]
        (home / file).parent.mkdir(exist_ok=True)
        (home / file).write_text(f"{settings}{script(name)}\n", "utf-8")
        homes = dict.fromkeys(("HOME", "ZDOTDIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME"), str(home))
        path = f"{COMMAND.parent}:{os.environ['PATH']}"
        self.process, self.terminal = pty.fork()
        if not self.process:
            os.chdir(home)
            os.execvpe(name, command, {**os.environ, **homes, "PATH": path, "TERM": "xterm", "LANG": "C.UTF-8"})
        self.until("> ")

    def until(self, wanted: str) -> str:
        """What is written until something stands in it; AssertionError after half a minute."""
        seen, end = "", time.monotonic() + 30
        while wanted not in seen:
            ready, _, _ = select.select([self.terminal], [], [], max(0, end - time.monotonic()))
            assert ready, seen
            seen += os.read(self.terminal, 65536).decode("utf-8", "replace")
        return seen

    def arguments(self, line: str) -> list[str]:
        """The words that mbc is called with when a line is typed, with Tab where it has one, and entered."""
        os.write(self.terminal, f"{line}\r".encode())
        return re.findall(r"<([^>\x1b]*)>", self.until(".end.\r"))


@pytest.fixture(scope="module", params=STARTED)
def shell(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    if not shutil.which(request.param):
        pytest.skip(f"needs {request.param}")
    started = Shell(request.param, tmp_path_factory.mktemp("home"))
    yield started
    os.kill(started.process, signal.SIGKILL)
    os.close(started.terminal)
    os.waitpid(started.process, 0)


TYPED = {
    "mbc drug kadc\t": ["drug", "Kadcyla"],
    "mbc drug HERCEPTIN\\ h\t": ["drug", "Herceptin Hylecta"],
    'mbc drug "herceptin h\t': ["drug", "Herceptin Hylecta"],
    "mbc drug 'herceptin h\t": ["drug", "Herceptin Hylecta"],
    "mbc drug trastuzumab emt\t": ["drug", "trastuzumab", "emtansine"],
    "mbc expand ACT\\ \t": ["expand", "ACT (high-dose)"],
    "mbc regimens --with=kadc\t": ["regimens", "--with=Kadcyla"],
    "mbc regimens --with kadc\t": ["regimens", "--with", "Kadcyla"],
    "mbc options --why tukys\t": ["options", "--why", "Tukysa"],
    "mbc options --fact her2-ish=eq\t": ["options", "--fact", "her2-ish=equivocal"],
    "mbc options --prior trastuzumab\\ emt\t": ["options", "--prior", "trastuzumab emtansine"],
    "mbc options --prio\tnone": ["options", "--prior", "none"],
    "mbc conf\tribo\t": ["conflicts", "ribociclib"],
}


@pytest.mark.parametrize(("line", "words"), TYPED.items())
def test_tab_in_a_real_shell(line: str, words: list[str], shell: Shell) -> None:
    assert shell.arguments(line) == words


def test_a_name_is_offered_without_a_command_line(installed: Path) -> None:
    code = (
        "import sys\n"
        "from mbc_cli.cli.completing import offered, read\n"
        "assert offered(read('mbc drug kadc')) == ['Kadcyla']\n"
        "print(*sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=installed, check=True)
    heavy = {"typer", "rich", "tomli", "rapidfuzz", "inspect", "mbc_cli.options.verdicts", "mbc_cli.reading.tokens"}
    assert not heavy & set(done.stdout.split())
