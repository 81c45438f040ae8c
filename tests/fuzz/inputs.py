"""Collections with one mutated file: a post of another blog, or any file that a build reads."""

from __future__ import annotations

import io
import re
import shutil
import tempfile
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from functools import cache
from pathlib import Path
from random import Random

from PIL import Image

from anthology.commands.cli import main
from anthology.output.publication import build_publication
from builders import HOUSE, MEDIA, collection, episode, essay

from .mutations import mutate, slip

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
        content = _post(random, posts)
        return lambda root: _with_post(root, content)
    return lambda root: _with_files(root, seed)


def _post(random: Random, posts: Sequence[bytes]) -> bytes:
    """A mutated post: with small changes in its body, which is often accepted, or with any changes anywhere."""
    post = random.choice(posts)
    fields, body = _split(post)
    chosen = random.random()
    if chosen < 0.2:
        return mutate(_OURS + fields + b"---\n" + body, random, posts)
    body = _settled(body)
    if chosen < 0.4:
        return mutate(_OURS + b"---\n" + body, random, posts)
    if chosen < 0.5:
        return slip(_OURS + b"---\n", random) + body
    for _ in range(random.randint(1, 3)):
        body = slip(body, random)
    return _OURS + b"---\n" + body


_OURS = b"---\ntitle: A mutated post\ndate: 2026-01-02\nsummary: About it.\ntopics: [beginnings]\nauthors: [editors]\n"


def _split(post: bytes) -> tuple[bytes, bytes]:
    """The fields and the body of a post."""
    parts = re.split(rb"^---[ \t]*\r?\n", post, maxsplit=2, flags=re.MULTILINE)
    return (parts[1], parts[2]) if len(parts) == 3 and not parts[0].strip() else (b"", post)


def _settled(body: bytes) -> bytes:
    """The body of another blog's post, whose links and pictures are here and whose templates are gone."""
    body = re.sub(rb"\{[{%][^}]*[%}]\}", b"", body)
    body = re.sub(rb"!\[([^\]]*)\]\([^)]*\)", rb"![A picture \1](photo.jpg)", body)
    return re.sub(rb"(?<!!)\[([^\[\]]+)\]\((?!https?:|mailto:)[^)]*\)", rb"[\1](first.md)", body)


def _with_post(root: Path, content: bytes) -> None:
    shutil.copytree(_base(""), root)
    (root / "docs" / "essays" / "mutated.md").write_bytes(content)


def _with_files(root: Path, seed: int) -> None:
    random = Random(seed)
    shutil.copytree(_base(random.choice(_RECORDINGS)), root)
    names = [name for name in FILES if (root / name).exists()]
    for name in random.sample(names, random.choice((1, 1, 1, 2))):
        file, other = root / name, root / random.choice(names)
        content = file.read_bytes()
        slight = random.random() < 0.3
        file.write_bytes(slip(content, random) if slight else mutate(content, random, [other.read_bytes()]))


@cache
def _base(recording: str) -> Path:
    """A collection, made once; with every kind of file if it has a recording."""
    root = Path(tempfile.mkdtemp(prefix="fuzz-base")) / "collection"
    with redirect_stdout(io.StringIO()):
        collection(root)
        _pictures(root / "docs" / "essays")
        if recording:
            _everything(root, recording)
            assert main(["publish", "--root", str(root)]) == 0
            assert main(["check", "--root", str(root)]) == 0
        build_publication(root)  # what is made once in a process is made here, not in each child
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
    Image.new("RGB", (1400, 1400), "teal").save(pier / "art.png")
    shutil.copy(HOUSE / "docs" / "help.yml", root / "docs" / "help.yml")


def _pictures(essays: Path) -> None:
    picture = Image.effect_noise((64, 48), 60)
    for name, form in (("photo.jpg", "JPEG"), ("moving.gif", "GIF"), ("web.webp", "WEBP")):
        held = io.BytesIO()
        picture.convert("RGB").save(held, form)
        (essays / name).write_bytes(held.getvalue())
    (essays / "drawing.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path id="a" d="M0 0h9v9z"/></svg>',
        encoding="utf-8",
    )
