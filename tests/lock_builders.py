"""A published collection in git, and edits of it."""

from __future__ import annotations

import subprocess
from pathlib import Path

from anthology.collection import LOCK, load, read_lock
from anthology.commands.cli import main
from builders import build, built, collection, episode

# uuid5(UUID("368e1282-a34d-57bd-a008-d02e0e6a2b71"), "pier"), fixed for life
GUID = "b5c6eb01-45b3-59f9-9d3c-9d7f0fccd9f1"

MAIN = "main"


def published_collection(folder: Path) -> Path:
    """A collection in git with one published episode, `pier`, and its lock."""
    root = collection(folder)
    episode(root, "pier", date="2026-01-03")
    git(root, "init", "-q", "-b", MAIN)
    publish(root)
    return root


def git(root: Path, *words: str) -> None:
    who = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org"]
    subprocess.run(["git", *who, *words], cwd=root, check=True, capture_output=True)


def publish(root: Path, *words: str) -> None:
    assert main(["publish", "--root", str(root), *words]) == 0
    commit(root)


def commit(root: Path) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-q", "--allow-empty", "-m", "As it is")


def lock(root: Path) -> str:
    return (root / LOCK).read_text(encoding="utf-8")


def change(root: Path, right: str, wrong: str, slug: str = "pier") -> None:
    notes = root / "episodes" / slug / "index.md"
    text = notes.read_text(encoding="utf-8")
    assert right in text
    notes.write_text(text.replace(right, wrong), encoding="utf-8")


def other_audio(root: Path, slug: str = "pier") -> None:
    """The same sound, and its second half once more: other bytes, another length."""
    file = root / "episodes" / slug / "audio.mp3"
    sound = file.read_bytes()
    header = sound[:2]
    file.write_bytes(sound + sound[sound.index(header, len(sound) // 2) :])


def refused(root: Path) -> str:
    done = build(root)
    said = done.stdout + done.stderr
    assert done.returncode != 0, said
    assert "nothing was built" in said
    return said


def two_published(root: Path) -> None:
    """A second episode, `quay`, of another date and another recording."""
    episode(root, "quay", date="2026-01-10")
    other_audio(root, "quay")
    publish(root)


def swap(root: Path) -> None:
    git(root, "mv", "episodes/pier", "episodes/passing")
    git(root, "mv", "episodes/quay", "episodes/pier")
    git(root, "mv", "episodes/passing", "episodes/quay")


def known(root: Path) -> dict[str, tuple[str, str]]:
    """By which guid and address of its audio apps know each episode that is there, by its folder."""
    found, _ = load(root)
    return {one.file.slug: (one.locked.guid, one.audio_address) for one in found.episodes if one.locked}


def known_as(root: Path, slug: str) -> tuple[str, str]:
    """The same of an episode by its name in the lock."""
    (locked,) = (one for one in read_lock(root)[0].episodes if one.slug == slug)
    return locked.guid, locked.path


def feed(root: Path) -> str:
    return (built(root) / "podcast.xml").read_text(encoding="utf-8")
