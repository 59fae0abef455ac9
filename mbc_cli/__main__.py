"""The entry point: one place turns errors into messages and exit codes, and nothing ends in a traceback."""

from __future__ import annotations

import gc
import os
import sys

INTERRUPTED = 130
BROKEN_PIPE = 141


def main() -> None:
    """Run `mbc` and leave with its exit code.

    The interpreter's teardown is skipped once everything is flushed, and the garbage collector is off: a call lives
    for a tenth of a second, the rows of a column make no cycles, and both cost more than they give.
    """
    gc.disable()
    code = finish(run())
    os._exit(code)


def run() -> int:
    """Run the command; the exit code."""
    from mbc_cli.book.errors import MbcError  # after the collector is off

    if sys.stdout is None:
        return complain("standard output is closed: nothing can be answered", 3)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    out = sys.stdout
    try:
        from mbc_cli.cli.plain_question import answered, is_plain

        if is_plain(sys.argv[1:]):
            return answered(sys.argv[1:])
        from mbc_cli.cli.app import app

        app()
    except SystemExit as end:
        if sys.stdout is not out:  # Typer leaves with 1 when a pipe is closed, having put a wrapper around the stream
            return BROKEN_PIPE
        return end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    except MbcError as error:
        return complain(str(error), error.exit_code)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        return BROKEN_PIPE
    except OSError as error:
        return complain(f"{error.filename or 'output'}: {error.strerror}", 3)
    return 0


def complain(message: str, code: int) -> int:
    """A message on standard error, as far as there is one; the code."""
    from mbc_cli.book.names import clean  # only for a message

    try:
        lines = [clean(line) for line in message.splitlines()]
        if sys.stderr is not None:
            sys.stderr.write("mbc: " + "\n".join(lines) + "\n")
    except OSError:
        pass
    return code


def finish(code: int) -> int:
    """Flush; what could not be written is an error."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        return BROKEN_PIPE
    except OSError as error:
        code = complain(f"output: {error.strerror}", 3)
    try:
        if sys.stderr is not None:
            sys.stderr.flush()
    except OSError:
        pass
    return code


if __name__ == "__main__":
    main()
