"""The records: frozen, as small as the facts they carry, each declared once.

Types, defaults and `key` give the reader, the JSON of an answer and both schemas (`declared`, `show.answers`). A new
plain field takes changes in three places: its declaration here, the page that shows it, and the curator's manual.
`readers` has what a declaration cannot say, `book` what follows from the records.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from mbc_cli.book.fields import NOTHING, Declared, Frozen, key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Literal

    from mbc_cli.book.shapes import (
        AxisForm,
        AxisId,
        AxisValue,
        CategoryName,
        ClassId,
        CodeRole,
        Count,
        Date,
        DateIs,
        Day,
        DictionaryNumber,
        Direction,
        DoNotCode,
        DrugCodes,
        DrugId,
        EntryRef,
        ErratumForm,
        Evidence,
        Example,
        Id,
        IndicationForm,
        ItemCategory,
        ItemCode,
        ItemId,
        Language,
        Letters,
        Licence,
        MarketStatus,
        Modality,
        NaaccrId,
        NaaccrNumber,
        Numbers,
        OfTreatments,
        Place,
        RecordType,
        RegimenCodes,
        RegimenId,
        Region,
        ResearchCode,
        Route,
        RuleId,
        SituationId,
        SourceDateIs,
        SourceForm,
        SourceRegion,
        StatementId,
        Status,
        SubjectForm,
        TrialNumber,
        WordPlace,
        WordRole,
        XmlLevel,
        XmlType,
    )


CODE_FORMS = {"ncit": "NCIt code", "rxcui": "RxCUI", "atc": "ATC code"}
"""Each system of codes, and what a code in it is called."""


class Citation(NamedTuple):
    """A source and the place in it."""

    id: str
    where: str


class Record(Declared):
    """What every entry has: a kind and an id."""

    kind: ClassVar[str]
    id: Id

    @property
    def ref(self) -> str:
        """`kind.id`."""
        return f"{self.kind}.{self.id}"

    def links(self) -> tuple[str, ...]:
        """The entries that this one refers to, as `kind.id`; except sources."""
        return ()

    def cited(self) -> tuple[Citation, ...]:
        """Every citation in this entry, including those in its parts."""
        return ()


class Sourced(Record):
    """An entry that says what it rests on."""

    sources: tuple[Citation, ...]

    def cited(self) -> tuple[Citation, ...]:
        """Every citation in this entry, including those in its parts."""
        return self.sources


class Source(Record):
    """A document, label, terminology or list; `date` is when its content was true, or a bound of that."""

    kind: ClassVar[str] = "source"
    title: str
    publisher: str
    form: SourceForm = key("kind", shown="type")
    region: SourceRegion
    licence: Licence = key(help="The terms under which its content may be used, if stated.")
    date: Date = key(help="The date at which its content was true.")
    date_is: SourceDateIs = "exact"
    date_note: str = ""
    address: str = ""
    note: str = ""


class DrugClass(Sourced):
    """A class in the tree; one without a parent is a modality."""

    kind: ClassVar[str] = "class"
    name: str
    plural: str = ""
    abbreviations: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    parent: ClassId = key(default="", shown=False, help="The class above it; without one it is a modality.")
    once: bool = key(default=False, shown=False, help="No source that was read advises one of them after another.")
    note: str = ""

    def links(self) -> tuple[str, ...]:
        """The parent."""
        return (f"class.{self.parent}",) if self.parent else ()


class Indication(Declared):
    """What one region's authority said about breast cancer use, from one day until another; days are ISO or ""."""

    region: Region
    form: IndicationForm = key("kind")
    text: str
    start: Date = key("from", default="")
    start_is: DateIs = key("from_is", default="exact")
    until: Date = ""
    ended: str = ""
    early: bool = key(default=False, help="It is for early disease or its prevention, which statements do not cover.")
    sources: tuple[Citation, ...]


