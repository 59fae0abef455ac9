"""The package: the questions in Python give what the commands give, frozen, picklable, short to see."""

from __future__ import annotations

import ast
import doctest
import inspect
import json
import pickle
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import mbc_cli as mbc
from mbc_cli.annotate.annotation import COLUMNS
from mbc_cli.api import reference

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Ran

    from mbc_cli.api.answer import CommandAnswer

ASKED: dict[str, tuple[Callable[[], CommandAnswer], list[str]]] = {
    "expand": (lambda: mbc.expand("AC-T"), ["expand", "AC-T"]),
    "expand a text": (lambda: mbc.expand("ddAC x4 then Taxol"), ["expand", "ddAC x4 then Taxol"]),
    "expand on a day": (
        lambda: mbc.expand("TCH", as_of="2016", region="US"),
        ["expand", "TCH", "--as-of", "2016", "--region", "US"],
    ),
    "drug": (lambda: mbc.drug("Phesgo"), ["drug", "Phesgo"]),
    "drug on a day": (
        lambda: mbc.drug("Avastin", as_of="2010", region="US"),
        ["drug", "Avastin", "--as-of", "2010", "--region", "US"],
    ),
    "class": (lambda: mbc.drug_class("AI"), ["class", "AI"]),
    "every class": (mbc.drug_class, ["class"]),
    "regimens": (
        lambda: mbc.regimens("docetaxel", "Herceptin", exact=True),
        ["regimens", "--with", "docetaxel", "--with", "Herceptin", "--exact"],
    ),
    "every regimen": (mbc.regimens, ["regimens"]),
    "trials": (lambda: mbc.trials("Enhertu"), ["trials", "Enhertu"]),
    "every trial": (mbc.trials, ["trials"]),
    "search": (lambda: mbc.search("tax"), ["search", "tax"]),
    "options": (
        lambda: mbc.options(her2="pos", hr="neg", prior=["AC-T", "Herceptin"], tmb=12),
        ["options", "--her2", "pos", "--hr", "neg", "--prior", "AC-T", "--prior", "Herceptin", "--fact", "tmb=12"],
    ),
    "options of nothing before": (lambda: mbc.options(tnbc=True, prior=[]), ["options", "--tnbc", "--prior", "none"]),
    "options, why": (
        lambda: mbc.options(her2="pos", hr=None, why="Tukysa"),
        ["options", "--her2", "pos", "--why", "Tukysa"],
    ),
    "axes": (mbc.axes, ["options", "--axes"]),
    "code": (lambda: mbc.code("TCHP", dx="2012-11-30"), ["code", "TCHP", "--dx", "2012-11-30"]),
    "code values": (mbc.code_values, ["code", "--values"]),
    "sources": (mbc.sources, ["sources"]),
    "a source": (lambda: mbc.sources("acs-2019"), ["sources", "acs-2019"]),
    "conflicts": (lambda: mbc.conflicts("ribociclib"), ["conflicts", "ribociclib"]),
}


@pytest.fixture(params=ASKED)
def asked(request: pytest.FixtureRequest) -> tuple[CommandAnswer, list[str]]:
    ask, argv = ASKED[request.param]
    return ask(), argv


def test_every_question_is_asked() -> None:
    methods = {name for name, _ in inspect.getmembers(reference.Reference, inspect.isfunction) if name in mbc.__all__}
    called = {
        node.attr for node in ast.walk(ast.parse(Path(__file__).read_text("utf-8"))) if isinstance(node, ast.Attribute)
    }
    assert methods <= called


def test_to_dict_is_the_json_of_the_command(asked: tuple[CommandAnswer, list[str]], run: Callable[..., Ran]) -> None:
    answer, argv = asked
    assert answer.to_dict() == json.loads(run(*argv, "--format", "json").out)
    assert json.loads(json.dumps(answer.to_dict())) == answer.to_dict()


def test_str_is_what_the_command_prints(asked: tuple[CommandAnswer, list[str]], run: Callable[..., Ran]) -> None:
    answer, argv = asked
    assert str(answer) == run(*argv).out


def test_an_answer_is_short_and_has_a_table_in_a_notebook(asked: tuple[CommandAnswer, list[str]]) -> None:
    answer, _ = asked
    assert repr(answer).startswith(f"<{type(answer).__name__}")
    assert len(repr(answer)) < 600
    assert "\n" not in repr(answer)
    html = answer._repr_html_()
    assert html.startswith("<div class='mbc'>")
    for tag in ("div", "table", "tr", "ul", "li", "p", "h4", "td", "th"):
        assert html.count(f"<{tag}>") + html.count(f"<{tag} ") == html.count(f"</{tag}>"), tag


