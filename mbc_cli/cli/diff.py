"""`mbc diff`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from mbc_cli.bench.blocks import KINDS
from mbc_cli.bench.difference import changes, counts
from mbc_cli.bench.difference import only as chosen
from mbc_cli.bench.sides import SHIPPED, tables
from mbc_cli.book.errors import UsageError
from mbc_cli.cli.answering import TABLE, show
from mbc_cli.cli.common import DataOption, FormatOption, VerboseOption, command
from mbc_cli.cli.meant import told
from mbc_cli.show.difference_page import difference_page, entry_changed, flat_rows
from mbc_cli.show.formats import envelope, written
from mbc_cli.store.load import DATA_VERSION


@command("diff", "mbc diff my-data", "mbc diff old-data new-data --only drug", "mbc diff HEAD:data data")
def diff(
    sides: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[OLD] [NEW]",
            help="Two directories, files, wheels or COMMIT:DIRECTORY; a single one is compared with the shipped data.",
        ),
    ] = None,
    only: Annotated[
        str | None, typer.Option("--only", metavar="KIND|KIND.ID", help="Only entries of this kind, or this entry.")
    ] = None,
    verbose: VerboseOption = False,
    form: FormatOption = "table",
    data: DataOption = None,
) -> None:
    """List, entry by entry, what changed between two directories of data."""
    given = sides or ([str(data)] if data else [])
    entry = next((side for side in given if side.partition(".")[0] in KINDS and not Path(side).exists()), None)
    if entry and not only:
        told(f"{entry} read as --only {entry}")
        only, given = entry, [side for side in given if side != entry]
    if len(given) not in (1, 2):
        raise UsageError(f"{len(given)} directories were given: give the old one and the new one, or only yours")
    old, new = given if len(given) == 2 else (SHIPPED, *given)
    books = tables(old), tables(new)
    found = changes(*(chosen(only, *books) if only else books))
    if form == TABLE:
        show([difference_page(found, old, new, unfolded=bool(only), whole=verbose or "." in (only or ""))])
        return
    rows = list(map(entry_changed, found)) if form in ("json", "jsonl") else flat_rows(found)
    whole = envelope(f"{old} {new}", DATA_VERSION, rows) | {"counts": counts(found)}
    sys.stdout.write(written(whole, form))
