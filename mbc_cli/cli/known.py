"""Which commands there are, and what is known about their arguments and options; this needs no command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.ask.lookup import names_beginning

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Axis

COMMANDS = {
    "expand": "expand",
    "drug": "cards",
    "class": "cards",
    "regimens": "cards",
    "trials": "cards",
    "options": "options",
    "search": "cards",
    "sources": "provenance",
    "conflicts": "provenance",
    "check": "check",
    "new": "new",
    "diff": "diff",
    "schema": "schema",
    "code": "code",
    "annotate": "annotate",
    "audit": "audit",
    "export": "export",
    "page": "page",
    "mcp": "mcp",
}
"""For each command, the module that declares it, in the order of the help."""
HELP = "help"
HELP_FLAGS = ("-h", "--help")
TREATMENTS = ("drug", "brand", "class", "regimen")
NAMES = {
    "expand": ("regimen", "protocol", "trial"),
    "drug": ("drug", "brand"),
    "class": ("class",),
    "regimens": ("drug", "brand", "class"),
    "trials": ("drug", "brand", "class"),
    "search": ("drug", "brand", "class", "regimen", "protocol", "trial"),
    "conflicts": ("drug", "regimen", "trial"),
    "code": ("drug", "brand", "regimen", "protocol"),
}
"""For each command, the kinds of entry whose names are its argument; all its words together are one name."""
NAMES_OF_OPTION = {"--with": ("drug", "brand", "class"), "--why": TREATMENTS}
FEW = 5


def names(book: Book, kinds: Sequence[str], said: Sequence[str], start: str) -> list[str]:
    """What can complete the unfinished word, the last one of a name: "emtansine" after "trastuzumab"."""
    before = "".join(f"{word} " for word in said)
    whole = names_beginning(book, kinds, before + start) if before else []
    return [name[len(before) :] for name in whole] or names_beginning(book, kinds, start)


def values(book: Book, axis: Axis, start: str) -> list[str]:
    """The values of an axis that begin this way; for an axis of treatments, the names."""
    if axis.of_treatments:
        return names_beginning(book, TREATMENTS, start)
    return beginning((form_of(axis, value) for value in axis.values), start)


def facts(book: Book, start: str) -> list[str]:
    """What can be given as `--fact`: the axes, and after the `=` of an axis its values."""
    name, given, value = start.partition("=")
    if given:
        return [f"{name}={found}" for found in values(book, book.axes[name], value)] if name in book.axes else []
    return beginning((f"{axis}=" for axis in book.axes), start)


def form_of(axis: Axis, value: str) -> str:
    """How a value is best typed: as it is if it is short, otherwise as its first short form made of letters."""
    shorts = (short for short, found in axis.short.items() if found == value and len(short) > 1)
    return value if len(value) < FEW else next(shorts, value)


def beginning(known: Iterable[str], start: str) -> list[str]:
    """The texts that begin this way, in any case."""
    return [text for text in known if text.casefold().startswith(start.casefold())]
