"""`mbc new`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from mbc_cli.api.reference import load
from mbc_cli.bench.blocks import KINDS, block, kinds, meaning, slug
from mbc_cli.book.errors import UsageError
from mbc_cli.book.table import nearest
from mbc_cli.cli.answering import joined, show
from mbc_cli.cli.common import DataOption, command
from mbc_cli.show.page import Grid, Line

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    kind = kind_meant(kind)
    text = joined(name or ())
    sys.stdout.write(block(kind, text) + "\n")
    sys.stderr.writelines(f"mbc: {line}\n" for line in (*known(kind, text, load(data).book), HOW))


def kind_meant(said: str) -> str:
    """The kind of entry that a word means, in any case, of one or of several; UsageError names the nearest."""
    word = said.casefold()
    if found := next((kind for kind in KINDS if word in (kind, f"{kind}s", f"{kind}es")), ""):
        return found
    raise UsageError(f"'{said}' is not a kind of entry: {nearest(word, KINDS)}")


def known(kind: str, name: str, book: Book) -> Iterator[str]:
    """What already has a name, and whether the entry would take the place of a shipped one."""
    refs = dict.fromkeys(match.ref for match in (*book.names.named(name), *book.names.acronyms(name)))
    if name and refs:
        yield f"'{name}' is a name of {', '.join(refs)} already"
    if f"{kind}.{slug(name)}" in book:
        yield f"an entry {kind}.{slug(name)} of yours replaces the shipped one whole: write every key that is to stay"
