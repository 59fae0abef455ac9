"""The order in which treatments were given, where a word says that one came after another, in any language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mbc_cli.ask.expand import expand
from mbc_cli.reading.read import ORDER_NOT_CLEAR, read

if TYPE_CHECKING:
    from mbc_cli.book.book import Book
    from mbc_cli.reading.aids import Aids
    from mbc_cli.reading.treatment import Treatment

IN_ORDER = """
T-DXd after AC                                            | doxorubicin cyclophosphamide > trastuzumab-deruxtecan
T-DXd after PD on TCH                                     | docetaxel carboplatin trastuzumab > trastuzumab-deruxtecan
T-DXd due to progression on TCH                           | docetaxel carboplatin trastuzumab > trastuzumab-deruxtecan
now T-DXd, s/p TCH                                        | docetaxel carboplatin trastuzumab > trastuzumab-deruxtecan
now letrozole + palbociclib, progressed on tamoxifen      | tamoxifen > letrozole palbociclib
s/p ddAC-T, now 2L T-DXd after PD on T-DM1                | doxorubicin cyclophosphamide > paclitaxel > trastuzumab-emtansine > trastuzumab-deruxtecan
taxol x12, XRT, now on anastrozole                        | paclitaxel > anastrozole
TC x4, lumpectomy, currently on tamoxifen                 | docetaxel cyclophosphamide > tamoxifen
TCH f/b T-DM1                                             | docetaxel carboplatin trastuzumab > trastuzumab-emtansine
TC x4, RT, tamoxifen                                      | docetaxel cyclophosphamide > tamoxifen
stopped palbociclib, started elacestrant                  | palbociclib > elacestrant
letrozole discontinued; exemestane initiated              | letrozole > exemestane
stopped letrozole and palbociclib, started capecitabine   | letrozole palbociclib > capecitabine
PD on letrozole, now fulvestrant                          | letrozole > fulvestrant
letrozole until PD, fulvestrant                           | letrozole > fulvestrant
tamoxifen, s/p letrozole, now fulvestrant                 | tamoxifen > letrozole > fulvestrant
After AC, paclitaxel                                      | doxorubicin cyclophosphamide > paclitaxel
capecitabine after T-DXd after T-DM1                      | trastuzumab-emtansine > trastuzumab-deruxtecan > capecitabine
letrozole after 5 years of tamoxifen                      | tamoxifen > letrozole
letrozole after AC, then palbociclib                      | doxorubicin cyclophosphamide > letrozole > palbociclib
Herceptin continued after TCH                             | docetaxel carboplatin trastuzumab > trastuzumab
fulvestrant after progression on letrozole + palbociclib  | letrozole palbociclib > fulvestrant
neoadj TC x4, adj capecitabine                            | docetaxel cyclophosphamide > capecitabine
neoadj TC x4, adj XRT, tamoxifen                          | docetaxel cyclophosphamide > tamoxifen
switched from tamoxifen to letrozole                      | tamoxifen > letrozole
Letrozol nach Tamoxifen                                   | tamoxifen > letrozole
T-DM1 nach Progress unter TCH                             | docetaxel carboplatin trastuzumab > trastuzumab-emtansine
létrozole après tamoxifène                                | tamoxifen > letrozole
letrozol después de tamoxifeno                            | tamoxifen > letrozole
letrozol tras progresión a tamoxifeno                     | tamoxifen > letrozole
letrozol após tamoxifeno                                  | tamoxifen > letrozole
letrozolo dopo tamoxifene                                 | tamoxifen > letrozole
letrozol na tamoxifen                                     | tamoxifen > letrozole
letrozol efter tamoxifen                                  | tamoxifen > letrozole
letrozol efter progression på tamoxifen                   | tamoxifen > letrozole
letrozol etter tamoxifen                                  | tamoxifen > letrozole
letrozol po progresji na tamoxifen                        | tamoxifen > letrozole
letrozol po progresi na tamoxifen                         | tamoxifen > letrozole
letrozol după tamoxifen                                   | tamoxifen > letrozole
летрозол после тамоксифена                                | tamoxifen > letrozole
tamoxifen sonrası letrozol                                | tamoxifen > letrozole
tamoxifen jälkeen letrozole                               | tamoxifen > letrozole
THP 이후 T-DM1                                            | trastuzumab pertuzumab > trastuzumab-emtansine
"""
TOGETHER = """
mastectomy after docetaxel, carboplatin, trastuzumab  | docetaxel carboplatin trastuzumab
trastuzumab 30 min after docetaxel                    | trastuzumab docetaxel
letrozole + palbociclib after surgery                 | letrozole palbociclib
after surgery letrozole, palbociclib                  | letrozole palbociclib
tamoxifen after letrozole intolerance                 | tamoxifen
adj docetaxel, adj carboplatin                        | docetaxel carboplatin
After docetaxel, carboplatin                          | docetaxel carboplatin
"""


def cases(table: str) -> list[tuple[str, str]]:
    """The texts of a table, each with its phases: "a b > c"."""
    return [(text.strip(), phases.strip()) for text, phases in (line.split("|") for line in table.strip().splitlines())]


def phases_of(found: Treatment) -> str:
    """The phases of a treatment, without parts that leave a choice."""
    parts = ((part.any_of[0] for part in phase if len(part.any_of) == 1) for phase in found.phases)
    return " > ".join(" ".join(names) for names in parts)


@pytest.mark.parametrize(("text", "phases"), cases(IN_ORDER) + cases(TOGETHER))
def test_what_was_given_earlier_comes_first(book: Book, aids: Aids, text: str, phases: str) -> None:
    found = read(book, text, aids)
    assert phases_of(found) == phases
    assert not any(ORDER_NOT_CLEAR in note for note in found.notes)


@pytest.mark.parametrize(
    ("text", "drugs"),
    [
        ("fulvestrant, PD on letrozole", ["fulvestrant", "letrozole"]),
        ("letrozole after docetaxel then palbociclib", ["letrozole", "docetaxel", "palbociclib"]),
    ],
)
def test_an_order_that_is_not_clear_is_said_to_be_so(book: Book, aids: Aids, text: str, drugs: list[str]) -> None:
    (reading,) = expand(book, text, aids).readings
    assert len(reading.phases) == len(drugs)
    assert f"{', '.join(drugs)}{ORDER_NOT_CLEAR}" in reading.notes


@pytest.mark.parametrize("text", ["docetaxel until PD", "T-DXd after PD on TCH", "PD on letrozole, now fulvestrant"])
def test_pd_beside_a_word_for_it_is_progression(book: Book, aids: Aids, text: str) -> None:
    assert not any("Parkinson" in note for note in read(book, text, aids).notes)


def test_pd_alone_keeps_its_meanings(book: Book, aids: Aids) -> None:
    assert any("Parkinson" in note for note in read(book, "docetaxel, PD", aids).notes)
