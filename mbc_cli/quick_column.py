"""The quick way through a whole column at once, in Polars: sure names and joiners replaced by what they stand for.

It says what `quick` says of the same texts, which a test holds; texts of anything else it leaves alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mbc_cli.annotation import READ_OFF
from mbc_cli.compounds import WORDS
from mbc_cli.quick import AMOUNT, SIGNS

if TYPE_CHECKING:
    from mbc_cli.quick import Quick

# Signs of the private use area, which `plain_lines` keeps out of the texts: around a name, and in place of what may be
# a longer one.
OPEN, CLOSE, UNSURE = "\uf8f0", "\uf8f1", "\uf8f2"
SPACED = [(before, behind) for before in ("", " ") for behind in ("", " ")]
JOINERS = [
    *(f"{before}{sign}{behind}" for sign in SIGNS for before, behind in SPACED),
    *(f" {word} " for word in WORDS),
]
STATUS = "exact"
LEARNT = 2_000  # texts of which the first names are learnt
GROWTH = 1.1  # later names are taken in when they are a tenth of those there are


class QuickColumn:
    """Columns of texts to encoded annotations, with the names that `quick` has seen so far."""

    def __init__(self, quick: Quick, delimiter: str) -> None:
        self.quick = quick
        self.delimiter = delimiter
        self.names = 0
        self.replaced: dict[str, str] = {}

    def replacements(self) -> dict[str, str]:
        """What is replaced by what, the longest first: names, joiners, and names that may be one together."""
        seen = self.quick.seen.copy()  # another thread may be adding to it
        if not self.replaced or len(seen) > self.names * GROWTH:
            self.names = len(seen)
            found = dict.fromkeys(JOINERS, ";")
            found |= {one + sign + other: UNSURE for one, other in self.quick.compounds.among(seen) for sign in JOINERS}
            found |= {name: f"{OPEN}{ids}{CLOSE}" for name, ids in seen.items()}
            self.replaced = dict(sorted(found.items(), key=lambda item: -len(item[0])))
        return self.replaced

    def cells(self, texts: Any) -> Any:
        """The encoded annotations of a series of texts; null where a text is more than sure names, each drug once."""
        import polars as pl  # there, or nobody asks

        if not self.quick.seen:
            self.quick.read(texts.head(LEARNT).to_list())
        written = self.replacements()
        ids = pl.col("text").str.replace_many(list(written), list(written.values()), leftmost=True)
        one = ids.str.replace_all(f"{CLOSE};{OPEN}", ";", literal=True)
        parts = one.str.splitn(CLOSE, 2).struct.rename_fields(["ids", "amount"]).struct.unnest()
        drugs, amount = pl.col("ids"), pl.col("amount")
        bare, each = amount == "", drugs.str.strip_prefix(OPEN).str.split(";").list
        sure = (
            drugs.str.starts_with(OPEN) & (bare | amount.str.contains(f"^ {AMOUNT}$")) & (each.n_unique() == each.len())
        )
        note = pl.when(bare).then(pl.lit("")).otherwise(pl.lit(READ_OFF.rstrip()) + amount)
        d = self.delimiter
        cells = pl.when(sure).then(pl.concat_str(drugs.str.strip_prefix(OPEN), pl.lit(f"{d}{d}{d}{STATUS}{d}"), note))
        return texts.alias("text").to_frame().lazy().select(parts).select(cells.alias("cells")).collect()["cells"]
