"""Ordinary mistakes get one message each, and its fix, applied as it is written, makes the post pass.

`mistakes.toml` has the mistakes. The test knows no more of a fix than its words: see `fixes.py`.
"""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from anthology.collection import load
from anthology.problems import Problem
from fixes import apply_fix
from golden import laid_over

MISTAKES: dict[str, dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("mistakes.toml").read_text(encoding="utf-8")
)
GOOD_POST = """\
---
title: The tide tables
date: 2026-03-02
summary: A shore taught me about waiting.
topics: [workplace]
authors: [kit]
---

The sea comes back. See [the harbour](harbour.md).

## At dusk

It goes out again.
"""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small collection, which the tests copy."""
    return laid_over(tmp_path_factory.mktemp("mistakes") / "base")


@pytest.mark.parametrize("name", MISTAKES)
def test_the_fix_of_the_one_message_makes_the_post_pass(name: str, base: Path, tmp_path: Path) -> None:
    mistake = MISTAKES[name]
    root = tmp_path / "root"
    shutil.copytree(base, root)
    file = root / mistake.get("file", "docs/essays/tides.md")
    file.parent.mkdir(parents=True, exist_ok=True)
    right, wrong = mistake.get("right", "---\ntitle"), mistake.get("wrong", "---\ntitle")
    assert right in GOOD_POST
    file.write_text(GOOD_POST.replace(right, wrong, 1), encoding="utf-8")

    [problem] = _problems(root)
    assert "error" == problem.level
    apply_fix(problem, root, wrong, mistake.get("words", {}))

    assert [] == [str(problem) for problem in _problems(root)]


def test_there_are_at_least_sixty_ordinary_mistakes() -> None:
    assert len(MISTAKES) >= 60


def _problems(root: Path) -> list[Problem]:
    return load(root)[1]
