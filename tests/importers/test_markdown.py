"""HTML and plain text of other programs as Markdown."""

from __future__ import annotations

import pytest

from anthology.importers.markdown import plain, to_markdown


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>One <b>two </b>three</p><p>Four</p>", "One **two** three\n\nFour"),
        ("One<br>two<br/><br/>", "One\\\ntwo"),
        ("<h1>Title</h1><ul><li>a</li><li>b<ol><li>c</li></ol></li></ul>", "## Title\n\n- a\n- b\n\n  1. c"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        ("<p>2 * 3, a_b, [x], &lt;y&gt; &amp; z</p>", r"2 \* 3, a\_b, \[x\], \<y\> &amp; z"),
        ('<p>Now!<a href="https://example.org/a b">here</a></p>', r"Now\![here](https://example.org/a%20b)"),
        ('<p><a href="javascript:x()">no</a><script>x()</script></p>', "no"),
        ('<img src="https://example.org/x" width="1" height="1" alt="c">', ""),
        ("A line\nanother\n\n1. no list", "A line\\\nanother\n\n1\\. no list"),
        ("<table><tr><th>a</th><th>b</th></tr><tr><td>1</td></tr></table>", "| a | b |\n|---|---|\n| 1 |  |"),
    ],
)
def test_bodies_become_markdown(html: str, markdown: str) -> None:
    assert markdown == to_markdown(html)


def test_addresses_of_roles_stay_and_those_of_people_go() -> None:
    assert "podcast@example.org or …" == plain(to_markdown("podcast@example.org or ada@example.org"))


def test_emphasis_that_would_show_its_signs_is_left_out() -> None:
    assert "Today! Now" == to_markdown("<p>Today<b>!&nbsp;</b>Now</p>").replace("\\", "").replace("  ", " ")


def test_bold_that_follows_bold_is_one() -> None:
    assert "**today\\!** now" == to_markdown("<p><b>today</b><b>!</b> now</p>").replace("!\\", "!")


def test_spaces_at_the_ends_of_a_link_stay() -> None:
    assert "on [Facebook](https://f.example/) and" == to_markdown(
        '<p>on<a href="https://f.example/"> Facebook </a>and</p>'
    )


@pytest.mark.parametrize(
    ("document", "markdown"),
    [
        ("<html><head><title>x</title></head></html>", ""),
        (
            "<!DOCTYPE html><html><head><style>p{}</style></head><body class='x'><p>Gulls</p></body></html>",
            "Gulls",
        ),
    ],
)
def test_of_a_whole_document_the_body_counts(document: str, markdown: str) -> None:
    assert (markdown, markdown) == (to_markdown(document), plain(document))


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<ul><li>a</li><ul><li>b</li></ul><li>c</li></ul>", "- a\n  - b\n- c"),
        ("<ul><ul><li>a</li></ul> b </ul>", "- - a\n\n  b"),
        ("<ul>a<li>b</li></ul>", "- a\n- b"),
        ("<ol><li>a</li> and <li>b</li></ol>", "1. a and\n2. b"),
        ("<table><caption>Tides</caption><tr><td>a<td>b|c</table>", "Tides\n\n| a | b\\|c |\n|---|---|"),
        ("<table><tr><td>a<br>b<ul><li>c</ul><td><pre>d</pre></table>", "| a<br>b<br>c | d |\n|---|---|"),
        ("<table><tr><td><p>a</p><p>b</p></table>", "a\n\nb"),
        ("<table><tr><td><table><tr><td>a<td>b</table><td>c</table>", "| a | b |\n|---|---|\n\nc"),
        ("<pre class='lang-py'>a<br>```\n<a href='https://x.example/'>b</a></pre>",
         "````py\na\n```\nb\n````\n\n[b](https://x.example/)"),
        ("<code>a <a href='https://x.example/'>b</a></code>", "[`a b`](https://x.example/)"),
    ],
)  # fmt: skip
def test_lists_tables_and_code_keep_all_that_is_in_them(html: str, markdown: str) -> None:
    assert markdown == to_markdown(html)


@pytest.mark.parametrize(
    ("address", "markdown"),
    [
        ("https://x.example/a_(b)_(c)", "[w](https://x.example/a_(b)_(c))"),
        ("https://x.example/a)b", "[w](https://x.example/a%29b)"),
        ("irc://x.example/a", "w (irc://x.example/a)"),
        ("tel:+15550100", "[w](tel:+15550100)"),
        ("mailto:ada@x.example", "w"),
        ("file:///C:/a", "w"),
    ],
)
def test_links_keep_their_address(address: str, markdown: str) -> None:
    assert markdown == to_markdown(f'<a href="{address}">w</a>')
