"""Whatever stands in a post, what is published holds nothing outside the allowlist."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from anthology.problems import Problem
from anthology.rendering import Prose, Target, inline, render
from anthology.sources import Source
from anthology.unicode import NOT_TEXT

TAGS = {
    *"a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em".split(),
    *"figcaption figure h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp section".split(),
    *"small span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr".split(),
}
ATTRIBUTES = {
    *"id class title lang dir href hreflang rel src alt width height loading start reversed type".split(),
    *"value colspan rowspan headers scope abbr span datetime cite open".split(),
}
SCHEMES = ("https:", "http:", "mailto:", "tel:", "sms:", "geo:")
SITE_PLACEHOLDER = "\ufdd0"

AWAY = '<p><a href="https://e.example/" rel="noopener noreferrer">x</a></p>'
# What is known to have got past one sanitizer or another, and what browsers read otherwise than it looks.
HOSTILE = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//example.org/x></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img/src='x'/onerror='alert(1)'>",
    '<IMG """><SCRIPT>alert(1)</SCRIPT>">',
    "<svg/onload=alert(1)>",
    "<svg><script href='data:,alert(1)'/>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><use xlink:href='https://example.org/x.svg#a'></use></svg>",
    "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
    "<svg><p><style><g title='</style><img src=x onerror=alert(1)>'></g></style>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<math><mtext><mglyph><svg><mtext><style><path id='</style><img onerror=alert(1) src>'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<title><img src=x onerror=alert(1)></title>",
    "<textarea><img src=x onerror=alert(1)></textarea>",
    "<xmp><img src=x onerror=alert(1)></xmp>",
    "<plaintext><script>alert(1)",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!--!><img src=x onerror=alert(1)>--!>",
    "<!-- <img src='--><img src=x onerror=alert(1)>'>",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<?xml-stylesheet href='javascript:alert(1)'?>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='&#1;javascript:alert(1)'>x</a>",
    "<a href='&#106;avascript&colon;alert(1)'>x</a>",
    "<a href='javascript&#x3A;alert(1)'>x</a>",
    "<a href='vbscript:x'>x</a> <a href='data:text/html,x'>y</a> <a href='blob:x'>z</a>",
    "[x](javascript:alert(1))",
    "[x](<java\nscript:alert(1)>)",
    "[x](java&#10;script:alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x]: javascript:alert(1)\n\n[x]",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    "![x](//example.org/x.png) ![x](\\\\example.org\\x.png) ![x](/\\example.org/x.png)",
    "![x](&#xfdd0;//example.org/x.png)",
    "![x]( https://example.org/x.png)",
    "<img src='picture.png' srcset='//example.org/x.png 2x' alt=x>",
    "<picture><source srcset=//example.org/x><img src=x></picture>",
    "<input type=image src=//example.org/x>",
    "<body background=//example.org/x onload=alert(1)>",
    "<table background=//example.org/x><td background=x>",
    "<video poster=//example.org/x><source src=x onerror=alert(1)>",
    "<link rel=stylesheet href=//example.org/x><style>@import '//example.org/x'</style>",
    "<base href=//example.org/><meta http-equiv=refresh content='0;url=//example.org/'>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe><object data=x></object><embed src=x>",
    "<p style='background:url(//example.org/x)'>x</p>",
    "text\n{: onclick=alert(1) style=x }",
    "*x*{: onmouseover='alert(1)' src=//example.org/x }",
    "[x](#a){: href=javascript:alert(1) }",
    "![x](picture.png){: src=//example.org/x onerror=alert(1) }",
    "# h {: #main onclick=x }",
    "<div markdown='1'>\n[x](javascript:alert(1)) <script>y</script>\n</div>",
    "<p markdown='span'>*<script>x</script>*</p>",
    "*[x]: \"><script>alert(1)</script>\n\nx",
    "!!! note \"<script>alert(1)</script>\"\n    x",
    "!!! \"onclick=alert(1)\n    x",
    "[^1]\n\n[^1]: <script>alert(1)</script>",
    "[^\"><script>]\n\n[^\"><script>]: x",
    "```html {onclick=alert(1)}\nx\n```",
    "```\"><script>alert(1)</script>\nx\n```",
    "| <script>x</script> |\n|---|\n| [x](javascript:y) |",
    "`<script>`<script>x</script>`",
    "<a href='x' <script>alert(1)</script>>",
    "<div onclick=alert(1)//<div>",
    "<p id='a' id='b' ONCLICK=x>",
    "<a\x0chref=javascript:x>y</a>",
    "\ufdd1" + "1\ufdd1",
]  # fmt: skip


