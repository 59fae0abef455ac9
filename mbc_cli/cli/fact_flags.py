"""A command with an option for every axis that has a flag: which facts can be given is data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typer.core import TyperOption

from mbc_cli.ask.lookup import names_beginning
from mbc_cli.cli.common import Command, shipped_book

if TYPE_CHECKING:
    from typer import Context

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Axis

OPTIONS = "Options"
FEW = 5
FLAGS, SAID = "mbc.flags", "mbc.said"


class FactsCommand(Command):
    """A command whose options are those of its function and one per flag of the data, grouped in its help."""

    def get_params(self, ctx: Any) -> list[Any]:
        """The parameters of the function, then those of the axes."""
        return [*super().get_params(ctx), *flags(ctx)]

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """The options by group, those of the function last."""
        groups: dict[str, list[Any]] = {}
        for param in (*flags(ctx), *super().get_params(ctx)):
            if record := param.get_help_record(ctx):
                groups.setdefault(getattr(param, "rich_help_panel", None) or OPTIONS, []).append(record)
        for title, records in groups.items():
            with formatter.section(title):
                formatter.write_dl(records)


def said(ctx: Context) -> list[tuple[str, str]]:
    """The axes and texts that the flags were given."""
    found: list[tuple[str, str]] = ctx.meta.get(SAID, [])
    return found


def flags(ctx: Any) -> list[TyperOption]:
    """One option per axis of the shipped data with a flag, in the order of groups; made once per call."""
    if FLAGS not in ctx.meta:
        axes = [axis for axis in shipped_book().axes.values() if axis.flag]
        groups = list(dict.fromkeys(axis.group for axis in axes))
        ctx.meta[FLAGS] = [flag(axis) for axis in sorted(axes, key=lambda axis: groups.index(axis.group))]
    found: list[TyperOption] = ctx.meta[FLAGS]
    return found


def flag(axis: Axis) -> TyperOption:
    """The option of an axis; it may be repeated, and takes values of the axis."""
    forms = [form_of(axis, value) for value in axis.values]
    return TyperOption(
        param_decls=[axis.flag, axis.id.replace("-", "_")],
        multiple=True,
        metavar="|".join(forms) if 0 < len(forms) <= FEW else "NAMES",
        help=f"{axis.help[:1].upper()}{axis.help[1:]}.",
        expose_value=False,
        callback=lambda ctx, _param, texts: ctx.meta.setdefault(SAID, []).extend((axis.id, text) for text in texts),
        autocompletion=lambda ctx, _args, start: completed(shipped_book(), axis, forms, start),
        rich_help_panel=axis.group,
    )


def completed(book: Book, axis: Axis, forms: list[str], start: str) -> list[str]:
    """The values of an axis that begin so; of an axis of treatments, the names."""
    if axis.of_treatments:
        return names_beginning(book, ("drug", "brand", "class", "regimen"), start)
    return [form for form in forms if form.startswith(start)]


def form_of(axis: Axis, value: str) -> str:
    """How a value is best typed: as it is if it is short, or by its first short form in letters."""
    shorts = (short for short, found in axis.short.items() if found == value and len(short) > 1)
    return value if len(value) < FEW else next(shorts, value)
