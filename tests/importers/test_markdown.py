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
