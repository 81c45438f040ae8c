"""The command `anthology`, and `python -m anthology`."""

import gc
import os
import sys
from contextlib import suppress
from typing import NoReturn

from anthology.commands.cli import main


def run_and_end() -> NoReturn:
    """Run the command, and end at once: to take down all objects of thousands of posts takes longer than a page."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy's threads take longer to begin than they save
    # Pydantic would look for plugins in every package that is installed.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    gc.set_threshold(200_000)  # most objects live as long as the process, and few are in cycles
    if "build" in sys.argv:
        gc.disable()  # to the end: a collection looks through all that the site is made from, for next to nothing
    status = main()
    with suppress(BrokenPipeError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    run_and_end()
