"""Kill builds at random moments: afterwards there is the last good site or the new one, whole, and nothing else."""

import math
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

from builders import collection, digests, essay
from golden import build


def kill_builds(
    number: int, seed: int = 0, seconds: float = math.inf, build: Callable[[Path], bool] = build
) -> tuple[int, int]:
    """Kill `number` builds, and return how many left the last site and how many the new one.

    `build` builds the collection in a folder. None begins after so many seconds. Raises AssertionError if one left
    something else.
    """
    random, end = Random(seed), time.monotonic() + seconds
    with tempfile.TemporaryDirectory(prefix="kills") as name:
        root = collection(Path(name) / "collection")
        assert build(root)  # loads what a first build loads
        sites = [digests(root / "site")]
        shutil.copytree(root / "site", root.with_name("last"))
        essay(root, "second")
        begun = time.monotonic()
        assert build(root)
        duration = time.monotonic() - begun
        sites.append(digests(root / "site"))
        counts = [0, 0]
        while sum(counts) < number and time.monotonic() < end:
            _put_back(root)
            _kill_a_build(root, random.uniform(0, 1.2 * duration), build)
            left = digests(root / "site")
            assert left in sites, "neither the last site nor the new one"
            counts[sites.index(left)] += 1
        assert build(root)
        assert digests(root / "site") == sites[1]
        assert [path.name for path in root.glob(".site*")] == []
    return counts[0], counts[1]


def _put_back(root: Path) -> None:
    shutil.rmtree(root / "site")
    shutil.copytree(root.with_name("last"), root / "site")


def _kill_a_build(root: Path, after: float, build: Callable[[Path], bool]) -> None:
    """Build in a child, and kill it and what it has begun."""
    child = os.fork()
    if not child:
        os.setsid()
        with open(os.devnull, "w") as quiet:
            os.dup2(quiet.fileno(), 1)
            os.dup2(quiet.fileno(), 2)
        build(root)
        os._exit(0)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
