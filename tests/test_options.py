"""The logic of `mbc options`: unknown is never no, facts follow from facts, and no new fact overturns a verdict."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, assume, find, given, settings
from hypothesis import strategies as st

from mbc_cli.book import model
from mbc_cli.book.errors import UsageError
from mbc_cli.book.history import Moment
from mbc_cli.options.conditions import failure, truth_of
from mbc_cli.options.fact_words import fact_value
from mbc_cli.options.profile import profile_of, read, written_facts
from mbc_cli.options.truth import Truth, agreed, all_of, any_of, negate
from mbc_cli.options.verdicts import GROUPS, gathered, is_silent, judge
from mbc_cli.store import layers, load
from mbc_cli.store.condition_checks import allowed

if TYPE_CHECKING:
    from collections.abc import Callable

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Condition, Statement
    from mbc_cli.options.profile import Profile

    Judge = Callable[[Statement, Profile], Truth]

BOOK = load.load()
STATEMENTS = list(BOOK.statements.values())
NO, UNKNOWN, YES = Truth.NO, Truth.UNKNOWN, Truth.YES
HERE = Moment()


def condition(axis: str, wanted: Any) -> Condition:
    """A condition on one axis, written as in the data."""
    form, values = next(iter(wanted.items())) if isinstance(wanted, dict) else ("any", wanted)
    listed = (values,) if isinstance(values, str) else tuple(values) if isinstance(values, list) else ()
    return model.Wanted(axis, model.Test(form, listed, 0 if listed else values))


def truth(axis: str, wanted: Any, **facts: Any) -> Truth:
    """What a condition on one axis is for a profile of the data's form."""
    return truth_of(condition(axis, wanted), profile_of(BOOK, facts).facts)


def typed(**facts: str) -> Profile:
    """The profile of facts as a user types them."""
    return read(BOOK, [(name.replace("_", "-"), text) for name, text in facts.items()])


def asked(axis: str, wanted: Any, **facts: str) -> Truth:
    """What a condition on one axis is for facts as a user types them."""
    return truth_of(condition(axis, wanted), typed(**facts).facts)


# --- truth -------------------------------------------------------------------------------------------------------


def test_all_is_the_weakest_and_any_the_strongest() -> None:
    assert (all_of([YES, UNKNOWN]), all_of([UNKNOWN, NO]), all_of([])) == (UNKNOWN, NO, YES)
    assert (any_of([NO, UNKNOWN]), any_of([UNKNOWN, YES]), any_of([])) == (UNKNOWN, YES, NO)
    assert [negate(part) for part in (NO, UNKNOWN, YES)] == [YES, UNKNOWN, NO]
    assert (agreed([YES, YES]), agreed([NO, NO]), agreed([YES, NO])) == (YES, NO, UNKNOWN)


def test_a_truth_is_no_bool() -> None:
    with pytest.raises(TypeError, match="not a bool"):
        bool(UNKNOWN)


# --- facts against conditions ------------------------------------------------------------------------------------

DOTTED = [
    ("negative", "negative.low", YES),
    ("negative.low", "negative.low", YES),
    ("negative.low", "negative", UNKNOWN),
    ("negative.low", "negative.zero", NO),
    ("negative.low", "positive", NO),
    ("positive", "negative", NO),
    (["positive", "negative.low"], "negative", UNKNOWN),
    (["positive", "negative"], "negative.zero", YES),
    ({"none": ["negative"]}, "negative.low", NO),
    ({"none": ["negative"]}, "positive", YES),
    ({"none": ["negative.low"]}, "negative", UNKNOWN),
]


@pytest.mark.parametrize(("wanted", "fact", "expected"), DOTTED)
def test_a_dotted_value_is_a_kind_of_what_stands_before_the_dot(wanted: Any, fact: str, expected: Truth) -> None:
    assert truth("her2", wanted, her2=fact) == expected


@pytest.mark.parametrize("wanted", ["positive", {"none": ["positive"]}, ["positive", "negative"]])
def test_a_fact_that_is_not_given_is_unknown(wanted: Any) -> None:
    assert truth("her2", wanted, menopause="post") == UNKNOWN


