"""`mbc options` as it is called: what it prints, in which order, and what it refuses."""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

import mbc_cli as mbc
from mbc_cli.book.shapes import REGIONS
from mbc_cli.cli.app import made
from mbc_cli.cli.fact_flags import FactsCommand
from mbc_cli.options.placed import GROUPS
from mbc_cli.show.height import HEIGHT, height
from mbc_cli.show.options_page import CHOSEN, FOLDED, HEADINGS, KINDS_FOLDED
from mbc_cli.show.page import TIE, Line
from mbc_cli.show.statement_lines import AUTHORITIES
from mbc_cli.show.terminal import draw
from mbc_cli.show.why_page import counted
from mbc_cli.store import load

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Ran

    from mbc_cli.book.book import Book

    Run = Callable[..., Ran]

TUKYSA = "tucatinib + trastuzumab + capecitabine"
SCHEMA: dict[str, Any] = json.loads((load.shipped().parent / "mbc_cli" / "schema.json").read_text("utf-8"))


def in_json(run: Run, *argv: str) -> dict[str, Any]:
    """The answer as data, held against the published schema."""
    ran = run("options", *argv, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    whole: dict[str, Any] = json.loads(ran.out)
    only = {key: value for key, value in SCHEMA.items() if key != "anyOf"}
    Draft202012Validator({**only, "$ref": "#/$defs/options"}).validate(whole)
    return whole


def verdicts(whole: dict[str, Any]) -> dict[str, str]:
    """Treatment to verdict."""
    return {result["treatment"]["name"]: result["verdict"] for result in whole["results"]}


# --- data --------------------------------------------------------------------------------------------------------


def test_the_contract_to_the_key(run: Run) -> None:
    whole = in_json(run, "--her2", "pos", "--hr", "neg")
    assert {"profile", "as_of", "region", "results"} <= set(whole)
    assert whole["profile"] == {"her2": "positive", "hr": "negative"}
    assert whole["query"] == "her2=positive hr=negative"
    result = whole["results"][0]
    keys = {
        "treatment",
        "line",
        "rank",
        "basis",
        "force",
        "verdict",
        "set_back",
        "overtaken",
        "missing",
        "why",
        "status",
        "statements",
    }
    assert keys <= set(result)
    assert {"name", "drugs", "classes", "kind"} == set(result["treatment"])
    said = ["id", "direction", "verdict", "strength", "condition", "when", "source", "where", "date", "region"]
    assert set(said) <= set(result["statements"][0])


def test_a_statement_has_its_condition_in_words_and_as_the_data_has_it(run: Run) -> None:
    results = in_json(run, "--her2", "neg", "--hr", "neg")["results"]
    said = {one["id"]: (one["condition"], one["when"]) for result in results for one in result["statements"]}
    words, when = said["ema-lynparza"]
    assert words.startswith("HER2-negative, germline BRCA-mutated, prior anthracycline and taxane (each unless")
    assert when["each_before"] == ["anthracycline", "taxane"]
    assert when["unless_unsuitable"] is True
    assert when["any"][0] == {"hr": "negative"}


def test_results_stand_by_line_as_on_the_screen(run: Run) -> None:
    results = in_json(run, "--her2", "pos", "--hr", "neg")["results"]
    places = [
        (GROUPS.index(r["line"]), r["verdict"] == "ruled out")
        if r["verdict"] == "ruled out"
        else (GROUPS.index(r["line"]), False, bool(r["set_back"]), r["basis"] == "guide")
        for r in results
    ]
    assert places == sorted(places)
    assert {result["verdict"] for result in results} == {"fits", "open", "ruled out"}
    for line in GROUPS:
        assert [r["rank"] for r in results if r["line"] == line] == list(
            range(1, 1 + sum(r["line"] == line for r in results))
        )


def test_the_history_groups_and_leaves_nothing_open_until_something_is_said_of_it(run: Run) -> None:
    def tucatinib(*said: str) -> str:
        results = in_json(run, "--her2", "pos", "--hr", "neg", "--region", "US", *said)["results"]
        return next(r["verdict"] for r in results if r["treatment"]["name"] == TUKYSA and r["line"] == "second")

    assert tucatinib() == "fits"
    assert tucatinib("--fact", "prior-metastatic=none", "--fact", "prior-early=none") == "ruled out"
    assert tucatinib("--fact", "prior-systemic-metastatic=1") == "open"


def test_missing_and_why_say_what_the_verdict_rests_on(run: Run) -> None:
    results = {r["treatment"]["name"]: r for r in in_json(run, "--her2", "neg", "--hr", "neg")["results"]}
    assert results["talazoparib"]["missing"][0] == "brca"
    assert (
        results["trastuzumab"]["why"] == ["needs HER2-positive"]
        or "needs HER2-positive" in results["trastuzumab"]["why"]
    )
    assert results["chemotherapy"]["missing"] == results["chemotherapy"]["why"] == []


def test_a_treatment_has_the_drugs_and_classes_that_are_named(run: Run) -> None:
    """No member of a class is listed because its class is: olaparib does not fit where targeted therapy does."""
    results = {r["treatment"]["name"]: r["treatment"] for r in in_json(run)["results"]}
    assert results["taxane"] == {"name": "taxane", "drugs": [], "classes": ["taxane"], "kind": "class"}
    assert results["AC-T"]["kind"] == "regimen"
    assert results["AC-T"]["drugs"] == ["doxorubicin", "cyclophosphamide", "paclitaxel", "docetaxel"]
    assert results["olaparib or talazoparib"]["kind"] == "choice"
    combined = results["trastuzumab + pertuzumab + taxane"]
    assert (combined["drugs"], combined["classes"]) == (["trastuzumab", "pertuzumab"], ["taxane"])
    assert results["radiation therapy"] == {
        "name": "radiation therapy",
        "drugs": [],
        "classes": [],
        "kind": "procedure",
    }


def test_what_is_only_advised_against_is_no_option(run: Run) -> None:
    whole = in_json(run, "--her2", "neg")
    assert "removal of the breast tumour" not in verdicts(whole)
    (found,) = (w for w in whole["advised_against"] if w["treatment"]["name"] == "removal of the breast tumour")
    assert {(one["direction"], one["verdict"]) for one in found["statements"]} == {
        ("against", "fits"),
        ("against", "open"),
    }


def test_what_is_over_is_in_the_data_only_with_all(run: Run) -> None:
    assert "bevacizumab" not in verdicts(in_json(run, "--region", "US"))
    whole = in_json(run, "--region", "US", "--all")["results"]
    (found,) = (r for r in whole if r["treatment"]["name"] == "bevacizumab")
    assert (found["status"], found["verdict"]) == ("ended", "ruled out")
    assert found["why"] == ["the US approval for breast cancer was revoked (2011-11-18)"]


FLAGS = [
    ("--her2", "neg"),
    ("--hr", "pos"),
    ("--prior", "letrozole, AC-T"),
    ("--fact", "tmb=12"),
    ("--site", "bone"),
]


ORDERS = [order for n in range(len(FLAGS)) for one in [[*FLAGS[n:], *FLAGS[:n]]] for order in (one, one[::-1])]
"""Every flag in every place, before and behind every other."""


@pytest.mark.parametrize(
    "orders",
    [ORDERS, pytest.param([*itertools.permutations(FLAGS)][::4], marks=pytest.mark.slow)],
    ids=["some", "more"],
)
def test_the_order_of_options_does_not_matter(orders: list[list[tuple[str, str]]], run: Run) -> None:
    answers = {run("options", *itertools.chain(*flags), "--format", "json").out for flags in orders}
    assert len(answers) == 1


def test_treatments_may_be_given_one_by_one(run: Run) -> None:
    assert (
        run("options", "--prior", "AC-T", "--prior", "letrozole").out
        == run("options", "--prior", "letrozole, AC-T").out
    )


def test_a_flag_and_a_fact_are_the_same(run: Run) -> None:
    assert run("options", "--her2", "pos").out == run("options", "--fact", "her2=HER2-positive").out


def test_tnbc_is_two_facts_and_goes_with_her2_low(run: Run) -> None:
    assert in_json(run, "--tnbc") == in_json(run, "--hr", "neg", "--her2", "neg")
    assert in_json(run, "--tnbc", "--her2", "low")["profile"] == {"her2": "negative.low", "hr": "negative"}
    for contradiction in (("--her2", "pos"), ("--hr", "pos"), ("--er", "pos")):
        assert run("options", "--tnbc", *contradiction).code == 2


def test_the_profile_is_as_it_was_given(run: Run) -> None:
    whole = in_json(run, "--prior", "AC-T", "--progressed-on", "letrozole", "--er", "pos", "--fact", "tmb=3")
    assert whole["profile"] == {
        "er": "positive",
        "prior": ["cyclophosphamide", "doxorubicin", "paclitaxel or docetaxel", "perhaps trastuzumab"],
        "progressed-on": ["letrozole"],
        "tmb": 3,
    }
    assert in_json(run, "--prior", "none")["profile"] == {"prior": []}


def test_a_number_may_be_a_limit(run: Run) -> None:
    assert in_json(run, "--fact", "tmb=>=10")["profile"] == {"tmb": ">=10"}
    assert in_json(run, "TNBC, CPS <1")["profile"]["pdl1-cps"] == "<1"
    assert "PD-L1 CPS below 10" in run("options", "TNBC, CPS <10").out
    assert "tumour mutational burden at least 10" in run("options", "TMB-H").out
    assert "contradict each other" in run("options", "CPS <1", "--pdl1", "positive.cps-10").err


def in_rows(run: Run, *argv: str) -> list[dict[str, str]]:
    """The rows of the table that the command gives."""
    return list(csv.DictReader(io.StringIO(run("options", *argv, "--format", "csv").out)))


GREW = "ER 95% PR 40% HER2 IHC 1+, ESR1 mut, progressed on palbo + letrozole"


def test_json_begins_with_the_line_that_is_told() -> None:
    lines = [one["line"] for one in mbc.options(her2="pos", line="2").to_dict()["results"]]
    assert lines[0] == "second"
    assert {*lines[lines.index("first") :]} == {"first", "later"}


def test_lines_of_json_have_a_treatment_each(run: Run) -> None:
    results = in_json(run, "--her2", "pos")["results"]
    assert run("options", "--her2", "pos", "--format", "jsonl").out.count("\n") == len(results)


def test_a_table_has_what_the_screen_counts_in_its_order(run: Run) -> None:
    rows = in_rows(run, GREW)
    assert list(dict.fromkeys(row["line"] for row in rows)) == ["second", "later", "any"]
    assert {row["verdict"] for row in rows} == {"fits", "open"}
    shown = re.findall(r"^  approved +(\S.*?)(?:,.*)? {3,}", run("options", GREW).out.partition("Third line")[0], re.M)
    assert len(shown) > 1
    assert [row["treatment"] for row in rows][: len(shown)] == shown
    assert len({(row["line"], row["treatment"]) for row in rows}) == len(rows)


def test_a_row_of_the_table_has_plain_columns(run: Run) -> None:
    (row,) = [row for row in in_rows(run, GREW) if (row["line"], row["treatment"]) == ("second", "elacestrant")]
    assert row == {
        "line": "second",
        "basis": "approved",
        "verdict": "fits",
        "treatment": "elacestrant",
        "drugs": "elacestrant",
        "classes": "",
        "kind": "drug",
        "condition": "",
        "says": "ASCO 2023, ASCO 2024; US 2023, EU 2023 if postmenopausal",
        "set_back": "",
        "why": "",
    }
    assert not any(re.search(r"\w=|\d more", cell) for row in in_rows(run, GREW) for cell in row.values())


def test_what_is_left_out_of_a_table_is_there_where_it_is_asked_for(run: Run) -> None:
    out = [row for row in in_rows(run, GREW, "--all") if row["verdict"] == "ruled out"]
    assert out
    assert all(row["why"] for row in out)
    told, with_guides = (
        [row for row in in_rows(run, GREW, *flags) if row["basis"] == "guides"] for flags in ((), ("--guides",))
    )
    assert len(told) < len(with_guides)
    assert {row["line"] for row in in_rows(run, GREW, "--bone")} == {"second", "later", "any", "bone"}
    ended = [row for row in in_rows(run, "--her2", "neg", "--all") if row["verdict"] == "no longer current"]
    assert ("palbociclib + letrozole", "FDA 2015") in [(row["treatment"], row["says"]) for row in ended]


def test_a_table_says_beside_it_how_the_profile_was_read(run: Run) -> None:
    said = run("options", GREW, "--format", "csv").err.splitlines()
    assert said[0].startswith("mbc: Read as: ER-positive; ER 95 %")
    assert "mbc: First line: left out because the cancer grew on treatment (--line 1)" in said
    assert said[-1].startswith("mbc: add facts: --")
    assert "PD-L1-positive: of which kind? " in run("options", "TNBC PD-L1+ --line 1", "--format", "csv").err
    assert run("options", GREW, "--format", "json").err == ""


def test_a_table_of_why_has_a_row_for_each_statement(run: Run) -> None:
    rows = in_rows(run, GREW, "--why", "Orserdu")
    assert {"fda-orserdu", "asco-2024-elacestrant"} < {row["id"] for row in rows}
    assert len({row["id"] for row in rows}) == len(rows)
    assert run("options", GREW, "--why", "Orserdu", "--format", "csv").err.count("\n") == 1


# --- what is refused ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["--fact", "her3=pos"], "no axis 'her3': did you mean 'her2'?"),
        (["--her2", "postive"], "did you mean 'positive'?"),
        (["--fact", "her2"], "write axis=value"),
        (["--prior", "Femora"], "not understood: 'Femora': did you mean Femara?"),
        (["--prior", ""], "write none"),
        (["--site", "elbow"], "no such value"),
        (["--fact", "tmb=many"], "is a number"),
        (["--pdl1-cps"], "no option --pdl1-cps: write --fact pdl1-cps=..., or the report's words"),
        (["--er", "pos", "--hr", "neg"], "contradict each other"),
        (["--prior", "none", "--progressed-on", "letrozole"], "prior is none, but progressed-on is not"),
        (["--as-of", "soon"], "--as-of soon"),
        (["--region", "Mars"], "--region Mars"),
        (["--why", ""], "the text is empty"),
        (["--her2", "x" * 100_000], "give at most"),
        (["--fact", "x" * 100_000], "write axis=value"),
    ],
)
def test_wrong_usage_is_exit_2_and_says_what_to_write(argv: list[str], message: str, run: Run) -> None:
    ran = run("options", *argv)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("mbc: ")
    assert message in ran.err
    assert len(ran.err) < 600


