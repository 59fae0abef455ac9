"""Cards and readings on one screen of 80 columns and 40 rows: nothing cut, no word broken, and all of it with `-v`."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest

import mbc_cli as mbc
from mbc_cli.book.history import Moment
from mbc_cli.cli.app import COMMANDS
from mbc_cli.cli.help import GROUPS
from mbc_cli.options.coverage import is_paid_only
from mbc_cli.show.brief import fitting, quoted
from mbc_cli.show.line_rows import Wish
from mbc_cli.show.plain import text_of
from mbc_cli.show.statement_lines import source_words
from mbc_cli.show.terminal import draw, shared
from mbc_cli.show.ties import lines_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Ran

    from mbc_cli.api.answer import CommandAnswer
    from mbc_cli.book.book import Book
    from mbc_cli.show.page import Page

WIDTH, ROWS = 80, 40
ASKED: dict[str, Callable[[str], CommandAnswer]] = {
    "drug": mbc.drug,
    "class": mbc.drug_class,
    "regimen": mbc.expand,
    "trial": mbc.expand,
    "lookalike": mbc.expand,
}


def drawn(page: Page, width: int = WIDTH) -> list[str]:
    """The rows of a page on a terminal."""
    sheet = io.StringIO()
    draw(page, sheet, width)
    return [line.rstrip() for line in sheet.getvalue().splitlines()]


def words(text: str) -> Counter[str]:
    """The words of a page; a terminal has no brackets around an aside and no colon behind a heading."""
    return Counter(word.strip("():") for word in text.split() if word.strip("():"))


def pages(book: Book, kind: str) -> list[tuple[str, Page]]:
    """Every page of every entry of a kind."""
    names = dict.fromkeys(record.name for record in book.shelves[kind].values())  # type: ignore[attr-defined]
    return [(name, page) for name in names for page in ASKED[kind](name).pages()]


def test_a_class_of_many_drugs_names_those_that_are_most_used(run: Callable[..., Ran]) -> None:
    """Each class below it had the first of its drugs by alphabet: aminoglutethimide of the aromatase inhibitors."""
    shown = " ".join(run("class", "hormone therapy").out.split())
    assert "aromatase inhibitor (6) exemestane; letrozole; anastrozole;" in shown
    assert shown.partition("antiestrogen (7) ")[2].startswith("fulvestrant; tamoxifen;")
    assert "ovarian function suppression" not in shown  # it names no drug
    assert "anti-HER2 therapy (21) trastuzumab; " in " ".join(run("class", "targeted therapy").out.split())


@pytest.mark.parametrize("kind", ASKED)
def test_every_card_is_one_screen(kind: str, book: Book) -> None:
    found = pages(book, kind)
    assert len(found) >= len(book.shelves[kind])
    long = {name: rows for name, page in found if (rows := len(drawn(page))) > ROWS}
    assert long == {}


@pytest.mark.parametrize("kind", ASKED)
def test_no_word_of_a_card_is_broken_or_cut(kind: str, book: Book) -> None:
    for name, page in pages(book, kind):
        rows = drawn(page)
        assert max(map(len, rows)) <= WIDTH, name
        assert words("\n".join(rows)) == words(text_of(page)), name


def test_drugs_side_by_side_break_no_word_and_a_title_has_brackets() -> None:
    (page,) = mbc.drug("Kadcyla vs Enhertu").pages()
    rows = drawn(page)
    assert rows[0] == "trastuzumab emtansine; trastuzumab deruxtecan  (side by side)"
    assert {"Mechanism", "Also", "Not"} <= {row.split()[0] for row in rows if row.strip()}
    assert words("\n".join(rows)) == words(text_of(page))


def test_the_arms_of_a_trial_are_one_table_and_its_notes_stand_once() -> None:
    (page,) = mbc.expand("KEYNOTE-355").pages()
    rows = drawn(page)
    assert [row.strip() for row in rows if "arm 3" in row] == [
        "experimental arm 3  pembrolizumab + gemcitabine + carboplatin",
        "control arm 3       gemcitabine + carboplatin",
    ]
    assert sum("three chemotherapies" in row for row in rows) == 1
    assert len(rows) < ROWS
    assert len(list(mbc.expand("KEYNOTE-355", verbose=True).pages())) == 6


def test_the_card_of_a_product_stands_for_those_of_its_drugs() -> None:
    (product,) = mbc.drug("Phesgo").pages()
    rows = drawn(product)
    assert any(row.split() == ["Contains", "pertuzumab", "and", "trastuzumab"] for row in rows)
    assert len(rows) < ROWS
    assert len(list(mbc.drug("Phesgo", verbose=True).pages())) == 3


def test_why_has_a_line_for_what_does_not_fit() -> None:
    short, whole = (str(mbc.options(tnbc=True, why="Trodelvy").but(wish=Wish(verbose=wish))) for wish in (False, True))
    assert re.search(r"does not fit +needs HR-positive +.*\n +EMA 2023; FDA 2023", short)
    assert "fda-label-trodelvy: indications, ind:fda.trodelvy:1" in whole.replace("\n", " ")
    assert "fda-label-trodelvy: indications, ind:fda.trodelvy:1" not in short
    assert "Does not fit, or" not in whole
    (none_fits,) = (str(mbc.options(hr="negative", why="letrozole")),)
    assert "needs HR-positive" in none_fits


def test_a_region_without_an_approval_that_was_read_is_said() -> None:
    for verbose in (False, True):
        for name, region, said in (("Margenza", "UK", True), ("Orserdu", "US", False), ("bevacizumab", "US", False)):
            page = str(mbc.drug(name, region=region, verbose=verbose))
            assert (f"{region}: no approval is held here; there may be one" in page) == said
    assert "US: no approval by 2015 is held here" in str(mbc.drug("Enhertu", region="US", as_of="2015"))
    assert "no approval" not in str(mbc.drug("Orserdu"))
    paid = "UK: no approval is held here; paid for by the NHS in England: NICE by 2026-11"
    assert paid in str(mbc.drug("Trodelvy", region="UK"))


def test_what_the_requested_region_says_comes_first() -> None:
    for region, who in (("UK", "NICE"), ("CA", "Health Canada"), ("IE", "HSE")):
        named = str(mbc.drug("Enhertu", region=region)).partition("Named by sources for")[2].splitlines()
        assert who in named[1], region


def test_who_pays_is_said_by_the_payer_and_a_licence_by_its_authority(book: Book) -> None:
    now = Moment()
    paid = [one for one in book.statements.values() if is_paid_only(one)]
    assert {source_words(book, one, now).partition(" ")[0] for one in paid} == {"NICE", "HSE"}
    (reported,) = (one for one in book.statements.values() if one.sources[0].id == "ascopost-2026-06")
    assert source_words(book, reported, now).startswith("FDA ")


def test_a_card_says_what_speaks_against_and_where_the_class_is_named() -> None:
    card = str(mbc.drug("Kisqali"))
    named, _, against = card.partition("Sources speak against")
    assert "tamoxifen: not for" not in named
    assert "ribociclib + tamoxifen: not for this use: HR-positive, HER2-negative (FDA by 2021-12)" in against
    assert 'more about its classes: mbc class "CDK4/6 inhibitor"' in named
    assert "mbc drug olaparib" in str(mbc.drug_class("PARP inhibitors"))


def test_two_parents_of_a_class_are_two() -> None:
    card = str(mbc.drug("Enhertu"))
    assert "HER2 antibody-drug conjugate (anti-HER2 therapy, targeted therapy); antibody-drug conjugate (" in card


def test_why_has_what_speaks_for_a_treatment_before_open_advice_against_it() -> None:
    for name in ("ribociclib", "Enhertu"):
        rows = str(mbc.options(why=name)).splitlines()
        assert next(row for row in rows if row.startswith("  ")).split()[0] == "open", name
        assert not any(row.strip().endswith(" more") for row in rows)


def test_the_whole_card_has_every_source_brand_and_remark(book: Book) -> None:
    for drug in book.drugs.values():
        whole = str(mbc.drug(drug.name, verbose=True))
        assert all(f"[{citation.id}]" in whole for citation in drug.cited()), drug.id
        assert all(brand.name in whole for brand in book.brands_of(drug.id)), drug.id
        assert all(note in whole for note in (*drug.notes, *drug.unverified)), drug.id


def test_the_whole_reading_has_every_source_and_remark(book: Book) -> None:
    for regimen in book.regimens.values():
        whole = str(mbc.expand(regimen.name, verbose=True))
        assert all(f"[{citation.id}]" in whole for citation in regimen.sources), regimen.id
        assert all(note in whole for note in regimen.remarks), regimen.id


def test_the_last_line_counts_what_is_left_out() -> None:
    assert "1 conflict: -v" in str(mbc.expand("TCH"))
    assert " sources, " in str(mbc.drug("trastuzumab")).splitlines()[-1]


def test_the_help_cuts_no_summary_off(run: Callable[..., Ran]) -> None:
    shown = run("--help").out
    listed = [line for line in shown.splitlines() if line.startswith("  mbc ")]
    assert sorted(line.split()[1] for line in listed) == sorted(COMMANDS)
    assert max(map(len, shown.splitlines())) <= WIDTH
    assert len(shown.splitlines()) <= ROWS + 2
    for group in GROUPS.values():
        for command, (call, said) in group.items():
            assert call.split()[:2] == ["mbc", command]
            assert len(said) <= 45
            assert f"{call}  " in shown
            assert f" {said}\n" in shown


def test_what_was_not_read_is_on_the_screen() -> None:
    assert "not read: " in str(mbc.expand("ddAC x4 then frobnicate"))


@pytest.mark.parametrize("argv", [["expand", "TCH"], ["drug", "Kadcyla"], ["class", "AI"]], ids=" ".join)
def test_the_command_shows_all_of_it_where_that_is_asked_for(argv: list[str], run: Callable[..., Ran]) -> None:
    short, whole = run(*argv).out, run(*argv, "-v").out
    assert "\n  Sources:\n" in whole
    assert "\n  Sources:\n" not in short
    assert run(*argv, "--verbose", "--format", "json").out == run(*argv, "--format", "json").out


def test_brands_of_the_us_stand_first_and_others_are_counted() -> None:
    assert "US Herceptin" in str(mbc.drug("trastuzumab"))
    assert "Paraplatin (discontinued)" in str(mbc.drug("carboplatin"))


def test_approvals_are_told_by_region_with_their_first_year() -> None:
    bevacizumab = str(mbc.drug("bevacizumab"))
    assert "ended: US 2008 to 2011 (accelerated)" in bevacizumab
    assert "US: no breast cancer indication since the FDA revoked it" in bevacizumab
    assert "US 1998, EU 2000, CA 1999" in str(mbc.drug("trastuzumab"))
    assert "US 2008 (accelerated)" in str(mbc.drug("bevacizumab", as_of="2010"))


def test_near_regimens_say_how_they_differ() -> None:
    near = str(mbc.expand("TCH"))
    assert "TCHP (with pertuzumab)" in near
    assert "DCb (without trastuzumab)" in near
    assert "PCH (paclitaxel for docetaxel)" in near
    assert "A-T-C (the same drugs in other steps)" in str(mbc.expand("ACT"))
    assert "AC-TH (the same drugs, trastuzumab not optional)" in str(mbc.expand("AC-T"))
    assert "TC (paclitaxel + carboplatin) (the same drugs);" in str(mbc.expand("PCb"))


def test_medicines_outside_the_vocabulary_are_not_said_to_be_all_of_a_class() -> None:
    assert "Others       veliparib (some outside this vocabulary)" in str(mbc.drug_class("PARP inhibitor"))
    assert ("veliparib", True) in [(row["id"], row["outside"]) for row in mbc.drug_class("PARP inhibitor").rows()]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("GnRH agonist", "Mechanism    overstimulates and so silences the GnRH receptors"),
        ("CDK4/6", "keeps the Rb protein active; culmerciclib: inhibits CDK2, CDK4 and CDK6"),
        ("AI", "anastrozole; letrozole: reversibly inhibits aromatase and so lowers estrogen"),
        ("AI", "exemestane: irreversibly inactivates aromatase and so lowers estrogen"),
    ],
)
def test_a_class_says_what_its_drugs_do_in_the_words_of_their_entries(name: str, shown: str) -> None:
    assert shown in str(mbc.drug_class(name))


def test_a_class_has_a_column_of_classes_only_if_its_drugs_differ_in_them() -> None:
    assert "Class" not in str(mbc.drug_class("CDK4/6"))
    assert "steroidal aromatase inhibitor" in str(mbc.drug_class("AI"))


def test_a_row_of_a_class_says_which_codes_were_not_found() -> None:
    told = {row["id"]: (row["codes"]["ncit"], row["unverified_codes"]) for row in mbc.drug_class("anti-HER2").rows()}
    assert told["trastuzumab-rezetecan"] == (None, ["NCIt, RxCUI and ATC codes were not found"])


@pytest.mark.parametrize(
    ("asked", "headings"),
    [
        ("NICE", ["Id", "Source"]),
        ("FDA", ["Kind", "Date", "Ids"]),
        ("label", ["Kind", "Publisher", "Sources", "Date", "Such", "as"]),
    ],
)
def test_many_sources_are_one_screen_that_says_how_to_see_more(asked: str, headings: list[str]) -> None:
    (page,) = mbc.sources(asked).pages()
    rows = drawn(page)
    assert headings in [row.split() for row in rows]
    assert len(rows) < ROWS


def test_sources_are_in_the_order_of_their_numbers() -> None:
    shown = str(mbc.sources("NICE"))
    appraisals = [int(found) for found in re.findall(r"nice-ta(\d+)", shown)]
    assert appraisals == sorted(appraisals)
    assert len(appraisals) > 10


def test_conflicts_that_fit_no_screen_are_a_row_each() -> None:
    for kind in {record.form for record in mbc.conflicts().conflicts}:
        (page,) = mbc.conflicts(kind).pages()
        assert len(drawn(page)) < ROWS
    assert "mbc conflicts TOPIC shows one, -v all of them in full" in str(mbc.conflicts("trastuzumab"))
    assert "- note: Each guide is kept" in str(mbc.conflicts("the next step after an aromatase inhibitor"))
    assert "- correct: L01FX06 is" in str(mbc.conflicts("wrong ATC"))


def test_conflicts_of_a_source_are_those_that_it_takes_part_in() -> None:
    for asked, id_ in (("acs-2019", "acs-2019"), ("WebMD", "webmd-2017"), ("NICE", "nice-cg81")):
        found = mbc.conflicts(asked)
        assert found.conflicts
        assert all(id_ in {said.source.id for said in record.says} for record in found.conflicts)
        assert len(drawn(next(iter(found.pages())))) < ROWS


def test_a_kind_of_source_may_be_named_in_the_plural() -> None:
    for one, several in (("patient guide", "Patient guides"), ("registry", "registries"), ("label", "labels")):
        assert mbc.sources(several).names() == mbc.sources(one).names()


def test_the_sources_of_a_region_are_of_no_other() -> None:
    assert {source.region for source in mbc.sources("CH").sources} == {"CH"}
    assert {source.region for source in mbc.sources("EU").sources} == {"EU"}


def test_conflicts_of_several_drugs_are_those_of_each() -> None:
    both = set(mbc.conflicts("paclitaxel taxotere").names())
    assert both == set(mbc.conflicts("paclitaxel").names()) | set(mbc.conflicts("taxotere").names())
    with pytest.raises(mbc.NotFoundError):
        mbc.conflicts("paclitaxel xyzzy")


@pytest.mark.parametrize("asked", ["publisher NCI", "from the NCI", "NCI"])
def test_words_of_asking_tell_no_source_from_another(asked: str) -> None:
    assert mbc.sources(asked).names() == mbc.sources("NCI").names()
    assert "11 classes, 23 drugs" in str(mbc.sources("acs-2019"))


def test_a_drug_is_told_from_those_that_it_is_not() -> None:
    assert "trastuzumab" in str(mbc.drug("Kadcyla")).partition("Not the same as")[2].partition("\n")[0]


def test_as_many_sentences_are_kept_as_rows_hold() -> None:
    assert fitting(["a" * 200, "b"], 1) == ("a" * 200,)
    assert fitting(["a", "b", "c"], 2) == ("a", "b")
    assert fitting([], 2) == ()


def test_a_name_of_several_words_is_quoted() -> None:
    assert quoted("T-DXd") == "T-DXd"
    assert quoted("aromatase inhibitor") == '"aromatase inhibitor"'


@pytest.mark.parametrize(("command", "kind"), [("sources", "source"), ("conflicts", "erratum")])
def test_an_index_counts_each_kind_and_says_how_to_go_on(
    command: str, kind: str, run: Callable[..., Ran], book: Book
) -> None:
    index = run(command).out
    assert index.startswith(f"{len(book.shelves[kind])} {command}")
    assert len(index.splitlines()) <= 20
    for form, count in Counter(record.form for record in book.shelves[kind].values()).items():
        assert re.search(rf"^  {form} +{count} +\S", index, re.MULTILINE), form
        assert len(json.loads(run(command, form, "--format", "json").out)["results"]) == count
    assert "--all all of them" in index
    everything = json.loads(run(command, "--format", "json").out)["results"]
    assert len(everything) == len(book.shelves[kind])
    assert run(command, "-v") == run(command, "--all")


@pytest.mark.parametrize("width", [80, 120])
def test_no_word_of_the_sources_is_broken(width: int) -> None:
    for answer in (mbc.sources(), mbc.sources(verbose=True), mbc.conflicts(), mbc.conflicts(verbose=True)):
        for page in answer.pages():
            rows = drawn(page, width)
            assert max(map(len, rows)) <= width
            assert words(text_of(page)) - words("\n".join(rows)) == Counter()


def test_the_firmest_says_first_and_each_treatment_once_before_others() -> None:
    named = str(mbc.drug("trastuzumab")).partition("Named by sources for")[2].partition(":\n")[2].splitlines()
    assert named[0].startswith("  - trastuzumab + pertuzumab + taxane: HER2-positive, first line")
    assert named[0].endswith("(ASCO 2022*)")
    rest = next(n for n, line in enumerate(named) if line.endswith(" more: mbc options --why trastuzumab"))
    treatments = [line.partition(":")[0] for line in named[:rest]]
    assert len(set(treatments)) == len(treatments) > 2


def test_a_card_as_of_a_day_names_no_later_brand_and_says_no_later_year() -> None:
    card = str(mbc.drug("bevacizumab", as_of="2010", region="US"))
    assert "Mvasi" not in card
    assert "(FDA 2008)" in card
    assert "Metastatic Breast Cancer Treatment 2012" not in str(mbc.expand("TCH", as_of="2010"))


def test_narrow_columns_of_a_table_stay_whole_before_wide_ones() -> None:
    assert shared([1, 30, 2], 23) == [1, 20, 2]
    assert shared([10, 10], 10) == [5, 5]


@pytest.mark.parametrize("text", ["bone metastases", "HER2", "taxane", "EMA", "a"])
def test_what_a_search_found_is_a_screen_and_all_of_it_where_asked_for(text: str) -> None:
    found = mbc.search(text, verbose=False)
    (page,) = found.pages()
    assert len(drawn(page)) <= ROWS
    assert f"{len(found.hits)} found, " in text_of(page)
    (whole,) = mbc.search(text).pages()
    assert f"\n{len(found.hits)} found" in text_of(whole)


def test_the_arms_of_a_trial_that_are_more_than_a_screen_are_one_table() -> None:
    (page,) = mbc.expand("HER2CLIMB arm A").pages()
    assert "arm A: not known which arm of HER2CLIMB that is" in text_of(page)
    assert len([*mbc.expand("PALOMA-3").pages()]) == 2


def test_the_tables_of_a_card_cite_the_numbers_of_its_sources() -> None:
    page = str(mbc.drug("Itovebi", verbose=True))
    (listing,) = re.findall(r"(\d+): Food and Drug Administration 2025 \[orange-book-2025-05\]: Itovebi", page)
    assert re.search(rf"Itovebi +US +marketed +2025-05-02 .*\b{listing}\n", page)
    assert "ind:" not in page


def test_a_list_of_regimens_on_a_terminal_is_one_screen_with_those_that_have_the_most_sources() -> None:
    found = mbc.regimens("trastuzumab")
    (page,) = found.but(verbose=False).pages()
    assert len(drawn(page)) < ROWS
    assert any(row.split()[:1] == ["THP"] for row in drawn(page))
    assert "of 34 regimens, those with the most sources (--all shows all)" in str(found.but(verbose=False))
    assert str(mbc.regimens("lapatinib").but(verbose=False)) == str(mbc.regimens("lapatinib"))


def test_a_command_is_not_broken_where_it_fits_on_a_line() -> None:
    assert "            mbc options --why AC-T" in [row.rstrip() for row in drawn(next(mbc.expand("AC-T").pages()))]
    assert lines_of('more: mbc drug "Itovebi x"; and 4 more', 30) == ['more: mbc drug "Itovebi x";', "and 4 more"]
    assert lines_of('and more: mbc drug "Itovebi x"', 24) == ["and more:", 'mbc drug "Itovebi x"']


def test_one_or_two_regimens_of_a_drug_are_told_with_their_drugs() -> None:
    assert "T-DM1 + P (trastuzumab emtansine + pertuzumab)" in str(mbc.drug("Kadcyla"))
