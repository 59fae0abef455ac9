"""Where the names of a text stand in it, as it was written, and what is said of them."""

from __future__ import annotations

import csv
import json
import pickle
from pathlib import Path

import pytest

import mbc_cli as mbc
from mbc_cli.reading import spans as spans_module

CORPUS = Path(__file__).parent / "corpus"


def told(text):
    """The pieces of a text that are names, what they are, and what is said of them."""
    return [(text[span.start : span.end], span.id, span.role) for span in mbc.annotate([text])[0].spans]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Taxol 80 mg/m2 + AC", [("Taxol", "paclitaxel", "given"), ("AC", "ac", "given")]),
        ("refused tamoxifen", [("tamoxifen", "tamoxifen", "declined")]),
        ("letrozole; Tylenol", [("letrozole", "letrozole", "given"), ("Tylenol", "acetaminophen", "other medicine")]),
        ("Herceptin biosimilar letrzole", [("Herceptin", "trastuzumab", "given"), ("letrzole", "letrozole", "given")]),
        ("  ddAC  x4\tTaxol80", [("AC", "ac", "given"), ("Taxol", "paclitaxel", "given")]),
        ("C.M.F. x6", [("C.M.F", "cmf", "given")]),
        ("AC联合docetaxel", [("AC", "ac", "given"), ("docetaxel", "docetaxel", "given")]),
        ("Ｔａｘｏｌ", [("Ｔａｘｏｌ", "paclitaxel", "given")]),
        ("Taxo\u200bl", [("Taxo\u200bl", "paclitaxel", "given")]),
        ("FE75C x4", [("FE75C", "fec", "given")]),  # read as FEC and a dose
        ("Ta<U+0078>ol, AC", [("Ta<U+0078>ol", "paclitaxel", "given"), ("AC", "ac", "given")]),
        ("", []),
        ("C82492", []),
    ],
)
def test_names_stand_where_they_were_written(text, names):
    assert told(text) == names


def test_a_long_text_that_was_changed_has_no_places(monkeypatch):
    monkeypatch.setattr(spans_module, "LONGEST_COMPARED", 5)
    assert told("FE75C x4") == []


def test_every_name_of_the_corpora_is_a_piece_of_its_text():
    for file in sorted(CORPUS.glob("*.tsv")):
        with file.open(encoding="utf-8", newline="") as lines:
            rows = csv.reader((line for line in lines if not line.startswith("#")), delimiter="\t")
            for found in mbc.annotate([row[0] for row in rows]):
                places = [(span.start, span.end) for span in found.spans]
                assert places == sorted(places)
                assert all(0 <= start < end <= len(found.text) for start, end in places)
                assert bool(places) or not found.drugs


def test_an_annotation_is_pickled_as_its_cells():
    found = mbc.annotate(["Taxol"])[0]
    assert pickle.loads(pickle.dumps(found)) == found


def test_json_lines_have_them_beside_each_row(tmp_path, run):
    (tmp_path / "in.jsonl").write_text('{"a": "no AC", "b": ["Taxol", "T-DM1"]}\n{"a": null, "b": null}\n')
    ran = run("annotate", str(tmp_path / "in.jsonl"), "-c", "a", "-c", "b", "--spans")
    first, second = (json.loads(line)["mbc_spans"] for line in ran.out.splitlines())
    assert first == [
        {"start": 3, "end": 5, "id": "ac", "role": "negated", "column": "a", "item": 0},
        {"start": 0, "end": 5, "id": "paclitaxel", "role": "given", "column": "b", "item": 0},
        {"start": 0, "end": 5, "id": "trastuzumab-emtansine", "role": "given", "column": "b", "item": 1},
    ]
    assert second == []


def test_a_csv_becomes_json_lines_with_them(tmp_path, run):
    (tmp_path / "in.csv").write_text("a\nTaxol\n")
    ran = run("annotate", str(tmp_path / "in.csv"), "-c", "a", "--as", "jsonl", "--spans")
    assert json.loads(ran.out)["mbc_spans"] == [{"start": 0, "end": 5, "id": "paclitaxel", "role": "given"}]


def test_other_kinds_have_no_place_for_them(tmp_path, run):
    (tmp_path / "in.csv").write_text("a\nTaxol\n")
    ran = run("annotate", str(tmp_path / "in.csv"), "-c", "a", "--spans")
    assert ran.code == 2
    assert "--as jsonl" in ran.err
