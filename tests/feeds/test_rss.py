"""The feed that is written: what it says, to whom, and that it always says it in the same bytes."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path
from typing import Any

import feedparser
import podcastparser
import pytest
from hypothesis import assume, example, given, settings

from anthology.collection import EPOCH
from anthology.feeds.checks.document import Element, all_of, first, parse_xml, text
from anthology.feeds.paging import PAGE
from anthology.feeds.podcast import AlternateTag, AtomLink, Item, TrailerTag, TranscriptTag
from anthology.feeds.rss import description, newest_items, rss_document, rss_pages
from anthology.media.chapters import Chapter
from anthology.media.images.artwork import FeedImage
from anthology.schema import Location, RemoteItem, SocialInteract, Soundbite, Txt
from anthology.schema.podcast import UpdateFrequency
from any_text import TEXT, guessed, kept
from feed_builders import FIRST_DAY, SITE, episode, show

HOOKS = Path(__file__).parents[2] / "hooks"

SMALLEST = """\
<?xml version='1.0' encoding='UTF-8'?>
<?xml-stylesheet type="text/css" href="/assets/feed.css"?>
<rss xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" \
xmlns:podcast="https://podcastindex.org/namespace/1.0" xmlns:psc="http://podlove.org/simple-chapters" \
xmlns:fh="http://purl.org/syndication/history/1.0" xmlns:atom="http://www.w3.org/2005/Atom" \
xmlns:content="http://purl.org/rss/1.0/modules/content/" version="2.0">
  <channel>
    <title>Leaving</title>
    <link>https://anthology.example/episodes/</link>
    <description>Conversations after leaving.</description>
    <atom:link href="https://anthology.example/podcast.xml" rel="self" type="application/rss+xml"/>
    <docs>https://www.rssboard.org/rss-specification</docs>
    <generator>anthology</generator>
    <image>
      <url>https://anthology.example/cover.png</url>
      <title>Leaving</title>
      <link>https://anthology.example/episodes/</link>
    </image>
    <language>en</language>
    <lastBuildDate>Mon, 05 Jan 2026 12:00:00 +0000</lastBuildDate>
    <itunes:author>The Pier Collective</itunes:author>
    <itunes:category text="Health &amp; Fitness">
      <itunes:category text="Mental Health"/>
    </itunes:category>
    <itunes:category text="Society &amp; Culture"/>
    <itunes:image href="https://anthology.example/cover.png"/>
    <itunes:explicit>false</itunes:explicit>
    <itunes:type>episodic</itunes:type>
    <podcast:guid>9b024349-ccf0-5f69-a609-6b82873eab3c</podcast:guid>
    <podcast:medium>podcast</podcast:medium>
    <podcast:license>cc-by-4.0</podcast:license>
    <podcast:funding url="https://anthology.example/support/">Support the show</podcast:funding>
    <item>
      <title>Pier 1</title>
      <link>https://anthology.example/episodes/pier-1/</link>
      <description>A walk to the end of the pier.

(00:00:00) Opening
(00:01:30) The pier</description>
      <content:encoded><![CDATA[<h2>Links</h2>
<p>The <a href="https://anthology.example/">site</a>.</p>]]></content:encoded>
      <guid isPermaLink="false">guid-1</guid>
      <enclosure url="https://anthology.example/episodes/pier-1/audio.mp3" length="1000" type="audio/mpeg"/>
      <pubDate>Mon, 05 Jan 2026 12:00:00 +0000</pubDate>
      <itunes:title>Pier 1</itunes:title>
      <itunes:duration>1865</itunes:duration>
      <itunes:explicit>false</itunes:explicit>
      <itunes:episodeType>full</itunes:episodeType>
      <itunes:season>1</itunes:season>
      <itunes:episode>1</itunes:episode>
      <podcast:season name="Leaving">1</podcast:season>
      <podcast:episode display="1½">1</podcast:episode>
      <podcast:person role="host" group="cast">Ada</podcast:person>
      <podcast:transcript url="https://anthology.example/episodes/pier-1/transcript.vtt" \
type="text/vtt" language="en"/>
      <podcast:chapters url="https://anthology.example/episodes/pier-1/chapters.json" \
