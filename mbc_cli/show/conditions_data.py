"""Conditions as data: written as in the TOML files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mbc_cli.book.model import Combined, EachBefore, Wanted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mbc_cli.book.model import Condition, Test
    from mbc_cli.show.formats import Json


def condition(found: Condition | None) -> Json | None:
    """A condition as it is written in the data; None if there is none."""
    match found:
        case Wanted(axis, test):
            return {axis: wanted(test)}
        case EachBefore(treatments, unless):
            return {"each_before": list(treatments), **({"unless_unsuitable": True} if unless else {})}
        case Combined("all", parts):
            return all_in_one([condition(part) or {} for part in parts])
        case Combined(form, parts):
            return {form: [condition(part) for part in parts]}
    return None


def all_in_one(parts: Sequence[Json]) -> Json:
    """Conditions that must all hold, in one table if no two of them share a key."""
    keys = [key for part in parts for key in part]
    return (
        {"all": list(parts)} if len(keys) > len(set(keys)) else {key: of for part in parts for key, of in part.items()}
    )


def wanted(test: Test) -> Any:
    """What an axis must be: a value, a list of which any value is enough, or all, none, min or max."""
    plain: Any = list(test.values) if test.values else test.number
    if test.form != "any":
        return {test.form: plain}
    return plain[0] if len(plain) == 1 else plain
