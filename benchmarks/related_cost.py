"""What related posts cost, with their reasons: CPU seconds, memory, growth, and one edited post.

    python benchmarks/related_cost.py [--posts 1000 10000] [--words 600] [--edits 5]

The posts are generated: words as unevenly used as in a language, a fifth of them from the post's subject. Each size is
measured in a process of its own, beginning with texts that are read already and without anything remembered: in pure
Python (up to 2,000 posts), and with numpy and PyStemmer, which are used from `likeness.LARGE` posts on. The growth
exponent is that of the cost between the first size and the last. An edit adds a sentence to one post; its
cost is set against the first run. Edits follow each other in one process, as they do where `make` builds again after
each; a process of its own has to load numpy for an edit as well, which the first run has in its time. Reasons are
included everywhere.
"""

from __future__ import annotations

import argparse
import dataclasses
import gc
import json
import math
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

if "--pure" in sys.argv:
    for name in ("numpy", "Stemmer"):
        sys.modules[name] = None  # type: ignore[assignment]  # as on a machine that has neither

from anthology.crosslinks.document import Document
from anthology.crosslinks.reasons import Words
from anthology.crosslinks.related_posts import related
from anthology.crosslinks.store import Memory

SYLLABLES = [a + b for a in "b d f g k l m n p r s t v".split() for b in "a e i o u".split()]
_PURE = 2000
_TYPES, _SUBJECTS, _OWN = 20000, 25, 5
TOPICS = {f"t{number}": f"Topic {number}" for number in range(16)}


def main() -> None:
    """Prints the table; with --one, the figures of one size as JSON."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--posts", type=int, nargs="+", default=[1000, 10000])
    parser.add_argument("--words", type=int, default=600)
    parser.add_argument("--edits", type=int, default=5)
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--pure", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measured(options.one, options.words, options.edits)))
        return
    print(
        f"{'posts':>6}{'':9}{'first':>8} {'memory':>8} {'the same':>9} {'an edit':>8} {'edit/first':>10}   (CPU)"
    )
    costs = []
    for number in options.posts:
        for pure in (True, False) if number <= _PURE else (False,):
            command = [
                sys.executable,
                __file__,
                *sys.argv[1:],
                "--one",
                str(number),
                *(["--pure"] if pure else []),
            ]
            row = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            print(
                f"{number:>6} {'pure' if pure else 'compiled'} {row['first']:>6.2f} s {row['memory']:>5.0f} MB"
                f" {row['same']:>7.2f} s {row['edit']:>6.2f} s {row['edit'] / row['first']:>10.1%}",
                flush=True,
            )
        costs.append(row["first"])
    if len(costs) > 1:
        growth = math.log(costs[-1] / costs[0]) / math.log(options.posts[-1] / options.posts[0])
        print(f"growth exponent, compiled: {growth:.2f}")


def measured(number: int, words: int, edits: int) -> dict[str, float]:
    """Of so many posts: seconds of the first build, of one without a change, of an edit; peak memory in MB."""
    gc.disable()  # as a build does
    documents = generated(number, words)
    chance = random.Random(2)
    with tempfile.TemporaryDirectory() as folder:
        memory = Memory(Path(folder))
        first = _timed(documents, memory)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        same = _timed(documents, memory)
        times = []
        for _ in range(edits):
            place = chance.randrange(number)
            other = documents[chance.randrange(number)].text.partition(".")[0]
            documents[place] = dataclasses.replace(documents[place], text=f"{documents[place].text} {other}.")
            times.append(_timed(documents, memory))
    return {"first": first, "memory": peak, "same": same, "edit": statistics.median(times) if times else 0.0}


def generated(number: int, words: int) -> list[Document]:
    """Essays with a subject each, some topics and people, a day apart."""
    chance = random.Random(1)
    made = {"".join(chance.choices(SYLLABLES, k=chance.randint(2, 5))) for _ in range(_TYPES * 2)}
    vocabulary = chance.sample(sorted(made), _TYPES)
    weights = [1 / (rank + 3) for rank in range(len(vocabulary))]
    subjects = [chance.sample(vocabulary[200:], 60) for _ in range(max(8, number // _SUBJECTS))]
    found = []
    for place in range(number):
        own, text = chance.choice(subjects), chance.choices(vocabulary, weights, k=words)
        text[::_OWN] = chance.choices(own, k=len(text[::_OWN]))
        sentences = [" ".join(text[start : start + 12]) for start in range(0, words, 12)]
        found.append(
            Document(
                f"essays/post-{place:06}", " ".join(text[:6]), ". ".join(sentences), day=700000 + place,
                topics=tuple(chance.sample(sorted(TOPICS), 2)), people=(f"person-{place % 20}",),
            )
        )  # fmt: skip
    return found


def _timed(documents: list[Document], memory: Memory) -> float:
    words = Words(
        TOPICS, unsaid=["Suicide", "Medical detail"]
    )  # reads the words of English, as any build does
    before = time.process_time()
    related(documents, words, memory)
    return time.process_time() - before


if __name__ == "__main__":
    main()
