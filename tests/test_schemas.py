"""What follows from a declaration: the reader, the JSON of an answer, the schemas of the data and of the answers, and the manual."""

from __future__ import annotations

import json
import runpy
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal

import pytest
import tomli
from jsonschema import Draft202012Validator

from mbc_cli.book.data_schema import data_schema
from mbc_cli.book.declared import fields_of, read_record, shape_of, written_schema
from mbc_cli.book.fields import Declared, key
from mbc_cli.book.model import RECORD_KINDS, Citation, Drug, Sourced
from mbc_cli.book.problems import DataFile, Entry, Problem
from mbc_cli.book.table import Table
from mbc_cli.cli.known import COMMANDS
from mbc_cli.show import answers_schema
from mbc_cli.show.answers import Shown, computed
from mbc_cli.store import compiler, layers, load

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Ran

    from mbc_cli.book.shapes import Date, Id

BAD = Path(__file__).parent / "bad"
PUBLISHED = load.shipped().parent / "mbc_cli" / "schema.json"
MAN = load.shipped().parent / "man"
BEYOND_A_SCHEMA = {
    "axis-with-the-id-of-a-word",
    "extends-what-it-is",
    "flag-of-another-axis",
    "no-such-day",
    "risky-form-not-written",
    "text-not-composed",
    "text-not-seen",
    "text-of-two-alphabets",
    "text-padded",
    "text-too-long",
    "unsourced-form-not-written",
}
"""Broken files of an entry whose faults lie between its keys, in the calendar or in the letters of a text."""


# --- a new kind, a new field -------------------------------------------------------------------------------------


class Arm(Declared):
    """A group of a trial."""

    name: str
    size: Literal["small", "large"] = "small"


class Trial(Sourced):
    """A trial that no book has."""

    kind: ClassVar[str] = "trial"
    name: str
    stage: Literal["one", "two"] = key("phase", help="How far it is.")
    begun: Date = key("from", default="")
    drugs: tuple[Id, ...] = key(default=(), unless="observed")
    arms: tuple[Arm, ...] = ()
    largest: Arm | None = None
    observed: bool = key(default=False, shown=False)
    note: str = key(default="", shown="remark")


class ColouredDrug(Drug):
    """A drug with one plain field more."""

    colour: Literal["red", "clear"] | Literal[""] = key(default="", help="Of the solution.")


class TrialListed(Shown, of=Trial, kind="trial"):
    """A trial as an answer has it."""

    arms: tuple[str, ...]
    open: bool = computed(after="name", help="Whether it takes patients.")


def was_read(cls: type[Any], text: str) -> tuple[Any, list[str]]:
    """The record of a TOML table, and what is said of it."""
    problems: list[Problem] = []
    table = Table(tomli.loads(text), Entry(DataFile("x.toml", 0, text.encode()), cls.kind, "x"), problems)
    found = read_record(cls, table, id="x")
    table.finish()
    return found, sorted(f"{problem.key}: {problem.what}" for problem in problems)


SOUND = """
name = "A"
phase = "two"
from = 2019-12-23
drugs = ["docetaxel"]
arms = [{ name = "control", size = "large" }]
largest = { name = "control" }
sources = ["guide: page 1"]
"""


def test_a_declaration_is_read() -> None:
    found, said = was_read(Trial, SOUND)
    assert said == []
    assert found == Trial(
        id="x",
        name="A",
        stage="two",
        begun="2019-12-23",
        drugs=("docetaxel",),
        arms=(Arm(name="control", size="large"),),
        largest=Arm(name="control"),
        sources=(Citation("guide", "page 1"),),
    )


def test_every_fault_against_a_declaration_is_told_at_once() -> None:
    _, said = was_read(Trial, 'phase = "too"\nfrom = "May"\narms = [{ size = "huge", nme = "x" }]\nnotes = "x"\n')
    assert said == [
        "trial.x.arms.nme: is not a known key; did you mean 'name'?",
        "trial.x.arms.size: is 'huge'; write one of large, small",
        "trial.x.drugs: is missing; write at least one",
        'trial.x.from: is \'May\'; write a date such as 2019-12-23, "2019-12" or "2019"',
        "trial.x.name: is missing; write a text",
        "trial.x.notes: is not a known key; did you mean 'note'?",
        "trial.x.phase: is 'too'; did you mean 'two'?",
        "trial.x.sources: is missing; write at least one",
    ]
    _, said = was_read(Trial, f"{SOUND.replace('drugs', '# ')}observed = true\n")
    assert said == []
    _, said = was_read(Trial, SOUND.replace('{ name = "control" }', "3"))
    assert said == ['trial.x.largest: is 3; write a table such as { key = "value" }']


