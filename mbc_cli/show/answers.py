"""One kind of object in an answer, declared once: the fields of a record, plus what is computed for it.

The keys of the object, their order and its part of `schema.json` all follow from the declaration.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from mbc_cli.book.fields import UNSAID, Declared, Made

if TYPE_CHECKING:
    from mbc_cli.show.formats import Json


class Computed:
    """What a declaration says about a computed part besides its type; see `computed`."""

    __slots__ = ("after", "help")

    def __init__(self, after: str, help: str) -> None:
        self.after, self.help = after, help


def computed(after: str = "", help: str = "") -> Any:
    """The key that a computed part comes after, unless it comes last, and one line for the schema."""
    return Computed(after, help)


class Shown:
    """A kind of object, declared as a subclass: its annotations are the computed parts.

    Its keys are `kind`, the fields of the record class `of` except those in `hidden`, and the computed parts. A part
    takes the place of the field of its name, or the place that `computed` gives, or comes last, before the sources.
    """

    OF: ClassVar[type[Declared] | None] = None
    KIND: ClassVar[str] = ""
    HIDDEN: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, of: type[Declared] | None = None, kind: str = "", hidden: tuple[str, ...] = ()) -> None:
        cls.OF, cls.KIND, cls.HIDDEN = of, kind, hidden

    @classmethod
    def made(cls, record: Made | None = None, computed: Json | None = None) -> Json:
        """The object made of a record and the computed parts; TypeError if its keys are not exactly those declared."""
        layout = layout_of(cls)
        found: Json = {key: as_json(getattr(record, name)) for key, name in layout.fields.items()}
        found |= {**({"kind": cls.KIND} if cls.KIND else {}), **(computed or {})}
        if found.keys() != set(layout.keys):
            raise TypeError(f"{cls.__name__}: {', '.join(sorted(found.keys() ^ set(layout.keys)))} is not as declared")
        return {key: found[key] for key in layout.keys}


class Layout(NamedTuple):
    """A declaration worked out: the field of the record for each key, the computed keys, and all keys in order."""

    fields: Mapping[str, str]
    computed: Mapping[str, Computed | None]
    keys: tuple[str, ...]


LAYOUTS: dict[type[Shown], Layout] = {}


def layout_of(kind: type[Shown]) -> Layout:
    """The layout of an object, worked out on first use."""
    if kind not in LAYOUTS:
        LAYOUTS[kind] = laid_out(kind)
    return LAYOUTS[kind]


def laid_out(kind: type[Shown]) -> Layout:
    """The layout that follows from a declaration; an annotation that is a Python keyword has a `_` after it."""
    declared = kind.__dict__.get("__annotations__", {})  # noqa: RUF063 - importing inspect costs more than it saves
    computed = {name.rstrip("_"): kind.__dict__.get(name) for name in declared}
    shown = {key: name for key, name in shown_fields(kind.OF).items() if name not in kind.HIDDEN} if kind.OF else {}
    places = {name: part.after for name, part in computed.items() if part and part.after}
    keys = (*(["kind"] if kind.KIND else []), *in_order(shown, computed, places))
    return Layout({key: name for key, name in shown.items() if key not in computed}, computed, keys)


def shown_fields(cls: type[Made]) -> dict[str, str]:
    """The field for each key of an answer, for the fields that are shown."""
    keys = ((cls.KEYS.get(name, UNSAID).answer(name), name) for name in cls.FIELDS)
    return {key: name for key, name in keys if key}


def in_order(fields: Mapping[str, Any], computed: Mapping[str, Any], places: Mapping[str, str]) -> tuple[str, ...]:
    """The keys of fields, each followed by what is placed after it, then the parts without a place, and the sources."""
    keys: list[str] = []
    for key in (*(key for key in fields if key != "sources"), *(key for key in computed if key not in fields)):
        if key not in places:
            keys += [key, *(name for name, place in places.items() if place == key)]
    return (*keys, "sources") if "sources" in fields else tuple(keys)


def as_json(value: Any) -> Any:
    """A value of a record as JSON: "" becomes null, a record an object of its fields, a citation its id and place."""
    if isinstance(value, tuple):
        return value._asdict() if hasattr(value, "_asdict") else [as_json(item) for item in value]
    if isinstance(value, Made):
        return {key: as_json(getattr(value, name)) for key, name in shown_fields(type(value)).items()}
    if isinstance(value, Mapping):
        return {key: as_json(item) for key, item in value.items()}
    return None if value == "" else value
