"""A few trials of the fuzzer; `python -m fuzz` in tests/ runs as many as wanted."""

from __future__ import annotations

import pytest

from builders import HOUSE
from fuzz.inputs import collection_with, posts_of
from fuzz.trial import try_collection


@pytest.mark.parametrize("seed", range(12))
def test_a_mutated_file_is_refused_or_published_by_every_rule(seed: int) -> None:
    posts = posts_of(HOUSE / "docs" / "essays") if seed % 2 else []

    outcome = try_collection(collection_with(seed, posts))

    # Time and memory are judged by the command, on a quiet machine.
    assert not outcome.fault or outcome.fault.startswith("took")
