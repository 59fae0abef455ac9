"""Which treatments published sources name for a profile."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from mbc_cli.api.answer import CommandAnswer
from mbc_cli.ask.expand import readable
from mbc_cli.book.errors import NotFoundError, UsageError
from mbc_cli.options.facts import axis_of, takes
from mbc_cli.options.profile import TRIPLE_NEGATIVE, read
from mbc_cli.options.subjects import named_ids
from mbc_cli.options.told import SILENCE
from mbc_cli.options.truth import Truth
from mbc_cli.options.verdicts import about, gathered
from mbc_cli.show.line_rows import NO_WISH
from mbc_cli.show.options_page import options_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mbc_cli.api.reader import Reader
    from mbc_cli.book.book import Book
    from mbc_cli.book.history import Moment
    from mbc_cli.options.profile import Profile
    from mbc_cli.options.told import Heard
    from mbc_cli.options.verdicts import Gathered, Option
    from mbc_cli.show.line_rows import Wish
    from mbc_cli.show.page import Page


LONGEST_PROFILE = 2_000
"""Characters of a profile in words: more than the conclusion of a report has, yet answered within a second."""
COUNTED = {Truth.YES: "fit", Truth.UNKNOWN: "open", Truth.NO: "ruled out"}


class OptionsAnswer(CommandAnswer):
    """What sources say for a profile at a moment; `asked` are the requested treatments, None for all."""

    gathered: Gathered
    asked: tuple[Option, ...] | None = None
    heard: Heard = SILENCE
    wish: Wish = NO_WISH

    @property
    def options(self) -> tuple[Option, ...]:
        """Every treatment that a source supports, in the order of the screen; each has a `verdict` and its `name`."""
        return self.gathered.options if self.asked is None else self.asked

    def names(self) -> list[str]:
        """How many treatments have which verdict: "12 fit"."""
        counts = Counter(option.verdict for option in self.options)
        return [f"{counts[verdict]} {word}" for verdict, word in COUNTED.items() if counts[verdict]]

    def pages(self) -> Iterator[Page]:
        """One page: all treatments, or what is said about the requested ones."""
        if self.asked is not None:
            from mbc_cli.show.why_page import why_page  # only where it is asked why

            yield why_page(self.book, self.gathered, self.asked, self.heard, wish=self.wish)
        else:
            yield options_page(self.book, self.gathered, self.heard, self.wish)

    def to_dict(self) -> dict[str, Any]:
        """The object of `mbc options --format json`, which has its profile in addition to the query."""
        from mbc_cli.show.options_data import options  # only where data is asked for

        answer = options(self.book, self.gathered, self.wish.everything, self.asked, self.heard)
        return answer | {"results": self.by_line(answer["results"])}

    def by_line(self, results: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The results; those of lines of therapy that the profile rules out, which the screen leaves out, come last."""
        from mbc_cli.options.lines import LINES, lines_of  # only where data is asked for

        others = {*LINES} - {*lines_of(self.gathered.profile)}
        return sorted(results, key=lambda result: result["line"] in others)

    def rows(self) -> Iterator[dict[str, Any]]:
        """A row for each treatment in each line of the screen, or for each statement about the requested treatments."""
        from mbc_cli.show.options_table import options_rows, statement_rows  # only where data is asked for

        if self.asked is not None:
            return statement_rows(self.to_dict())
        return options_rows(self.book, self.gathered, self.wish)

    def beside(self) -> Iterator[str]:
        """How the profile was read, and what is left out for all treatments."""
        from mbc_cli.show.options_table import asked_words, left_out_words, read_words  # only where data is asked for

        yield from read_words(self.book, self.gathered, self.heard)
        if self.asked is None:
            yield from left_out_words(self.book, self.gathered, self.wish)
            yield from asked_words(self.book, self.gathered, self.wish)


