"""Problems in the data: their places, what to write instead, and the forms that editors and CI read."""

from __future__ import annotations

import json
import re
from contextlib import chdir
from typing import TYPE_CHECKING, Any

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, ValidationError

from mbc_cli.book.places import Places
from mbc_cli.book.problems import DataFile, Entry, Problem, nearby, way_to
from mbc_cli.book.table import nearest
from mbc_cli.show.problems import as_github, as_sarif, uri
from mbc_cli.store import checks, layers, load, syntax

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import Ran

TEXT = '''# [drug.no]
[drug.foo]
name = "a # [b] = {"
x.y = 1.5
codes = { ncit = "C1", "a b" = ["1",
  "2"] } # ]
indications = [
  { region = "US", sources = ["a", "b"] }, # {
  { region = "EU",
    sources = [] },
]
[drug."Foo Bar"]
note = """one
two"""
steps = [[{ together = ["p", 'q'] }]]
'''


def ways(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to everything in parsed TOML."""
    if way:
        yield way
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from ways(inner, (*way, key))


# --- places ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("way", "place"),
    [
        (("drug", "foo"), (2, 1)),
        (("drug", "foo", "name"), (3, 1)),
        (("drug", "foo", "x", "y"), (4, 1)),
        (("drug", "foo", "codes", "ncit"), (5, 11)),
        (("drug", "foo", "codes", "a b", 1), (6, 3)),
        (("drug", "foo", "indications", 0, "sources", 1), (8, 36)),
        (("drug", "foo", "indications", 1), (9, 3)),
        (("drug", "foo", "indications", 1, "sources"), (10, 5)),
        (("drug", "Foo Bar"), (12, 1)),
        (("drug", "Foo Bar", "steps"), (15, 1)),
        (("drug", "Foo Bar", "steps", 0, 0, "together", 1), (15, 30)),
        (("drug", "foo", "indications", 1, "until"), (9, 3)),
        (("drug", "foo", "missing"), (2, 1)),
    ],
)
def test_a_place(way: tuple[str | int, ...], place: tuple[int, int]) -> None:
    assert Places(TEXT).of(way) == place


def test_what_is_nowhere_has_no_place() -> None:
    assert Places(TEXT).of(("brand", "foo")) is None
    assert DataFile("x.toml", 0, b"").complaint(("a",), "a", "is wrong").line == 1


def test_everything_in_the_shipped_data_has_a_place_and_nothing_else() -> None:
    for file in layers.files_of([load.shipped()]):
        assert file.places.found.keys() == set(ways(tomli.loads(file.text))), file.name


@given(st.text("[]{}=,.\"'\n# a1") | st.text())
def test_every_text_has_an_end(text: str) -> None:
    places = Places(text)
    assert all(0 <= at <= len(text) for at in places.found.values())


def test_the_column_counts_characters_and_not_the_mark_of_an_editor() -> None:
    file = DataFile("x.toml", 0, '\ufeff[a.b]\r\ncé = ["é", "x"]\r\n'.encode())
    assert file.places.of(("a", "b")) == (1, 1)
    assert Places('"cé" = ["é", "x"]').of(("cé", 1)) == (1, 14)


def test_the_way_to_a_text() -> None:
    value = {"a": ["x", {"b": "guide: page"}], "when": {"her": "x"}}
    assert way_to("guide", value) == ("a", 1, "b")
    assert way_to("her", value) == ("when", "her")
    assert way_to("y", value) == ()


def test_a_problem_without_a_column_has_its_line() -> None:
    assert str(Problem("x.toml", 3, 0, "a.b", "is wrong")) == "x.toml:3: a.b is wrong"


def test_paths_are_relative_to_where_the_person_stands(tmp_path: Path) -> None:
    (tmp_path / "data" / "names").mkdir(parents=True)
    with chdir(tmp_path / "data"):
        assert nearby(str(tmp_path / "data" / "x.toml")) == "x.toml"
        assert nearby(str(tmp_path / "x.toml")) == "../x.toml"
        assert nearby("/x.toml") == "/x.toml"


# --- files as people make them -----------------------------------------------------------------------------------

WRONG = {
    'a = "x\nb = 1': (1, 7, 'close the text with " on the line where it begins'),
    'a = "\x00"': (1, 6, "remove the invisible character"),
    'a = "x': (1, 7, 'close the text with "'),
    'a = ["x"\nb = 1': (2, 1, "write a comma between the items of the list and ] after the last"),
    'a = ["x" "y"]': (1, 10, "write a comma between the items of the list and ] after the last"),
    "a = { b = 1 c = 2 }": (1, 13, "write a comma between the keys of the table and } after the last"),
    'name "x"': (1, 6, "write key = value"),
    'a = "He said "no""': (1, 15, 'write one key = value on a line, and \\" for a quote within a text'),
    "[drug.x\n": (1, 8, "write [kind.some-id]"),
    "[drug.é]\n": (1, 7, "write keys and ids with letters, digits, hyphens and underscores"),
    "é = 1": (1, 1, "write [kind.some-id] or key = value, or # before a remark"),
    "a = 2019-02-30": (1, 5, "write a day of the calendar such as 2019-12-23"),
    "a = docetaxel": (1, 5, 'write a text in quotes ("), a date, true or false, a list [ ] or a table { }'),
    "a = “x”": (1, 5, 'write plain quotes (")'),
    "a = 1\na = 2": (2, 6, "write each key of an entry once"),
    "a = { b = 1, b = 2 }": (1, 19, "write each key of a table once"),
    "[a.b]\n[a.b]\n": (2, 5, "use one id once"),
    "a = 2019-12\n": (1, 9, 'write a month in quotes ("2019-12")'),
    "a = { b = 2019-12, c = 1 }": (1, 15, 'write a month in quotes ("2019-12")'),
    'a = "\\q"': (1, 8, "write \\\\ for one backslash"),
    'a = "C:\\Users"': (1, 10, "write \\\\ for one backslash"),
}


@pytest.mark.parametrize("text", WRONG)
def test_wrong_toml_has_its_place_and_a_remedy(text: str, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(text, "utf-8")
    _, _, (problem,) = layers.read([layers.data_file(tmp_path / "mine.toml", tmp_path, 0)])
    line, column, remedy = WRONG[text]
    assert (problem.line, problem.column, problem.rule) == (line, column, "toml")
    assert problem.what.endswith(f"; {remedy}")


SETS = {
    "role": ("declined", "treated", "negated"),
    "route": ("intravenous", "oral"),
    "market": ("marketed", "discontinued"),
    "plain": ("approved", "marketed"),
}


@pytest.mark.parametrize(
    ("word", "of", "meant"),
    [("refused", "role", "declined"), ("IV", "route", "intravenous"), ("approved", "market", "marketed"), ("aproved", "plain", "approved")],
)  # fmt: skip
def test_what_was_meant_goes_before_what_is_spelt_alike(word: str, of: str, meant: str) -> None:
    assert nearest(word, SETS[of]) == f"did you mean '{meant}'?"


def test_a_fact_of_an_example_is_told_what_it_is_a_name_of(tmp_path: Path, run: Callable[..., Ran]) -> None:
    statement = """[statement.zzz]
source = "acs-2019: x"
treatment = { drug = "docetaxel" }
when = { her2 = "pos", prior = ["Herceptin", "taxane"] }
direction = "for"
strength = "may help"
line = "any"
"""
    (tmp_path / "mine.toml").write_text(statement, "utf-8")
    with chdir(tmp_path):
        first = run("check", ".").out.splitlines()
        (tmp_path / "mine.toml").write_text(
            statement.replace("pos", "positive").replace("Herceptin", "trastuzumab")
            + 'fits = [{ her2 = "positive", prior = ["Herceptin"] }]\n',
            "utf-8",
        )
        second = run("check", ".").out
    assert first == [
        "mine.toml:4:10: statement.zzz.when.her2: her2 has no 'pos'; write 'positive'",
        "mine.toml:4:33: statement.zzz.when.prior: prior has no 'Herceptin'; write its id, 'trastuzumab'",
    ]
    assert second == (
        "mine.toml:8:39: statement.zzz.fits.prior: prior has no 'Herceptin'; write its id, 'trastuzumab'\n"
    )


def test_every_remedy_of_syntax_is_given() -> None:
    assert set(syntax.REMEDIES.values()) <= {remedy for _, _, remedy in WRONG.values()}
    assert syntax.what_to_write("Something new", "", 0) == "correct the syntax"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('[rule.b]\nc = "é é"'.encode("latin-1"), "mine.toml:2:6: TOML: the file is not UTF-8; save it as UTF-8"),
        ("[rule.b]".encode("utf-16"), "mine.toml:1:1: TOML: the file is not UTF-8 but UTF-16; save it as UTF-8"),
    ],
)
def test_a_file_in_another_encoding(content: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_bytes(content)
    with chdir(tmp_path):
        _, _, (problem,) = layers.read(layers.files_of([tmp_path]))
        assert str(problem) == said


BRAND = '[brand.foo]\nname = "Zzzfoo"\ndrugs = ["docetaxel"]\nsources = ["acs-2019: Treatment"]\n'


def test_a_file_with_the_mark_of_an_editor_is_read(tmp_path: Path, run: Callable[..., Ran]) -> None:
    (tmp_path / "mine.toml").write_text("\ufeff" + BRAND, "utf-8")
    assert run("check", str(tmp_path)).code == 0


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "no *.toml below it: name a directory of TOML files"),
        ({"notes.txt": ""}, "no *.toml below it: name a directory of TOML files"),
        ({".venv/x.toml": BRAND, ".mine.toml": BRAND}, "no *.toml below it: name a directory of TOML files"),
        ({"mine.toml": "# soon\n"}, "no entry such as [drug.some-id] in its 1 file: name a directory of data"),
        (
            {"pyproject.toml": "[project]\n[tool.ruff]\n", "Cargo.toml": "[package]\n"},
            "no entry such as [drug.some-id] in its 2 files: name a directory of data",
        ),
    ],
)
def test_a_directory_that_is_no_data(files: dict[str, str], said: str, tmp_path: Path, run: Callable[..., Ran]) -> None:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    ran = run("check", str(tmp_path))
    assert (ran.code, ran.out, ran.err) == (3, "", f"mbc: {tmp_path}: {said}\n")


def test_a_kind_that_is_misspelt_is_data_all_the_same(tmp_path: Path, run: Callable[..., Ran]) -> None:
    (tmp_path / "mine.toml").write_text("[drugs.foo]\n", "utf-8")
    assert run("check", str(tmp_path)).out.endswith(
        "mine.toml:1:1: drugs is not a kind of entry; did you mean 'drug'?\n"
    )


def test_an_overlay_may_replace_an_entry_and_need_not_code_its_drugs(tmp_path: Path, run: Callable[..., Ran]) -> None:
    """The check says of an overlay what the commands say of it."""
    drug = '[drug.foo]\nname = "zzzbar"\nclasses = ["taxane"]\nroutes = ["oral"]\nmechanism = "m"\nsources = ["acs-2019: x"]\n'
    (tmp_path / "mine.toml").write_text(
        drug + '[brand.phesgo]\nname = "Phesgo"\ndrugs = ["foo"]\nsources = ["acs-2019: x"]\n', "utf-8"
    )
    assert run("check", str(tmp_path)).code == 0
    assert "zzzbar" in run("drug", "zzzbar", "--data", str(tmp_path)).out


def test_an_id_that_two_files_have_is_told_with_both_places(tmp_path: Path, run: Callable[..., Ran]) -> None:
    (tmp_path / "a.toml").write_text(f"\n{BRAND}", "utf-8")
    (tmp_path / "b.toml").write_text(BRAND, "utf-8")
    with chdir(tmp_path):
        assert run("check", ".").out == "b.toml:1:1: brand.foo is already at a.toml:2; use one id once\n"


# --- forms -------------------------------------------------------------------------------------------------------

ODD = Problem("a,b/x:1%.toml", 4, 7, "drug.foo.note", "has 100 %\nof it: write\rless", "entry")


def test_github_is_told_of_each_problem_with_its_escapes() -> None:
    assert as_github([ODD]) == (
        "::error file=a%2Cb/x%3A1%25.toml,line=4,col=7,title=drug.foo.note"
        "::drug.foo.note has 100 %25%0Aof it: write%0Dless\n"
    )
    assert ",col=" not in as_github([ODD._replace(column=0)])


def test_sarif_has_each_problem_with_its_rule_and_place() -> None:
    problems = [ODD, Problem("/data/é.toml", 1, 0, "TOML", "is not UTF-8", "toml"), ODD._replace(line=9)]
    whole = json.loads(as_sarif(problems, checks.rules(), "0.2.0"))
    (run,) = whole["runs"]
    assert whole["version"] == "2.1.0"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["entry", "toml"]
    assert [(found["ruleId"], found["ruleIndex"]) for found in run["results"]] == [
        ("entry", 0),
        ("toml", 1),
        ("entry", 0),
    ]
    first, second, _ = (found["locations"][0]["physicalLocation"] for found in run["results"])
    assert first == {"artifactLocation": {"uri": "a%2Cb/x%3A1%25.toml"}, "region": {"startLine": 4, "startColumn": 7}}
    assert second == {"artifactLocation": {"uri": "file:///data/%C3%A9.toml"}, "region": {"startLine": 1}}
    assert run["results"][0]["message"]["text"] == ODD.said


def read_by_the_runner(line: str) -> tuple[str, dict[str, str], str]:
    """A workflow command as the runner of GitHub takes it apart: its name, its properties, its message."""
    assert line.startswith("::")
    head, message = line[2:].split("::", 1)
    name, _, rest = head.partition(" ")
    properties = dict(pair.split("=", 1) for pair in rest.split(",") if pair)

    def unescaped(text: str, *more: tuple[str, str]) -> str:
        for escape, char in (("%0D", "\r"), ("%0A", "\n"), *more, ("%25", "%")):
            text = text.replace(escape, char)
        return text

    found = {key: unescaped(value, ("%3A", ":"), ("%2C", ",")) for key, value in properties.items()}
    return name, found, unescaped(message)


@pytest.mark.parametrize("name", ["a.toml", "a,b.toml", "c::d=e.toml", "100%25.toml", "my data/é.toml"])
def test_the_runner_of_github_reads_what_was_meant(name: str) -> None:
    problem = ODD._replace(file=name, key="drug.foo::x", what="is 'a::b, %0A = c'\nand more")
    (line,) = as_github([problem]).splitlines()
    assert read_by_the_runner(line) == (
        "error",
        {"file": name, "line": "4", "col": "7", "title": problem.key},
        problem.said,
    )


def test_paths_are_those_of_the_checkout_in_a_workflow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sub").mkdir()
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    monkeypatch.chdir(tmp_path / "sub")
    for file, said in {"x.toml": "sub/x.toml", "../x.toml": "x.toml", "../../x.toml": "../../x.toml"}.items():
        problem = ODD._replace(file=file)
        assert read_by_the_runner(as_github([problem]).rstrip())[1]["file"] == said
        (result,) = json.loads(as_sarif([problem], checks.rules(), "0.2.0"))["runs"][0]["results"]
        assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == said


def needing(*keys: str, **properties: Any) -> dict[str, Any]:
    """The JSON Schema of an object with what it must have."""
    return {"type": "object", "required": list(keys), "properties": properties}


def list_of(item: dict[str, Any]) -> dict[str, Any]:
    """The JSON Schema of a list."""
    return {"type": "array", "items": item}


PLACE = {"type": "integer", "minimum": 1}
MESSAGE = needing("text", text={"type": "string"})
LOCATION = needing(
    "physicalLocation",
    physicalLocation=needing(
        "artifactLocation",
        "region",
        artifactLocation=needing("uri", uri={"type": "string", "pattern": r"^[\w.~!$&'()*+,;=:@%/-]+$"}),
        region=needing("startLine", startLine=PLACE, startColumn=PLACE),
    ),
)
RUN = needing(
    "tool",
    "results",
    tool=needing(
        "driver",
        driver=needing("name", "rules", rules=list_of(needing("id", "shortDescription", shortDescription=MESSAGE))),
    ),
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    results=list_of(
        needing(
            "message",
            "ruleId",
            message=MESSAGE,
            level={"enum": ["none", "note", "warning", "error"]},
            ruleIndex={"type": "integer", "minimum": 0},
            locations=list_of(LOCATION),
        )
    ),
)
SARIF = needing(
    "version",
    "runs",
    version={"const": "2.1.0"},
    runs={**list_of(RUN), "minItems": 1},
    **{"$schema": {"type": "string", "format": "uri"}},
)
"""What the schema of SARIF 2.1.0 demands, and what code scanning needs besides, of the objects that we write."""


def test_sarif_has_what_its_schema_demands() -> None:
    problems = [ODD, Problem("/data/é ü.toml", 1, 0, "TOML", "is not UTF-8", "toml"), ODD._replace(rule="out-of-order")]
    for some in ([], problems):
        Draft202012Validator(SARIF).validate(json.loads(as_sarif(some, checks.rules(), "0.2.0")))
    with pytest.raises(ValidationError):
        Draft202012Validator(SARIF).validate(json.loads(as_sarif([ODD._replace(line=0)], checks.rules(), "0.2.0")))


def test_nothing_wrong_is_sarif_without_results(run: Callable[..., Ran]) -> None:
    ran = run("check", "--format", "sarif")
    assert ran.code == 0
    assert json.loads(ran.out)["runs"][0]["results"] == []


def test_every_rule_says_what_it_demands() -> None:
    rules = checks.rules()
    assert {"toml", "entry", "every-source-exists", "out-of-order", "drugs-without-a-category"} <= set(rules)
    assert all(demand.endswith(".") for demand in rules.values())


def test_a_fault_between_entries_names_its_rule(tmp_path: Path, run: Callable[..., Ran]) -> None:
    (tmp_path / "mine.toml").write_text(BRAND.replace("docetaxel", "taxotere"), "utf-8")
    (found,) = json.loads(run("check", str(tmp_path), "--format", "json").out)["results"]
    assert (found["line"], found["column"], found["key"]) == (3, 10, "brand.foo.drugs")
    assert found["rule"] == "every-link-leads-somewhere"
    assert found["what"] == "unknown drug 'taxotere'; write its id, 'docetaxel'"


def test_lines_are_what_an_editor_reads(tmp_path: Path, run: Callable[..., Ran]) -> None:
    (tmp_path / "mine.toml").write_text(BRAND.replace('"acs-2019: Treatment"', ""), "utf-8")
    with chdir(tmp_path):
        ran = run("check", "--data", ".")
    assert re.fullmatch(r"mine\.toml:4:1: brand\.foo\.sources is empty.*\n", ran.out)
    assert ran.code == 3
    assert ran.err.startswith("mbc: 1 problem in the data; fix it and check again")


# --- --data ------------------------------------------------------------------------------------------------------


@pytest.fixture
def mine(tmp_path: Path) -> str:
    """A directory with one more brand."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "mine.toml").write_text(BRAND, "utf-8")
    return str(tmp_path / "mine")


@pytest.mark.parametrize("words", [["drug", "Zzzfoo"], ["check"], ["expand", "Zzzfoo"]], ids=" ".join)
def test_data_stands_before_the_command_or_behind_it(words: list[str], mine: str, run: Callable[..., Ran]) -> None:
    before, behind = run("--data", mine, *words), run(*words, "--data", mine)
    assert before == behind == run("--data", mine, *words, "--data", mine)
    assert before.code == 0
    assert "docetaxel" in before.out or words == ["check"]


def test_two_directories_are_refused(mine: str, tmp_path: Path, run: Callable[..., Ran]) -> None:
    twice = run("--data", mine, "drug", "Zzzfoo", "--data", str(tmp_path))
    assert (twice.code, twice.out) == (2, "")
    assert f"is {mine} before the command and {tmp_path} after it" in re.sub(r"\s+", " ", twice.err)
    assert run("--data", mine, "--data", str(tmp_path), "check").code == 2
    assert run("check", mine, "--data", str(tmp_path)).code == 2
    assert run("check", mine, "--data", mine).code == 0


def test_what_is_said_goes_before_what_is_set(
    mine: str, tmp_path: Path, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MBC_DATA", str(tmp_path / "nowhere"))
    assert run("check").code == 3
    for words in (
        ["check", mine],
        ["--data", mine, "check"],
        ["check", "--data", mine],
        ["--data", mine, "drug", "Zzzfoo"],
    ):
        assert run(*words).code == 0, words


def test_a_command_that_asks_no_data_says_so(mine: str, run: Callable[..., Ran]) -> None:
    ran = run("--data", mine, "schema", "data")
    assert (ran.code, ran.out) == (2, "")
    assert "mbc schema does not use --data: leave it out" in ran.err


def test_uris_are_those_of_paths() -> None:
    assert uri("my data/x.toml") == "my%20data/x.toml"


def test_an_entry_names_its_place(tmp_path: Path) -> None:
    file = DataFile("x.toml", 0, b"\n[a.b]\n", path=str(tmp_path / "x.toml"))
    with chdir(tmp_path):
        assert Entry(file, "a", "b").at == "x.toml:2"


def test_a_source_that_is_like_none_is_to_be_described(tmp_path: Path, run: Callable[..., Ran]) -> None:
    brand = '[brand.zzz]\nname = "Zzzera"\ndrugs = ["docetaxel"]\nsources = ["our-formulary: x"]\n'
    (tmp_path / "mine.toml").write_text(brand, "utf-8")
    out = run("check", str(tmp_path)).out
    assert "unknown source 'our-formulary'; describe it: mbc new source our-formulary" in out


def test_a_number_in_a_condition_is_to_be_quoted(tmp_path: Path, run: Callable[..., Ran]) -> None:
    said = '[statement.zzz]\ntreatment = { drug = "docetaxel" }\nsource = "acs-2019: x"\nwhen = { line = 1 }\n'
    (tmp_path / "mine.toml").write_text(f'{said}direction = "for"\nstrength = "may help"\nline = "any"\n', "utf-8")
    assert '1 is not understood; write it in quotes, "1"' in run("check", str(tmp_path)).out


def test_the_word_that_spoils_an_example_is_named(tmp_path: Path, run: Callable[..., Ran]) -> None:
    word = '[word.zzz-en]\ntexts = ["declined"]\nrole = "filler"\nlanguage = "en"\nexamples = ["{} Taxol"]\n'
    (tmp_path / "mine.toml").write_text(
        f'{word}gives = ["paclitaxel"]\nsources = ["general-knowledge: word"]\n', "utf-8"
    )
    assert "gives nothing because of 'declined' in word.declined-either-en" in run("check", str(tmp_path)).out
