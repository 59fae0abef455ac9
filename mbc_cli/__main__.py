"""The entry point: one place turns every error into a message and an exit code, and nothing ends in a traceback."""

from __future__ import annotations

import codecs
import gc
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from typing import TextIO

BAD_INPUT = 3
INTERRUPTED = 130
BROKEN_PIPE = 141
ESCAPED = "escaped"  # the name of `escaped` as a way to treat what an encoding does not have
LONGEST_LINE = 1_000  # of a message: the words that were given may be of any length


def main() -> None:
    """Run `mbc` and exit with its code.

    The interpreter's teardown is skipped once everything is flushed, and the garbage collector is off: a call lives
    for a tenth of a second, the rows of a column make no cycles, and both cost more than they give.
    """
    gc.disable()
    code = finish(run())
    os._exit(code)


def escaped(error: UnicodeEncodeError) -> tuple[str, int]:
    r"""What a stream cannot write, as JSON would write it, so that an answer in JSON stays one: `\u00e9`."""
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[n : n + 4]}" for n in range(0, len(units), 4)), error.end


def run() -> int:
    """Run the command; the exit code. Whatever goes wrong is one message, never an answer."""
    if sys.stdout is None:
        return complain("standard output is closed, so there is nowhere to write the answer", BAD_INPUT)
    if sys.stderr is None:  # else the next file that is opened would be taken for it
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115 - as long as the process
    codecs.register_error(ESCAPED, escaped)  # type: ignore[arg-type]
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=ESCAPED)
    if sys.stderr.isatty():
        from mbc_cli.cli.wrapping import Wrapping  # only for a terminal

        sys.stderr = cast("TextIO", Wrapping(sys.stderr))
    out = sys.stdout
    try:
        if "_MBC_COMPLETE" in os.environ:
            from mbc_cli.cli import completing  # only where a shell asks

            if completing.is_asked():
                return completing.answered()
        from mbc_cli.cli.plain_question import answered, is_plain  # after the collector is off

        if is_plain(sys.argv[1:]):
            return answered(sys.argv[1:])
        from mbc_cli.cli.app import app

        code = app(prog_name="mbc", standalone_mode=False)
    except SystemExit as end:
        if sys.stdout is not out:  # Typer exits with 1 when a pipe is closed, having put a wrapper around the stream
            return BROKEN_PIPE
        return end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    except BaseException as error:  # a panic of Polars is not an Exception
        return told(error)
    return code or 0


def told(error: BaseException) -> int:
    """Say what went wrong; the exit code."""
    from mbc_cli.book.errors import MbcError

    if isinstance(error, KeyboardInterrupt):
        return INTERRUPTED
    if isinstance(error, BrokenPipeError):
        return BROKEN_PIPE
    if isinstance(error, MbcError):
        return complain(str(error), error.exit_code)
    if hasattr(error, "show"):  # an error of Typer, which need not be loaded to know it
        return misused(error)
    if isinstance(error, OSError):
        return complain(f"{error.filename or 'output'}: {error.strerror or error}", BAD_INPUT)
    return unforeseen(error)


def misused(error: Any) -> int:
    """Say as Typer does what was wrong in the words of a command, of which it would echo anything; the exit code."""
    from mbc_cli.book.names import clean  # only for a message

    lines = error.message.split("\n")
    error.message = "\n".join(shortened(line if line.isprintable() else clean(line)) for line in lines)
    with suppress(OSError):
        error.show()
    return int(error.exit_code)


def unforeseen(error: BaseException) -> int:
    """Say that this is a mistake of mbc, and how to report it; the exit code."""
    if os.environ.get("MBC_DEBUG") == "1":
        import traceback

        traceback.print_exception(error)
    what = f"{type(error).__name__}: {error}".removesuffix(": ")
    how = "please report it, with the command and with what it prints under MBC_DEBUG=1"
    return complain(f"a bug in mbc, so there is no answer ({what}):\n{how}", BAD_INPUT)


def complain(message: str, code: int) -> int:
    """A message on standard error, as far as there is one; the code."""
    from mbc_cli.book.names import clean  # only for a message

    try:
        lines = [shortened(clean(line)) for line in message.splitlines()]
        if sys.stderr is not None:
            sys.stderr.write("mbc: " + "\n".join(lines) + "\n")
    except OSError:
        pass
    return code


def shortened(line: str) -> str:
    """A line of a message without its middle, where it is very long."""
    half = LONGEST_LINE // 2
    return line if len(line) <= LONGEST_LINE else f"{line[:half]} ... {line[-half:]}"


def finish(code: int) -> int:
    """Flush; what could not be written is an error."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        return BROKEN_PIPE
    except OSError as error:
        code = complain(f"output: {error.strerror}", BAD_INPUT)
    try:
        if sys.stderr is not None:
            sys.stderr.flush()
    except OSError:
        pass
    return code


if __name__ == "__main__":
    main()
