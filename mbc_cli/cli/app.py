"""The command line: a group that imports and makes only the command that was called."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from mbc_cli import __version__
from mbc_cli.cli.answering import without_pager
from mbc_cli.cli.common import strict

COMMANDS = {
    "expand": "expand",
    "drug": "cards",
    "class": "cards",
    "regimens": "cards",
    "options": "options",
    "search": "cards",
    "sources": "provenance",
    "conflicts": "provenance",
    "check": "check",
    "new": "new",
    "diff": "diff",
    "schema": "schema",
    "code": "code",
    "annotate": "annotate",
    "export": "export",
}
"""Command to the module that declares it, in the order of the help."""
WHOLE = 1_000
"""More characters than the first sentence of any help has."""


class Commands(TyperGroup):
    """The group of commands; each is imported and made when it is called, or when all are listed."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        strict(self.params)

    def list_commands(self, ctx: Any) -> list[str]:
        """Every command."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of a name; None where there is none."""
        if cmd_name not in self.commands and cmd_name in COMMANDS:
            self.commands[cmd_name] = made(cmd_name)
        return self.commands.get(cmd_name)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Every command with its first sentence whole; Typer would cut it off at the end of the line."""
        with formatter.section("Commands"):
            formatter.write_dl(
                [(name, self.get_command(ctx, name).get_short_help_str(WHOLE)) for name in self.list_commands(ctx)]
            )

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that is called; a name that is none may be what somebody looks up."""
        name = args[0]
        if name[:1].isalnum() and name not in COMMANDS:
            ctx.fail(f"No such command '{name}'. {instead_of(name)}")
        _, command, _ = found = super().resolve_command(ctx, args)
        if ctx.params.get("data") and command and all(param.name != "data" for param in command.params):
            ctx.fail(f"mbc {name} asks no data: leave --data out")
        return found


def instead_of(name: str) -> str:
    """What to write instead of a word that is no command: the one that it is near to, or how a name is looked up."""
    from difflib import get_close_matches  # only for a message

    if near := get_close_matches(name, COMMANDS, n=1):
        return f"Did you mean mbc {near[0]}?"
    return "To look up a name: mbc search NAME; to read a treatment: mbc expand TEXT"


def made(name: str) -> Any:
    """A command, made from its declaration."""
    from mbc_cli.cli.common import DECLARED

    import_module(f"mbc_cli.cli.{COMMANDS[name]}")
    found: Any = typer.main.get_command(DECLARED[name])
    return found


app = typer.Typer(
    name="mbc",
    cls=Commands,
    help="The words of metastatic breast cancer treatment: regimens, drugs, brands, classes, and who says what.\n\n"
    "A vocabulary and a map of published sources, never advice.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def version(value: bool) -> None:
    """Print the version and leave."""
    if value:
        sys.stdout.write(f"mbc {__version__}\n")
        raise typer.Exit


@app.callback()
def main(
    show_version: Annotated[
        bool, typer.Option("--version", callback=version, is_eager=True, help="Show the version and leave.")
    ] = False,
    no_pager: Annotated[
        bool, typer.Option("--no-pager", callback=without_pager, help="Use no pager on a terminal that is too low.")
    ] = False,
    data: Annotated[
        Path | None, typer.Option("--data", help="A directory of your own TOML files, as behind the command.")
    ] = None,
) -> None:
    """The options of mbc itself."""
