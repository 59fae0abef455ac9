"""The command line: a group that imports and builds only the command that is called."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from mbc_cli import __version__
from mbc_cli.book.errors import NotFoundError
from mbc_cli.cli.answering import show, without_pager
from mbc_cli.cli.common import strict
from mbc_cli.cli.known import COMMANDS, HELP, HELP_FLAGS
from mbc_cli.store.load import DATA_VERSION

if TYPE_CHECKING:
    from mbc_cli.api.reference import Reference


class Commands(TyperGroup):
    """The group of commands; each is imported and built when it is called, or when all are listed."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        strict(self.params)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The arguments; options shared by all commands may come before the command."""
        from mbc_cli.cli.meant_options import moved  # only where a command line is built

        return super().parse_args(ctx, moved(args))

    def list_commands(self, ctx: Any) -> list[str]:
        """Every command."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command with a name; None if there is none."""
        if cmd_name not in self.commands and cmd_name in COMMANDS:
            self.commands[cmd_name] = made(cmd_name)
        return self.commands.get(cmd_name)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Every command, grouped by what a person wants: an example, and what it answers."""
        from mbc_cli.cli.help import GROUPS, WIDEST  # only for the help

        listed = {name for group in GROUPS.values() for name in group}
        others = {
            name: (f"mbc {name}", self.get_command(ctx, name).get_short_help_str(WIDEST))
            for name in COMMANDS
            if name not in listed
        }
        for title, group in {**GROUPS, "More": others}.items():
            if group:
                with formatter.section(title):
                    formatter.write_dl([(f"{call:<{WIDEST}}", said) for call, said in group.values()], col_max=WIDEST)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that is called; a word that is not a command is looked up, and `help` shows a command's help."""
        from mbc_cli.cli.meant import DEFINE, as_typed, command_meant, named, told  # only where a command line is built

        given, args = args, command_meant(args, COMMANDS)
        name = args[0]
        if name == DEFINE and len(args) > 1 and not ctx.resilient_parsing:
            return self.called(ctx, self.door(ctx, named(args), asked=True))
        if name in COMMANDS and args != given:
            told(f"answered by mbc {as_typed(*args)}")
        if name == HELP:
            return self.resolve_help(ctx, args[1:])
        if name == "version" and len(args) == 1:
            version(True)
        if name in COMMANDS and args[1:] == ["help"]:
            return self.resolve_help(ctx, [name])
        if number := other_number(name):
            return self.called(ctx, [number, *args[1:]])
        if name not in COMMANDS and not name.startswith("-") and not ctx.resilient_parsing:
            args = self.door(ctx, args)
        return self.called(ctx, args)

    def resolve_help(self, ctx: Any, names: list[str]) -> Any:
        """The help of a command, of a subject, or of all commands."""
        names = [name for name in names if name not in HELP_FLAGS]
        if names and names[0] in COMMANDS:
            return self.called(ctx, [names[0], "--help"])
        if names:
            from mbc_cli.cli.guides import subject_page  # only for a subject

            if found := subject_page(" ".join(names)):
                show([found])
                raise typer.Exit
            ctx.fail(f"No such command '{names[0]}'. {instead_of(names[0])}")
        sys.stdout.write(f"{ctx.get_help()}\n")
        raise typer.Exit

    def door(self, ctx: Any, args: list[str], *, asked: bool = False) -> list[str]:
        """The call that answers words that do not begin with a command; standard error says which.

        If `asked` what they are, a fact is explained rather than taken for a profile.
        """
        from mbc_cli.cli.unnamed import call_meant  # only for words without a command

        mbc = reference_of(ctx, args)
        if not (found := call_meant(mbc, args, asked=asked)):
            if error := none_called(mbc, args):
                sys.stderr.write(error)
                raise typer.Exit(NotFoundError.exit_code)
            text = words_of(args)
            ctx.fail(f"No such command '{text}'. {instead_of(text)}")
        return found

    def called(self, ctx: Any, args: list[str]) -> Any:
        """The command that these words call, and the rest of them."""
        name = args[0]
        _, command, _ = found = super().resolve_command(ctx, args)
        if ctx.params.get("data") and command and all(param.name != "data" for param in command.params):
            ctx.fail(f"mbc {name} does not use --data: leave it out")
        return found


def words_of(args: list[str]) -> str:
    """The words before the first option as one text."""
    from itertools import takewhile  # only for a message

    return " ".join(takewhile(lambda word: not word.startswith("-"), args))


