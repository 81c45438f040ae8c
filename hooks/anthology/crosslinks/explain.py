"""`anthology related`: what stands under a post and why, and what does not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from .build import Between, text_of
from .document import KINDS
from .practices import pins_left_out
from .ranking import LEAST
from .related_posts import SHOWN

_NEAREST = 8


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A post or a practice that does not stand under a post, its points there, and why."""

    page: str
    points: int
    why: str


def explained(between: Between, page: str) -> Iterator[str]:
    """Lines about one post: its lists with points and reasons, its practices, what was left out."""
    yield page
    for kind, links in between.related[page].items():
        for link in links:
            yield f"  {kind}: {link.page}  ({'; '.join(link.reasons)})  {_points(link.points)}"
    for offer in between.offers[page]:
        yield f"  practices: {offer.page}  ({offer.reason})"
    for name, pages in (("mentioned in", between.mentions), ("responses", between.responses)):
        if found := pages.get(page):
            yield f"  {name}: {', '.join(found)}"
    for other in left_out(between, page):
        points = "" if other.page.startswith("practices/") else f"  {_points(other.points)}"
        yield f"  left out: {other.page}  ({other.why}){points}"


def explained_json(between: Between, page: str) -> str:
    """The same, for other programs: what /related.json says of one post, who names it, what was left out."""
    told = {
        "page": page,
        **json.loads(between.to_json())[page],
        "mentions": [{"page": other} for other in between.mentions.get(page, [])],
        "responses": [{"page": other} for other in between.responses.get(page, [])],
        "left_out": [asdict(other) for other in left_out(between, page)],
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def left_out(between: Between, page: str) -> Iterator[LeftOut]:
    """What authors have excluded or chosen in vain; and of each kind those that came near, the nearest first."""
    ranking, collection = between.found.ranking, between.collection
    for other in sorted(ranking.by_id):
        if (page, other) in ranking.barred:
            ours = other in ranking.by_id[page].excludes
            yield LeftOut(
                other,
                ranking.between(page, other),
                "excluded here" if ours else "its author excludes this post",
            )
    for kind in KINDS:
        shown = {link.page for link in between.related[page][kind]}
        told = [other for other in ranking.told(page, kind) if other not in shown]
        near = [
            other
            for other in ranking.points[page][kind]
            if other not in shown and other not in told and (page, other) not in ranking.barred
        ]
        for other in (*told, *near[:_NEAREST]):
            yield LeftOut(other, ranking.between(page, other), _why(between, page, other, other in told))
    post, practices = collection.posts[page], collection.practices
    fields = {name: practice.fields for name, practice in practices.items()}
    offered = [offer.page for offer in between.offers[page]]
    pins = pins_left_out(post.fields, offered, fields, collection.vocabulary, text_of(post))
    yield from (LeftOut(practice, 0, why) for practice, why in pins.items())


def _why(between: Between, page: str, other: str, told: bool) -> str:
    if told:
        pinned = other in between.found.ranking.by_id[page].pins
        ties = "chosen by the author" if pinned else "tied to this by an author"
        return f"{ties}, but only {SHOWN} are shown"
    if said := between.found.left_out(page).get(other):
        return said
    return (
        "too little in common" if between.found.ranking.between(page, other) < LEAST else "others are nearer"
    )


def _points(number: int) -> str:
    return f"{number} points" if number else "no points of its own"