def test_html_escapes_what_the_data_says(tmp_path: Path) -> None:
    source = '[source.s]\ntitle = "t"\npublisher = "p"\nkind = "list"\nregion = "US"\nlicence = "not stated"\ndate = "2020"\n'
    (tmp_path / "own.toml").write_text(
        source + "[brand.x]\nname = '<b>X</b>'\ndrugs = ['docetaxel']\nnote = '<i>'\nsources = ['s: here']\n"
    )
    html = mbc.load(tmp_path).drug("<b>X</b>")._repr_html_()
    assert "&lt;b&gt;X&lt;/b&gt;" in html
    assert "<b>" not in html


# --- what is not found, and what cannot be meant -----------------------------------------------------------------


def test_what_is_not_found_says_what_is_near() -> None:
    with pytest.raises(mbc.NotFoundError, match="did you mean lapatinib or apatinib") as error:
        mbc.drug("lapatanib")
    assert [suggestion.name for suggestion in error.value.near] == ["lapatinib", "apatinib"]
    assert pickle.loads(pickle.dumps(error.value)).near == error.value.near
    assert isinstance(error.value, mbc.MbcError)


@pytest.mark.parametrize(
    ("ask", "error", "message"),
    [
        (lambda: mbc.expand("XCE"), mbc.NotFoundError, "its letters could mean"),
        (lambda: mbc.drug("Alimta"), mbc.NotFoundError, "pemetrexed, a medicine outside"),
        (lambda: mbc.sources("acs-2018"), mbc.NotFoundError, "did you mean acs-2019"),
        (lambda: mbc.options(why="xyzzyplugh"), mbc.NotFoundError, "no source names"),
        (lambda: mbc.expand(""), mbc.UsageError, "empty"),
        (lambda: mbc.drug(" "), mbc.UsageError, "empty"),
        (lambda: mbc.options(her3="pos"), mbc.UsageError, "no axis 'her3'"),
        (lambda: mbc.options(her2="maybe"), mbc.UsageError, "her2"),
        (lambda: mbc.drug("Taxol", region="FR"), mbc.UsageError, "US, EU"),
        (lambda: mbc.code("TCHP", dx="soon"), mbc.UsageError, "2013-06-30"),
        (lambda: mbc.annotate(None), mbc.UsageError, "give a list or a Series"),
        (lambda: mbc.annotate({"a": "TCH"}), mbc.UsageError, "dict is not a column"),
        (lambda: mbc.annotate({"TCH"}), mbc.UsageError, "set is not a column"),
        (lambda: mbc.annotate(["TCH", b"TCH"]), mbc.UsageError, "item 1 is bytes"),
        (lambda: mbc.annotate([["TCH", "AC"]]), mbc.UsageError, "item 0 is list"),
        (lambda: mbc.annotate([True]), mbc.UsageError, "item 0 is bool"),
        (lambda: mbc.expand(5), mbc.UsageError, "5 is int: give a text"),  # type: ignore[arg-type]
        (lambda: mbc.options(why=5), mbc.UsageError, "give a text"),  # type: ignore[arg-type]
        (lambda: mbc.drug("Taxol", as_of=""), mbc.UsageError, "--as-of is empty"),
        (lambda: mbc.regimens("TCH", exact=True, within=True), mbc.UsageError, "use exact or within, not both"),
        (lambda: mbc.regimens(exact=True), mbc.UsageError, "name it"),
        (lambda: mbc.load("nowhere"), mbc.InputError, "no such directory"),
    ],
)
def test_errors_say_what_to_do(ask: Callable[[], Any], error: type[mbc.MbcError], message: str) -> None:
    with pytest.raises(error, match=message):
        ask()


def test_a_date_of_python_is_a_date() -> None:
    assert mbc.code("trastuzumab", dx=date(2012, 11, 30)).codes == mbc.code("trastuzumab", dx="2012-11-30").codes
    assert mbc.drug("Avastin", as_of=datetime(2010, 6, 30, 12)).to_dict()["as_of"] == "2010-06-30"


# --- columns -----------------------------------------------------------------------------------------------------

TEXTS = ["ddAC x4 -> wkly Taxol", "TCH", "", "xyzzyplugh", "adrimicin+cyclophosphamide"]


def test_a_list_gives_a_list() -> None:
    found = mbc.annotate([*TEXTS, None, float("nan")])
    assert [item.status for item in found] == ["exact", "exact", "empty", "unknown", "corrected", "empty", "empty"]
    assert mbc.annotate([]) == []
    assert mbc.annotate(text for text in TEXTS) == found[:5]
    assert mbc.annotate([5, 2.5]) == mbc.annotate(["5", "2.5"])


