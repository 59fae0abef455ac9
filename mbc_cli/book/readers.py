"""One reader per kind of entry: the reader is the schema. `data/README.md` explains the keys to a curator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mbc_cli.book import model
from mbc_cli.book.days import is_day
from mbc_cli.book.model import (
    Axis,
    Brand,
    Category,
    Citation,
    Clause,
    CodeValue,
    Consequence,
    Drug,
    DrugClass,
    Erratum,
    GivenBefore,
    Indication,
    Letter,
    Lookalike,
    Market,
    NaaccrItem,
    Part,
    Period,
    Phase,
    Regimen,
    Rule,
    Saying,
    Shared,
    Source,
    Statement,
    Test,
    Treatment,
)
from mbc_cli.book.table import each, nearest

if TYPE_CHECKING:
    from collections.abc import Callable

    from mbc_cli.book.model import Record
    from mbc_cli.book.table import Table

CODES = ("ncit", "rxcui", "atc")
NONE_STATED = "none stated"


def citation(text: str, table: Table, key: str) -> Citation:
    """`"source-id: place"` as a citation; a citation without a place is a problem."""
    source, colon, where = text.partition(": ")
    if not colon or not where.strip():
        table.complain(key, f"'{text}' has no place: write \"source-id: section or page\"")
    return Citation(source, where)


def citations(table: Table) -> tuple[Citation, ...]:
    """The required list of sources."""
    return tuple(citation(text, table, "sources") for text in table.texts("sources", needed=True))


def source(table: Table) -> Source:
    """Read a `[source.id]`."""
    return Source(
        id=table.entry.id,
        title=table.text("title"),
        publisher=table.text("publisher"),
        form=table.choice("kind", model.SOURCE_KINDS),
        region=table.choice("region", model.REGIONS),
        date=table.needed_date("date"),
        date_note=table.optional("date_note"),
        address=table.optional("address"),
        note=table.optional("note"),
    )


def drug_class(table: Table) -> DrugClass:
    """Read a `[class.id]`."""
    return DrugClass(
        id=table.entry.id,
        name=table.text("name"),
        plural=table.optional("plural"),
        abbreviations=table.texts("abbreviations"),
        synonyms=table.texts("synonyms"),
        parent=table.optional("parent"),
        note=table.optional("note"),
        sources=citations(table),
    )


def codes(table: Table) -> dict[str, str]:
    """Codes by system; only what was verified."""
    found = {name: table.optional(name) for name in CODES}
    table.finish()
    return {name: code for name, code in found.items() if code}


def indication(table: Table) -> Indication:
    """Read one item of a drug's `indications`."""
    return Indication(
        region=table.choice("region", model.MARKETS),
        form=table.choice("kind", model.INDICATION_KINDS),
        text=table.text("text"),
        start=table.date("from"),
        until=table.date("until"),
        ended=table.optional("ended"),
        sources=citations(table),
    )


def drug(table: Table) -> Drug:
    """Read a `[drug.id]`."""
    outside = table.flag("outside")
    return Drug(
        id=table.entry.id,
        name=table.text("name"),
        synonyms=table.texts("synonyms"),
        abbreviations=table.texts("abbreviations"),
        in_combination=table.texts("in_combination"),
        research_codes=table.texts("research_codes"),
        classes=table.texts("classes", needed=not outside),
        routes=table.texts("routes", needed=not outside),
        mechanism=table.optional("mechanism") if outside else table.text("mechanism"),
        codes=codes(table.table("codes")),
        distinct_from=table.texts("distinct_from"),
        components=table.texts("components"),
        form_of=table.optional("form_of"),
        form_words=table.texts("form_words"),
        biosimilar_of=table.optional("biosimilar_of"),
        outside=outside,
        indications=each(table.tables("indications"), indication),
        notes=table.texts("notes"),
        unverified=table.texts("unverified"),
        sources=citations(table),
    )


def market(region: str, table: Table) -> Market:
    """Read one `markets.REGION` of a brand."""
    found = Market(
        region=region,
        status=table.choice("status", model.MARKET_STATUSES),
        as_of=table.needed_date("as_of"),
        since=table.date("since"),
        until=table.date("until"),
        note=table.optional("note"),
        sources=citations(table),
    )
    table.finish()
    return found


def markets(table: Table) -> tuple[Market, ...]:
    """The markets of a brand, in the order in which they stand."""
    for region in set(table.data) - set(model.MARKETS):
        table.complain(region, f"is not a market: write one of {', '.join(model.MARKETS)}")
    return tuple(market(region, table.table(region)) for region in table.data if region in model.MARKETS)


