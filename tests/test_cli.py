"""The commands from outside: exit codes, streams, formats, and what bad input may never do."""

from __future__ import annotations

import csv
import functools
import io
import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING, Any, get_args

import pytest
from conftest import Stream, heard
from jsonschema import Draft202012Validator

from mbc_cli.cli.app import COMMANDS, made
from mbc_cli.cli.common import Format, OneValue
from mbc_cli.show.markdown import markdown_of
from mbc_cli.show.page import Grid, Line, Title
from mbc_cli.store import load

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Ran

    from mbc_cli.book.book import Book

Run = "Callable[..., Ran]"
ANSWERS: list[list[str]] = [
    ["expand", "TCH"],
    ["expand", "AC", "followed", "by", "T"],
    ["expand", "GP"],
    ["expand", "ET"],
    ["expand", "ddAC x4 then Taxol + H"],
    ["expand", "Phesgo"],
    ["drug", "trastuzumab"],
    ["drug", "Phesgo"],
    ["drug", "T-DM1"],
    ["drug", "bevacizumab", "--as-of", "2010", "--region", "US"],
    ["class"],
    ["class", "aromatase inhibitors"],
    ["class", "CDK4/6"],
    ["regimens"],
    ["trials"],
    ["trials", "Enhertu"],
    ["regimens", "--with", "docetaxel", "--with", "Herceptin", "--exact"],
    ["search", "tax"],
    ["search", "gemcitibine"],
    ["sources"],
    ["sources", "acs-2019"],
    ["conflicts"],
    ["conflicts", "ribociclib"],
    ["code", "TCHP", "--dx", "2012-11-30"],
    ["code", "trastuzumab"],
    ["code", "--values"],
]
NOT_FOUND: list[list[str]] = [
    ["expand", "XCZ"],
    ["expand", "AXT"],
    ["drug", "lapatanib"],
    ["drug", "Alimta"],
    ["drug", "xyzzyplugh"],
    ["class", "xyzzyplugh"],
    ["regimens", "--with", "ribociclib", "--with", "pamidronate"],
    ["regimens", "--with", "docetaxol"],
    ["trials", "xyzzyplugh"],
    ["search", "xyzzyplugh"],
    ["sources", "acs-2091"],
    ["conflicts", "larotrectinib"],
    ["code", "xyzzyplugh"],
]
WRONG: list[list[str]] = [
    ["expand"],
    ["expand", ""],
    ["expand", "   "],
    ["drug", ""],
    ["class", ""],
    ["search", "\x1b"],
    ["conflicts", ""],
    ["regimens", "--exact"],
    ["regimens", "--within"],
    ["trials", "--with", ""],
    ["drug", "Taxol", "--as-of", ""],
    ["drug", "Taxol", "--region", " "],
    ["code", ""],
    ["code"],
    ["drug", "tamoxifen", "--as-of", "yesterday"],
    ["drug", "tamoxifen", "--as-of", "2012-02-30"],
    ["drug", "tamoxifen", "--region", "Mars"],
    ["regimens", "--with", ""],
    ["regimens", "--with", "Kadcyla, xyzzyplugh"],
    ["regimens", "--exact", "--within"],
    ["code", "TCH", "--dx", "someday"],
    ["expand", "TCH", "--format", "xml"],
    ["expand", "TCH", "--no-such-option"],
    ["frobnicate"],
    *([command, "x" * 100_000] for command in ("expand", "drug", "class", "search", "conflicts", "code")),
    ["regimens", "--with", "x" * 100_000],
]
MINE = """
[brand.foo]
name = "[/foo]"
written = ["[red]Foo[/red]"]
drugs = ["docetaxel"]
note = ":pill: [bold]note[/bold]"
sources = ["acs-2019: my own list"]
"""
NO_ESCAPES = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def named(argv: list[str]) -> str:
    """A call as the id of a test."""
    return " ".join(word if len(word) < 40 else f"{word[:9]}..." for word in argv)


# --- answers -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("argv", ANSWERS, ids=named)
def test_an_answer_goes_to_standard_output_and_nothing_else_does(argv: list[str], run: Callable[..., Ran]) -> None:
    ran = run(*argv)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.endswith("\n")
    assert not NO_ESCAPES.search(ran.out)


