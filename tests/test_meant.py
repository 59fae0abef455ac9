"""What people write in place of a command, an option or a value: what is plain is answered, and said."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import mbc_cli as mbc
from mbc_cli.api.door import wider_door
from mbc_cli.ask.definitions import definitions
from mbc_cli.bench.overlay import dropped, lost
from mbc_cli.cli import meant, meant_options
from mbc_cli.cli.app import params_of
from mbc_cli.cli.guides import GUIDES
from mbc_cli.cli.known import COMMANDS
from mbc_cli.store.load import check as problems_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Ran

    Run = Callable[..., Ran]

SAME: list[tuple[str, str, str]] = [
    ("compare Kadcyla Enhertu", "drug Kadcyla vs Enhertu", 'answered by mbc drug "Kadcyla vs Enhertu"'),
    ("compare TCH TCHP", "expand TCH vs TCHP", 'answered by mbc expand "TCH vs TCHP"'),
    ("difference between taxol and taxotere", "drug taxol and taxotere", "answered by mbc drug taxol and taxotere"),
    ("biosimilars of trastuzumab", "drug trastuzumab", "answered by mbc drug trastuzumab"),
    ("what regimens have carboplatin", "regimens carboplatin", "answered by mbc regimens carboplatin"),
    ("which drugs are CDK4/6 inhibitors", "drug CDK4/6 inhibitors", "a class of"),
    ("DRUG TAXOL", "drug TAXOL", "answered by mbc drug TAXOL"),
    ("--json drug taxol", "drug taxol --json", "--json read as --format json"),
    ("-v drug taxol", "drug taxol -v", ""),
    ("label Enhertu", "sources Enhertu", "answered by mbc sources Enhertu"),
    ("list drugs", "drug --all", "answered by mbc drug --all"),
    ("list classes", "class", ""),
    ("list regimens", "regimens", ""),
    ("brands trastuzumab", "drug trastuzumab", "answered by mbc drug trastuzumab"),
    ("why olaparib", "options --why olaparib", "answered by mbc options --why olaparib"),
    ("regimens with docetaxel", "regimens docetaxel", "answered by mbc regimens docetaxel"),
    ("treatment for TNBC", "options TNBC", "answered by mbc options TNBC"),
    ("clinical trials for TNBC", "trials TNBC", "answered by mbc trials TNBC"),
    ("decode EC-T", "expand EC-T", "answered by mbc expand EC-T"),
    ("seerrx Perjeta", "code Perjeta", "answered by mbc code Perjeta"),
    ("mechanism of palbociclib", "drug palbociclib", "answered by mbc drug palbociclib"),
    ("how does fulvestrant work?", "drug fulvestrant", "answered by mbc drug fulvestrant"),
    ("which regimens contain carboplatin", "regimens carboplatin", "answered by mbc regimens carboplatin"),
    ("normalize Herceptn", "drug Herceptin", "answered by mbc drug Herceptin"),
    ("approved for HER2+", "options HER2+", "answered by mbc options HER2+"),
    ("drg Herceptin", "drug Herceptin", "drg read as mbc drug"),
    ("opitons HER2+", "options HER2+", "opitons read as mbc options"),
    ("trial KEYNOTE-522", "expand KEYNOTE-522", "answered by mbc expand KEYNOTE-522"),
    ("seer trastuzumab", "code trastuzumab", "answered by mbc code trastuzumab"),
    ("seer rx category for Ibrance", "code Ibrance", "answered by mbc code Ibrance"),
    ("what is the SEER*Rx category of Zoladex?", "code Zoladex", "answered by mbc code Zoladex"),
    ("how do I code TCHP", "code TCHP", "answered by mbc code TCHP"),
    ("how is Xgeva coded", "code Xgeva", "answered by mbc code Xgeva"),
    ("code list", "code --values", "answered by mbc code --values"),
    ("code --rules", "code --values", "--rules read as --values"),
    ("code --codes", "code --values", "--codes read as --values"),
    ("drug all", "drug --all", "answered by mbc drug --all"),
    ("drug Ibrance --seer", "drug Ibrance", "the SEER*Rx category of a drug is on its card"),
    ("Orserdu --approved", "drug Orserdu", "is on the card"),
    ("drug Orserdu --indications", "drug Orserdu", "-v shows all of it"),
    ("Orserdu --class", "drug Orserdu", "is on the card"),
    ("class HER2 --drugs", "class HER2", "is on the card"),
    ("expand TCH --components", "expand TCH", "is on the card"),
    ("code TCH --date-of-diagnosis 2015", "code TCH --dx 2015", "--date-of-diagnosis read as --dx"),
    ("what does TCHP stand for", "expand TCHP", "answered by mbc expand TCHP"),
    ("what is Kadcyla?", "drug Kadcyla", "answered by mbc drug Kadcyla"),
    ("what is HER2-low", "expand HER2-low", "answered by mbc expand HER2-low"),
    ("HER2-low", "options HER2-low", "what it means: mbc expand HER2-low"),
    ("options --subtype TNBC", "options TNBC", ""),
    ("drug Orserdu --country Canada", "drug Orserdu --region CA", "--country read as --region"),
    ("HER2 low", "options HER2 low", "HER2-low: HER2 IHC 1+; or HER2 IHC 2+, HER2 ISH-negative"),
    ("patient", "help patient", ""),
    ("nurse", "help trainee", ""),
    ("explain ESR1", "expand ESR1", "answered by mbc expand ESR1"),
    ("1410", "code 1410", "answered by mbc code 1410"),
    ("1400 hormone", "code 1400 hormone", 'answered by mbc code "1400 hormone"'),
    ("taxol vs abraxane", "drug taxol vs abraxane", 'answered by mbc drug "taxol vs abraxane"'),
    ("expand TCH --json", "expand TCH --format json", "--json read as --format json"),
    ("drug tamoxifen --form json", "drug tamoxifen --format json", "--form read as --format"),
    ("code TCHP --date 2021-03", "code TCHP --dx 2021-03", "--date read as --dx"),
    ("code TCHP --year=2021", "code TCHP --dx 2021", "--year read as --dx"),
    (
        "options --hr pos --her2 neg --after letrozole",
        "options --hr pos --her2 neg --prior letrozole",
        "if the cancer grew",
    ),
    ("options --her2-positive --hr-", "options her2-positive hr-", ""),
    ("options --tnbc --first-line", "options --tnbc first-line", ""),
    ("options --her2 neg --age 60", "options --her2 neg --fact age=60", ""),
    ("options --HER2 pos --hr neg", "options --her2 pos --hr neg", "--HER2 read as --her2"),
    (
        "options --her2 pos --progresed-on Kadcyla",
        "options --her2 pos --progressed-on Kadcyla",
        "--progresed-on read as",
    ),
    ("regimens --drug docetaxel", "regimens --with docetaxel", "--drug read as --with"),
    ("drug --name Herceptin", "drug Herceptin", ""),
    ("sources licences", "sources --notice", "answered by mbc sources --notice"),
    ("drug --class HER2", "class HER2", "answered by mbc class HER2"),
    ("drug Perjeta --regimens", "regimens Perjeta", "answered by mbc regimens Perjeta"),
    ("drug Enhertu --trials", "trials Enhertu", "answered by mbc trials Enhertu"),
    ("drug Kisqali --why", "options --why Kisqali", "answered by mbc options --why Kisqali"),
    ("drug palbociclib brands", "drug palbociclib", ""),
    ("Ibrance side effects", "drug Ibrance", "side effects: not in this reference"),
    ("define PD-L1 CPS", "expand PD-L1 CPS", 'answered by mbc expand "PD-L1 CPS"'),
    ("new Brand", "new brand", ""),
    ("new drugs", "new drug", ""),
    ("sources --drug T-DM1", "sources T-DM1", ""),
    ("sources EMA --since 2025", "sources EMA since 2025", ""),
    ("sources --older-than=2015 FDA", "sources FDA before 2015", ""),
    ("sources --from 2003 --to 2005", "sources 2003-2005", ""),
    ("sources --year 2024", "sources dated 2024", ""),
    ("sources --licence GPL-2.0", "sources gpl-2.0", "this lists those for 'GPL-2.0'"),
    ("sources EMA labels", "sources label EMA", ""),
    ("sources for trastuzumab deruxtecan", "sources trastuzumab deruxtecan", ""),
    ("sources cited by Enhertu", "sources Enhertu", ""),
    ("conflicts --outdated", "conflicts outdated", ""),
    ("sources --outdated", "conflicts outdated", "answered by mbc conflicts outdated"),
    ("conflicts letrozole outdated", "conflicts outdated about letrozole", ""),
    ("cite", "--version", ""),
    ("conflicts --drug Trodelvy", "conflicts Trodelvy", ""),
    ("add brand", "new brand", "answered by mbc new brand"),
]


@pytest.mark.parametrize(("asked", "same", "said"), SAME, ids=[asked for asked, _, _ in SAME])
def test_what_was_meant_is_answered_and_said(asked: str, same: str, said: str, run: Run) -> None:
    ran, whole = run(*asked.split()), run(*same.split())
    assert (ran.code, whole.code) == (0, 0)
    assert without_query(ran.out) == without_query(whole.out)
    assert said in ran.err


@pytest.mark.parametrize(
    ("asked", "name", "said"),
    [
        ("abemacicilb", "abemaciclib", "abemacicilb is read as abemaciclib"),
        ("Herceptn Hylecta", "Herceptin Hylecta", "is read as Herceptin Hylecta"),
        ("docetaxol", "docetaxel", "docetaxol is read as docetaxel"),
    ],
)
def test_a_misspelt_name_that_can_be_one_drug_only_has_its_card(asked: str, name: str, said: str, run: Run) -> None:
    ran = run("drug", *asked.split())
    assert (ran.code, ran.out, said in ran.err) == (0, run("drug", *name.split()).out, True)


def test_a_misspelt_name_near_to_two_drugs_is_not_forced_to_one(run: Run) -> None:
    ran = run("drug", "lapatanib")
    assert (ran.code, ran.out) == (1, "")
    assert "did you mean lapatinib or apatinib?" in ran.err


QUESTIONS: list[tuple[str, str, str]] = [
    ("is Kadcyla chemo", "drug Kadcyla", "mbc code Kadcyla says what a US registry records it as"),
    ("is herceptin immunotherapy or chemo", "drug herceptin", "its class is on the card"),
    ("is Keytruda immunotherapy or chemo for SEER", "code Keytruda", "answered by mbc code Keytruda"),
    (
        "what comes after Enhertu",
        "options what comes after Enhertu",
        'answered by mbc options "what comes after Enhertu"',
    ),
    ("is Orserdu approved in the UK", "drug Orserdu --region UK", "answered by mbc drug Orserdu --region UK"),
    ("is Trodelvy available in Canada?", "drug Trodelvy --region CA", "answered by mbc drug Trodelvy --region CA"),
    ("is AC-T chemo", "expand AC-T", "answered by mbc expand AC-T"),
    ("when was herceptin approved", "drug herceptin", "answered by mbc drug herceptin"),
    ("side effects of Ibrance", "drug Ibrance", "side effects: not in this reference"),
    ("side effects of Ibranse", "drug Ibrance", "answered by mbc drug Ibrance"),
    ("what is the dose of letrozole", "drug letrozole", "dose: not in this reference"),
    ("dosing AC", "expand AC", "dosing: not in this reference"),
    ("cost of Ibrance", "drug Ibrance", "cost: not in this reference"),
    ("should I take Ibrance or Kisqali", "drug Ibrance vs Kisqali", "a question for the care team"),
    ("which is better Ibrance or Kisqali", "drug Ibrance vs Kisqali", "a question for the care team"),
    ("do I need chemo", "class chemo", "a question for the care team"),
    ("can I take Ibrance with grapefruit", "drug Ibrance", "grapefruit: not in this reference"),
]


@pytest.mark.parametrize(("asked", "same", "said"), QUESTIONS, ids=[asked for asked, _, _ in QUESTIONS])
def test_a_question_is_answered_by_the_names_in_it(asked: str, same: str, said: str, run: Run) -> None:
    ran = run(*asked.split())
    assert (ran.code, ran.out) == (0, run(*same.split()).out)
    assert said in ran.err


def test_a_question_without_a_name_says_what_can_be_asked(run: Run) -> None:
    ran = run("what", "should", "I", "take")
    assert (ran.code, ran.out) == (2, "")
    assert "a question for the care team" in ran.err
    assert "mbc options HER2+ HR-" in ran.err


@pytest.mark.parametrize("text", ["dose dense AC", "stopped Taxol due to toxicity", "optional taxol"])
def test_a_text_of_a_chart_is_no_question_and_no_misspelt_command(text: str, run: Run) -> None:
    ran = run(*text.split())
    assert "not in this reference" not in ran.err
    assert "read as" not in ran.err


def without_query(out: str) -> str:
    """An answer without the words that were asked, which are another's."""
    return "\n".join(line for line in out.splitlines() if not line.startswith('  "query"'))


