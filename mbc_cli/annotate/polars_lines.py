"""A faster way through the plain lines of a CSV or TSV, with Polars (the extra `bulk`); the output bytes are the same.

Whole columns of sure names and joiners are replaced by what they stand for, inside Polars, with the same result as
`sure_names`, as a test verifies; other texts are left alone.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from mbc_cli.annotate.annotation import READ_OFF
from mbc_cli.annotate.compounds import WORDS
from mbc_cli.annotate.csv_records import encoded_all
from mbc_cli.annotate.kinds import DELIMITERS
from mbc_cli.annotate.polars_frames import annotated_once, beside, is_there, polars, texts_of
from mbc_cli.annotate.sure_names import AMOUNT, SIGNS
from mbc_cli.annotate.writing_files import not_written

if TYPE_CHECKING:
    from mbc_cli.annotate.annotation import Counted
    from mbc_cli.annotate.job import Job
    from mbc_cli.annotate.sure_names import Quick

BLOCK = 16 << 20
SMALL = 1 << 20  # a file that is done before Polars is imported
NEW = "\n"  # a column that no header has


def may_read(job: Job) -> bool:
    """Whether a file may take the faster way: from a large CSV or TSV in UTF-8 to another, without registry items."""
    given, target = job.given, job.target
    utf8 = given.encoding.casefold() in ("utf-8", "utf8")
    if given.kind not in DELIMITERS or not utf8 or given.path is None or target.path is None or job.coder:
        return False
    if given.headless or given.header_row or target.packing:
        return False
    return given.path.is_file() and given.path.stat().st_size > SMALL and is_there()


def plain_header(line: bytes, delimiter: str) -> list[str]:
    """The columns of a plain file; none if it has only one, or if its first line is not plain."""
    try:
        header = line.decode("utf-8").removesuffix("\n").split(delimiter)
    except UnicodeDecodeError:
        return []
    return [] if is_odd(line) or len(set(header)) < max(len(header), 2) else header


def is_odd(block: bytes) -> bool:
    """Whether lines have something that Polars would change: quotes, carriage returns, NUL, a byte-order mark.

    Looking for the first byte of the mark also keeps out the signs that QuickColumn uses internally.
    """
    return any(sign in block for sign in (b'"', b"\r", b"\0", b"\xef")) or not block.endswith(b"\n")


class LineBlock(NamedTuple):
    """Lines of a file; if they are plain, as a frame with the texts and those cells that are already known."""

    lines: bytes
    frame: Any = None
    texts: Any = None
    cells: Any = None


class PlainLines:
    """The lines after the header of a plain file."""

    def __init__(self, job: Job, header: list[str], delimiter: str, annotate: Counted, quick: Quick) -> None:
        self.job = job
        self.header = header
        self.delimiter = delimiter
        self.annotate = annotate
        self.column = QuickColumn(quick, self.delimiter)

    def annotated(self, raw: IO[bytes], out: IO[bytes]) -> tuple[int, bytes]:
        """Annotate them in large blocks; while one is worked out, the next is read and the previous one is written.

        It stops before a block with anything unusual in it, which the usual way can read or reject. Returns the number
        of lines that are done, including the header, and that block.
        """
        done, writing = 1, None
        with ThreadPoolExecutor(1) as reader, ThreadPoolExecutor(1) as writer:
            reading = reader.submit(self.next_block, raw)
            while (block := reading.result()).frame is not None:
                reading = reader.submit(self.next_block, raw)
                frame = block.frame.with_columns(self.completed(block).alias(NEW))
                if writing:
                    writing.result()
                writing = writer.submit(self.put, frame, out)
                done += frame.height
            if writing:
                writing.result()
        return done, block.lines

    def next_block(self, raw: IO[bytes]) -> LineBlock:
        """Some lines as a frame; their texts, and the cells of those that can be read the quick way if most differ."""
        lines = raw.read(BLOCK) + raw.readline()
        frame = self.parsed(lines) if lines and not is_odd(lines) else None
        if frame is None:
            return LineBlock(lines)
        texts = texts_of(frame, self.job)
        few = self.job.several or texts.approx_n_unique() < len(texts) / 2
        # A semicolon stands between ids too, which would have to be quoted.
        return LineBlock(b"", frame, texts, None if few or self.delimiter == ";" else self.column.cells(texts))

    def parsed(self, block: bytes) -> Any:
        """Lines as a frame of text columns, short ones padded; None if one is too long or is not UTF-8."""
        pl = polars()
        try:
            return pl.read_csv(
                block,
                has_header=False,
                new_columns=self.header,
                separator=self.delimiter,
                quote_char=None,
                schema=dict.fromkeys(self.header, pl.String),
            )
        except pl.exceptions.PolarsError:
            return None

    def completed(self, block: LineBlock) -> Any:
        """The encoded annotations of all texts of a block."""
        texts, cells = block.texts, block.cells
        if cells is None:
            return self.worked_out(texts)
        rest = cells.is_null()
        self.annotate.rows.update({STATUS: found} if (found := len(texts) - rest.sum()) else {})
        return cells.scatter(rest.arg_true(), self.worked_out(texts.filter(rest)))

    def worked_out(self, texts: Any) -> Any:
        """The encoded annotations, with every distinct text worked out once."""
        distinct, found = annotated_once(texts, self.annotate)
        return beside(texts, distinct, {NEW: encoded_all(found, self.delimiter)})[NEW]

    def put(self, frame: Any, out: IO[bytes]) -> None:
        """Write lines whose cells need no quotes, or already have them; Polars does it by itself, bypassing `out`."""
        try:
            frame.write_csv(out, include_header=False, separator=self.delimiter, quote_style="never")
        except (OSError, polars().exceptions.PolarsError) as error:
            raise not_written(self.job.target.path, error) from error


# Signs of the private use area, which `is_odd` keeps out of the texts: around a name, and in place of what may be
# a longer one.
OPEN, CLOSE, UNSURE = "\uf8f0", "\uf8f1", "\uf8f2"
SPACED = [(before, behind) for before in ("", " ") for behind in ("", " ")]
JOINERS = [
    *(f"{before}{sign}{behind}" for sign in SIGNS for before, behind in SPACED),
    *(f" {word} " for word in WORDS),
]
SLASHES = [f"{before}/{behind}" for before, behind in SPACED]
STATUS = "exact"
LEARNT = 2_000  # texts from which the first names are learnt
GROWTH = 1.1  # later names are taken in when they are a tenth of those there are


class QuickColumn:
    """From columns of texts to encoded annotations, with the names that `quick` has seen so far."""

    def __init__(self, quick: Quick, delimiter: str) -> None:
        self.quick = quick
        self.delimiter = delimiter
        self.names = 0
        self.replaced: dict[str, str] = {}

    def replacements(self) -> dict[str, str]:
        """What is replaced by what, longest first: names, joiners, and names that may form one together."""
        seen = self.quick.seen.copy()  # another thread may be adding to it
        if not self.replaced or len(seen) > self.names * GROWTH:
            self.names = len(seen)
            found = dict.fromkeys(JOINERS, ";")
            found |= {one + sign + other: UNSURE for one, other in self.quick.compounds.among(seen) for sign in JOINERS}
            found |= {one + sign + other: UNSURE for one, other in self.quick.choices(seen) for sign in SLASHES}
            found |= {name: f"{OPEN}{ids}{CLOSE}" for name, ids in seen.items()}
            self.replaced = dict(sorted(found.items(), key=lambda item: -len(item[0])))
        return self.replaced

    def cells(self, texts: Any) -> Any:
        """The encoded annotations of a series of texts; null if a text is more than sure names with each drug once."""
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
        cells = pl.when(sure).then(pl.concat_str(drugs.str.strip_prefix(OPEN), pl.lit(f"{d * 4}{STATUS}{d}"), note))
        return texts.alias("text").to_frame().lazy().select(parts).select(cells.alias("cells")).collect()["cells"]
