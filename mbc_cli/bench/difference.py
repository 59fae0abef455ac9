"""What changed between two books, entry by entry and key by key, as in their TOML."""

from __future__ import annotations

import json
from collections import Counter
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, Literal, get_args

from mbc_cli.book.errors import UsageError
from mbc_cli.book.fields import Frozen
from mbc_cli.book.table import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mbc_cli.store.layers import Raw

Form = Literal["added", "removed", "changed"]
FORMS: tuple[Form, ...] = get_args(Form)
NAMES = ("name", "title", "topic", "text", "of", "letter", "ingredient", "texts", "written")
"""The keys that say what an entry is; the first one that it has counts."""
FEW = 3
"""How many texts of a list are used to say it."""


class KeyChange(Frozen):
    """A key, or a place below it, with the old and the new value; None if there is none."""

    key: str
    old: Any
    new: Any


class EntryChange(Frozen):
    """An entry that was added, removed or changed; `name` is "" if it has none."""

    kind: str
    id: str
    name: str
    form: Form
    keys: tuple[KeyChange, ...]

    @property
    def ref(self) -> str:
        """`kind.id`."""
        return f"{self.kind}.{self.id}"


def changes(old: Raw, new: Raw) -> tuple[EntryChange, ...]:
    """Every entry that differs, by kind and id."""
    found = []
    for kind in dict.fromkeys((*old, *new)):
        before, after = old.get(kind, {}), new.get(kind, {})
        pairs = ((name, before.get(name), after.get(name)) for name in sorted(before.keys() | after.keys()))
        found += [entry_change(kind, name, was, now) for name, was, now in pairs if was != now]
    return tuple(change for change in found if change.keys or change.form != "changed")


def entry_change(kind: str, name: str, old: dict[str, Any] | None, new: dict[str, Any] | None) -> EntryChange:
    """What changed in one entry; `old` is None if it is new, `new` is None if it is gone."""
    form: Form = "added" if old is None else "removed" if new is None else "changed"
    said = new or old or {}
    return EntryChange(kind, name, called(said), form, tuple(key_changes(plain(old or {}), plain(new or {}))))


def called(entry: dict[str, Any]) -> str:
    """What an entry is called, as far as its keys say it."""
    said = next((entry[key] for key in NAMES if key in entry), "")
    return "; ".join(map(str, said[:FEW])) if isinstance(said, list) else str(said)


def only(wanted: str, old: Raw, new: Raw) -> tuple[Raw, Raw]:
    """The entries of one kind in two books, or the one `kind.id`; UsageError if neither book has any."""
    kind, dot, name = wanted.partition(".")
    kinds = {*old, *new}
    if kind not in kinds:
        raise UsageError(f"'{kind}' is not a kind of entry: {nearest(kind, kinds)}")
    names = {*old.get(kind, ()), *new.get(kind, ())}
    if dot and name not in names:
        raise UsageError(f"neither side has a {kind} '{name}': {nearest(name, names)}")
    before, after = (
        {id_: entry for id_, entry in side.get(kind, {}).items() if not dot or id_ == name} for side in (old, new)
    )
    return {kind: before}, {kind: after}


def counts(found: tuple[EntryChange, ...]) -> dict[str, dict[Form, int]]:
    """How many entries of each kind were added, removed and changed."""
    number = Counter((change.kind, change.form) for change in found)
    return {kind: {form: number[kind, form] for form in FORMS} for kind in dict.fromkeys(kind for kind, _ in number)}


def plain(value: Any) -> Any:
    """A value of TOML as in JSON: a day becomes its text."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def key_changes(old: Any, new: Any, key: str = "") -> Iterator[KeyChange]:
    """What differs between two values, as far down as both have the same shape."""
    if isinstance(old, dict) and isinstance(new, dict):
        for name in dict.fromkeys((*old, *new)):
            yield from key_changes(old.get(name), new.get(name), f"{key}.{name}".lstrip("."))
    elif isinstance(old, list) and isinstance(new, list):
        yield from list_changes(old, new, key)
    elif type(old) is not type(new) or old != new:  # False is not 0
        yield KeyChange(key, old, new)


def list_changes(old: list[Any], new: list[Any], key: str) -> Iterator[KeyChange]:
    """The items that were removed and added; those between the same neighbors are compared with one another."""
    alike = SequenceMatcher(None, list(map(as_text, old)), list(map(as_text, new)), autojunk=False)
    for form, old_from, old_to, new_from, new_to in alike.get_opcodes():
        if form == "equal":
            continue
        gone, come = old[old_from:old_to], new[new_from:new_to]
        for n in range(max(len(gone), len(come))):
            was, now = (items[n] if n < len(items) else None for items in (gone, come))
            if isinstance(was, dict) and isinstance(now, dict):
                yield from key_changes(was, now, f"{key}[{new_from + n}]")
            else:
                yield from (KeyChange(key, *pair) for pair in ((was, None), (None, now)) if pair != (None, None))


def as_text(value: Any) -> str:
    """A value as a text that is the same for equal values."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)
