"""A podcast feed becomes a collection, and the collection the same feed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from xml.etree import ElementTree

import pytest

from anthology.collection import load
from anthology.commands import new_site
from anthology.commands.cli import main
from anthology.feeds.podcast_build import podcast_pages
from anthology.importers import ImportRefusedError, add_topics, import_feed, write_plan
from anthology.output.feed_problems import check_feeds
from anthology.problems import errors
from builders import built

ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
FEED = """<?xml version="1.0"?>
<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
  xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:own="https://host.example/ns"
  xmlns:podcast="https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md">
<channel>
  <title>The pier</title><link>https://old.example/</link><description>On a pier.</description>
  <language>en-us</language><itunes:author>Ada</itunes:author><itunes:explicit>no</itunes:explicit>
  <itunes:owner><itunes:name>Ada</itunes:name><itunes:email>ada@private.example</itunes:email></itunes:owner>
  <itunes:image href="https://cdn.example/cover?w=3000"/>
  <itunes:category text="Society &amp; Culture"/><itunes:category text="Retired"/>
  <podcast:locked owner="ada@private.example">yes</podcast:locked>
  <item>
    <title>Gulls &amp; waves</title><link>https://old.example/?p=2</link>
    <guid isPermaLink="false">pier  two</guid><pubDate>Tue, 05 Jan 2021 05:00:00 -0500</pubDate>
    <enclosure url="https://cdn.example/redirect.mp3?to=2" length="0" type="audio/mp3"/>
    <description><![CDATA[<p>Write to ada@private.example!<a href="/about">About</a> 2 * 3_4</p>]]></description>
    <itunes:duration>1:02:03</itunes:duration><itunes:keywords>gulls, waves</itunes:keywords>
    <itunes:title>Gulls</itunes:title><own:id kind="x">7</own:id><category>Sea</category>
    <podcast:chapters url="https://cdn.example/2.json" type="application/json+chapters"/>
    <podcast:transcript url="https://cdn.example/2.srt" type="application/srt"/>
  </item>
  <item>
    <title>The first</title><pubDate>Tue, 05 Jan 2021 05:00:00 -0500</pubDate>
    <enclosure url="https://cdn.example/1.mp3" length="12" type="audio/mpeg"/>
    <content:encoded><![CDATA[<ul><li>One</li><li>Two</li></ul>]]></content:encoded>
    <description>Other words.</description>
  </item>
  <item><title>No recording</title><guid>three</guid><description>x</description></item>