@pytest.mark.parametrize("argv", NOT_FOUND, ids=named)
def test_not_found_is_said_on_standard_error(argv: list[str], run: Callable[..., Ran]) -> None:
    ran = run(*argv)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("mbc: ")
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("class xyzzyplugh", "no class 'xyzzyplugh': mbc class lists them all"),
        ("class oral SERD", "did you mean selective estrogen receptor degrader?"),
        ("class CDK4/6 pill inhibitors", "did you mean CDK4/6 inhibitor?"),
        ("regimens --with letrozole --with Xeloda", "no regimen with 'letrozole + Xeloda'"),
        (
            "regimens --with letrozole --with Xeloda --exact",
            "no regimen with exactly 'letrozole + Xeloda': leave out --exact",
        ),
        ("regimens --with letrozole --within", "no regimen with only drugs among 'letrozole'"),
    ],
)
def test_what_is_not_found_is_said_with_what_may_help(call: str, said: str, run: Callable[..., Ran]) -> None:
    ran = run(*call.split())
    assert (ran.code, ran.out) == (1, "")
    assert said in ran.err


def test_a_search_for_a_misprint_that_a_source_has_finds_the_drug_too(run: Callable[..., Ran]) -> None:
    found = [hit["id"] for hit in json.loads(run("search", "gemcitibine", "--format", "json").out)["results"]]
    assert found[0] == "gemcitabine"
    assert len(found) > 1
    kinds = {hit["kind"] for hit in json.loads(run("search", "cardiac", "--format", "json").out)["results"]}
    assert kinds == {"erratum", "lookalike"}


@pytest.mark.parametrize("argv", WRONG, ids=named)
def test_wrong_usage_is_exit_2_with_a_short_message(argv: list[str], run: Callable[..., Ran]) -> None:
    ran = run(*argv)
    assert (ran.code, ran.out) == (2, "")
    assert 0 < len(ran.err) < 600
    assert "Traceback" not in ran.err


NO_ANSWER = {"annotate", "export", "mcp", "new", "page", "schema"}
"""Commands that print no answer: a file, the whole vocabulary, a block to fill in, a page, a schema."""


def test_the_lists_above_have_every_command() -> None:
    assert {argv[0] for argv in ANSWERS} == set(COMMANDS) - {*NO_ANSWER, "audit", "check", "diff", "options"}


def test_version_and_no_arguments(run: Callable[..., Ran]) -> None:
    assert re.fullmatch(rf"mbc \d+\.\d+\.\d+, data of {load.DATA_VERSION}\n", run("--version").out)
    assert "expand" in (ran := run()).out + ran.err


# --- json --------------------------------------------------------------------------------------------------------

SCHEMA: dict[str, Any] = json.loads((load.shipped().parent / "mbc_cli" / "schema.json").read_text("utf-8"))


@functools.cache
def schema_of(command: str) -> Draft202012Validator:
    """What the published schema says of the answers of a command."""
    return Draft202012Validator({**SCHEMA, "anyOf": [{"$ref": f"#/$defs/{command}"}]})


def held_against_schema(command: str, whole: dict[str, Any]) -> None:
    """Fail when an answer is not what the published schema says of its command."""
    schema_of(command).validate(whole)


def test_the_schema_is_one_and_closed() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert {part["$ref"].rpartition("/")[2] for part in SCHEMA["anyOf"]} == set(COMMANDS) - NO_ANSWER
    loose = [
        name
        for name, part in SCHEMA["$defs"].items()
        if part.get("type") == "object" and "properties" in part and part.get("additionalProperties") is not False
    ]
    assert loose == []


@pytest.mark.parametrize("argv", [*ANSWERS, ["check"], ["diff", "shipped"]], ids=named)
def test_json_is_one_object_that_the_schema_describes(argv: list[str], run: Callable[..., Ran]) -> None:
    ran = run(*argv, "--format", "json")
    whole = json.loads(ran.out)
    held_against_schema(argv[0], whole)
    assert ran.code == 0
    assert whole["results"] or argv[0] in ("check", "diff")
    assert whole["data_version"] == load.DATA_VERSION


@pytest.mark.parametrize("argv", NOT_FOUND, ids=named)
def test_not_found_is_still_one_json_object_with_suggestions(argv: list[str], run: Callable[..., Ran]) -> None:
    ran = run(*argv, "--format", "json")
    whole = json.loads(ran.out)
    held_against_schema(argv[0], whole)
    assert ran.code == 1
    assert whole["results"] == []
    assert [f"{found['name']}  ({found['why']})" in ran.err for found in whole["suggestions"]].count(False) == 0


