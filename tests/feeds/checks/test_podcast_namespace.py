"""The rules for tags of the podcast namespace."""

from __future__ import annotations

from pathlib import Path

import pytest

from anthology.feeds.checks import check_site
from anthology.feeds.podcast import TrailerTag
from feed_builders import FIRST_DAY, SITE, episode, show, spoiled, write
from feed_builders import build as built_site

CHANNEL = "<podcast:medium>podcast</podcast:medium>"
ITEM = "<itunes:episodeType>full</itunes:episodeType>"
LONG = "x" * 129
WRONG_TAGS = [
    (CHANNEL, "<podcast:funding>Give</podcast:funding>", "podcast:funding", "has no url"),
    (CHANNEL, f'<podcast:funding url="https://x.example">{LONG}</podcast:funding>', "podcast:funding", "129"),
    (
        CHANNEL,
        '<podcast:funding url="/give">Give</podcast:funding>',
        "podcast:funding",
        "url is “/give”",
    ),
    (ITEM, f'<podcast:season name="{LONG}">1</podcast:season>', "podcast:season", "name has 129 characters"),
    (
        ITEM,
        f'<podcast:episode display="{LONG[:33]}">1</podcast:episode>',
        "podcast:episode",
        "display has 33 characters",
    ),
    (CHANNEL, "<podcast:person/>", "podcast:person", "is empty"),
    (CHANNEL, '<podcast:person img="me.jpg">A</podcast:person>', "podcast:person", "img is “me.jpg”"),
    (CHANNEL, f'<podcast:person img="{SITE}me.jpg">A</podcast:person>', "podcast:person", "not in the site"),
    (CHANNEL, "<podcast:location/>", "podcast:location", "is empty"),
    (
        CHANNEL,
        '<podcast:trailer url="https://x.example/t.mp3">T</podcast:trailer>',
        "podcast:trailer",
        "no pubdate",
    ),
    (
        CHANNEL,
        '<podcast:trailer url="https://x.example/t.mp3" pubdate="2026-01-01">T</podcast:trailer>',
        "podcast:trailer",
        "not a date of RFC 2822",
    ),
    (CHANNEL, "<podcast:image/>", "podcast:image", "has no href"),
    (CHANNEL, "<podcast:images/>", "podcast:images", "has no srcset"),
    (CHANNEL, "<podcast:txt/>", "podcast:txt", "is empty"),
    (
        CHANNEL,
        '<podcast:updateFrequency rrule="weekly">Weekly</podcast:updateFrequency>',
        "podcast:updateFrequency",
        "rrule is “weekly”",
    ),
    (CHANNEL, "<podcast:remoteItem/>", "podcast:remoteItem", "has no feedGuid"),
    (CHANNEL, "<podcast:podroll/>", "podcast:remoteItem", "is missing"),
    (
        CHANNEL,
        "<podcast:podroll><podcast:remoteItem/></podcast:podroll>",
        "podcast:remoteItem",
        "has no feedGuid",
    ),
    (CHANNEL, "<podcast:block>maybe</podcast:block>", "podcast:block", "is “maybe”"),
    (CHANNEL, '<podcast:socialInteract protocol="activitypub"/>', "podcast:socialInteract", "has no uri"),
    (ITEM, "<podcast:socialInteract/>", "podcast:socialInteract", "has no protocol"),
    (ITEM, "<podcast:license/>", "podcast:license", "is empty"),
    (ITEM, "<podcast:alternateEnclosure/>", "podcast:source", "is missing"),
    (ITEM, '<podcast:soundbite startTime="1"/>', "podcast:soundbite", "has no duration"),
]


@pytest.mark.parametrize(("where", "tag_text", "tag", "message"), WRONG_TAGS)
def test_each_wrong_tag_of_the_namespace_is_found(
    tmp_path: Path, where: str, tag_text: str, tag: str, message: str
) -> None:
    built_site(tmp_path, show(), [episode()])
    feed = tmp_path / "podcast.xml"
    write(feed, spoiled(feed.read_bytes(), where, where + tag_text))

    findings = [finding for finding in check_site(tmp_path) if finding.tag == tag]

    assert any(message in finding.message for finding in findings), check_site(tmp_path)


def test_a_trailer_that_is_not_there_is_found(tmp_path: Path) -> None:
    trailer = TrailerTag("Soon", f"{SITE}trailer.mp3", FIRST_DAY)
    built_site(tmp_path, show(trailers=(trailer,)), [episode()])

    assert ["podcast:trailer"] == [finding.tag for finding in check_site(tmp_path)]
