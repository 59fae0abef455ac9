"""A result that several names share: "ER, PR and HER2 negative" tells of each what "HER2 negative" tells of one.

Only names before an "and" share what follows the last of them. "PIK3CA ESR1 mutated" and "PIK3CA or ESR1 mutated" do
not say which of the two is mutated. As a gene alone is read as mutated, "ESR1 and PIK3CA wt" has two readings, and is
not taken without "both".
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from mbc_cli.options.forms import parts_of
from mbc_cli.options.tokens import COMMA

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.options.forms import Form, Forms
    from mbc_cli.options.tokens import Token

AND, BOTH = "and", "both"

Words = tuple[str, ...]


class Row(NamedTuple):
    """Names in a row, each as its words, whether "both" comes after them, and where the result behind them begins."""

    names: tuple[Words, ...]
    both: bool
    end: int


class Shared(NamedTuple):
    """The forms of a shared result, one for each name, and where the result ends."""

    forms: tuple[Form, ...]
    end: int


def shared(book: Book, forms: Forms, tokens: Sequence[Token], at: int) -> Shared | None:
    """The result that the names beginning here share, the longest one; None if they share none."""
    row = row_at(names_of(book), tokens, at)
    if not row:
        return None
    text = tuple(token.text for token in tokens)
    for result in results(forms, row.names[-1]):
        if text[row.end : row.end + len(result)] == result:
            each = told_of_each(forms, row, result)
            return Shared(each, row.end + len(result)) if each else None
    return None


def told_of_each(forms: Forms, row: Row, result: Words) -> tuple[Form, ...]:
    """The form of each name with the result; none unless all have one, or if a name alone tells otherwise."""
    each = tuple(form for name in row.names if (form := told_as(forms, name + result)))
    if len(each) < len(row.names):
        return ()
    alone = (told_as(forms, name) for name in row.names[:-1])
    otherwise = any(name and name.told != form.told for name, form in zip(alone, each, strict=False))
    return () if otherwise and not row.both else each


def row_at(names: Sequence[Words], tokens: Sequence[Token], at: int) -> Row | None:
    """Two or more different names with an "and" before the last of them, and perhaps "both" after it."""
    text = tuple(token.text for token in tokens)
    found: list[Words] = []
    joined = False
    while name := next((name for name in names if text[at : at + len(name)] == name), None):
        found.append(name)
        at += len(name)
        if joined:
            both = text[at : at + 1] == (BOTH,)
            return Row(tuple(found), both, at + both) if len({*found}) == len(found) else None
        at += text[at : at + 1] == (COMMA,)
        joined = text[at : at + 1] == (AND,)
        at += joined
    return None


def results(forms: Forms, name: Words) -> Iterator[Words]:
    """What may be said behind a name, longest first, without numbers or treatments."""
    for form in forms.get(name[0], ()):
        behind = tuple(part for part in form.parts[len(name) :] if isinstance(part, str))
        if behind and form.parts == name + behind and not form.treatment:
            yield behind


def told_as(forms: Forms, parts: Words) -> Form | None:
    """The form that is written so, if it tells something."""
    return next((form for form in forms.get(parts[0], ()) if form.parts == parts and form.told), None)


@lru_cache(maxsize=4)
def names_of(book: Book) -> tuple[Words, ...]:
    """The names of the axes, each as its words, longest first."""
    written = (name for axis in book.axes.values() for name in axis.written)
    names = {tuple(str(part) for part in parts_of(book, name)) for name in written}
    return tuple(sorted(names, key=lambda name: (-len(name), name)))
