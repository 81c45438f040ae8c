"""Broken Atom feeds, JSON feeds, lists of feeds and tags of the namespace: each refused with its finding."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from anthology.collection.loader import load
from anthology.commands.cli import main
from anthology.crosslinks.build import links_between
from anthology.feeds import build_feeds
from anthology.feeds.checks import BuiltSite, Finding, check_document, check_site
from anthology.feeds.podcast import TrailerTag
from anthology.feeds.rss import rss_document
from builders import collection, essay
from builders import episode as written
from feed_builders import FIRST_DAY, SITE, episode, picture, show, spoiled, write
from feed_builders import build as built_site

ADDRESS = "https://example.org/"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All feeds of a small collection, and the files that they lead to."""
    root = collection(tmp_path_factory.mktemp("more") / "collection")
    essay(root, "tides", date="2026-02-02", content_notes="[strong-language]")
    written(root, "pier")
    loaded, _ = load(root)
    site = root / "site"
    for path, document in build_feeds(loaded, links_between(loaded).offers).items():
        write(site / path, document)
    pages = ["", "essays", "subscribe", "episodes", "topics/beginnings", *loaded.posts]
    for page in [*pages, *(f"people/{name}" for name in ("editors",)), *loaded.practices]:
        write(site / page / "index.html", b"")
    for address, file in loaded.files.items():
        write(site / address, file.read_bytes())
    return site


def check(site: Path, path: str, document: bytes) -> list[Finding]:
    return check_document(document, path, BuiltSite(site, ADDRESS))


def test_all_our_feeds_keep_every_rule(site: Path) -> None:
    assert check_site(site) == []
    assert check_site(site, ADDRESS) == []


# What stands in the good feed of essays, what stands there instead, and the finding.
WRONG_ATOM = [
    ("</feed>", "", "rss", "not well-formed"),
    ("<title>Tides</title>", "", "atom:title", "is missing"),
    ("<title>Tides</title>", "<title/>", "atom:title", "is empty"),
    ("<title>Tides</title>", "<title>Tides</title><title>Ebb</title>", "atom:title", "is there 2 times"),
    ("<updated>2026-02-02T12:00:00Z</updated>\n<author>", "<author>", "atom:updated", "is missing"),
    (
        "<updated>2026-02-02T12:00:00Z</updated>\n<author>",
        "<updated>Mon, 02 Feb 2026 12:00:00 +0000</updated>\n<author>",
        "atom:updated",
        "not a date of RFC 3339",
    ),
    (
        "<updated>2026-02-02T12:00:00Z</updated>\n<author>",
        "<updated>2026-02-01T12:00:00Z</updated>\n<author>",
        "atom:updated",
        "is before atom:published",
    ),
    ("<published>2026-02-02T12:00:00Z", "<published>2026-02-31T12:00:00Z", "atom:published", "not a date"),
    ("<author><name>The editors</name>", "<author>", "atom:name", "is missing"),
    ('rel="self"', 'rel="via"', "atom:link", 'with rel="self" is missing'),
    (
        'href="https://example.org/essays.xml"',
        'href="https://example.org/atom.xml"',
        "atom:link",
        "the feed is at",
    ),
    (
        'href="https://example.org/essays/tides/"',
        'href="/essays/tides/"',
        "atom:link",
        "is “/essays/tides/”, not an absolute URL",
    ),
    (
        'href="https://example.org/essays/tides/"',
        'href="https://example.org/essays/ebb/"',
        "atom:link",
        "not in the",
    ),
    ("<p>A sentence.", "<script>x()</script><p>A sentence.", "atom:content", "contains <script>"),
    ("<p>A sentence.", "<h1>A sentence.</h1><p>", "atom:content", "contains <h1>"),
    ("<p>A sentence.", '<a href="/x">x</a><p>', "atom:content", "has href=“/x”"),
    ("<p>A sentence.", '<p onclick="x()">A sentence.', "atom:content", "contains onclick= on <p>"),
    (
        "<p>A sentence.",
        """<p title='"' onclick="x()">A sentence.""",
        "atom:content",
        "contains onclick= on <p>",
    ),
    ("<p>A sentence.", "<p title='>' style='x'>A sentence.", "atom:content", "contains style= on <p>"),
    ("<p>A sentence.", "<a href='h&#116;tp:/x'>x</a><p>A sentence.", "atom:content", "has href="),
]