def test_a_polars_series_gives_a_polars_frame() -> None:
    pl = pytest.importorskip("polars")
    found = mbc.annotate(pl.Series("drug", [*TEXTS, None]))
    assert found.columns == list(COLUMNS)
    assert found["mbc_drugs"].to_list() == [item.drugs for item in mbc.annotate([*TEXTS, None])]
    assert mbc.annotate(pl.Series("drug", [], pl.String)).shape == (0, len(COLUMNS))


def test_a_table_is_not_a_column() -> None:
    pl, np = pytest.importorskip("polars"), pytest.importorskip("numpy")
    for table in (pl.DataFrame({"t": ["TCH"]}), np.array([["TCH", "AC"]]), np.array("TCH")):
        with pytest.raises(mbc.UsageError, match="is not a column"):
            mbc.annotate(table)
    assert mbc.annotate(np.array(["TCH"]))[0].status == "exact"


def test_a_pandas_series_gives_a_pandas_frame_with_its_index() -> None:
    pd = pytest.importorskip("pandas")
    series = pd.Series([*TEXTS, None, float("nan"), pd.NA], index=range(10, 18))
    found = mbc.annotate(series)
    assert list(found.index) == list(range(10, 18))
    assert list(found.columns) == list(COLUMNS)
    assert list(found["mbc_status"])[-3:] == ["empty"] * 3
    assert list(found["mbc_drugs"])[:5] == [item.drugs for item in mbc.annotate(TEXTS)]


def test_an_arrow_array_gives_a_record_batch() -> None:
    pa = pytest.importorskip("pyarrow")
    for array in (
        pa.array([*TEXTS, None]),
        pa.chunked_array([TEXTS, [None]]),
        pa.array([*TEXTS, None]).dictionary_encode(),
    ):
        found = mbc.annotate(array)
        assert found.column("mbc_drugs").to_pylist() == [item.drugs for item in mbc.annotate([*TEXTS, None])]


# --- the names of the package ------------------------------------------------------------------------------------


def test_importing_the_package_loads_nothing_else() -> None:
    code = "import sys, mbc_cli; print(sorted(name for name in sys.modules if name.startswith('mbc_cli.')))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_every_public_name_is_there_and_no_other() -> None:
    assert all(getattr(mbc, name) for name in mbc.__all__)
    assert set(mbc.__all__) <= set(dir(mbc))
    with pytest.raises(AttributeError, match="no attribute 'expnd'"):
        mbc.expnd  # noqa: B018


def test_a_folder_does_not_take_the_place_of_a_question() -> None:
    code = (
        "import mbc_cli.options.verdicts, mbc_cli.annotate.annotator, mbc_cli as mbc\n"
        "from mbc_cli.annotate import annotation\n"
        "print(mbc.annotate(['TCH'])[0].status, annotation.COLUMNS[0], callable(mbc.options))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "exact mbc_drugs True\n"


@pytest.mark.parametrize("module", [mbc, reference], ids=lambda module: module.__name__)
def test_the_examples_of_docstrings_are_true(module: Any) -> None:
    failed, tried = doctest.testmod(module, extraglobs={"mbc": mbc}, optionflags=doctest.ELLIPSIS)
    assert tried
    assert failed == 0


def test_every_question_has_an_example() -> None:
    without = {"axes", "code_values", "sources", "conflicts"}
    for name in set(mbc.__all__) - without:
        if inspect.isfunction(found := getattr(reference.Reference, name, None)):
            assert ">>> " in inspect.getdoc(found), name


def test_an_answer_is_frozen_and_comes_back_from_a_pickle(asked: tuple[CommandAnswer, list[str]]) -> None:
    answer, _ = asked
    with pytest.raises(AttributeError):
        answer.query = "something else"  # type: ignore[misc]
    again = pickle.loads(pickle.dumps(answer))
    assert again == answer
    assert hash(again) == hash(answer)
    assert answer != mbc.expand("TC")


def test_a_reference_comes_back_from_a_pickle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert pickle.loads(pickle.dumps(mbc.load())) is mbc.load()
    (tmp_path / "own.toml").write_text(
        "[brand.barfoo]\nname = 'Barfoo'\ndrugs = ['docetaxel']\nsources = ['acs-2019: here']\n"
    )
    monkeypatch.chdir(tmp_path.parent)
    kept = pickle.dumps(mbc.load(tmp_path.name))
    monkeypatch.chdir("/")
    own = pickle.loads(kept)
    assert own.drug("Barfoo").drugs == ("docetaxel",)
    assert repr(own) == repr(mbc.load()) == f"<mbc reference, data of {mbc.load().book.version}>"


def test_a_drug_has_its_classes_from_the_nearest_to_the_root() -> None:
    assert mbc.drug("Enhertu").classes == ("her2-adc", "anti-her2", "targeted-therapy", "antibody-drug-conjugate")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Ziihera", "is zanidatamab, a medicine outside this vocabulary"),
        ("zanidatamab", "^'zanidatamab' is a medicine outside this vocabulary"),
        ("Estraderm", "is a product of estradiol, but not a brand in this vocabulary \\(see mbc drug estradiol\\)"),
        ("on hold", "a word that the reading of texts knows: chart-held \\(stopped\\)"),
        ("xyzzyplugh", "nothing contains"),
    ],
)
def test_a_search_says_what_a_text_is_that_no_entry_has(text: str, what: str) -> None:
    with pytest.raises(mbc.NotFoundError, match=what):
        mbc.search(text)


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("zoladex 10.8", "10.8: not looked at, this reference has no doses"),
        ("letrozole 2.5mg", "2.5mg: not looked at, this reference has no doses"),
        ("5-FU 500 mg", "500 mg: not looked at, this reference has no doses"),
        ("5-FU vs capecitabine", ""),
    ],
)
def test_a_dose_beside_a_drug_is_said_to_be_left_aside(text: str, remark: str) -> None:
    assert mbc.drug(text).remark == remark


