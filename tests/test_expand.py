"""Treatment text to readings: every way of writing a regimen gives the same drugs, and nothing is ever guessed."""

from __future__ import annotations

import random
import string
from typing import TYPE_CHECKING

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st
from notation import Shape, given, named, shape, shape_of

import mbc_cli as mbc
from mbc_cli.ask import lookup
from mbc_cli.ask.expand import LONGEST_TEXT, expand
from mbc_cli.book.errors import UsageError
from mbc_cli.book.names import fold, forms
from mbc_cli.store.load import load

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Ran

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Regimen

SAMPLE = random.Random(20261122)
AC = "doxorubicin+cyclophosphamide"
EC = "epirubicin+cyclophosphamide"
HP = "trastuzumab+pertuzumab"
FEC = "fluorouracil+epirubicin+cyclophosphamide"
TAXANE = "paclitaxel|docetaxel"
AC_T = f"{AC} > {TAXANE} + [trastuzumab]"
AC_TH = f"{AC} > {TAXANE} + trastuzumab"


def first(book: Book, text: str) -> Shape:
    """The treatment that the usual reading of a text gives."""
    return shape_of(expand(book, text).readings[0].phases)


# --- every way of writing a regimen ------------------------------------------------------------------------------


def ways(record: Regimen) -> list[str]:
    """Every written form of a regimen."""
    return [text for text, _ in forms(record)]


def test_every_way_of_writing_a_regimen_gives_its_treatment(book: Book) -> None:
    for record in book.regimens.values():
        for text in ways(record):
            readings = expand(book, text).readings
            assert record.id in [reading.id for reading in readings], text
            assert shape_of(book.phases(record)) in [shape_of(reading.phases) for reading in readings], text


@pytest.mark.parametrize("text", ["exemestane + everolimus (no stomatitis)", "letrozole + Ibrance (pending)"])
def test_what_is_unclear_is_told_as_a_row_tells_it(text: str, book: Book) -> None:
    (found,) = expand(book, text).readings
    assert found.doubts
    assert set(found.doubts) <= set(found.notes)


def test_a_decimal_is_not_parted_by_the_interval_behind_it(book: Book) -> None:
    assert expand(book, "zoladex 10.8 monthly").marks == ("monthly", "10.8")


@pytest.mark.parametrize(
    ("text", "phases"),
    [
        ("TCHP x6 then trastuzumab + pertuzumab", f"docetaxel+carboplatin+{HP} > {HP}"),
        ("TCHP, then maintenance Herceptin, Perjeta, letrozole", f"docetaxel+carboplatin+{HP} > {HP}+letrozole"),
        (
            "gemcitabine + carboplatin then gemcitabine and carboplatin",
            "gemcitabine+carboplatin > gemcitabine+carboplatin",
        ),
        ("trastuzumab -> capecitabine/trastuzumab", "trastuzumab > capecitabine+trastuzumab"),
        ("TC then letrozole, TC tolerated well", "docetaxel+cyclophosphamide > letrozole"),
        ("AC, letrozole and AC", f"{AC} > letrozole"),
        ("AC, RT, tamoxifen", f"{AC} > tamoxifen"),
        ("TCH, letrozole + palbociclib", "docetaxel+carboplatin+trastuzumab > letrozole+palbociclib"),
        ("AC, goserelin", f"{AC}+goserelin"),
        ("AC + tamoxifen", f"{AC}+tamoxifen"),
        ("adj tamoxifen, now palbociclib + fulvestrant", "tamoxifen > palbociclib+fulvestrant"),
        ("letrozole, now with palbociclib", "letrozole+palbociclib"),
        ("chemo: weekly taxol", "paclitaxel"),
        ("letrozole: palbociclib", "letrozole > palbociclib"),
    ],
)
def test_phases_are_what_is_given_together(text: str, phases: str, book: Book) -> None:
    assert first(book, text) == shape(phases)


@pytest.mark.parametrize("mark", ["→", "->", "-->", "—>", "–", "—", " → ", " then ", " followed by ", " THEN ", " à "])
def test_every_mark_of_sequence_is_one(mark: str, book: Book) -> None:
    for record in book.regimens.values():
        if "-" in record.name and record.name.replace("-", "").isalpha():
            text = record.name.replace("-", mark)
            assert record.id in [reading.id for reading in expand(book, text).readings], text