def test_each_word_leads_to_a_command_and_each_option_to_one_of_it() -> None:
    calls = [call.split() for call in (*meant.ALONE.values(), *meant.FIRST.values()) if call]
    assert {call[0] for call in calls} <= {*COMMANDS, meant.DEFINE, "help", "--version"}
    known = {name: {option for param in params_of(name) for option in param.opts} for name in COMMANDS}
    for command, table in meant_options.OPTIONS_OF.items():
        for said, to in table.items():
            assert said not in known[command], said
            assert {word for word in to.split()[:1] if word.startswith("-")} <= known[command], said
    everywhere = set.union(*known.values())
    assert all({*to.split()[:1]} <= everywhere for to in meant_options.OPTIONS.values())
    assert {word for word in meant.FIRST if " " not in word}.isdisjoint(COMMANDS)


@pytest.mark.parametrize(
    "argv",
    [
        ["options", "--her3", "positive"],
        ["options", "--pik3cb", "mutated"],
        ["options", "--xyzzy"],
        ["expand", "TCH", "--no-such-option"],
        ["annotate", "-c", "drug", "--sep", ":"],
    ],
)
def test_what_is_not_plain_is_refused(argv: list[str], run: Run) -> None:
    ran = run(*argv)
    assert (ran.code, ran.out) == (2, "")


