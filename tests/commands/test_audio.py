from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

import audio_samples as sounds
from anthology.commands.cli import main
from audio_samples import joined, silence, tone
from builders import HOUSE, episode


def test_a_report_says_what_a_recording_is_and_what_is_off(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = episode(root, "pier", audio="audio.wav")
    sounds.write(file.parent / "audio.wav", joined(tone(-24), silence(7), tone(-24)), silence(27))

    assert main(["audio", "--root", str(root)]) == 1

    said = capsys.readouterr().out
    assert "audio.wav: WAV (pcm), stereo, 48 kHz, 1536 kbit/s, 00:00:27, 5.2 MB (5184044 bytes)" in said
    assert "LUFS (wanted −16 ± 1), true peak −24.0 dBTP (at most −1)" in said
    assert "episodes/pier/index.md:7:8: audio.wav: it is too soft" in said
    assert "note: audio.wav: nothing is heard for 7 seconds, from 00:00:10 to 00:00:17" in said
    assert "audio.wav: its right channel is silent" in said
    assert "2 problems in 1 file." in said


def report(root: Path, capsys: pytest.CaptureFixture[str], *more: str) -> str:
    main(["audio", "--root", str(root), *more])
    return capsys.readouterr().out


def test_only_what_is_named_is_reported(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    episode(root, "pier")
    episode(root, "sea")
    capsys.readouterr()

    for name in ("sea", "episodes/sea", "episodes/sea/", "episodes/sea/index.md"):
        said = report(root, capsys, name)
        assert "episodes/sea" in said
        assert "episodes/pier" not in said


def test_an_episode_that_is_not_there_is_named(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    episode(root, "pier")

    assert main(["audio", "peer", "--root", str(root)]) == 2
    assert (
        "there is no episode episodes/peer; episodes are named like episodes/pier" in capsys.readouterr().err
    )


@pytest.mark.parametrize(
    "words",
    [["--write", "pier"], ["--from", "a.wav"], ["pier", "--write", "pier", "--from", "a.wav"], ["--replace"]],
)
def test_words_that_do_not_belong_together_are_refused(root: Path, words: list[str]) -> None:
    assert main(["audio", *words, "--root", str(root)]) == 2


def test_notes_with_a_mistake_are_not_written_into_a_recording(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = episode(root, "pier", chapters='[{start: "0:99", title: Opening}]')
    master = sounds.write(tmp_path / "master.wav", sounds.voice())

    assert main(["audio", "--write", "pier", "--from", str(master), "--replace", "--root", str(root)]) == 1
    assert "0:99" in capsys.readouterr().out
    assert ["audio.mp3", "index.md"] == sorted(found.name for found in file.parent.iterdir())


def test_a_recording_is_listened_to_once(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = episode(root, "pier").parent / "audio.mp3"
    time.sleep(0.06)  # so that it was not changed a moment ago
    first = report(root, capsys)
    opened: list[str] = []
    sys.addaudithook(lambda event, found: opened.append(str(found[0])) if event == "open" else None)

    assert first == report(root, capsys)
    assert str(file) not in opened


def test_a_report_says_how_fast_an_episode_is_spoken(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = episode(root, "pier", audio="audio.wav", transcript="transcript.vtt")
    sounds.write(file.parent / "audio.wav", tone(-24), tone(-24))
    cue = "00:00:01.000 --> 00:00:03.000\n<v Ann>We went to the pier.\n"
    (file.parent / "transcript.vtt").write_text(f"WEBVTT\n\n{cue}")

    assert "  150 words a minute inside cues, 30 in the whole recording" in report(root, capsys)


def test_an_alternate_is_listened_to_as_well(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = episode(root, "pier", alternates="[other.wav]")
    sounds.write(file.parent / "other.wav", tone(-30, 1))

    assert "other.wav: it is too soft: −33.0 LUFS" in report(root, capsys)


def test_chapters_of_a_recording_other_than_the_notes_are_said(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = episode(root, "pier", chapters='[{start: "0:00", title: Opening}]')
    (file.parent / "audio.mp3").unlink()
    master = sounds.write(tmp_path / "master.wav", sounds.voice())
    main(["audio", "--write", "pier", "--from", str(master), "--root", str(root)])
    assert "chapters of its own" not in report(root, capsys)

    file.write_text(file.read_text(encoding="utf-8").replace("Opening", "Overture"), encoding="utf-8")

    assert "the chapters in the recording differ from those in these notes" in report(root, capsys)


def test_without_the_extra_probing_works_and_says_what_is_missing(root: Path, tmp_path: Path) -> None:
    episode(root, "pier")
    # A package of that name which cannot be imported stands before the real one, as if none were there.
    (tmp_path / "without").mkdir()
    missing = "raise ModuleNotFoundError('No module named av', name='av')\n"
    (tmp_path / "without" / "av.py").write_text(missing, encoding="utf-8")

    done = command(root, tmp_path / "without", "audio")

    assert done.returncode == 0, done.stderr
    assert "audio.mp3: MP3, " in done.stdout
    assert "loudness" not in done.stdout
    assert "were not checked: av is not installed" in done.stderr
    assert "pip install 'mkdocs-anthology[audio]'" in done.stderr

    refused = command(root, tmp_path / "without", "audio", "--write", "pier", "--from", "a.wav")
    assert refused.returncode == 2
    assert "making recordings needs av, which is not installed" in refused.stderr


def command(root: Path, first: Path, *words: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(first), str(HOUSE / "hooks")])
    return subprocess.run(
        [sys.executable, "-m", "anthology", *words, "--root", str(root)],
        env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=False,
    )  # fmt: skip
