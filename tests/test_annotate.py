"""What `annotate` makes of single texts: floors on real strings, roles, statuses, and the fast way that must agree."""

from __future__ import annotations

import csv
import gc
import importlib.util
import random
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mbc_cli.annotate.annotation import STATUSES
from mbc_cli.annotate.annotator import CUT_OFF, Annotator
from mbc_cli.book.names import clean
from mbc_cli.store.load import load

ROOT = Path(__file__).parents[1]


def script(name):
    """A benchmark script as a module."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "benchmarks" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def annotator():
    return Annotator.of(load())


def test_registry_strings_are_read_above_the_floors():
    score = script("annotate_quality").measured(ROOT / "tests/corpus/tcga_brca_dev.tsv")
    assert score.row_recall >= 0.99
    assert score.string_recall >= 0.98
    assert score.false_claims == 0, score.lines


def test_written_treatments_are_read_above_the_floor_and_no_trap_is_claimed():
    score = script("annotate_quality").measured(ROOT / "tests/corpus/written_treatments_dev.tsv")
    assert score.string_recall >= 0.93
    assert score.false_claims == 0, score.lines


def test_the_kinds_of_texts_are_read_above_the_floors():
    score = script("annotate_quality").measured(ROOT / "tests/corpus/written_kinds.tsv")
    assert score.string_recall >= 0.95
    assert score.sure_share >= 0.97
    assert score.settled_share >= 0.85
    assert score.false_claims == 0, score.lines


def test_cells_of_nine_languages_are_read_above_the_floors():
    score = script("annotate_quality").measured(ROOT / "tests/corpus/written_cells.tsv")
    assert score.string_recall >= 0.95
    assert score.sure_share == 1
    assert score.settled_share >= 0.92


def test_orders_and_notes_are_read_above_the_floors():
    score = script("annotate_quality").measured(ROOT / "tests/corpus/written_orders.tsv")
    assert score.string_recall >= 0.935
    assert score.sure_share == 1
    assert score.settled_share >= 0.84


def test_charts_and_exports_are_read_above_the_floors():
    score = script("annotate_quality").measured(ROOT / "tests/corpus/written_charts.tsv")
    assert score.string_recall >= 0.98
    assert score.sure_share == 1
    assert score.settled_share >= 0.92


def test_notes_in_nine_languages_are_read_above_the_floors():
    score = script("annotate_quality").measured(ROOT / "tests/corpus/written_notes.tsv")
    assert score.string_recall >= 0.97
    assert score.sure_share == 1
    assert score.settled_share >= 0.97


def test_what_is_not_sure_has_a_reason(annotator):
    texts = [row for file in sorted((ROOT / "tests/corpus").glob("*.tsv")) for row in strings(file)]
    rows = [annotator.annotate(text) for text in texts]
    unsure = [row for row in rows if row.status in ("partial", "ambiguous", "unknown")]
    assert len(unsure) > 300
    assert [text for text, row in zip(texts, rows, strict=True) if row in unsure and not row.note] == []


def strings(file):
    """The texts of a corpus."""
    with file.open(encoding="utf-8", newline="") as opened:
        return [
            row["string"] for row in csv.DictReader(opened, delimiter="\t", quoting=csv.QUOTE_NONE) if "string" in row
        ]


@pytest.mark.parametrize("wanted", [200, pytest.param(4000, marks=pytest.mark.slow)])
def test_generated_misspellings_are_never_wrong(wanted, annotator):
    counts, wrong = script("leave_out").misspelt(annotator, wanted, seed=7)
    assert wrong == []
    assert counts["right"] > 0.9 * sum(counts.values())


@pytest.mark.slow
def test_no_decoy_is_claimed(annotator):
    assert script("leave_out").decoys_claimed(annotator) == []


@pytest.mark.parametrize(
    ("text", "drugs", "status"),
    [
        ("Cytoxen", "cyclophosphamide", "corrected"),
        ("adrimicin+cyclophosphamide", "doxorubicin;cyclophosphamide", "corrected"),
        ("TCH", "docetaxel;carboplatin;trastuzumab", "exact"),
        ("tc", "docetaxel;cyclophosphamide", "exact"),
        ("ddAC x4 -> wkly Taxol x12 + Herceptin", "doxorubicin;cyclophosphamide;paclitaxel;trastuzumab", "exact"),
        (
            "FEC (100) Docetaxel (75) Pertuzumab Trastuzumab IV (adjuvant use only)",
            "fluorouracil;epirubicin;cyclophosphamide;docetaxel;pertuzumab;trastuzumab",
            "exact",
        ),
        ("FEMARA (LETROZOLE)", "letrozole", "exact"),
        ("Paclitaxel (albumin-bound)", "nab-paclitaxel", "exact"),
        ("trastuzumab deruxtecan", "trastuzumab-deruxtecan", "exact"),
        ("trastuzumab derutxecan", "trastuzumab-deruxtecan", "corrected"),
        ("cyclofosfamide, metotreksat", "cyclophosphamide;methotrexate", "exact"),
        ("Taxol or Taxotere", "paclitaxel;docetaxel", "ambiguous"),
        ("GP", "gemcitabine;cisplatin;paclitaxel", "ambiguous"),
        ("liposomal doxorubicin", "pegylated-liposomal-doxorubicin;non-pegylated-liposomal-doxorubicin", "ambiguous"),
        ("CDK4/6 inhibitor", "", "class only"),
        ("Alimta", "", "other drug"),
        ("[Not Available]", "", "no drug"),
        ("No prior tucatinib, T-DM1, lapatinib or neratinib.", "", "no drug"),
        ("Dexamethasone pre docetaxel 16mg IV 1 day", "", "other drug"),
        ("capivasertib + fulvestrant vs alpelisib + fulvestrant vs clinical trial", "", "ambiguous"),
        ("general practitioner (GP)", "", "unknown"),
        ("AC (sarcoma)", "", "ambiguous"),
        ("SYD985", "", "other drug"),
        ("sacituzumab", "", "unknown"),
        ("T-DM1 then T-DXd", "trastuzumab-emtansine;trastuzumab-deruxtecan", "exact"),
        ("AC-T-DM1", "doxorubicin;cyclophosphamide;trastuzumab-emtansine", "exact"),
        ("epi-adriamycin/Cytoxan", "epirubicin;cyclophosphamide", "exact"),
        ("fam trastuzumab", "", "ambiguous"),
        ("trastuzumab vedotin", "", "ambiguous"),
        ("Kadcyla (trastuzumab)", "trastuzumab-emtansine;trastuzumab", "ambiguous"),
        ("aspirin EC 81 mg", "", "other drug"),
        ("Foley catheter", "", "unknown"),
        ("previously on tamoxifen, now letrozole", "letrozole", "exact"),
        ("ACT", "", "ambiguous"),
        ("   ", "", "empty"),
    ],
)
def test_texts(annotator, text, drugs, status):
    found = annotator.annotate(text)
    assert (found.drugs, found.status) == (drugs, status), found.note


NOT_GIVEN = [
    # said behind the name
    "Taxol declined", "Taxol: refused by pt", "Taxol (not given)", "Taxol was never started", "Taxol - no", "Taxol: N",
    "Taxol recommended but patient declined", "offered Taxol, declined", "Taxol cancelled", "Taxol weekly declined", "Taxol not an option",
    "Taxol contraindicated due to low EF", "Taxol prescribed but not started", "BRCA neg - Taxol not indicated",
    # said before it
    "didn't get Taxol", "cannot take Taxol", "unable to receive Taxol", "not yet started on Taxol", "never on Taxol",
    "no treatment with Taxol", "not currently on Taxol", "Allergies: Taxol", "no prior chemotherapy, Taxol, or lapatinib",
    "sans Taxol", "pas de Taxol", "sin Taxol", "senza Taxol", "geen Taxol", "zonder Taxol", "nicht mit Taxol behandelt",
    # said of another day, of somebody else, or of an arm
    "If progression, switch to Taxol", "would give Taxol", "possible Taxol", "Taxol candidate", "HER2 amplified (Taxol sensitive)",
    "mother took Taxol", "Neither Taxol nor Xeloda", "no trastuzumab, Taxol", "Contraindications to Taxol: neuropathy",
    "Taxol offered, patient declined", "Taxol to be avoided", "Taxol contraindicated (neuropathy)",
    "Taxol declined due to neuropathy", "Family hx: sister on Taxol", "Taxol placebo", "placebo-Taxol", "Taxol-matching placebo",
    "Placebo to match Taxol", "Placebo (for Taxol)", "Taxol vs placebo",
    # another form than the plain drug
    "paclitaxel-eluting stent", "paclitaxel coated balloon", "paclitaxel poliglumex", "paclitaxel legato all'albumina",
]  # fmt: skip
STILL_GIVEN = [
    ("Taxol, no side effects", "paclitaxel"),
    ("AC x4 (no taxane)", "doxorubicin;cyclophosphamide"),
    ("No XRT; Taxol", "paclitaxel"),
    ("no chemo, Taxol only", "paclitaxel"),
    ("no evidence of disease on Taxol", "paclitaxel"),
    ("denies neuropathy on Taxol", "paclitaxel"),
    ("Declined RT, on Taxol", "paclitaxel"),
    ("intolerant of Taxotere; now on Taxol", "paclitaxel"),
    ("Prior: tamoxifen. Now: Taxol", "paclitaxel"),
    ("Prior tx: tamoxifen; current: Taxol", "paclitaxel"),
    ("Taxotere: no; Taxol: yes", "paclitaxel"),
    ("Placebo + Taxol", "paclitaxel"),
    ("Taxol instead, Herceptin", "paclitaxel;trastuzumab"),
    ("Taxol instead of Taxotere", "paclitaxel"),
    ("par Taxol", "paclitaxel"),
    ("TCHP minus carboplatin", "docetaxel;trastuzumab;pertuzumab"),
    # what is negated is another regimen, another thing, or a field before
    ("EC instead of AC", "epirubicin;cyclophosphamide"),
    ("No AC; TC x4", "docetaxel;cyclophosphamide"),
    ("Taxol (declined RT)", "paclitaxel"),
    ("Taxol - discussed side effects", "paclitaxel"),
    ("Taxol C5 cancelled due to diarrhea", "paclitaxel"),
    ("Taxol x2 refused further", "paclitaxel"),
    ("No tamoxifen, letrozole x5 years", "letrozole"),
    ("Declined tamoxifen, took anastrozole", "anastrozole"),
    ("No chemo - letrozole", "letrozole"),
    ("Chemo: no, Hormone: letrozole", "letrozole"),
    ("Allergies: none Meds: letrozole", "letrozole"),
    ("Line no 2: capecitabine", "capecitabine"),
    ("ER minus, AC x4", "doxorubicin;cyclophosphamide"),
    ("no LN involved: TC x 4", "docetaxel;cyclophosphamide"),
    ("Would continue letrozole", "letrozole"),
    # somebody else is only with the patient
    ("Here with her daughter, continues on Femara", "letrozole"),
    ("Mother died of breast ca, patient had CMF x6", "cyclophosphamide;methotrexate;fluorouracil"),
    # an organ is no other tumour, a lab value no carrier
    ("FEC x6; mets to lung and liver", "fluorouracil;epirubicin;cyclophosphamide"),
    ("TCHP neoadjuvant, head CT negative", "docetaxel;carboplatin;trastuzumab;pertuzumab"),
    ("Docetaxel; serum albumin 3.5", "docetaxel"),
    ("tamoxifen; biliary stent", "tamoxifen"),
]
ACRONYMS = [
    # beside another medicine, or among words of something else
    ("diclofenac EC", ""),
    ("aspirin 81 mg EC tab", ""),
    ("metformin 500 mg AC", ""),
    ("right AC joint", ""),
    ("TC: 220 mg", ""),
    ("triamcinolone (TAC) 0.1%", ""),
    ("completed AC in 2015", "doxorubicin;cyclophosphamide"),
    ("AC, then T", "doxorubicin;cyclophosphamide;paclitaxel;docetaxel"),
    # as the list behind it says
    ("TC (paclitaxel, carboplatin)", "paclitaxel;carboplatin"),
    ("TCH = Taxol + carboplatin + Herceptin", "paclitaxel;carboplatin;trastuzumab"),
    ("FEC-T (Taxol)", "fluorouracil;epirubicin;cyclophosphamide;paclitaxel"),
    ("AC (docetaxel, trastuzumab)", "doxorubicin;cyclophosphamide;docetaxel;trastuzumab"),
    # written otherwise
    ("ac + taxotere", "doxorubicin;cyclophosphamide;docetaxel"),
    ("cmf x6, tamoxifen", "cyclophosphamide;methotrexate;fluorouracil;tamoxifen"),
    ("taxotere at home", "docetaxel"),
    ("C.M.F.", "cyclophosphamide;methotrexate;fluorouracil"),
    ("ACx4", "doxorubicin;cyclophosphamide"),
    ("Taxol80 + Herceptin", "paclitaxel;trastuzumab"),
    ("Tamoxifen20mg", "tamoxifen"),
    ("Zoladex3.6mg", "goserelin"),
    ("ACx12", "doxorubicin;cyclophosphamide"),
    ("EC90x3", "epirubicin;cyclophosphamide"),
    ("E.C. x 4", "epirubicin;cyclophosphamide"),
    ("seen by G.P., on tamoxifen", "tamoxifen"),
    ("herceptin ec", "trastuzumab"),
    ("3TC", ""),
    ("AC → ddP", "doxorubicin;cyclophosphamide;paclitaxel"),
    ("doc", ""),
    ("Gem x 4", "gemcitabine"),
    ("ácido zoledrónico 4 mg", "zoledronic-acid"),
    ("Doxorubicin (non-liposomal)", ""),
]


@pytest.mark.parametrize("text", NOT_GIVEN)
def test_what_is_not_said_to_be_given_is_not_counted(annotator, text):
    found = annotator.annotate(text)
    assert found.drugs == "", found


@pytest.mark.parametrize(("text", "drugs"), STILL_GIVEN)
def test_a_negation_goes_no_further_than_what_it_is_about(annotator, text, drugs):
    found = annotator.annotate(text)
    assert found.drugs == drugs, found


@pytest.mark.parametrize(("text", "drugs"), ACRONYMS)
def test_acronyms_and_short_names_where_they_stand(annotator, text, drugs):
    found = annotator.annotate(text)
    assert found.drugs == drugs, found


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Aromatase inhibitor (Femara)", "exact"),
        ("Doxorubicin | Cyclophosphamide", "exact"),
        ("Arm B: letrozole", "exact"),
        ("AC + T", "ambiguous"),
        ("EC-12wP", "ambiguous"),
        ("Herceptin and then T", "ambiguous"),
    ],
)
def test_what_makes_a_text_unsure(annotator, text, status):
    assert annotator.annotate(text).status == status


def test_a_regimen_whose_drugs_are_spelled_out_stays_one(annotator):
    found = annotator.annotate("gemcitabine/paclitaxel (GP)")
    assert (found.drugs, found.regimens, found.status) == ("gemcitabine;paclitaxel", "gt", "exact")


def test_a_supportive_medicine_beside_a_drug_is_another_medicine(annotator):
    found = annotator.annotate("Decadron + Taxotere, calcium")
    assert (found.drugs, found.other, found.status) == ("docetaxel", "dexamethasone;calcium", "exact")
    assert annotator.annotate("prednisone").status == "other drug"
    assert "prednisone" in annotator.annotate("CMFP").drugs


def test_notes_say_what_was_corrected_and_read_off(annotator):
    assert "on hold: unclear whether it was given" in annotator.annotate("letrozole on hold").note
    assert "Cytoxen → Cytoxan" in annotator.annotate("Cytoxen x4").note
    assert "x4" in annotator.annotate("Cytoxen x4").note
    assert "pemetrexed" in annotator.annotate("Alimta").note
    assert "negated" in annotator.annotate("no trastuzumab").note


@given(st.text(max_size=60))
def test_any_text_has_one_of_the_statuses(text):
    found = _shared.annotator.quick.read([text, "Taxol"])
    assert set(found) <= {text, "Taxol"}
    assert found["Taxol"].drugs == "paclitaxel"
    assert all(each.status in STATUSES for each in found.values())


@given(
    st.lists(st.sampled_from(["Taxol", "AC", "TCH", "->", "no", "+", "(", ")", "vs", "x4", "doc", "DM1", "\x1b[31m"]))
)
def test_no_mixture_of_words_raises(pieces):
    found = _shared.annotator.annotate(" ".join(pieces))
    assert found.status in STATUSES
    assert "\x1b" not in found.note


@pytest.fixture(autouse=True)
def _shared(annotator):
    _shared.annotator = annotator


AMOUNTS = (" 20 mg", " 3", " 100mg", " 7.5 g", " x4", " 80 mg/m2", " 1 000 mg")
JOINERS = (" + ", "/", ", ", " and ", ";", " ", "  &  ", "+ ", " with ", " and and ", "\n")


def test_the_quick_way_says_what_the_full_reading_says(annotator):
    dice = random.Random(11)
    names = [text for text, _ in script("leave_out").names(annotator.book)]
    names += ["Taxotere", "Cytoxan", "gem", "carbo", "Alimta", "Oncovin", "prednisone", "AC", "tc", "hyaluronidase", ""]
    names += ["trastuzumab and hyaluronidase", "Paclitaxel", "TAXOL", "taxol ", "metformin", "Taxol\x00", "Taxol\xa0"]
    texts = []
    for _ in range(4000):
        parts = [
            name + dice.choice(AMOUNTS) * (dice.random() < 0.2)
            for name in dice.choices(names, k=dice.choice((1, 1, 2, 3)))
        ]
        texts.append(dice.choice(JOINERS).join(parts) + dice.choice(AMOUNTS) * (dice.random() < 0.4))
    quick = annotator.quick.read(texts)
    assert len(quick) > 1000
    for text, found in quick.items():
        assert found == annotator.worked_out(clean(text)), text


@pytest.mark.parametrize(
    ("text", "drugs", "note"),
    [
        ("Taxol", "paclitaxel", ""),
        ("Taxol / paclitaxel 5 mg", "paclitaxel", "also read: 5 mg"),
        ("Oncovin 5 mg", "", "vincristine: outside this vocabulary; also read: 5 mg"),
        ("Oncovin + Taxol", "vincristine;paclitaxel", ""),
    ],
)
def test_what_the_quick_way_is_for(annotator, text, drugs, note):
    found = annotator.quick.read([text])[text]
    assert (found.drugs, found.note) == (drugs, note)


@pytest.mark.parametrize(
    "text", ["Taxotere/Cytoxan", "Oncovin + Oncovin", "gem + carbo", "Taxol (80 mg)", "Taxol +", ""]
)
def test_what_needs_the_full_reading(annotator, text):
    assert annotator.quick.read([text]) == {}


def test_many_texts_are_annotated_in_order_whatever_is_remembered(annotator, monkeypatch):
    monkeypatch.setattr(sys.modules[Annotator.__module__], "REMEMBERED", 3)
    texts = ["TC", "Taxol", "Cytoxen", "Taxol", "Taxol 3 mg", "TC"]
    found = annotator.annotate_all(texts)
    assert found == annotator.annotate_all(texts) == [annotator.worked_out(text) for text in texts]


def test_reading_leaves_nothing_to_the_garbage_collector(annotator):
    texts = ["Taxol x4", "Cytoxen", "AC then T", "no T-DM1", "metformin 5 mg"]
    annotator.annotate_all(texts)
    gc.collect()
    gc.disable()
    try:
        for n in range(50):
            annotator.annotate_all([f"{text} {n}" for text in texts])
        assert gc.collect() < 50
    finally:
        gc.enable()


def test_memory_of_distinct_texts_is_bounded(annotator, monkeypatch):
    monkeypatch.setattr(sys.modules[Annotator.__module__], "REMEMBERED", 10)
    for n in range(50):
        annotator.annotate(f"Taxol {n} mg")
    assert len(annotator.known) <= 10


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("TMF x4", "TMF: not verified: known from the names of HemOnc only; also read: x4"),
        (
            "ASCENT-04",
            "ASCENT-04: not verified: the chemotherapies of",
        ),
        ("wPCbH x4", "PCbH: not verified: no source writes PCH so; also read: w, x4"),
        ("KN-355", "KN-355: not verified: no source writes KEYNOTE-355"),
        ("CEFT", "CEF + tamoxifen: not verified: known from the names of HemOnc only; CEF-T: not verified: "),
    ],
)
def test_the_note_says_what_of_a_regimen_or_a_trial_is_not_verified(annotator, text, note):
    assert note in annotator.annotate(text).note


@pytest.mark.parametrize("text", ["CMF x4", "PCH x4", "THP x4", "KEYNOTE-355"])
def test_what_is_not_verified_of_another_form_is_not_said(annotator, text):
    assert "not verified" not in annotator.annotate(text).note


def test_a_drug_outside_the_vocabulary_alone_is_another_drug_by_name(annotator: Annotator) -> None:
    found = annotator.annotate("dexamethasone")
    assert (found.drugs, found.other, found.status) == ("", "dexamethasone", "other drug")


def test_a_cell_that_begins_with_an_open_quotation_mark_may_be_cut_off(annotator: Annotator) -> None:
    assert CUT_OFF in annotator.annotate('"capecitabine').note
    assert CUT_OFF not in annotator.annotate('"capecitabine"').note


def test_a_prefilled_syringe_is_among_what_pfs_means(annotator: Annotator) -> None:
    found = annotator.annotate("Pegfilgrastim 6mg PFS")
    assert (found.status, "a prefilled syringe" in found.note) == ("other drug", True)
