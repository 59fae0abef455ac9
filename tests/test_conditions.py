"""Conditions within conditions: whether they hold, what they ask for, how they are written and worded."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mbc_cli.book import model
from mbc_cli.book.condition_readers import condition
from mbc_cli.book.errors import UsageError
from mbc_cli.book.model import Combined, EachBefore, Wanted
from mbc_cli.book.problems import DataFile, Entry
from mbc_cli.book.table import Choices, Table
from mbc_cli.options.conditions import asked_by, failure, grounds, truth_of
from mbc_cli.options.profile import profile_of
from mbc_cli.options.truth import Truth, all_of, any_of, negate
from mbc_cli.options.wording import reason, wanted_words
from mbc_cli.show.conditions_data import condition as written
from mbc_cli.store import load
from mbc_cli.store.condition_checks import instead_of_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mbc_cli.book.model import Condition
    from mbc_cli.options.conditions import Fact

BOOK = load.load()
NO, UNKNOWN, YES = Truth.NO, Truth.UNKNOWN, Truth.YES
STATED = {one.id: one.when for one in BOOK.statements.values() if one.when}
EITHER = [{"pik3ca": "mutated"}, {"akt1": "mutated"}, {"pten": "altered"}]
UNLESS: dict[str, Any] = {"each_before": ["anthracycline", "taxane"], "unless_unsuitable": True}
OLAPARIB: dict[str, Any] = {
    "her2": "negative",
    **UNLESS,
    "any": [
        {"hr": "negative"},
        {"hr": "positive", "any": [{"progressed-on": "hormone-therapy"}, {"unsuitable": "hormone-therapy"}]},
    ],
}


def read(value: Any) -> Condition:
    """A condition written as in the data; it must be without a problem."""
    problems: list[Any] = []
    entry = Entry(DataFile("test.toml", 0, b""), "statement", "test")
    found = condition(value, Table({}, entry, problems), "when")
    assert problems == []
    return found


def truth(value: Any, **facts: Any) -> Truth:
    """What a condition is for a profile of the data's form."""
    return truth_of(read(value), known(**facts))


def known(**facts: Any) -> Mapping[str, Fact]:
    """What is known from facts of the data's form."""
    return profile_of(BOOK, {name.replace("_", "-"): value for name, value in facts.items()}).facts


# --- whether it holds --------------------------------------------------------------------------------------------

HOLD: list[tuple[Any, dict[str, Any], Truth]] = [
    ({"any": EITHER}, {"akt1": "mutated"}, YES),
    ({"any": EITHER}, {"akt1": "wild-type"}, UNKNOWN),
    ({"any": EITHER}, {"akt1": "wild-type", "pik3ca": "wild-type", "pten": "intact"}, NO),
    ({"all": EITHER}, {"akt1": "wild-type"}, NO),
    ({"all": EITHER}, {"akt1": "mutated", "pik3ca": "mutated", "pten": "altered"}, YES),
    ({"none": EITHER}, {"akt1": "mutated"}, NO),
    ({"none": EITHER}, {"akt1": "wild-type", "pik3ca": "wild-type"}, UNKNOWN),
    ({"none": EITHER}, {"akt1": "wild-type", "pik3ca": "wild-type", "pten": "intact"}, YES),
    ({"none": [{"all": EITHER}]}, {"akt1": "wild-type"}, YES),
    (EITHER, {"pten": "altered"}, YES),
    (UNLESS, {"prior": ["doxorubicin", "docetaxel"]}, YES),
    (UNLESS, {"prior": ["docetaxel"]}, UNKNOWN),
    (UNLESS, {"prior": ["docetaxel"], "unsuitable": ["anthracycline"]}, YES),
    (UNLESS, {"prior": ["docetaxel"], "unsuitable": ["taxane"]}, NO),
    (UNLESS, {"prior": [], "unsuitable": ["anthracycline", "taxane"]}, YES),
    ({"each_before": ["anthracycline", "taxane"]}, {"prior": ["docetaxel"]}, NO),
    ({"each_before": ["anthracycline", "taxane"]}, {"prior": ["epirubicin", "paclitaxel"]}, YES),
    (OLAPARIB, {"her2": "negative", "hr": "negative", "prior": ["doxorubicin", "docetaxel"]}, YES),
    (OLAPARIB, {"her2": "negative", "hr": "positive", "prior": ["doxorubicin", "docetaxel"]}, UNKNOWN),
    (OLAPARIB, {"her2": "positive"}, NO),
]


