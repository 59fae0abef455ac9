"""The records of CSV and TSV: kept as they were written, with the cells that the csv module reads."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mbc_cli.annotate.csv_records import Records, encoded_all, extended
from mbc_cli.book.errors import InputError

PIECES = st.sampled_from(
    ["a", "Taxol, x4", '"', '""', '"x"', "\n", "\r\n", "\r", ",", "\t", "é", '5" tall', '"a\nb"', ""]
)


def read(text, rows):
    """All records of a text, in blocks of so many lines."""
    records = Records("in", iter(io.StringIO(text, newline="")), ",")
    found = []
    while (block := records.block(rows)).rows:
        found += zip(block.numbers, block.written, block.rows, strict=True)
    return found


@given(st.lists(PIECES).map("".join), st.sampled_from([1, 2, 1000]))
def test_no_record_is_lost_merged_or_read_otherwise(text, rows):
    try:
        cells = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        with pytest.raises(InputError):
            read(text, rows)
        return
    found = read(text, rows)
    assert "".join(written for _, written, _ in found) == text
    assert [row or [""] for _, _, row in found] == [row or [""] for row in cells]


def test_a_stray_quote_does_not_swallow_the_next_record():
    assert [row for _, _, row in read('a,5" tall\nb,6" tall\nc,d\n', 2)] == [
        ["a", '5" tall'],
        ["b", '6" tall'],
        ["c", "d"],
    ]


def test_a_record_has_the_number_of_the_line_on_which_it_begins():
    assert [number for number, _, _ in read('a\n"b\nb"\nc\n', 2)] == [1, 2, 4]


@pytest.mark.parametrize("rows", [1, 2, 100])
def test_an_open_quote_is_reported_where_it_opens(rows):
    with pytest.raises(InputError, match=r"in:3: .*fix the quotes of the record that begins here"):
        read('a\nb\n"c\nd\ne\n', rows)


def test_cells_are_quoted_where_they_must_be():
    rows = [("a", "b"), ("a,b", ""), ('"', "x"), ("two\nlines", "")]
    for some in (rows, rows[:1], rows[1:2], rows[2:3], rows[3:], []):
        written = "".join(f"{line}\n" for line in encoded_all(some, ","))
        assert [tuple(row) for row in csv.reader(io.StringIO(written, newline=""))] == some


def test_cells_are_put_before_the_line_end():
    assert extended(["a\n", "b\r\n", "c"], ",", ["1", "2", "3"]) == "a,1\nb,2\r\nc,3"
    assert extended(["a\n", "b\n"], "\t", ["1", "2"]) == "a\t1\nb\t2\n"
