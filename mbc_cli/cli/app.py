"""The commands: parse, call, print; no logic. What is heavy is imported where it is needed."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from mbc_cli import __version__
from mbc_cli.book.errors import InputError
from mbc_cli.cli.fact_flags import FactsCommand

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from mbc_cli.annotate.annotator import Annotator
    from mbc_cli.annotate.job import Job
    from mbc_cli.ask.lookup import Hit
    from mbc_cli.book.book import Book
    from mbc_cli.book.medicines import Others
    from mbc_cli.book.names import Suggestion
    from mbc_cli.options.verdicts import Gathered, Option
    from mbc_cli.reading.tokens import Token
    from mbc_cli.reading.treatment import Treatment
    from mbc_cli.show.page import Page

app = typer.Typer(
    name="mbc",
    help="The words of metastatic breast cancer treatment: regimens, drugs, brands, classes, and who says what.\n\n"
    "A vocabulary and a map of published sources, never advice.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


class Format(StrEnum):
    """How an answer is written."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"
    tsv = "tsv"
    markdown = "markdown"


class Nothing(typer.Exit):
    """Nothing was found; what is close has been said."""

    def __init__(self) -> None:
        super().__init__(1)


# --- what the commands share -------------------------------------------------------------------------------------


def names_of(kinds: tuple[str, ...]) -> Any:
    """A completion of the names of some kinds of entry."""

    def complete(incomplete: str) -> list[str]:
        from mbc_cli.ask.lookup import names_beginning

        return names_beginning(opened(None), kinds, incomplete)

    return complete


FormatOption = Annotated[Format, typer.Option("--format", "-f", help="How to write the answer.")]
DataOption = Annotated[
    Path | None,
    typer.Option("--data", envvar="MBC_DATA", help="A directory of your own TOML files, laid over the shipped ones."),
]
AsOfOption = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="What was true on that day.")]
RegionOption = Annotated[str | None, typer.Option("--region", metavar="US|EU|CA|...", help="Only this market.")]


def words(kinds: tuple[str, ...], what: str) -> Any:
    """One or more words that together are a name or a text, with completion of names."""
    return typer.Argument(help=what, metavar="TEXT...", autocompletion=names_of(kinds), show_default=False)


def opened(data: Path | None) -> Book:
    """The book."""
    from mbc_cli.store.load import load

    return load(data)


def others() -> Others:
    """The medicines outside this vocabulary."""
    from mbc_cli.book.medicines import read_others
    from mbc_cli.store.load import shipped

    return read_others(shipped() / "other_drugs.tsv")


def joined(parts: Sequence[str]) -> str:
    """The words of an argument as one text; InputError when they are no text."""
    text = " ".join(parts)
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise InputError("the text is not valid in this terminal's encoding: give it as UTF-8")
    return text


def show(pages: Iterable[Page], whole: dict[str, Any], form: Format) -> None:
    """Print an answer: as pages on a terminal or a pipe, or as data."""
    if form != Format.table:
        from mbc_cli.show.formats import written

        sys.stdout.write(written(whole, form.value))
        return
    if not sys.stdout.isatty():
        from mbc_cli.show.plain import text_of

        sys.stdout.write("\n".join(text_of(page) for page in pages))
        return
    from mbc_cli.show.terminal import draw

    for n, page in enumerate(pages):
        if n:
            sys.stdout.write("\n")
        draw(page, sys.stdout)


def not_found(what: str, query: str, version: str, suggestions: Sequence[Suggestion], form: Format) -> NoReturn:
    """Say on standard error what is close, and give an empty answer where data was asked for; exit code 1."""
    from mbc_cli.book.names import clean
    from mbc_cli.show.formats import envelope

    if form != Format.table:
        show((), envelope(query, version, (), suggestions), form)
    shown = clean(query) if len(query) <= 80 else f"{clean(query)[:80]}..."
    names = " or ".join(suggestion.name for suggestion in suggestions if not suggestion.decoded)
    sys.stderr.write(f"mbc: {what.replace('{}', repr(shown), 1)}{f': did you mean {names}?' if names else ''}\n")
    for suggestion in suggestions:
        sys.stderr.write(f"  {suggestion.name}  ({suggestion.why})\n")
    raise Nothing


def close_names(book: Book, text: str) -> tuple[Suggestion, ...]:
    """What is near to a name that was not found."""
    from mbc_cli.reading.spelling import Speller

    return Speller(book, others()).suggestions(text)