</channel></rss>
"""


def imported_show(root: Path, feed: str = FEED) -> Path:
    """A new collection with the feed in it."""
    plan = import_feed(feed.encode())
    new_site.write_site(root, "Pier")
    add_topics(plan, root)
    write_plan(plan, root)
    return root


def items_of(root: Path) -> list[ElementTree.Element]:
    """The items of the feed that the collection gives."""
    return list(ElementTree.fromstring(podcast_pages(load(root)[0])["podcast.xml"]).iter("item"))


def test_an_imported_collection_passes_the_check(tmp_path: Path) -> None:
    collection, problems = load(imported_show(tmp_path / "pier"))

    assert errors(problems) == []
    slugs = ["gulls-waves", "the-first", "no-recording"]
    assert [f"episodes/{slug}" for slug in slugs] == [episode.id for episode in collection.episodes]


def test_what_apps_compare_survives_byte_for_byte(tmp_path: Path) -> None:
    newest, first, _ = items_of(imported_show(tmp_path / "pier"))

    assert "pier  two" == newest.findtext("guid")
    enclosure = newest.find("enclosure")
    assert enclosure is not None
    assert {
        "url": "https://cdn.example/redirect.mp3?to=2",
        "length": "0",
        "type": "audio/mp3",
    } == enclosure.attrib
    assert "Tue, 05 Jan 2021 05:00:00 -0500" == newest.findtext("pubDate")
    assert "https://cdn.example/1.mp3" == first.findtext("guid")


def test_texts_and_tags_of_an_item_survive(tmp_path: Path) -> None:
    newest, first, _ = items_of(imported_show(tmp_path / "pier"))

    assert "Gulls" == newest.findtext(f"{ITUNES}title")
    assert "1:02:03" == newest.findtext(f"{ITUNES}duration")
    assert "duration: 01:02:03" in (tmp_path / "pier/episodes/gulls-waves/index.md").read_text("utf-8")
    assert "gulls, waves" == newest.findtext(f"{ITUNES}keywords")
    assert "Sea" == newest.findtext("category")
    assert "7" == newest.findtext("{https://host.example/ns}id")
    assert "https://old.example/?p=2" == newest.findtext("link")
    assert '<a href="https://old.example/about">About</a> 2 * 3_4' in str(newest.findtext("description"))
    assert "Other words." == first.findtext("description")
    assert "<li>Two</li>" in str(first.findtext("{http://purl.org/rss/1.0/modules/content/}encoded"))


def test_a_number_that_two_episodes_have_stays_in_the_feed_alone(tmp_path: Path) -> None:
    numbered = FEED.replace("<pubDate>", "<itunes:episode>5</itunes:episode><pubDate>")
    root = imported_show(tmp_path / "pier", numbered)

    assert errors(load(root)[1]) == []
    assert ["5", "5"] == [item.findtext(f"{ITUNES}episode") for item in items_of(root)[:2]]


def test_addresses_of_people_never_enter(tmp_path: Path) -> None:
    root = imported_show(tmp_path / "pier")
    texts = [file.read_text("utf-8") for file in (root / "episodes").rglob("*") if file.is_file()]

    assert len(texts) >= 4
    assert not any("private.example" in text for text in texts)


def test_a_second_import_changes_no_file_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, root = tmp_path / "feed.xml", tmp_path / "pier"
    source.write_text(FEED, encoding="utf-8")
    assert 0 == main(["import", str(source), "--into", str(root)])
    note = root / "episodes" / "the-first" / "index.md"
    note.write_text("mine", encoding="utf-8")

    assert 0 == main(["import", str(source), "--into", str(root)])

    assert "mine" == note.read_text("utf-8")
    assert "it is there already, and was not changed" in capsys.readouterr().out


def test_a_dry_run_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, root = tmp_path / "feed.xml", tmp_path / "pier"
    source.write_text(FEED, encoding="utf-8")

    assert 0 == main(["import", str(source), "--into", str(root), "--dry-run"])

    assert not root.exists()
    report = capsys.readouterr().out
    assert "the former host has locked the feed" in report
    assert "an episode (3 times)" in report


def test_a_feed_that_is_cut_off_is_taken_as_far_as_it_goes() -> None:
    plan = import_feed(FEED[: FEED.index("<item><title>No rec")].encode())

    assert "episodes/the-first/index.md" in plan.files


def test_further_pages_of_a_feed_are_read_from_their_addresses() -> None:
    pages = {
        "/1": FEED.replace(
            "<item>", '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="next" href="%s/2"/><item>', 1
        ),
        "/2": "<rss><channel><item><title>Older</title><guid>0</guid></item></channel></rss>",
    }
    with served(pages) as address:
        plan = import_feed((pages["/1"] % address).encode(), source=f"{address}/1")

    assert "episodes/older/index.md" in plan.files


def test_what_the_feed_does_not_say_is_not_made_up(tmp_path: Path) -> None:
    silent = FEED.replace(
        '<itunes:category text="Society &amp; Culture"/><itunes:category text="Retired"/>', ""
    )
    silent = silent.replace("<itunes:explicit>no</itunes:explicit>", "").replace(
        "<language>en-us</language>", ""
    )
    plan = import_feed(silent.encode())
    root = imported_show(tmp_path / "pier", silent)
    written = ElementTree.fromstring(podcast_pages(load(root)[0])["podcast.xml"])

    assert [] == errors(load(root)[1])
    assert None is written.find(f"channel/{ITUNES}category")
    assert None is written.find(f"channel/{ITUNES}explicit")
    assert "und" == written.findtext("channel/language")
    assert "none of Apple's categories" in plan.report()
    assert "if it is explicit" in plan.report()


def test_an_item_without_a_date_keeps_its_place_and_gets_none(tmp_path: Path) -> None:
    root = imported_show(
        tmp_path / "pier", FEED.replace("<pubDate>Tue, 05 Jan 2021 05:00:00 -0500</pubDate>", "", 1)
    )
    undated, first, _ = items_of(root)

    assert [] == errors(load(root)[1])
    assert "date: unknown" in (root / "episodes" / "gulls-waves" / "index.md").read_text("utf-8")
    assert ("The first", "Gulls & waves") == (first.findtext("title"), undated.findtext("title"))
    assert undated.find("pubDate") is None


def test_a_date_that_is_abbreviated_in_another_way_is_read(tmp_path: Path) -> None:
    feed = FEED.replace("Tue, 05 Jan 2021 05:00:00 -0500", "Thurs., 30 Sept. 2010 15:21:00 GMT", 1)

    item = items_of(root := imported_show(tmp_path / "pier", feed))[0]

    assert "Thurs., 30 Sept. 2010 15:21:00 GMT" == item.findtext("pubDate")
    assert "date: '2010-09-30T15:21:00+00:00'" in (root / "episodes/gulls-waves/index.md").read_text("utf-8")
    assert "a date that some apps do not read" in import_feed(feed.encode()).report()


def test_items_that_share_a_guid_are_published_with_it(tmp_path: Path) -> None:
    twins = FEED.replace(
        "<title>The first</title>", '<title>Twin</title><guid isPermaLink="false">pier  two</guid>'
    )
    root = imported_show(tmp_path / "pier", twins)

    assert [] == errors(load(root)[1]) == errors(check_feeds(load(root)[0]))
    assert ["pier  two"] * 2 == [item.findtext("guid") for item in items_of(root)[:2]]
    assert 0 == main(["publish", "--root", str(root)])
    assert 0 == main(["check", "--root", str(root)])


def test_no_episode_takes_a_guid_that_no_other_has(tmp_path: Path) -> None:
    root = imported_show(tmp_path / "pier")
    note = root / "episodes" / "the-first" / "index.md"
    note.write_text(note.read_text("utf-8").replace("feed:\n", "feed:\n  guid: mine\n"), encoding="utf-8")

    assert ["feed has a guid that is no other episode's"] == [each.message for each in errors(load(root)[1])]


def test_dates_of_the_former_host_hold_until_an_episode_is_added(tmp_path: Path) -> None:
    names = {"pubDate": "Wed, 06 Jan 2021 00:00:00 GMT", "lastBuildDate": "Thu, 07 Jan 2021 00:00:00 GMT"}
    dates = "".join(f"<{name}>{date}</{name}>" for name, date in names.items())
    root = imported_show(tmp_path / "pier", FEED.replace("<item>", f"{dates}<item>", 1))

    def dates_of_the_show() -> list[str | None]:
        channel = ElementTree.fromstring(podcast_pages(load(root)[0])["podcast.xml"])[0]
        return [channel.findtext(name) for name in ("pubDate", "lastBuildDate")]

    assert ["Wed, 06 Jan 2021 00:00:00 GMT", "Thu, 07 Jan 2021 00:00:00 GMT"] == dates_of_the_show()

    text = (root / "episodes" / "the-first" / "index.md").read_text("utf-8")
    new = "\n".join(line for line in text.split("\n") if not line.startswith("guid"))
    (root / "episodes" / "new.md").write_text(new.replace("2021", "2022"), encoding="utf-8")

    assert [None, "Wed, 05 Jan 2022 10:00:00 +0000"] == dates_of_the_show()


def test_pictures_of_a_body_stay_and_scripts_do_not(tmp_path: Path) -> None:
    counter = '<img src="https://count.example/1" width="1" height="1" alt="">'
    active = "<script>alert(1)</script><iframe src='https://x.example'></iframe><p onclick='x()'>two</p>"
    feed = FEED.replace("2 * 3_4", f"{counter}{active}")
    body = str(items_of(imported_show(tmp_path / "pier", feed))[0].findtext("description"))

    assert 'src="https://count.example/1"' in body
    assert "<p>two</p>" in body
    assert not {"script", "iframe", "onclick", "alert"} & {*re.findall("[a-z]+", body)}
    assert "a picture that counts readers" in import_feed(feed.encode()).report()


def test_a_line_of_dashes_ends_no_show(tmp_path: Path) -> None:
    rule = FEED.replace("<item>", "<itunes:summary>One\n-----\ntwo</itunes:summary><item>", 1)
    root = imported_show(tmp_path / "pier", rule)
    channel = ElementTree.fromstring(podcast_pages(load(root)[0])["podcast.xml"])[0]

    assert "One\n-----\ntwo" == channel.findtext(f"{ITUNES}summary")


def test_references_to_characters_that_xml_refuses_are_left_out(tmp_path: Path) -> None:
    newest = items_of(imported_show(tmp_path / "pier", FEED.replace("2 * 3_4", "a&#x1f;b &#150; c")))[0]

    assert "ab – c" in str(newest.findtext("description"))


def test_an_address_without_a_host_is_that_of_the_former_feed(tmp_path: Path) -> None:
    feed = FEED.replace("https://cdn.example/redirect.mp3?to=2", "/audio/2.mp3").replace(
        "https://cdn.example/1.mp3", "//cdn.example/1.mp3"
    )
    enclosures = [item.find("enclosure") for item in items_of(imported_show(tmp_path / "pier", feed))]

    assert ["https://old.example/audio/2.mp3", "//cdn.example/1.mp3"] == [
        enclosure.get("url") for enclosure in enclosures if enclosure is not None
    ]


def test_what_the_former_host_wrote_of_transcripts_and_dates_stops_no_build(tmp_path: Path) -> None:
    odd = FEED.replace("2.srt", "2.txt").replace("application/srt", "text/srt")
    dated = odd.replace("<item>", "<lastBuildDate>Fri, 01 Jan 2021 00:00:00 GMT</lastBuildDate><item>", 1)
    root = imported_show(tmp_path / "pier", dated)

    assert [] == errors(check_feeds(load(root)[0]))


def test_a_page_keeps_its_address_as_it_is_written(tmp_path: Path) -> None:
    feed = FEED.replace("https://old.example/?p=2", "https://old.example/fl\u00f6\u00dfe")

    assert "https://old.example/fl\u00f6\u00dfe" == items_of(imported_show(tmp_path / "pier", feed))[
        0
    ].findtext("link")


def test_warnings_of_a_server_before_a_feed_are_passed_over() -> None:
    plan = import_feed(f"<br />\n<b>Warning</b>: on line <b>41</b>\n{FEED}".encode())

    assert "episodes/the-first/index.md" in plan.files


def test_words_between_colons_are_no_emoji(tmp_path: Path) -> None:
    root = imported_show(tmp_path / "pier", FEED.replace("2 * 3_4", "Apple :https://pod.example/a"))

    assert [] == errors(load(root)[1])


def test_a_title_that_is_escaped_twice_stays_so_in_the_feed(tmp_path: Path) -> None:
    root = imported_show(tmp_path / "pier", FEED.replace("Gulls &amp; waves", "Gulls &amp;amp; waves"))

    assert "Gulls &amp; waves" == items_of(root)[0].findtext("title")
    assert "title: Gulls & waves" in (root / "episodes" / "gulls-waves" / "index.md").read_text("utf-8")


def test_tags_that_no_field_takes_whole_stay_as_they_are(tmp_path: Path) -> None:
    extra = (
        '<itunes:season>0</itunes:season><podcast:chapters url="https://cdn.example/old.json" type="application/json"/>'
        '<podcast:transcript url="https://cdn.example/ä.srt" type="application/srt"/></item>'
    )
    newest = items_of(imported_show(tmp_path / "pier", FEED.replace("</item>", extra, 1)))[0]
    podcast = "{https://podcastindex.org/namespace/1.0}"

    assert "0" == newest.findtext(f"{ITUNES}season")
    assert {"application/json", "application/json+chapters"} == {
        chapters.get("type") for chapters in newest.iter(f"{podcast}chapters")
    }
    assert 2 == len(newest.findall(f"{podcast}transcript"))


def test_a_number_that_is_shown_in_many_words_is_given_once(tmp_path: Path) -> None:
    display = f'<itunes:episode>5</itunes:episode><podcast:episode display="{"long " * 8}">5</podcast:episode></item>'
    root = imported_show(tmp_path / "pier", FEED.replace("</item>", display, 1))
    shown = [
        element.get("display")
        for element in items_of(root)[0].iter("{https://podcastindex.org/namespace/1.0}episode")
    ]

    assert ["long " * 8] == shown


def test_the_old_picture_of_a_feed_keeps_its_own_words(tmp_path: Path) -> None:
    image = "<image><url>https://cdn.example/c.png</url><title>Pier FM</title><width>9</width></image><item>"
    root = imported_show(tmp_path / "pier", FEED.replace("<item>", image, 1))
    written = ElementTree.fromstring(podcast_pages(load(root)[0])["podcast.xml"]).findall("channel/image")

    assert ["Pier FM"] == [element.findtext("title") for element in written]


def test_the_address_of_a_role_stays_the_owners(tmp_path: Path) -> None:
    root = imported_show(
        tmp_path / "pier",
        FEED.replace("ada@private.example</itunes:email>", "info@pier.example</itunes:email>"),
    )
    written = ElementTree.fromstring(podcast_pages(load(root)[0])["podcast.xml"])

    assert "info@pier.example" == written.findtext(f"channel/{ITUNES}owner/{ITUNES}email")


def test_notes_that_markdown_cannot_have_stay_as_they_are_in_the_feed(tmp_path: Path) -> None:
    odd = "<p>One <a name='x'>two</a>\n\n* three</p>"
    newest = items_of(imported_show(tmp_path / "pier", FEED.replace("2 * 3_4</p>", f"2</p>{odd}")))[0]

    assert "".join("One two * three".split()) in "".join(
        "".join(ElementTree.fromstring(f"<r>{newest.findtext('description')}</r>").itertext()).split()
    )


def test_a_feed_with_the_old_names_of_namespaces_is_read(tmp_path: Path) -> None:
    old = FEED.replace("itunes.com/dtds/podcast-1.0.dtd", "itunes.com/DTDs/Podcast-1.0.dtd")

    assert "gulls, waves" == items_of(imported_show(tmp_path / "pier", old))[0].findtext(f"{ITUNES}keywords")


@contextmanager
def served(pages: dict[str, str]) -> Iterator[str]:
    """The address of a server on this machine that has these pages."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(pages[self.path].encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ("<html><body>No feed</body></html>", "no <channel>"),
        ('<!DOCTYPE rss [<!ENTITY a "b">]><rss><channel/></rss>', "defines entities"),
        ("", "not XML"),
    ],
)
def test_what_is_no_feed_is_refused(document: str, message: str) -> None:
    with pytest.raises(ImportRefusedError, match=message):
        import_feed(document.encode())


