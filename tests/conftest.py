from __future__ import annotations

from pathlib import Path

import pytest

from builders import collection


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The folder of a small good collection."""
    return collection(tmp_path / "collection")