@pytest.mark.parametrize(
    ("argv", "name", "note"),
    [
        (["progressed on Kisqali + anastrazole"], "progression on anastrozole, ribociclib", "anastrazole is read as"),
        (["progressed on letrazole"], "progression on letrozole", "letrazole is read as letrozole."),
        (["ER+ HER2-, on Faslodx"], "fulvestrant", "Faslodx is read as Faslodex."),
        (["--progressed-on", "exemestan, palbocyclib"], "exemestane", "palbocyclib is read as palbociclib."),
        (["--prior", "Herceptn"], "prior trastuzumab", "Herceptn is read as Herceptin."),
    ],
)
def test_a_misspelt_treatment_is_corrected_as_in_a_column(argv: list[str], name: str, note: str, run: Run) -> None:
    ran = run("options", *argv)
    assert (ran.code, name in ran.out.splitlines()[0], note in ran.out) == (0, True, True)


@pytest.mark.parametrize("words", ["progressed on lettuce", "on taxoterol"])
def test_no_treatment_is_offered_that_is_not_near(words: str, run: Run) -> None:
    ran = run("options", words)
    assert (ran.code, "leuprolide" in ran.err, "leave out" in ran.err) == (2, False, False)


def test_what_no_source_names_is_exit_1_with_what_is_near(run: Run) -> None:
    ran = run("options", "--her2", "pos", "--why", "Herceptn")
    assert (ran.code, ran.out) == (1, "")
    assert "Herceptin" in ran.err
    ran = run("options", "--why", "xyzzyplugh", "--format", "json")
    assert ran.code == 1
    assert json.loads(ran.out)["results"] == []