SETS = [
    ("taxane", ["docetaxel"], YES),
    ("docetaxel", ["taxane"], UNKNOWN),
    ("docetaxel", ["chemotherapy"], UNKNOWN),
    ("taxane", ["doxorubicin"], NO),
    ("taxane", [], NO),
    ({"none": ["taxane"]}, [], YES),
    ({"none": ["taxane"]}, ["doxorubicin"], YES),
    ({"none": ["docetaxel"]}, ["taxane"], UNKNOWN),
    ({"all": ["taxane", "trastuzumab"]}, ["paclitaxel", "trastuzumab"], YES),
    ({"all": ["taxane", "trastuzumab"]}, ["paclitaxel"], NO),
    (["taxane", "platinum"], ["carboplatin"], YES),
    ("trastuzumab", ["trastuzumab-emtansine"], NO),
    ("trastuzumab", ["trastuzumab-deruxtecan"], NO),
    ("trastuzumab", ["trastuzumab-dkst"], YES),
    ("trastuzumab", ["trastuzumab-and-hyaluronidase"], YES),
    ("pertuzumab", ["pertuzumab-trastuzumab-and-hyaluronidase"], YES),
    ("paclitaxel", ["nab-paclitaxel"], NO),
    ("anti-her2", ["trastuzumab-emtansine"], YES),
]


@pytest.mark.parametrize(("wanted", "fact", "expected"), SETS)
def test_a_set_is_complete_and_knows_classes(wanted: Any, fact: list[str], expected: Truth) -> None:
    assert truth("prior", wanted, prior=fact) == expected


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [({"min": 1}, YES), ({"min": 2}, YES), ({"min": 3}, NO), ({"max": 2}, YES), ({"max": 1}, NO)],
)
def test_numbers(wanted: Any, expected: Truth) -> None:
    assert truth("tmb", wanted, tmb=2) == expected
    assert truth("tmb", wanted, her2="positive") == UNKNOWN


# --- names that people type --------------------------------------------------------------------------------------

PRIOR = [
    ("AC-T", "taxane", YES),
    ("AC-T", "anthracycline", YES),
    ("AC-T", "cyclophosphamide", YES),
    ("AC-T", "paclitaxel", UNKNOWN),
    ("AC-T", ["paclitaxel", "docetaxel"], YES),
    ("AC-T", "trastuzumab", UNKNOWN),
    ("AC-T", "carboplatin", NO),
    ("AC-T, Herceptin", "trastuzumab", YES),
    ("Herceptin", "anti-her2", YES),
    ("Phesgo", "pertuzumab", YES),
    ("Phesgo", "trastuzumab", YES),
    ("Phesgo", "pertuzumab-trastuzumab-and-hyaluronidase", YES),
    ("T-DM1", "trastuzumab", NO),
    ("Taxol", "paclitaxel", YES),
    ("aromatase inhibitors", "letrozole", UNKNOWN),
    ("AI", "hormone-therapy", YES),
    ("ET", "hormone-therapy", YES),
    ("CDK4/6 inhibitor", "cdk4-6-inhibitor", YES),
    ("pertuzumab, trastuzumab and hyaluronidase", "pertuzumab", YES),
    ("none", "chemotherapy", NO),
    ("NONE", "chemotherapy", NO),
]


@pytest.mark.parametrize(("text", "wanted", "expected"), PRIOR)
def test_prior_takes_drugs_brands_classes_and_regimens(text: str, wanted: Any, expected: Truth) -> None:
    assert asked("prior", wanted, prior=text) == expected


def test_a_text_with_several_readings_settles_only_what_they_share() -> None:
    readings = [match for match in BOOK.names.acronyms("ACT") if match.kind == "regimen"]
    assert len(readings) > 2
    assert asked("prior", "anthracycline", prior="ACT") == YES
    assert asked("prior", "tamoxifen", prior="ACT") == UNKNOWN
    assert asked("prior", "paclitaxel", prior="ACT") == UNKNOWN
    assert asked("prior", "capecitabine", prior="ACT") == NO


@pytest.mark.parametrize(
    ("axis", "text", "value"),
    [
        ("her2", "pos", "positive"),
        ("her2", "+", "positive"),
        ("her2", "NEG", "negative"),
        ("her2", "low", "negative.low"),
        ("her2", "HER2-low", "negative.low"),
        ("her2", "negative.zero", "negative.zero"),
        ("brca", "gBRCA", "mutated.germline"),
        ("brca", "wt", "wild-type"),
        ("menopause", "Postmenopausal", "post"),
        ("pdl1", "cps-10", "positive.cps-10"),
        ("line", "second", "2"),
        ("--er", "-", "negative"),
        ("pik3ca", "mut", "mutated"),
    ],
)
def test_values_in_the_words_that_people_type(axis: str, text: str, value: str) -> None:
    found = read(BOOK, [(axis, text)])
    (name,) = found.given
    assert fact_value(BOOK.axes[name], found.facts[name]) == value


