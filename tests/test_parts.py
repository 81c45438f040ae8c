"""Parts of a site that have no content: no page, no link, no word of them."""

import re
import shutil
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from anthology.collection import load
from anthology.schema import PARTS
from builders import built, collection, episode, essay, nonempty
from whole_collection import switch_off, told, whole_collection


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
    episode(root, "quay", date="2026-02-01")
    episode(root, "hello", type="trailer", date="2025-12-01", title="Before we begin")
    show = root / "episodes" / "show.yml"
    show.write_text(f"{show.read_text('utf-8')}trailer: episodes/hello\n", "utf-8")

    site = built(root, "--strict")

    home = LexborHTMLParser((site / "index.html").read_text("utf-8"))
    (head,) = home.css(".home-show")
    assert head.css("img.artwork")
    assert "What it is about." in head.text()
    assert "To begin with: Before we begin" in head.text()
    assert "AntennaPod" in [link.text() for link in head.css("a.button")]
    assert "subscribe/" in [link.attributes["href"] for link in head.css("a")]
    assert ["Quay"] == [title.text() for title in home.css(".home-featured .card-title")]
    assert ["Pier", "Before we begin"] == [title.text() for title in home.css(".home-latest .card-title")]
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


def test_a_link_to_the_file_of_a_part_that_is_switched_off_is_told(root: Path) -> None:
    essay(root, "lost", "[Look](../practices/look-around.md).")
    switch_off(root, "practices")

    (message,) = {problem.message for problem in load(root)[1] if problem.path == "docs/essays/lost.md"}

    assert message == "../practices/look-around.md is not published"


def test_a_link_to_the_page_of_an_empty_part_is_told(root: Path) -> None:
    essay(root, "lost", "[The podcast](/episodes/).")

    (problem,) = load(root)[1]

    assert problem.path == "docs/essays/lost.md"


TRACES = {
    "archive": (r"[Aa]rchive\b|by year", "archive"),
    "content-notes": (r"[Cc]ontent note|[Ss]trong language|Skip “", ""),
    "exit": (r"Leave this site|Leave quickly|Shift|weather\.example", ""),
    "help": (r"Help\b|someone now|hotline|Lighthouse|Lines by", "help schemas/help.json"),
    "podcast": (
        r"[Pp]odcast|[Ee]pisode|\b[Pp]ier|[Ll]isten from|[Rr]ecord\b|audio/mpeg",
        "episodes podcast.xml assets/player.js schemas/episode.json schemas/show.json",
    ),
    "practices": (
        r"[Pp]ractice|[Tt]ake a moment|[Ll]ook around|helpful",
        "practices assets/practice.js schemas/practice.json",
    ),
    "subscribe": (r"(?<!-)[Ss]ubscri(?!be/example)", "subscribe"),
    "threads": (r"[Tt]hread|essays/waves|numbered", "essays/waves"),
    "topics": (r"[Tt]opic|[Bb]eginnings", "topics"),
}
"""What tells of each part on a site, and files of its own."""


def test_every_part_that_can_be_switched_off_is_tested() -> None:
    assert TRACES.keys() == PARTS.keys()


@pytest.fixture(scope="module")
def whole_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(whole_collection(tmp_path_factory.mktemp("whole") / "collection"), "--strict")


@pytest.mark.parametrize("part", TRACES)
def test_nothing_is_left_of_a_part_that_is_switched_off(part: str, whole_site: Path, tmp_path: Path) -> None:
    words, files = TRACES[part]
    found = {match[0] for _, text in told(whole_site) for match in re.finditer(words, text)}
    assert len(found) > 1, "the site that has it tells of it"
    assert all((whole_site / file).exists() for file in files.split())

    site = built(switch_off(whole_collection(tmp_path / "collection"), part), "--strict")

    traces = re.compile(f".{{0,50}}(?:{words}).{{0,50}}")
    left = {(name, match[0]) for name, text in told(site) for match in traces.finditer(text)}
    assert left == set()
    assert not [file for file in files.split() if (site / file).exists()]
    links_of(site)


def test_posts_of_a_site_without_topics_need_none(root: Path) -> None:
    essay(root, "plain")
    file = root / "docs" / "essays" / "plain.md"
    file.write_text(file.read_text("utf-8").replace("topics: [beginnings]\n", ""), "utf-8")
    assert [problem.message for problem in load(root)[1]] == ["topics is missing"]

    config = root / "mkdocs.yml"
    config.write_text(f"{config.read_text('utf-8')}    without: [topics]\n", "utf-8")

    assert load(root)[1] == []


def test_a_link_to_a_part_that_is_switched_off_is_told_and_its_own_mistakes_are_not(root: Path) -> None:
    essay(root, "link", "[A practice](/practices/look-around/).")
    (root / "docs" / "practices" / "broken.md").write_text("---\ntitle: Broken\n---\n", "utf-8")

    (problem,) = load(switch_off(root, "practices"))[1]

    assert problem.message == "there is no page at /practices/look-around/"


def test_a_part_that_is_no_part_is_told_with_those_that_are(root: Path) -> None:
    (problem,) = load(switch_off(root, "comments"))[1]

    assert "comments" in problem.message
    assert "practices" in problem.fix


def test_the_menu_says_which_kind_comes_first(root: Path) -> None:
    essay(root, "door")
    for slug, day in (("pier", "2026-01-03"), ("quay", "2026-01-04")):
        episode(root, slug, date=day)
    config = root / "mkdocs.yml"
    config.write_text(f"{config.read_text('utf-8')}    menu: [episodes, essays]\n", "utf-8")

    site = built(root, "--strict")

    home = LexborHTMLParser((site / "index.html").read_text("utf-8"))
    assert ["home-episode", "home-essay"] == [
        part.attributes["class"] for part in home.css(".home-featured > div")
    ]
    assert ["More episodes", "More essays"] == [title.text() for title in home.css(".home-latest h2")]
    topic = LexborHTMLParser((site / "topics" / "beginnings" / "index.html").read_text("utf-8"))
    assert ["Episodes", "Essays"] == [title.text() for title in topic.css("main h2")]


def test_a_series_without_a_part_has_no_page_and_no_link(root: Path) -> None:
    words = root / "docs" / "vocabulary.yml"
    words.write_text(
        f"{words.read_text('utf-8')}series: {{shore: {{title: The shore}}, sea: {{title: The sea}}}}\n",
        "utf-8",
    )
    site = built(root, "--strict")
    assert not (site / "series").exists()
    assert "series" not in links_of(site)

    essay(root, "tide", series="sea", part="1")
    site = built(root, "--strict")

    assert (site / "series" / "sea" / "index.html").is_file()
    assert not (site / "series" / "shore").exists()
    assert "The shore" not in (site / "series" / "index.html").read_text("utf-8")
