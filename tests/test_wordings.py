"""What people and reports write of a patient, as facts of a profile: every wording of the facts, and what is refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from notation import rows

from mbc_cli.book.errors import UsageError
from mbc_cli.options.facts import takes
from mbc_cli.options.profile import read
from mbc_cli.options.report import all_heard, heard

if TYPE_CHECKING:
    from mbc_cli.book.book import Book

WORDED = rows("profile_words.tsv")
WRITTEN = rows("profiles_as_written.tsv")
"""Profiles as people write them in letters and questions, written down without a look at the wordings, and read by eye."""
SIGNS = {"is": "=", "includes": "+", "lacks": "-"}


def tells(book: Book, text: str) -> str:
    """What comes of a text, in the notation of the facts."""
    found = heard(book, text)
    return " ".join([*(f"{one.axis}{SIGNS[one.how]}{one.text}" for one in found.told), *(["?"] if found.notes else [])])


def found(book: Book, text: str) -> str:
    """The same, with its notes in full; nothing where the text is not understood."""
    try:
        return f"{tells(book, text)} {heard(book, text).notes}"
    except UsageError:
        return ""


@pytest.mark.parametrize("row", WORDED, ids=lambda row: f"{row['row']} {row['text']}")
def test_a_report_is_read(row: dict[str, str], book: Book) -> None:
    assert sorted(tells(book, row["text"]).split()) == sorted(row["tells"].split())


def test_every_row_of_the_facts_is_a_wording_or_told_by_an_axis(book: Book) -> None:
    every = {f"W{n:03}" for n in range(1, 121)}
    assert {row["row"] for row in WORDED} == every
    assert every - {one.row for one in book.wordings.values()} == {"W031", "W032"}, "the names of the axes tell these"


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (
            "ER 90%, PR neg, HER2 1+, PIK3CA H1047R, bone mets, postmenopausal, progressed on letrozole + palbociclib",
            "er=positive er-percent=90 pr=negative her2=negative.low her2-ihc=1 pik3ca=mutated site+bone menopause=post "
            "progressed-on+letrozole + palbociclib",
        ),
        ("HR+/HER2- MBC to liver and lung", "hr=positive her2=negative site+liver site+lung"),
        (
            "ER: pos (Allred 8/8); HER2: 2+ (FISH neg)",
            "er=positive er-allred=8 her2=negative.low her2-ihc=2 her2-ish=negative",
        ),
        ("s/p AC-T, trastuzumab and pertuzumab, 2L", "prior+AC-T prior+trastuzumab and pertuzumab line=2"),
        ("progressing on T-DXd no visceral crisis", "progressed-on+T-DXd visceral-crisis=no"),
        ("ER– HER2−", "er=negative her2=negative"),
    ],
)
def test_words_commas_and_signs_together(text: str, facts: str, book: Book) -> None:
    assert tells(book, text) == facts


@pytest.mark.parametrize("row", WRITTEN, ids=lambda row: row["text"])
def test_a_profile_as_written_is_read_or_refused_by_name(row: dict[str, str], book: Book) -> None:
    told, refused, words = row["tells"].rpartition("refused: ")
    if not refused:
        assert tells(book, row["text"]) == row["tells"]
        return
    with pytest.raises(UsageError) as error:
        heard(book, row["text"])
    assert (told, [word for word in words.split(" | ") if f"'{word}'" not in str(error.value)]) == ("", [])


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("progressed on letrozole HER2 low", "progressed-on+letrozole her2=negative.low"),
        ("s/p palbociclib ER+", "prior+palbociclib er=positive"),
        ("progressed on letrozole + ribociclib. Postmenopausal", "progressed-on+letrozole + ribociclib menopause=post"),
        ("prior letrozole 2L", "prior+letrozole prior-metastatic+letrozole ?"),
        ("prior letrozole, 2L", "prior+letrozole line=2"),
        ("NGS: PIK3CA mutated, HER2 amplified", "pik3ca=mutated ?"),
        ("HER2 2+ FISH+, NGS: PIK3CA mutated", "her2=positive her2-ihc=2 pik3ca=mutated"),
        ("PIK3CA and ESR1 mutated", "pik3ca=mutated esr1=mutated"),
        ("PIK3CA and ESR1 both mutated", "pik3ca=mutated esr1=mutated"),
        ("PIK3CA and ESR1 both wt", "pik3ca=wild-type esr1=wild-type"),
        ("ER, PR and HER2 negative", "er=negative pr=negative her2=negative"),
        ("ER positive, PR and HER2 negative", "er=positive pr=negative her2=negative"),
        ("PD-L1 and HER2 negative, ESR1 wt", "pdl1=negative her2=negative esr1=wild-type ?"),
        ("BRCA1 and BRCA2 negative", "brca=wild-type ?"),
        ("PD-L1 and ESR1 negative", "pdl1=negative esr1=wild-type ?"),
        ("PIK3CA or ESR1 mutated", "?"),
        ("PIK3CA ESR1 mutated", "?"),
        ("ER, HER2 negative", "refused"),
        ("ER and PR 90%", "refused"),
        ("BRCA1 and BRCA2 mutated", "brca=mutated ?"),
        ("PIK3CA and ESR1 wt", "refused"),
        ("had THP, then Enhertu", "prior+THP then Enhertu"),
        ("Plan: Enhertu", "?"),
        ("PD on letrozole at 8 months", "progressed-on+letrozole ?"),
        ("adjuvant at age 50", "refused"),
        ("adjuvant AT", "prior-early+AT"),
        ("no skin mets, no CHF", "site-skin heart-failure=no"),
        ("2-3 prior lines", "?"),
        ("ER >90%, PR >5%", "er=positive er-percent=>=90 pr=positive pr-percent=>=5"),
        ("NTRK fusion negative", "ntrk=none"),
        ("unsuitable for hormone therapy", "hormone-therapy-indicated=no unsuitable+hormone-therapy"),
        ("HER2/neu by IHC: Equivocal (2+), HER2 FISH: not amplified", "her2-ihc=2 her2=negative her2-ish=negative"),
        ("HER2 IHC: Negative (score 0)", "her2=negative her2-ihc=0"),
        ("HER2 status: negative (score 1+)", "her2=negative.low her2-ihc=1"),
        ("HER2 by IHC: positive", "her2=positive"),
        ("Estrogen Receptor (ER): Positive, 95%", "er=positive er-percent=95"),
        ("Dear Dr Smith, I reviewed Mrs A. Jones in clinic today. ER+", "er=positive"),
        ("Dear Mrs Smith Letrozole", "refused"),
        ("CA 15-3 rising", "?"),
        ("HER2 2+, FISH awaited", "her2-ihc=2 ?"),
        ("premenopausal on Zoladex", "menopause=pre ovarian-suppression=yes"),
        ("what is the next treatment after Kisqali and letrozole", "prior-metastatic+Kisqali and letrozole"),
        ("my periods stopped 3 years ago", "?"),
        ("1L de novo", "line=1 prior-early=none presentation=de-novo"),
        ("s/p AC-T 4 cycles, ER+", "prior+AC-T 4 cycles er=positive"),
        ("tamoxifen + OFS, prior AC-T adjuvant", "refused"),
        ("prior AC-T adjuvant", "prior+AC-T prior-early+AC-T"),
        ("Faslodex + Verzenio -> PD 03/2024", "progressed-on+Faslodex + Verzenio"),
        ("s/p TCHP neoadjuvant, then T-DM1", "prior+TCHP prior-early+TCHP prior+T-DM1"),
        ("AC-T adjuvant letrozole", "refused"),
        ("s/p CDK4/6i + AI, s/p fulvestrant", "prior+CDK4/6i + AI prior+fulvestrant"),
        ("received T-DXd 2nd line, ER+", "prior+T-DXd prior-metastatic+T-DXd er=positive ?"),
        ("received T-DXd 2nd line, PD", "prior+T-DXd progressed-on+T-DXd"),
        ("bone + liver, PALB2 mutation", "site+bone site+liver palb2=mutated ?"),
    ],
)
def test_a_treatment_ends_where_something_else_is_told(text: str, facts: str, book: Book) -> None:
    if facts == "refused":
        with pytest.raises(UsageError, match="not understood"):
            heard(book, text)
    else:
        assert tells(book, text) == facts


@pytest.mark.parametrize(
    "text", ["TNBC, pain is back", "TNBC, recurrence 8", "HER2+, no other meds", "TNBC, any brain mets"]
)
def test_words_of_the_disease_are_not_read_beside_another_noun(text: str, book: Book) -> None:
    with pytest.raises(UsageError, match="not understood"):
        heard(book, text)


def test_a_note_is_left_out_where_the_same_text_answers_it(book: Book) -> None:
    assert tells(book, "HER2 2+, ER+").endswith("?")
    assert tells(book, "HER2 2+, ER+, FISH-") == "her2-ihc=2 er=positive her2=negative her2-ish=negative"


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Allred 1", "?"),
        ("ER 1/8", "?"),
        ("ER Allred 2/8", "er=negative er-allred=2"),
        ("menopausal status", "?"),
        ("menopausal status: pre", "menopause=pre"),
        ("menopausal symptoms, postmenopausal", "menopause=post"),
        ("BRCA1 negative", "?"),
        ("BRCA1 negative, BRCA2 negative", "brca=wild-type ?"),
        ("BRCA1 wt, BRCA2 mutated", "brca=mutated ?"),
        ("letrozole intolerance", "intolerance+letrozole prior+letrozole"),
        ("Ibrance side effects", "prior+Ibrance ?"),
        ("luminal", "hr=positive ?"),
        ("starting treatment", "line=1 ?"),
        ("otherwise healthy", "general-health=good"),
        ("locoregional recurrence", "?"),
        ("bone mets L1", "site+bone ?"),
        ("mets to L4", "?"),
        ("T8", "site+bone.spine ?"),
        ("no immunotherapy", "?"),
        ("untreated brain mets", "brain-course=untreated site+brain"),
        ("HER2 amplified by NGS", "?"),
        ("EF reduced", "lvef=reduced ?"),
        ("resistant to paclitaxel", "progressed-on+paclitaxel resistant-to+paclitaxel"),
        ("hip pain", "symptoms+pain ?"),
        ("bone pain", "symptoms+pain.bone ?"),
        ("bone mets, bone pain", "site+bone symptoms+pain.bone"),
        ("lung cancer", "?"),
        ("kidney disease", "?"),
        ("liver disease", "site+liver ?"),
        ("lupus, no immunotherapy, not an IO candidate", "pd1-candidate=no"),
        ("bone mets, no other mets", "site+bone ?"),
        ("stage IV at initial diagnosis, ER+", "prior-early=none presentation=de-novo er=positive"),
        ("ER+ at initial diagnosis", "er=positive ?"),
        ("ER/PR/HER2 -/+/-", "er=negative pr=positive her2=negative ?"),
        ("TNBC, any options?", "hr=negative er=negative pr=negative her2=negative"),
        ("bone scan, MRI brain", "?"),
        ("bone mets on bone scan", "site+bone"),
        ("brain MRI clear", "site-brain"),
        ("lung biopsy, ER+", "site+lung er=positive ?"),
        ("skin toxicity", "?"),
        ("previously postmenopausal", "menopause=post ?"),
        ("M1 at dx", "prior-early=none presentation=de-novo"),
        ("metastatic at the time of diagnosis", "prior-early=none presentation=de-novo"),
        ("diagnosed at age 45", "?"),
        ("58F, diagnosed at 45", "sex=female age=58"),
        ("previously letrozole", "prior+letrozole"),
        ("58F with progression on letrozole", "sex=female age=58 progressed-on+letrozole"),
        ("woman with brain mets", "sex=female site+brain"),
        ("woman 1/2022", "sex=female"),
        ("man 2021", "sex=male"),
        ("never treated brain mets", "brain-course=untreated site+brain"),
        ("no adjuvant radiation", "?"),
        ("recurrent pleural effusion", "?"),
        ("PR positive (Allred 2)", "?"),
        ("PR negative (Allred 5)", "?"),
        ("PR 60% (Allred 5)", "pr=positive pr-percent=60"),
        ("ER 90% (Allred 8), PR 60% (Allred 5)", "er=positive er-percent=90 er-allred=8 pr=positive pr-percent=60"),
        ("PR 60%, Allred 2", "?"),
        ("previously HER2+", "?"),
        ("ER+ in the past, now TNBC", "? hr=negative er=negative pr=negative her2=negative"),
        ("HER2+ previously treated with T-DM1", "her2=positive prior+T-DM1"),
        ("HER2 amplified in ctDNA", "?"),
        ("NGS: HER2 amplified", "?"),
        ("HER2 amplification and mutation", "her2-mutation=mutated ?"),
        ("HER2 2+ FISH ratio 1.9, copy number 6.5", "her2-ihc=2 ?"),
        ("HER2 IHC 2+ FISH ratio 1.3", "her2=negative.low her2-ihc=2 her2-ish=negative ?"),
        ("BRCA1 and BRCA2 wt", "brca=wild-type ?"),
        ("BRCA1 and BRCA2", "?"),
        ("BRCA wt in ctDNA", "?"),
        ("HER2 wt in ctDNA", "?"),
        ("PTEN loss on IHC", "?"),
        ("PTEN intact by IHC", "?"),
        ("PD-L1 neg (CPS <10)", "pdl1-cps=<10 ?"),
        ("PD-L1 SP142 positive", "pdl1=positive.ic-1"),
        ("luminal A, HER2-", "hr=positive er=positive her2=negative"),
        ("estrogen negative, progesterone negative", "er=negative pr=negative"),
        ("CPS >10", "pdl1=positive.cps-10"),
        ("HER2 not amplified by NGS", "?"),
        ("PR positive, ER negative", "er=negative pr=positive ?"),
        ("PR 30%, ER neg", "er=negative pr=positive pr-percent=30 ?"),
        ("ER 0% PR 30%", "er=negative er-percent=0 pr=positive pr-percent=30 ?"),
        ("ER <1%, PR+", "er=negative er-percent=<1 pr=positive ?"),
    ],
)
def test_words_that_settle_less_than_they_seem_to_are_not_read_as_more(text: str, facts: str, book: Book) -> None:
    assert sorted(tells(book, text).split()) == sorted(facts.split())


@pytest.mark.parametrize(
    "text",
    [
        "?TNBC",
        "HR+ HER2- ESR1 ?",
        "TNBC, BRCA1?",
        "HR+ HER2-, PIK3CA?",
        "ER? HER2+",
        "HER2+? ER-",
        "ER <=1%",
        "CPS <=10",
        "CPS 120",
        "IC 150%",
        "TMB-H 3",
        "BRCA1, BRCA2, PALB2 negative",
    ],
)
def test_a_doubt_a_limit_or_a_number_that_cannot_be_is_refused(text: str, book: Book) -> None:
    with pytest.raises(UsageError, match="not understood"):
        heard(book, text)


@pytest.mark.parametrize("axis", ["akt1", "brca", "esr1", "hrd", "ntrk", "palb2", "pik3ca", "ret"])
def test_a_flag_of_a_gene_takes_positive_as_words_do(axis: str, book: Book) -> None:
    """What "ESR1 positive" leaves open, `--esr1 +` does too."""
    assert [form for form in ("pos", "+", "positive") if takes(book.axes[axis], form)] == []


@pytest.mark.parametrize(("sign", "word"), [("+", "positive"), ("-", "negative")])
def test_a_sign_behind_a_name_says_what_its_word_says(sign: str, word: str, book: Book) -> None:
    """The note included: "BRCA+" leaves as much open as "BRCA positive"."""
    names = [name for axis in book.axes.values() for name in axis.written]
    assert "BRCA" in names
    assert [name for name in names if found(book, f"{name}{sign}") not in ("", found(book, f"{name} {word}"))] == []


@pytest.mark.parametrize(
    ("text", "months"),
    [("relapsed 2 years after AC-T", "24"), ("recurred 18 mo after AC-T", "18"), ("recurred 1.5 yr after AC-T", "18")],
)
def test_months_are_read_in_other_units(text: str, months: str, book: Book) -> None:
    assert f"recurrence-months={months} " in tells(book, text)


def test_a_hyphen_is_no_minus(book: Book) -> None:
    assert tells(book, "HER2-positive") == "her2=positive"
    assert tells(book, "HER2 - positive") == "her2=positive"
    assert tells(book, "HER2-, ER-positive") == "her2=negative er=positive"
    assert tells(book, "ER-PR positive") == "er=positive pr=positive"
    assert tells(book, "ER-positive-PR-negative") == "er=positive pr=negative"


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("ER+PR-HER2-", "er=positive pr=negative her2=negative"),
        ("ER-PR+HER2-", "er=negative pr=positive her2=negative ?"),
        ("ER-PR-HER2-", "hr=negative er=negative pr=negative her2=negative"),
        ("ER–PR–HER2–", "hr=negative er=negative pr=negative her2=negative"),
        ("HR−HER2−", "hr=negative her2=negative"),
        ("HR-HER2-low", "hr=negative her2=negative.low"),
        ("HER2-ER+", "her2=negative er=positive"),
        ("ER+/PR-HER2 neg", "er=positive pr=negative her2=negative"),
        ("ER+PgR-HER2 1+", "er=positive pr=negative her2=negative.low her2-ihc=1"),
        ("ER⁺PR⁻HER2⁻", "er=positive pr=negative her2=negative"),
        ("ER+/PR+/HER2-", "er=positive pr=positive her2=negative"),
        ("HR+HER2-", "hr=positive her2=negative"),
        ("HR-/HER2+", "hr=negative her2=positive"),
        ("er pos pr neg her2 neg", "er=positive pr=negative her2=negative"),
        ("TNBC", "hr=negative er=negative pr=negative her2=negative"),
        ("ER 0% PR 0% HER2 0", "er=negative er-percent=0 pr=negative pr-percent=0 her2=negative her2-ihc=0"),
        ("IHC2+/FISH-", "her2=negative.low her2-ihc=2 her2-ish=negative"),
        ("HER2++/FISH-", "her2=negative.low her2-ihc=2 her2-ish=negative"),
        ("gBRCA1m", "brca=mutated.germline"),
        ("PIK3CAmut", "pik3ca=mutated"),
        ("ESR1 D538G", "esr1=mutated"),
        ("1L", "line=1"),
        ("2nd line", "line=2"),
        ("post-CDK4/6i", "prior+cdk4-6-inhibitor"),
    ],
)
def test_what_is_run_together_is_read_by_its_signs(text: str, facts: str, book: Book) -> None:
    assert sorted(tells(book, text).split()) == sorted(facts.split())


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("ER+, HER2 foo", "'HER2 foo'"),
        ("PIK3CA mutatd", "'mutatd'"),
        ("no adrenal mets", "'no'"),
        ("after ribo", "'after ribo' (did you mean ribociclib?)"),
        (
            "ER+ xyzzy HER2- blah",
            "'xyzzy'; 'blah': put it in other words or use --fact AXIS=VALUE",
        ),
        ("progressed on lettuce", "'on lettuce'"),
        ("letrozole", "'letrozole' (write prior letrozole, on letrozole or progressed on letrozole; mbc"),
        ("progressed on letrozole, not palbociclib", "'not'"),
        ("TNBC, wondering capecitabine", "'wondering capecitabine' (write prior capecitabine,"),
        ("no progression on letrozole", "'no'"),
        ("HER2", "'HER2' (write it with its result, such as HER2 positive)"),
        ("ER?", "'ER?' (write it with its result, such as ER positive)"),
        ("s/p docetaxel no progression", "'no'"),
        ("prior letrozole refused palbociclib", "'refused'"),
    ],
)
def test_what_is_not_understood_is_named(text: str, named: str, book: Book) -> None:
    with pytest.raises(UsageError, match=re.escape(f"not understood: {named}")):
        heard(book, text)


@pytest.mark.parametrize(
    ("gene", "axis"), [("PIK3CA", "pik3ca"), ("ESR1", "esr1"), ("AKT1", "akt1"), ("BRCA1", "brca")]
)
def test_a_gene_alone_is_read_as_mutated_with_a_note(gene: str, axis: str, book: Book) -> None:
    told = heard(book, f"ER+ HER2- {gene}")
    assert (axis, "mutated") in {(one.axis, one.text) for one in told.told}
    assert any("the gene alone is read as mutated: write wt after it if it is not" in note for note in told.notes)


@pytest.mark.parametrize(
    "genes", ["ESR1 and PIK3CA", "ESR1, PIK3CA", "PIK3CA/AKT1/PTEN", "PIK3CA, AKT1", "BRCA1 and PIK3CA"]
)
def test_genes_in_a_row_before_one_result_are_asked_about(genes: str, book: Book) -> None:
    """The result may be that of each: the first gene must not be read as mutated where the last is not."""
    with pytest.raises(UsageError, match="not understood: 'wt'"):
        heard(book, f"HR+ HER2- {genes} wt")


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("is Herceptin chemo?", "Herceptin"),
        ("what is trastuzumab emtansine?", "trastuzumab emtansine"),
        ("should I get tamoxifen?", "tamoxifen"),
        ("should I get CDK4/6 inhibitors?", "CDK4/6 inhibitors"),
    ],
)
def test_a_question_about_a_treatment_is_told_which_command_answers_it(question: str, first: str, book: Book) -> None:
    with pytest.raises(UsageError, match=re.escape(f'mbc "{first}" says what it is, --why "{first}" whom')):
        heard(book, question)


def test_a_set_in_words_is_not_complete_and_one_by_its_flag_is(book: Book) -> None:
    words = read(book, (), heard(book, "bone mets, liver mets").told).facts["site"]
    only = read(book, (), heard(book, "bone-only").told).facts["site"]
    assert (words.complete, only.complete) == (False, True)  # type: ignore[union-attr]
    plain, found = all_heard(book, [("site", "bone,liver")], "")
    assert (plain, found.told) == ([("site", "bone,liver")], ())


def test_what_was_not_given_rules_out(book: Book) -> None:
    prior = read(book, (), heard(book, "CDK4/6-naive").told)
    assert "palbociclib" in prior.facts["prior"].without  # type: ignore[union-attr]
    with pytest.raises(UsageError, match="both includes and excludes the same"):
        read(book, (), heard(book, "CDK4/6-naive, progressed on letrozole, prior palbociclib").told)


@pytest.mark.parametrize(
    ("axis", "text", "told"),
    [
        ("her2", "1+", "her2=negative.low her2-ihc=1"),
        ("er", "90%", "er=positive er-percent=90"),
        ("pik3ca", "H1047R", "pik3ca=mutated"),
        ("brca", "BRCA2", "brca=mutated"),
        ("pdl1", "CPS 12", "pdl1=positive.cps-10 pdl1-cps=12"),
        ("menopause", "s/p BSO", "menopause=post ovarian-suppression=yes"),
        ("site", "hepatic lesions", "site+liver"),
    ],
)
def test_flags_take_the_same_words(axis: str, text: str, told: str, book: Book) -> None:
    plain, found = all_heard(book, [(axis, text)], "")
    assert (plain, " ".join(f"{one.axis}{SIGNS[one.how]}{one.text}" for one in found.told)) == ([], told)


def test_a_flag_says_why_a_wording_settles_nothing(book: Book) -> None:
    with pytest.raises(UsageError, match="site=cns: the central nervous system may be the brain or the meninges"):
        all_heard(book, [("site", "cns")], "")


def test_facts_in_words_and_by_flag_must_agree(book: Book) -> None:
    plain, found = all_heard(book, [("her2", "positive")], "HER2 1+")
    with pytest.raises(UsageError, match=re.escape("her2 is given as negative.low and positive")):
        read(book, plain, found.told)