@pytest.mark.parametrize(("right", "wrong", "tag", "message"), WRONG_ATOM)
def test_each_wrong_line_of_an_atom_feed_is_found(
    site: Path, right: str, wrong: str, tag: str, message: str
) -> None:
    escaped = right.startswith("<p>")
    right, wrong = (_escaped(words) if escaped else words for words in (right, wrong))

    found = check(site, "essays.xml", spoiled((site / "essays.xml").read_bytes(), right, wrong))

    assert any(finding.tag == tag and message in finding.message for finding in found), found
    assert all(finding.fix and finding.source for finding in found)


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def test_two_entries_of_one_id_are_found(site: Path) -> None:
    document = (site / "essays.xml").read_text("utf-8")
    first, second = (part.partition("</id>")[0] for part in document.split('<entry xml:lang="en">\n<id>')[1:])

    found = check(site, "essays.xml", document.replace(second, first).encode())

    assert [("atom:id", f"{first} is used twice")] == [(one.tag, one.message) for one in found]


def test_an_id_that_is_no_iri_is_found(site: Path) -> None:
    document = (site / "essays.xml").read_text("utf-8").replace("<id>urn:uuid:", "<id>", 1)

    assert ["atom:id"] == [finding.tag for finding in check(site, "essays.xml", document.encode())]


def test_an_enclosure_of_another_length_is_found_in_atom_and_json(site: Path) -> None:
    atom = (site / "topics/beginnings/feed.xml").read_bytes().replace(b'length="6347"', b'length="1"')
    told = (site / "feed.json").read_bytes().replace(b'"size_in_bytes": 6347', b'"size_in_bytes": 1')

    assert ["says 1 bytes"] == [one.message for one in check(site, "topics/beginnings/feed.xml", atom)]
    assert ["says 1 bytes"] == [one.message for one in check(site, "feed.json", told)]


def change(feed: dict[str, Any], name: str, value: Any, item: int | None = None) -> None:
    (feed if item is None else feed["items"][item])[name] = value


WRONG_JSON: list[tuple[int | None, str, Any, str, str]] = [
    (None, "version", "1.1", "version", "is “1.1”"),
    (None, "title", "", "title", "is missing"),
    (None, "items", {}, "items", "is not a list"),
    (None, "items", ["x"], "items", "contains something that is not an object"),
    (None, "feed_url", f"{ADDRESS}all.json", "feed_url", "and the feed is at"),
    (None, "next_url", f"{ADDRESS}feed.json", "next_url", "is this page itself"),
    (None, "next_url", f"{ADDRESS}feed/9.json", "next_url", "which is not in the site"),
    (None, "home_page_url", "/", "home_page_url", "is “/”, not an absolute URL"),
    (None, "extra", 1, "extra", "is not a field of JSON Feed"),
    (0, "id", 7, "id", "is not a text"),
    (0, "id", "", "id", "is missing"),
    (0, "content_html", "", "content_html", "is missing, and content_text too"),
    (0, "content_html", "<iframe src='x'>", "content_html", "contains <iframe>"),
    (0, "date_published", "Mon, 02 Feb 2026", "date_published", "not a date of RFC 3339"),
    (0, "date_modified", "1999-01-01T00:00:00Z", "date_modified", "is before date_published"),
    (0, "url", "essays/tides/", "url", "is “essays/tides/”, not an absolute URL"),
    (0, "tags", "one", "tags", "is not a list"),
    (0, "tags", [1], "tags", "is not a list of texts"),
    (0, "authors", [{}], "authors", "has somebody without name"),
    (0, "attachments", {}, "attachments", "is not a list"),
    (0, "attachments", [{"url": f"{ADDRESS}a.mp3"}], "attachments", "mime_type is missing"),
    (
        0,
        "attachments",
        [{"url": f"{ADDRESS}a.mp3", "mime_type": "audio/mpeg"}],
        "attachments",
        "not in the site",
    ),
]


