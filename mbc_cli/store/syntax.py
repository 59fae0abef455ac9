"""What to write instead of what is not TOML: common mistakes, by what the parser says about them."""

from __future__ import annotations

REMEDIES = {
    "Illegal character '\\n'": 'close the text with " on the line where it begins',
    "Illegal character": "remove the invisible character",
    "Unterminated string": 'close the text with "',
    "Unclosed array": "write a comma between the items of the list and ] after the last",
    "Unclosed inline table": "write a comma between the keys of the table and } after the last",
    "Expected '=' after a key": "write key = value",
    "Expected newline": 'write one key = value on a line, and \\" for a quote within a text',
    "Expected ']": "write [kind.some-id]",
    "Invalid initial character for a key": "write keys and ids with letters, digits, hyphens and underscores",
    "Invalid statement": "write [kind.some-id] or key = value, or # before a remark",
    "Invalid date": "write a day of the calendar such as 2019-12-23",
    "Invalid value": 'write a text in quotes ("), a date, true or false, a list [ ] or a table { }',
    "Cannot overwrite": "write each key of an entry once",
    "Duplicate inline table key": "write each key of a table once",
    "Cannot declare": "use one id once",
    "Unescaped '\\'": "write \\\\ for one backslash",
    "Invalid hex value": "write \\\\ for one backslash",
}
"""How the parser's message begins, and the remedy; the first that fits."""
CURLY = "“”„‘’«»"


def what_to_write(said: str, text: str, place: int) -> str:
    """The remedy for what the parser said at a place in a text."""
    at = text[place : place + 1]
    if at in tuple(CURLY):
        return 'write plain quotes (")'
    if at == "-" and text[max(0, place - 4) : place].isdecimal():
        return 'write a month in quotes ("2019-12")'
    return next((remedy for begins, remedy in REMEDIES.items() if said.startswith(begins)), "correct the syntax")