@pytest.mark.parametrize("word", [word for word in meant.INSTEAD if word not in meant.CHANGES])
def test_what_no_command_answers_says_what_to_do(word: str, run: Run) -> None:
    ran = run(word, *(() if word in meant.FIRST else ("xyzzyplugh",)))
    assert (ran.code, meant.INSTEAD[word] in ran.err) == (2, True)


def test_a_value_is_what_is_meant_by_it() -> None:
    known = {"--as", "--column", "--from", "--output"}
    cases = {
        "--format json": "--as json",
        "--format=xlsx": "--as excel",
        "--as ndjson": "--as jsonl",
        "--sep ;": "--from csv",
        "--sep tab": "--from tsv",
        "-- --json": "-- --json",
    }
    for said, to in cases.items():
        assert meant_options.options_meant("annotate", known, said.split()) == to.split()


# --- several drugs -----------------------------------------------------------------------------------------------


def test_several_drugs_are_side_by_side(run: Run) -> None:
    ran = run("drug", "kadcyla", "enhertu")
    assert ran.code == 0
    assert ran.out.startswith("trastuzumab emtansine; trastuzumab deruxtecan  (side by side)\n")
    whole = json.loads(run("drug", "kadcyla", "enhertu", "--json").out)
    assert [found["id"] for found in whole["results"]] == ["trastuzumab-emtansine", "trastuzumab-deruxtecan"]
    assert [found["match"]["kind"] for found in whole["results"]] == ["brand", "brand"]