@pytest.mark.slow
def test_every_entry_is_what_the_schema_says(book: Book, run: Callable[..., Ran]) -> None:
    for drug in book.drugs.values():
        held_against_schema("drug", json.loads(run("drug", drug.name, "--format", "json").out))
    for regimen in book.regimens.values():
        held_against_schema("expand", json.loads(run("expand", regimen.name, "--format", "json").out))


def test_broken_data_in_json_is_still_exit_3(tmp_path: Path, run: Callable[..., Ran]) -> None:
    (tmp_path / "mine.toml").write_text("[brand.foo]\n", "utf-8")
    ran = run("check", str(tmp_path), "--format", "json")
    whole = json.loads(ran.out)
    held_against_schema("check", whole)
    assert ran.code == 3
    assert {(result["line"], result["column"], result["rule"]) for result in whole["results"]} == {(1, 1, "entry")}


# Section 5 of the design, to the key.
CONTRACT = {
    "expand TCH": "kind id name match usual steps drugs letters notes sources",
    "drug Herceptin": (
        "kind id name match synonyms abbreviations research_codes brands classes routes mechanism codes regimens "
        "distinct_from errata sources"
    ),
}


@pytest.mark.parametrize("call", CONTRACT)
def test_the_contract_to_the_key(call: str, run: Callable[..., Ran]) -> None:
    whole = json.loads(run(*call.split(), "--format", "json").out)
    assert list(whole) == ["query", "data_version", "results"]
    assert set(CONTRACT[call].split()) <= set(whole["results"][0])


def test_expand_tch_in_json(run: Callable[..., Ran]) -> None:
    (found,) = json.loads(run("expand", "TCH", "--format", "json").out)["results"]
    assert (found["kind"], found["id"], found["name"], found["usual"]) == ("regimen", "tch", "TCH", True)
    assert found["steps"] == [
        [{"any_of": [name], "optional": False, "when": None} for name in ("docetaxel", "carboplatin", "trastuzumab")]
    ]
    assert found["drugs"] == ["docetaxel", "carboplatin", "trastuzumab"]
    assert found["letters"] == {"T": ["docetaxel"], "C": ["carboplatin"], "H": ["trastuzumab"]}
    assert {"id": "seed-000", "where": "Chemotherapy combinations, TCH"} in found["sources"]


def test_an_optional_part_carries_its_condition(run: Callable[..., Ran]) -> None:
    (found,) = json.loads(run("expand", "AC-T", "--format", "json").out)["results"]
    assert found["steps"][1] == [
        {"any_of": ["paclitaxel", "docetaxel"], "optional": False, "when": None},
        {"any_of": ["trastuzumab"], "optional": True, "when": {"her2": "positive"}},
    ]


def test_drug_herceptin_in_json(run: Callable[..., Ran]) -> None:
    (found,) = json.loads(run("drug", "Herceptin®", "--format", "json").out)["results"]
    assert found["match"] == {"kind": "brand", "written": "Herceptin"}
    assert found["codes"] == {"ncit": "C1647", "rxcui": "224905", "atc": "L01FD01"}
    assert found["classes"] == ["her2-antibody", "anti-her2", "targeted-therapy"]
    assert {"name": "Herceptin", "markets": {"US": "marketed", "EU": "marketed", "CA": "marketed"}}.items() <= next(
        brand for brand in found["brands"] if brand["name"] == "Herceptin"
    ).items()
    assert "trastuzumab-emtansine" in found["distinct_from"]


# --- the other formats -------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("argv", ANSWERS, ids=named)
def test_every_format_has_the_same_results(argv: list[str], run: Callable[..., Ran]) -> None:
    results = json.loads(run(*argv, "--format", "json").out)["results"]
    assert [json.loads(line) for line in run(*argv, "--format", "jsonl").out.splitlines()] == results
    written = {form: run(*argv, "--format", form).out for form in ("csv", "tsv")}
    (head, *rows), tabbed = (list(csv.reader(io.StringIO(written[form]), delimiter=by)) for form, by in SEPARATED)
    assert tabbed == [head, *rows]
    assert len(set(head)) == len(head)
    assert rows
    assert not [cell for row in rows for cell in row if PACKED.search(cell)]


SEPARATED = (("csv", ","), ("tsv", "\t"))
PACKED = re.compile(r"(?:^|; |\| )\w+=")
"""An object in a cell: its parts have columns of their own, or are only in JSON."""


