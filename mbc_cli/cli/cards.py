"""`mbc drug`, `mbc class`, `mbc regimens`, `mbc trials` and `mbc search`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from mbc_cli.book.errors import UsageError
from mbc_cli.cli.answering import joined
from mbc_cli.cli.common import (
    AllOption,
    AsOfOption,
    DataOption,
    FormatOption,
    RegionOption,
    VerboseOption,
    command,
    give,
    text_of,
    words,
)


@command("drug", "mbc drug trastuzumab", "mbc drug Herceptin", "mbc drug bevacizumab --as-of 2010 --region US")
def drug(
    name: Annotated[
        list[str] | None, words("A generic name, brand, synonym, abbreviation or code; several are compared.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", "-a", help="List every drug.")] = False,
    as_of: AsOfOption = None,
    region: RegionOption = None,
    verbose: VerboseOption = False,
    form: FormatOption = "table",
    data: DataOption = None,
) -> None:
    """Show the card of a drug, or several side by side."""
    if everything and name:
        raise UsageError("--all lists every drug: leave out the name")
    asked = None if everything else text_of(name)
    give(lambda mbc: mbc.drug(asked, as_of=as_of, region=region, verbose=verbose), form, data)


@command("class", "mbc class", 'mbc class "aromatase inhibitors"', "mbc class HER2", "mbc class CDK4/6")
def drug_class(
    name: Annotated[list[str] | None, words("A class; without it, all classes as a tree.")] = None,
    verbose: VerboseOption = False,
    form: FormatOption = "table",
    data: DataOption = None,
) -> None:
    """Show the tree of drug classes, or one class with its drugs."""
    give(lambda mbc: mbc.drug_class(text_of(name) if name else None, verbose=verbose), form, data)


@command(
    "regimens", "mbc regimens", "mbc regimens trastuzumab", "mbc regimens --with docetaxel --with Herceptin --exact"
)
def regimens(
    text: Annotated[list[str] | None, words("Drugs, brands or classes, as in --with; or a tumour: HER2+.")] = None,
    with_: Annotated[
        list[str] | None, typer.Option("--with", metavar="NAME", help="A drug, brand or class; repeatable.")
    ] = None,
    exact: Annotated[bool, typer.Option("--exact", help="These drugs and no others.")] = False,
    containing: Annotated[bool, typer.Option("--containing", help="At least these drugs (the default).")] = False,
    within: Annotated[bool, typer.Option("--within", help="No drugs but these, though not all of them.")] = False,
    everything: AllOption = False,
    form: FormatOption = "table",
    data: DataOption = None,
) -> None:
    """List the regimens, or those of some drugs or for a tumour."""
    if exact + containing + within > 1:
        raise UsageError("use only one of --exact, --containing and --within")
    names = [*([text_of(text)] if text else []), *(joined([name]) for name in with_ or ())]
    if exact + containing + within and not names:
        raise UsageError("--exact, --containing and --within need drugs: name them, or use --with")
    whole = is_whole(everything)
    give(lambda mbc: mbc.regimens(*names, exact=exact, within=within).but(verbose=whole), form, data)


@command("trials", "mbc trials", "mbc trials Enhertu", "mbc trials trastuzumab --with pertuzumab", "mbc trials TNBC")
def trials(
    text: Annotated[list[str] | None, words("Drugs, brands or classes; or patients: HER2-low.")] = None,
    with_: Annotated[
        list[str] | None, typer.Option("--with", metavar="NAME", help="A drug, brand or class; repeatable.")
    ] = None,
    everything: AllOption = False,
    form: FormatOption = "table",
    data: DataOption = None,
) -> None:
    """List the trials, or those of some drugs or patients: what each compared, and in whom."""
    names = [*([text_of(text)] if text else []), *(joined([name]) for name in with_ or ())]
    give(lambda mbc: mbc.trials(*names, verbose=everything), form, data)


@command("search", "mbc search tax", "mbc search HER2", "mbc search denosumab")
def search(
    text: Annotated[list[str] | None, words("A word or part of a word.")] = None,
    everything: AllOption = False,
    form: FormatOption = "table",
    data: DataOption = None,
) -> None:
    """Find everything whose name, brand, synonym, class, regimen, note or source contains a text."""

    asked = text_of(text)
    whole = is_whole(everything)
    give(lambda mbc: mbc.search(asked, verbose=whole), form, data)


def is_whole(everything: bool) -> bool:
    """Whether all of a list is shown: if it is wanted, or if it goes into a pipe, where it is looked through."""
    return everything or not sys.stdout.isatty()
