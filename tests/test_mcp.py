"""`mbc mcp`, asked by the client of the SDK over standard input and output, and by calls of any kind in this process."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

import mbc_cli as mbc

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Ran

NOT_ADVICE = "This is information from published sources and not medical advice."
CALLS: dict[str, tuple[str, dict[str, Any]]] = {
    "a regimen": ("expand", {"text": "TCH"}),
    "a brand": ("drug", {"name": "Kadcyla"}),
    "a profile": ("options", {"facts": {"her2": "positive", "hr": "negative"}}),
    "a report": ("options", {"words": "TNBC, PD-L1 positive", "region": "US", "as_of": "2024"}),
    "why": ("options", {"facts": {"her2": "positive"}, "why": "Tukysa"}),
    "texts": ("annotate", {"texts": ["ddAC x4 -> wkly Taxol", "Herceptn", ""]}),
    "a code": ("code", {"text": "TCHP", "dx": "2015"}),
    "a word": ("search", {"text": "microtubule"}),
    "an authority": ("sources", {"name": "FDA"}),
    "all sources": ("sources", {}),
    "a misspelt name": ("drug", {"name": "lapatanib"}),
}


@pytest.fixture(scope="module")
def asked() -> dict[str, Any]:
    """Every call of CALLS, all at once, and the tools, from one server in a process of its own."""
    pytest.importorskip("mcp", reason="needs the extra mcp")
    import anyio
    from mcp import Client
    from mcp.client.stdio import StdioServerParameters, stdio_client

    found: dict[str, Any] = {}

    async def ask() -> None:
        server = StdioServerParameters(command=sys.executable, args=["-m", "mbc_cli", "mcp"])
        async with Client(stdio_client(server)) as client:
            found["tools"] = (await client.list_tools()).tools

            async def one(name: str) -> None:
                found[name] = await client.call_tool(*CALLS[name])

            async with anyio.create_task_group() as group:
                for name in CALLS:
                    group.start_soon(one, name)

    anyio.run(ask)
    return found


@pytest.fixture(scope="module")
def answer() -> Callable[..., Any]:
    """A call in this process."""
    pytest.importorskip("mcp", reason="needs the extra mcp")
    from mbc_cli.tools.server import answer

    return lambda name, arguments: answer(mbc.load(), name, arguments)


def test_the_tools_say_what_they_are_for_and_what_not(asked: dict[str, Any]) -> None:
    tools = {tool.name: tool for tool in asked["tools"]}
    assert list(tools) == ["expand", "drug", "options", "annotate", "code", "search", "sources"]
    for tool in tools.values():
        about = str(tool.description)
        assert "; not " in about
        assert "\n" not in about
        assert len(about) < 200
        assert tool.input_schema["additionalProperties"] is False
        assert all("description" in one for one in tool.input_schema["properties"].values())
        assert tool.annotations.read_only_hint
    assert tools["options"].input_schema["properties"]["facts"]["properties"].keys() == mbc.load().book.axes.keys()


@pytest.mark.parametrize("name", [name for name in CALLS if name != "a misspelt name"])
def test_an_answer_has_its_sources_and_is_no_advice(name: str, asked: dict[str, Any]) -> None:
    import jsonschema

    from mbc_cli.tools.told import MOST, TOLD

    found = asked[name]
    assert not found.is_error
    whole = found.structured_content
    jsonschema.validate(whole, TOLD)
    assert whole["sources"]
    assert {one["id"] for one in whole["sources"]} <= mbc.load().book.sources.keys()
    assert len(json.dumps(whole["results"], ensure_ascii=False)) < MOST + 3 * len(whole["results"])
    words = found.content[0].text
    assert words.startswith(whole["answer"].rstrip())
    assert "Sources: " in words
    assert words.endswith(NOT_ADVICE)


def test_the_answers_are_those_of_the_commands(asked: dict[str, Any], run: Callable[..., Ran]) -> None:
    told = {name: asked[name].structured_content for name in CALLS if not asked[name].is_error}
    assert told["a regimen"]["answer"] == run("expand", "TCH").out
    assert told["a regimen"]["results"] == json.loads(run("expand", "TCH", "--format", "json").out)["results"]
    assert told["a brand"]["answer"] == run("drug", "Kadcyla").out
    assert told["a code"]["answer"] == run("code", "TCHP", "--dx", "2015").out
    assert told["a profile"]["answer"] == run("options", "--her2", "positive", "--hr", "negative").out
    assert told["a report"]["profile"]["pdl1"] == "positive"
    assert (told["a report"]["region"], told["a report"]["as_of"]) == ("US", "2024")
    assert [one["drugs"] for one in told["texts"]["results"]] == [
        ["doxorubicin", "cyclophosphamide", "paclitaxel"], ["trastuzumab"], [],
    ]  # fmt: skip


def test_what_fits_and_what_is_open_is_told_in_short_with_its_sources(asked: dict[str, Any]) -> None:
    whole = asked["a profile"].structured_content
    assert {one["verdict"] for one in whole["results"]} == {"fits", "open"}
    assert whole["left_out"] > 0
    assert all({"source", "where"} <= said.keys() for one in whole["results"] for said in one["statements"])
    assert "condition" in asked["why"].structured_content["results"][0]["statements"][0]


def test_what_is_not_found_is_a_message_with_what_is_near(asked: dict[str, Any]) -> None:
    found = asked["a misspelt name"]
    assert found.is_error
    assert found.content[0].text.splitlines() == [
        "no drug or brand 'lapatanib': did you mean lapatinib or apatinib?",
        "  lapatinib  (1 letter differs)",
        "  apatinib  (2 letters differ)",
    ]


HOSTILE = {
    "empty": ("expand", {"text": ""}, "the text is empty"),
    "only control characters": ("search", {"text": "\0\x1b\x07"}, "the text is empty"),
    "a megabyte": ("expand", {"text": "x" * 1_000_000}, "1000000 characters"),
    "a megabyte of facts": ("options", {"words": "HER2 " * 200_000}, "at most 1000"),
    "a megabyte to search": ("search", {"text": "ta" * 500_000}, "1000000 characters"),
    "a megabyte of a name": ("sources", {"name": "z" * 1_000_000}, "no source 'zzz"),
    "a megabyte to annotate": ("annotate", {"texts": ["taxol " * 170_000]}, "mbc annotate FILE"),
    "a thousand texts": ("annotate", {"texts": ["taxol"] * 1_000}, "give at most 200"),
    "half a character": ("expand", {"text": "zz\ud800qx"}, "'zzqx' is not a known"),
    "no argument": ("drug", {}, "'name' is a required property"),
    "an unknown argument": ("options", {"her2": "positive"}, "'her2' was unexpected"),
    "an unknown fact": ("options", {"facts": {"her3": "positive"}}, "facts: "),
    "another type": ("expand", {"text": ["x" * 1_000_000]}, "is not of type 'string'"),
    "a value that is none": ("options", {"facts": {"her2": "purple"}}, "purple"),
    "a contradiction": ("options", {"facts": {"er": "positive", "hr": "negative"}}, "contradict each other"),
    "no date": ("code", {"text": "TCH", "dx": "yesterday"}, "yesterday"),
    "no region": ("drug", {"name": "Kadcyla", "region": "Mars"}, "Mars"),
    "no tool": ("prescribe", {}, "no tool 'prescribe': the tools are expand, drug"),
}


@pytest.mark.parametrize(("name", "arguments", "says"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_input_gets_a_short_message(
    name: str, arguments: dict[str, Any], says: str, answer: Callable[..., Any]
) -> None:
    found = answer(name, arguments)
    assert found.is_error
    text = found.content[0].text
    assert says in text
    assert "Traceback" not in text
    assert "mistake of mbc" not in text
    assert len(text) < 1_000
    assert found.model_dump_json()


def test_a_text_with_anything_in_it_is_answered(answer: Callable[..., Any]) -> None:
    found = answer("annotate", {"texts": ["\0Taxol\u202e", "half \ud800 a character", "a\nb", ""]})
    assert [one["status"] for one in found.structured_content["results"]][::3] == ["exact", "empty"]
    assert found.model_dump_json()


def test_a_mistake_of_mbc_is_a_message_too(answer: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    from mbc_cli.tools import questions

    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("never shown")

    monkeypatch.setitem(questions.QUESTIONS, "search", questions.QUESTIONS["search"]._replace(ask=broken))
    found = answer("search", {"text": "tax"})
    assert (found.is_error, found.content[0].text) == (True, "a bug in mbc: ZeroDivisionError")


def test_without_the_extra_it_says_how_to_get_it(tmp_path: Path) -> None:
    (tmp_path / "mcp").mkdir()
    (tmp_path / "mcp" / "__init__.py").write_text("raise ImportError('not here')", "utf-8")
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); sys.argv = ['mbc', 'mcp']; import mbc_cli.__main__ as m; m.main()"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False, stdin=subprocess.DEVNULL
    )
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith(
        "mbc: mbc mcp needs the extra `mcp`: pip install 'mbc-cli[mcp]' (from a clone: pip install '.[mcp]')"
    )


def test_the_end_of_the_input_ends_it(tmp_path: Path) -> None:
    pytest.importorskip("mcp", reason="needs the extra mcp")
    done = subprocess.run(
        [sys.executable, "-m", "mbc_cli", "mcp"], input="not the protocol\n", capture_output=True, text=True,
        cwd=tmp_path, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0
    assert "Traceback" not in done.stdout