@pytest.mark.parametrize(("value", "facts", "expected"), HOLD)
def test_a_condition_holds(value: Any, facts: dict[str, Any], expected: Truth) -> None:
    assert truth(value, **facts) == expected


def rows(found: Condition) -> list[tuple[Wanted, ...]]:
    """A condition without `none`, spelt out as rows of tests on axes, all of one row of which must hold."""
    match found:
        case Wanted():
            return [(found,)]
        case EachBefore(names, unless):
            axes = ("prior", "unsuitable") if unless else ("prior",)
            each = product(axes, repeat=len(names))
            return [tuple(Wanted(a, model.Test("any", (n,))) for a, n in zip(row, names, strict=True)) for row in each]
        case Combined("any", parts):
            return [row for part in parts for row in rows(part)]
        case Combined("all", parts):
            return [tuple(one for row in chosen for one in row) for chosen in product(*map(rows, parts))]
    raise AssertionError(found)


NESTED = {name: found for name, found in STATED.items() if not isinstance(found, Wanted)}
SPELT_OUT = {name: rows(found) for name, found in NESTED.items()}
MANY_WAYS = sorted(name for name, found in SPELT_OUT.items() if len(found) > 1)


def test_the_labels_that_took_twelve_rows_are_one_condition_each() -> None:
    assert {len(SPELT_OUT[name]) for name in ("ema-lynparza", "ema-herceptin-alone")} == {12}
    assert len(MANY_WAYS) > 60


def fact_for(leaf: Wanted) -> st.SearchStrategy[Any]:
    """A fact that a test may pass or fail."""
    axis = BOOK.axes[leaf.axis]
    if axis.form == "number":
        return st.integers(0, 14)
    others = ("docetaxel", "doxorubicin", "letrozole", "trastuzumab", "chemotherapy", "capecitabine")
    values = sorted({*leaf.test.values, *(others if axis.of_treatments else axis.values)})
    return (
        st.sampled_from(values) if axis.form == "value" else st.lists(st.sampled_from(values), max_size=3, unique=True)
    )