# --- help --------------------------------------------------------------------------------------------------------


def test_help_has_an_option_for_each_flag_in_its_group(run: Run, book: Book) -> None:
    text = run("options", "--help").out
    sections = dict(re.findall(r"^(\w[\w ]*):\n((?: .*\n|\n)*)", text, re.MULTILINE))
    flagged = [axis for axis in book.axes.values() if axis.flag]
    assert len(flagged) >= 13
    for axis in flagged:
        assert re.search(rf"^  {axis.flag} ", sections[axis.group], re.MULTILINE), axis.flag
    assert "--tnbc" in sections["Tumour"]
    assert {"--fact", "--as-of", "--region", "--format", "--all", "--why"} <= set(
        re.findall(r"--[a-z-]+", sections["Options"])
    )


def test_no_flag_of_an_axis_is_an_option_of_the_command(book: Book) -> None:
    command = made("options")
    assert isinstance(command, FactsCommand)
    own = {text for param in command.params for text in param.opts}
    assert not own & {axis.flag for axis in book.axes.values()}


def test_axes_are_listed_with_their_values(run: Run, book: Book) -> None:
    out = run("options", "--axes").out
    for axis in book.axes.values():
        assert f"  {axis.flag or axis.id} " in out
        assert axis.help in out
    whole = in_json(run, "--axes")
    assert [result["id"] for result in whole["results"]] == list(book.axes)


def test_a_users_axis_can_be_given_as_a_fact(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(
        """
[axis.mood]
name = "mood"
help = "how it feels"
kind = "value"
values = ["good", "bad"]
group = "Patient"

[statement.mine]
source = "acs-2019: my own list"
treatment = { kind = "supportive", name = "a walk", modality = "supportive" }
when = [{ mood = "good" }]
direction = "for"
strength = "helps"
line = "any"
""",
        "utf-8",
    )
    ran = run("options", "--fact", "mood=good", "--data", str(tmp_path), "--format", "json")
    assert verdicts(json.loads(ran.out))["a walk"] == "fits"
    assert run("options", "--fact", "mood=good").code == 2


# --- pages -------------------------------------------------------------------------------------------------------


def test_lines_of_therapy_stand_in_order(run: Run) -> None:
    out = run("options", "--her2", "pos", "--hr", "neg").out
    heads = [line for line in out.splitlines() if line in HEADINGS.values()]
    assert heads == ["First line", "Second line", "Third line or later"]
    for group, flag in FOLDED.items():
        assert re.search(rf"\d+ {KINDS_FOLDED[group]} \({flag}\)", " ".join(out.split())), group
        assert HEADINGS[group] in run("options", "--her2", "pos", "--hr", "neg", flag).out.splitlines()


@pytest.mark.parametrize(
    ("words", "line", "treatment", "condition"),
    [
        ("HR+ HER2- PIK3CA mutated", "first", "inavolisib + palbociclib + fulvestrant", "if endocrine-resistant"),
        ("TNBC PD-L1 negative", "first", "datopotamab deruxtecan", "if ineligible for a PD-1 or PD-L1 inhibitor"),
        ("TNBC gBRCA2", "first", "olaparib or talazoparib", ""),
        ("HR+ HER2- ESR1 mut, progressed on Ibrance + letrozole", "second", "imlunestrant", "if ER-positive"),
        ("HR+ HER2- ESR1 mut, progressed on Ibrance + letrozole", "second", "elacestrant", ""),
    ],
)
def test_what_is_named_for_a_given_finding_comes_first_and_is_in_view(
    words: str, line: str, treatment: str, condition: str, run: Run
) -> None:
    """Also while it is open, with its condition."""
    rows = [row for row in in_rows(run, words) if row["line"] == line]
    names = [row["treatment"] for row in rows]
    assert rows[names.index(treatment)]["condition"] == condition
    assert names.index(treatment) < 4
    shown = set(re.findall(r"[\w-]+", run("options", words).out.partition(HEADINGS[line])[2]))
    assert {*treatment.replace(" + ", " ").split(), *condition.split()} <= shown


@pytest.mark.parametrize(
    ("words", "drug"),
    [("TNBC NTRK fusion", "larotrectinib"), ("MSI-high TNBC", "pembrolizumab"), ("TNBC RET fusion", "selpercatinib")],
)
def test_what_is_named_for_any_tumour_with_a_given_finding_is_shown_while_it_is_open(
    words: str, drug: str, run: Run
) -> None:
    shown = run("options", words).out.partition(f"\n{HEADINGS['test']}\n")[2]
    assert drug in shown
    assert len(run("options", words).out.splitlines()) <= 39


def test_the_fact_that_decides_on_a_selected_treatment_is_asked_for_first(run: Run) -> None:
    asked = run("options", "HR+ HER2- PIK3CA mutated").out.partition("Add facts: ")[2]
    assert asked.startswith("--fact endocrine-resistance=yes or no (affects ")
    assert run("options", "HR+ HER2-").out.partition("Add facts: ")[2].startswith("--menopause (affects ")
    first = run("options", "TNBC PD-L1 negative").out.partition("Add facts: ")[2]
    assert first.startswith("--fact pd1-candidate=yes or no (affects ")


def test_a_row_has_the_terms_of_the_statement_that_asks_least_and_who_says_just_that(run: Run) -> None:
    said = "HR+ HER2-low, progressed on palbociclib + letrozole"
    (row,) = [r for r in in_rows(run, said) if (r["line"], r["treatment"]) == ("second", "trastuzumab deruxtecan")]
    assert row["condition"] == "if at least 1 hormone therapy for metastatic disease"
    assert row["says"].startswith("US 2025, ")  # in 2022 it was chemotherapy that was asked for
    assert row["says"].endswith("; ASCO, CA, EU, NCI differ")


def test_a_known_subtype_is_no_finding_that_selects(run: Run) -> None:
    assert CHOSEN not in run("options", "ER 90% PR+ HER2-").out
    assert CHOSEN in run("options", "HR+ HER2-low").out


def test_a_row_that_stands_in_an_earlier_line_is_named_there(run: Run) -> None:
    out = run("options", "HR+ HER2- ESR1 mut, progressed on Ibrance + letrozole").out
    assert re.search(r"^  as above +elacestrant", out.partition(HEADINGS["later"])[2], re.MULTILINE)
    assert "as above" not in run("options", "HR+ HER2- ESR1 mut", "--format", "markdown").out


def test_a_single_drug_is_not_listed_beside_the_choice_that_names_it(run: Run) -> None:
    out = " ".join(run("options", "TNBC BRCA1").out.split())
    assert "If germline BRCA-mutated: olaparib or talazoparib (--brca" in out


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("HER2+ brain mets, progressed on Kadcyla", "progression on trastuzumab emtansine"),
        ("HER2+ with brain mets, PD on T-DM1", "progression on trastuzumab emtansine"),
        ("HER2+, progressing brain mets on T-DM1", "progression on trastuzumab emtansine"),
        ("HER2+ brain mets, progressed through THP", "progression on docetaxel or paclitaxel, pertuzumab, trastuzumab"),
        ("HR+ HER2- progressed on adjuvant letrozole", "letrozole for early disease"),
        ("HER2+ relapsed during adjuvant T-DM1", "trastuzumab emtansine for early disease"),
        ("HR+ relapsed 6 months after adjuvant tamoxifen", "recurrence 6 months after adjuvant hormone therapy"),
        ("HR+ prior CDK4/6 and capecitabine", "prior capecitabine, CDK4/6 inhibitor"),
        ("HR+ prior CDK4/6i, capecitabine", "prior capecitabine"),
        ("HR+ no prior CDK4/6, on letrozole", "on letrozole now"),
        ("HR+, progressed on letrozole, no chemo", "no prior chemotherapy"),
    ],
)
def test_what_is_told_of_a_treatment_is_not_lost_behind_another_fact(words: str, read: str, run: Run) -> None:
    assert read in in_json(run, words)["read_as"]


