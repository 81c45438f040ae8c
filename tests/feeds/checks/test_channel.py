"""The rules for the show, and for the document as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from anthology.feeds.checks import BuiltSite, check_document, check_site
from anthology.schema import apple_categories
from feed_builders import SITE, assert_found, build, episode, podcast_findings, show, spoiled

# What is in the good feed, what is there instead, and the finding.
WRONG = [
    ("</rss>", "", "rss", "not well-formed"),
    ('<rss xmlns:itunes="', '<!DOCTYPE rss [<!ENTITY a "b">]><rss xmlns:itunes="', "rss", "document type"),
    ('version="2.0"', 'version="0.92"', "rss", 'is not <rss version="2.0">'),
    ("encoding='UTF-8'", "encoding='ISO-8859-1'", "rss", "is in ISO-8859-1"),
    (
        '"https://podcastindex.org/namespace/1.0"',
        '"https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md"',
        "rss",
        "has the namespace https://github.com/",
    ),
    ("podcast-1.0.dtd", "Podcast-1.0.dtd", "rss", "which apps ignore"),
    ("<language>en</language>", "", "language", "is missing"),
    ("<language>en<", "<language>English, mostly<", "language", "is “English, mostly”"),
    ("<title>Leaving</title>\n    <link>", "<title> </title>\n    <link>", "title", "is empty"),
    ("</language>", "</language><language>de</language>", "language", "is there 2 times"),
    ("Health &amp; Fitness", "Health", "itunes:category", "is “Health”, not one of Apple's"),
    ('"Mental Health"', '"Grief"', "itunes:category", "not a subcategory of “Health & Fitness”"),
    (
        'cover.png"/>\n    <itunes:explicit',
        'cover.gif"/>\n    <itunes:explicit',
        "itunes:image",
        "neither JPEG",
    ),
    (
        'cover.png"/>\n    <itunes:explicit',
        'c.png"/>\n    <itunes:explicit',
        "itunes:image",
        "not in the site",
    ),
    (
        ">false</itunes:explicit>\n    <itunes:type",
        ">no</itunes:explicit>\n    <itunes:type",
        "itunes:explicit",
        "“no”",
    ),
    ("episodic", "weekly", "itunes:type", "is “weekly”"),
    (
        'podcast.xml" rel="self"',
        'feed.xml" rel="self"',
        "atom:link",
        "says https://anthology.example/feed.xml",
    ),
    ('rel="self"', 'rel="via"', "atom:link", 'with rel="self" is missing'),
    ("9b024349-ccf0-5f69", "9b024349-ccf0-1f69", "podcast:guid", "not a UUID of version 5"),
    (' owner="feed@anthology.example"', "", "podcast:locked", "has no owner"),
    (">yes</podcast:locked>", ">true</podcast:locked>", "podcast:locked", "is “true”"),
    ("<itunes:email>feed@", "<itunes:email>", "itunes:email", "not an e-mail address"),
    (
        "<itunes:type>",
        "<itunes:new-feed-url>/new.xml</itunes:new-feed-url><itunes:type>",
        "itunes:new-feed-url",
        "is “/new.xml”",
    ),
    ("<lastBuildDate>Wed,", "<lastBuildDate>Tue,", "lastBuildDate", "that day is a Wed"),
]


@pytest.mark.parametrize(("right", "wrong", "tag", "message"), WRONG)
def test_each_wrong_line_is_found(good: Path, right: str, wrong: str, tag: str, message: str) -> None:
    encoding = "latin-1" if "ISO-8859" in wrong else "utf-8"
    assert_found(
        podcast_findings(spoiled((good / "podcast.xml").read_bytes(), right, wrong, encoding), good),
        tag,
        message,
    )


def test_a_feed_that_names_another_file_is_found(tmp_path: Path) -> None:
    build(tmp_path, show(feed_url=f"{SITE}feed.xml"), [episode()])

    assert [f"says {SITE}feed.xml, and the feed is at {SITE}podcast.xml"] == [
        finding.message for finding in check_site(tmp_path)
    ]


def test_entities_are_never_expanded() -> None:
    bomb = b'<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><channel>&a;</channel></rss>'

    assert ["rss"] == [finding.tag for finding in check_document(bomb, "x", BuiltSite())]


def test_every_category_is_spelled_once() -> None:
    subcategories = [sub for subs in apple_categories().values() for sub in subs]

    assert (19, len(set(subcategories))) == (len(apple_categories()), len(subcategories))
