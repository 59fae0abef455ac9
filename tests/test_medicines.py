"""The use of medicines outside the vocabulary: no stem of a name decides it, but the flags must agree with the stems."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from mbc_cli.book.book import Book
    from mbc_cli.book.medicines import Others

ANTICANCER = (
    r"rafenib|parib|zomib|degib|denib|rasib|clax|rubicin|platin|taxel|tecan|poside|mustine|fosfamide|lutamide|inexor|"
    r"ectedin|mestane|aspargase|asparaginase|vedotin|deruxtecan|tesirine|ozogamicin|soravtansine|govitecan|"
    r"(?<!ci)tinib"
)
OTHERWISE = {
    "deuruxolitinib",
    "filgotinib",
    "fostamatinib",
    "remibrutinib",
    "tolebrutinib",
}  # kinase inhibitors for other diseases
MYELOFIBROSIS = {"ruxolitinib", "fedratinib", "momelotinib", "pacritinib"}


def use_of(medicines: Others, name: str) -> str:
    """The use of a medicine by its name."""
    found = medicines.find(name)
    assert found is not None, name
    return found.use


def test_stems_agree_with_the_flags(medicines: Others) -> None:
    stem = re.compile(rf"\w*(?:{ANTICANCER})\b")
    found = {
        (medicine.ingredient, medicine.use)
        for medicine in medicines.by_name.values()
        if stem.search(medicine.ingredient)
    }
    odd = {ingredient for ingredient, use in found if use == "other"}
    assert len(found) > 100
    assert odd == OTHERWISE


@pytest.mark.parametrize("name", sorted(OTHERWISE | {"upadacitinib", "adalimumab", "tacrolimus", "celecoxib"}))
def test_not_against_cancer(name: str, medicines: Others) -> None:
    assert use_of(medicines, name) == "other"


@pytest.mark.parametrize("name", ["icotinib", "tislelizumab", "bicalutamide", "Zaltrap", "darzalex faspro", "Xofigo"])
def test_against_cancer(name: str, medicines: Others) -> None:
    assert use_of(medicines, name) == "anticancer"


def test_no_medicine_against_cancer_is_a_drug_of_ours_under_another_name(medicines: Others, book: Book) -> None:
    """Such a name is a brand of the vocabulary: nobody is told that its drug is outside."""
    ours = {drug.name for drug in book.drugs.values() if not drug.outside}
    against = [one for one in medicines.by_name.values() if one.use == "anticancer"]
    assert len(against) > 100
    assert [one.name for one in against if one.ingredient in ours] == []


@pytest.mark.parametrize("name", ["rituximab", "tretinoin", "buserelin", "nintedanib esylate", "eylea"])
def test_double_use(name: str, medicines: Others) -> None:
    assert use_of(medicines, name) == "double use"


def test_myelofibrosis_is_cancer(medicines: Others) -> None:
    assert {use_of(medicines, name) for name in MYELOFIBROSIS} <= {"anticancer", "double use"}