@pytest.mark.parametrize(
    "text", ["paclitaxel albumin", "trastuzumab xyzzy", "taxol or xyzzy", "TCH kadcyla", "no taxol"]
)
def test_a_text_with_anything_but_drugs_is_no_comparison(text: str, run: Run) -> None:
    assert run("drug", *text.split()).code == 1


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("Ibrance Verzenio", "drug"),
        ("letrozole, tamoxifen", "drug"),
        ("Herceptin Ogivri", "drug"),  # a drug and its biosimilar
        ("Herceptin and Ogivri", "drug"),
        ("Xgeva Prolia", "drug"),  # brands of one drug
        ("Perjeta Herceptin", "expand"),  # a regimen has both
        ("Herceptin pyrotinib", "expand"),  # a trial has
        ("Tukysa Kadcyla", "expand"),
        ("letrozole + tamoxifen", "expand"),
        ("letrozole/tamoxifen", "expand"),
        ("Ibrance 125 mg Verzenio", "expand"),
        ("letrozole pembrolizumab", "expand"),  # of no kind in common
        ("Ibrance then Verzenio", "expand"),
    ],
)
def test_drugs_of_one_kind_that_nothing_gives_together_are_compared(text: str, command: str) -> None:
    assert wider_door(mbc.load(), text) == command


