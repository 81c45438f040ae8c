"""Whole collections of other people: a German blog, a podcast alone, letters in two languages, own templates."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from PIL import Image

from builders import HOUSE

OTHERS = ("essays", "podcast", "two-languages")
_PODCAST = {
    "mkdocs.yml": """\
site_name: Lighthouse Hours
site_description: Conversations with people who keep lighthouses.
site_url: https://lighthouse.example/
theme: {name: anthology, language: en}
plugins: [anthology]
extra:
  anthology:
    license: CC-BY-NC-4.0
    look:
      colours:
        episode: {light: "#8a1c1c", dark: "#ff9d9d"}
""",
    "docs/index.md": "---\ntitle: Lighthouse Hours\n---\n\nA keeper, a lamp, an hour.\n",
    "docs/vocabulary.yml": "topics: {lamps: {title: Lamps, text: What burns and what turns.}}\n",
    "docs/people/ines.md": "---\nname: Inês\nkind: name\n---\n",
    "episodes/show.yml": """\
title: Lighthouse Hours
description: Conversations with people who keep lighthouses.
author: Inês
language: en
category: [Arts, Design]
image: cover.jpg
explicit: false
guid: 0b1e1f51-62ad-5d8c-8d5a-27e5f70d3a0c
seasons: {1: The northern coast, 2: The islands}
""",
}
_EPISODE = """\
---
title: The lamp of station {number}
date: {year}-{month:02}-{day:02}
summary: A keeper of station {number} on the lamp, the fog and the post boat.
topics: [lamps]
hosts: [ines]
season: {season}
episode: {episode}
audio:
  url: "https://audio.lighthouse.example/{number:02}.mp3"
  length: {length}
  type: audio/mpeg
  duration: "00:41:{number:02}"
---

The keeper of station {number} came at dusk.
"""


def other_collection(name: str, folder: Path) -> Path:
    """One of OTHERS, copied or written into a folder."""
    if name == "podcast":
        _write_podcast(folder)
    else:
        shutil.copytree(HOUSE / "tests" / "others" / name, folder)
    if name == "two-languages":
        (folder / "docs" / "assets").mkdir(exist_ok=True)  # git keeps no empty folder
        Image.new("RGB", (1200, 630), "#7a2048").save(folder / "docs" / "assets" / "card.png")
    return folder


def other_site(name: str, folder: Path, command: str = "build") -> subprocess.CompletedProcess[str]:
    """`anthology check` or `anthology build` in such a collection, as its editors run them."""
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    arguments = [sys.executable, "-m", "anthology", command]
    return subprocess.run(
        arguments,
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def _write_podcast(folder: Path) -> None:
    """Thirty episodes whose recordings are on another server, in two seasons of fifteen."""
    texts = dict(_PODCAST)
    for number in range(1, 31):
        season, episode = (number - 1) // 15 + 1, (number - 1) % 15 + 1
        date = {"year": 2023 + season, "month": (episode + 1) // 2, "day": 1 + episode}
        values = {"number": number, "season": season, "episode": episode, "length": 40_000_000 + number}
        texts[f"episodes/station-{number}/index.md"] = _EPISODE.format(**values, **date)
    for path, text in texts.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    Image.new("RGB", (1400, 1400), "#8a1c1c").save(folder / "episodes" / "cover.jpg")
