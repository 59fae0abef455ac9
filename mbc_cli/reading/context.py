"""What the words around a name say of it: that it was not given, only spoken of, given before, or to somebody else;
and how it is joined to the name before.

A clause is read from left to right; its role holds until something ends it, or until what it was about has come.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from mbc_cli.book.names import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mbc_cli.book.book import Book
    from mbc_cli.reading.tokens import Token

GIVEN = "given"
PRIOR = "prior"
NEGATION = re.compile(
    r"no|not|none|without|never|neither|nor|non|den(?:y|ies|ied)|cannot|\w+n['’]t|unable|avoid(?:ed|ing)?|omit(?:ted|ting)?|minus|instead|rather|"
    r"kein(?:e[rnm]?)?|nicht|ohne|(?:an)?statt|sans|pas|sin|senza|geen|zonder|niet",
    re.IGNORECASE,
)
REFUSAL = re.compile(
    r"declin(?:e[sd]?|ing)|refus(?:e[sd]?|[ée]e?|ing|al)|allerg(?:y|ic|ies)|intoleran(?:t|ce)|contraindicat\w*|"
    r"ineligible|abgelehnt|lehnt|kontraindiziert|rechaza\w*|rifiuta\w*|geweigerd|weigert",
    re.IGNORECASE,
)
BEFORE_NOW = re.compile(r"prior|previous(?:ly)?|former(?:ly)?|past|previa|vorherige?", re.IGNORECASE)
TALK = re.compile(
    r"discuss(?:ed|ing|ion)?|consider(?:ed|ing)?|options?|versus|candidates?|eligible|offered|possibl[ey]",
    re.IGNORECASE,
)
CONDITION = re.compile(r"if|would|unless", re.IGNORECASE)
SOMEBODY_ELSE = re.compile(
    r"mother|father|sister|brother|aunt|uncle|daughter|son|husband|wife|grandmother|cousin|family", re.IGNORECASE
)
NOW = re.compile(
    r"now|currently|current|start(?:s|ed|ing)?|but|then|switch(?:ed)?|chang(?:e|ed|ing)|continu(?:e|es|ed|ing)|took|chose|"
    r"accepted|completed|received|preferred|wel|so",
    re.IGNORECASE,
)
INSTEAD, THAN = re.compile(r"instead|rather", re.IGNORECASE), re.compile(r"of|than", re.IGNORECASE)
ROLES = (
    (NEGATION, "negated"),
    (REFUSAL, "declined"),
    (TALK, "discussed"),
    (BEFORE_NOW, PRIOR),
    (CONDITION, "if need be"),
    (SOMEBODY_ELSE, "another person"),
)
ANSWER = re.compile(r"no|none|n|not?|nein|non", re.IGNORECASE)
WISH = re.compile(r"continue|like|stay|prefer|keep", re.IGNORECASE)
THE_PATIENT = re.compile(r"patient|pt|she|he", re.IGNORECASE)
OFFERED = re.compile(r"was|were|is|been|has|offered|recommended|prescribed|advised|considered|proposed", re.IGNORECASE)
REASON = re.compile(r"(?:due|because|for|by|per|secondary|as|since|d|bc|given|in view|owing|on account|until)\b")
# "no evidence of disease on X": what was negated was something else, and X is given.
ON = re.compile(r"on|from|with|taking|after|under|unter|following|sous|bajo", re.IGNORECASE)
MODALITY = re.compile(r"chemo\w*|hormon\w*(?: therapy)?|endocrine therapy|radiotherapy|rt", re.IGNORECASE)
# Words that are not what a negation is about: "not yet started on X", "no further treatment with X".
NO_OBJECT = re.compile(
    r"be|been|was|were|is|are|has|had|have|did|do|does|any|ever|yet|an?|the|of|to|for|in|by|her|his|on|with|from|"
    r"prior|previous(?:ly)?|further|more|longer|additional|other|currently|patient|pt|she|he|"
    r"put|placed|start(?:ed)?|given|giving|gets?|got|tak(?:e|en|ing)|us(?:e|ed|ing)|treat(?:ed|ments?)?|therapy|receiv(?:e|ed|ing)|"
    r"history|hx|exposure|exposed|experience|candidate|eligible|indicated|toler\w+|behandelt|behandeld|mit|met|de|d",
    re.IGNORECASE,
)
# What is said behind a name of a treatment that was not given: "tamoxifen: declined", "Herceptin (not given)".
NOT_GIVEN = re.compile(
    r"(?:(?:was|is|were|but|pt|patient|she|he|has|had|been|recommended|prescribed|offered|advised|ordered|planned|therapy|"
    r"treatment|and|then|due|ultimately) )*"
    r"(?:(?P<negated>(?:not|never|didnt|wasnt) (?:been |yet |an? )?(?:given|start(?:ed)?|done|taken|used|received|"
    r"indicated|recommended|offered|prescribed|filled|administered|eligible|candidate|option|needed|required|pursued|initiated|"
    r"covered|approved)|omitted|cancell?ed|denied|to be avoided|no|none|nil|n a|na|n)|"
    r"(?P<declined>(?:patient |pt )?"
    r"(?:declined|refused|refuses|declines|contraindicated|abgelehnt|refusee?|geweigerd))|"
    r"(?P<discussed>eligible|sensitive|candidate|considered|discussed))(?= |$)(?P<more>.*)"
)


class Clause(NamedTuple):
    """What holds at a place of a text: the role of what is named next, and what came since the word that gave it."""

    role: str = GIVEN
    heading: bool = False  # a colon came behind the word, or it began the sentence: it holds for all that follows
    named: bool = False  # a treatment came
    modality: bool = False  # chemotherapy and the like came, which the word may have been about
    other: bool = False  # something else came, which it may have been about
    comma: bool = False
    begun: bool = False  # anything came
    asked: bool = False  # a colon came just before: a "no" is an answer

    def after(self, token: Token, rest: Sequence[Token]) -> Clause:
        """The same behind a token."""
        asked = token.text in (":", "=")
        if self.ends(token, rest):
            return Clause(asked=asked)
        if self.role != GIVEN:
            return self.going_on(token)
        found = self.role_of_word(token, rest)
        if found == GIVEN:
            named = self.named or is_treatment(token)
            return self._replace(named=named, asked=asked, begun=True)
        about = found in ("declined", "discussed") and self.named  # "AI intolerance": it is about what came before
        return Clause(found, heading=found == "if need be" and not self.begun, other=about)

    def role_of_word(self, token: Token, rest: Sequence[Token]) -> str:
        """The role that a word gives to what follows."""
        text, behind = token.text, rest[0].text if rest else ""
        if token.kind != "word" or (self.asked and ANSWER.fullmatch(text)):
            return GIVEN
        if INSTEAD.fullmatch(text) and not THAN.fullmatch(behind):
            return GIVEN  # "Taxol instead" is no negation, "instead of Taxol" is
        if text.casefold() == "no" and (behind[:1].isdigit() or behind.casefold() == "of"):
            return GIVEN  # a number
        if text.casefold() == "minus" and not self.named:
            return GIVEN  # a receptor
        if text.casefold() in ("discussion", "eligible") and behind == ":":
            return GIVEN
        if text.casefold() == "would" and WISH.fullmatch(behind):
            return GIVEN
        return next((role for word, role in ROLES if word.fullmatch(text)), GIVEN)

    def going_on(self, token: Token) -> Clause:
        """The same role, and what came since."""
        if token.kind == "name" and MODALITY.fullmatch(token.text):
            return self._replace(modality=True)
        if is_treatment(token):
            return self._replace(named=True)
        if token.text == ":":
            return self._replace(heading=True)
        if token.text == ",":
            return self._replace(comma=True)
        thing = token.kind in ("word", "other", "name") or token.of == "setting"
        return self._replace(other=self.other or (thing and not NO_OBJECT.fullmatch(token.text)))

    def ends(self, token: Token, rest: Sequence[Token]) -> bool:
        """Whether the role ends with a token: at the end of the clause, or where another one plainly begins."""
        text = token.text
        if token.kind in ("stop", "then") and text != ":":
            return self.role != "if need be" or token.kind == "stop"
        if text == ":":
            return self.named or self.heading or (self.other and self.role in ("negated", "declined"))
        if text == ";":
            return not self.heading or self.role == "if need be"
        if self.role == GIVEN or token.kind == "name":
            return False
        if self.role == "if need be":
            return text == "," and not self.heading and not self.named
        if self.role == "another person":
            return (text == "," and not self.named) or bool(THE_PATIENT.fullmatch(text))
        if token.kind == "close":
            return not self.heading
        about = self.named or self.modality or self.other
        if text == "+":
            return self.other and not self.named
        if text == ",":
            return about and not self.heading and not is_list(rest) and not (self.named and is_bare(rest))
        if text == "|" or (token.kind in ("hyphen", "slash") and rest and rest[0].start > token.end):
            return about
        if NOW.fullmatch(text):
            return about or self.role in (PRIOR, "discussed")
        return bool(ON.fullmatch(text)) and (self.other or (about and self.comma)) and self.role != PRIOR


def is_treatment(token: Token) -> bool:
    """Whether a token names a treatment, and not only what looks like one."""
    return token.kind == "name" and any(match.kind != "lookalike" for match in token.matches)


def is_list(rest: Sequence[Token]) -> bool:
    """Whether what follows goes on with a list up to an "or": "no chemotherapy, trastuzumab, or lapatinib"."""
    for token in rest:
        if token.kind in ("stop", "then") or token.text == ";":
            return False
        if token.kind == "or" or token.text.casefold() == "nor":
            return True
    return False


def is_bare(rest: Sequence[Token]) -> bool:
    """Whether only names follow up to the end of the clause: whether "no X, Y" speaks of Y too is not sure."""
    inside = takewhile(lambda token: token.kind not in ("stop", "then") and token.text != ";", rest)
    return all(token.kind in ("name", "and", "slash", "hyphen", "open", "close") for token in inside)


def said_behind(rest: Sequence[Token]) -> str:
    """The role that the words behind a name give it, up to the next name: "tamoxifen: declined"; "" for none."""
    words: list[str] = []
    comma = followed = False
    for token in rest:
        followed = token.kind in ("name", "other")
        neutral = all(OFFERED.fullmatch(word) for word in words)
        if followed or token.kind == "then" or token.text in (".", "!") or (token.text in (",", ";") and not neutral):
            break
        if (token.text == ";" and not words) or (token.kind == "open" and not neutral):
            break
        comma = comma or (token.text == "," and not words)
        if token.kind == "mark" and token.of != "dose" and any(char.isdigit() for char in token.text):
            return ""  # a cycle, a day or a length of time: it was given for so long, or but for that
        if (token.kind in ("word", "and") and token.text.isalpha()) or "'" in token.text:
            words.append(fold(token.text))
    found = NOT_GIVEN.match(" ".join(words))
    if found is None:
        return ""
    role = next(role for role in ("negated", "declined", "discussed") if found[role])
    if role == "discussed" and any(NOW.fullmatch(token.text) for token in rest):
        return ""
    more = found["more"].strip()
    reason = bool(REASON.match(more)) and role != "discussed" and not comma
    if followed or (more and not (reason and found[role].split()[-1] not in ("no", "none", "nil", "a", "na", "n"))):
        return ""  # "letrozole, no side effects", "AC (no taxane)", "letrozole (declined chemo)"
    return role


PREMEDICATION = re.compile(r"pre|post|before|after|for|during|premed(?:ication|s)?|prior", re.IGNORECASE)
LINE_OF_THERAPY = re.compile(r"(?:second|third|fourth|later|2nd|3rd|4th)[- ]line|[2-4]l|line [2-9]", re.IGNORECASE)
PLACEBO = re.compile(r"placebo(?:s|controlled)?", re.IGNORECASE)
MATCHING = re.compile(r"match(?:ing|ed)?|tablets?|capsules?|for|to|of|the", re.IGNORECASE)


def role_of(book: Book, tokens: Sequence[Token], i: int) -> str:
    """Given, or one of: negated, declined, prior, discussed, if need be, another person, placebo, premedication."""
    if any(token.kind == "versus" for token in tokens) and versus_between(tokens):
        return "discussed"
    if is_reason(book, tokens, i):
        return "premedication"
    if is_placebo(tokens, i):
        return "placebo"
    clause = Clause()
    for n, token in enumerate(tokens[:i]):
        clause = clause.after(token, tokens[n + 1 :])
    return said_behind(tokens[i + 1 :]) or clause.role


def is_placebo(tokens: Sequence[Token], i: int) -> bool:
    """Whether a placebo of the drug at `i` is meant: "palbociclib placebo", "placebo to match abemaciclib"."""
    behind = [token for token in tokens[i + 1 : i + 5] if token.kind != "hyphen" and not MATCHING.fullmatch(token.text)]
    if behind and PLACEBO.fullmatch(behind[0].text) and behind[0].kind == "word":
        return True
    linked = False
    for token in reversed(tokens[max(0, i - 4) : i]):
        if PLACEBO.fullmatch(token.text):
            return linked
        if token.kind not in ("hyphen", "open") and not MATCHING.fullmatch(token.text):
            return False
        linked = True
    return False


def is_reason(book: Book, tokens: Sequence[Token], i: int) -> bool:
    """Whether the name at `i` is what a supportive medicine is given for: "dexamethasone pre docetaxel"."""
    words = [token for token in tokens[:i] if token.kind not in ("mark", "slash")]
    medicines = [token for token in words[:-1] if token.kind in ("name", "other")]
    supportive = bool(medicines) and all(is_outside(book, token) for token in medicines)
    return supportive and words[-1].kind == "word" and bool(PREMEDICATION.fullmatch(words[-1].text))


def is_outside(book: Book, token: Token) -> bool:
    """Whether a token is a medicine outside the vocabulary."""
    drugs = [book.drugs[match.id] for match in token.matches if match.kind == "drug"]
    return token.kind == "other" or (bool(drugs) and all(drug.outside for drug in drugs))


def versus_between(tokens: Sequence[Token]) -> bool:
    """Whether a name stands before a "vs", and a name or a placebo behind it."""
    at = next(i for i, token in enumerate(tokens) if token.kind == "versus")
    arms = (any(token.kind == "name" for token in tokens[:at]), any(map(is_arm, tokens[at + 1 :])))
    return all(arms)


def is_arm(token: Token) -> bool:
    """Whether a token names what an arm of a trial gets."""
    return token.kind == "name" or bool(PLACEBO.fullmatch(token.text))


def joined_by(tokens: Sequence[Token], i: int) -> str:
    """How the name at `i` is joined to the name before it: then, or, optional, comma, and."""
    between: list[Token] = []
    for token in reversed(tokens[:i]):
        if token.kind == "name":
            return join_kind(token, between[::-1], tokens[i], counted(tokens, i))
        between.append(token)
    return "and"


def counted(tokens: Sequence[Token], i: int) -> bool:
    """Whether both the name at `i` and the one before it have a count of cycles of their own."""
    marks = [n for n, token in enumerate(tokens) if token.kind == "mark" and token.of == "cycles"]
    names = [n for n, token in enumerate(tokens) if token.kind == "name" and n < i]
    return any(abs(mark - i) == 1 for mark in marks) and any(abs(mark - names[-1]) == 1 for mark in marks if names)


def join_kind(left: Token, between: Sequence[Token], right: Token, both_counted: bool) -> str:
    """The joiner that decides."""
    kinds = [token.kind for token in between]
    if any(PLACEBO.fullmatch(token.text) for token in between):
        return "and"
    for kind, join in (("optional", "optional"), ("then", "then"), ("or", "or"), ("stop", "then")):
        if kind in kinds:
            return join
    if any(LINE_OF_THERAPY.fullmatch(token.text) for token in between if token.kind == "mark"):
        return "then"
    if "hyphen" in kinds and (left.acronym or right.acronym):
        return "then"
    if [token.text for token in between if token.kind != "mark"] == [","]:
        return "comma"
    return "then" if both_counted and left.acronym else "and"