@pytest.mark.parametrize("body", HOSTILE)
@pytest.mark.parametrize("thread", [False, True])
def test_what_is_known_to_be_hostile_is_not_published(body: str, thread: bool) -> None:
    assert_safe(rendered(f"1/ Before.\n\n{body}\n\nBehind.", thread)[0].html)
    assert_safe(inline(body))


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ('<div id="exit" class="exit">x</div>', "<div>x</div>"),
        ('<h2 id="content">x</h2>', "<h2>x</h2>"),
        ('<p><a id="main" target="_top" ping="//e.example" href="https://e.example/">x</a></p>', AWAY),
        ('<p><a rel="me" href="https://e.example/">x</a></p>', AWAY),
    ],
)
def test_a_post_cannot_take_names_of_the_site_or_say_who_somebody_is(written: str, published: str) -> None:
    prose, problems = rendered(written)

    assert (prose.html.strip(), problems) == (published, [])


FRAGMENTS = st.sampled_from([
    "<", ">", "</", "/>", "<!--", "-->", "<![CDATA[", "]]>", "<?", "&#", "&lt;", "&#x3c;", "javascript:", "data:",
    "//example.org/", "\\", "`", "```", "\n", "\n\n", "    ", "\t", "[", "](", ")", "![", "]:", "[^1]", "{:", "}",
    "*", "**", "_", "#", "> ", "- ", "1. ", "1/ ", "aside/ ", ": ", "|", "|-|", "---", "!!! ", '"', "'", "=", "on",
    "<a href=", "<img src=", "<script>", "</script>", "<style>", "</style>", "<svg>", "<math>", "<mtext>", "<table>",
    "<td>", "<p>", "</p>", "<div markdown='1'>", "</div>", "<template>", "<noscript>", "<title>", "<form>", "<body>",
    " onerror=alert(1)", " onclick='x'", " style='x'", " srcset='//x 1x'", " id='main'", " class='md-x'", "\x00",
    "\ufdd0", "\ufdd1", "\u2028", "\u200b", "\x02", "\x03", "klzzwxh:0000", "wzxhzdk:0", "é", "海", "İ",
])  # fmt: skip
BODIES = st.one_of(
    st.text(max_size=200),
    st.lists(FRAGMENTS, max_size=24).map("".join),
    st.lists(st.one_of(FRAGMENTS, st.sampled_from(HOSTILE), st.text(max_size=8)), max_size=10).map("".join),
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(BODIES, st.booleans())
def test_nothing_outside_the_allowlist_is_ever_published(body: str, thread: bool) -> None:
    prose, problems = rendered(body, thread)

    assert_safe(prose.html)
    for part in prose.parts:
        assert_safe(part.html)
    for problem in problems:
        assert 1 <= problem.line <= body.count("\n") + 1
        assert problem.column >= 1
        assert str(problem)


@settings(max_examples=200, deadline=None)
@given(BODIES)
def test_a_line_of_a_yaml_file_is_as_safe(text: str) -> None:
    html = inline(text)

    assert_safe(html)
    assert "<img" not in html


@settings(max_examples=200, deadline=None)
@given(BODIES)
def test_what_passes_the_judge_loses_no_word_in_the_sanitizer(body: str) -> None:
    prose, problems = rendered(body)

    if not problems:
        assert "".join(prose.text.split()) == "".join(words(prose.html))  # tables move words


def rendered(body: str, thread: bool = False) -> tuple[Prose, list[Problem]]:
    """A body, without controls as a source has it, whose links all lead to the page itself."""
    body = NOT_TEXT.sub(" ", body)
    source = Source("docs/essays/x.md", Path("x.md"), lines=body.split("\n"), body=body)

    def resolve(address: str, picture: bool) -> Target:
        return Target("picture.png" if picture else "essays/x/", None if picture else "essays/x")

    return render(source, "essays/x/", resolve, thread), list(source.problems)


def assert_safe(html: str) -> None:
    """Two parsers that have nothing in common find nothing but what the lists above hold."""
    tree = LexborHTMLParser(f"<body>{html}</body>")
    assert tree.body is not None
    assert not (tree.head and list(tree.head.traverse())[1:]), html
    for node in list(tree.body.traverse())[1:]:
        assert node.tag in TAGS, html
        assert_attributes(node.tag, node.attributes.items(), html)
    reader = Reader()
    reader.feed(html)
    reader.close()
    for tag, attributes in reader.found:
        assert tag in TAGS, html
        assert_attributes(tag, attributes, html)


def assert_attributes(tag: str, attributes: object, html: str) -> None:
    for name, value in attributes:  # type: ignore[attr-defined]
        assert name in ATTRIBUTES, html
        bare = "".join(character for character in value or "" if character > " ").lower()
        if name == "href" and bare:
            assert bare.startswith((*SCHEMES, SITE_PLACEHOLDER)), html
        if name == "src" and bare:
            assert bare.startswith(SITE_PLACEHOLDER), html
        if name == "cite":
            assert ":" not in bare or bare.startswith(SCHEMES), html


class Reader(HTMLParser):
    """The library's own parser of HTML, which is none of a browser."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, list[tuple[str, str | None]]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, attrs))


def words(html: str) -> list[str]:
    body = LexborHTMLParser(f"<body>{html}</body>").body
    return body.text(separator=" ", strip=True).split() if body else []
