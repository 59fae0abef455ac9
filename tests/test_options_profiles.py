"""Clinical profiles written out by hand from the documents, not from the data: what must fit, be open or be ruled out.

Each treatment is named by the ids of its parts (drugs, classes, regimens) in any order, or by its name where it is no
drug. What a guide says without a condition does not fit where a label or guideline leaves it open. The remark beside a profile says which document says what.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from mbc_cli.book.history import Moment, moment
from mbc_cli.options.conditions import truth_of
from mbc_cli.options.order import in_lines
from mbc_cli.options.profile import read
from mbc_cli.options.subjects import ids_in, treatment_name
from mbc_cli.options.truth import Truth
from mbc_cli.options.verdicts import VERDICTS, gathered, judge
from mbc_cli.show.line_rows import needs_words

if TYPE_CHECKING:
    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Statement, Subject


class Case(NamedTuple):
    """A profile at a moment, and what the documents say of it; `silent` must not be mentioned at all."""

    name: str
    facts: dict[str, str]
    fits: str
    open: str
    ruled_out: str
    silent: str = ""
    as_of: str = ""
    region: str = ""


CASES = [
    # American Cancer Society: HER2-positive cancers; HR-negative: chemotherapy is the main treatment. WebMD:
    # pertuzumab with docetaxel and trastuzumab. The first document: TCH, AC-T with trastuzumab. The Canadian Cancer
    # Society lists its HER2 drugs under HR-positive disease only: of tucatinib alone it says nothing here. ASCO 2022:
    # pertuzumab in the third line, if it was not given before.
    # Japan names eribulin for breast cancer, pertuzumab and Phesgo for HER2-positive disease, with no line or partner; the
    # US label of letrozole after an antiestrogen and the Japanese of letrozole and fulvestrant name no receptor.
    Case(
        "HER2-positive, HR-negative",
        {"her2": "pos", "hr": "neg"},
        fits="""
            trastuzumab | lapatinib + chemotherapy | tch | ac-t + trastuzumab | chemotherapy
            doxorubicin | carboplatin | vinorelbine | pertuzumab-trastuzumab-and-hyaluronidase
        """,
        open="""
            trastuzumab-deruxtecan | trastuzumab-deruxtecan + pertuzumab | tucatinib + trastuzumab + capecitabine
            neratinib + capecitabine | lapatinib + capecitabine | trastuzumab + pertuzumab + taxane
            pertuzumab-trastuzumab-and-hyaluronidase + docetaxel | denosumab | bisphosphonate | letrozole | fulvestrant
            trastuzumab + chemotherapy | pertuzumab + trastuzumab | pertuzumab + docetaxel + trastuzumab
            trastuzumab-emtansine | lapatinib | paclitaxel | capecitabine | eribulin | pertuzumab
        """,
        ruled_out="""
            tamoxifen | hormone-therapy | palbociclib + aromatase-inhibitor | elacestrant
            alpelisib + fulvestrant | olaparib | talazoparib | sacituzumab-govitecan | pembrolizumab + chemotherapy
            atezolizumab + nab-paclitaxel | removal of the ovaries | trastuzumab + hormone-therapy
            lapatinib + aromatase-inhibitor | datopotamab-deruxtecan
        """,
        silent="tucatinib",
    ),
    # ACS: before menopause tamoxifen, or suppression of the ovaries with other drugs. CCS: a GnRH agonist with an
    # aromatase inhibitor, never the inhibitor alone. ASCO 2016: suppression with hormone therapy. FDA: ribociclib and
    # palbociclib with an aromatase inhibitor for adults. WebMD: removal of the ovaries may be considered. ASCO 2024: an
    # aromatase inhibitor with a CDK4/6 inhibitor, before menopause with suppressed ovaries.
    # Ribociclib with an aromatase inhibitor, and that with a GnRH agonist, is for those who had no hormone therapy for
    # metastatic disease, which is open.
    Case(
        "HR-positive, HER2-negative, premenopausal",
        {"hr": "pos", "her2": "neg", "menopause": "pre"},
        fits="""
            gnrh-agonist + hormone-therapy
            palbociclib + aromatase-inhibitor
            removal of the ovaries | ovarian ablation with hormone therapy | goserelin | everolimus
        """,
        open="""
            aromatase-inhibitor | letrozole | anastrozole | exemestane | toremifene | alpelisib + fulvestrant
            ribociclib + fulvestrant
            capivasertib + fulvestrant | imlunestrant | olaparib | trastuzumab-deruxtecan | denosumab
            palbociclib + fulvestrant | ovarian suppression alone | ribociclib + aromatase-inhibitor
            gnrh-agonist + aromatase-inhibitor
            nonsteroidal-aromatase-inhibitor + cdk4-6-inhibitor
            tamoxifen | hormone-therapy | abemaciclib
        """,
        ruled_out="""
            trastuzumab | trastuzumab-emtansine | pembrolizumab + chemotherapy | fulvestrant | progestin | antiestrogen
            lapatinib | tucatinib + trastuzumab + capecitabine
        """,
    ),
    # FDA: alpelisib with fulvestrant after an endocrine regimen; everolimus with exemestane after anastrozole or
    # letrozole; fulvestrant alone or with palbociclib or abemaciclib after endocrine therapy. ACS: exemestane, or
    # fulvestrant with a CDK4/6 inhibitor. CCS: a different aromatase inhibitor. EMA: alpelisib only after hormone
    # therapy given alone.
    Case(
        "HR-positive, HER2-negative, PIK3CA-mutated, after an aromatase inhibitor",
        {"hr": "pos", "her2": "neg", "menopause": "post", "pik3ca": "mut", "progressed-on": "anastrozole"},
        fits="""
            alpelisib + fulvestrant | everolimus + exemestane | exemestane | fulvestrant
            palbociclib + fulvestrant | abemaciclib + fulvestrant | a different aromatase inhibitor
            another type of hormone therapy
        """,
        open="""
            capivasertib + fulvestrant | inavolisib + palbociclib + fulvestrant | elacestrant | imlunestrant
            vepdegestrant | olaparib | sacituzumab-govitecan | trastuzumab-deruxtecan | datopotamab-deruxtecan
            fulvestrant + cdk4-6-inhibitor | tamoxifen
        """,
        ruled_out="""
            trastuzumab | lapatinib + letrozole | pembrolizumab + chemotherapy | atezolizumab + nab-paclitaxel
            gnrh-agonist + aromatase-inhibitor | goserelin | removal of the ovaries
        """,
    ),
    # FDA: olaparib after chemotherapy in any setting, talazoparib without that demand. ASCO 2021: either, rather than
    # chemotherapy. ACS: a PARP inhibitor after chemotherapy; platinum once common chemotherapy no longer works.
    # CCS: chemotherapy drugs one by one for HR-negative disease.
    Case(
        "triple-negative, germline BRCA mutation, after AC-T",
        {"hr": "neg", "her2": "neg", "brca": "germline", "prior": "AC-T"},
        fits="""
            olaparib | talazoparib | parp-inhibitor | olaparib/talazoparib | chemotherapy | carboplatin | cisplatin
            platinum | vinorelbine
        """,
        open="""
            pembrolizumab + chemotherapy | sacituzumab-govitecan | datopotamab-deruxtecan | trastuzumab-deruxtecan
            atezolizumab + nab-paclitaxel | sacituzumab-govitecan + pembrolizumab
            capecitabine | eribulin
        """,
        ruled_out="""
            tamoxifen | hormone-therapy | trastuzumab | tch | alpelisib + fulvestrant | elacestrant | exemestane
            palbociclib + aromatase-inhibitor | capivasertib + fulvestrant | trastuzumab-emtansine
        """,
    ),
    # FDA: atezolizumab with nab-paclitaxel from 2019-03-08 to 2021-08-27; pembrolizumab with chemotherapy from
    # 2020-11-13; sacituzumab govitecan with pembrolizumab from 2026-06-24, and in later lines from 2021-04-07. The
    # tamoxifen label asked for no ER status until 2021-11-29; ACS 2019 calls hormone therapy of no help: they disagree.
    Case(
        "triple-negative, PD-L1 on immune cells, in the US in June 2020",
        {"hr": "neg", "her2": "neg", "pdl1": "ic-1", "line": "1"},
        fits="atezolizumab + nab-paclitaxel | chemotherapy | tamoxifen",
        open="talazoparib | olaparib | letrozole",
        ruled_out="trastuzumab",
        silent="""
            pembrolizumab + chemotherapy | sacituzumab-govitecan + pembrolizumab
            trastuzumab-deruxtecan + pertuzumab
        """,
        as_of="2020-06-15",
        region="US",
    ),
    Case(
        "triple-negative, PD-L1 CPS 10 or more, in the US today",
        {"hr": "neg", "her2": "neg", "pdl1": "cps-10", "line": "1", "pd1-candidate": "yes"},
        fits="pembrolizumab + chemotherapy | sacituzumab-govitecan + pembrolizumab | chemotherapy",
        open="talazoparib | sacituzumab-govitecan | datopotamab-deruxtecan",
        ruled_out="trastuzumab | tamoxifen | single-agent chemotherapy",
        silent="atezolizumab + nab-paclitaxel",
        region="US",
    ),
    # FDA, EMA and Health Canada: trastuzumab deruxtecan after chemotherapy for metastatic disease.
    Case(
        "HER2-low, HR-negative, after chemotherapy for metastatic disease",
        {"her2": "low", "hr": "neg", "prior-metastatic": "capecitabine"},
        fits="trastuzumab-deruxtecan | chemotherapy",
        open="sacituzumab-govitecan | olaparib | talazoparib | datopotamab-deruxtecan | eribulin",
        ruled_out="""
            trastuzumab | trastuzumab-emtansine | tucatinib + trastuzumab + capecitabine | tamoxifen
            trastuzumab-deruxtecan + pertuzumab | lapatinib + capecitabine | sacituzumab-govitecan + pembrolizumab
        """,
    ),
    # FDA: tucatinib after one, neratinib and margetuximab after two anti-HER2 regimens; EMA: tucatinib after two;
    # Canada: after trastuzumab, pertuzumab and T-DM1. ASCO 2022: third line. ACS: neratinib with capecitabine in brain
    # spread. CCS: external radiation of brain metastases. First-line labels no longer apply.
    Case(
        "HER2-positive with brain metastases after two lines",
        {
            "her2": "pos",
            "hr": "neg",
            "site": "brain",
            "line": "3",
            "prior": "Perjeta, Herceptin, docetaxel, Kadcyla",
            "progressed-on": "Herceptin, Kadcyla",
            "prior-anti-her2-metastatic": "2",
        },
        fits="""
            tucatinib + trastuzumab + capecitabine | neratinib + capecitabine | trastuzumab-deruxtecan
            margetuximab + chemotherapy | lapatinib | external radiation therapy | removal of a metastasis
        """,
        open="stereotactic radiosurgery | surgery of a brain metastasis | eribulin",
        ruled_out="""
            trastuzumab-deruxtecan + pertuzumab | trastuzumab + pertuzumab + taxane
            lapatinib + aromatase-inhibitor | tamoxifen | olaparib | bisphosphonate | denosumab
            surgery for a broken bone
        """,
    ),
    # The first document: bisphosphonates for bone metastases, with calcium and vitamin D. FDA: denosumab. ASCO-CCO
    # 2017: one of three, none preferred. PDQ: zoledronic acid every 12 weeks. CCS: external radiation of bone metastases.
    # ACS: radiation for bone pain.
    # EMA and Japan: zoledronic acid, with no word on other treatment; FDA: beside it.
    Case(
        "bone metastases",
        {"site": "bone"},
        fits="""
            bisphosphonate | denosumab | denosumab/pamidronate/zoledronic-acid | zoledronic-acid + calcium + vitamin-d
            pamidronate + calcium + vitamin-d | calcium + vitamin-d | external radiation therapy | radiation therapy
            zoledronic-acid
        """,
        open="pamidronate | surgery for a broken bone | hormone-therapy",
        ruled_out="removal of a metastasis | stereotactic radiosurgery | surgery of a brain metastasis",
    ),
    # FDA: elacestrant after endocrine therapy, after menopause; imlunestrant and vepdegestrant likewise. EMA:
    # elacestrant only after a CDK4/6 inhibitor. ASCO 2024: by the genes of the tumour.
    Case(
        "ESR1-mutated after a CDK4/6 inhibitor",
        {
            "er": "pos",
            "her2": "neg",
            "menopause": "post",
            "esr1": "mut",
            "prior": "letrozole, Ibrance",
            "progressed-on": "letrozole, Ibrance",
        },
        fits="elacestrant | imlunestrant | vepdegestrant | everolimus + exemestane | exemestane | fulvestrant",
        open="alpelisib + fulvestrant | capivasertib + fulvestrant | olaparib | trastuzumab-deruxtecan",
        ruled_out="""
            trastuzumab | goserelin | pembrolizumab + chemotherapy | sacituzumab-govitecan + pembrolizumab
            datopotamab-deruxtecan
        """,
    ),
    # FDA: bevacizumab with paclitaxel from 2008-02-22 until 2011-11-18. No guide here is as old as that.
    Case(
        "HER2-negative in June 2010",
        {"her2": "neg", "line": "1"},
        fits="bevacizumab + paclitaxel | tamoxifen",
        open="letrozole | anastrozole | fulvestrant | ixabepilone",
        ruled_out="trastuzumab + paclitaxel | lapatinib + capecitabine",
        silent="""
            trastuzumab-deruxtecan | pembrolizumab + chemotherapy | palbociclib + aromatase-inhibitor | chemotherapy
        """,
        as_of="2010-06",
        region="US",
    ),
    Case(
        "HER2-negative in the US today",
        {"her2": "neg", "line": "1"},
        fits="",
        open="palbociclib + aromatase-inhibitor | chemotherapy",
        ruled_out="trastuzumab",
        silent="bevacizumab + paclitaxel | bevacizumab",
        region="US",
    ),
    Case(
        "HER2-negative in Ireland today",
        {"her2": "neg", "line": "1"},
        fits="bevacizumab + paclitaxel",
        open="tamoxifen",
        ruled_out="trastuzumab",
        region="IE",
    ),
]


def test_no_label_or_guideline_repeats_a_cdk4_6_inhibitor_with_an_aromatase_inhibitor(book: Book) -> None:
    """After progression on both; what is said of a first treatment used to fit, whatever had gone before."""
    failed = dict.fromkeys(("progressed-on", "prior-metastatic"), "letrozole, palbociclib")
    told = {"hr": "pos", "her2": "neg", "menopause": "post", **failed}
    answer = gathered(book, read(book, told.items()), Moment(region="US"))
    inhibitors = {"cdk4-6-inhibitor", *book.members("cdk4-6-inhibitor")}
    verdicts = {
        said.statement.id: said.truth
        for option in answer.options
        if ids_in(book, option.treatment) & {"aromatase-inhibitor", "nonsteroidal-aromatase-inhibitor", "letrozole"}
        and ids_in(book, option.treatment) & inhibitors
        for said in option.pros
        if book.sources[said.statement.sources[0].id].form != "patient guide"
    }
    assert {"fda-ibrance-aromatase-inhibitor", "fda-kisqali-aromatase-inhibitor"} <= set(verdicts)
    assert set(verdicts.values()) == {Truth.NO}, verdicts


def key_of(treatment: Subject) -> str:
    """A treatment by the ids of its parts, or by its name."""
    if treatment.name or not treatment.parts:
        return treatment.name
    return " + ".join(sorted(part.block or "/".join(sorted(part.any_of)) for part in treatment.parts))


def listed(text: str) -> set[str]:
    """The treatments of a case."""
    names = (name.strip() for line in text.strip().splitlines() for name in line.split("|"))
    return {" + ".join(sorted(part.strip() for part in name.split(" + "))) for name in names if name}


def verdicts(book: Book, case: Case) -> dict[str, str]:
    """Each treatment of the answer with its verdict."""
    found = gathered(book, read(book, case.facts.items()), moment(case.as_of or None, case.region or None))
    return {key_of(option.treatment): VERDICTS[option.verdict] for option in found.options}


def keys(book: Book) -> set[str]:
    """Every treatment of the data."""
    return {key_of(statement.treatment) for statement in book.statements.values()}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_profile(case: Case, book: Book) -> None:
    found = verdicts(book, case)
    wanted = dict.fromkeys(listed(case.fits), "fits") | dict.fromkeys(listed(case.open), "open")
    wanted |= dict.fromkeys(listed(case.ruled_out), "ruled out") | dict.fromkeys(listed(case.silent), "not mentioned")
    assert {name: found.get(name, "not mentioned") for name in wanted} == wanted


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_treatments_of_a_profile_are_treatments_of_the_data(case: Case, book: Book) -> None:
    """A misspelt treatment would be "not mentioned" for ever."""
    wanted = [listed(text) for text in (case.fits, case.open, case.ruled_out, case.silent)]
    assert set().union(*wanted) - keys(book) == set()
    assert sum(map(len, wanted)) == len(set().union(*wanted))


def test_there_are_at_least_ten_profiles() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 10


def test_the_list_of_her2_drugs_of_one_guide_is_no_no_for_hr_negative_disease(book: Book) -> None:
    """Section 2 of the Canadian document names them under HR-positive disease only; its silence is not an answer."""
    case = Case("", {"her2": "pos", "hr": "neg"}, "", "", "")
    drugs = [
        "trastuzumab",
        "pertuzumab",
        "trastuzumab-emtansine",
        "trastuzumab-deruxtecan",
        "lapatinib",
        "neratinib",
        "tucatinib",
    ]
    found = verdicts(book, case)
    for drug in drugs:
        assert {"fits", "open"} & {verdict for name, verdict in found.items() if drug in name.split(" + ")}, drug
        assert found.get(drug) != "ruled out"
    against = verdicts(book, Case("", {"her2": "neg", "hr": "neg"}, "", "", ""))
    assert against["tucatinib"] == "ruled out"


def test_sources_that_disagree_are_shown_side_by_side(book: Book) -> None:
    case = next(case for case in CASES if "June 2020" in case.name)
    found = gathered(book, read(book, case.facts.items()), moment(case.as_of, case.region))
    (tamoxifen,) = (option for option in found.options if option.name == "tamoxifen")
    assert [one.statement.sources[0].id for one in tamoxifen.backing] == ["fda-label-tamoxifen-older"]
    assert [one.statement.sources[0].id for one in tamoxifen.opposed] == ["acs-2019"]


def test_advice_against_a_class_concerns_what_is_of_it(book: Book) -> None:
    """ASCO 2022 is careful with anti-HER2 therapy in heart failure: that holds for each such drug, and for no other."""
    facts = {"her2": "pos", "heart-failure": "yes", "hr": "neg"}
    found = {o.name: o for o in gathered(book, read(book, facts.items()), moment(None, None)).options}
    assert [one.statement.id for one in found["trastuzumab emtansine"].opposed] == ["asco-2022-heart"]
    assert [one.statement.id for one in found["trastuzumab + chemotherapy"].opposed] == ["asco-2022-heart"]
    assert found["docetaxel"].opposed == ()
    assert found["bevacizumab + paclitaxel"].opposed == ()


def test_names_of_treatments(book: Book) -> None:
    names = {treatment_name(book, statement.treatment) for statement in book.statements.values()}
    assert {"tucatinib + trastuzumab + capecitabine", "olaparib or talazoparib", "TCH", "surgery"} <= names
    assert "(tamoxifen or aromatase inhibitor) + CDK4/6 inhibitor" in names


@pytest.mark.parametrize(
    ("told", "label", "expected"),
    [
        # The end of adjuvant hormone therapy is not the end of adjuvant chemotherapy.
        ("recurrence-months-hormone-therapy=0", "fda-paclitaxel", Truth.UNKNOWN),
        ("recurrence-months-hormone-therapy=0", "fda-abraxane", Truth.UNKNOWN),
        ("recurrence-months-chemotherapy=4", "fda-abraxane", Truth.YES),
        ("recurrence-months-chemotherapy=30", "fda-abraxane", Truth.NO),
        # What came soon after one part of adjuvant treatment came as soon after all of it; the other way round it did not.
        ("recurrence-months-chemotherapy=4", "fda-kadcyla", Truth.YES),
        ("recurrence-months-trastuzumab=6", "fda-kadcyla", Truth.YES),
        ("recurrence-months-chemotherapy=30", "fda-kadcyla", Truth.UNKNOWN),
        ("recurrence-months-hormone-therapy=11", "fda-truqap", Truth.YES),
        ("recurrence-months-chemotherapy=30", "fda-truqap", Truth.UNKNOWN),
    ],
)
def test_each_part_of_adjuvant_treatment_has_its_own_end(told: str, label: str, expected: Truth, book: Book) -> None:
    known = {
        "fda-paclitaxel": ["failed-combination-chemotherapy=no", "prior-early=doxorubicin,letrozole"],
        "fda-abraxane": ["failed-combination-chemotherapy=no", "prior-early=doxorubicin,letrozole"],
        "fda-kadcyla": ["her2=positive", "prior=trastuzumab,paclitaxel,tamoxifen", "prior-systemic-metastatic=0"],
        "fda-truqap": [
            "hr=positive",
            "her2=negative",
            "pik3ca=mutated",
            "prior-early=letrozole,doxorubicin",
            "prior-endocrine-metastatic=0",
        ],
    }
    assert (
        judge(book.statements[label], read(book, [tuple(fact.split("=")) for fact in (*known[label], told)]))
        == expected
    )


def test_what_is_said_of_before_menopause_is_silent_around_it(book: Book) -> None:
    """A guide that speaks of women before menopause, and may stand for men too, rules out nobody around menopause."""
    silent = [found for found in book.statements.values() if found.silent and asks_before_menopause(found)]
    assert len(silent) > 10
    for found in silent:
        assert truth_of(found.silent, read(book, [("menopause", "peri")]).facts) != Truth.NO, found.id


def asks_before_menopause(found: Statement) -> bool:
    """Whether a statement speaks of women before menopause, but not of those around it."""
    values = (
        [value for leaf in found.when.leaves() if leaf.axis == "menopause" for value in leaf.test.values]
        if found.when
        else []
    )
    return "pre" in values and "peri" not in values


@pytest.mark.parametrize(
    ("her2", "given", "pairs"),
    [
        ("negative", "sacituzumab-govitecan, pembrolizumab", "ema-avastin-paclitaxel ema-myocet fda-gemzar"),
        ("negative", "olaparib", "ema-avastin-capecitabine ema-avastin-paclitaxel hse-bevacizumab-paclitaxel"),
        ("positive", "trastuzumab-deruxtecan, pertuzumab", "fda-herceptin-paclitaxel fda-ogivri-paclitaxel"),
    ],
)
def test_what_is_labelled_as_first_line_is_ruled_out_after_another_first_line(
    her2: str, given: str, pairs: str, book: Book
) -> None:
    """Of metastatic disease, whatever was given for it, hormone therapy apart."""
    profile = read(book, [("hr", "negative"), ("her2", her2), ("prior-metastatic", given)])
    assert {judge(book.statements[name], profile) for name in pairs.split()} == {Truth.NO}


@pytest.mark.parametrize(
    ("history", "needs"),
    [
        ((("progressed-on", "letrozole, ribociclib"),), "at least 1 chemotherapy regimen for metastatic disease"),
        ((("progressed-on", "letrozole, ribociclib"), ("prior-chemotherapy-metastatic", "1")), ""),
        ((), ""),
    ],
)
def test_a_row_says_how_many_treatments_it_depends_on(
    history: tuple[tuple[str, str], ...], needs: str, book: Book
) -> None:
    """The place in a line grants a number of treatments, which what is told of the history may not reach."""
    profile = read(book, [("er", "positive"), ("her2", "negative"), *history])
    found = in_lines(book, gathered(book, profile, moment(None, None)))
    (each,) = (one for one in found if (one.group, one.option.name) == ("later", "datopotamab deruxtecan"))
    assert needs_words(book, each.granted_needs) == needs


def test_what_was_given_stands_back_among_the_findings_of_a_test_too(book: Book) -> None:
    profile = read(book, [("her2-ihc", "3"), ("prior-metastatic", "trastuzumab-deruxtecan"), ("line", "3")])
    found = in_lines(book, gathered(book, profile, moment(None, None)))
    backs = {each.set_back for each in found if (each.group, each.option.name) == ("test", "trastuzumab deruxtecan")}
    assert backs == {"given before"}