@pytest.mark.parametrize(
    "text",
    [
        "AC-T",
        "AC→T",
        "AC->T",
        "AC-->T",
        "AC—>T",
        "AC/T",
        "AC followed by T",
        "AC then T",
        "AC à T",
        "ACbyT",
        "ac-t",
        "ac→t",
        "Ac followed by t",
        "ac à t",
        "  AC - T  ",
        "AC ⟶ T",
        "AC => T",
    ],
)
def test_ac_t_in_all_its_spellings(text: str, book: Book) -> None:
    (reading,) = expand(book, text).readings
    assert (reading.id, reading.usual) == ("ac-t", True)
    assert shape_of(reading.phases) == shape(AC_T)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("TAC", "T-AC"),
        ("ACT", "AC-T"),
        ("EDC", "EC-D"),
        ("DE", "E-D"),
        ("CAMF", "A-CMF"),
        ("TAC", "ACT"),
        ("FECT", "FEC-T"),
    ],
)
def test_marks_are_significant(one: str, other: str, book: Book) -> None:
    assert [reading.id for reading in expand(book, one).readings] != [
        reading.id for reading in expand(book, other).readings
    ]


def test_the_taxane_of_ac_t_is_paclitaxel_first(book: Book) -> None:
    for text in ("AC-T", "AC-TH"):
        (taxane,) = [part.any_of for part in expand(book, text).readings[0].phases[1] if len(part.any_of) > 1]
        assert taxane == ("paclitaxel", "docetaxel")


def test_shared_texts_give_every_reading_the_usual_one_first(book: Book) -> None:
    for shared in book.shared.values():
        readings = expand(book, shared.text).readings
        regimens = [ref for ref in shared.readings if ref.startswith(("regimen.", "lookalike."))]
        assert {f"{r.kind}.{r.id}" for r in readings if r.id} == set(regimens), shared.text
        assert not any(reading.usual for reading in readings[1:]), shared.text
        assert readings[0].usual or not shared.settled, shared.text


@pytest.mark.parametrize(
    ("text", "usual"), [("TC", True), ("ET", True), ("AC", True), ("GP", False), ("GC", False), ("KEYNOTE-355", False)]
)
def test_a_usual_reading_is_marked_where_the_facts_know_one(text: str, usual: bool, book: Book) -> None:
    assert expand(book, text).readings[0].usual is usual


# --- schedule marks ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "plain", "marks"),
    [
        ("ddAC", "AC", ["dd"]),
        ("dd AC", "AC", ["dd"]),
        ("dose-dense AC", "AC", ["dose-dense"]),
        ("AC q3w", "AC", ["q3w"]),
        ("AC q2w", "AC", ["q2w"]),
        ("AC weekly", "AC", ["weekly"]),
        ("AC x4", "AC", ["x4"]),
        ("AC x 4", "AC", ["x 4"]),
        ("AC ×4", "AC", ["×4"]),
        ("AC 4 cycles", "AC", ["4 cycles"]),
        ("4 cycles AC", "AC", ["4 cycles"]),
        ("FEC100", "FEC", ["100"]),
        ("FEC 100", "FEC", ["100"]),
        ("FEC-100", "FEC", ["100"]),
        ("FEC (100)", "FEC", ["100"]),
        ("neoadjuvant TCHP x6", "TCHP", ["neoadjuvant", "x6"]),
        ("TC x4 q3w", "TC", ["x4", "q3w"]),
        ("s/c Phesgo maintenance", "Phesgo", ["s/c", "maintenance"]),
    ],
)
def test_schedule_marks_are_read_off_and_reported(text: str, plain: str, marks: list[str], book: Book) -> None:
    answer = expand(book, text)
    assert shape_of(answer.readings[0].phases) == first(book, plain)
    assert list(answer.marks) == marks


def test_a_regimen_with_a_dose_dense_entry_of_its_own_keeps_it(book: Book) -> None:
    assert first(book, "ddAC-T") == shape(f"{AC} > paclitaxel")


# --- never guessed -----------------------------------------------------------------------------------------------


