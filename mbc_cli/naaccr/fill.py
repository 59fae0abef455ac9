"""Items put into the bytes of a NAACCR file; every other byte stays: comments, prefixes, line ends and all.

An item that is there is given its value; a new one goes after the last item of its tumor and is written like its
neighbors: with their prefix, on its own line if theirs are, with its number if theirs have one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mbc_cli.naaccr.elements import Span, Tumor

TAG = re.compile(rb"""<((?:[^\s:/>]+:)?)[^\s/>]+(?:[^>"']|"[^"]*"|'[^']*')*>""")
"""A start tag, and its prefix with the colon."""
KEPT = re.compile(rb"<!\[CDATA\[.*?\]\]>|(<!--.*?-->|<\?.*?\?>)", re.DOTALL)
"""The comments and instructions in an item, which are not part of its value."""
CLOSED = b"/>"
"""How the tag of an empty element ends."""
BLANKS = re.compile(rb"[ \t\r\n]*")


class Edit(NamedTuple):
    """Bytes that replace those from `start` up to `stop` of a file."""

    start: int
    stop: int
    new: bytes


class Window:
    """The bytes of a file from some position on, as far as they have been read and not yet written."""

    def __init__(self) -> None:
        self.bytes = bytearray()
        self.start = 0

    def add(self, piece: bytes) -> None:
        """Add bytes that were read."""
        self.bytes += piece

    def cut(self, start: int, stop: int) -> bytes:
        """The bytes from one position of the file up to another."""
        return bytes(self.bytes[start - self.start : stop - self.start])

    def written(self, stop: int, edits: Iterable[Edit]) -> bytes:
        """What becomes of the bytes up to a position, which are then dropped; the edits are in order."""
        pieces, at = [], self.start
        for edit in edits:
            pieces += [self.cut(at, edit.start), edit.new]
            at = edit.stop
        pieces.append(self.cut(at, stop))
        del self.bytes[: stop - self.start]
        self.start = stop
        return b"".join(pieces)

    def tag_at(self, place: int) -> re.Match[bytes]:
        """The start tag at a position."""
        found = TAG.match(self.bytes, place - self.start)
        assert found, "the parser has seen a tag here"
        return found


def edits(window: Window, tumor: Tumor, values: Mapping[str, str], numbers: Mapping[str, str]) -> Iterator[Edit]:
    """The edits that give a tumor these values, in order of position; `numbers` are those of the ids."""
    there = {name: span for name, span in tumor.spans.items() if name in values}
    for name, span in sorted(there.items(), key=lambda found: found[1]):
        yield given(window, span, values[name].encode("ascii"))
    new = {name: value for name, value in values.items() if name not in there}
    if new:
        yield added(window, tumor, [(name, numbers[name], value) for name, value in new.items()])


def given(window: Window, span: Span, value: bytes) -> Edit:
    """The edit that gives an item its value."""
    tag = window.tag_at(span[0])
    end = tag.end() + window.start
    if tag[0].endswith(CLOSED):
        return Edit(span[0], end, opened(tag) + value + b"</" + tag[1] + b"Item>")
    kept = b"".join(filter(None, KEPT.findall(window.cut(end, span[1]))))
    return Edit(end, span[1], value + kept)


def added(window: Window, tumor: Tumor, new: Iterable[tuple[str, str, str]]) -> Edit:
    """The edit that adds items (id, number, value) after the last one of a tumor."""
    tag = window.tag_at(tumor.start)
    end = tag.end() + window.start
    before = b"" if tag[0].endswith(CLOSED) else between(window, end)
    items = b"".join(before + item(tag[1].decode("ascii"), tumor.numbered, *one) for one in new)
    if tag[0].endswith(CLOSED):
        return Edit(tumor.start, end, opened(tag) + items + b"</" + tag[1] + b"Tumor>")
    place = end + len(window.cut(end, tumor.stop).rstrip(b" \t\r\n"))
    return Edit(place, place, items)


def opened(tag: re.Match[bytes]) -> bytes:
    """The start tag of an element whose tag also closed it."""
    return tag[0].removesuffix(CLOSED).rstrip() + b">"


def between(window: Window, end: int) -> bytes:
    """The blanks before the first item of a tumor whose tag ends there, in the same form as before each item."""
    found = BLANKS.match(window.bytes, end - window.start)
    return found[0] if found else b""


def item(prefix: str, numbered: bool, name: str, number: str, value: str) -> bytes:
    """An item as it is written."""
    told = f' naaccrNum="{number}"' if numbered else ""
    return f'<{prefix}Item naaccrId="{name}"{told}>{value}</{prefix}Item>'.encode("ascii")
