"""A command with an option for every axis that has a flag: the data decides which facts can be given."""

from __future__ import annotations

from inspect import Parameter, Signature
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mbc_cli.book.errors import UsageError
from mbc_cli.book.patterns import pattern
from mbc_cli.cli.common import Command, shipped_book
from mbc_cli.cli.known import FEW, form_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from mbc_cli.book.model import Axis

OPTIONS = "Options"
FLAGS, SAID = "mbc.flags", "mbc.said"


class FactsCommand(Command):
    """A command with the options of its function and one per flag of the data, grouped in its help."""

    def get_params(self, ctx: Any) -> list[Any]:
        """The parameters of the function, then those of the axes."""
        return [*super().get_params(ctx), *flags(ctx)]

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The arguments; a fact without its own flag, or one written like a flag, counts as a fact as well."""
        return super().parse_args(ctx, [*self.facts_meant(args, self.option_names(ctx))])

    def facts_meant(self, args: Sequence[str], known: Collection[str]) -> Iterator[str]:
        """The arguments with `--age 60` as `--fact age=60`, and with `--her2-positive` as words of a report."""
        from mbc_cli.api.expanding import is_profile  # a flag that is known needs none of it

        left = list(args)
        while left:
            text = left.pop(0)
            name, given, value = text.removeprefix("--").partition("=")
            if not text.startswith("--") or f"--{name}" in known:
                yield text
            elif name in shipped_book().axes:
                if not given and (not left or left[0].startswith("-")):
                    raise UsageError(f"no option --{name}: write --fact {name}=..., or the report's words")
                yield from ("--fact", f"{name}={value if given else left.pop(0)}")
            else:
                yield name if not given and is_profile(shipped_book(), name) else text

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """The options by group, those of the function last."""
        groups: dict[str, list[Any]] = {}
        for param in (*flags(ctx), *super().get_params(ctx)):
            if record := param.get_help_record(ctx):
                groups.setdefault(getattr(param, "rich_help_panel", None) or OPTIONS, []).append(record)
        for title, records in groups.items():
            with formatter.section(title):
                formatter.write_dl(records)


def facts_said(ctx: typer.Context) -> list[tuple[str, str]]:
    """The axes and texts given by flags."""
    found: list[tuple[str, str]] = ctx.meta.get(SAID, [])
    return found


def flags(ctx: Any) -> list[Any]:
    """One option per axis of the shipped data with a flag, in the order of groups; made once per call."""
    if FLAGS not in ctx.meta:
        axes = [axis for axis in shipped_book().axes.values() if axis.flag]
        groups = list(dict.fromkeys(axis.group for axis in axes))
        ctx.meta[FLAGS] = options_of(sorted(axes, key=lambda axis: groups.index(axis.group)))
    found: list[Any] = ctx.meta[FLAGS]
    return found


def options_of(axes: Sequence[Axis]) -> list[Any]:
    """The options of some axes, as Typer makes them from a function with the axes as its parameters."""
    kinds = {axis.id.replace("-", "_"): flag(axis) for axis in axes}

    def facts(**_: Any) -> None:
        """Never called: each option stores what was given."""

    keyword = [Parameter(name, Parameter.KEYWORD_ONLY, default=None, annotation=of) for name, of in kinds.items()]
    facts.__annotations__ = dict(kinds)
    vars(facts)["__signature__"] = Signature(keyword)
    alone = typer.Typer(add_completion=False, rich_markup_mode=None)
    alone.command()(facts)
    return list(typer.main.get_command(alone).params)


FIRST_CLAUSE = pattern(r"(?P<first>.+?)(?:[:;(].*| in the tumour|, or none.*)?")


def in_brief(text: str) -> str:
    """The first clause of what an axis means, as a sentence; `--axes` has the whole."""
    first = FIRST_CLAUSE.fullmatch(text)
    brief = first["first"].strip() if first else text
    return f"{brief[:1].upper()}{brief[1:]}."


def flag(axis: Axis) -> Any:
    """The option for an axis; it may be repeated, and takes values of the axis."""
    forms = [form_of(axis, value) for value in axis.values]

    def keep(ctx: typer.Context, texts: list[str] | None) -> None:
        ctx.meta.setdefault(SAID, []).extend((axis.id, text) for text in texts or ())

    option = typer.Option(
        axis.flag,
        metavar="|".join(forms) if 0 < len(forms) <= FEW else "NAMES",
        help=in_brief(axis.help),
        expose_value=False,
        callback=keep,
        rich_help_panel=axis.group,
        show_default=False,
    )
    return Annotated[list[str] | None, option]
