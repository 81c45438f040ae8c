"""A stranger's pull request: more than thirty hostile files in one branch, each told, and nothing of others touched."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from mutagen.id3 import COMM, ID3
from PIL import Image

from anthology.collection import LOCK, load
from anthology.problems import errors
from builders import MEDIA, build, built, digests, episode, essay
from lock_builders import GUID, git, lock, published_collection

Harm = Callable[[Path], object]


def text(body: str, **fields: str) -> Harm:
    """An essay of the name of its case."""
    return lambda file: essay(file.parents[2], file.stem, body, **fields)


def linking(address: str, content: bytes = b"Not yours.") -> Harm:
    """An essay that links to a file in docs, whose address is another's."""

    def harm(file: Path) -> None:
        target = file.parents[1] / address
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        essay(file.parents[2], file.stem, f"[a file](/{address})")

    return harm


def raw(content: bytes) -> Harm:
    return lambda file: file.write_bytes(content)


def page(file: Path) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text("---\ntitle: A page\n---\n\nText.\n", encoding="utf-8")


def talk(body: str = "Notes.", **fields: str) -> Harm:
    return lambda file: episode(file.parents[2], file.parent.name, body, **fields)


def tagged(file: Path) -> None:
    talk()(file)
    tags = ID3()  # type: ignore[no-untyped-call]
    tags.add(COMM(encoding=3, lang="eng", desc="", text="ann@example.org"))  # type: ignore[no-untyped-call]
    tags.save(file.parent / "audio.mp3")


def pictured(name: str, content: Callable[[Path], object]) -> Harm:
    def harm(file: Path) -> None:
        content(file.parent / name)
        essay(file.parents[2], file.stem, f"![A picture]({name})")

    return harm


def photo(file: Path) -> None:
    exif = Image.Exif()
    exif[315] = "Ann Lee"
    Image.new("RGB", (40, 40)).save(file, exif=exif)


