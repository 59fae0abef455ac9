"""`mbc mcp`."""

from __future__ import annotations

import gc
import sys

from mbc_cli.api.reference import load
from mbc_cli.cli.common import DataOption, command


@command("mcp", "mbc mcp")
def mcp(data: DataOption = None) -> None:
    """Answer an assistant over the Model Context Protocol, on standard input and output (needs the extra mcp).

    Tools: expand, drug, options, annotate, code, search, sources. An assistant starts this itself; its settings name
    the command mbc with the argument mcp. It uses no network and keeps nothing.
    """
    from mbc_cli.tools.server import serve  # it needs an extra

    gc.enable()  # it may run for days
    if sys.stdin.isatty():
        sys.stderr.write("mbc: waiting for an assistant on standard input; Ctrl-C stops it\n")
    serve(load(data))
