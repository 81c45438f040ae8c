"""Structured data of pages, compared with schema.org's own vocabulary."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from anthology.collection import load
from anthology.crosslinks import cross_links
from anthology.pages import json_ld, views
from builders import HOUSE, collection, episode, essay, nonempty

Data = dict[str, Any]
Made = dict[str, list[Data]]
TIME = r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)"
WORDS = {
    "Text": r".*",
    "URL": r"https?://[^\s/]+/\S*",
    "Date": r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?",  # ISO 8601; of a source, the year alone
    "DateTime": rf"\d{{4}}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T{TIME}",
    "Time": TIME,
    "Duration": r"P(?=.)(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?",
}
"""How each kind of value is written that is a text."""
VOCABULARY: dict[str, Data] = json.loads(
    (HOUSE / "tests" / "vocabulary" / "schema-org.json").read_text(encoding="utf-8")
)["types"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Structured data of a collection in which every kind of page has all optional fields."""
    root = collection(tmp_path_factory.mktemp("structured") / "collection")
    full(root)
    return graphs(root)


def graphs(root: Path) -> dict[str, list[Data]]:
    """The structured data of each page, by its id."""
    loaded, problems = load(root)
    assert [problem for problem in problems if problem.level == "error"] == []
    made = views(loaded, cross_links(loaded))
    return {view.page: json.loads(json_ld(loaded, view))["@graph"] for view in made}


def full(root: Path) -> None:
    words = root / "docs" / "vocabulary.yml"
    words.write_text(
        words.read_text(encoding="utf-8") + "series: {parts: {title: Parts}}\n", encoding="utf-8"
    )
    essay(
        root,
        "whole",
        "## A\n\nText.",
        series="parts",
        part="1",
        updated="2026-02-01",
        language="es",
        translation_of="essays/first",
        corrections="[{date: 2026-02-01, text: A year was wrong.}]",
        research='[{title: A study, authors: Somebody, year: 2019, doi: "10.1000/1"}, {title: Another}]',
        copyright="{holder: A. Writer, year: 2014}",
        originally_published="{name: A blog, url: 'https://example.com/a', archived: 'https://example.com/b'}",
        content_notes="[strong-language]",
    )
    essay(root, "parted", "1/ One.", format="thread", series="parts", part="2")
    episode(
        root,
        "pier",
        season="1",
        episode="3",
        chapters='[{start: "00:00:00", title: "Opening"}, {start: "00:00:00.500", title: "The <sea>"}]',
    )
    person(root, "ada", "name")
    person(root, "kit", "pen-name")
    person(root, "voice", "synthetic-voice")
    episode(root, "read", hosts="[editors, voice]")


def person(root: Path, name: str, kind: str) -> None:
    text = f"---\nname: {name}\nkind: {kind}\nbio: Who *I* am.\nlinks: [{{title: Mine, url: 'https://example.com/me'}}]\n---\n"
    (root / "docs" / "people" / f"{name}.md").write_text(text, encoding="utf-8")


def test_every_page_keeps_to_the_vocabulary(made: Made) -> None:
    for page, graph in nonempty(made.items()):
        for entry in graph:
            assert list(wrong(entry)) == [], page


def test_every_page_of_the_publication_keeps_to_the_vocabulary() -> None:
    graphs_of_ours = graphs(HOUSE)

    assert {"BlogPosting", "PodcastEpisode", "HowTo", "ProfilePage", "CreativeWorkSeries"} <= {
        graph[0]["@type"] for graph in graphs_of_ours.values()
    }
    for page, graph in nonempty(graphs_of_ours.items()):
        for entry in graph:
            assert list(wrong(entry)) == [], page


def test_the_check_by_the_vocabulary_finds_what_is_wrong() -> None:
    assert list(wrong({"@type": "BlogPosting", "startOffset": 1})) == ["BlogPosting has no startOffset"]
    assert list(wrong({"@type": "Blogpost"})) == ["there is no Blogpost"]
    assert list(wrong({"@type": "BlogPosting", "author": "Ada"})) == [
        "author of BlogPosting cannot be a text"
    ]
    assert list(wrong({"@type": "BlogPosting", "author": {"@type": "Clip"}})) == [
        "author of BlogPosting cannot be a Clip"
    ]
    assert list(wrong({"@type": "BlogPosting", "datePublished": "last May"})) == [
        "datePublished of BlogPosting cannot be a text"
    ]
    assert list(wrong({"@type": "AudioObject", "duration": "8 min", "contentUrl": "/a.mp3"})) == [
        "duration of AudioObject cannot be a text",
        "contentUrl of AudioObject cannot be a text",
    ]
    assert list(wrong({"@type": "ListItem", "position": True, "name": 3})) == [
        "position of ListItem cannot be a truth value",
        "name of ListItem cannot be a number",
    ]