def correcting(book: Book) -> Callable[[str, list[Token]], list[Token]]:
    """A correction of misspelt names that is only prepared when there is a word to correct."""

    def correct(text: str, tokens: list[Token]) -> list[Token]:
        if all(token.kind != "word" for token in tokens):
            return tokens
        from mbc_cli.reading.spelling import Corrector, Speller

        return Corrector(Speller(book, others())).corrected(text, tokens)

    return correct


def unread(book: Book, query: str, decoded: Sequence[Suggestion], only_named: Sequence[str], form: Format) -> NoReturn:
    """Say what a treatment text that has no reading may be."""
    what = "{} is not in the list of regimens, and nothing else is known of it"
    if decoded:
        what = "{} is not in the list; decoded from its letters it could mean"
    elif only_named:
        what = f"{{}} says of no treatment that it was given ({'; '.join(only_named)})"
    elif other := others().find(query):
        what = f"{{}} is {other.ingredient}, a medicine outside this vocabulary"
    near = decoded or (() if only_named else close_names(book, query))
    not_found(what, query, book.version, near, form)


def near_hits(book: Book, text: str) -> list[Hit]:
    """The names near to a text, as hits of a search."""
    from mbc_cli.ask.lookup import near_hits as hits
    from mbc_cli.reading.spelling import Speller

    return hits(book, Speller(book, others()).suggested(text))


def meant(book: Book, text: str) -> list[Hit]:
    """The one name that a misspelt text must be, as a hit of a search; none for anything else."""
    from mbc_cli.ask.lookup import near_hits as hits
    from mbc_cli.reading.spelling import Speller

    near = Speller(book, others()).correction(text)
    return hits(book, [near] if near else [])


# --- commands ----------------------------------------------------------------------------------------------------


@app.command(epilog='Examples: mbc expand TCH · mbc expand "AC→T" · mbc expand FEC followed by docetaxel')
def expand(
    text: Annotated[list[str], words(("regimen",), "A regimen acronym or any treatment text.")],
    as_of: AsOfOption = None,
    region: RegionOption = None,
    form: FormatOption = Format.table,
    data: DataOption = None,
) -> None:
    """Say what a regimen acronym, or any treatment text, stands for: every reading, phase by phase."""
    from mbc_cli.ask.expand import at_moment
    from mbc_cli.ask.expand import expand as read
    from mbc_cli.book.history import moment
    from mbc_cli.show import cards_data
    from mbc_cli.show.cards import reading_page
    from mbc_cli.show.formats import envelope

    now = moment(as_of, region)
    book, query = opened(data), joined(text)
    answer = read(book, query, correcting(book))
    if not answer.readings:
        unread(book, query, answer.suggestions, answer.only_named, form)
    readings = [at_moment(book, found, now) for found in answer.readings]
    pages = (reading_page(book, found, answer.marks, len(readings) == 1) for found in readings)
    results = [cards_data.reading(book, found, answer.marks) for found in readings]
    show(pages, envelope(query, book.version, results), form)


@app.command(
    epilog="Examples: mbc drug trastuzumab · mbc drug Herceptin · mbc drug bevacizumab --as-of 2010 --region US"
)
def drug(
    name: Annotated[list[str], words(("drug", "brand"), "A generic name, brand, synonym, abbreviation or code.")],
    as_of: AsOfOption = None,
    region: RegionOption = None,
    form: FormatOption = Format.table,
    data: DataOption = None,
) -> None:
    """Show the card of a drug."""
    from mbc_cli.ask.expand import readable
    from mbc_cli.ask.lookup import drugs
    from mbc_cli.book.history import moment
    from mbc_cli.show import cards_data
    from mbc_cli.show.cards import drug_page
    from mbc_cli.show.formats import envelope

    now = moment(as_of, region)
    book, query = opened(data), readable(joined(name), "drug name")
    found = drugs(book, query)
    if not found:
        no_drug(book, query, form)
    results = [cards_data.drug(book, record, match, now) for record, match in found]
    whole = envelope(query, book.version, results)
    if as_of or region:
        whole |= {"as_of": now.day or None, "region": now.region or None}
    show((drug_page(book, record, match, now) for record, match in found), whole, form)


