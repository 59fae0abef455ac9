"""Formulas of an Excel sheet for which the workbook reader returns nothing: errors, and those never calculated."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

from mbc_cli.annotate.packing import CHUNK

if TYPE_CHECKING:
    from collections.abc import Iterator

SHEET = re.compile(rb'<sheet\b[^>]*\br:id="([^"]*)"')
LINK = re.compile(rb"<Relationship\b[^>]*>")
ID, PLACE = re.compile(rb'\bId="([^"]*)"'), re.compile(rb'\bTarget="(?:/?xl/)?([^"]*)"')
CELL = re.compile(rb'<c\b(?P<marks>[^>]*\br="(?P<column>[A-Z]+)(?P<row>\d+)"[^>]*)(?<!/)>(?P<content>.*?)</c>', re.S)
VALUE = re.compile(rb"<v>([^<]+)</v>")
FORMULA, ERROR = b"<f", b't="e"'  # a piece without them is not looked at any closer
TEXT = b't="str"'  # a text is known to be empty

Formulas = dict[int, dict[int, str]]
"""By row (from 1) and column (from 0): the text of an error, or "" for a formula that was never calculated."""


def without_value(content: bytes, number: int) -> Formulas:
    """Such formulas of a sheet, given its place in the workbook; none in a file that is not an .xlsx."""
    found: Formulas = {}
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return found
    with zipfile.ZipFile(io.BytesIO(content)) as whole:
        for cell in cells(whole, number):
            value, is_error = VALUE.search(cell["content"]), ERROR in cell["marks"]
            if is_error or (FORMULA in cell["content"] and not value and TEXT not in cell["marks"]):
                error = value[1].decode() if value else ""
                found.setdefault(int(cell["row"]), {})[column_number(cell["column"])] = error
    return found


def cells(whole: zipfile.ZipFile, number: int) -> Iterator[re.Match[bytes]]:
    """The cells of a sheet that have a formula or an error, from the sheet in pieces."""
    rest = b""
    if name := file_of(whole, number):
        with whole.open(name) as sheet:
            while piece := sheet.read(CHUNK):
                complete, end, rest = (rest + piece).rpartition(b"</c>")
                if FORMULA in complete or ERROR in complete:
                    yield from CELL.finditer(complete + end)


def file_of(whole: zipfile.ZipFile, number: int) -> str:
    """The file of a sheet within an .xlsx; "" in another kind of workbook."""
    try:
        sheets = SHEET.findall(whole.read("xl/workbook.xml"))
        links = LINK.findall(whole.read("xl/_rels/workbook.xml.rels"))
    except KeyError:
        return ""
    places = {found[1]: place[1] for link in links if (found := ID.search(link)) and (place := PLACE.search(link))}
    name = f"xl/{places.get(sheets[number], b'').decode()}" if number < len(sheets) else ""
    return name if name in whole.namelist() else ""


def column_number(letters: bytes) -> int:
    """The number of a column from 0: 1 for B, 26 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1
