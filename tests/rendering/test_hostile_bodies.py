"""Bodies made to keep a builder busy are rendered, or refused with a message."""

from __future__ import annotations

import pytest

from hostile_markdown import KINDS, render_hostile


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("thread", [False, True])
def test_a_hostile_body_is_rendered_or_refused(kind: str, thread: bool) -> None:
    body = KINDS[kind](20_000)

    assert body
    assert render_hostile(body, thread) <= 110


@pytest.mark.parametrize(
    "kind", ["wiki links", "entities opened", "tags of paragraphs", "addresses", "formulas"]
)
def test_a_body_of_half_a_megabyte_is_no_problem(kind: str) -> None:
    assert render_hostile(KINDS[kind](500_000)) <= 60
