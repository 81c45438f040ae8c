"""Raw HTML is read as a browser's tokenizer reads it, the same on every Python."""

from __future__ import annotations

import pytest

from anthology.rendering.raw_html import attributes, tokens


@pytest.mark.parametrize(
    ("tag", "names"),
    [
        ("<a href=x title='y'>", ["href", "title"]),
        ("<a HREF=x href=y>", ["href"]),
        ("<a/href=x/>", ["href"]),
        ("<br a=>", ["a"]),
        ("<br a= >", ["a"]),
        ("<br a=", ["a"]),
        ("<br '=", ["'"]),
        ("<br =x=y>", ["=x"]),
        ('<br a="b', ["a"]),
    ],
)
def test_the_attributes_of_a_tag_are_those_that_a_browser_reads(tag: str, names: list[str]) -> None:
    assert names == list(attributes(tag))


def test_tags_and_comments_are_found_however_they_end() -> None:
    kinds = [
        (token.kind, token.name, token.closed) for token in tokens("<p>x</P><!--y--><!doctype z><img src=")
    ]

    assert [
        ("start", "p", True),
        ("end", "p", True),
        ("comment", "", True),
        ("command", "<!doctype", True),
        ("start", "img", False),
    ] == kinds
