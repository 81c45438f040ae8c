"""Begins a post, a practice, a person or a whole site, as a file that passes the checks."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from anthology.collection.loader import load
from anthology.sources import dump_yaml, read_post
from anthology.urls import SLUG, slugify

HOUSE = Path(__file__).resolve().parents[3]
"""The folder that holds hooks/ and overrides/."""

_KIND_FOLDERS = {
    "essay": "docs/essays",
    "episode": "episodes",
    "practice": "docs/practices",
    "person": "docs/people",
}


def entry(root: Path, kind: str, title: str) -> int:
    """Writes a new file of a kind; 0 if it was written, 1 if one of that name is there."""
    slug = slugify(title)
    if not SLUG.fullmatch(slug):
        print(f"no address can be made of {title!r}; use some letters or digits from a to z", file=sys.stderr)
        return 1
    folder = root / _KIND_FOLDERS[kind]
    file = folder / slug / "index.md" if kind == "episode" else folder / f"{slug}.md"
    if file.exists() or (folder / slug).exists() or (folder / f"{slug}.md").exists():
        print(f"{file.relative_to(root)} is there already; nothing was changed", file=sys.stderr)
        return 1
    fields, body = _template(root, kind, title)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"---\n{dump_yaml(fields)}---\n\n{body}\n", encoding="utf-8", newline="\n")
    problems = read_post(file, file.name).problems
    assert not problems, problems
    print(
        f"{file.relative_to(root)} is there. It is a draft: only the preview shows it."
        if "draft" in fields
        else f"{file.relative_to(root)} is there."
    )
    return 0


def site(folder: Path) -> int:
    """Writes a small collection that is built by these hooks and templates; 0 if it was written."""
    if not (HOUSE / "hooks" / "publish.py").is_file():
        print(
            "the templates are not beside this package; install it from its repository (pip install -e .)",
            file=sys.stderr,
        )
        return 1
    if folder.exists() and any(folder.iterdir()):
        print(f"{folder} is not empty; nothing was changed", file=sys.stderr)
        return 1
    for name, text in _site_files(folder).items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    print(f"{folder} is there. Build it:  mkdocs build -f {folder / 'mkdocs.yml'}")
    return 0


def _template(root: Path, kind: str, title: str) -> tuple[dict[str, object], str]:
    collection, _ = load(root, drafts=True)
    today = datetime.now(UTC).date().isoformat()  # a new file has the day it was made; builds never ask
    topic = next(iter(collection.vocabulary.topics), "topic")
    person = next((page.file.slug for page in collection.people.values()), "your-id")
    practices = [page.file.slug for page in collection.practices.values()]
    post = {"title": title, "date": today, "summary": "One or two plain sentences.", "topics": [topic]}
    if kind == "essay":
        return {**post, "authors": [person], "draft": True}, "The first sentence."
    if kind == "episode":
        return {**post, "hosts": [person], "draft": True}, "What the episode is about."
    if kind == "person":
        return {"name": title, "kind": "name", "bio": "Who you are, in your own words."}, ""
    return {
        "title": title,
        "summary": "What it is, in a sentence.",
        "helps_with": [next(iter(collection.vocabulary.helps_with), "word")],
        "anchor": "senses",
        "minutes": 3,
        "steps": ["The first step."],
        "cautions": ["Stop if this makes things worse; other ways are below."],
        "alternatives": practices[:1] or ["another-practice"],
        "sources": [{"title": "Where it comes from"}],
        "draft": True,
    }, "A few sentences about it."


def _site_files(folder: Path) -> dict[str, str]:
    def to(part: str) -> str:
        try:
            return Path(os.path.relpath(HOUSE / part, folder.resolve())).as_posix()
        except ValueError:  # another drive
            return (HOUSE / part).as_posix()

    return {
        "mkdocs.yml": _MKDOCS.format(
            name="A new collection", overrides=to("overrides"), publish=to("hooks/publish.py")
        ),
        "docs/index.md": _HOME,
        "docs/vocabulary.yml": _VOCABULARY,
        "docs/people/editors.md": "---\nname: The editors\nkind: collective\n---\n",
        "docs/practices/look-around.md": _PRACTICE_ONE,
        "docs/practices/call-somebody.md": _PRACTICE_TWO,
        "docs/essays/first.md": _ESSAY,
        "episodes/.gitkeep": "",
    }


_MKDOCS = """\
site_name: {name}
site_url: !ENV [SITE_URL, "https://example.org/"]
theme:
  name: material
  custom_dir: {overrides}
  font: false
hooks:
  - {publish}
plugins: []
nav: []
extra:
  anthology:
    license: CC-BY-4.0
    search: false # true: readers can search; a build takes about half as long again
"""
_HOME = """\
---
title: A new collection
summary: Say in one sentence what this is.
---

Welcome.
"""
_VOCABULARY = """\
topics:
  beginnings:
    title: Beginnings
    text: How things begin.
    helps_with: [unease]
content_notes:
  strong-language:
    title: Strong language
    helps_with: [unease]
helps_with:
  unease:
    title: Unease
    reason: when you feel uneasy
"""
_ESSAY = """\
---
title: A first essay
date: 2026-01-01
summary: What it says, in a sentence or two.
topics: [beginnings]
authors: [editors]
---

Write here.
"""
_PRACTICE_ONE = """\
---
title: Look around the room
summary: Let your eyes find out where you are.
helps_with: [unease]
anchor: orienting
minutes: 2
steps: [Look around slowly., Name three things that you see.]
cautions: [Stop if this makes things worse; other ways are below.]
alternatives: [call-somebody]
sources: [{title: Building an Operational Definition of Grounding, year: 2025}]
---
"""
_PRACTICE_TWO = """\
---
title: Call somebody
summary: Be in touch with somebody whom you trust.
helps_with: [unease]
anchor: company
minutes: 5
steps: [Think of one person whom you trust., Call or write to them.]
cautions: [Stop if this makes things worse; other ways are below.]
alternatives: [look-around]
sources: [{title: Building an Operational Definition of Grounding, year: 2025}]
---
"""
