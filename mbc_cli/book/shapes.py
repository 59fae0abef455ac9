"""The types of the fields of a record: what a text of the data may be. Only declarations and their readers need them.

A type says everything about a value: `Literal` gives the words it can be, `Annotated` its shape. The readers, the JSON
Schema of the data and that of the answers follow from it (`declared`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, NamedTuple, get_args


class Pattern(NamedTuple):
    """A regular expression that must match the whole text, and what a message tells the reader to write."""

    regex: str
    wanted: str


class Ref(NamedTuple):
    """The text is the id of an entry of one of these kinds; without kinds, it is `kind.id` of any kind."""

    kinds: tuple[str, ...]


class Keyed(NamedTuple):
    """The keys that a mapping can have, and the pattern of each value."""

    patterns: tuple[tuple[str, Pattern], ...]


# --- texts -------------------------------------------------------------------------------------------------------

Id = Annotated[str, "id"]
"""The id of an entry; the checks between entries verify that it exists."""
ClassId = Annotated[str, Ref(("class",))]
DrugId = Annotated[str, Ref(("drug",))]
ItemId = Annotated[str, Ref(("drug", "class"))]
"""A drug or a class; a check keeps their ids apart."""
RegimenId = Annotated[str, Ref(("regimen",))]
AxisId = Annotated[str, Ref(("axis",))]
StatementId = Annotated[str, Ref(("statement",))]
RuleId = Annotated[str, Ref(("rule",))]
NaaccrNumber = Annotated[str, Ref(("naaccr",))]
SituationId = Annotated[str, Ref(("situation",))]
EntryRef = Annotated[str, Ref(())]
AxisValue = Annotated[str, "value"]
"""A value of the axis that contains it."""
Date = Annotated[str, "date"]
"""A day, month or year as ISO text; "" if it is unknown."""
Day = Annotated[str, "day"]
"""A calendar day as ISO text; "" if there is none."""
ResearchCode = Annotated[
    str, Pattern(".*[A-Za-z].*[0-9].*|.*[0-9].*[A-Za-z].*", 'letters and a number such as "RP-56976"')
]
TrialNumber = Annotated[str, Pattern("NCT[0-9]{8}", 'NCT and eight digits such as "NCT01740427"')]
NCIT = ("ncit", Pattern("C[1-9][0-9]{2,5}", 'C and three to six digits such as "C1526"'))
DrugCodes = Annotated[
    Mapping[str, str],
    Keyed(
        (
            NCIT,
            ("rxcui", Pattern("[1-9][0-9]*", 'digits such as "72962"')),
            ("atc", Pattern("[A-Z][0-9]{2}[A-Z]{2}[0-9]{2}", 'a whole code such as "L01CD02"')),
        )
    ),
]
"""System to code; longer NCIt numbers after a C are concepts of another system (UMLS)."""
RegimenCodes = Annotated[Mapping[str, str], Keyed((NCIT,))]
"""System to code; codes of HemOnc and OMOP are cited as places, not as facts of their own, because of their licence."""
Count = Annotated[int, "count"]
"""A whole number, at least 1."""
NaaccrId = Annotated[str, Pattern("[a-z][A-Za-z0-9]{0,31}", 'an id of a NAACCR dictionary such as "rxTextChemo"')]
DictionaryNumber = Annotated[str, Pattern("[1-9][0-9]0", 'the number of a NAACCR dictionary such as "230"')]
Letters = Annotated[Mapping[Annotated[str, "letter"], tuple[ItemId, ...]], "letters"]
"""Letter (or letters) of a name, with the ids it stands for."""
OfTreatments = Annotated[bool, "treatments"]
"""Whether an axis holds treatments: written as that word."""

Language = Annotated[str, Pattern("[a-z]{2}|any", "a code of two letters (ISO 639-1), or any")]
Numbers = Annotated[str, Pattern(r"\d+(\.\.\d+)?", "a number, or two with .. between them: 0, 2..8")]
Example = Annotated[str, Pattern("[^{}]*[{][}][^{}]*", "{} once, where the word goes")]

# --- words -------------------------------------------------------------------------------------------------------

Region = Literal["US", "EU", "CA", "IE", "UK", "JP", "CN", "DE", "AU", "CH"]
SourceRegion = Literal[Region, "international"]
SourceForm = Literal[
    "patient guide", "label", "guideline", "terminology", "list", "article", "registry", "trial"
]  # fmt: skip
DateIs = Literal["exact", "not later than"]
"""Whether a date is exact, or only the latest possible."""
SourceDateIs = Literal[DateIs, "not earlier than"]
"""The same for a source, whose date may also be the earliest possible: the day that an undated page reports on."""
Licence = Literal[
    "public domain",
    "of this project",
    "CC BY 4.0",
    "CC BY-NC-SA",
    "BSD-3-Clause",
    "GPL-2.0",
    "UMLS Metathesaurus",
    "not stated",
]
"""What a source says about the use of its content; for most sources no such statement was read."""
NON_COMMERCIAL: tuple[Licence, ...] = ("CC BY-NC-SA",)
"""Licences that bar commercial use: only single facts are taken from such a source, if another has them too."""
Route = Literal[
    "intravenous",
    "oral",
    "subcutaneous",
    "intramuscular",
    "subcutaneous implant",
    "intrathecal",
    "intracavitary",
    "intravesical",
]
IndicationForm = Literal["approved", "accelerated", "none", "unverified"]
MarketStatus = Literal["marketed", "discontinued", "legacy", "withdrawn", "unverified"]
Evidence = Literal["A", "B", "C"]
AxisForm = Literal["value", "set", "number"]
Direction = Literal["for", "against", "context"]
Place = Literal["first", "second", "later", "any", "test"]
"""The line of therapy in which an answer shows a statement; `test`: if a test finds something, in any line."""
Modality = Literal["local", "hormone", "bone", "supportive", "trial", "systemic"]
MatterForm = Literal["procedure", "strategy", "supportive", "trial", "context", "factor"]
SubjectForm = Literal["drug", "combination", "regimen", MatterForm]
ErratumForm = Literal[
    "error", "spelling", "damage", "outdated", "brand", "ambiguous", "conflict", "label difference", "unverified"
]
CategoryName = Literal["chemotherapy", "hormone", "brm", "other", "ancillary"]
XmlLevel = Literal["NaaccrData", "Patient", "Tumor"]
"""The element of a NAACCR XML file that contains an item."""
XmlType = Literal["text", "digits", "date"]
RecordType = Literal["A", "M", "C", "I"]
"""What a NAACCR file contains: full abstracts, modified ones, confidential data, incidence."""
ItemCategory = Literal[CategoryName, "procedure"]
"""What a NAACCR item contains: drugs of a category, or procedures."""
CodeRole = Literal["none", "given", "one", "several", "both", "recommended", "unknown"]
ItemCode = Annotated[str, Pattern("[0-9]{1,2}", 'a code of the item such as "87"')]
DoNotCode = Literal["no", "yes", "see remarks", "not known"]
SaidOfTreatment = Literal[
    "negated",
    "declined",
    "unavailable",
    "contraindicated",
    "adverse reaction",
    "discussed",
    "planned",
    "prior",
    "if need be",
    "another person",
    "died before",
    "unknown whether given",
    "another disease",
    "allergy",
]
JoiningWord = Literal["and", "or", "then", "optional", "versus"]
WordRole = Literal[
    SaidOfTreatment,
    JoiningWord,
    "act",
    "now",
    "continuing",
    "imperative",
    "on",
    "look through",
    "reason",
    "the patient",
    "no cue",
    "modality",
    "procedure",
    "any treatment",
    "placeholder",
    "other tumour",
    "organ",
    "breast",
    "finding",
    "treated",
    "regimen",
    "no regimen",
    "formulation",
    "placebo",
    "matching",
    "premedication",
    "ahead",
    "trial",
    "title",
    "record number",
    "status",
    "cell line",
    "unnamed",
    "base",
    "stopped",
    "small word",
    "change",
    "earlier",
    "chart",
    "grew",
    "label",
    "arm",
    "filler",
    "setting",
    "line",
    "unit",
    "schedule",
    "dose dense",
    "route",
    "place",
    "month",
]
WordPlace = Literal["before", "after", "either", "between"]
Status = Literal[
    "exact", "corrected", "partial", "ambiguous", "class only", "other drug", "no drug", "unknown", "empty"
]  # fmt: skip

SAID_OF_A_TREATMENT: tuple[SaidOfTreatment, ...] = get_args(SaidOfTreatment)
JOINING_WORDS: tuple[JoiningWord, ...] = get_args(JoiningWord)
REGIONS: tuple[Region, ...] = get_args(Region)
"""The regions whose labels and markets are known, in the order used in messages."""
