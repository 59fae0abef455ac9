"""Whole transcripts, as a terminal of a fixed width and as a pipe shows them.

`pytest --bless` writes them anew and prints what changed; read the difference before committing it.
"""

from __future__ import annotations

import difflib
import functools
import io
import re
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mbc_cli import __main__
from mbc_cli.cli.app import COMMANDS
from mbc_cli.show import terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Ran

    from mbc_cli.show.page import Page

GOLDEN = Path(__file__).parent / "golden"
# The name of a golden file: how wide the terminal is (a pipe has no width), and the call.
CALLS: dict[str, tuple[int | None, str]] = {
    "expand-tch": (80, "expand TCH"),
    "expand-tch-120": (120, "expand TCH"),
    "expand-tch-whole": (80, "expand TCH -v"),
    "expand-tch-40": (40, "expand TCH"),
    "expand-tch-piped": (None, "expand TCH"),
    "expand-tch-json": (None, "expand TCH --format json"),
    "expand-tch-csv": (None, "expand TCH --format csv"),
    "expand-tch-markdown": (None, "expand TCH --format markdown"),
    "expand-ac-t": (80, "expand AC→T"),
    "expand-act": (80, "expand ACT"),
    "expand-gp": (80, "expand GP"),
    "expand-et": (80, "expand ET"),
    "expand-tc": (80, "expand TC"),
    "expand-ddac-t": (80, "expand ddAC-T"),
    "expand-keynote-522": (80, "expand KEYNOTE-522"),
    "expand-chart-text": (80, "expand 'ddAC x4 -> wkly Taxol + H, then Zometa'"),
    "expand-unknown": (80, "expand XCZ"),
    "expand-decoded": (80, "expand AXT"),
    "drug-trastuzumab": (80, "drug trastuzumab"),
    "drug-trastuzumab-piped": (None, "drug trastuzumab"),
    "drug-capivasertib-whole": (80, "drug capivasertib -v"),
    "drug-phesgo": (80, "drug Phesgo"),
    "drug-t-dm1": (80, "drug T-DM1"),
    "drug-bevacizumab-2010": (80, "drug bevacizumab --as-of 2010 --region US"),
    "drug-bevacizumab-2012": (80, "drug bevacizumab --as-of 2012 --region US"),
    "drug-prednisone": (80, "drug prednisone"),
    "drug-misspelt": (80, "drug lapatanib"),
    "drug-other-medicine": (80, "drug Alimta"),
    "drug-unknown": (80, "drug xyzzyplugh"),
    "class-tree": (80, "class"),
    "class-tree-piped": (None, "class"),
    "class-ai": (80, "class AI"),
    "class-ai-csv": (None, "class AI --format csv"),
    "class-ai-whole": (80, "class AI -v"),
    "trials-of-a-drug": (80, "trials Enhertu"),
    "regimens-exact": (80, "regimens --with docetaxel --with Herceptin --exact"),
    "regimens-within-120": (120, "regimens --with docetaxel --with cyclophosphamide --with Herceptin --within"),
    "search-tax": (80, "search tax"),
    "sources-acs-2019": (80, "sources acs-2019"),
    "conflicts-ribociclib": (80, "conflicts ribociclib"),
    "options-her2": (80, "options --her2 pos --hr neg"),
    "options-nothing-known": (80, "options"),
    "options-no-such-value": (80, "options --her2 maybe"),
    "options-her2-120": (120, "options --her2 pos --hr neg"),
    "options-her2-piped": (None, "options --her2 pos --hr neg"),
    "options-tnbc-us-2020": (80, "options --tnbc --pdl1 ic-1 --prior none --region US --as-of 2020-06"),
    "options-her2-negative-2010": (80, "options --her2 neg --line 1 --region US --as-of 2010-06 --all"),
    "options-pik3ca-eu": (80, "options --hr pos --her2 neg --pik3ca mut --progressed-on anastrozole --region EU"),
    "options-why-enhertu": (80, "options --her2 low --hr pos --region US --why Enhertu"),
    "options-bone": (80, "options --site bone --fact symptoms=bone-pain --region CA"),
    "expand-only-named": (80, "expand Taxol vs Taxotere"),
    "expand-keynote-355": (80, "expand KEYNOTE-355"),
    "code-tchp": (80, "code TCHP --dx 2012-11-30"),
    "audit-registry": (80, "audit tests/corpus/registry.xml"),
    "annotate-lines": (None, "annotate"),
    "export-unclear": (None, "export tables"),
    "page-no-file": (None, "page"),
    "check": (80, "check"),
    "diff-shipped": (80, "diff shipped"),
    "new": (80, "new"),
    "new-drug": (80, "new drug Zzzumab"),
    "new-statement": (80, "new statement"),
    "schema-data": (None, "schema data"),
}
GIVEN = "TCH\nadrimicin+cyclophosphamide\nGP\n[Not Available]\nAlimta\nan aromatase inhibitor\nxyzzyplugh\n\n"
"""What stands on standard input."""


