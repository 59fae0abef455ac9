"""What changed between two books: as a page that starts with the counts, and as data."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mbc_cli.bench.difference import FORMS, counts
from mbc_cli.show.card_words import listed
from mbc_cli.show.page import Fields, Grid, Line, Title

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mbc_cli.bench.difference import EntryChange, Form, KeyChange
    from mbc_cli.show.formats import Json
    from mbc_cli.show.page import Block, Page

    Changes = tuple[EntryChange, ...]

ROOM = 12
"""How many rows of added, removed or changed entries are shown; beyond that, only their ids are listed."""
LONG = 50
"""How many characters of ids are then listed per kind; from what length only the changed part of a text is shown."""


def difference_page(found: Changes, old: str, new: str, *, unfolded: bool, whole: bool) -> Page:
    """How many entries differ, then which ones and how; `whole` also shows each key of what was added or removed."""
    if not found:
        return (Line(f"no difference from {old} to {new}", "good"),)
    of_form = {form: tuple(change for change in found if change.form == form) for form in FORMS}
    said = ", ".join(f"{len(some)} {form}" for form, some in of_form.items() if some)
    return (Title(said, f"from {old} to {new}"), counted(found), *shown_forms(of_form, unfolded or whole, whole))


def counted(found: Changes) -> Grid:
    """How many entries of each kind were added, removed and changed."""
    rows = ((kind, *(str(number[form] or "") for form in FORMS)) for kind, number in counts(found).items())
    return Grid(("Kind", *(form.capitalize() for form in FORMS)), tuple(rows))


def shown_forms(of_form: dict[Form, Changes], unfolded: bool, whole: bool) -> Iterator[Block]:
    """The entries of each form of change, one by one if there is room."""
    folded = False
    for form, some in of_form.items():
        if not unfolded and sum(rows_of(change) for change in some) > ROOM:
            folded = True
            yield Grid(("", ""), tuple(ids_by_kind(some)), form.capitalize())
        elif whole or form == "changed":
            yield from (block for change in some for block in (Line(headed(change)), Fields(key_rows(change))))
        else:
            yield Grid(("", ""), tuple((change.ref, change.name) for change in some), form.capitalize())
    if folded:
        yield Line("--only KIND lists all of a kind, --only KIND.ID one in full, -v everything.")


def headed(change: EntryChange) -> str:
    """The heading of an entry that is shown key by key."""
    return change.ref if change.form == "changed" else f"{change.ref}, {change.form}"


def rows_of(change: EntryChange) -> int:
    """How many rows an entry takes."""
    return len(change.keys) + 1 if change.form == "changed" else 1


def ids_by_kind(some: Changes) -> Iterator[tuple[str, str]]:
    """Kinds, each with some ids."""
    for kind in dict.fromkeys(change.kind for change in some):
        yield kind, listed([change.id for change in some if change.kind == kind], LONG)


def key_rows(change: EntryChange) -> tuple[tuple[str, str], ...]:
    """One row per changed key, with its name on the first row if there are several."""
    rows: list[tuple[str, str]] = []
    for found in change.keys:
        before = next((key for key, _ in reversed(rows) if key.strip()), "")
        rows.append((found.key if found.key != before else " ", what_changed(found)))
    return tuple(rows)


def what_changed(found: KeyChange) -> str:
    """The old and the new value: `+` before what is new, `-` before what is gone, an arrow between the two."""
    if found.old is None:
        return f"+ {as_toml(found.new)}"
    if found.new is None:
        return f"- {as_toml(found.old)}"
    return " → ".join(map(as_toml, around(found.old, found.new)))


def around(old: Any, new: Any) -> tuple[Any, Any]:
    """Two long texts without the words that they share at either end; other values unchanged."""
    if not (isinstance(old, str) and isinstance(new, str) and max(len(old), len(new)) > LONG):
        return old, new
    (one, other), begin = without_beginning(old.split(), new.split())
    (one, other), end = without_beginning(one[::-1], other[::-1])
    return tuple(f"{'... ' * begin}{' '.join(words[::-1])}{' ...' * end}" for words in (one, other))  # type: ignore[return-value]


def without_beginning(one: list[str], other: list[str]) -> tuple[tuple[list[str], list[str]], bool]:
    """Two lists of words without those with which both begin, except the last; and whether any are left out."""
    pairs = enumerate(zip(one, other, strict=False))
    shared = max(0, next((n for n, (a, b) in pairs if a != b), min(len(one), len(other))) - 1)
    return (one[shared:], other[shared:]), shared > 0


def as_toml(value: Any) -> str:
    """A value as a curator would write it."""
    match value:
        case dict():
            return f"{{ {', '.join(f'{key} = {as_toml(inner)}' for key, inner in value.items())} }}"
        case list():
            return f"[{', '.join(map(as_toml, value))}]"
    return json.dumps(value, ensure_ascii=False)


# --- as data -----------------------------------------------------------------------------------------------------


def entry_changed(change: EntryChange) -> Json:
    """One entry as data."""
    keys = [{"key": found.key, "old": found.old, "new": found.new} for found in change.keys]
    return {"kind": change.kind, "id": change.id, "name": change.name or None, "change": change.form, "keys": keys}


def flat_rows(found: Sequence[EntryChange]) -> list[Json]:
    """One row per key of each entry, for tables; a list or a table in it is written as TOML."""
    return [
        {"kind": change.kind, "id": change.id, "name": change.name, "change": change.form, "key": one.key}
        | {"old": in_cell(one.old), "new": in_cell(one.new)}
        for change in found
        for one in change.keys
    ]


def in_cell(value: Any) -> Any:
    """A value as it is written in a cell."""
    return as_toml(value) if isinstance(value, dict | list) else value
