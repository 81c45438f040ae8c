"""The rules for transcripts, chapters, soundbites and other encodings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from anthology.feeds.checks import check_site
from anthology.feeds.podcast import AlternateTag
from anthology.schema import Soundbite
from feed_builders import AUDIO, SITE, assert_found, build, episode, podcast_findings, show, spoiled, write

FOLDER = "episodes/pier-2"
# What is in the good feed, what is there instead, and the finding.
WRONG = [
    ("2/transcript.vtt", "2/words.vtt", "podcast:transcript", "which is not in the site"),
    ('"text/vtt"', '"text/plain"', "podcast:transcript", "has the type “text/plain”"),
    ("application/json+chapters", "application/json", "podcast:chapters", "type is “application/json”"),
    ("2/chapters.json", "2/parts.json", "podcast:chapters", "which is not in the site"),
    ('start="00:01:30.000"', 'start="90s"', "psc:chapters", "has the start “90s”"),
    ('start="00:01:30.000"', 'start="00:31:05.000"', "psc:chapters", "00:31:05"),
    ('start="00:00:00.000"', 'start="00:02:00.000"', "psc:chapters", "00:01:30"),
]


@pytest.mark.parametrize(("right", "wrong", "tag", "message"), WRONG)
def test_each_wrong_line_is_found(good: Path, right: str, wrong: str, tag: str, message: str) -> None:
    assert_found(
        podcast_findings(spoiled((good / "podcast.xml").read_bytes(), right, wrong), good), tag, message
    )


@pytest.mark.parametrize(
    ("name", "content", "tag", "message"),
    [
        ("transcript.vtt", b"1\n00:00", "podcast:transcript", "is not text/vtt"),
        ("chapters.json", b"[]", "podcast:chapters", "not a list of JSON chapters"),
        ("chapters.json", b"{", "podcast:chapters", "not a list of JSON chapters"),
        (
            "chapters.json",
            json.dumps({"version": "1.2.0", "chapters": [{"startTime": 9}, {"startTime": 3}]}).encode(),
            "podcast:chapters",
            "00:00:03",
        ),
        (
            "chapters.json",
            json.dumps({"chapters": [{"startTime": 1865, "title": "x"}]}).encode(),
            "podcast:chapters",
            "00:31:05",
        ),
        ("audio.mp3", AUDIO + b"!", "enclosure", "says 1000 bytes"),
    ],
)
def test_files_are_looked_into(tmp_path: Path, name: str, content: bytes, tag: str, message: str) -> None:
    build(tmp_path, show(), [episode(1), episode(2)])
    write(tmp_path / FOLDER / name, content)

    findings = [finding for finding in check_site(tmp_path) if finding.tag == tag]

    assert any(message in finding.message for finding in findings), check_site(tmp_path)


def test_other_encodings_and_soundbites_are_checked(tmp_path: Path) -> None:
    page = f"{SITE}episodes/pier-1/"
    right = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
    wrong = AlternateTag((f"{page}audio.opus",), "audio/ogg", 5, integrity="sha256-AAAA")
    fine = AlternateTag((f"{page}empty.opus",), "audio/ogg", 0, integrity=right)
    late = Soundbite(start="00:31:00", duration=30, title="The end")
    build(tmp_path, show(), [episode(1, alternates=(wrong, fine), soundbites=[late])])
    write(tmp_path / "episodes/pier-1/audio.opus", b"OggS")
    write(tmp_path / "episodes/pier-1/empty.opus", b"")

    assert [
        ("podcast:soundbite", "ends after the audio"),
        ("podcast:alternateEnclosure", "says 5 bytes"),
        ("podcast:alternateEnclosure", "has another integrity than its file"),
    ] == [(finding.tag, finding.message) for finding in check_site(tmp_path)]
