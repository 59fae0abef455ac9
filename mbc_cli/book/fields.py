"""Records that cannot be changed, declared by annotations: frozen data classes, without compiling code for each.

A data class writes and compiles its methods when it is defined, which is a fifth of a short call. Here they are written
once, in the base, and read the names of the fields.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, TypeVar, dataclass_transform

R = TypeVar("R", bound="Made")
NOTHING: Any = MappingProxyType({})
"""The default of a field that is a mapping; no record can change what another one has."""


class Made:
    """What both kinds of record do: made by position or by name, equal, hashed, shown and pickled by their fields."""

    FIELDS: tuple[str, ...] = ()
    NEEDED: frozenset[str] = frozenset()

    def __init_subclass__(cls) -> None:
        declared = cls.__dict__.get("__annotations__", {})  # noqa: RUF063 - importing inspect costs more than it saves
        own = (name for name, of in declared.items() if not of.startswith("ClassVar"))
        cls.FIELDS = tuple(dict.fromkeys((*cls.FIELDS, *own)))
        cls.NEEDED = frozenset(name for name in cls.FIELDS if not hasattr(cls, name))
        cls.__match_args__ = cls.FIELDS  # type: ignore[attr-defined, misc]

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
        """The values of the fields, in their order."""
        return tuple([getattr(self, name) for name in self.FIELDS])

    def but(self: R, **changes: Any) -> R:
        """The same with some fields changed."""
        return type(self)(**{**self.__dict__, **changes})

    def __setattr__(self, name: str, _: object) -> None:
        raise AttributeError(f"{type(self).__name__} is a record: {name} cannot be changed; but() makes another one")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is a record: {name} cannot be taken away")

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


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Declared(Made):
    """A record of the data, made by name; what it is in TOML and in an answer follows from its declaration."""