def test_an_answer_has_the_declared_fields_and_the_computed_parts_in_order() -> None:
    found, _ = was_read(Trial, SOUND)
    assert list(TrialListed.made(found, {"open": True, "arms": ["control"]}).items()) == [
        ("kind", "trial"),
        ("id", "x"),
        ("name", "A"),
        ("open", True),
        ("phase", "two"),
        ("from", "2019-12-23"),
        ("drugs", ["docetaxel"]),
        ("arms", ["control"]),
        ("largest", {"name": "control", "size": "small"}),
        ("remark", None),
        ("sources", [{"id": "guide", "where": "page 1"}]),
    ]


@pytest.mark.parametrize(("given", "said"), [({"arms": []}, "open"), ({"arms": [], "open": True, "y": 1}, "y")])
def test_an_answer_is_made_of_just_what_is_declared(given: dict[str, Any], said: str) -> None:
    found, _ = was_read(Trial, SOUND)
    with pytest.raises(TypeError, match=f"TrialListed: {said} is not as declared"):
        TrialListed.made(found, given)


def test_both_schemas_know_the_declaration() -> None:
    found, _ = was_read(Trial, SOUND)
    answered = answers_schema.answer_schema(TrialListed)
    whole = {**answered, "$defs": answers_schema.answers_schema()["$defs"]}
    answer = json.loads(json.dumps(TrialListed.made(found, {"open": True, "arms": ["control"]})))
    assert Draft202012Validator(whole).is_valid(answer)
    for fault in ({"phase": "three"}, {"remark": ""}, {"largest": {"name": "x"}}, {"open": None}, {"observed": True}):
        assert not Draft202012Validator(whole).is_valid(answer | fault), fault
    assert answered["properties"]["open"]["description"] == "Whether it takes patients."
    written = Draft202012Validator(written_schema(Trial, "id"))
    data = plainly(tomli.loads(SOUND))
    assert written.is_valid(data)
    for fault in ({"phase": "three"}, {"drugs": ["a", "a"]}, {"arms": [{}]}, {"name": " "}, {"y": 1}, {"sources": []}):
        assert not written.is_valid(data | fault), fault
    del data["drugs"]
    assert not written.is_valid(data)
    assert written.is_valid(data | {"observed": True})


def test_a_plain_field_needs_no_more_than_its_declaration() -> None:
    class ColouredCard(Shown, of=ColouredDrug, kind="drug"):
        """A card with the field."""

    text = 'name = "doxorubicin"\noutside = true\nsources = ["guide: page 1"]\n'
    found, said = was_read(ColouredDrug, f'{text}colour = "red"\n')
    assert (found.colour, said) == ("red", [])
    assert ColouredCard.made(found)["colour"] == "red"
    assert ColouredCard.made(was_read(ColouredDrug, text)[0])["colour"] is None
    assert was_read(ColouredDrug, f'{text}colour = "rde"\n')[1] == ["drug.x.colour: is 'rde'; did you mean 'red'?"]
    told = {"description": "Of the solution.", "enum": ["red", "clear"]}
    assert written_schema(ColouredDrug)["properties"]["colour"] == told
    shown = answers_schema.answer_schema(ColouredCard)["properties"]["colour"]
    assert shown == {**told, "enum": ["red", "clear", None]}


@pytest.mark.parametrize("of", [int, float, dict[str, str], tuple[tuple[str, ...], ...], str | int], ids=str)
def test_a_type_without_a_shape_is_refused(of: Any) -> None:
    with pytest.raises(TypeError, match="has no shape: give it a reader of its own"):
        shape_of(of)


def test_what_must_be_there_is_asked_for() -> None:
    class Program(Trial):
        """Parts that must be there."""

        kind: ClassVar[str] = "program"
        arms: tuple[Arm, ...]
        largest: Arm | None

    _, said = was_read(Program, 'name = "A"\nphase = "one"\nobserved = true\nsources = ["guide: page 1"]\n')
    assert said == [
        "program.x.arms: is missing; write at least one",
        "program.x.largest.name: is missing; write a text",
    ]
    assert {"arms", "largest"} <= set(written_schema(Program)["required"])
    assert written_schema(Program)["properties"]["arms"]["minItems"] == 1


@pytest.mark.parametrize("of", ["bool", "Mapping[str, str]"])
def test_what_can_be_left_out_has_a_default(of: str) -> None:
    undecided = type("Undecided", (Declared,), {"__annotations__": {"x": of}, "__module__": __name__})
    with pytest.raises(TypeError, match=r"Undecided\.x: a flag or a mapping can be left out: give it a default"):
        fields_of(undecided)


# --- the published schema of answers -----------------------------------------------------------------------------


