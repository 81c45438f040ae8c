"""Sequences of random changes, after each of which the site must be that of a build that knows nothing."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

from test_rebuilds import CHANGES, assert_rebuilt, prepared

_MOST_CHANGES = 4


def rebuild_sequences(number: int, first: int = 0, seconds: float = float("inf")) -> Iterator[list[str]]:
    """Yield the changes of each sequence once it has been built. Raises AssertionError if a site differs."""
    end = time.monotonic() + seconds
    for seed in range(first, first + number):
        if time.monotonic() > end:
            return
        random = Random(seed)
        changes = random.choices(sorted(CHANGES), k=random.randint(1, _MOST_CHANGES))
        with tempfile.TemporaryDirectory(prefix="rebuilds") as folder:
            try:
                assert_rebuilt(prepared(Path(folder)), changes)
            except AssertionError as error:
                raise AssertionError(f"seed {seed}, {changes}: {error}") from error
        yield changes