def in_rows(run: Callable[..., Ran], *argv: str) -> list[dict[str, str]]:
    """The rows of the table that a command gives."""
    return list(csv.DictReader(io.StringIO(run(*argv, "--format", "csv").out)))


def test_a_table_of_a_class_has_a_row_for_each_of_its_drugs(run: Callable[..., Ran]) -> None:
    (palbociclib,) = [row for row in in_rows(run, "class", "CDK4/6") if row["id"] == "palbociclib"]
    assert palbociclib == {
        "id": "palbociclib",
        "name": "palbociclib",
        "class": "cdk4-6-inhibitor",
        "classes": "cdk4-6-inhibitor; targeted-therapy",
        "ncit": "C49176",
        "rxcui": "1601374",
        "atc": "L01EF01",
        "brands": "Ibrance",
        "outside": "false",
        "unverified_codes": "",
    }
    assert {"cdk4-6-inhibitor", "targeted-therapy"} < {row["id"] for row in in_rows(run, "class")}


def test_a_table_has_what_is_in_an_object_in_columns(run: Callable[..., Ran]) -> None:
    (drug,) = in_rows(run, "drug", "Herceptin")
    assert (drug["match_kind"], drug["match_written"], drug["rxcui"]) == ("brand", "Herceptin", "224905")
    assert "Herceptin" in drug["brands"].split("; ")
    (tch,) = in_rows(run, "expand", "TCH")
    assert (tch["drugs"], tch["condition"]) == ("docetaxel; carboplatin; trastuzumab", "HER2-positive")
    (ac,) = [row for row in in_rows(run, "regimens", "docetaxel") if row["id"] == "ac-dh"]
    assert (ac["condition"], ac["drugs"].count("; ")) == ("HER2-positive", 3)
    assert [row["1410"] for row in in_rows(run, "code", "AC-T", "--dx", "2015")] == ["00", "01"]


def test_a_table_has_a_row_for_each_part_that_is_asked_about(run: Callable[..., Ran]) -> None:
    arms = in_rows(run, "trials", "palbociclib")
    assert {"INAVO120, experimental arm", "INAVO120, control arm"} <= {row["arm_name"] for row in arms}
    given = [
        row["value_text"]
        for row in in_rows(run, "code", "--values")
        if (row["id"], row["value_code"]) == ("1390", "02")
    ]
    assert given == ["given: one drug"]
    says = [row["source_text"] for row in in_rows(run, "conflicts", "wrong ATC")]
    assert says == ["L01FX06", "L01XC03", "L01XE10"]


@pytest.mark.parametrize("asked", [("--codes",), ("--as", "csv"), ("--csv",)])
def test_a_table_is_given_however_it_is_asked_for(asked: tuple[str, ...], run: Callable[..., Ran]) -> None:
    ran = run("class", "CDK4/6", *asked)
    assert ran.out == run("class", "CDK4/6", "--format", "csv").out
    assert "--format" in ran.err


@pytest.mark.slow
@pytest.mark.parametrize("argv", ANSWERS, ids=named)
def test_markdown_says_what_the_screen_says(argv: list[str], run: Callable[..., Ran]) -> None:
    def words(text: str) -> Counter[str]:
        return Counter(re.findall(r"\w+", text))

    ran = run(*argv, "--format", "markdown")
    assert words(ran.out) == words(run(*argv).out)
    assert max(map(len, ran.out.splitlines())) < 3_000


def test_a_mark_in_a_text_is_no_mark_of_markdown(run: Callable[..., Ran]) -> None:
    page = (Title("AC_T", "a"), Title("b"), Line("* <b> 1 < 2 | `x`"), Grid(("", "D"), (("1|2", ""), ("", "d"))))
    assert (
        markdown_of([page])
        == "# AC\\_T (a)\n\n## b\n\n\\* \\<b> 1 < 2 \\| \\`x\\`\n\n|  | D |\n| --- | --- |\n| 1\\|2 |  |\n|  | d |\n"
    )


@pytest.mark.parametrize("form", ["jsonl", "csv", "tsv", "markdown"])
def test_not_found_has_no_rows(form: str, run: Callable[..., Ran]) -> None:
    assert run("drug", "xyzzyplugh", "--format", form)[:2] == (1, "")


def test_every_answering_command_takes_every_format(run: Callable[..., Ran]) -> None:
    for command in set(COMMANDS) - NO_ANSWER:
        shown = run(command, "--help").out
        assert f"<{'|'.join(get_args(Format))}" in re.sub(r"\s", "", shown), command


