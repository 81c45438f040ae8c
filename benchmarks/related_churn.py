"""Count the lists that change when a post is added or edited.

    python benchmarks/related_churn.py POSTS [POSTS …] [--times 12]

POSTS are folders of Markdown files (see `corpus.py`). Added: the newest posts, one after the other, as they appeared.
Edited: a post out of all, from which a twentieth of its words is taken. Counted, on an average: lists of other posts
in which a link is new; those of them where it is the new or edited post itself, or another; and how much more points
the newcomer has than what it took the place of, the least of all.
"""

from __future__ import annotations

import argparse
import random
import statistics
from datetime import date
from pathlib import Path

from corpus import read

from anthology.crosslinks.document import Document
from anthology.crosslinks.related_posts import RelatedPosts, related_posts


def main() -> None:
    """Prints a line for each corpus and kind of change."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("posts", type=Path, nargs="+")
    parser.add_argument("--times", type=int, default=12)
    options = parser.parse_args()
    print(f"{'':24} {'lists':>6} {'changed':>8} {'by itself':>10} {'others':>7} {'least gain':>11}")
    for folder in options.posts:
        documents = documents_of(folder)
        for name, changes in (
            ("added", added(documents, options.times)),
            ("edited", edited(documents, options.times)),
        ):
            rows = [changed(before, after, page) for before, after, page in changes]
            own, others = statistics.mean(row[0] for row in rows), statistics.mean(row[1] for row in rows)
            gains = [gain for row in rows for gain in row[2]]
            least = f"{min(gains):>10.0%}" if gains and name == "added" else f"{'–':>10}"
            label = f"{folder.resolve().parent.name} {name}"
            print(
                f"{label:24} {len(documents):>6} {own + others:>8.1f} {own:>10.1f} {others:>7.1f} {least}",
                flush=True,
            )


def documents_of(folder: Path) -> list[Document]:
    """The posts of a corpus, the oldest first."""
    documents = [
        Document(
            f"essays/{post.id}",
            post.title,
            post.text,
            tuple(post.tags),
            day=date.fromisoformat(post.day).toordinal(),
        )
        for post in read(folder)
        if post.day
    ]
    return sorted(documents, key=lambda document: (document.day, document.id))


def added(documents: list[Document], times: int) -> list[tuple[RelatedPosts, RelatedPosts, str]]:
    """Before and after each of the newest posts."""
    changes, before = [], related_posts(documents[: len(documents) - times])
    for number in range(len(documents) - times, len(documents)):
        after = related_posts(documents[: number + 1])
        changes.append((before, after, documents[number].id))
        before = after
    return changes


def edited(documents: list[Document], times: int) -> list[tuple[RelatedPosts, RelatedPosts, str]]:
    """Before and after a cut in each of some posts."""
    chance, before, changes = random.Random(3), related_posts(documents), []
    for place in chance.sample(range(len(documents)), times):
        document, words = documents[place], str(documents[place].text).split()
        cut = max(1, len(words) // 20)
        start = chance.randrange(max(1, len(words) - cut))
        text = " ".join([*words[:start], *words[start + cut :]])
        after = related_posts([*documents[:place], document._replace(text=text), *documents[place + 1 :]])
        changes.append((before, after, document.id))
    return changes


def changed(before: RelatedPosts, after: RelatedPosts, page: str) -> tuple[int, int, list[float]]:
    """Lists of others with a new link: to this page, to another; and by how much it passed what left."""
    own = others = 0
    gains = []
    for other, lists in before.lists.items():
        if other == page or other not in after.lists:
            continue
        had, has = ({link.page for link in each["essays"]} for each in (lists, after.lists[other]))
        if page in has - had:
            own += 1
            left = [after.scores.score(other, gone) for gone in had - has if gone in after.scores.by_id]
            if left and not _given(after, other, page):
                gains.append(after.scores.score(other, page) / max(1, *left) - 1)
        elif has != had:
            others += 1
    return own, others, gains


def _given(posts: RelatedPosts, page: str, other: str) -> bool:
    """Return whether a link was added only because too few posts linked to the page."""
    return any("gave its place" in why for why in posts.left_out.get(page, {}).values())


if __name__ == "__main__":
    main()
