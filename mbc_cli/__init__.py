"""mbc: the words of metastatic breast cancer treatment, with a source for each.

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
    from mbc_cli.api.reference import Reference, load
    from mbc_cli.book.errors import DataError, InputError, MbcError, NotFoundError, UsageError

    _mbc = load()
    annotate, axes, code, code_values, conflicts = _mbc.annotate, _mbc.axes, _mbc.code, _mbc.code_values, _mbc.conflicts
    drug, drug_class, expand, options = _mbc.drug, _mbc.drug_class, _mbc.expand, _mbc.options
    regimens, search, sources = _mbc.regimens, _mbc.search, _mbc.sources

__version__ = "0.1.0"
__all__ = [
    "DataError",
    "InputError",
    "MbcError",
    "NotFoundError",
    "Reference",
    "UsageError",
    "annotate",
    "axes",
    "code",
    "code_values",
    "conflicts",
    "drug",
    "drug_class",
    "expand",
    "load",
    "options",
    "regimens",
    "search",
    "sources",
]


class Package(ModuleType):
    """This package: two of its functions, `options` and `annotate`, are named as folders in it are.

    An import from such a folder would otherwise put the folder in the place of the function.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in __all__ and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


def __getattr__(name: str) -> Any:
    """A public name, resolved when it is asked for: a short call of the command needs none of them."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from mbc_cli.api import reference
    from mbc_cli.book import errors

    for module in (reference, errors):
        if hasattr(module, name):
            return getattr(module, name)
    return getattr(reference.shipped_reference(), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


sys.modules[__name__].__class__ = Package
