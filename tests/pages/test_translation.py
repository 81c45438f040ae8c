"""Each page is in one language, and marks what is in another."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from anthology.collection import load
from anthology.crosslinks import cross_links
from anthology.feeds.entry import feed_entry
from builders import ARABIC, arabic_essay, built, collection, essay, show

SPANISH = {
    "language": "es", "title": "Una tarde", "summary": "Sobre una tarde.", "date": "2026-03-02",
    "content_notes": '[{note: strong-language, detail: "dos palabras", where: ["#dos"]}]', "updated": "2026-03-04",
    "translation_of": "essays/first",
}  # fmt: skip
SPANISH_WORDS = {
    "title: Beginnings": "titles: {es: Comienzos}",
    "title: Strong language": "titles: {es: Lenguaje fuerte}",
    "reason: when you feel uneasy": "reasons: {es: cuando algo inquieta}",
}
SPANISH_BODY = """\
## Uno

Texto.[^1]

> [!NOTE]
> Un aparte.

## Dos

Texto.

## Tres

Véase [lo primero](first.md).

[^1]: Una nota."""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, LexborHTMLParser]:
    root = collection(tmp_path_factory.mktemp("languages") / "collection")
    words = root / "docs" / "vocabulary.yml"
    text = words.read_text(encoding="utf-8")
    for plain, both in SPANISH_WORDS.items():
        assert plain in text
        text = text.replace(plain, f"{plain}\n    {both}")
    text = text.replace("topics:\n", "topics:\n  endings: {title: Endings, text: How they end.}\n")
    words.write_text(text.replace("notes:\n", "notes:\n  heights: {title: Heights}\n"), encoding="utf-8")
    essay(root, "noche", "Texto.", language="es", topics="[endings]", content_notes="[heights]")
    essay(root, "tarde", SPANISH_BODY, **SPANISH)
    essay(root, "another")
    arabic_essay(root)
    show(root)
    site = built(root, "--strict")
    return {
        file.parent.relative_to(site).as_posix(): LexborHTMLParser(file.read_text(encoding="utf-8"))
        for file in site.rglob("index.html")
    }


def test_a_post_in_a_language_with_words_is_in_it_throughout(pages: dict[str, LexborHTMLParser]) -> None:
    page = pages["essays/tarde"]

    assert ("es", "ltr") == marks(page, "html")
    assert "Ir al contenido" == said(page, ".skip-link")
    assert ["Ensayos", "Pódcast", "Prácticas", "Temas"] == [
        node.text() for node in page.css(".site-header li a")
    ]
    assert "Saltar «Dos»" == said(page, ".content-notes .content-note-skip")
    assert "2 de marzo de 2026" == said(page, ".byline-facts time")
    assert "2026-03-02" == page.css(".byline-facts time")[0].attributes["datetime"]
    assert "Tomarse un momento" == said(page, "#practices-title")
    assert "es_ES" == page.css("meta[property='og:locale']")[0].attributes["content"]
    assert '"inLanguage":"es"' in said(page, "script[type='application/ld+json']")


def test_what_markdown_adds_to_a_text_is_in_the_language_of_the_page(
    pages: dict[str, LexborHTMLParser],
) -> None:
    page = pages["essays/tarde"]

    assert "Nota" == said(page, ".admonition-title")
    assert "Volver al texto, nota 1" == page.css(".footnote-backref")[0].attributes["aria-label"]


def test_words_of_the_vocabulary_are_in_the_language_of_the_page(pages: dict[str, LexborHTMLParser]) -> None:
    page, topic = pages["essays/tarde"], pages["essays/tarde"].css(".topics a")[0]

    assert ("Comienzos", None) == (topic.text(), topic.attributes.get("lang"))
    assert "Lenguaje fuerte" == said(page, ".content-notes strong")
    assert "A algunas personas les resulta útil cuando algo inquieta." in {
        node.text() for node in page.css("#practices .reason")
    }


def test_a_translation_and_its_original_name_each_other(pages: dict[str, LexborHTMLParser]) -> None:
    pair = [("en", "https://example.org/essays/first/"), ("es", "https://example.org/essays/tarde/")]

    for page, link in (("essays/first", "../../essays/tarde/"), ("essays/tarde", "../../essays/first/")):
        alternates = pages[page].css("link[hreflang]")
        assert pair == [(node.attributes["hreflang"], node.attributes["href"]) for node in alternates]
        assert link == pages[page].css(".response-to a")[0].attributes["href"]
    assert "Translation: Una tarde" == said(pages["essays/first"], ".response-to")


def test_the_reason_for_a_related_post_is_said_by_each_page_in_its_own_language(
    pages: dict[str, LexborHTMLParser],
) -> None:
    reasons = {
        page: {card.css("a")[0].text(): said_of(card, ".reason") for card in pages[page].css("#related li")}
        for page in ("essays/tarde", "essays/another")
    }

    assert "ambos sobre Comienzos" == reasons["essays/tarde"]["Another"]
    assert "both about Beginnings" == reasons["essays/another"][SPANISH["title"]]


def test_a_feed_speaks_of_a_post_in_the_post_s_language(tmp_path: Path) -> None:
    root = collection(tmp_path / "collection")
    essay(root, "tarde", SPANISH_BODY, **SPANISH)
    loaded, problems = load(root)

    post = loaded.posts["essays/tarde"]
    entry = feed_entry(loaded, post, cross_links(loaded).offers[post.id])

    assert problems == []
    assert "Notas de contenido: Strong language (dos palabras)" in entry.summary
    assert "<h2>Tomarse un momento</h2>" in entry.html


def test_what_editors_have_named_says_that_it_is_in_the_language_of_the_site(
    pages: dict[str, LexborHTMLParser],
) -> None:
    page = pages["essays/noche"]

    assert [("en", "ltr")] * 2 == [marks(page, place) for place in (".topics a", ".content-notes strong")]


def test_a_title_in_a_list_says_in_which_language_it_is(pages: dict[str, LexborHTMLParser]) -> None:
    for page in ("essays", "topics/beginnings", "people/editors"):
        cards = {card.css("a")[0].text(): card for card in pages[page].css(".card")}

        assert ("ar", "rtl") == attributes_of(cards[ARABIC["title"]].css(".card-title")[0])
        assert ("ar", "rtl") == attributes_of(cards[ARABIC["title"]].css(".card-summary")[0])
        assert (None, None) == attributes_of(cards[ARABIC["title"]])
        assert ("es", "ltr") == attributes_of(cards[SPANISH["title"]].css(".card-title")[0])
        assert "3 March 2026" in cards[ARABIC["title"]].text()


def test_a_post_in_a_language_without_words_stands_in_the_frame_of_the_site(
    pages: dict[str, LexborHTMLParser],
) -> None:
    page = pages["essays/bayt"]

    assert ("en", "ltr") == marks(page, "html")
    assert "Skip to content" == said(page, ".skip-link")
    assert [("ar", "rtl")] * 3 == [marks(page, place) for place in ("h1", ".summary", "#content")]
    assert "ar_EG" == page.css("meta[property='og:locale']")[0].attributes["content"]
    assert '"inLanguage":"ar"' in said(page, "script[type='application/ld+json']")


def test_a_site_in_spanish_speaks_spanish_on_every_page(tmp_path: Path) -> None:
    root = collection(tmp_path / "collection")
    config = root / "mkdocs.yml"
    config.write_text(
        config.read_text(encoding="utf-8").replace(
            "  name: material\n", "  name: material\n  language: es\n"
        ),
        encoding="utf-8",
    )
    essay(root, "evening", "Text.", language="en", aliases="[/old/]")
    site = built(root, "--strict")

    for file in [*site.rglob("*.html")]:
        page = LexborHTMLParser(file.read_text(encoding="utf-8"))
        english = file.parent.name == "evening"
        assert ("en" if english else "es", "ltr") == marks(page, "html"), file
        if page.css("main") and not english:
            words = " ".join(node.text() for node in page.css("header.site-header, footer, aside"))
            assert not re.search(r"\b(the|and|Essays|Search|Write|Skip|Leave)\b", words), file
    assert "Esta página se ha movido" in (site / "old" / "index.html").read_text(encoding="utf-8")


def test_a_site_whose_language_has_no_words_is_told_so(tmp_path: Path) -> None:
    root = collection(tmp_path / "collection")
    config = root / "mkdocs.yml"
    config.write_text(
        config.read_text(encoding="utf-8").replace(
            "  name: material\n", "  name: material\n  language: ar\n"
        ),
        encoding="utf-8",
    )

    _, problems = load(root)

    assert [("note", "there is no catalog for ar, so the site's own words are in English")] == [
        (problem.level, problem.message) for problem in problems
    ]


def marks(page: LexborHTMLParser, selector: str) -> tuple[str | None, str | None]:
    return attributes_of(page.css(selector)[0])


def attributes_of(node: LexborNode) -> tuple[str | None, str | None]:
    return node.attributes.get("lang"), node.attributes.get("dir")


def said(page: LexborHTMLParser, selector: str) -> str:
    return said_of(page.css(selector)[0])


def said_of(node: LexborNode, selector: str = "*") -> str:
    return " ".join((node if selector == "*" else node.css(selector)[0]).text().split())