def test_each_kind_of_page_says_what_it_is(made: Made) -> None:

    kinds = {page: graph[0]["@type"] for page, graph in made.items()}

    assert kinds[""] == "WebSite"
    assert kinds["essays/whole"] == kinds["essays/parted"] == "BlogPosting"
    assert kinds["episodes/pier"] == "PodcastEpisode"
    assert kinds["episodes"] == "PodcastSeries"
    assert kinds["practices/look-around"] == "HowTo"
    assert kinds["people/ada"] == "ProfilePage"
    assert kinds["series/parts"] == "CreativeWorkSeries"
    assert kinds["topics/beginnings"] == kinds["essays"] == kinds["archive"] == "CollectionPage"
    assert all(graph[-1]["@type"] == "BreadcrumbList" for page, graph in made.items() if page)


def test_a_title_cannot_end_the_script_that_holds_it(root: Path) -> None:
    title = "</script><script>alert(1)</script> & <!--"
    essay(root, "hostile", title=f"'{title}'")
    loaded, _ = load(root)
    view = next(view for view in views(loaded, cross_links(loaded)) if view.page == "essays/hostile")

    text = json_ld(loaded, view)

    assert not set("<>&") & set(text)
    assert json.loads(text)["@graph"][0]["headline"] == title


def test_a_pen_name_is_tied_to_no_other_address(made: Made) -> None:

    assert made["people/ada"][0]["mainEntity"]["sameAs"] == ["https://example.com/me"]
    assert "example.com/me" not in json.dumps(made["people/kit"])


def test_a_synthetic_voice_is_not_a_person(made: Made) -> None:
    assert made["people/voice"][0]["@type"] == "WebPage"
    assert [author["name"] for author in made["episodes/read"][0]["author"]] == ["The editors"]


def test_an_episode_names_its_recording_and_its_chapters(made: Made) -> None:
    said = made["episodes/pier"][0]

    assert said["associatedMedia"]["contentUrl"] == "https://example.org/episodes/pier/pier.mp3"
    assert said["associatedMedia"]["duration"] == "PT1.541S"
    assert [(clip["name"], clip["startOffset"], clip["endOffset"]) for clip in said["hasPart"]] == [
        ("Opening", 0, 0.5),
        ("The <sea>", 0.5, 2),
    ]
    assert said["partOfSeries"]["webFeed"] == "https://example.org/podcast.xml"


def test_the_cautions_of_a_practice_go_with_its_steps(made: Made) -> None:
    said = made["practices/look-around"][0]

    assert "Stop" in said["description"]
    assert [step["position"] for step in said["step"]] == list(range(1, len(said["step"]) + 1))


def test_every_address_is_whole(made: Made) -> None:
    for page, graph in nonempty(made.items()):
        for name, value in facts(graph):
            if name in {"@id", "url", "contentUrl", "image", "webFeed", "license"}:
                assert str(value).startswith("https://"), f"{page}: {name}"


def test_what_is_not_known_is_not_said(made: Made) -> None:
    for page, graph in nonempty(made.items()):
        assert not [name for name, value in facts(graph) if value in (None, "", [], {})], page


def test_nothing_is_said_of_content_notes(made: Made) -> None:
    assert "trong language" not in json.dumps(made["essays/whole"])


def facts(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, list):
        for one in value:
            yield from facts(one)
    elif isinstance(value, dict):
        for name, one in value.items():
            yield name, one
            yield from facts(one)


def wrong(entry: Data) -> Iterator[str]:
    """Return the properties that schema.org does not allow in an entry and in those within it."""
    kind = entry["@type"]
    if kind not in VOCABULARY:
        yield f"there is no {kind}"
        return
    allowed = properties(kind)
    for name, value in entry.items():
        if name.startswith("@"):
            continue
        if name not in allowed:
            yield f"{kind} has no {name}"
            continue
        for one in value if isinstance(value, list) else [value]:
            if not fits(one, allowed[name]):
                yield f"{name} of {kind} cannot be a {sort_of(one)}"
            if isinstance(one, dict):
                yield from wrong(one)


def fits(value: Any, ranges: set[str]) -> bool:
    if isinstance(value, dict):
        return bool(ranges & {value["@type"], *ancestors(value["@type"])})
    if isinstance(value, bool):
        return "Boolean" in ranges
    if isinstance(value, int | float):
        return "Number" in ranges or ("Integer" in ranges and isinstance(value, int))
    return any(re.fullmatch(WORDS[one], value, re.DOTALL) for one in ranges & WORDS.keys())


def sort_of(value: Any) -> str:
    if isinstance(value, dict):
        return str(value["@type"])
    return "truth value" if isinstance(value, bool) else "text" if isinstance(value, str) else "number"


def properties(kind: str) -> dict[str, set[str]]:
    holders = [kind, *ancestors(kind)]
    return {name: set(of) for holder in holders for name, of in VOCABULARY[holder]["properties"].items()}


@cache
def ancestors(kind: str) -> tuple[str, ...]:
    parents = VOCABULARY.get(kind, {"is_a": []})["is_a"]
    return tuple(dict.fromkeys([*parents, *(one for parent in parents for one in ancestors(parent))]))