def off_by_one_letter(book: Book) -> list[str]:
    """Acronyms that differ in one letter from one of the data and that the data itself does not write."""
    known = {text for record in book.regimens.values() for text in ways(record) if text.isupper() and text.isalpha()}
    found = set()
    for text in sorted(known):
        at = SAMPLE.randrange(len(text))
        found.add(text[:at] + SAMPLE.choice(string.ascii_uppercase) + text[at + 1 :])
    names = book.names
    return sorted(text for text in found if not (names.acronyms(text) or names.named(text) or lookup.terms(book, text)))


UNKNOWN = off_by_one_letter(load())


@pytest.mark.parametrize("text", UNKNOWN)
def test_an_unknown_acronym_is_never_matched_to_a_near_one(text: str, book: Book, run: Callable[..., Ran]) -> None:
    assert expand(book, text).readings == ()
    ran = run("expand", text)
    assert (ran.code, ran.out) == (1, "")


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("XCZ", None),
        ("FXC", {"F", "X", "C"}),
        ("GX", {"G", "X"}),
        ("AXT", {"A", "X", "T"}),
        ("GF-X", {"G", "F", "X"}),
        ("TCbX", {"T", "Cb", "X"}),
    ],
)
def test_an_unknown_acronym_is_decoded_letter_by_letter_or_not_at_all(
    text: str, letters: set[str] | None, book: Book, run: Callable[..., Ran]
) -> None:
    suggestions = expand(book, text).suggestions
    assert {suggestion.name.partition(" = ")[0] for suggestion in suggestions} == (letters or set())
    assert all("decoded" in suggestion.why for suggestion in suggestions)
    ran = run("expand", text)
    assert (ran.code, ran.out) == (1, "")
    assert all(suggestion.name in ran.err for suggestion in suggestions)
    assert f"'{text}' is not a known" in ran.err


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("HER2", "--her2 positive"),
        ("PDL1", "--pdl1 positive"),
        ("LVEF", "--fact lvef=normal"),
    ],
)
def test_what_is_a_fact_of_a_profile_says_which_command_takes_it(text: str, flag: str, run: Callable[..., Ran]) -> None:
    ran = run("expand", text)
    assert (ran.code, ran.err) == (0, "")
    assert f"mbc options {flag}\n" in ran.out


def test_a_decoded_letter_names_every_candidate(book: Book) -> None:
    (taxane,) = [s.name for s in expand(book, "AXT").suggestions if s.name.startswith("T = ")]
    names = [book.item(name).name for name in book.letters["t"].means]
    assert {"paclitaxel", "docetaxel", "trastuzumab"} <= set(names)
    assert taxane == f"T = {' or '.join(names)}"


@pytest.mark.parametrize(
    "text",
    ["LEE011", "RAD001", "DS-8201", "GDC-0032", "GDC-0033", "SYD985", "MK-3475", "BYL719", "PD-0332991", "AZD9999"],
)
def test_a_research_code_is_a_drug_or_nothing_and_never_letters(text: str, book: Book) -> None:
    answer = expand(book, text)
    assert answer.suggestions == ()
    assert all(reading.form == "research code" for reading in answer.readings)


@pytest.mark.parametrize(
    "text",
    [
        "ET",
        "TPC",
        "PET",
        "ACTH",
        "NP",
        "MM",
        "PFT",
        "VAP",
        "DAC",
        "NAC",
        "FU",
        "F/U",
        "DCIS",
    ],
)
def test_a_lookalike_gives_no_drugs_and_says_what_it_means(text: str, book: Book) -> None:
    answer = expand(book, text)
    assert given(answer) == []
    assert answer.readings
    assert all(reading.kind == "lookalike" and reading.means for reading in answer.readings)


@pytest.mark.parametrize("text", ["TX N0 M0", "T2 NX M0"])
def test_a_stage_is_no_treatment(text: str, book: Book) -> None:
    answer = expand(book, text)
    assert (answer.readings, answer.marks) == ((), (text,))


@drawn(st.text(max_size=40) | st.text("ACTEFHPMXdd-→/+ ()x412weekly", max_size=20))
def test_any_text_is_answered_or_refused_and_never_a_crash(text: str) -> None:
    try:
        answer = expand(BOOK, text)
    except UsageError:
        assert not fold(text)
        return
    assert all(reading.phases or reading.kind == "lookalike" for reading in answer.readings)


