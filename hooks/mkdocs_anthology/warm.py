"""A process that has loaded everything, and builds in copies of itself: `python -m mkdocs_anthology.warm`.

To load MkDocs, the theme and this package takes a second, longer than a small collection's build. Each line of its
input is an object in JSON, each answer a line with a number: the exit status of a build, or 1 for pages that were
written. A copy (`fork`) makes one build, so no build sees anything of another. The copy that made the last site stays
until the next build has ended: it can write the page of a post that was edited in a fraction of the time.

    {"build": ARGUMENTS OF MKDOCS, "output": FILE}
    {"edited": PATHS OF POSTS}
"""

import json
import os
import signal
import sys
from contextlib import suppress
from importlib import import_module
from typing import Any, NoReturn, TextIO

from . import events
from .__main__ import end, run
from .direct_pages import write_edited

_LOADED_BY_A_BUILD = (
    "mkdocs.__main__", "mkdocs.commands.build", "markdown.extensions.tables", "markdown.extensions.fenced_code",
    "material.templates", "mkdocs_anthology.events", "mkdocs_anthology.plugin", "anthology.crosslinks.related_posts",
    "anthology.crosslinks.reasons", "numpy", "PIL.JpegImagePlugin", "PIL.PngImagePlugin", "pagefind.service",
)  # fmt: skip
"""much of it only when it is needed; a search of one's own (`pagefind`) may not be installed"""


def serve() -> None:
    """Answer each line of the input, until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    for module in _LOADED_BY_A_BUILD:
        with suppress(ImportError):
            import_module(module)
    last: _Copy | None = None
    for line in sys.stdin:
        request = json.loads(line)
        if "edited" in request:
            print((last.ask(line) or 0) if last else 0, flush=True)
            continue
        copy = _Copy(last)
        status = copy.ask(line)
        print(1 if status is None else status, flush=True)
        obsolete = copy if status != 0 else last
        last = last if status != 0 else copy
        if obsolete:
            obsolete.end()


class _Copy:
    """A copy of this process, which answers as long as it lives."""

    def __init__(self, before: "_Copy | None") -> None:
        child_requests, self._requests = os.pipe()
        self._answers, child_answers = os.pipe()
        self._process = os.fork()
        if not self._process:
            for number in (self._requests, self._answers, *(before.pipes if before else ())):
                os.close(number)  # so that it hears when this process ends
            _answer(os.fdopen(child_requests), os.fdopen(child_answers, "w"))
        os.close(child_requests)
        os.close(child_answers)

    @property
    def pipes(self) -> tuple[int, int]:
        return self._requests, self._answers

    def ask(self, line: str) -> int | None:
        """Return the answer; None if the process has ended without one."""
        try:
            os.write(self._requests, line.encode())
            return int(os.read(self._answers, 16))
        except (OSError, ValueError):
            return None

    def end(self) -> None:
        for number in self.pipes:
            os.close(number)
        os.waitpid(self._process, 0)


def _answer(requests: TextIO, answers: TextIO) -> NoReturn:
    for line in requests:
        request = json.loads(line)
        status = write_edited(request["edited"], events.build) if "edited" in request else _build(request)
        print(int(status), file=answers, flush=True)
    end(0)


def _build(request: dict[str, Any]) -> int:
    """Build in this process, with a file for all that it says."""
    with open(request["output"], "wb") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    status = run(request["build"])
    sys.stdout.flush()
    sys.stderr.flush()
    return status


if __name__ == "__main__":
    serve()
