"""MkDocs for one build in a process of its own: `python -m mkdocs_anthology build`.

The process ends as soon as the build has: to take down every object of thousands of posts takes longer than a page.
"""

import gc
import os
import sys
from pathlib import Path
from typing import NoReturn

gc.disable()  # such a process makes few cycles, and what it loads stays to the end


def run(arguments: list[str]) -> int:
    """Run MkDocs's command; return its exit status."""
    from mkdocs.__main__ import cli

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


def _run_once(arguments: list[str]) -> int:
    """Run MkDocs's command; the posts of a first build are read while MkDocs and the theme are loaded."""
    from anthology.sources import end_early_reading, start_early_reading

    if "-f" in arguments[:-1]:
        start_early_reading(Path(arguments[arguments.index("-f") + 1]).absolute().parent)
    try:
        return run(arguments)
    finally:
        end_early_reading()


if __name__ == "__main__":
    end(_run_once(sys.argv[1:]))