def options(
    reader: Reader, said: Sequence[tuple[str, str]], now: Moment, why: str | None = None, words: str = ""
) -> OptionsAnswer:
    """What sources say for facts (axis and text) and for facts in words.

    NotFoundError if nothing is said about the treatment in `why`; for a drug of the vocabulary, it says what was
    not read. UsageError for words of more than LONGEST_PROFILE characters.
    """
    if len(words) > LONGEST_PROFILE:
        raise UsageError(f"the profile has {len(words)} characters: give its facts in at most {LONGEST_PROFILE}")
    profile, told = understood(reader, said, words)
    found = gathered(reader.book, profile, now)
    asked = asked_about(reader, found, why) if why is not None else None
    return OptionsAnswer(given_words(said, words), reader.book, found, asked, told)


def understood(reader: Reader, said: Sequence[tuple[str, str]], words: str) -> tuple[Profile, Heard]:
    """The profile that facts give; if they do not as written, with misspelled names corrected, which is noted."""
    try:
        return profile_heard(reader.book, said, words)
    except UsageError:
        from mbc_cli.options.respelling import respelled, respelling, said_of  # only for what is not understood

        names = respelling(reader.speller, [words, *(text for _, text in said)])
        if not names:
            raise
    right = [(axis, respelled(text, names)) for axis, text in said]
    profile, told = profile_heard(reader.book, right, respelled(words, names))
    return profile, told._replace(notes=(*said_of(names), *told.notes))


def profile_heard(book: Book, said: Sequence[tuple[str, str]], words: str) -> tuple[Profile, Heard]:
    """The profile from facts by axis and in words, and what the words say."""
    plain, told = said_and_heard(book, said, words)
    return read(book, plain, told.told), told


def said_and_heard(book: Book, said: Sequence[tuple[str, str]], words: str) -> tuple[Sequence[tuple[str, str]], Heard]:
    """The facts that axes accept as they are, and what all other texts say."""
    if not words and all(takes(axis_of(book, axis), text) for axis, text in said):
        return said, SILENCE
    from mbc_cli.options.report import all_heard  # only where words are told

    return all_heard(book, said, words)


def given_words(said: Sequence[tuple[str, str]], words: str = "") -> str:
    """What was asked, on one line: "her2=pos hr=neg", preceded by any words as they were given."""
    return " ".join([*([words] if words else []), *(f"{axis}={text}" for axis, text in said)])


def asked_about(reader: Reader, found: Gathered, why: str) -> tuple[Option, ...]:
    """The treatments that a text asks about, at least one."""
    query = readable(why, "treatment")
    if asked := about(reader.book, found, query):
        return asked
    if drugs := [name for name in named_ids(reader.book, query) if name in reader.book.drugs]:
        from mbc_cli.options.coverage import silence  # only for a message

        raise NotFoundError(f"nothing here is about {{}}: {silence(reader.book, drugs, found.now)}", query)
    raise NotFoundError("no source names {} for treatment", query, reader.near(query))


def as_said(facts: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Facts given in Python as axis and text: a list is given item by item, None is not given, tnbc is two facts."""
    for axis, value in facts.items():
        if axis == "tnbc":
            yield from TRIPLE_NEGATIVE if value else ()
        elif value is not None:
            each = value if isinstance(value, list | tuple | set | frozenset) else (value,)
            yield from ((axis, str(item)) for item in (each or ("none",)))


class AxesAnswer(CommandAnswer):
    """Every fact that can be given, and its values."""

    def names(self) -> list[str]:
        """The ids of the axes."""
        return list(self.book.axes)

    def pages(self) -> Iterator[Page]:
        """One table."""
        from mbc_cli.show.axes_page import axes_page  # only where the axes are asked for

        yield axes_page(self.book)

    def results(self) -> list[dict[str, Any]]:
        """The results of `mbc options --axes --format json`."""
        from mbc_cli.show.options_data import axis  # only where data is asked for

        return [axis(one) for one in self.book.axes.values()]
