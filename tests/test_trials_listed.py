"""`mbc trials`: the trials of drugs, of patients, with a word."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import mbc_cli as mbc

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Ran

    Run = Callable[..., Ran]


@pytest.mark.parametrize(
    ("asked", "named", "not_named"),
    [
        (["Enhertu"], {"DESTINY-Breast03", "DESTINY-Breast09"}, {"EMILIA"}),
        (["Ibrance letrozole"], {"PALOMA-1", "PALOMA-2"}, {"PALOMA-3"}),
        (["Ibrance", "letrozole"], {"PALOMA-1", "PALOMA-2"}, {"PALOMA-3"}),
        (["CDK4/6 inhibitor"], {"MONALEESA-2", "MONARCH 3"}, {"EMILIA"}),
        (["TNBC"], {"ASCENT", "KEYNOTE-355"}, {"CLEOPATRA"}),
        (["triple negative"], {"ASCENT", "KEYNOTE-355"}, {"CLEOPATRA"}),
        (["HER2+ palbociclib"], {"PATINA"}, {"PALOMA-2"}),
        (["keynote"], {"KEYNOTE-355", "KEYNOTE-522"}, {"ASCENT"}),
        (["first line"], {"CLEOPATRA"}, {"EMILIA"}),
    ],
)
def test_the_trials_of_drugs_and_of_patients(asked: list[str], named: set[str], not_named: set[str]) -> None:
    found = {*mbc.trials(*asked).names()}
    assert named <= found
    assert not found & not_named


def test_a_trial_without_such_drugs_or_patients_is_not_found(run: Run) -> None:
    ran = run("trials", "xyzzyplugh")
    assert (ran.code, ran.out) == (1, "")
    assert "mbc trials lists them all" in ran.err


def test_every_trial_is_in_the_index_and_in_the_list(run: Run) -> None:
    names = {trial.name for trial in mbc.load().book.trials.values()}
    index, whole = run("trials").out, run("trials", "--all").out
    assert all(name in " ".join(index.split()) and name in whole for name in names)


def test_a_few_trials_are_shown_with_their_patients(run: Run) -> None:
    assert "HER2-low, one or two lines of chemotherapy" in run("trials", "HER2-low").out
    assert "Patients" not in run("trials", "Enhertu").out


def test_a_trial_has_its_arms_as_data(run: Run) -> None:
    (found,) = json.loads(run("trials", "CLEOPATRA", "--json").out)["results"]
    assert [arm["drugs"] for arm in found["arms"]] == [
        ["docetaxel", "trastuzumab", "pertuzumab"],
        ["trastuzumab", "docetaxel"],
    ]