def test_a_comparison_that_nobody_asked_for_says_how_to_read_one_treatment(run: Run) -> None:
    ran = run("Ibrance", "Verzenio")
    assert ran.out.startswith("palbociclib; abemaciclib  (side by side)\n")
    assert 'nothing here gives them together; as one treatment: mbc expand "Ibrance Verzenio"' in ran.err


def test_a_form_under_the_skin_is_shown_beside_the_drug() -> None:
    found = mbc.drug("Herceptin 600 mg SC")
    assert found.drugs == ("trastuzumab", "trastuzumab-and-hyaluronidase")
    assert found.compared
    assert "under the skin, it may be trastuzumab and hyaluronidase" in found.remark
    assert not mbc.drug("Herceptin vs trastuzumab and hyaluronidase").remark


def test_the_drugs_of_one_code_are_a_list() -> None:
    found = mbc.drug("L01FD01")
    assert (found.listed, found.remark.startswith(f"{len(found.cards)} drugs have this code")) == (True, True)
    assert not mbc.drug("C1647").listed


def test_a_drug_with_its_dose_is_that_drug() -> None:
    assert mbc.drug("Ibrance 125 mg").drugs == ("palbociclib",)


def test_regimens_are_compared_and_none_is_the_usual_one() -> None:
    found = mbc.expand("TCH vs TCHP")
    assert [one.id for one in found.readings] == ["tch", "tchp"]
    assert found.drugs == ()


def test_the_drugs_of_a_class_are_listed() -> None:
    found = mbc.drug("aromatase inhibitors")
    assert set(found.drugs) == set(mbc.load().book.members("aromatase-inhibitor"))


def test_every_drug_is_listed(run: Run) -> None:
    every = mbc.drug()
    assert len(every.drugs) == len(mbc.load().book.drugs)
    assert run("drug", "--all").out.splitlines()[-1] == f"{len(every.drugs)} drugs"
    assert run("drug", "--all", "Taxol").code == 2


# --- facts -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name", "says"),
    [
        ("HER2-low", "HER2-low", "kinds of negative"),
        ("ESR1", "ESR1", "ESR1 mutation in the tumour"),
        ("ESR1 mutation", "ESR1-mutated", "ESR1 mutation in the tumour"),
        ("visceral crisis", "visceral crisis", "life-threatening"),
        ("menopause", "menopause", "menopausal status"),
        ("menopausal status", "menopause", "menopausal status"),
        ("BRCA", "BRCA1/2", "; germline when it is inherited"),
        ("PD-L1 CPS 10", "PD-L1 CPS 10 or more", "combined positive score"),
    ],
)
def test_a_fact_is_explained(text: str, name: str, says: str) -> None:
    (found,) = mbc.expand(text).readings
    assert (found.kind, found.name, found.phases) == ("fact", name, ())
    assert says in found.means[0]


