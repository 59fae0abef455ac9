"""The records: frozen, as small as the facts they carry. `readers` reads them, `book` says what follows from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple

from mbc_cli.book.fields import NOTHING, Declared, Frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

Kind = Literal[
    "source",
    "class",
    "drug",
    "brand",
    "regimen",
    "lookalike",
    "shared",
    "letter",
    "axis",
    "statement",
    "erratum",
    "naaccr",
    "rule",
    "category",
]

SOURCE_KINDS = ("patient guide", "label", "guideline", "terminology", "list", "article", "registry", "trial")
REGIONS = ("US", "EU", "CA", "IE", "UK", "JP", "international")
MARKETS = ("US", "EU", "CA", "IE", "UK", "JP")
MARKET_STATUSES = ("marketed", "discontinued", "legacy", "withdrawn", "unverified")
INDICATION_KINDS = ("approved", "accelerated", "none", "unverified")
AXIS_KINDS = ("value", "set", "number")
DIRECTIONS = ("for", "against", "context")
TREATMENT_KINDS = ("procedure", "strategy", "supportive", "trial", "context", "factor")
MODALITIES = ("local", "hormone", "bone", "supportive", "trial", "systemic")
ERRATUM_KINDS = (
    "error",
    "spelling",
    "damage",
    "outdated",
    "brand",
    "ambiguous",
    "conflict",
    "label difference",
    "unverified",
)
EVIDENCE = ("A", "B", "C")
CATEGORIES = ("chemotherapy", "hormone", "brm", "other", "ancillary")
DO_NOT_CODE = ("no", "yes", "see remarks", "not known")
ROLES = ("none", "given", "one", "several")


class Citation(NamedTuple):
    """A source and the place in it."""

    id: str
    where: str


class Record(Declared):
    """What every entry has: an id and the sources it rests on."""

    kind: ClassVar[Kind]
    id: str
    sources: tuple[Citation, ...] = ()

    @property
    def ref(self) -> str:
        """`kind.id`."""
        return f"{self.kind}.{self.id}"

    def links(self) -> tuple[str, ...]:
        """The entries that this one refers to, as `kind.id`; sources apart."""
        return ()

    def cited(self) -> tuple[Citation, ...]:
        """Every citation in this entry, those of its parts too."""
        return self.sources


class Source(Record):
    """A document, label, terminology or list; `date` is what it says was true then."""

    kind: ClassVar[Kind] = "source"
    title: str
    publisher: str
    form: str
    region: str
    date: str
    date_note: str = ""
    address: str = ""
    note: str = ""


class DrugClass(Record):
    """A class in the tree; one without a parent is a modality."""

    kind: ClassVar[Kind] = "class"
    name: str
    plural: str = ""
    abbreviations: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    parent: str = ""
    note: str = ""

    def links(self) -> tuple[str, ...]:
        """The parent."""
        return (f"class.{self.parent}",) if self.parent else ()


class Indication(Declared):
    """What one region's authority said of breast cancer use, from a day until another; days are ISO or ""."""

    region: str
    form: str
    text: str
    start: str = ""
    until: str = ""
    ended: str = ""
    sources: tuple[Citation, ...] = ()


class Drug(Record):
    """A drug; `codes` maps ncit, rxcui and atc to codes, absent where none was verified."""

    kind: ClassVar[Kind] = "drug"
    name: str
    synonyms: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    in_combination: tuple[str, ...] = ()
    research_codes: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()
    mechanism: str = ""
    codes: Mapping[str, str] = NOTHING
    distinct_from: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    form_of: str = ""
    form_words: tuple[str, ...] = ()
    biosimilar_of: str = ""
    outside: bool = False
    indications: tuple[Indication, ...] = ()
    notes: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()

    def links(self) -> tuple[str, ...]:
        """Classes, components, the original of a biosimilar, and drugs to keep apart."""
        drugs = (*self.components, *filter(None, (self.biosimilar_of, self.form_of)), *self.distinct_from)
        return (*(f"class.{name}" for name in self.classes), *(f"drug.{name}" for name in drugs))

    def cited(self) -> tuple[Citation, ...]:
        """Its own sources and those of its indications."""
        return (*self.sources, *(found for item in self.indications for found in item.sources))


class Market(Declared):
    """The status of a brand in one market, as of the date of the list that says so."""

    region: str
    status: str
    as_of: str
    since: str = ""
    until: str = ""
    note: str = ""
    sources: tuple[Citation, ...] = ()


