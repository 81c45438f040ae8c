"""Fuzz the whole way of a file: `python -m fuzz posts --from FOLDER` and `python -m fuzz files`, in `tests/`;
`python -m fuzz kills` kills builds at random moments; `python -m fuzz rebuilds` builds after random changes, and
compares with builds from nothing; `python -m fuzz hindered` gives them a full disk, a cache that cannot be written,
and another build beside them.

Every trial must end with a report of problems or with a publication that keeps every rule: no other
exception, nothing written outside, no step over 10 s or 500 MB. What fails is kept with its seed.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

from golden import build
from test_rebuilds import built_again

from .hindered import hinder_builds
from .inputs import FILES, collection_with, posts_of
from .kills import kill_builds
from .rebuilds import rebuild_sequences
from .trial import Outcome, try_collection


def main() -> int:
    """Run the trials; the exit status is 1 if one failed."""
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("what", choices=("posts", "files", "kills", "rebuilds", "hindered"))
    parser.add_argument("--from", dest="folder", type=Path, help="a folder of Markdown files (posts)")
    parser.add_argument("--number", type=int, default=100)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="begin no trial after so many")
    parser.add_argument("--build", type=int, default=0, help="build every so many collections really")
    parser.add_argument("--keep", type=Path, help="a folder for collections that failed")
    options = parser.parse_args()
    if options.what == "kills":
        for name, build_again in (("with MkDocs", build), ("as after a change of content", built_again)):
            last, new = kill_builds(options.number // 2, options.first, options.seconds, build_again)
            print(f"{last + new} builds {name} killed: {last} left the last site, {new} the new one")
        return 0
    if options.what == "rebuilds":
        sequences = list(rebuild_sequences(options.number, options.first, options.seconds))
        kinds = Counter(change for changes in sequences for change in changes)
        print(f"{len(sequences)} sequences, {kinds.total()} builds as from nothing: {dict(kinds)}")
        return 0
    if options.what == "hindered":
        for line in hinder_builds(options.number, options.first):
            print(line, flush=True)
        return 0
    seeds = range(options.first, options.first + options.number)
    posts = posts_of(options.folder) if options.what == "posts" else []
    counts: Counter[str] = Counter()
    slowest = Outcome()
    end = time.monotonic() + options.seconds
    for seed in seeds:
        if time.monotonic() > end:
            print(f"ended before seed {seed}")
            break
        make = collection_with(seed, posts)
        really = bool(options.build) and seed % options.build == 0
        outcome = try_collection(make, really)
        counts["built"] += really
        slowest = max(slowest, outcome, key=lambda each: each.seconds)
        counts["failed" if outcome.fault else "accepted" if outcome.accepted else "refused"] += 1
        if outcome.fault:
            print(f"seed {seed}: {outcome.fault}\n", flush=True)
            if options.keep:
                make(options.keep / f"{options.what}-{seed}")
    print(f"{dict(counts)}; slowest {slowest.seconds:.1f} s of the processor; {len(FILES)} kinds of file")
    return int(bool(counts["failed"]))


if __name__ == "__main__":
    sys.exit(main())
