"""`mbc check`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from mbc_cli import __version__
from mbc_cli.bench.overlay import dropped
from mbc_cli.book.data_schema import EXTENDS
from mbc_cli.book.errors import DataError, UsageError
from mbc_cli.cli.answering import show
from mbc_cli.cli.common import DataOption, Format, command
from mbc_cli.cli.progress import told_meanwhile
from mbc_cli.cli.wrapping import Wrapping
from mbc_cli.show.formats import envelope, written
from mbc_cli.show.page import Line
from mbc_cli.show.problems import as_github, as_lines, as_sarif
from mbc_cli.store.checks import LAST_RULES, rules
from mbc_cli.store.load import DATA_VERSION
from mbc_cli.store.load import check as problems_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mbc_cli.book.problems import Problem


MORE = "; fix {} and check again: {} may hide others"
CheckFormat = Literal[Format, "github", "sarif"]
"""How problems are written."""


@command("check", "mbc check", "mbc check my-data", "mbc check --format sarif")
def check(
    ctx: typer.Context,
    folders: Annotated[
        list[Path] | None,
        typer.Argument(
            help="Directories of TOML files, or some of their files; without one, the shipped data.",
            metavar="[DIR|FILE]...",
        ),
    ] = None,
    form: Annotated[
        CheckFormat,
        typer.Option("--format", "-f", help="The format of the report; github and sarif are for CI and code scanning."),
    ] = "table",
    data: DataOption = None,
) -> None:
    """Check the data: every problem at once, as file:line:column, with what to write."""
    asked = one_of(folders or [], data, said=str(ctx.get_parameter_source("data")).endswith("COMMANDLINE"))
    query = " ".join(map(str, asked))
    with told_meanwhile(f"checking {query or 'the shipped data'}"):
        every = [problems_of(path) for path in asked] or [problems_of()]
    problems, entries = [problem for found, _ in every for problem in found], sum(number for _, number in every)
    for path in asked if not problems else ():
        sys.stderr.writelines(f"mbc: {line}\n" for line in replacing(path))
    if not problems and form == "table":
        show([(Line(f"{entries} entr{'y' if entries == 1 else 'ies'}, no problems", "good"),)])
        return
    out = Wrapping(sys.stdout) if form == "table" and sys.stdout.isatty() else sys.stdout
    out.write(told(problems, form, query))
    if problems:
        more = (
            ""
            if {problem.rule for problem in problems} <= LAST_RULES
            else MORE.format(*(("it", "it") if len(problems) == 1 else ("these", "they")))
        )
        sys.stderr.write(f"mbc: {DataError(problems).summary}{more}\n")
        raise typer.Exit(DataError.exit_code)


def replacing(path: Path) -> Iterator[str]:
    """What the entries of a directory or file lose that replace shipped ones, and how to lose nothing."""
    found = list(dropped(path))
    yield from (f"{ref} replaces the shipped entry and drops its {as_list(lost)}" for ref, lost in found)
    if found:
        yield f"an entry with {EXTENDS} = true only adds to the shipped one; what changes: mbc diff {path}"


def as_list(names: Sequence[str]) -> str:
    """Names as in a sentence: "its note, market EU and source acs-2019"."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def one_of(folders: list[Path], data: Path | None, *, said: bool) -> list[Path]:
    """What to check, each by itself; `--data` may differ only if it was set in MBC_DATA rather than given."""
    if folders and data and said and [folder.absolute() for folder in folders] != [data.absolute()]:
        raise UsageError(f"two directories were given, {folders[0]} and {data}: give one of them")
    return folders or ([data] if data else [])


def told(problems: Sequence[Problem], form: CheckFormat, query: str) -> str:
    """Problems in a format."""
    match form:
        case "table":
            return as_lines(problems)
        case "github":
            return as_github(problems)
        case "sarif":
            return as_sarif(problems, rules(), __version__)
    return written(envelope(query, DATA_VERSION, [problem._asdict() for problem in problems]), form)