class Drug(Sourced):
    """A drug; `codes` maps ncit, rxcui and atc to codes; a system is absent if no code was verified."""

    kind: ClassVar[str] = "drug"
    name: str
    synonyms: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    in_combination: tuple[str, ...] = key(default=(), shown=False, help="Read only next to another treatment.")
    research_codes: tuple[ResearchCode, ...] = ()
    classes: tuple[ClassId, ...] = key(
        default=(), unless="outside", help="The nearest ones; the classes above them follow."
    )
    routes: tuple[Route, ...] = key(default=(), unless="outside")
    mechanism: str = key(default="", unless="outside")
    codes: DrugCodes = NOTHING
    distinct_from: tuple[DrugId, ...] = ()
    components: tuple[DrugId, ...] = ()
    form_of: DrugId = key(default="", shown=False)
    form_words: tuple[str, ...] = key(default=(), shown=False)
    biosimilar_of: DrugId = ""
    double_use: str = key(default="", help="What else it is given for, if its name alone does not say which.")
    goes_on: bool = key(default=False, shown=False, help="Sources continue it when the cancer grows on it.")
    outside: bool = key(default=False, help="A medicine without a known label for breast cancer.")
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
    """The status of a brand in one market, as of the date of the list that states it."""

    region: Region
    status: MarketStatus
    as_of: Date
    since: Date = ""
    until: Date = ""
    note: str = ""
    sources: tuple[Citation, ...]


class Brand(Sourced):
    """A brand name; `product` is the drug entry of a fixed-dose product whose parts `drugs` lists."""

    kind: ClassVar[str] = "brand"
    name: str
    written: tuple[str, ...] = key(default=(), shown=False)
    drugs: tuple[DrugId, ...] = key(shown=False)
    product: DrugId = key(default="", shown=False, help="The drug entry of the product whose parts `drugs` lists.")
    markets: tuple[Market, ...] = ()
    use: str = key(default="", help="What it is for, if not cancer treatment.")
    note: str = ""

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


class Condition(Frozen):
    """What must be known about a patient or a tumour: one axis, or conditions within conditions."""

    def leaves(self) -> Iterator[Wanted]:
        """What it requires of each axis, wherever that is in it."""
        raise NotImplementedError


class Wanted(Condition):
    """Requires that an axis passes a test."""

    axis: AxisId
    test: Test

    def leaves(self) -> Iterator[Wanted]:
        """Itself."""
        yield self


class Combined(Condition):
    """Requires that all, any or none of some conditions hold."""

    form: Literal["all", "any", "none"]
    parts: tuple[Condition, ...]

    def leaves(self) -> Iterator[Wanted]:
        """The requirements of its parts."""
        for part in self.parts:
            yield from part.leaves()


class EachBefore(Condition):
    """Requires that each of some treatments was given before, unless (if it says so) that one was unsuitable."""

    treatments: tuple[ItemId, ...]
    unless_unsuitable: bool = False

    @property
    def spelt_out(self) -> Combined:
        """The same as conditions on axes."""
        axes = ("prior", "unsuitable") if self.unless_unsuitable else ("prior",)
        each = ([Wanted(axis, Test("any", (name,))) for axis in axes] for name in self.treatments)
        return Combined("all", tuple(Combined("any", tuple(ways)) for ways in each))

    def leaves(self) -> Iterator[Wanted]:
        """The requirements of its expanded form."""
        return self.spelt_out.leaves()


class Part(Declared):
    """One place in a phase: one of some drugs or classes, or a block (another regimen)."""

    any_of: tuple[ItemId, ...] = ()
    block: RegimenId = ""
    optional: bool = False
    when: Condition | None = None


Phase = tuple[Part, ...]
"""Parts that are given together."""

Arms = tuple[tuple[Phase, ...], ...]
"""Arms of a trial, each of them phases in order."""


