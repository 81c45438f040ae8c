"""Addresses and guids that can be used only once."""

from __future__ import annotations

from pathlib import Path

import pytest

from anthology.collection import load
from builders import episode, essay


def messages(root: Path) -> list[str]:
    return [f"{at.path.rpartition('/')[2]}:{at.line}:{at.column}: {at.message}" for at in load(root)[1]]


@pytest.mark.parametrize(
    ("alias", "by"),
    [
        ("/essays/first/", "docs/essays/first.md"),
        ("/essays/first/index.html", "docs/essays/first.md"),
        ("/essays/", "a page of this site"),
        ("/topics/beginnings/", "a topic"),
        ("/podcast.xml", "a file of this site"),
        ("/feed.json/more/", "a file of this site"),
        ("/index.html", "docs/index.md"),
        ("/assets/x.html", "a folder of this site"),
        ("/essays/first/index.html/more/", "docs/essays/first.md"),
        ("/episodes/pier/pier.mp3/", "a file of a post"),
    ],
)
def test_an_old_address_never_hides_what_is_there(alias: str, by: str, root: Path) -> None:
    episode(root, "pier")
    essay(root, "second", aliases=f"[{alias}]")

    assert [f"second.md:7:11: the address {alias} is used already, by {by}"] == messages(root)


@pytest.mark.parametrize("alias", ["/old/", "/old.html", "/essays/first/old/", "/2019/01/old-one/"])
def test_an_old_address_that_is_free_is_had_once(alias: str, root: Path) -> None:
    essay(root, "second", aliases=f"[{alias}]")
    assert [] == messages(root)
    essay(root, "third", aliases=f"[{alias}]")

    assert [f"third.md:7:11: the address {alias} is used already, by docs/essays/second.md"] == messages(root)


def test_a_guid_is_used_by_one_episode(root: Path) -> None:
    episode(root, "pier", guid="an-old-guid")
    episode(root, "quay", guid="an-old-guid")

    assert ["index.md:8:7: the guid an-old-guid is used already, by episodes/pier/index.md"] == messages(root)
