"""Which grounding practices stand under a post, and the reason given for each.

They are matched by controlled words, never by the likeness of texts: the author's pins, then what the
content notes and the topics lead to (`helps_with`). Two or three, each of another anchor, at least
one that is neither breath nor body; what is `not_for` a post's words is never offered with it. The
reason is the one written for the `helps_with` word: it never names a content note.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from .model import Post, Practice, Vocabulary
from .model.practice import BODY_ANCHORS

MOST = 3
GENERAL = "orienting"
"""the anchor of the practice that suits nearly everybody"""
ANY_TIME = "at any time, with nothing at hand"


@dataclass(frozen=True, slots=True)
class Offer:
    """A practice, and the words for why it is offered."""

    page: str
    reason: str


def offers(post: Post, practices: Mapping[str, Practice], vocabulary: Vocabulary) -> list[Offer]:
    """Two or three practices for a post; `practices` by id (`practices/slug`).

    Fewer only where the collection has too few that may be offered.
    """
    wanted = _wanted(post, vocabulary)
    allowed = {page: practice for page, practice in practices.items() if not _refused(practice, post, wanted)}
    chosen: list[str] = []
    for page in _ranked(post, allowed, wanted):
        if len(chosen) < MOST and allowed[page].anchor not in {allowed[other].anchor for other in chosen}:
            chosen.append(page)
    found: list[Offer] = []
    for page in _balanced(chosen, allowed):
        given = {offer.reason for offer in found}
        found.append(Offer(page, _reason(allowed[page], wanted, vocabulary, given)))
    return found


def _wanted(post: Post, vocabulary: Vocabulary) -> dict[str, int]:
    """helps_with word → how much it is wanted: a content note counts for more than a topic."""
    wanted: dict[str, int] = {}
    notes = [
        vocabulary.content_notes[note.note]
        for note in post.content_notes
        if note.note in vocabulary.content_notes
    ]
    topics = [vocabulary.topics[topic] for topic in post.topics if topic in vocabulary.topics]
    for weight, holders in ((3, notes), (1, topics)):
        for holder in holders:
            for word in holder.helps_with:
                wanted[word] = wanted.get(word, 0) + weight
    return wanted


def _refused(practice: Practice, post: Post, wanted: Iterable[str]) -> bool:
    words = {*wanted, *(note.note for note in post.content_notes)}
    return practice.draft or not words.isdisjoint(practice.not_for)


def _ranked(post: Post, allowed: Mapping[str, Practice], wanted: Mapping[str, int]) -> list[str]:
    pinned = [page for name in post.practices if (page := f"practices/{name}") in allowed]
    scores = {
        page: sum(wanted.get(word, 0) for word in practice.helps_with) for page, practice in allowed.items()
    }
    fitting = sorted((page for page in allowed if scores[page]), key=lambda page: (-scores[page], page))
    general = sorted(page for page in allowed if allowed[page].anchor == GENERAL)
    rest = sorted(page for page in allowed if allowed[page].anchor not in BODY_ANCHORS)
    return list(dict.fromkeys([*pinned, *fitting, *general, *rest, *sorted(allowed)]))


def _balanced(chosen: list[str], allowed: Mapping[str, Practice]) -> list[str]:
    """The chosen ones, the last given up for one that is not of the body where none is."""
    if not chosen or any(allowed[page].anchor not in BODY_ANCHORS for page in chosen):
        return chosen
    others = sorted(page for page in allowed if allowed[page].anchor not in BODY_ANCHORS)
    return [*chosen[: MOST - 1], *others[:1]]


def _reason(practice: Practice, wanted: Mapping[str, int], vocabulary: Vocabulary, given: set[str]) -> str:
    """The reason of the word that is wanted most; where another practice has it, of the next."""
    words = _shared_words(practice, wanted)
    reasons = [vocabulary.helps_with[word].reason for word in words if word in vocabulary.helps_with]
    return next((reason for reason in reasons if reason not in given), reasons[0] if reasons else ANY_TIME)


def _shared_words(practice: Practice, wanted: Mapping[str, int]) -> Iterator[str]:
    yield from sorted(
        (word for word in practice.helps_with if word in wanted), key=lambda word: (-wanted[word], word)
    )
