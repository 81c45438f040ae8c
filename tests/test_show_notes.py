"""Show notes: what an app may show, and the same as text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anthology.feed import render
from anthology.feed_check import check_feed
from anthology.show_notes import clean, plain
from feed_builders import SITE, episode, show


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        ("<h1 id='x'>Pier</h1>", "<h2>Pier</h2>"),
        ('<p class="a" id="b" style="c" onclick="d" data-e="f">x</p>', "<p>x</p>"),
        ("<script>1</script><style>p {}</style>x", "x"),
        ("<form><p>Your name</p><input><button>Send</button></form>x", "x"),
        ('<iframe src="https://x.example/">y</iframe><object>z</object><svg><title>t</title></svg>x', "x"),
        (
            '<a href="https://x.example/?a=1&amp;b=2" target="_blank" rel="me">x</a>',
            '<a href="https://x.example/?a=1&amp;b=2">x</a>',
        ),
        ('<a href="mailto:a@x.example">x</a>', '<a href="mailto:a@x.example">x</a>'),
        ('<a href="/x/">x</a><a href="//x.example">y</a><a href="#z">z</a>', "<a>x</a><a>y</a><a>z</a>"),
        ('<a href="javascript:alert(1)">x</a><a href=" java\nscript:alert(1)">y</a>', "<a>x</a><a>y</a>"),
        ('<a href="data:text/html,x">x</a>', "<a>x</a>"),
        ('<img src="x.png" alt="a > b">x', "x"),
        ('<img src="mailto:x" alt=\' src="\'>x<img>', "x"),
        (
            '<img src="https://x.example/p.png" alt="a > b">',
            '<img src="https://x.example/p.png" alt="a &gt; b">',
        ),
        ('<p dir="rtl" lang="he">שלום</p>', '<p dir="rtl" lang="he">שלום</p>'),
        ("<details><summary>More</summary><p>x</p></details>", "More<p>x</p>"),
        ("a ]]> b", "a ]]&gt; b"),
        ("<p>one<p>two", "<p>one</p><p>two</p>"),
        ("<!-- secret -->x", "x"),
        ("", ""),
    ],
)
def test_only_what_apps_can_show_is_left(html: str, cleaned: str) -> None:
    assert cleaned == clean(html)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<h2>Links</h2>\n<p>One\n  <b>bold</b> word.</p>", "Links\n\nOne bold word."),
        ('<p>The <a href="https://x.example/">site</a>.</p>', "The site (https://x.example/)."),
        ('<a href="https://x.example/">https://x.example/</a>', "https://x.example/"),
        ('<a href="mailto:a@x.example">Write</a>', "Write (a@x.example)"),
        ('<a href="/x/">page</a>', "page"),
        (
            "<ul><li>one</li><li>two<ol start=3><li>three</li><li>four</li></ol></li></ul>",
            "- one\n- two\n  3. three\n  4. four",
        ),
        ("<ol start=x><li>one</ol>", "1. one"),
        ("<li>stray</li>", "- stray"),
        ("a<br>b", "a\nb"),
        ("<pre>  a\n   b</pre>", "a\n   b"),
        ("<blockquote><p>a</p></blockquote><p>b</p>", "a\n\nb"),
        ('<p><img src="https://x.example/p.png" alt="A pier"></p>', "A pier"),
        ("&lt;b&gt; &amp;amp; 😀 שלום", "<b> &amp; 😀 שלום"),
        ("<script>1</script>", ""),
    ],
)
def test_notes_read_well_as_text(html: str, text: str) -> None:
    assert text == plain(html)


TAGS = [
    "h1",
    "/h1",
    "p",
    "a href='x'",
    "img src=x",
    "script",
    "/script",
    "svg",
    "math",
    "ul",
    "/ul",
    "pre",
    "li",
]
SCRAPS = ["<img alt='", "<ol start='9", "]]>", "&", "<!--", "-->", "'", '"', "onload=", ">", "</li>", "</ol>"]
PIECES = st.sampled_from([*(f"<{tag}>" for tag in TAGS), *SCRAPS])
HTML = st.lists(st.one_of(st.text(max_size=5), PIECES), max_size=20).map("".join)


@given(HTML)
def test_cleaning_twice_changes_nothing(html: str) -> None:
    assert clean(html) == clean(clean(html))


@given(HTML)
def test_the_checker_accepts_all_that_is_clean(html: str) -> None:
    document = render(show(), [episode(content_html=clean(html))])

    assert [] == check_feed(document, path="podcast.xml", site=None, site_url=SITE)


@given(HTML)
def test_any_html_has_a_plain_text(html: str) -> None:
    assert plain(html) == plain(html).strip()


def test_nh3_is_used_in_two_modules_only() -> None:
    modules = (Path(__file__).parent.parent / "hooks").rglob("*.py")

    assert {"show_notes.py", "safety.py"} >= {
        file.name for file in modules if "import nh3" in file.read_text("utf-8")
    }
