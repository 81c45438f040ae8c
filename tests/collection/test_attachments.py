"""Chapters of an episode: from the notes or, without any there, from the recording."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from mutagen import id3 as untyped

from anthology.collection import load
from anthology.output.publication import build_publication
from anthology.problems import errors
from builders import episode

id3: Any = untyped


def chapters_in(audio: Path, *chapters: tuple[int, str, str]) -> None:
    """Puts chapters into an MP3: start in milliseconds, title, link."""
    tags = id3.ID3()
    for number, (start, title, url) in enumerate(chapters):
        inner = [id3.TIT2(encoding=3, text=[title])] + ([id3.WXXX(encoding=3, url=url)] if url else [])
        tags.add(id3.CHAP(element_id=f"c{number}", start_time=start, end_time=start + 1, sub_frames=inner))
    names = [f"c{number}" for number in range(len(chapters))]
    tags.add(id3.CTOC(element_id="toc", flags=3, child_element_ids=names, sub_frames=[]))
    tags.save(audio)


def test_without_chapters_in_the_notes_those_of_the_recording_are_read(root: Path) -> None:
    audio = episode(root, "pier").parent / "audio.mp3"
    chapters_in(audio, (300, "The sea", "https://example.org/sea"), (0, "Opening", ""))

    made, problems = build_publication(root)

    assert not errors(problems)
    document = json.loads(made.generated["episodes/pier/chapters.json"])
    assert [
        {"startTime": 0, "title": "Opening"},
        {"startTime": 0.3, "title": "The sea", "url": "https://example.org/sea"},
    ] == document["chapters"]
    feed = made.generated["podcast.xml"].decode()
    assert 'psc:chapter start="00:00:00.300" title="The sea"' in feed
    assert "episodes/pier/chapters.json" in feed
    assert ["Opening", "The sea"] == [
        chapter["title"] for chapter in made.pages["episodes/pier"].values["chapters"]
    ]


def test_chapters_in_the_notes_come_before_those_of_the_recording(root: Path) -> None:
    file = episode(root, "pier", chapters='[{start: "0:00", title: From the notes}]')
    chapters_in(file.parent / "audio.mp3", (0, "From the recording", ""))

    made, _ = load(root)

    assert ["From the notes"] == [chapter.title for chapter in made.episodes[0].chapters]


def test_chapters_of_the_recording_are_checked_too(root: Path) -> None:
    audio = episode(root, "pier").parent / "audio.mp3"
    chapters_in(audio, (0, "Opening", ""), (7_200_000, "Far out", ""))

    _, problems = load(root)

    (problem,) = errors(problems)
    assert problem.path == "episodes/pier/index.md"
    assert (
        "in the recording, chapter 2: this chapter starts at 02:00:00, but the audio ends" in problem.message
    )


def test_what_a_recording_says_in_a_title_or_a_link_cannot_harm(root: Path) -> None:
    audio = episode(root, "pier").parent / "audio.mp3"
    chapters_in(
        audio, (0, "<script>\x01 &\n two", "javascript:alert(1)"), (100, "", ""), (200, "Sea", "file:///etc")
    )

    made, problems = build_publication(root)

    assert not errors(problems)
    (episode_made,) = made.collection.episodes
    assert [(0, "<script> & two", ""), (200, "Sea", "")] == [
        (chapter.start, chapter.title, chapter.url) for chapter in episode_made.chapters
    ]
    assert b"<script>" not in made.generated["podcast.xml"]
