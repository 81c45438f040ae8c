"""A body as HTML: what stands in it, and the place of everything that is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from anthology.problems import Issue, Problem
from anthology.rendering import Prose, Target, inline, render
from anthology.rendering.heading_ids import reserved
from anthology.sources import Source
from anthology.urls import SITE_PLACEHOLDER
from builders import HOUSE


def prose(body: str, thread: bool = False) -> tuple[Prose, list[Problem]]:
    source = Source("docs/essays/x.md", Path("x.md"), lines=body.split("\n"), body=body)
    made = render(source, "essays/x/", resolve, thread)
    return made, sorted(set(source.problems))


def resolve(address: str, picture: bool) -> Target | Issue:
    """Only what begins with `no` is not there."""
    page, _, fragment = address.partition("#")
    return (
        Issue(f"there is no {address}", "write another")
        if page.startswith("no")
        else Target(page, page, fragment)
    )


def places(body: str) -> list[tuple[int, int]]:
    return [(problem.line, problem.column) for problem in prose(body)[1]]


@pytest.mark.parametrize(
    "body",
    [
        "İİİ [x](no.md)",  # a letter that is longer in lower case
        "[nono](yes.md) no.md `](no.md)` [x](no.md)",
        "<!-- [x](no.md) -->\n\n[x](no.md)",
        "```\n[x](no.md)\n```\n\n[x](no.md)",
        '[x](extra/no.md.md "no.md") <a\nhref="no.md">x</a>'.replace("extra/", "yes"),
        "[x](yes.md) [y](no&#46;md)",
        "[x](<no.md>)",
        "[x](no\\.md)",
        "[x][1] and [y](yes.md)\n\n[1]: no.md",
        "[x](yes-no.md)\n[x](no.md)",
    ],
)
def test_a_link_is_found_where_it_is_written(body: str) -> None:
    spots = [
        body.rindex("no\\.md") if "no\\.md" in body else -1,
        body.rfind("no&#46;md"),
        body.rfind("no.md"),
    ]
    offset = next(spot for spot in spots if spot >= 0)
    line = body.count("\n", 0, offset) + 1

    assert [(line, offset - body.rfind("\n", 0, offset))] == places(body)


def test_the_same_mistake_twice_has_two_places() -> None:
    assert [(1, 5), (2, 5), (2, 16)] == places("[x](no.md)\n[x](no.md) [y](no.md)")
    assert [(1, 1), (3, 3)] == places("<form></form>\n\na <form></form>")
    assert [(1, 4), (3, 4)] == places("<p onclick='x'>a</p>\n\n<p onclick='x'>b</p>")


def test_a_reference_that_is_used_twice_is_one_mistake() -> None:
    assert [(3, 6)] == places("[x][1] and [y][1]\n\n[1]: no.md")


def test_only_the_title_is_a_heading_of_the_first_level() -> None:
    made, problems = prose("# One\n\n## Two\n\n###### Six")

    assert [("one", 2), ("two", 3), ("six", 6)] == [(heading.id, heading.level) for heading in made.headings]
    assert [] == problems


def test_headings_never_take_an_id_of_the_templates() -> None:
    made, problems = prose("## Notes\n\n## 12\n\n## Sources\n\n## Notes\n\n## !?")

    assert ["notes-text", "12-text", "sources-text", "notes-text_1", "section"] == [
        heading.id for heading in made.headings
    ]
    assert [] == problems


@pytest.mark.parametrize(
    "heading", ["Search", "Search text", "Title", "A title", "12", "After", "After text"]
)
def test_any_heading_may_stand_as_often_as_it_likes(heading: str) -> None:
    made, problems = prose(f"## {heading}\n\n## {heading}\n\n## {heading}")

    assert 3 == len({item.id for item in made.headings})
    assert [] == problems


def test_every_id_of_the_templates_is_reserved() -> None:
    used = {
        str(node.attributes["id"])
        for file in (HOUSE / "overrides").rglob("*.html")
        for node in LexborHTMLParser(file.read_text(encoding="utf-8")).css("[id]")
    }

    assert used
    names = {name for name in used if name != "None" and "{" not in name}
    assert [] == sorted(name for name in names if not reserved(name))


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("plan #2.png", "plan%20%232.png"),
        ("why?.png", "why%3F.png"),
        ("50%25.png", "50%2525.png"),
        ("back\\slash.png", "back%5Cslash.png"),
        ("Küste 海.png", "K%C3%BCste%20%E6%B5%B7.png"),
        ("a&b's (c).png", "a&amp;b's%20(c).png"),
    ],
)
def test_the_name_of_a_file_becomes_an_address_whole(name: str, address: str) -> None:
    source = Source(
        "docs/essays/x.md", Path("x.md"), lines=["![A](x.png) [B](x.png)"], body="![A](x.png) [B](x.png)"
    )

    html = render(source, "essays/x/", lambda _address, _picture: Target(f"essays/{name}")).html

    assert f'src="{SITE_PLACEHOLDER}essays/{address}"' in html
    assert f'href="{SITE_PLACEHOLDER}essays/{address}"' in html


@pytest.mark.parametrize(
    "picture",
    ["<img>", "<img alt=a>", "<img src>", '<img src="" alt="a">', "![a]()", "![](<>)", "![a][b]\n\n[b]: <>"],
)
def test_a_picture_that_names_no_file_is_told_once(picture: str) -> None:
    _, problems = prose(picture)

    assert [problem.message for problem in problems] == ["this picture names no file"]


@pytest.mark.parametrize("line", [":) at dusk", ":smile: at dusk", ":-( at dusk"])
def test_a_colon_that_makes_a_definition_by_mistake_is_told(line: str) -> None:
    assert places(f"The sea\n{line}") == [(2, 1)]


def test_the_whole_sign_is_told_where_its_first_colon_is_taken_for_a_definition() -> None:
    _, (problem,) = prose("The sea\n\n:::tip\nat dusk")

    assert (problem.line, problem.column) == (3, 1)
    assert problem.message.startswith(":::tip is a block")


@pytest.mark.parametrize("rel", ["me", "ME author", "me noopener", "author", "\tme"])
def test_no_link_ties_the_writer_to_an_address(rel: str) -> None:
    link = f'<a href="https://example.com/me" rel="{rel}">here</a>'
    plain = '<a href="https://example.com/me" rel="noopener noreferrer">here</a>'

    assert prose(link)[0].html.strip() == f"<p>{plain}</p>"
    assert inline(link) == plain


def test_what_a_comment_says_is_published_nowhere() -> None:
    made, problems = prose("The <!-- secret --> sea.\n\n<!-- secret\n\n> secret -->\n\nIt comes.")

    assert "secret" not in made.html + made.text
    assert "The sea. It comes." == " ".join(made.text.split())
    assert [] == problems


def test_a_thread_is_cut_at_its_numbers_and_each_part_is_whole() -> None:
    made, problems = prose(
        "Before.\n\n1/ One\n\n> a quote\n2/ Two\n\n```\n3/ code\n```\n\naside/ By the way\n\n"
        '<div markdown="1">\n4/ Four\n</div>\n',
        thread=True,
    )

    assert ["", "1", "2", "", "4"] == [part.number for part in made.parts]
    assert [] == problems
    for part in made.parts:
        assert part.html == LexborHTMLParser(f"<body>{part.html}").body.inner_html.strip()  # type: ignore[union-attr]
    assert "3/ code" in made.parts[2].html


@pytest.mark.parametrize(
    "body", [">" * 300, "<div>" * 300, "\n".join("  " * depth + "- a" for depth in range(200))]
)
def test_what_is_too_deep_is_not_rendered(body: str) -> None:
    made, problems = prose(body)

    assert ["lists, quotes or tags are too deep inside each other"] == [
        problem.message for problem in problems
    ]
    assert Prose() == made


@pytest.mark.parametrize(
    "body", ["# a\n" * 110_000, "- a\n" * 110_000, "<b></b>" * 110_000, "[^1] " * 110_000 + "\n\n[^1]: a"]
)
def test_what_asks_for_too_much_is_not_rendered(body: str) -> None:
    made, problems = prose(body)

    message = "this text has more lines, links and marks than a page can show"
    assert [message] == [problem.message for problem in problems]
    assert Prose() == made
