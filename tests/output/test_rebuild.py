"""After a change of content the site is made without MkDocs, and is the same, byte for byte."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from anthology.commands.build import build_without_engine
from builders import digests, essay
from test_rebuilds import CHANGES, built_again, built_from_nothing, built_here, prepared, replaced, variables

OF_CONTENT = (
    "text", "title", "date", "person", "vocabulary", "help", "show", "transcript", "cover", "added", "own page",
    "old address", "page of the site deleted",
)  # fmt: skip


def built_by_engine(root: Path) -> None:
    time.sleep(0.06)  # so that no file was changed a moment ago
    with variables(ANTHOLOGY_TARGET=""):
        assert built_here(root)


@pytest.mark.parametrize("change", OF_CONTENT)
def test_after_a_change_of_content_no_engine_is_needed(tmp_path: Path, change: str) -> None:
    root = prepared(tmp_path)
    built_by_engine(root)
    CHANGES[change](root)

    lines = build_without_engine(root)

    assert lines[-1] == f"The site is in {root / 'site'}"
    assert digests(root / "site") == built_from_nothing(root)


def test_a_third_build_finds_what_the_first_two_share(tmp_path: Path) -> None:
    root = prepared(tmp_path)
    built_by_engine(root)
    essay(root, "later")
    for number in range(3):
        replaced(root / "docs/essays/later.md", "\n---\n", f"\n---\n\nParagraph {number}.\n")
        assert build_without_engine(root)
        assert digests(root / "site") == built_from_nothing(root)
    (kept,) = (root / ".cache/anthology").glob("folders-*")
    shared = [file for file in kept.rglob("*") if file.is_file()]

    assert len(shared) > 10
    assert all(file.samefile(root / "site" / file.relative_to(kept)) for file in shared)
    assert not (kept / "essays/later/index.html").exists()


@pytest.mark.parametrize("change", ["template", "style", "settings", "language", "store deleted"])
def test_after_a_change_of_anything_else_it_is(tmp_path: Path, change: str) -> None:
    root = prepared(tmp_path)
    built_by_engine(root)
    CHANGES[change](root)

    assert not build_without_engine(root)


@pytest.mark.parametrize(
    "asks",
    [
        "{{ nav|length }}",
        "{{ config.site_name }}",
        "{% trans %}Edit{% endtrans %}",
        "{{ page.is_homepage }}",
        "{{ mkdocs_version >= '1' }}",
        "{{ 'v' + mkdocs_version }}",
        "{{ (build_date_utc - build_date_utc).days }}",
    ],
)
def test_a_template_that_asks_for_something_of_mkdocs_is_rendered_by_it(tmp_path: Path, asks: str) -> None:
    root = prepared(tmp_path)
    replaced(root / "overrides/post.html", "{% block main %}", f"{{% block main %}}{asks}")
    built_by_engine(root)
    CHANGES["text"](root)

    assert not build_without_engine(root)
    assert built_again(root)
    assert digests(root / "site") == built_from_nothing(root)


def test_templates_below_the_posts_are_no_content(tmp_path: Path) -> None:
    root = prepared(tmp_path)
    (root / "overrides/assets/vendor/README.md").unlink()  # else a post of a wrong name
    (root / "overrides").rename(root / "docs/theme")
    replaced(root / "mkdocs.yml", "custom_dir: overrides", "custom_dir: docs/theme")
    built_by_engine(root)
    replaced(root / "docs/theme/404.html", "{% block main %}", "{% block main %}<hr>")

    assert not build_without_engine(root)
    assert built_again(root)
    assert "<hr>" in (root / "site/404.html").read_text(encoding="utf-8")


def test_mkdocs_says_which_post_is_wrong(tmp_path: Path) -> None:
    root = prepared(tmp_path)
    built_by_engine(root)
    before = digests(root / "site")
    essay(root, "wrong", topics="[unheard-of]")

    assert not build_without_engine(root)
    assert digests(root / "site") == before


def test_another_day_is_for_mkdocs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = prepared(tmp_path)
    built_by_engine(root)
    monkeypatch.setenv("ANTHOLOGY_TODAY", "tomorrow")

    assert not build_without_engine(root)
