"""Collections with one mutated file: a post of another blog, or any file that a build reads."""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from functools import cache
from pathlib import Path
from random import Random

from PIL import Image

from anthology.commands.cli import main
from builders import HOUSE, MEDIA, collection, episode, essay

from .mutations import mutate

FILES = (
    *("docs/vocabulary.yml", "docs/help.yml", "mkdocs.yml", "episodes/show.yml", "episodes/published.lock"),
    *("docs/people/editors.md", "docs/practices/look-around.md", "docs/index.md", "docs/essays/first.md"),
    *(
        "episodes/pier/index.md",
        "episodes/pier/transcript.vtt",
        "episodes/pier/art.png",
        "episodes/cover.jpg",
    ),
    *("episodes/pier/tone.mp3", "episodes/pier/tone.m4a", "episodes/pier/tone.opus"),
    *("docs/essays/drawing.svg", "docs/essays/photo.jpg", "docs/essays/moving.gif", "docs/essays/web.webp"),
)
"""every file whose content is somebody's"""


_RECORDINGS = ("tone.mp3", "tone.m4a", "tone.opus")
_PICTURES = ("photo.jpg", "moving.gif", "web.webp", "drawing.svg")


def posts_of(folder: Path) -> list[bytes]:
    """The Markdown files below a folder, in the order of their names."""
    posts = [file.read_bytes() for file in sorted(folder.rglob("*.md"))]
    assert posts, f"{folder} has no Markdown files"
    return posts


def collection_with(seed: int, posts: Sequence[bytes] = ()) -> Callable[[Path], None]:
    """A collection with a mutated post if there are posts, else with one or two other mutated files."""
    random = Random(seed)
    if posts:
        content = mutate(_as_ours(random.choice(posts)), random, posts)
        return lambda root: _with_post(root, content)
    return lambda root: _with_files(root, seed)


def _as_ours(post: bytes) -> bytes:
    """The fields that our posts need, in front of those of another blog."""
    ours = b"---\nsummary: About it.\ntopics: [beginnings]\nauthors: [editors]\n"
    return ours + post.removeprefix(b"---\n").replace(b"type: essay\n", b"")


def _with_post(root: Path, content: bytes) -> None:
    shutil.copytree(_base(""), root)
    (root / "docs" / "essays" / "mutated.md").write_bytes(content)


def _with_files(root: Path, seed: int) -> None:
    random = Random(seed)
    shutil.copytree(_base(random.choice(_RECORDINGS)), root)
    names = [name for name in FILES if (root / name).exists()]
    for name in random.sample(names, random.choice((1, 1, 1, 2))):
        file, other = root / name, root / random.choice(names)
        file.write_bytes(mutate(file.read_bytes(), random, [other.read_bytes()]))


@cache
def _base(recording: str) -> Path:
    """A collection, made once; with every kind of file if it has a recording."""
    root = Path(tempfile.mkdtemp(prefix="fuzz-base")) / "collection"
    with redirect_stdout(io.StringIO()):
        collection(root)
        if recording:
            _everything(root, recording)
            assert main(["publish", "--root", str(root)]) == 0
            assert main(["check", "--root", str(root)]) == 0
    return root


def _everything(root: Path, recording: str) -> None:
    """Every kind of file, and an episode that is published."""
    essay(root, "pictured", "\n\n".join(f"![A picture]({name})" for name in _PICTURES))
    episode(
        root, "pier", "Notes.", audio=recording, transcript="transcript.vtt", image="art.png", image_alt="A pier",
        chapters='[{start: "00:00:00", title: One}]', content_notes="[strong-language]",
    )  # fmt: skip
    pier = root / "episodes" / "pier"
    shutil.copy(MEDIA / recording, pier / recording)
    cue = "00:00:00.000 --> 00:00:01.000\n<v Ann>Hello.\n"
    (pier / "transcript.vtt").write_text(f"WEBVTT\n\n{cue}", encoding="utf-8")
    _pictures(root)
    shutil.copy(HOUSE / "docs" / "help.yml", root / "docs" / "help.yml")


def _pictures(root: Path) -> None:
    essays, picture = root / "docs" / "essays", Image.effect_noise((64, 48), 60)
    for name, form in (("photo.jpg", "JPEG"), ("moving.gif", "GIF"), ("web.webp", "WEBP")):
        held = io.BytesIO()
        picture.convert("RGB").save(held, form)
        (essays / name).write_bytes(held.getvalue())
    Image.new("RGB", (1400, 1400), "teal").save(root / "episodes" / "pier" / "art.png")
    (essays / "drawing.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path id="a" d="M0 0h9v9z"/></svg>',
        encoding="utf-8",
    )
