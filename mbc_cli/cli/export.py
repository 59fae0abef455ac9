"""`mbc export`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from mbc_cli.annotate.leftovers import cleared_when_killed
from mbc_cli.api.reference import load
from mbc_cli.book.errors import UsageError
from mbc_cli.cli.common import DataOption, command
from mbc_cli.cli.meant import told
from mbc_cli.export.folder import WRITERS
from mbc_cli.export.one_table import table_named, to_table, wanted
from mbc_cli.export.run import STANDARD_OUTPUT, Form, form_of
from mbc_cli.export.run import export as exported
from mbc_cli.export.vocabulary import Vocabulary

CODE = "code"
"""The table whose content SSSOM has."""


@command(
    "export",
    "mbc export mbc.sqlite",
    "mbc export tables --as csv",
    "mbc export brands.csv",
    "mbc export codes.sssom.tsv",
)
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
    only: Annotated[
        str | None,
        typer.Option("--only", metavar="TABLE", help="One table, such as brand or code, in a file of its own."),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Overwrite an earlier export; nothing else is ever overwritten.")
    ] = False,
    data: DataOption = None,
) -> None:
    """Write the whole vocabulary as tables, with the source of every fact, or its codes as mappings.

    SQLite has keys, views and a full-text search, and opens in Datasette. A directory has a file for each table and
    view, datapackage.json that says what they are, and the NOTICE of the sources. A file called after a table, such as
    brands.csv, has that table only.
    """
    form = kind or Form.csv if only and target == STANDARD_OUTPUT else form_of(target, kind)
    mbc = load(data)
    vocabulary = Vocabulary(mbc.book, mbc.medicines.by_name.values(), own=data is not None)
    table = table_of(vocabulary, target, form, only)
    target = target if table else folder_of(target, form)
    with cleared_when_killed():
        said = (
            to_table(vocabulary, target, form, table) if table else exported(vocabulary, target, form, replace=replace)
        )
    sys.stderr.write(f"{target}: {said}\n")


def table_of(vocabulary: Vocabulary, target: Path, form: Form, only: str | None) -> str:
    """The one table that is asked for, by name or by the name of the file; "" for an export of all."""
    is_tsv = form is Form.sssom and target.suffix == ".tsv" and not target.name.endswith(".sssom.tsv")
    if is_tsv and table_named(vocabulary, target.stem) not in ("", CODE):
        raise UsageError(
            f"{target}: only codes are tsv, other tables csv, json or parquet: {target.with_suffix('.csv')}"
        )
    is_file = target == STANDARD_OUTPUT or target.suffix.casefold() == f".{form}"
    if only and (form in (Form.sqlite, Form.sssom) or not is_file):
        name = f"{only}.{form if form in WRITERS else Form.csv}"
        raise UsageError(f"{target}: --only writes one file of csv, json or parquet: call it {name}")
    if only:
        return wanted(vocabulary, only)
    is_all = not is_file or target == STANDARD_OUTPUT or form in (Form.sqlite, Form.sssom)
    return "" if is_all or target.is_dir() else table_named(vocabulary, target.stem)


def folder_of(target: Path, form: Form) -> Path:
    """The directory of tables that the name of a file means, with a note; any other target unchanged."""
    if form in (Form.sqlite, Form.sssom) or target.suffix.casefold() != f".{form}" or target.exists():
        return target
    one = "one table of the drugs and their codes: mbc drug --all -o drugs.csv"
    told(f"{target}: the {form} tables are a file each, in the directory {target.with_suffix('')}", one)
    return target.with_suffix("")