class Brand(Record):
    """A brand name; `product` is the drug entry of a fixed-dose product whose parts `drugs` lists."""

    kind: ClassVar[Kind] = "brand"
    name: str
    written: tuple[str, ...] = ()
    drugs: tuple[str, ...] = ()
    product: str = ""
    use: str = ""
    note: str = ""
    markets: tuple[Market, ...] = ()

    def links(self) -> tuple[str, ...]:
        """Its drugs."""
        return tuple(f"drug.{name}" for name in (*self.drugs, *((self.product,) if self.product else ())))

    def cited(self) -> tuple[Citation, ...]:
        """Its own sources and those of its markets."""
        return (*self.sources, *(found for market in self.markets for found in market.sources))


class Test(Frozen):
    """What one axis must be: `any`, `all` or `none` of the values, or `min`/`max` of a number."""

    form: Literal["any", "all", "none", "min", "max"]
    values: tuple[str, ...] = ()
    number: float = 0


Clause = tuple[tuple[str, Test], ...]
"""Axis and test, all of which must hold."""


class Part(Declared):
    """One place in a phase: one of some drugs or classes, or a block (another regimen)."""

    any_of: tuple[str, ...] = ()
    block: str = ""
    optional: bool = False
    when: Clause = ()


Phase = tuple[Part, ...]


class Regimen(Record):
    """A named regimen: phases in order. `steps` may hold blocks; `Book.phases` opens them."""

    kind: ClassVar[Kind] = "regimen"
    name: str
    written: tuple[str, ...] = ()
    steps: tuple[Phase, ...] = ()
    letters: Mapping[str, tuple[str, ...]] = NOTHING
    when: Clause = ()
    setting: str = ""
    evidence: str = ""
    risky: tuple[str, ...] = ()
    trial: bool = False
    site_code: bool = False
    notes: tuple[str, ...] = ()

    def links(self) -> tuple[str, ...]:
        """Blocks, and the drugs or classes of parts and letters (as `item.id`: either will do)."""
        parts = [part for phase in self.steps for part in phase]
        items = [name for part in parts for name in part.any_of] + [n for names in self.letters.values() for n in names]
        return (*(f"regimen.{part.block}" for part in parts if part.block), *(f"item.{name}" for name in items))


class Lookalike(Record):
    """A text that looks like a regimen and is none."""

    kind: ClassVar[Kind] = "lookalike"
    name: str
    written: tuple[str, ...] = ()
    means: tuple[str, ...] = ()
    stands_for: str = ""
    note: str = ""

    def links(self) -> tuple[str, ...]:
        """The class it stands for."""
        return (f"class.{self.stands_for}",) if self.stands_for else ()


class Shared(Record):
    """A declaration that several entries are written the same way; the usual reading first."""

    kind: ClassVar[Kind] = "shared"
    text: str
    readings: tuple[str, ...] = ()
    settled: bool = False
    note: str = ""

    def links(self) -> tuple[str, ...]:
        """The readings."""
        return self.readings


class Letter(Record):
    """What a letter of an unknown acronym could stand for; only ever a suggestion."""

    kind: ClassVar[Kind] = "letter"
    letter: str
    means: tuple[str, ...] = ()
    note: str = ""

    def links(self) -> tuple[str, ...]:
        """The drugs or classes."""
        return tuple(f"item.{name}" for name in self.means)


class Consequence(Frozen):
    """What an axis must be (`test`) once other facts are known: `when`, a list of alternatives."""

    test: Test
    when: tuple[Clause, ...]


class Axis(Record):
    """One thing that can be known of a patient or a tumour; dotted values are kinds of what stands before the dot.

    What is in it is also in the axes that it lies `within`; `follows` says what other facts tell of it.
    """

    kind: ClassVar[Kind] = "axis"
    name: str
    help: str
    form: str
    values: tuple[str, ...] = ()
    short: Mapping[str, str] = NOTHING
    phrases: Mapping[str, str] = NOTHING
    of_treatments: bool = False
    within: tuple[str, ...] = ()
    follows: tuple[Consequence, ...] = ()
    flag: str = ""
    group: str = ""

    def links(self) -> tuple[str, ...]:
        """The axes it lies within and those it follows from."""
        asked = [axis for rule in self.follows for clause in rule.when for axis, _ in clause]
        return tuple(f"axis.{name}" for name in (*self.within, *asked))


