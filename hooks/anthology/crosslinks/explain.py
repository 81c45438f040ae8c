"""Explain the candidates of a post for `anthology related`: which there are and why, and what was left out.

A page shows three of them (`pages.following`).
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from .build import CrossLinks, full_text
from .document import POST_KINDS
from .practices import pins_left_out
from .related_posts import LIST_LENGTH

_NEAREST = 8


@dataclass(frozen=True, slots=True)
class Rejected:
    """A post or a practice that is not under a post, its score there, and why."""

    page: str
    points: int
    why: str


def explain(links: CrossLinks, page: str) -> Iterator[str]:
    """Yield lines about one post: its lists with scores and reasons, its practices, what was left out."""
    yield page
    for kind, related in links.related[page].items():
        for link in related:
            yield f"  {kind}: {link.page}  ({'; '.join(link.reasons)})  {_points(link.points)}"
    for offer in links.offers[page]:
        yield f"  practices: {offer.page}  ({offer.reason})"
    for name, posts in (("mentioned in", links.mentions), ("responses", links.responses)):
        if page in posts:
            yield f"  {name}: {', '.join(posts[page])}"
    for entry in rejected(links, page):
        points = "" if entry.page.startswith("practices/") else f"  {_points(entry.points)}"
        yield f"  left out: {entry.page}  ({entry.why}){points}"


def explain_json(links: CrossLinks, page: str) -> str:
    """Return the same for other programs: the entry of related.json, mentions and responses, what was left out."""
    entry = {
        "page": page,
        **links.of_page(page),
        "mentions": [{"page": post} for post in links.mentions.get(page, [])],
        "responses": [{"page": post} for post in links.responses.get(page, [])],
        "left_out": [asdict(entry) for entry in rejected(links, page)],
    }
    return json.dumps(entry, ensure_ascii=False, indent=1) + "\n"


def rejected(links: CrossLinks, page: str) -> Iterator[Rejected]:
    """Yield posts that authors excluded or chose in vain, then of each kind those with the highest scores."""
    scores, collection = links.scores, links.collection
    for post in sorted(scores.by_id):
        if (page, post) in scores.excluded:
            here = post in scores.by_id[page].excludes
            why = "excluded here" if here else "its author excludes this post"
            yield Rejected(post, scores.score(page, post), why)
    for kind in POST_KINDS:
        shown = {link.page for link in links.related[page][kind]}
        by_authors = [post for post in scores.author_links(page, kind) if post not in shown]
        near = [
            post
            for post in scores.near[page][kind]
            if post not in shown and post not in by_authors and (page, post) not in scores.excluded
        ]
        for post in (*by_authors, *near[:_NEAREST]):
            yield Rejected(post, scores.score(page, post), _why(links, page, post, post in by_authors))
    practices, text = collection.practices, full_text(collection.posts[page])
    fields = {name: practice.fields for name, practice in practices.items()}
    offered = [offer.page for offer in links.offers[page]]
    essay = collection.posts[page].fields
    pins = pins_left_out(essay, offered, fields, collection.vocabulary, text, collection.site.language)
    yield from (Rejected(practice, 0, why) for practice, why in pins.items())


def _why(links: CrossLinks, page: str, post: str, by_authors: bool) -> str:
    if by_authors:
        pinned = post in links.scores.by_id[page].pins
        ties = "chosen by the author" if pinned else "tied to this by an author"
        return f"{ties}, but a list has only {LIST_LENGTH}"
    if why := links.left_out.get(page, {}).get(post):
        return why
    return "others are nearer" if links.scores.is_near(page, post) else "too little in common"


def _points(number: int) -> str:
    return f"{number} points" if number else "no points of its own"