@pytest.mark.parametrize("what", ["data", "answers"])
def test_a_schema_is_a_schema(what: str, run: Callable[..., Ran]) -> None:
    schema = json.loads(run("schema", what).out)
    Draft202012Validator.check_schema(schema)
    assert (schema == SCHEMA) == (what == "answers")


# --- help --------------------------------------------------------------------------------------------------------


def examples(command: str) -> list[str]:
    """The calls that the help of a command gives as examples."""
    return [call.strip() for call in made(command).epilog.partition(": ")[2].split(" · ")]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str, run: Callable[..., Ran]) -> None:
    ran = run(command, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert "Example" in ran.out
    assert all(call.startswith(f"mbc {command}") for call in examples(command))
    assert "-h" in ran.out


NEED_MORE = {
    "mbc check my-data",
    "mbc mcp",
    "mbc diff my-data",
    "mbc diff old-data new-data --only drug",
    "mbc diff HEAD:data data",
    "mbc annotate notes.csv --column treatment -o out.csv",
    "mbc audit registry.xml -o look.xlsx",
    "mbc audit cases.csv -c treatment --dx-column dx --item 1390=chemo --item 1400=hormone",
}
"""Examples that need files of the reader, or an extra."""


@pytest.mark.parametrize("call", [call for command in COMMANDS for call in examples(command) if call not in NEED_MORE])
def test_every_example_of_the_help_runs(
    call: str, run: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run(*shlex.split(call)[1:])
    assert ran.code == 0, ran.err
    assert ran.out or list(tmp_path.iterdir())


@pytest.mark.parametrize("command", COMMANDS)
def test_an_option_of_one_value_refuses_a_second_one(command: str, run: Callable[..., Ran]) -> None:
    options = [param for param in made(command).params if param.param_type_name == "option" and not param.is_flag]
    single = [param for param in options if not param.multiple]
    assert all(isinstance(param, OneValue) for param in single)
    for option in single:
        ran = run(command, option.opts[0], "x", option.opts[-1], "x")
        assert (ran.code, ran.out) == (2, ""), option.name
        assert "is given 2 times: give it once" in ran.err


def test_a_lone_value_may_come_from_a_variable(run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MBC_DATA", "nowhere")
    assert "nowhere: no such directory" in run("expand", "TCH").err
    assert "elsewhere: no such directory" in run("expand", "TCH", "--data", "elsewhere").err


# --- an overlay --------------------------------------------------------------------------------------------------


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A user's own data with hostile names."""
    (tmp_path / "mine.toml").write_text(MINE, "utf-8")
    return tmp_path


@pytest.mark.parametrize("form", get_args(Format))
def test_own_data_is_laid_over_the_shipped(form: str, mine: Path, run: Callable[..., Ran]) -> None:
    for argv in (["drug", "[/foo]"], ["drug", "docetaxel", "-v"], ["search", "[/foo]"]):
        ran = run(*argv, "--data", str(mine), "--format", form)
        assert (ran.code, ran.err) == (0, "")
        assert "[/foo]" in ran.out
        assert not NO_ESCAPES.search(ran.out.replace("\t", " "))


def test_mbc_data_names_an_overlay_too(mine: Path, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("drug", "[/foo]").code == 1
    monkeypatch.setenv("MBC_DATA", str(mine))
    assert run("drug", "[/foo]").code == 0


@pytest.mark.slow
def test_an_overlay_may_replace_an_entry(tmp_path: Path, run: Callable[..., Ran]) -> None:
    (tmp_path / "mine.toml").write_text(
        '[lookalike.et]\nname = "ET"\nmeans = ["a word of ours"]\nsources = ["acs-2019: my own list"]\n', "utf-8"
    )
    assert "a word of ours" in run("expand", "ET", "--data", str(tmp_path)).out
    assert "endocrine therapy" in run("expand", "ET").out


@pytest.mark.parametrize("what", ["nowhere", "empty"])
def test_an_overlay_that_is_none_is_bad_input(what: str, tmp_path: Path, run: Callable[..., Ran]) -> None:
    (tmp_path / "empty").mkdir()
    ran = run("expand", "TCH", "--data", str(tmp_path / what))
    assert (ran.code, ran.out) == (3, "")
    assert "name a directory of TOML files" in ran.err


@pytest.mark.slow
def test_changed_data_is_read_afresh(mine: Path, run: Callable[..., Ran]) -> None:
    assert run("drug", "[/foo]", "--data", str(mine)).code == 0
    (mine / "mine.toml").write_text(MINE.replace("[/foo]", "Barfoo"), "utf-8")
    assert run("drug", "[/foo]", "--data", str(mine)).code == 1
    assert run("drug", "Barfoo", "--data", str(mine)).code == 0


def test_check_names_the_files_of_the_directory_that_was_given(
    tmp_path: Path, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine.toml").write_text("[brand.foo]\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert run("check", ".").out.startswith("mine.toml:1:1: brand.foo.")


# --- bad input ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["\x1b[31mTCH\x1b[0m", "TC\x00H", "TCH\x07", "T\u202eCH", "TCH\u200b"])
@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_control_characters_are_not_passed_on(text: str, form: str, run: Callable[..., Ran]) -> None:
    ran = run("expand", text, "--format", form)
    assert ran.code in (0, 1)
    assert not NO_ESCAPES.search(ran.out + ran.err)


@pytest.mark.parametrize("text", ["[red]TCH[/red]", "[/foo]", ":pill:", "[link=x]TCH"])
def test_markup_in_a_query_is_text(text: str, run: Callable[..., Ran]) -> None:
    ran = run("drug", text)
    assert ran.code == 1
    assert repr(text) in ran.err


def test_an_argument_that_is_not_utf_8(process: Callable[..., Ran]) -> None:
    ran = process("expand", b"T\xff\xfeCH")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err == "mbc: the text is not valid in this terminal's encoding: give it as UTF-8\n"


@pytest.mark.parametrize(
    "env",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "latin-1"},
    ],
    ids=" ".join,
)
def test_a_poor_locale_still_gives_an_answer(env: dict[str, str], process: Callable[..., Ran]) -> None:
    ran = process("expand", "TCH", env=env)
    assert (ran.code, ran.err) == (0, "")
    assert "docetaxel + carboplatin + trastuzumab" in ran.out
    whole = process("drug", "tamoxifen", "--format", "json", env=env)
    assert json.loads(whole.out)["results"][0]["id"] == "tamoxifen"


@pytest.mark.slow
@pytest.mark.parametrize(
    "env",
    [
        {"HOME": None, "XDG_CACHE_HOME": None},
        {"HOME": "/nonexistent", "XDG_CACHE_HOME": None},
        {"XDG_CACHE_HOME": "/proc/nowhere"},
        {"XDG_CACHE_HOME": "/dev/null"},
        {"XDG_CACHE_HOME": ""},
    ],
    ids=lambda env: " ".join(f"{name}={value}" for name, value in env.items()),
)
def test_no_home_and_no_cache_only_cost_time(env: dict[str, str | None], process: Callable[..., Ran]) -> None:
    assert process("expand", "TCH", env={"HOME": "/nonexistent", **env})[::2] == (0, "")


@pytest.mark.slow
def test_a_damaged_cache_is_made_again(tmp_path: Path, process: Callable[..., Ran]) -> None:
    env = {"XDG_CACHE_HOME": str(tmp_path)}
    right = process("expand", "TCH", env=env)
    (cache,) = tmp_path.rglob("*.book")
    for damage in (b"", b"[]", b"\xff", cache.read_bytes()[:1000]):
        cache.write_bytes(damage)
        assert process("expand", "TCH", env=env) == right


def shell(line: str) -> subprocess.CompletedProcess[bytes]:
    """A line of shell in which $MBC calls the tool."""
    mbc = f"{shlex.quote(sys.executable)} -m mbc_cli"
    return subprocess.run(
        ["sh", "-c", line], capture_output=True, env={**os.environ, "MBC": mbc}, timeout=60, check=False
    )


@pytest.mark.parametrize("call", ["expand TCH", "regimens --format json", "search a", "--help"])
def test_closed_standard_output_is_an_error(call: str) -> None:
    done = shell(f"$MBC {call} >&-")
    assert done.returncode == 3
    assert done.stderr.decode().startswith("mbc: standard output is closed")


@pytest.mark.parametrize("call", ["expand TCH", "regimens --format json", "search a", "--version"])
def test_a_full_disk_is_an_error(call: str) -> None:
    done = shell(f"$MBC {call} > /dev/full")
    assert done.returncode == 3
    assert done.stderr.decode().startswith("mbc: output: No space left on device")


@pytest.mark.parametrize("call", ["expand TCH", "regimens", "regimens --format json", "sources"])
def test_head_ends_it_quietly(call: str) -> None:
    done = shell(f"$MBC {call} | head -1")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.count(b"\n") == 1


def test_a_closed_pipe_is_exit_141_without_a_word() -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "mbc_cli", "regimens"], stdout=write, stderr=subprocess.PIPE, timeout=60, check=False
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (141, b"")


def test_closed_standard_error_does_not_matter(tmp_path: Path) -> None:
    assert shell("$MBC drug xyzzyplugh 2>&-").returncode == 1
    (tmp_path / "in.csv").write_text("a,b\nTCH,1\n")
    assert shell(f"$MBC annotate {tmp_path}/in.csv -c a -o {tmp_path}/out.csv --code 2>&-").returncode == 0
    assert (tmp_path / "out.csv").read_text().count("\n") == 2


def test_closed_standard_input_is_an_error() -> None:
    done = shell("$MBC annotate <&-")
    assert done.returncode == 3
    assert done.stderr == b"mbc: standard input is closed: name a file, or pipe some text in\n"
    assert shell("$MBC expand TCH <&-").returncode == 0


# --- what nobody foresaw -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("error", [RecursionError("too deep"), MemoryError(), KeyError("x\u202ey"), BaseException()])
def test_an_unforeseen_error_is_one_message_and_never_an_answer(
    error: BaseException, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_: object) -> None:
        raise error

    monkeypatch.setattr("mbc_cli.cli.answering.load", failing)
    ran = run("expand", "TCH", "--format", "json")
    assert (ran.code, ran.out) == (3, "")
    assert run("expand", "TCH") == ran
    assert ran.err.startswith(f"mbc: a bug in mbc, so there is no answer ({type(error).__name__}")
    assert ran.err.endswith("please report it, with the command and with what it prints under MBC_DEBUG=1\n")
    assert "Traceback" not in ran.err
    assert not NO_ESCAPES.search(ran.err)
    monkeypatch.setenv("MBC_DEBUG", "1")
    assert "Traceback" in run("expand", "TCH").err


LONG = "z" * 200_000


@pytest.mark.parametrize(
    ("name", "said"),
    [("HER9", "mbc search NAME; to read a treatment: mbc expand TEXT"), ("opttions", "Did you mean mbc options?")],
)
def test_a_word_that_is_no_command_says_what_to_write(name: str, said: str, run: Callable[..., Ran]) -> None:
    ran = run(name)
    assert ran.code == 2
    assert f"No such command '{name}'. " in ran.err
    assert said in ran.err


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["expand", "TCH", "--format", f"x\u202e{LONG}"], "' is not one of 'table', 'json', 'jsonl', 'csv', 'tsv', 'markdown'."),
        (["expand", "TCH", f"--{LONG}\u202e"], "Error: No such option: --zzz"),
        (["schema", "data", f"\u202e{LONG}"], "Error: Got unexpected extra argument"),
        ([f"{LONG}\u2066"], "Error: No such command 'zzz"),
        (["options", "--fact", f"\u202e{LONG}"], "zzz"),
        (["annotate", "--as", f"\u202e{LONG}"], "' is not one of 'csv', 'tsv', 'json', 'jsonl', 'parquet', 'excel', "),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)  # fmt: skip
