"""Posts that copies of this process read while the process itself still loads what it needs to build.

In a first build none is known. What is read is kept under the sum of each file's bytes, so a file that changes in the
meantime is read again.
"""

from functools import partial
from itertools import chain
from pathlib import Path

from anthology.cache import Cache
from anthology.parallel import Share, shared_out

from .discovery import KIND_FOLDERS
from .post_file import read_post

_begun: dict[Path, list[Share[Path]]] = {}


def start_early_reading(root: Path) -> None:
    """Begin to read the posts of the collection in `root`, if they are many and none is known."""
    cache = Cache(root)
    if cache.table("posts"):
        return
    folders = [root / KIND_FOLDERS[kind] for kind in ("essay", "episode")]
    files = [
        file
        for folder in folders
        for pattern in ("*.md", "*/index.md")
        for file in sorted(folder.glob(pattern))
    ]

    def read(file: Path) -> None:
        read_post(file, file.relative_to(root).as_posix(), cache)

    _begun[root] = shared_out(files, partial(cache.kept_by, read), beside=True)[1]


def take_over_early_reading(cache: Cache) -> None:
    """Wait for what was read of this collection, and keep it."""
    for share in _begun.pop(cache.root, []):
        cache.take_over(share.result())


def end_early_reading() -> None:
    """End the copies for which nobody has waited: the build has stopped before."""
    for share in chain.from_iterable(_begun.values()):
        share.abandon()
    _begun.clear()
