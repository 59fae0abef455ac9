"""Everything that the data says can be traced to a dated source and a place in it."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import mbc_cli as mbc
from mbc_cli.ask import lookup
from mbc_cli.ask.periods import EVER, meets, period_in
from mbc_cli.book import model
from mbc_cli.book.shapes import NON_COMMERCIAL
from mbc_cli.book.table import DATE
from mbc_cli.show import card_words
from mbc_cli.show.notice import notice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Ran

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Citation, Drug, DrugClass, Record

NOTICE = Path(__file__).parents[1] / "NOTICE"
CITING = ["class", "drug", "brand", "regimen", "lookalike", "term", "shared", "letter", "statement", "erratum"]
UNCITED = {"source", "axis", "word"}
"""A source is what is cited; an axis is a question and a word one of a language, not facts."""


def claims(record: Record) -> Iterator[tuple[str, tuple[Citation, ...]]]:
    """Every claim of an entry that has sources of its own, and these."""
    yield record.ref, record.sources
    match record:
        case model.Drug():
            yield from (
                (f"{record.ref}.indications {item.region} {item.start}", item.sources) for item in record.indications
            )
        case model.Brand():
            yield from ((f"{record.ref}.markets.{market.region}", market.sources) for market in record.markets)
        case model.Erratum():
            yield from ((f"{record.ref}.says", (said.source,)) for said in record.says)
        case model.Category():
            yield from (
                (f"{record.ref}.periods {period.start}", period.sources) for period in record.periods if period.sources
            )


def test_every_kind_of_entry_is_walked(book: Book) -> None:
    assert set(book.shelves) - UNCITED >= set(CITING)


def test_every_claim_leads_to_a_source_and_a_place(book: Book) -> None:
    untraced = [
        claim
        for kind, shelf in book.shelves.items()
        if kind not in UNCITED
        for record in shelf.values()
        for claim, citations in claims(record)
        if not citations or not all(c.id in book.sources and c.where.strip() for c in citations)
    ]
    assert untraced == []


def test_every_code_stands_in_the_place_of_a_source(book: Book) -> None:
    for drug in book.drugs.values():
        places = [citation.where for citation in drug.sources]
        for system, code in drug.codes.items():
            pattern = rf"{card_words.CODE_NAMES[system]} {re.escape(code)}(?!\w)"
            assert any(re.search(pattern, place) for place in places), f"{drug.id} {system} {code}"


ALONE = {
    "ncit": "the NCIt code was found in one public source only",
    "rxcui": "the RxCUI was found in one public source only",
}


def test_a_code_of_one_public_source_alone_says_so(book: Book) -> None:
    found, said = set(), set()
    for drug in book.drugs.values():
        for system, mark in ALONE.items():
            code = drug.codes.get(system, "")
            places = {cited.id for cited in drug.sources if re.search(rf"\b{code}\b", cited.where)} if code else set()
            found |= {(drug.id, system)} if len(places) == 1 else set()
            said |= {(drug.id, system)} if mark in drug.unverified else set()
    assert len(said) > 20
    assert found == said


def letters(text: str) -> list[str]:
    """The words of a text without accents and capitals."""
    plain = unicodedata.normalize("NFD", text.casefold())
    return re.findall(r"[^\W_]+", "".join(char for char in plain if not unicodedata.combining(char)))


SMALL = {"and", "with", "drug", "drugs"}


def known(name: str, seen: set[str]) -> bool:
    """Whether every word of a name was seen, or all of them as one."""
    return set(letters(name)) <= seen or "".join(letters(name)) in seen


def unseen(one: Drug | DrugClass) -> list[str]:
    """Names of a drug or class with a word that neither its first name nor a place of its sources has."""
    places = [word for cited in one.cited() for word in letters(cited.where)]
    seen = {*places, *letters(one.name), *SMALL}
    short = one.in_combination if isinstance(one, model.Drug) else ()
    names = (*one.synonyms, *one.abbreviations, *short)
    loose = [name for name in names if not known(name, seen) and not known(name.removesuffix("s"), seen)]
    codes = one.research_codes if isinstance(one, model.Drug) else ()
    return [*loose, *(code for code in codes if "".join(letters(code)) not in "".join(places))]


def test_every_name_of_a_drug_or_class_is_in_the_place_of_a_source(book: Book) -> None:
    named = (*book.drugs.values(), *book.classes.values())
    assert {one.id: found for one in named if (found := unseen(one))} == {}
    new = model.Drug(id="new", name="new", synonyms=("new hydrate",), research_codes=("JM-8",), sources=())
    assert unseen(new) == ["new hydrate", "JM-8"]


def test_a_code_in_a_note_stands_in_the_place_of_a_source_too(book: Book) -> None:
    coded = re.compile(r"\b(?:C\d{3,6}|[A-Z]\d\d[A-Z]{2}\d\d|RxCUI \d+)\b")
    noted = [(drug, code) for drug in book.drugs.values() for note in drug.notes for code in coded.findall(note)]
    assert len(noted) > 12
    places = {drug.id: " ".join(cited.where for cited in drug.sources) for drug, _ in noted}
    assert [(drug.id, code) for drug, code in noted if not re.search(rf"\b{code.split()[-1]}\b", places[drug.id])] == []


def test_codes_have_the_form_of_their_system(book: Book) -> None:
    forms = {"ncit": r"C\d+", "rxcui": r"\d+", "atc": r"[A-Z]\d\d[A-Z]{2}\d\d"}
    odd = [
        (drug.id, code)
        for drug in book.drugs.values()
        for system, code in drug.codes.items()
        if not re.fullmatch(forms[system], code)
    ]
    assert odd == []


@pytest.mark.parametrize("system", ["ncit", "rxcui"])
def test_no_two_drugs_have_one_code(system: str, book: Book) -> None:
    codes = [drug.codes[system] for drug in book.drugs.values() if system in drug.codes]
    assert sorted(codes) == sorted(set(codes))


def test_every_source_is_dated_and_named(book: Book) -> None:
    for source in book.sources.values():
        assert DATE.fullmatch(source.date), source.id
        assert source.date <= book.version, f"{source.id} is of {source.date}, after the data"
        assert source.title, source.id
        assert source.publisher, source.id


def test_licences_are_those_that_were_read(book: Book) -> None:
    barred = {source.id for source in book.sources.values() if source.licence in NON_COMMERCIAL}
    assert barred == {"hemonc-names", "hemonc-regulatory-2024-12", "who-atc-2026-04"}
    assert book.sources["moalmanac-2026-05"].licence == "GPL-2.0"
    assert book.sources["ncit-extract-2016-12"].licence == "CC BY 4.0"
    assert book.sources["acs-2019"].licence == "not stated"


def test_what_only_a_non_commercial_list_has_says_that_it_is_unverified(book: Book) -> None:
    barred = {source.id for source in book.sources.values() if source.licence in NON_COMMERCIAL}
    alone = [record for record in book.regimens.values() if {citation.id for citation in record.sources} <= barred]
    assert len(alone) > 20
    assert [record.id for record in alone if not record.unverified] == []


def test_what_one_list_alone_has_that_is_not_named_says_so(book: Book) -> None:
    """A decision tool whose name the copy does not give."""
    alone = [one for one in book.regimens.values() if all("decision tool" in cited.where for cited in one.sources)]
    assert len(alone) > 5
    assert [one.id for one in alone if not one.unverified] == []


def test_a_form_that_no_source_has_is_a_key_of_its_own_and_not_only_noted(book: Book) -> None:
    """What is said of one form holds for no row that has another."""
    named = [*book.regimens.values(), *book.trials.values(), *book.protocols.values()]
    assert sum(len(one.unsourced) for one in named) > 8
    told = [
        one.id
        for one in named
        for text in (*one.notes, one.unverified)
        if re.search(r"seen in (no|a) source|no source read (has|writes)", text)
    ]
    assert told == []


NAMED = re.compile(r"\b(?:NCT\d{8}|(?!FEC)[A-Z]{3,}-?\d{2,4}|Gepar\w+|GAIN)\b|SEER|HemOnc|NCIt|NCI Thesaurus|NCCN|PDQ")
CITED_AS = {
    "SEER": "seer-rx",
    "HemOnc": "hemonc-",
    "NCIt": "ncit-",
    "NCI Thesaurus": "ncit-",
    "NCCN": "nccn-",
    "PDQ": "pdq-",
}


def test_the_trial_or_list_that_a_note_of_a_regimen_names_is_among_its_sources(book: Book) -> None:
    noted = [
        (one.id, name, [f"{place.id}: {place.where}" for place in one.sources])
        for one in (*book.regimens.values(), *book.protocols.values())
        for name in NAMED.findall(" ".join(one.notes))
    ]
    assert len(noted) > 40
    assert [found for found in noted if not any(CITED_AS.get(found[1], found[1]) in place for place in found[2])] == []


def test_a_label_is_the_text_of_a_label(book: Book) -> None:
    """A notice of an agency, a summary for the public or a monograph of another publisher is an article."""
    texts = r"information|characteristics|[Pp]roduct monograph|licence|regimen|label|indication"
    labels = [source for source in book.sources.values() if source.form == "label"]
    assert [one.id for one in labels if not re.search(texts, one.title)] == []
    others = r"\b([Nn]otice|[Tt]alk paper|[Dd]ecision|[Pp]ublic summary|professional monograph|consumer leaflet)"
    assert [one.id for one in labels if re.search(others, one.title)] == []


def test_a_paper_with_an_entry_of_its_own_is_cited_by_it(book: Book) -> None:
    number = re.compile(r"\bPMC\d+|\b10\.\d{4,}/\S+")
    own = {found for source in book.sources.values() for found in number.findall(source.address)}
    assert own
    loose = [
        (record.ref, cited.where)
        for shelf in book.shelves.values()
        for record in shelf.values()
        for cited in record.cited()
        if cited.id == "articles" and own.intersection(number.findall(cited.where))
    ]
    assert loose == []


def test_no_guide_for_patients_is_a_source_of_a_trial(book: Book) -> None:
    """They tell of the drugs and name no trial: one has the paper of a trial among its references."""
    guides = {source.id for source in book.sources.values() if source.form == "patient guide"}
    assert guides
    cited = [(one.id, place) for one in book.trials.values() for place in one.sources if place.id in guides]
    assert [name for name, place in cited if not place.where.startswith("References")] == []


REPORTS = {
    "/variation-report/": "assessment report of a",
    "/assessment-report/": "assessment report",
    "/scientific-discussion/": "scientific discussion",
}


def test_a_label_whose_address_is_a_report_says_so(book: Book) -> None:
    labels = [source for source in book.sources.values() if source.form == "label"]
    found = [(one, words) for one in labels for part, words in REPORTS.items() if part in one.address]
    assert len(found) > 15
    assert [one.id for one, words in found if words not in one.note] == []


def test_a_notice_of_the_fda_that_was_read_in_a_copy_is_an_article_of_the_fda(book: Book) -> None:
    copied = [
        one for one in book.sources.values() if re.match("a (notice|release) of the FDA, read in a copy", one.note)
    ]
    assert len(copied) > 2
    assert {(one.publisher, one.form) for one in copied} == {("Food and Drug Administration", "article")}


READ = re.compile(r"\b(read|write|say|give|name|count|counts|counted|kept|vocabulary|here|by what is given)\b|--\w")


def test_a_note_of_a_wording_without_a_document_is_on_the_reading_or_marked(book: Book) -> None:
    """The plain words of this project are evidence of the words alone."""
    plain = [one for one in book.wordings.values() if {cited.id for cited in one.sources} == {"words-of-profiles"}]
    noted = [one for one in plain if one.note and not one.unverified]
    assert len(noted) > 20
    assert [one.id for one in noted if not READ.search(one.note)] == []


def test_of_the_atc_single_codes_are_cited_and_what_is_in_two_of_its_groups(book: Book) -> None:
    places = [
        where
        for shelf in book.shelves.values()
        for record in shelf.values()
        for citation in record.cited()
        if citation.id == "who-atc-2026-04"
        for where in re.findall(r"\b[A-Z]\d\d[A-Z]*\d*\b", citation.where)
    ]
    assert len(places) > 80
    assert [where for where in places if not re.fullmatch(r"L0[12][A-Z]*|[A-Z]\d\d[A-Z]{2}\d\d", where)] == []


def test_the_notice_is_current(book: Book, request: pytest.FixtureRequest) -> None:
    """`pytest tests/test_sources.py --bless` writes it anew."""
    if request.config.getoption("--bless"):
        NOTICE.write_text(notice(book), "utf-8")
    assert NOTICE.read_text("utf-8") == notice(book)
    assert all(source.title in notice(book) for source in book.sources.values())


def test_the_command_prints_the_notice_of_all_sources(run: Callable[..., Ran], book: Book) -> None:
    assert run("sources", "--notice").out == notice(book)
    assert "--notice covers all sources" in run("sources", "acs-2019", "--notice").err


def test_every_source_is_used(book: Book) -> None:
    unused = [source.id for source in book.sources.values() if not lookup.resting(book, source)]
    assert unused == []


def test_every_market_is_dated_by_its_list(book: Book) -> None:
    for brand in book.brands.values():
        for market in brand.markets:
            assert DATE.fullmatch(market.as_of), brand.id


def test_every_drug_of_the_vocabulary_has_a_brand_or_says_why_not(book: Book) -> None:
    """A drug inside the vocabulary can be bought under some name, or is reached as what it is a form of."""
    bare = {
        d.id
        for d in book.drugs.values()
        if not d.outside and not book.brands_of(d.id) and not d.notes and not d.unverified
    }
    assert bare == set()


def test_every_answer_of_a_card_names_its_sources(book: Book) -> None:
    for drug in book.drugs.values():
        assert len(card_words.cited(book, drug.cited())) == len({citation.id for citation in drug.cited()})


def test_evidence_is_borne_out_by_the_sources_that_are_cited(book: Book) -> None:
    """Where a card says "an authority and at least one other source", two sources stand below it."""
    graded = (*book.regimens.values(), *book.protocols.values(), *book.trials.values())
    alone = [r.id for r in graded if r.evidence == "A" and len({c.id for c in r.sources}) < 2]
    assert alone == []


def test_a_publisher_is_found_by_the_name_that_answers_cite_it_by(run: Callable[..., Ran]) -> None:
    found = {source["id"] for source in json.loads(run("sources", "NCI", "--format", "json").out)["results"]}
    assert {"pdq-2025-12", "nci-drugs-2025-12"} <= found
    assert "cn-new-cancer-drugs-2024" not in found


def test_the_name_of_a_fact_alone_is_explained(run: Callable[..., Ran]) -> None:
    ran = run("PIK3CA")
    assert "answered by mbc expand PIK3CA" in ran.err
    assert "PIK3CA mutation in the tumour" in ran.out


def test_an_undated_page_has_the_day_of_what_it_reports_as_the_earliest_only(book: Book) -> None:
    """A report is no older than the approval that it reports; how much younger it is, nobody read."""
    undated = [one for one in book.sources.values() if re.search(r"page (itself )?is undated", one.date_note)]
    assert len(undated) > 8
    assert {one.date_is for one in undated} == {"not earlier than"}


@pytest.mark.parametrize("asked", ["NICE", "seer", "NCI", "FDA"])
def test_sources_have_their_titles_where_they_fit_on_a_screen(asked: str, run: Callable[..., Ran]) -> None:
    found = mbc.sources(asked).sources
    out = " ".join(run("sources", asked).out.split())
    assert all(source.id in out for source in found)
    assert all(source.title in out for source in found) == (asked != "FDA")


def test_the_conflicts_of_a_brand_are_those_of_its_drug_too() -> None:
    of_brand, of_drug = mbc.conflicts("Trodelvy").names(), mbc.conflicts("sacituzumab govitecan").names()
    assert set(of_drug) <= set(of_brand)


def test_the_conflicts_of_a_first_word_are_those_of_the_drug_that_has_it() -> None:
    assert mbc.conflicts("sacituzumab").names() == mbc.conflicts("sacituzumab govitecan").names()


def test_sources_are_found_by_several_words_and_conflicts_by_what_they_are_about() -> None:
    labels = mbc.sources("label EU").sources
    assert labels
    assert [
        one.id for one in mbc.sources("guideline 2022").sources if (one.form, one.date[:4]) != ("guideline", "2022")
    ] == []
    assert {one.region for one in labels} == {"EU"}
    (wrong,) = mbc.conflicts("wrong ATC").names()
    assert wrong.startswith("retired and wrong ATC codes")
    assert (
        mbc.conflicts("disagreement").names() == mbc.conflicts("conflicts").names() == mbc.conflicts("conflict").names()
    )


PERIODS = [
    ("FDA since 2024", "FDA", "2024-01-01", EVER.until),
    ("after 2024-05", "", "2024-06-01", EVER.until),
    ("older than 2020 EMA", "EMA", EVER.start, "2019-12-31"),
    ("until 2020", "", EVER.start, "2020-12-31"),
    ("labels from 2003 to 2005-06", "labels", "2003-01-01", "2005-06-30"),
    ("2003-2005", "", "2003-01-01", "2005-12-31"),
    ("published in 2024", "", "2024-01-01", "2024-12-31"),
    ("since 2020 before 2022", "", "2020-01-01", "2021-12-31"),
    ("ema-medicines-2025-10", "ema-medicines-2025-10", *EVER),
    ("since 2024-13", "since 2024-13", *EVER),
    ("TA1036 of NICE", "TA1036 of NICE", *EVER),
]


@pytest.mark.parametrize(("text", "rest", "start", "until"), PERIODS, ids=[text for text, *_ in PERIODS])
def test_a_text_names_a_period(text: str, rest: str, start: str, until: str) -> None:
    assert period_in(text) == (rest, (start, until))


def test_the_newest_sources_are_those_of_the_last_year(book: Book) -> None:
    since = f"{int(book.version[:4]) - 1}{book.version[4:7]}"
    assert mbc.sources("newest FDA").sources == mbc.sources(f"FDA since {since}").sources != ()


def test_sources_of_a_period_are_found() -> None:
    every = mbc.sources("FDA").sources
    assert mbc.sources("FDA before 2015").sources == tuple(one for one in every if one.date < "2015")
    assert {*mbc.sources("FDA before 2015").sources} | {*mbc.sources("FDA since 2015").sources} == {*every}
    assert meets("2015", period_in("since 2015-06")[1])
    with pytest.raises(mbc.NotFoundError, match=f"no source 'FDA before 1950': {len(every)} have other dates"):
        mbc.sources("FDA before 1950")
