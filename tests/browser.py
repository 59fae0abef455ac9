"""A headless Chromium, driven over a pipe by the DevTools protocol: no port is opened and no library is needed."""

from __future__ import annotations

import contextlib
import json
import os
import select
import shutil
import subprocess
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
SECONDS = 60
"""How long an answer may take on a machine that has much else to do."""
FLAGS = (
    "--headless",
    "--remote-debugging-pipe",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
"""Nothing of its own on the network either; without a sandbox, since tests may run as root."""


def executable() -> str | None:
    """The browser of this machine; None where there is none."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class Browser:
    """One tab of one browser; `events` are all that it told of itself, in order."""

    def __init__(self, program: str, profile: Path) -> None:
        to_read, its_answers = os.pipe()
        its_orders, to_write = os.pipe()
        # the browser listens on descriptor 3 and answers on descriptor 4
        command = f'exec "$0" "$@" 3<&{its_orders} 4>&{its_answers}'
        self.process = subprocess.Popen(
            ["bash", "-c", command, program, *FLAGS, f"--user-data-dir={profile}", "about:blank"],
            pass_fds=(its_orders, its_answers),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(its_orders)
        os.close(its_answers)
        self.read, self.write, self.rest = to_read, to_write, b""
        self.events: list[dict[str, Any]] = []
        self.sent = 0
        self.session: str | None = None
        self.attach()

    def attach(self) -> None:
        """Take the tab that is open, and let it tell of its console, its errors and its requests."""
        targets = self.call("Target.getTargets")["targetInfos"]
        (tab,) = [target["targetId"] for target in targets if target["type"] == "page"]
        self.session = self.call("Target.attachToTarget", targetId=tab, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """What a call gives back; what the browser tells meanwhile is kept."""
        self.sent += 1
        order = {"id": self.sent, "method": method, "params": params}
        os.write(self.write, json.dumps(order | ({"sessionId": self.session} if self.session else {})).encode() + b"\0")
        while (found := self.message()).get("id") != self.sent:
            self.events.append(found)
        assert "error" not in found, found
        return dict(found["result"])

    def message(self) -> dict[str, Any]:
        """The next message."""
        until = time.monotonic() + SECONDS
        while b"\0" not in self.rest:
            ready, _, _ = select.select([self.read], [], [], max(0, until - time.monotonic()))
            more = os.read(self.read, 1 << 20) if ready else b""
            assert more, "the browser does not answer"
            self.rest += more
        text, _, self.rest = self.rest.partition(b"\0")
        return dict(json.loads(text))

    def open(self, address: str) -> None:
        """Go to an address, and wait until the page has said that it is ready."""
        self.call("Page.navigate", url=address)
        self.wait("document.documentElement?.dataset.ready === 'true'")

    def run(self, script: str) -> Any:
        """What an expression of JavaScript comes to; AssertionError for one that throws."""
        found = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    def wait(self, script: str) -> None:
        """Wait until an expression holds."""
        until = time.monotonic() + SECONDS
        while not self.run(script):
            assert time.monotonic() < until, script
            time.sleep(0.02)

    def type(self, text: str) -> None:
        """Type a text where the focus is."""
        for char in text:
            self.call("Input.dispatchKeyEvent", type="keyDown", text=char, key=char)
            self.call("Input.dispatchKeyEvent", type="keyUp", key=char)

    def press(self, key: str) -> None:
        """Press a key that has a name."""
        code = {"Enter": 13, "Escape": 27, "ArrowDown": 40, "ArrowUp": 38, "Tab": 9}[key]
        text = {"text": "\r"} if key == "Enter" else {}
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, **text)

    def close(self) -> None:
        """End the browser, the one that was started here."""
        with contextlib.suppress(OSError, AssertionError):
            self.session = None
            self.call("Browser.close")
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
        os.close(self.read)
        os.close(self.write)
