"""Show notes: the HTML that an app may show."""

from __future__ import annotations

import re

import nh3
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from anthology.feeds.checks import BuiltSite, check_document
from anthology.feeds.checks.html_content import html_issues
from anthology.feeds.feed_html import _FEED_ATTRIBUTES, _FEED_TAGS, reduce_to_feed_tags
from anthology.feeds.rss import rss_document
from anthology.rendering.sanitizer import sanitized
from feed_builders import SITE, episode, show

_DROPPED_WITH_CONTENT = set(
    "script style template noscript title iframe object svg math audio video canvas"
    " form button select textarea".split()
)
_CLEANER = nh3.Cleaner(
    tags={*_FEED_TAGS, "h1"},
    clean_content_tags=_DROPPED_WITH_CONTENT,
    attributes={**_FEED_ATTRIBUTES, "*": {"lang", "dir"}},
    attribute_filter=lambda _, name, value: (
        None if name == "src" and not value.lower().startswith(("http://", "https://")) else value
    ),
    url_schemes={"http", "https", "mailto"},
    url_relative="deny",
    link_rel=None,
)


def clean(html: str) -> str:
    """Any HTML, parsed and written by the allowlist of feeds: the oracle of reduce_to_feed_tags."""
    demoted = _CLEANER.clean(html).replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    pictures = re.compile(r'<img((?: [a-z]+="[^"]*")*)>')
    return pictures.sub(lambda img: img[0] if ' src="' in img[1] else "", demoted).strip()


def notes(html: str) -> str:
    """Any HTML as the build makes show notes of it."""
    return reduce_to_feed_tags(sanitized(html))


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        ("<h2 id='x'>Pier</h2>", "<h2>Pier</h2>"),
        ('<p class="a" id="b" style="c" onclick="d" data-e="f">x</p>', "<p>x</p>"),
        ("<script>1</script><style>p {}</style>x", "x"),
        ("<form><p>Your name</p><input></form>x", "<p>Your name</p>x"),
        ('<iframe src="https://x.example/">y</iframe>x', "yx"),
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
    assert cleaned == notes(html)


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
def test_the_checker_accepts_all_that_is_clean(html: str) -> None:
    document = rss_document(show(), [episode(content_html=notes(html))])

    assert [] == check_document(document, "podcast.xml", BuiltSite(None, SITE))


# What a body can contain when it has been through the sanitizer: tags of every kind, in each other or not.
NAMES = (
    "a abbr b blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption"
    " figure h2 h3 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp section small span strong sub"
    " summary sup table tbody td tfoot th thead time tr u ul var wbr"
    " h1 svg math script form input option p:x o-x template noscript"
).split()
ATTRIBUTES = st.sampled_from(
    [
        *(
            'class="a"',
            'id="b"',
            'lang="de"',
            'dir="rtl"',
            'title="&quot; > <b>"',
            "title='&amp;'",
            'start="3"',
        ),
        *(
            'colspan="2"',
            'scope="row"',
            'open=""',
            'loading="lazy"',
            'alt="x"',
            'width="3"',
            'datetime="2026"',
        ),
        *('href="https://x.example/a?b=1&amp;c=2#d"', 'href="HTTP://x.example"', 'href="mailto:a@b.example"'),
        *(
            'href="tel:+47"',
            'href="geo:1,2"',
            'href="/x"',
            'href="javascript:x()"',
            'href="h&#116;tps://x.example"',
        ),
        *(
            'src="https://x.example/a.png"',
            'src="a.png"',
            'src="mailto:x"',
            'cite="https://x.example"',
            'onclick="x"',
        ),
        *('href=" https://x.example"', 'href=""', 'rel="noopener"'),
    ]
)
TAG = st.builds(
    lambda name, attributes, close: (
        f"{'</' if close else '<'}{name} {'' if close else ' '.join(attributes)}>"
    ),
    st.sampled_from(NAMES),
    st.lists(ATTRIBUTES, max_size=3),
    st.booleans(),
)
MARKUP = st.lists(
    st.one_of(TAG, st.sampled_from(["x", " ", "&lt;b&gt;", "<!-- c -->", "]]>", "\n", "<"])), max_size=12
)


@settings(max_examples=1000, deadline=None)
@given(MARKUP.map("".join))
@example("<a><b><table><a>")
def test_what_was_sanitised_becomes_what_a_parser_makes_of_it(html: str) -> None:
    once = sanitized(html)
    cleaned, light = clean(once), reduce_to_feed_tags(once)

    assert () == html_issues(light)
    if sanitized(once) != once:
        return  # a link in a table in a link: a parser puts it elsewhere each time that it reads it
    # Where a wrapper goes, a parser may close what stood in it elsewhere: tags and words are the same.
    assert re.findall(r"<[a-z][^<>]*>", cleaned) == re.findall(r"<[a-z][^<>]*>", light)
    assert re.sub(r"<[^>]*>", " ", cleaned).split() == re.sub(r"<[^>]*>", " ", light).split()
