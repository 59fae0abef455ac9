"""`mbc options`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mbc_cli.api.choices import options as chosen
from mbc_cli.book.history import moment
from mbc_cli.cli.answering import MARKDOWN, TABLE, joined
from mbc_cli.cli.common import OUTPUT, AsOfOption, DataOption, FormatOption, RegionOption, command, give, text_of
from mbc_cli.cli.fact_flags import FactsCommand, facts_said
from mbc_cli.options.placed import BONE, STRATEGY, SUPPORTIVE
from mbc_cli.options.profile import TRIPLE_NEGATIVE, written_facts
from mbc_cli.options.verdicts import LOCAL
from mbc_cli.show.line_rows import Wish

if TYPE_CHECKING:
    from mbc_cli.api.answer import CommandAnswer
    from mbc_cli.api.reference import Reference


@command(
    "options",
    "mbc options --her2 pos --hr neg",
    'mbc options "HR+, HER2 1+, postmenopausal, progressed on letrozole + palbociclib"',
    "mbc options --tnbc --brca germline --prior AC-T",
    "mbc options --her2 neg --as-of 2010-06 --region US",
    "mbc options --her2 pos --why Tukysa",
    cls=FactsCommand,
)
def options(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[WORDS]...",
            help="What a report says, such as ER 90%, HER2 1+, progressed on letrozole.",
            show_default=False,
        ),
    ] = None,
    tnbc: Annotated[
        bool, typer.Option("--tnbc", help="Triple-negative: HR-negative, HER2-negative.", rich_help_panel="Tumour")
    ] = False,
    fact: Annotated[
        list[str] | None,
        typer.Option(
            "--fact", metavar="AXIS=VALUE", help="Any other fact, such as tmb=12; repeatable. --axes lists them."
        ),
    ] = None,
    axes: Annotated[bool, typer.Option("--axes", help="List every fact you can give, and its values.")] = False,
    everything: Annotated[
        bool, typer.Option("--all", "-a", help="Also show what is ruled out or no longer current.")
    ] = False,
    guides: Annotated[bool, typer.Option("--guides", help="Also show what only patient guides name.")] = False,
    tests: Annotated[bool, typer.Option("--tests", help="Also show what depends on a test finding.")] = False,
    bone: Annotated[bool, typer.Option("--bone", help="Also show drugs for bone metastases.")] = False,
    local: Annotated[bool, typer.Option("--local", help="Also show local treatment.")] = False,
    supportive: Annotated[bool, typer.Option("--supportive", help="Also show supportive care.")] = False,
    strategy: Annotated[bool, typer.Option("--strategy", help="Also show statements on treatment strategy.")] = False,
    why: Annotated[
        str | None, typer.Option("--why", metavar="TREATMENT", help="Show every statement about it.")
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show each statement.")] = False,
    as_of: AsOfOption = None,
    region: RegionOption = None,
    form: FormatOption = "table",
    data: DataOption = None,
) -> None:
    """Show which treatments published sources name for a profile: what fits, what is open, what is ruled out.

    A fact that is not given is unknown, never no; a list (--prior, --progressed-on, --site) is taken to be whole.
    Options may be repeated, in any order. --axes says what each fact means.
    """

    def ask(mbc: Reference) -> CommandAnswer:
        now = moment(as_of, region)
        if axes:
            return mbc.axes()
        facts = [
            *facts_said(ctx),
            *written_facts(joined([text]) for text in fact or ()),
            *(TRIPLE_NEGATIVE if tnbc else ()),
        ]
        told = [(axis, joined([text])) for axis, text in facts]
        asked = None if why is None else joined([why])
        beside = {"test": tests, BONE: bone, LOCAL: local, SUPPORTIVE: supportive, STRATEGY: strategy}
        groups = frozenset(group for group, wanted in beside.items() if wanted)
        # what is read elsewhere than on a screen has no rows to fit
        paper = form == MARKDOWN or (form == TABLE and bool(ctx.meta.get(OUTPUT)))
        wish = Wish(groups, guides, everything, verbose, paper)
        return chosen(mbc, told, now, asked, text_of(words) if words else "").but(wish=wish)

    give(ask, form, data)