class Regimen(Sourced):
    """A named regimen: phases in order. `steps` may contain blocks; `Book.phases` expands them."""

    kind: ClassVar[str] = "regimen"
    name: str
    written: tuple[str, ...] = ()
    steps: tuple[Phase, ...]
    codes: RegimenCodes = NOTHING
    letters: Letters = NOTHING
    when: Condition | None = None
    setting: str = ""
    evidence: Evidence
    risky: tuple[str, ...] = key(default=(), shown=False, help="Forms read only alone or next to another treatment.")
    other_tumours: bool = key(default=False, shown=False, help="A regimen for other cancers, not for breast cancer.")
    notes: tuple[str, ...] = ()
    unsourced: tuple[str, ...] = key(default=(), shown=False, help="Forms of its name that no source has.")
    unverified: str = key(default="", help="What was not checked about it.")

    @property
    def remarks(self) -> tuple[str, ...]:
        """Its notes, and what was not checked about it."""
        return (*self.notes, *not_checked(self))

    def links(self) -> tuple[str, ...]:
        """Blocks, and the drugs or classes of parts and letters (as `item.id`, which stands for either)."""
        parts = [part for phase in self.steps for part in phase]
        items = [name for part in parts for name in part.any_of] + [n for names in self.letters.values() for n in names]
        return (*(f"regimen.{part.block}" for part in parts if part.block), *(f"item.{name}" for name in items))


class Protocol(Regimen):
    """A regimen under the code or title of one hospital, network or payer; without steps if it was not read."""

    kind: ClassVar[str] = "protocol"
    system: str = key(help="Whose code it is.")
    steps: tuple[Phase, ...] = ()

    @property
    def remarks(self) -> tuple[str, ...]:
        """Whose code it is, its notes, and what was not checked about it."""
        content = "" if self.steps else "; its content was not read"
        return (f"A code of {self.system}{content}", *super().remarks)


class Arm(Regimen):
    """An arm of a trial as a regimen; it has no entry of its own, but the id of the trial."""

    kind: ClassVar[str] = "trial"


class Trial(Sourced):
    """A trial by its names and numbers, with its arms, each of them phases in order."""

    kind: ClassVar[str] = "trial"
    name: str
    written: tuple[str, ...] = ()
    identifiers: tuple[TrialNumber, ...] = key(default=(), help="Numbers in a registry, which are also names.")
    experimental: Arms
    control: Arms = key(default=(), help="Left out if there is none, or none with fixed drugs.")
    population: str = ""
    setting: str = ""
    evidence: Evidence
    risky: tuple[str, ...] = key(default=(), help="Ordinary words: read only as written here, and only alone.")
    notes: tuple[str, ...] = ()
    unsourced: tuple[str, ...] = key(default=(), shown=False, help="Forms of its name that no source has.")
    unverified: str = key(default="", help="What was not checked about it.")

    @property
    def remarks(self) -> tuple[str, ...]:
        """Its notes, and what was not checked about it."""
        return (*self.notes, *not_checked(self))

    def arms(self, form: str = "") -> tuple[Arm, ...]:
        """The arms that a form of its name stands for: those of one kind, or all."""
        kinds = {"experimental arm": self.experimental, "control arm": self.control}
        return tuple(
            self.arm(f"{self.name}, {kind}{f' {n}' if len(arms) > 1 else ''}", steps)
            for kind, arms in kinds.items()
            if form == kind or form not in kinds
            for n, steps in enumerate(arms, 1)
        )

    def arm(self, name: str, steps: tuple[Phase, ...]) -> Arm:
        """One of its arms."""
        of_whom = (f"Patients: {self.population}",) if self.population else ()
        unsaid = "whether it was this or a control arm" if self.control else "that this was given"
        return Arm(
            id=self.id,
            name=name,
            steps=steps,
            setting=self.setting,
            evidence=self.evidence,
            risky=self.risky,
            notes=(*of_whom, *self.notes, f"The name of the trial alone does not say {unsaid}"),
            unsourced=self.unsourced,
            unverified=self.unverified,
            sources=self.sources,
        )

    def links(self) -> tuple[str, ...]:
        """What the arms refer to."""
        return tuple(dict.fromkeys(link for arm in self.arms() for link in arm.links()))


def not_checked(named: Regimen | Trial) -> Iterator[str]:
    """What was not checked about a regimen or a trial: something about it, or forms of its name."""
    if named.unverified:
        yield f"unverified: {named.unverified}"
    if named.unsourced:
        yield not_written_so(named)


def not_written_so(named: Regimen | Trial) -> str:
    """The remark that no source has some forms of a name."""
    return f"unverified: no source writes it as {' or '.join(named.unsourced)}"


