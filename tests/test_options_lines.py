"""The answer of `mbc options` held against the tables of lines of therapy: group, order, what is kept back, the screen."""

from __future__ import annotations

import io
import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

import pytest
from notation import rows

from mbc_cli.api.reference import load
from mbc_cli.book.history import moment
from mbc_cli.options.lines import LINES, NUMBERS, lines_of
from mbc_cli.options.order import in_lines
from mbc_cli.options.placed import GIVEN, SAME_CLASS
from mbc_cli.options.profile import read, written_facts
from mbc_cli.options.truth import Truth
from mbc_cli.options.unsettled import unsettled
from mbc_cli.options.verdicts import gathered
from mbc_cli.show.height import HEIGHT, height
from mbc_cli.show.line_rows import NO_WISH, is_told, settled
from mbc_cli.show.options_page import HEADINGS, options_page
from mbc_cli.show.page import Grid, Line, Title
from mbc_cli.show.plain import text_of
from mbc_cli.show.terminal import draw

if TYPE_CHECKING:
    from mbc_cli.options.placed import Placed
    from mbc_cli.show.page import Page

BOOK = load().book
PROFILES = rows("profiles.tsv")
CELLS = rows("lines_of_therapy.tsv")
UNSETTLED = rows("unsettled.tsv")
"""What no source settles, from the cells and the notes of the tables of lines of therapy, each with a profile of theirs."""
WIDTH = 80
NOT_YET: dict[tuple[str, ...], str] = {
    (
        "1",
        "EU",
        "top",
    ): "ASCO 2022 is newer than the label of pertuzumab, which names docetaxel where ASCO names a taxane",
    ("8", "US", "top"): "the same pair by another guideline, that of 2024 for both sexes",
    ("5", "after chemotherapy", "US", "2"): "sacituzumab govitecan is open and of the third line, as its label has it",
}
"""Rows whose order is another one, and why."""
BELOW_THE_FIRST_SCREEN = {
    ("3", "first of chemotherapy", "EU", "1"): "what guidelines and labels name for this very line stands before them"
}
NAME_IN_A_ROW = 24
"""How much of the name of a treatment surely stands in one row."""


@cache
def answered(profile: str, region: str) -> tuple[tuple[Placed, ...], tuple[str, ...]]:
    """What stands where for a profile, and in which lines it may be."""
    known = read(BOOK, written_facts(profile.split("; ")))
    return in_lines(BOOK, gathered(BOOK, known, moment(None, region or None))), lines_of(known)


def standing(statement: str, row: dict[str, str]) -> list[tuple[int, Placed]]:
    """Where a statement stands that is not ruled out: its place in the answer, and the treatment."""
    found, _ = answered(row["profile"], row["region"])
    return [
        (n, each)
        for n, each in enumerate(found)
        if each.verdict != Truth.NO and statement in {one.statement.id for one in each.said}
    ]


def decides(statement: str, each: Placed) -> bool:
    """Whether a treatment is offered as fitting because of a statement, not set back, and told unasked."""
    said = {one.statement.id for one in each.deciding}
    offered = each.verdict == Truth.YES and not each.set_back and (each.basis != "guide" or is_told(each))
    return statement in said and offered


def of(row: dict[str, str]) -> list[str]:
    """The statements of a row that speak of treatments."""
    every = (BOOK.statements[name] for name in row["statements"].split("; "))
    return [statement.id for statement in every if statement.direction == "for"]


@pytest.mark.parametrize("row", PROFILES, ids=lambda row: f"{row['no']} {row['region']} {row['place']}")
def test_a_profile(row: dict[str, str]) -> None:
    found, lines = answered(row["profile"], row["region"])
    places = {name: [each for _, each in standing(name, row) if each.group in lines] for name in of(row)}
    match row["place"]:
        case "this line":
            assert [name for name, here in places.items() if not any(not each.set_back for each in here)] == []
        case "behind":
            assert [
                name
                for name, here in places.items()
                if not any(each.set_back in ("", GIVEN, SAME_CLASS) for each in here)
            ] == []
        case "must not" | "kept back":
            assert [name for name, here in places.items() if any(decides(name, each) for each in here)] == []
        case "top" if (row["no"], row["region"], "top") not in NOT_YET:
            first = next(each for each in found if each.group in lines and each.option.treatment.parts)
            assert {one.statement.id for one in first.said} & set(of(row))
        case _:
            assert all(standing(name, row) or row["place"] in ("warning", "top") for name in of(row))


