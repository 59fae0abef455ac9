"""`mbc new`."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mbc_cli.api.reference import load
from mbc_cli.ask.lookup import chart_words
from mbc_cli.bench.blocks import KINDS, block, kinds, meaning, slug
from mbc_cli.bench.filled import adding, filled, key_of
from mbc_cli.bench.standing import standing
from mbc_cli.book.errors import UsageError
from mbc_cli.book.table import nearest
from mbc_cli.cli.answering import joined, show
from mbc_cli.cli.common import Command, DataOption, command
from mbc_cli.cli.meant import CHANGES, INSTEAD
from mbc_cli.show.page import Grid, Line
from mbc_cli.store.load import laid

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from mbc_cli.bench.filled import Given
    from mbc_cli.book.book import Book

HOW = "fill in what is empty, uncomment or delete the lines with #; then: mbc check DIRECTORY"
"""What to do with a block."""
STANDS = "{} as it is shipped: change it in a file of your own, where it replaces the shipped one"
ADDS = "to add to it instead: mbc new {} {} --{} ABC"
ADDED = "adds to {} as it is shipped; fill in what is empty; then: mbc check DIRECTORY"
LEFT = "--{} is more than a text: write it yourself, as data/README.md shows"
ADDED_TO = {"brand": "written", "class": "abbreviation", "drug": "abbreviation", "regimen": "written"}
"""For some kinds, a key to which things are often added."""
FORMS = {
    "abbreviation": "abbreviations",
    "acronym": "abbreviations",
    "alias": "synonyms",
    "name": "synonyms",
    "nickname": "synonyms",
    "spelling": "synonyms",
    "synonym": "synonyms",
}
"""What people call a further name of an entry, and the key that holds it; for other kinds it is `written`."""
ID_KEYS = {
    **dict.fromkeys(("drug", "drugs", "together", "product", "components", "distinct_from", "form_of"), "drug"),
    "biosimilar_of": "drug",
    **dict.fromkeys(("classes", "parent"), "class"),
}
"""Keys that hold ids, and the kind of entry that these identify."""
INTRODUCING = (*CHANGES, "a", "an", "entry", "example", "template")
"""Words before the kind that add no meaning."""
TO_A_DRUG = "to add a name to a shipped drug: mbc new drug NAME --abbreviation ABC (or --synonym)"
GIVEN = "mbc.given"


class New(Command):
    """A command whose further options are keys of the requested kind of entry."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments; keys and their values are set aside."""
        words = list(args)
        while len(words) > 1 and words[0] in INTRODUCING:
            words.pop(0)
        rest, ctx.meta[GIVEN] = keys_given(of_an_entry(words), self.option_names(ctx))
        return super().parse_args(ctx, rest)


def of_an_entry(args: Sequence[str]) -> list[str]:
    """The arguments for a further name, turned into those for its entry: `abbreviation Txl --drug paclitaxel`."""
    at = next((n for n, word in enumerate(args) if word[2:] in KINDS and word.startswith("--")), 0)
    if not at or args[0] not in FORMS or at + 1 == len(args):
        return list(args)
    kind, of = args[at][2:], args[at + 1]
    key = key_of(kind, FORMS[args[0]]) or "written"
    return [kind, of, f"--{key}", " ".join(args[1:at]), *args[at + 2 :]]


def keys_given(args: Sequence[str], known: Collection[str]) -> tuple[list[str], Given]:
    """The arguments without the options that are keys of a kind, and the values of these keys."""
    kind = kind_of(args[0]) if args else ""
    rest: list[str] = []
    given: dict[str, list[str]] = {}
    words = iter(args)
    for word in words:
        name, _, value = word.partition("=")
        key = key_of(kind, name[2:]) if kind and name.startswith("--") and name not in known else ""
        if key:
            given.setdefault(key, []).extend(values(key, value or next(words, "")))
        else:
            rest.append(word)
    return rest, given