class Lookalike(Sourced):
    """A text that looks like a regimen but is not one."""

    kind: ClassVar[str] = "lookalike"
    name: str
    written: tuple[str, ...] = ()
    means: tuple[str, ...]
    stands_for: ClassId = key("class", default="")
    note: str = ""

    def links(self) -> tuple[str, ...]:
        """The class it stands for."""
        return (f"class.{self.stands_for}",) if self.stands_for else ()


class Term(Sourced):
    """A word used on wards or in trials that does not name a treatment: for whoever asks, not for reading texts."""

    kind: ClassVar[str] = "term"
    name: str
    written: tuple[str, ...] = ()
    means: tuple[str, ...]
    note: str = ""

    @property
    def forms(self) -> tuple[str, ...]:
        """Every way to write it."""
        return (self.name, *self.written)


class Shared(Sourced):
    """A declaration that several entries are written the same way; the usual reading first."""

    kind: ClassVar[str] = "shared"
    text: str
    readings: tuple[EntryRef, ...]
    settled: bool = key(default=False, help="In a breast cancer record, the usual reading is meant.")
    note: str = ""

    def links(self) -> tuple[str, ...]:
        """The readings."""
        return self.readings


class Letter(Sourced):
    """What a letter of an unknown acronym could stand for; only ever a suggestion."""

    kind: ClassVar[str] = "letter"
    letter: str
    means: tuple[ItemId, ...]
    note: str = ""

    def links(self) -> tuple[str, ...]:
        """The drugs or classes."""
        return tuple(f"item.{name}" for name in self.means)


class Consequence(Declared):
    """What an axis must be (`test`) once other facts are known."""

    test: Test = key("is")
    when: Condition


class Axis(Record):
    """One thing that can be known about a patient or a tumour; a dotted value is a kind of what precedes the dot.

    What is in it is also in the axes that it lies `within`; a set is `made_of` others if nothing else is in it;
    `follows` says what other facts tell about it.
    """

    kind: ClassVar[str] = "axis"
    name: str
    help: str
    form: AxisForm = key("kind", shown="type")
    written: tuple[str, ...] = key(default=(), shown=False, help="How a report writes its name.")
    values: tuple[str, ...] = ()
    short: Mapping[AxisValue, str] = NOTHING
    phrases: Mapping[AxisValue, str] = key(default=NOTHING, shown=False)
    numbers: tuple[Numbers, ...] = key(default=(), shown=False, help="What a number can be; any from 0 on by default.")
    whole: bool = key(default=False, shown=False, help="A number without fractions: a count or a score.")
    of_treatments: OfTreatments = key("of", default=False, shown="of_treatments")
    places: bool = key(
        default=False, shown=False, help="Until it is given, it groups statements rather than leaving them open."
    )
    within: tuple[AxisId, ...] = key(default=(), shown=False)
    made_of: tuple[AxisId, ...] = key(default=(), shown=False, help="The sets within it that are all of it.")
    follows: tuple[Consequence, ...] = key(default=(), shown=False)
    judged_by: tuple[AxisId, ...] = key(
        default=(), shown=False, help="Findings by which it is judged, though none settles it."
    )
    flag: str = ""
    group: str

    def links(self) -> tuple[str, ...]:
        """The axes it lies within, those it is made of, those it follows from and those by which it is judged."""
        asked = [wanted.axis for rule in self.follows for wanted in rule.when.leaves()]
        return tuple(f"axis.{name}" for name in (*self.within, *self.made_of, *asked, *self.judged_by))


class Wording(Sourced):
    """How reports and people put the facts of a profile into words: `written` forms, and what they tell.

    In a form, `{n}` is a number (`{1..10}` and `{10..}` one in a range), and `{treatment}`, at its end, any treatment.
    For each axis, a wording `says` all there is to know, or what the axis `includes` or `lacks`, in the notation of its
    flag, with the same `{n}` and `{treatment}`; what it `unsettles` does not count if the same text tells it. The
    `note` is for whoever asked. A wording that tells nothing has a note or is a `filler`.
    """

    kind: ClassVar[str] = "wording"
    written: tuple[str, ...]
    says: Mapping[AxisId, str] = NOTHING
    includes: Mapping[AxisId, str] = NOTHING
    lacks: Mapping[AxisId, str] = NOTHING
    unsettles: Mapping[AxisId, str] = NOTHING
    note: str = ""
    moot_by: tuple[AxisId, ...] = key(
        default=(), help="The axes that make the note unnecessary, told in the same text."
    )
    filler: bool = key(default=False, help="It tells nothing that belongs in a profile.")
    unverified: str = key(default="", help="What was not checked about it.")
    row: str = key(default="", shown=False)

    def links(self) -> tuple[str, ...]:
        """The axes that it tells about."""
        return tuple(
            f"axis.{name}" for name in (*self.says, *self.includes, *self.lacks, *self.unsettles, *self.moot_by)
        )


