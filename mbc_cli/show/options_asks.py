"""What the answer of `mbc options` asks for: what is needed first, what was half told, what would settle the most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mbc_cli.options.conditions import Members
from mbc_cli.options.fact_words import fact_words
from mbc_cli.options.placed import firm_of
from mbc_cli.options.selected import KIND, TUMOUR
from mbc_cli.options.truth import Truth
from mbc_cli.show.card_words import listed
from mbc_cli.show.line_rows import apart, is_half_said, names_of, needs_words
from mbc_cli.show.page import TIE, Line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.book.model import Axis
    from mbc_cli.options.conditions import Fact
    from mbc_cli.options.placed import Placed
    from mbc_cli.show.line_rows import Wish

    Asks = Sequence[tuple[str, int]]

FEW_FACTS, FEW_VALUES = 3, 3
"""How many facts are asked for, and how many values of one of them are named."""
NEGATIVE = "negative"


class Asking:
    """How the answer asks for facts: as options on a screen, by name in a file that others will read."""

    def __init__(self, book: Book, found: Sequence[Placed], asks: Asks, given: Mapping[str, Fact], wish: Wish) -> None:
        self.book, self.found, self.asks, self.given, self.wish = book, found, asks, given, wish

    def first(self) -> Iterator[Line]:
        """The finding in the tumor on which most treatments of guidelines and labels depend, while it is unknown."""
        named = {each.option for each in self.found if each.verdict != Truth.NO and each.basis != "guide"}
        findings = ((axis, count) for axis, count in self.asks if self.book.axes[axis].group == TUMOUR)
        for axis, count in [each for each in findings if 2 * each[1] > len(named)][:1]:
            words = f"{count} of {len(named)} treatments depend on it"
            yield Line(f"Needed first: {self.called(axis)}. {words}.", "warning")

    def half_said(self) -> Iterator[Line]:
        """What was found in the tumor but is not detailed enough for some treatments: what each kind would add."""
        half = [each for each in firm_of(self.found) if each.tests and each.verdict != Truth.NO and is_half_said(each)]
        for axis in filter(self.is_found, dict.fromkeys(axis for each in half for axis in axes_of(each))):
            kinds: dict[str, list[Placed]] = {}
            for each in half:
                if axis in axes_of(each):
                    kinds.setdefault(needs_words(self.book, each.further_needs), []).append(each)
            named = {kind: listed(dict.fromkeys(names_of(apart(those)))) for kind, those in kinds.items()}
            adds = "; ".join(f"if {kind}: {names}" for kind, names in named.items())
            said = fact_words(self.book, self.book.axes[axis], self.given[axis])
            how = "" if self.wish.paper else f" ({self.finer(axis)})"
            yield Line(f"{said}: of which kind? I{adds[1:]}{how}", "warning")

    def is_found(self, axis: str) -> bool:
        """Whether a finding is present, not absent: HER2-negative has kinds too, but their lines show them."""
        return NEGATIVE not in self.values_of(axis)

    def settling(self) -> str:
        """The facts that would settle most of what is open, with how many treatments depend on each."""
        every = [(self.wanted(axis), n) for axis, n in self.asks[:FEW_FACTS]]
        counts = (f"affects {n} treatment{'s' * (n > 1)}" if at == 0 else str(n) for at, (_, n) in enumerate(every))
        return ", ".join(f"{how} ({count})".replace(" ", TIE) for (how, _), count in zip(every, counts, strict=True))

    def wanted(self, axis: str) -> str:
        """How to give a fact, or more detail about it."""
        return self.finer(axis) if axis in self.given else self.called(axis)

    def finer(self, axis: str) -> str:
        """How to give more detail about a fact: the kinds of its value ("--pdl1 cps-10 or ic-1"), or to give more."""
        held = self.values_of(axis)
        values = [value.rpartition(".") for value in self.book.axes[axis].values]
        kinds = [kind for above, _, kind in values if above in held]
        if not kinds or self.wish.paper:
            return f"more on {self.called(axis)}"
        return f"{self.called(axis)} {' or '.join(kinds)}"

    def values_of(self, axis: str) -> frozenset[str]:
        """The values given for an axis."""
        fact = self.given[axis]
        claims = fact.claims if isinstance(fact, Members) else ()
        return frozenset(item.id for claim in claims for each in claim for item in each)

    def called(self, axis: str) -> str:
        """How to give a fact; in a file, its name."""
        record = self.book.axes[axis]
        return record.name if self.wish.paper else record.flag or f"--fact {axis}={values_words(record)}"


def axes_of(each: Placed) -> list[str]:
    """The axes of what must still be known to decide on a treatment, each once."""
    return list(dict.fromkeys(leaf.axis for need in each.further_needs for leaf in need.leaves()))


def values_words(axis: Axis) -> str:
    """What to write for an axis: its values that are no kinds of others, or what stands for them."""
    if axis.of_treatments:
        return "NAMES"
    whole = [value for value in axis.values if KIND not in value]
    return " or ".join(whole) if 0 < len(whole) <= FEW_VALUES else "N" if axis.form == "number" else "VALUE"
