"""What applies at each place of a text: a clause is read from left to right, and words such as "declined" open a role.

The role applies until something ends it, or until what it was about has come.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mbc_cli.reading.tokens import Token

GIVEN = "given"
PRIOR = "prior"
LOOKED_THROUGH = ("look through", "on", "act", "the patient", "label")
LEFT = ("declined", "discussed", "allergy")  # one of these may be about what came before it: "AI intolerance"
NOT_DONE = ("negated", "declined", "contraindicated", "unavailable")
NOT_BORNE = (*NOT_DONE, "allergy")
CONDITION = "if need be"
ANOTHER_PERSON = "another person"
FORESEEN = ("planned", "discussed")
STEPWISE = (CONDITION, "planned")  # of several steps: "planned: EC, then paclitaxel"


class Clause(NamedTuple):
    """What applies at a place of a text: the role of what is named next, and what came since the word that gave it."""

    role: str = GIVEN
    heading: bool = False  # a colon came behind the word, or it began the sentence: it holds for all that follows
    named: bool = False  # a treatment came
    modality: bool = False  # chemotherapy and the like came, which the word may have been about
    other: bool = False  # something else came, which it may have been about
    comma: bool = False
    begun: bool = False  # anything came
    behind: bool = False  # a treatment stands before the word in its clause: "Taxol *not given*: Abraxane"
    asked: bool = False  # a colon came just before: a "no" is an answer
    back: bool = False  # a treatment, or an operation right before, was named earlier in the sentence
    acted: bool = False  # what was not done came: "not *given*"
    prefix: bool = False  # the word is hyphenated to what it is about: "non-anthracycline"
    operation: bool = False  # an operation or the like stands right before: "*surgery* declined: TC"
    inner: int = 0  # brackets opened since, and not closed

    def after(self, token: Token, ahead: Ahead) -> Clause:
        """What applies after a token."""
        asked = token.text in (":", "=")
        if self.ends(token, ahead):
            goes_on = token.kind != "stop" and token.text != ";"
            role = token.known.before if token.kind == "then" and ahead.is_colon else ""
            return Clause(role or GIVEN, asked=asked, back=goes_on and (self.back or self.named))
        if self.role != GIVEN:
            return self.going_on(token)
        found = self.role_of_word(token, ahead.token)
        if found == GIVEN:
            named = self.named or is_treatment(token)
            operation = (bool(token.known.roles) and is_operation(token)) or (self.operation and is_led(token))
            return self._replace(named=named, asked=asked, begun=True, operation=operation)
        about = bool(token.known.after or found in LEFT) and (self.named or self.operation)
        heading = (found == CONDITION and not self.begun) or token.means("box")
        prefix = ahead.token is not None and ahead.token.kind == "hyphen" and ahead.token.start == token.end
        back = self.back or self.named or self.operation
        return Clause(found, heading, other=about, back=back, behind=self.named, prefix=prefix)

    def role_of_word(self, token: Token, behind: Token | None) -> str:
        """The role that a word gives to what follows."""
        said = token.known.before or (token.known.between if self.named else self.headed(token, behind))
        if not said or token.kind != "word":
            return GIVEN
        counted = behind is not None and (behind.text[:1].isdigit() or behind.of == "cycles")
        if said == "negated" and behind and behind.kind != "name" and (self.asked or counted):
            return GIVEN  # an answer, or a number: "paclitaxel sem x12" is weekly
        if said == ANOTHER_PERSON and behind and behind.known.before == "declined":
            return GIVEN  # who refuses for the patient
        return said

    def headed(self, token: Token, behind: Token | None) -> str:
        """What a word that refers back says if it begins the clause: "cancelled: docetaxel"."""
        asked = behind is not None and behind.text == ":" and not self.begun
        return token.known.after if asked and token.known.after in NOT_DONE else ""

    def going_on(self, token: Token) -> Clause:
        """The same role, with an update of what came since."""
        if self.prefix and token.of == "setting":
            return Clause(named=self.named, back=self.back)  # "non-metastatic docetaxel"
        if self.prefix and token.kind == "name":
            return Clause(named=True, back=True)
        if token.kind == "name" and token.means("modality"):
            return self._replace(modality=True)
        if is_treatment(token):
            return self._replace(named=True)
        if token.text == ":":
            return self._replace(heading=True)
        if token.text == ",":
            return self._replace(comma=True)
        inner = self.inner + (token.kind == "open") - (token.kind == "close")
        thing = token.kind in ("word", "other", "name") or token.of == "setting"
        other = self.other or (thing and not is_looked_through(token))
        return self._replace(other=other, acted=self.acted or token.means("act"), inner=inner)

    def ends(self, token: Token, ahead: Ahead) -> bool:
        """Whether the role ends with a token: at the end of the clause, or where another one clearly begins."""
        text = token.text
        if token.kind in ("stop", "then") and text != ":":
            goes_on = self.role in STEPWISE or (self.role == PRIOR and self.heading)  # "prior therapy: AC, then T"
            return token.kind == "stop" or not goes_on
        if text == ":":
            return self.named or (self.heading and self.role != CONDITION) or self.is_of_before()
        if text == ";":
            return not self.heading or self.role == CONDITION
        if self.role == GIVEN or token.kind == "name":
            return False
        if self.role == CONDITION:
            return self.closes(token) or (text == "," and not self.heading and not self.named)
        if self.role == ANOTHER_PERSON:
            return (text == "," and not self.named) or token.means("the patient")
        return self.is_over(token, ahead)

    def is_of_before(self) -> bool:
        """Whether the word was about what comes before it, or about something other than a name: "RT declined: TC"."""
        done = self.behind and self.role in NOT_BORNE and (self.other or self.acted)
        return done or (self.other and self.role in ("negated", "declined"))

    def is_over(self, token: Token, ahead: Ahead) -> bool:
        """Whether what the role is about has come by a given token, or another statement begins with it."""
        text = token.text
        if token.kind == "close":
            return not self.heading
        if token.means("continuing") and self.role in FORESEEN:
            return True
        about = self.named or self.modality or self.other
        done = self.back and (self.acted or self.role == "declined") and not about  # "AC planned but not given, TC"
        if text == "+":
            return done or (self.other and not self.named)
        if text == "," and not about:
            return done
        if text == ",":
            return not self.heading and not ahead.is_list and not (self.named and ahead.is_bare)
        if text == "|" or (token.kind in ("hyphen", "slash") and ahead.token and ahead.token.start > token.end):
            goes_on = token.kind == "slash" and self.role in FORESEEN and ahead.token and ahead.token.kind == "name"
            return about and not goes_on  # "plan: letrozole / palbociclib"
        if token.means("now"):
            return about or self.role in (PRIOR, "discussed")
        return token.means("on") and (self.other or self.comma) and self.role != PRIOR  # "refused, on exemestane"

    def closes(self, token: Token) -> bool:
        """Whether a token closes the bracket in which the role began: "trastuzumab (if HER2+)"."""
        return token.kind == "close" and not self.inner


def is_treatment(token: Token) -> bool:
    """Whether a token names a treatment, and not just a look-alike."""
    return token.kind == "name" and any(match.kind != "lookalike" for match in token.matches)


def is_operation(token: Token) -> bool:
    """Whether a token names surgery, radiotherapy or the like, rather than a drug treatment of any kind."""
    return token.means("procedure") and not token.means("look through")


def is_led(token: Token) -> bool:
    """Whether a token may come between what was refused and the word for it: "surgery *was* declined"."""
    return token.kind in ("mark", "open", "close") or token.means("look through") or token.means("the patient")


def is_looked_through(token: Token) -> bool:
    """Whether a word is not what a negation is about: "not yet started on X", "no further treatment with X"."""
    return any(map(token.means, LOOKED_THROUGH)) or token.known.before == PRIOR


class Ahead(NamedTuple):
    """What follows a token: the next one, and facts about the rest of the clause or of the text.

    `is_list`: an "or" follows in it ("no chemotherapy, trastuzumab, or lapatinib"). `is_bare`: only names follow, so
    that it is unclear whether "no X, Y" covers Y too. `now`: another statement begins somewhere later.
    """

    token: Token | None = None
    is_list: bool = False
    is_bare: bool = True
    now: bool = False

    @property
    def is_colon(self) -> bool:
        """Whether a colon comes next: "next: docetaxel"."""
        return self.token is not None and self.token.text == ":"

    def before(self, token: Token) -> Ahead:
        """What follows the token before `token`."""
        now = self.now or token.means("now")
        if token.kind in ("stop", "then") or token.text == ";":
            return Ahead(token, False, True, now)
        is_list = self.is_list or token.kind == "or" or token.text.casefold() == "nor"
        return Ahead(token, is_list, self.is_bare and token.kind in BARE, now)


BARE = ("name", "and", "slash", "hyphen", "open", "close")
