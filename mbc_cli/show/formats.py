"""The one envelope of a call, written as JSON, lines of JSON, CSV, TSV or a Markdown table."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mbc_cli.book.names import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mbc_cli.book.names import Suggestion

Json = dict[str, Any]


def envelope(query: str, version: str, results: Iterable[Json], suggestions: Iterable[Suggestion] = ()) -> Json:
    """The one object of a call; `suggestions` only where nothing was found."""
    found = list(results)
    whole: Json = {"query": clean(query), "data_version": version, "results": found}
    if not found:
        whole["suggestions"] = [suggestion._asdict() for suggestion in suggestions]
    return whole


def written(whole: Json, form: str) -> str:
    """An envelope in one of the formats other than table, with a final line end."""
    if form == "json":
        return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"
    if form == "jsonl":
        return "".join(json.dumps(result, ensure_ascii=False) + "\n" for result in whole["results"])
    rows = [{key: flat(key, value) for key, value in result.items()} for result in whole["results"]]
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
    """A Markdown table; bars inside a cell are escaped."""
    if not columns:
        return
    yield "| " + " | ".join(columns) + " |\n"
    yield "|" + " --- |" * len(columns) + "\n"
    for row in rows:
        cells = (row.get(column, "").replace("\\", "\\\\").replace("|", "\\|") for column in columns)
        yield "| " + " | ".join(cells) + " |\n"


def flat(key: str, value: Any) -> str:
    """A value as one line of text."""
    if key == "steps":
        return steps_text(value)
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case dict():
            return "; ".join(f"{name}={flat(name, item)}" for name, item in value.items() if item is not None)
        case list():
            return " | ".join(flat("", item) for item in value) if _deep(value) else "; ".join(map(str, value))
    return clean(str(value))


def _deep(value: list[Any]) -> bool:
    return any(isinstance(item, dict | list) for item in value)


def steps_text(phases: Sequence[Sequence[Json]]) -> str:
    """Steps in words: "doxorubicin + cyclophosphamide, then paclitaxel or docetaxel + [trastuzumab]"."""

    def words(part: Json, alone: bool) -> str:
        text = " or ".join(part["any_of"])
        text = text if alone or len(part["any_of"]) == 1 or part["optional"] else f"({text})"
        return f"[{text}]" if part["optional"] else text

    return ", then ".join(" + ".join(words(part, len(phase) == 1) for part in phase) for phase in phases)
