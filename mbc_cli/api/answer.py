"""What every answer can do: show itself as a page, as plain text, in a notebook, and as the JSON of its command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mbc_cli.book.fields import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.show.page import Page

SHOWN = 6


class CommandAnswer(Frozen):
    """The answer to a question: what was asked, the data that was searched, and what was found.

    Frozen, and picklable by the location of its data. Two answers are equal if they say the same.
    """

    query: str
    book: Book

    def pages(self) -> Iterable[Page]:
        """What the command shows: pages of blocks, one after another."""
        raise NotImplementedError

    def results(self) -> list[dict[str, Any]]:
        """What was found as data, one object for each."""
        raise NotImplementedError

    def limits(self) -> dict[str, Any]:
        """What limits the answer, besides the query."""
        return {}

    def to_dict(self) -> dict[str, Any]:
        """The one object that the command prints with `--format json`, as `schema.json` describes it."""
        from mbc_cli.show.formats import envelope  # only where data is asked for

        return envelope(self.query, self.book.version, self.results()) | self.limits()

    def rows(self) -> Iterable[dict[str, Any]]:
        """What `--format csv` contains: one object for each thing that the question is about, usually each result."""
        return self.results()

    def beside(self) -> Iterable[str]:
        """What the screen says about the answer as a whole, for formats without a place for it."""
        return ()

    def names(self) -> Sequence[str]:
        """What was found, one word each."""
        raise NotImplementedError

    def lacks(self, name: str) -> AttributeError:
        """The error for an attribute that does not exist, with where to find the same thing."""
        found = [key for key in (name, f"{name}s") for result in self.results()[:1] if key in result]
        own = [f".{each}" for each, value in vars(type(self)).items() if isinstance(value, property)]
        frame = "pandas.DataFrame(answer.to_dict()['results']) is the whole answer as a table"
        other = "; ".join([*([f"it has {', '.join(own)}"] if own else []), frame])
        what = f"it is in .to_dict()['results'][0]['{found[0]}']" if found else other
        return AttributeError(f"{type(self).__name__} has no attribute '{name}': {what}", name=name, obj=self)

    def __str__(self) -> str:
        """The plain text that the command writes to a pipe."""
        from mbc_cli.show.plain import text_of  # only what shows an answer needs the shows

        return "\n".join(text_of(page) for page in self.pages())

    if not TYPE_CHECKING:  # a checker of types knows every attribute

        def __getattr__(self, name: str) -> Any:
            if name.startswith("_") or name in self.FIELDS:
                raise AttributeError(name)
            raise self.lacks(name)

    def _repr_html_(self) -> str:
        from mbc_cli.show.html import html_of  # only a notebook asks for it

        return "".join(html_of(page) for page in self.pages())

    def __repr__(self) -> str:
        names = self.names()
        more = [f"and {len(names) - SHOWN} more"] if len(names) > SHOWN else []
        asked = f" {self.query!r}" if self.query else ""
        return f"<{type(self).__name__}{asked}: {'; '.join([*names[:SHOWN], *more]) or 'nothing'}>"

    def __eq__(self, other: object) -> bool:
        return self.to_dict() == other.to_dict() if type(other) is type(self) else NotImplemented

    def __hash__(self) -> int:
        return hash((type(self), self.query, self.book.version))