def none_called(mbc: Reference, args: list[str]) -> str:
    """The message that nothing has a name, with calls for the names near to it or in it; "" if there are none."""
    from mbc_cli.api.not_held import not_held
    from mbc_cli.cli.meant import as_typed

    text = words_of(args)
    if code := not_held(text):
        return f"mbc: {NotFoundError(code, text)}\n"
    if calls := compared_apart(mbc, text):
        return f"mbc: {NotFoundError('{} cannot be shown side by side: look at each', text)}\n{calls}"
    near = tuple(one for one in mbc.near(text) if not one.decoded)
    calls = "".join(f"  mbc {as_typed(one.name)}  ({one.why})\n" for one in near)
    return f"mbc: {NotFoundError('no drug, brand, class or regimen {}', text, near)}\n{calls}" if near else ""


def compared_apart(mbc: Reference, text: str) -> str:
    """The calls for names of several kinds that a text compares, a class and a drug; "" for any other text."""
    from mbc_cli.api.cards import VERSUS  # only for a message
    from mbc_cli.api.door import door
    from mbc_cli.cli.meant import as_typed

    names = VERSUS.split(text)
    found = [(door(mbc, name), name) for name in names]
    whole = len(names) > 1 and all(command for command, _ in found)
    return "".join(f"  mbc {command} {as_typed(name)}\n" for command, name in found) if whole else ""


def instead_of(text: str) -> str:
    """What to write instead of words that are not a command: the nearest command, or how to look up a name."""
    from mbc_cli.cli.meant import INSTEAD  # only for a message
    from mbc_cli.cli.questions import ASKING
    from mbc_cli.cli.unnamed import nearest_command

    first = next(iter(text.casefold().split()), "")
    if first in INSTEAD:
        return INSTEAD[first]
    if first in ASKING:
        return f"Ask about a name, a treatment or a tumour: {EXAMPLES}"
    if near := nearest_command(text):
        return f"Did you mean mbc {near}?"
    return "To look up a name: mbc search NAME; to read a treatment: mbc expand TEXT"


EXAMPLES = "mbc drug Kadcyla, mbc expand TCH, mbc options HER2+ HR-"
"""Questions that are answered."""


def other_number(word: str) -> str:
    """The command of which a word is the plural or singular: `classes`, `source`; "" if there is none."""
    one = {f"{name}{ending}": name for name in COMMANDS for ending in ("s", "es")}
    return "" if word in COMMANDS else one.get(word) or next((name for name in COMMANDS if name == f"{word}s"), "")


def reference_of(ctx: Any, args: list[str]) -> Reference:
    """The reference for a call: from `--data`, before or among the words, or from MBC_DATA."""
    from itertools import pairwise  # only for a name without a command

    from mbc_cli.api.reference import load

    behind = dict(pairwise(args)).get("--data")
    return load(ctx.params.get("data") or behind or os.environ.get("MBC_DATA") or None)


def made(name: str) -> Any:
    """A command, built from its declaration."""
    from mbc_cli.cli.common import DECLARED

    import_module(f"mbc_cli.cli.{COMMANDS[name]}")
    found: Any = typer.main.get_command(DECLARED[name])
    return found


def params_of(name: str) -> list[Any]:
    """The options and arguments of a command; without a name, those of mbc itself."""
    command: Any = made(name) if name else typer.main.get_command(app)
    found: list[Any] = command.get_params(command.context_class(command, info_name=name))
    return found


app = typer.Typer(
    name="mbc",
    cls=Commands,
    help="The vocabulary of metastatic breast cancer treatment, and who says what: "
    "names, meanings and a map of published sources, never advice.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": list(HELP_FLAGS), "max_content_width": 100},
)


def version(value: bool) -> None:
    """Print the version and exit."""
    if value:
        sys.stdout.write(f"mbc {__version__}, data of {DATA_VERSION}\n")
        raise typer.Exit


@app.callback()
def main(
    show_version: Annotated[
        bool, typer.Option("--version", callback=version, is_eager=True, help="Show the version and exit.")
    ] = False,
    no_pager: Annotated[
        bool, typer.Option("--no-pager", callback=without_pager, help="Do not use a pager, however long the answer.")
    ] = False,
    data: Annotated[Path | None, typer.Option("--data", help="A directory of your own TOML files.")] = None,
) -> None:
    """The options of mbc itself."""
