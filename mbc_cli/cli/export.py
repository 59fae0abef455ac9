"""`mbc export`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from mbc_cli.annotate.leftovers import cleared_when_killed
from mbc_cli.api.reference import load
from mbc_cli.cli.common import DataOption, command
from mbc_cli.cli.meant import told
from mbc_cli.export.run import STANDARD_OUTPUT, Form, form_of
from mbc_cli.export.run import export as exported
from mbc_cli.export.vocabulary import Vocabulary


@command("export", "mbc export mbc.sqlite", "mbc export tables --as csv", "mbc export codes.sssom.tsv")
def export(
    target: Annotated[
        Path,
        typer.Argument(
            help="A file (.sqlite, .sssom.tsv), or a directory for csv, json and parquet; without one, sssom is shown.",
            metavar="FILE|DIR",
            show_default=False,
        ),
    ] = STANDARD_OUTPUT,
    kind: Annotated[
        Form | None,
        typer.Option("--as", help="The format, if the name does not show it (Parquet needs the extra bulk)."),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Overwrite an earlier export; nothing else is ever overwritten.")
    ] = False,
    data: DataOption = None,
) -> None:
    """Write the whole vocabulary as tables, with the source of every fact, or its codes as mappings.

    SQLite has keys, views and a full-text search, and opens in Datasette. A directory has a file for each table and
    view, datapackage.json that says what they are, and the NOTICE of the sources.
    """
    form = form_of(target, kind)
    target = folder_of(target, form)
    mbc = load(data)
    vocabulary = Vocabulary(mbc.book, mbc.medicines.by_name.values(), own=data is not None)
    with cleared_when_killed():
        said = exported(vocabulary, target, form, replace=replace)
    sys.stderr.write(f"{target}: {said}\n")


def folder_of(target: Path, form: Form) -> Path:
    """The directory of tables that the name of a file means, with a note; any other target unchanged."""
    if form in (Form.sqlite, Form.sssom) or target.suffix.casefold() != f".{form}" or target.exists():
        return target
    one = "one table of the drugs and their codes: mbc drug --all -o drugs.csv"
    told(f"{target}: the {form} tables are a file each, in the directory {target.with_suffix('')}", one)
    return target.with_suffix("")
