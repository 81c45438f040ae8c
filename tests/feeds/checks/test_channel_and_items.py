"""The checker finds nothing in a good feed, and each mistake in a bad one."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from anthology.feeds.checks import BuiltSite, Finding, check_document, check_site
from anthology.feeds.podcast import AlternateTag, Enclosure
from anthology.feeds.rss import rss_document
from anthology.schema.apple_categories import CATEGORIES
from anthology.schema.podcast import Soundbite
from feed_builders import AUDIO, SITE, build, episode, picture, show, spoiled, write

FOLDER = "episodes/pier-2"

# Each row is one wrong line: what stands in the good feed, what stands there instead, and the finding.
WRONG = [
    # the document
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
    # the show
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
    ("9b024349-ccf0-5f69", "9b024349-ccf0-4f69", "podcast:guid", "not a UUID of version 5"),
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
    # an episode
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
    ("Tue, 06 Jan 2026", "Mon, 06 Jan 2098", "pubDate", "after the feed's lastBuildDate"),
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
    # what comes with it
    ("<h2>Links</h2>", "<h1>Links</h1>", "content:encoded", "contains <h1>"),
    ("<h2>Links</h2>", "<script>1</script>", "content:encoded", "contains <script>"),
    ("<h2>Links</h2>", "<style>p {}</style>", "content:encoded", "contains <style>"),
    ("<h2>Links</h2>", '<form action="x"></form>', "content:encoded", "contains <form>"),
    ("<h2>Links</h2>", '<iframe src="https://x.example"></iframe>', "content:encoded", "contains <iframe>"),
    ("<h2>Links", '<h2 onclick="x()">Links', "content:encoded", "contains onclick= on <h2>"),
    ('The <a href="https://anthology.example/">', 'The <a href="/">', "content:encoded", "has href=“/”"),
    ("2/transcript.vtt", "2/words.vtt", "podcast:transcript", "which is not in the site"),
    ('"text/vtt"', '"text/plain"', "podcast:transcript", "has the type “text/plain”"),
    ("application/json+chapters", "application/json", "podcast:chapters", "type is “application/json”"),
    ("2/chapters.json", "2/parts.json", "podcast:chapters", "which is not in the site"),
    ('start="00:01:30.000"', 'start="90s"', "psc:chapters", "has the start “90s”"),
    ('start="00:01:30.000"', 'start="00:31:05.000"', "psc:chapters", "00:31:05"),
    ('start="00:00:00.000"', 'start="00:02:00.000"', "psc:chapters", "00:01:30"),
]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = tmp_path_factory.mktemp("site")
    build(site, show(), [episode(1), episode(2)])
    return site


def check(document: bytes, site: Path) -> list[Finding]:
    return check_document(document, "podcast.xml", BuiltSite(site, SITE))


def test_a_good_feed_has_no_findings(good: Path) -> None:
    assert [] == check_site(good)


@pytest.mark.parametrize(("right", "wrong", "tag", "message"), WRONG)
def test_each_wrong_line_is_found(good: Path, right: str, wrong: str, tag: str, message: str) -> None:
    encoding = "latin-1" if "ISO-8859" in wrong else "utf-8"
    changed = spoiled((good / "podcast.xml").read_bytes(), right, wrong, encoding)

    found = [finding for finding in check(changed, good) if finding.tag == tag]

    assert any(message in finding.message for finding in found), check(changed, good)
    assert all(finding.fix and finding.source for finding in found)


def test_what_a_linked_folder_leads_to_outside_is_not_in_the_site(good: Path, tmp_path: Path) -> None:
    site, outside = tmp_path / "site", tmp_path / "outside"
    shutil.copytree(good, site)
    (site / "episodes").rename(outside)
    (site / "episodes").symlink_to(outside, target_is_directory=True)

    assert any("which is not in the site" in finding.message for finding in check_site(site))


@pytest.mark.parametrize("tag", ["enclosure", "pubDate", "description", "itunes:duration"])
def test_a_required_tag_of_an_episode_is_missed(good: Path, tag: str) -> None:
    lines = (good / "podcast.xml").read_text("utf-8").splitlines()
    start = lines.index("    <item>")
    kept = "\n".join([*lines[:start], *_without(lines[start:], tag)])

    assert (tag, "is missing") in {(finding.tag, finding.message) for finding in check(kept.encode(), good)}


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
    ] == [str(finding) for finding in check(document, good)]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (picture(1400, 1399), "is not square: 1400 × 1399 pixels"),
        (picture(1399, 1399), "has 1399 × 1399 pixels"),
        (picture(3001, 3001), "has 3001 × 3001 pixels"),
        (picture(1400, 1400, "L"), "is not in RGB"),
        (picture(1400, 1400, "CMYK", "JPEG"), "is not in RGB"),
        (picture(1400, 1400, "RGB", "JPEG"), "is called cover.png but is image/jpeg"),
        (b"no picture", "cover.png is not a picture"),
    ],
)
def test_artwork_is_looked_at(tmp_path: Path, content: bytes, message: str) -> None:
    build(tmp_path, show(), [episode()])
    write(tmp_path / "cover.png", content)

    found = check_site(tmp_path)

    assert any(message in finding.message for finding in found), found


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_artwork_of_both_sizes_and_forms_is_good(tmp_path: Path, form: str) -> None:
    name = "cover.png" if form == "PNG" else "cover.jpg"
    build(tmp_path, show(image_url=f"{SITE}{name}"), [episode()])
    write(tmp_path / name, picture(3000, 3000, "RGB", form))

    assert [] == check_site(tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "tag", "message"),
    [
        ("transcript.vtt", b"1\n00:00", "podcast:transcript", "is not text/vtt"),
        ("chapters.json", b"[]", "podcast:chapters", "not a list of JSON chapters"),
        ("chapters.json", b"{", "podcast:chapters", "not a list of JSON chapters"),
        (
            "chapters.json",
            json.dumps({"version": "1.2.0", "chapters": [{"startTime": 9}, {"startTime": 3}]}).encode(),
            "podcast:chapters",
            "00:00:03",
        ),
        (
            "chapters.json",
            json.dumps({"chapters": [{"startTime": 1865, "title": "x"}]}).encode(),
            "podcast:chapters",
            "00:31:05",
        ),
        ("audio.mp3", AUDIO + b"!", "enclosure", "says 1000 bytes"),
    ],
)
def test_files_are_looked_into(tmp_path: Path, name: str, content: bytes, tag: str, message: str) -> None:
    build(tmp_path, show(), [episode(1), episode(2)])
    write(tmp_path / FOLDER / name, content)

    found = [finding for finding in check_site(tmp_path) if finding.tag == tag]

    assert any(message in finding.message for finding in found), check_site(tmp_path)


def test_other_encodings_and_soundbites_are_checked(tmp_path: Path) -> None:
    page = f"{SITE}episodes/pier-1/"
    right = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
    wrong = AlternateTag((f"{page}audio.opus",), "audio/ogg", 5, integrity="sha256-AAAA")
    fine = AlternateTag((f"{page}empty.opus",), "audio/ogg", 0, integrity=right)
    late = Soundbite(start="00:31:00", duration=30, title="The end")
    build(tmp_path, show(), [episode(1, alternates=(wrong, fine), soundbites=[late])])
    write(tmp_path / "episodes/pier-1/audio.opus", b"OggS")
    write(tmp_path / "episodes/pier-1/empty.opus", b"")

    assert [
        ("podcast:soundbite", "ends after the audio"),
        ("podcast:alternateEnclosure", "says 5 bytes"),
        ("podcast:alternateEnclosure", "has another integrity than its file"),
    ] == [(finding.tag, finding.message) for finding in check_site(tmp_path)]


def test_a_feed_we_did_not_make_is_checked_without_its_site() -> None:
    foreign = b"""<rss version="2.0"><channel><title>Old</title><link>https://old.example</link>
    <description>From 2009</description><item><title>One</title>
    <guid>https://old.example/1</guid>
    <enclosure url="http://old.example/1.mp3" length="1" type="audio/x-mp3"/>
    <pubDate>Sun, 4 Jan 2026 12:00 GMT</pubDate><description>x</description></item></channel></rss>"""

    found = check_document(foreign, "old.xml", BuiltSite())

    assert [
        ("", "language"),
        ("", "itunes:category"),
        ("", "itunes:explicit"),
        ("", "itunes:image"),
        ("", "podcast:guid"),
        ("", "lastBuildDate"),
        ("", "atom:link"),
        ("One", "itunes:duration"),
        ("One", "enclosure"),
    ] == [(finding.episode, finding.tag) for finding in found]


def test_notes_that_stand_in_the_description_alone_are_looked_into() -> None:
    feed = (
        b'<rss version="2.0"><channel><title>T</title><item><title>T</title>'
        b"<description>&lt;script&gt;alert(1)&lt;/script&gt;</description></item></channel></rss>"
    )

    found = check_document(feed, "feed.xml", BuiltSite(None, SITE))

    assert any(finding.tag == "description" and "script" in finding.message for finding in found)


def test_a_file_outside_the_site_is_never_read(tmp_path: Path) -> None:
    site = tmp_path / "site"
    build(site, show(), [episode()])
    write(tmp_path / "secret.mp3", AUDIO)
    away = (site / "podcast.xml").read_bytes().replace(b"episodes/pier-1/audio.mp3", b"%2e%2e/secret.mp3")

    assert ["which is not in the site" in finding.message for finding in check(away, site)] == [True]


def test_a_feed_that_names_another_file_is_found(tmp_path: Path) -> None:
    build(tmp_path, show(feed_url=f"{SITE}feed.xml"), [episode()])

    assert [f"says {SITE}feed.xml, and the feed is at {SITE}podcast.xml"] == [
        finding.message for finding in check_site(tmp_path)
    ]


def test_a_site_without_a_show_has_no_findings(tmp_path: Path) -> None:
    assert [] == check_site(tmp_path)


def test_entities_are_never_expanded() -> None:
    bomb = b'<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><channel>&a;</channel></rss>'

    assert ["rss"] == [finding.tag for finding in check_document(bomb, "x", BuiltSite())]


def test_a_long_show_with_archives_is_good(tmp_path: Path) -> None:
    build(tmp_path, show(), [episode(number) for number in range(1, 301)])

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
    build(tmp_path, show(), [episode(number) for number in range(1, 301)])
    document = (tmp_path / path).read_text("utf-8")
    assert right in document
    write(tmp_path / path, document.replace(right, wrong).encode())

    found = check_site(tmp_path)

    assert any(message in finding.message for finding in found), found


def test_archives_numbered_from_the_newest_are_found(tmp_path: Path) -> None:
    build(tmp_path, show(), [episode(number) for number in range(1, 301)])
    oldest, newest = tmp_path / "podcast/1.xml", tmp_path / "podcast/2.xml"
    old, new = _items(oldest), _items(newest)
    write(oldest, oldest.read_bytes().replace(old, new))
    write(newest, newest.read_bytes().replace(new, old))

    assert any("newer than all of" in finding.message for finding in check_site(tmp_path))


def _items(file: Path) -> bytes:
    return file.read_bytes().partition(b"<item>")[2].rpartition(b"</item>")[0]


def test_every_category_is_spelled_once() -> None:
    subcategories = [sub for subs in CATEGORIES.values() for sub in subs]

    assert (19, len(set(subcategories))) == (len(CATEGORIES), len(subcategories))


def test_an_enclosure_of_another_host_is_judged_by_its_words() -> None:
    elsewhere = Enclosure("https://cdn.example/pier.m4a", 9, "audio/mpeg")
    document = rss_document(show(), [episode(enclosure=elsewhere)])

    found = check_document(document, "podcast.xml", BuiltSite(None, SITE))

    assert [("has the type “audio/mpeg”", "write audio/aac or audio/m4a or audio/mp4 or audio/x-m4a")] == [
        (finding.message, finding.fix) for finding in found
    ]
