"""Any name without a command, the help of commands, and what was meant by a word in the place of an option."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import mbc_cli as mbc
from mbc_cli.api.door import door, wider_door
from mbc_cli.cli.help import GROUPS
from mbc_cli.cli.known import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Ran


DOORS = {
    "TCH": "expand",
    "tch": "expand",
    "Kadcyla": "drug",
    "C82492": "drug",
    "NCIT:C82492": "drug",
    "L01FD03": "drug",
    "C63435": "expand",
    "aromatase inhibitors": "class",
    "AI": "class",
    "PTX": "drug",
    "5-FU": "drug",
    "PALOMA-2": "expand",
    "CA": "expand",
    "ET": "expand",
    "NCCP 254": "expand",
    "acs-2019": "sources",
    "docetaxol": "drug",
    "capecitibine": "drug",
    "docetaxol 75 mg": "expand",
    "ddAC x4 then Taxol": "expand",
    "трастузумаб": "drug",
    "pemetrexed": "drug",
    "HER2+ HR-": "options",
    "HER2 positive, after Herceptin": "options",
    "postmenopausal": "options",
    "tamoxifen 20 mg": "expand",
    "webmd": "sources",
    "ASCO": "sources",
    "NED": "expand",
    "PD-L1": "expand",
    "TNBC": "options",
    "microtubule": "search",
    "HER2": "expand",
    "PIK3CA": "expand",
    "de novo": "expand",
    "oligometastatic": "expand",
    "second line": "options",
    "brain mets": "options",
    "de novo HER2+": "options",
    "update": "",
    "examples": "",
    "H": "",
    "xyzzyplugh": "",
    "frobnicate": "",
    "": "",
}


@pytest.mark.parametrize(("name", "command"), DOORS.items())
def test_a_name_has_its_door(name: str, command: str) -> None:
    assert (door(mbc.load(), name) or wider_door(mbc.load(), name)) == command


@pytest.mark.parametrize("name", ["TCH", "Kadcyla", "C82492", "aromatase inhibitors", "T-DXd", "acs-2019"])
def test_a_name_alone_gives_the_answer_of_its_command_and_says_which(name: str, run: Callable[..., Ran]) -> None:
    command = DOORS.get(name, "drug")
    alone, whole = run(name), run(command, name)
    assert (alone.code, alone.out) == (0, whole.out)
    typed = f'"{name}"' if " " in name else name
    assert alone.err == f"mbc: answered by mbc {command} {typed}\n"
    assert run(*name.split(), "--format", "json").out == run(command, name, "--format", "json").out


def test_a_name_is_looked_up_in_data_of_your_own(tmp_path: Path, run: Callable[..., Ran]) -> None:
    brand = '[brand.zzz]\nname = "Zzzera"\ndrugs = ["docetaxel"]\nsources = ["acs-2019: x"]\n'
    (tmp_path / "mine.toml").write_text(brand, "utf-8")
    assert run("Zzzera").code == 2
    for words in (["--data", str(tmp_path), "Zzzera"], ["Zzzera", "--data", str(tmp_path)]):
        assert "docetaxel" in run(*words).out


def test_a_name_with_several_near_it_is_answered_by_the_calls_for_them(run: Callable[..., Ran]) -> None:
    ran = run("lapatanib")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.splitlines() == [
        "mbc: no drug, brand, class or regimen 'lapatanib': did you mean lapatinib or apatinib?",
        "  mbc lapatinib  (1 letter differs)",
        "  mbc apatinib  (2 letters differ)",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("radiation", "'radiation' is no treatment with drugs; what sources say of surgery and radiation: mbc options"),
        ("radiation to hip", "'radiation to hip' is no treatment with drugs"),
        ("what is radiotherapy?", "'radiotherapy' is no treatment with drugs"),
        ("mastectomy", "'mastectomy' is no treatment with drugs"),
        ("side effects", "side effects: not in this reference, which has names, approvals and sources: mbc drug"),
        ("what is the recommended dose?", "dose: not in this reference"),
    ],
)
def test_what_is_not_here_is_said_with_what_is(text: str, said: str, run: Callable[..., Ran]) -> None:
    ran = run(text)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(f"mbc: {said}")


@pytest.mark.parametrize("text", ["HER2+, had a mastectomy", "radiation, then letrozole"])
def test_surgery_beside_a_profile_or_a_drug_is_no_question_about_it(text: str, run: Callable[..., Ran]) -> None:
    assert run(text).code == 0


@pytest.mark.parametrize(
    "text",
    ["Orserdu UK", "Orserdu in the UK", "Orserdu approved in the UK", "Orserdu UK approval", "Orserdu --approved UK"],
)
def test_a_region_behind_a_name_limits_its_card(text: str, run: Callable[..., Ran]) -> None:
    assert run(*text.split()).out == run("drug", "Orserdu", "--region", "UK").out


def test_brands_of_another_region_are_said_to_be_elsewhere() -> None:
    assert "none held for UK; elsewhere: Phesgo (US, EU, CA)" in str(mbc.drug("Phesgo", region="UK"))
    assert "EU: no approval is held here; on the market there: Trazimera" in str(mbc.drug("Trazimera", region="EU"))


def test_what_is_asked_about_a_misspelt_name_is_not_dropped(run: Callable[..., Ran]) -> None:
    ran = run("letrazole", "side", "effect")
    assert ran.out == run("drug", "letrozole").out
    assert "letrazole is read as letrozole; side effect: not in this reference" in ran.err


def test_a_class_compared_with_a_drug_is_answered_by_the_call_for_each(run: Callable[..., Ran]) -> None:
    ran = run("aromatase inhibitor vs tamoxifen")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.splitlines()[1:] == ['  mbc class "aromatase inhibitor"', "  mbc drug tamoxifen"]


def test_words_that_are_no_command_are_told_as_a_whole(run: Callable[..., Ran]) -> None:
    assert "No such command 'xyzzyplugh stage'. To look up a name" in run("xyzzyplugh", "stage").err


def test_a_command_that_is_misspelt_is_no_name(run: Callable[..., Ran]) -> None:
    ran = run("expnd", "TCH")
    assert (ran.code, ran.out) == (0, run("expand", "TCH").out)
    assert ran.err == "mbc: expnd read as mbc expand\n"
    ran = run("optoins")
    assert (ran.code, ran.out) == (2, "")
    assert "No such command 'optoins'. Did you mean mbc options?" in ran.err


def test_help_is_a_command(run: Callable[..., Ran]) -> None:
    assert run("help").out == run("--help").out
    assert run("help").out == run("help", "--help").out
    assert run("help").code == 0
    assert run("help", "drug").out == run("drug", "--help").out
    ran = run("help", "optoins")
    assert (ran.code, ran.out) == (2, "")
    assert "Did you mean mbc options?" in ran.err


def test_a_command_that_no_group_has_is_listed_all_the_same(
    run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(GROUPS, "Data of your own")
    assert "\nMore:\n" in (shown := run("--help").out)
    assert all(f"  mbc {name} " in shown for name in ("new", "check", "diff", "schema"))


NEED_MORE = {
    "mbc mcp",
    "mbc annotate notes.csv -c drug",
    "mbc audit registry.xml",
    "mbc check my-data",
    "mbc diff my-data",
}


@pytest.mark.parametrize(
    "call", [call for group in GROUPS.values() for call, _ in group.values() if call not in NEED_MORE]
)
def test_the_examples_of_the_help_run(
    call: str, run: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(*shlex.split(call)[1:]).code == 0


# --- what was meant ----------------------------------------------------------------------------------------------


def test_a_word_of_classes_is_the_class_above_them(run: Callable[..., Ran]) -> None:
    ran = run("class", "HER2")
    assert (ran.code, ran.out.splitlines()[0].split("  ")[0]) == (0, "anti-HER2 therapy")
    assert run("class", "cdk").out.startswith("CDK4/6 inhibitor")


def test_a_word_of_many_classes_names_them(run: Callable[..., Ran]) -> None:
    ran = run("class", "inhibitor")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("mbc: several classes contain 'inhibitor'")
    assert "  aromatase inhibitor  (contains the word)\n" in ran.err


def test_the_class_of_a_drug_is_its_nearest(run: Callable[..., Ran]) -> None:
    assert run("class", "Herceptin").out.startswith("HER2 antibody  (Herceptin)\n")
    assert run("class", "of", "Herceptin").out == run("class", "Herceptin").out


def test_regimens_of_drugs_that_are_named_without_an_option(run: Callable[..., Ran]) -> None:
    assert run("regimens", "trastuzumab") == run("regimens", "--with", "trastuzumab")
    assert run("regimens", "aromatase", "inhibitor") == run("regimens", "--with", "aromatase inhibitor")
    exact = json.loads(run("regimens", "docetaxel", "Herceptin", "--exact", "--format", "json").out)
    assert [found["id"] for found in exact["results"]] == ["th"]


@pytest.mark.parametrize(
    ("word", "publisher"), [("FDA", "Food and Drug Administration"), ("EMA", "European Medicines Agency")]
)
def test_sources_of_an_authority_are_all_of_its_own_and_the_labels_of_its_region(word: str, publisher: str) -> None:
    found = mbc.load().sources(word).sources
    region = {"FDA": "US", "EMA": "EU"}[word]
    every = mbc.load().book.sources.values()
    own = {source.id for source in every if publisher in source.publisher}
    labels = {source.id for source in every if source.form == "label" and source.region == region}
    assert own - labels
    assert own | labels <= {source.id for source in found}


def test_sources_with_a_word(run: Callable[..., Ran]) -> None:
    found = json.loads(run("sources", "webmd", "--format", "json").out)["results"]
    assert [source["id"] for source in found] == ["webmd-2017"]
    assert run("sources", "xyzzyplugh").code == 1


@pytest.mark.parametrize(
    ("asked", "same"),
    [
        (["classes"], ["class"]),
        (["source", "asco"], ["sources", "asco"]),
        (["regimen", "trastuzumab"], ["regimens", "trastuzumab"]),
        (["version"], ["--version"]),
        (["define", "NED"], ["NED"]),
        (["glossary", "ADC"], ["ADC"]),
        (["options", "help"], ["options", "--help"]),
    ],
)
def test_what_was_meant_is_done(asked: list[str], same: list[str], run: Callable[..., Ran]) -> None:
    assert run(*asked) == run(*same)
    assert run(*same).code == 0


def test_a_text_that_is_no_file_is_expanded(run: Callable[..., Ran]) -> None:
    found = run("annotate", "Taxol weekly x12")
    assert (found.code, found.out) == (0, run("expand", "Taxol weekly x12").out)
    found = run("annotate", "Taxol weekly x12", "--column", "drug")
    assert found.code == 3
    assert "no such file; to read a single text, use mbc expand or mbc code" in found.err


@pytest.mark.parametrize("text", ["ER+", "ISH-", "ER positive"])
def test_a_test_with_its_result_is_a_profile_though_its_name_is_none(text: str, run: Callable[..., Ran]) -> None:
    assert run(text).out == run("options", text).out
    assert "(not a treatment)" in run("expand", text).out.partition("\n")[0]
    assert [one.kind for one in mbc.expand("ER").readings] == ["lookalike"]


def test_regimens_for_a_tumour_are_those_that_name_it_and_are_not_ruled_out() -> None:
    found = mbc.load().regimens("HER2+")
    assert {"TCH", "H + AI"} <= {*found.names()}
    assert not {"TCb", "TaxAC", "TAD"} & {*found.names()}
    both = {*mbc.load().regimens("paclitaxel", "HER2 positive").names()}
    assert "THL" in both < {*found.names()}


def test_a_ward_word_that_stands_for_a_class_is_that_class(run: Callable[..., Ran]) -> None:
    assert mbc.load().drug_class("ADC").names() == ["antibody-drug conjugate"]


def test_a_term_is_answered_in_each_of_its_forms_and_takes_no_name(run: Callable[..., Ran]) -> None:
    book = mbc.load().book
    for record in book.terms.values():
        for form in record.forms:
            assert [*book.names.named(form), *book.names.acronyms(form)] == [], form
            assert [one.means for one in mbc.expand(form).readings] == [record.means], form


@pytest.mark.parametrize("text", ["HER2-low", "BRCA2 mutation", "HR+/HER2-"])
def test_a_fact_is_no_treatment_and_says_how_to_ask(text: str, run: Callable[..., Ran]) -> None:
    found = run("expand", text)
    assert (found.code, "(not a treatment)" in found.out, f'mbc options "{text}"' in found.out) == (0, True, True)


def test_the_help_fits_on_a_screen(run: Callable[..., Ran]) -> None:
    lines = run("--help").out.splitlines()
    assert len(lines) <= 40
    assert max(map(len, lines)) <= 80
    assert all(f"  mbc {name} " in "\n".join(lines) for name in COMMANDS)


def test_a_table_where_a_text_is_asked_for_is_told(
    run: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "is a file" not in run("code", "charts.csv").err
    Path("charts.csv").write_text("Taxol\n", "utf-8")
    ran = run("code", "charts.csv")
    assert (ran.code, ran.out) == (2, "")
    assert "answered by mbc annotate charts.csv --code" in ran.err
    assert "name the treatment column with --column" in ran.err


@pytest.mark.parametrize(
    ("call", "text"), [("expand", "Taxol\n"), ("code", "AC x4\n\nthen Taxol\n"), ("options", "HER2+\n")]
)
def test_the_text_of_a_file_is_read(
    call: str, text: str, run: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("letter.txt").write_text(text, "utf-8")
    ran = run(call, "letter.txt")
    assert (ran.code, ran.out) == (0, run(call, " ".join(text.split())).out)
    assert "mbc: reading letter.txt as one text" in ran.err
    assert ("to read each line by itself: mbc annotate letter.txt" in ran.err) == (call == "code")


def test_a_file_that_is_not_utf_8_is_no_text(
    run: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("letter.txt").write_bytes(b"\xff\xfe")
    ran = run("expand", "letter.txt")
    assert (ran.code, "letter.txt is not UTF-8" in ran.err) == (3, True)
