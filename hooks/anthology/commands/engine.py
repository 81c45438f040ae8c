"""The engine, MkDocs, in processes of its own; the package never imports it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from anthology.inputs import CONFIG_FILE

_CAN_COPY = hasattr(os, "fork") and sys.platform != "darwin"
"""Apple's libraries end a process that was copied after they were loaded."""


def engine(root: Path, *options: str) -> list[str]:
    """Return the command that builds the collection in `root`."""
    return [sys.executable, "-m", "mkdocs_anthology", *_arguments(root, options)]


def engine_environment(**variables: str) -> dict[str, str]:
    """Return the environment of `engine`: this one without the theme's notice (ARCHITECTURE.md says why)."""
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONIOENCODING": "utf-8", **variables}


class WarmEngine:
    """Builds one collection again and again, in copies of a process that has loaded the engine once.

    Where a process cannot be copied, each build is a process of its own.
    """

    def __init__(self, root: Path, options: tuple[str, ...], environment: dict[str, str]) -> None:
        self._root, self._options, self._environment = root, options, environment
        self._process: subprocess.Popen[str] | None = None

    def build(self) -> tuple[int, str]:
        """Return the exit status of a build and all that it said."""
        with TemporaryDirectory() as folder:
            output = Path(folder) / "output"
            status = self._build_in_a_copy(output) if _CAN_COPY else None
            if status is None:
                with output.open("wb") as file:
                    command = engine(self._root, *self._options)
                    status = subprocess.run(
                        command,
                        env=self._environment,
                        stdin=subprocess.DEVNULL,
                        stdout=file,
                        stderr=subprocess.STDOUT,
                        check=False,
                    ).returncode
            return status, output.read_text(encoding="utf-8", errors="replace")

    def write_edited(self, paths: list[str]) -> bool:
        """Write the pages of posts, whose files were edited, into the last site; False if only a build can."""
        return bool(self._process and self._asked({"edited": paths}))

    def close(self) -> None:
        """End the process; the next build loads the engine again."""
        if self._process:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _build_in_a_copy(self, output: Path) -> int | None:
        """Return the exit status, or None if the process has ended by itself."""
        self._process = self._process or self._started()
        return self._asked({"build": _arguments(self._root, self._options), "output": str(output)})

    def _asked(self, request: dict[str, Any]) -> int | None:
        process = self._process
        assert process is not None
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(f"{json.dumps(request)}\n")
            process.stdin.flush()
            return int(process.stdout.readline())
        except (OSError, ValueError):
            self.close()
            return None

    def _started(self) -> subprocess.Popen[str]:
        # One thread: a process with several cannot be copied safely.
        return subprocess.Popen(
            [sys.executable, "-m", "mkdocs_anthology.warm"],
            env={**self._environment, "OPENBLAS_NUM_THREADS": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )


def _arguments(root: Path, options: tuple[str, ...]) -> list[str]:
    return ["build", "-f", str(root / CONFIG_FILE), *options]
