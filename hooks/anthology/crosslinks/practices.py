"""Choose the grounding practices under a post, and the reason for each.

They are chosen by controlled words, never by similarity of texts: the author's pins, then the `helps_with` words of
content notes, then those of topics, then phrases in the text. A post has two or three, each with another anchor, at
least one that is neither breath nor body; one of them is the default practice, for almost any moment. A practice
that is `not_for` a post's words is never offered with it, nor one in another language where two in the post's own may
be, but for pins. The reason is that of the `helps_with` word in the
vocabulary: it never names a content note, or anything in the text.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from typing import NamedTuple

from anthology.cache import Cache
from anthology.schema import BODY_ANCHORS, Post, Practice, Vocabulary

from .document import LazyText
from .phrases import PhraseCounter, count_phrases

MAX_OFFERS = 3
DEFAULT_ANCHOR = "orienting"
"""the anchor of the practice for almost any moment"""
ANY_TIME = "at any time, with nothing at hand"


class Offer(NamedTuple):
    """A practice, and the words for why it is offered."""

    page: str
    reason: str


Demand = Mapping[str, tuple[int, int, int]]
"""By helps_with word: how many content notes, topics and phrases ask for it; they count in this order."""


def offers_of_all(
    posts: Mapping[str, tuple[Post, str | LazyText]],
    practices: Mapping[str, Practice],
    vocabulary: Vocabulary,
    language: str = "en",
    cover_all: bool = True,
    store: Cache | None = None,
) -> dict[str, list[Offer]]:
    """Return two or three practices for each post; fewer only if too few may be offered.

    `posts` have their fields and full text, `practices` are by id (`practices/slug`); `language` is that of posts that
    name none. With `cover_all` every practice is offered somewhere, if possible.
    """
    reasons, count = _safe_reasons(vocabulary), PhraseCounter(vocabulary, store)
    selections: dict[object, PracticeSelection] = {}
    by_page: dict[str, PracticeSelection] = {}
    for page, (post, text) in sorted(posts.items()):
        demand = _demand(post, count(text, post.language or language), vocabulary)
        # Many posts have the same demand, and so the same selection.
        key = (post.language, *demand.items(), *post.practices, *(note.note for note in post.content_notes))
        if key not in selections:
            selections[key] = PracticeSelection(post, demand, practices, reasons, language)
        by_page[page] = copy(selections[key])
    if cover_all:
        _ensure_coverage(by_page, practices)
    return {page: selection.offers() for page, selection in by_page.items()}


def pins_left_out(
    post: Post,
    offered: Sequence[str],
    practices: Mapping[str, Practice],
    vocabulary: Vocabulary,
    text: str,
    language: str,
) -> dict[str, str]:
    """Return the practices that an author chose and that are not offered, and why not."""
    missing = [page for name in post.practices if (page := f"practices/{name}") not in offered]
    if not missing:
        return {}
    by_phrases = count_phrases(text, vocabulary, post.language or language)
    demand = _demand(post, by_phrases, vocabulary)
    allowed = PracticeSelection(post, demand, practices, {}, language).allowed
    anchors = {practices[page].anchor: page for page in reversed(offered)}
    reasons = {}
    for page in missing:
        if page not in practices or practices[page].draft:
            why = "not published"
        elif page not in allowed:
            why = "it is not for what this post speaks of"
        elif same := anchors.get(practices[page].anchor):
            why = f"{same} has the same anchor"
        else:
            why = f"at most {MAX_OFFERS} are offered, one of them for almost any moment"
        reasons[page] = f"chosen by the author, but {why}"
    return reasons


class PracticeSelection:
    """The practices of one post while they are chosen."""

    def __init__(
        self,
        post: Post,
        demand: Demand,
        practices: Mapping[str, Practice],
        reasons: Mapping[str, str],
        language: str,
    ) -> None:
        self.reasons, self.demand = reasons, demand
        words = {*demand, *(note.note for note in post.content_notes)}
        self.allowed = {
            page: practice
            for page, practice in practices.items()
            if not practice.draft and words.isdisjoint(practice.not_for)
        }
        self.pinned = [page for name in post.practices if (page := f"practices/{name}") in self.allowed]
        readable = {
            page: practice
            for page, practice in self.allowed.items()
            if (practice.language or language) == (post.language or language)
        }
        if len(readable) > 1:
            self.allowed = {page: self.allowed[page] for page in dict.fromkeys([*readable, *self.pinned])}
        candidates = [page for page, practice in self.allowed.items() if practice.anchor == DEFAULT_ANCHOR]
        self.default = min(
            candidates, key=lambda page: (-len(self.allowed[page].helps_with), page), default=""
        )
        """the practice for almost any moment: of those with its anchor, the one that helps with most"""
        self.chosen = self._balanced(self._choose())

    def offers(self) -> list[Offer]:
        """Return the practices with their reasons; two have the same only where no other fits."""
        offers: list[Offer] = []
        for page in self.chosen:
            offers.append(Offer(page, self._reason(self.allowed[page], {offer.reason for offer in offers})))
        return offers

    def with_practice(self, page: str, used: Counter[str], beside_default: bool) -> list[str]:
        """Return the selection with this practice too, if need be in place of one that is offered elsewhere.

        The list is empty if there is no room. With `beside_default` it may have the anchor of the default practice.
        """
        if page not in self.allowed:
            return []
        fixed, anchor = {*self.pinned, self.default}, self.allowed[page].anchor
        removable = [name for name in reversed(self.chosen) if name not in fixed and used[name] > 1]
        for removed in [*([""] if len(self.chosen) < MAX_OFFERS else []), *removable]:
            rest = [name for name in self.chosen if name != removed]
            same_anchor = [name for name in rest if self.allowed[name].anchor == anchor]
            fits = not same_anchor or (beside_default and same_anchor == [self.default] and len(rest) > 1)
            if fits and self._balanced([*rest, page]) == [*rest, page]:
                return [*rest, page]
        return []

    def rank(self, page: str) -> tuple[int, int, int, str]:
        """Return a key that orders practices by the demand for everything that they help with, then by id."""
        counts = [self.demand.get(word, (0, 0, 0)) for word in self.allowed[page].helps_with]
        notes, topics, phrases = (sum(numbers) for numbers in zip((0, 0, 0), *counts, strict=True))
        return -notes, -topics, -phrases, page

    def _choose(self) -> list[str]:
        """Return pins, then the practices in most demand; the default one has a place, the last if need be."""
        chosen: list[str] = []
        for page in self._ranked():
            anchors = {self.allowed[name].anchor for name in chosen}
            reserved = bool(self.default) and page != self.default and self.default not in chosen
            places = MAX_OFFERS - (1 if reserved and DEFAULT_ANCHOR not in anchors else 0)
            is_second_default = (
                reserved and self.allowed[page].anchor == DEFAULT_ANCHOR and page not in self.pinned
            )
            if len(chosen) < places and self.allowed[page].anchor not in anchors and not is_second_default:
                chosen.append(page)
        return chosen

    def _ranked(self) -> list[str]:
        ranks = {page: self.rank(page) for page in self.allowed}
        fitting = sorted((page for page in ranks if any(ranks[page][:3])), key=ranks.__getitem__)
        rest = sorted(page for page in self.allowed if self.allowed[page].anchor not in BODY_ANCHORS)
        default = [self.default] if self.default else []
        return list(dict.fromkeys([*self.pinned, *fitting, *default, *rest, *sorted(self.allowed)]))

    def _balanced(self, chosen: list[str]) -> list[str]:
        """Return the selection, the last replaced by a practice that is not of the body if all of them are."""
        if not chosen or any(self.allowed[page].anchor not in BODY_ANCHORS for page in chosen):
            return chosen
        mental = sorted(page for page in self.allowed if self.allowed[page].anchor not in BODY_ANCHORS)
        return [*chosen[: MAX_OFFERS - 1], *mental[:1]]

    def _reason(self, practice: Practice, given: set[str]) -> str:
        """Return the reason of the word in most demand; of the next if another practice has it."""
        demand = self.demand
        words = sorted(
            (word for word in practice.helps_with if word in demand and word in self.reasons),
            key=lambda word: (*(-score for score in demand[word]), word),
        )
        reasons = [self.reasons[word] for word in words]
        unused = (reason for reason in reasons if reason not in given)
        return next(unused, reasons[0] if reasons else ANY_TIME)


def _safe_reasons(vocabulary: Vocabulary) -> dict[str, str]:
    """Return helps_with word → its reason, of the reasons that name no content note."""
    notes = [_normalized_words(name) for name in content_note_names(vocabulary)]
    return {
        word: meaning.reason
        for word, meaning in vocabulary.helps_with.items()
        if not any(note in _normalized_words(meaning.reason) for note in notes)
    }


def content_note_names(vocabulary: Vocabulary) -> list[str]:
    """Return everything that content notes are called: their ids and titles."""
    return [text for name, note in vocabulary.content_notes.items() for text in (name, note.title)]


def _normalized_words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _demand(post: Post, by_phrases: Mapping[str, int], vocabulary: Vocabulary) -> Demand:
    notes = (vocabulary.content_notes.get(note.note) for note in post.content_notes)
    topics = (vocabulary.topics.get(topic) for topic in post.topics)
    by_notes = Counter(word for note in notes if note for word in note.helps_with)
    by_topics = Counter(word for topic in topics if topic for word in topic.helps_with)
    words = dict.fromkeys([*by_notes, *by_topics, *by_phrases])
    return {word: (by_notes[word], by_topics[word], by_phrases.get(word, 0)) for word in words}


def _ensure_coverage(selections: Mapping[str, PracticeSelection], practices: Iterable[str]) -> None:
    """Add each practice that is offered nowhere to the post with the most demand for it.

    One with the anchor of the default practice would never have a place, because that is offered everywhere; it may be
    beside it once, with a third of another anchor.
    """
    used = Counter(page for selection in selections.values() for page in selection.chosen)
    for beside_default in (False, True):
        for practice in sorted(practice for practice in practices if not used[practice]):
            extended = [
                (selection.rank(practice)[:3], page, selection, chosen)
                for page, selection in selections.items()
                if (chosen := selection.with_practice(practice, used, beside_default))
            ]
            if extended:
                _, _, selection, chosen = min(extended, key=lambda candidate: candidate[:2])
                used.subtract(selection.chosen)
                selection.chosen = chosen
                used.update(chosen)