def test_a_fact_says_what_it_follows_from_and_has_no_sources_to_count(run: Run) -> None:
    out = run("expand", "HER2-low").out
    assert "follows from: HER2 IHC 1+" in out
    assert 'mbc options "HER2-low"' in out
    assert "sources: -v" not in out


def test_a_profile_with_treatments_is_no_fact() -> None:
    assert not definitions(mbc.load().book, "HER2+ after letrozole")


# --- standard input and files ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("argv", "same"),
    [
        (["expand"], ["expand", "ddAC"]),
        (["expand", "-"], ["expand", "ddAC"]),
        (["drug", "-"], ["drug", "ddAC"]),
        (["code"], ["code", "ddAC"]),
    ],
)
def test_a_text_may_come_on_standard_input(argv: list[str], same: list[str], run: Run) -> None:
    assert run(*argv, given="ddAC\n") == run(*same)


def test_a_profile_may_come_on_standard_input(run: Run) -> None:
    assert run("options", "-", given="HER2+\nHR-\n").out == run("options", "HER2+ HR-").out


def test_an_answer_goes_into_a_file_whose_ending_says_how(tmp_path: Path, run: Run) -> None:
    target = tmp_path / "tch.json"
    ran = run("expand", "TCH", "-o", str(target))
    assert (ran.code, ran.out) == (0, "")
    assert target.read_text("utf-8") == run("expand", "TCH", "--format", "json").out
    assert run("expand", "TCH", "-o", str(target), "--format", "csv").code == 0
    assert target.read_text("utf-8") == run("expand", "TCH", "--format", "csv").out
    assert run("expand", "TCH", "-o", str(tmp_path / "tch.docx")).code == 2


def test_an_answer_that_there_is_not_leaves_a_file_alone(tmp_path: Path, run: Run) -> None:
    target = tmp_path / "out.txt"
    target.write_text("before", "utf-8")
    assert run("drug", "xyzzyplugh", "-o", str(target)).code == 1
    assert target.read_text("utf-8") == "before"
    assert [*tmp_path.iterdir()] == [target]


def test_problems_go_into_a_file_too_and_the_check_goes_on_in_stages(tmp_path: Path, run: Run) -> None:
    (tmp_path / "mine.toml").write_text("[brand.foo]\n", "utf-8")
    ran = run("check", str(tmp_path), "-o", str(tmp_path / "found.json"))
    assert (ran.code, "and check again" in ran.err) == (3, True)
    assert json.loads((tmp_path / "found.json").read_text("utf-8"))["results"]


# --- sources and the bench ---------------------------------------------------------------------------------------


def test_the_sources_of_what_has_a_name(run: Run) -> None:
    book = mbc.load().book
    trial = next(
        found
        for found in book.trials.values()
        if not any(found.name.casefold() in source.title.casefold() for source in book.sources.values())
    )
    assert f'the sources of the entry "{trial.name}": mbc "{trial.name}" shows it' in run("sources", trial.name).err
    found = json.loads(run("sources", trial.name, "--format", "json").out)["results"]
    assert {source["id"] for source in found} >= {cited.id for cited in trial.cited()}


def test_the_table_of_sources_has_day_and_licence(run: Run) -> None:
    source = mbc.load().book.sources["acs-2019"]
    row = next(line for line in run("sources", "--all").out.splitlines() if line.startswith(f"  {source.id} "))
    assert source.licence in row
    assert source.date[:4] in row


