"""`mbc new`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from mbc_cli.api.reference import load
from mbc_cli.bench.blocks import KINDS, block, kinds, meaning
from mbc_cli.book.errors import UsageError
from mbc_cli.book.table import nearest
from mbc_cli.cli.answering import joined, show
from mbc_cli.cli.common import DataOption, command
from mbc_cli.show.page import Grid, Line

if TYPE_CHECKING:
    from mbc_cli.book.book import Book

HOW = "fill in what is empty; remove each leading # or its whole line; then run: mbc check DIRECTORY"
"""What to do with a block."""


@command("new", "mbc new", "mbc new drug", "mbc new brand Ziihera")
def new(
    kind: Annotated[
        str | None,
        typer.Argument(
            help="drug, brand, regimen, statement, source, word ...; all of them are listed without it.",
            metavar="[KIND]",
        ),
    ] = None,
    name: Annotated[
        list[str] | None, typer.Argument(help="Its name, or its id where the kind has no name.", metavar="[NAME]")
    ] = None,
    data: DataOption = None,
) -> None:
    """Print a block to fill in, for an entry of your own: each key with what to write."""
    if kind is None:
        rows = tuple((kind, meaning(kind)) for kind in kinds())
        show([(Grid(("Kind", "What an entry of it is"), rows), Line("mbc new KIND prints the block of one."))])
        return
    if kind not in KINDS:
        raise UsageError(f"'{kind}' is not a kind of entry: {nearest(kind, KINDS)}")
    text = joined(name or ())
    sys.stdout.write(block(kind, text) + "\n")
    sys.stderr.writelines(f"mbc: {line}\n" for line in (*known(text, load(data).book), HOW))


def known(name: str, book: Book) -> list[str]:
    """What already has a name."""
    refs = dict.fromkeys(match.ref for match in (*book.names.named(name), *book.names.acronyms(name)))
    return [f"'{name}' is a name of {', '.join(refs)} already"] if name and refs else []
