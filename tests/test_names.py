"""Names: one fold stores and finds them; drugs that must stay apart never meet, and no medicine is taken for another."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mbc_cli.ask import lookup
from mbc_cli.book.medicines import read_others
from mbc_cli.book.model import Brand, Drug, DrugClass, Lookalike, Regimen
from mbc_cli.book.names import clean, fold, forms
from mbc_cli.store.load import load, shipped

if TYPE_CHECKING:
    from collections.abc import Callable

    from mbc_cli.book.book import Book
    from mbc_cli.book.medicines import Others
    from mbc_cli.reading.spelling import Speller

WRITTEN = st.text() | st.text("aàTACdocetxl-–→>/+& ()®™.'\t\u200b\u202e\x1b\x00", max_size=30)
SALTS = ("hydrochloride", "citrate", "acetate", "mesylate", "sodium", "phosphate", "tosylate")
SAMPLE = random.Random(20261122)


@given(WRITTEN, st.booleans())
@example("AC à T", True)
@example("ACbyT", True)
@example("ﬁ" * 3 + "(tm)", False)
@example("A - then - B", True)
def test_fold_is_idempotent(text: str, marks: bool) -> None:
    once = fold(text, marks=marks)
    assert fold(once, marks=marks) == once


@given(WRITTEN)
def test_clean_text_is_printable_and_stays_so(text: str) -> None:
    assert clean(text) == clean(clean(text))
    assert clean(text).isprintable() or not clean(text).isascii()
    assert not set(clean(text)) & set("\x1b\x9b\x07\u202e\u2066\n\r\t")


# --- every written form of every entry ---------------------------------------------------------------------------


def named(book: Book, text: str) -> set[str]:
    """The entries that a text, as a whole, names."""
    return {match.ref for match in (*book.names.named(text), *book.names.acronyms(text))}


def missed(book: Book, change: Callable[[str], str], *kinds: type) -> list[str]:
    """The written forms that, so changed, no longer find their entry."""
    every = [record for shelf in book.shelves.values() for record in shelf.values() if isinstance(record, kinds)]
    return [
        f"{record.ref}: {change(text)!r}"
        for record in every
        for text, _ in forms(record)
        if record.ref not in named(book, change(text))
    ]


def test_every_written_form_finds_its_entry(book: Book) -> None:
    assert missed(book, str, Drug, Brand, DrugClass, Regimen, Lookalike) == []


@pytest.mark.parametrize("change", [str.upper, str.lower, str.title, "  {}\t".format, "\u200b{}".format])
def test_case_and_white_space_make_no_difference(change: Callable[[str], str], book: Book) -> None:
    assert missed(book, change, Drug, Brand, DrugClass, Regimen, Lookalike) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("-", " "),
        lambda text: text.replace(" ", "-"),
        lambda text: text.replace(" ", "").replace("-", ""),
        lambda text: text.replace("-", "‑"),
        "{}®".format,
        "{}™".format,
        "{} (R)".format,
        "{}(TM)".format,
        "({})".format,
    ],
    ids=[
        "hyphens gone",
        "hyphens for spaces",
        "run together",
        "another hyphen",
        "®",
        "™",
        "(R)",
        "(TM)",
        "in brackets",
    ],
)
def test_hyphens_spaces_and_trade_marks_make_no_difference(change: Callable[[str], str], book: Book) -> None:
    assert missed(book, change, Drug, Brand) == []


@pytest.mark.parametrize("salt", SALTS)
def test_salts_make_no_difference(salt: str, book: Book) -> None:
    for drug in book.drugs.values():
        assert drug.id in ids(book, f"{drug.name} {salt}"), salt
        assert drug.id in ids(book, f"{drug.name.upper()} ({salt})"), salt


def test_the_four_letter_suffix_makes_no_difference_but_for_entries_of_their_own(book: Book) -> None:
    plain = [drug for drug in book.drugs.values() if drug.name.endswith("mab")]
    assert plain
    for drug in plain:
        own = any(other.biosimilar_of == drug.id for other in book.drugs.values())
        assert ids(book, f"{drug.name}-zzzz") == ([] if own else [drug.id])
    assert ids(book, "trastuzumab-dkst") == ["trastuzumab-dkst"]
    assert ids(book, "fam-trastuzumab deruxtecan-nxki") == ["trastuzumab-deruxtecan"]
    assert ids(book, "trastuzumab deruxtecan-nxki") == ["trastuzumab-deruxtecan"]


def ids(book: Book, text: str) -> list[str]:
    """The drugs of a name."""
    return [drug.id for drug, _ in lookup.drugs(book, text)]


# --- what must stay apart ----------------------------------------------------------------------------------------

DISTINCT = [
    ("trastuzumab", "trastuzumab-emtansine"),
    ("trastuzumab", "trastuzumab-deruxtecan"),
    ("trastuzumab", "trastuzumab-duocarmazine"),
    ("trastuzumab", "trastuzumab-and-hyaluronidase"),
    ("trastuzumab", "pertuzumab-trastuzumab-and-hyaluronidase"),
    ("trastuzumab-emtansine", "trastuzumab-deruxtecan"),
    ("doxorubicin", "pegylated-liposomal-doxorubicin"),
    ("doxorubicin", "non-pegylated-liposomal-doxorubicin"),
    ("paclitaxel", "nab-paclitaxel"),
    ("docetaxel", "paclitaxel"),
    ("vinorelbine", "vinblastine"),
    ("vinorelbine", "vincristine"),
    ("vinblastine", "vincristine"),
    ("cisplatin", "carboplatin"),
    ("cisplatin", "oxaliplatin"),
    ("carboplatin", "oxaliplatin"),
    ("ribociclib", "palbociclib"),
    ("ribociclib", "abemaciclib"),
    ("palbociclib", "abemaciclib"),
    ("exemestane", "everolimus"),
    ("sacituzumab-govitecan", "sacituzumab-tirumotecan"),
]
"""The pairs of issue 3, and the one that its hard queries add."""


@pytest.mark.parametrize(("one", "other"), DISTINCT)
def test_pair_is_declared_in_both_directions(one: str, other: str, book: Book) -> None:
    assert other in book.apart_from(one)
    assert one in book.apart_from(other)


def names_of(book: Book, drug: str) -> list[str]:
    """Every name of a drug: its own and its brands'."""
    return [text for record in (book.drugs[drug], *book.brands_of(drug)) for text, _ in forms(record)]


