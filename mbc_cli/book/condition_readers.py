"""From TOML to a condition: axes and what each must be, and conditions within conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mbc_cli.book.declared import shape
from mbc_cli.book.fields import ABSENT
from mbc_cli.book.json_schema import ANY_NUMBER, FLAG, TEXT, many, mapping, only, ref
from mbc_cli.book.model import Combined, Condition, EachBefore, Test, Wanted
from mbc_cli.book.table import ID, nearest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mbc_cli.book.json_schema import Schema
    from mbc_cli.book.table import Table

NONE_STATED = "none stated"

VALUES_WRITTEN: Schema = {"anyOf": [TEXT, many(TEXT, 1)]}
VALUES_OR_NUMBER = dict.fromkeys(("any", "all", "none"), VALUES_WRITTEN) | dict.fromkeys(("min", "max"), ANY_NUMBER)
TEST_WRITTEN: Schema = {
    "anyOf": [*VALUES_WRITTEN["anyOf"], only(VALUES_OR_NUMBER) | {"minProperties": 1, "maxProperties": 1}]
}
COMBINING: tuple[Any, ...] = ("all", "any", "none")
EACH_BEFORE, UNLESS_UNSUITABLE = "each_before", "unless_unsuitable"
CONDITION = "condition"
CONDITION_WRITTEN: Schema = {
    **mapping(TEST_WRITTEN),
    "description": "Axes and what each must be, and conditions of which all, any or none hold; all of these must hold.",
    "minProperties": 1,
    "properties": {
        **dict.fromkeys(COMBINING, many(ref(CONDITION), 1)),
        EACH_BEFORE: many(TEXT, 1),
        UNLESS_UNSUITABLE: FLAG,
    },
    "dependentRequired": {UNLESS_UNSUITABLE: [EACH_BEFORE]},
}
"""The condition under `$defs` in the schema of the data, because a condition can contain conditions."""
CONDITIONS_WRITTEN: Schema = {"anyOf": [ref(CONDITION), many(ref(CONDITION), 1)]}
WHEN_WRITTEN: Schema = {"anyOf": [{"const": NONE_STATED}, *CONDITIONS_WRITTEN["anyOf"]]}


@shape(Test, TEST_WRITTEN)
def read_test(table: Table, key: str, _: Any) -> Test:
    """What one axis must be."""
    return test(table.take(key), table, key)


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
    how = f'write it in quotes, "{value}"' if type(value) in (int, float) else "write a value, a list"
    table.complain(key, f"{value!r} is not understood; {how}, or {{ all, any, none, min or max = ... }}")
    return Test("any")


@shape(Condition, CONDITIONS_WRITTEN)
def read_condition(table: Table, key: str, default: Any) -> Condition | None:
    """A condition; the key may be left out if the condition has a default."""
    value = table.take(key)
    if default is ABSENT:
        return condition(value, table, key)
    return None if value is None else condition(value, table, key, " or leave the key out")


def stated(table: Table) -> Condition | None:
    """The required condition of a statement; None if the statement says that the source states none."""
    value = table.take("when")
    return None if value == NONE_STATED else condition(value, table, "when", f' or "{NONE_STATED}"')


def condition(value: Any, table: Table, key: str, instead: str = "") -> Condition:
    """A table that must hold as a whole, or a list of tables of which one must hold."""
    if isinstance(value, dict):
        return whole(value, table, key)
    if not isinstance(value, list) or not value:
        table.lack(key, f"write [{{ axis = value }}]{instead}")
        value = []
    return combined("any", [whole(item, table, key) for item in value])


def whole(value: Any, table: Table, key: str) -> Condition:
    """Everything in a table: axes with what each must be, and further conditions."""
    if not isinstance(value, dict) or not value:
        table.complain(key, f"{value!r} is not understood; write {{ axis = value }} with at least one axis")
        return combined("all", [])
    if UNLESS_UNSUITABLE in value and EACH_BEFORE not in value:
        table.complain(key, f"{UNLESS_UNSUITABLE} means nothing alone; write it next to {EACH_BEFORE}")
    return combined("all", [held(name, value, table, key) for name in value if name != UNLESS_UNSUITABLE])


def held(name: str, value: Mapping[str, Any], table: Table, key: str) -> Condition:
    """What is under one key of a condition."""
    item = value[name]
    if name in COMBINING:
        return several(name, item, table, key)
    if name == EACH_BEFORE:
        return each_before(value, table, key)
    if isinstance(item, list) and any(isinstance(one, dict) for one in item):
        table.complain(key, f"'{name}' has conditions in it; only all, any and none can; {nearest(name, COMBINING)}")
        return combined("all", [])
    if not ID.fullmatch(name):
        table.complain(key, f"'{name}' is not an axis; {nearest(name, (EACH_BEFORE, UNLESS_UNSUITABLE))}")
    return Wanted(name, test(item, table, key))


def several(form: str, value: Any, table: Table, key: str) -> Condition:
    """The conditions under all, any or none."""
    if not isinstance(value, list) or not value:
        table.complain(key, f"{form} = {value!r}; write {form} = [{{ axis = value }}]")
        value = []
    return combined(form, [whole(item, table, key) for item in value])


def combined(form: Any, parts: Sequence[Condition]) -> Condition:
    """Several conditions as one: a single one stays as it is, and an all within an all is merged into it."""
    if form == "all":
        inner = (part.parts if isinstance(part, Combined) and part.form == form else (part,) for part in parts)
        parts = [part for found in inner for part in found]
    return parts[0] if len(parts) == 1 and form != "none" else Combined(form, tuple(parts))


def each_before(value: Mapping[str, Any], table: Table, key: str) -> EachBefore:
    """The treatments that must each have been given before, and whether an unsuitable one is exempt."""
    names, unless = value[EACH_BEFORE], value.get(UNLESS_UNSUITABLE, False)
    if not isinstance(names, list) or not names or not all(isinstance(name, str) for name in names):
        table.complain(key, f'{EACH_BEFORE} = {names!r}; write a list such as ["anthracycline", "taxane"]')
        names = []
    if not isinstance(unless, bool):
        table.complain(key, f"{UNLESS_UNSUITABLE} = {unless!r}; write true or false")
    return EachBefore(tuple(names), unless is True)