@pytest.mark.parametrize("code", ["ONC-B12", "onc-b99", "her-p04"])
def test_the_code_of_a_protocol_is_not_read_letter_by_letter(code: str) -> None:
    with pytest.raises(mbc.NotFoundError, match=f"not a known protocol: --data DIR .* mbc new protocol {code}"):
        mbc.expand(code)
    assert mbc.annotate(f"{code} c2").status == "unknown"  # her-p04 would be a word and a dose


@pytest.mark.parametrize(
    ("text", "drugs", "compared"),
    [
        ("Herceptin SC", ("trastuzumab", "trastuzumab-and-hyaluronidase"), True),
        ("trastuzumab s.c.", ("trastuzumab", "trastuzumab-and-hyaluronidase"), True),
        ("Herceptin iv", ("trastuzumab",), False),
        ("Phesgo SC", ("pertuzumab-trastuzumab-and-hyaluronidase", "pertuzumab", "trastuzumab"), False),
    ],
)
def test_the_product_for_use_under_the_skin_comes_beside_its_drug(
    text: str, drugs: tuple[str, ...], compared: bool
) -> None:
    found = mbc.drug(text)
    assert (found.drugs, found.compared) == (drugs, compared)


def test_one_text_and_a_column_of_a_frame_are_annotated() -> None:
    pl = pytest.importorskip("polars")
    assert mbc.annotate("TCHP") == mbc.annotate(["TCHP"])[0]
    frame = pl.DataFrame({"id": [1], "drug": ["TCHP"]})
    assert mbc.annotate(frame, column="drug").equals(frame.hstack(mbc.annotate(frame["drug"])))


def test_a_frame_with_a_column_comes_back_with_the_annotation_beside_its_own() -> None:
    pd, pa = pytest.importorskip("pandas"), pytest.importorskip("pyarrow")
    frame = pd.DataFrame({"id": [1, 2], "drug": ["TCHP", None]}, index=[7, 7])
    found = mbc.annotate(frame, column="drug")
    assert list(found.index) == [7, 7]
    assert list(found.columns) == ["id", "drug", *COLUMNS]
    assert found["mbc_status"].tolist() == ["exact", "empty"]
    table = pa.table({"id": [1], "drug": ["TCHP"]})
    assert mbc.annotate(table, column="drug").column_names == ["id", "drug", *COLUMNS]


@pytest.mark.parametrize(
    ("frame", "column", "said"),
    [
        ({"drug": ["TCHP"]}, "regimen", "regimen"),
        ({"drug": ["TCHP"], "mbc_drugs": [""]}, "drug", "mbc_drugs"),
    ],
)
def test_a_column_that_is_not_there_or_would_be_there_twice_is_wrong_usage(
    frame: dict[str, list[str]], column: str, said: str
) -> None:
    pd = pytest.importorskip("pandas")
    with pytest.raises(mbc.UsageError, match=said):
        mbc.annotate(pd.DataFrame(frame), column=column)


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: mbc.drug("Herceptin").brand, r"it is in \.to_dict\(\)\['results'\]\[0\]\['brands'\]"),
        (lambda: mbc.expand("TCH").to_frame(), r"pandas\.DataFrame\(answer\.to_dict\(\)\['results'\]\)"),
        (lambda: mbc.drug("Enhertu").drug_class, r"it has \.drugs, \.classes, \.codes; pandas\.DataFrame"),
        (lambda: mbc.drugs, r"did you mean mbc_cli\.drug\(\)\?"),
        (lambda: mbc.normalize, r"did you mean mbc_cli\.annotate\(\)\?"),
    ],
)
def test_an_attribute_that_is_not_there_says_where_to_look(ask: Callable[[], Any], said: str) -> None:
    with pytest.raises(AttributeError, match=said):
        ask()
