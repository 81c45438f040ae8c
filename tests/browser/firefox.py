"""Firefox, driven by WebDriver BiDi (https://w3c.github.io/webdriver-bidi/): Playwright drives only one of its own."""

from __future__ import annotations

import base64
import json
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from time import monotonic, sleep
from typing import Any

_PREFERENCES = {
    "ui.systemUsesDarkTheme": 0,
    "media.autoplay.default": 0,
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "browser.safebrowsing.update.enabled": False,
    "services.settings.server": "data:,",
}


class Firefox:
    """One window, and what its pages complained about."""

    def __init__(self, port: int) -> None:
        self.complaints: list[str] = []
        self._socket = _WebSocket(port)
        self._last = 0
        self.send("session.new", capabilities={})
        self.send("session.subscribe", events=["log.entryAdded"])
        self.tab = self.send("browsingContext.getTree")["contexts"][0]["context"]

    def send(self, method: str, **parameters: Any) -> Any:
        """Give a command and return its answer; what is said meanwhile is kept."""
        self._last += 1
        self._socket.write({"id": self._last, "method": method, "params": parameters})
        while (message := self._socket.read()).get("id") != self._last:
            self._hear(message)
        assert message["type"] == "success", message
        return message["result"]

    def open(self, address: str, width: int = 360, height: int = 740) -> None:
        self.size(width, height)
        self.send("browsingContext.navigate", context=self.tab, url=address, wait="complete")

    def size(self, width: int, height: int, pixels: float = 1) -> None:
        """Set the size of the window, in CSS pixels of so many pixels each."""
        viewport = {"width": width, "height": height}
        self.send("browsingContext.setViewport", context=self.tab, viewport=viewport, devicePixelRatio=pixels)

    def run(self, expression: str) -> Any:
        """Return the value of an expression as JSON has it; a promise is waited for."""
        answer = self.send(
            "script.evaluate",
            expression=f"(async () => JSON.stringify(await ({expression})))()",
            target={"context": self.tab},
            awaitPromise=True,
            userActivation=True,
        )
        assert answer["type"] == "success", answer["exceptionDetails"]["text"]
        return json.loads(answer["result"].get("value", "null"))

    def wait(self, condition: str) -> None:
        """Wait until an expression is true in the page."""
        end = monotonic() + 8
        while not self.run(condition):
            assert monotonic() < end, f"never true: {condition}"
            sleep(0.05)

    def click(self, selector: str, *, scroll: bool = True) -> None:
        """Press the middle of the first element of this kind that can be seen; `scroll` brings it into view before."""
        place = self.run(
            f"""(() => {{ const node = [...document.querySelectorAll({json.dumps(selector)})]
              .find((one) => one.checkVisibility({{ visibilityProperty: true }}));
              if ({json.dumps(scroll)}) node.scrollIntoView({{ block: "center" }});
              const {{ x, y, width, height }} = node.getBoundingClientRect();
              return [Math.round(x + width / 2), Math.round(y + height / 2)]; }})()"""
        )
        moves: list[dict[str, Any]] = [{"type": "pointerMove", "x": place[0], "y": place[1]}]
        moves += [{"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp")]
        mouse = {"type": "pointer", "id": "mouse", "actions": moves}
        self.send("input.performActions", context=self.tab, actions=[mouse])

    def picture(self, box: dict[str, int] | None = None) -> bytes:
        """Return the window, or a part of it, as a PNG."""
        clip = {"clip": {"type": "box", **box}} if box else {}
        answer = self.send("browsingContext.captureScreenshot", context=self.tab, **clip)
        return base64.b64decode(answer["data"])

    def _hear(self, message: dict[str, Any]) -> None:
        entry = message.get("params", {})
        if message.get("method") == "log.entryAdded" and entry["level"] in {"warn", "error"}:
            self.complaints.append(entry["text"])


_MASK = b"read"
"""A client's frames are masked; Firefox ends a connection with a mask of zeros."""


class _WebSocket:
    """JSON over RFC 6455, to a server on this machine that neither pings nor compresses."""

    def __init__(self, port: int) -> None:
        connection = socket.create_connection(("127.0.0.1", port), timeout=30)
        self._out, self._in = connection.makefile("wb"), connection.makefile("rb")
        self._out.write(
            f"GET /session HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: R3JvdW5kd29yaywgdGVzdA==\r\n\r\n".encode()
        )
        self._out.flush()
        while self._in.readline().strip():
            pass

    def write(self, message: dict[str, Any]) -> None:
        payload = json.dumps(message).encode()
        width = 1 if len(payload) < 126 else 2 if len(payload) <= 0xFFFF else 8
        length = {1: b"", 2: b"\x7e", 8: b"\x7f"}[width] + len(payload).to_bytes(width)
        masked = bytes(byte ^ mask for byte, mask in zip(payload, cycle(_MASK), strict=False))
        self._out.write(bytes([0x81, length[0] | 0x80]) + length[1:] + _MASK + masked)
        self._out.flush()

    def read(self) -> dict[str, Any]:
        payload, ended = b"", False
        while not ended:
            first, length = self._in.read(2)
            if length >= 126:
                length = int.from_bytes(self._in.read(2 if length == 126 else 8))
            payload, ended = payload + self._in.read(length), bool(first & 0x80)
        message: dict[str, Any] = json.loads(payload)
        return message


@contextmanager
def firefox(program: str, folder: Path, *, dark: bool = False) -> Iterator[Firefox]:
    """Firefox with a profile of its own in `folder`, on a device that is set to light or dark."""
    folder.mkdir()
    preferences = _PREFERENCES | {"ui.systemUsesDarkTheme": int(dark)}
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in preferences.items()]
    (folder / "user.js").write_text("".join(lines), encoding="utf-8")
    command = [program, "--headless", "--profile", str(folder), "--remote-debugging-port=0", "about:blank"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield Firefox(_port(folder / "WebDriverBiDiServer.json", process))
    finally:
        process.terminate()
        process.wait()


def _port(file: Path, process: subprocess.Popen[bytes]) -> int:
    """Wait for the file in which Firefox tells where it listens."""
    while process.poll() is None:
        if file.exists() and (told := file.read_text(encoding="utf-8")):
            port: int = json.loads(told)["ws_port"]
            return port
        sleep(0.05)
    raise AssertionError("Firefox ended before it listened")
