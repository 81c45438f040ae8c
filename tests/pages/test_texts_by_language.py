"""Texts of the collection itself in several languages: a Spanish post is Spanish throughout."""

from __future__ import annotations

from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from anthology.collection import load
from anthology.problems import errors
from builders import built, collection, episode, essay

SPANISH = {
    "language": "es",
    "series": "shore",
    "practices": "[look-around]",
    "content_notes": "[strong-language]",
}
TEXTS = {
    "docs/vocabulary.yml": {
        "title: Beginnings": "title: {en: Beginnings, es: Comienzos}",
        "title: Strong language": "title: {en: Strong language, es: Lenguaje fuerte}",
        "title: Unease": "title: {en: Unease, es: Inquietud}",
        "reason: when you feel uneasy": "reason: {en: when you feel uneasy, es: cuando algo inquieta}",
        "helps_with:\n  unease": "series: {shore: {title: {en: The shore, es: La orilla}}}\nhelps_with:\n  unease",
    },
    "docs/practices/look-around.md": {
        "title: Look around the room": "title: {en: Look around, es: Mirar alrededor}",
    },
    "docs/people/editors.md": {"kind: collective": "kind: collective\nbio: {en: We edit., es: Editamos.}"},
    "episodes/show.yml": {
        "title: A show": "title: {en: A show, es: Un programa}\nseasons: {1: {en: Winter, es: Invierno}}",
        "description: What it is about.": "description: {en: What it is about., es: De qué trata.}",
    },
    "mkdocs.yml": {
        "extra:": "site_description: Notes on doors.\nextra:",
        "license: CC-BY-4.0": "descriptions: {es: Notas sobre puertas.}\n    menu: [essays, doors]",
    },
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = collection(tmp_path_factory.mktemp("languages") / "collection")
    episode(root, "muelle", season="1", episode="1", part="2", **SPANISH)
    essay(root, "puerta", part="1", **SPANISH)
    essay(root, "door", translation_of="essays/puerta")
    (root / "docs" / "doors.md").write_text(
        "---\ntitle: {en: All doors, es: Las puertas}\n---\n\nText.\n", "utf-8"
    )
    for path, texts in TEXTS.items():
        for plain, both in texts.items():
            replace(root / path, plain, both)
    practice = root / "docs" / "practices" / "look-around.md"
    summary = next(line for line in practice.read_text("utf-8").splitlines() if line.startswith("summary:"))
    english = summary.removeprefix("summary: ").strip('"')
    replace(practice, summary, f'summary: {{en: "{english}", es: Cinco cosas que ve.}}')
    return root


@pytest.fixture(scope="module")
def site(root: Path) -> Path:
    return built(root, "--strict")


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text, (file, old)
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def page(site: Path, name: str) -> LexborHTMLParser:
    return LexborHTMLParser((site / name / "index.html").read_text(encoding="utf-8"))


def text(site: Path, name: str) -> str:
    body = page(site, name).body
    assert body
    return " ".join(body.text().split())


def test_a_spanish_post_has_no_text_in_another_language_but_the_titles_of_other_posts(site: Path) -> None:
    for name in ("essays/puerta", "episodes/muelle"):
        marked = [node for node in page(site, name).css("body [lang]") if node.attributes["lang"] != "es"]

        assert {node.text().strip() for node in marked} <= {"Door", "A first essay", "Call somebody"}, name


def test_names_are_in_the_language_of_the_page(site: Path) -> None:
    spanish, english = text(site, "essays/puerta"), text(site, "essays/door")

    for word in (
        "Comienzos",
        "Lenguaje fuerte",
        "La orilla",
        "Mirar alrededor",
        "Editamos.",
        "Notas sobre puertas.",
    ):
        assert word in spanish
        assert word not in english
    assert "cuando algo inquieta" in spanish
    assert "Cinco cosas que ve." not in english
    assert "Las puertas" in spanish
    assert {"Beginnings", "We edit.", "Notes on doors.", "All doors"} <= {
        word for word in ("Beginnings", "We edit.", "Notes on doors.", "All doors") if word in english
    }


def test_an_episode_names_show_and_season_in_its_language(site: Path) -> None:
    muelle = page(site, "episodes/muelle")

    assert "Un programa" == muelle.css(".player")[0].attributes["data-album"]
    assert "Portada de Un programa" == muelle.css("img.artwork")[0].attributes["alt"]
    assert "Invierno" in muelle.css(".byline-facts")[0].text()


def test_feeds_and_lists_have_the_first_language(site: Path) -> None:
    feed = (site / "podcast.xml").read_text(encoding="utf-8")

    assert "<title>A show</title>" in feed
    assert "What it is about." in text(site, "episodes")
    assert "Winter" in feed
    assert "Un programa" not in feed


def test_a_translation_is_told_on_both_pages_and_to_search_engines(site: Path) -> None:
    for name in ("essays/puerta", "essays/door"):
        links = page(site, name).css("link[rel=alternate][hreflang]")
        assert [("es", "https://example.org/essays/puerta/"), ("en", "https://example.org/essays/door/")] == [
            (link.attributes["hreflang"], link.attributes["href"]) for link in links
        ]


def test_the_language_of_the_file_comes_first(tmp_path: Path) -> None:
    root = collection(tmp_path / "collection")
    replace(root / "docs" / "vocabulary.yml", "title: Beginnings", "title: {es: Comienzos, en: Beginnings}")

    (problem,) = errors(load(root)[1])

    assert (problem.path, problem.message) == (
        "docs/vocabulary.yml",
        "title begins with es, but the language here is en",
    )
    assert problem.fix == "write that language first:  en: …  es: …"


@pytest.mark.parametrize(
    ("title", "message"),
    [
        ("{en: Doors, es: }", "title is blank"),
        ("{en: Doors, espanol: Puertas}", "title has espanol, which is not a language code"),
        ("{en: Doors, pt-br: Portas, pt_BR: Portões}", "title has pt-BR twice"),
        ("{}", "title is a group of fields, but one text is needed"),
        ("{en: [a], es: b}", "title is a list, but one text is needed"),
    ],
)
def test_a_mistake_in_a_text_by_language_is_told(tmp_path: Path, title: str, message: str) -> None:
    root = collection(tmp_path / "collection")
    replace(root / "docs" / "vocabulary.yml", "title: Beginnings", f"title: {title}")

    assert [f"topics beginnings {message}"] == [problem.message for problem in errors(load(root)[1])]


def test_roles_beyond_those_of_the_catalog_can_be_translated(tmp_path: Path) -> None:
    root = collection(tmp_path / "collection")
    episode(root, "pier", persons="[{id: editors, role: sound designer, group: audio post-production}]")
    (root / "languages").mkdir()
    (root / "languages" / "en.yml").write_text("roles:\n  sound designer: Sound\n", encoding="utf-8")

    assert "Sound" in {node.text() for node in page(built(root), "episodes/pier").css("dl.credits dt")}
