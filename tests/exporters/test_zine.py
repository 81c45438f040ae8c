"""The folded sheet of an essay, as HTML; tests/browser prints it."""

import re
from pathlib import Path

from anthology.exporters.zine import imposition
from anthology.output.publication import build_publication
from builders import built, essay, nonempty

WORDS = "Nobody knew who had opened the door, and nobody asked. "


def zines(root: Path) -> dict[str, str]:
    config = root / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("zine: false", "zine: true"), encoding="utf-8")
    publication, problems = build_publication(root)
    assert problems == []
    texts = {name: text for name, text in publication.generated.items() if name.startswith("folded/")}
    return {name: text.decode() for name, text in texts.items()}


def numbers(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'class="page p(\d+)"', page)]


def test_pages_are_where_they_are_read_after_folding() -> None:
    assert [(4, 1), (2, 3)] == list(imposition(4))
    assert [(8, 1), (2, 7), (6, 3), (4, 5)] == list(imposition(8))


def test_a_longer_text_has_smaller_letters_then_more_pages_and_a_very_long_one_no_sheet(root: Path) -> None:
    for slug, length in {"a": 50, "b": 150, "c": 200, "d": 300, "e": 450, "f": 600}.items():
        essay(root, slug, (WORDS * 5 + "\n\n") * (length // 5))
    made = zines(root)
    forms = [
        (len(numbers(page)), re.findall(r"size-(\d+)", page)[0])
        for page in (made[f"folded/essays/{slug}.html"] for slug in "abcde")
    ]

    assert [(4, "10"), (4, "9"), (8, "10"), (8, "9"), (12, "9")] == forms
    assert "folded/essays/f.html" not in made


def test_lines_that_end_early_take_whole_ones_and_no_text_is_cut(root: Path) -> None:
    essay(root, "code", "```\n" + "x = 1\n" * 200 + "```")
    essay(root, "listing", "```\n" + "x = 1\n" * 700 + "```")
    essay(root, "poem", "We wait.\\\n" * 700 + "Then go.")
    essay(root, "talk", "“No.”\n\n" * 700)
    essay(root, "table", "| a |\n|---|\n" + "| b |\n" * 700)
    made = zines(root)

    assert len(numbers(made["folded/essays/code.html"])) >= 8
    assert {"folded/essays/code.html", "folded/essays/first.html"} == made.keys()


def test_a_sheet_has_the_whole_text_and_neither_links_nor_ids(root: Path) -> None:
    essay(
        root, "doors", "A [door](first.md) opened.[^1]\n\n## Who\n\n[^1]: See <https://example.com/door>.",
        content_notes="[strong-language]", research="[{title: Doors, url: 'https://example.com/x', note: Read.}]",
    )  # fmt: skip
    page = zines(root)["folded/essays/doors.html"]
    (text,) = set(
        nonempty(re.findall(r'<div class="text">\n(.*?)\n</div></div><p class="number">', page, re.S))
    )

    for words in (
        "<h1>Doors</h1>", "A door opened.<sup>1</sup>", "<h2>Who</h2>", "See https://example.com/door.",
        "Strong language", "Doors. Read.", "CC BY 4.0", "https://example.org/essays/doors/",
        "https://example.org/help/",
    ):  # fmt: skip
        assert words in text, words
    assert not re.search(r' (?:id|href)="|footnote-backref|<(?!/?[a-z])', text)
    assert [4, 1, 2, 3] == numbers(page)


def test_what_is_given_to_this_site_alone_and_drafts_have_none_nor_has_a_site_that_does_not_ask(
    root: Path,
) -> None:
    essay(root, "given", license="all-rights-reserved")
    essay(root, "asked")
    assert {"folded/essays/asked.html", "folded/essays/first.html"} == zines(root).keys()
    assert 'href="../../folded/essays/asked.html"' in (built(root) / "essays/asked/index.html").read_text(
        "utf-8"
    )

    config = root / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("zine: true", "zine: false"), encoding="utf-8")
    site = built(root)
    assert not (site / "folded").exists()
    assert not (site / "assets/zine.css").exists()
