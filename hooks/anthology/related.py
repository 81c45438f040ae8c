"""Related posts: which, in which order, and why.

What authors say comes first (pins, links in the text, responses, series), then what the texts share:
topics, people, and words that are rare elsewhere (TF-IDF cosine over each text's weightiest words).
Essays and episodes are ranked apart. A link that has no reason to show is not made.
"""

from __future__ import annotations

import heapq
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from .wording import listed

KINDS = ("essays", "episodes")
SHOWN = 4
"""the most links in one list"""
_WEIGHTIEST = 40
_TITLE = 4
_TOPIC = 0.08
_PERSON = 0.02
_LEAST = 0.03
_CANDIDATES = 24
_WORD = re.compile(r"[^\W\d_]{3,}")
_ADDRESS = re.compile(r"https?://\S+|\b10\.\d{4,}/\S+|\bwww\.\S+")
_COMMON = frozenset(
    """
    about after again against all already also always and another any anyone anything are around ask
    asked asks because been before being best better between both but can come comes could did does
    doing don each enough even everyone everything few first for from get gets give gives goes going
    good got had has have her here his how into its just know known knows last like made make makes many
    may might more most much must need needs never next nor not nothing off often once one only other
    others our ours out over own people rather really said same say says see should some someone
    something still such take takes than that the their them then there they thing things think thinks
    this through too under use used very was way ways were what when where whether which while who whom
    whose why will with within without work would you your
    """.split()
)


@dataclass(frozen=True, slots=True)
class Document:
    """What a post is to its relatives. `links` are the ids of posts that its text links to."""

    id: str
    title: str
    text: str
    topics: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    series: str = ""
    links: tuple[str, ...] = ()
    responds_to: str = ""
    pins: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """`essays` or `episodes`."""
        return self.id.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Related:
    """A link to another post, and the reasons a reader is given."""

    page: str
    reasons: tuple[str, ...]


Lists = dict[str, list[Related]]
"""`essays` and `episodes`, the best first"""


def related(documents: Iterable[Document], topics: Mapping[str, str]) -> dict[str, Lists]:
    """Both lists of every document; `topics` are the titles of topics by their ids.

    The order of the documents does not matter: ties are broken by id.
    """
    by_id = {document.id: document for document in sorted(documents, key=lambda document: document.id)}
    weights = _weights(by_id.values())
    barred = {(document.id, name) for document in by_id.values() for name in document.excludes}
    by_topic: dict[tuple[str, str], list[str]] = defaultdict(list)
    for document in by_id.values():
        for topic in document.topics:
            by_topic[document.kind, topic].append(document.id)
    web = _Web(
        by_id,
        weights,
        _likeness(weights),
        _neighbours(by_id),
        by_topic,
        barred | {(other, one) for one, other in barred},
        topics,
    )
    return {page: {kind: _list(web, by_id[page], kind) for kind in KINDS} for page in by_id}


@dataclass(frozen=True, slots=True)
class _Web:
    """What is known of all documents: their words, how alike they are, what their authors say."""

    by_id: Mapping[str, Document]
    weights: Mapping[str, Mapping[str, float]]
    likeness: Mapping[str, Mapping[str, Mapping[str, float]]]
    neighbours: Mapping[str, set[str]]
    by_topic: Mapping[tuple[str, str], list[str]]
    excluded: set[tuple[str, str]]
    topics: Mapping[str, str]


def _list(web: _Web, document: Document, kind: str) -> list[Related]:
    found: list[Related] = []
    for page in _ranked(web, document, kind):
        reasons = tuple(_reasons(document, web.by_id[page], web.weights, web.topics))
        if reasons:
            found.append(Related(page, reasons))
        if len(found) == SHOWN:
            break
    return found


def _ranked(web: _Web, document: Document, kind: str) -> list[str]:
    def may(page: str) -> bool:
        other = web.by_id.get(page)
        return (
            other is not None
            and other.kind == kind
            and page != document.id
            and (document.id, page) not in web.excluded
        )

    likest = filter(may, _likest(web.likeness[document.id][kind]))
    likeness = web.likeness[document.id][kind]
    scores = {page: likeness[page] + _common_ground(document, web.by_id[page]) for page in likest}
    told = sorted(
        filter(may, web.neighbours[document.id]), key=lambda page: (-_told(document, web.by_id[page]), page)
    )
    best = sorted(
        (page for page in scores if scores[page] >= _LEAST), key=lambda page: (-round(scores[page], 4), page)
    )
    found = list(dict.fromkeys([*filter(may, document.pins), *told, *best]))
    # A list that texts do not fill is filled by topics.
    return (
        found
        if len(found) >= SHOWN
        else list(dict.fromkeys([*found, *filter(may, _by_topic(web, document, kind))]))
    )


def _by_topic(web: _Web, document: Document, kind: str) -> list[str]:
    shared = Counter(page for topic in document.topics for page in web.by_topic.get((kind, topic), ()))
    return sorted(shared, key=lambda page: (-shared[page], page))[: SHOWN * 3]