def test_progression_with_brain_metastases_is_of_a_later_line_and_has_the_drugs_for_it_in_view(run: Run) -> None:
    out = run("options", "HER2+ brain mets, progressed on Kadcyla").out
    assert HEADINGS["first"] not in out.splitlines()
    assert "tucatinib + trastuzumab + capecitabine" in " ".join(out.partition("Third line")[0].split())
    assert re.search(r"^Local treatment\n  named +stereotactic radiosurgery; ", out, re.MULTILINE)


def test_relapse_during_adjuvant_hormone_therapy_is_endocrine_resistance(run: Run) -> None:
    """By the definition of abc4-2018, as is relapse within 12 months of its end."""
    said = "HR+ HER2- PIK3CA mutated, relapsed {} adjuvant letrozole"
    name = "inavolisib + palbociclib + fulvestrant"
    for when, verdict in (("on", "fits"), ("10 months after", "fits"), ("20 months after", "open")):
        assert named(in_json(run, said.format(when))["results"], name)["verdict"] == verdict
    assert "recurrence during adjuvant hormone therapy" in in_json(run, said.format("on"))["read_as"]


def test_what_is_denied_without_being_understood_is_told_how_to_write(run: Run) -> None:
    assert "write no prior capecitabine if it was not given" in run("options", "HR+ without capecitabine").err


def test_no_more_treatments_depend_on_a_fact_than_there_are(run: Run) -> None:
    (told,) = re.findall(
        r"(\d+) of (\d+) treatments depend on it", run("options", "HR+ stable disease, on letrozole").out
    )
    assert int(told[0]) <= int(told[1])


def test_a_file_to_be_read_has_one_title_named_columns_and_lists_with_rows(run: Run, tmp_path: Path) -> None:
    run("options", "HR+ HER2- on Kisqali and Femara", "-o", str(tmp_path / "x.md"))
    text = (tmp_path / "x.md").read_text("utf-8")
    heads = re.findall(r"^#+ .*", text, re.MULTILINE)
    assert [head.partition(" ")[0] for head in heads].count("#") == 1
    assert len(set(heads)) == len(heads)
    assert "|  |" not in text
    assert "| Basis | Treatment | Sources |" in text
    assert "**Named only by patient guides**\n\n- " in text
    assert max(map(len, text.splitlines())) < 400


@pytest.mark.parametrize(
    ("words", "note"),
    [
        ("on Kisqali and Femara", "every line is shown: write stable on, or progressed on, what is given now"),
        ("stable on Kisqali and Femara", "what is given now is taken for the first line: --line overrides this"),
        ("stable on Kisqali and Femara, second line", ""),
        ("progressed on Kisqali and Femara", ""),
    ],
)
def test_who_is_on_a_treatment_is_told_which_line_is_shown(words: str, note: str, run: Run) -> None:
    out = " ".join(run("options", "HR+ HER2-", words).out.split())
    assert (f"Note: {note}" in out) if note else ("what is given now" not in out)
    assert any(note in each for each in in_json(run, "HR+ HER2-", words)["notes"]) == bool(note)


def test_words_and_flags_are_told_under_one_heading(run: Run) -> None:
    out = run("options", "TNBC", "--line", "1").out
    assert out.startswith("Read as: HR-negative; ER-negative; PR-negative; HER2-negative; first line\n")


def test_a_line_that_is_known_stands_alone(run: Run) -> None:
    out = run("options", "--her2", "pos", "--hr", "neg", "--line", "2").out
    assert [line for line in out.splitlines() if line in HEADINGS.values()] == ["Second line"]


def test_who_progressed_and_says_no_more_is_in_no_first_line(run: Run) -> None:
    said = ("--hr", "pos", "--her2", "neg", "--progressed-on", "letrozole, palbociclib")
    out = run("options", *said).out
    assert "First line left out because the cancer grew" in " ".join(out.split())
    assert "First line" in run("options", *said, "--line", "1").out.splitlines()


def test_what_was_given_stands_last(run: Run) -> None:
    tumour = ("--hr", "pos", "--her2", "neg", "--menopause", "post")
    said = (*tumour, "--line", "2", "--progressed-on", "letrozole, palbociclib")
    results = in_json(run, *said, "--region", "US")["results"]
    back = {r["treatment"]["name"]: r["set_back"] for r in results if r["line"] == "second"}
    assert back["palbociclib + fulvestrant"] == back["ribociclib + fulvestrant"] == "same class as before"
    assert back["letrozole"] == "given before"
    assert back["capivasertib + fulvestrant"] is None
    assert re.search(r"its class was given before: +abemaciclib", run("options", *said).out)


