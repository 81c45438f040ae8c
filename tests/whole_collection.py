"""A small collection that has every part that a site may do without, and what is left of each on a built site."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from builders import collection, episode, essay, nonempty, searchable

NAMES = {"class", "id", "for", "name", "aria-labelledby", "aria-describedby", "data-kind"}
"""attributes that nobody reads"""
_HELP = (
    "- {name: Lighthouse, country: Norway, who_answers: Keepers, hours: always, languages: [English],"
    " url: 'https://light.example/', police: 'no', checked: 2026-01-01,"
    " source: {title: Its page, url: 'https://light.example/', date: 2026-01-01}}\n"
)


def whole_collection(folder: Path) -> Path:
    """Essays, a thread, an episode, practices, topics, content notes, help, a quick exit, search, books, the desk."""
    root = searchable(collection(folder))
    config = root / "mkdocs.yml"
    more = '    exit: {url: "https://weather.example/", enabled: true}\n    write: true\n    epub: true\n'
    config.write_text(f"{config.read_text('utf-8').rstrip()}\n{more}", "utf-8")
    text = "A sentence.\n\n## High water\n\nMore."
    notes = "[{note: strong-language, where: ['#high-water']}]"
    essay(root, "tide", text, content_notes=notes, practices="[look-around]", exit="true")
    essay(root, "waves", "1/ One.\n\n2/ Two.", format="thread")
    episode(root, "pier", content_notes="[strong-language]", responds_to="essays/tide")
    (root / "docs" / "help.yml").write_text(_HELP, "utf-8")
    for name in ("privacy", "contribute"):
        (root / "docs" / f"{name}.md").write_text(f"---\ntitle: Page {name}\n---\n\nA page.\n", "utf-8")
    return root


def switch_off(root: Path, part: str) -> Path:
    """The same collection, without this part."""
    config = root / "mkdocs.yml"
    config.write_text(f"{config.read_text('utf-8')}    without: [{part}]\n", "utf-8")
    return root


def told(site: Path) -> Iterator[tuple[str, str]]:
    """The texts, addresses and words for scripts in each file of a site, by its address."""
    for file in nonempty(sorted(site.rglob("*"))):
        name = file.relative_to(site).as_posix()
        yield name, name
        if file.suffix == ".html":
            yield name, " ".join(_of_page(file.read_text("utf-8")))
        elif name == "related.json":  # its keys are part of its format
            yield (
                name,
                json.dumps(
                    [
                        value
                        for values in json.loads(file.read_text("utf-8")).values()
                        for value in values.values()
                    ]
                ),
            )
        elif file.suffix in {".xml", ".json", ".opml", ".txt"} and not name.startswith(
            ("schemas/", "pagefind/")
        ):
            yield name, re.sub(r' xmlns:\w+="[^"]*"', "", file.read_text("utf-8"))
        elif file.suffix == ".epub":
            with zipfile.ZipFile(file) as book:
                for part in book.namelist():
                    if part.endswith((".xhtml", ".opf")):
                        yield f"{name} {part}", " ".join(_of_page(book.read(part).decode()))


def _of_page(html: str) -> Iterator[str]:
    for node in LexborHTMLParser(html).css("*"):
        if node.tag not in {"style"}:
            yield node.text(deep=False)
        for name, value in node.attributes.items():
            if name not in NAMES:
                yield value or ""
