"""From the declaration of a record to its tables: how each type of field becomes columns, and tables below.

A text, a flag or a number is a column; the id of an entry is a column that refers to its table; a list is a table,
numbered from 1; a record inside another one is its columns, or a table if there are several. So a new field or kind is
exported as soon as it is declared.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import chain
from types import EllipsisType, NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

import mbc_cli.book.readers  # noqa: F401 - how a condition and the steps of a regimen are written
from mbc_cli.book.declared import fields_of
from mbc_cli.book.fields import Declared
from mbc_cli.book.model import Phase, Subject
from mbc_cli.book.shapes import Keyed, Ref
from mbc_cli.export.columns import PLAIN, Here, Spread, reference, single
from mbc_cli.export.condition_rows import CONDITION_TABLES
from mbc_cli.export.tables import RESERVED, Cells, Column, Row, Table, distinct, singular, table_of
from mbc_cli.options.subjects import treatment_name
from mbc_cli.show.card_words import phases_words

if TYPE_CHECKING:
    from mbc_cli.book.book import Book
    from mbc_cli.book.declared import Field
    from mbc_cli.book.model import Record

LEVELS = ("arm", "phase", "position")
"""The number columns for the items of a list, of a list of lists, and of three levels; the innermost comes last."""


# --- records -----------------------------------------------------------------------------------------------------


def kind_spread(kind: type[Record]) -> Spread:
    """The table of a kind of entry, and those below it; its rows are those of one entry."""
    name = table_of(kind.kind)
    inside = record_spread(kind, name)
    table = Table(name, inside.columns, ("id",), first_line(kind), kind.kind)
    under = (one if one in CONDITION_TABLES else one._replace(kind=kind.kind) for one in inside.tables)

    def rows(here: Here, record: Record) -> Iterator[Row]:
        yield Row(name, inside.cells(here, record))
        yield from inside.rows(here, record)

    return Spread((), lambda _, __: (), distinct((table, *under)), rows)


def record_spread(cls: type[Declared], owner: str, prefix: str = "") -> Spread:
    """A record in the row of its owner, its columns with a prefix; None has empty cells and nothing below."""
    fields = [(field.name, field_spread(field, owner, prefix)) for field in fields_of(cls)]
    columns = tuple(column for _, found in fields for column in found.columns)

    def cells(here: Here, value: Any) -> Cells:
        if value is None:
            return (None,) * len(columns)
        return tuple(cell for name, found in fields for cell in found.cells(here, getattr(value, name)))

    def rows(here: Here, value: Any) -> Iterator[Row]:
        each = () if value is None else fields
        return chain.from_iterable(found.rows(here, getattr(value, name)) for name, found in each)

    return Spread(columns, cells, distinct(table for _, found in fields for table in found.tables), rows)


def field_spread(field: Field, owner: str, prefix: str) -> Spread:
    """How a field is exported; a column of it may be empty only if that is the default."""
    found = spread(field.of, f"{prefix}{column_name(field, owner)}", owner)
    may_be_empty = field.default in ("", None) or bool(prefix)
    columns = (column._replace(help=field.key.help) for column in found.columns)
    tables = (table if table.help else table._replace(help=field.key.help) for table in found.tables)
    needed = (column._replace(needed=False) if may_be_empty else column for column in columns)
    return found._replace(columns=tuple(needed), tables=tuple(tables))


def column_name(field: Field, owner: str) -> str:
    """The name of a field as curators write it, or as in the record if its first word is reserved in SQL."""
    if field.name not in RESERVED and field.toml.partition("_")[0] in RESERVED:
        return field.name
    return f"{owner}_{field.toml}" if field.toml in RESERVED - {"when"} else field.toml


def first_line(cls: type) -> str:
    """What a record is: the beginning of its docstring."""
    return re.split(r"[;.](?: |\n|$)", cls.__doc__ or "")[0]


# --- types -------------------------------------------------------------------------------------------------------


def spread(of: Any, name: str, owner: str) -> Spread:
    """How a type is exported, under a name, in the table of an owner. TypeError for one that no table can hold."""
    match get_origin(of), get_args(of):
        case _ if of in PLAIN:
            return PLAIN[of](name)
        case _ if isinstance(of, type) and issubclass(of, Declared):
            return in_words(of, name, record_spread(of, owner, f"{name}_"))
        case origin, (one, *others) if origin in (Union, UnionType) and {*others} <= {NoneType, Literal[""]}:
            return spread(one, name, owner)
        case origin, words if origin is Literal:
            return single(Column(name, words=words, needed=True))
        case origin, (_, Ref(kinds)) if origin is Annotated:
            return reference(kinds, name)
        case origin, (inner, Keyed()) if origin is Annotated:
            return mapping_spread(Annotated[str, "system"], get_args(inner)[1], name, owner)
        case origin, (inner, _) if origin is Annotated:
            return spread(inner, name, owner)
        case origin, (key, value) if origin is Mapping:
            return mapping_spread(key, value, name, owner)
        case origin, (item, EllipsisType()) if origin is tuple:
            return in_words(of, name, list_spread(item, singular(name), owner))
    raise TypeError(f"{of} has no place in a table: say in mbc_cli.export.spread what it comes to")


WORDED: dict[Any, Callable[[Book, Any], str]] = {
    Subject: treatment_name,
    tuple[Phase, ...]: lambda book, steps: phases_words(book, [phase for step in steps for phase in book.opened(step)]),
}
"""Types with a column of their own that says them in words, besides the tables with their parts."""


def in_words(of: Any, name: str, parts: Spread) -> Spread:
    """The parts of a value, and before them the value in words, if there is a way to say it."""
    if not (words := WORDED.get(of)):
        return parts
    return parts._replace(
        columns=(Column(name), *parts.columns),
        cells=lambda here, value: (words(here.book, value) or None, *parts.cells(here, value)),
    )


# --- lists -------------------------------------------------------------------------------------------------------


class Listing(NamedTuple):
    """A table below another one: whose it is, the columns that place an item, and the items with their places."""

    name: str
    owner: str
    places: tuple[Column, ...]
    items: Callable[[Any], Iterator[tuple[Cells, Any]]]
    help: str = ""


def list_spread(item: Any, name: str, owner: str) -> Spread:
    """A list, or a list of lists, as a table below: the owner, the place in the list, the item."""
    depth = 1
    while get_origin(item) is tuple and get_args(item)[-1:] == (...,):
        item, depth = get_args(item)[0], depth + 1
    is_record = isinstance(item, type) and issubclass(item, Declared)
    table = f"{owner}_{name}_{item.__name__.lower()}" if is_record and depth > 1 else f"{owner}_{name}"
    inside = record_spread(item, table) if is_record else spread(item, name, table)
    help = first_line(item) if is_record else ""
    return below(Listing(table, owner, tuple(map(number, LEVELS[-depth:])), partial(numbered, depth), help), inside)


def number(name: str) -> Column:
    """A column that says where something is."""
    return Column(name, "integer", needed=True)


def numbered(depth: int, items: Any) -> Iterator[tuple[Cells, Any]]:
    """The items of a list, or of a list of lists, with the numbers that say where each one is."""
    for n, item in enumerate(items, 1):
        inside = numbered(depth - 1, item) if depth > 1 else [((), item)]
        yield from (((n, *places), inner) for places, inner in inside)


def mapping_spread(key: Any, value: Any, name: str, owner: str) -> Spread:
    """A table of free or known keys: the owner, the key, and the value or each of its values."""
    one = singular(name)
    table, keys = f"{owner}_{one}", (key_column(key),)
    if get_origin(value) is not tuple:
        return below(Listing(table, owner, keys, keyed), spread(value, one, table))
    return below(
        Listing(table, owner, (*keys, number("position")), keyed_lists), spread(get_args(value)[0], one, table)
    )


def key_column(key: Any) -> Column:
    """The column of the keys of a mapping, which their type names."""
    match get_args(key):
        case _, Ref((kind,)):
            return Column(f"{kind}_id", refers=kind, needed=True)
        case _, str(called):
            return Column(called, needed=True)
    return Column("key", needed=True)


def keyed(of: Mapping[str, Any]) -> Iterator[tuple[Cells, Any]]:
    """Each value of a mapping with its key."""
    return (((key,), value) for key, value in of.items())


def keyed_lists(of: Mapping[str, tuple[Any, ...]]) -> Iterator[tuple[Cells, Any]]:
    """Each item of the lists that a mapping has, with its key and its number."""
    return (((key, n), item) for key, items in of.items() for n, item in enumerate(items, 1))


def below(listing: Listing, item: Spread) -> Spread:
    """A table below another one; its rows have an id of their own if there are further tables below them."""
    name, owner, places = listing.name, Column(f"{listing.owner}_id", refers=listing.owner, needed=True), listing.places
    ids = (Column("id", needed=True),) if any(table not in CONDITION_TABLES for table in item.tables) else ()
    key = ("id",) if ids else (owner.name, *(place.name for place in places))
    table = Table(name, (*ids, owner, *places, *item.columns), key, listing.help)

    def rows(here: Here, value: Any) -> Iterator[Row]:
        for where, found in listing.items(value):
            inner = here.within(name, *where)
            yield Row(name, (*((inner.id,) if ids else ()), here.id, *where, *item.cells(inner, found)))
            yield from item.rows(inner, found)

    return Spread((), lambda _, __: (), (table, *item.tables), rows)