def test_a_further_recording_of_an_item_stays_in_the_feed(tmp_path: Path) -> None:
    second = '<enclosure url="https://cdn.example/1.ogg" length="9" type="audio/ogg"/></item>'
    first = items_of(imported_show(tmp_path / "pier", FEED.replace("</item>", second, 2)))[1]

    assert ["https://cdn.example/1.mp3", "https://cdn.example/1.ogg"] == [
        enclosure.get("url") for enclosure in first.findall("enclosure")
    ]


def test_a_prefix_that_the_feed_does_not_declare_is_the_usual_one(tmp_path: Path) -> None:
    feed = FEED.replace('xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"', "")
    newest = items_of(imported_show(tmp_path / "pier", feed))[0]

    assert "gulls, waves" == newest.findtext(f"{ITUNES}keywords")


def test_a_tag_called_tags_is_kept(tmp_path: Path) -> None:
    newest = items_of(
        imported_show(tmp_path / "pier", FEED.replace("<category>Sea", "<tags>Tides</tags><category>Sea"))
    )[0]

    assert "Tides" == newest.findtext("tags")


def test_tags_longer_than_a_file_may_have_are_left_out_and_told(tmp_path: Path) -> None:
    feed = FEED.replace("gulls, waves", "gulls, " * 40_000)
    newest = items_of(imported_show(tmp_path / "pier", feed))[0]

    assert newest.find(f"{ITUNES}keywords") is None
    assert "<itunes:keywords> of the feed" in import_feed(feed.encode()).report()


