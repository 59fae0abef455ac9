"""All entries together: records made when they are asked for, and what follows from their links."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mbc_cli.book.model import (
        Axis,
        Brand,
        Category,
        Drug,
        DrugClass,
        Erratum,
        Letter,
        Lookalike,
        NaaccrItem,
        Part,
        Phase,
        Record,
        Regimen,
        Rule,
        Shared,
        Source,
        Statement,
    )
    from mbc_cli.book.names import Names

R = TypeVar("R", bound="Record")


class Shelf(Mapping[str, R], Generic[R]):
    """The entries of one kind by id, in the order of the data; each is read on first use."""

    def __init__(self, ids: tuple[str, ...], read: Callable[[str], R]) -> None:
        self._ids = dict.fromkeys(ids)
        self._read = read
        self._made: dict[str, R] = {}

    def __getitem__(self, key: str) -> R:
        if key not in self._made:
            if key not in self._ids:
                raise KeyError(key)
            self._made[key] = self._read(key)
        return self._made[key]

    def __contains__(self, key: object) -> bool:
        return key in self._ids

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)


class Book:
    """Every shelf, the names, and `back`: entry to the entries that refer to it (sources included)."""

    def __init__(
        self, shelves: Mapping[str, Shelf[Record]], names: Names, back: Mapping[str, list[str]], version: str
    ) -> None:
        self.shelves = shelves
        self.names = names
        self.back = back
        self.version = version
        self.sources = cast("Shelf[Source]", shelves["source"])
        self.classes = cast("Shelf[DrugClass]", shelves["class"])
        self.drugs = cast("Shelf[Drug]", shelves["drug"])
        self.brands = cast("Shelf[Brand]", shelves["brand"])
        self.regimens = cast("Shelf[Regimen]", shelves["regimen"])
        self.lookalikes = cast("Shelf[Lookalike]", shelves["lookalike"])
        self.shared = cast("Shelf[Shared]", shelves["shared"])
        self.letters = cast("Shelf[Letter]", shelves["letter"])
        self.axes = cast("Shelf[Axis]", shelves["axis"])
        self.statements = cast("Shelf[Statement]", shelves["statement"])
        self.errata = cast("Shelf[Erratum]", shelves["erratum"])
        self.naaccr = cast("Shelf[NaaccrItem]", shelves["naaccr"])
        self.rules = cast("Shelf[Rule]", shelves["rule"])
        self.categories = cast("Shelf[Category]", shelves["category"])

    def get(self, ref: str) -> Record:
        """The entry `kind.id`; KeyError when there is none."""
        kind, _, name = ref.partition(".")
        return self.shelves[kind][name]

    def __contains__(self, ref: str) -> bool:
        kind, _, name = ref.partition(".")
        return kind in self.shelves and name in self.shelves[kind]

    def referring(self, ref: str, kind: str) -> list[str]:
        """Ids of the entries of one kind that refer to `ref`, in the order of the data."""
        return [found.partition(".")[2] for found in self.back.get(ref, ()) if found.startswith(f"{kind}.")]

    def item(self, name: str) -> Drug | DrugClass:
        """The drug or class of this id (a check keeps the two sets of ids apart)."""
        return self.drugs[name] if name in self.drugs else self.classes[name]

    def lineage(self, name: str) -> tuple[str, ...]:
        """A class and what stands above it, up to its modality."""
        line: list[str] = []
        while name and name not in line:
            line.append(name)
            name = self.classes[name].parent
        return tuple(line)

    def classes_of(self, drug: Drug) -> tuple[str, ...]:
        """The classes of a drug from the nearest to the root."""
        return tuple(dict.fromkeys(above for name in drug.classes for above in self.lineage(name)))

    def children(self, name: str) -> list[str]:
        """The classes directly below a class; the modalities for ""."""
        if not name:
            return [child for child in self.classes if not self.classes[child].parent]
        return self.referring(f"class.{name}", "class")

    def members(self, name: str, *, outside: bool = False) -> list[str]:
        """The drugs of a class and of all classes below it, by id; those outside the vocabulary only when asked for."""
        below = [name]
        for child in below:
            below.extend(self.children(child))
        found = {drug for child in below for drug in self.referring(f"class.{child}", "drug")}
        return sorted(drug for drug in found if outside or not self.drugs[drug].outside)

    def brands_of(self, drug: str) -> list[Brand]:
        """The brands of a drug: those for cancer first, and of these the best attested."""
        found = [self.brands[name] for name in self.referring(f"drug.{drug}", "brand")]
        return sorted(found, key=lambda brand: (bool(brand.use), -len(set(brand.cited())), brand.name))

    def phases(self, regimen: Regimen) -> tuple[Phase, ...]:
        """The phases of a regimen with its blocks opened."""
        return tuple(phase for step in regimen.steps for phase in self.opened(step))

    def opened(self, step: Phase) -> tuple[Phase, ...]:
        """A step with its blocks opened: a block alone gives its phases, a block among parts its parts."""
        if len(step) == 1 and step[0].block and not step[0].optional:
            return self.phases(self.regimens[step[0].block])
        parts: list[Part] = []
        for part in step:
            if part.block:
                parts.extend(inner for phase in self.phases(self.regimens[part.block]) for inner in phase)
            else:
                parts.append(part)
        return (tuple(parts),)

    def drugs_in(self, phases: tuple[Phase, ...]) -> tuple[str, ...]:
        """Every drug or class id of some phases, in order, once."""
        return tuple(dict.fromkeys(name for phase in phases for part in phase for name in part.any_of))

    def regimens_with(self, name: str) -> list[str]:
        """Regimens that hold a drug or class, through blocks too."""
        found = self.referring(f"{'drug' if name in self.drugs else 'class'}.{name}", "regimen")
        for regimen in found:
            found.extend(above for above in self.referring(f"regimen.{regimen}", "regimen") if above not in found)
        return sorted(name for name in self.regimens if name in set(found))

    @cached_property
    def distinct(self) -> dict[str, set[str]]:
        """Drug to the drugs that must never be taken for it, in both directions."""
        pairs: dict[str, set[str]] = {}
        for drug in self.drugs.values():
            for other in drug.distinct_from:
                pairs.setdefault(drug.id, set()).add(other)
                pairs.setdefault(other, set()).add(drug.id)
        return pairs

    def phrase(self, axis: str, value: str) -> str:
        """A fact in words: "HER2-positive"."""
        found = self.axes.get(axis)
        if found is None:
            return f"{axis}={value}"
        return found.phrases.get(value) or f"{found.name} {value.replace('.', ' ')}"
