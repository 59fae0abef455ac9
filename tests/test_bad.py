"""Every complaint about data has a broken file in `bad/`, which opens with the lines that `mbc check` must print."""

from __future__ import annotations

import ast
import copy
import inspect
import re
import shutil
from contextlib import chdir
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mbc_cli
from mbc_cli.book import condition_readers, declared, errors, medicines, names, problems, readers, table, texts
from mbc_cli.store import (
    checking,
    checks,
    compiler,
    condition_checks,
    date_checks,
    extending,
    fault,
    label_checks,
    layers,
    load,
    registry_checks,
    word_checks,
    wording_checks,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

    from conftest import Ran

BAD = Path(__file__).parent / "bad"
SOUND = BAD / "sound"
FILES = sorted(BAD.glob("*.toml"))
SHOWN_BELOW = (re.escape("cannot be read"),)
"""How complaints begin that no file of a checkout can bring about."""
COMPLAINERS = {"complain": 1, "lack": 1, "problem": 1, "complaint": 2, "Problem": 4, "Fault": 2}
"""Functions that make a complaint, and which argument says what is wrong."""


def demanded(file: Path) -> list[str]:
    """The lines that a broken file says it must produce: the comments before its first empty line."""
    head = file.read_bytes().partition(b"\n\n")[0].decode()
    return [line.removeprefix("# ") for line in head.splitlines()]


def laid_out(file: Path, folder: Path) -> Path:
    """A directory of data: the sound book and one broken file."""
    data = folder / "data"
    data.mkdir()
    shutil.copy(SOUND / "book.toml", data)
    shutil.copy(file, data)
    return data


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[problems.Problem]]:
    """What `check` says of each broken file to a person who stands beside the directory of data."""

    def checked(folder: Path, file: Path) -> list[problems.Problem]:
        with chdir(folder):
            return load.check(laid_out(file, folder))[0]

    return {file.stem: checked(tmp_path_factory.mktemp("bad"), file) for file in FILES}


def test_the_sound_book_is_sound() -> None:
    assert load.check(SOUND)[0] == []


def test_the_shipped_data_is_sound() -> None:
    assert [str(problem) for problem in load.check()[0]] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_broken_file(file: Path, said: dict[str, list[problems.Problem]]) -> None:
    assert [str(problem) for problem in said[file.stem]] == demanded(file)


# --- completeness ------------------------------------------------------------------------------------------------


def complaints(module: ModuleType) -> Iterator[tuple[str, str]]:
    """Each function that complains and a pattern of what it says, read off the source."""
    for function in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(function, ast.FunctionDef):
            for call in ast.walk(function):
                if isinstance(call, ast.Call) and (at := COMPLAINERS.get(called(call))) and len(call.args) > at:
                    state = "is .*; " if called(call) == "lack" else ""
                    yield from ((function.name, f"{state}{found}") for found in patterns(call.args[at], function))
                if module is texts and isinstance(call, ast.Yield) and call.value:
                    yield from ((function.name, pattern) for pattern in patterns(call.value, function))


def called(call: ast.Call) -> str:
    """The bare name of what is called."""
    return getattr(call.func, "attr", "") or getattr(call.func, "id", "")


def patterns(what: ast.expr, function: ast.FunctionDef) -> Iterator[str]:
    """A text, an f-string, or a variable that was given one; each way of an `if` in it."""
    match what:
        case ast.Constant(str(text)):
            yield re.escape(text)
        case ast.JoinedStr(parts):
            yield "".join(re.escape(p.value) if isinstance(p, ast.Constant) else ".*" for p in parts)
        case ast.IfExp(_, yes, no):
            yield from (*patterns(yes, function), *patterns(no, function))
        case ast.Name(name):
            for found in ast.walk(function):
                if isinstance(found, ast.Assign) and any(getattr(t, "id", "") == name for t in found.targets):
                    yield from patterns(found.value, function)


MODULES = (
    table,
    texts,
    declared,
    condition_readers,
    readers,
    layers,
    extending,
    checks,
    condition_checks,
    date_checks,
    label_checks,
    registry_checks,
    word_checks,
    wording_checks,
)
EVERY_COMPLAINT = [(module.__name__, *found) for module in MODULES for found in complaints(module)]
IN_FILES = [found for found in EVERY_COMPLAINT if not found[2].startswith(SHOWN_BELOW)]


