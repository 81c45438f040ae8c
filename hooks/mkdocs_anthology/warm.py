"""A process that has loaded everything, and builds in copies of itself: `python -m mkdocs_anthology.warm`.

To load MkDocs, the theme and this package takes a second, longer than a small collection's build. Each line of its
input is a list in JSON: the file for the output, then the arguments of `mkdocs`. Its answer is a line with the exit
status. A copy (`fork`) ends with its build, so no build sees anything of another.
"""

import json
import os
import signal
import sys
from contextlib import suppress
from importlib import import_module

from .__main__ import end, run

_LOADED_BY_A_BUILD = (
    "mkdocs.commands.build", "markdown.extensions.tables", "markdown.extensions.fenced_code", "material.templates",
    "mkdocs_anthology.events", "mkdocs_anthology.plugin", "anthology.crosslinks.related_posts",
    "anthology.crosslinks.reasons", "numpy", "PIL.JpegImagePlugin", "PIL.PngImagePlugin", "pagefind.service",
)  # fmt: skip
"""much of it only when it is needed; a search of one's own (`pagefind`) may not be installed"""


def serve() -> None:
    """Build for each line of the input, until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    for module in _LOADED_BY_A_BUILD:
        with suppress(ImportError):
            import_module(module)
    for line in sys.stdin:
        output, *arguments = json.loads(line)
        child = os.fork()
        if not child:
            _build(output, arguments)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def _build(output: str, arguments: list[str]) -> None:
    """Build in this process, with a file for all that it says, and end it."""
    with open(output, "wb") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    end(run(arguments))


if __name__ == "__main__":
    serve()