def kept_apart(book: Book) -> list[tuple[str, frozenset[str]]]:
    """Each drug that must be kept apart from others, and these."""
    return [(drug, apart) for drug in book.drugs if (apart := book.apart_from(drug))]


def test_no_name_of_a_drug_leads_to_one_that_must_stay_apart(book: Book) -> None:
    for drug, apart in kept_apart(book):
        for text in (form for form, _ in forms(book.drugs[drug])):
            led = {match.id for match in book.names.named(text) if match.kind == "drug"}
            assert not led & apart, text


@pytest.mark.slow
def test_a_known_name_is_never_offered_as_another(book: Book, speller: Speller) -> None:
    for drug, apart in kept_apart(book):
        for text in names_of(book, drug):
            assert not offered(speller, text) & (apart - of_name(speller, text)), text


def offered(speller: Speller, text: str) -> set[str]:
    """The drugs that a suggestion or a correction for a text would lead to."""
    found = {drug for suggestion in speller.suggestions(text) for drug in of_name(speller, suggestion.name)}
    near = speller.correction(text)
    return found | (set(near.drugs) if near else set())


def of_name(speller: Speller, text: str) -> set[str]:
    """The drugs of a known name."""
    return {
        name for match in speller.book.names.named(text) if match.kind != "class" for name in speller.drugs_of(match)
    }


# --- other medicines ---------------------------------------------------------------------------------------------

OTHER_NAMES = SAMPLE.sample(sorted(read_others(shipped() / "other_drugs.tsv").by_name), 300)


@pytest.mark.parametrize("batch", [OTHER_NAMES[n::10] for n in range(10)], ids=range(10))
def test_the_name_of_another_medicine_is_never_taken_for_one_of_ours(
    batch: list[str], medicines: Others, speller: Speller
) -> None:
    for key in batch:
        other = medicines.by_name[key]
        if not named(speller.book, other.name):
            assert speller.suggestions(other.name) == ()
            assert speller.correction(other.name) is None


def test_other_medicines_are_not_names_of_ours(book: Book, medicines: Others) -> None:
    clashes = {other.name: ids(book, other.name) for other in medicines.by_name.values() if ids(book, other.name)}
    outside = {name for name, found in clashes.items() if all(book.drugs[drug].outside for drug in found)}
    assert set(clashes) - outside == set()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("docetaxol", "docetaxel"),
        ("trastuzamab", "trastuzumab"),
        ("palbocyclib", "palbociclib"),
        ("letrazole", "letrozole"),
        ("gemcitibine", "gemcitabine"),
        ("capecitibine", "capecitabine"),
        ("Herceptine", "Herceptin"),
        ("Nolvadexx", "Nolvadex"),
        ("methotrexete", "methotrexate"),
        ("trastuzumab derutxecan", "trastuzumab deruxtecan"),
    ],
)
def test_a_misspelling_brings_the_right_name_first(written: str, meant: str, speller: Speller) -> None:
    assert speller.suggestions(written)[0].name == meant


@pytest.mark.parametrize("text", ["ACX", "TCP", "TAX", "EC", "AK-T", "LEE012", "xyzzyplugh"])
def test_short_texts_codes_and_strangers_are_never_corrected(text: str, speller: Speller) -> None:
    assert speller.correction(text) is None


def test_loading_again_gives_the_same_names(book: Book) -> None:
    again = load()
    assert {key: [tuple(match) for match in found] for key, found in again.names.plain.items()} == {
        key: [tuple(match) for match in found] for key, found in book.names.plain.items()
    }


@given(st.text(st.sampled_from("ABbycThenpuis T1-+/→ é"), max_size=8))
def test_a_text_of_letters_is_folded_as_any_other(text: str) -> None:
    """The short ways through `fold` and `clean` say what the long ones say: a space at the end sends a text the long way."""
    assert fold(text) == fold(f"{text} ")
    assert fold(text, marks=True) == fold(f"{text} ", marks=True)
    assert clean(text) == clean(f"{text} ")


@pytest.mark.parametrize("text", ["NCCP 254", "NCCP254", "nccp254", "NCCP-254", "nccp 254"])
def test_the_code_of_a_protocol_is_read_with_any_sign_before_its_number(book: Book, text: str) -> None:
    assert {match.id for match in book.names.acronyms(text)} == {match.id for match in book.names.acronyms("NCCP 254")}
    assert book.names.acronyms(text)
