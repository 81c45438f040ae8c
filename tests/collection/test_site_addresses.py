"""Addresses and guids that can be used only once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from anthology.collection import LOCK, load
from anthology.commands.cli import main
from anthology.output.publication import build_publication
from anthology.problems import errors
from anthology.sources import read_site
from anthology.urls import SITE_PLACEHOLDER
from builders import MEDIA, episode, essay


@pytest.mark.parametrize(
    ("site", "begin"),
    [("https://example.org/", "/"), ("https://example.org/essays-of-ours/", "/essays-of-ours/")],
)
def test_an_old_address_with_a_query_is_a_line_for_the_host(site: str, begin: str, root: Path) -> None:
    essay(root, "second", aliases='["/?p=12", "/blog/índex.php?lang=es&id=3", /plain/]')
    configured = read_site(root)[0]

    publication, problems = build_publication(root, replace(configured, url=site))

    lines = ["? p=12 ?essays/second/ 301!", "?blog/%C3%ADndex.php lang=es id=3 ?essays/second/ 301!"]
    assert publication.generated["_redirects"].decode().splitlines() == [
        line.replace("?", begin) for line in lines
    ]
    assert [name for name in publication.generated if "?" in name or "%" in name] == []
    assert "plain/index.html" in publication.generated
    assert [problem.level for problem in problems] == ["note"]


def test_an_old_address_with_a_query_has_one_owner(root: Path) -> None:
    essay(root, "second", aliases='["/?p=12"]')
    essay(root, "third", aliases='["/?p=13", "/?p=12"]')

    (problem,) = errors(load(root)[1])

    assert (problem.path, problem.column) == ("docs/essays/third.md", 21)
    assert problem.message == "the address /?p=12 is used already, by docs/essays/second.md, aliases"


def messages(root: Path) -> list[str]:
    return [f"{at.path.rpartition('/')[2]}:{at.line}:{at.column}: {at.message}" for at in load(root)[1]]


@pytest.mark.parametrize(
    ("alias", "by"),
    [
        ("/essays/first/", "docs/essays/first.md"),
        ("/essays/first/index.html", "docs/essays/first.md"),
        ("/ESSAYS/First/", "docs/essays/first.md"),
        ("/essays/%66irst/", "docs/essays/first.md"),
        ("/essays/", "this site itself"),
        ("/topics/beginnings/", "docs/vocabulary.yml, topics"),
        ("/topics/beginnings/feed.xml", "docs/vocabulary.yml, topics"),
        ("/podcast.xml", "this site itself"),
        ("/_redirects/", "this site itself"),
        ("/podcast.xml?from=app", "this site itself"),
        ("/essays/first/?utm_source=letter", "docs/essays/first.md"),
        ("/episodes/pier/pier.mp3?from=app", "episodes/pier/audio.mp3"),
        ("/Robots.txt/", "this site itself"),
        ("/feed.json/more/", "this site itself"),
        ("/index.html", "docs/index.md"),
        ("/assets/x.html", "this site itself"),
        ("/pagefind/", "this site itself"),
        ("/essays/first/index.html/more/", "docs/essays/first.md"),
        ("/episodes/pier/pier.mp3/", "episodes/pier/audio.mp3"),
        ("/episodes/pier/transcript.vtt/", "episodes/pier/index.md, transcript.vtt"),
        ("/episodes/pier/chapters.json", "episodes/pier/index.md, chapters.json"),
    ],
)
def test_an_old_address_never_hides_what_is_there(alias: str, by: str, root: Path) -> None:
    episode(root, "pier")
    essay(root, "second", aliases=f"[{alias}]")

    assert [f"second.md:7:11: the address {alias} is used already, by {by}"] == messages(root)


@pytest.mark.parametrize("alias", ["/old/", "/old.html", "/essays/first/old/", "/2019/01/old-one/"])
def test_an_old_address_that_is_free_is_had_once(alias: str, root: Path) -> None:
    essay(root, "second", aliases=f"[{alias}]")
    assert [] == messages(root)
    essay(root, "third", aliases=f"[{alias}]")

    assert [
        f"third.md:7:11: the address {alias} is used already, by docs/essays/second.md, aliases"
    ] == messages(root)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("/old/", "/OLD/"),
        ("/caf%C3%A9/", "/cafe%CC%81/"),
        ("/old.html", "/old.html/more/"),
        ("/a/b/", "/a/b/index.html"),
    ],
)
def test_two_old_addresses_that_a_file_system_takes_for_one_are_told(
    first: str, second: str, root: Path
) -> None:
    essay(root, "second", aliases=f"[{first}]")
    essay(root, "third", aliases=f"[{second}]")

    assert [
        f"third.md:7:11: the address {second} is used already, by docs/essays/second.md, aliases"
    ] == messages(root)


@pytest.mark.parametrize(
    "alias",
    [
        *("/../x/", "/%2e%2e/x/", "/a/..%2fx/", "//x/", "/a//b/", "/./", "/a%5Cb/", "/a%00b/", "/a%0Ab/"),
        *(f"/{'x' * 300}/", f"/{'%C3%A9' * 150}/", f"/{'a/' * 600}", "/a%E2%80%AEb/", "/%FF/", "/", "/a%20/"),
    ],
)
def test_an_old_address_that_no_file_can_have_is_told(alias: str, root: Path) -> None:
    essay(root, "second", aliases=f'["{alias}"]')

    (message,) = messages(root)
    assert message.startswith("second.md:7:11: aliases 1 ")


@pytest.mark.parametrize("place", ["assets/style.txt", "assets/own/x.txt", "pagefind/x.txt", "podcast/1.txt"])
def test_a_file_in_a_folder_that_the_site_has_too_is_published_in_one_of_its_own(
    place: str, root: Path
) -> None:
    file = root / "docs" / place
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("Text.", encoding="utf-8")
    essay(root, "second", f"[a file](/{place})")

    collection, problems = load(root)

    assert problems == []
    assert collection.files[f"assets/own/{place}"] == file


@pytest.mark.parametrize(
    ("address", "owner"),
    [
        ("episodes/pier/pier.mp3", "episodes/pier/audio.mp3"),
        ("episodes/Pier/PIER.mp3", "episodes/pier/audio.mp3"),
        ("episodes/gone/gone.mp3", "episodes/published.lock, gone"),
        ("episodes/pier/transcript.txt", "episodes/pier/index.md, transcript.txt"),
        ("episodes/cover.jpg", "episodes/cover.jpg"),
        ("essays/first/index.html/x.pdf", "docs/essays/first.md"),
        ("robots.txt", "this site itself"),
    ],
)
def test_a_file_in_docs_never_takes_an_address_of_others(address: str, owner: str, root: Path) -> None:
    episode(root, "pier")
    (root / LOCK).write_text(
        "episodes:\n"
        "- {slug: gone, guid: x, date: 2026-01-01, length: 1, path: episodes/gone/gone.mp3, withdrawn: true}\n",
        encoding="utf-8",
    )
    file = root / "docs" / address
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(MEDIA.joinpath("tone.mp3").read_bytes() if file.suffix == ".mp3" else b"Text.")
    if file.suffix == ".jpg":
        Image.new("RGB", (40, 40)).save(file)
    essay(root, "second", f"[a file](/{address})")

    assert [f"second.md:9:10: the address /{address} is used already, by {owner}"] == messages(root)


def test_two_files_whose_names_a_file_system_takes_for_one_are_told(root: Path) -> None:
    for name in ("Notes.txt", "notes.txt"):
        (root / "docs" / name).write_text("Text.", encoding="utf-8")
    essay(root, "second", "[one](/Notes.txt) and [two](/notes.txt)")

    assert ["second.md:9:29: the address /notes.txt is used already, by docs/Notes.txt"] == messages(root)


def test_a_page_cannot_be_where_a_topic_or_a_folder_of_the_site_is(root: Path) -> None:
    page = "---\ntitle: A page\n---\n\nText.\n"
    for name in ("topics/beginnings", "pagefind", "assets/x"):
        (root / "docs" / name).parent.mkdir(exist_ok=True)
        (root / "docs" / f"{name}.md").write_text(page, encoding="utf-8")

    assert [
        "x.md:1:1: the address /assets/x/ is used already, by this site itself",
        "pagefind.md:1:1: the address /pagefind/ is used already, by this site itself",
        "beginnings.md:1:1: the address /topics/beginnings/ is used already, by docs/vocabulary.yml, topics",
    ] == messages(root)


def test_a_page_of_the_site_takes_its_text_from_a_file_of_its_name(root: Path) -> None:
    (root / "docs" / "archive.md").write_text("---\ntitle: All of it\n---\n\nText.\n", encoding="utf-8")

    assert [] == messages(root)


def test_two_encodings_of_one_suffix_have_an_address_each(root: Path) -> None:
    notes = episode(root, "pier", alternates="[low.mp3]")
    (notes.parent / "low.mp3").write_bytes((MEDIA / "tone.mp3").read_bytes())
    assert main(["publish", "--root", str(root)]) == 0

    collection, problems = load(root)

    assert not errors(problems)
    assert {"episodes/pier/pier.mp3", "episodes/pier/pier-low.mp3"} < collection.files.keys()


@pytest.mark.parametrize(
    ("name", "link", "address"),
    [
        ("transcript.vtt", "transcript.vtt", "transcript.vtt"),
        ("talk.vtt", "talk.vtt", "transcript.vtt"),
        ("talk.vtt", "./talk.vtt", "transcript.vtt"),
        ("talk.vtt", "transcript.txt", "transcript.txt"),
        ("talk.vtt", "transcript.srt", "transcript.srt"),
    ],
)
def test_a_link_to_the_transcript_leads_to_the_cleaned_one(
    name: str, link: str, address: str, root: Path
) -> None:
    notes = episode(root, "pier", f"[what is said]({link})", transcript=name)
    cue = "NOTE by A. Real Name\n\n00:00:00.000 --> 00:00:01.000\n<v Ann>Hello.\n"
    (notes.parent / name).write_text(f"WEBVTT\n\n{cue}", encoding="utf-8")

    result, problems = build_publication(root)

    assert not errors(problems)
    assert f"{SITE_PLACEHOLDER}episodes/pier/{address}" in result.collection.posts["episodes/pier"].prose.html
    assert not {f"episodes/pier/{name}", f"episodes/pier/{address}"} & result.files.keys()
    assert b"Real Name" not in result.generated[f"episodes/pier/{address}"]


def test_a_guid_is_used_by_one_episode(root: Path) -> None:
    episode(root, "pier", guid="an-old-guid")
    episode(root, "quay", guid="an-old-guid")

    assert ["index.md:8:7: the guid an-old-guid is used already, by episodes/pier/index.md"] == messages(root)
