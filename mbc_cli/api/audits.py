"""The coded items of a file compared with its treatment texts."""

from __future__ import annotations

from collections import deque
from functools import partial
from typing import TYPE_CHECKING, Any

from mbc_cli.annotate.annotator import Annotator
from mbc_cli.annotate.audit import Auditor, Tally
from mbc_cli.annotate.audit_job import AuditJob, recognised
from mbc_cli.annotate.coder import Coder, spoken_of
from mbc_cli.annotate.doors import opened_table, put_table
from mbc_cli.annotate.row_texts import Several
from mbc_cli.api.answer import CommandAnswer
from mbc_cli.show import audit_data
from mbc_cli.show.audit_page import about, audit_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mbc_cli.api.reader import Reader
    from mbc_cli.show.page import Page


class AuditAnswer(CommandAnswer):
    """The result of an audit; with `whole`, a page shows all of it."""

    job: AuditJob
    tally: Tally
    whole: bool = False

    def names(self) -> list[str]:
        """What needs a person, one word each."""
        return [f"{' '.join(one.items)} {one.verdict}" for one, _ in self.tally.ranked()]

    def pages(self) -> Iterator[Page]:
        """One page."""
        written = str(self.job.target.path or "")
        yield audit_page(self.book, self.query, self.tally, written, whole=self.whole)

    def results(self) -> list[dict[str, Any]]:
        """The results of `mbc audit --format json`."""
        return [audit_data.told(one, rows, self.tally.first[one]) for one, rows in self.tally.ranked()]

    def limits(self) -> dict[str, Any]:
        """How many rows there were, and the result for each item."""
        tally = self.tally
        return {
            "rows": tally.rows,
            "rows_for_a_person": tally.rows_for_a_person,
            "rows_of_other_tumours": tally.other_tumours,
            "items": [audit_data.item(tally, item, self.job.coded_in[item.id]) for item in tally.items],
        }


def audit(
    reader: Reader, asked: AuditJob, progress: Callable[[int], None] = lambda _: None, *, whole: bool = False
) -> AuditAnswer:
    """Check a file, and write the rows that need a person where the job says.

    Raises InputError, with place and remedy, if something cannot be read or written.
    """
    with opened_table(asked.given, asked.asked, progress) as table:
        job = recognised(asked, reader.book, table.header)
        auditor = auditor_of(reader, job)
        if job.target.path:
            put_table(job.target, auditor.header, auditor.rows(table), partial(about, reader.book, auditor.tally))
        else:
            deque(auditor.rows(table), maxlen=0)
    return AuditAnswer(job.given.name, reader.book, job, auditor.tally, whole)


def auditor_of(reader: Reader, job: AuditJob) -> Auditor:
    """The comparer of the rows of a job."""
    annotator = Annotator(reader.book, reader.speller, reader.medicines)
    each = annotator.annotate_all
    several = Several(each, job.read.names, annotator) if job.several else each
    about = {column: (item,) for item, column in job.text_of.items()}
    spoken = zip(job.read.names, spoken_of(reader.book, job.read.names), strict=True)
    return Auditor(job, several, Coder(annotator, [about.get(*each) for each in spoken]))
