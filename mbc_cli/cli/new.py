"""`mbc new`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from mbc_cli.api.reference import load
from mbc_cli.ask.lookup import chart_words
from mbc_cli.bench.blocks import KINDS, block, kinds, meaning, slug
from mbc_cli.book.errors import UsageError
from mbc_cli.book.table import nearest
from mbc_cli.cli.answering import joined, show
from mbc_cli.cli.common import DataOption, command
from mbc_cli.cli.meant import INSTEAD
from mbc_cli.show.page import Grid, Line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mbc_cli.book.book import Book

HOW = "fill in the empty values; uncomment or delete each line that begins with #; then run: mbc check DIRECTORY"
"""What to do with a block."""


@command("new", "mbc new", "mbc new drug", "mbc new brand Ziihera")
def new(
    kind: Annotated[
        str | None,
        typer.Argument(
            help="drug, brand, regimen, statement, source, word ...; without it, all kinds are listed.",
            metavar="[KIND]",
        ),
    ] = None,
    name: Annotated[
        list[str] | None, typer.Argument(help="Its name, or its id if its kind has no names.", metavar="[NAME]")
    ] = None,
    data: DataOption = None,
) -> None:
    """Print a template for an entry of your own: each key, and what to write there."""
    if kind is None:
        rows = tuple((kind, meaning(kind)) for kind in kinds())
        show([(Grid(("Kind", "What it describes"), rows), Line("mbc new KIND prints a template for one."))])
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
    if word in INSTEAD:
        raise UsageError(INSTEAD[word])
    raise UsageError(
        f"'{said}' is not a kind of entry: {nearest(word, KINDS).replace('correct the name', 'mbc new lists them')}"
    )


def known(kind: str, name: str, book: Book) -> Iterator[str]:
    """What already has a name, and whether the entry would take the place of a shipped one."""
    words = chart_words(book, name) if kind == "word" else ()
    refs = dict.fromkeys(match.ref for match in (*book.names.named(name), *book.names.acronyms(name)))
    yield from (f"'{name}' is already known, as {word.role} in {word.ref} ({word.language})" for word in words)
    if name and refs:
        yield f"'{name}' is already a name of {', '.join(refs)}"
    if f"{kind}.{slug(name)}" in book:
        yield f"an entry {kind}.{slug(name)} of yours replaces the whole shipped one: write every key you want to keep"