class Terminal(io.StringIO):
    """Standard output that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def drawn_flat(page: Page, file: io.StringIO, width: int) -> None:
    """Draw a page with a fixed width and without colours."""
    sheet = io.StringIO()
    DRAW(page, sheet, width)
    file.write(sheet.getvalue())


DRAW = terminal.draw


@pytest.fixture
def on_terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str, str]]:
    """Call `mbc` as on a terminal of some width."""

    def call(width: int, *argv: str) -> tuple[int, str, str]:
        out, err = Terminal(), io.StringIO()
        with monkeypatch.context() as patch:
            for name, value in {"argv": ["mbc", *argv], "stdout": out, "stderr": err}.items():
                patch.setattr(sys, name, value)
            patch.setattr(terminal, "draw", functools.partial(drawn_flat, width=width))
            code = __main__.run()
        return code, out.getvalue(), err.getvalue()

    return call


def transcript(call: str, code: int, out: str, err: str) -> str:
    """What was typed, what was shown, and how it ended; lines without the spaces that a table leaves at their ends.

    How many entries there are is left out: it changes with every one that is added.
    """
    out = re.sub(r"^\d+ entries", "N entries", out)
    parts = [f"$ mbc {call}", *out.splitlines(), *(f"[stderr] {line}" for line in err.splitlines()), f"[exit {code}]"]
    return "".join(f"{line.rstrip()}\n" for line in parts)


@pytest.mark.parametrize("name", CALLS)
def test_transcript(
    name: str, request: pytest.FixtureRequest, run: Callable[..., Ran], on_terminal: Callable[..., Any]
) -> None:
    width, call = CALLS[name]
    argv = shlex.split(call)
    shown = transcript(call, *(on_terminal(width, *argv) if width else run(*argv, given=GIVEN)))
    file = GOLDEN / f"{name}.txt"
    if request.config.getoption("--bless"):
        bless(file, shown, request)
    assert file.exists(), f"{file.name} is not there: look at `mbc {call}` and run pytest --bless"
    assert shown == file.read_text("utf-8"), "if this is as it should be: pytest --bless"


def bless(file: Path, shown: str, request: pytest.FixtureRequest) -> None:
    """Write a golden file, and print what changed in it."""
    before = file.read_text("utf-8") if file.exists() else ""
    if before != shown:
        capture = request.config.pluginmanager.getplugin("capturemanager")
        with capture.global_and_fixture_disabled():
            sys.stdout.writelines(["\n", *difference(before, shown, file.name)])
        file.parent.mkdir(exist_ok=True)
        file.write_text(shown, "utf-8")


def difference(before: str, after: str, name: str) -> Iterator[str]:
    """The lines that changed."""
    return difflib.unified_diff(before.splitlines(True), after.splitlines(True), f"was/{name}", f"now/{name}", n=1)


def test_every_command_has_a_transcript() -> None:
    """But the server, which `test_mcp.py` asks: it prints only what its client says."""
    assert {call.split()[0] for _, call in CALLS.values()} == set(COMMANDS) - {"mcp"}


def test_no_transcript_is_left_over() -> None:
    assert {file.stem for file in GOLDEN.glob("*.txt")} == set(CALLS)


@pytest.mark.parametrize("name", [name for name, (width, _) in CALLS.items() if width])
def test_no_line_is_wider_than_the_terminal(name: str) -> None:
    width, _ = CALLS[name]
    lines = (GOLDEN / f"{name}.txt").read_text("utf-8").splitlines()
    assert [line for line in lines[1:] if not line.startswith("[stderr]") and len(line) > (width or 0)] == []


def test_rows_that_are_only_shown_are_written_to_no_file(on_terminal: Callable[..., Any]) -> None:
    file = str(Path(__file__).parent / "corpus" / "two_columns.csv")
    code, out, err = on_terminal(80, "annotate", file, "-c", "chemo")
    assert (code, "Shown: all rows" in out, "written to" in err) == (0, True, False)


@pytest.mark.parametrize("columns", ["0", "33", "200"])
def test_a_fixed_width_does_not_depend_on_the_environment(
    columns: str, monkeypatch: pytest.MonkeyPatch, on_terminal: Callable[..., Any]
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert transcript("expand TCH", *on_terminal(80, "expand", "TCH")) == (GOLDEN / "expand-tch.txt").read_text("utf-8")