def no_drug(book: Book, query: str, form: Format) -> NoReturn:
    """Say what a name is that is no drug of the vocabulary, or what is near to it."""
    if other := others().find(query):
        not_found(f"{{}} is {other.ingredient}, a medicine outside this vocabulary", query, book.version, (), form)
    kinds = {match.kind for match in (*book.names.named(query), *book.names.acronyms(query))} & {"class", "regimen"}
    if kinds:
        command = "class" if "class" in kinds else "expand"
        not_found(f"{{}} is a {min(kinds)}, no drug: mbc {command} answers it", query, book.version, (), form)
    not_found("no drug or brand {}", query, book.version, close_names(book, query), form)


@app.command("class", epilog='Examples: mbc class · mbc class "aromatase inhibitors" · mbc class AI · mbc class CDK4/6')
def drug_class(
    name: Annotated[list[str] | None, words(("class",), "A class; all of them, as a tree, without it.")] = None,
    form: FormatOption = Format.table,
    data: DataOption = None,
) -> None:
    """Show the tree of drug classes, or one class with its drugs."""
    from mbc_cli.ask.expand import readable
    from mbc_cli.ask.lookup import classes
    from mbc_cli.book.names import Match
    from mbc_cli.show import cards_data
    from mbc_cli.show.cards import class_page, class_tree
    from mbc_cli.show.formats import envelope

    book = opened(data)
    if not name:
        every = [(record, Match(record.ref, "class", record.name)) for record in book.classes.values()]
        results = [cards_data.drug_class(book, record, match) for record, match in every]
        show([(class_tree(book),)], envelope("", book.version, results), form)
        return
    query = readable(joined(name), "class name")
    found = classes(book, query)
    if not found:
        which = "mbc drug shows drugs and brands" if book.names.named(query) else "mbc class shows them all"
        not_found(f"no class {{}}: {which}", query, book.version, (), form)
    results = [cards_data.drug_class(book, record, match) for record, match in found]
    show(
        (class_page(book, record, match) for record, match in found),
        envelope(query, book.version, results),
        form,
    )


@app.command(epilog="Examples: mbc regimens · mbc regimens --with docetaxel --with Herceptin --exact")
def regimens(
    with_: Annotated[
        list[str] | None, typer.Option("--with", metavar="NAME", help="A drug, brand or class; repeat it.")
    ] = None,
    exact: Annotated[bool, typer.Option("--exact", help="These drugs and no others.")] = False,
    containing: Annotated[bool, typer.Option("--containing", help="At least these drugs (the default).")] = False,
    within: Annotated[bool, typer.Option("--within", help="Only drugs among these.")] = False,
    form: FormatOption = Format.table,
    data: DataOption = None,
) -> None:
    """List the regimens, or those that use some drugs."""
    from mbc_cli.ask.expand import readable
    from mbc_cli.ask.lookup import regimens as holding
    from mbc_cli.book.errors import UsageError
    from mbc_cli.show import cards_data
    from mbc_cli.show.cards import regimens_page
    from mbc_cli.show.formats import envelope

    if exact + containing + within > 1:
        raise UsageError("--exact, --containing and --within exclude one another: give one of them")
    names = [readable(joined([name]), "drug, brand or class") for name in with_ or ()]
    book, query = opened(data), " + ".join(names)
    found = holding(book, names, "exact" if exact else "within" if within else "containing")
    if not found:
        more = "of just {}: without --exact those with more are shown"
        what = more if exact else "of nothing but {}" if within else "with {}"
        not_found(f"no regimen {what}", query, book.version, (), form)
    results = [cards_data.regimen(book, record) for record in found]
    show([regimens_page(book, found)], envelope(query, book.version, results), form)


