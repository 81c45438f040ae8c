"""The feed of a blog, and pages that a browser saved, become essays."""

from __future__ import annotations

from pathlib import Path

import pytest

from anthology.collection import load
from anthology.importers import Choices, ImportRefusedError
from anthology.importers.blog.blog_feed import import_blog_feed, is_blog_feed
from anthology.problems import errors
from import_builders import imported, imported_essay, written

RSS = """<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The pier</title><link>https://pier.example/</link>
  <item><title>Gulls</title><link>https://pier.example/post/gulls</link><dc:creator>Ada</dc:creator>
    <pubDate>Tue, 05 Jan 2021 05:00:00 -0500</pubDate><category>Sea</category><description>On gulls.</description>
    <enclosure url="https://cdn.example/gull.png" length="0" type="image/png"/>
    <content:encoded><![CDATA[<p>See <a href="https://pier.example/post/waves">waves</a>.</p>]]></content:encoded></item>
  <item><title>Waves</title><link>https://pier.example/post/waves</link><dc:creator>Ada</dc:creator>
    <pubDate>Mon, 04 Jan 2021 05:00:00 GMT</pubDate><category>Sea</category><description>On waves.</description>
    <content:encoded><![CDATA[<p>They come.</p>]]></content:encoded></item>
  <item><title>Cut</title><link>https://pier.example/post/cut</link>
    <pubDate>Mon, 04 Jan 2020 05:00:00 GMT</pubDate><description>It begins […]</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>The pier</title><link href="https://pier.example/"/>
  <author><name>Ada</name></author>
  <entry><title type="html">Gulls &amp;amp; waves</title><link href="https://pier.example/gulls.html"/>
    <published>2021-01-05T05:00:00Z</published><category term="Sea"/><summary>On gulls.</summary>
    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>They <em>cry</em>.</p></div></content></entry>
</feed>"""
PAGE = """<html><head><title>Gulls | Pier</title><link rel="canonical" href="https://pier.example/post/gulls">
  <meta property="article:published_time" content="2021-01-05T05:00:00.000Z"><meta name="author" content="Ada">
  <meta property="og:description" content="On gulls."></head>
  <body><nav>Home</nav><article><h1>Gulls</h1><p>See <a href="https://pier.example/post/waves">waves</a>.</p>
  <img src="gulls_files/gull.png" alt="A gull"></article></body></html>"""


def test_a_feed_of_a_blog_becomes_essays_that_link_to_each_other(tmp_path: Path) -> None:
    root = imported(written(tmp_path, {"feed.xml": RSS}) / "feed.xml")

    assert errors(load(root, drafts=True)[1]) == []
    text = imported_essay(root, "gulls")
    assert "date: '2021-01-05T05:00:00-05:00'\nsummary: On gulls.\n" in text
    assert "aliases:\n- /post/gulls" in text
    assert "\nSee [waves](/essays/waves/)." in text
    assert "draft" not in text


def test_a_post_that_the_feed_cuts_off_is_a_draft(tmp_path: Path) -> None:
    root = imported(written(tmp_path, {"feed.xml": RSS}) / "feed.xml")

    assert "draft: true" in imported_essay(root, "cut")


def test_an_atom_feed_becomes_essays(tmp_path: Path) -> None:
    root = imported(written(tmp_path, {"atom.xml": ATOM}) / "atom.xml")

    text = imported_essay(root, "gulls")
    assert "title: Gulls & waves\n" in text
    assert "They *cry*." in text
    assert ["essays/gulls"] == [essay.id for essay in load(root)[0].essays]


@pytest.mark.parametrize(
    ("tag", "is_blog"),
    [("<x/>", True), ('<enclosure url="https://cdn.example/1.mp3" type="audio/mpeg"/>', False)],
)
def test_a_feed_with_recordings_is_a_podcast(tag: str, is_blog: bool) -> None:
    assert is_blog is is_blog_feed(RSS.replace("<title>Gulls", f"{tag}<title>Gulls").encode())


def test_a_feed_without_posts_is_refused() -> None:
    with pytest.raises(ImportRefusedError, match="no post with a date"):
        import_blog_feed(ATOM.replace("2021-01-05T05:00:00Z", "soon").encode(), Choices())


def test_pages_that_a_browser_saved_become_essays(tmp_path: Path) -> None:
    waves = PAGE.replace("gulls", "waves").replace("Gulls", "Waves")
    frame = {"gulls_files/frame.html": "<p>An advertisement</p>"}
    folder = written(tmp_path / "saved", {"gulls.html": PAGE, "waves.html": waves, **frame})
    root = imported(folder, "--topic", "Sea")

    text = imported_essay(root, "gulls")
    assert "title: Gulls\n" in text
    assert "summary: On gulls.\n" in text
    assert "\nSee [waves](/essays/waves/)." in text
    assert ["essays/gulls", "essays/waves"] == sorted(essay.id for essay in load(root)[0].essays)
