"""Collections of other people, checked and built as by their editors: whole, and without a trace of Groundwork."""

import re
from pathlib import Path

import pytest
import yaml
from selectolax.lexbor import LexborHTMLParser

from anthology.collection import load
from builders import HOUSE, nonempty
from other_collections import OTHERS, other_collection, other_site
from test_parts import links_of


@pytest.fixture(scope="module", params=OTHERS)
def other(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of one of the collections, built."""
    folder = other_collection(request.param, tmp_path_factory.mktemp("other") / request.param)
    done = other_site(request.param, folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def ours() -> set[str]:
    """Everything that Groundwork alone may show: name, colours, drawings, practices, help lines, page of the exit."""
    settings = (HOUSE / "mkdocs.yml").read_text(encoding="utf-8").lower()
    drawings = [file.read_text(encoding="utf-8") for file in nonempty((HOUSE / "docs/assets").rglob("*.svg"))]
    practices = [
        file.read_text(encoding="utf-8") for file in nonempty((HOUSE / "docs/practices").glob("*.md"))
    ]
    lines = yaml.safe_load((HOUSE / "docs/help.yml").read_text(encoding="utf-8"))
    return {
        "groundwork", "bbc.com",
        *re.findall(r"#[0-9a-f]{6}\b", settings),
        *(path.lower() for text in drawings for path in re.findall(r' d="([^"]{20,})"', text)),
        *(yaml.safe_load(text.split("---")[1])["title"].lower() for text in practices),
        *(line["name"].lower() for line in lines),
        *(line["phone"].lower() for line in lines if len(line.get("phone", "")) > 5),
    }  # fmt: skip


def text_of(file: Path) -> str:
    return " ".join(LexborHTMLParser(file.read_text(encoding="utf-8")).body.text().split())  # type: ignore[union-attr]


def test_the_check_finds_nothing(other: Path) -> None:
    done = other_site(other.name, other, "check")

    assert (0, "") == (done.returncode, done.stdout)


def test_no_file_contains_anything_of_groundwork(other: Path) -> None:
    words, files = ours(), [file for file in nonempty((other / "site").rglob("*")) if file.is_file()]
    texts = {file: file.read_bytes().decode("utf-8", "ignore").lower() for file in files}

    assert len(words) > 100
    assert not {(file.name, word) for file, text in texts.items() for word in words if word in text}


def test_every_link_leads_to_a_page_and_every_page_has_a_link(other: Path) -> None:
    site = other / "site"
    pages = {file.parent.relative_to(site).as_posix() for file in site.rglob("index.html")} - {"."}

    assert pages - links_of(site) <= (
        {"people", "series", "subscribe"}
        if other.name == "two-languages"
        else set()  # its own footer has no links
    )


def test_nothing_shows_of_parts_that_are_not_there(other: Path) -> None:
    absent = {
        "essays": "episodes practices help series subscribe podcast.xml assets/player.js assets/icon.svg",
        "podcast": "essays practices help series corrections search essays.xml assets/search.js assets/vendor",
        "two-languages": "episodes practices help topics archive search podcast.xml assets/practice.js",
    }[other.name].split()
    text = " ".join(text_of(file) for file in nonempty((other / "site").rglob("*.html")))
    words = {
        "essays": "Folge|Podcast|Essay|Hilfe|Übung|Leave this site|episode",
        "podcast": "Essay|essay|Practice|Take a moment|Help|Leave this site|suggest a change",
        "two-languages": "Episode|Podcast|Practice|Help|Leave this site|Topics|More on|Archive|All essays and",
    }[other.name]

    assert not [name for name in absent if (other / "site" / name).exists()]
    assert not re.findall(f".{{0,40}}(?:{words}).{{0,20}}", text)


@pytest.mark.parametrize("other", ["essays"], indirect=True)
def test_kinds_pages_and_the_menu_have_the_names_that_the_editors_chose(other: Path) -> None:
    home = LexborHTMLParser((other / "site" / "index.html").read_text(encoding="utf-8"))

    assert ["Artikel", "Themen", "Fahrplan", "Impressum", "Suche"] == [
        link.text().strip() for link in home.css(".site-header nav a")
    ]
    assert (other / "site" / "fahrplan" / "liegewagen" / "index.html").is_file()
    assert "Artikel" in home.css(".card.essay .kind")[0].text()
    assert "#005a6e" in (other / "site" / "assets" / "style.css").read_text(encoding="utf-8")


@pytest.mark.parametrize("other", ["podcast"], indirect=True)
def test_thirty_episodes_in_two_seasons_are_listed_by_season(other: Path) -> None:
    page = LexborHTMLParser((other / "site" / "episodes" / "index.html").read_text(encoding="utf-8"))

    assert ["The islands", "The northern coast"] == [title.text().strip() for title in page.css("main h2")]
    assert len(page.css("article.episode")) == 30
    feed = (other / "site" / "podcast.xml").read_text(encoding="utf-8")
    assert feed.count('<enclosure url="https://audio.lighthouse.example/') == 30


@pytest.mark.parametrize("other", ["two-languages"], indirect=True)
def test_a_template_of_the_collection_changes_a_block_of_the_one_whose_place_it_takes(other: Path) -> None:
    arabic = LexborHTMLParser(
        (other / "site" / "essays" / "almina" / "index.html").read_text(encoding="utf-8")
    )

    assert "Sent from the south." in arabic.css("p.shore")[0].text()
    assert arabic.css("#after-text")
    assert ["Mariam"] == [tag.attributes["content"] for tag in arabic.css("meta[name=author]")]
    assert ["en", "ar"] == [tag.attributes["hreflang"] for tag in arabic.css("link[hreflang]")]
    assert "from both sides" in arabic.css("footer")[0].text()


def test_a_menu_that_names_a_page_that_is_not_there_is_told_at_its_line(tmp_path: Path) -> None:
    root = other_collection("essays", tmp_path / "essays")
    config = root / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("topics, fahrplan", "topics, farplan"), "utf-8")

    (problem,) = load(root)[1]

    assert (problem.line, problem.message) == (18, "there is no page farplan")
    assert problem.fix == "did you mean fahrplan?"


def test_a_quick_exit_without_an_address_is_told_where_it_is_asked_for(tmp_path: Path) -> None:
    root = other_collection("essays", tmp_path / "essays")
    essay = root / "docs" / "essays" / "ankunft.md"
    essay.write_text(essay.read_text("utf-8").replace("date:", "exit: true\ndate:"), "utf-8")

    (problem,) = load(root)[1]

    assert problem.path == "docs/essays/ankunft.md"
    assert "does not say where it leads" in problem.message
