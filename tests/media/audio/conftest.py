"""Fixtures of the tests of audio."""

from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def keep(tmp_path: Path) -> Callable[[str, bytes], Path]:
    def write(name: str, content: bytes) -> Path:
        (tmp_path / name).write_bytes(content)
        return tmp_path / name

    return write