BOOK = load()


@pytest.mark.parametrize("text", ["", "   ", "\x1b\x00", "---", "!?", "x" * (LONGEST_TEXT + 1)])
def test_empty_and_endless_text_is_wrong_usage(text: str, book: Book) -> None:
    with pytest.raises(UsageError):
        expand(book, text)


# --- treatment text ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "treatment"),
    [
        ("ddAC x4 -> wkly Taxol x12 + Herceptin", f"{AC} > paclitaxel+trastuzumab"),
        ("docetaxel, carboplatin and trastuzumab", "docetaxel+carboplatin+trastuzumab"),
        ("FEC x3 then docetaxel x3", f"{FEC} > docetaxel"),
        ("letrozole + palbociclib", "letrozole+palbociclib"),
        ("anastrozole or letrozole", "anastrozole|letrozole"),
        ("Kadcyla (after trastuzumab)", "trastuzumab > trastuzumab-emtansine"),
        ("ddAC x4 -> wkly Taxol + H", f"{AC} > paclitaxel+trastuzumab"),
    ],
)
def test_treatment_text(text: str, treatment: str, book: Book) -> None:
    assert given(expand(book, text))[0] == shape(treatment)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Taxol vs Taxotere", "Taxol: compared, not given; Taxotere: compared, not given"),
        ("declined tamoxifen", "tamoxifen: declined, not given"),
        ("no trastuzumab", "trastuzumab: negated, not given"),
        ("on KEYNOTE-522", "KEYNOTE-522: a trial that has a control arm too; not read as its regimen"),
    ],
)
def test_what_is_only_named_is_not_given_and_the_message_says_so(text: str, why: str, run: Callable[..., Ran]) -> None:
    ran = run("expand", text)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == f"mbc: '{text}' does not say that any treatment was given ({why})\n"


# --- reverse look-up ---------------------------------------------------------------------------------------------

ASKED = [
    ["docetaxel"],
    ["docetaxel", "Herceptin"],
    ["Taxol", "carboplatin"],
    ["cyclophosphamide", "methotrexate", "5-FU"],
    ["pertuzumab", "trastuzumab", "docetaxel"],
    ["T-DM1"],
    ["Abraxane"],
    ["anthracyclines", "taxanes"],
]


@pytest.mark.parametrize("names", ASKED, ids=" + ".join)
@pytest.mark.parametrize("mode", ["containing", "exact", "within"])
def test_what_reverse_look_up_returns_expands_back(names: list[str], mode: lookup.Mode, book: Book) -> None:
    asked = groups(book, names)
    found = lookup.regimens(book, asked, mode)
    assert found or mode != "containing"
    for record in found:
        (reading,) = [reading for reading in expand(book, record.name).readings if reading.regimen is record]
        back = named(shape_of(reading.phases))
        if mode != "within":
            assert all(group & back for group in asked), record.id
        if mode != "containing":
            firm = [set(part.any_of) for phase in reading.phases for part in phase if not part.optional]
            assert all(part & set().union(*asked) for part in firm), record.id


def groups(book: Book, names: list[str]) -> list[frozenset[str]]:
    """What some names ask for together."""
    return [group for name in names for group in lookup.wanted(book, name)]


def reverse(book: Book, names: list[str], mode: lookup.Mode) -> set[str]:
    """The ids of the regimens that hold the drugs of some names."""
    return {record.id for record in lookup.regimens(book, groups(book, names), mode)}


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("TCH", ["docetaxel", "carboplatin", "trastuzumab"]),
        ("Phesgo", ["pertuzumab", "trastuzumab"]),
        ("capecitabine + Tyverb", ["capecitabine", "lapatinib"]),
        ("EC-T", ["epirubicin", "cyclophosphamide", "docetaxel|paclitaxel"]),
        ("xyzzyplugh", []),
    ],
)
def test_each_part_of_what_is_asked_for_must_be_there(text: str, asked: list[str], book: Book) -> None:
    assert ["|".join(sorted(group)) for group in lookup.wanted(book, text)] == asked


