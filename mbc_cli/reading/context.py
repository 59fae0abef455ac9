"""What the words around a name say about it: not given, only mentioned, given before, or given to somebody else."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import accumulate, pairwise, takewhile
from typing import TYPE_CHECKING

from mbc_cli.reading.arms import COMPARED, compared
from mbc_cli.reading.behind import ANOTHER_DISEASE, NEGATED, said_behind
from mbc_cli.reading.clauses import CONDITION, FORESEEN, GIVEN, Ahead, Clause
from mbc_cli.reading.statuses import said_by_status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.reading.tokens import Token

UNDER_WAY = ("name", "mark", "and", "slash", "open", "hyphen")  # what may stand between a name and its cycle
LATER_CYCLE = re.compile(r"(?:cycle|cyc|course|zyklus|c)\s?(?:no\.?\s?)?(?:[2-9]|1\d)(?:\s?d\d{1,2})?", re.IGNORECASE)


class Context:
    """What is said about every token of a text, worked out in one pass."""

    def __init__(self, book: Book, tokens: Sequence[Token]) -> None:
        self.book = book
        self.tokens = tokens

    @cached_property
    def ahead(self) -> list[Ahead]:
        """What follows each token."""
        steps = accumulate(reversed(self.tokens), Ahead.before, initial=Ahead())
        return list(steps)[-2::-1]

    @cached_property
    def clauses(self) -> list[Clause]:
        """The clause in which each token stands."""
        clauses = [Clause()]
        for token, ahead in zip(self.tokens, self.ahead, strict=True):
            clauses.append(clauses[-1].after(token, ahead))
        return clauses

    @cached_property
    def roles(self) -> dict[int, str]:
        """What is said about each name, by its place: given, or a role such as "declined"."""
        names = [n for n, token in enumerate(self.tokens) if token.kind in ("name", "other")]
        found = {n: self.role(n) for n in names}
        return {**found, **self.over_lists(found), **dict.fromkeys(compared(self.tokens), COMPARED)}

    def role(self, i: int) -> str:
        """What is said about the name at `i`, except what comes after the list that contains it."""
        if i in self.supportive:
            return "premedication"
        if is_placebo(self.tokens, i):
            return "placebo"
        around = self.clauses[i].role
        said = self.behind.get(i) or self.of_record or around
        if said in FORESEEN and around == NEGATED:
            return NEGATED  # "no chemo recommended"
        return GIVEN if said in FORESEEN and is_under_way(self.tokens, i) else said

    @cached_property
    def of_record(self) -> str:
        """What a record's status says about everything that the record names, or ""."""
        return said_by_status(self.tokens)

    @cached_property
    def behind(self) -> dict[int, str]:
        """What is said right after names, by place."""
        names = (n for n, token in enumerate(self.tokens) if token.kind in ("name", "other"))
        return {n: said for n in names if (said := said_behind(self.tokens, n, self.ahead))}

    def over_lists(self, roles: Mapping[int, str]) -> dict[int, str]:
        """Add what is said after the last name of a list, which applies to all of it: "A, B and C planned".

        A list is joined by an "and", an "or", a plus or a slash; a comma continues such a list.
        """
        found: dict[int, str] = {}
        said, listed = "", False
        for before, n in reversed(list(pairwise(roles))):
            said = self.behind.get(n, "") or (said if listed else "")
            link = link_between(self.tokens[before : n + 1])
            listed = link == "and" or (link == "comma" and listed)
            if listed and said and self.may_be_of_all(n, said) and roles[before] == GIVEN:
                found[before] = said
        return found

    def may_be_of_all(self, n: int, said: str) -> bool:
        """Whether what is said after the name at `n` may apply to a list that ends with it.

        A condition stays with its name ("paclitaxel and trastuzumab if HER2+"), and so does what is in a bracket
        ("letrozole + palbociclib (pending)") or what another medicine is for ("and venlafaxine for hot flashes").
        """
        if said == CONDITION or (said == ANOTHER_DISEASE and self.tokens[n].kind == "other"):
            return False
        behind = next((token for token in self.tokens[n + 1 :] if token.kind != "mark"), None)
        return behind is None or behind.kind != "open"

    @cached_property
    def supportive(self) -> set[int]:
        """The names for which a supportive medicine is given: "dexamethasone pre docetaxel"."""
        found: set[int] = set()
        before: Token | None = None
        medicines = 0
        for n, token in enumerate(self.tokens):
            if token.kind in ("name", "other"):
                if medicines and before is not None and before.kind == "word" and before.means("premedication"):
                    found.add(n)
                if not is_outside(self.book, token):
                    break
                medicines += 1
            if token.kind not in ("mark", "slash"):
                before = token
        return found


def is_under_way(tokens: Sequence[Token], i: int) -> bool:
    """Whether a later cycle follows the name at `i`, so treatment is under way: "plan: docetaxel, cycle 3 day 1"."""
    near = takewhile(lambda token: token.kind in UNDER_WAY and token.text != ";", tokens[i + 1 :])
    return any(token.of == "cycles" and LATER_CYCLE.fullmatch(token.text) for token in near)


def link_between(tokens: Sequence[Token]) -> str:
    """How the first and last of some tokens are joined in a list: "and", "comma", or "" if there is more between them.

    A plus, an "or", a slash and a hyphen count as "and"; a dash with spaces around it separates two clauses.
    """
    first, *between, last = tokens
    kinds = {"comma" if token.text == "," else token.kind for token in between if token.of not in ("dose", "route")}
    apart = any(token.text in (";", "|") for token in between)
    dashed = "hyphen" in kinds and last.start - first.end > 1
    if apart or dashed or not kinds <= {"and", "or", "slash", "hyphen", "comma"}:
        return ""
    return "comma" if kinds == {"comma"} else "and" if kinds else ""


def is_placebo(tokens: Sequence[Token], i: int) -> bool:
    """Whether a placebo for the drug at `i` is meant: "palbociclib placebo", "placebo to match abemaciclib"."""
    behind = [token for token in tokens[i + 1 : i + 5] if token.kind != "hyphen" and not is_matching(token)]
    if behind and behind[0].means("placebo") and behind[0].kind == "word":
        return True
    linked = False
    for token in reversed(tokens[max(0, i - 4) : i]):
        if token.means("placebo"):
            return linked
        if token.kind not in ("hyphen", "open") and not is_matching(token):
            return False
        linked = True
    return False


def is_matching(token: Token) -> bool:
    """Whether a word only links a placebo to the drug that it looks like: "placebo to match abemaciclib"."""
    return token.means("matching") or token.text.casefold() in ("for", "to", "of", "the")


def is_outside(book: Book, token: Token) -> bool:
    """Whether a token is a medicine outside the vocabulary."""
    drugs = [book.drugs[match.id] for match in token.matches if match.kind == "drug"]
    return token.kind == "other" or (bool(drugs) and all(drug.outside for drug in drugs))
