"""Parts of a site that have no content: no page, no link, no word of them."""

import shutil
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from anthology.collection import load
from builders import built, collection, episode, essay, nonempty


def links_of(site: Path) -> set[str]:
    """The addresses within the site to which its pages link; each must lead to a file."""
    targets: set[str] = set()
    for page in nonempty(site.rglob("index.html")):
        for link in LexborHTMLParser(page.read_text(encoding="utf-8")).css("a[href]"):
            address = (link.attributes["href"] or "").partition("#")[0]
            if address and "://" not in address and not address.startswith("mailto:"):
                target = (page.parent / address).resolve()
                assert target.is_file() or (target / "index.html").is_file(), f"{address} on {page}"
                targets.add(target.relative_to(site.resolve()).as_posix())
    return targets


def test_a_blog_alone_has_no_podcast_no_practices_and_no_help(tmp_path: Path) -> None:
    root = collection(tmp_path / "blog")
    shutil.rmtree(root / "docs" / "practices")
    (root / "docs" / "help.md").unlink()
    (root / "docs" / "vocabulary.yml").write_text(
        "topics: {beginnings: {title: Beginnings, text: First.}}\n", "utf-8"
    )

    site = built(root, "--strict")

    parts = {"episodes", "practices", "help", "series"}
    assert not parts & links_of(site)
    assert not [part for part in parts if (site / part).exists()]
    page = (site / "essays" / "first" / "index.html").read_text(encoding="utf-8")
    assert not [word for word in ("Help", "Take a moment", "Podcast", "Practice") if word in page]


def test_a_podcast_alone_has_no_essays(tmp_path: Path) -> None:
    root = collection(tmp_path / "podcast")
    shutil.rmtree(root / "docs" / "essays")
    shutil.rmtree(root / "docs" / "practices")
    (root / "docs" / "help.md").unlink()
    (root / "docs" / "vocabulary.yml").write_text(
        "topics: {beginnings: {title: Beginnings, text: First.}}\n", "utf-8"
    )
    episode(root, "pier")

    site = built(root, "--strict")

    assert not {"essays", "essays.xml", "practices", "help"} & links_of(site)
    assert not (site / "essays").exists()
    assert not (site / "essays.xml").exists()
    assert {"episodes", "episodes/pier", "podcast.xml"} <= links_of(site)


def test_a_link_to_a_page_that_is_switched_off_or_has_nothing_to_list_is_told(root: Path) -> None:
    essay(
        root, "there", "[Search](/search/), [all corrections](/corrections/)."
    )  # without search, as all tests here

    assert {problem.message for problem in load(root)[1]} == {
        "there is no page at /search/",
        "there is no page at /corrections/",
    }


def test_a_link_to_the_page_of_an_empty_part_is_told(root: Path) -> None:
    essay(root, "lost", "[The podcast](/episodes/).")

    (problem,) = load(root)[1]

    assert problem.path == "docs/essays/lost.md"