def test_many_sources_are_named_and_v_shows_each(run: Run) -> None:
    short, whole = run("sources", "FDA").out, run("sources", "FDA", "-v").out
    ids = {found["id"] for found in json.loads(run("sources", "FDA", "--json").out)["results"]}
    assert all(name in short and name in whole for name in ids)
    assert "Food and Drug Administration" not in short
    assert f"{len(ids)} sources; mbc sources ID shows one, -v all of them" in short


def test_new_says_that_an_entry_replaces_a_shipped_one(run: Run) -> None:
    assert "in a file of your own, where it replaces the shipped one" in run("new", "drug", "trastuzumab").err
    assert "replaces" not in run("new", "drug", "Zzzumab").err


OWN = '[drug.trastuzumab]\nname = "trastuzumab"\nclasses = ["her2-antibody"]\nroutes = ["intravenous"]\nmechanism = "x"\nsources = ["acs-2019: x"]\n'
UNSORTED = '[brand.{}]\nname = "{}"\ndrugs = ["docetaxel"]\nsources = ["acs-2019: x"]\n'


def test_the_check_says_which_keys_an_entry_drops(tmp_path: Path, run: Run) -> None:
    assert set(dict(dropped(tmp_path_with(tmp_path, OWN)))["drug.trastuzumab"]) >= {"abbreviations", "indications"}
    assert [*dropped(tmp_path_with(tmp_path, UNSORTED.format("zzz", "Zzzera")))] == []
    brand = mbc.load().book.brands["herceptin"]
    tmp_path_with(tmp_path, UNSORTED.format(brand.id, brand.name).replace("docetaxel", "trastuzumab"))
    ran = run("check", str(tmp_path))
    assert (ran.code, "brand.herceptin replaces the shipped entry and drops its note, markets and " in ran.err) == (
        0,
        True,
    ), ran


def test_one_file_loses_what_its_own_entries_lose(tmp_path: Path) -> None:
    """The file beside it is read with it, but is not what was asked about."""
    (tmp_path / "drugs.toml").write_text(OWN, "utf-8")
    (tmp_path / "brands.toml").write_text(UNSORTED.format("zzz", "Zzzera"), "utf-8")
    assert [ref for ref, _ in dropped(tmp_path / "drugs.toml")] == ["drug.trastuzumab"]
    assert [*dropped(tmp_path / "brands.toml")] == []


def test_the_check_names_what_is_lost_of_a_list_or_a_table(tmp_path: Path) -> None:
    was = {"markets": {"EU": {}, "UK": {}}, "sources": ["a-1: x", "b-2: y"], "notes": ["a" * 50], "name": "A"}
    now = {"markets": {"UK": {}}, "sources": ["a-1: z"], "notes": [], "name": "B"}
    assert list(lost(was, now)) == ["market EU", "source b-2", "1 note"]
    assert list(lost(now, was)) == []


def test_a_name_that_confuses_drugs_is_told_at_the_own_entry_only(tmp_path: Path) -> None:
    text = '[drug.trastuzumab]\nextends = true\nabbreviations = ["T-DM1"]\nsources = ["acs-2019: x"]\n'
    said = problems_of(tmp_path_with(tmp_path, text))[0]
    assert {problem.key for problem in said} == {"drug.trastuzumab.abbreviations"}
    assert [problem.what for problem in said][1:] == [
        "'T-DM1' would mean trastuzumab and trastuzumab-emtansine, which must not be confused; remove it"
    ]


def tmp_path_with(folder: Path, text: str) -> Path:
    """A directory with just this data."""
    (folder / "mine.toml").write_text(text, "utf-8")
    return folder


def test_data_out_of_order_answers_all_the_same_but_fails_the_check(tmp_path: Path, run: Run) -> None:
    (tmp_path / "mine.toml").write_text(UNSORTED.format("zzz", "Zzzera") + UNSORTED.format("yyy", "Yyyera"), "utf-8")
    assert run("drug", "Yyyera", "--overlay", str(tmp_path)).code == 0
    ran = run("check", str(tmp_path))
    assert (ran.code, "sort the entries" in ran.out, "check again" in ran.err) == (3, True, False)


