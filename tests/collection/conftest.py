from pathlib import Path

import pytest

from golden import published


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The base of the golden posts, built."""
    return published(tmp_path_factory.mktemp("good"))