def brand(table: Table) -> Brand:
    """Read a `[brand.id]`."""
    return Brand(
        id=table.entry.id,
        name=table.text("name"),
        written=table.texts("written"),
        drugs=table.texts("drugs", needed=True),
        product=table.optional("product"),
        use=table.optional("use"),
        note=table.optional("note"),
        markets=markets(table.table("markets")),
        sources=citations(table),
    )


def test(value: Any, table: Table, key: str) -> Test:
    """A wanted value: a text, a list (any of them), or one of { all, any, none, min, max }."""
    form: Any = "any"
    wanted = value
    if isinstance(value, dict) and len(value) == 1:
        form, wanted = next(iter(value.items()))
    items = [wanted] if isinstance(wanted, str) else wanted
    if form in ("min", "max") and isinstance(wanted, int | float) and not isinstance(wanted, bool):
        return Test(form, (), float(wanted))
    if form in ("any", "all", "none") and isinstance(items, list) and items and all(isinstance(i, str) for i in items):
        return Test(form, tuple(items))
    table.complain(
        key, f"{value!r} is not understood: write a value, a list, or {{ all, any, none, min or max = ... }}"
    )
    return Test("any")


def clause(value: Any, table: Table, key: str) -> Clause:
    """A conjunction: axis to wanted value, at least one."""
    if not isinstance(value, dict) or not value:
        table.complain(key, f"{value!r} is not understood: write {{ axis = value }} with at least one axis")
        return ()
    return tuple((axis, test(wanted, table, key)) for axis, wanted in value.items())


def optional_clause(table: Table, key: str) -> Clause:
    """A conjunction that may be absent."""
    value = table.take(key)
    return () if value is None else clause(value, table, key)


def when(table: Table) -> tuple[Clause, ...]:
    """The required condition of a statement: "none stated", or a list of conjunctions that is not empty."""
    value = table.take("when")
    return () if value == NONE_STATED else alternatives(value, table, "when", f' or "{NONE_STATED}"')


def silent(table: Table) -> tuple[Clause, ...]:
    """The profiles of which a source says nothing, where that is not what its condition says."""
    value = table.take("silent")
    return () if value is None else alternatives(value, table, "silent", " or leave the key out")


def alternatives(value: Any, table: Table, key: str, instead: str = "") -> tuple[Clause, ...]:
    """A list of conjunctions that is not empty."""
    if not isinstance(value, list) or not value:
        table.complain(key, f"is missing or empty: write [{{ axis = value }}]{instead}")
        return ()
    return tuple(clause(item, table, key) for item in value)


def part(value: Any, table: Table, key: str) -> Part:
    """One place in a phase: "drug", { drug }, { one_of }, { class } or { regimen }, optional and with a condition."""
    if isinstance(value, str):
        return Part(any_of=(value,))
    if not isinstance(value, dict):
        table.complain(key, f"{value!r} is not understood: write a drug id or a table")
        return Part()
    inner = table.inner(key, value)
    named = (*filter(None, (inner.optional("drug"), inner.optional("class"))), *inner.texts("one_of"))
    found = Part(
        any_of=named,
        block=inner.optional("regimen"),
        optional=inner.flag("optional"),
        when=optional_clause(inner, "when"),
    )
    inner.finish()
    if bool(found.any_of) == bool(found.block) or sum(name in value for name in ("drug", "class", "one_of")) > 1:
        inner.complain("", "must have just one of drug, class, one_of, regimen")
    return found


def phase(value: Any, table: Table) -> Phase:
    """One step of a regimen: { together = [parts] } or a single part."""
    if isinstance(value, dict) and "together" in value:
        inner = table.inner("steps", value)
        items = inner.take("together")
        inner.finish()
        if not isinstance(items, list) or len(items) < 2:
            table.complain("steps", "together needs a list of two or more")
            return ()
        return tuple(part(item, table, "steps") for item in items)
    return (part(value, table, "steps"),)


def steps(table: Table) -> tuple[Phase, ...]:
    """The phases of a regimen, at least one."""
    value = table.take("steps")
    if not isinstance(value, list) or not value:
        table.complain("steps", "is missing or empty: write one { ... } per phase")
        return ()
    return tuple(phase(item, table) for item in value)


def letters(table: Table) -> dict[str, tuple[str, ...]]:
    """Letter (or letters) to the ids it stands for."""
    found: dict[str, tuple[str, ...]] = {}
    for letter in table.data:
        value = table.take(letter)
        found[letter] = (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list) else ()
        if not found[letter] or any(not isinstance(item, str) for item in found[letter]):
            table.complain(letter, "must be an id or a list of ids")
            found[letter] = ()
    return found


