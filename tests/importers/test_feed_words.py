"""The words of a feed come through a collection as they are, also where no field has them."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from anthology.collection import load
from anthology.commands.cli import main
from anthology.feeds.podcast_build import podcast_pages
from anthology.importers import import_feed
from anthology.output.feed_problems import check_feeds
from anthology.problems import errors
from importers.test_podcast_feed import FEED, ITUNES, imported_show, items_of

SECOND = "  <item>\n    <title>The first</title>"


def channel_of(root: Path) -> ElementTree.Element:
    """The channel of the feed that the collection gives."""
    return ElementTree.fromstring(podcast_pages(load(root)[0])["podcast.xml"])[0]


@pytest.mark.parametrize(
    "tag",
    [
        "<itunes:explicit>clean</itunes:explicit>",
        "<itunes:explicit>Yes</itunes:explicit>",
        "<itunes:duration>0:07</itunes:duration>",
        "<itunes:duration>about an hour</itunes:duration>",
        "<itunes:episodeType>Bonus</itunes:episodeType>",
        "<itunes:episode>09</itunes:episode>",
        "<itunes:season>02</itunes:season>",
    ],
)
def test_a_value_of_an_item_stays_as_it_is_written(tmp_path: Path, tag: str) -> None:
    name, text = re.findall(r"<itunes:(\w+)>([^<]*)", tag)[0]
    root = imported_show(tmp_path / "pier", FEED.replace(SECOND, f"  <item>{tag}<title>The first</title>"))

    assert text == items_of(root)[1].findtext(f"{ITUNES}{name}")
    assert [] == errors(load(root)[1]) == errors(check_feeds(load(root)[0]))


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("<itunes:explicit>clean</itunes:explicit>", f"{ITUNES}explicit"),
        ("<itunes:type>Episodic</itunes:type>", f"{ITUNES}type"),
        ("<language>English</language>", "language"),
        ("<podcast:guid>PIER-1</podcast:guid>", "{https://podcastindex.org/namespace/1.0}guid"),
        ("<description>Salt &amp;amp; wind</description>", "description"),
    ],
)
def test_a_value_of_the_show_stays_as_it_is_written(tmp_path: Path, tag: str, name: str) -> None:
    head, rest = FEED.split("  <item>", 1)
    own = tag[1 : tag.index(">")]
    head = f"{re.sub(f'<{own}>.*?</{own}>', '', head)}{tag}"
    root = imported_show(tmp_path / "pier", f"{head}  <item>{rest}")

    expected = ElementTree.fromstring(f"<x>{tag.split('>')[1].split('<')[0]}</x>").text
    assert expected == channel_of(root).findtext(name)
    assert [] == errors(load(root)[1]) == errors(check_feeds(load(root)[0]))


@pytest.mark.parametrize(
    ("attributes", "written"),
    [
        ('url="https://cdn.example/the pier.mp3" length="12" type="audio/mpeg"', None),
        ('url="https://cdn.example/1.mp3" length="576,324" type="audio/mpeg"', None),
        ('url="https://cdn.example/1.mp3" length="unknown" type="mp3"', None),
        ('url="https://cdn.example/1.mp3" length="" type="Audio/MPEG"', 'length="0"'),
    ],
)
def test_the_recording_stays_as_it_is_written(tmp_path: Path, attributes: str, written: str | None) -> None:
    feed = FEED.replace('url="https://cdn.example/1.mp3" length="12" type="audio/mpeg"', attributes)
    root = imported_show(tmp_path / "pier", feed)
    expected = attributes if written is None else attributes.replace('length=""', written)

    enclosure = items_of(root)[1].find("enclosure")
    assert enclosure is not None
    assert dict(re.findall(r'(\w+)="([^"]*)"', expected)) == enclosure.attrib
    assert [] == errors(load(root)[1]) == errors(check_feeds(load(root)[0]))


@pytest.mark.parametrize("attribute", ['isPermaLink="true"', 'isPermalink="false"', 'isPermaLink="False"'])
def test_the_kind_of_a_guid_stays_as_it_is_written(tmp_path: Path, attribute: str) -> None:
    root = imported_show(tmp_path / "pier", FEED.replace('isPermaLink="false"', attribute, 1))
    name, value = re.findall(r'(\w+)="(\w+)"', attribute)[0]

    guid = items_of(root)[0].find("guid")
    assert guid is not None
    assert value == guid.get(name)
    assert [] == errors(load(root)[1]) == errors(check_feeds(load(root)[0]))


def test_an_item_without_a_recording_stays_in_the_feed(tmp_path: Path) -> None:
    root = imported_show(tmp_path / "pier")

    assert "three" == items_of(root)[2].findtext("guid")
    assert items_of(root)[2].find("enclosure") is None
    assert [] == errors(check_feeds(load(root)[0]))
    assert "No recording: the item has no recording" in import_feed(FEED.encode()).report()


def test_items_without_a_title_a_guid_and_a_recording_stay(tmp_path: Path) -> None:
    feed = FEED.replace("<title>No recording</title><guid>three</guid>", "").replace(
        "</channel>", "<item><description>Nine.</description></item></channel>"
    )
    root = imported_show(tmp_path / "pier", feed)

    assert ["x", "Nine."] == [item.findtext("description") for item in items_of(root)[2:]]
    assert [] == errors(load(root)[1]) == errors(check_feeds(load(root)[0]))


@pytest.mark.parametrize(
    "picture",
    ['<itunes:image url="https://c.example/1.png"/>', "<itunes:image>https://c.example/1.png</itunes:image>"],
)
def test_a_picture_with_its_address_in_another_place_stays_and_is_mended(
    tmp_path: Path, picture: str
) -> None:
    feed = FEED.replace(SECOND, f"  <item>{picture}<title>The first</title>")
    root = imported_show(tmp_path / "pier", feed)

    mended, given = items_of(root)[1].findall(f"{ITUNES}image")
    assert "https://c.example/1.png" == mended.get("href")
    assert "https://c.example/1.png" == (given.get("url") or given.text)
    assert [] == errors(check_feeds(load(root)[0]))


def test_links_that_are_no_addresses_and_second_ones_stay(tmp_path: Path) -> None:
    feed = FEED.replace(
        "<link>https://old.example/?p=2</link>", "<link>/2</link><link>https://a.example/</link>"
    )
    feed = feed.replace("<language>", '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="alternate"'
                        ' href="https://old.example/opus"/><language>')  # fmt: skip
    root = imported_show(tmp_path / "pier", feed)

    assert {"/2", "https://a.example/"} < {link.text for link in items_of(root)[0].findall("link")} | {""}
    links = channel_of(root).findall("{http://www.w3.org/2005/Atom}link")
    assert "https://old.example/opus" in {link.get("href") for link in links}
    assert [] == errors(load(root)[1]) == errors(check_feeds(load(root)[0]))


def test_entities_of_html_are_read(tmp_path: Path) -> None:
    root = imported_show(
        tmp_path / "pier", FEED.replace("Other words.", "Salt&nbsp;&mdash; and <b>w&eacute;</b>&ouml;.")
    )
    description = items_of(root)[1].find("description")

    assert description is not None
    assert "Salt — and wé\u00f6." == " ".join("".join(description.itertext()).split())


def test_a_feed_with_a_namespace_for_all_of_it_is_read(tmp_path: Path) -> None:
    feed = FEED.replace('<rss version="2.0"', '<rss version="2.0" xmlns="http://backend.userland.com/rss2"')
    root = imported_show(tmp_path / "pier", feed.replace("<own:id", '<comments a="b">c</comments><own:id'))

    assert "c" == items_of(root)[0].findtext("comments")


def test_items_within_a_tag_without_an_end_are_read(tmp_path: Path) -> None:
    feed = FEED.replace('<itunes:category text="Retired"/>', '<itunes:category text="Technology">')

    assert 3 == len(items_of(imported_show(tmp_path / "pier", feed)))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>Share: <button onclick='x()'>Post</button> it</p>", "<p>Share: Post it</p>"),
        ("<p>See <a href='ftp://a.example/b'>b</a></p>", "<p>See <a href='ftp://a.example/b'>b</a></p>"),
        ("Q &amp;amp; A", "Q &amp;amp; A"),
        ("Our name server is 1.1.1.1, mine 93.184.216.34", "Our name server is 1.1.1.1, mine …"),
    ],
)
def test_a_body_stays_where_notes_cannot_have_all_of_it(tmp_path: Path, body: str, expected: str) -> None:
    feed = FEED.replace(
        "<description>Other words.</description>", f"<description><![CDATA[{body}]]></description>"
    )
    root = imported_show(tmp_path / "pier", feed)

    assert expected == items_of(root)[1].findtext("description")


def test_what_is_taken_out_of_a_body_is_told() -> None:
    feed = FEED.replace("Other words.", "&lt;iframe src='https://x.example/'>&lt;/iframe>Words.")

    assert "scripts, frames and forms" in import_feed(feed.encode()).report()


@pytest.mark.parametrize(
    "tag",
    [
        '<podcast:season name="Salt">two</podcast:season>',
        f'<podcast:season name="{"x" * 200}">2</podcast:season>',
        '<podcast:season name="Salt &amp;amp; wind">2</podcast:season>',
        '<podcast:episode display="A &amp;amp; B">3</podcast:episode>',
        '<podcast:transcript url="https://c.example/a.html" type="text/html" rel="captions"/>',
        '<podcast:transcript url="https://c.example/a.srt" type="SRT"/>',
        '<podcast:person role="\u202ehost">Ada</podcast:person>',
    ],
)
def test_what_no_field_can_have_stays_as_it_is(tmp_path: Path, tag: str) -> None:
    name = tag[9 : min(tag.index(" "), tag.index(">"))]
    root = imported_show(tmp_path / "pier", FEED.replace(SECOND, f"  <item>{tag}<title>The first</title>"))

    assert 1 == len(items_of(root)[1].findall(f"{{https://podcastindex.org/namespace/1.0}}{name}"))
    assert [] == errors(load(root)[1]) == errors(check_feeds(load(root)[0]))


@pytest.mark.parametrize("text", ["x" * 200, "Salt &amp;amp; wind"])
def test_a_call_for_funds_that_is_no_field_stays(tmp_path: Path, text: str) -> None:
    funding = f'<podcast:funding url="https://f.example/">{text}</podcast:funding>'
    root = imported_show(tmp_path / "pier", FEED.replace("<language>", f"{funding}<language>"))

    assert 1 == len(channel_of(root).findall("{https://podcastindex.org/namespace/1.0}funding"))
    assert [] == errors(load(root)[1]) == errors(check_feeds(load(root)[0]))


def test_a_title_that_a_host_escapes_three_times_is_read(tmp_path: Path) -> None:
    feed = FEED.replace("<title>The first", "<title>Q&amp;amp;amp;A")

    assert errors(load(imported_show(tmp_path / "pier", feed))[1]) == []


def test_a_feed_is_known_by_what_it_holds(tmp_path: Path) -> None:
    source = tmp_path / "index.html"
    source.write_text(
        FEED.replace("<rss", "<?xml-stylesheet href='x'?><!-- saved -->\n<rss"), encoding="utf-8"
    )

    assert 0 == main(["import", str(source), "--into", str(tmp_path / "pier")])
    assert 3 == len(items_of(tmp_path / "pier"))


def test_a_feed_that_is_not_by_date_keeps_its_order(tmp_path: Path) -> None:
    feed = FEED.replace("Tue, 05 Jan 2021 05:00:00 -0500", "Mon, 04 Jan 2021 05:00:00 -0500", 1)
    root = imported_show(tmp_path / "pier", feed)
    texts = [item.findtext("title") for item in items_of(root)]
    show = root / "episodes" / "show.yml"
    show.write_text(f"{show.read_text('utf-8')}archive_after: 10\n", encoding="utf-8")

    assert ["Gulls & waves", "The first", "No recording"] == texts
    assert ["The first", "Gulls & waves"] == [item.findtext("title") for item in items_of(root)[:2]]


def test_a_feed_by_date_has_no_places(tmp_path: Path) -> None:
    root = imported_show(tmp_path / "pier")

    assert "place:" not in (root / "episodes/the-first/index.md").read_text("utf-8")


def test_a_tag_that_is_wrong_in_many_items_is_told_once(tmp_path: Path) -> None:
    feed = FEED.replace("</itunes:duration>", "</itunes:duration><itunes:season>02</itunes:season>").replace(
        SECOND, "  <item><itunes:season>02</itunes:season><title>The first</title>"
    )
    problems = check_feeds(load(imported_show(tmp_path / "pier", feed))[0])

    assert ["; the same in 1 more item"] == [
        problem.message.partition(")")[2] for problem in problems if "<itunes:season>" in problem.message
    ]


def test_the_address_of_a_network_is_nobodys(tmp_path: Path) -> None:
    root = imported_show(tmp_path / "pier", FEED.replace("Other words.", "All of 17.0.0.0/8, not 17.1.2.3."))

    assert "All of 17.0.0.0/8, not …." == items_of(root)[1].findtext("description")
