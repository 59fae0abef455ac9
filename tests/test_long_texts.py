"""Cells of up to 100 000 characters are read, and whatever is in them takes no more than in proportion to its length."""

from __future__ import annotations

import pytest

from mbc_cli.annotate.annotator import LONGEST_CELL

# Each of them took minutes, or seconds squared with its length, in some rule: a part that comes again and again.
PARTS = {
    "acronyms": ("AC-", "exact"),
    "one name": ("letrozole, ", "exact"),
    "one long word": ("x", "unknown"),
    "numbers": ("1/2/", "unknown"),
    "brackets": ("(letrozole ", "exact"),
    "negations": ("no ", "no drug"),
    "choices": ("docetaxel/paclitaxel ", "ambiguous"),
    "letters": ("a.b.c.", "unknown"),
    "misspellings": ("docetaxl ", "corrected"),
}


@pytest.fixture(scope="module")
def annotator():
    from mbc_cli.annotate.annotator import Annotator
    from mbc_cli.store.load import load

    return Annotator.of(load())


@pytest.mark.parametrize("kind", PARTS)
def test_a_long_cell_is_read(annotator, kind):
    part, status = PARTS[kind]
    text = part * (LONGEST_CELL // len(part))
    assert annotator.annotate(text).status == status


def test_what_is_behind_thousands_of_words_is_read(annotator):
    note = "She feels well and denies pain, nausea or fever. " * 2_000
    found = annotator.annotate(f"{note}Taxol 80 mg/m2 weekly.")
    assert (len(note) > 90_000, found.drugs) == (True, "paclitaxel")


def test_a_longer_cell_is_said_not_to_be_read(annotator):
    found = annotator.annotate("letrozole " * (LONGEST_CELL // 10 + 1))
    assert (found.status, found.drugs) == ("unknown", "")
    assert found.note == f"longer than {LONGEST_CELL} characters: not read"
