"""Time and memory of the feeds, without loading the posts, and the growth of both.

    python benchmarks/feeds.py [--episodes 1000 2000 5000 10000] [--runs 3]

Each number is measured in its own process: an episode with chapters, a transcript, people and notes of 300 words
is loaded once and copied under other names and dates. Then all feeds are written (the podcast with its archives,
JSON Feed, Atom of the topics, OPML), and, separately, read back from disk and checked. Printed: CPU seconds (median),
the largest added resident memory, the bytes written, and the growth in time per episode from the fewest to the most.
"""

from __future__ import annotations

import argparse
import gc
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from time import process_time
from typing import Any

PROJECT_ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(PROJECT_ROOT / "hooks"), str(PROJECT_ROOT / "tests")]

NOTES = "\n\n".join(" ".join(["The sea is wide, and *nobody* hurries."] * 14) for _ in range(3))
FIELDS = {
    "season": "1",
    "chapters": '[{start: "0:00", title: Opening}, {start: "0:01", title: The end}]',
    "transcript": "transcript.vtt",
    "content_notes": "[strong-language]",
}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--episodes", type=int, nargs="+", default=[1000, 2000, 5000, 10_000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--measure", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(_measure(options.measure)))
        return
    print("episodes   podcast  all feeds    memory       bytes     check   (CPU, medians)")
    each = []
    for number in options.episodes:
        results = [_measured(number) for _ in range(options.runs)]
        middle = {name: statistics.median(result[name] for result in results) for name in results[0]}
        each.append(middle["feeds"] / number)
        print(
            f"{number:>9} {middle['podcast']:>7.2f} s {middle['feeds']:>8.2f} s {middle['memory']:>6.0f} MB"
            f" {middle['bytes']:>11.0f} {middle['check']:>7.2f} s",
            flush=True,
        )
    if len(each) > 1:
        print(f"time per episode, most to fewest: {each[-1] / each[0]:.2f}")


def _measured(number: int) -> dict[str, float]:
    command = [sys.executable, __file__, "--measure", str(number)]
    process = subprocess.run(command, check=True, capture_output=True, text=True)
    measured: dict[str, float] = json.loads(process.stdout.splitlines()[-1])
    return measured


def _measure(number: int) -> dict[str, float]:
    gc.disable()  # as a build does
    from anthology.feeds import build_feeds
    from anthology.feeds.checks import check_site
    from anthology.feeds.podcast_build import podcast_pages

    with tempfile.TemporaryDirectory() as folder:
        collection = _collection(Path(folder), number)
        before = _memory()
        _, podcast = _timed(lambda: podcast_pages(collection))
        documents, both = _timed(lambda: build_feeds(collection, {}))
        memory = _memory() - before
        site = Path(folder, "site")
        _write(site, documents, collection)
        findings, check = _timed(lambda: check_site(site, "https://example.org/"))
    assert not findings, findings[:3]
    size = sum(map(len, documents.values()))
    return {"podcast": podcast, "feeds": both, "memory": memory, "bytes": size, "check": check}


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    start = process_time()
    return work(), process_time() - start


def _memory() -> float:
    """Return the peak resident memory in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _collection(folder: Path, number: int) -> Any:
    from anthology.collection import load
    from builders import collection, episode

    root = collection(folder / "collection")
    notes = episode(root, "one", NOTES, **FIELDS)
    notes.with_name("transcript.vtt").write_text(
        "WEBVTT\n\n00:00.000 --> 00:01.000\n<v Ann>Hello.\n", "utf-8"
    )
    loaded, problems = load(root)
    assert not problems, problems
    (one,) = loaded.episodes
    day = one.fields.date
    assert day
    posts = {}
    for index in range(number):
        date = day._replace(at=day.at + timedelta(hours=index))
        slug = f"one-{index}"
        post = replace(
            one,
            file=one.file._replace(id=f"episodes/{slug}"),
            fields=one.fields.model_copy(update={"date": date, "title": f"Number {index}"}),
            audio_address=f"episodes/{slug}/{slug}.mp3",
        )
        posts[post.id] = post
    return replace(loaded, posts=posts)


def _write(site: Path, documents: dict[str, bytes], collection: Any) -> None:
    from anthology.output.publication import episode_files

    audio = PROJECT_ROOT / "tests" / "media" / "tone.mp3"
    texts = dict(documents)
    for post in collection.episodes:
        texts |= episode_files(post)
    for path, content in texts.items():
        file = site / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    for page in ["", "essays", "episodes", "subscribe", "topics/beginnings", *collection.posts]:
        (site / page).mkdir(parents=True, exist_ok=True)
        (site / page / "index.html").write_text("", "utf-8")
    for post in collection.episodes:
        shutil.copy(audio, site / post.audio_address)
    for address, file in collection.files.items():
        (site / address).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, site / address)


if __name__ == "__main__":
    main()
