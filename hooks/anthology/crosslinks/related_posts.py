"""Choose the related posts of every post, in order.

First what authors decided (pins, responses, links in the text, series), then the posts with the highest scores
(`scores.py`). Essays and episodes have separate lists. Posts with few links to them get room in other lists
(`balancing.py`), and every link has a reason (`reasons.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice, product, zip_longest
from typing import NamedTuple

from anthology.cache import Cache

from .balancing import MIN_INLINKS, InlinkBalancer, LinkList
from .document import POST_KINDS, Document, RelatedLists, RelatedPost
from .neighbour_updates import updated_graph
from .neighbours import neighbour_graph
from .reasons import Labels, Reasons
from .scores import Scores
from .terms import read_terms, terms_of_all

LIST_LENGTH = 5
"""the most links in one list; a page shows the best three of its lists (`pages.following`)"""
MARGIN = 0.1
"""a later post replaces an earlier one in a list only with so much more"""
_CANDIDATES = 15


class RelatedPosts(NamedTuple):
    """The lists of every page; by page, the posts that were left out of its lists and why; and all scores."""

    lists: ReasonedLists
    left_out: dict[str, dict[str, str]]
    scores: Scores


def related_posts(
    documents: Iterable[Document], labels: Labels | None = None, store: Cache | None = None
) -> RelatedPosts:
    """Return both lists of every document. The order of the documents does not matter: ties are broken by id.

    With a `store`, the terms of a text that was there before are not counted again.
    """
    by_id = {document.id: document for document in sorted(documents, key=lambda document: document.id)}
    posts = list(by_id.values())
    written = [(post.title, post.text, post.language) for post in posts]
    texts = terms_of_all(written, store) if store else [read_terms(*post) for post in written]
    kinds = [POST_KINDS.index(post.kind) for post in posts]
    days = [post.day for post in posts]
    if store:
        graph = updated_graph(texts, kinds, days, len(POST_KINDS), store)
    else:
        graph = neighbour_graph(texts, kinds, days, len(POST_KINDS))
    scores = Scores(by_id, graph)
    lists, reasons = _Lists(scores), Reasons(scores, texts, labels or Labels(), store)
    filled: dict[str, dict[str, list[str]]] = {page: {} for page in by_id}
    for source, kind in product(POST_KINDS, POST_KINDS):
        for page, chosen in lists.fill(source, kind).items():
            filled[page][kind] = chosen
    return RelatedPosts(ReasonedLists(filled, reasons), lists.left_out, scores)


class ReasonedLists(Mapping[str, RelatedLists]):
    """The lists of every page; the reasons in them are worked out when somebody asks for those of the page."""

    def __init__(self, pages: Mapping[str, Mapping[str, list[str]]], reasons: Reasons) -> None:
        self._pages, self._reasons = pages, reasons
        self._lists: dict[str, RelatedLists] = {}

    def __getitem__(self, page: str) -> RelatedLists:
        if page not in self._lists:
            reasons, score = self._reasons, self._reasons.scores.score
            self._lists[page] = {
                kind: [RelatedPost(post, reasons(page, post), score(page, post)) for post in posts]
                for kind, posts in self._pages[page].items()
            }
        return self._lists[page]

    def __iter__(self) -> Iterator[str]:
        return iter(self._pages)

    def __len__(self) -> int:
        return len(self._pages)

    def decisive(self, page: str) -> str:
        """Return a digest of all that the lists of a page depend on; it takes less time than the lists."""
        posts = chain.from_iterable(self._pages[page].values())
        return f"{list(self._pages[page].items())} {self._reasons.decisive(page, posts)}"

    def prepare(self, pages: Iterable[str]) -> None:
        """Find the reasons of many pages at once."""
        lists = ((page, chain.from_iterable(self._pages[page].values())) for page in pages)
        self._reasons.find_terms([(page, post) for page, posts in lists for post in posts])


class _Lists:
    """The lists of all pages while they are filled."""

    def __init__(self, scores: Scores) -> None:
        self.scores, self.by_id = scores, scores.by_id
        self.left_out: dict[str, dict[str, str]] = defaultdict(dict)
        self.by_kind = {
            kind: [page for page, document in self.by_id.items() if document.kind == kind]
            for kind in POST_KINDS
        }
        self._by_day = {
            kind: sorted(pages, key=lambda page: (self.by_id[page].day or 0, page))
            for kind, pages in self.by_kind.items()
        }
        self._places_by_day = {page: at for order in self._by_day.values() for at, page in enumerate(order)}
        self._days = {page: document.day for page, document in self.by_id.items()}
        self._duplicates: dict[str, set[str]] = defaultdict(set)
        for page, post in scores.near_duplicates:
            self._duplicates[page].add(post)

    def fill(self, source: str, kind: str) -> dict[str, list[str]]:
        """Return the lists of one kind under the posts of one kind."""
        if not self.by_kind[kind]:
            return {page: [] for page in self.by_kind[source]}
        lists = {page: self._initial_list(page, kind) for page in self.by_kind[source]}
        balancer = InlinkBalancer(
            lists,
            self.by_kind[kind],
            LIST_LENGTH,
            lambda page: self.scores.near[page][kind],
            lambda page, post: self.scores.is_eligible(page, post, kind),
            self._leave_out,
        )
        # Two posts cannot each have two others that link to them.
        if len(lists) > MIN_INLINKS or source != kind:
            balancer.rebalance(lambda page: self._hosts(page, source))
        if len(lists) > MIN_INLINKS and source == kind:
            balancer.connect(lambda page: self._hosts(page, source))
        return {page: links.pages for page, links in lists.items()}

    def _initial_list(self, page: str, kind: str) -> LinkList:
        by_authors = self.scores.author_links(page, kind)[:LIST_LENGTH]
        ranked = (post for post in self.scores.ranked(page, kind) if post not in by_authors)
        room = LIST_LENGTH - len(by_authors)
        nearest = self._diversify(page, list(islice(ranked, _CANDIDATES)), room)
        chosen = self._stable_order(page, kind, nearest, room)
        if len(chosen) < room:
            listed = {*by_authors, *chosen}
            more = (post for post in self.scores.by_topics(page, kind) if post not in listed)
            chosen += islice(more, room - len(chosen))
        return LinkList(by_authors, chosen)

    def _stable_order(self, page: str, kind: str, nearest: list[str], room: int) -> list[str]:
        """Return the highest scores, as if posts had arrived one after the other.

        A post that appeared later replaces another only if its score is higher by the margin. So a list is what it
        would be if it had been kept since, and nothing needs to be kept.
        """
        near, start = self.scores.near[page][kind], self._days[page]

        def days_later(post: str) -> int:
            day = self._days[post]
            return 0 if start is None or day is None or day < start else day - start

        arrived = sorted(nearest, key=days_later)  # those of one day in their order
        order = {post: place for place, post in enumerate(nearest)}
        chosen = sorted(arrived[:room], key=order.__getitem__)
        for post in arrived[room:] if chosen else ():
            last = chosen[-1]
            if near[post] > (1 + MARGIN) * near[last]:
                chosen = sorted([*chosen[:-1], post], key=order.__getitem__)
            elif near[post] > near[last]:
                self._leave_out(page, post, f"not so much nearer than {last}, which was here before")
        return chosen

    def _diversify(self, page: str, nearest: list[str], room: int) -> list[str]:
        """Return these posts without near-duplicates of a higher one where there are enough others."""
        if self._duplicates.keys().isdisjoint(nearest):
            return nearest
        varied, repeated = list[str](), list[str]()
        for post in nearest:
            duplicates = self._duplicates.get(post, ())
            original = next((kept for kept in varied if kept in duplicates), None)
            if original:
                self._leave_out(page, post, f"says much the same as {original}")
            (repeated if original else varied).append(post)
        return varied if len(varied) >= room else [*varied, *repeated[: room - len(varied)]]

    def _hosts(self, page: str, source: str) -> Iterator[str]:
        """Yield posts whose lists may take the page: its neighbours, posts on its topics, posts of its time."""
        yield from self.scores.near[page][source]
        yield from islice(self.scores.by_topics(page, source), LIST_LENGTH)
        if self.by_id[page].kind == source:
            order, place = self._by_day[source], self._places_by_day[page]
            around = chain.from_iterable(zip_longest(reversed(order[:place]), order[place + 1 :]))
            yield from (post for post in around if post and self.scores.is_eligible(page, post, source))

    def _leave_out(self, page: str, post: str, why: str) -> None:
        self.left_out[page][post] = why