def test_the_published_schema_is_what_the_declarations_say(request: pytest.FixtureRequest) -> None:
    """`pytest tests/test_schemas.py --bless` writes it anew."""
    if request.config.getoption("--bless"):
        PUBLISHED.write_text(answers_schema.written_out(), "utf-8")
    assert PUBLISHED.read_text("utf-8") == answers_schema.written_out()
    assert json.loads(answers_schema.written_out()) == answers_schema.answers_schema()


def test_a_schema_goes_into_a_file(run: Callable[..., Ran], tmp_path: Path) -> None:
    assert run("schema", "data", "-o", str(tmp_path / "s.json")).out == ""
    assert (tmp_path / "s.json").read_text("utf-8") == run("schema", "data").out


def test_the_manual_page_is_what_the_commands_say(request: pytest.FixtureRequest) -> None:
    """`pytest tests/test_schemas.py --bless` writes it anew."""
    made = runpy.run_path(str(MAN / "make.py"))["page"]()
    if request.config.getoption("--bless"):
        (MAN / "mbc.1").write_text(made, "utf-8")
    assert (MAN / "mbc.1").read_text("utf-8") == made
    for command in COMMANDS:
        assert f"\n.SS mbc {command} " in made


@pytest.mark.skipif(not shutil.which("groff"), reason="needs groff")
def test_the_manual_page_can_be_set() -> None:
    done = subprocess.run(
        ["groff", "-man", "-Tutf8", "-ww", "-K", "utf8", str(MAN / "mbc.1")], capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    assert "mbc annotate" in done.stdout


# --- the schema of data files ------------------------------------------------------------------------------------


def plainly(value: Any) -> Any:
    """Parsed TOML as JSON has it."""
    return json.loads(json.dumps(value, default=str))


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    """The schema of data files."""
    return data_schema()


@pytest.fixture(scope="module")
def linted(schema: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What the linter Tombi says, with the schema, of the shipped data and of every broken file, by file."""
    folder = tmp_path_factory.mktemp("linted")
    shutil.copytree(load.shipped(), folder / "shipped")
    shutil.copytree(BAD, folder / "bad")
    (folder / "schema.json").write_text(json.dumps(schema), "utf-8")
    (folder / "tombi.toml").write_text('[[schemas]]\npath = "schema.json"\ninclude = ["**/*.toml"]\n', "utf-8")
    out = folder / "said.json"
    tombi = Path(sys.executable).parent / "tombi"
    argv = [tombi, "lint", "--offline", "--diagnostics-format", "json", "--diagnostics-file", out, "shipped", "bad"]
    done = subprocess.run(argv, cwd=folder, capture_output=True, timeout=120, check=False)
    assert done.returncode == 1, done.stderr.decode()
    said: dict[str, list[str]] = {}
    for found in json.loads(out.read_text("utf-8")):
        said.setdefault(Path(found["path"]).as_posix(), []).append(found["message"])
    return said


def test_the_schema_of_data_is_a_schema_and_closed(schema: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(schema)
    assert list(schema["properties"]) == [kind.kind for kind in RECORD_KINDS]
    assert schema["additionalProperties"] is False


def test_sound_data_is_sound_for_an_editor_too(linted: dict[str, list[str]], schema: dict[str, Any]) -> None:
    assert {file: said for file, said in linted.items() if not file.startswith("bad/")} == {}
    assert "bad/sound/book.toml" not in linted
    for folder in (load.shipped(), BAD / "sound"):
        assert list(Draft202012Validator(schema).iter_errors(plainly(layers.read(layers.files_of([folder]))[0]))) == []


def faulty_alone(file: Path) -> bool:
    """Whether a broken file is faulty as it stands, whatever else is in the book."""
    raw, entries, problems = layers.read([layers.data_file(file, file.parent, 0)])
    compiler.built(raw, entries, problems)
    return any(problem.file.endswith(f"/{file.name}") for problem in problems)


@pytest.mark.parametrize("file", sorted(BAD.glob("*.toml")), ids=lambda file: file.stem)
def test_what_the_check_refuses_in_an_entry_an_editor_refuses(
    file: Path, linted: dict[str, list[str]], tmp_path: Path
) -> None:
    copy = Path(shutil.copy(file, tmp_path))
    if faulty_alone(copy):
        assert (f"bad/{file.name}" in linted) == (file.stem not in BEYOND_A_SCHEMA)


def test_every_declared_key_has_its_place_in_the_schema(schema: dict[str, Any]) -> None:
    for kind in RECORD_KINDS:
        entry = schema["properties"][kind.kind]["additionalProperties"]
        assert {field.toml for field in fields_of(kind)} - {"id"} <= set(entry["properties"]), kind
