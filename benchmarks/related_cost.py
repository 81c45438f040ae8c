"""Measure the cost of related posts with their reasons: CPU seconds, peak memory, and growth.

    python benchmarks/related_cost.py [--posts 1000 10000] [--words 600]

The posts are generated: words as unevenly used as in a language, a fifth of them from the post's subject. Each size is
measured in a process of its own. The growth exponent is that of the time between the first size and the last.
"""

from __future__ import annotations

import argparse
import gc
import json
import math
import random
import resource
import subprocess
import sys
import time

from anthology.crosslinks.document import Document
from anthology.crosslinks.reasons import Labels
from anthology.crosslinks.related_posts import related_posts

SYLLABLES = [a + b for a in "b d f g k l m n p r s t v".split() for b in "a e i o u".split()]
_TYPES, _SUBJECTS, _OWN = 20000, 25, 5
TOPICS = {f"t{number}": f"Topic {number}" for number in range(16)}


def main() -> None:
    """Print the table; with --one, the figures of one size as JSON."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--posts", type=int, nargs="+", default=[1000, 10000])
    parser.add_argument("--words", type=int, default=600)
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measured(options.one, options.words)))
        return
    print(f"{'posts':>6} {'CPU':>9} {'memory':>9}")
    seconds = []
    for number in options.posts:
        command = [sys.executable, __file__, "--words", str(options.words), "--one", str(number)]
        row = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        print(f"{number:>6} {row['seconds']:>7.2f} s {row['memory']:>6.0f} MB", flush=True)
        seconds.append(row["seconds"])
    if len(seconds) > 1:
        growth = math.log(seconds[-1] / seconds[0]) / math.log(options.posts[-1] / options.posts[0])
        print(f"growth exponent: {growth:.2f}")


def measured(number: int, words: int) -> dict[str, float]:
    """Return the CPU seconds and the peak memory in MB for so many posts."""
    gc.disable()  # as a build does
    documents = generated(number, words)
    labels = Labels(TOPICS, forbidden=["Suicide", "Medical detail"])  # reads the catalog, as any build does
    before = time.process_time()
    related_posts(documents, labels)
    seconds = time.process_time() - before
    return {"seconds": seconds, "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def generated(number: int, words: int) -> list[Document]:
    """Return essays with a subject each, some topics and people, a day apart."""
    chance = random.Random(1)
    words_used = {"".join(chance.choices(SYLLABLES, k=chance.randint(2, 5))) for _ in range(_TYPES * 2)}
    vocabulary = chance.sample(sorted(words_used), _TYPES)
    weights = [1 / (rank + 3) for rank in range(len(vocabulary))]
    subjects = [chance.sample(vocabulary[200:], 60) for _ in range(max(8, number // _SUBJECTS))]
    documents = []
    for place in range(number):
        own, text = chance.choice(subjects), chance.choices(vocabulary, weights, k=words)
        text[::_OWN] = chance.choices(own, k=len(text[::_OWN]))
        sentences = [" ".join(text[start : start + 12]) for start in range(0, words, 12)]
        documents.append(
            Document(
                f"essays/post-{place:06}", " ".join(text[:6]), ". ".join(sentences), day=700000 + place,
                topics=tuple(chance.sample(sorted(TOPICS), 2)), people=(f"person-{place % 20}",),
            )
        )  # fmt: skip
    return documents


if __name__ == "__main__":
    main()