def test_wrong_words_are_not_echoed_whole_or_as_they_are(argv: list[str], said: str, run: Callable[..., Ran]) -> None:
    ran = run(*argv)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert len(ran.err) < 1_500
    assert not NO_ESCAPES.search(ran.err)


def test_interrupting_is_exit_130_without_a_traceback(tmp_path: Path) -> None:
    fifo = tmp_path / "notes.csv"
    os.mkfifo(fifo)
    call = [sys.executable, "-m", "mbc_cli", "annotate", str(fifo), "--column", "treatment"]
    with subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=heard) as running:  # noqa: PLW1509
        opened = opened_for_writing(fifo)
        running.send_signal(signal.SIGINT)
        _, err = running.communicate(timeout=60)
        os.close(opened)
    assert (running.returncode, err) == (130, b"")


def opened_for_writing(fifo: Path, patience: float = 30) -> int:
    """The writing end of a named pipe, once somebody reads from it."""
    until = time.monotonic() + patience
    while True:
        try:
            return os.open(fifo, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.01)


# --- a terminal --------------------------------------------------------------------------------------------------


def on_a_terminal(*argv: str, **env: str) -> tuple[int, str]:
    """Call the tool with a terminal as its standard output."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    around = {**os.environ, "TERM": "xterm-256color", **env}
    with subprocess.Popen(
        [sys.executable, "-m", "mbc_cli", *argv], stdout=theirs, stderr=theirs, env=around
    ) as running:
        os.close(theirs)
        pieces = []
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:
                break
            if not piece:
                break
            pieces.append(piece)
        os.close(ours)
        running.wait(60)
    return running.returncode, b"".join(pieces).decode()


COLOUR = re.compile(r"\x1b\[[0-9;]*3[0-7]m")


def test_a_terminal_has_colour_but_not_under_no_color() -> None:
    code, shown = on_a_terminal("drug", "tamoxifen")
    assert code == 0
    assert COLOUR.search(shown)
    code, shown = on_a_terminal("drug", "tamoxifen", NO_COLOR="1")
    assert code == 0
    assert not COLOUR.search(shown)


@pytest.mark.parametrize("columns", ["0", "1", "20", "40", "nonsense"])
def test_a_narrow_terminal_still_shows_every_word(columns: str) -> None:
    code, shown = on_a_terminal("expand", "TCH", COLUMNS=columns, TERM="dumb")
    assert code == 0
    for word in ("docetaxel", "carboplatin", "trastuzumab", "Herceptin"):
        assert word in shown


@pytest.mark.slow
@pytest.mark.parametrize("argv", [["drug", "[/foo]"], ["search", "Foo"], ["drug", "docetaxel", "-v"]], ids=named)
def test_markup_of_data_is_text_on_a_terminal(argv: list[str], mine: Path) -> None:
    code, shown = on_a_terminal(*argv, "--data", str(mine), TERM="dumb")
    assert code == 0
    assert "[/foo]" in shown
    assert not NO_ESCAPES.search(shown.replace("\r\n", "\n"))


def test_nothing_is_cut_off_when_piped(run: Callable[..., Ran], book: Book) -> None:
    sources = run("sources", "--all").out
    assert all(source.title in sources for source in book.sources.values())
    assert "…" not in sources


def test_check_looks_at_the_data_that_every_command_is_told_of(
    tmp_path: Path, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine.toml").write_text("[brand.foo]\n", "utf-8")
    monkeypatch.setenv("MBC_DATA", str(tmp_path))
    assert run("check").code == 3
    assert run("drug", "TCH", "--data", str(tmp_path / "mine.toml")).err.endswith(
        f"is a file: name its directory, {tmp_path}\n"
    )


def test_the_regimens_of_a_drug_name_the_protocols_of_hospitals_too(run: Run) -> None:
    both = run("regimens", "trastuzumab", "docetaxel").out
    assert "\nProtocols of hospitals too: 59171000210106 (mbc expand 59171000210106)\n" in both
    assert "Protocols" not in run("regimens", "trastuzumab", "capecitabine").out


def test_the_regimens_of_a_drug_point_to_the_treatments_that_statements_name_with_it(run: Run) -> None:
    told = "Named by sources too: pertuzumab + trastuzumab + vinorelbine; "
    for name in ("vinorelbine", "Navelbine"):
        assert told in run("regimens", name).out
        assert run("regimens", name).out.rstrip().endswith("mbc options --why vinorelbine")
    assert "Named by sources" not in run("regimens", "vinorelbine", "--within", "--with", "trastuzumab").out


def test_annotate_at_a_terminal_says_what_it_waits_for(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "waiting" not in run("annotate", given="AC-T\n").err
    monkeypatch.setattr(Stream, "terminal", True)
    ran = run("annotate", given="AC-T\n")
    assert ran.err.startswith("mbc: waiting for treatment texts, one per line, until Ctrl-D")
    assert "AC-T" in ran.out


def test_words_that_stand_apart_in_an_entry_are_found(run: Run) -> None:
    ran = run("search", "trastuzumab", "brain")
    assert "HER2CLIMB" in ran.out
    assert "nothing contains 'trastuzumab brain'; these have each of its words" in ran.err
    assert run("search", "xyzzy", "brain").code == 1


def test_a_drug_of_no_regimen_says_where_its_treatments_are(run: Run) -> None:
    ran = run("regimens", "Halaven")
    assert (ran.code, ran.out) == (1, "")
    assert "no regimen with 'Halaven': what sources name it for: mbc options --why Halaven" in ran.err
    assert 'what sources name it for: mbc options --why "CDK4/6"' in run("regimens", "CDK4/6").err