@pytest.mark.parametrize(
    ("words", "back"),
    [
        ("HER2+, prior trastuzumab, T-DXd and tucatinib, third line", "given before"),
        ("HER2+, prior T-DXd, prior trastuzumab adjuvant, third line", "given before"),
        ("HER2+, prior T-DXd, prior trastuzumab adjuvant, first line", None),
    ],
)
def test_what_was_given_stands_back_unless_early_disease_is_spoken_of(words: str, back: str | None, run: Run) -> None:
    results = in_json(run, words)["results"]
    assert {r["set_back"] for r in results if r["treatment"]["name"] == "trastuzumab deruxtecan"} == {back}


def named(results: list[dict[str, Any]], name: str) -> dict[str, Any]:
    """The first result for a treatment."""
    return next(result for result in results if result["treatment"]["name"] == name)


def test_a_later_line_tells_that_the_earlier_ones_ended(run: Run) -> None:
    found = in_json(run, "HER2+, prior T-DXd and tucatinib, third line")
    assert [note.split(":")[0] for note in found["notes"]] == ["assumed because a later line is given"]
    neratinib = named(found["results"], "neratinib")
    assert (neratinib["verdict"], neratinib["line"]) == ("fits", "later")
    assert {one["verdict"] for one in neratinib["statements"] if one["id"].startswith("asco")} == {"open"}
    assert next(r for r in found["results"] if r["line"] == "later")["basis"] == "guideline"
    assert (
        "Note: assumed because a later line is given: "
        in run("options", "HER2+, prior T-DXd and tucatinib, third line").out
    )


@pytest.mark.parametrize(
    ("words", "assumed"),
    [
        ("HER2+, third line, prior T-DXd, prior trastuzumab adjuvant", "trastuzumab deruxtecan"),
        ("HER2+, third line, prior T-DXd, on capecitabine, prior capecitabine", "trastuzumab deruxtecan"),
        ("HER2+, third line, prior T-DXd, intolerant of lapatinib, prior lapatinib", "trastuzumab deruxtecan"),
        ("HER2+, third line, prior T-DXd, progressed on lapatinib", None),
        ("HER2+, prior T-DXd, first line", None),
        ("HER2+, prior T-DXd", None),
        ("HER2+, second line, prior trastuzumab, relapsed 20 months after adjuvant therapy", None),
    ],
)
def test_what_is_assumed_is_only_what_nobody_spoke_of(words: str, assumed: str | None, run: Run) -> None:
    notes = [note for note in in_json(run, words)["notes"] if note.startswith("assumed")]
    assert notes == (
        [
            f"assumed because a later line is given: {assumed} for metastatic disease; progression on {assumed} "
            "(--progressed-on overrides it)"
        ]
        if assumed
        else []
    )


def test_nothing_is_assumed_against_what_was_said(run: Run) -> None:
    told = ("HER2+, third line, prior letrozole", "--fact", "prior-endocrine-metastatic=0")
    assert in_json(run, *told)["notes"] == []


def test_what_an_assumption_rules_out_says_why(run: Run) -> None:
    found = in_json(run, "HR+, HER2-, second line, prior letrozole")["results"]
    out = [r for r in found if r["verdict"] == "ruled out"]
    assert out != []
    assert all(r["why"] for r in out)


def test_each_line_is_judged_as_if_it_were_the_one(run: Run) -> None:
    """What was only said to be given was for early disease if the first line is asked for, else for metastatic disease."""
    said = ("HR+", "HER2-", "postmenopausal", "after letrozole and palbociclib")
    results = in_json(run, *said)["results"]
    (first,) = (
        r for r in results if (r["line"], r["treatment"]["name"]) == ("first", "ribociclib + aromatase inhibitor")
    )
    (second,) = (r for r in results if (r["line"], r["treatment"]["name"]) == ("second", "ribociclib + fulvestrant"))
    assert (first["verdict"], first["set_back"], second["set_back"]) == ("fits", None, "same class as before")
    for number, line in (("2", "second"), ("3", "later")):
        alone = in_json(run, *said, "--line", number)["results"]
        stands = [[r["treatment"]["name"], r["verdict"], r["set_back"]] for r in results if r["line"] == line]
        there = [[r["treatment"]["name"], r["verdict"], r["set_back"]] for r in alone if r["line"] == line]
        assert [one for one in there if one[0] == stands[0][0]] == stands[:1]
    shown = run("options", *said).out
    assert "First line  (if what was given was for early disease)\n" in shown
    assert "Second line  (if it was for metastatic disease and failed)\n" in shown
    assert "(if" not in run("options", "HR+ HER2- progressed on letrozole").out


def test_what_was_given_stands_below_its_equals(run: Run) -> None:
    said = ("HR+", "HER2-", "postmenopausal", "first line", "prior abemaciclib adjuvant")
    names = [r["treatment"]["name"] for r in in_json(run, *said)["results"] if r["line"] == "first"]
    without = [r["treatment"]["name"] for r in in_json(run, *said[:-1])["results"] if r["line"] == "first"]
    pair = ("abemaciclib + aromatase inhibitor", "ribociclib + aromatase inhibitor")
    assert without.index(pair[0]) < without.index(pair[1])
    bare = [
        r["treatment"]["name"] for r in in_json(run, *said[:3], "prior abemaciclib")["results"] if r["line"] == "first"
    ]
    assert bare.index(pair[1]) < bare.index(pair[0])
    assert names.index(pair[0]) < names.index(pair[1])  # said to be adjuvant: not the same


@pytest.mark.parametrize("words", ["had carboplatin and keytruda for mets", "prior chemo in metastatic setting"])
def test_what_was_given_for_metastatic_disease_leaves_no_first_line(words: str, run: Run) -> None:
    assert "prior-metastatic" in in_json(run, "TNBC", words)["profile"]
    assert "First line" not in run("options", "TNBC", words).out


def test_what_names_no_line_gives_way_to_the_lines_and_is_counted(run: Run) -> None:
    words = "ER+/HER2-, prior Ibrance and letrozole, ESR1 mutation found, BRCA2 mutation"
    shown = run("options", words).out
    assert "Any line" not in shown
    assert re.search(r"Left out +\d+ for no particular line \(-v\), ", shown)
    assert "Any line\n" in run("options", words, "-v").out


def test_what_was_given_de_novo_was_for_metastatic_disease(run: Run) -> None:
    assert "First line" not in run("options", "de novo TNBC, had paclitaxel").out
    assert "First line" in run("options", "TNBC, had paclitaxel").out


def test_the_word_before_a_treatment_is_its_firmest_layer_that_fits_or_may_fit(run: Run) -> None:
    said = "ER+ HER2-, ESR1 mutated, progressed on palbociclib and letrozole"
    row = r"approved +elacestrant +ASCO 2023, ASCO 2024; (?:US|EU) 2023"
    assert re.search(row, run("options", said, "--line", "2").out)
    assert "if postmenopausal" in run("options", said, "--line", "2").out
    assert re.search(row, run("options", f"{said}, postmenopausal", "--line", "2").out)
    assert re.search(r"an option +margetuximab +ASCO 2022", run("options", "HER2+ HR-", "--line", "3").out)


