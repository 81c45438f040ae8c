"""The inputs of a build besides the collection's own texts: its folder, the code, the libraries; stamps of files.

Size, inode and both times of a file stand for its content: programs that copy a file's times cannot set the time of
its last change.
"""

import hashlib
import os
import re
import stat
import sys
import time
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

CONFIG_FILE = "mkdocs.yml"
CONTENT_FOLDERS = ("docs", "episodes", "languages")
WRONG_FOLDERS = (
    "essays", "essay", "posts", "_posts", "articles", "blog", "content", "drafts", "texts", "practices",
)  # fmt: skip
"""folders at the top of a repository that people take for that of the posts"""
_OF_AN_EDITOR = re.compile(r"\..*\.(sw[a-px]|kate-swp)|#.*#|.*~|4913|\.DS_Store")
_PACKAGES = ("anthology", "mkdocs_anthology")
# A file on a disk that stores whole seconds (FAT, old Macs) can change twice within one of them.
# Linux dates a change by a clock that ticks every 4 or 10 ms.
_COARSE_NS, _FINE_NS = 2_000_000_000, 20_000_000
_NEVER_SETTLED = [0, 2**62, 2**62, 0]
"""the stamp of a linked folder: what is in it may change at any time"""


def find_root(start: Path) -> Path | None:
    """The nearest folder with a mkdocs.yml: `start` or one above it."""
    start = start.resolve()
    return next((folder for folder in (start, *start.parents) if (folder / CONFIG_FILE).is_file()), None)


def content_places(root: Path) -> list[str]:
    """The folders of the content, and what is looked at to tell of posts in other places."""
    folders = [str(root / name) for name in (*CONTENT_FOLDERS, *WRONG_FOLDERS)]
    return [*folders, *sorted(str(file) for file in root.glob("*.md"))]


def is_of_an_editor(path: str) -> bool:
    """True for a file that an editor keeps beside one that is open; no build reads such a file."""
    return bool(_OF_AN_EDITOR.fullmatch(path.rpartition("/")[2]))


def stamp(file: str | Path, status: os.stat_result | None = None) -> list[int]:
    """Size, time of change of content, time of last change of any kind (both in ns), inode. Raises OSError.

    `status` is that of the file, if it is known.
    """
    return _stamp_of(status or os.stat(file))


def _stamp_of(status: os.stat_result) -> list[int]:
    return [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]


def is_settled(given: list[int], now: int) -> bool:
    """False for a file that was changed a moment before `now`: another change in that moment would not show."""
    resolution = _FINE_NS if given[1] % 10**9 else _COARSE_NS
    return now - max(given[1:3]) > resolution


def files_below(folder: str, follow: bool = False) -> Iterator[str]:
    """Every file and link below a folder, and the folders themselves, which end with a slash.

    With `follow`, also what is in linked folders, but for those that lead above themselves.
    """
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    yield f"{folder}/"
    for entry in entries:
        if entry.is_dir(follow_symlinks=False) or (follow and _leads_elsewhere(entry)):
            if entry.name != "__pycache__":
                yield from files_below(entry.path, follow)
        else:
            yield entry.path


def _leads_elsewhere(entry: "os.DirEntry[str]") -> bool:
    return entry.is_dir() and not f"{os.path.realpath(os.path.dirname(entry.path))}/".startswith(
        f"{os.path.realpath(entry.path)}/"
    )


def stamps(places: Iterable[str]) -> dict[str, list[int]]:
    """The stamps of files and of all that is below folders, by path; of a folder only that it is there."""
    result: dict[str, list[int]] = {}
    for place in places:
        for path in files_below(place) if os.path.isdir(place) else [place]:
            try:
                result[path] = [] if path.endswith("/") else _stamp_with_links(path)
            except OSError:
                result[path] = [-1]  # there is none
    return result


def _stamp_with_links(path: str) -> list[int]:
    """The stamp of a file; of a link its own and that of the file to which it leads."""
    status = os.lstat(path)
    if not stat.S_ISLNK(status.st_mode):
        return _stamp_of(status)
    if os.path.isdir(path):
        return _NEVER_SETTLED
    own, target = _stamp_of(status), stamp(path) if os.path.exists(path) else [0, 0, 0, 0]
    latest = map(max, own[1:3], target[1:3])  # the times, where those of a file are
    return [own[0], *latest, own[3], *own, *target]


def digest_of(places: Iterable[str]) -> str:
    """A digest of the content of files, and of all files below folders with their names; links are followed."""
    digest = hashlib.sha256()
    for place in places:
        for path in sorted(files_below(place, follow=True)) if os.path.isdir(place) else [place]:
            if not path.endswith("/"):
                content = _content(path)
                size = -1 if content is None else len(content)
                digest.update(f"{path.removeprefix(place)}\0{size}\0".encode("utf-8", "surrogateescape"))
                digest.update(content or b"")
    return digest.hexdigest()


def _content(path: str) -> bytes | None:
    """The content of a file; None for one that cannot be read, such as a link with which an editor locks a file."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return None


def code_folders() -> list[str]:
    """The folders of the code that builds."""
    above = Path(__file__).parent.parent
    return [str(above / name) for name in _PACKAGES if (above / name).is_dir()]


@cache
def code_version() -> str:
    """A digest of the code and of what is installed: after a change of either, all is computed again."""
    digest = hashlib.sha256(digest_of(code_folders()).encode())
    digest.update(f"{sys.version} {sys.platform}\n".encode())
    for folder in filter(os.path.isdir, sys.path):
        names = sorted(name for name in os.listdir(folder) if name.endswith((".dist-info", ".egg-info")))
        digest.update("\n".join(names).encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def wait_until_settled(given: Iterable[list[int]]) -> bool:
    """Wait until a change of these files would show; False where that takes seconds."""
    newest = max((max(times[1:3]) for times in given if times[1:]), default=0)
    is_fine = any(times[1] % 10**9 for times in given if times[1:])
    if is_fine:
        time.sleep(max(0, min(_FINE_NS, newest + _FINE_NS - time.time_ns())) / 10**9 + 0.001)
    return is_fine
