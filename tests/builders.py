"""Tiny collections on disk, and real builds of them."""

from __future__ import annotations

import hashlib
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import TypeVar

from PIL import Image

from anthology.commands import new_site
from anthology.i18n import Language, Languages, read_catalogs
from anthology.output.server import site_server

T = TypeVar("T")

HOUSE = Path(__file__).resolve().parents[1]
MEDIA = HOUSE / "tests" / "media"

ARABIC = {
    "language": "ar", "title": "بيت قرب البحر", "summary": "نص قصير عن بيت قرب البحر.", "date": "2026-03-03",
}  # fmt: skip
ARABIC_BODY = """\
نسكن في بيت صغير قرب البحر. في الصباح نسمع صوت الماء، ثم نشرب الشاي معا.

## في المساء

> البحر لا يسأل أحدا عن اسمه.

- نمشي على الرمل.
- نكتب رسالة إلى صديق، ونقرأ `ls -l` على الشاشة.[^1]

## شكر

شكرا لمن قرأ هذا النص.

| اليوم | الوقت |
|---|---|
| الأحد | 12:30 |

[^1]: حاشية قصيرة: <https://example.org/a>."""


def nonempty(items: Iterable[T]) -> list[T]:
    """The items as a list; fails on none, since a test that loops over none proves nothing."""
    result = list(items)
    assert result, "there is nothing to loop over"
    return result


def collection(folder: Path) -> Path:
    """A small good collection, as `anthology new site` makes it, with practices and this checkout's hook and theme."""
    new_site.write_site(folder, "A new collection")
    shutil.copytree(HOUSE / "tests" / "small", folder, dirs_exist_ok=True)
    return with_this_checkout(folder)


def with_this_checkout(folder: Path) -> Path:
    """A new collection, with the hook and the theme of this checkout."""
    config = folder / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    text = text.replace("name: anthology", "name: material").replace(
        "overrides #", f"{HOUSE / 'overrides'} #"
    )
    hooks = f"plugins: []\nhooks:\n  - {HOUSE / 'hooks' / 'publish.py'}\n"
    config.write_text(text.replace("plugins: [anthology]\n", hooks), encoding="utf-8")
    return folder


def searchable(root: Path) -> Path:
    """The same collection, with search switched on."""
    config = root / "mkdocs.yml"
    config.write_text(
        config.read_text(encoding="utf-8").replace("search: false", "search: true"), encoding="utf-8"
    )
    return root


def essay(root: Path, slug: str, body: str = "A sentence.", **fields: str) -> Path:
    """An essay whose fields can be replaced; the values are YAML."""
    known = {
        "title": slug.title(), "date": "2026-01-02", "summary": f"About {slug}.",
        "topics": "[beginnings]", "authors": "[editors]",
    } | fields  # fmt: skip
    return _write(root / "docs" / "essays" / f"{slug}.md", known, body)


def arabic_essay(root: Path) -> Path:
    """An essay that is read from the right: a quotation, a list, code, a table, a footnote with an address."""
    return essay(root, "bayt", ARABIC_BODY, **ARABIC)


def episode(root: Path, slug: str, body: str = "Notes.", **fields: str) -> Path:
    """An episode with a short recording; a show is made where there is none."""
    show(root)
    known = {
        "title": slug.title(), "date": "2026-01-03", "summary": f"On {slug}.", "topics": "[beginnings]",
        "hosts": "[editors]", "audio": "audio.mp3",
    } | fields  # fmt: skip
    file = _write(root / "episodes" / slug / "index.md", known, body)
    shutil.copy(MEDIA / "tone.mp3", file.parent / "audio.mp3")
    return file


def show(root: Path) -> None:
    """The show, with the smallest cover that apps take: every build looks at it."""
    target = root / "episodes" / "show.yml"
    if not target.exists():
        Image.new("RGB", (1400, 1400), "teal").save(target.parent / "cover.jpg")
        target.write_text(
            "title: A show\ndescription: What it is about.\nauthor: The editors\nlanguage: en\n"
            "category: [Health & Fitness, Mental Health]\nimage: cover.jpg\nexplicit: false\n"
            "guid: 368e1282-a34d-57bd-a008-d02e0e6a2b71\n",
            encoding="utf-8",
        )


def build(root: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """MkDocs's own command, in a process of its own."""
    command = [sys.executable, "-m", "mkdocs", "build", *options]
    changed = {**os.environ, "NO_MKDOCS_2_WARNING": "1", **environment}
    return subprocess.run(
        command, cwd=root, env=changed, capture_output=True, text=True, check=False, timeout=120
    )


def built(root: Path, *options: str, **environment: str) -> Path:
    """The site of a build that must succeed."""
    done = build(root, *options, **environment)
    assert done.returncode == 0, done.stderr + done.stdout
    return root / "site"


@contextmanager
def full_disk(room: int = 0) -> Iterator[None]:
    """A disk that takes no file of more than `room` bytes from this process."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address, with its slash, at which a folder is served; it may come later: a build must know its address."""
    with site_server(folder) as running:
        Thread(target=running.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}/"
        running.shutdown()


def house(folder: Path, address: str) -> Path:
    """The real collection, built into a folder that is served at an address."""
    # Not -q: it would hide from --strict the warnings that must stop the build.
    done = build(HOUSE, "--strict", "-d", str(folder), SITE_URL=address)
    assert done.returncode == 0, f"the collection does not build:\n{done.stdout}{done.stderr}"
    return folder


def elsewhere(folders: str = "forwards", spoken: str = "C") -> dict[str, str]:
    """The environment of a Python that lists folders `forwards` or `backwards`, and asks this locale for everything."""
    path = [str(HOUSE / "tests" / "locale_env"), str(HOUSE / "hooks"), os.environ.get("PYTHONPATH", "")]
    return {"PYTHONPATH": os.pathsep.join(filter(None, path)), "FOLDERS": folders, "LC_ALL": spoken}


def digests(site: Path) -> dict[str, str]:
    """Every file of a site and what is in it."""
    return {
        file.relative_to(site).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(site.rglob("*"))
        if file.is_file()
    }


def languages(site: str = "en") -> Languages:
    """The languages of a site in this one."""
    catalogs, problems = read_catalogs()
    assert problems == []
    return Languages(site, catalogs)


def language(code: str) -> Language:
    return languages().for_page(code)


def _write(file: Path, fields: dict[str, str], body: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    head = "".join(f"{name}: {value}\n" for name, value in fields.items())
    file.write_text(f"---\n{head}---\n\n{body}\n", encoding="utf-8")
    return file
