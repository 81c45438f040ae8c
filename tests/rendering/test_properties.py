"""Properties of every body, however it is written."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from anthology.rendering import Prose, Target, render, render_raw
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

    def resolve(address: str, picture: bool) -> Target:
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


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(["a ", "é ", "\n\n", "*b* ", "> c\n\n", "- d\n\n"]), max_size=8).map("".join),
    st.data(),
)
def test_a_construct_is_reported_where_it_begins(before: str, data: st.DataObject) -> None:
    construct = data.draw(
        st.sampled_from(["[[wiki]]", "{{< x >}}", "[^missing]", "<form></form>", "==marked=="])
    )
    body = f"{before}\n\nThe sea {construct} comes."
    _, source = rendered(body)

    assert [(body.count("\n") + 1, 9)] == [(problem.line, problem.column) for problem in source.problems]


@given(BODIES)
def test_an_autolink_is_a_part_of_its_text(text: str) -> None:
    for link in autolinks(text):
        assert link.address.endswith(text[link.start : link.end])


@given(BODIES)
def test_every_event_comes_from_within_the_text(text: str) -> None:
    size = len(text.encode())

    assert all(0 <= span["start"] <= span["end"] <= size for _, span in events(text))
