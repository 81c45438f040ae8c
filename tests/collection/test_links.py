"""Links are resolved, and each that is broken has a message."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anthology.collection.links import Links, missing_file_issue
from anthology.problems import Issue
from anthology.rendering import Target
from anthology.sources import ContentFile
from anthology.urls import UrlBuilder


@pytest.fixture
def links(tmp_path: Path) -> Links:
    for path in ("docs/essays/a.md", "docs/essays/sea.png", "docs/essays/b/index.md", "docs/essays/b/Wide Sea.jpg",
                 "episodes/c/index.md", "episodes/c/report.pdf", "episodes/c/notes.key", "secret.png"):  # fmt: skip
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    pages: dict[str, ContentFile | None] = dict.fromkeys(
        ("", "essays", "topics/x", "essays/a", "essays/b", "episodes/c")
    )
    return Links(tmp_path, UrlBuilder("https://example.org/"), pages)


def page_file(links: Links, page: str) -> ContentFile:
    path = {"essays/a": "docs/essays/a.md", "essays/b": "docs/essays/b/index.md"}.get(
        page, f"{page}/index.md"
    )
    return ContentFile(page, "episode" if page.startswith("episodes") else "essay", path, links.root / path)


@pytest.mark.parametrize(
    ("page", "written", "leads"),
    [
        ("essays/a", "b/index.md", "essays/b/"),
        ("essays/a", "b.md", "essays/b/"),
        ("essays/b", "../a.md#x", "essays/a/"),
        ("essays/b", "../a/", "essays/a/"),
        ("essays/b", "/essays/a/", "essays/a/"),
        ("essays/b", "/essays/a/index.html", "essays/a/"),
        ("essays/a", "../../episodes/c/index.md", "episodes/c/"),
        ("essays/a", "../episodes/c/index.md", "episodes/c/"),
        ("episodes/c", "../../docs/essays/a.md", "essays/a/"),
        ("episodes/c", "../../essays/a.md", "essays/a/"),
        ("episodes/c", "/", ""),
        ("episodes/c", "/topics/x/", "topics/x/"),
        ("episodes/c", "report.pdf", "episodes/c/report.pdf"),
        ("essays/b", "Wide%20Sea.jpg", "essays/b/Wide Sea.jpg"),
        ("essays/b", "../sea.png", "essays/sea.png"),
    ],
)
def test_a_link_leads_to_a_page_or_a_file(page: str, written: str, leads: str, links: Links) -> None:
    target = links.resolve(page_file(links, page), written, picture=False)

    assert isinstance(target, Target), target
    assert leads == target.address


@pytest.mark.parametrize(
    ("page", "written", "message", "fix"),
    [
        (
            "essays/a",
            "../../secret.png",
            "../../secret.png is outside the folder of this post",
            "put the file beside",
        ),
        (
            "essays/a",
            "/../secret.png",
            "/../secret.png is outside the folder of this post",
            "put the file beside",
        ),
        (
            "essays/a",
            "%2e%2e/%2e%2e/secret.png",
            "../../secret.png is outside the folder of this post",
            "put the file",
        ),
        (
            "episodes/c",
            "../../docs/essays/sea.png",
            "../../docs/essays/sea.png is outside",
            "put the file beside",
        ),
        (
            "episodes/c",
            "notes.key",
            "notes.key is not a kind of file that this site publishes",
            "save it as one of",
        ),
        ("episodes/c", "Report.PDF", "there is no file Report.PDF", "write report.pdf; capital and small"),
        ("episodes/c", "reprot.pdf", "there is no file reprot.pdf", "did you mean report.pdf?"),
        ("essays/b", "/essay/a/", "there is no page at /essay/a/", "did you mean /essays/a/?"),
        ("essays/b", "/zzz/qqq/", "there is no page at /zzz/qqq/", "check the name of the file"),
        ("essays/b", "http://[x", "http://[x cannot be read as an address", "write it again"),
        ("essays/b", "?a=b", "this link is empty", "write the address"),
    ],
)
def test_a_link_that_leads_nowhere_is_put_right(
    page: str, written: str, message: str, fix: str, links: Links
) -> None:
    found = links.resolve(page_file(links, page), written, picture=False)

    assert isinstance(found, Issue)
    assert (message, fix) == (found.message[: len(message)], found.fix[: len(fix)])


def test_a_link_to_a_file_says_which_file_is_published(links: Links) -> None:
    target = links.resolve(page_file(links, "essays/b"), "Wide Sea.jpg", picture=True)

    assert (
        Target("essays/b/Wide Sea.jpg", file=links.root / "docs" / "essays" / "b" / "Wide Sea.jpg") == target
    )


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(["..", "/", "a", ".md", "%00", "%2f", "#", "?", "\\", "sea.png", "~", "x" * 300, "é"])
    )
)
def test_no_address_leads_out_of_the_collection(links: Links, parts: list[str]) -> None:
    home = links.root.resolve()

    for page in ("essays/a", "episodes/c"):
        file = page_file(links, page)
        path = "".join(parts)
        for target in (links.resolve(file, path, picture=False), links.resolve_file(file, path)):
            if isinstance(target, Target) and target.file:
                published = target.file.resolve()
                assert published.is_relative_to(home / "docs") or published.is_relative_to(home / "episodes")
                assert ".." not in target.address.split("/")


@pytest.mark.parametrize(
    ("name", "written", "message", "fix"),
    [
        ("Cafe\u0301.png", "Caf\u00e9.png", "look alike", "rename the file:  cafe.png"),
        ("Caf\u00e9.png", "Cafe\u0301.png", "look alike", "rename the file:  cafe.png"),
        (
            "한글.png".replace("한", "\u1112\u1161\u11ab"),
            "한글.png",
            "look alike",
            "rename the file:  file.png",
        ),
        ("sea\u200b.png", "sea.png", "look alike", "rename the file:  sea.png"),
        (
            "sea\u202egpj.png",
            "sea%E2%80%AEgpj.png",
            "cannot be part of an address",
            "rename the file:  seagpj.png",
        ),
        ("sea\n.png", "sea%0A.png", "cannot be part of an address", "rename the file:  sea.png"),
        ("sea\x07.png", "sea%07.png", "cannot be part of an address", "rename the file:  sea.png"),
        (f"{'é' * 101}.png", f"{'é' * 101}.png", "cannot be part of an address", "rename the file:  eeee"),
    ],
)
def test_a_name_that_is_not_what_it_looks_like_is_told(
    name: str, written: str, message: str, fix: str, links: Links
) -> None:
    (links.root / "episodes" / "c" / name).touch()

    issue = links.resolve(page_file(links, "episodes/c"), written, picture=True)

    assert isinstance(issue, Issue)
    assert message in issue.message
    assert issue.fix.startswith(fix)


def test_a_pipe_or_a_socket_is_not_opened(links: Links) -> None:
    os.mkfifo(links.root / "episodes" / "c" / "pipe.png")

    issue = links.resolve(page_file(links, "episodes/c"), "pipe.png", picture=True)

    assert isinstance(issue, Issue)
    assert issue.message == "pipe.png is not a plain file"


@pytest.mark.parametrize(
    ("written", "fix"),
    [
        ("B\\wide sea.JPG", "write b/Wide Sea.jpg; folders are divided by /"),
        ("B/wide sea.JPG", "write b/Wide Sea.jpg; capital and small letters count"),
        ("SEA.png", "write sea.png; capital and small letters count"),
        ("b\\Wide Sea.jpg", "write b/Wide Sea.jpg; folders are divided by /"),
    ],
)
def test_a_path_that_other_systems_would_find_is_told(
    links: Links, tmp_path: Path, written: str, fix: str
) -> None:
    assert fix == missing_file_issue(tmp_path / "docs" / "essays", written).fix


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("plan #2.png", "plan #2.png"),
        ("why?.png", "why?.png"),
        ("#1.png", "#1.png"),
        ("a#b?c.png", "a%23b?c.png"),
    ],
)
def test_a_name_that_an_address_cuts_is_told_with_the_address_to_write(
    name: str, written: str, links: Links
) -> None:
    (links.root / "docs/essays" / name).touch()
    page = page_file(links, "essays/a")

    problem = links.resolve(page, written, picture=True)

    assert isinstance(problem, Issue)
    address = problem.fix.removeprefix("write it as browsers send it:  ")
    target = links.resolve(page, address, picture=True)
    assert isinstance(target, Target)
    assert target.address == f"essays/{name}"
