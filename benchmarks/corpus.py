"""Turn a corpus of posts into a collection, in which the real code relates them.

    python benchmarks/corpus.py POSTS FOLDER [--episodes N]

POSTS holds Markdown files with a title, a date and perhaps tags. Tags become topics, the first words of a text its
summary; everything is by one author. Of the text, words, headings and lists are kept: pictures, links and HTML
would need what is not there. With --episodes every Nth post becomes an episode, whose recording lies elsewhere.
"""

from __future__ import annotations

import argparse
import html
import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import yaml

PROJECT_ROOT = Path(__file__).resolve().parents[1]
_SHOW = """\
title: A show
description: What it is about.
author: The editors
language: en
category: [Technology]
image: cover.jpg
explicit: false
guid: 368e1282-a34d-57bd-a008-d02e0e6a2b71
"""


@dataclass(frozen=True)
class Post:
    """A post of a corpus; `day` is empty where the corpus gives none."""

    id: str
    title: str
    day: str
    tags: list[str]
    text: str


def main() -> None:
    """Write the collection."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("posts", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--episodes", type=int, default=0, metavar="N", help="every Nth post is an episode")
    options = parser.parse_args()
    ids = collection(read(options.posts), options.folder, options.episodes)
    print(f"{len(ids)} posts in {options.folder}")


def read(folder: Path) -> list[Post]:
    """Read all posts, in the order of their file names."""
    return [_post(file) for file in sorted(folder.glob("*.md"))]


def collection(posts: list[Post], folder: Path, episodes: int = 0) -> dict[str, str]:
    """Write a collection; return the id in the corpus by the id in the collection."""
    command = [sys.executable, "-m", "anthology", "new", "site", str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    (folder / "docs/essays/first.md").unlink()
    topics = sorted({slug(tag) for post in posts for tag in post.tags} | {"posts"})
    words = yaml.safe_load((folder / "docs/vocabulary.yml").read_text(encoding="utf-8"))
    words["topics"] = {name: {"title": name.replace("-", " ").capitalize(), "text": "…"} for name in topics}
    _write(folder / "docs/vocabulary.yml", json.dumps(words))
    if episodes:
        _write(folder / "episodes/show.yml", _SHOW)
        shutil.copy(PROJECT_ROOT / "episodes/cover.jpg", folder / "episodes/cover.jpg")
    ids = {}
    for number, post in enumerate(posts):
        heard = bool(episodes) and number % episodes == 0
        name = f"{slug(post.id)[:80].strip('-')}-{number}"  # addresses have at most 100 characters
        _write(folder / ("episodes" if heard else "docs/essays") / f"{name}.md", _file(post, heard))
        ids[f"{'episodes' if heard else 'essays'}/{name}"] = post.id
    return ids


def slug(text: str) -> str:
    """Return a slug for a file or a topic: lower-case letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "x"


def _post(file: Path) -> Post:
    _, head, text = re.split(r"^---\s*$", file.read_text(encoding="utf-8"), maxsplit=2, flags=re.MULTILINE)
    fields = yaml.safe_load(head)
    day = re.match(r"\d{4}-\d\d-\d\d", str(fields.get("date") or ""))
    tags = [str(tag) for tag in fields.get("tags") or []]
    return Post(file.stem, str(fields["title"]), day[0] if day else "", tags, text)


def _file(post: Post, heard: bool) -> str:
    text = _plain(post.text)
    title = " ".join(html.unescape(post.title).split())
    words = re.sub(r"[\\\\#<>]", "", html.unescape(text)).split()
    fields: dict[str, object] = {
        "title": title,
        "date": post.day or "2000-01-01",
        "summary": " ".join(words)[:200] or title,
        "topics": sorted({slug(tag) for tag in post.tags}) or ["posts"],
        ("hosts" if heard else "authors"): ["editors"],
    }
    if heard:
        url = f"https://media.example.net/{slug(post.id)}.mp3"
        fields["audio"] = {"url": url, "length": 1000000, "type": "audio/mpeg", "duration": "00:20:00"}
    head = "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in fields.items())
    return f"---\n{head}---\n\n{text}\n"


def _plain(text: str) -> str:
    text = re.sub(r"<!--.*?-->|</?[a-zA-Z][^<>]*>", " ", text, flags=re.DOTALL)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"^\s*(\[[^\]]*\]:.*|[-=]{3,}|[`~]{3,}.*)$", "", text, flags=re.MULTILINE)
    text = re.sub(r"\{[:#.][^}]*\}|^[ \t]+|(?<=\S)[ \t]{2,}", " ", text, flags=re.MULTILINE)
    # What is left of markup is text: code of a corpus would be read as HTML otherwise.
    text = html.escape(html.unescape(text), quote=False)
    return re.sub(r"([\\`*_\[\]!|{}$:]|^#(?=#*\w))", r"\\\1", text, flags=re.MULTILINE)


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
