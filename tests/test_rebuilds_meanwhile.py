"""Builds in the way of links, folders of the last site, and changes that are made while a build reads."""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from anthology.output.last_build import LastBuild
from builders import digests, essay
from test_rebuilds import (
    CHANGES,
    assert_rebuilt,
    built_again,
    built_from_nothing,
    built_here,
    prepared,
    replaced,
    variables,
)


@pytest.fixture
def prepared_root() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield prepared(Path(folder))


def moved_behind_a_link(path: Path, target: Path) -> Path:
    shutil.move(path, target)
    path.symlink_to(target)
    return target


def assert_as_from_nothing(root: Path) -> None:
    assert digests(root / "site") == built_from_nothing(root)


def test_a_template_behind_a_link_is_seen_to_change(prepared_root: Path) -> None:
    outside = prepared_root.parent / "footer.html"
    footer = moved_behind_a_link(prepared_root / "overrides/partials/footer.html", outside)
    time.sleep(0.06)  # so that the files were not changed a moment ago
    assert built_again(prepared_root)
    assert LastBuild(prepared_root, "").is_current()

    replaced(footer, "<footer", "<hr><footer")

    assert not LastBuild(prepared_root, "").is_current()
    assert built_again(prepared_root)
    assert_as_from_nothing(prepared_root)


def test_templates_in_a_linked_folder_are_seen_to_change(prepared_root: Path) -> None:
    partials = moved_behind_a_link(prepared_root / "overrides/partials", prepared_root.parent / "partials")
    (prepared_root / "overrides/round").symlink_to(prepared_root / "overrides")
    time.sleep(0.06)
    assert built_again(prepared_root)

    replaced(partials / "footer.html", "<footer", "<hr><footer")

    assert built_again(prepared_root)
    assert_as_from_nothing(prepared_root)


def test_the_lock_of_an_editor_beside_templates_and_posts_hinders_no_build(prepared_root: Path) -> None:
    for name in ("overrides/.#essay.html", "docs/essays/.#tides.md"):
        (prepared_root / name).symlink_to("somebody@somewhere.1:2")

    assert_rebuilt(prepared_root, ["text"])


def test_a_draft_that_a_preview_lists_is_not_taken_over(prepared_root: Path) -> None:
    practice = next((prepared_root / "docs/practices").glob("*.md"))
    draft = practice.with_name("draft.md")
    shutil.copy(practice, draft)
    text = draft.read_text(encoding="utf-8").replace("\ntitle: ", "\ndraft: true\ntitle: Not yet ", 1)
    draft.write_text(text, encoding="utf-8")
    with variables(ANTHOLOGY_PREVIEW="1"):
        assert built_here(prepared_root)
    assert "Not yet" in (prepared_root / "site/practices/index.html").read_text(encoding="utf-8")

    assert built_here(prepared_root)

    assert_as_from_nothing(prepared_root)


@pytest.mark.parametrize("name", ["posts/lost.md", "lost.md"])
def test_a_post_in_another_place_is_told_though_nothing_else_has_changed(
    prepared_root: Path, name: str
) -> None:
    time.sleep(0.06)
    assert built_again(prepared_root)
    assert LastBuild(prepared_root, "").is_current()
    (prepared_root / name).parent.mkdir(exist_ok=True)
    shutil.copy(prepared_root / "docs/essays/tides.md", prepared_root / name)

    assert not built_again(prepared_root)

    assert built_from_nothing(prepared_root) is None
    (prepared_root / name).unlink()
    assert built_again(prepared_root)


class Meanwhile:
    """A change that is made once, when this process opens a file, or lists a folder (`os.scandir`)."""

    opened: str | None = None
    event = "open"
    change: Callable[[], object]

    @classmethod
    def hear(cls, event: str, values: tuple[object, ...]) -> None:
        if cls.opened and event == cls.event and str(values[0]).endswith(cls.opened):
            cls.opened = None
            cls.change()


sys.addaudithook(Meanwhile.hear)


@pytest.mark.parametrize("change", ["vocabulary", "show", "person", "title"])
@pytest.mark.parametrize("opened", ["essays/tides.md", "essays/first.md", "overrides/main.html"])
def test_a_file_that_changes_while_a_build_reads_others_is_in_the_next_site(
    prepared_root: Path, change: str, opened: str
) -> None:
    Meanwhile.opened, Meanwhile.change = opened, lambda: CHANGES[change](prepared_root)

    built_again(prepared_root)

    assert Meanwhile.opened is None
    assert built_again(prepared_root)
    assert_as_from_nothing(prepared_root)


def test_a_file_of_the_site_that_is_changed_during_a_build_is_written_by_the_next(
    prepared_root: Path,
) -> None:
    assert built_again(prepared_root)
    page = prepared_root / "site/essays/bread/index.html"
    replaced(prepared_root / "docs/essays/tides.md", "at dusk", "at dawn")

    def change() -> None:
        page.write_text("mine", encoding="utf-8")
        time.sleep(0.06)  # longer ago than a moment

    Meanwhile.opened, Meanwhile.change = "essays/tides/index.html", change
    assert built_again(prepared_root)
    assert Meanwhile.opened is None
    replaced(prepared_root / "docs/essays/tides.md", "at dusk", "at dawn")

    assert built_again(prepared_root)

    assert_as_from_nothing(prepared_root)


def test_a_file_may_take_the_place_of_a_folder(prepared_root: Path) -> None:
    for aliases in (
        '["/old.html/x/"]',
        '["/old.html"]',
        '["/old.html"]',
        '["/old.html/x/"]',
        '["/old.html/x/"]',
    ):
        essay(prepared_root, "tides", f"A tide of {time.time_ns()}.", aliases=aliases)

        assert built_again(prepared_root)

        assert_as_from_nothing(prepared_root)


def test_a_file_without_a_suffix_may_take_the_place_of_a_folder(prepared_root: Path) -> None:
    assert built_again(prepared_root)
    (prepared_root / "site/_headers").unlink()
    (prepared_root / "site/_headers/x").mkdir(parents=True)

    for number in range(2):
        essay(prepared_root, "tides", f"Tide number {number}.")

        assert built_again(prepared_root)

        assert_as_from_nothing(prepared_root)


def test_a_page_that_somebody_replaces_right_after_a_build_is_made_again(
    prepared_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert built_again(prepared_root)
    CHANGES["text"](prepared_root)
    time.sleep(0.06)
    page = prepared_root / "site/index.html"
    monkeypatch.setattr(Meanwhile, "event", "os.scandir")
    Meanwhile.opened, Meanwhile.change = "/collection/site", lambda: page.write_text("Another", "utf-8")

    assert built_again(prepared_root)

    assert page.read_text(encoding="utf-8") == "Another"
    assert not LastBuild(prepared_root, "").is_current()
    assert built_again(prepared_root)
    assert_as_from_nothing(prepared_root)
