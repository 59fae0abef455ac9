"""Conditions in words, as a sentence that can be read in only one way."""

from __future__ import annotations

from math import inf, isinf
from typing import TYPE_CHECKING

from mbc_cli.book.model import Combined, EachBefore, Test, Wanted
from mbc_cli.options.facts import STEP

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Axis, Condition

EACH, UNIT, WITHIN, DURING = "*", "unit", "within", "during"
"""Keys among an axis's phrases: the wording of every treatment or number (`"*" = "prior {}"`), the unit of a number,
the wording of an upper limit ("recurrence within {} of ...") and that of no time at all ("recurrence during ...")."""
OTHER_ANSWER = {"yes": "no", "no": "yes"}
"""What remains of two answers if one is excluded: someone who is not ineligible is a candidate."""

NUMBER_OF = "number of "
"""How the name of an axis that counts something begins."""
ONE = {"therapies": "therapy", "regimens": "regimen"}
"""What is counted, and the singular of it."""


def wanted_words(book: Book, condition: Condition | None) -> str:
    """A condition in words: "HER2-positive, prior taxane"; for alternatives, "A; or B"; "" if there is none."""
    match condition:
        case Combined("all", parts):
            return ", ".join(inner_words(book, part) for part in parts)
        case Combined("any", parts):
            return "; or ".join(wanted_words(book, part) for part in parts)
    return inner_words(book, condition) if condition else ""


def inner_words(book: Book, condition: Condition) -> str:
    """A condition within another: if it has parts, it is in brackets, "(PIK3CA-mutated or AKT1-mutated)"."""
    match condition:
        case Wanted(axis, test):
            return test_words(book, axis, test)
        case EachBefore(treatments, unless_unsuitable):
            words = test_words(book, "prior", Test("all", treatments))
            return f"{words} (each unless unsuitable)" if unless_unsuitable else words
        case Combined("none", parts):
            return f"neither {joined(book, 'nor', parts)}" if len(parts) > 1 else f"not {inner_words(book, parts[0])}"
        case Combined("any", parts):
            return alternatives(book, parts)
        case Combined(_, parts):
            return f"({joined(book, 'and', parts)})"
    raise TypeError(f"{condition!r} has no words")


def alternatives(book: Book, parts: Sequence[Condition]) -> str:
    """Alternatives within a sentence, in brackets, with commas between them if one of them has several parts.

    An alternative that only adds to another one is left out: "A, or A and B" is A.
    """
    several = [part.parts if isinstance(part, Combined) and part.form == "all" else (part,) for part in parts]
    told = [tuple(inner_words(book, part) for part in found) for found in several]
    kept = [words for words in dict.fromkeys(told) if not any({*other} < {*words} for other in told)]
    comma = "," if any(len(words) > 1 for words in kept) else ""
    words = f"{comma} or ".join(" and ".join(words) for words in kept)
    return words if len(kept) == len(kept[0]) == 1 else f"({words})"


def joined(book: Book, word: str, parts: Sequence[Condition]) -> str:
    """Conditions with a word between them."""
    return f" {word} ".join(inner_words(book, part) for part in parts)


def test_words(book: Book, axis: str, test: Test) -> str:
    """One test in words."""
    if test.form in ("min", "max"):
        least, most = (test.number, inf) if test.form == "min" else (0, test.number)
        return number_words(book.axes[axis], least, most)
    words = any_words(book, axis, test)
    if test.form != "none":
        return words
    if axis in book.axes and test.values[0] in OTHER_ANSWER and len(test.values) == 1:
        return book.phrase(axis, OTHER_ANSWER[test.values[0]])
    return f"no {words}" if book.axes[axis].of_treatments else f"not {words}"


def number_words(axis: Axis, least: float, most: float) -> str:
    """A number or its limit: "ER 95 %", "PD-L1 CPS 10 or more", "at least 2 hormone therapies", "age at least 65"."""
    unit = axis.phrases.get(UNIT, "")
    if most == 0 and (during := axis.phrases.get(DURING)):
        return during
    if least < most and most % 1 == 0 and (within := axis.phrases.get(WITHIN)):
        return within.format(limited(most, most, unit))
    if pattern := axis.phrases.get(EACH):
        return pattern.format(limited(least, most, unit))
    limit = f"at least {least:g}" if isinf(most) else limited(least, most)
    counted = axis.name.removeprefix(NUMBER_OF)
    if counted == axis.name:
        return f"{counted} {limit}"
    few = {least, most} <= {0, 1, inf}
    one = next((counted.replace(several, one, 1) for several, one in ONE.items() if several in counted), counted)
    return f"no {one}" if most == 0 else f"{limit} {one if few else counted}"


def limited(least: float, most: float, unit: str = "") -> str:
    """A number with its unit, or its limit: "95 %", "10 % or more", "at most 12 months", "below 1 %"."""
    behind = f" {unit}" if unit else ""
    if least == most:
        return f"{least:g}{behind}"
    if isinf(most):
        return f"{least:g}{behind} or more"
    return f"at most {most:g}{behind}" if most == int(most) else f"below {most + STEP:g}{behind}"


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
