"""What the commands share: how a command is declared, its options, and options that take only one value."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

import typer
from typer.core import TyperCommand, TyperOption

from mbc_cli.book.errors import UsageError
from mbc_cli.cli.answering import ANNOTATE, answer, at_most, joined, lines_of, without_pager
from mbc_cli.cli.instead import instead_of_option

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mbc_cli.api.answer import CommandAnswer
    from mbc_cli.api.reference import Reference
    from mbc_cli.book.book import Book

Run = TypeVar("Run", bound="Callable[..., None]")
NOTHING_ASKED = "nothing to look up: give a name or a text"
DECLARED: dict[str, typer.Typer] = {}
"""For each command, the app that contains only it, from the modules that were imported."""


class OneValue(TyperOption):
    """An option that takes one value, and refuses a second one rather than keep the last."""

    def add_to_parser(self, parser: Any, ctx: Any) -> None:
        """Collect every value that is given."""
        parser.add_option(obj=self, opts=self.opts, dest=self.name, action="append", nargs=self.nargs)

    def consume_value(self, ctx: Any, opts: Mapping[str, Any]) -> Any:
        """The one value, from the command line or from elsewhere."""
        given: Sequence[Any] = opts.get(str(self.name)) or ()
        if len(given) > 1 and not ctx.resilient_parsing:
            raise typer.BadParameter(f"is given {len(given)} times: give it once", ctx, self)
        return super().consume_value(ctx, {str(self.name): given[0]} if given else {})


class DataChoice(OneValue):
    """`--data`, which can also come before the command, but not twice with different directories."""

    def consume_value(self, ctx: Any, opts: Mapping[str, Any]) -> Any:
        """The directory given here, before the command, or by the environment."""
        before = ctx.find_root().params.get("data")
        here = opts.get("data") or ()
        if before and here and Path(here[0]).absolute() != Path(before).absolute():
            raise typer.BadParameter(f"is {before} before the command and {here[0]} after it: give it once", ctx, self)
        return super().consume_value(ctx, {**opts, "data": here or [before]} if before else opts)


def strict(params: Sequence[Any]) -> None:
    """Let every option take one value, except those declared as lists; Typer makes the options from a function."""
    for param in params:
        if type(param) is TyperOption and not (param.multiple or param.is_flag or param.count):
            param.__class__ = DataChoice if param.name == "data" else OneValue


class Command(TyperCommand):
    """A command whose options take one value, except those declared as lists; if it answers, it can write to a file."""

    def __init__(self, *given: Any, params: list[Any] | None = None, **named: Any) -> None:
        names = {param.name for param in params or ()}
        further = [no_pager()] if "form" in names else []
        further += [output()] if ("form" in names and "output" not in names) or named.get("name") in PRINTED else []
        further += [limit()] if "form" in names and named.get("name") not in UNLIMITED else []
        params = [*(params or ()), *further]
        strict(params)
        super().__init__(*given, params=params, **named)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments as they are meant; for options that only another command has, say what to write."""
        if wrong := instead_of_option(str(self.name), args):
            ctx.fail(wrong)
        if not ctx.resilient_parsing and any(word.startswith("-") for word in args):
            from mbc_cli.cli.meant_options import options_meant  # only where an option is given

            args = options_meant(str(ctx.info_name), self.option_names(ctx), args)
        ctx.meta[CALL] = [str(ctx.info_name), *args]
        return super().parse_args(ctx, args)

    def option_names(self, ctx: Any) -> frozenset[str]:
        """Every way to write an option of this command."""
        return frozenset(name for param in self.get_params(ctx) for name in param.opts)

    def invoke(self, ctx: Any) -> Any:
        """Run the command, for as many rows as are wanted; into a file, if one is given."""
        with at_most(ctx.meta.get(LIMIT)):
            return self.invoke_into(ctx)

    def invoke_into(self, ctx: Any) -> Any:
        """Run the command; into a file, if one is given."""
        if not (target := ctx.meta.get(OUTPUT)):
            return super().invoke(ctx)
        from mbc_cli.cli.into import form_of, heading, into  # only for a file

        if ctx.params.get("form") == "table":
            ctx.params["form"] = form_of(target)
        head = heading(ctx.meta[CALL], target, ctx.params.get("data"), ctx.params.get("form", ""))
        with into(target, head):
            found = super().invoke(ctx)
        sys.stderr.write(f"mbc: written to {target}\n")
        return found


