"""The rules for a feed in several documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from anthology.feeds.checks import check_site
from feed_builders import build, episode, show, write


@pytest.mark.parametrize("archive_after", [None, 100])
def test_a_long_show_is_good_with_archives_and_without(tmp_path: Path, archive_after: int | None) -> None:
    build(tmp_path, show(archive_after=archive_after), [episode(number) for number in range(1, 301)])

    assert [] == check_site(tmp_path)


@pytest.mark.parametrize(
    ("path", "right", "wrong", "message"),
    [
        ("podcast/2.xml", "<fh:archive/>", "", "is missing"),
        ("podcast/2.xml", 'rel="current"', 'rel="up"', "has no link to the current feed"),
        ("podcast/2.xml", "podcast/1.xml", "podcast/7.xml", "which is not in the site"),
        ("podcast/2.xml", 'rel="prev-archive"', 'rel="up"', "nothing links to this page"),
        (
            "podcast.xml",
            'rel="prev-archive" href="https://anthology.example',
            'rel="prev-archive" href="',
            "is “/podcast/2.xml”, not an absolute URL",
        ),
    ],
)
def test_a_broken_chain_is_found(tmp_path: Path, path: str, right: str, wrong: str, message: str) -> None:
    build(tmp_path, show(archive_after=100), [episode(number) for number in range(1, 301)])
    document = (tmp_path / path).read_text("utf-8")
    assert right in document
    write(tmp_path / path, document.replace(right, wrong).encode())

    findings = check_site(tmp_path)

    assert any(message in finding.message for finding in findings), findings


def test_archives_numbered_from_the_newest_are_found(tmp_path: Path) -> None:
    build(tmp_path, show(archive_after=100), [episode(number) for number in range(1, 301)])
    oldest, newest = tmp_path / "podcast/1.xml", tmp_path / "podcast/2.xml"
    old, new = _items(oldest), _items(newest)
    write(oldest, oldest.read_bytes().replace(old, new))
    write(newest, newest.read_bytes().replace(new, old))

    assert any("newer than all of" in finding.message for finding in check_site(tmp_path))


def _items(file: Path) -> bytes:
    return file.read_bytes().partition(b"<item>")[2].rpartition(b"</item>")[0]
