"""Builds on a full disk, with a cache that cannot be written, and two at once; mounting needs root and Linux."""

import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random

from builders import build, built, collection, digests, essay


def hinder_builds(number: int, seed: int = 0) -> Iterator[str]:
    """Yield what `number` builds of each kind did. Raises AssertionError if one left anything but a whole site."""
    random = Random(seed)
    with tempfile.TemporaryDirectory(prefix="hindered") as name:
        root = collection(Path(name) / "collection")
        built(root)
        size = _kilobytes(root)
        yield f"the last site and its collection have {size} kB"
        for kind, hinder in (("full disk", _on_a_full_disk), ("read-only cache", _with_a_read_only_cache)):
            counts = Counter(hinder(root, Path(name) / "mounted", random) for _ in range(number))
            yield f"{number} builds, {kind}: {dict(counts)}"
        yield f"{number} pairs of builds at once: {dict(Counter(_two_at_once(root) for _ in range(number)))}"


def _on_a_full_disk(root: Path, place: Path, random: Random) -> str:
    with _mounted(place, "-t", "tmpfs", "-o", f"size={3 * _kilobytes(root)}k", "tmpfs"):
        shutil.copytree(root, place / "collection")
        # A build after an edit writes little: most of the site are links to the last one.
        left = int(random.choice([100_000, 400_000, 1_200_000]) * random.random())
        (place / "other").write_bytes(bytes(max(0, shutil.disk_usage(place).free - left)))
        return _changed_and_built(place / "collection")


def _with_a_read_only_cache(root: Path, place: Path, random: Random) -> str:
    copy = shutil.copytree(root, place.with_name("copy"))
    try:
        (copy / ".cache").mkdir(exist_ok=True)
        with _mounted(copy / ".cache", "--bind", str(copy / ".cache")):
            subprocess.run(["mount", "-o", "remount,ro,bind", str(copy / ".cache")], check=True)
            return _changed_and_built(copy)
    finally:
        shutil.rmtree(copy)


def _two_at_once(root: Path) -> str:
    before = digests(root / "site")
    command = [sys.executable, "-m", "mkdocs", "build", "-q"]
    processes = [subprocess.Popen(command, cwd=root, stderr=subprocess.DEVNULL) for _ in range(2)]
    codes = [process.wait() for process in processes]
    assert digests(root / "site") == before, "the site is not whole"
    assert not list(root.glob(".site*"))
    return f"returned {codes[0]} and {codes[1]}, the site is whole"


def _changed_and_built(place: Path) -> str:
    """Build a collection with one more essay, if there is room for it, and return what the build did."""
    before = digests(place / "site")
    with suppress(OSError):
        essay(place, "second", "A sentence. " * 200)
    done = build(place, "-q")
    assert "Traceback" not in done.stderr + done.stdout, done.stderr
    after = digests(place / "site")
    if done.returncode:
        assert after == before, "a build that was refused changed the site"
        told = next((line for line in done.stderr.splitlines() if "cannot be written" in line), done.stderr)
        return f"refused ({told.partition('(')[2].partition(')')[0]}), the last site is whole"
    assert after.keys() >= before.keys()
    return "the new site, whole"


@contextmanager
def _mounted(place: Path, *options: str) -> Iterator[None]:
    place.mkdir(exist_ok=True)
    subprocess.run(["mount", *options, str(place)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", str(place)], check=True)


def _kilobytes(folder: Path) -> int:
    """The room that a folder takes on a disk of pages of 4 kB."""
    return sum(4 * (1 + file.lstat().st_size // 4096) for file in folder.rglob("*"))