def regimen(table: Table) -> Regimen:
    """Read a `[regimen.id]`."""
    found = Regimen(
        id=table.entry.id,
        name=table.text("name"),
        written=table.texts("written"),
        steps=steps(table),
        letters=letters(table.table("letters")),
        when=optional_clause(table, "when"),
        setting=table.optional("setting"),
        evidence=table.choice("evidence", model.EVIDENCE),
        risky=table.texts("risky"),
        trial=table.flag("trial"),
        site_code=table.flag("site_code"),
        notes=table.texts("notes"),
        sources=citations(table),
    )
    for text in found.risky:
        if text not in (found.name, *found.written):
            table.complain("risky", f"'{text}' is not among name and written: add it there or leave it out")
    return found


def lookalike(table: Table) -> Lookalike:
    """Read a `[lookalike.id]`."""
    return Lookalike(
        id=table.entry.id,
        name=table.text("name"),
        written=table.texts("written"),
        means=table.texts("means", needed=True),
        stands_for=table.optional("class"),
        note=table.optional("note"),
        sources=citations(table),
    )


def shared(table: Table) -> Shared:
    """Read a `[shared.id]`."""
    return Shared(
        id=table.entry.id,
        text=table.text("text"),
        readings=table.texts("readings", needed=True),
        settled=table.flag("settled"),
        note=table.optional("note"),
        sources=citations(table),
    )


def letter(table: Table) -> Letter:
    """Read a `[letter.id]`."""
    return Letter(
        id=table.entry.id,
        letter=table.text("letter"),
        means=table.texts("means", needed=True),
        note=table.optional("note"),
        sources=citations(table),
    )


def words(table: Table) -> dict[str, str]:
    """A table of text to text."""
    return {key: table.text(key) for key in table.data}


def consequence(table: Table) -> Consequence:
    """Read one item of an axis's `follows`."""
    return Consequence(test(table.take("is"), table, "is"), alternatives(table.take("when"), table, "when"))


def axis(table: Table) -> Axis:
    """Read an `[axis.id]`. A set of treatments has no values; any other set and every value axis has."""
    treatments = table.optional("of")
    form = table.choice("kind", model.AXIS_KINDS)
    if treatments not in ("", "treatments"):
        table.complain("of", f"is '{treatments}': write \"treatments\" or leave it out")
    if (flag := table.optional("flag")) not in ("", f"--{table.entry.id}"):
        table.complain("flag", f"is '{flag}': write --{table.entry.id} or leave it out")
    return Axis(
        id=table.entry.id,
        name=table.text("name"),
        help=table.text("help"),
        form=form,
        values=table.texts("values", needed=form != "number" and not treatments),
        short=words(table.table("short")),
        phrases=words(table.table("phrases")),
        of_treatments=bool(treatments),
        within=table.texts("within"),
        follows=each(table.tables("follows"), consequence),
        flag=flag,
        group=table.text("group"),
    )


def treatment(table: Table) -> Treatment:
    """What a statement is about."""
    form = table.choice("kind", model.TREATMENT_KINDS, "drug")
    modality = table.choice("modality", model.MODALITIES, "systemic")
    if form != "drug":
        found = Treatment(form=form, name=table.text("name"), modality=modality)
    else:
        name = table.optional("name")
        together = table.take("together")
        parts = _together(together, table) if together is not None else (_only(table),)
        found = Treatment(form=_form(parts), name=name, parts=parts, modality="")
    table.finish()
    return found


def _together(items: Any, table: Table) -> Phase:
    if not isinstance(items, list) or len(items) < 2:
        table.complain("together", "needs a list of two or more")
        return ()
    return tuple(part(item, table, "together") for item in items)


def _only(table: Table) -> Part:
    data = {key: table.take(key) for key in ("drug", "class", "one_of", "regimen") if key in table.data}
    return part(data, table, "")


def _form(parts: Phase) -> str:
    if len(parts) != 1:
        return "combination"
    return "regimen" if parts[0].block else "drug"


