"""`anthology clean`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from anthology.commands.cli import main
from image_bytes import picture
from recording_bytes import comment, frame, mp3, text


def test_clean_says_what_it_removed_and_leaves_the_rest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo, sound = tmp_path / "pier.jpg", tmp_path / "pier.mp3"
    photo.write_bytes(picture(comment="for Ann"))
    sound.write_bytes(mp3([frame()] * 50, comment("for Ann"), text("TIT2", "Pier")))
    photo.chmod(0o640)

    assert 0 == main(["clean", str(photo), str(sound)])
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith(f"{photo}: removed a comment (")
    assert second.startswith(f"{sound}: removed a comment (")
    assert picture() == photo.read_bytes()
    assert 0o640 == photo.stat().st_mode & 0o777
    assert [photo, sound] == sorted(tmp_path.iterdir())

    assert 0 == main(["clean", str(photo), str(sound)])
    assert f"{photo}: nothing to remove\n{sound}: nothing to remove\n" == capsys.readouterr().out


def test_what_cannot_be_cleaned_is_told_and_left_as_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken, paper, real, link = (tmp_path / name for name in ("a.jpg", "a.pdf", "b.jpg", "c.jpg"))
    broken.write_bytes(b"hello")
    paper.write_bytes(b"%PDF")
    real.write_bytes(picture(comment="for Ann"))
    link.symlink_to(real)

    assert 1 == main(["clean", str(broken), str(paper), str(link), str(tmp_path), str(tmp_path / "none.jpg")])

    assert [
        f"{broken}: a.jpg is not a picture, or it is damaged",
        f"{paper}: a.pdf is neither a picture nor a recording",
        f"{link}: c.jpg is not a file",
        f"{tmp_path}: {tmp_path.name} is not a file",
        f"{tmp_path / 'none.jpg'}: none.jpg is not a file",
    ] == capsys.readouterr().out.splitlines()[::2]
    assert picture(comment="for Ann") == real.read_bytes()


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photo = tmp_path / ("x" * 240 + ".jpg")  # no room for the name of a file beside it is needed
    photo.write_bytes(picture(comment="for Ann"))
    os.chmod(photo, 0o444)

    assert 0 == main(["clean", str(photo)])
    assert "removed a comment" in capsys.readouterr().out
