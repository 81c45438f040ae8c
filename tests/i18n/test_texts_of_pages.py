"""Every text of a page is in the catalogs: templates and scripts contain none, and each one there is used."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes
from selectolax.lexbor import LexborHTMLParser

from anthology.output.page_templates import FragmentCache
from builders import HOUSE, language

TEMPLATES = sorted((HOUSE / "overrides").glob("**/*.html"))
SHOWN = {"aria-label", "title", "alt", "placeholder", "content", "value", "label"}
"""attributes whose value somebody sees or hears; `data-…` is what a script shows"""
PLAIN = {
    "width=device-width, initial-scale=1", "no-referrer", "light dark", "noindex", "website", "article", "image/png",
    "summary_large_image", "yes", "kind:", "topic:", "chapter", "#fbf6ec", "#1d1915",
    "thread", "pen-name", "name",
}  # fmt: skip
"""values of such attributes that are said to machines"""
TAGS = {"lang", "dir", "article"}
"""what a macro or a block puts into a tag"""


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
