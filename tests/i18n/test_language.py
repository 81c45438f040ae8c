"""The words of the site: no template holds one, each language has them all, and each is told its mistakes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from jinja2 import Environment, nodes
from selectolax.lexbor import LexborHTMLParser, LexborNode

from anthology.collection import load
from anthology.crosslinks import cross_links
from anthology.feeds.entry import feed_entries
from anthology.i18n import CATALOG_FOLDER, Language, Languages, Sentence, read_catalogs
from anthology.i18n.language import direction, open_graph_locale
from anthology.problems import Problem
from builders import ARABIC, HOUSE, arabic_essay, built, collection, essay
from templating import FragmentCache

TEMPLATES = sorted((HOUSE / "overrides").glob("**/*.html"))
SHOWN = {"aria-label", "title", "alt", "placeholder", "content", "value", "label"}
"""attributes whose value somebody sees or hears; `data-…` is what a script shows"""
PLAIN = {
    "width=device-width, initial-scale=1", "no-referrer", "light dark", "noindex", "website", "article", "image/png",
    "summary_large_image", "yes", "kind:", "topic:", "#fbf6ec", "#1d1915",
}  # fmt: skip
"""values of such attributes that are said to machines"""
TAGS = {"lang", "dir", "article"}
"""what a macro or a block puts into a tag"""


def languages(site: str = "en") -> Languages:
    written, problems = read_catalogs()
    assert problems == []
    return Languages(site, written)


def language(code: str) -> Language:
    return languages().for_page(code)


# ── Where words stand ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda file: file.name)
def test_no_template_holds_a_word(template: Path) -> None:
    text = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", "", template.read_text(encoding="utf-8"), flags=re.DOTALL)
    page = LexborHTMLParser(f"<div>{text}</div>")

    text = " ".join(node.text() for node in page.css("title, body"))
    assert not set(re.findall(r"[^\W\d_]+", text)) - TAGS
    seen = [
        value
        for node in page.css("*")
        for name, value in node.attributes.items()
        if value and (name in SHOWN or name.startswith("data-"))
    ]
    assert not [value for value in seen if re.search(r"[^\W\d_]{2}", value) and value.strip() not in PLAIN]


@pytest.mark.parametrize(
    "script", sorted((HOUSE / "overrides").glob("assets/*.js")), ids=lambda file: file.name
)
def test_no_script_holds_a_sentence(script: Path) -> None:
    code = re.sub(r"//.*|/\*.*?\*/", "", script.read_text(encoding="utf-8"))

    assert not re.findall(r"[\"'`][^\"'`\n]*[A-Z][a-z]+ [a-z]+ [^\"'`\n]*[\"'`]", code)


def test_every_word_that_a_page_asks_for_is_there_and_every_word_that_is_there_is_asked_for() -> None:
    there = set(language("en").messages)
    asked = {key for template in TEMPLATES for key in asked_by_template(template)}
    asked |= {key for module in (HOUSE / "hooks").rglob("*.py") for key in asked_by_module(module)}
    whole, begun = (
        {key for key in asked if not key.endswith("*")},
        {key[:-1] for key in asked if key.endswith("*")},
    )

    assert whole <= there
    assert not {key for key in there - whole if not key.startswith(tuple(begun))}
    assert not {start for start in begun if not any(key.startswith(start) for key in there)}


def asked_by_template(template: Path) -> Iterator[str]:
    """Keys as `player.back`; `byline.*` where a page chooses among a section."""
    tree = Environment(extensions=[FragmentCache]).parse(template.read_text(encoding="utf-8"))
    every = [*tree.find_all(nodes.Getattr), *tree.find_all(nodes.Getitem)]
    for node in every:
        section = getattr(node, "node", None)
        if isinstance(section, nodes.Getattr) and section.node == nodes.Name("words", "load"):
            yield f"{section.attr}.{node.attr}" if isinstance(node, nodes.Getattr) else f"{section.attr}.*"


def asked_by_module(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if re.fullmatch(r"[a-z]+\.[a-z_-]+", node.value) and node.value in language("en").messages:
                yield node.value
        elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
            start = str(node.values[0].value)
            if re.fullmatch(r"[a-z]+\.[a-z_]*", start) and start.partition(".")[0] in vars(
                language("en").words
            ):
                yield f"{start}*"


# ── What each language says ────────────────────────────────────────────────────────────────────────


def test_every_language_has_every_word_with_the_same_gaps() -> None:
    written, problems = read_catalogs()

    assert problems == []
    assert {"en", "es"} <= set(written)
    for code, words in written.items():
        assert set(words.messages) == set(written["en"].messages), code


def test_words_have_typographic_apostrophes_and_quotation_marks() -> None:
    for file in CATALOG_FOLDER.glob("*.yml"):
        for key, text in language(file.stem).messages.items():
            sentence = (text.before, text.inside, text.after) if isinstance(text, Sentence) else (text,)
            for part in text.values() if isinstance(text, dict) else sentence:
                assert not re.search(r"['\"`]|\.\.\.", str(part)), f"{file.name}: {key}"


def test_dates_numbers_and_lists_are_written_as_the_language_has_them() -> None:
    day, people = date(2026, 11, 2), ["Ana", "Kit", "Jo"]

    english, spanish = language("en"), language("es")

    assert ("2 November 2026", "2 de noviembre de 2026") == (english.day(day), spanish.day(day))
    assert ("2.9 MB", "2,9 MB") == (english.size(2_900_000), spanish.size(2_900_000))
    assert ("Ana, Kit and Jo", "Ana, Kit y Jo") == (english.listed(people), spanish.listed(people))
    assert ["Ana e Inés", "Ana y Yago", "Ana y hierba"] == [
        spanish.listed(["Ana", other]) for other in ("Inés", "Yago", "hierba")
    ]
    assert ("Ana and Kit", "Ana", "") == (
        english.listed(people[:2]),
        english.listed(people[:1]),
        english.listed([]),
    )
    assert ("1 piece", "2 pieces") == (english.plural("topics.pieces", 1), english.plural("topics.pieces", 2))
    assert ("1 pieza", "12.000 piezas") == (
        spanish.plural("topics.pieces", 1),
        spanish.plural("topics.pieces", 12_000),
    )


def test_lengths_are_rounded_for_readers() -> None:
    lengths = {
        48_000: "48 s",
        59_600: "1 min",
        380_000: "6 min",
        3_590_000: "1 h 00 min",
        3_723_000: "1 h 02 min",
    }
    assert list(lengths.values()) == [language("en").seconds(ms) for ms in lengths]


def test_a_language_without_words_is_shown_within_the_site_s_own() -> None:
    spanish = languages("es")

    assert ("es", "es") == (spanish.for_page("ar").code, spanish.site_language.code)
    assert "pt-BR" not in spanish.catalogs
    assert ("es-MX", "Ensayo") == (
        spanish.for_page("es-MX").code,
        spanish.for_page("es-MX").text("kinds.essay"),
    )
    assert "en" == languages("xx").site_language.code


def test_the_direction_is_that_of_the_script() -> None:
    assert ["rtl"] * 6 == [direction(code) for code in ("ar", "he", "fa-IR", "ckb", "dv", "az-Arab")]
    assert ["ltr"] * 5 == [direction(code) for code in ("en", "es-MX", "zh-Hant", "az", "xx")]


def test_open_graph_is_told_a_language_with_a_country() -> None:
    assert ["es_ES", "pt_BR", "ar_EG"] == [open_graph_locale(code) for code in ("es", "pt-BR", "ar")]


# ── Mistakes in a file of words ────────────────────────────────────────────────────────────────────

ENGLISH = """\
locale: en_GB
player:
  back: Back {number} s
  found:
    one: "{number} result"
    other: "{number} results"
  terms: Text under [{license}].
