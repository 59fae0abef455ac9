"""The server: an assistant asks on standard input, and every mistake is a message that it can act on.

Questions are answered one after another in a single thread, so an answer never sees another one half finished.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mbc_cli import __version__
from mbc_cli.book.errors import InputError, MbcError, NotFoundError, install
from mbc_cli.book.names import clean
from mbc_cli.tools.questions import QUESTIONS
from mbc_cli.tools.told import NOT_ADVICE, TOLD, in_words, told

try:
    import anyio
    import jsonschema
    from mcp.server.lowlevel import Server
    from mcp.server.stdio import stdio_server
    from mcp.types import CallToolResult, ListToolsResult, TextContent, Tool, ToolAnnotations
except ImportError as error:
    raise InputError(f"mbc mcp needs the extra `mcp`: {install('mcp')}") from error

if TYPE_CHECKING:
    from mbc_cli.api.reference import Reference
    from mbc_cli.show.formats import Json

INSTRUCTIONS = (
    "The vocabulary of metastatic breast cancer treatment, with a source for each: a map of published "
    "sources, never advice. Cite the sources with what you pass on. What is open or not read is not known: say so, "
    f"and do not fill it in. {NOT_ADVICE}"
)
LONGEST = 300
"""The most characters of a message about an argument, which may repeat the argument."""


def serve(mbc: Reference) -> None:
    """Answer on standard input and output until the input ends."""
    anyio.run(answering, mbc)


async def answering(mbc: Reference) -> None:
    """Answer requests from standard input."""
    server = server_over(mbc)
    async with stdio_server() as (read, write):
        await server.run(read, write, server.create_initialization_options())


def server_over(mbc: Reference) -> Any:
    """The server for a reference."""

    async def listed(_context: Any, _params: Any) -> Any:
        return ListToolsResult(tools=tools(mbc))

    async def called(_context: Any, params: Any) -> Any:
        return answer(mbc, params.name, params.arguments or {})

    return Server("mbc", version=__version__, instructions=INSTRUCTIONS, on_list_tools=listed, on_call_tool=called)


def tools(mbc: Reference) -> list[Any]:
    """Every tool, with the schemas of its arguments and of its answer; none of them changes anything."""
    only_reads = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
    return [
        Tool(
            name=name,
            description=question.about,
            input_schema=question.schema(mbc.book),
            output_schema=TOLD,
            annotations=only_reads,
        )
        for name, question in QUESTIONS.items()
    ]


def answer(mbc: Reference, name: str, arguments: Json) -> Any:
    """The answer of a tool; if there is none, a message that says what went wrong."""
    try:
        whole = asked(mbc, name, arguments)
    except MbcError as error:
        return CallToolResult(content=[said(message(error))], is_error=True)
    except Exception as error:  # a mistake of mbc must not end the conversation
        return CallToolResult(content=[said(f"a bug in mbc: {type(error).__name__}")], is_error=True)
    return CallToolResult(content=[said(in_words(whole))], structured_content=whole)


def asked(mbc: Reference, name: str, arguments: Json) -> Json:
    """What a tool answers to some arguments; MbcError if the tool does not accept them, or nothing is found."""
    if name not in QUESTIONS:
        raise InputError(f"no tool {clean(name)[:LONGEST]!r}: the tools are {', '.join(QUESTIONS)}")
    question = QUESTIONS[name]
    if wrong := jsonschema.exceptions.best_match(checker(question.schema(mbc.book)).iter_errors(arguments)):
        raise InputError(": ".join(filter(None, [wrong.json_path.removeprefix("$").lstrip("."), wrong.message])))
    return told(mbc.book, question.ask(mbc, **arguments))


def checker(schema: Json) -> Any:
    """The validator of arguments."""
    return jsonschema.Draft202012Validator(schema)


def message(error: MbcError) -> str:
    """What was wrong, shortened in the middle, and the names that may have been meant."""
    text = clean(str(error))
    short = text if len(text) <= 2 * LONGEST else f"{text[:LONGEST]} ... {text[-LONGEST:]}"
    near = error.near if isinstance(error, NotFoundError) else ()
    return "\n".join([short, *(f"  {one.name}  ({one.why})" for one in near)])


def said(text: str) -> Any:
    """A text in the form of the protocol."""
    return TextContent(type="text", text=text)