class Synonym(Sourced):
    """Words that mean the same in the facts of a profile: each is read as the first of them."""

    kind: ClassVar[str] = "synonym"
    written: tuple[str, ...]


class Subject(Declared):
    """What a statement is about: parts given together, or a named procedure, strategy or other matter."""

    form: SubjectForm
    name: str = ""
    parts: Phase = ()
    modality: Modality | Literal[""] = ""


class Statement(Sourced):
    """What one source says; `when` is None if the source states no condition.

    About profiles that are `silent`, the source says nothing: if its condition does not hold for them, nothing is ruled
    out.
    """

    kind: ClassVar[str] = "statement"
    treatment: Subject = key(shown=False)
    when: Condition | None = key(shown=False)
    silent: Condition | None = key(default=None, shown=False)
    direction: Direction
    strength: str
    line: str
    place: tuple[Place, ...] = key(
        default=(), shown=False, help="The lines in which it is shown, if `line` does not say so."
    )
    studied: Condition | None = key(
        default=None, shown=False, help="The patients its trial was about; for others it is ranked lower."
    )
    again: bool = key(default=False, shown=False, help="It still applies after another drug of its class was given.")
    behind: tuple[StatementId, ...] = key(default=(), shown=False, help="Statements that a source prefers to it.")
    before: tuple[ClassId, ...] = key(default=(), shown=False, help="Classes that a source ranks below it.")
    start: Date = key("from", default="", shown=False)
    start_is: DateIs = key("from_is", default="exact", shown=False)
    until: Date = ""
    ended: str = key(default="", shown=False)
    region: Region | Literal[""] = ""
    text: str = ""
    newer: tuple[StatementId, ...] = key(default=(), help="Statements of newer sources that overtake or qualify it.")
    replaced_by: tuple[StatementId, ...] = key(default=(), shown=False)
    unverified: str = key(default="", help="What was not checked about it.")
    row: str = key(default="", shown=False)
    sources: tuple[Citation] = key("source", shown=False)

    def links(self) -> tuple[str, ...]:
        """Treatment parts, axes, what is newer than it, and what replaced it."""
        parts = self.treatment.parts
        return (
            *(f"regimen.{part.block}" for part in parts if part.block),
            *(f"item.{name}" for part in parts for name in part.any_of),
            *(f"axis.{wanted.axis}" for asked in self.asks() for wanted in asked.leaves()),
            *(f"statement.{name}" for name in (*self.newer, *self.replaced_by, *self.behind)),
            *(f"class.{name}" for name in self.before),
        )

    def asks(self) -> tuple[Condition, ...]:
        """Every condition in it."""
        return tuple(filter(None, (self.when, self.silent, self.studied)))


class Coverage(Sourced):
    """Which labels of a region were read, and up to when; the labels of the drugs in `not_read` were not."""

    kind: ClassVar[str] = "coverage"
    region: Region
    read_until: Date
    not_read: tuple[DrugId, ...] = ()
    only_named: bool = key(default=False, help="No label was read for drugs that no statement of the region names.")
    note: str = ""

    def links(self) -> tuple[str, ...]:
        """The drugs whose labels were not read."""
        return tuple(f"drug.{name}" for name in self.not_read)


