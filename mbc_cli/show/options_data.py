"""The answer of `mbc options` as data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.book.history import CURRENT, ENDED, begins
from mbc_cli.book.names import clean
from mbc_cli.options.profile import fact_value
from mbc_cli.options.verdicts import VERDICTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Axis
    from mbc_cli.options.profile import Profile
    from mbc_cli.options.verdicts import Gathered, Option, Said
    from mbc_cli.show.formats import Json


def options(book: Book, answer: Gathered, everything: bool = False, asked: Sequence[Option] | None = None) -> Json:
    """The one object of `mbc options`; of only some treatments where they are asked for."""
    given = profile(book, answer.profile)
    every = (*answer.options, *answer.advised_against, *(answer.over if everything else ()))
    found = every if asked is None else asked
    return {
        "query": clean(" ".join(f"{axis}={plain(value)}" for axis, value in given.items())),
        "data_version": book.version,
        "profile": given,
        "as_of": answer.now.day or None,
        "region": answer.now.region or None,
        "results": [option(book, one, everything or asked is not None) for one in found if one.pros or one.over],
        "advised_against": [warning(book, one) for one in found if not (one.pros or one.over or one.silent)],
        "no_longer_current": answer.ended,
    }


def profile(book: Book, known: Profile) -> Json:
    """The facts that were given: axis to value, number or list of treatments."""
    return {axis: fact_value(book.axes[axis], fact) for axis, fact in known.given.items()}


def plain(value: object) -> str:
    """A fact on one line."""
    return ",".join(map(str, value)) or "none" if isinstance(value, list) else str(value)


def option(book: Book, one: Option, with_ended: bool) -> Json:
    """A treatment with its verdict and the statements about it."""
    ended = one.ended if with_ended else ()
    lines = dict.fromkeys(said.statement.line for said in (one.backing or one.cons or one.ended))
    return {
        "treatment": treatment(one),
        "group": one.group,
        "verdict": VERDICTS[one.verdict],
        "missing": list(one.missing),
        "why": list(one.why),
        "line": "; ".join(lines),
        "status": ENDED if one.over else CURRENT,
        "given_before": one.given_before,
        "statements": [statement(book, said) for said in (*one.pros, *one.cons, *ended)],
    }


def treatment(one: Option) -> Json:
    """What it is: its name, its drugs (of a class, the members) and its kind."""
    return {"name": one.name, "drugs": list(one.drugs), "kind": one.kind}


def warning(book: Book, one: Option) -> Json:
    """A treatment that sources only speak against; the verdict of a statement says whether it holds."""
    return {
        "treatment": treatment(one),
        "group": one.group,
        "statements": [statement(book, said) for said in one.cons],
    }


def statement(book: Book, said: Said) -> Json:
    """One statement, judged."""
    record = said.statement
    source = record.sources[0]
    return {
        "id": record.id,
        "direction": record.direction,
        "verdict": VERDICTS[said.truth],
        "status": said.state,
        "strength": record.strength,
        "line": record.line,
        "source": source.id,
        "where": source.where,
        "date": begins(book, record),
        "until": record.until or None,
        "region": record.region or None,
        "text": record.text or None,
        "newer": record.newer or None,
        "unverified": record.unverified or None,
    }


def axis(record: Axis) -> Json:
    """One result of `options --axes`."""
    return {
        "kind": "axis",
        "id": record.id,
        "name": record.name,
        "help": record.help,
        "type": record.form,
        "values": list(record.values),
        "short": dict(record.short),
        "of_treatments": record.of_treatments,
        "flag": record.flag or None,
        "group": record.group,
    }
