"""The tools: what each is for and not for, its parameters, and how it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mbc_cli.book.errors import UsageError
from mbc_cli.book.names import clean
from mbc_cli.tools.told import TEXT, Found

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mbc_cli.annotate.annotation import Annotation
    from mbc_cli.api.answer import CommandAnswer
    from mbc_cli.api.reference import Reference
    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Axis
    from mbc_cli.show.formats import Json

MOST_TEXTS, MOST_CHARACTERS = 200, 100_000
LONGEST_PROFILE = 1_000
"""The most characters of a profile in words: other calls wait while it is read."""
RULED_OUT = "ruled out"
CITING = ("direction", "verdict", "source", "where", "date")
"""What is kept of a statement when treatments are reported in short."""
LIMITS = {
    "as_of": {**TEXT, "description": "Only what was said and approved on this day, month or year: 2012-06-30, 2012."},
    "region": {**TEXT, "description": "Only this region: US, EU, CA, IE, UK, JP, CN, DE, AU or CH."},
}
WHOLE = {"type": "boolean", "description": "Show every source, error and remark, not one screen."}


class Question(NamedTuple):
    """A tool: what it is for, its parameters as JSON Schema, which of them are required, and how it is answered."""

    about: str
    parameters: Callable[[Book], Json]
    required: tuple[str, ...]
    ask: Callable[..., Found]

    def schema(self, book: Book) -> Json:
        """The JSON Schema of its arguments; unknown ones are refused, never ignored."""
        return {
            "type": "object",
            "properties": self.parameters(book),
            "required": list(self.required),
            "additionalProperties": False,
        }


def text(what: str) -> Json:
    """A parameter that is a text."""
    return {**TEXT, "description": what}


def found(answer: CommandAnswer) -> Found:
    """The answer of a command, unchanged."""
    whole = answer.to_dict()
    return Found(str(answer), whole, whole["results"])


def expand(mbc: Reference, text: str, **limits: Any) -> Found:
    """What an acronym or a treatment text stands for."""
    return found(mbc.expand(text, **limits))


def drug(mbc: Reference, name: str, **limits: Any) -> Found:
    """The card of a drug."""
    return found(mbc.drug(name, **limits))


def options(
    mbc: Reference, words: str = "", facts: Mapping[str, Any] | None = None, why: str | None = None, **limits: Any
) -> Found:
    """What sources name for a profile: in full for one treatment, otherwise what fits or is open, in short."""
    if len(words) > LONGEST_PROFILE:
        raise UsageError(f"words: {len(words)} characters: give the facts of one profile, at most {LONGEST_PROFILE}")
    answer = mbc.options(words, why=why, **limits, **(facts or {}))
    whole = answer.to_dict()
    every = whole["results"]
    if why is None:
        whole["results"] = [in_short(result) for result in every if result["verdict"] != RULED_OUT]
        whole["advised_against"] = [in_short(one) for one in whole["advised_against"]]
    return Found(str(answer), whole, [result for result in every if why or result["verdict"] != RULED_OUT])


def in_short(result: Json) -> Json:
    """A treatment, and which statements are about it in which place."""
    return {**result, "statements": [{key: one[key] for key in CITING} for one in result["statements"]]}


def annotate(mbc: Reference, texts: list[str]) -> Found:
    """Texts to ids; UsageError if there are more than an assistant can use."""
    size = sum(map(len, texts))
    if len(texts) > MOST_TEXTS or size > MOST_CHARACTERS:
        most = f"at most {MOST_TEXTS}, of {MOST_CHARACTERS} characters together"
        raise UsageError(f"texts: {len(texts)} of {size} characters: give {most}, or a file to mbc annotate FILE")
    results = [annotated(clean(each), one) for each, one in zip(texts, mbc.annotate(texts), strict=True)]
    lines = "\n".join(f"{one['text']!r}: {one['status']}: {in_a_line(one)}" for one in results)
    whole = {"query": f"{len(texts)} texts", "data_version": mbc.book.version, "results": results}
    return Found(lines, whole, results)


def annotated(text: str, found: Annotation) -> Json:
    """The annotation of a text as data, its ids as lists."""
    ids = {key: each.split(";") if each else [] for key, each in zip(found._fields[:4], found, strict=False)}
    return {"text": text, **ids, "status": found.status, "note": found.note}


def in_a_line(result: Json) -> str:
    """What an annotation names, and its note."""
    names = ", ".join(name for key in ("drugs", "classes", "other") for name in result[key]) or "no drug"
    return f"{names} ({result['note']})" if result["note"] else names


def code(mbc: Reference, text: str, dx: str | None = None) -> Found:
    """What a registrar records."""
    return found(mbc.code(text, dx=dx))


def search(mbc: Reference, text: str) -> Found:
    """Everything that contains a text."""
    return found(mbc.search(text))


def sources(mbc: Reference, name: str | None = None) -> Found:
    """The sources, or some of them; only those of the returned results are cited."""
    return found(mbc.sources(name))._replace(cited_in=())


def facts(book: Book) -> Json:
    """Every fact of a profile as a parameter."""
    return {
        "type": "object",
        "description": "Facts of the tumour and the patient. One that is left out is unknown, never no.",
        "properties": {axis.id: fact(axis) for axis in book.axes.values()},
        "additionalProperties": False,
    }


def fact(axis: Axis) -> Json:
    """A fact as a parameter: a number, a value, or a complete list of values or treatments."""
    said = f"{axis.help}. One of: {', '.join(axis.values)}." if axis.values else f"{axis.help}."
    kinds = {"number": ["number", "string"], "value": ["string", "number"], "set": ["array", "string"]}
    items = {"items": TEXT} if axis.form == "set" else {}
    return {"type": kinds[axis.form], "description": said, **items}


QUESTIONS = {
    "expand": Question(
        "What a regimen acronym or treatment text stands for, phase by phase, every reading; not for doses or for "
        "choosing a treatment.",
        lambda _: {
            "text": text("An acronym such as TCH or AC-T, or words such as 'ddAC x4 then weekly Taxol'."),
            **LIMITS,
            "verbose": WHOLE,
        },
        ("text",),
        expand,
    ),
    "drug": Question(
        "The card of a drug by generic name, brand, synonym, research code or code of NCIt, RxNorm or ATC; not for "
        "dosing, interactions or side effects.",
        lambda _: {"name": text("A name or code of one drug."), **LIMITS, "verbose": WHOLE},
        ("name",),
        drug,
    ),
    "options": Question(
        "Which treatments published sources name for a tumour profile, with what fits and what is open; not a "
        "recommendation, and not for deciding about a patient.",
        lambda book: {
            "words": text("The facts as a report says them: 'ER 90%, HER2 1+, progressed on letrozole'."),
            "facts": facts(book),
            "why": text("One treatment: every statement about it, with its conditions."),
            **LIMITS,
        },
        (),
        options,
    ),
    "annotate": Question(
        f"Treatment texts (up to {MOST_TEXTS}) to drug ids, each with a status and a note; not for texts with names of "
        "patients, and not for files.",
        lambda _: {"texts": {"type": "array", "items": TEXT, "description": "The texts."}},
        ("texts",),
        annotate,
    ),
    "code": Question(
        "What a US cancer registrar records for a treatment text (SEER*Rx category, NAACCR items), by date of "
        "diagnosis; not for billing codes, and SEER*Rx decides.",
        lambda _: {
            "text": text("A drug, a regimen, or what a chart says of treatment."),
            "dx": text("The date of diagnosis: a day, month or year; today if omitted."),
        },
        ("text",),
        code,
    ),
    "search": Question(
        "Every entry with a word in its names, notes or sources; not for reading a treatment text (expand) or for "
        "questions in sentences.",
        lambda _: {"text": text("A word or part of a word.")},
        ("text",),
        search,
    ),
    "sources": Question(
        "The documents behind the answers, with publisher, date and licence; not the text of any of them.",
        lambda _: {"name": text("The id of a source, a publisher such as FDA, or a kind; all if omitted.")},
        (),
        sources,
    ),
}
"""The question of each tool."""
