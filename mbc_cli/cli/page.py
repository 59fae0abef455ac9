"""`mbc page`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from mbc_cli.annotate.writing_files import written
from mbc_cli.api.reference import load
from mbc_cli.cli.common import DataOption, command
from mbc_cli.export.place import check_file
from mbc_cli.page.build import is_page
from mbc_cli.page.build import page as built


@command("page", "mbc page mbc.html")
def page(
    target: Annotated[Path, typer.Argument(help="The file to write.", metavar="FILE", show_default=False)],
    replace: Annotated[
        bool, typer.Option("--replace", help="Overwrite an earlier page; nothing else is ever overwritten.")
    ] = False,
    data: DataOption = None,
) -> None:
    """Write the whole reference as one page that opens offline in any browser.

    It has a search box for every name, drug cards, regimens by phase, classes, treatment options with buttons for the
    facts, sources and conflicts. Nothing you type leaves the page.
    """
    check_file(target, is_page, replace=replace)
    mbc = load(data)
    content = built(mbc.book, mbc.medicines.by_name.values()).encode()
    with written(target, "wb") as out:
        out.write(content)
    sys.stderr.write(f"{target}: {len(content) / 1000:.0f} kB\n")
