"""Every row of the facts on labels of November 2026 is a statement, has mended one, or is left out for a reason.

The table in `facts/` was written from the verified rows (what the label says, where, since when), not from our data:
`first` is the first day that a row gives for the use, empty where none was found; `against` marks what was refused, or is
not paid. `why` says that a statement which was held before has the row, or why there is none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from notation import rows

from mbc_cli.book.history import CURRENT, Moment, indication_state, state
from mbc_cli.options.coverage import is_paid_only
from mbc_cli.options.subjects import ids_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Ran

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Drug, Indication, Statement

LABELS = rows("labels.tsv")
COUNT = 202
MENDED = "mended"


def named(book: Book, row: dict[str, str]) -> list[Statement]:
    """The statements of a row."""
    return [book.statements[name] for name in row["statements"].split("; ") if name]


def test_the_table_has_every_row_once() -> None:
    assert [row["row"] for row in LABELS] == [f"L{n:03}" for n in range(1, COUNT + 1)]


@pytest.mark.parametrize("row", LABELS, ids=lambda row: row["row"])
def test_a_row_is_in_the_data_or_left_out_with_its_reason(row: dict[str, str], book: Book) -> None:
    held = named(book, row)
    written = {one.id for one in book.statements.values() if one.row == row["row"]}
    assert written == ({one.id for one in held} if row["why"] != MENDED else set())
    assert bool(held) == (row["why"] in ("", MENDED))


@pytest.mark.parametrize("row", LABELS, ids=lambda row: row["row"])
def test_statements_of_a_row_have_its_region_first_day_and_direction(row: dict[str, str], book: Book) -> None:
    held = named(book, row)
    assert {one.region for one in held} <= {row["region"]}
    assert {one.direction for one in held} <= {row["direction"] or "for"}
    assert min((one.start for one in held if one.start), default="") == row["first"]


def test_what_a_health_service_pays_for_says_so_and_nothing_of_the_licence(book: Book) -> None:
    """Irish regimens and English appraisals are decisions on money: "no licence" would read as unlicensed."""
    decided = ("hse-", "nice-ta", "nice-capivasertib")
    paid = [one for one in book.statements.values() if one.sources[0].id.startswith(decided)]
    assert len(paid) > 40
    assert {is_paid_only(one) for one in paid if one.direction == "for"} == {True}
    assert {one.strength for one in paid if one.direction == "against"} == {"not paid for by the NHS in England"}
    assert [one.id for one in book.statements.values() if "licence" in one.strength] == []


@pytest.mark.parametrize(
    ("region", "line", "words"),
    [
        ("IE", "2", "paid for +trastuzumab emtansine"),
        ("EU", "1", "approved +pertuzumab, trastuzumab and hyaluronidase"),
    ],
)
def test_what_is_only_paid_for_is_not_called_approved(
    region: str, line: str, words: str, run: Callable[..., Ran]
) -> None:
    out = run("options", "--her2", "pos", "--hr", "neg", "--line", line, "--region", region).out
    assert re.search(words, out)


def test_what_one_report_alone_tells_of_is_not_called_approved(run: Callable[..., Ran]) -> None:
    out = run("options", "--her2", "neg", "--hr", "pos", "--line", "2", "--region", "CN").out
    assert re.search(r"reported +entinostat \+ aromatase inhibitor", out)
    assert re.search(r"approved +culmerciclib \+ fulvestrant", out)


def test_what_was_never_authorised_is_no_option(book: Book) -> None:
    refused = ["ema-javlor-capecitabine", "ema-onzeald", "ema-jivadco"]
    assert {book.statements[name].direction for name in refused} == {"against"}


# --- cards and labels on every day on which either changed ------------------------------------------------------------


def is_license(statement: Statement) -> bool:
    """Whether it is a label that says so: no guide, no advice against, and not what a health service pays for."""
    return bool(statement.region) and statement.direction == "for" and not is_paid_only(statement)


def licenses(book: Book, drug: str, region: str) -> list[Statement]:
    """The labels of a region that name a drug."""
    every = (one for one in book.statements.values() if is_license(one) and one.region == region)
    return [one for one in every if drug in ids_in(book, one.treatment)]


@pytest.mark.parametrize("drug", ["bevacizumab", "everolimus", "palbociclib"])
def test_a_label_that_names_no_her2_status_says_in_whom_its_drug_was_studied(drug: str, book: Book) -> None:
    labels = [one for region in ("US", "EU", "IE", "JP", "CA", "CN") for one in licenses(book, drug, region)]
    assert len(labels) > 2
    assert [one.id for one in labels if "her2" not in str(one.when) and one.studied is None] == []


def test_a_card_says_what_was_read_in_a_list_and_not_in_the_label(book: Book) -> None:
    listed = [
        one
        for drug in book.drugs.values()
        for one in drug.indications
        if {cited.id for cited in one.sources} == {"pmda-approved-products"}
    ]
    assert len(listed) > 30
    assert [one.text for one in listed if "read in the list, not in the label" not in one.text] == []


CAVEAT = re.compile(
    r"HemOnc|one (?:trade )?source|inferred|not found|not seen|not read|not checked|in the list|authorised since"
    r"|that of the original|maker's page|row is cut|leaflet|secondary copy|table of 2025-10-27|wider wording|a day earlier"
)
"""What a statement says of itself that it could not check, in the words that the data has for it."""


def caveats(text: str) -> set[str]:
    """The caveats in a text."""
    return set(CAVEAT.findall(text))


def cards_of(statement: Statement, book: Book) -> Iterator[str]:
    """What the cards of the drugs of a label say of its region and first day, and what they say could not be checked."""
    for name in ids_in(book, statement.treatment):
        drug = book.drugs.get(name)
        for one in approvals(drug, statement.region) if drug else ():
            if drug and one.start == statement.start:
                undated = "" if one.start else "not found"
                yield "; ".join((one.text, one.ended, undated, *drug.unverified, *drug.notes))


def test_a_card_has_the_caveats_of_the_label(book: Book) -> None:
    said = {
        one.id: caveats("; ".join((one.unverified, one.text, one.ended)))
        for one in filter(is_license, book.statements.values())
    }
    assert len([one for one in said.values() if one]) > 90
    bare = {
        name: found
        for name, found in said.items()
        if found and not any(found <= caveats(card) for card in cards_of(book.statements[name], book))
    }
    assert bare == {}


def test_a_wording_stands_in_the_lines_of_the_one_that_replaced_it(book: Book) -> None:
    pairs = [(one, book.statements[name]) for one in book.statements.values() for name in one.replaced_by]
    same = [(old, new) for old, new in pairs if old.line == new.line]
    assert len(same) > 20
    assert [old.id for old, new in same if old.place != new.place] == []


def approvals(drug: Drug, region: str) -> list[Indication]:
    """What the card of a drug has of a region for metastatic disease."""
    return [one for one in drug.indications if one.region == region and not one.early]


def pairs(book: Book) -> Iterator[tuple[Drug, str]]:
    """Every drug with each region of its card."""
    for drug in book.drugs.values():
        yield from ((drug, region) for region in sorted({one.region for one in drug.indications}))


def changes(*spans: Indication | Statement) -> list[Moment]:
    """The days on which any of them began or ended."""
    return [Moment(day) for day in sorted({day for one in spans for day in (one.start, one.until) if day})]


def test_what_a_card_has_in_force_on_a_day_a_label_says_on_that_day(book: Book) -> None:
    silent = []
    for drug, region in pairs(book):
        card, told = approvals(drug, region), licenses(book, drug.id, region)
        for now in changes(*card, *told):
            held = any(indication_state(one, now) == "in force" for one in card)
            if held and not any(state(book, one, now) == CURRENT for one in told):
                silent.append((drug.id, region, now.day))
    assert silent == []


def test_what_a_label_says_on_a_day_the_card_of_one_of_its_drugs_has(book: Book) -> None:
    """The label is that of one drug; its partners need no approval of their own."""
    unheard = []
    for statement in filter(is_license, book.statements.values()):
        drugs = [book.drugs[name] for name in ids_in(book, statement.treatment) if name in book.drugs]
        card = [one for drug in drugs for one in approvals(drug, statement.region)]
        for now in changes(statement):
            known = {indication_state(one, now) for one in card} & {"in force", "unverified", "undated"}
            if state(book, statement, now) == CURRENT and not known:
                unheard.append((statement.id, now.day))
    assert unheard == []
