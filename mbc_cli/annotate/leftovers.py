"""Files that hold rows of patients before they are complete: none is left behind, however a call ends.

An error removes them as it propagates. A signal that ends the process would not: so a thread waits for such a signal
while files are written, since the main one may be in a library that notices nothing until it is done.
"""

from __future__ import annotations

import os
import shutil
import signal
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LEFT: set[Path] = set()
"""Files and folders that exist while they are incomplete."""
ENDING = ("SIGTERM", "SIGHUP")
SECONDS = 0.2  # between two checks whether there is still something to wait for


@contextmanager
def leftover(path: Path) -> Iterator[Path]:
    """A file or folder that is to be made under this name; if it still exists at the end, it is removed."""
    LEFT.add(path)
    try:
        yield path
    finally:
        remove(path)
        LEFT.discard(path)


def remove(path: Path) -> None:
    """Remove a file, or a folder with everything in it, if it exists."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()


@contextmanager
def cleared_when_killed() -> Iterator[None]:
    """A context in which a signal that ends this process first removes what is incomplete; ignored ones stay ignored.

    To be used in the main thread, before there is another thread that such a signal could reach.
    """
    if not hasattr(signal, "sigtimedwait"):
        yield
        return
    numbers = {getattr(signal, name) for name in ENDING}
    heard = {number for number in numbers if signal.getsignal(number) == signal.SIG_DFL}
    before, done = signal.pthread_sigmask(signal.SIG_BLOCK, heard), threading.Event()
    threading.Thread(target=wait, args=(heard, done), daemon=True).start()
    try:
        yield
    finally:
        done.set()
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def wait(heard: set[signal.Signals], done: threading.Event) -> None:
    """Wait for one of these signals; then clean up, and end as the signal would have ended the process."""
    while not done.is_set():
        if found := signal.sigtimedwait(heard, SECONDS):
            for path in list(LEFT):
                remove(path)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, heard)
            os.kill(os.getpid(), found.si_signo)
