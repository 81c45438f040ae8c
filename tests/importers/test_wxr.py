"""An export of WordPress becomes essays that pass the check."""

from __future__ import annotations

from pathlib import Path

import pytest

from anthology.collection import load
from anthology.importers import ImportRefusedError
from anthology.importers.blog.wxr import import_wxr
from anthology.problems import errors
from import_builders import imported, imported_essay, written

HEAD = """<?xml version="1.0"?><rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"
 xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Pier</title><link>https://old.example</link>
<wp:author><wp:author_login>ada</wp:author_login><wp:author_email>ada@private.example</wp:author_email>
<wp:author_display_name>Ada L.</wp:author_display_name></wp:author>
<item><title>g</title><wp:post_id>9</wp:post_id><wp:post_type>attachment</wp:post_type><wp:status>inherit</wp:status>
<wp:attachment_url>https://old.example/g.jpg</wp:attachment_url></item>"""
CLASSIC = """First line
second line

[caption id="x"]<a href="https://old.example/big.jpg"><img src="https://old.example/a.jpg" alt="A gull" /></a>
Words[/caption]
See <a href="https://old.example/?p=2">the other</a>. [1] and [gallery ids="9"] [contact-form to="ada@private.example"]

<pre>one

two [x]</pre>

<a href="/b"><img src="/b.jpg" alt="" class="w" /></a>

https://video.example/1"""
BLOCKS = """<!-- wp:paragraph -->
<p>A block from 93.184.216.34.</p>
<!-- /wp:paragraph -->
<!-- wp:list --><ul><li>One</li><li>Two</li></ul><!-- /wp:list -->"""


def item(number: int, body: str, status: str = "publish", **more: str) -> str:
    """A post of an export, with a comment."""
    values = {"post_id": str(number), "post_type": "post", "status": status, "post_name": f"post-{number}"}
    values |= {"post_date_gmt": f"2019-03-{number + 10} 05:06:07", **more}
    tags = "".join(f"<wp:{name}>{value}</wp:{name}>" for name, value in values.items())
    return (
        f"<item><title>Gulls &amp;amp; waves {number}</title><link>https://old.example/2019/post-{number}/</link>"
        f"<dc:creator>ada</dc:creator><content:encoded><![CDATA[{body}]]></content:encoded>{tags}"
        '<category domain="category">Sea</category><wp:comment><wp:comment_author>Bob</wp:comment_author>'
        "<wp:comment_author_IP>93.184.216.34</wp:comment_author_IP></wp:comment></item>"
    )


EXPORT = (
    HEAD
    + item(1, CLASSIC)
    + item(2, BLOCKS)
    + item(3, "Secret", "draft")
    + item(4, "Secret", "private")
    + item(5, "Secret", "trash")
    + item(6, "Secret", post_password="x")
    + "</channel></rss>"
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A new collection with the posts of the export."""
    return imported(written(tmp_path, {"export.xml": EXPORT}) / "export.xml")


def test_an_imported_export_passes_the_check(root: Path) -> None:
    assert [] == errors(load(root)[1])


def test_a_classic_body_keeps_its_paragraphs_pictures_and_links(root: Path) -> None:
    text = imported_essay(root, "post-1")

    assert "title: Gulls & waves 1" in text
    assert "date: '2019-03-11T05:06:07+00:00'" in text
    assert "- /2019/post-1/" in text
    assert "First line\\\nsecond line\n\n" in text
    assert "[A gull](https://old.example/a.jpg)" in text
    assert "(https://old.example/big.jpg)" in text
    assert "\nWords\n" in text
    assert "[b.jpg](https://old.example/b.jpg)" in text
    assert "[the other](/essays/post-2/)" in text
    assert "(https://old.example/g.jpg)" in text
    assert "(https://video.example/1)" in text
    assert "```\none\n\ntwo [x]\n```" in text
    assert "contact-form" not in text


def test_blocks_lose_their_comments(root: Path) -> None:
    assert "A block from ….\n\n- One\n- Two" in imported_essay(root, "post-2")


def test_what_is_not_public_never_enters(root: Path) -> None:
    texts = [file.read_text("utf-8") for file in (root / "docs").rglob("*.md")]

    assert {"post-1", "post-2"} == {path.name for path in (root / "docs" / "essays").iterdir()}
    assert len(texts) >= 4
    assert not [text for text in texts if "private.example" in text or "93.184" in text or "Bob" in text]


def test_the_report_tells_what_was_left_out() -> None:
    report = import_wxr(EXPORT.encode()).report()

    assert "a post that is not published: draft" in report
    assert "a post with a password" in report
    assert "the shortcode contact-form" in report
    assert "a comment (2 times)" in report


def test_an_export_without_a_published_post_is_refused() -> None:
    with pytest.raises(ImportRefusedError, match="no published post"):
        import_wxr(f"{HEAD}</channel></rss>".encode())


def test_a_picture_that_a_script_of_squarespace_shows_is_taken_once(tmp_path: Path) -> None:
    body = """<div><noscript><img src="https://cdn.example/a.jpg?w=1" /></noscript>
<img class="thumb-image"
  data-src="https://cdn.example/a.jpg?w=1"

  alt="A gull"></div>"""
    undated = item(1, body, post_date_gmt="").replace(
        "<dc:creator>", "<pubDate>Wed, 05 Apr 2023 14:42:38 +0000</pubDate><dc:creator>"
    )
    root = imported(written(tmp_path, {"export.xml": f"{HEAD}{undated}</channel></rss>"}) / "export.xml")

    text = imported_essay(root, "post-1")
    assert "\n---\n\n[A gull](https://cdn.example/a.jpg?w=1)\n" in text
    assert "date: '2023-04-05T14:42:38+00:00'\n" in text
