"""mbc: the vocabulary of metastatic breast cancer treatment, with a source for each.

    >>> import mbc_cli as mbc
    >>> mbc.expand("TCH").drugs
    ('docetaxel', 'carboplatin', 'trastuzumab')

The functions ask the shipped data; `load(data=...)` gives a Reference with the same methods over data of your own.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mbc_cli.annotate.annotation import Annotation
    from mbc_cli.api.cards import ClassAnswer, DrugAnswer, RegimensAnswer, SearchAnswer
    from mbc_cli.api.choices import AxesAnswer, OptionsAnswer
    from mbc_cli.api.codes import CodeAnswer, CodeValuesAnswer
    from mbc_cli.api.columns import TextAnnotation
    from mbc_cli.api.expanding import ExpandAnswer
    from mbc_cli.api.provenance import ConflictsAnswer, SourcesAnswer
    from mbc_cli.api.reference import Reference, load
    from mbc_cli.api.trials import TrialsAnswer
    from mbc_cli.book.errors import DataError, InputError, MbcError, NotFoundError, UsageError
    from mbc_cli.reading.spans import Span

    _mbc = load()
    data_version = _mbc.data_version
    annotate, axes, code, code_values, conflicts = _mbc.annotate, _mbc.axes, _mbc.code, _mbc.code_values, _mbc.conflicts
    drug, drug_class, expand, options = _mbc.drug, _mbc.drug_class, _mbc.expand, _mbc.options
    regimens, search, sources, trials = _mbc.regimens, _mbc.search, _mbc.sources, _mbc.trials

__version__ = "0.1.0"
__all__ = [
    "Annotation",
    "AxesAnswer",
    "ClassAnswer",
    "CodeAnswer",
    "CodeValuesAnswer",
    "ConflictsAnswer",
    "DataError",
    "DrugAnswer",
    "ExpandAnswer",
    "InputError",
    "MbcError",
    "NotFoundError",
    "OptionsAnswer",
    "Reference",
    "RegimensAnswer",
    "SearchAnswer",
    "SourcesAnswer",
    "Span",
    "TextAnnotation",
    "TrialsAnswer",
    "UsageError",
    "annotate",
    "axes",
    "code",
    "code_values",
    "conflicts",
    "data_version",
    "drug",
    "drug_class",
    "expand",
    "load",
    "options",
    "regimens",
    "search",
    "sources",
    "trials",
]


INSTEAD = {
    **dict.fromkeys(("class_", "classes", "drugclass"), "drug_class"),
    **dict.fromkeys(("brand", "brands", "drugs", "lookup"), "drug"),
    **dict.fromkeys(("map", "map_column", "normalise", "normalize", "parse", "standardize"), "annotate"),
    **dict.fromkeys(("regimen", "protocols"), "regimens"),
}
"""What people call a function, to its name."""
MODULE_OF = {
    **dict.fromkeys(("Reference", "load"), "api.reference"),
    **dict.fromkeys(("DataError", "InputError", "MbcError", "NotFoundError", "UsageError"), "book.errors"),
    **dict.fromkeys(("ClassAnswer", "DrugAnswer", "RegimensAnswer", "SearchAnswer"), "api.cards"),
    **dict.fromkeys(("AxesAnswer", "OptionsAnswer"), "api.choices"),
    **dict.fromkeys(("CodeAnswer", "CodeValuesAnswer"), "api.codes"),
    **dict.fromkeys(("ConflictsAnswer", "SourcesAnswer"), "api.provenance"),
    "ExpandAnswer": "api.expanding",
    "Annotation": "annotate.annotation",
    "Span": "reading.spans",
    "TextAnnotation": "api.columns",
    "TrialsAnswer": "api.trials",
}
"""Public class or function to where it stands; every other public name is a question to the shipped data."""


class Package(ModuleType):
    """This package: two of its functions, `options` and `annotate`, are named as folders in it are.

    An import from such a folder would otherwise put the folder in the place of the function.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in __all__ and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


def resolved(name: str) -> Any:
    """A public name, resolved when it is asked for: a short call of the command needs none of them."""
    if name not in __all__:
        meant = f": did you mean {__name__}.{INSTEAD[name]}()?" if name in INSTEAD else ""
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}{meant}")
    from importlib import import_module  # the command needs none of this

    if name in MODULE_OF:
        return getattr(import_module(f"mbc_cli.{MODULE_OF[name]}"), name)
    return getattr(import_module("mbc_cli.api.reference").shipped_reference(), name)


if not TYPE_CHECKING:  # a checker of types would take any name for one of these
    __getattr__ = resolved


def __dir__() -> list[str]:
    return sorted(__all__)


sys.modules[__name__].__class__ = Package