def forced_cache(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("{}", encoding="utf-8")
    git(file.parents[2], "add", "-f", str(file))


ESSAY = b"---\ntitle: %s\ndate: 2026-01-02\nsummary: S.\ntopics: [beginnings]\nauthors: [editors]\n---\n\nText%s\n"
REMOTE = '{url: "https://%s/a.mp3", length: 5, type: audio/mpeg, duration: "00:00:05"}'
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><script>alert(1)</script></svg>'
HOSTILE: dict[str, tuple[Harm, str]] = {
    LOCK: (lambda file: file.write_text(file.read_text().replace(GUID, "mine")), "the guid of pier was"),
    "docs/essays/recording.md": (linking("episodes/pier/pier.mp3"), "used already, by episodes/pier/audio.mp3"),
    "docs/essays/capitals.md": (linking("Episodes/Pier/Pier.MP3"), "used already, by episodes/pier/audio.mp3"),
    "docs/essays/transcript.md": (linking("episodes/pier/transcript.txt"), "used already, by episodes/pier/index.md"),
    "docs/essays/robots.md": (linking("robots.txt"), "used already, by this site itself"),
    "docs/essays/asset.md": (linking("assets/mark.svg", SVG), "mark.svg contains a script"),
    "docs/essays/cover.md": (linking("episodes/cover.jpg"), "used already, by episodes/cover.jpg"),
    "docs/essays/takes-a-page.md": (text("Text.", aliases="[/episodes/pier/]"), "used already, by episodes/pier"),
    "docs/essays/takes-a-feed.md": (text("Text.", aliases="[/podcast.xml]"), "used already, by this site itself"),
    "docs/essays/takes-readers.md": (text("Text.", aliases='["/podcast.xml?from=app"]'), "used already, by this site"),
    "docs/essays/leads-out.md": (text("Text.", aliases="[/%2e%2e/%2e%2e/x/]"), "no file can have as its name"),
    "docs/pagefind.md": (page, "used already, by this site itself"),
    "docs/topics/beginnings.md": (page, "used already, by docs/vocabulary.yml"),
    "docs/linked": (lambda file: file.symlink_to("/"), "this folder is a link"),
    "docs/essays/secret.md": (lambda file: file.symlink_to("/etc/hostname"), "this is a link to another file"),
    "docs/essays/pipe.md": (os.mkfifo, "this is not a text file"),
    "docs/essays/script.md": (text("<script>alert(1)</script>"), "script"),
    "docs/essays/style.md": (text("<style>main { display: none }</style>"), "style"),
    "docs/essays/frame.md": (text('<iframe src="https://evil.example"></iframe>'), "a frame from elsewhere"),
    "docs/essays/form.md": (text('<form action="https://evil.example"><input name="a"></form>'), "form"),
    "docs/essays/javascript.md": (text("[a link](javascript:alert(1))"), "javascript"),
    "docs/essays/outside.md": (text("![A picture](../../../secret.png)"), "outside"),
    "docs/essays/object.md": (raw(ESSAY % (b"!!python/object:os.system x", b".")), ""),
    "docs/essays/anchor.md": (raw(ESSAY % (b"&a [*a, *a]", b".")), ""),
    "docs/essays/zero.md": (raw(ESSAY % (b"Zero", b"\0.")), "a NUL byte"),
    "docs/essays/bytes.md": (raw(b"\xff\xfe\0-"), "not UTF-8"),
    "docs/essays/huge.md": (raw(ESSAY % (b"Huge", b"x" * 2_000_001)), "at most 2,000,000 are read"),
    "docs/essays/deep.md": (raw(ESSAY % (b"Deep", b".\n\n" + b"> " * 500 + b"x")), "deep"),
    "docs/essays/drawing.md": (pictured("drawing.svg", lambda file: file.write_bytes(SVG)), "drawing.svg"),
    "docs/essays/photo.md": (pictured("photo.jpg", photo), "photo.jpg"),
    "docs/essays/\u202edm.exe.md": (raw(ESSAY % (b"Turned", b".")), "invisible character (U+202E"),
    "episodes/twin/index.md": (talk(guid=GUID), f"the guid {GUID}"),
    "episodes/tagged/index.md": (tagged, "e-mail address"),
    "episodes/policy/index.md": (talk(audio=REMOTE % "x.example;script-src"), "not an address on the web"),
    "episodes/password/index.md": (talk(audio=REMOTE % "ann:secret@x.example"), "a user name or a password"),
    "episodes/stolen/index.md": (talk(audio="../pier/audio.mp3"), "outside the folder of this post"),
    "episodes/read/index.md": (talk(transcript="../../mkdocs.yml"), "outside the folder of this post"),
    "episodes/absolute/index.md": (talk(image="/etc/hostname", image_alt="A file"), "outside the folder"),
    ".cache/anthology/results.json": (forced_cache, "is in the repository"),
}  # fmt: skip


@pytest.fixture
def branch(tmp_path: Path) -> Path:
    """A published collection with its site, in a branch of a stranger."""
    root = published_collection(tmp_path / "inner" / "collection")
    (tmp_path / "secret.png").write_bytes((MEDIA / "tone.mp3").read_bytes())
    built(root)
    git(root, "checkout", "-q", "-b", "of-a-stranger")
    return root


def test_every_hostile_file_is_told_and_nothing_of_others_is_touched(branch: Path, tmp_path: Path) -> None:
    site, recording = digests(branch / "site"), (branch / "episodes/pier/audio.mp3").read_bytes()
    for name, (harm, _) in HOSTILE.items():
        (branch / name).parent.mkdir(parents=True, exist_ok=True)
        harm(branch / name)
    stolen_lock, outside = lock(branch), outside_of(branch, tmp_path)

    problems = errors(load(branch)[1])

    assert len(HOSTILE) >= 30
    told = {name: [problem.message for problem in problems if problem.path == name] for name in HOSTILE}
    untold = {
        name for name, (_, words) in HOSTILE.items() if not any(words in message for message in told[name])
    }
    assert not untold, {name: told[name] for name in untold}
    done = build(branch)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr + done.stdout
    assert site == digests(branch / "site")
    assert recording == (branch / "episodes/pier/audio.mp3").read_bytes()
    assert stolen_lock == lock(branch)
    assert outside == outside_of(branch, tmp_path)


def outside_of(root: Path, folder: Path) -> dict[str, int]:
    """Every file around a collection, with the time of its last change."""
    files = (file for file in folder.rglob("*") if not file.is_relative_to(root))
    return {
        file.relative_to(folder).as_posix(): file.lstat().st_mtime_ns for file in files if file != root.parent
    }
