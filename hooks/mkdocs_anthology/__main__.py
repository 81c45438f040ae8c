"""MkDocs for one build in a process of its own: `python -m mkdocs_anthology build`.

The process ends as soon as the build has: to take down every object of thousands of posts takes longer than a page.
"""

import gc
import os
import sys
from typing import NoReturn

gc.disable()  # such a process makes few cycles

from mkdocs.__main__ import cli  # noqa: E402 - its objects stay to the end


def run(arguments: list[str]) -> int:
    """Run MkDocs's command; return its exit status."""
    try:
        cli(arguments, prog_name="mkdocs")
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    return 0


def end(status: int) -> NoReturn:
    """End this process at once."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    end(run(sys.argv[1:]))