def _likest(likeness: Mapping[str, float]) -> list[str]:
    """Who is looked at: what the texts share decides; topics and people only change the order then."""
    if len(likeness) <= _CANDIDATES:
        return list(likeness)
    least = heapq.nlargest(_CANDIDATES, likeness.values())[-1]
    return [page for page, score in likeness.items() if score >= least]


def _neighbours(by_id: Mapping[str, Document]) -> dict[str, set[str]]:
    """The posts that authors have tied to each: by a link, a response, a series."""
    found: dict[str, set[str]] = defaultdict(set)
    series: dict[str, list[str]] = defaultdict(list)
    for document in by_id.values():
        for other in (*document.links, document.responds_to):
            found[document.id].add(other)
            found[other].add(document.id)
        if document.series:
            series[document.series].append(document.id)
    for parts in series.values():
        for page in parts:
            found[page].update(parts)
    return found


def _told(document: Document, other: Document) -> int:
    """How plainly the authors say that two posts belong together; nothing where they do not."""
    if document.responds_to == other.id or other.responds_to == document.id:
        return 3
    if other.id in document.links or document.id in other.links:
        return 2
    return 1 if document.series and document.series == other.series else 0


def _common_ground(document: Document, other: Document) -> float:
    topics, people = set(document.topics) & set(other.topics), set(document.people) & set(other.people)
    return _TOPIC * min(len(topics), 3) + _PERSON * min(len(people), 2)


def _reasons(
    document: Document, other: Document, weights: Mapping[str, Mapping[str, float]], topics: Mapping[str, str]
) -> list[str]:
    reasons = list(_said(document, other))
    shared = [topics[topic] for topic in document.topics if topic in other.topics and topic in topics]
    if shared:
        reasons.append(f"both about {', '.join(shared[:3])}")
    # Words are the weakest reason: they stand only where there is no other.
    if not reasons and (terms := _shared_terms(weights[document.id], weights[other.id])):
        reasons.append(f"both speak of {listed(terms)}")
    return reasons


def _said(document: Document, other: Document) -> Iterator[str]:
    """What the authors themselves say of the two."""
    if other.id in document.pins:
        yield "chosen by the author"
    if other.responds_to == document.id:
        yield "a response to this"
    if document.responds_to == other.id:
        yield "what this responds to"
    if other.id in document.links:
        yield "linked in the text"
    elif document.id in other.links:
        yield "links to this"
    if document.series and document.series == other.series:
        yield "same series"


def _shared_terms(one: Mapping[str, float], other: Mapping[str, float]) -> list[str]:
    # A short word is seldom what a text is about.
    shared = [term for term in one.keys() & other.keys() if len(term) >= 6]
    shared.sort(key=lambda term: (-round(one[term] * other[term], 6), term))
    return shared[:3] if len(shared) >= 2 else []


def _weights(documents: Iterable[Document]) -> dict[str, dict[str, float]]:
    """Each document's weightiest words, as a vector of length one."""
    counts = {document.id: _counted(document) for document in documents}
    spread = Counter(chain.from_iterable(counts.values()))
    total = len(counts)
    # A word of one document relates nothing; a word of nearly all tells nothing.
    most = max(30, total // 8)
    rarity = {word: math.log(1 + total / number) for word, number in spread.items() if 1 < number <= most}
    return {page: _normalised(counted, rarity) for page, counted in counts.items()}


def _counted(document: Document) -> Counter[str]:
    text = document.text.lower()
    if "http" in text or "www." in text or "10." in text:
        text = _ADDRESS.sub(" ", text)
    words = Counter(_WORD.findall(text))
    for word in _WORD.findall(document.title.lower()):
        words[word] += _TITLE
    return words


def _normalised(counted: Counter[str], rarity: Mapping[str, float]) -> dict[str, float]:
    weighed = {
        word: round((1 + math.log(number)) * rarity[word], 6)
        for word, number in counted.items()
        if word in rarity and word not in _COMMON
    }
    kept = sorted(weighed.items(), key=_heaviest_first)[:_WEIGHTIEST]
    length = math.sqrt(math.fsum(weight**2 for _, weight in kept)) or 1.0
    return {word: weight / length for word, weight in kept}


def _heaviest_first(weighed: tuple[str, float]) -> tuple[float, str]:
    return -weighed[1], weighed[0]


def _likeness(weights: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, dict[str, float]]]:
    """Page → kind → page → cosine, of all that share a weighty word, by way of an index of words."""
    index: dict[str, dict[str, list[tuple[str, float]]]] = {kind: defaultdict(list) for kind in KINDS}
    for page, words in weights.items():
        for word, weight in words.items():
            index[page.partition("/")[0]][word].append((page, weight))
    return {
        page: {kind: _cosines(page, words, index[kind]) for kind in KINDS} for page, words in weights.items()
    }


def _cosines(
    page: str, words: Mapping[str, float], index: Mapping[str, list[tuple[str, float]]]
) -> dict[str, float]:
    scores: dict[str, float] = {}
    get = scores.get
    for word, weight in words.items():
        for other, other_weight in index.get(word, ()):
            scores[other] = get(other, 0.0) + weight * other_weight
    scores.pop(page, None)
    return scores
