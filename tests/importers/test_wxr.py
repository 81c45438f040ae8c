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
    report = import_wxr([EXPORT.encode()]).report()

    assert "a post that is not published: draft" in report
    assert "a post with a password" in report
    assert "the shortcode contact-form" in report
    assert "a comment (2 times)" in report


def test_an_export_without_a_published_post_is_refused() -> None:
    with pytest.raises(ImportRefusedError, match="no published post"):
        import_wxr([f"{HEAD}</channel></rss>".encode()])


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


def test_footnotes_of_blocks_and_of_shortcodes_are_footnotes(tmp_path: Path) -> None:
    body = 'Gulls<sup data-fn="n1"><a href="#n1" id="n1-link">1</a></sup> bite[ref]A <b>note</b>[/ref].'
    stated = '[{"id": "n1", "content": "In a book"}]'
    meta = f"<wp:postmeta><wp:meta_key>footnotes</wp:meta_key><wp:meta_value>{stated}</wp:meta_value></wp:postmeta>"
    export = HEAD + item(1, body).replace("</item>", f"{meta}</item>") + "</channel></rss>"

    text = imported_essay(imported(written(tmp_path, {"export.xml": export}) / "export.xml"), "post-1")

    assert "Gulls[^1] bite[^2].\n\n[^1]: In a book\n\n[^2]: A **note**\n" in text


def test_code_in_a_shortcode_is_code(tmp_path: Path) -> None:
    body = (
        '[csharp]\n[Test]\nx<y\n[/csharp]\n\nUse [code]ls[/code] and\n[sourcecode lang="php"]$a[/sourcecode]'
    )
    export = f"{HEAD}{item(1, body)}</channel></rss>"

    text = imported_essay(imported(written(tmp_path, {"export.xml": export}) / "export.xml"), "post-1")

    assert "```csharp\n[Test]\nx<y\n```\n\nUse `ls` and\n\n```php\n$a\n```" in text


def test_ill_formed_text_is_not_cut_off(tmp_path: Path) -> None:
    broken = item(1, "One \x0b two \x08 three").replace("</title>", " &nbsp; & <b>x</b></title>", 1)
    export = f"{HEAD}{broken}</channel></rss>".encode().replace(b"three", b"three \x93four\x94")

    text = imported_essay(imported(written(tmp_path, {"export.xml": export}) / "export.xml"), "post-1")

    assert "title: Gulls & waves 1 &" in text
    assert "One two three “four”" in text


def test_an_export_in_parts_is_one(tmp_path: Path) -> None:
    parts = {f"parts/{number}.xml": f"{HEAD}{item(number, 'x')}</channel></rss>" for number in (1, 2)}
    root = imported(written(tmp_path, parts) / "parts")

    assert {"post-1", "post-2"} == {path.name for path in (root / "docs" / "essays").iterdir()}


@pytest.mark.parametrize(
    ("document", "message"),
    [
        (f"{HEAD}{item(3, 'x', 'draft')}</channel></rss>", "1 × a post that is not published: draft"),
        (HEAD.partition("<channel>")[0] + "<other></other></rss>", "export the blog once more"),
    ],
)
def test_an_export_that_cannot_be_taken_says_why(document: str, message: str) -> None:
    with pytest.raises(ImportRefusedError, match=message):
        import_wxr([document.encode()])


def test_links_to_headings_lead_to_those_that_are_there(tmp_path: Path) -> None:
    first = (
        '<h2>What&#8217;s new</h2><a href="#what-s-new">a</a> <a href="#gone">b</a>'
        '<a href="https://old.example/2019/post-2/#comment-7">c</a>'
    )
    export = f"{HEAD}{item(1, first)}{item(2, 'x')}</channel></rss>"
    root = imported(written(tmp_path, {"export.xml": export}) / "export.xml")

    assert [] == errors(load(root)[1])
    assert "[c](/essays/post-2/)" in imported_essay(root, "post-1")


def test_addresses_of_people_and_tasks_leave_a_post_and_are_told() -> None:
    body = "info@old.example, 93.184.216.34, version 1.5.1.3"
    plan = import_wxr([f"{HEAD}{item(1, body)}</channel></rss>".encode()])

    assert "…, …, version 1.5.1.3" in plan.files["docs/essays/post-1/index.md"]
    assert 2 == plan.left_out.count("post-1: an e-mail or IP address")


def test_a_slug_that_is_counted_is_no_other_posts(tmp_path: Path) -> None:
    posts = "".join(item(number, "x", post_name=name) for number, name in enumerate(("a", "a", "a-2"), 1))
    root = imported(written(tmp_path, {"export.xml": f"{HEAD}{posts}</channel></rss>"}) / "export.xml")

    assert 3 == len([*(root / "docs" / "essays").iterdir()])


def test_what_is_said_of_many_places_is_one_line_of_the_report() -> None:
    posts = "".join(item(number, f'<img src="/{number}.jpg" alt="A">') for number in range(1, 6))
    plan = import_wxr([f"{HEAD}{posts}</channel></rss>".encode()])

    line = (
        "a picture that was not fetched, so a link leads to it; import with --media to fetch it (5 places):"
    )
    assert f"  {line}\n    post-5, /5.jpg\n" in plan.report()
    assert f"<summary>{line}</summary><ul><li>post-5, /5.jpg</li>" in plan.html_report()
