"""The curator's manual: its examples are one per kind, and together they are a book without a problem."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import tomli

from mbc_cli.book.declared import fields_of
from mbc_cli.book.model import RECORD_KINDS
from mbc_cli.book.readers import READERS
from mbc_cli.store import layers, load

if TYPE_CHECKING:
    from pathlib import Path

MANUAL = (load.shipped() / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^## (\S+)$(.*?)(?=^## |\Z)", MANUAL, re.MULTILINE | re.DOTALL)
FENCE = re.compile(r"^```toml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXAMPLES = {section: FENCE.findall(text) for section, text in BLOCKS}


def test_every_kind_has_a_section_with_an_example() -> None:
    for kind in READERS:
        assert any(kind in tomli.loads(block) for blocks in EXAMPLES.values() for block in blocks), kind


@pytest.mark.parametrize("section", [section for section in EXAMPLES if section in READERS])
def test_a_section_shows_its_own_kind(section: str) -> None:
    assert EXAMPLES[section]
    assert all(section in tomli.loads(block) for block in EXAMPLES[section])


def test_the_examples_pass_the_check_together(tmp_path: Path) -> None:
    """Each example is a file of its own: the manual explains in an order of its own."""
    entries_of = re.compile(r"^(?=\[)", re.MULTILINE)
    for section, blocks in EXAMPLES.items():
        for n, entry in enumerate(entry for block in blocks for entry in entries_of.split(block)):
            (tmp_path / f"{section}-{n}.toml").write_text(entry, "utf-8")
    problems, entries = load.check(tmp_path)
    assert [str(problem) for problem in problems] == []
    assert entries > len(READERS)


@pytest.mark.parametrize("section", [section for section in EXAMPLES if section in READERS])
def test_every_key_of_the_kind_is_explained(section: str) -> None:
    """Each key that the record declares, or that occurs in the shipped data, is named in its section of the manual."""
    (text,) = (text for name, text in BLOCKS if name == section)
    (kind,) = (kind for kind in RECORD_KINDS if kind.kind == section)
    raw, _, _ = layers.read(layers.files_of([load.shipped()]))
    keys = {field.toml for field in fields_of(kind) if field.name != "id"} | {
        key for of in raw[section].values() for key in of
    }
    assert {key for key in keys if not re.search(rf"\b{key}\b", text)} == set()
