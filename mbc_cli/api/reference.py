"""The object that people use in Python: the commands as methods."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, overload

from mbc_cli.api.reader import Reader
from mbc_cli.book.errors import UsageError
from mbc_cli.book.history import moment
from mbc_cli.store.load import load as load_book

if TYPE_CHECKING:
    from datetime import date
    from os import PathLike
    from pathlib import Path

    from mbc_cli.api.cards import ClassAnswer, DrugAnswer, RegimensAnswer, SearchAnswer
    from mbc_cli.api.choices import AxesAnswer, OptionsAnswer
    from mbc_cli.api.codes import CodeAnswer, CodeValuesAnswer
    from mbc_cli.api.columns import TextAnnotation
    from mbc_cli.api.expanding import ExpandAnswer
    from mbc_cli.api.provenance import ConflictsAnswer, SourcesAnswer
    from mbc_cli.api.trials import TrialsAnswer
    from mbc_cli.ask.lookup import Mode
    from mbc_cli.book.book import Book

# What a method needs is imported in it: a call asks one question.


@overload
def worded(value: str | date) -> str: ...
@overload
def worded(value: str | date | None) -> str | None: ...
def worded(value: object) -> str | None:
    """A text as it is, a date as ISO text, None as None; UsageError for anything else."""
    if value is None or isinstance(value, str):
        return value
    if hasattr(value, "isoformat"):
        return str(value.isoformat())[:10]
    raise UsageError(f"{value!r} is {type(value).__name__}: give a text")


class Reference(Reader):
    """The data, with the questions that can be asked of it; picklable by the location of the data.

    Each method returns a frozen record, which has `to_dict()` (the JSON of the command), a short `repr`, its plain
    text as `str`, and a table in a notebook. An unknown name raises NotFoundError with the close names in
    `near`; a call that makes no sense raises UsageError. Both are MbcError.
    """

    def __init__(self, book: Book, data: Path | None = None) -> None:
        super().__init__(book)
        self.data = data

    def __reduce__(self) -> tuple[Any, tuple[Path | None]]:
        return load, (self.data,)

    @property
    def data_version(self) -> str:
        """The day to which the data is curated, as in every JSON answer."""
        return self.book.version

    def __repr__(self) -> str:
        return f"<mbc reference, data of {self.book.version}>"

    def expand(
        self, text: str, *, as_of: str | date | None = None, region: str | None = None, verbose: bool = False
    ) -> ExpandAnswer:
        """What a regimen acronym, or any treatment text, stands for: every reading, the usual one first.

        >>> tch = mbc.expand("TCH")
        >>> tch
        <ExpandAnswer 'TCH': TCH>
        >>> tch.drugs
        ('docetaxel', 'carboplatin', 'trastuzumab')
        >>> mbc.expand("AC-T").readings[0].id
        'ac-t'

        `as_of` (a day, month or year) and `region` (US, EU, CA, IE, UK, JP) limit the sources that are listed;
        `verbose` shows all of them and every remark.
        """
        from mbc_cli.api.expanding import expanded

        return expanded(self, worded(text), moment(worded(as_of), worded(region))).but(verbose=verbose)

    def drug(
        self,
        name: str | None = None,
        *,
        as_of: str | date | None = None,
        region: str | None = None,
        verbose: bool = False,
    ) -> DrugAnswer:
        """The card of a drug by generic name, brand, synonym, abbreviation or research code; every drug without a name.

        >>> mbc.drug("Herceptin").drugs
        ('trastuzumab',)
        >>> mbc.drug("docetaxol").drugs
        ('docetaxel',)
        >>> mbc.drug("lapatanib")
        Traceback (most recent call last):
        ...
        mbc_cli.book.errors.NotFoundError: no drug or brand 'lapatanib': did you mean lapatinib or apatinib?

        A text with several names gives the cards of all. `as_of` and `region` show what was approved on a day and in a
        region; `verbose` shows the full card.
        """
        from mbc_cli.api.cards import drug

        return drug(self, worded(name), moment(worded(as_of), worded(region))).but(verbose=verbose)

    def drug_class(self, name: str | None = None, *, verbose: bool = False) -> ClassAnswer:
        """The class with a name, with the classes above and below it and its drugs; every class without a name.

        >>> mbc.drug_class("AI")
        <ClassAnswer 'AI': aromatase inhibitor>
        """
        from mbc_cli.api.cards import drug_class

        return drug_class(self, worded(name)).but(verbose=verbose)

    def regimens(self, *names: str, exact: bool = False, within: bool = False) -> RegimensAnswer:
        """The regimens that contain some drugs, brands or classes; every regimen without a name.

        `exact`: these drugs and no others; `within`: only drugs among these.

        >>> mbc.regimens("docetaxel", "Herceptin", exact=True)
        <RegimensAnswer 'docetaxel + Herceptin': TH>
        """
        from mbc_cli.api.cards import regimens

        if exact and within:
            raise UsageError("use exact or within, not both")
        if (exact or within) and not names:
            raise UsageError("exact and within need at least one drug: name it")
        mode: Mode = "exact" if exact else "within" if within else "containing"
        return regimens(self, [worded(name) for name in names], mode)

    def trials(self, *names: str, verbose: bool = False) -> TrialsAnswer:
        """The trials that studied some drugs, brands or classes, or some patients; every trial without a name.

        `verbose` shows what each of them compared instead of an index.

        >>> mbc.trials("Ibrance", "letrozole").names()[0]
        'PALOMA-1'
        """
        from mbc_cli.api.trials import trials

        return trials(self, [worded(name) for name in names]).but(verbose=verbose)

    def search(self, text: str, *, verbose: bool = True) -> SearchAnswer:
        """Everything whose name, brand, synonym, note or source contains a text; near names if nothing contains it.

        Unless it is `verbose`, as much is shown as fits on a screen; the data has all of it.

        >>> mbc.search("Kadcyla").hits[0].match.ref
        'brand.kadcyla'
        """
        from mbc_cli.api.cards import search

        return search(self, worded(text)).but(verbose=verbose)

    def options(
        self,
        words: str = "",
        *,
        why: str | None = None,
        everything: bool = False,
        as_of: str | date | None = None,
        region: str | None = None,
        **facts: object,
    ) -> OptionsAnswer:
        """Which treatments published sources name for a profile; a fact that is not given is unknown, never no.

        Facts are axes with a value, a number or a list: `her2="positive"`, `tmb=12`, `prior=["AC-T"]`, `tnbc=True`; an
        empty list means none. `axes()` lists them. `words` are what a report says: "ER 90%, HER2 1+".
        `why` asks about one treatment. UsageError for words that are not understood, and for contradictory facts.

        >>> found = mbc.options(her2="positive", hr="negative", why="Tukysa")
        >>> {option.verdict.name for option in found.options} <= {"YES", "UNKNOWN", "NO"}
        True
        """
        from mbc_cli.api.choices import as_said, options
        from mbc_cli.show.line_rows import Wish

        now = moment(worded(as_of), worded(region))
        return options(self, list(as_said(facts)), now, worded(why), worded(words)).but(
            wish=Wish(everything=everything)
        )

    def axes(self) -> AxesAnswer:
        """Every fact that `options` accepts, with its values."""
        from mbc_cli.api.choices import AxesAnswer

        return AxesAnswer("", self.book)

    def code(
        self, text: str, dx: str | date | None = None, *, dx_format: str | None = None, verbose: bool = False
    ) -> CodeAnswer:
        """What a US registrar records: SEER*Rx categories and NAACCR items for a date of diagnosis, by default today.

        `dx` is a day, month or year (2015-03-01, 2015-03, 2015, 20150301); `dx_format` says how it is written if the
        year is not first (mdy or dmy); `verbose` shows every source.

        >>> mbc.code("TCHP", dx="2023-05").codes
        {'1390': '03', '1400': '00', '1410': '01', '1420': '0', '3250': '00'}
        """
        from mbc_cli.api.codes import code

        return code(self, worded(text), worded(dx), dx_format).but(verbose=verbose)

    def code_values(self, item: str | None = None, *, verbose: bool = False) -> CodeValuesAnswer:
        """What the codes of the registry items, or of one item, mean; `verbose` shows every source.

        >>> mbc.code_values("1410")
        <CodeValuesAnswer '1410': 1410>
        """
        from mbc_cli.api.codes import code_values

        return code_values(self, worded(item)).but(verbose=verbose)

    @overload
    def annotate(self, texts: str, *, column: None = None, codes_as_names: bool = False) -> TextAnnotation: ...
    @overload
    def annotate(
        self,
        texts: list[str] | list[str | None] | tuple[str | None, ...],
        *,
        column: None = None,
        codes_as_names: bool = False,
    ) -> list[TextAnnotation]: ...
    @overload
    def annotate(self, texts: Any, *, column: str | None = None, codes_as_names: bool = False) -> Any: ...
    def annotate(self, texts: Any, *, column: str | None = None, codes_as_names: bool = False) -> Any:
        """Treatment texts to drug ids, each with a status and a note; None, NaN and missing values are `empty`.

        A list gives a list of TextAnnotation, whose `spans` tell where each name is; a pandas or Polars Series
        gives the matching data frame, a pandas one with the same index; an Arrow array gives a record batch. The
        columns are those that `mbc annotate` adds. One text gives one TextAnnotation. A data frame or an Arrow table
        with a `column` comes back as it was, with these columns beside its own; UsageError if there is no such column,
        or if it has one of them already. A text that is a code of NCIt, RxNorm or ATC is `unknown`, or its drug with
        `codes_as_names`.

        >>> found = mbc.annotate(["ddAC x4, refused Taxol", None])[0]
        >>> found.drugs
        'doxorubicin;cyclophosphamide'
        >>> found.spans[1]
        Span(start=17, end=22, id='paclitaxel', role='declined')
        """
        from mbc_cli.api.columns import annotated, annotated_beside

        if isinstance(texts, str):
            return annotated(self, [texts], codes_as_names=codes_as_names)[0]
        if column is None:
            return annotated(self, texts, codes_as_names=codes_as_names)
        return annotated_beside(self, texts, column, codes_as_names=codes_as_names)

    def sources(self, name: str | None = None, *, verbose: bool = False) -> SourcesAnswer:
        """The sources that the data rests on, or the one with an id; `verbose` shows all of them, not an index."""
        from mbc_cli.api.provenance import sources

        return sources(self, worded(name)).but(verbose=verbose)

    def conflicts(self, name: str | None = None, *, verbose: bool = False) -> ConflictsAnswer:
        """Where sources disagree, are wrong, damaged or superseded; for a drug, brand or regimen, or for all.

        `verbose` shows all of them, not an index.
        """
        from mbc_cli.api.provenance import conflicts

        return conflicts(self, worded(name)).but(verbose=verbose)


def load(data: str | PathLike[str] | None = None) -> Reference:
    """The reference for the shipped data, with the TOML files of a directory of your own laid over it.

    Raises DataError with every problem of the data, InputError if there is no such directory.

    >>> mbc.load().drug("Kadcyla").drugs
    ('trastuzumab-emtansine',)
    """
    if data is None:
        return shipped_reference()
    from pathlib import Path  # the shipped data needs none

    return Reference(load_book(Path(data)), Path(data).absolute())  # where another process will find it


@cache
def shipped_reference() -> Reference:
    """The one reference for the shipped data."""
    return Reference(load_book())
