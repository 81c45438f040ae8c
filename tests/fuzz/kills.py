"""Kill builds at random moments: afterwards there is the last good site or the new one, whole, and nothing else."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from builders import built, collection, digests, essay


def kill_builds(number: int, seed: int = 0) -> tuple[int, int]:
    """Kill `number` builds, and return how many left the last site and how many the new one.

    Raises AssertionError if one left something else.
    """
    random = Random(seed)
    with tempfile.TemporaryDirectory(prefix="kills") as name:
        root = collection(Path(name) / "collection")
        begun = time.monotonic()
        sites = [digests(built(root))]
        seconds = time.monotonic() - begun
        essay(root, "second")
        sites.append(digests(built(_copy(root))))
        counts = [0, 0]
        for _ in range(number):
            _kill_a_build(root, random.uniform(0, 1.2 * seconds))
            left = digests(root / "site")
            assert left in sites, "neither the last site nor the new one"
            counts[sites.index(left)] += 1
            shutil.rmtree(root / "site")
            shutil.copytree(root.with_name("last"), root / "site")
        built(root)
        assert [path.name for path in root.glob(".site*")] == []
    return counts[0], counts[1]


def _copy(root: Path) -> Path:
    shutil.copytree(root / "site", root.with_name("last"))
    return shutil.copytree(root, root.with_name("copy"), ignore=shutil.ignore_patterns("site"))


def _kill_a_build(root: Path, after: float) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "build", "-q"],
        cwd=root, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