def test_no_other_module_complains() -> None:
    making = re.compile(r"\.(?:complain|complaint|problem)\(|(?<!class )\b(?:Problem|Fault)\(")
    files = Path(mbc_cli.__file__).parent.rglob("*.py")
    found = {str(file) for file in files if making.search(file.read_text("utf-8"))}
    passing_on = {problems.__file__, fault.__file__}
    assert found == {module.__file__ for module in (*MODULES, medicines) if module is not texts} | passing_on


def test_the_scan_of_the_source_sees_complaints() -> None:
    functions = {name for _, name, _ in EVERY_COMPLAINT}
    assert {"finish", "citation", "read", "_parsed", "out_of_order", "faults", "odd_signs"} <= functions
    assert {check.__name__ for stage in checks.EVERY_STAGE for check in stage} <= functions


@pytest.mark.parametrize(("module", "function", "pattern"), IN_FILES)
def test_every_complaint_has_a_broken_file(
    module: str, function: str, pattern: str, said: dict[str, list[problems.Problem]]
) -> None:
    whats = [problem.what for found in said.values() for problem in found]
    assert any(re.fullmatch(pattern, what) for what in whats), f"{module}.{function} says it, no file in tests/bad does"


def test_every_check_fires(said: dict[str, list[problems.Problem]], tmp_path_factory: pytest.TempPathFactory) -> None:
    fired: set[str] = set()

    def watched(check: Callable[..., Any]) -> Callable[..., Any]:
        def watching(*given: Any) -> list[Any]:
            found = list(check(*given))
            fired.update([check.__name__] if found else [])
            return found

        return watching

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checks, "EVERY_STAGE", tuple(tuple(map(watched, stage)) for stage in checks.EVERY_STAGE))
        patch.setattr(checking, "LAST", (checks.drugs_without_a_category, watched(checks.out_of_order)))
        for file in FILES:
            load.check(laid_out(file, tmp_path_factory.mktemp("watched")))
    assert {check.__name__ for stage in checks.EVERY_STAGE for check in stage} | {"out_of_order"} == fired


@pytest.mark.parametrize("remedy", ["did you mean '", "write one of ", "correct the name"])
def test_every_remedy_is_given(remedy: str, said: dict[str, list[problems.Problem]]) -> None:
    assert any(remedy in problem.what for found in said.values() for problem in found)


# --- what no file of a checkout can show -------------------------------------------------------------------------


def test_unreadable_file(tmp_path: Path) -> None:
    (tmp_path / "gone.toml").symlink_to(tmp_path / "nowhere")
    _, _, found = layers.read(layers.files_of([tmp_path]))
    assert [problem.what for problem in found] == ["cannot be read (No such file or directory): fix its permissions"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("name\tingredient\n", "1:1: header is 'name\\tingredient'; write 'name\\tingredient\\tsource\\tuse'"),
        (
            f"{medicines.TSV_HEADER}\nalimta\tpemetrexed\n",
            "2:1: line does not have four cells; write name, ingredient, source, use",
        ),
        (
            f"{medicines.TSV_HEADER}\nalimta\t\tINN\tother\n",
            "2:1: line does not have four cells; write name, ingredient, source, use",
        ),
        (
            f"{medicines.TSV_HEADER}\nalimta\tpemetrexed\tINN\tcancer\n",
            "2:23: use is 'cancer'; write one of anticancer, double use, other",
        ),
    ],
)
def test_broken_list_of_other_medicines(text: str, problem: str, tmp_path: Path) -> None:
    file = tmp_path / "other_drugs.tsv"
    file.write_text(text, "utf-8")
    with pytest.raises(errors.DataError) as caught:
        medicines.read_others(file)
    assert str(caught.value).splitlines() == ["1 problem in the data:", f"{problems.nearby(str(file))}:{problem}"]


