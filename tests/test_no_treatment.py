"""Texts that say there is no treatment, or name only operations, radiotherapy and watching, in many languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mbc_cli.annotate.annotator import UNTREATED, dressed
from mbc_cli.reading.read import read

if TYPE_CHECKING:
    from mbc_cli.book.book import Book
    from mbc_cli.reading.aids import Aids

NONE = [
    "no treatment",
    "no further therapy",
    "ohne Therapie",
    "keine Behandlung",
    "pas de traitement",
    "aucun traitement",
    "sin tratamiento",
    "nessuna terapia",
    "senza trattamento",
    "sem tratamento",
    "geen behandeling",
    "zonder behandeling",
    "ingen behandling",
    "utan behandling",
    "bez leczenia",
    "brak leczenia",
    "bez léčby",
    "без лечения",
    "fără tratament",
    "kezelés nélkül",
    "tedavi yok",
    "χωρίς θεραπεία",
    "ilman hoitoa",
    "未治疗",
    "治療なし",
    "치료 없음",
]
WATCHED = [
    "watch and wait",
    "watchful waiting",
    "active surveillance",
    "observation",
    "aktive Überwachung",
    "surveillance active",
    "vigilancia activa",
    "sorveglianza attiva",
    "vigilância ativa",
    "actieve opvolging",
    "obserwacja",
    "経過観察",
]
LOCAL = [
    "XRT",
    "radiotherapy",
    "mastectomy",
    "Bestrahlung",
    "radiothérapie",
    "radioterapia",
    "bestraling",
    "strålbehandling",
    "strålebehandling",
    "лучевая терапия",
    "sädehoito",
    "放疗",
    "手術",
    "수술",
]


@pytest.mark.parametrize("text", NONE)
def test_no_treatment_is_no_drug_and_the_note_says_what_the_text_says(book: Book, aids: Aids, text: str) -> None:
    found = dressed(book, read(book, text, aids))
    assert (found.status, found.note) == ("no drug", UNTREATED["negated"])


@pytest.mark.parametrize("text", ["keine Änderung der Therapie", "no change in treatment", "no delay in treatment"])
def test_a_negation_of_something_else_is_not_one_of_treatment(book: Book, aids: Aids, text: str) -> None:
    assert UNTREATED["negated"] not in dressed(book, read(book, text, aids)).note


@pytest.mark.parametrize("text", [*WATCHED, *LOCAL])
def test_watching_operations_and_radiotherapy_are_named_and_no_drug(book: Book, aids: Aids, text: str) -> None:
    found = dressed(book, read(book, text, aids))
    assert (found.status, found.drugs, found.note) == ("no drug", "", f"also read: {text}")


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("TC x4, XRT", "also read: x4, XRT"),
        ("radiation to hip", "also read: radiation"),
        ("radiotherapy L chest wall", "also read: L chest wall, radiotherapy"),
    ],
)
def test_radiotherapy_and_its_site_are_read(book: Book, aids: Aids, text: str, note: str) -> None:
    assert dressed(book, read(book, text, aids)).note == note


@pytest.mark.parametrize("text", ["neoadj TC x4, adj XRT, AI", "lumpectomy, TC x4, AI", "TC, RT, AI"])
def test_a_class_beyond_radiotherapy_belongs_to_the_treatment(book: Book, aids: Aids, text: str) -> None:
    found = dressed(book, read(book, text, aids))
    assert (found.classes, found.status) == ("aromatase-inhibitor", "partial")


@pytest.mark.parametrize(
    ("text", "status"), [("adj AI", "class only"), ("breast AI", "unknown"), ("XRT, AI", "unknown")]
)
def test_a_short_class_needs_a_treatment_or_a_setting_beside_it(book: Book, aids: Aids, text: str, status: str) -> None:
    assert dressed(book, read(book, text, aids)).status == status


def test_a_bone_beside_an_acronym_may_be_what_it_is_about(book: Book, aids: Aids) -> None:
    assert read(book, "AC hip", aids).status == "ambiguous"


SIDE_EFFECTS = [
    "neuropathy",
    "neutropenia",
    "hand-foot syndrome",
    "neuropathie",
    "febriele neutropenie",
    "hand-voetsyndroom",
    "neutropénie fébrile",
    "syndrome main-pied",
    "neuropatia",
    "sindrome mano-piede",
    "neuropatía",
    "Durchfall",
    "нейропатия",
]


@pytest.mark.parametrize("text", SIDE_EFFECTS)
def test_a_side_effect_is_named(book: Book, aids: Aids, text: str) -> None:
    found = dressed(book, read(book, f"docetaxel, {text}", aids))
    assert (found.drugs, found.status, found.note) == ("docetaxel", "exact", f"also read: {text}")
