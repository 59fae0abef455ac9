"""The one envelope of a call, written as JSON, lines of JSON, CSV, TSV or a Markdown table."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mbc_cli.book.names import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mbc_cli.book.names import Suggestion

Json = dict[str, Any]

ONLY_IN_JSON = ("when", "letters", "short", "indications", "translations", "items")
"""Keys of objects that have no name, or that have different keys in each result: a column cannot hold them."""
BY_THEMSELVES = ("codes",)
"""Keys of an object whose own keys are clear enough as names of columns: `rxcui`."""


def envelope(query: str, version: str, results: Iterable[Json], suggestions: Iterable[Suggestion] = ()) -> Json:
    """The one object of a call; it has `suggestions` only if nothing was found."""
    found = list(results)
    whole: Json = {"query": clean(query), "data_version": version, "results": found}
    if not found:
        whole["suggestions"] = [suggestion._asdict() for suggestion in suggestions]
    return whole


def written(whole: Json, form: str) -> str:
    """An answer's object in one of the formats other than table, with a final line end."""
    if form == "json":
        return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"
    if form == "jsonl":
        return "".join(json.dumps(result, ensure_ascii=False) + "\n" for result in whole["results"])
    return table(whole["results"], form)


def table(objects: Iterable[Json], form: str) -> str:
    """Objects as CSV, TSV or a Markdown table, a row for each."""
    rows = [dict(cells(each)) for each in objects]
    columns = list(dict.fromkeys(key for row in rows for key in row))
    if form == "markdown":
        return "".join(markdown(columns, rows))
    return separated(columns, rows, "\t" if form == "tsv" else ",")


def separated(columns: Sequence[str], rows: Iterable[Mapping[str, str]], by: str) -> str:
    """CSV, or TSV in which tabs and line ends inside a cell become spaces."""
    import csv  # kept off the path of an ordinary answer
    import io

    if not columns:
        return ""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", delimiter=by, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def markdown(columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> Iterator[str]:
    """A Markdown table; vertical bars inside a cell are escaped."""
    if not columns:
        return
    yield "| " + " | ".join(columns) + " |\n"
    yield "|" + " --- |" * len(columns) + "\n"
    for row in rows:
        cells = (row.get(column, "").replace("\\", "\\\\").replace("|", "\\|") for column in columns)
        yield "| " + " | ".join(cells) + " |\n"


def parts_of(objects: Iterable[Json], key: str, part: str) -> Iterator[Json]:
    """One row for each part that objects have under a key, with the object's other keys; one row if it has none."""
    for each in objects:
        rest = {name: value for name, value in each.items() if name != key}
        yield from ({**rest, part: one} for one in each[key] or [{}])


def cells(row: Json) -> Iterator[tuple[str, str]]:
    """The plain columns of an object, each as one line of text; an object in it becomes `match_kind` and so on."""
    for key, value in row.items():
        if key in ONLY_IN_JSON:
            continue
        if isinstance(value, dict):
            within = "" if key in BY_THEMSELVES else f"{key}_"
            yield from cells({f"{within}{name}": item for name, item in value.items()})
        else:
            yield key, cell(key, value)


def cell(key: str, value: Any) -> str:
    """A value as one line of text: a list by its items, and items that are objects by their ids or names."""
    if value is None:
        return ""
    if key.endswith("steps"):
        return steps_text(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "; ".join(dict.fromkeys(map(named, value)))
    return clean(str(value))


def named(item: Any) -> str:
    """An item of a list as one word."""
    return str(item.get("id") or item["name"]) if isinstance(item, dict) else str(item)


def steps_text(phases: Sequence[Sequence[Json]]) -> str:
    """Steps in words: "doxorubicin + cyclophosphamide, then paclitaxel or docetaxel + [trastuzumab]"."""

    def words(part: Json, alone: bool) -> str:
        text = " or ".join(part["any_of"])
        text = text if alone or len(part["any_of"]) == 1 or part["optional"] else f"({text})"
        return f"[{text}]" if part["optional"] else text

    return ", then ".join(" + ".join(words(part, len(phase) == 1) for part in phase) for phase in phases)
