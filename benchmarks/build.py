"""CPU time of a build, compared with plain MkDocs with Material on the same generated posts.

    python benchmarks/build.py [--posts 200 1000] [--runs 3] [--words 600]

All build the same Markdown files in turn, so that a machine whose speed drifts slows all of them. Plain MkDocs has
the posts outside `nav`: once without any plugin, once with its default search.
Ours makes topics, people, related posts, practices and feeds besides, without search: a first build, for which nothing
is remembered, and a further one, which knows what the first worked out about texts. Printed: CPU seconds of
the whole process as the operating system counts them, ratios, and the time per post.
"""

from __future__ import annotations

import argparse
import compileall
import os
import random
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parents[1]
SYLLABLES = [a + b for a in "b d f g k l m n p r s t v".split() for b in "a e i o u".split()]
BUILDS = ("first", "further", "plain", "with search")
FUNCTION_WORDS = (
    "the of and to a in is that it for was on are with as be at by this have from or had not but what all were when we"
).split()
TOPICS = "access workplace recovery family youth peer-support moral-injury policy-and-funding".split()


def main() -> None:
    """Print the table."""
    plain_text = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=plain_text)
    parser.add_argument("--posts", type=int, nargs="+", default=[200, 1000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--words", type=int, default=600)
    options = parser.parse_args()
    compileall.compile_dir(PROJECT_ROOT / "hooks", quiet=1)  # as pip does on installation
    print(f"{'posts':>6}" + "".join(f"{name:>14}" for name in BUILDS) + "   (CPU, medians)")
    per_post: dict[str, list[float]] = {name: [] for name in BUILDS}
    for number in options.posts:
        times = _measured(number, options.words, options.runs)
        print(f"{number:>6}" + "".join(f"{times[name]:>12.2f} s" for name in BUILDS), flush=True)
        for name in BUILDS:
            per_post[name].append(times[name] / number)
        for plain in ("plain", "with search"):
            ratios = (f"{name} {times[name] / times[plain]:.2f}" for name in ("first", "further"))
            print(
                f"       beside {'plain' if plain == 'plain' else 'plain with search'}: {', '.join(ratios)}",
                flush=True,
            )
    if len(options.posts) > 1:
        growth = (f"{name} {times[-1] / times[0]:.2f}" for name, times in per_post.items())
        print(f"time per post, most posts to fewest: {', '.join(growth)}")


def _measured(number: int, words: int, runs: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        ours, plain, searching = Path(folder, "ours"), Path(folder, "plain"), Path(folder, "searching")
        _collection(ours, number, words)
        write_plain(ours, plain, "plugins: []\n")
        write_plain(ours, searching, "")
        times: dict[str, list[float]] = {name: [] for name in BUILDS}
        for _ in range(runs):
            shutil.rmtree(ours / ".cache", ignore_errors=True)
            for name, project in zip(BUILDS, (ours, ours, plain, searching), strict=True):
                times[name].append(_cpu(project))
    return {name: statistics.median(values) for name, values in times.items()}


def _cpu(folder: Path) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "build", "-q"]
    subprocess.run(command, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _collection(folder: Path, number: int, words: int) -> None:
    """Write essays of generated sentences, with the vocabulary, practices and people of a real collection."""
    subprocess.run(
        [sys.executable, "-m", "anthology", "new", "site", str(folder)], check=True, stdout=subprocess.DEVNULL
    )
    for part in ("vocabulary.yml", "practices"):
        target = folder / "docs" / part
        shutil.rmtree(target, ignore_errors=True)
        source = PROJECT_ROOT / "docs" / part
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copy(source, target)
    for practice in (folder / "docs" / "practices").glob("*.md"):  # recordings are not copied
        text = practice.read_text(encoding="utf-8")
        practice.write_text(re.sub(r"\[([^]]*)\]\([^)]*episodes/[^)]*\)", r"\1", text), encoding="utf-8")
    (folder / "docs" / "essays" / "first.md").unlink()
    chance = random.Random(1)
    vocabulary = ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in range(6000)]
    speak = _speaker(chance, vocabulary)
    for index in range(20):
        _write(folder / f"docs/people/person-{index}.md", f"---\nname: Person {index}\nkind: name\n---\n")
    for index in range(number):
        _write(folder / f"docs/essays/post-{index}.md", _essay(index, number, words, chance, speak))


def _speaker(chance: random.Random, vocabulary: list[str]) -> Callable[[int], str]:
    """Return a generator of sentences, half of whose words are function words, as in English (52 % in 300 posts).

    Words follow Zipf's law, so that an index of them is as uneven as that of a real collection.
    """
    weights = [1 / (rank + 3) for rank in range(len(vocabulary))]
    often = weights[: len(FUNCTION_WORDS)]

    def speak(number: int) -> str:
        words = chance.choices(vocabulary, weights, k=number)
        words[1::2] = chance.choices(FUNCTION_WORDS, often, k=number // 2)
        return " ".join(words).capitalize() + "."

    return speak


def _essay(index: int, number: int, words: int, chance: random.Random, speak: Callable[[int], str]) -> str:
    topics = ", ".join(chance.sample(TOPICS, 2))
    people = ", ".join(f"person-{person}" for person in chance.sample(range(20), chance.randint(1, 2)))
    note = f"content_notes: [{chance.choice(['suicide', 'violence', 'medical'])}]\n" if index % 3 == 0 else ""
    paragraphs = [" ".join(speak(12) for _ in range(5)) for _ in range(max(1, words // 60))]
    for place in range(0, len(paragraphs), 4):
        paragraphs[place] = f"## {speak(4)[:-1]}\n\n{paragraphs[place]}"
    linked = chance.randrange(number)
    paragraphs[-1] += (
        f" [Another](post-{linked}.md), *stressed* and **strong**.[^1]\n\n- one\n- two\n\n[^1]: {speak(6)}"
    )
    day = f"{2000 + index // 336}-{index // 28 % 12 + 1:02}-{index % 28 + 1:02}"
    head = f"title: {speak(5)[:-1]}\ndate: {day}\nsummary: {speak(12)}\ntopics: [{topics}]\nauthors: [{people}]\n{note}"
    return f"---\n{head}---\n\n" + "\n\n".join(paragraphs) + "\n"


def write_plain(ours: Path, plain: Path, plugins: str) -> None:
    """Write the same files for plain MkDocs, with the Markdown extensions that they use."""
    shutil.copytree(ours / "docs", plain / "docs")
    extensions = "[abbr, admonition, attr_list, def_list, footnotes, md_in_html, sane_lists]"
    _write(
        plain / "mkdocs.yml",
        "site_name: Plain\nsite_url: https://example.org/\n"
        f"theme:\n  name: material\n  font: false\n{plugins}"
        f"nav: [index.md]\nnot_in_nav: '*'\nmarkdown_extensions: {extensions}\n",
    )


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
