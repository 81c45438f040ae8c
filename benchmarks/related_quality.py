"""Quality of related posts: how well they predict the links of authors, beside plain tf-idf and shared tags.

    python benchmarks/related_quality.py SCORE CORPUS [CORPUS …]

SCORE is a script that is called with a corpus's name and a file {"post": ["related", …]} and prints what it finds;
the corpora lie beside it in corpora/NAME/posts. Ours is ranked by the product itself: each corpus becomes a scratch
collection (`corpus.py`) and `anthology related --json` is asked. The two others are worked out here, from the same
words. With `episodes` every third post is an episode, and lists of one's own kind and of the other are scored apart,
against all links; there a list can only hold a part of what authors link.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

from corpus import PROJECT_ROOT, Post, collection, read

Ranking = dict[str, list[str]]
SHOWN = 5
METRICS = (
    "nDCG@5",
    "P@5",
    "hit@5",
    "min_inbound",
    "max_inbound",
    "orphans",
    "reachable_from_first",
    "missing_pages",
)


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("score", type=Path)
    parser.add_argument("corpora", nargs="+")
    parser.add_argument("--episodes", action="store_true", help="also with every third post as an episode")
    options = parser.parse_args()
    print(f"{'':24}" + "".join(f"{name.replace('_from_first', ''):>14}" for name in METRICS))
    for name in options.corpora:
        posts = read(options.score.parent / "corpora" / name / "posts")
        rankings = {"ours": ours(posts), "plain TF-IDF": tf_idf(posts), "overlap of tags": tags(posts)}
        if options.episodes:
            rankings |= {f"ours, {which}": found for which, found in by_kind(posts).items()}
        for which, ranking in rankings.items():
            row = scored(options.score, name, ranking)
            print(
                f"{name + ' ' + which:24}" + "".join(f"{_value(row[metric]):>14}" for metric in METRICS),
                flush=True,
            )


def ours(posts: list[Post]) -> Ranking:
    """Return the related posts under each post, if all posts are essays."""
    found, ids = _product(posts, 0)
    return {ids[page]: [ids[link["page"]] for link in lists["essays"]] for page, lists in found.items()}


def by_kind(posts: list[Post]) -> dict[str, Ranking]:
    """The lists of a post's own kind and those of the other one, every third post being an episode."""
    found, ids = _product(posts, 3)
    own: Ranking = {}
    other: Ranking = {}
    for page, lists in found.items():
        kind = page.partition("/")[0]
        for which in ("essays", "episodes"):
            (own if which == kind else other)[ids[page]] = [ids[link["page"]] for link in lists[which]]
    return {"own kind": own, "other kind": other}


def tf_idf(posts: list[Post]) -> Ranking:
    """Cosine of words by TF-IDF, without anything else."""
    counts = [Counter(re.findall(r"[^\W\d_]{3,}", f"{post.title} {post.text}".lower())) for post in posts]
    spread = Counter(word for counted in counts for word in counted)
    vectors = []
    for counted in counts:
        weights = {word: number * math.log(len(posts) / spread[word]) for word, number in counted.items()}
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        vectors.append({word: weight / length for word, weight in weights.items() if weight})
    index = defaultdict(list)
    for place, vector in enumerate(vectors):
        for word, weight in vector.items():
            index[word].append((place, weight))
    ranking = {}
    for place, vector in enumerate(vectors):
        scores: dict[int, float] = defaultdict(float)
        for word, weight in vector.items():
            for other, theirs in index[word]:
                scores[other] += weight * theirs
        ranking[posts[place].id] = _best(posts, place, scores)
    return ranking


def tags(posts: list[Post]) -> Ranking:
    """Those that share most tags, of equals the newest."""
    sets = [set(post.tags) for post in posts]
    ranking = {}
    for place, own in enumerate(sets):
        scores = {other: float(len(own & theirs)) for other, theirs in enumerate(sets) if own & theirs}
        order = sorted(
            (other for other in scores if other != place),
            key=lambda other: (scores[other], posts[other].day),
            reverse=True,
        )
        ranking[posts[place].id] = [posts[other].id for other in order[:SHOWN]]
    return ranking


def scored(score: Path, name: str, ranking: Ranking) -> dict[str, float | list[float]]:
    """Return the scores that the script prints for a ranking."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "related.json")
        file.write_text(json.dumps(ranking), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, str(score), name, str(file), "--json"],
            capture_output=True,
            text=True,
            check=False,
        )
    if not done.stdout:
        raise SystemExit(done.stderr)
    found: dict[str, float | list[float]] = json.loads(done.stdout)
    return found


def _product(
    posts: list[Post], episodes: int
) -> tuple[dict[str, dict[str, list[dict[str, str]]]], dict[str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "collection")
        ids = collection(posts, root, episodes)
        command = [sys.executable, "-m", "anthology", "related", "--json", "--root", str(root)]
        environment = os.environ | {"PYTHONPATH": str(PROJECT_ROOT / "hooks")}
        done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    return json.loads(done.stdout), ids


def _best(posts: list[Post], place: int, scores: dict[int, float]) -> list[str]:
    order = sorted(
        (other for other in scores if other != place), key=lambda other: (-round(scores[other], 9), other)
    )
    return [posts[other].id for other in order[:SHOWN]]


def _value(value: float | list[float]) -> str:
    number = value[0] if isinstance(value, list) else value
    return f"{number:.4f}" if isinstance(number, float) else str(number)


if __name__ == "__main__":
    main()