@pytest.mark.parametrize("text", ["Kadcyla, blurb", "Kadcyla or AC", "GP"])
def test_what_is_more_than_one_treatment_is_not_looked_up(text: str, book: Book) -> None:
    with pytest.raises(UsageError, match=r"--with .*: give one"):
        lookup.wanted(book, text)


def test_reverse_look_up_gives_every_tie(book: Book) -> None:
    exact = reverse(book, ["doxorubicin", "cyclophosphamide"], "exact")
    assert "ac" in exact
    assert not exact & {"ac-t", "tac", "caf"}
    taxane = reverse(book, ["doxorubicin", "cyclophosphamide", "paclitaxel"], "exact")
    assert {"ac-t", "ac-p", "t-ac", "a-t-c"} <= taxane


def test_trastuzumab_is_not_its_conjugates_in_reverse_look_up(book: Book) -> None:
    found = reverse(book, ["trastuzumab"], "containing")
    assert "tch" in found
    assert not found & {"t-dm1-pertuzumab", "emilia", "destiny-breast04"}


# --- the hardest queries of issue 3 ------------------------------------------------------------------------------

HARD = [
    ("TCH", "docetaxel+carboplatin+trastuzumab"),
    ("THP", f"{TAXANE} + trastuzumab + pertuzumab"),
    ("TC", "docetaxel+cyclophosphamide"),
    ("AC-T-T", AC_TH),
    ("EC-D", f"{EC} > docetaxel"),
    ("EDC", "epirubicin+docetaxel+capecitabine"),
    ("FEC-T", f"{FEC} > docetaxel"),
    ("ddAC-T", f"{AC} > paclitaxel"),
    ("T-DXd", "trastuzumab-deruxtecan"),
    ("TDM1", "trastuzumab-emtansine"),
    ("Dato-DXd", "datopotamab-deruxtecan"),
    ("HP", "trastuzumab+pertuzumab"),
    ("nab-PHP", "nab-paclitaxel+pertuzumab+trastuzumab"),
    ("XT", "docetaxel+capecitabine"),
    ("Taxol or Taxotere", "paclitaxel|docetaxel"),
    ("Phesgo", "pertuzumab+trastuzumab"),
    ("Verzenios", "abemaciclib"),
    ("Caelyx", "pegylated-liposomal-doxorubicin"),
    ("sacituzumab tirumotecan", "sacituzumab-tirumotecan"),
    ("lambrolizumab", "pembrolizumab"),
    ("leuprorelin", "leuprolide"),
    ("RAD001", "everolimus"),
    ("LEE011", "ribociclib"),
    ("DS-8201", "trastuzumab-deruxtecan"),
    ("GDC-0032", "taselisib"),
    ("Amethopterin", "methotrexate"),
]


@pytest.mark.parametrize(("text", "treatment"), HARD)
def test_hard_query(text: str, treatment: str, book: Book) -> None:
    assert given(expand(book, text))[0] == shape(treatment)


@pytest.mark.parametrize("text", ["PH", "Ado"])
def test_hard_query_that_names_no_drug(text: str, book: Book) -> None:
    assert given(expand(book, text)) == []
    assert lookup.drugs(book, text) == []


def test_act_is_refused_first_and_its_readings_follow(book: Book) -> None:
    usual, *others = expand(book, "ACT").readings
    assert usual.kind == "lookalike"
    assert [shape_of(reading.phases) for reading in others] == [
        shape(AC_T),
        shape("docetaxel+doxorubicin+cyclophosphamide"),
        shape(f"{AC}+tamoxifen"),
        shape("doxorubicin+paclitaxel+cyclophosphamide"),
    ]


def test_what_a_list_has_of_an_everyday_acronym_stands_behind_its_meaning(book: Book) -> None:
    usual, other = expand(book, "CA").readings
    assert "carcinoma" in usual.means
    assert (usual.usual, other.usual) == (True, False)
    assert shape_of(other.phases) == shape(AC)


@pytest.mark.parametrize("text", ["ECD-GP", "PE-CMF", "PE/FEC", "EP-ddFEC", "FAC-QM"])
def test_an_acronym_of_which_one_half_is_not_known_is_not_known(text: str, book: Book) -> None:
    assert given(expand(book, text)) == []


def test_gc_has_both_platinums(book: Book) -> None:
    assert set(given(expand(book, "GC"))) == {shape("gemcitabine+carboplatin"), shape("gemcitabine+cisplatin")}


