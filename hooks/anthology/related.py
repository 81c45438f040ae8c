"""Related posts: which, in which order, and why.

What authors say comes first (pins, links in the text, responses, series), then what the texts share:
topics, people, and words that are rare elsewhere (TF-IDF cosine over each text's weightiest words).
Essays and episodes are ranked apart. A link that has no reason to show is not made.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

SHOWN = 4
"""the most links in one list"""
_WEIGHTIEST = 60
_TITLE = 4
_TOPIC = 0.08
_PERSON = 0.02
_LEAST = 0.03
_WORD = re.compile(r"[^\W\d_]{3,}")
_COMMON = frozenset(
    """
    the and for that with this are was not but have has had you your they their them from which what when
    who whom whose will would can could should may might must one all any some more most other than then
    there here into out about over under after before between through because while where how why his her
    its our ours were been being does did doing don just also only very too own same such each few both nor
    off again once did also make makes made way ways thing things people many much get gets got going like
    even still first last next without within does say says said see often need needs work use used
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
    likeness = _likeness(weights)
    barred = {(document.id, name) for document in by_id.values() for name in document.excludes}
    excluded = barred | {(other, one) for one, other in barred}
    return {page: _lists(by_id[page], by_id, weights, likeness[page], excluded, topics) for page in by_id}


def _lists(
    document: Document,
    by_id: Mapping[str, Document],
    weights: Mapping[str, Mapping[str, float]],
    likeness: Mapping[str, float],
    excluded: set[tuple[str, str]],
    topics: Mapping[str, str],
) -> Lists:
    lists: Lists = {"essays": [], "episodes": []}
    for page in _ranked(document, by_id, likeness):
        found = lists[by_id[page].kind]
        if len(found) < SHOWN and (document.id, page) not in excluded:
            reasons = tuple(_reasons(document, by_id[page], weights, topics))
            if reasons:
                found.append(Related(page, reasons))
    return lists


def _ranked(document: Document, by_id: Mapping[str, Document], likeness: Mapping[str, float]) -> list[str]:
    scores = {page: score + _common_ground(document, by_id[page]) for page, score in likeness.items()}
    told = [page for page in by_id if page != document.id and _told(document, by_id[page])]
    pinned = [page for page in document.pins if page in by_id and page != document.id]
    best = sorted(
        (page for page in scores if scores[page] >= _LEAST), key=lambda page: (-round(scores[page], 4), page)
    )
    return list(
        dict.fromkeys([*pinned, *sorted(told, key=lambda page: (-_told(document, by_id[page]), page)), *best])
    )


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
) -> Iterable[str]:
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
    shared = [topics[topic] for topic in document.topics if topic in other.topics and topic in topics]
    if shared:
        yield f"both about {_listed(shared[:3])}"
    elif terms := _shared_terms(weights[document.id], weights[other.id]):
        yield f"both speak of {_listed(terms)}"


def _shared_terms(one: Mapping[str, float], other: Mapping[str, float]) -> list[str]:
    shared = sorted(one.keys() & other.keys(), key=lambda term: (-round(one[term] * other[term], 6), term))
    return shared[:3] if len(shared) >= 2 else []


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _weights(documents: Iterable[Document]) -> dict[str, dict[str, float]]:
    """Each document's weightiest words, as a vector of length one."""
    counts = {document.id: _counted(document) for document in documents}
    spread = Counter(word for counted in counts.values() for word in counted)
    return {page: _normalised(counted, spread, len(counts)) for page, counted in counts.items()}


def _counted(document: Document) -> Counter[str]:
    words = Counter(word for word in _WORD.findall(document.text.lower()) if word not in _COMMON)
    for word in _WORD.findall(document.title.lower()):
        if word not in _COMMON:
            words[word] += _TITLE
    return words


def _normalised(counted: Counter[str], spread: Counter[str], total: int) -> dict[str, float]:
    # A word of one document relates nothing; a word of nearly all tells nothing.
    most = max(2, total // 4) if total > 8 else total
    weighed = {
        word: (1 + math.log(number)) * math.log(1 + total / spread[word])
        for word, number in counted.items()
        if 1 < spread[word] <= most
    }
    kept = sorted(weighed, key=lambda word: (-round(weighed[word], 6), word))[:_WEIGHTIEST]
    length = math.sqrt(math.fsum(weighed[word] ** 2 for word in kept)) or 1.0
    return {word: weighed[word] / length for word in kept}


def _likeness(weights: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    """The cosine of every two documents that share a weighty word, by way of an index of words."""
    index: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for page, words in weights.items():
        for word, weight in words.items():
            index[word].append((page, weight))
    likeness: dict[str, dict[str, float]] = {}
    for page, words in weights.items():
        scores: dict[str, float] = defaultdict(float)
        for word, weight in words.items():
            for other, other_weight in index[word]:
                scores[other] += weight * other_weight
        scores.pop(page, None)
        likeness[page] = scores
    return likeness
