"""Conditions in words, as a sentence that can be read in one way only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.book.model import Combined, EachBefore, Test, Wanted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Condition

EACH = "*"
"""The key among an axis's phrases that words every treatment: `"*" = "prior {}"`."""

NUMBER_OF = "number of "
"""How the name of an axis begins that counts something."""
ONE = {"therapies": "therapy", "regimens": "regimen"}
"""What is counted, and one of it."""


def wanted_words(book: Book, condition: Condition | None) -> str:
    """A condition in words: "HER2-positive, prior taxane"; for alternatives, "A; or B"; "" for none."""
    match condition:
        case Combined("all", parts):
            return ", ".join(inner_words(book, part) for part in parts)
        case Combined("any", parts):
            return "; or ".join(wanted_words(book, part) for part in parts)
    return inner_words(book, condition) if condition else ""


def inner_words(book: Book, condition: Condition) -> str:
    """A condition within another: one with parts is in brackets, "(PIK3CA-mutated or AKT1-mutated)"."""
    match condition:
        case Wanted(axis, test):
            return test_words(book, axis, test)
        case EachBefore(treatments, unless_unsuitable):
            words = test_words(book, "prior", Test("all", treatments))
            return f"{words} (each unless unsuitable)" if unless_unsuitable else words
        case Combined("none", parts):
            return f"neither {joined(book, 'nor', parts)}" if len(parts) > 1 else f"not {inner_words(book, parts[0])}"
        case Combined("any", parts):
            return f"({alternatives(book, parts)})"
        case Combined(_, parts):
            return f"({joined(book, 'and', parts)})"
    raise TypeError(f"{condition!r} has no words")


def alternatives(book: Book, parts: Sequence[Condition]) -> str:
    """Alternatives within a sentence, with commas between them where one of them has several parts."""
    several = [part.parts if isinstance(part, Combined) and part.form == "all" else (part,) for part in parts]
    comma = "," if any(len(found) > 1 for found in several) else ""
    return f"{comma} or ".join(joined(book, "and", found) for found in several)


def joined(book: Book, word: str, parts: Sequence[Condition]) -> str:
    """Conditions with a word between them."""
    return f" {word} ".join(inner_words(book, part) for part in parts)


def test_words(book: Book, axis: str, test: Test) -> str:
    """One test in words."""
    if test.form in ("min", "max"):
        return limit_words(book.axes[axis].name, f"at {'least' if test.form == 'min' else 'most'} {test.number:g}")
    words = any_words(book, axis, test)
    if test.form != "none":
        return words
    return f"no {words}" if book.axes[axis].of_treatments else f"not {words}"


def limit_words(name: str, limit: str) -> str:
    """A limit of a number: "at least 2 hormone therapies", or "PD-L1 CPS at least 10" where nothing is counted."""
    counted = name.removeprefix(NUMBER_OF)
    if counted == name:
        return f"{name} {limit}"
    for several, one in ONE.items() if limit.endswith(" 1") else ():
        counted = counted.replace(several, one, 1)
    return f"{limit} {counted}"


def any_words(book: Book, axis: str, test: Test) -> str:
    """The values of a test in words, without a "not"."""
    joint = " and " if test.form == "all" else " or "
    pattern = book.axes[axis].phrases.get(EACH, "") if axis in book.axes else ""
    if pattern:
        return pattern.format(joint.join(book.item(value).name for value in test.values))
    return joint.join(book.phrase(axis, value) for value in test.values)


def reason(book: Book, failed: Iterable[Condition]) -> str:
    """What keeps a condition from holding: "needs HER2-positive and HR-positive, not if prior hormone therapy"."""
    needs, nots = [], []
    for part in failed:
        match part:
            case Wanted(axis, Test("none") as test):
                nots.append(any_words(book, axis, test))
            case Combined("none", (inner,)):
                nots.append(inner_words(book, inner))
            case _:
                needs.append(inner_words(book, part))
    wanted = ["needs " + " and ".join(sorted(needs))] if needs else []
    return ", ".join([*wanted, *(f"not if {words}" for words in sorted(nots))])