class Unsettled(Sourced):
    """A point left unsettled by all sources that were read: stated if its condition holds.

    A point `between` drugs or classes concerns answers in which two of them appear in one line, among those in `place`.
    """

    kind: ClassVar[str] = "unsettled"
    text: str
    when: Condition | None = key(default=None, shown=False)
    between: tuple[ItemId, ...] = ()
    place: tuple[Place, ...] = key(default=(), help="The lines in which it is a question; without any, every line.")

    def links(self) -> tuple[str, ...]:
        """The treatments it is between, and the axes that it depends on."""
        asked = self.when.leaves() if self.when else ()
        return (*(f"item.{name}" for name in self.between), *(f"axis.{wanted.axis}" for wanted in asked))


class Saying(Declared):
    """What a source says, in a few words."""

    source: Citation
    text: str


class Erratum(Sourced):
    """Where sources are wrong, damaged, overtaken or in disagreement."""

    kind: ClassVar[str] = "erratum"
    form: ErratumForm = key("kind", shown="type")
    topic: str
    concerns: tuple[EntryRef, ...] = ()
    says: tuple[Saying, ...] = ()
    correct: str = ""
    newer: str = ""
    misprints: tuple[str, ...] = key("misprint", default=(), shown=False)

    def links(self) -> tuple[str, ...]:
        """The entries it concerns."""
        return self.concerns

    def cited(self) -> tuple[Citation, ...]:
        """What supports the correction, and who says what."""
        return (*self.sources, *(said.source for said in self.says))


class CodeValue(Declared):
    """A value of a NAACCR item; `role` says which of the given drugs lead to it, "" for all other matters."""

    code: str
    text: str
    role: CodeRole | Literal[""] = key(default="", shown=False)
    label: str = key(default="", shown=False, help="Two or three words next to the code: 03 several drugs.")


class NaaccrItem(Sourced):
    """An item of the NAACCR data dictionary for one category of drugs, or for procedures; the id is its number."""

    kind: ClassVar[str] = "naaccr"
    name: str
    category: ItemCategory
    of_class: ClassId = key("class", default="", shown=False)
    headings: tuple[str, ...] = key(default=(), shown=False, help="Words in the name of a column about it.")
    values: tuple[CodeValue, ...] = ()
    notes: tuple[str, ...] = ()

    def links(self) -> tuple[str, ...]:
        """The class whose bare name ("chemotherapy") is coded in it."""
        return (f"class.{self.of_class}",) if self.of_class else ()

    def with_role(self, role: str) -> tuple[str, ...]:
        """The codes of a role."""
        return self.by_role.get(role, ())

    @cached_property
    def by_role(self) -> Mapping[str, tuple[str, ...]]:
        """Each role, with the codes that have it."""
        roles = dict.fromkeys(value.role for value in self.values)
        return {role: tuple(value.code for value in self.values if value.role == role) for role in roles}


class XmlItem(Sourced):
    """An item of a NAACCR XML file, where it belongs and what its value can be; the id is its number.

    `since` and `until` are the first and last base dictionaries that have it, by number, and `record_types` the only
    ones that have it (none: all). Up to the dictionary `longer_until`, a longer value is allowed anyway. A text that is
    full is `continued` in another item, after one of these names. `text_of` is the item whose treatment this text
    describes.
    """

    kind: ClassVar[str] = "xml-item"
    naaccr_id: NaaccrId
    name: str = key(shown=False)
    level: XmlLevel
    type: XmlType
    length: Count
    record_types: tuple[RecordType, ...] = ()
    since: DictionaryNumber | Literal[""] = ""
    until: DictionaryNumber | Literal[""] = ""
    longer_until: DictionaryNumber | Literal[""] = ""
    continued: tuple[str, ...] = key(default=(), shown=False)
    text_of: NaaccrNumber = key(default="", shown=False)

    def links(self) -> tuple[str, ...]:
        """The item whose code it documents."""
        return (f"naaccr.{self.text_of}",) if self.text_of else ()


class Rule(Sourced):
    """A rule of coding, or (`open`) a point that the sources leave open; `start` and `until` are days of diagnosis."""

    kind: ClassVar[str] = "rule"
    name: str = key(shown=False)
    text: str
    open: bool = key(default=False, help="No code is settled where it applies.")
    known: bool = key(default=False, shown=False, help="Every registrar knows it: it is only told with the sources.")
    start: Date = key("from", default="", shown=False)
    until: Date = key(default="", shown=False)