def test_sites_and_numbers() -> None:
    found = typed(site="spine, Liver; lymph nodes", tmb="12.5", prior_anti_her2="2")
    given_facts = {axis: fact_value(BOOK.axes[axis], fact) for axis, fact in found.given.items()}
    assert given_facts == {"prior-anti-her2": 2, "site": ["bone.spine", "liver", "lymph-node"], "tmb": 12.5}


def test_a_fact_that_is_said_to_be_unknown_is_as_good_as_not_given() -> None:
    assert typed(brca="unknown", prior="?").given == {}


@pytest.mark.parametrize(
    ("axis", "text", "message"),
    [
        ("her3", "pos", r"no axis 'her3': did you mean 'her2'\?"),
        ("her2", "postive", r"did you mean 'positive'\?"),
        ("her2", "", r"no such value of HER2"),
        ("menopause", "late", r"pre, peri"),
        ("tmb", "many", r"is a number"),
        ("er-allred", "1", r"a whole number: 0 or 2 to 8"),
        ("er-allred", "3.5", r"a whole number: 0 or 2 to 8"),
        ("er-percent", "120", r"a number: 0 to 100"),
        ("performance-status", "6", r"a whole number: 0 to 5"),
        ("prior-chemotherapy", "1.5", r"is a whole number"),
        ("tmb", "nan", r"is a number"),
        ("tmb", "-1", r"is a number"),
        ("prior", "Herceptn", r"did you mean 'Herceptin'\?"),
        ("prior", "", r"is empty: write none"),
        ("prior", "none, Herceptin", r"both none and something"),
        ("prior", "no taxane", r"no drug, brand, class or regimen"),
        ("prior", "metformin", r"no drug, brand, class or regimen"),
        ("prior", "ACTH", r"no drug, brand, class or regimen"),
        ("prior", "taxane and xyzzy", r"no drug, brand, class or regimen"),
        ("site", "elbow", r"no such value"),
        ("her2", "x" * 3000, r"give at most"),
    ],
)
def test_what_is_not_known_is_refused_with_the_nearest(axis: str, text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        read(BOOK, [(axis, text)])
    assert caught.value.exit_code == 2
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("text", ["her2", "=pos", "her2=", " = "])
def test_a_fact_is_written_as_axis_and_value(text: str) -> None:
    with pytest.raises(UsageError, match="write axis=value"):
        list(written_facts([text]))


# --- what follows ------------------------------------------------------------------------------------------------

FOLLOWS: list[tuple[dict[str, str], str, Any, Truth]] = [
    ({"er": "pos"}, "hr", "positive", YES),
    ({"pr": "pos"}, "hr", "positive", YES),
    ({"er": "strong"}, "hr", "positive", YES),
    ({"er": "neg"}, "hr", "positive", UNKNOWN),
    ({"er": "neg", "pr": "neg"}, "hr", "negative", YES),
    ({"er": "neg", "pr": "pos"}, "hr", "positive", YES),
    ({"hr": "neg"}, "er", {"none": ["negative"]}, NO),
    ({"hr": "pos"}, "er", "positive", UNKNOWN),
    ({"hr": "pos", "pr": "neg"}, "er", "positive", YES),
    ({"progressed_on": "letrozole"}, "prior", "aromatase-inhibitor", YES),
    ({"progressed_on": "letrozole"}, "prior", "chemotherapy", UNKNOWN),
    ({"progressed_on": "letrozole", "prior": "AC"}, "prior", "aromatase-inhibitor", YES),
    ({"progressed_on": "letrozole", "prior": "AC"}, "prior", "taxane", NO),
    ({"prior": "letrozole"}, "progressed-on", "letrozole", UNKNOWN),
    ({"prior": "letrozole"}, "progressed-on", "chemotherapy", NO),
    ({"prior": "none"}, "progressed-on", "chemotherapy", NO),
    ({"prior": "none"}, "prior-metastatic", {"none": ["chemotherapy"]}, YES),
    ({"prior": "none"}, "prior-anti-her2-metastatic", {"min": 1}, NO),
    ({"prior": "none"}, "line", "1", YES),
    ({"prior": "letrozole"}, "prior-anti-her2", {"min": 1}, NO),
    ({"prior": "Herceptin"}, "prior-anti-her2", {"min": 1}, YES),
    ({"prior": "Herceptin"}, "prior-anti-her2", {"min": 2}, UNKNOWN),
    ({"prior": "Herceptin"}, "prior-anti-her2-metastatic", {"min": 1}, UNKNOWN),
    ({"line": "1"}, "prior-metastatic", {"none": ["hormone-therapy"]}, YES),
    ({"line": "2"}, "prior-systemic-metastatic", {"min": 1}, YES),
    ({"line": "2"}, "prior-metastatic", "chemotherapy", UNKNOWN),
    ({"line": "2", "prior_early": "AC"}, "prior-systemic", {"min": 2}, YES),
    ({"line": "3", "prior_early": "letrozole"}, "prior-systemic", {"min": 3}, YES),
    ({"line": "2", "prior_early": "AC"}, "prior-chemotherapy", {"min": 2}, UNKNOWN),
    ({"prior_metastatic": "capecitabine", "prior_early": "AC"}, "prior-chemotherapy", {"min": 2}, YES),
    ({"line": "2", "prior": "capecitabine"}, "prior-chemotherapy-metastatic", {"min": 1}, YES),
    ({"line": "2", "prior": "capecitabine, letrozole"}, "prior-chemotherapy-metastatic", {"min": 1}, UNKNOWN),
    ({"prior_anti_her2_metastatic": "2"}, "prior-anti-her2", {"min": 2}, YES),
    ({"prior_anti_her2_metastatic": "2"}, "line", "3", YES),
    ({"prior_anti_her2_metastatic": "0"}, "prior-metastatic", {"none": ["anti-her2"]}, YES),
    ({"prior_metastatic": "capecitabine"}, "prior-chemotherapy-metastatic", {"min": 1}, YES),
    ({"prior_metastatic": "letrozole"}, "prior-chemotherapy-metastatic", {"min": 1}, NO),
    ({"sex": "male"}, "menopause", ["pre", "peri", "post"], NO),
    ({"menopause": "pre"}, "sex", "male", NO),
    ({"her2": "zero"}, "her2-ihc", "3", NO),
    ({"her2": "neg"}, "her2-ihc", ["1", "2"], UNKNOWN),
    ({"her2_ihc": "3"}, "her2", "positive", YES),
    ({"pdl1_cps": "12"}, "pdl1", "positive", YES),
    ({"pdl1_cps": "3"}, "pdl1", "positive.cps-10", NO),
    ({"pdl1_cps": "3"}, "pdl1", "positive.ic-1", UNKNOWN),
    ({"pdl1_ic": "0"}, "pdl1", "positive.ic-1", NO),
    ({"er_percent": "90"}, "hr", "positive", YES),
    ({"er_percent": "0"}, "er", "negative", YES),
    ({"er_percent": "0"}, "hr", "positive", UNKNOWN),
    ({"er_percent": "0", "pr_percent": "0"}, "hr", "negative", YES),
    ({"pr_percent": "1"}, "hr", "positive", YES),
    ({"er_allred": "3"}, "er", "positive", YES),
    ({"er_allred": "2"}, "er", "negative", YES),
    ({"her2_ihc": "1"}, "her2", "negative.low", YES),
    ({"her2_ihc": "2"}, "her2", ["positive", "negative.low"], UNKNOWN),
    ({"her2_ihc": "2", "her2_ish": "neg"}, "her2", "negative.low", YES),
    ({"her2_ihc": "2", "her2_ish": "pos"}, "her2", "positive", YES),
    ({"her2_ihc": "2", "her2": "neg"}, "her2", "negative.low", YES),
    ({"her2_ihc": "0"}, "her2", ["positive", "negative.low"], NO),
    ({"her2_ihc": "0"}, "her2", "negative.ultralow", UNKNOWN),
    ({"her2_ish": "neg"}, "her2", "negative", UNKNOWN),
    ({"presentation": "de-novo"}, "prior-early", {"none": ["chemotherapy"]}, YES),
    ({"prior_early": "tamoxifen"}, "presentation", "recurrent", YES),
    ({"recurrence_months": "8"}, "presentation", "recurrent", YES),
    (
        {"recurrence_months": "8"},
        "prior",
        ["chemotherapy", "hormone-therapy", "targeted-therapy", "immunotherapy"],
        YES,
    ),
    ({"recurrence_months_trastuzumab": "8"}, "prior-early", "anti-her2", YES),
    ({"recurrence_months_hormone_therapy": "0"}, "prior", "hormone-therapy", YES),
    ({"cdk46_gap_months": "14"}, "prior-early", "cdk4-6-inhibitor", YES),
    ({"prior_early": "tamoxifen", "prior_metastatic": "none"}, "prior", {"none": ["chemotherapy"]}, YES),
    ({"prior_early": "tamoxifen"}, "prior", {"none": ["chemotherapy"]}, UNKNOWN),
    ({"prior_early": "none", "prior_metastatic": "letrozole"}, "progressed-on", "chemotherapy", NO),
]


@pytest.mark.parametrize(("facts", "axis", "wanted", "expected"), FOLLOWS)
def test_facts_follow_from_facts(facts: dict[str, str], axis: str, wanted: Any, expected: Truth) -> None:
    assert asked(axis, wanted, **facts) == expected


@pytest.mark.parametrize(
    "facts",
    [
        {"er": "pos", "hr": "neg"},
        {"er": "neg", "pr": "neg", "hr": "pos"},
        {"line": "2", "prior": "none"},
        {"line": "1", "prior_metastatic": "capecitabine"},
        {"prior": "none", "progressed_on": "letrozole"},
        {"prior_anti_her2_metastatic": "2", "prior_anti_her2": "1"},
        {"prior": "letrozole", "prior_anti_her2_metastatic": "1"},
        {"sex": "male", "menopause": "post"},
        {"her2": "neg", "her2_ihc": "3"},
        {"her2": "low", "her2_ihc": "0"},
        {"er": "neg", "er_percent": "5"},
        {"pdl1": "cps-10", "pdl1_cps": "9"},
        {"presentation": "de-novo", "prior_early": "tamoxifen"},
        {"prior_early": "tamoxifen", "prior_metastatic": "none", "progressed_on": "docetaxel"},
        {"prior_early": "tamoxifen", "prior_metastatic": "none", "prior": "tamoxifen, docetaxel"},
        {"presentation": "de-novo", "recurrence_months": "8"},
        {"prior": "none", "recurrence_months_chemotherapy": "8"},
    ],
)
def test_facts_that_contradict_one_another_are_refused(facts: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        typed(**facts)
    with pytest.raises(UsageError):
        typed(**dict(reversed(facts.items())))


@pytest.mark.parametrize(
    ("facts", "named", "because"),
    [
        ({"her2": "neg", "her2_ihc": "3"}, "HER2-negative and HER2 IHC 3+", "HER2 IHC 3+ means HER2-positive"),
        ({"her2": "low", "her2_ihc": "0"}, "HER2-low and HER2 IHC 0", "HER2 IHC 0 means not HER2-low"),
        ({"pdl1": "cps-10", "pdl1_cps": "3"}, "PD-L1 CPS 10 or more and PD-L1 CPS 3", "means not"),
        ({"hr": "neg", "er": "pos", "her2": "pos"}, "ER-positive and HR-negative", "HR-negative means ER-negative"),
        (
            {"prior": "none", "recurrence_months": "5"},
            "prior treatment: none and recurrence 5 months after (neo)adjuvant treatment",
            "means",
        ),
        (
            {"prior": "none", "progressed_on": "letrozole"},
            "prior treatment: none and progression on letrozole",
            "prior",
        ),
        (
            {"line": "1", "prior_metastatic": "capecitabine"},
            "first line and capecitabine for metastatic disease",
            "no sys",
        ),
    ],
)
def test_a_contradiction_names_the_facts_that_are_at_odds(facts: dict[str, str], named: str, because: str) -> None:
    with pytest.raises(UsageError, match="correct one of them") as caught:
        typed(**facts)
    assert f"contradict each other: {named} (" in str(caught.value)
    assert because in str(caught.value)


@pytest.mark.parametrize("texts", [("pos", "neg"), ("low", "zero")])
def test_a_value_that_is_given_twice_must_be_the_same(texts: tuple[str, str]) -> None:
    with pytest.raises(UsageError, match="give one of them"):
        read(BOOK, [("her2", text) for text in texts])


def test_of_two_values_the_more_precise_one_counts() -> None:
    for texts in (("neg", "low"), ("low", "neg")):
        found = read(BOOK, [("her2", text) for text in texts])
        assert fact_value(BOOK.axes["her2"], found.facts["her2"]) == "negative.low"


# --- properties --------------------------------------------------------------------------------------------------

TREATMENTS = (
    "letrozole",
    "tamoxifen",
    "fulvestrant",
    "palbociclib",
    "docetaxel",
    "doxorubicin",
    "capecitabine",
    "trastuzumab",
    "pertuzumab",
    "trastuzumab-emtansine",
    "trastuzumab-deruxtecan",
    "taxane",
    "anti-her2",
    "aromatase-inhibitor",
    "chemotherapy",
)
WITHIN_PRIOR = tuple(axis.id for axis in BOOK.axes.values() if axis.of_treatments and "prior" in axis.within)


def one_of_axis(name: str) -> st.SearchStrategy[Any]:
    """A fact of an axis, in the form of the data."""
    axis = BOOK.axes[name]
    if axis.form == "number":
        return st.integers(0, 14)
    values = TREATMENTS if axis.of_treatments else axis.values
    if axis.form == "value":
        return st.sampled_from(values)
    return st.lists(st.sampled_from(values), max_size=4, unique=True)


ASKED_TOGETHER = sorted(
    {tuple(sorted({leaf.axis for leaf in one.when.leaves()} if one.when else ())) for one in STATEMENTS}
)
"""The axes that one statement asks for: drawn together, so that its verdict is settled often enough."""


def facts_of(axes: set[str]) -> st.SearchStrategy[dict[str, Any]]:
    """A fact for each of these axes."""
    return st.fixed_dictionaries({name: one_of_axis(name) for name in sorted(axes)})


FACTS = st.tuples(st.sampled_from(ASKED_TOGETHER), st.lists(st.sampled_from(list(BOOK.axes)), max_size=4)).flatmap(
    lambda drawn: facts_of({*drawn[0], *drawn[1]})
)


def refined(value: Any, axis: str, choose: Callable[[list[Any]], Any]) -> Any:
    """The same fact, or a more precise one: a kind of a value, a drug of a class."""
    found = BOOK.axes[axis]
    if isinstance(value, str):
        return choose([value, *(kind for kind in found.values if kind.startswith(f"{value}."))])
    if isinstance(value, list) and found.of_treatments:
        return [choose([item, *(BOOK.members(item) if item in BOOK.classes else ())]) for item in value]
    return value


@st.composite
def growing_profiles(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """A profile, and the same profile with more or more precise facts."""
    before: dict[str, Any] = draw(FACTS)
    after = {axis: refined(fact, axis, lambda options: draw(st.sampled_from(options))) for axis, fact in before.items()}
    after = {**draw(FACTS), **after}
    if "prior" in before:  # it is complete, so that what is said later of a part of it can only pick from it
        later = {axis: [item for item in after.get(axis, ()) if item in after["prior"]] for axis in WITHIN_PRIOR}
        after |= {axis: before.get(axis, later[axis]) for axis in WITHIN_PRIOR if axis in after}
    return before, after


def overturned(
    before: dict[str, Any], after: dict[str, Any], judged: Callable[[Statement, Profile], Truth]
) -> list[str]:
    """The statements whose settled verdict a new fact changes; none when the facts contradict one another."""
    try:
        known, more = profile_of(BOOK, before), profile_of(BOOK, after)
    except UsageError:
        return []
    settled = [(statement, judged(statement, known)) for statement in STATEMENTS]
    return [one.id for one, verdict in settled if verdict != UNKNOWN and judged(one, more) != verdict]


def taking_unknown_for_no(statement: Statement, profile: Profile) -> Truth:
    """The mistake that this tool must not make."""
    return YES if judge(statement, profile) == YES else NO


MANY = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.slow
@MANY
@given(growing_profiles())
def test_a_new_fact_never_overturns_a_settled_verdict(grown: tuple[dict[str, Any], dict[str, Any]]) -> None:
    assert overturned(*grown, judge) == []


def test_taking_unknown_for_no_breaks_this() -> None:
    unshrunk = settings(MANY, phases=[Phase.generate])  # any example will do
    before, after = find(
        growing_profiles(), lambda grown: bool(overturned(*grown, taking_unknown_for_no)), settings=unshrunk
    )
    assert overturned(before, after, taking_unknown_for_no)
    assert not overturned(before, after, judge)


@pytest.mark.slow
@MANY
@given(FACTS)
def test_every_profile_has_an_answer_or_contradicts_itself(facts: dict[str, Any]) -> None:
    try:
        profile = profile_of(BOOK, facts)
    except UsageError:
        assume(False)
    found = gathered(BOOK, profile, HERE)
    assert all(option.group in GROUPS for option in found.options)
    for option in found.options:
        assert (option.verdict == UNKNOWN) == bool(option.missing)
        assert (option.verdict == NO) == bool(option.why)
        assert not set(option.missing) & {axis for axis in profile.given if BOOK.axes[axis].form == "number"}


def test_with_no_facts_nothing_is_ruled_out() -> None:
    nothing = profile_of(BOOK, {})
    assert {statement.id for statement in STATEMENTS if judge(statement, nothing) == NO} == set()
    for region in ("", "US", "EU", "CA"):
        for day in ("", "1999", "2010-06", "2020-01-15"):
            assert all(one.verdict != NO for one in gathered(BOOK, nothing, Moment(day, region)).options)


def test_with_no_facts_what_fits_is_said_without_a_condition() -> None:
    nothing = profile_of(BOOK, {})
    assert all(bool(one.when) == (judge(one, nothing) == UNKNOWN) for one in STATEMENTS)


def test_what_a_statement_does_not_state_is_no_option(book: Book) -> None:
    """Remarks and decision factors are not treatments."""
    remarks = {statement.id for statement in STATEMENTS if statement.direction == "context"}
    found = gathered(book, profile_of(book, {}), HERE)
    shown = {one.statement.id for option in found.options for one in (*option.pros, *option.cons)}
    assert remarks
    assert not remarks & shown


def test_menopause_stands_for_no_woman_where_a_source_speaks_of_no_label_for_women(book: Book) -> None:
    """A guide that names menopause is silent on men; a label of women after menopause is not for them."""
    male = profile_of(book, {"sex": "male"})
    denied = [
        one.id
        for one in STATEMENTS
        if not one.region and one.direction != "context" and judge(one, male) == NO and not is_silent(one, male)
        if {leaf.axis for part in failure(one.when, male.facts) for leaf in part.leaves()} & {"menopause"}
    ]
    assert denied == []
    (licence,) = (one for one in STATEMENTS if one.id == "fda-femara")
    assert judge(licence, male) == NO
    assert not is_silent(licence, male)


# --- the data ----------------------------------------------------------------------------------------------------

SEED_ROWS = {"S0": 40, "S1": 21, "S2": 72, "S3": 75, "S4": 25}
SEED_OF = {"S0": "seed-000", "S1": "seed-001", "S2": "ccs-2024", "S3": "acs-2019", "S4": "webmd-2017"}
LABEL_ROWS = 135


def test_every_row_of_the_seeds_is_a_statement_of_its_document() -> None:
    rows = Counter(statement.row for statement in STATEMENTS if statement.row.startswith("S"))
    wanted = {f"{seed}-{n:03}": 1 for seed, count in SEED_ROWS.items() for n in range(1, count + 1)}
    assert sum(SEED_ROWS.values()) == 233
    assert dict(rows) == wanted
    by_source = {(one.row[:2], one.sources[0].id) for one in STATEMENTS if one.row.startswith("S")}
    assert by_source == set(SEED_OF.items())


def test_every_row_of_labels_and_guidelines_is_in_the_data() -> None:
    rows = {statement.row for statement in STATEMENTS if statement.row.startswith("C")}
    assert rows == {f"C{n:03}" for n in range(1, LABEL_ROWS + 1)}


def test_every_example_holds() -> None:
    raw, _, _ = layers.read(layers.files_of([load.shipped()]))
    checked = 0
    for name, table in raw["statement"].items():
        for key, expected in (("fits", YES), ("misses", NO)):
            for profile in table.get(key, ()):
                assert judge(BOOK.statements[name], profile_of(BOOK, profile)) == expected, (name, key, profile)
                checked += 1
    assert checked > 500


def test_every_axis_has_words_for_what_it_holds() -> None:
    """A value without a phrase reads "name value", which is for data of one's own; the shipped axes have words."""
    for axis in BOOK.axes.values():
        if axis.form != "number":
            assert set(axis.phrases) == ({"*"} if axis.of_treatments else set(axis.values)), axis.id
        assert all(value in allowed(BOOK)[axis.id] for value in axis.short.values())
        assert re.fullmatch(r"(--[a-z0-9-]+)?", axis.flag)