def statement(table: Table) -> Statement:
    """Read a `[statement.id]`; `fits` and `misses` are run by the checks, not kept."""
    examples = [table.take("fits"), table.take("misses")]
    for key, value in zip(("fits", "misses"), examples, strict=True):
        if value is not None and (not isinstance(value, list) or not value):
            table.complain(key, "is empty: write at least one profile or leave the key out")
    where = table.text("source")
    return Statement(
        id=table.entry.id,
        treatment=treatment(table.table("treatment")),
        when=when(table),
        silent=silent(table),
        direction=table.choice("direction", model.DIRECTIONS),
        strength=table.text("strength"),
        line=table.text("line"),
        text=table.optional("text"),
        region=table.choice("region", model.MARKETS, ""),
        start=table.date("from"),
        until=table.date("until"),
        ended=table.optional("ended"),
        newer=table.optional("newer"),
        replaced_by=table.texts("replaced_by"),
        unverified=table.optional("unverified"),
        row=table.optional("row"),
        sources=(citation(where, table, "source"),) if where else (),
    )


def saying(table: Table) -> Saying:
    """Read one item of an erratum's `says`."""
    return Saying(citation(table.text("source"), table, "source"), table.text("text"))


def erratum(table: Table) -> Erratum:
    """Read an `[erratum.id]`."""
    return Erratum(
        id=table.entry.id,
        form=table.choice("kind", model.ERRATUM_KINDS),
        topic=table.text("topic"),
        concerns=table.texts("concerns"),
        says=each(table.tables("says"), saying),
        correct=table.optional("correct"),
        newer=table.optional("newer"),
        misprints=table.texts("misprint"),
        sources=citations(table),
    )


def code_value(table: Table) -> CodeValue:
    """Read one item of the `values` of a NAACCR item."""
    return CodeValue(table.text("code"), table.text("text"), table.choice("role", model.ROLES, ""))


def naaccr_item(table: Table) -> NaaccrItem:
    """Read a `[naaccr.number]`."""
    return NaaccrItem(
        id=table.entry.id,
        name=table.text("name"),
        category=table.choice("category", model.CATEGORIES),
        of_class=table.optional("class"),
        values=each(table.tables("values"), code_value),
        notes=table.texts("notes"),
        sources=citations(table),
    )


def rule(table: Table) -> Rule:
    """Read a `[rule.id]`."""
    return Rule(
        id=table.entry.id,
        name=table.text("name"),
        text=table.text("text"),
        open=table.flag("open"),
        start=table.date("from"),
        until=table.date("until"),
        sources=citations(table),
    )


def period(table: Table) -> Period:
    """Read one item of the `periods` of a category; its limits are whole days."""
    found = Period(
        category=table.choice("category", model.CATEGORIES),
        start=table.date("from"),
        until=table.date("until"),
        perhaps=table.texts("perhaps"),
        sources=citations(table),
    )
    for key, day in (("from", found.start), ("until", found.until)):
        if day and not is_day(day):
            table.complain(key, f"is '{day}': write a day of the calendar such as 2013-01-01")
    for name in found.perhaps:
        if name not in model.CATEGORIES:
            table.complain("perhaps", f"is '{name}': {nearest(name, model.CATEGORIES)}")
    return found


def given_before(table: Table) -> GivenBefore | None:
    """Read `given_before` of a category, where it has one."""
    if not table.data:
        return None
    found = GivenBefore(
        day=table.needed_date("day"),
        category=table.choice("category", model.CATEGORIES),
        value=table.text("value"),
        sources=citations(table),
    )
    table.finish()
    return found


def category(table: Table) -> Category:
    """Read a `[category.drug]`: one category for good, several periods, or the reason why none was found."""
    always = table.choice("category", model.CATEGORIES, "")
    periods: tuple[Period, ...] = each(table.tables("periods"), period)
    found = Category(
        id=table.entry.id,
        periods=(Period(category=always),) if always else periods,
        not_found=table.optional("not_found"),
        given_before=given_before(table.table("given_before")),
        only_in_regimens=table.flag("only_in_regimens"),
        do_not_code=table.choice("do_not_code", model.DO_NOT_CODE, "no"),
        subcategory=table.texts("subcategory"),
        rules=table.texts("rules"),
        notes=table.texts("notes"),
        unverified=table.optional("unverified"),
        sources=citations(table),
    )
    if sum(map(bool, (always, periods, found.not_found))) != 1:
        table.complain("", "must have just one of category, periods, not_found")
    return found


READERS: dict[str, Callable[[Table], Record]] = {
    "source": source,
    "class": drug_class,
    "drug": drug,
    "brand": brand,
    "regimen": regimen,
    "lookalike": lookalike,
    "shared": shared,
    "letter": letter,
    "axis": axis,
    "statement": statement,
    "erratum": erratum,
    "naaccr": naaccr_item,
    "rule": rule,
    "category": category,
}
"""Kind to reader, in the order in which kinds are listed."""
