"""A collection set up as people do who know MkDocs and Material: its menu, its files, its own templates."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from anthology.collection import load
from anthology.problems import errors
from builders import HOUSE, build, built, collection, essay

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
FILES = {
    "docs/assets/style.css": '@font-face { font-family: Own; src: url("fonts/own.woff2"); }\n',
    "docs/assets/player.js": "document.title += '!';\n",
    "docs/assets/logo.svg": SVG,
    "docs/guides/index.md": "---\ntitle: All guides\n---\n\n![A logo](../assets/logo.svg) [One](deep/one.md)\n",
    "docs/guides/deep/one.md": "---\ntitle: One\n---\n\nBack to [all](../index.md).\n",
    "docs/about.md": "---\ntitle: About\n---\n\nText.\n",
    "base.yml": "repo_url: https://code.example/ed/\nedit_uri: edit/main/\n",
    "own/post.html": '{% extends "theme/post.html" %}{% block after_text %}{{ super() }}<p>Thanks!</p>{% endblock %}\n',
    "mkdocs.yml": """\
INHERIT: base.yml
site_name: Ed
site_url: https://ed.example/
theme: {name: anthology, custom_dir: own, logo: assets/logo.svg}
plugins: [anthology]
extra_css: [assets/style.css]
extra_javascript: [assets/player.js]
nav:
  - index.md
  - Handbook: [guides/index.md, guides/deep/one.md]
  - essays/first.md
  - Elsewhere: https://elsewhere.example/
extra: {social: [{link: "https://social.example/@ed", name: Mastodon}]}
""",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = collection(tmp_path / "ed")
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    (root / "docs" / "assets" / "fonts").mkdir()
    shutil.copy(
        HOUSE / "overrides/assets/fonts/literata-latin-400-normal.woff2", root / "docs/assets/fonts/own.woff2"
    )
    return root


def page(site: Path, name: str) -> LexborHTMLParser:
    return LexborHTMLParser((site / name / "index.html").read_text(encoding="utf-8"))


def test_check_and_build_find_nothing_to_complain_about(root: Path) -> None:
    assert load(root)[1] == []
    assert build(root, "--strict").returncode == 0


def test_the_navigation_is_the_menu(root: Path) -> None:
    menu = page(built(root), "guides").css(".site-header nav a")

    assert [
        ("Home", "../"),
        ("Handbook", "../guides/"),
        ("A first essay", "../essays/first/"),
        ("Elsewhere", "https://elsewhere.example/"),
    ] == [(link.text().strip(), link.attributes["href"]) for link in menu]
    assert ["Handbook"] == [link.text() for link in menu if link.attributes.get("aria-current")]


def test_a_page_in_the_navigation_that_is_not_there_is_told(root: Path) -> None:
    config = root / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("essays/first.md", "essays/frist.md"), "utf-8")

    (problem,) = errors(load(root)[1])

    assert (problem.path, problem.line) == ("mkdocs.yml", 11)
    assert problem.message == "nav names essays/frist, and there is no such page"
    assert problem.fix == "did you mean essays/first.md?"


def test_files_in_a_folder_that_the_site_has_too_take_no_file_of_its_place(root: Path) -> None:
    essay(root, "pictured", "![A logo](../assets/logo.svg)")

    site = built(root)

    assert ["../../assets/own/assets/logo.svg"] == [
        picture.attributes["src"] for picture in page(site, "essays/pictured").css("article .prose img")
    ]
    assert (site / "assets/own/assets/logo.svg").is_file()
    assert "--paper" in (site / "assets/style.css").read_text("utf-8")
    assert "Own" in (site / "assets/own/assets/style.css").read_text("utf-8")
    assert (site / "assets/own/assets/fonts/own.woff2").is_file()
    assert "data-own" not in (site / "assets/boot.js").read_text("utf-8")


def test_a_template_of_the_collection_and_what_it_inherits_are_on_every_page(root: Path) -> None:
    first = page(built(root), "essays/first")

    assert "Thanks!" in first.css("article")[0].text()
    assert "https://code.example/ed/edit/main/docs/essays/first.md" in {
        link.attributes["href"] for link in first.css(".post-footer a")
    }
    assert ["me noopener noreferrer"] == [
        link.attributes["rel"] for link in first.css("footer a") if link.text() == "Mastodon"
    ]


def test_a_page_that_a_hook_adds_stops_the_build_with_a_message(root: Path) -> None:
    hook = "from mkdocs.structure.files import File\ndef on_files(files, *, config):\n"
    hook += "    files.append(File.generated(config, 'more.md', content='More'))\n    return files\n"
    (root / "more.py").write_text(hook, encoding="utf-8")
    config = root / "mkdocs.yml"
    config.write_text(f"{config.read_text('utf-8')}hooks: [more.py]\n", "utf-8")

    done = build(root)

    assert done.returncode != 0
    assert "more.md is no page of this collection" in done.stderr + done.stdout
    assert "Traceback" not in done.stderr