def test_regions_whose_labels_were_read_throughout_lead_where_none_is_asked_for(run: Run) -> None:
    said = ("HR+", "HER2-", "prior letrozole")
    second = [r for r in in_json(run, *said)["results"] if r["line"] == "second" and not r["set_back"]]
    chinese = next(n for n, r in enumerate(second) if r["treatment"]["name"] == "entinostat + aromatase inhibitor")
    western = next(n for n, r in enumerate(second) if r["treatment"]["name"] == "abemaciclib + fulvestrant")
    assert (second[chinese]["verdict"], second[western]["verdict"]) == ("fits", "fits")
    assert western < chinese
    there = [r for r in in_json(run, *said, "--region", "CN")["results"] if r["line"] == "second"]
    assert "entinostat + aromatase inhibitor" in [r["treatment"]["name"] for r in there[:4]]


def test_a_short_label_of_another_region_makes_nothing_fit_that_others_leave_open(run: Run) -> None:
    words = "HR+, HER2 ultralow, prior letrozole adjuvant"
    results = [r for r in in_json(run, words)["results"] if r["treatment"]["name"] == "trastuzumab deruxtecan"]
    assert {"JP", "US"} <= {one["region"] for r in results for one in r["statements"]}
    assert [r["verdict"] for r in results if r["line"] == "second"] == ["open"]
    japan = in_json(run, words, "--region", "JP")["results"]
    assert named(japan, "trastuzumab deruxtecan")["verdict"] == "fits"


def test_a_label_that_may_fit_stands_before_a_guideline_that_others_restate(run: Run) -> None:
    first = in_json(run, "TNBC, CPS 3, BRCA wt, first line, de novo")["results"][0]
    assert (first["treatment"]["name"], first["basis"]) == ("sacituzumab govitecan", "restated")
    shown = run("options", "TNBC, CPS 3, BRCA wt, first line, de novo").out
    assert re.search(r"approved +sacituzumab govitecan +EU 2026, US 2026 if ineligible", shown)
    assert "Targeted Oncology 2026" in shown


def test_which_recommendations_to_follow_stands_above_them(run: Run) -> None:
    shown = run("options", "HER2 positive breast cancer returned 5 months after finishing adjuvant Herceptin").out
    rows = shown[shown.index("First line") :].splitlines()
    assert rows[1].split(maxsplit=1) == ["recommended", f"{'follow the second-line recommendations':<53}ASCO 2022"]
    assert rows[2].startswith("  approved      trastuzumab deruxtecan + pertuzumab ")


def test_the_finding_that_most_depends_on_is_asked_for_first(run: Run) -> None:
    shown = run("options", "ESR1 D538G, PD on palbociclib + AI, HER2 0").out
    assert re.search(r"\nNeeded first: --er\. \d+ of \d+ treatments depend on it\.\n", shown)
    assert "Needed first" not in run("options", "ER+, ESR1 D538G, PD on palbociclib + AI, HER2 0").out


def test_a_test_decides_although_something_else_may_keep_some_out(run: Run) -> None:
    """Nobody said that a checkpoint inhibitor is not an option: it is the test of PD-L1 that opens it."""
    out = " ".join(run("options", "--tnbc", "--line", "1").out.split())
    assert "PD-L1 CPS 10 or more: sacituzumab govitecan + pembrolizumab" in out.partition("if tested")[2]


def test_few_rows_of_a_line_are_open(run: Run) -> None:
    shown = run("options", "TNBC, 2 lines of chemo").out
    rows = re.findall(r"^  (?:recommended|approved|an option) .*", shown, re.MULTILINE)
    assert len([row for row in rows if ", if " in row]) <= 3 < len(rows) + shown.count("also")


def test_what_newer_sources_overtake_stands_below_and_says_by_what(run: Run, book: Book) -> None:
    said = ("--hr", "pos", "--her2", "neg", "--menopause", "post", "--line", "1", "--prior", "none")
    found = {r["treatment"]["name"]: r for r in in_json(run, *said)["results"] if r["verdict"] == "fits"}
    alone = found["aromatase inhibitor"]
    assert alone["set_back"] == "overtaken by nonsteroidal aromatase inhibitor + CDK4/6 inhibitor"
    assert set(alone["overtaken"]) <= set(book.statements)
    rests = [book.statements[one["id"]] for one in alone["statements"] if one["id"].startswith("asco")]
    assert {name for statement in rests for name in statement.newer} >= set(alone["overtaken"]) != set()
    better = found["nonsteroidal aromatase inhibitor + CDK4/6 inhibitor"]
    assert (better["set_back"], better["overtaken"]) == (None, [])
    assert better["rank"] < alone["rank"]
    shown = " ".join(run("options", *said).out.split())
    assert "ranked lower overtaken by nonsteroidal aromatase inhibitor + CDK4/6 inhibitor: " in shown


def test_a_statement_that_was_replaced_says_by_which(run: Run, book: Book) -> None:
    over = [r for r in in_json(run, "--her2", "pos", "--all")["results"] if r["status"] == "ended"]
    assert over
    for result in over:
        links = [book.statements[one["id"]].replaced_by for one in result["statements"]]
        assert bool(result["overtaken"]) == all(links)
        assert set(result["overtaken"]) <= {name for names in links for name in names}


def test_a_guideline_is_not_overtaken_by_a_label(run: Run) -> None:
    first = [r for r in in_json(run, "--her2", "pos", "--hr", "neg")["results"] if r["line"] == "first"]
    (named,) = [r for r in first if r["treatment"]["name"] == "trastuzumab + pertuzumab + taxane"]
    assert named["overtaken"]
    assert named["set_back"] is None


def test_what_holds_the_cancer_is_not_replaced(run: Run) -> None:
    said = ("--her2", "pos", "--hr", "pos", "--fact", "current=docetaxel,trastuzumab,pertuzumab")
    held = in_json(run, *said, "--fact", "response=responding", "--region", "US")["results"]
    second = {r["set_back"] for r in held if r["line"] == "second" and r["verdict"] != "ruled out"}
    assert second <= {"current treatment is working", "given before", "same class as before"}
    grown = in_json(run, *said, "--fact", "response=progressing", "--region", "US")["results"]
    assert None in {r["set_back"] for r in grown if r["line"] == "second" and r["verdict"] != "ruled out"}


@pytest.mark.parametrize(
    "argv", [["--her2", "pos"], ["--tnbc", "--all"], ["--as-of", "2012", "--region", "US"]], ids=" ".join
)
def test_an_answer_says_that_it_is_no_advice(argv: list[str], run: Run) -> None:
    out = run("options", *argv).out
    assert "Information, not advice." in out or "Nothing is ruled out" in out


def test_no_profile_is_short_and_says_how_to_narrow_it(run: Run) -> None:
    ran = run("options")
    assert len(ran.out.splitlines()) < 25
    assert "Nothing is ruled out" in ran.out
    assert "mbc options --her2" in ran.out
    assert "ruled out:" not in ran.out


