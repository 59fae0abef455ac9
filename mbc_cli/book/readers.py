"""One reader per kind of entry, for what a declaration cannot express. `data/README.md` explains the keys."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from mbc_cli.book.condition_readers import (
    COMBINING,
    CONDITIONS_WRITTEN,
    VALUES_WRITTEN,
    WHEN_WRITTEN,
    read_condition,
    stated,
)
from mbc_cli.book.declared import read_record, shape, written_schema
from mbc_cli.book.fields import ABSENT
from mbc_cli.book.json_schema import ANY_NUMBER, FLAG, TEXT, TEXT_LIST, enum, many, mapping, only
from mbc_cli.book.model import (
    RECORD_KINDS,
    Arms,
    Axis,
    Category,
    Market,
    Part,
    Period,
    Phase,
    Protocol,
    Regimen,
    Statement,
    Subject,
    Translation,
    Trial,
)
from mbc_cli.book.shapes import REGIONS, CategoryName, Letters, MatterForm, Modality, OfTreatments

if TYPE_CHECKING:
    from collections.abc import Callable

    from mbc_cli.book.json_schema import Schema
    from mbc_cli.book.model import Record
    from mbc_cli.book.table import Table

# --- regimens ----------------------------------------------------------------------------------------------------

PART_KEYS = {"drug": TEXT, "class": TEXT, "one_of": many(TEXT, 1), "regimen": TEXT}
"""What can be in one place of a phase: exactly one of these."""
JUST_ONE: Schema = {"oneOf": [{"required": [name]} for name in PART_KEYS]}
PART_WRITTEN: Schema = {"anyOf": [TEXT, only({**PART_KEYS, "optional": FLAG, "when": CONDITIONS_WRITTEN}) | JUST_ONE]}
TOGETHER_WRITTEN = many(PART_WRITTEN, 2)
PHASE_WRITTEN: Schema = {"anyOf": [*PART_WRITTEN["anyOf"], only({"together": TOGETHER_WRITTEN}, ["together"])]}


@shape(tuple[Phase, ...], many(PHASE_WRITTEN, 1))
def read_steps(table: Table, key: str, default: Any) -> tuple[Phase, ...]:
    """The phases of a regimen, at least one; the key may be left out if it has a default."""
    value = table.take(key)
    if value is None and default is not ABSENT:
        return ()
    if not isinstance(value, list) or not value:
        table.lack(key, "write one { ... } per phase")
        return ()
    return tuple(phase(item, table, key) for item in value)


@shape(Arms, many(many(PHASE_WRITTEN, 1)))
def read_arms(table: Table, key: str, default: Any) -> Arms:
    """The arms of a trial, each written like the steps of a regimen."""
    value = table.take(key)
    if value is None and default is not ABSENT:
        return ()
    if not isinstance(value, list) or not all(isinstance(arm, list) and arm for arm in value) or not value:
        table.lack(key, "write [[{ ... }]], one list of phases per arm")
        return ()
    return tuple(tuple(phase(item, table, key) for item in arm) for arm in value)


def phase(value: Any, table: Table, key: str) -> Phase:
    """One step of a regimen: { together = [parts] } or a single part."""
    if not isinstance(value, dict) or "together" not in value:
        return (part(value, table, key),)
    inner = table.inner(key, value)
    items = inner.take("together")
    inner.finish()
    if not isinstance(items, list) or len(items) < 2:
        table.complain(key, "together needs a list of two or more")
        return ()
    return tuple(part(item, table, key) for item in items)


def part(value: Any, table: Table, key: str) -> Part:
    """One place in a phase: "drug", { drug }, { one_of }, { class } or { regimen }, optional and with a condition."""
    if isinstance(value, str) and value.strip():
        return Part(any_of=(value,))
    if not isinstance(value, dict):
        table.complain(key, f"{value!r} is not understood; write a drug id or a table")
        return Part()
    inner = table.inner(key, value)
    named = (*filter(None, (inner.optional("drug"), inner.optional("class"))), *inner.texts("one_of"))
    found = Part(
        any_of=named,
        block=inner.optional("regimen"),
        optional=inner.flag("optional"),
        when=read_condition(inner, "when", None),
    )
    inner.finish()
    if bool(found.any_of) == bool(found.block) or sum(name in value for name in ("drug", "class", "one_of")) > 1:
        inner.complain("", "must have exactly one of drug, class, one_of, regimen")
    return found


@shape(Letters, mapping(VALUES_WRITTEN), mapping(TEXT_LIST))
def read_letters(table: Table, key: str, _: Any) -> dict[str, tuple[str, ...]]:
    """Letter (or letters) to the ids it stands for."""
    inner = table.table(key)
    found: dict[str, tuple[str, ...]] = {}
    for letter in inner.data:
        value = inner.take(letter)
        found[letter] = (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list) else ()
        if not found[letter] or any(not isinstance(item, str) for item in found[letter]):
            inner.complain(letter, "must be an id or a list of ids")
            found[letter] = ()
    return found


N = TypeVar("N", bound="Regimen | Trial")


def named_entry(cls: type[N], table: Table) -> N:
    """Read a `[regimen.id]`, `[protocol.id]` or `[trial.id]`; `risky` and `unsourced` must be among its forms."""
    found = entry(cls, table)
    for key, texts in (("risky", found.risky), ("unsourced", found.unsourced)):
        for text in texts:
            if text not in (found.name, *found.written):
                table.complain(key, f"'{text}' is not among name and written; add it there or leave it out")
    return found


# --- brands and axes ---------------------------------------------------------------------------------------------


@shape(tuple[Market, ...], only(dict.fromkeys(REGIONS, written_schema(Market, "region"))))
def read_markets(table: Table, key: str, _: Any) -> tuple[Market, ...]:
    """The markets of a brand, in the order of the data."""
    inner = table.table(key)
    for region in set(inner.data) - set(REGIONS):
        inner.complain(region, f"is not a market; write one of {', '.join(REGIONS)}")
    return tuple(market(region, inner.table(region)) for region in inner.data if region in REGIONS)


def market(region: str, table: Table) -> Market:
    """Read one `markets.REGION`."""
    found = read_record(Market, table, region=region)
    table.finish()
    return found


@shape(OfTreatments, {"const": "treatments"}, FLAG)
def read_of_treatments(table: Table, key: str, _: Any) -> bool:
    """Whether the word is there."""
    treatments = table.optional(key)
    if treatments not in ("", "treatments"):
        table.complain(key, f"is '{treatments}'; write \"treatments\" or leave it out")
    return bool(treatments)


def axis_entry(table: Table) -> Axis:
    """Read an `[axis.id]`. A set of treatments has no values; any other set and every value axis must have some."""
    found = entry(Axis, table)
    if found.id in COMBINING:
        table.complain("", "has an id that is a keyword of conditions; choose another id")
    if found.flag not in ("", f"--{found.id}"):
        table.complain("flag", f"is '{found.flag}'; write --{found.id} or leave it out")
    if found.form != "number" and (found.numbers or found.whole):
        table.complain("numbers" if found.numbers else "whole", "is for numbers; leave it out")
    if not table.data.get("values") and found.form != "number" and not found.of_treatments:
        table.lack("values", "write at least one")
    return found


# --- statements --------------------------------------------------------------------------------------------------

MATTERS, MODALITIES = get_args(MatterForm), get_args(Modality)
NAMED_SO = {"name": TEXT, "modality": enum(MODALITIES)}
DRUGS_WRITTEN = only({**PART_KEYS, "together": TOGETHER_WRITTEN, **NAMED_SO}) | {
    "oneOf": [*JUST_ONE["oneOf"], {"required": ["together"]}]
}
MATTER_WRITTEN = only({"kind": enum(MATTERS), **NAMED_SO}, ["kind", "name"])
FACT_WRITTEN: Schema = {"anyOf": [TEXT, ANY_NUMBER, TEXT_LIST]}
PROFILES_WRITTEN = many(mapping(FACT_WRITTEN) | {"minProperties": 1}, 1)


@shape(Subject, {"anyOf": [DRUGS_WRITTEN, MATTER_WRITTEN]})
def read_subject(table: Table, key: str, _: Any) -> Subject:
    """What a statement is about."""
    inner = table.table(key)
    form: Any = inner.choice("kind", MATTERS, "drug")
    modality: Any = inner.choice("modality", MODALITIES, "systemic")
    if form != "drug":
        found = Subject(form=form, name=inner.text("name"), modality=modality)
    else:
        parts = _parts(inner)
        found = Subject(form=_form(parts), name=inner.optional("name"), parts=parts)
    inner.finish()
    return found


def _parts(table: Table) -> Phase:
    items = table.take("together")
    if items is None:
        return (part({key: table.take(key) for key in PART_KEYS if key in table.data}, table, ""),)
    if not isinstance(items, list) or len(items) < 2:
        table.complain("together", "needs a list of two or more")
        return ()
    return tuple(part(item, table, "together") for item in items)


def _form(parts: Phase) -> Any:
    if len(parts) != 1:
        return "combination"
    return "regimen" if parts[0].block else "drug"


def statement_entry(table: Table) -> Statement:
    """Read a `[statement.id]`; its `fits` and `misses` are tested by the checks, not kept."""
    examples = [table.take("fits"), table.take("misses")]
    for key, value in zip(("fits", "misses"), examples, strict=True):
        if value is not None and (not isinstance(value, list) or not value):
            table.lack(key, "write at least one profile or leave the key out")
    return read_record(Statement, table, id=table.entry.id, when=stated(table))


# --- categories --------------------------------------------------------------------------------------------------


def category_entry(table: Table) -> Category:
    """Read a `[category.drug]`: one permanent category, several periods, or the reason why none was found."""
    always: Any = table.choice("category", get_args(CategoryName), "")
    found = entry(Category, table)
    if sum(map(bool, (always, found.periods, found.not_found))) != 1:
        table.complain("", "must have exactly one of category, periods, not_found")
    return found.but(periods=(Period(category=always, sources=()),)) if always else found


# --- translations ------------------------------------------------------------------------------------------------


def translation_entry(table: Table) -> Translation:
    """Read a `[translation.id]`: names, brands or both."""
    found = entry(Translation, table)
    if not found.names and not found.brands:
        table.complain("names", "is missing or empty, and so is brands; write at least one of either")
    return found


# --- kinds -------------------------------------------------------------------------------------------------------

R = TypeVar("R", bound="Record")


def entry(cls: type[R], table: Table) -> R:
    """Read an entry by its declaration alone."""
    return read_record(cls, table, id=table.entry.id)


BEYOND: dict[type[Record], Callable[[Table], Record]] = {
    Regimen: partial(named_entry, Regimen),
    Protocol: partial(named_entry, Protocol),
    Trial: partial(named_entry, Trial),
    Axis: axis_entry,
    Statement: statement_entry,
    Category: category_entry,
    Translation: translation_entry,
}
"""The kinds whose declaration does not say everything."""

READERS: dict[str, Callable[[Table], Record]] = {
    kind.kind: BEYOND.get(kind) or partial(entry, kind) for kind in RECORD_KINDS
}
"""Kind to reader, in the order in which kinds are listed."""

FOR_NUMBERS: Schema = {"anyOf": [{"required": ["numbers"]}, {"required": ["whole"]}]}
UNDECLARED: dict[type[Record], Schema] = {
    Axis: {
        "anyOf": [
            {"required": ["values"], "not": FOR_NUMBERS},
            {"required": ["of"], "not": FOR_NUMBERS},
            {"properties": {"kind": {"const": "number"}}, "required": ["kind"]},
        ]
    },
    Statement: {"properties": {"when": WHEN_WRITTEN, "fits": PROFILES_WRITTEN, "misses": PROFILES_WRITTEN}},
    Category: {
        "properties": {"category": enum(get_args(CategoryName))},
        "oneOf": [{"required": [name]} for name in ("category", "periods", "not_found")],
    },
    Translation: {"anyOf": [{"required": ["names"]}, {"required": ["brands"]}]},
}
"""Further requirements of the readers of those kinds, as JSON Schema."""
