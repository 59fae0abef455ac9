"""`mbc expand`."""

from __future__ import annotations

from typing import Annotated

from mbc_cli.cli.common import (
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


@command("expand", "mbc expand TCH", 'mbc expand "AC→T"', "mbc expand FEC followed by docetaxel")
def expand(
    text: Annotated[list[str] | None, words("A regimen acronym or any treatment text; - is standard input.")] = None,
    as_of: AsOfOption = None,
    region: RegionOption = None,
    verbose: VerboseOption = False,
    form: FormatOption = "table",
    data: DataOption = None,
) -> None:
    """Say what a regimen acronym, or any treatment text, stands for: every reading, phase by phase."""
    give(lambda mbc: mbc.expand(text_of(text), as_of=as_of, region=region, verbose=verbose), form, data)
