"""`anthology related`: what stands under a post and why, and what does not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from .document import KINDS
from .links_between import Between
from .ranking import LEAST

_NEAREST = 8


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A post that does not stand under another, its points there, and why."""

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
        yield f"  left out: {other.page}  ({other.why})  {_points(other.points)}"


def explained_json(between: Between, page: str) -> str:
    """The same, for other programs."""
    pages = json.loads(between.to_json())
    others = [{"page": each.page, "points": each.points, "why": each.why} for each in left_out(between, page)]
    return json.dumps({"page": page, **pages[page], "left_out": others}, ensure_ascii=False, indent=1) + "\n"


def left_out(between: Between, page: str) -> Iterator[LeftOut]:
    """What authors have excluded; and of each kind those that came near, the nearest first."""
    ranking = between.found.ranking
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
        near = [
            other
            for other in ranking.points[page][kind]
            if other not in shown and (page, other) not in ranking.barred
        ]
        for other in near[:_NEAREST]:
            yield LeftOut(other, ranking.between(page, other), _why(between, page, other))


def _why(between: Between, page: str, other: str) -> str:
    if said := between.found.left_out.get(page, {}).get(other):
        return said
    return (
        "too little in common" if between.found.ranking.between(page, other) < LEAST else "others are nearer"
    )


def _points(number: int) -> str:
    return f"{number} points" if number else "no points of its own"