def test_the_lock_of_a_feed_without_an_address_of_a_role_stays(tmp_path: Path) -> None:
    root = imported_show(tmp_path / "pier")
    channel = ElementTree.fromstring(podcast_pages(load(root)[0])["podcast.xml"])[0]
    lock = channel.find("{https://podcastindex.org/namespace/1.0}locked")

    assert lock is not None
    assert ("yes", {}) == (lock.text, lock.attrib)


def test_an_address_of_ftp_in_notes_is_no_link(tmp_path: Path) -> None:
    root = imported_show(tmp_path / "pier", FEED.replace("Other words.", "See ftp://old.example/a"))

    assert errors(load(root)[1]) == []


def test_the_date_of_the_feed_is_the_same_moment(tmp_path: Path) -> None:
    root = imported_show(tmp_path / "pier")
    file = root / "episodes" / "gulls-waves" / "index.md"
    file.write_text(
        file.read_text(encoding="utf-8").replace("05:00:00 -0500", "06:00:00 -0500"), encoding="utf-8"
    )

    assert ["feed has the pubDate Tue, 05 Jan 2021 06:00:00 -0500"] == [
        problem.message for problem in errors(load(root)[1])
    ]


def test_a_tag_that_the_former_host_wrote_wrongly_does_not_stop_a_build(tmp_path: Path) -> None:
    address = '<itunes:summary><![CDATA[<p><a href="gulls.example">Gulls</a></p>]]></itunes:summary></item>'
    root = imported_show(tmp_path / "pier", FEED.replace("</item>", address, 1))

    site = built(root)

    assert 'href="gulls.example"' in (site / "podcast.xml").read_text(encoding="utf-8")