OUTPUT, CALL, LIMIT = "mbc.output", "mbc.call", "mbc.limit"
"""Where a context keeps the output file, the words of the call, and how many rows are wanted."""
PRINTED = ("schema",)
"""Commands without a format whose answer can go to a file all the same."""
UNLIMITED = ("audit", "diff")
"""Commands with a format whose parts are not rows of one list."""


def output() -> TyperOption:
    """The option of every command that answers: a file instead of standard output."""

    def keep(ctx: Any, _param: Any, value: str | None) -> None:
        ctx.meta[OUTPUT] = value

    return TyperOption(
        param_decls=["--output", "-o"],
        metavar="FILE",
        expose_value=False,
        callback=keep,
        help="A file for the answer, such as a.json.",
    )


def limit() -> TyperOption:
    """The option of every command that answers with a list: only its first rows."""

    def keep(ctx: Any, _param: Any, value: int | None) -> None:
        ctx.meta[LIMIT] = value

    return TyperOption(
        param_decls=["--limit"],
        type=int,
        metavar="N",
        expose_value=False,
        callback=keep,
        hidden=True,
        help="Only the first N rows.",
    )


def no_pager() -> TyperOption:
    """The option of every command that shows pages."""
    return TyperOption(
        param_decls=["--no-pager"],
        is_flag=True,
        expose_value=False,
        callback=lambda _ctx, _param, value: without_pager(value),
        help="Do not page long answers.",
    )


def command(
    name: str, *examples: str, cls: type[Command] = Command
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Declare a function as a command; the command is built only when it is called."""
    epilog = f"Example{'s' if len(examples) > 1 else ''}: {' · '.join(examples)}"
    alone = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    DECLARED[name] = alone
    return alone.command(name, cls=cls, epilog=epilog)


def give(ask: Callable[[Reference], CommandAnswer], form: Format, data: Path | None) -> None:
    """Answer a question and exit with the answer's code."""
    if code := answer(ask, form, data):
        raise typer.Exit(code)


Format = Literal["table", "json", "jsonl", "csv", "tsv", "markdown"]
"""How an answer is written."""
FormatOption = Annotated[Format, typer.Option("--format", "-f", help="The format of the answer.")]
DataOption = Annotated[
    Path | None,
    typer.Option("--data", envvar="MBC_DATA", help="A directory of your own TOML files."),
]
AsOfOption = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="Answer as of this date.")]
AllOption = Annotated[bool, typer.Option("--all", "-a", help="Show all of them instead of an index.")]
VerboseOption = Annotated[bool, typer.Option("--verbose", "-v", help="Show all sources, errors and remarks.")]
RegionOption = Annotated[str | None, typer.Option("--region", metavar="US|EU|CA|...", help="Only this region.")]


def text_of(
    parts: Sequence[str] | None, of_a_table: str = ANNOTATE, *, of_lines: str = "", asked: str = NOTHING_ASKED
) -> str:
    """The words of an argument as one text; if there are none in a pipe, or for `-`, the text on standard input.

    UsageError, saying what is `asked`, if there is nothing; and for more than one line, if `of_lines` says what
    to write for those.
    """
    if parts and tuple(parts) != ("-",):
        return joined(parts, of_a_table)
    silent = sys.stdin is None or (not parts and sys.stdin.isatty())
    lines = [] if silent else lines_of(sys.stdin.buffer.read())
    if not lines:
        raise UsageError(asked)
    if of_lines and len(lines) > 1:
        raise UsageError(f"standard input has {len(lines)} lines, but one text is expected: {of_lines}")
    return joined(lines)


def words(what: str) -> Any:
    """One or more words that together are a name or a text."""
    return typer.Argument(help=what, metavar="TEXT...", show_default=False)


def shipped_book() -> Book:
    """The shipped book."""
    from mbc_cli.api.reference import shipped_reference  # only for flags that come from the data

    return shipped_reference().book