class Treatment(Declared):
    """What a statement is about: parts given together, or a named procedure, strategy or other matter."""

    form: str
    name: str = ""
    parts: Phase = ()
    modality: str = ""


class Statement(Record):
    """What one source says; `when` is a list of alternatives, empty when the source states no condition.

    Of profiles that are `silent` the source says nothing; that its condition does not hold for them rules nothing out.
    """

    kind: ClassVar[Kind] = "statement"
    treatment: Treatment
    when: tuple[Clause, ...]
    silent: tuple[Clause, ...] = ()
    direction: str
    strength: str
    line: str
    text: str = ""
    region: str = ""
    start: str = ""
    until: str = ""
    ended: str = ""
    newer: str = ""
    replaced_by: tuple[str, ...] = ()
    unverified: str = ""
    row: str = ""

    def links(self) -> tuple[str, ...]:
        """Treatment parts, axes, and what replaced it."""
        parts = self.treatment.parts
        return (
            *(f"regimen.{part.block}" for part in parts if part.block),
            *(f"item.{name}" for part in parts for name in part.any_of),
            *(f"axis.{axis}" for clause in (*self.when, *self.silent) for axis, _ in clause),
            *(f"statement.{name}" for name in self.replaced_by),
        )


class Saying(Frozen):
    """What a source says, in a few words."""

    source: Citation
    text: str


class Erratum(Record):
    """Where sources err, are damaged, are overtaken or disagree."""

    kind: ClassVar[Kind] = "erratum"
    form: str
    topic: str
    concerns: tuple[str, ...] = ()
    says: tuple[Saying, ...] = ()
    correct: str = ""
    newer: str = ""
    misprints: tuple[str, ...] = ()

    def links(self) -> tuple[str, ...]:
        """The entries it concerns."""
        return self.concerns

    def cited(self) -> tuple[Citation, ...]:
        """What supports the correction, and who says what."""
        return (*self.sources, *(said.source for said in self.says))


class CodeValue(Frozen):
    """A value of a NAACCR item; `role` says what of the given drugs leads to it, "" for all other matters."""

    code: str
    text: str
    role: str = ""


class NaaccrItem(Record):
    """An item of the NAACCR data dictionary that one category of drugs is coded in; the id is its number."""

    kind: ClassVar[Kind] = "naaccr"
    name: str
    category: str
    of_class: str = ""
    values: tuple[CodeValue, ...] = ()
    notes: tuple[str, ...] = ()

    def links(self) -> tuple[str, ...]:
        """The class whose bare name ("chemotherapy") is coded in it."""
        return (f"class.{self.of_class}",) if self.of_class else ()

    def with_role(self, role: str) -> tuple[str, ...]:
        """The codes of a role."""
        return tuple(value.code for value in self.values if value.role == role)


class Rule(Record):
    """A rule of coding, or (`open`) a point that no source read settles; `start` and `until` are days of diagnosis."""

    kind: ClassVar[Kind] = "rule"
    name: str
    text: str
    open: bool = False
    start: str = ""
    until: str = ""


class Period(Frozen):
    """The category for cases diagnosed from a day until another, both included; `perhaps` are what it may be too."""

    category: str
    start: str = ""
    until: str = ""
    perhaps: tuple[str, ...] = ()
    sources: tuple[Citation, ...] = ()


class GivenBefore(Frozen):
    """Another category, and its code, for a drug given before a day, whenever the case was diagnosed."""

    day: str
    category: str
    value: str
    sources: tuple[Citation, ...]


class Category(Record):
    """How SEER*Rx has a drug (the id), period by period; none and `not_found` where it has no record of it."""

    kind: ClassVar[Kind] = "category"
    periods: tuple[Period, ...] = ()
    not_found: str = ""
    given_before: GivenBefore | None = None
    only_in_regimens: bool = False
    do_not_code: str = ""
    subcategory: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    unverified: str = ""

    def links(self) -> tuple[str, ...]:
        """The drug, and the rules that concern it."""
        return (f"drug.{self.id}", *(f"rule.{name}" for name in self.rules))

    def cited(self) -> tuple[Citation, ...]:
        """Its own sources and those of its periods."""
        before = self.given_before.sources if self.given_before else ()
        return (*self.sources, *(found for period in self.periods for found in period.sources), *before)
