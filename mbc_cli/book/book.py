"""All entries together: records made when they are asked for, and what follows from their links."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from mbc_cli.book.model import Regimen, Trial

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mbc_cli.book.model import (
        Axis,
        Brand,
        Category,
        Coverage,
        Drug,
        DrugClass,
        Erratum,
        Letter,
        Lookalike,
        NaaccrItem,
        Part,
        Phase,
        Procedure,
        Protocol,
        Record,
        Rule,
        Shared,
        Situation,
        Source,
        Statement,
        Synonym,
        Term,
        Translation,
        Unsettled,
        Word,
        Wording,
        XmlItem,
    )
    from mbc_cli.book.names import Match, Names


class Book:
    """Every shelf (the entries of a kind by id, in the order of the data), the names, and what refers to what.

    `back` leads from an entry to the entries that refer to it (sources included). `origin` is how another process gets
    the same book: a function and its arguments. A book is pickled as the place where its data is.
    """

    def __init__(
        self,
        shelves: Mapping[str, Mapping[str, Record]],
        names: Names,
        back: Mapping[str, Sequence[str]],
        version: str,
        origin: tuple[Callable[..., Book], tuple[object, ...]] | None = None,
    ) -> None:
        self.shelves = shelves
        self.names = names
        self.back = back
        self.version = version
        self.origin = origin
        self.sources = cast("Mapping[str, Source]", shelves["source"])
        self.classes = cast("Mapping[str, DrugClass]", shelves["class"])
        self.drugs = cast("Mapping[str, Drug]", shelves["drug"])
        self.brands = cast("Mapping[str, Brand]", shelves["brand"])
        self.regimens = cast("Mapping[str, Regimen]", shelves["regimen"])
        self.protocols = cast("Mapping[str, Protocol]", shelves["protocol"])
        self.trials = cast("Mapping[str, Trial]", shelves["trial"])
        self.lookalikes = cast("Mapping[str, Lookalike]", shelves["lookalike"])
        self.terms = cast("Mapping[str, Term]", shelves["term"])
        self.shared = cast("Mapping[str, Shared]", shelves["shared"])
        self.letters = cast("Mapping[str, Letter]", shelves["letter"])
        self.axes = cast("Mapping[str, Axis]", shelves["axis"])
        self.statements = cast("Mapping[str, Statement]", shelves["statement"])
        self.coverage = cast("Mapping[str, Coverage]", shelves["coverage"])
        self.unsettled = cast("Mapping[str, Unsettled]", shelves["unsettled"])
        self.errata = cast("Mapping[str, Erratum]", shelves["erratum"])
        self.naaccr = cast("Mapping[str, NaaccrItem]", shelves["naaccr"])
        self.xml_items = cast("Mapping[str, XmlItem]", shelves["xml-item"])
        self.rules = cast("Mapping[str, Rule]", shelves["rule"])
        self.situations = cast("Mapping[str, Situation]", shelves["situation"])
        self.procedures = cast("Mapping[str, Procedure]", shelves["procedure"])
        self.categories = cast("Mapping[str, Category]", shelves["category"])
        self.translations = cast("Mapping[str, Translation]", shelves["translation"])
        self.words = cast("Mapping[str, Word]", shelves["word"])
        self.wordings = cast("Mapping[str, Wording]", shelves["wording"])
        self.synonyms = cast("Mapping[str, Synonym]", shelves["synonym"])
        self._apart: dict[str, frozenset[str]] = {}

    def __reduce__(self) -> tuple[Callable[..., Book], tuple[object, ...]]:
        return self.origin or (Book, (self.shelves, self.names, self.back, self.version))

    def get(self, ref: str) -> Record:
        """The entry `kind.id`; KeyError if there is none."""
        kind, _, name = ref.partition(".")
        return self.shelves[kind][name]

    def __contains__(self, ref: str) -> bool:
        kind, _, name = ref.partition(".")
        return kind in self.shelves and name in self.shelves[kind]

    def referring(self, ref: str, kind: str) -> list[str]:
        """Ids of the entries of one kind that refer to `ref`, in the order of the data."""
        return [found.partition(".")[2] for found in self.back.get(ref, ()) if found.startswith(f"{kind}.")]

    def item(self, name: str) -> Drug | DrugClass:
        """The drug or class with this id (a check keeps the two sets of ids apart)."""
        return self.drugs[name] if name in self.drugs else self.classes[name]

    def lineage(self, name: str) -> tuple[str, ...]:
        """A class and the classes above it, up to its modality."""
        line: list[str] = []
        while name and name not in line:
            line.append(name)
            name = self.classes[name].parent
        return tuple(line)

    def classes_of(self, drug: Drug) -> tuple[str, ...]:
        """The classes of a drug, from the nearest to the root."""
        return tuple(dict.fromkeys(above for name in drug.classes for above in self.lineage(name)))

    def children(self, name: str) -> list[str]:
        """The classes directly below a class; the modalities for ""."""
        if not name:
            return [child for child in self.classes if not self.classes[child].parent]
        return self.referring(f"class.{name}", "class")

    def members(self, name: str, *, outside: bool = False) -> list[str]:
        """The drugs of a class and of all classes below it, by id; those outside the vocabulary only on request."""
        below = [name]
        for child in below:
            below.extend(self.children(child))
        found = {drug for child in below for drug in self.referring(f"class.{child}", "drug")}
        return sorted(drug for drug in found if outside or not self.drugs[drug].outside)

    def brands_of(self, drug: str) -> list[Brand]:
        """The brands of a drug: those for cancer first, and the best attested before the others."""
        found = [self.brands[name] for name in self.referring(f"drug.{drug}", "brand")]
        return sorted(found, key=lambda brand: (bool(brand.use), -len(set(brand.cited())), brand.name))

    def regimens_of(self, match: Match) -> tuple[Regimen, ...]:
        """What an acronym stands for: a regimen, also under a hospital's code, or the arms of a trial; or nothing."""
        record = self.get(match.ref)
        if isinstance(record, Trial):
            return record.arms(match.form)
        return (record,) if isinstance(record, Regimen) else ()

    def phases(self, regimen: Regimen) -> tuple[Phase, ...]:
        """The phases of a regimen, with its blocks expanded."""
        return tuple(phase for step in regimen.steps for phase in self.opened(step))

    def opened(self, step: Phase) -> tuple[Phase, ...]:
        """A step with its blocks expanded: a block alone gives its phases, a block among parts gives its parts."""
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
        """Every drug or class id of some phases, each once, in order."""
        return tuple(dict.fromkeys(name for phase in phases for part in phase for name in part.any_of))

    def regimens_with(self, name: str) -> list[str]:
        """Regimens that contain a drug or class, directly or through blocks."""
        found = dict.fromkeys(self.referring(f"{'drug' if name in self.drugs else 'class'}.{name}", "regimen"))
        new = list(found)
        for regimen in new:
            above = [other for other in self.referring(f"regimen.{regimen}", "regimen") if other not in found]
            found.update(dict.fromkeys(above))
            new.extend(above)
        return sorted(found)

    def biosimilars_of(self, drug: str) -> list[str]:
        """The drugs that are biosimilars of one, in the order of the data."""
        return [name for name in self.referring(f"drug.{drug}", "drug") if self.drugs[name].biosimilar_of == drug]

    def translations_of(self, ref: str) -> list[Translation]:
        """What a drug or class is called in other languages, in the order of the data."""
        return [self.translations[name] for name in self.referring(ref, "translation")]

    def apart_from(self, drug: str) -> frozenset[str]:
        """The drugs that must never be mistaken for this one, whichever of the two says so; none for a class."""
        if drug not in self._apart:
            others = self.referring(f"drug.{drug}", "drug")
            said = self.drugs[drug].distinct_from if drug in self.drugs else ()
            self._apart[drug] = frozenset((*said, *(one for one in others if drug in self.drugs[one].distinct_from)))
        return self._apart[drug]

    def phrase(self, axis: str, value: str) -> str:
        """A fact in words: "HER2-positive"."""
        found = self.axes.get(axis)
        if found is None:
            return f"{axis}={value}"
        return found.phrases.get(value) or f"{found.name} {value.replace('.', ' ')}"