class SituationCode(Declared):
    """What a situation means for some items: their code or, if that is open, the codes in question, if any.

    `derived`: the step by which the code was derived from what the sources say. `open`: why no code is chosen.
    """

    items: tuple[NaaccrNumber, ...]
    values: tuple[ItemCode, ...] = key("codes", default=())
    derived: str = ""
    open: str = ""


class Beside(Declared):
    """Another situation (`one`) stated for the same treatment, and the situation that the two make together."""

    one: SituationId
    makes: SituationId


class Situation(Sourced):
    """What a chart says about a treatment that it names, and the codes of the items of that treatment.

    `roles` are what the reader says about a name (declined, planned ...) if that is this situation. One without codes
    says nothing by itself, except that the treatment was `given`. A word tells one with `behind` only right after a
    word that tells one of those.
    """

    kind: ClassVar[str] = "situation"
    name: str
    text: str
    coded: tuple[SituationCode, ...] = key("codes", default=(), shown=False)
    roles: tuple[str, ...] = key(default=(), shown=False)
    replaces: tuple[SituationId, ...] = key(default=(), shown=False)
    beside: tuple[Beside, ...] = key(default=(), shown=False)
    given: bool = key(default=False, shown=False, help="The treatment was given.")
    lasts: bool = key(default=False, shown=False, help="It applies to everything the text names after it.")
    bare: bool = key(default=False, shown=False, help="A word tells it if nothing else is in its clause.")
    alone: bool = key(default=False, shown=False, help="A word tells it if the text names no treatment.")
    of_all: bool = key(default=False, shown=False, help="Not said about any treatment, it applies to every kind.")
    all_as: SituationId = key(default="", shown=False, help="What it is instead, if not said about a treatment.")
    elsewhere: bool = key(default=False, shown=False, help="It says nothing about this first course.")
    stays: bool = key(default=False, shown=False, help="If the treatment is given later, no source says which counts.")
    perhaps_given: bool = key(default=False, shown=False, help="The treatment may have been given all the same.")
    of_next: bool = key(default=False, shown=False, help="It is about the treatment right after it, or its beginning.")
    of_kinds: bool = key(default=False, shown=False, help="It is about a kind of treatment without a name.")
    of_procedures: bool = key(default=False, shown=False, help="It is about a procedure.")
    answers: bool = key(default=False, shown=False, help="A word tells it right after a treatment, for that one only.")
    counted: bool = key(default=False, shown=False, help="Next to a number of cycles or a date, something was given.")
    unnamed: ClassId = key(default="", shown=False, help="The class of a treatment that the text implies, unnamed.")
    weak: bool = key(default=False, shown=False, help="It counts only in its own clause, if nothing else is told.")
    led: bool = key(default=False, shown=False, help="A word that begins its clause does not tell it.")
    dated: bool = key(default=False, shown=False, help="A word tells it only with a date right after it.")
    behind: tuple[SituationId, ...] = key(default=(), shown=False)
    negated_as: SituationId = key(default="", shown=False, help="What it becomes for a treatment with a 'no' before.")
    apart_as: SituationId = key(default="", shown=False, help="What it becomes for a treatment in a later sentence.")

    def links(self) -> tuple[str, ...]:
        """The items that it has codes for, and the situations that it refers to."""
        pairs = (name for pair in self.beside for name in (pair.one, pair.makes))
        others = [*self.replaces, *pairs, *self.behind, self.all_as, self.negated_as, self.apart_as]
        items = [f"naaccr.{item}" for found in self.coded for item in found.items]
        return (*items, *(f"situation.{name}" for name in others if name))

    def in_item(self, item: str) -> SituationCode | None:
        """What it means for an item; None if it says nothing about it."""
        return next((found for found in self.coded if item in found.items), None)


class Procedure(Sourced):
    """A treatment that is not a drug and is coded by itself: its item, and its code or the codes left open.

    Two procedures of different `group` together have the code of the item for both. A procedure that may have been done
    by a drug of the class `by_class` is not coded if such a drug is named: the drug is.
    """

    kind: ClassVar[str] = "procedure"
    name: str
    item: NaaccrNumber = key(shown=False)
    group: str = key(default="", shown=False)
    values: tuple[ItemCode, ...] = key("codes", default=(), shown=False)
    derived: str = ""
    open: str = key(default="", shown=False)
    by_class: ClassId = key(default="", shown=False)

    def links(self) -> tuple[str, ...]:
        """The item, and the class of drugs."""
        return (f"naaccr.{self.item}", *((f"class.{self.by_class}",) if self.by_class else ()))


