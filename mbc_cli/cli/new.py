"""`mbc new`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mbc_cli.api.reference import load
from mbc_cli.ask.lookup import chart_words
from mbc_cli.bench.blocks import KINDS, block, kinds, meaning, slug
from mbc_cli.bench.filled import BRANDS, EMPTY, SOURCES, adding, filled, key_of
from mbc_cli.bench.standing import standing
from mbc_cli.book.errors import UsageError
from mbc_cli.book.names import fold
from mbc_cli.book.table import nearest
from mbc_cli.cli.answering import joined, show
from mbc_cli.cli.common import Command, DataOption, command
from mbc_cli.cli.meant import CHANGES, INSTEAD, told
from mbc_cli.cli.new_keys import BETWEEN, FORMS, id_in, identified, keys_given, kind_of, of_an_entry
from mbc_cli.show.page import Grid, Line
from mbc_cli.store.extending import WHOLE
from mbc_cli.store.load import laid

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mbc_cli.bench.filled import Given
    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Record

HOW = "fill in what is empty, uncomment or delete the lines with #; then: mbc check DIRECTORY"
"""What to do with a block."""
STANDS = "{} as it is shipped: change it in a file of your own, where it replaces the shipped one"
ADDS = "to add to it instead: mbc new {} {} --{} ABC"
ADDED = "adds to {} as it is shipped; {}then: mbc check DIRECTORY"
FILL = "fill in what is empty; "
LEFT = "--{} takes more than plain text: fill it in by hand, as data/README.md shows"
IS_OF = "{} is shipped with {} {}, not {}"
NOTHING = "nothing to add; to print the entry: mbc new {} {}"
ADDED_TO = {"brand": "written", "class": "abbreviation", "drug": "abbreviation", "regimen": "written"}
"""For some kinds, a key to which things are often added."""
INTRODUCING = (*CHANGES, "a", "an", "entry", "example", "template")
"""Words before the kind that add no meaning."""
LISTING = ("all", "kinds", "list", "template", "templates", "types")
"""Words that ask which kinds there are."""
TO_A_DRUG = "to add a name to a shipped drug: mbc new drug NAME --abbreviation ABC (or --synonym)"
GIVEN = "mbc.given"
OF_DRUGS = ("brand", "protocol", "regimen")
"""The kinds whose name may be followed by their drugs."""
NAME_KEYS = ("abbreviations", "synonyms", "written", "research_codes")
"""The keys that hold further names of an entry."""


class New(Command):
    """A command whose further options are keys of the requested kind of entry."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments; keys and their values are set aside."""
        words = list(args)
        while len(words) > 1 and words[0] in INTRODUCING:
            words.pop(0)
        rest, ctx.meta[GIVEN] = keys_given(of_an_entry(words), self.option_names(ctx))
        return super().parse_args(ctx, rest)


