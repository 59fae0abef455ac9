"""`mbc sources` and `mbc conflicts`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from mbc_cli.api.reference import load
from mbc_cli.cli.answering import joined
from mbc_cli.cli.common import (
    AllOption,
    DataOption,
    FormatOption,
    VerboseOption,
    command,
    give,
    words,
)
from mbc_cli.cli.meant import told


@command("sources", "mbc sources", "mbc sources acs-2019", "mbc sources FDA", "mbc sources EMA since 2024")
def sources(
    name: Annotated[
        list[str] | None,
        typer.Argument(
            help="The id of a source, a kind, a word in its title, its dates (since 2024, before 2020), "
            "or the name of an entry that cites it.",
            metavar="[TEXT]...",
        ),
    ] = None,
    notice: Annotated[bool, typer.Option("--notice", help="List every source by licence, as plain text.")] = False,
    everything: AllOption = False,
    verbose: VerboseOption = False,
    form: FormatOption = "table",
    data: DataOption = None,
) -> None:
    """Show an index of the sources behind the data, or one of them."""
    if notice and name:
        told(f"--notice covers all sources; this lists those for '{joined(name)}'")
    elif notice:
        from mbc_cli.show.notice import notice as written  # only for the whole text

        sys.stdout.write(written(load(data).book))
        return
    give(lambda mbc: mbc.sources(joined(name) if name else None, verbose=everything or verbose), form, data)


@command("conflicts", "mbc conflicts", "mbc conflicts ribociclib", "mbc conflicts outdated", "mbc conflicts --all")
def conflicts(
    name: Annotated[
        list[str] | None,
        words("A drug, brand or regimen, a kind of conflict, words of its topic, or a source."),
    ] = None,
    everything: AllOption = False,
    verbose: VerboseOption = False,
    form: FormatOption = "table",
    data: DataOption = None,
) -> None:
    """Show where sources disagree, are wrong, damaged or superseded."""
    give(lambda mbc: mbc.conflicts(joined(name) if name else None, verbose=everything or verbose), form, data)