class Period(Declared):
    """The category for cases diagnosed from one day until another, both included; `perhaps` are other candidates."""

    start: Day = key("from", default="")
    until: Day = ""
    category: CategoryName
    perhaps: tuple[CategoryName, ...] = ()
    sources: tuple[Citation, ...] = key(shown=False)


class GivenBefore(Declared):
    """Another category, and its code, for a drug given before a certain day, whenever the case was diagnosed."""

    day: Day
    category: CategoryName
    value: str
    sources: tuple[Citation, ...]


class Category(Sourced):
    """How SEER*Rx has a drug (the id), period by period; no periods and `not_found` if it has no record of it."""

    kind: ClassVar[str] = "category"
    id: DrugId
    given_before: GivenBefore | None = key(default=None, shown=False)
    only_in_regimens: bool = key(default=False, shown=False, help="Not coded when given alone.")
    do_not_code: DoNotCode = "no"
    subcategory: tuple[str, ...] = ()
    periods: tuple[Period, ...] = ()
    not_found: str = ""
    rules: tuple[RuleId, ...] = key(default=(), shown=False)
    notes: tuple[str, ...] = ()
    unverified: str = key(default="", shown=False)

    def links(self) -> tuple[str, ...]:
        """The drug, and the rules that concern it."""
        return (f"drug.{self.id}", *(f"rule.{name}" for name in self.rules))

    def cited(self) -> tuple[Citation, ...]:
        """Its own sources and those of its periods."""
        before = self.given_before.sources if self.given_before else ()
        return (*self.sources, *(found for period in self.periods for found in period.sources), *before)


class Translation(Sourced):
    """What a drug or class (`of`) is called in another language; `brands` are names of its products there."""

    kind: ClassVar[str] = "translation"
    of: ItemId
    language: Language
    names: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    unverified: str = key(default="", help="What was not checked about it.")

    def links(self) -> tuple[str, ...]:
        """The drug or class."""
        return (f"item.{self.of}",)


class Word(Sourced):
    """A family of words that the reader knows and that are not names, of one role and language; `*` ends a stem.

    `place` is where the word comes, relative to the treatment that it describes. Each of the `examples` has `{}` for
    the word, and must give exactly the drugs in `gives` (and the `status` of `annotate`, if one is stated). What a
    chart says with the word is what it `tells`: a situation, a procedure, or a class that it stands for. A word that is
    `read_off` is an amount like a dose: not part of an acronym, and included in the note. A side effect changes no
    drug, but is `noted`, so that nothing a text says is dropped.
    """

    kind: ClassVar[str] = "word"
    role: WordRole
    language: Language
    texts: tuple[str, ...]
    place: WordPlace = "before"
    tells: EntryRef | Literal[""] = ""
    read_off: bool = key(default=False, help="Whether it is set aside before acronyms are looked for, as a dose is.")
    noted: bool = key(default=False, help="Whether the note says that it was read: a side effect.")
    examples: tuple[Example, ...]
    gives: tuple[ItemId, ...] = ()
    status: Status | Literal[""] = ""

    def links(self) -> tuple[str, ...]:
        """What it tells, and what its examples give."""
        return (*((self.tells,) if self.tells else ()), *(f"item.{name}" for name in self.gives))


RECORD_KINDS: tuple[type[Record], ...] = (
    Source,
    DrugClass,
    Drug,
    Brand,
    Regimen,
    Protocol,
    Trial,
    Lookalike,
    Term,
    Shared,
    Letter,
    Axis,
    Statement,
    Coverage,
    Unsettled,
    Erratum,
    NaaccrItem,
    XmlItem,
    Rule,
    Situation,
    Procedure,
    Category,
    Translation,
    Word,
    Wording,
    Synonym,
)
"""Every kind of entry, in the order in which they are listed."""
