"""Letters of other alphabets that look like Latin capitals: an АС typed on a Cyrillic keyboard."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mbc_cli.book.names import Names
    from mbc_cli.reading.words import Lexicon

WORD = re.compile(r"(?<![^\W\d_])[^\W\d_]{2,6}(?![^\W_])")
BARS = str.maketrans("¦∣￤", "|||")
ALIKE = str.maketrans("АВЕКМНОРСТХ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEKMHOPCTX" + "ABEZHIKMNOPTYX")  # Cyrillic, Greek


def latin(names: Names, lexicon: Lexicon, text: str) -> str:
    """The text with regimen acronyms typed in look-alike letters changed to Latin letters; "¦" becomes "|"."""
    return text if text.isascii() else WORD.sub(partial(as_latin, names, lexicon), text.translate(BARS))


def as_latin(names: Names, lexicon: Lexicon, found: re.Match[str]) -> str:
    """The word in Latin letters if it is then a regimen's acronym and is not a word itself: ХТ is chemotherapy."""
    word = found[0].translate(ALIKE)
    acronym = word != found[0] and word.isascii() and names.regimens(word)
    return word if acronym and not lexicon.at(found[0], 0, len(found[0]))[0].roles else found[0]
