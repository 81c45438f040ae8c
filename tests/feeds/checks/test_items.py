"""The rules for episodes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from anthology.feeds.checks import BuiltSite, check_document, check_site
from anthology.feeds.entry import Enclosure
from anthology.feeds.rss import rss_document
from feed_builders import AUDIO, SITE, assert_found, build, episode, podcast_findings, show, spoiled, write

# What is in the good feed, what is there instead, and the finding.
WRONG = [
    ('<guid isPermaLink="false">guid-2</guid>', "", "guid", "is missing"),
    ("guid-2", "guid-1", "guid", "guid-1 is used twice"),
    ('<guid isPermaLink="false">guid-2', "<guid>guid-2", "guid", "guid-2 is not a URL"),
    ("https://anthology.example/episodes/pier-2/audio.mp3", "audio.mp3", "enclosure", "url is “audio.mp3”"),
    (
        "pier-2/audio.mp3",
        "pier-2/träume.mp3",
        "enclosure",
        "url is “https://anthology.example/episodes/pier-2/träume.mp3”",
    ),
    ("pier-2/audio.mp3", "pier-1/audio.mp3", "enclosure", "audio.mp3 is used twice"),
    ("pier-2/audio.mp3", "pier-2/other.mp3", "enclosure", "which is not in the site"),
    ('2/audio.mp3" length="1000"', '2/audio.mp3" length="0"', "enclosure", "length is “0”"),
    ('2/audio.mp3" length="1000"', '2/audio.mp3" length="31:05"', "enclosure", "length is “31:05”"),
    ('2/audio.mp3" length="1000"', '2/audio.mp3"', "enclosure", "has no length"),
    ('2/audio.mp3" length="1000"', '2/audio.mp3" length="999"', "enclosure", "says 999 bytes"),
    (
        '2/audio.mp3" length="1000" type="audio/mpeg"',
        '2/audio.mp3" length="1000" type="audio/mp3"',
        "enclosure",
        "mp3”",
    ),
    ("Tue, 06 Jan 2026 12:00:00 +0000", "2026-01-06T12:00:00Z", "pubDate", "not a date of RFC 2822"),
    ("Tue, 06 Jan 2026", "Mon, 06 Jan 2026", "pubDate", "that day is a Tue"),
    ("Tue, 06 Jan 2026", "Mon, 06 Jan 2098", "lastBuildDate", "is before an item's pubDate"),
    (">1865</itunes:duration>", ">31:05</itunes:duration>", "itunes:duration", "is “31:05”"),
    (">full<", ">normal<", "itunes:episodeType", "is “normal”"),
    ("<itunes:season>1<", "<itunes:season>one<", "itunes:season", "is “one”"),
    ("<itunes:episode>2<", "<itunes:episode>0<", "itunes:episode", "is “0”"),
    (
        ">false</itunes:explicit>\n      <",
        ">clean</itunes:explicit>\n      <",
        "itunes:explicit",
        "is “clean”",
    ),
    ("<title>Pier 2</title>", "<title/>", "title", "is empty"),
]


@pytest.mark.parametrize(("right", "wrong", "tag", "message"), WRONG)
def test_each_wrong_line_is_found(good: Path, right: str, wrong: str, tag: str, message: str) -> None:
    assert_found(
        podcast_findings(spoiled((good / "podcast.xml").read_bytes(), right, wrong), good), tag, message
    )


@pytest.mark.parametrize("tag", ["enclosure", "pubDate", "description", "itunes:duration"])
def test_a_required_tag_of_an_episode_is_missed(good: Path, tag: str) -> None:
    lines = (good / "podcast.xml").read_text("utf-8").splitlines()
    start = lines.index("    <item>")
    kept = "\n".join([*lines[:start], *_without(lines[start:], tag)])

    assert (tag, "is missing") in {
        (finding.tag, finding.message) for finding in podcast_findings(kept.encode(), good)
    }


def _without(lines: list[str], tag: str) -> list[str]:
    first = next(index for index, line in enumerate(lines) if line.lstrip().startswith(f"<{tag}"))
    last = (
        first
        if "/>" in lines[first]
        else next(i for i in range(first, len(lines)) if f"</{tag}>" in lines[i])
    )
    return [*lines[:first], *lines[last + 1 :]]


def test_a_finding_is_a_line_and_its_fix(good: Path) -> None:
    document = (
        (good / "podcast.xml")
        .read_bytes()
        .replace(b">1865</itunes:duration>", b">31:05</itunes:duration>", 1)
    )

    assert [
        "podcast.xml: “Pier 2”: <itunes:duration> is “31:05” (PSP-1)\n"
        "   Fix: write the duration in whole seconds, such as 1865"
    ] == [str(finding) for finding in podcast_findings(document, good)]


def test_a_file_outside_the_site_is_never_read(tmp_path: Path) -> None:
    site = tmp_path / "site"
    build(site, show(), [episode()])
    write(tmp_path / "secret.mp3", AUDIO)
    away = (site / "podcast.xml").read_bytes().replace(b"episodes/pier-1/audio.mp3", b"%2e%2e/secret.mp3")

    assert ["which is not in the site" in finding.message for finding in podcast_findings(away, site)] == [
        True
    ]


def test_what_a_linked_folder_leads_to_outside_is_not_in_the_site(good: Path, tmp_path: Path) -> None:
    site, outside = tmp_path / "site", tmp_path / "outside"
    shutil.copytree(good, site)
    (site / "episodes").rename(outside)
    (site / "episodes").symlink_to(outside, target_is_directory=True)

    assert any("which is not in the site" in finding.message for finding in check_site(site))


def test_an_enclosure_of_another_host_may_have_any_type_of_sound_and_no_other() -> None:
    elsewhere = Enclosure("https://cdn.example/pier.m4a", 9, "text/html")
    document = rss_document(show(), [episode(enclosure=elsewhere)])

    findings = check_document(document, "podcast.xml", BuiltSite(None, SITE))

    assert [("has the type “text/html”", "write audio/aac or audio/m4a or audio/mp4 or audio/x-m4a")] == [
        (finding.message, finding.fix) for finding in findings
    ]
