"""Golden folders: a collection below tests/feeds, and the feed that it must give."""

from __future__ import annotations

import html
import os
import shutil
from pathlib import Path

import feedparser
import pytest

from anthology.collection import guid, load
from anthology.feeds.checks import BuiltSite, check_document
from anthology.feeds.podcast_build import podcast_pages
from builders import HOUSE, MEDIA, collection, episode

FEEDS = sorted(folder for folder in (HOUSE / "tests" / "feeds").iterdir() if (folder / "episodes").is_dir())


@pytest.mark.parametrize("folder", FEEDS, ids=lambda folder: folder.name)
def test_posts_give_the_feed_beside_them(folder: Path, tmp_path: Path) -> None:
    root = laid_out(folder, tmp_path / "collection")
    loaded, problems = load(root)
    assert problems == []

    (document,) = podcast_pages(loaded).values()

    expected = folder / "podcast.xml"
    if os.environ.get("ANTHOLOGY_GOLD") == "write":  # then read the diff
        expected.write_bytes(document)
    assert document.decode() == expected.read_text(encoding="utf-8")
    assert check_document(document, "podcast.xml", BuiltSite(None, "https://example.org/")) == []


def laid_out(folder: Path, root: Path) -> Path:
    """A new site with the episodes of the golden folder and a short recording in each, in two encodings."""
    collection(root)
    shutil.copytree(folder, root, dirs_exist_ok=True)
    shutil.copy(HOUSE / "episodes" / "cover.jpg", root / "episodes" / "cover.jpg")
    for notes in root.glob("episodes/*/index.md"):
        for suffix in ("mp3", "opus"):
            shutil.copy(MEDIA / f"tone.{suffix}", notes.parent / f"audio.{suffix}")
    return root


@pytest.mark.parametrize(("setting", "paths"), [("", []), ("archive_after: 1\n", ["podcast/1.xml"])])
def test_the_show_decides_whether_old_episodes_move_to_archives(
    setting: str, paths: list[str], tmp_path: Path
) -> None:
    root = collection(tmp_path / "collection")
    for number in range(101):
        episode(root, f"no-{number}")
    add_to_show(root, setting)
    loaded, problems = load(root)
    assert problems == []

    assert ["podcast.xml", *paths] == list(podcast_pages(loaded))


def test_a_number_of_episodes_that_is_none_is_told(tmp_path: Path) -> None:
    root = collection(tmp_path / "collection")
    episode(root, "pier")
    add_to_show(root, "archive_after: 0\n")

    (problem,) = load(root)[1]

    assert (problem.path, problem.text) == ("episodes/show.yml", "archive_after: 0")


def add_to_show(root: Path, line: str) -> None:
    show = root / "episodes" / "show.yml"
    show.write_text(show.read_text(encoding="utf-8") + line, encoding="utf-8")


def test_a_guid_is_made_of_the_shows_guid_and_the_slug(tmp_path: Path) -> None:
    root = collection(tmp_path / "collection")
    episode(root, "pier")
    episode(root, "moved-in", guid="urn:old:1")
    loaded, _ = load(root)
    show, posts = loaded.show, {post.id: post for post in loaded.episodes}
    assert show

    # uuid5(UUID("368e1282-a34d-57bd-a008-d02e0e6a2b71"), "pier"), fixed for life
    assert guid(show, posts["episodes/pier"]) == "b5c6eb01-45b3-59f9-9d3c-9d7f0fccd9f1"
    assert guid(show, posts["episodes/moved-in"]) == "urn:old:1"


def test_a_feed_of_hostile_titles_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    root = collection(tmp_path / "collection")
    title = "<b>]]></b> & “x” 🌱 {{ 7*7 }}"
    body = title.replace("{{", "\\{{")  # unescaped, it is a sign of a template
    episode(root, "odd", f"{body}\n\n<em>ok</em>", title=f"'{title}'")
    loaded, problems = load(root)
    assert problems == []

    read = feedparser.parse(podcast_pages(loaded)["podcast.xml"])

    # feedparser leaves escaped markup in a title as it stands in the feed.
    assert html.unescape(read.entries[0].title) == title
    assert not read.bozo
