"""Properties of every body, however it is written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anthology.problems import Issue
from anthology.rendering import Prose, Target, body, check_line, render, render_raw
from anthology.rendering.autolinks import autolinks
from anthology.rendering.markdown import events
from anthology.sources import Source

PIECES = st.sampled_from([
    "a", "sea ", "é", "海", "🌱",
    "\n", "\n\n", "    ", "- ", "1. ", "> ", "# ", "## ", "*", "**", "_", "`", "```\n", "~~",
    "[", "](no.md)", "](x.md)", "]: no.md", "[^1]", "[^1]: ",
    "![",
    "<b>", "</b>", "<form>", "<p onclick=x>", "<!-- ", "-->",
    "{{< x >}}", "[[x]]", "$x_1$", "==a==", "\\", "&amp;", "&#1;", "|",
    "|-|-|\n", ": ", "www.a.b", "http://a.b", "\t",
])  # fmt: skip
BODIES = st.lists(PIECES, max_size=30).map("".join)


def rendered(body: str) -> tuple[Prose, Source]:
    source = Source("docs/essays/x.md", Path("x.md"), lines=body.split("\n"), body=body)

    def resolve(address: str, picture: bool) -> Target | Issue:
        if address == "no.md":
            return Issue("there is no such file", "write another")
        return Target(address, "essays/y")

    return render(source, "essays/x/", resolve), source


@settings(deadline=None)
@given(BODIES)
def test_rendering_twice_is_rendering_once(body: str) -> None:
    first, second = rendered(body), rendered(body)

    assert first[0].html == second[0].html
    assert first[1].problems == second[1].problems


@settings(deadline=None)
@given(BODIES)
def test_any_line_ending_gives_the_same_html(body: str) -> None:
    html = render_raw(body)

    assert html == render_raw(body.replace("\n", "\r\n")) == render_raw(body.replace("\n", "\r"))


@settings(deadline=None, max_examples=300)
@given(BODIES)
def test_every_reported_place_is_within_the_body(body: str) -> None:
    _, source = rendered(body)

    for problem in source.problems:
        line = source.lines[problem.line - 1]
        assert 1 <= problem.column <= len(line) + 1
        assert problem.text == line


CONSTRUCTS = {
    "[[wiki]]": "[[wiki]]",
    "{{< x >}}": "{{< x >}}",
    "==marked==": "==marked==",
    "[^missing]": "[^missing]",
    "[a][missing]": "[a][missing]",
    "H~2~O": "~2~",
    "&#1;": "&#1;",
    "<form></form>": "<form>",
    "<b onclick='x'>a</b>": "onclick",
    "<a href='no.md'>a</a>": "no.md",
    "<a href='vbscript:x'>a</a>": "vbscript",
    "[a *b* `]`](no.md 'c')": "no.md",
    "[a](<no.md>)": "no.md",
    "[a](vbscript:x)": "vbscript",
    "[![a](x.png)](no.md)": "no.md",
    "![a](no.md)": "no.md",
    "![](x.png)": "x.png",
    "[ref]": "no.md # of the definition",
    "<http://>": "http://",
    "<!-- a": "<!-- a",
}  # fmt: skip
"""What is wrong, and where in it the place is."""
BEFORE = st.sampled_from(
    ["a ", "é ", "🌱 ", "\n\n", "*b* ", "`c` ", "&amp; ", "\\* ", "> c\n\n", "- d\n\n", "# e\n"]
)
LINES = st.sampled_from(
    ["The sea ", "> The sea ", "- a *b* ", "1. > ", "Die Küste, ", "| ", "a\n\n: ", "## ", "**a** `b` "]
)


@settings(deadline=None, max_examples=300)
@given(st.lists(BEFORE, max_size=8).map("".join), LINES, st.sampled_from(sorted(CONSTRUCTS)))
def test_every_reported_place_is_within_the_construct_that_it_names(
    before: str, line: str, construct: str
) -> None:
    opening = f"{before}\n\n{line}"
    place = len(opening) + construct.find(CONSTRUCTS[construct])
    body = f"{opening}{construct} comes."
    if construct == "[ref]":
        place, body = len(body) + len("\n\n[ref]: "), f"{body}\n\n[ref]: no.md\n"
    _, source = rendered(body)

    row = body.count("\n", 0, place) + 1
    column = place - body.rfind("\n", 0, place)
    assert [(row, column)] == [(problem.line, problem.column) for problem in source.problems]


@given(BODIES)
def test_an_autolink_is_a_part_of_its_text(text: str) -> None:
    for link in autolinks(text, lambda _start, _end: True):
        assert link.address.endswith(text[link.start : link.end])


@given(BODIES)
def test_every_event_comes_from_within_the_text(text: str) -> None:
    size = len(text.encode())

    assert all(0 <= span["start"] <= span["end"] <= size for _, span in events(text))


LINE_PARTS = st.sampled_from([*"ab1 .,-_!?()%;'\"#=<[]@&:`*~|\n", "www.", "example.org", "http://", "1. "])


@settings(deadline=None, max_examples=300)
@given(st.lists(LINE_PARTS, max_size=8).map("".join))
def test_a_plain_line_is_judged_as_any_other(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(body, "_PLAIN_LINE", re.compile("(?!)"))
        judged = problems_of_line(text)

    assert problems_of_line(text) == judged


def problems_of_line(text: str) -> list[str]:
    source = Source("x.yml", Path("x.yml"), lines=[text])
    check_line(source, ("text",), text)
    return [str(problem) for problem in source.problems]