@st.composite
def asked_and_told(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A statement, and facts on some of the axes that it asks for."""
    name = draw(st.sampled_from(MANY_WAYS))
    return name, {leaf.axis: draw(fact_for(leaf)) for leaf in STATED[name].leaves() if draw(st.integers(0, 3))}


@settings(max_examples=500, deadline=None)
@given(asked_and_told())
def test_a_nested_condition_is_what_its_rows_are(drawn: tuple[str, dict[str, Any]]) -> None:
    name, told = drawn
    try:
        facts = profile_of(BOOK, told).facts
    except UsageError:
        return
    each = (all_of(truth_of(one, facts) for one in row) for row in SPELT_OUT[name])
    assert truth_of(STATED[name], facts) == any_of(each)


LEAVES = st.sampled_from(
    [read({"hr": "positive"}), read({"her2": "negative"}), read({"prior": "taxane"}), read(UNLESS)]
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.builds(
        Combined, st.sampled_from(["all", "any", "none"]), st.lists(inner, min_size=1, max_size=3).map(tuple)
    ),
    max_leaves=8,
)
TOLD = st.fixed_dictionaries(
    {},
    optional={
        "hr": st.sampled_from(["positive", "negative"]),
        "her2": st.sampled_from(["positive", "negative"]),
        "prior": st.lists(st.sampled_from(["docetaxel", "doxorubicin", "letrozole"]), max_size=2, unique=True),
        "unsuitable": st.lists(st.sampled_from(["taxane", "anthracycline"]), max_size=2, unique=True),
    },
)


@given(TREES, TOLD)
def test_what_is_open_asks_and_what_fails_has_a_reason(tree: Condition, told: dict[str, Any]) -> None:
    facts = profile_of(BOOK, told).facts
    found = truth_of(tree, facts)
    if found == UNKNOWN:
        ways = list(asked_by(tree, facts))
        assert ways
        assert all(way and {*way} <= {leaf.axis for leaf in tree.leaves()} for way in ways)
    if found == NO:
        failed = failure(tree, facts)
        assert all(truth_of(part, facts) == NO for part in failed)
        assert reason(BOOK, failed).startswith(("needs ", "not if "))
    if found == YES:
        assert all(leaf in [*tree.leaves()] for leaf in grounds(tree, facts))


@given(TREES, TOLD)
def test_none_is_what_any_is_not(tree: Condition, told: dict[str, Any]) -> None:
    facts = profile_of(BOOK, told).facts
    assert truth_of(Combined("none", (tree,)), facts) == negate(truth_of(tree, facts))


# --- what it asks for, and why it fails --------------------------------------------------------------------------


def ways(value: Any, **facts: Any) -> list[tuple[str, ...]]:
    """What a condition asks for, for each way in which it may come to hold."""
    return list(asked_by(read(value), known(**facts)))


def test_an_open_condition_asks_only_along_the_ways_that_are_open() -> None:
    assert ways({"any": EITHER}, akt1="wild-type") == [("pik3ca",), ("pten",)]
    assert ways({"none": EITHER}, akt1="wild-type") == [("pik3ca", "pten")]
    assert ways(UNLESS, prior=["docetaxel"]) == [("unsuitable",)]
    assert ways(OLAPARIB, her2="negative", hr="negative", unsuitable=[]) == [("prior",)]
    both = ways(OLAPARIB, her2="negative", hr="positive", prior=["doxorubicin", "docetaxel", "letrozole"])
    assert both == [("progressed-on",), ("unsuitable",)]


def why(value: Any, **facts: Any) -> str:
    """Why a condition does not hold, in words."""
    return reason(BOOK, failure(read(value), known(**facts)))


def test_a_condition_that_fails_says_what_it_needs() -> None:
    assert why({"any": EITHER}, akt1="wild-type", pik3ca="wild-type", pten="intact") == "needs PIK3CA-mutated"
    assert why({"none": EITHER}, akt1="mutated") == "not if AKT1-mutated"
    assert why({"none": [{"prior": {"none": ["taxane"]}}]}, prior=[]) == "needs prior taxane"
    assert why({"prior-systemic": {"min": 2}}, prior_systemic=0) == "needs at least 2 systemic therapies"
    assert why({"prior-chemotherapy": {"min": 1}}, prior_chemotherapy=0) == "needs at least 1 chemotherapy regimen"
    assert why({"none": [{"tmb": {"min": 10}}]}, tmb=12) == "not if tumour mutational burden at least 10"
    assert why(UNLESS, prior=["docetaxel"], unsuitable=[]) == "needs prior anthracycline"
    assert why(OLAPARIB, her2="positive") == "needs HER2-negative"


# --- how it is written and worded --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(STATED))
def test_a_condition_as_data_reads_as_the_same_condition(name: str) -> None:
    assert read(written(STATED[name])) == STATED[name]


def test_a_condition_as_data_is_written_as_in_toml() -> None:
    for value in (OLAPARIB, UNLESS, {"any": EITHER}, {"none": EITHER}, {"her2": ["positive", "negative.low"]}):
        assert written(read(value)) == value
    twice = {"all": [{"any": EITHER}, {"any": [{"hr": "positive"}, {"er": "positive"}]}]}
    assert written(read({"her2": "negative", **twice})) == {"all": [{"her2": "negative"}, *twice["all"]]}
    assert written(None) is None


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"her2": "positive", "prior": "taxane"}, "HER2-positive, prior taxane"),
        (
            [{"her2": "positive"}, {"hr": "positive", "menopause": "post"}],
            "HER2-positive; or HR-positive, postmenopausal",
        ),
        (
            {"hr": "positive", "any": EITHER},
            "HR-positive, (PIK3CA-mutated or AKT1-mutated or PTEN-altered)",
        ),
        ({"hr": "positive", "none": EITHER[:1]}, "HR-positive, not PIK3CA-mutated"),
        ({"none": EITHER[:2]}, "neither PIK3CA-mutated nor AKT1-mutated"),
        ({"each_before": ["anthracycline", "taxane"]}, "prior anthracycline and taxane"),
        (
            OLAPARIB,
            "HER2-negative, prior anthracycline and taxane (each unless unsuitable), (HR-negative, or HR-positive and "
            "(progression on hormone therapy or unsuitable for hormone therapy))",
        ),
    ],
)
def test_a_condition_in_words_can_be_read_in_one_way_only(value: Any, words: str) -> None:
    assert wanted_words(BOOK, read(value)) == words


def test_every_stated_condition_has_words_and_brackets_that_match() -> None:
    def depths(text: str) -> Iterator[int]:
        depth = 0
        for sign in text:
            depth += (sign == "(") - (sign == ")")
            yield depth

    for found in STATED.values():
        each = [*depths(wanted_words(BOOK, found))]
        assert min(each) >= 0
        assert each[-1] == 0


def test_none_asked_of_a_set_is_told_how_to_write_it() -> None:
    said = instead_of_value("none", BOOK.axes["prior-metastatic"], Choices(BOOK.drugs), BOOK)
    assert said == 'write prior-metastatic = { none = ["..."] }, with what must not be among it'


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ({"prior-chemotherapy-metastatic": {"max": 0}}, "no chemotherapy regimen for metastatic disease"),
        ({"prior-systemic-metastatic": {"max": 1}}, "at most 1 systemic therapy for metastatic disease"),
        ({"prior-systemic-metastatic": {"min": 2}}, "at least 2 systemic therapies for metastatic disease"),
        ({"er-percent": {"min": 10}}, "ER 10 % or more"),
        ({"pdl1-cps": {"max": 9.99}}, "PD-L1 CPS below 10"),
        ({"pdl1-ic": {"min": 1}}, "PD-L1 on 1 % or more immune cells"),
        ({"recurrence-months-trastuzumab": {"max": 12}}, "recurrence within 12 months after adjuvant trastuzumab"),
        ({"cdk46-months": {"min": 12}}, "12 months or more on a CDK4/6 inhibitor"),
        ({"pd1-candidate": {"none": ["no"]}}, "candidate for a PD-1 or PD-L1 inhibitor"),
        ({"visceral-crisis": {"none": ["yes"]}}, "no visceral crisis"),
        ({"hr": {"none": ["negative"]}}, "not HR-negative"),
        (
            {"her2": "negative", "any": [{"pdl1": "positive.cps-10"}, {"pdl1": "positive", "pdl1-cps": {"min": 10}}]},
            "HER2-negative, PD-L1 CPS 10 or more",
        ),
        (
            {"her2": "negative", "any": [{"hr": "positive", "sex": "male"}, {"hr": "negative"}]},
            "HER2-negative, (HR-positive and male, or HR-negative)",
        ),
    ],
)
def test_numbers_answers_and_alternatives_are_said_once_in_plain_words(condition: dict[str, Any], words: str) -> None:
    assert wanted_words(BOOK, read(condition)) == words
