"""MkDocs for one build in a process of its own: `python -m mkdocs_anthology build`.

The process ends as soon as the build has: to take down every object of thousands of posts takes longer than a page.
"""

import os
import sys

from mkdocs.__main__ import cli


def run() -> int:
    """Run MkDocs's command; return its exit status."""
    try:
        cli(prog_name="mkdocs")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


if __name__ == "__main__":
    status = run()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)
