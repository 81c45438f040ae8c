"""A listener's machine: an empty home folder, and the clients that a package manager installed."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Listener:
    """Someone whose programs see only `home`: no setting, proxy or subscription of whoever runs the tests."""

    home: Path

    @property
    def environment(self) -> dict[str, str]:
        """The whole environment of a client's process."""
        return {"PATH": os.environ["PATH"], "HOME": str(self.home), "LANG": "C.UTF-8", "TERM": "xterm"}

    def run(self, *command: str | Path) -> str:
        """Run a command and return its output; the test fails if the command does."""
        done = subprocess.run(
            command,
            cwd=self.home,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=300,
        )
        said = f"{done.stdout}{done.stderr}".strip()
        assert 0 == done.returncode, f"{command[0]} ended with status {done.returncode}:\n{said}"
        return done.stdout


def installed(command: str, package: str) -> str:
    """The path of a client's command. A missing one is a failure: a test that was left out proves nothing."""
    # A client from PyPI has an environment of its own: what it needs is not what we need.
    found = shutil.which(command) or shutil.which(command, path=HERE / ".venv" / "bin")
    if found is None:
        pytest.fail(f"{command} is missing: {package}. tests/clients/README.md says how", pytrace=False)
    return found
