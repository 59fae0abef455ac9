"""Messages on a terminal: no word is broken, and a command can be pasted."""

from __future__ import annotations

import io

import pytest

from mbc_cli.cli.wrapping import Wrapping, wrapped

CALL = "mbc annotate cases.csv --column rx_text --code"


@pytest.mark.parametrize(
    ("line", "lines"),
    [
        ("short enough", ["short enough"]),
        ("mbc: the first words, then more of them here", ["mbc: the first words,", "  then more of them", "  here"]),
        ("     1  told of a row that is long", ["     1  told of a row", "       that is long"]),
        (f"write this: {CALL}; or less", ["write this:", f"  {CALL}", "  ; or less"]),
        ("unbreakable" * 3, ["unbreakable" * 3]),
        ("mbc class, which shows all of the classes", ["mbc class, which shows", "  all of the classes"]),
    ],
)
def test_a_line_is_broken_between_words_and_a_command_is_not(line: str, lines: list[str]) -> None:
    assert wrapped(line, 23).split("\n") == lines


def test_a_stream_wraps_messages_and_leaves_a_bar_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    stream = io.StringIO()
    messages = Wrapping(stream)
    messages.writelines(["one two three four five\nsix\n", "\r" + "bar " * 9])
    assert stream.getvalue() == "one two three four\n  five\nsix\n\r" + "bar " * 9
    assert messages.isatty() is False
