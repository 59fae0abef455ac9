"""The columns of a table that say whose row it is, so that a person finds the abstract again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.coding.item_names import bare

if TYPE_CHECKING:
    from collections.abc import Sequence

WHOSE = ("patientIdNumber", "tumorRecordNumber")
"""The NAACCR ids that identify the patient and tumor of a row."""
NAMES = frozenset(
    {"accession", "accessionnumber", "accessionno", "accno", "acc", "abstractid", "caseid", "casenumber", "caseno"}
    | {"mrn", "medicalrecordnumber", "patient", "patientid", "patientidnumber", "patientnumber", "pid", "ptid"}
    | {"id", "recordid", "registryid", "subjectid", "tumorid"}
)
"""What such a column is called, without case, spaces and marks."""


def whose(header: Sequence[str]) -> tuple[str, ...]:
    """The columns of the NAACCR ids, or else the first column that has the name of an identifier; () if none has."""
    own = tuple(name for name in WHOSE if name in header)
    return own or tuple(name for name in header if bare(name) in NAMES)[:1]
