"""Names in other languages and scripts: every one that the facts have, and lists of them as they are written.

`facts/foreign_names.tsv` was written from the list of names in other languages, not from our data: language, drug or
class, name, and why a name is left out.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from notation import given, rows

from mbc_cli.annotate.annotator import Annotator
from mbc_cli.ask import lookup
from mbc_cli.ask.expand import expand
from mbc_cli.reading.read import read
from mbc_cli.reading.spelling import Speller

if TYPE_CHECKING:
    from mbc_cli.book.book import Book
    from mbc_cli.book.medicines import Others

ROWS = rows("foreign_names.tsv")
NAMES = [row for row in ROWS if not row["left_out"]]
LEFT_OUT = [row for row in ROWS if row["left_out"]]
USAGE = "common-usage"


@pytest.fixture(scope="module")
def annotator(book: Book, medicines: Others) -> Annotator:
    """Reads cells with the shipped book."""
    return Annotator(book, Speller(book, medicines), medicines)


def named(row: dict[str, str]) -> str:
    """A row as the id of a test."""
    return f"{row['language']} {row['text']}"


def test_the_table_has_every_row() -> None:
    assert (len(ROWS), len(LEFT_OUT)) == (441, 4)


@pytest.mark.parametrize("row", NAMES, ids=named)
def test_a_name_leads_to_its_drug_or_class(row: dict[str, str], book: Book) -> None:
    assert [match.id for match in book.names.named(row["text"])] == [row["of"]]
    entry = book.translations[f"{row['language']}-{row['of']}"]
    assert row["text"] in (*entry.names, *entry.brands)


@pytest.mark.parametrize("row", NAMES, ids=named)
def test_a_name_is_read_as_the_english_one(row: dict[str, str], book: Book, annotator: Annotator) -> None:
    text, english = row["text"], book.item(row["of"]).name
    assert read(book, text).drugs == read(book, english).drugs
    assert annotator.annotate(text).status == annotator.annotate(english).status
    assert given(expand(book, text)) == given(expand(book, english))


def test_most_are_sure(annotator: Annotator) -> None:
    found = Counter(annotator.annotate(row["text"]).status for row in NAMES)
    assert set(found) == {"exact", "class only", "other drug"}
    assert found["exact"] > 0.98 * len(NAMES)


@pytest.mark.parametrize("row", NAMES, ids=named)
def test_case_and_accents_may_be_lost(row: dict[str, str], book: Book) -> None:
    apart = unicodedata.normalize("NFD", row["text"])
    without = "".join(char for char in apart if not "\u0300" <= char <= "\u036f")
    for text in (row["text"].upper(), unicodedata.normalize("NFC", without)):
        assert read(book, text).drugs == read(book, row["text"]).drugs


@pytest.mark.parametrize("row", LEFT_OUT, ids=named)
def test_a_name_that_was_left_out_is_in_no_entry(row: dict[str, str], book: Book) -> None:
    assert not [entry for entry in book.translations.values() if row["text"] in (*entry.names, *entry.brands)]


def test_what_the_table_does_not_have_is_common_usage(book: Book) -> None:
    kept = {(row["language"], row["of"], row["text"]) for row in NAMES}
    others = [
        entry.id
        for entry in book.translations.values()
        for name in (*entry.names, *entry.brands)
        if (entry.language, entry.of, name) not in kept and USAGE not in {source.id for source in entry.sources}
    ]
    assert others == ["zh-nab-paclitaxel"]  # the name that its list has beside the English brand


def unnamed(book: Book) -> set[str]:
    """The sources on which no name rests without a mark: lists of unnamed makers, records, and what is no document."""
    lists = {source.id for source in book.sources.values() if "no name rests on it without a mark" in source.note}
    return {*lists, "tcga-brca", USAGE}


def test_a_name_that_rests_on_no_document_or_an_unnamed_list_is_marked(book: Book) -> None:
    weak = unnamed(book)
    resting = [one for one in book.translations.values() if weak & {cited.id for cited in one.sources}]
    assert len(weak) > 20
    assert len(resting) > 200
    assert [one.id for one in resting if not one.unverified] == []


def test_a_mark_of_one_list_stands_where_one_list_is_cited(book: Book) -> None:
    """A name that two such lists have is marked as of two, and a spelling of a registry as one."""
    said = [one for one in book.translations.values() if one.unverified.startswith("from one list")]
    weak = unnamed(book) - {"tcga-brca", USAGE}
    assert [one.id for one in said if len(weak & {cited.id for cited in one.sources}) != 1] == []


# --- lists -------------------------------------------------------------------------------------------------------

LISTS = [
    ("曲妥珠单抗、帕妥珠单抗、多西他赛", "trastuzumab;pertuzumab;docetaxel"),
    ("卡培他滨，拉帕替尼", "capecitabine;lapatinib"),
    ("多西他赛＋环磷酰胺", "docetaxel;cyclophosphamide"),
    ("多西他赛/卡铂/曲妥珠单抗", "docetaxel;carboplatin;trastuzumab"),
    ("表柔比星；环磷酰胺", "epirubicin;cyclophosphamide"),
    ("曲妥珠单抗帕妥珠单抗", "trastuzumab;pertuzumab"),
    ("德曲妥珠单抗", "trastuzumab-deruxtecan"),
    ("パクリタキセル・ベバシズマブ", "paclitaxel;bevacizumab"),
    ("ﾊﾟｸﾘﾀｷｾﾙ+ﾍﾞﾊﾞｼｽﾞﾏﾌﾞ", "paclitaxel;bevacizumab"),
    ("ドセタキセル＋シクロホスファミド", "docetaxel;cyclophosphamide"),
    ("도세탁셀, 카보플라틴", "docetaxel;carboplatin"),
    ("Паклитаксел + Карбоплатин", "paclitaxel;carboplatin"),
    ("ТАМОКСИФЕН; гозерелин", "tamoxifen;goserelin"),
]


@pytest.mark.parametrize(("cell", "drugs"), LISTS, ids=[cell for cell, _ in LISTS])
def test_a_list_of_names_is_read_for_sure(cell: str, drugs: str, annotator: Annotator) -> None:
    found = annotator.annotate(cell)
    assert (found.drugs, found.status) == (drugs, "exact")


@pytest.mark.parametrize(
    "cell",
    [
        "多柔比星脂质体",  # liposomal, of either kind
        "多西他赛脂质体",  # a liposomal docetaxel, which is none of the vocabulary
        "白蛋白结合型紫杉醇微球",
        "Доцетаксел и герсептин",  # one is misspelt: other scripts are not corrected
        "达妥单抗",
    ],
)
def test_what_may_be_another_drug_is_not_sure(cell: str, annotator: Annotator) -> None:
    assert annotator.annotate(cell).status not in ("exact", "corrected")


@pytest.mark.parametrize(
    ("cell", "drug"),
    [("docetaxel em monoterapia", "docetaxel"), ("capecitabina in monoterapia", "capecitabine")],
)
def test_a_small_word_is_no_part_of_a_name(cell: str, drug: str, annotator: Annotator) -> None:
    found = annotator.annotate(cell)
    assert found.drugs == drug
    assert "→" not in found.note or " " not in found.note.partition(" →")[0]


def test_search_finds_a_drug_by_its_name_in_another_language(book: Book) -> None:
    (hit,) = lookup.search(book, "ドセタキセル")
    assert (hit.match.ref, hit.name, hit.how) == ("drug.docetaxel", "docetaxel", "translation is")


@pytest.mark.parametrize(
    ("text", "drugs", "status"),
    [
        ("гемцитабина", "gemcitabine", "corrected"),
        ("на капецитабине с апреля", "capecitabine", "corrected"),
        ("3 курса доцетаксела, затем монотерапия трастузумабом", "docetaxel;trastuzumab", "corrected"),
        ("трастузумаба эмтанзина", "trastuzumab-emtansine", "corrected"),  # one drug, both of its words in a case
        ("отказ от анастрозола", "", "no drug"),
        ("бусульфана", "", "unknown"),  # another medicine is none of ours in another case
        ("карбоплатена", "", "unknown"),  # misspelt, which in this script is not looked for
    ],
)
def test_a_russian_name_may_stand_in_any_case(text: str, drugs: str, status: str, annotator: Annotator) -> None:
    found = annotator.annotate(text)
    assert (found.drugs, found.status) == (drugs, status)