def test_a_long_import_tells_how_far_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    item = FEED[FEED.index("  <item>") : FEED.index("  </item>") + 10]
    items = "".join(item.replace("pier  two", f"pier {number}") for number in range(600))
    source = tmp_path / "feed.xml"
    source.write_text(FEED.replace("</channel>", f"{items}</channel>"), encoding="utf-8")

    assert main(["import", str(source), "--into", str(tmp_path / "pier")]) == 0
    assert [
        "read 250 of 603 episodes",
        "read 500 of 603 episodes",
        "written 250 of 604 files",
        "written 500 of 604 files",
    ] == capsys.readouterr().err.splitlines()


def test_the_fields_of_a_transcript_have_one_order(tmp_path: Path) -> None:
    root = imported_show(
        tmp_path / "pier", FEED.replace('type="application/srt"', 'language="en" type="text/srt"')
    )

    text = (root / "episodes" / "gulls-waves" / "index.md").read_text(encoding="utf-8")
    assert "- url: https://cdn.example/2.srt\n  type: text/srt\n  language: en\n" in text


MOVED = FEED.replace(
    "<language>", "<itunes:new-feed-url>https://old.example/rss</itunes:new-feed-url><language>"
)


def new_feed_url(root: Path) -> str | None:
    """The address to which the feed of the collection sends apps."""
    channel = ElementTree.fromstring(podcast_pages(load(root)[0])["podcast.xml"])[0]
    return channel.findtext(f"{ITUNES}new-feed-url")