def values(key: str, text: str) -> list[str]:
    """The values in a text; a place in a source may have commas."""
    return [text] if key in ("sources", "source", "name") else [part.strip() for part in re.split("[,;]", text)]


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
    if kind is None:
        rows = tuple((kind, meaning(kind)) for kind in kinds())
        show([(Grid(("Kind", "What it describes"), rows), Line("mbc new KIND prints a template for one."))])
        return
    book = load(data).book
    kind, text, further = asked(book, kind, name or ())
    given, said = identified(book, {**ctx.meta[GIVEN], **further})
    shipped = id_in(book, kind, text)
    left: list[str] = []
    if shipped and given:
        said += [ADDED.format(f"{kind}.{shipped}")]
        written, left = adding(kind, shipped, given)
    elif shipped:
        written, said = standing(laid(data), kind, shipped), list(of_standing(kind, shipped))
    else:
        said += [*known(kind, text, book), HOW]
        written, left = filled(block(kind, text), given)
    sys.stdout.write(f"{written}\n")
    sys.stderr.writelines(f"mbc: {line}\n" for line in (*map(LEFT.format, left), *said))


def asked(book: Book, first: str, others: Sequence[str]) -> tuple[str, str, Given]:
    """The requested kind, name and keys; without a kind, those of the entry that has the name."""
    refs = () if kind_of(first) else {match.ref for match in book.names.named(joined((first, *others)))}
    if len(refs) == 1:
        kind, _, name = next(iter(refs)).partition(".")
        return kind, name, {}
    if first.casefold() in FORMS and (found := further_name(book, others)):
        return "drug", found[0], {FORMS[first.casefold()]: [found[1]]}
    return kind_meant(first), joined(others), {}


def further_name(book: Book, words: Sequence[str]) -> tuple[str, str] | None:
    """The drug among some words, and the rest, which is a further name of it: `Txl paclitaxel`; None if unclear."""
    kept = [word for word in words if word not in ("for", "of")]
    parts = {(joined(kept[:n]), joined(kept[n:])) for n in range(1, len(kept))}
    found = {pair for part in parts for pair in (part, part[::-1]) if id_in(book, "drug", pair[0])}
    return found.pop() if len(found) == 1 else None


def identified(book: Book, given: Given) -> tuple[Given, list[str]]:
    """The given values, with ids in place of names for keys that hold ids, and what to say about each of these."""
    ids = {key: [(id_in(book, ID_KEYS.get(key, ""), text) or text, text) for text in of] for key, of in given.items()}
    said = [f"{text} has the id {name}" for of in ids.values() for name, text in of if name != text]
    return {key: [name for name, _ in of] for key, of in ids.items()}, said


def kind_of(said: str) -> str:
    """The kind of entry that a word means, in any case, singular or plural; "" if it means none."""
    word = said.casefold()
    return next((kind for kind in KINDS if word in (kind, f"{kind}s", f"{kind}es")), "")


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


def id_in(book: Book, kind: str, name: str) -> str:
    """The id of the entry of a kind with an id or a name, also a drug's brand; "" if none has it, or several do."""
    if f"{kind}.{slug(name)}" in book:
        return slug(name)
    matches = [*book.names.named(name), *book.names.acronyms(name)]
    found = {match.id for match in matches if match.kind == kind}
    if kind == "drug":
        found |= {drug for match in matches if match.kind == "brand" for drug in book.brands[match.id].drugs}
    return found.pop() if len(found) == 1 else ""


def of_standing(kind: str, name: str) -> Iterator[str]:
    """What to do with a shipped entry."""
    yield STANDS.format(f"{kind}.{name}")
    if kind in ADDED_TO:
        yield ADDS.format(kind, name, ADDED_TO[kind])


def known(kind: str, name: str, book: Book) -> Iterator[str]:
    """What already has a name."""
    words = chart_words(book, name) if kind == "word" else ()
    refs = dict.fromkeys(match.ref for match in (*book.names.named(name), *book.names.acronyms(name)))
    yield from (f"'{name}' is already known, as {word.role} in {word.ref} ({word.language})" for word in words)
    if name and refs:
        yield f"'{name}' is already a name of {', '.join(refs)}"
