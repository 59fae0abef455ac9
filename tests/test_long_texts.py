"""Cells of up to 100 000 characters are read, and whatever is in them takes no more than in proportion to its length."""

from __future__ import annotations

import sys
from collections import Counter

import pytest

from mbc_cli.annotate.annotator import LONGEST_CELL
from mbc_cli.reading.chart import told
from mbc_cli.reading.read import read

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


SAID = (
    "no ",
    "chemo, ",
    "chemo/",
    "no chemo ",
    "hormones ",
    "recommended ",
    "refused chemo but ",
    "declined, letrozole ",
    "letrozole not given. ",
    "recurrence 2018: letrozole ",
    "unknown if AC was planned or given ",
    "breast ca 2005: letrozole; ",
    "died before AC, ",
)


def steps(call):
    """How many steps of the interpreter a call takes."""
    taken = Counter()

    def trace(frame, event, _):
        frame.f_trace_opcodes = True
        taken[event] += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        call()
    finally:
        sys.settrace(before)
    return taken["opcode"]


@pytest.mark.parametrize("part", SAID)
def test_what_a_chart_says_takes_steps_in_proportion_to_its_length(book, part):
    texts = [read(book, part * n) for n in (5, 25, 45)]
    first, second, third = (steps(lambda text=text: told(book, text)) for text in texts)
    assert third - second < 1.25 * (second - first) + 1_000
