"""What every answer can do: be shown as a page, as plain text, in a notebook, and as the JSON of its command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mbc_cli.book.fields import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.show.page import Page

SHOWN = 6


class CommandAnswer(Frozen):
    """The answer to a question: what was asked, the data it was asked of, and what was found.

    Frozen, and picklable by where its data lies. Two answers are equal when they say the same.
    """

    query: str
    book: Book

    def pages(self) -> Iterable[Page]:
        """What the command shows: pages of blocks, one after the other."""
        raise NotImplementedError

    def results(self) -> list[dict[str, Any]]:
        """What was found as data, one object for each."""
        raise NotImplementedError

    def limits(self) -> dict[str, Any]:
        """What limits the answer, beside the query."""
        return {}

    def to_dict(self) -> dict[str, Any]:
        """The one object that the command prints with `--format json`, as `schema.json` describes it."""
        from mbc_cli.show.formats import envelope  # only where data is asked for

        return envelope(self.query, self.book.version, self.results()) | self.limits()

    def rows(self) -> Iterable[dict[str, Any]]:
        """What `--format csv` has: one object for each thing that the question is about, by default each result."""
        return self.results()

    def beside(self) -> Iterable[str]:
        """What the screen says of the answer as a whole, for a table that has no place for it."""
        return ()

    def names(self) -> Sequence[str]:
        """What was found, in a word each."""
        raise NotImplementedError

    def lacks(self, name: str) -> AttributeError:
        """The error for an attribute that there is not, with where the same may be found."""
        found = [key for key in (name, f"{name}s") for result in self.results()[:1] if key in result]
        frame = "as a table: pandas.DataFrame(answer.to_dict()['results'])"
        what = f"it is in .to_dict()['results'][0]['{found[0]}']" if found else frame
        return AttributeError(f"{type(self).__name__} has no attribute '{name}': {what}", name=name, obj=self)

    def __str__(self) -> str:
        """The plain text that the command writes into a pipe."""
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
