"""Immutable records declared by annotations: frozen data classes, without compiling code for each of them.

A data class writes and compiles its methods when it is defined, which takes a fifth of a short call. Here the methods
are written once, in the base class, and read the names of the fields.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar, dataclass_transform

if TYPE_CHECKING:
    from collections.abc import Mapping

R = TypeVar("R", bound="Made")
NOTHING: Any = MappingProxyType({})
"""The default of a mapping field; it is immutable, so that no record can change what another one has."""


ABSENT: Any = object()
"""Marks a field without a default: it is required, both in calls and in the data."""


class Key:
    """What a declaration says about a field in addition to its type; `key` explains it."""

    __slots__ = ("default", "help", "name", "shown", "unless")

    def __init__(self, name: str, default: Any, shown: bool | str, unless: str, help: str) -> None:
        self.name, self.default, self.shown, self.unless, self.help = name, default, shown, unless, help

    def toml(self, field: str) -> str:
        """The key in TOML."""
        return self.name or field

    def answer(self, field: str) -> str:
        """The key in an answer; "" if the field is not shown."""
        return self.toml(field) if self.shown is True else self.shown or ""


def key(name: str = "", *, default: Any = ABSENT, shown: bool | str = True, unless: str = "", help: str = "") -> Any:
    """What the name, type and default of a field do not say.

    `name` is its key in TOML if different; `shown` is whether it appears in an answer, or its name there; `unless` is
    the flag without which the field is required although it has a default; `help` is one line for the schemas.
    """
    return Key(name, default, shown, unless, help)


UNSAID = Key("", ABSENT, True, "", "")
"""The key of a field whose declaration says nothing more."""


class Made:
    """What both kinds of record do: made by position or name; compared, hashed, shown and pickled by their fields."""

    FIELDS: tuple[str, ...] = ()
    NEEDED: frozenset[str] = frozenset()
    KEYS: Mapping[str, Key] = NOTHING

    def __init_subclass__(cls) -> None:
        declared = cls.__dict__.get("__annotations__", {})  # noqa: RUF063 - importing inspect costs more than it saves
        own = [name for name, of in declared.items() if not of.startswith("ClassVar")]
        cls.FIELDS = tuple(dict.fromkeys((*cls.FIELDS, *own)))
        if found := {name: of for name, of in cls.__dict__.items() if of.__class__ is Key}:
            cls._keep(found)
        cls.NEEDED = cls.NEEDED.difference(own).union([name for name in own if name not in cls.__dict__])
        cls.__match_args__ = cls.FIELDS  # type: ignore[attr-defined, misc]

    @classmethod
    def _keep(cls, keys: dict[str, Key]) -> None:
        """Set the keys aside; what stays on the class is the default of the field, if it has one."""
        cls.KEYS = {**cls.KEYS, **keys}
        for name, of in keys.items():
            if of.default is ABSENT:
                delattr(cls, name)
            else:
                setattr(cls, name, of.default)

    def __init__(self, *given: Any, **named: Any) -> None:
        """TypeError for a field that is missing, unknown or given twice."""
        if given:
            placed = dict(zip(self.FIELDS, given, strict=False))
            if len(placed) < len(given) or placed.keys() & named.keys():
                raise TypeError(f"{type(self).__name__}: more is given than it has fields")
            named = placed | named
        if self.NEEDED - named.keys():
            raise TypeError(f"{type(self).__name__}: {', '.join(sorted(self.NEEDED - named.keys()))} is missing")
        if unknown := named.keys() - set(self.FIELDS):
            raise TypeError(f"{type(self).__name__}: no field {', '.join(sorted(unknown))}")
        self.__dict__.update(named)

    def _values(self) -> tuple[Any, ...]:
        """The values of the fields, in order."""
        return tuple([getattr(self, name) for name in self.FIELDS])

    def but(self: R, **changes: Any) -> R:
        """The same record with some fields changed."""
        given = {name: self.__dict__[name] for name in self.FIELDS if name in self.__dict__}
        return type(self)(**{**given, **changes})

    def __getstate__(self) -> dict[str, Any]:
        """What a pickle keeps of it: whatever differs from the class defaults."""
        return {name: value for name, value in vars(self).items() if getattr(type(self), name, ABSENT) != value}

    def __setattr__(self, name: str, _: object) -> None:
        raise AttributeError(f"{type(self).__name__} is a record: {name} cannot be changed; but() makes another one")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is a record: {name} cannot be deleted")

    def __eq__(self, other: object) -> bool:
        return self._values() == other._values() if type(other) is type(self) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._values())

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.FIELDS)
        return f"{type(self).__name__}({shown})"


@dataclass_transform(frozen_default=True)
class Frozen(Made):
    """A record made by position or by name."""


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(key,))
class Declared(Made):
    """A record of the data, made by name; its form in TOML and in an answer follows from its declaration."""