def test_the_address_that_the_former_host_gives_stays_until_an_episode_is_published_here(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = imported_show(tmp_path / "pier", MOVED)

    assert "https://old.example/rss" == new_feed_url(root)
    assert "itunes:new-feed-url" in import_feed(MOVED.encode()).report()
    assert main(["check", "--root", str(root)]) == 0
    assert "the feed sends apps to https://old.example/rss, until" in capsys.readouterr().out
    assert main(["publish", "--root", str(root)]) == 0
    capsys.readouterr()

    assert main(["check", "--root", str(root)]) == 0
    assert "the feed leaves out that apps should go to https://old.example/rss" in capsys.readouterr().out
    assert new_feed_url(root) is None


def test_an_address_that_the_editor_gives_takes_the_place_of_the_former_hosts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = imported_show(tmp_path / "pier", MOVED)
    show = root / "episodes" / "show.yml"
    show.write_text(f"new_feed_url: https://new.example/rss\n{show.read_text('utf-8')}", encoding="utf-8")

    assert "https://new.example/rss" == new_feed_url(root)
    assert main(["check", "--root", str(root)]) == 0
    assert "https://old.example/rss" not in capsys.readouterr().out


def test_further_attributes_of_a_recording_stay(tmp_path: Path) -> None:
    feed = FEED.replace('length="0"', 'length="0" xmlns:b="http://bitlove.org" b:guid="https://b.example/7"')
    root = imported_show(tmp_path / "pier", feed)
    enclosure = items_of(root)[0].find("enclosure")

    assert enclosure is not None
    assert "https://b.example/7" == enclosure.get("{http://bitlove.org}guid")
    assert "enclosure@bitlove:guid" in (root / "episodes/gulls-waves/index.md").read_text(encoding="utf-8")


def test_words_for_a_field_are_refused_where_the_field_says_something_else(tmp_path: Path) -> None:
    root = imported_show(tmp_path / "pier")
    notes = root / "episodes/gulls-waves/index.md"
    text = notes.read_text(encoding="utf-8")
    notes.write_text(
        text.replace("\nfeed:\n", "\nexplicit: true\nfeed:\n  itunes:explicit: clean\n"), encoding="utf-8"
    )

    assert ["feed has the itunes:explicit clean"] == [error.message for error in errors(load(root)[1])]


def test_the_spelling_of_a_language_stays_as_long_as_it_is_the_shows(tmp_path: Path) -> None:
    root = imported_show(tmp_path / "pier")
    show = root / "episodes" / "show.yml"

    assert "en-us" == ElementTree.fromstring(podcast_pages(load(root)[0])["podcast.xml"]).findtext(
        "*/language"
    )
    show.write_text(show.read_text("utf-8").replace("\nlanguage: en-us", "\nlanguage: de"), encoding="utf-8")
    assert "de" == ElementTree.fromstring(podcast_pages(load(root)[0])["podcast.xml"]).findtext("*/language")


def test_a_fourth_category_stays_in_the_feed(tmp_path: Path) -> None:
    words = ("Arts", "Comedy", "Music", "News")
    feed = FEED.replace(
        "<language>", "".join(f'<itunes:category text="{word}"/>' for word in words) + "<language>"
    )
    channel = ElementTree.fromstring(
        podcast_pages(load(imported_show(tmp_path / "pier", feed))[0])["podcast.xml"]
    )[0]

    categories = [category.get("text") for category in channel.iterfind(f"{ITUNES}category")]
    assert [*words, "Society & Culture", "Retired"] == categories


def test_an_address_without_https_is_made_whole(tmp_path: Path) -> None:
    root = imported_show(tmp_path / "pier", FEED.replace("https://old.example/?p=2", "www.old.example/2"))

    assert "http://www.old.example/2" == items_of(root)[0].findtext("link")


def test_what_a_show_has_twice_stays(tmp_path: Path) -> None:
    feed = FEED.replace("<language>", "<description>On another pier.</description><language>")
    root = imported_show(tmp_path / "pier", feed)
    channel = ElementTree.fromstring(podcast_pages(load(root)[0])["podcast.xml"])[0]

    assert ["On a pier.", "On another pier."] == [each.text for each in channel.findall("description")]


def test_signs_that_a_host_escapes_twice_are_read(tmp_path: Path) -> None:
    feed = FEED.replace("<![CDATA[<ul><li>One</li><li>Two</li></ul>]]>", "Q&amp;amp;A")
    root = imported_show(tmp_path / "pier", feed)

    assert "\nQ&amp;A\n" in (root / "episodes/the-first/index.md").read_text(encoding="utf-8")


def test_a_date_as_in_atom_stays_and_is_told(tmp_path: Path) -> None:
    feed = FEED.replace("Tue, 05 Jan 2021 05:00:00 -0500", "2021-01-05 05:00:00 -0500", 1)
    root = imported_show(tmp_path / "pier", feed)

    assert "2021-01-05 05:00:00 -0500" == items_of(root)[0].findtext("pubDate")
    assert [] == errors(check_feeds(load(root)[0]))
    assert "a date that some apps do not read" in import_feed(feed.encode()).report()
