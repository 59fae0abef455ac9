"""From the declaration of a record to its reader and its JSON Schema; imported only when TOML is read or described.

What a type means is defined once, here, as a `Shape`. A type that does not say how it is written (a condition, the
steps of a regimen) has its own reader, which `shape` registers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from types import EllipsisType, NoneType, UnionType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Literal,
    NamedTuple,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from mbc_cli.book import shapes
from mbc_cli.book.days import is_day
from mbc_cli.book.fields import ABSENT, UNSAID, Declared
from mbc_cli.book.json_schema import FLAG, TEXT, enum, many, mapping, only, or_null, ref, told
from mbc_cli.book.model import Citation
from mbc_cli.book.patterns import pattern
from mbc_cli.book.shapes import Count, Date, Day, Id, Keyed, Pattern, Ref
from mbc_cli.book.table import nearest

if TYPE_CHECKING:
    from mbc_cli.book.fields import Key
    from mbc_cli.book.json_schema import Schema
    from mbc_cli.book.table import Table

D = TypeVar("D", bound=Declared)
KeyReader = Callable[["Table", str, Any], Any]
"""From a table, a key in it and the default (ABSENT: it is required) to the value; problems are noted."""

MONTH_WRITTEN = "(19|20)[0-9]{2}-(0[1-9]|1[0-2])"
ON_A_DAY = "-(0[1-9]|[12][0-9]|3[01])"
DATE_WRITTEN: Schema = {
    "anyOf": [
        {"type": "string", "format": "date"},
        {"type": "string", "pattern": f"^((19|20)[0-9]{{2}}|{MONTH_WRITTEN}({ON_A_DAY})?)$"},
    ]
}
"""A TOML date, or a text; `format` tells TOML editors that it is a date."""
DAY_WRITTEN: Schema = {
    "anyOf": [{"type": "string", "format": "date"}, {"type": "string", "pattern": f"^{MONTH_WRITTEN}{ON_A_DAY}$"}]
}
TEXT_WRITTEN: Schema = {"type": "string", "pattern": "[^ ]"}
COUNT_WRITTEN: Schema = {"type": "integer", "minimum": 1}
CITATION_WRITTEN: Schema = {"type": "string", "pattern": "^[^:]+: .*[^ ]"}


class Shape(NamedTuple):
    """What a type means: how it is read, and its JSON Schema in TOML and in an answer (None: not shown as it is).

    A text type also has a `remedy`: what to write instead of a text that does not fit, "" for one that does.
    """

    read: KeyReader
    written: Schema
    answered: Schema | None = None
    remedy: Callable[[str], str] | None = None


OWN: dict[Any, Shape] = {}
"""The types that have their own reader."""


def shape(of: Any, written: Schema, answered: Schema | None = None) -> Callable[[KeyReader], KeyReader]:
    """Register the function below it as the reader of a type."""

    def known(read: KeyReader) -> KeyReader:
        OWN[of] = Shape(read, written, answered)
        return read

    return known


# --- readers -----------------------------------------------------------------------------------------------------


def read_record(cls: type[D], table: Table, **given: Any) -> D:
    """A record from its table; `given` are the fields that are not in the table, such as the id."""
    own = [field for field in fields_of(cls) if field.name not in given]
    return cls(**given, **{field.name: field.shape.read(table, field.toml, field.due(table)) for field in own})


@shape(bool, FLAG, FLAG)
def read_flag(table: Table, key: str, _: Any) -> bool:
    """True or false; false when absent."""
    return table.flag(key)


@shape(Count, COUNT_WRITTEN, COUNT_WRITTEN)
def read_count(table: Table, key: str, _: Any) -> int:
    """A whole number, at least 1."""
    value = table.take(key)
    if type(value) is int and value > 0:
        return value
    found = "missing" if value is None else repr(value)
    table.complain(key, f"is {found}; write a whole number, 1 or more")
    return 1


@shape(Date, DATE_WRITTEN, ref("date"))
def read_date(table: Table, key: str, default: Any) -> str:
    """A day, month or year."""
    return table.needed_date(key) if default is ABSENT else table.date(key)


@shape(Day, DAY_WRITTEN, ref("date"))
def read_day(table: Table, key: str, default: Any) -> str:
    """A day of the calendar."""
    day: str = read_date(table, key, default)
    if day and not is_day(day):
        table.complain(key, f"is '{day}'; write a day of the calendar such as 2013-01-01")
    return day


@shape(Citation, CITATION_WRITTEN, ref("citation"))
def read_citation(table: Table, key: str, _: Any) -> Citation:
    """One source and the place in it."""
    return citation(table.text(key), table, key)


@shape(tuple[Citation], CITATION_WRITTEN, ref("citations"))
def read_sole_citation(table: Table, key: str, _: Any) -> tuple[Citation, ...]:
    """The single source of an entry; none if it is missing."""
    text = table.text(key)
    return (citation(text, table, key),) if text else ()


@shape(tuple[Citation, ...], many(CITATION_WRITTEN, 1), ref("citations"))
def read_citations(table: Table, key: str, default: Any) -> tuple[Citation, ...]:
    """The sources."""
    return tuple(citation(text, table, key) for text in table.texts(key, needed=default is ABSENT))


def citation(text: str, table: Table, key: str) -> Citation:
    """`"source-id: place"` as a citation; a citation without a place is a problem."""
    source, colon, where = text.partition(": ")
    if not colon or not where.strip():
        table.complain(key, f"'{text}' has no place; write \"source-id: section or page\"", text)
    return Citation(source, where)


def read_text(table: Table, key: str, default: Any, remedy: Callable[[str], str]) -> str:
    """A text, with a remedy if it is not what it should be."""
    value = table.text(key) if default is ABSENT else table.optional(key) or default
    if value and (instead := remedy(value)):
        table.complain(key, f"is '{value}'; {instead}")
    return str(value)


def read_choice(table: Table, key: str, default: Any, allowed: tuple[str, ...]) -> str:
    """One of several words."""
    return table.choice(key, allowed, None if default is ABSENT else default)


def read_texts(table: Table, key: str, default: Any, remedy: Callable[[str], str]) -> tuple[str, ...]:
    """A list of texts."""
    values = table.texts(key, needed=default is ABSENT)
    for value in values:
        if instead := remedy(value):
            table.complain(key, f"is '{value}'; {instead}", value)
    return values


def read_nested(table: Table, key: str, default: Any, cls: type[Declared]) -> Any:
    """A record in its own table."""
    inner = table.table(key)
    if default is not ABSENT and not isinstance(table.data.get(key), dict):
        return default
    found = read_record(cls, inner)
    inner.finish()
    return found


def read_list(table: Table, key: str, default: Any, cls: type[Declared]) -> tuple[Declared, ...]:
    """One record for every table in a list."""
    found = []
    for inner in table.tables(key, needed=default is ABSENT):
        found.append(read_record(cls, inner))
        inner.finish()
    return tuple(found)


def read_mapping(table: Table, key: str, _: Any, inside: Shape) -> dict[str, Any]:
    """A table with free keys."""
    inner = table.table(key)
    return {name: inside.read(inner, name, ABSENT) for name in inner.data}


def read_keyed(table: Table, key: str, _: Any, inside: Mapping[str, Shape]) -> dict[str, str]:
    """A table with known keys, including only those that are present."""
    inner = table.table(key)
    found = {name: of.read(inner, name, "") for name, of in inside.items()}
    inner.finish()
    return {name: value for name, value in found.items() if value}


# --- types to shapes ---------------------------------------------------------------------------------------------


@cache
def shape_of(of: Any) -> Shape:
    """What a type means; TypeError if its declaration is not specific enough."""
    if of in OWN:
        return OWN[of]
    match get_origin(of), get_args(of):
        case _ if of is str or of == Id:
            return text_shape(lambda _: "", TEXT_WRITTEN, ref("id") if of == Id else TEXT)
        case origin, (_, Ref(kinds)) if origin is Annotated:
            return text_shape(lambda _: "", TEXT_WRITTEN, ref("id") if kinds else TEXT)
        case origin, (one, *others) if origin in (Union, UnionType) and {*others} <= {NoneType, Literal[""]}:
            return shape_of(one)
        case origin, words if origin is Literal:
            one_word = text_shape(lambda word: "" if word in words else nearest(word, words), enum(words), enum(words))
            return one_word._replace(read=partial(read_choice, allowed=words))
        case origin, (_, Pattern() as found) if origin is Annotated:
            return pattern_shape(found)
        case origin, (_, Keyed() as keyed) if origin is Annotated:
            return keyed_shape({name: pattern_shape(found) for name, found in keyed.patterns})
        case origin, (item, EllipsisType()) if origin is tuple:
            return list_shape(item)
        case origin, (_, value) if origin is Mapping:
            inside = shape_of(value)
            shown = mapping(inside.answered) if inside.answered else None
            return Shape(partial(read_mapping, inside=inside), mapping(inside.written), shown)
    if isinstance(of, type) and issubclass(of, Declared):
        return Shape(partial(read_nested, cls=of), written_schema(of), answered_schema(of))
    raise TypeError(f"{of} has no shape: give it a reader of its own")


def text_shape(remedy: Callable[[str], str], written: Schema, answered: Schema) -> Shape:
    """The shape of a text."""
    return Shape(partial(read_text, remedy=remedy), written, answered, remedy)


def pattern_shape(of: Pattern) -> Shape:
    """The shape of a text that matches a pattern."""
    schema = {"type": "string", "pattern": f"^({of.regex})$"}
    whole = pattern(of.regex)
    return text_shape(lambda text: "" if whole.fullmatch(text) else f"write {of.wanted}", schema, schema)


def keyed_shape(inside: Mapping[str, Shape]) -> Shape:
    """The shape of a table with known keys; an answer has all of them."""
    answered = only({name: or_null(of.answered or {}) for name, of in inside.items()}, inside)
    return Shape(partial(read_keyed, inside=inside), only({name: of.written for name, of in inside.items()}), answered)


def list_shape(item: Any) -> Shape:
    """The shape of a list of texts or of records."""
    inside = shape_of(item)
    if inside.remedy:
        reader: KeyReader = partial(read_texts, remedy=inside.remedy)
    elif isinstance(item, type) and issubclass(item, Declared):
        reader = partial(read_list, cls=item)
    else:
        raise TypeError(f"a list of {item} has no shape: give it a reader of its own")
    once = {"uniqueItems": True} if inside.remedy else {}
    return Shape(reader, many(inside.written) | once, many(inside.answered) if inside.answered else None)


# --- fields ------------------------------------------------------------------------------------------------------


class Field(NamedTuple):
    """A field of a record with everything that its declaration says."""

    name: str
    toml: str
    of: Any
    shape: Shape
    default: Any
    key: Key

    def due(self, table: Table) -> Any:
        """Its default in a table; ABSENT if it is required."""
        return ABSENT if self.key.unless and table.data.get(self.key.unless) is not True else self.default

    @property
    def shown(self) -> str:
        """Its name in an answer; "" if it is not shown."""
        return self.key.answer(self.name)

    @property
    def written(self) -> Schema:
        """Its JSON Schema in TOML."""
        least = {"minItems": 1} if self.default is ABSENT and self.shape.written.get("type") == "array" else {}
        return told(self.key.help, {**self.shape.written, **least})

    @property
    def answered(self) -> Schema | None:
        """Its JSON Schema in an answer."""
        plain = self.shape.answered
        return plain and told(self.key.help, or_null(plain) if self.default in ("", None) else plain)


KNOWN: dict[type[Declared], tuple[Field, ...]] = {}


def fields_of(cls: type[Declared]) -> tuple[Field, ...]:
    """The fields of a record, in order; names imported only for types come from `shapes`."""
    if cls not in KNOWN:
        hints = get_type_hints(cls, localns=vars(shapes), include_extras=True)
        KNOWN[cls] = tuple(field_of(cls, name, hints[name]) for name in cls.FIELDS)
    return KNOWN[cls]


def field_of(cls: type[Declared], name: str, of: Any) -> Field:
    """One field of a record; TypeError for a required field that has a meaning when left out."""
    default = ABSENT if name in cls.NEEDED else getattr(cls, name)
    if default is ABSENT and (of is bool or get_origin(of) is Mapping):
        raise TypeError(f"{cls.__name__}.{name}: a flag or a mapping can be left out: give it a default")
    key = cls.KEYS.get(name, UNSAID)
    return Field(name, key.toml(name), of, shape_of(of), default, key)


def written_schema(cls: type[Declared], *given: str) -> Schema:
    """The JSON Schema of a record in TOML; fields that are `given` are not in its table."""
    fields = [field for field in fields_of(cls) if field.name not in given]
    needed = [field.toml for field in fields if field.default is ABSENT]
    whole = only({field.toml: field.written for field in fields}, needed)
    for flag in dict.fromkeys(field.key.unless for field in fields if field.key.unless):
        there = {"required": [field.toml for field in fields if field.key.unless == flag]}
        excused = {"required": [flag], "properties": {flag: {"const": True}}}
        whole["anyOf"] = [there, excused]
    return whole


def answered_schema(cls: type[Declared]) -> Schema | None:
    """The JSON Schema of a record in an answer; None if one of its fields is never shown as it is."""
    fields = {field.shown: field.answered for field in fields_of(cls) if field.shown}
    found = {name: schema for name, schema in fields.items() if schema}
    return only(found, found) if len(found) == len(fields) else None
