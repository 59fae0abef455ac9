"""Problems in the data in the forms that editors and CI read: lines, GitHub's workflow commands, SARIF."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from mbc_cli.book.names import clean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mbc_cli.book.problems import Problem

SARIF_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def as_lines(problems: Sequence[Problem]) -> str:
    """`file:line:column: what is wrong`, one per line, as compilers write them."""
    return "".join(f"{clean(str(problem))}\n" for problem in problems)


# --- GitHub ------------------------------------------------------------------------------------------------------


def as_github(problems: Sequence[Problem]) -> str:
    """Workflow commands, with which GitHub shows each problem at its line in a pull request (ten per step)."""
    return "".join(workflow_command(problem) for problem in problems)


def workflow_command(problem: Problem) -> str:
    """One workflow command; GitHub decodes what is escaped."""
    given = {
        "file": of_workspace(problem.file),
        "line": problem.line,
        "col": problem.column or None,
        "title": problem.key,
    }
    properties = ",".join(f"{name}={in_property(str(value))}" for name, value in given.items() if value)
    return f"::error {properties}::{in_message(problem.said)}\n"


def of_workspace(file: str) -> str:
    """The path of a file from the root of the checkout in which a workflow runs; unchanged outside one."""
    top = os.environ.get("GITHUB_WORKSPACE", "")
    inside = os.path.relpath(os.path.abspath(file), top) if top else os.pardir
    return file if inside.startswith(os.pardir) else inside


def in_message(text: str) -> str:
    """A text in the message of a workflow command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def in_property(text: str) -> str:
    """A text in a property of a workflow command."""
    return in_message(text).replace(":", "%3A").replace(",", "%2C")


# --- SARIF -------------------------------------------------------------------------------------------------------


def as_sarif(problems: Sequence[Problem], rules: Mapping[str, str], version: str) -> str:
    """SARIF 2.1.0, for code scanning and editors; `rules` say what each rule requires."""
    broken = list(dict.fromkeys(problem.rule for problem in problems))
    driver = {"name": "mbc", "version": version, "rules": [rule_said(rule, rules[rule]) for rule in broken]}
    results = [result(problem, broken.index(problem.rule)) for problem in problems]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    whole = {"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def rule_said(rule: str, demand: str) -> dict[str, Any]:
    """A rule that was broken."""
    return {"id": rule, "shortDescription": {"text": demand}}


def result(problem: Problem, rule_index: int) -> dict[str, Any]:
    """One problem; if it has no column, it has only its line."""
    region = {"startLine": problem.line, **({"startColumn": problem.column} if problem.column else {})}
    return {
        "ruleId": problem.rule,
        "ruleIndex": rule_index,
        "level": "error",
        "message": {"text": problem.said},
        "locations": [
            {
                "physicalLocation": {"artifactLocation": {"uri": uri(of_workspace(problem.file))}, "region": region},
                "logicalLocations": [{"fullyQualifiedName": problem.key}],
            }
        ],
    }


def uri(file: str) -> str:
    """The reference to a file: relative if the path is relative, otherwise absolute."""
    path = Path(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