def test_sg_is_refused_alone_and_read_beside_a_treatment(book: Book) -> None:
    assert given(expand(book, "SG")) in ([], [shape("sacituzumab-govitecan")])
    assert shape("sacituzumab-govitecan + pembrolizumab") in given(expand(book, "SG + pembrolizumab"))


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("SYD985", "trastuzumab"),
        ("T-DM1", "trastuzumab"),
        ("T-DXd", "trastuzumab"),
        ("trastuzumab duocarmazine", "trastuzumab"),
        ("sacituzumab tirumotecan", "sacituzumab-govitecan"),
        ("Caelyx", "doxorubicin"),
        ("liposomal doxorubicin", "doxorubicin"),
        ("Abraxane", "paclitaxel"),
        ("nab-paclitaxel", "paclitaxel"),
        ("GDC-0032", "gemcitabine"),
    ],
)
def test_a_text_never_gives_the_drug_that_must_stay_apart(text: str, never: str, book: Book) -> None:
    assert never not in {name for treatment in given(expand(book, text)) for name in named(treatment)}


def test_sacituzumab_alone_is_not_a_drug(book: Book) -> None:
    assert given(expand(book, "sacituzumab")) == []
    assert lookup.drugs(book, "sacituzumab") == []


def test_plus_minus_leaves_a_part_of_a_regimen_optional(book: Book) -> None:
    """ "AC-T +/- trastuzumab" does not say that trastuzumab was given; "AC-T + trastuzumab" does."""
    optional = {
        joiner: [part.optional for part in expand(book, f"AC-T {joiner} trastuzumab").readings[0].phases[1]]
        for joiner in ("+/-", "+")
    }
    assert optional == {"+/-": [False, True], "+": [False, False]}


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("prior AC; now letrozole", "AC: given before, not part of this"),
        ("declined AC; letrozole", "AC: declined, not given"),
        ("letrozole; unknown if AC given", "AC: unknown whether given"),
    ],
)
def test_what_is_not_given_is_told_in_words(text: str, note: str, book: Book) -> None:
    assert note in expand(book, text).readings[0].notes


def test_a_profile_is_told_whole_with_what_is_not_read_and_how_to_ask(run: Callable[..., Ran]) -> None:
    text = "mBC, IDC grade 2, ER 8/8 PR 5/8 HER2 1+, bone mets, ECOG 1"
    out = run("expand", text).out
    told = (
        "ER-positive",
        "Allred score",
        "PR-positive",
        "HER2-low",
        "bone metastases",
        "performance status 1",
        "grade",
    )
    assert [words for words in told if words not in out] == []
    assert f'mbc options "{text}"' in out
    partly = run("expand", "IDC, ER 8/8, HER2 0, wibble").out
    assert "not read: wibble" in partly
    assert 'mbc options "IDC, ER 8/8, HER2 0' in partly
    assert run("expand", "ER").out.startswith("ER  (not a regimen)")
    assert "letrozole  (treatment)" in run("expand", "ER 8/8, HER2 0, progressed on letrozole").out


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("DESTINY-Breast09 arm B", "arm B: not known which arm of DESTINY-Breast09 that is"),
        ("PALOMA-2 arm 2", "arm 2: not known which arm of PALOMA-2 that is"),
        ("Exemestane (no stomatitis)", "no: what it refers to was not read"),
        ("trastuzumab SC", "trastuzumab SC: may be trastuzumab and hyaluronidase"),
    ],
)
def test_what_is_unclear_around_the_only_name_is_a_note(text: str, note: str) -> None:
    assert mbc.expand(text).readings[0].notes[0] == note


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("capecitabine held - HFS G3", ("held: unclear whether it was given",)),
        ("letrozole stopped, then palbociclib", ("stopped: counted as given",)),
        ("capecitabine PPE G2", ()),
    ],
)
def test_a_drug_that_was_held_or_stopped_is_said_to_count_as_given(book, text, notes):
    (reading,) = expand(book, text).readings
    assert reading.notes == notes


def test_a_side_effect_beside_a_drug_is_also_read(book):
    assert expand(book, "capecitabine - HFS G3").marks == ("HFS", "G3")