"""
MISTAKES = [
    (
        "  back: Back {number} s\n",
        "",
        "xx.yml:2:1: player.back is missing here; words/en.yml has it",
    ),
    ("Back {number} s", "Zurück s", "xx.yml:3:9: {number} is missing"),
    ("Back {number} s", "Zurück {number} {count} s", "the page has no value for {count}"),
    ("Back {number} s", '""', "xx.yml:3:9: player.back is empty"),
    ("number} s\n", "number} <b>s</b>\n", "a page would show this literally"),
    ("number} s\n", "number} { s\n", "an unpaired curly bracket"),
    ("Text under [{license}].", "Text under {license}.", "no part is marked as the link or the date"),
    ("[{license}].", "[{license}] [or so].", "more than one part is marked"),
    ("Back {number} s", "Zurück [{number}] s", "readers would see these brackets"),
    ('    one: "{number} result"\n', "", "player.found lacks its plural form “one”"),
    ("locale: en_GB", "locale: xx_YY", "xx.yml:1:9: Babel has no locale xx_YY"),
    ("locale: en_GB\n", "", "xx.yml:1:1: there is no locale"),
    (
        "  back:",
        "  more: More\n  back:",
        "en.yml:2:1: player.more is missing here; words/xx.yml has it (“More”)",
    ),
]


@pytest.mark.parametrize(("written", "instead", "message"), MISTAKES, ids=str)
def test_a_mistake_in_a_language_is_told_with_its_place(
    written: str, instead: str, message: str, tmp_path: Path
) -> None:
    problems = mistakes(tmp_path, ENGLISH.replace(written, instead, 1))

    assert [True] == [message in str(problem) for problem in problems], [str(problem) for problem in problems]


def test_a_language_may_have_its_own_order_and_its_own_forms(tmp_path: Path) -> None:
    polish = ENGLISH.replace("en_GB", "pl").replace(
        "    one:", '    few: "{number} wyniki"\n    many: "{number} wyników"\n    one:'
    )

    assert [] == mistakes(tmp_path, polish.replace("Back {number} s", "O {number} s wstecz"))
    assert [
        "player.found lacks its plural form “few”",
        "player.found lacks its plural form “many”",
    ] == sorted(problem.message for problem in mistakes(tmp_path, ENGLISH.replace("en_GB", "pl")))


def mistakes(folder: Path, other: str) -> list[Problem]:
    """What is wrong with two languages, of which English is right."""
    (folder / "words").mkdir(exist_ok=True)
    (folder / "words" / "en.yml").write_text(ENGLISH, encoding="utf-8")
    (folder / "words" / "xx.yml").write_text(other, encoding="utf-8")
    return read_catalogs(folder / "words")[1]


# ── What a page says ───────────────────────────────────────────────────────────────────────────────

SPANISH = {
    "language": "es", "title": "Una tarde", "summary": "Sobre una tarde.", "date": "2026-03-02",
    "content_notes": '[{note: strong-language, detail: "dos palabras", where: ["#dos"]}]', "updated": "2026-03-04",
}  # fmt: skip
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
    essay(root, "tarde", SPANISH_BODY, **SPANISH)
    arabic_essay(root)
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
    assert "Volver al texto, nota 1" == page.css(".footnote-backref")[0].attributes["title"]


def test_the_reason_for_a_related_post_is_said_by_each_page_in_its_own_language(
    pages: dict[str, LexborHTMLParser],
) -> None:
    reasons = {
        page: {
            card.css("a")[0].text(): said_of(card, ".reason") for card in pages[page].css("#related .card")
        }
        for page in ("essays/tarde", "essays/first")
    }

    assert "enlazado en el texto; ambos sobre Beginnings" == reasons["essays/tarde"]["A first essay"]
    assert "links to this; both about Beginnings" == reasons["essays/first"][SPANISH["title"]]


def test_a_feed_speaks_of_a_post_in_the_post_s_language(tmp_path: Path) -> None:
    root = collection(tmp_path / "collection")
    essay(root, "tarde", SPANISH_BODY, **SPANISH)
    loaded, problems = load(root)

    entry = next(e for e in feed_entries(loaded, cross_links(loaded).offers) if e.post == "essays/tarde")

    assert problems == []
    assert "Notas de contenido: Strong language (dos palabras)" in entry.summary
    assert "<h2>Tomarse un momento</h2>" in entry.html


def test_what_editors_have_named_says_that_it_is_in_the_language_of_the_site(
    pages: dict[str, LexborHTMLParser],
) -> None:
    page = pages["essays/tarde"]

    assert [("en", "ltr")] * 3 == [
        marks(page, place) for place in (".topics a", ".content-notes strong", "#practices .reason")
    ]


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