def test_counts_are_those_of_the_data(run: Run) -> None:
    results = in_json(run, "--her2", "pos", "--hr", "neg")["results"]
    out = " ".join(run("options", "--her2", "pos", "--hr", "neg").out.split())
    (count,) = re.findall(r"(\d+) ruled out \(--all\)", out)
    assert int(count) == len({r["treatment"]["name"] for r in results if r["verdict"] == "ruled out"})
    (count,) = re.findall(r"(\d+) local \(--local\)", out)
    assert int(count) == sum(r["line"] == "local" and r["verdict"] != "ruled out" for r in results)


def test_the_footer_names_the_facts_that_most_of_what_is_open_asks_for(run: Run) -> None:
    out = run("options", "--her2", "pos", "--hr", "neg").out
    (line,) = (line for line in out.splitlines() if line.startswith("Add facts: "))
    assert re.search(r"\(affects \d+ treatments\), .* \(\d+\), .* \(\d+\)$", line)


def test_the_footer_asks_for_more_of_a_value_that_is_given_not_finely_enough(run: Run) -> None:
    """Whoever gives PD-L1-positive has the report with the score: it is asked for though other facts settle as much."""
    shown = run("options", "TNBC PD-L1 positive").out
    assert "--pdl1 cps-10 or ic-1 (" in shown
    head = shown.partition("First line")[0]
    assert "PD-L1-positive: of which kind? If PD-L1 CPS 10 or more: " in head
    assert "; pembrolizumab + chemotherapy; " in head
    assert "; if PD-L1 on 1 % or more immune cells: atezolizumab + nab-paclitaxel (--pdl1 cps-10 or ic-1)" in head
    assert re.search(r"  if +PD-L1 CPS 10 or more: sacituzumab govitecan \+ pembrolizumab; ", shown)
    assert "of which kind" not in run("options", "HR+ HER2-").out  # its kinds stand in their lines
    assert "more on --prior (" in run("options", "HR+ HER2- after Kisqali").out
    assert "cps-10 or" not in run("options", "TNBC PD-L1 CPS 12").out


@pytest.mark.parametrize("words", ["TNBC PD-L1 negative BRCA1", "HR+ HER2- BRCA mutated"])
def test_what_is_half_said_hides_nothing_that_it_would_add(run: Run, words: str) -> None:
    """With the origin left open, the PARP inhibitors were only counted: less was shown than with no word of BRCA."""
    added = " ".join(run("options", words).out.partition("\nSecond line")[2].split())
    assert "germline BRCA-mutated: olaparib or talazoparib" in added


def test_a_region_that_is_asked_for_comes_before_what_another_only_names(run: Run) -> None:
    """NICE pays for tucatinib after two anti-HER2 regimens; what a US guideline names without recommending stood above."""
    later = run("options", "--her2", "pos", "--hr", "neg", "--region", "UK").out.partition("\nThird line")[2]
    rows = re.findall(r"^  (?:recommended|approved|paid for|an option) .*", later, re.MULTILINE)
    assert TUKYSA in "".join(rows)
    assert "margetuximab" not in "".join(rows)


def test_a_file_to_be_read_begins_with_the_call_and_the_day_of_the_data(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "questions.md"
    assert run("options", "HR+ HER2-", "-o", str(target)).code == 0
    head, day, sources, *rest = target.read_text("utf-8").split("\n\n")
    assert head == "# Metastatic breast cancer: mbc options 'HR+ HER2-'"
    assert day == f"Data of {mbc.load().book.version}, from published sources. Information, not advice."
    assert sources.endswith("the same call with -v.")
    assert (
        "\n\n".join(rest) == f"#{run('options', 'HR+ HER2-', '--format', 'markdown').out}"
    )  # its title is a second one
    assert run("drug", "xyzzyplugh", "-o", str(tmp_path / "nothing.md")).code == 1
    assert not (tmp_path / "nothing.md").exists()


def test_a_file_holds_whole_lists_and_no_options(run: Run, tmp_path: Path) -> None:
    """It has no rows to fit, and whoever reads it may have no command line."""
    for name in ("handout.md", "handout.txt"):
        assert run("options", "TNBC", "-o", str(tmp_path / name)).code == 0
        body = (tmp_path / name).read_text("utf-8").split("call with -v.")[1]
        assert "pembrolizumab + gemcitabine + carboplatin" in body
        assert not re.search(r"and \d+ more|\d more|--\w| -v\b", body)
        assert "Data of " in (tmp_path / name).read_text("utf-8").partition(body)[0]
    assert run("options", "TNBC", "--why", "Trodelvy", "-o", str(tmp_path / "why.txt")).code == 0
    assert "✓ holds" in (tmp_path / "why.txt").read_text("utf-8")


def test_why_shows_reasons_of_the_first_of_many_treatments(run: Run) -> None:
    """A name that stands in seven treatments had their verdicts alone, on half a screen."""
    out = run("options", "TNBC", "--why", "pembrolizumab").out
    assert len(re.findall(r"^  open +if ", out, re.MULTILINE)) > 2


def test_of_alternatives_all_that_may_hold_are_told(run: Run) -> None:
    """Only the nearest was: who had not had hormone therapy was told of a recurrence within a year alone."""
    out = " ".join(run("options", "HR+ HER2- PIK3CA mutated", "--why", "Truqap").out.split())
    assert "open if progression on hormone therapy and at least 1" in out
    assert "or FDA 2023" not in out
    assert "recurrence within 12 months after (neo)adjuvant treatment" in out
    settled = " ".join(
        run("options", "HR+ HER2- PIK3CA mutated", "--why", "Truqap", "--fact", "recurrence-months=5").out.split()
    )
    assert "fits" in settled
    assert "or recurrence within" not in settled


def test_all_gives_reasons_and_what_is_over(run: Run) -> None:
    out = run("options", "--her2", "neg", "--all").out
    assert re.search(r"ruled out +lapatinib .* needs HER2-positive", out)
    assert "bevacizumab: unnamed guide by 2012-06, the US approval for breast cancer was revoked (2011-11-18)" in out
    assert "--all lists" not in out


def test_why_shows_every_statement_with_its_condition_and_place(run: Run) -> None:
    out = run("options", "--her2", "neg", "--why", "Tukysa", "-v").out
    assert "tucatinib + trastuzumab + capecitabine  (ruled out: needs HER2-positive)\n" in out
    statement = out[out.index("FDA 2020 (does not fit): labelled, line: second or later\n") :]
    assert "\n  ✗ fails       HER2-positive\n" in statement
    assert "\n  source        fda-label-tukysa: indications, ind:fda.tukysa:0\n" in statement
    out = run("options", "--her2", "pos", "--hr", "neg", "--why", "tucatinib", "-v").out
    assert "CCS 2024 (silent on this profile)" in out


def test_why_has_a_row_for_statements_that_come_out_alike_where_each_by_itself_is_too_long(run: Run) -> None:
    out = run("options", "HER2-low", "--why", "Enhertu").out
    assert len(re.findall("needs HER2-positive", out)) == 2  # a row of the second treatment, and its verdict
    assert re.search(r"open +if at least 1 chemotherapy regimen for metastatic +EMA 2023; FDA 2022; HSE 2025\n", out)
    assert "disease or recurrence within 6 months after" in out
    assert re.search(r"^ +more +\d+ open, .*\d+ against", out, re.MULTILINE)
    assert "-v shows each statement by itself" in out
    every = run("options", "HER2-low", "--why", "Enhertu", "-v").out
    assert "✓ holds" in every
    assert "-v shows" not in every
    few = run("options", "--her2", "pos", "--why", "entrectinib").out
    assert "? not known" in few  # all of it fits on a screen


@pytest.mark.parametrize("name", ["Enhertu", "Kadcyla", "Kisqali", "Keytruda", "letrozole", "everolimus", "olaparib"])
def test_why_is_one_screen(name: str, book: Book) -> None:
    for words in ("HER2-low", "HR+ HER2-", "TNBC"):
        (page,) = mbc.options(words, why=name).pages()
        assert height(page) <= HEIGHT, words


def test_why_is_a_checklist_with_one_item_in_a_row(run: Run) -> None:
    out = run(
        "options", "--her2", "pos", "--region", "CA", "--prior", "trastuzumab, pertuzumab", "--why", "Tukysa", "-v"
    ).out
    rows = [row.strip() for row in out[out.index("Health Canada 2020") :].split("\n\n")[0].splitlines()]
    assert rows[1:5] == [
        "✓ holds       HER2-positive",
        "✓ holds       prior trastuzumab",
        "✓ holds       prior pertuzumab",
        "✗ fails       prior trastuzumab emtansine",
    ]
    assert "no condition stated" in run("options", "--why", "eribulin", "--region", "JP").out


def test_why_shows_first_what_decides(run: Run) -> None:
    """A guide that asks for less than the labels stands behind them, and does not make the treatment fit."""
    out = run("options", "HR+ HER2- gBRCA2, progressed on letrozole", "--region", "US", "--why", "olaparib", "-v").out
    out = out[out.index("\nolaparib  (open: depends on prior treatment)\n") :]
    assert out.index("FDA 2018 (open)") < out.index("CCS 2024 CA (fits)")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--why", "vinflunine"], "vinflunine + capecitabine  (sources speak against it in some cases)\n"),
        (
            ["--why", "vinflunine", "--fact", "resistant-to=paclitaxel", "--prior", "doxorubicin, paclitaxel"],
            "vinflunine + capecitabine  (sources speak against it)\n",
        ),
        (["--why", "progestin", "male hr+"], "progestin  (no source names it for this profile)\n"),
    ],
)
def test_why_says_whether_sources_speak_against_what_none_speaks_for(run: Run, asked: list[str], said: str) -> None:
    assert said in run("options", *asked).out