@pytest.mark.parametrize(
    "text",
    ["TNFα, interferon-β, TGF-β1", "5 µg, 5 μg, β2", "ΔF508", "HER2阳性", "パクリタキセル注", "паклитаксел и AC", "ácido", "l’été", "χ²"],
)  # fmt: skip
def test_a_text_that_can_be_meant(text: str) -> None:
    assert list(texts.faults("name", text)) == []


@pytest.mark.parametrize("text", ["ТСH", "TPΝ", "ＴPD", "𝐓PD", "Аlimta", "Τaxol", "Tах́ol", "ta️xol", "ta󠁁xol", "taxol"])
def test_a_text_that_cannot_be_meant(text: str) -> None:
    assert list(texts.faults("name", text))


def test_the_names_of_other_medicines_are_texts_that_can_be_meant() -> None:
    lines = (load.shipped() / "other_drugs.tsv").read_text("utf-8").splitlines()
    cells = [cell for line in lines for cell in line.split("\t")]
    assert [fault for cell in cells for fault in texts.faults("name", cell)] == []


@pytest.mark.slow
def test_what_began_by_today_is_no_future_whatever_the_clock_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(date_checks, "this_day", lambda: "1970-01-01")
    assert load.check()[0] == []


# --- broken data gives no answer ---------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_problem_is_told_at_its_place(
    file: Path, tmp_path: Path, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = laid_out(file, tmp_path)
    monkeypatch.chdir(tmp_path)
    ran = run("check", str(data))
    lines = demanded(file)
    assert (ran.code, ran.out.splitlines()) == (3, [names.clean(line) for line in lines])
    assert ran.err.startswith(f"mbc: {len(lines)} problem{'s' * (len(lines) > 1)} in the data")


ASKED = ("syntax", "wrong-type", "class-circle", "no-such-entry", "example-untrue", "wording-not-read")
"""Broken files that are found out at different stages, to be asked something: laid over the shipped data, each takes
seconds, and the way from a problem to the refusal is the same for all."""


@pytest.mark.slow
@pytest.mark.parametrize("stem", ASKED)
def test_no_answer_from_broken_data(stem: str, tmp_path: Path, run: Callable[..., Ran]) -> None:
    file = next(file for file in FILES if file.stem == stem)
    asked = run("expand", "TCH", "--data", str(laid_out(file, tmp_path)))
    assert (asked.code, asked.out) == (3, "")


def test_broken_overlay_gives_no_answer(tmp_path: Path, run: Callable[..., Ran]) -> None:
    (tmp_path / "mine.toml").write_text('[brand.foo]\nname = "Foo"\ndrugs = ["docetaxol"]\nsources = []\n', "utf-8")
    ran = run("expand", "TCH", "--data", str(tmp_path))
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith("mbc: 2 problems in the data:\n")
    assert "brand.foo.drugs: unknown drug 'docetaxol'; did you mean 'docetaxel'?" in ran.err
    assert f"{problems.nearby(str(tmp_path / 'mine.toml'))}:4:1: brand.foo.sources is empty" in ran.err


ANY_VALUE = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.dates()
    | st.text(max_size=8)
    | st.sampled_from(["her2"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def places(tree: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths to every value inside the entries of a parsed book."""
    for key, value in tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ():
        if len(path) >= 2:
            yield (*path, key)
        yield from places(value, (*path, key))


RAW, ENTRIES, _ = layers.read(layers.files_of([SOUND]))
PLACES = sorted(places(RAW), key=str)


@settings(max_examples=300, deadline=None)
@given(where=st.sampled_from(PLACES), value=ANY_VALUE, drop=st.booleans())
def test_data_broken_anywhere_is_a_problem_and_never_a_crash(where: tuple[Any, ...], value: Any, drop: bool) -> None:
    raw = copy.deepcopy(RAW)
    *way, last = where
    inside: Any = raw
    for key in way:
        inside = inside[key]
    if drop or value is None:
        del inside[last]
    else:
        inside[last] = value
    wrong: list[problems.Problem] = []
    book = compiler.built(raw, ENTRIES, wrong)
    whole = checking.Laid(book, raw, ENTRIES, wrong)
    found = [*wrong, *checking.between(whole, lambda *_: whole, checks.EVERY_STAGE)]
    assert all(problem.line > 0 and problem.what for problem in found)