type="application/json+chapters"/>
      <psc:chapters version="1.2">
        <psc:chapter start="00:00:00.000" title="Opening"/>
        <psc:chapter start="00:01:30.000" title="The pier"/>
      </psc:chapters>
    </item>
  </channel>
</rss>
"""


def only(parent: Element, tag: str) -> Element:
    (element,) = all_of(parent, tag)
    return element


def channel_of(document: bytes) -> Element:
    return only(parse_xml(document), "channel")


def item_of(item: Item) -> Element:
    return only(channel_of(rss_document(show(), [item])), "item")


def titles(document: bytes) -> list[str | None]:
    return [text(item, "title") for item in all_of(channel_of(document), "item")]


def test_a_small_feed_to_the_letter() -> None:
    channel = show(email=None, stylesheet="/assets/feed.css", last_build=episode().published)

    assert SMALLEST == rss_document(channel, [episode(episode_display="1½")]).decode()


def test_the_newest_comes_first_and_the_id_decides_between_equals() -> None:
    noon = FIRST_DAY
    elsewhere = FIRST_DAY.astimezone(timezone(timedelta(hours=9)))
    posts = [
        episode(id="episodes/b", title="b", published=noon),
        episode(id="episodes/c", title="c", published=noon + timedelta(hours=1)),
        episode(id="episodes/a", title="a", published=elsewhere),
    ]

    assert ["c", "a", "b"] == titles(rss_document(show(), posts))


def test_an_episode_without_a_date_comes_after_the_oldest() -> None:
    old = FIRST_DAY.replace(year=1999)
    undated = episode(title="undated", date=None, published=EPOCH)

    assert ["old", "undated"] == titles(rss_document(show(), [undated, episode(title="old", published=old)]))


def test_dates_are_written_in_utc() -> None:
    local = datetime(2026, 7, 1, 1, 30, tzinfo=timezone(timedelta(hours=2)))

    assert "Tue, 30 Jun 2026 23:30:00 +0000" == text(item_of(episode(published=local)), "pubDate")


def test_without_an_address_of_a_role_nobody_owns_or_locks_the_feed() -> None:
    channel = channel_of(rss_document(show(email=None), []))

    assert (None, None) == (first(channel, "itunes:owner"), first(channel, "podcast:locked"))


def test_with_an_address_the_feed_has_an_owner_and_a_lock() -> None:
    channel = channel_of(rss_document(show(locked=False), []))

    assert "feed@anthology.example" == text(only(channel, "itunes:owner"), "itunes:email")
    assert "no" == text(channel, "podcast:locked")
    assert {"owner": "feed@anthology.example"} == only(channel, "podcast:locked").attrib


def test_the_channel_writes_all_it_is_given() -> None:
    channel = show(
        type="serial",
        explicit=True,
        complete=True,
        block=True,
        block_services=["google"],
        new_feed_url="https://new.example/podcast.xml",
        copyright="The Pier Collective",
        location=Location(name="Brighton", rel="subject", geo="geo:50.8,-0.1", osm="R114085", country="GB"),
        images=(FeedImage("https://x.example/wide.png", "A pier", "", 1600, 900, "image/png"),),
        trailers=(TrailerTag("Soon", "https://x.example/t.mp3", FIRST_DAY, 5, "audio/mpeg", 2),),
        podroll=[RemoteItem(guid="917393e3-1b1e-5cef-ace4-edaa54e1f810", title="Podcasting 2.0")],
        txt=[Txt(text="05124", purpose="applepodcastsverify")],
        update_frequency=UpdateFrequency(text="Weekly", rrule="FREQ=WEEKLY"),
        social_interact=[SocialInteract(protocol="disabled")],
        license="CC-BY-SA-4.0",
        links=(AtomLink("hub", "https://hub.example/"),),
    )
    document = rss_document(channel, []).decode()

    for line in (
        "<itunes:type>serial</itunes:type>",
        "<itunes:explicit>true</itunes:explicit>",
        "<itunes:complete>Yes</itunes:complete>",
        "<itunes:block>Yes</itunes:block>",
        "<podcast:block>yes</podcast:block>",
        '<podcast:block id="google">yes</podcast:block>',
        "<itunes:new-feed-url>https://new.example/podcast.xml</itunes:new-feed-url>",
        "<copyright>The Pier Collective</copyright>",
        '<podcast:location rel="subject" geo="geo:50.8,-0.1" osm="R114085" country="GB">Brighton<',
        '<podcast:image href="https://x.example/wide.png" alt="A pier" aspect-ratio="16/9" width="1600"'
        ' height="900" type="image/png"/>',
        '<podcast:trailer url="https://x.example/t.mp3" pubdate="Sun, 04 Jan 2026 12:00:00 +0000" length="5"'
        ' type="audio/mpeg" season="2">Soon</podcast:trailer>',
        '<podcast:remoteItem feedGuid="917393e3-1b1e-5cef-ace4-edaa54e1f810" title="Podcasting 2.0"/>',
        '<podcast:txt purpose="applepodcastsverify">05124</podcast:txt>',
        '<podcast:updateFrequency complete="true" rrule="FREQ=WEEKLY">Weekly</podcast:updateFrequency>',
        '<podcast:socialInteract protocol="disabled"/>',
        "<podcast:license>cc-by-sa-4.0</podcast:license>",
        '<atom:link rel="hub" href="https://hub.example/"/>',
    ):
        assert line in document


def test_the_item_writes_all_it_is_given() -> None:
    item = episode(
        type="bonus",
        explicit=True,
        author="Ada",
        image_url="https://x.example/pier.png",
        transcripts=(
            TranscriptTag("https://x.example/t.vtt", "text/vtt", "en", "captions"),
            TranscriptTag("https://x.example/t.srt", "application/x-subrip"),
        ),
        soundbites=[
            Soundbite(start="00:01:12.500", duration=30, title="Why"),
            Soundbite(start="00:00:01", duration=2),
        ],
        alternates=(
            AlternateTag(("https://x.example/a.opus",), "audio/ogg", 7, bitrate=64000, integrity="sha384-x"),
        ),
        location=Location(name="Brighton"),
        license="CC0-1.0",
        txt=[Txt(text="true", purpose="ai-content")],
    )
    document = rss_document(show(), [item]).decode()

    for line in (
        "<itunes:episodeType>bonus</itunes:episodeType>",
        "<itunes:author>Ada</itunes:author>",
        '<itunes:image href="https://x.example/pier.png"/>',
        '<podcast:transcript url="https://x.example/t.vtt" type="text/vtt" language="en" rel="captions"/>',
        '<podcast:transcript url="https://x.example/t.srt" type="application/x-subrip"/>',
        '<podcast:soundbite startTime="72.5" duration="30">Why</podcast:soundbite>',
        '<podcast:soundbite startTime="1" duration="2"></podcast:soundbite>',
        '<podcast:alternateEnclosure type="audio/ogg" length="7" bitrate="64000">',
        '<podcast:source uri="https://x.example/a.opus"/>',
        '<podcast:integrity type="sri" value="sha384-x"/>',
        "<podcast:location>Brighton</podcast:location>",
        "<podcast:license>cc0-1.0</podcast:license>",
        '<podcast:txt purpose="ai-content">true</podcast:txt>',
    ):
        assert line in document


def test_what_an_episode_lacks_is_not_written() -> None:
    bare = episode(season=None, episode=None, persons=(), transcripts=(), chapters_url=None, chapters=())
    names = {child.tag.rpartition("}")[2] for child in item_of(bare)}

    assert not names & {"season", "episode", "person", "transcript", "chapters", "soundbite", "image"}


def test_the_description_is_the_summary_the_content_notes_and_the_chapters() -> None:
    item = episode(content_notes="Content notes: suicide", chapters=(Chapter(5_403_999, "The\n end"),))

    assert "A walk to the end of the pier.\n\nContent notes: suicide\n\n(01:30:03) The end" == description(
        item
    )


def test_a_description_keeps_to_apples_size() -> None:
    chapters = tuple(Chapter(n * 1000, "ü" * 40) for n in range(100))
    said = description(episode(chapters=chapters))

    assert said.endswith("ü\n…")
    assert 3800 < len(said.encode()) <= 4000


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (
            {"published": datetime(2026, 1, 1)},
            "the date of episodes/pier-1 has no time zone: 2026-01-01T00:00:00",
        ),
        ({"title": " \x00 "}, "the title of episodes/pier-1 is empty"),
        ({"guid": "a\x07"}, "the guid of episodes/pier-1 is empty, or has a space at an end"),
        ({"link": "https://x.example/ "}, "the link of episodes/pier-1 is empty, or has a space at an end"),
    ],
)
def test_what_cannot_be_written_is_refused_in_a_sentence(wrong: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        rss_document(show(), [episode(**wrong)])


@settings(max_examples=300, deadline=None)
@given(title=TEXT, notes=TEXT, chapter=TEXT)
@example(title="", notes="", chapter="\r\x1f\n")
def test_any_text_comes_back_from_the_feed(title: str, notes: str, chapter: str) -> None:
    item = episode(title=f"T{title}T", content_html=f"<p>{notes}</p>", chapters=(Chapter(0, f"C{chapter}"),))
    element = item_of(item)
    found = only(only(element, "psc:chapters"), "psc:chapter").get("title")

    assert f"T{kept(title)}T" == only(element, "title").text == only(element, "itunes:title").text
    assert f"<p>{kept(notes)}</p>".replace("]]>", "]]&gt;") == only(element, "content:encoded").text
    assert f"C{kept(chapter)}" == found


@settings(max_examples=100, deadline=None)
@given(title=TEXT, notes=TEXT)
def test_any_text_is_read_by_feedparser(title: str, notes: str) -> None:
    # feedparser reads markup in titles as markup; that a title holds "<" is not its question here.
    plain = kept(title).translate({ord(sign): None for sign in "<>&"})
    assume(guessed(plain) == plain and guessed(kept(notes)) == kept(notes))
    item = episode(title=f"T{plain}T", content_html=f"<p>{notes}</p>")
    found = feedparser.parse(
        BytesIO(rss_document(show(), [item])), sanitize_html=False, resolve_relative_uris=False
    )

    assert not found.bozo
    assert f"T{plain}T" == found.entries[0].title
    assert f"<p>{kept(notes)}</p>".replace("]]>", "]]&gt;") == found.entries[0].content[-1].value


@pytest.mark.parametrize(
    "notes",
    [
        "<p>" + "long " * 2000 + "</p>",
        "<p>👩‍👩‍👧‍👦 😀</p>",
        '<p dir="rtl">שלום, مرحبا</p>',
        '<p title="]]&gt;">a ]]&gt; b &amp; c</p>',
    ],
)
def test_show_notes_are_read_by_feedparser(notes: str) -> None:
    document = BytesIO(rss_document(show(), [episode(content_html=notes)]))
    found = feedparser.parse(document, sanitize_html=False, resolve_relative_uris=False)

    assert notes == found.entries[0].content[-1].value


def test_feedparser_reads_every_item() -> None:
    found = feedparser.parse(BytesIO(rss_document(show(), [episode(n) for n in range(1, 31)])))

    assert (False, 30) == (found.bozo, len(found.entries))
    for number, entry in zip(range(30, 0, -1), found.entries, strict=True):
        assert f"guid-{number}" == entry.id
        assert not entry.guidislink
        assert [{"length": "1000", "type": "audio/mpeg"}] == [
            {name: file[name] for name in ("length", "type")} for file in entry.enclosures
        ]
        assert (2026, 1) == entry.published_parsed[:2] or (2026, 2) == entry.published_parsed[:2]


def test_podcastparser_reads_every_item_with_its_chapters() -> None:
    document = BytesIO(rss_document(show(), [episode(n) for n in range(1, 31)]))
    found = podcastparser.parse(f"{SITE}podcast.xml", document)

    assert ("Leaving", f"{SITE}cover.png", False) == (found["title"], found["cover_url"], found["explicit"])
    assert [f"guid-{n}" for n in range(30, 0, -1)] == [entry["guid"] for entry in found["episodes"]]
    for entry in found["episodes"]:
        assert 1865 == entry["total_time"]
        assert [(0, "Opening"), (90, "The pier")] == [(c["start"], c["title"]) for c in entry["chapters"]]
        assert [1000] == [file["file_size"] for file in entry["enclosures"]]


def paged(number: int, **changes: Any) -> dict[str, bytes]:
    """The documents of a show of so many episodes that moves old ones to archives."""
    channel = show(**{"archive_after": 100, **changes})
    return rss_pages(channel, [episode(n) for n in range(1, number + 1)])


def test_one_document_has_every_episode_of_the_longest_show() -> None:
    (document,) = paged(1001, archive_after=None).values()

    assert [f"Pier {n}" for n in range(1001, 0, -1)] == titles(document)
    assert {"self": "podcast.xml"} == links(document)


def links(document: bytes) -> dict[str, str]:
    elements = all_of(channel_of(document), "atom:link")
    return {link.get("rel"): link.get("href").removeprefix(SITE) for link in elements}


def test_archives_hold_a_hundred_each_from_the_oldest_and_the_head_the_newest() -> None:
    documents = paged(350)

    assert ["podcast.xml", "podcast/1.xml", "podcast/2.xml"] == list(documents)
    assert [f"Pier {n}" for n in range(350, 200, -1)] == titles(documents["podcast.xml"])
    assert [f"Pier {n}" for n in range(100, 0, -1)] == titles(documents["podcast/1.xml"])
    assert [f"Pier {n}" for n in range(200, 100, -1)] == titles(documents["podcast/2.xml"])


def test_the_pages_are_linked_as_rfc_5005_says() -> None:
    documents = paged(350)

    second = {"next": "podcast/2.xml", "prev-archive": "podcast/2.xml"}
    first_ = {"next": "podcast/1.xml", "prev-archive": "podcast/1.xml"}
    assert {"self": "podcast.xml", **second} == links(documents["podcast.xml"])
    assert {"self": "podcast/2.xml", "current": "podcast.xml", **first_} == links(documents["podcast/2.xml"])
    assert {"self": "podcast/1.xml", "current": "podcast.xml"} == links(documents["podcast/1.xml"])
    assert [False, True, True] == [first(channel_of(d), "fh:archive") is not None for d in documents.values()]


@pytest.mark.parametrize(
    ("archive_after", "number", "head", "archives"),
    [
        (100, 99, 99, 0),
        (100, 101, 101, 0),
        (100, 199, 199, 0),
        (100, 200, 100, 1),
        (100, 299, 199, 1),
        (100, 300, 100, 2),
        (100, 1000, 100, 9),
        (1, 101, 1, 1),
        (300, 350, 350, 0),
        (300, 400, 300, 1),
    ],
)
def test_the_pages_together_have_every_episode_once(
    archive_after: int, number: int, head: int, archives: int
) -> None:
    documents = paged(number, archive_after=archive_after)
    every = [title for document in documents.values() for title in titles(document)]

    assert sorted(f"Pier {n}" for n in range(1, number + 1)) == sorted(map(str, every))
    assert [head, *[PAGE] * archives] == [len(titles(document)) for document in documents.values()]


def test_an_archive_does_not_change_when_episodes_follow() -> None:
    before = paged(300)
    last_build = FIRST_DAY + timedelta(days=20_000)
    after = paged(501, last_build=last_build, complete=True, new_feed_url="https://n.example/f.xml")

    assert (3, 5) == (len(before), len(after))
    for path in ("podcast/1.xml", "podcast/2.xml"):
        assert before[path] == after[path]


def test_the_order_of_the_files_changes_nothing() -> None:
    posts, channel = [episode(n, published=FIRST_DAY) for n in range(1, 250)], show(archive_after=100)

    assert rss_pages(channel, posts) == rss_pages(channel, posts[::-1])
    assert posts != newest_items(posts)


SCRIPT = """
import sys
from feed_builders import episode, show
from anthology.feeds.rss import rss_pages
for document in rss_pages(show(archive_after=2), [episode(n) for n in range(1, 103)]).values():
    sys.stdout.buffer.write(document)
"""


def written(**environment: str) -> bytes:
    paths = os.pathsep.join([str(HOOKS), str(HOOKS.parent / "tests")])
    return subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env={**os.environ, "PYTHONPATH": paths, **environment},
        check=True,
        capture_output=True,
    ).stdout


@pytest.mark.parametrize(
    "environment",
    [
        {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1"},
        {"TZ": "America/St_Johns", "LC_ALL": "C", "PYTHONHASHSEED": "2"},
        {"LC_ALL": "de_DE.UTF-8", "LANG": "ar_EG.UTF-8", "PYTHONUTF8": "0", "PYTHONHASHSEED": "3"},
    ],
)
def test_the_bytes_are_the_same_in_every_zone_locale_and_hash_seed(environment: dict[str, str]) -> None:
    assert written(TZ="UTC", PYTHONHASHSEED="0") == written(**environment)
