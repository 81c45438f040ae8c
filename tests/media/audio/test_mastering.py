"""From a master to the MP3 and the Opus that listeners download."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from mutagen.id3 import ID3
from mutagen.oggopus import OggOpus

import audio_samples as sounds
from anthology.commands.cli import main
from anthology.media.audio import embedded_chapters, personal_tags, probe_audio
from anthology.media.audio.loudness import measure
from anthology.output.publication import build_publication
from audio_samples import cut, joined, silence, tone, voice
from builders import episode

CHAPTERS = (
    '[{start: "0:00", title: Opening}, {start: "00:00:02.345", title: "Ebbe & Flut – «ja»",'
    ' url: "https://example.org/tide"}, {start: "00:00:11.001", title: Leaving}]'
)


def draft(root: Path, **fields: str) -> Path:
    """The folder of an episode that has no recording yet."""
    file = episode(root, "pier", draft="true", chapters=CHAPTERS, season="2", **{"episode": "3"} | fields)
    (file.parent / "audio.mp3").unlink()
    return file.parent


def write(root: Path, master: Path, *options: str) -> int:
    return main(["audio", "--write", "pier", "--from", str(master), "--root", str(root), *options])


MASTERS = {
    "stereo, too soft": (voice(-35), voice(-38)),
    "stereo, too loud": (voice(-14), joined(voice(-16, 8), voice(-20, 4))),
    "mono, too soft": (voice(-40),),
    "the same on both channels": (voice(-27), voice(-27)),
    "one dead channel": (silence(12), voice(-24)),
    "clipped": (cut(voice(-20), 16), cut(voice(-22), 12)),
}


@pytest.mark.parametrize("name", MASTERS)
def test_what_is_written_has_the_loudness_and_the_peak_that_it_should(
    root: Path, tmp_path: Path, name: str
) -> None:
    folder = draft(root)

    assert write(root, sounds.write(tmp_path / "master.wav", *MASTERS[name])) == 0

    channels = 2 if name.startswith("stereo") or name == "clipped" else 1
    made = {form: folder / f"audio.{form}" for form in ("mp3", "opus")}
    for file in made.values():
        found = measure(file)
        assert {1: -19, 2: -16}[channels] == pytest.approx(found.integrated, abs=0.5)
        assert found.true_peak <= -1
        assert channels == probe_audio(file).channels == len(found.levels)
        assert not found.damaged
    assert probe_audio(made["mp3"]).duration_ms == pytest.approx(
        probe_audio(made["opus"]).duration_ms, abs=100
    )
    assert probe_audio(made["mp3"]).duration_ms == pytest.approx(12_000, abs=100)


def test_a_flac_is_a_master_too(root: Path, tmp_path: Path) -> None:
    folder = draft(root)
    flac = sounds.as_flac(sounds.write(tmp_path / "master.wav", voice(-30)))

    assert write(root, flac) == 0
    assert -19 == pytest.approx(measure(folder / "audio.mp3").integrated, abs=0.5)


def test_chapters_of_the_notes_stand_in_both_files_within_a_millisecond(root: Path, tmp_path: Path) -> None:
    folder = draft(root)
    write(root, sounds.write(tmp_path / "master.wav", voice()))

    tags: Any = ID3(folder / "audio.mp3")  # type: ignore[no-untyped-call]
    (contents,) = tags.getall("CTOC")
    chapters = {frame.element_id: frame for frame in tags.getall("CHAP")}
    listed = [chapters[name] for name in contents.child_element_ids]
    assert [(0, "Opening"), (2345, "Ebbe & Flut – «ja»"), (11_001, "Leaving")] == [
        (frame.start_time, str(frame.sub_frames["TIT2"])) for frame in listed
    ]
    assert [2345, 11_001] == [frame.end_time for frame in listed[:2]]
    assert probe_audio(folder / "audio.mp3").duration_ms == pytest.approx(listed[2].end_time, abs=1)
    assert listed[1].sub_frames["WXXX:"].url == "https://example.org/tide"
    assert [0, 2345, 11_001] == [chapter.start for chapter in embedded_chapters(folder / "audio.mp3")]

    assert ["Opening", "Ebbe & Flut – «ja»", "Leaving"] == chapters_as_written(folder / "audio.mp3")

    opus: Any = OggOpus(folder / "audio.opus")  # type: ignore[no-untyped-call]
    assert opus["chapter001"] == ["00:00:02.345"]
    assert opus["chapter001name"] == ["Ebbe & Flut – «ja»"]
    assert opus["chapter001url"] == ["https://example.org/tide"]


def chapters_as_written(mp3: Path) -> list[str]:
    """Titles in the order in which they stand in the file, as a player shows them that does not sort."""
    tag = mp3.read_bytes()
    places = {
        title: tag.index(title.encode("utf-16-le"), tag.index(b"CHAP"))
        for title in ("Leaving", "Opening", "Ebbe & Flut – «ja»")
    }
    return sorted(places, key=lambda title: places[title])


def test_tags_say_what_the_notes_say_and_nothing_about_the_machine(root: Path, tmp_path: Path) -> None:
    folder = draft(root, title='"Über: das Meer"')
    write(root, sounds.write(tmp_path / "master.wav", voice()))

    tags: Any = ID3(folder / "audio.mp3")  # type: ignore[no-untyped-call]
    said = {name: str(tags[name]) for name in ("TIT2", "TPE1", "TALB", "TRCK", "TPOS", "TCON", "TCOP")}
    assert said == {
        "TIT2": "Über: das Meer", "TPE1": "The editors", "TALB": "A show", "TRCK": "3", "TPOS": "2",
        "TCON": "Podcast", "TCOP": "CC BY 4.0",
    }  # fmt: skip
    assert str(tags["TDRC"]).startswith("2026")
    assert tags.getall("APIC")[0].data.startswith(b"\xff\xd8")
    opus: Any = OggOpus(folder / "audio.opus")  # type: ignore[no-untyped-call]
    assert opus["title"] == ["Über: das Meer"]
    assert opus["metadata_block_picture"]
    assert () == personal_tags(folder / "audio.mp3") == personal_tags(folder / "audio.opus")
    for name in ("audio.mp3", "audio.opus"):
        assert b"Lavf6" not in (folder / name).read_bytes()


def test_what_is_written_is_published_as_it_is(root: Path, tmp_path: Path) -> None:
    folder = draft(root)
    write(root, sounds.write(tmp_path / "master.wav", voice()))
    notes = folder / "index.md"
    text = notes.read_text(encoding="utf-8").replace("draft: true", "alternates: [audio.opus]")
    notes.write_text(text, encoding="utf-8")

    made, problems = build_publication(root)

    assert not problems
    assert folder / "audio.mp3" == made.files["episodes/pier/pier.mp3"]
    assert main(["audio", "--root", str(root)]) == 0


def test_the_same_master_gives_the_same_bytes(root: Path, tmp_path: Path) -> None:
    folder = draft(root)
    master = sounds.write(tmp_path / "master.wav", voice(-30), voice(-33))

    write(root, master)
    first = digests(folder)
    write(root, master, "--replace")

    assert first == digests(folder)


def test_nothing_is_overwritten_without_being_asked(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = episode(root, "pier").parent
    before = digests(folder)
    master = sounds.write(tmp_path / "master.wav", voice())

    assert write(root, master) == 1
    assert before == digests(folder)
    assert "nothing was written: audio.mp3 is there already" in capsys.readouterr().err

    assert write(root, master, "--replace") == 0
    assert before != digests(folder)


def test_an_alternate_that_is_there_is_not_overwritten_either(root: Path, tmp_path: Path) -> None:
    folder = draft(root)
    (folder / "audio.opus").write_bytes(b"mine")

    assert write(root, sounds.write(tmp_path / "master.wav", voice())) == 1
    assert (folder / "audio.opus").read_bytes() == b"mine"
    assert not (folder / "audio.mp3").exists()


def test_names_in_the_notes_are_kept(root: Path, tmp_path: Path) -> None:
    folder = draft(root, audio="the-pier.mp3", alternates="[small.opus]")

    write(root, sounds.write(tmp_path / "master.wav", voice()))

    assert {"index.md", "the-pier.mp3", "small.opus"} == {file.name for file in folder.iterdir()}


@pytest.mark.parametrize(
    ("sound", "message"),
    [
        (silence(20), "master.wav contains nothing audible"),
        (joined(*[tone(-1, 0.0004), silence(0.2)] * 100), "cannot be brought to −19 LUFS"),
        (voice(-20, 5), "in the notes, this chapter starts at 00:00:11.001, but the audio ends at 00:00:05"),
    ],
)
def test_a_master_that_will_not_do_is_refused_and_nothing_is_left(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], sound: sounds.Sound, message: str
) -> None:
    folder = draft(root)

    assert write(root, sounds.write(tmp_path / "master.wav", sound)) == 1
    assert message in capsys.readouterr().err
    assert ["index.md"] == [file.name for file in folder.iterdir()]


def test_a_compressed_recording_is_no_master(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft(root)
    other = episode(root, "other").parent / "audio.mp3"

    assert write(root, other) == 1
    assert "is already compressed" in capsys.readouterr().err
    assert write(root, tmp_path / "nowhere.wav") == 1
    assert "there is no audio file nowhere.wav here" in capsys.readouterr().err


def digests(folder: Path) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(folder.iterdir())}