# --- the package -------------------------------------------------------------------------------------------------


def test_the_package_has_the_day_of_the_data_and_codes() -> None:
    assert mbc.data_version == mbc.load().data_version == mbc.load().book.version
    assert mbc.drug("Herceptin").codes == {"ncit": "C1647", "rxcui": "224905", "atc": "L01FD01"}


# --- annotate ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("id,drug", "drug"),
        ("id,drugName,dose", "drugName"),
        ("treatment_id,treatment_text,treatment_date", "treatment_text"),
        ("drug,treatment", ""),
        ("drug1,drug2", ""),
        ("chemo,hormone", ""),
        ("id,text", ""),
    ],
)
def test_the_one_column_of_treatments_is_meant(header: str, column: str, tmp_path: Path, run: Run) -> None:
    file = tmp_path / "in.csv"
    file.write_text(f"{header}\n" + ",".join(["Taxol"] * (header.count(",") + 1)) + "\n", "utf-8")
    ran = run("annotate", str(file))
    assert (ran.code, f"using column {column!r}" in ran.err) == ((0, True) if column else (2, False))


def test_a_table_that_is_named_for_a_text_is_told_with_its_columns(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in.csv").write_text("id,drug\n1,Taxol\n", "utf-8")
    ran = run("expand", "in.csv")
    assert (ran.code, ran.out) == (3, "")
    assert "mbc annotate in.csv --column drug (it has 'id', 'drug')" in ran.err


def test_every_page_of_the_documentation_is_a_subject_of_the_help(run: Run) -> None:
    pages = {page.stem for page in Path(__file__).parent.parent.joinpath("docs").glob("*.md")} - {"index"}
    assert pages - {*COMMANDS} == {*GUIDES}
    for name, guide in GUIDES.items():
        for asked in (name, *guide.called, f"docs/{name}.md"):
            out = run("help", asked).out
            assert out.startswith(guide.title)
            assert f"docs/{name}.md" in out
    assert run("help", "data", "scientist").out == run("help", "data-scientist").out


def test_the_statuses_have_a_page_of_help(run: Run) -> None:
    out = run("help", "statuses").out
    assert all(f"  {status} " in out for status in ("exact", "corrected", "other drug", "empty"))


@pytest.mark.parametrize(
    ("code", "system"),
    [
        ("NSC 688097", "an NSC number"),
        ("J9355", "an HCPCS code"),
        ("180288-69-1", "a CAS number"),
        ("DB00072", "a DrugBank number"),
        ("UNII P188ANX8CK", "a UNII"),
        ("1658084", "the code of no drug here"),
    ],
)
def test_a_code_that_is_not_held_is_said_to_be_one(code: str, system: str, run: Run) -> None:
    for words in (("drug", code), ("code", code), (code,)):
        ran = run(*words)
        assert (ran.code > 0, ran.out) == (True, "")
        assert f"{code} is {system}: drugs are found by" in ran.err.replace("'", "")


@pytest.mark.parametrize(
    ("call", "to"),
    [
        ("drugs in the SERD class", "class SERD"),
        ("which drugs are in the class of taxanes?", "class taxanes"),
        ("all drugs of class CDK4/6", "class CDK4/6"),
        ("members of the PARP inhibitor class --json", "class PARP inhibitor --json"),
        ("difference paclitaxel nab-paclitaxel", "drug paclitaxel nab-paclitaxel"),
        ("drugs in TNBC", "drugs in TNBC"),
    ],
)
def test_a_question_about_the_drugs_of_a_class_is_that_class(call: str, to: str) -> None:
    assert meant.command_meant(call.split(), COMMANDS) == to.split()


def test_a_class_may_be_called_one_and_names_of_one_drug_say_so(run: Run) -> None:
    assert mbc.drug_class("SERD class").names() == ["selective estrogen receptor degrader"]
    assert "these are names of one drug" in run("Xgeva", "Prolia").err
