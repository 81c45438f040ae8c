"""Files that posts publish: what is in them, and what their names say."""

from __future__ import annotations

import shlex
from pathlib import Path
from random import Random

import pytest
from PIL import Image

from anthology.collection import load
from anthology.commands.cli import main
from builders import essay
from image_bytes import picture
from recording_bytes import comment, frame, mp3

NOTE = "words.vtt contains a note that players do not show (NOTE), which everybody could read"
PDF = b"%PDF-1.7\n1 0 obj <</Author (Ann)>> endobj"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("paper.pdf", PDF, "paper.pdf contains the author's name, which everybody could read"),
        ("talk.mp3", mp3([frame()] * 50, comment("x")), "talk.mp3 contains a comment, which everybody could read"),
        ("words.vtt", b"WEBVTT\n\nNOTE Ann\n", NOTE),
        ("ann@example.org.csv", b"a,b", "the name of ann@example.org.csv contains an e-mail address"),
        ("photo.jpg", picture(comment="x"), "photo.jpg contains a comment, which everybody could read"),
    ],
)  # fmt: skip
def test_a_download_is_looked_into(root: Path, name: str, content: bytes, message: str) -> None:
    essay(root, "pier", f"[Get it]({name})")
    (root / "docs" / "essays" / name).write_bytes(content)

    (problem,) = load(root)[1]

    assert (message, "docs/essays/pier.md") == (problem.message, problem.path)
    assert f"[Get it]({name})" == problem.text.strip()


def test_the_fix_works_when_it_is_applied_literally(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    essay(root, "pier", "[Get it](<my photo.jpg>)")
    (root / "docs" / "essays" / "my photo.jpg").write_bytes(picture(comment="x"))
    (problem,) = load(root)[1]
    monkeypatch.chdir(root)

    command = shlex.split(problem.fix.partition("anthology ")[2])

    assert ["clean", "docs/essays/my photo.jpg"] == command
    assert 0 == main(command)
    assert [] == load(root)[1]


def test_a_picture_that_takes_long_to_load_is_told(root: Path) -> None:
    essay(root, "pier", "![A pier](pier.png)")
    noise = Image.frombytes("L", (2200, 2200), Random(1).randbytes(2200 * 2200))
    noise.save(root / "docs" / "essays" / "pier.png")

    (problem,) = load(root)[1]

    assert "note" == problem.level
    assert "pier.png has 4.8 MB" in problem.message