@app.command(
    cls=FactsCommand,
    epilog="Examples: mbc options --her2 pos --hr neg · mbc options --tnbc --brca germline --prior AC-T · "
    "mbc options --her2 neg --as-of 2010-06 --region US · mbc options --her2 pos --why Tukysa",
)
def options(
    ctx: typer.Context,
    tnbc: Annotated[
        bool, typer.Option("--tnbc", help="Triple-negative: HR-negative, HER2-negative.", rich_help_panel="Tumour")
    ] = False,
    fact: Annotated[
        list[str] | None,
        typer.Option("--fact", metavar="AXIS=VALUE", help="Any fact, such as tmb=12; repeat it. --axes lists them."),
    ] = None,
    axes: Annotated[bool, typer.Option("--axes", help="List every fact that can be given, and its values.")] = False,
    everything: Annotated[bool, typer.Option("--all", "-a", help="Also what is ruled out and no longer said.")] = False,
    why: Annotated[str | None, typer.Option("--why", metavar="TREATMENT", help="Every statement about it.")] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show each statement.")] = False,
    as_of: AsOfOption = None,
    region: RegionOption = None,
    form: FormatOption = Format.table,
    data: DataOption = None,
) -> None:
    """Say which treatments published sources name for a profile: what fits, what is open, what is ruled out.

    A fact that is not given is unknown, never no. Options may be repeated, in any order.
    """
    from mbc_cli.book.history import moment
    from mbc_cli.cli.fact_flags import book_of, said
    from mbc_cli.options.profile import TRIPLE_NEGATIVE, read, written_facts
    from mbc_cli.options.verdicts import answer
    from mbc_cli.show.options_data import options as exported
    from mbc_cli.show.options_page import options_page, why_page

    now = moment(as_of, region)
    book = book_of(ctx, data)
    if axes:
        show_axes(book, form)
        return
    facts = [*said(ctx), *written_facts(joined([text]) for text in fact or ()), *(TRIPLE_NEGATIVE if tnbc else ())]
    found = answer(book, read(book, [(axis, joined([text])) for axis, text in facts]), now)
    asked = asked_about(book, found, why, form) if why is not None else None
    page = options_page(book, found, everything, verbose) if asked is None else why_page(book, found, asked)
    show([page], exported(book, found, everything, asked) if form != Format.table else {}, form)


def asked_about(book: Book, found: Gathered, why: str, form: Format) -> Sequence[Option]:
    """The treatments that --why names, at least one."""
    from mbc_cli.ask.expand import readable
    from mbc_cli.options.verdicts import about

    query = readable(joined([why]), "treatment")
    asked = about(book, found, query)
    if not asked:
        not_found("no source names {} for treatment", query, book.version, close_names(book, query), form)
    return asked


def show_axes(book: Book, form: Format) -> None:
    """Print every axis."""
    from mbc_cli.show import options_data
    from mbc_cli.show.formats import envelope
    from mbc_cli.show.options_page import axes_page

    results = [options_data.axis(axis) for axis in book.axes.values()]
    show([axes_page(book)], envelope("", book.version, results), form)


@app.command(epilog="Examples: mbc search tax · mbc search HER2 · mbc search denosumab")
def search(
    text: Annotated[list[str], words(("drug", "brand", "class", "regimen"), "A word or part of one.")],
    form: FormatOption = Format.table,
    data: DataOption = None,
) -> None:
    """Find everything whose name, brand, synonym, class, regimen, note or source has a text."""
    from mbc_cli.ask.expand import readable
    from mbc_cli.ask.lookup import NAMED
    from mbc_cli.ask.lookup import search as find
    from mbc_cli.show import cards_data
    from mbc_cli.show.cards import search_page
    from mbc_cli.show.formats import envelope

    book, query = opened(data), readable(joined(text), "text")
    hits = find(book, query)
    if not hits and (hits := near_hits(book, query)):
        sys.stderr.write(f"mbc: nothing has {query[:80]!r} in it; these names are near\n")
    elif not any(hit.match.kind in NAMED for hit in hits):
        hits = [*meant(book, query), *hits]
    if not hits:
        not_found("nothing has {} in it, and no name is near", query, book.version, (), form)
    results = [cards_data.hit(hit.match, hit.name, hit.how) for hit in hits]
    show([search_page(hits)], envelope(query, book.version, results), form)


@app.command(epilog="Examples: mbc sources · mbc sources acs-2019")
def sources(
    name: Annotated[str, typer.Argument(help="The id of a source.", metavar="[ID]", autocompletion=names_of(()))] = "",
    form: FormatOption = Format.table,
    data: DataOption = None,
) -> None:
    """List the sources that the data rests on, or show one."""
    from difflib import get_close_matches

    from mbc_cli.ask.lookup import resting
    from mbc_cli.book.names import Suggestion
    from mbc_cli.show import cards_data
    from mbc_cli.show.cards import source_page, sources_page
    from mbc_cli.show.formats import envelope

    book = opened(data)
    if name and name not in book.sources:
        near = [Suggestion(found, "a near id") for found in get_close_matches(joined([name]), book.sources)]
        not_found("no source {}: mbc sources lists them", joined([name]), book.version, near, form)
    found = [book.sources[name]] if name else list(book.sources.values())
    results = [cards_data.source(source, resting(book, source)) for source in found]
    page = source_page(book, found[0]) if name else sources_page(book, found)
    show([page], envelope(name, book.version, results), form)