def test_what_is_behind_stands_behind() -> None:
    wrong = []
    for no in dict.fromkeys((row["no"], row["region"]) for row in PROFILES):
        mine = {row["place"]: row for row in PROFILES if (row["no"], row["region"]) == no}
        if "behind" in mine and "top" in mine:
            _, lines = answered(mine["top"]["profile"], no[1])
            last = min(n for name in of(mine["top"]) for n, each in standing(name, mine["top"]) if each.group in lines)
            behind = [
                n for name in of(mine["behind"]) for n, each in standing(name, mine["behind"]) if each.group in lines
            ]
            wrong += [no] if min(behind, default=last + 1) <= last else []
    assert wrong == []


@pytest.mark.parametrize(
    "row",
    [row for row in CELLS if row["verdict"] in ("stands", "kept back")],
    ids=lambda row: f"{row['section']} {row['line']} {row['region']} {row['rank']}",
)
def test_a_cell(row: dict[str, str]) -> None:
    _, lines = answered(row["profile"], row["region"])
    beside = {"test", "bone", "local", "supportive", "strategy", "any"}
    if row["verdict"] == "kept back":
        here = {name: [each for _, each in standing(name, row) if each.group in lines] for name in of(row)}
        assert [name for name, every in here.items() if any(decides(name, each) for each in every)] == []
    else:
        here = (row["section"], row["line"], row["region"], row["rank"])
        groups = {name: {each.group for _, each in standing(name, row)} for name in of(row)}
        assert here in NOT_YET or [name for name, found in groups.items() if not found & {*lines, *beside}] == []


@cache
def page(profile: str, region: str) -> Page:
    """The default answer."""
    answer = gathered(BOOK, read(BOOK, written_facts(profile.split("; "))), moment(None, region or None))
    return options_page(BOOK, answer, wish=NO_WISH)


def screen(profile: str, region: str) -> list[str]:
    """The rows of the default answer on a terminal."""
    return drawn(page(profile, region))


def drawn(page: Page) -> list[str]:
    """The rows of a page on a terminal."""
    out = io.StringIO()
    draw(page, out, WIDTH)
    return out.getvalue().splitlines()


def broken(page: Page) -> Counter[str]:
    """The words of a page that a terminal breaks or cuts; it has no brackets around what stands aside."""
    shown = Counter(" ".join(drawn(page)).split())
    whole = Counter(word for line in text_of(page).splitlines() for word in line.split())
    return Counter({word: n for word, n in (whole - shown).items() if word.strip("()") not in shown})


EVERY = sorted({(row["profile"], row["region"]) for row in (*CELLS, *PROFILES, *UNSETTLED)})
"""Every profile of the tables, in its region."""


@pytest.mark.parametrize(("profile", "region"), EVERY)
def test_an_answer_is_one_screen(profile: str, region: str) -> None:
    rows = screen(profile, region)
    assert len(rows) == height(page(profile, region)) <= HEIGHT
    assert max(map(len, rows)) <= WIDTH


@pytest.mark.parametrize(("profile", "region"), EVERY)
def test_no_word_of_an_answer_is_broken(profile: str, region: str) -> None:
    assert broken(page(profile, region)) == Counter()


def test_a_word_that_is_broken_is_found() -> None:
    long = "trastuzumab-" * 6
    assert broken((Grid(("", ""), (("x", f"{long} + docetaxel"),), shares=(5, 3)),)) == Counter({long: 1})
    assert broken((Title("docetaxel", "a taxane"), Line("docetaxel " * 20))) == Counter()


