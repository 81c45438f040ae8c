"""`anthology new`: writes a post, a practice, a person or a whole site that passes the checks."""

import os
from datetime import UTC, datetime
from pathlib import Path

from anthology.collection import load
from anthology.sources import dump_yaml, read_post
from anthology.urls import SLUG, slugify

from . import FAILED, CommandError

PROJECT_ROOT = Path(__file__).resolve().parents[3]
"""The folder with hooks/ and overrides/."""

_KIND_FOLDERS = {
    "essay": "docs/essays",
    "episode": "episodes",
    "practice": "docs/practices",
    "person": "docs/people",
}


def write_content_file(root: Path, kind: str, title: str) -> str:
    """Write a new file of a kind and return a message. Raises CommandError if its name is not free."""
    slug = slugify(title)
    if not SLUG.fullmatch(slug):
        raise CommandError(f"no address can be made of {title!r}; use letters from a to z or digits", FAILED)
    folder = root / _KIND_FOLDERS[kind]
    file = folder / slug / "index.md" if kind == "episode" else folder / f"{slug}.md"
    if file.exists() or (folder / slug).exists() or (folder / f"{slug}.md").exists():
        raise CommandError(f"{file.relative_to(root)} is there already; nothing was changed", FAILED)
    fields, body = _template(root, kind, title)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"---\n{dump_yaml(fields)}---\n\n{body}\n", encoding="utf-8", newline="\n")
    problems = read_post(file, file.name).problems
    assert not problems, problems
    draft = " It is a draft: only the preview shows it." if "draft" in fields else ""
    return f"{file.relative_to(root)} is there.{draft}"


def write_site(folder: Path) -> str:
    """Write a small collection that uses these hooks and templates, and return a message.

    Raises CommandError if the folder is not empty.
    """
    if not (PROJECT_ROOT / "hooks" / "publish.py").is_file():
        raise CommandError(
            "the templates are not beside this package; install it from its repository (pip install -e .)",
            FAILED,
        )
    if folder.exists() and any(folder.iterdir()):
        raise CommandError(f"{folder} is not empty; nothing was changed", FAILED)
    for name, text in _site_files(folder).items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    return f"{folder} is there. Build it:  mkdocs build -f {folder / 'mkdocs.yml'}"


def _template(root: Path, kind: str, title: str) -> tuple[dict[str, object], str]:
    collection, _ = load(root, drafts=True)
    today = datetime.now(UTC).date().isoformat()  # the only use of the clock; builds never ask
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
            return Path(os.path.relpath(PROJECT_ROOT / part, folder.resolve())).as_posix()
        except ValueError:  # another drive
            return (PROJECT_ROOT / part).as_posix()

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
    search: false # true: readers can search; builds take about 50 % longer
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