@command("new", "mbc new", "mbc new drug", "mbc new brand Ziihera --drug zanidatamab", cls=New)
def new(
    ctx: typer.Context,
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
    """Print a template for an entry of your own, or a shipped entry to change.

    Keys can be given as options: --drug docetaxel. For a shipped entry they are what your data adds to it:
    mbc new drug paclitaxel --abbreviation Txl.
    """
    if kind is None or (kind in LISTING and not name):
        rows = tuple((kind, meaning(kind)) for kind in kinds())
        show([(Grid(("Kind", "What it describes"), rows), Line("mbc new KIND prints a template for one."))])
        return
    book = load(data).book
    kind, text, further = asked(book, kind, name or ())
    given, said = identified(book, {**ctx.meta[GIVEN], **further})
    brands = given.pop(BRANDS, [])
    shipped = id_in(book, kind, text)
    said += named_already(book, f"{kind}.{shipped}", given)
    if shipped and brands and {*given} <= {SOURCES}:
        written, more = "", [HOW]
    elif shipped and given:
        written, more = added(book, kind, shipped, given)
    elif shipped:
        written, said, more = standing(laid(data), kind, shipped), [], list(of_standing(kind, shipped))
    else:
        written, more = fresh(book, kind, text, given)
    blocks = (written, *(of_drug(brand, shipped or text, given) for brand in brands))
    said += [line for brand in brands for line in known("brand", brand, book)]
    sys.stdout.write("".join(f"{text}\n" for text in blocks if text))
    sys.stderr.writelines(f"mbc: {line}\n" for line in (*said, *more))


def added(book: Book, kind: str, name: str, given: Given) -> tuple[str, list[str]]:
    """An entry that adds to the shipped one what it does not have yet, and what to say about it."""
    record = book.get(f"{kind}.{name}")
    new, there = parted_from(record, given)
    whole = [key for key in WHOLE.get(kind, ()) if key in new]
    there += [IS_OF.format(record.ref, key, listed(texts_of(getattr(record, key))), listed(new[key])) for key in whole]
    new = {key: of for key, of in new.items() if key not in whole}
    if not new:
        return "", [*there, NOTHING.format(kind, name)]
    written, left = adding(kind, name, new)
    fill = FILL if EMPTY.search(written) else ""
    return written, [*map(LEFT.format, left), *there, ADDED.format(f"{kind}.{name}", fill)]


def fresh(book: Book, kind: str, name: str, given: Given) -> tuple[str, list[str]]:
    """The block of a new entry, and what to say about it."""
    written, left = filled(block(kind, name), given)
    return written, [*map(LEFT.format, left), *known(kind, name, book), HOW]


def of_drug(brand: str, drug: str, given: Given) -> str:
    """The block of a brand that is given with its drug, resting on the same sources."""
    return filled(block("brand", brand), {"drugs": [slug(drug)], SOURCES: given.get(SOURCES, [""])})[0]


def asked(book: Book, first: str, others: Sequence[str]) -> tuple[str, str, Given]:
    """The requested kind, name and keys; without a kind, those of the entry that has the name."""
    refs = () if kind_of(first) else {match.ref for match in book.names.named(joined((first, *others)))}
    if len(refs) == 1:
        kind, _, name = next(iter(refs)).partition(".")
        return kind, name, {}
    if first.casefold() in FORMS and (found := further_name(book, others)):
        return "drug", found[0], {FORMS[first.casefold()]: [found[1]]}
    kind = kind_meant(first)
    words, drugs = name_and_drugs(book, kind, others)
    return kind, joined(words), drugs


def name_and_drugs(book: Book, kind: str, words: Sequence[str]) -> tuple[Sequence[str], Given]:
    """The name among some words, and the drugs behind it, for a kind that has drugs: `Zzz trastuzumab`."""
    key = key_of(kind, "drugs") if kind in OF_DRUGS and not id_in(book, kind, joined(words)) else ""
    behind = [word for word in words[1:] if word not in ("for", "of", "with", *BETWEEN)]
    if not (key and behind and all(id_in(book, "drug", word) for word in behind)):
        return words, {}
    told(f"{joined(behind)} read as --drugs: put quotes around a name of several words")
    return words[:1], {key: behind}


def further_name(book: Book, words: Sequence[str]) -> tuple[str, str] | None:
    """The drug among some words, and the rest, which is a further name of it: `Txl paclitaxel`; None if unclear."""
    kept = [word for word in words if word not in ("for", "of", "to")]
    parts = {(joined(kept[:n]), joined(kept[n:])) for n in range(1, len(kept))}
    found = {pair for part in parts for pair in (part, part[::-1]) if id_in(book, "drug", pair[0])}
    return found.pop() if len(found) == 1 else None


def kind_meant(said: str) -> str:
    """The kind of entry that a word means; UsageError says what to write instead."""
    if found := kind_of(said):
        return found
    word = said.casefold()
    if word in FORMS:
        raise UsageError(TO_A_DRUG)
    if word in INSTEAD:
        raise UsageError(INSTEAD[word])
    raise UsageError(
        f"'{said}' is not a kind of entry: {nearest(word, KINDS).replace('correct the name', 'mbc new lists them')}"
    )


def of_standing(kind: str, name: str) -> Iterator[str]:
    """What to do with a shipped entry."""
    yield STANDS.format(f"{kind}.{name}")
    if kind in ADDED_TO:
        yield ADDS.format(kind, name, ADDED_TO[kind])


def known(kind: str, name: str, book: Book, but: str = "") -> Iterator[str]:
    """What already has a name, other than one entry."""
    words = chart_words(book, name) if kind == "word" else ()
    refs = dict.fromkeys(match.ref for match in (*book.names.named(name), *book.names.acronyms(name)))
    yield from (f"'{name}' is already known, as {word.role} in {word.ref} ({word.language})" for word in words)
    if name and {*refs} - {but}:
        yield f"'{name}' is already a name of {', '.join(ref for ref in refs if ref != but)}"


def named_already(book: Book, ref: str, given: Given) -> list[str]:
    """What else already has one of the further names that are given for an entry."""
    names = [name for key, of in given.items() if key in NAME_KEYS for name in of]
    return [line for name in names for line in known("", name, book, but=ref)]


def parted_from(record: Record, given: Given) -> tuple[Given, list[str]]:
    """The given values that a shipped entry does not have, and a line about each that it has."""
    held = {key: [*map(fold, texts_of(getattr(record, key, ())))] for key in given}
    fresh = {key: [text for text in of if fold(text) not in held[key]] for key, of in given.items()}
    there = [
        f"'{text}' is already in {key} of {record.ref}"
        for key in given
        for text in given[key]
        if fold(text) in held[key]
    ]
    return {key: of for key, of in fresh.items() if of}, there


def listed(texts: Iterable[str]) -> str:
    """Some texts as a list; "none" if there are none."""
    return ", ".join(texts) or "none"


def texts_of(value: object) -> Iterator[str]:
    """The texts that a key of a record has."""
    yield from (item for item in (value if isinstance(value, tuple) else (value,)) if item and isinstance(item, str))
