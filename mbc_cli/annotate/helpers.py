"""Distinct texts read by several processes, if there are several cores and at least seconds of work.

The answers are the same as with one process: a helper reads as the process that started it does. Meanwhile, that one
keeps reading, and hands a helper more of the texts when it has finished what it had. What a helper fails to answer is
read here. A helper ends when the process that started it ends, for whatever reason.
"""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager, suppress
from threading import current_thread, main_thread
from time import perf_counter
from typing import TYPE_CHECKING

from mbc_cli.annotate.annotator import Annotator
from mbc_cli.annotate.uncollected import uncollected

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from multiprocessing.connection import Connection

    from mbc_cli.annotate.annotation import Annotation
    from mbc_cli.book.book import Book

SOON = 2.0  # seconds of reading, before helpers are worth their start
MOST = 8  # processes, where nobody says how many
PIECE, CHARACTERS = 250, 20_000  # that a helper is handed at a time
BITE = 25  # texts that are read here between two looks at the helpers


def cores() -> int:
    """How many processes are useful on this machine: one for each core that this one may use, up to a maximum."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(usable, MOST)


@contextmanager
def helped(annotator: Annotator, processes: int) -> Iterator[None]:
    """A context in which `processes` processes, including this one, read an annotator's texts once there are many."""
    helpers = Helpers(annotator, processes - 1)
    annotator.answers = helpers.answers
    try:
        yield
    finally:
        annotator.answers = annotator.one_by_one
        helpers.stop()


class Helpers:
    """The helpers of an annotator: none until it has read for a while, at most `most` from then on."""

    def __init__(self, annotator: Annotator, most: int) -> None:
        self.annotator = annotator
        self.most = most
        self.running: list[Helper] = []
        self.seconds = 0.0

    def answers(self, texts: Sequence[str]) -> Iterator[tuple[str, Annotation]]:
        """Each of some texts with its annotation, in any order."""
        left, start = list(reversed(texts)), perf_counter()
        while left:
            if self.most and self.seconds + perf_counter() - start > SOON and len(left) > PIECE:
                self.start()
            yield from self.shared(left)
            yield from self.annotator.one_by_one(taken(left, BITE))
        self.seconds += perf_counter() - start
        for helper in self.running[:]:
            yield from self.got(helper)

    def start(self) -> None:
        """Start the helpers, once; as many as possible."""
        count, self.most = self.most, 0
        with suppress(OSError):
            for _ in range(count):
                self.running.append(Helper(self.annotator.book, self.annotator.codes_as_names))

    def shared(self, left: list[str]) -> Iterator[tuple[str, Annotation]]:
        """What helpers have read so far; they are handed some more of the texts that are left."""
        for helper in [helper for helper in self.running if helper.is_done()]:
            yield from self.got(helper)
            if helper in self.running and len(left) > BITE:
                self.hand(helper, taken(left, min(PIECE, len(left) // (len(self.running) + 1))))

    def hand(self, helper: Helper, texts: list[str]) -> None:
        """Hand a helper some texts; if it has ended, this is noticed when it is asked for its results."""
        helper.texts = texts
        with suppress(OSError):
            helper.connection.send(texts)

    def got(self, helper: Helper) -> Iterator[tuple[str, Annotation]]:
        """What a helper has read of what it was handed; if the helper has ended, this process reads it."""
        texts, helper.texts = helper.texts, []
        try:
            found = helper.connection.recv() if texts else []
        except (EOFError, OSError):
            self.running.remove(helper)
            helper.stop()
            yield from self.annotator.one_by_one(texts)
        else:
            yield from zip(texts, found, strict=True)

    def stop(self) -> None:
        """End all of them at once; they hold nothing that needs to be saved."""
        for helper in self.running:
            helper.stop()


class Helper:
    """A process that reads texts; `texts` are those that it was handed and has not answered yet."""

    def __init__(self, book: Book, codes_as_names: bool) -> None:
        from multiprocessing import get_context, resource_tracker  # only where there is much to read

        context = get_context("spawn")  # not forked: there may be threads
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=serve, args=(theirs, book, codes_as_names), daemon=True)
        self.texts: list[str] = []
        for start in (resource_tracker.ensure_running, self.process.start):  # the first lets signals in again
            with uninterrupted():
                start()
        theirs.close()

    def is_done(self) -> bool:
        """Whether it has finished what it was handed, or has ended."""
        return not self.texts or self.connection.poll()

    def stop(self) -> None:
        """End it."""
        self.connection.close()
        self.process.kill()
        self.process.join()


@contextmanager
def uninterrupted() -> Iterator[None]:
    """A context in which started processes ignore Ctrl-C; this process receives it when all are started.

    The new process inherits the mask. The mask does not keep another thread, and thus this one, from being interrupted:
    half a start would leave a process that waits for its orders and complains.
    """
    if not hasattr(signal, "pthread_sigmask") or current_thread() is not main_thread():
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    meanwhile: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, _: meanwhile.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        if meanwhile:
            signal.raise_signal(signal.SIGINT)


def serve(connection: Connection, book: Book, codes_as_names: bool) -> None:
    """What a helper does until nobody is there any more or something fails; whoever asks will find out what."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(Exception), uncollected():
        annotator = Annotator.of(book, codes_as_names=codes_as_names)
        while True:
            connection.send([found for _, found in annotator.one_by_one(connection.recv())])


def taken(left: list[str], most: int) -> list[str]:
    """At most `most` of the texts that are left, from the end, and not too many characters of them."""
    found = [left.pop()]
    size = len(found[0])
    while left and len(found) < most and size < CHARACTERS:
        size += len(left[-1])
        found.append(left.pop())
    return found
