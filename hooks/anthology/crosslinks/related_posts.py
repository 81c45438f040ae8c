"""Related posts: which, and in which order.

What authors say comes first (pins, responses, links in the text, series), then those whose texts are nearest
(`ranking.py`). Essays and episodes have lists of their own. A post that nobody would lead to is given
room (`inbound.py`), and each link says why it is there (`reasons.py`).
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, zip_longest

from .balancing import ENOUGH, Inbound, Shown
from .document import KINDS, Document
from .ranking import Ranking
from .reachability import connect
from .reasons import Reasons, Words
from .similarity import Reading, likeness
from .store import Memory, Rank, Ranks
from .terms import Text, read_terms

SHOWN = 5
"""the most links in one list"""
MARGIN = 0.1
"""a later post takes an earlier one's place in a list only with so much more"""
_LOOKED_AT = 15


@dataclass(frozen=True, slots=True)
class Related:
    """A link to another post, the reasons a reader is given, and its points (100 are usual)."""

    page: str
    reasons: tuple[str, ...]
    points: int = 0


Lists = dict[str, list[Related]]
"""`essays` and `episodes`, the best first"""


@dataclass(frozen=True, slots=True)
class Found:
    """All lists; what was left out of a page's lists, and why; and how near everything is."""

    lists: dict[str, Lists]
    left_out: Callable[[str], dict[str, str]]
    ranking: Ranking


def related(documents: Iterable[Document], words: Words | None = None, memory: Memory | None = None) -> Found:
    """Both lists of every document. The order of the documents does not matter: ties are broken by id.

    `memory` spares work that an earlier build has done, and changes nothing else.
    """
    memory = memory or Memory()
    by_id = {document.id: document for document in sorted(documents, key=lambda document: document.id)}
    ranking = Ranking(
        by_id, likeness([_reading(document) for document in by_id.values()], len(KINDS), memory)
    )
    lists = _Lists(ranking)
    for source in KINDS:
        for kind in KINDS:
            lists.make(source, kind)
    reasons = Reasons(by_id, ranking.likeness, ranking.is_near, words or Words())
    found = Found(
        {
            page: {
                kind: [Related(other, reasons(page, other), ranking.between(page, other)) for other in found]
                for kind, found in kinds.items()
            }
            for page, kinds in lists.pages.items()
        },
        lists.why_not,
        ranking,
    )
    known, points = ranking.likeness.known, ranking.points
    if not ranking.likeness.same or known.ranks.mark != points.mark or reasons.asked != reasons.known:
        ranks = Ranks(lists.ranks(), sorted(points.twins), points.mark)
        memory.keep(replace(known, ranks=ranks, words=reasons.asked, unsaid=reasons.mark))
    return found


def _reading(document: Document) -> Reading:
    def read() -> Text:
        return read_terms(document.title, document.text, document.language)

    return Reading(document.id, KINDS.index(document.kind), document.day, document.key, read)


