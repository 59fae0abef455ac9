"""A text that may mean several entries: the usual one, as its `shared` entry declares, and what a name gives."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from mbc_cli.book.model import Part
from mbc_cli.book.names import fold, forms, is_marked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Drug, Phase, Shared
    from mbc_cli.book.names import Match


def declaration(book: Book, text: str, matches: Sequence[Match]) -> Shared | None:
    """The `shared` entry for this text, if one declares it."""
    return _declared(book, text, tuple(matches))


@lru_cache(maxsize=1024)
def _declared(book: Book, text: str, matches: tuple[Match, ...]) -> Shared | None:
    key = fold(text, marks=True)
    names = book.referring(matches[0].ref, "shared") if matches else []
    return next((book.shared[name] for name in names if fold(book.shared[name].text, marks=True) == key), None)


def usual_first(book: Book, text: str, matches: Sequence[Match]) -> list[Match]:
    """The entries that one text may mean, in the order in which its `shared` entry declares them."""
    shared = declaration(book, text, matches)
    order = {ref: n for n, ref in enumerate(shared.readings)} if shared else {}
    return sorted(matches, key=lambda match: order.get(match.ref, 0))


def meant(book: Book, text: str, matches: Sequence[Match]) -> list[Match]:
    """The entries that a text may mean in a breast cancer record, the usual first; only that one if it is settled."""
    shared, found = declaration(book, text, matches), usual_first(book, text, matches)
    if shared and shared.settled:
        return found[:1]
    so = lookalikes_just_so(book, text, found) if len(found) > 1 else ()
    return [match for match in found if not so or match.ref in so or not is_marked(match.ref)]


def lookalikes_just_so(book: Book, text: str, matches: Sequence[Match]) -> set[str]:
    """The look-alikes written exactly so, if no regimen is: "Tx" means treatment, whatever TX may be."""
    so = {match.ref for match in matches if any(text == form for form, _ in forms(book.get(match.ref)))}
    return so if all(ref.startswith("lookalike.") for ref in so) else set()


def of_double_use(book: Book, match: Match) -> Drug | None:
    """The drug with a name, if it is also given for something other than cancer, such as estradiol."""
    names = book.brands[match.id].drugs if match.kind == "brand" else (match.id,) if match.kind == "drug" else ()
    return next((book.drugs[name] for name in names if book.drugs[name].double_use), None)


def named_phases(book: Book, match: Match) -> tuple[Phase, ...]:
    """One phase with the drug of a name, each drug of a brand or combination product, or a class."""
    return (tuple(Part(any_of=(name,)) for name in of_name(book, match)),)


def of_name(book: Book, match: Match) -> tuple[str, ...]:
    """The drugs of a name, or its class: those of Phesgo by its brand and by its full name."""
    if match.kind == "brand":
        return book.brands[match.id].drugs
    components = book.drugs[match.id].components if match.kind == "drug" else ()
    return components if len(components) > 1 else (match.id,)