@app.command(epilog="Examples: mbc conflicts · mbc conflicts ribociclib")
def conflicts(
    name: Annotated[
        list[str] | None, words(("drug", "regimen"), "Only what concerns this drug, brand or regimen.")
    ] = None,
    form: FormatOption = Format.table,
    data: DataOption = None,
) -> None:
    """Show where sources disagree, are wrong, are damaged or are overtaken."""
    from mbc_cli.ask.expand import readable
    from mbc_cli.show import cards_data
    from mbc_cli.show.cards import conflicts_page
    from mbc_cli.show.formats import envelope

    book, query = opened(data), readable(joined(name), "drug, brand or regimen") if name else ""
    refs = {match.ref for match in (*book.names.named(query), *book.names.acronyms(query))}
    found = [record for record in book.errata.values() if not query or refs & set(record.concerns)]
    if not found:
        not_found("no conflict concerns {}", query, book.version, close_names(book, query), form)
    results = [cards_data.erratum(record) for record in found]
    show([conflicts_page(book, found)], envelope(query, book.version, results), form)


@app.command(epilog="Examples: mbc check · mbc check my-data")
def check(
    folder: Annotated[
        Path | None, typer.Argument(help="A directory of TOML files; the shipped data without it.", metavar="[DIR]")
    ] = None,
    form: FormatOption = Format.table,
) -> None:
    """Check the data: every problem at once, as file:line, with what to write."""
    from mbc_cli.book.errors import DataError
    from mbc_cli.show.formats import envelope
    from mbc_cli.show.page import Line
    from mbc_cli.store.load import DATA_VERSION
    from mbc_cli.store.load import check as problems_of

    problems, entries = problems_of(folder)
    results = [{"file": p.file, "line": p.line, "key": p.key, "what": p.what} for p in problems]
    if not problems or form != Format.table:
        show(
            [(Line(f"{entries} entries, no problem", "good"),)],
            envelope(str(folder or ""), DATA_VERSION, results),
            form,
        )
    if problems:
        raise DataError(problems)


@app.command(
    epilog="Examples: mbc code trastuzumab --dx 2012-11-30 · mbc code zoledronic acid · mbc code TCHP --dx 2015 · "
    'mbc code "AC -> TH" --dx 2011-03-01 · mbc code --values'
)
def code(
    text: Annotated[
        list[str] | None, words(("drug", "brand", "regimen"), "A drug, a regimen or any treatment text.")
    ] = None,
    dx: Annotated[
        str | None,
        typer.Option("--dx", metavar="DATE", help="The date of diagnosis: a day, month or year; else today."),
    ] = None,
    values: Annotated[bool, typer.Option("--values", help="Show what the codes of the items mean.")] = False,
    form: FormatOption = Format.table,
    data: DataOption = None,
) -> None:
    """Say what a US cancer registrar records for a treatment: SEER*Rx categories and the NAACCR items."""
    from mbc_cli.book.errors import UsageError
    from mbc_cli.show import coding_data
    from mbc_cli.show.coding_page import values_page
    from mbc_cli.show.formats import envelope

    if bool(text) == values:
        raise UsageError("give a drug, a regimen or a treatment text, or --values alone: see mbc code --help")
    book = opened(data)
    if values:
        results = [coding_data.values(item) for item in book.naaccr.values()]
        show([values_page(book)], envelope("", book.version, results), form)
        return
    show(*coded(book, joined(text or ()), dx, form), form)