@pytest.mark.parametrize(("item", "name", "value", "tag", "message"), WRONG_JSON)
def test_each_wrong_field_of_a_json_feed_is_found(
    site: Path, item: int | None, name: str, value: Any, tag: str, message: str
) -> None:
    feed = json.loads((site / "feed.json").read_bytes())
    change(feed, name, value, item)

    found = check(site, "feed.json", json.dumps(feed).encode())

    assert any(finding.tag == tag and message in finding.message for finding in found), found


def test_json_that_is_none_is_found(site: Path) -> None:
    assert "cannot be read" in check(site, "feed.json", b"{")[0].message


def test_two_items_of_one_id_are_found(site: Path) -> None:
    feed = json.loads((site / "feed.json").read_bytes())
    change(feed, "id", feed["items"][1]["id"], 0)

    assert ["id"] == [finding.tag for finding in check(site, "feed.json", json.dumps(feed).encode())]


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ('version="2.0"', 'version="3"', "has the version “3”"),
        ("<head>", "<top>", "not well-formed"),
        (' text="A new collection: essays"', "", "has no text"),
        ('xmlUrl="https://example.org/essays.xml"', 'xmlUrl="/essays.xml"', "xmlUrl is “/essays.xml”"),
        ('xmlUrl="https://example.org/essays.xml"', 'xmlUrl="https://example.org/x.xml"', "not in the site"),
        (
            'xmlUrl="https://example.org/essays.xml"',
            'xmlUrl="https://example.org/feed.json"',
            "is used twice",
        ),
        ("<dateModified>", "<dateModified>2026-01-01 ", "not a date of RFC 2822"),
    ],
)
def test_each_wrong_line_of_a_list_is_found(site: Path, right: str, wrong: str, message: str) -> None:
    found = check(site, "feeds.opml", spoiled((site / "feeds.opml").read_bytes(), right, wrong))

    assert any(message in finding.message for finding in found), found


# --- The podcast namespace --------------------------------------------------------------------------

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

    found = [finding for finding in check_site(tmp_path) if finding.tag == tag]

    assert any(message in finding.message for finding in found), check_site(tmp_path)


def test_a_trailer_that_is_not_there_is_found(tmp_path: Path) -> None:
    trailer = TrailerTag("Soon", f"{SITE}trailer.mp3", FIRST_DAY)
    built_site(tmp_path, show(trailers=(trailer,)), [episode()])

    assert ["podcast:trailer"] == [finding.tag for finding in check_site(tmp_path)]


# --- Whole sites ------------------------------------------------------------------------------------


def test_a_date_in_the_future_is_found_when_the_day_is_given(tmp_path: Path) -> None:
    built_site(tmp_path, show(), [episode(1)])

    assert check_site(tmp_path, today=date(2026, 1, 5)) == []
    found = check_site(tmp_path, today=date(2026, 1, 4))
    assert [("pubDate", "Mon, 05 Jan 2026 12:00:00 +0000 is after 2026-01-04")] == [
        (finding.tag, finding.message) for finding in found
    ]


def test_the_command_reads_every_feed_of_a_site(
    site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--site", str(site)]) == 0
    assert main(["check", "--site", str(site), "--today", "2026-01-31"]) == 1
    assert "essays.xml: “Tides”: <atom:published> 2026-02-02T12:00:00Z is after 2026-01-31" in (
        capsys.readouterr().out
    )


def test_a_feed_that_we_did_not_make_is_found_under_any_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    foreign = rss_document(
        show(feed_url="https://old.example/shows/rss.xml", image_url="https://x.example/c.png"), []
    )
    write(tmp_path / "shows" / "rss.xml", foreign.replace(b">false<", b">no<"))
    write(tmp_path / "sitemap.xml", b"<urlset/>")
    write(tmp_path / "transcript.json", b'{"version": "1.0.0"}')

    assert main(["check", "--site", str(tmp_path)]) == 1
    assert capsys.readouterr().out == (
        "shows/rss.xml: <itunes:explicit> is “no” (Apple's requirements)\n   Fix: write true or false\n"
    )


def test_artwork_that_changes_between_two_checks_is_looked_at_again(tmp_path: Path) -> None:
    built_site(tmp_path, show(), [episode()])
    assert check_site(tmp_path) == []

    write(tmp_path / "cover.png", picture(1399, 1399))

    assert ["has 1399 × 1399 pixels"] == [finding.message for finding in check_site(tmp_path)]
