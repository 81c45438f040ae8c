"""Addresses of recordings, and values in the notes that are not those of the file."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from anthology.collection import load
from builders import MEDIA, episode
from recording_bytes import cover, flac, frame, m4a, mp3, opus, photo, wav


def test_a_recording_is_named_after_its_episode(root: Path) -> None:
    notes = episode(root, "pier", alternates="[take-2.mp3, audio.MP3]")
    for name in ("take-2.mp3", "audio.MP3"):
        shutil.copy(MEDIA / "tone.mp3", notes.with_name(name))

    (post,) = load(root)[0].episodes

    assert post.audio_address == "episodes/pier/pier.mp3"
    assert [alternate.address for alternate in post.alternates] == [
        "episodes/pier/pier-take-2.mp3",
        "episodes/pier/pier-audio.mp3",
    ]
    assert set(post.files) == {post.audio_address, *(alternate.address for alternate in post.alternates)}


def test_values_in_the_notes_must_be_those_of_the_file(root: Path) -> None:
    episode(root, "pier", audio="{file: audio.mp3, length: 3, type: audio/ogg, duration: 0:09:00}")

    assert [problem.message for problem in load(root)[1]] == [
        "length is 3, but the file has 6347 bytes",
        "type is audio/ogg, but the file is audio/mpeg",
        "duration is 00:09:00, but the file lasts 00:00:01",
    ]


def test_an_alternate_of_another_length_is_another_recording(root: Path) -> None:
    notes = episode(root, "pier", alternates="[long.mp3]")
    notes.with_name("long.mp3").write_bytes((MEDIA / "tone.mp3").read_bytes() * 9)

    (problem,) = load(root)[1]

    assert problem.message == "long.mp3 lasts 00:00:14.080, the recording 00:00:01.541"


@pytest.mark.parametrize(("name", "content"), [("a.wav", wav()), ("a.flac", flac()), ("a.opus", opus())])
def test_a_recording_that_directories_refuse_is_told(root: Path, name: str, content: bytes) -> None:
    episode(root, "pier", audio=name).with_name(name).write_bytes(content)

    (problem,) = load(root)[1]

    assert "note" == problem.level
    assert "Apple's directory takes MP3 and M4A alone" in problem.message
    assert problem.fix.endswith(f"alternates: [{name}]")


def test_as_an_alternate_it_is_fine(root: Path) -> None:
    notes = episode(root, "pier", alternates="[tone.opus]")
    shutil.copy(MEDIA / "tone.opus", notes.with_name("tone.opus"))

    assert [] == load(root)[1]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.mp3", mp3([frame()] * 50, cover(photo() + b"\0" * 1_500_000))),
        ("a.m4a", m4a(tags={"covr": photo() + b"\0" * 1_500_000})),
    ],
)
def test_heavy_artwork_within_a_recording_is_told(root: Path, name: str, content: bytes) -> None:
    episode(root, "pier", audio=name).with_name(name).write_bytes(content)

    (problem,) = load(root)[1]

    assert "note" == problem.level
    assert f"{name} has 1.5 MB of artwork and tags" in problem.message