def coded(book: Book, query: str, dx: str | None, form: Format) -> tuple[Iterable[Page], dict[str, Any]]:
    """The pages and the data of `code` for a text."""
    from mbc_cli.ask.expand import expand as read
    from mbc_cli.book.days import this_day
    from mbc_cli.coding.categories import diagnosed
    from mbc_cli.coding.items import codings
    from mbc_cli.show import cards_data, coding_data
    from mbc_cli.show.coding_page import coding_pages
    from mbc_cli.show.formats import envelope

    def reread(text: str) -> Treatment:
        from mbc_cli.reading.treatment import treat

        return treat(book, text, correct, others())

    span = diagnosed(dx) if dx is not None else None
    correct = correcting(book)
    answer = read(book, query, correct)
    if not answer.readings:
        unread(book, query, answer.suggestions, answer.only_named, form)
    found = codings(book, answer, span, this_day(), reread)
    results = [coding_data.coding(book, one, each, span) for one in found for each in one.footprints]
    results += [cards_data.reading(book, each, answer.marks) for each in answer.readings if not each.phases]
    whole = envelope(query, book.version, results)
    outcomes = {each.outcome for one in found for each in one.footprints}
    whole |= {"dx": dx, "same_codes": len(outcomes) == 1 if outcomes else None}
    return coding_pages(book, answer, found, span), whole


@app.command(epilog="Example: mbc annotate notes.csv --column treatment -o out.csv")
def annotate(
    file: Annotated[
        Path | None, typer.Argument(help="The file; plain lines on standard input without it.", metavar="[FILE]")
    ] = None,
    column: Annotated[str, typer.Option("--column", "-c", help="The column with the treatments.")] = "",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Where to write; standard output without it.")
    ] = None,
    kind: Annotated[
        str,
        typer.Option("--as", metavar="KIND", help="csv, tsv, jsonl, parquet or lines, where the ending does not say."),
    ] = "",
    encoding: Annotated[str, typer.Option("--encoding", help="The encoding of the file, such as latin-1.")] = "utf-8",
    decisions: Annotated[
        Path | None,
        typer.Option("--decisions", metavar="FILE", help="Values that are not exact: to edit, and to give back."),
    ] = None,
    code: Annotated[bool, typer.Option("--code", help="Add the four registry items of `mbc code`.")] = False,
    dx_column: Annotated[
        str, typer.Option("--dx-column", help="The column with the date of diagnosis, for --code.")
    ] = "",
    data: DataOption = None,
) -> None:
    """Turn a column of treatment texts into drug ids, with a status and a note for each row."""
    from mbc_cli.annotate.annotator import Annotator, Coder
    from mbc_cli.annotate.job import Job, kind_of
    from mbc_cli.book.errors import UsageError
    from mbc_cli.reading.spelling import Speller

    file = None if str(file) == "-" else file
    if dx_column and not code:
        raise UsageError("--dx-column says by which day to code: give --code with it")
    book, medicines = opened(data), others()
    annotator = Annotator(book, Speller(book, medicines), medicines)
    job = Job(file, kind_of(file, kind), column, encoding, output, dx_column, Coder(annotator) if code else None)
    job.check(decisions)
    if code and not dx_column:
        sys.stderr.write("mbc: without --dx-column an item that depends on that day has every code that it may be\n")
    annotate_file(job, annotator, decisions)


def annotate_file(job: Job, annotator: Annotator, decisions: Path | None) -> None:
    """Annotate a file, with a bar on a terminal, and say what came out."""
    from mbc_cli.annotate.columns import run
    from mbc_cli.annotate.decisions import Decided, summary

    known = annotator.annotate_all
    decided = Decided(known, decisions, annotator.book.drugs) if decisions else None
    with progress_bar(job.source) as progress:
        counts = run(job, decided or known, progress, None if decided else annotator.quick)
    sys.stderr.write(f"{summary(counts)}\n")
    if job.coder and job.coder.unreadable:
        what = "rows have a date of diagnosis that is no day, month or year (2015-03-01, 2015-03, 2015): not coded"
        sys.stderr.write(f"{job.coder.unreadable} {what}\n")
    if decided and decisions:
        sys.stderr.write(f"{decided.save()} distinct values to decide in {decisions}\n")


@contextmanager
def progress_bar(file: Path | None) -> Iterator[Callable[[int], None]]:
    """A bar on standard error over the bytes of a file, when that is a terminal."""
    if file is None or not sys.stderr.isatty() or not file.is_file():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True, markup=False), transient=True) as bar:
        task = bar.add_task("annotate", total=file.stat().st_size)
        yield lambda read: bar.advance(task, read)


def version(value: bool) -> None:
    """Print the version and leave."""
    if value:
        sys.stdout.write(f"mbc {__version__}\n")
        raise typer.Exit


@app.callback()
def main(
    show_version: Annotated[
        bool, typer.Option("--version", callback=version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    """The options of mbc itself."""
