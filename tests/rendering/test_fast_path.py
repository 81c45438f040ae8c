from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown import Markdown

from anthology.rendering.fast_path import PlainTextExtension
from anthology.rendering.markdown import markdown

EXTENSIONS = ["abbr", "attr_list", "def_list", "fenced_code", "footnotes", "md_in_html", "tables", "toc"]
STOCK = Markdown(extensions=EXTENSIONS)
OURS = Markdown(extensions=[*EXTENSIONS, PlainTextExtension()])


@pytest.mark.parametrize(
    "text",
    [
        "Plain words, “quoted”, and 5 > 4.",
        "A *word*, a [link](x.md), `code`, an &amp; and <b>a tag</b>.",
        "Two lines  \nwith a break.",
        "The NHS and the WHO.\n\n*[NHS]: National Health Service",
        "# A heading {: #here }\n\nText.\n{: .lead }",
        "A note.[^1]\n\n[^1]: Plain text of the note.",
        "| a | b |\n|---|---|\n| plain | *not* |",
        "<div markdown>\nplain and **strong**\n</div>",
        "    code *not* emphasis\n\nplain",
        "term\n:   meaning, plain",
        "see https://example.org and a_b_c",
        "a ! and a !! and ![x](y.png)",
    ],
)
def test_the_result_is_the_librarys_own(text: str) -> None:
    assert STOCK.reset().convert(text) == OURS.reset().convert(text)


SIGNS = st.text(st.sampled_from("ab *_`[]()<>&!\\\n\t\r#-1.:|{}^\"'~ “é"), max_size=120)
LINES = st.lists(
    st.sampled_from(
        [
            "", "", "", "Words alone", "More words, é", "a  ", " b", "  ", "\t",
            "# Label {: data-toc-label=\"x\" }", "<H3 markdown>Up</H3>", "- one", "    indented", "\ttab",
            "# Heading", "## Heading", "### A *b* & [c](d.md) `e`", "### Why?", "# Note", "> quoted", "1. one",
            "2) two", "===", "---", "* * *", "term", ": meaning", "    : set back", "a | b", "--|--", "| c | d |",
            "!!! note", "[^1]: A note.", "A note.[^1]", "*[WHO]: World", "The WHO says", "<div markdown>",
            "</div>", "<b>x</b>", "```", "~~~ py", "{: #here .that }", "[a]: b.md", "[a]", "![x](y.png)", "!",
            "\\*", "**strong**", "_so_ it", "a_b_c", "&amp;", "<https://a.example>", "line  ", "`code`", "``",
            "c\rd", "<!-- x -->", "x < y",
        ]
    ),
    max_size=14,
).map("\n".join)  # fmt: skip


@settings(max_examples=1000, deadline=None)
@given(SIGNS | LINES)
def test_any_text_gives_the_librarys_own_result(text: str) -> None:
    assert STOCK.reset().convert(text) == OURS.reset().convert(text)


@settings(max_examples=1000, deadline=None)
@given(SIGNS | LINES)
@example("term\n: meaning")
@example("~~~\ncode\n~~~")
@example("!!! note\n    text")
def test_the_extensions_a_text_does_not_use_would_not_change_it(text: str) -> None:
    assert markdown(text) == markdown(text, every_extension=True)