class _Lists:
    """The lists of all pages while they are made."""

    def __init__(self, ranking: Ranking) -> None:
        self.ranking, self.by_id = ranking, ranking.by_id
        self.pages: dict[str, dict[str, list[str]]] = {page: {} for page in self.by_id}
        self.left_out: dict[str, dict[str, str]] = defaultdict(dict)
        self.made: dict[str, dict[str, Rank]] = defaultdict(dict)
        self.by_kind = {
            kind: [page for page, document in self.by_id.items() if document.kind == kind] for kind in KINDS
        }

    def make(self, source: str, kind: str) -> None:
        """The lists of one kind under the posts of one kind."""
        shown = {page: self._begun(page, kind) for page in self.by_kind[source]}
        inbound = Inbound(
            shown,
            self.by_kind[kind],
            SHOWN,
            lambda page: self.ranking.points[page][kind],
            lambda page, other: self.ranking.may(page, other, kind),
            self._leave_out,
        )
        # Of two posts, neither can be led to by two others.
        if len(shown) > ENOUGH or source != kind:
            inbound.put_right(lambda page: self._hosts(page, source))
        if len(shown) > ENOUGH and source == kind:
            connect(inbound, lambda page: self._hosts(page, source))
        for page, found in shown.items():
            self.pages[page][kind] = found.pages

    def ranks(self) -> list[tuple[Rank, ...]]:
        """What another build need not find out again."""
        return [tuple(self.made[page][kind] for kind in KINDS) for page in self.by_id]

    def why_not(self, page: str) -> dict[str, str]:
        """What was left out of the lists of a page, and why."""
        later = self.left_out.pop(page, {})
        for kind in KINDS:
            self._shown(page, kind)
        self.left_out[page] |= later
        return self.left_out[page]

    def _begun(self, page: str, kind: str) -> Shown:
        """A list as it is before it is put right for others, made or remembered."""
        points, pages, places = self.ranking.points, self.ranking.likeness.pages, self.ranking.likeness.places
        place, number = places[page], KINDS.index(kind)
        if place not in points.unsettled:
            rank = self.made[page][kind] = points.kept[place][number]
            return Shown([pages[other] for other in rank.told], [pages[other] for other in rank.found])
        shown, row = self._shown(page, kind), points.rows(place)[number]
        told, found = (array("I", map(places.__getitem__, each)) for each in (shown.told, shown.found))
        self.made[page][kind] = Rank(*row, told, found, points.crowd(place, number))
        return shown

    def _shown(self, page: str, kind: str) -> Shown:
        told = self.ranking.told(page, kind)[:SHOWN]
        ranked = [other for other in self.ranking.ranked(page, kind) if other not in told]
        room = SHOWN - len(told)
        found = self._settled(page, kind, ranked, room)
        if len(found) < room:
            more = self.ranking.by_topics(page, kind, SHOWN + len(told) + len(found))
            found += [other for other in more if other not in told and other not in found][
                : room - len(found)
            ]
        return Shown(told, found)

    def _settled(self, page: str, kind: str, ranked: list[str], room: int) -> list[str]:
        """The nearest, as if posts had come one after the other.

        Each post that appeared later takes the place of another only if it has more points by the margin. So a
        list is what it would be if it had been kept ever since, and nothing needs to be kept.
        """
        nearest = self._varied(page, ranked, room)
        points = self.ranking.points[page][kind]
        order = {other: place for place, other in enumerate(nearest)}
        found: list[str] = []
        for other in sorted(nearest, key=lambda other: self._turn(page, other, order[other])):
            if len(found) < room:
                found.append(other)
                continue
            last = max(found, key=order.__getitem__, default="")
            if last and points[other] > (1 + MARGIN) * points[last]:
                found[found.index(last)] = other
            elif last and points[other] > points[last]:
                self._leave_out(page, other, f"not so much nearer than {last}, which was here before")
        return sorted(found, key=order.__getitem__)

    def _turn(self, page: str, other: str, place: int) -> tuple[int, int]:
        """Who comes first: what was there before the post, the nearest first; then later ones by their day."""
        mine, theirs = self.by_id[page].day, self.by_id[other].day
        return (0 if mine is None or theirs is None or theirs <= mine else theirs - mine), place

    def _varied(self, page: str, ranked: list[str], room: int) -> list[str]:
        """The first few, without those that say the same as a nearer one where there are enough others."""
        twins, nearest = self.ranking.twins, ranked[:_LOOKED_AT]
        if not twins:
            return nearest
        varied: list[str] = []
        alike: list[str] = []
        for other in nearest:
            twin = next(
                (known for known in varied if (known, other) in twins or (other, known) in twins), None
            )
            if twin:
                self._leave_out(page, other, f"says much the same as {twin}")
            (alike if twin else varied).append(other)
        return varied if len(varied) >= room else [*varied, *alike[: room - len(varied)]]

    def _hosts(self, page: str, source: str) -> Iterator[str]:
        """Posts whose lists may take one: those near to it, those of its topics; of its own kind, those of its time."""
        ranking = self.ranking
        yield from ranking.points[page][source]
        yield from ranking.by_topics(page, source, SHOWN)
        if self.by_id[page].kind == source:
            order, at = self._by_day[source]
            around = chain.from_iterable(zip_longest(reversed(order[: at[page]]), order[at[page] + 1 :]))
            yield from (other for other in around if other and ranking.may(page, other, source))

    @cached_property
    def _by_day(self) -> dict[str, tuple[list[str], dict[str, int]]]:
        """By kind: the posts from the oldest on, and the place of each."""
        found = {}
        for kind, pages in self.by_kind.items():
            order = sorted(pages, key=lambda page: (self.by_id[page].day or 0, page))
            found[kind] = order, {page: place for place, page in enumerate(order)}
        return found

    def _leave_out(self, page: str, other: str, why: str) -> None:
        self.left_out[page][other] = why
