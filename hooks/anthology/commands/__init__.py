"""The command `anthology`; `anthology --help` lists what it can do.

A command prints its result to standard output and the rest to standard error, and returns an exit status. It
raises CommandError to end early. Modules that load a heavy library are imported by the command that needs them.
"""

import argparse
from collections.abc import Callable
from pathlib import Path

FindRoot = Callable[[argparse.Namespace], Path]
OK, FAILED, USAGE_ERROR = 0, 1, 2
"""Exit statuses: all is well, something is wrong, the command itself is wrong."""


class CommandError(Exception):
    """Ends a command with a message for standard error and an exit status."""

    def __init__(self, message: str, status: int = USAGE_ERROR) -> None:
        super().__init__(message)
        self.status = status