def test_verbose_shows_each_statement_and_the_remarks(run: Run) -> None:
    out = run("options", "--tnbc", "--pdl1", "pos", "-v").out
    assert "atezolizumab + nab-paclitaxel (open: depends on" in out
    assert "no longer current: withdrawn by the company (2021-08-27)" in out
    assert "newer: pembrolizumab + chemotherapy (FDA " in out
    assert "Remarks of the sources" in out


def test_region_and_day_are_said_and_guides_say_where_they_come_from(run: Run) -> None:
    out = run("options", "--her2", "neg", "--region", "EU", "--as-of", "2024-06").out
    assert "As of 2024-06: what was said and approved then." in out
    assert "EU labels: 41 drugs read, to " in out
    assert not re.search(r"\bUS 20", out)
    assert "ACS 2019" not in run("options", "--her2", "neg", "--as-of", "2019-06").out


@pytest.mark.parametrize("day", ["2006", "2013-02-22", "2020"])
def test_an_answer_as_of_a_day_claims_nothing_later(day: str, run: Run) -> None:
    whole = in_json(run, "--her2", "pos", "--as-of", day, "--all")
    said = [one for result in whole["results"] for one in result["statements"]]
    assert said
    assert all(one["date"][: len(day)] <= day[: len(one["date"])] for one in said)
    out = run("options", "--her2", "pos", "--as-of", day).out
    assert "Left out because their start date is not known" in out
    assert all(year <= day[:4] for year in re.findall(r"\b(?:19|20)\d\d\b", out.partition("Information")[2]))


def test_what_is_only_known_to_be_no_later_is_printed_so(run: Run) -> None:
    out = run("options", "--hr", "pos", "--menopause", "post", "--line", "2", "--region", "CA").out
    assert "CA by 2026-11" in " ".join(out.split())
    assert "CA 2026" not in out
    row = next(row for row in run("sources", "--all").out.splitlines() if "cbioportal-therapies" in row)
    assert "by 2026-11" in row


def test_every_region_has_an_authority_that_speaks_in_its_labels() -> None:
    assert tuple(AUTHORITIES) == REGIONS


def test_a_treatment_given_before_is_marked(run: Run) -> None:
    out = run("options", "--her2", "pos", "--line", "2", "--prior", "Herceptin, Kadcyla").out
    assert "trastuzumab, given before" in " ".join(out.split())


def test_the_card_of_a_drug_names_the_profiles(run: Run) -> None:
    ran = run("drug", "capivasertib", "-v")
    assert "Named by sources for" in ran.out
    condition = "HR-positive, HER2-negative, (PIK3CA-mutated or AKT1-mutated or PTEN-altered), (progression on hormone"
    assert f"capivasertib + fulvestrant: {condition}" in ran.out
    (card,) = json.loads(run("drug", "capivasertib", "--format", "json").out)["results"]
    assert {"fda-truqap", "ccs-2024-capivasertib"} <= set(card["statements"])
    (then,) = json.loads(run("drug", "capivasertib", "--as-of", "2020", "--format", "json").out)["results"]
    assert then["statements"] == []


def test_a_profile_in_words_has_a_limit(run: Run) -> None:
    ran = run("options", "HER2 positive, bone mets, " * 100)
    assert (ran.code, ran.out) == (2, "")
    assert "the profile has" in ran.err
    assert "give its facts in at most 2000" in ran.err


@pytest.mark.parametrize("words", ["PTEN negative", "PTEN-", "PTEN positive"])
def test_what_is_no_fact_by_itself_is_told_where_nothing_else_is_said(words: str, run: Run) -> None:
    out = run("options", words).out
    assert out.startswith("No facts given")
    assert "Note: a stain of the PTEN protein is not the approved test" in out


def test_advice_against_a_part_is_told_of_what_is_ruled_out_only_where_it_is_about_that(run: Run) -> None:
    out = run("options", "--her2", "neg", "--hr", "pos", "--why", "Enhertu").out
    assert len(re.findall(r"^ +more +.*1 against", out, re.MULTILINE)) == 1
    against = run("options", "--her2", "pos", "--why", "Enhertu").out
    assert re.search(r"against +anti-HER2 therapy: only case by case", against)


def test_no_line_ends_between_an_option_and_its_value(run: Run) -> None:
    """On a screen; a pipe has plain spaces."""
    words = f"--fact{TIE}pd1-candidate=...{TIE}(9)"
    screen = io.StringIO()
    draw((Line(f"Add facts: --menopause (affects 8 treatments), --pdl1 (10), {words}"),), screen, 80)
    assert [line.rstrip() for line in screen.getvalue().splitlines()][1:] == ["--fact pd1-candidate=... (9)"]
    assert TIE not in run("options", "triple negative").out


def test_what_several_statements_do_is_worded_as_of_several() -> None:
    assert counted(["open", "does not fit", "open", "does not fit"]) == "2 open, 2 do not fit"
    assert counted(["does not fit"]) == "1 does not fit"