@pytest.mark.parametrize("row", UNSETTLED, ids=lambda row: f"{row['point']} {row['region']}")
def test_what_no_source_settles_is_said(row: dict[str, str]) -> None:
    found, _ = answered(row["profile"], row["region"])
    known = read(BOOK, written_facts(row["profile"].split("; ")))
    told = {point.id: point.text for point in unsettled(BOOK, known, found)}
    assert row["point"] in told
    assert told[row["point"]] in " ".join(" ".join(screen(row["profile"], row["region"])).split())


def test_a_point_is_said_where_it_is_one_alone() -> None:
    """Each is of a table; none is said of who has one treatment before them, nor where its treatments do not stand."""
    assert {row["point"] for row in UNSETTLED} == set(BOOK.unsettled)
    (first,) = {row["profile"] for row in UNSETTLED if row["point"] == "her2-first-line"}
    assert "Unsettled" in "".join(screen(first, "US"))
    assert "Unsettled" not in "".join(screen(first, "EU"))
    settled = {(row["profile"], row["region"]) for row in PROFILES if row["no"] == "19"}
    assert [row for profile in settled for row in screen(*profile) if "Unsettled" in row] == []


@pytest.mark.parametrize(
    "row",
    [row for row in CELLS if row["verdict"] == "stands" and row["rank"] == "1"]
    + [row for row in PROFILES if row["place"] == "top"],
    ids=lambda row: f"{row.get('section') or row['no']} {row.get('line', '')} {row['region']}",
)
def test_the_standard_of_care_is_on_the_first_screen(row: dict[str, str]) -> None:
    found, _ = answered(row["profile"], row["region"])
    of_row = set(row["statements"].split("; "))
    names = {each.option.name for each in found if {one.statement.id for one in each.said} & of_row}
    shown = " ".join(" ".join(screen(row["profile"], row["region"])[:HEIGHT]).split())
    here = tuple(row.get(key, "") for key in ("section", "line", "region", "rank"))
    assert here in BELOW_THE_FIRST_SCREEN or any(name[:NAME_IN_A_ROW] in shown for name in names)


def without_a_line(profile: str) -> str:
    """The same profile, with nothing said of the line itself."""
    return "; ".join(fact for fact in profile.split("; ") if not fact.startswith("line="))


TUMOURS = (
    "hr=negative; her2=negative",
    "hr=negative; her2=negative; pdl1=positive.cps-10",
    "her2=positive; hr=negative",
    "hr=positive; her2=negative; menopause=post",
    "hr=positive; her2=negative; brca=mutated.germline",
    "her2=negative.low",
)
OF_SEVERAL_LINES = [
    profile
    for profile in dict.fromkeys((*TUMOURS, *(without_a_line(row["profile"]) for row in PROFILES)))
    if len(answered(profile, "")[1]) > 1
]
"""Profiles that leave more than one line open."""


def block(profile: str, line: str) -> str:
    """What the default answer shows under the heading of a line, as one text."""
    found = re.search(rf"^{HEADINGS[line]}(?:  \(.*\))?\n((?:.+\n)*)", text_of(page(profile, "")), re.MULTILINE)
    return found[1] if found else ""


@pytest.mark.parametrize("profile", OF_SEVERAL_LINES)
def test_what_heads_a_line_that_is_asked_for_stands_in_its_block_without_it(profile: str) -> None:
    """On the screen and in the answer, however often it was named for an earlier line."""
    found, lines = answered(profile, "")
    missing = []
    for number, line in NUMBERS.items():
        alone, only = answered(f"{profile}; line={number}", "") if line in lines else ((), ())
        head = next((each.option.name for each in settled(alone) if each.group == line and only == (line,)), "")
        stands = head in {each.option.name for each in settled(found) if each.group == line}
        if head and not (stands and head in block(profile, line)):
            missing.append((line, head))
    assert missing == []


def test_every_row_that_is_not_so_yet_is_a_row() -> None:
    places = {(row["no"], row["region"], row["place"]) for row in PROFILES}
    assert set(NOT_YET) <= places | {(row["section"], row["line"], row["region"], row["rank"]) for row in CELLS}
    assert set(BELOW_THE_FIRST_SCREEN) <= {(row["section"], row["line"], row["region"], row["rank"]) for row in CELLS}
    assert set(LINES) == {"first", "second", "later"}
