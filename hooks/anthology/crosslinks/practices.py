"""Which grounding practices stand under a post, and the reason given for each.

They are matched by controlled words, never by the likeness of texts: the author's pins, then what the content notes
lead to (`helps_with`), then the topics, then plain phrases in the text. Two or three, each of another
anchor, at least one that is neither breath nor body; one of them is the practice for almost any moment. What is
`not_for` a post's words is never offered with it. The reason is the one written for the `helps_with` word: it
never names a content note or what stands in the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field

from anthology.schema import BODY_ANCHORS, Post, Practice, Vocabulary

from .phrases import spoken_of

MOST = 3
GENERAL = "orienting"
"""the anchor of the practice that suits nearly everybody"""
ANY_TIME = "at any time, with nothing at hand"


@dataclass(frozen=True, slots=True)
class Offer:
    """A practice, and the words for why it is offered."""

    page: str
    reason: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """helps_with words, and how much content notes, topics and phrases want them; the first counts first."""

    words: Mapping[str, tuple[int, int, int]] = field(default_factory=dict)

    def by(self, practice: Practice) -> tuple[int, int, int]:
        """How much a practice is wanted for all that it helps with."""
        found = [self.words.get(word, (0, 0, 0)) for word in practice.helps_with]
        return sum(each[0] for each in found), sum(each[1] for each in found), sum(each[2] for each in found)


def offers(
    post: Post, practices: Mapping[str, Practice], vocabulary: Vocabulary, text: str = ""
) -> list[Offer]:
    """Two or three practices for a post; `practices` by id (`practices/slug`).

    Fewer only where the collection has too few that may be offered.
    """
    return offers_of_all({"": (post, text)}, practices, vocabulary, every_one=False)[""]


def offers_of_all(
    posts: Mapping[str, tuple[Post, str]],
    practices: Mapping[str, Practice],
    vocabulary: Vocabulary,
    every_one: bool = True,
) -> dict[str, list[Offer]]:
    """The practices of each post, which comes with its text; if possible, every practice stands somewhere."""
    reasons = _sayable(vocabulary)
    made: dict[object, Choice] = {}
    choices: dict[str, Choice] = {}
    for page, (post, text) in sorted(posts.items()):
        wanted = _wanted(post, text, vocabulary)
        # Many posts want the same; what is found for one is what is found for all of them.
        alike = (*wanted.words.items(), *post.practices, *(note.note for note in post.content_notes))
        if alike not in made:
            made[alike] = Choice(post, wanted, practices, reasons)
        choices[page] = copy(made[alike])
    if every_one:
        _use_every_one(choices, practices)
    return {page: choice.offers() for page, choice in choices.items()}


def pins_left_out(
    post: Post, offered: Iterable[str], practices: Mapping[str, Practice], vocabulary: Vocabulary, text: str
) -> dict[str, str]:
    """The practices that an author has chosen and that are not offered, and why not."""
    offered = list(offered)
    missing = [page for name in post.practices if (page := f"practices/{name}") not in offered]
    if not missing:
        return {}
    allowed = Choice(post, _wanted(post, text, vocabulary), practices, {}).allowed
    anchors = {practices[page].anchor: page for page in reversed(offered)}
    return {page: _why_not(page, practices, allowed, anchors) for page in missing}


def _why_not(
    page: str, practices: Mapping[str, Practice], allowed: Mapping[str, Practice], anchors: Mapping[str, str]
) -> str:
    if page not in practices or practices[page].draft:
        return "chosen by the author, but not published"
    if page not in allowed:
        return "chosen by the author, but it is not for what this post speaks of"
    if other := anchors.get(practices[page].anchor):
        return f"chosen by the author, but {other} has the same anchor"
    return f"chosen by the author, but at most {MOST} are offered, one of them for almost any moment"


class Choice:
    """The practices of one post while they are chosen."""

    def __init__(
        self,
        post: Post,
        wanted: Wanted,
        practices: Mapping[str, Practice],
        reasons: Mapping[str, str],
    ) -> None:
        self.reasons, self.wanted = reasons, wanted
        self.allowed = {
            page: practice
            for page, practice in practices.items()
            if not practice.draft and not self._refused(practice, post)
        }
        self.pinned = [page for name in post.practices if (page := f"practices/{name}") in self.allowed]
        self.general = self._general()
        self.chosen = self._balanced(self._chosen())

    def offers(self) -> list[Offer]:
        """The practices with their reasons; two do not give the same where another fits."""
        found: list[Offer] = []
        for page in self.chosen:
            found.append(Offer(page, self._reason(self.allowed[page], {offer.reason for offer in found})))
        return found

    def with_one_more(self, page: str, used: Counter[str], beside_general: bool) -> list[str]:
        """What would stand here with this practice, if need be in place of one that stands elsewhere too.

        Nothing if there is no room. `beside_general`: it may have the anchor of the general one.
        """
        if page not in self.allowed:
            return []
        fixed, anchor = {*self.pinned, self.general}, self.allowed[page].anchor
        given_up = [other for other in reversed(self.chosen) if other not in fixed and used[other] > 1]
        for leaving in [*([""] if len(self.chosen) < MOST else []), *given_up]:
            rest = [other for other in self.chosen if other != leaving]
            like = [other for other in rest if self.allowed[other].anchor == anchor]
            room = not like or (beside_general and like == [self.general] and len(rest) > 1)
            if room and self._balanced([*rest, page]) == [*rest, page]:
                return [*rest, page]
        return []

    def _general(self) -> str:
        """The practice for almost any moment: of those with its anchor, the one that helps with most."""
        found = [page for page, practice in self.allowed.items() if practice.anchor == GENERAL]
        return min(found, key=lambda page: (-len(self.allowed[page].helps_with), page), default="")

    def _chosen(self) -> list[str]:
        """Pins, then what is wanted most; the general one has a place, last if nothing wants it more."""
        chosen: list[str] = []
        for page in self._ranked():
            anchors = {self.allowed[other].anchor for other in chosen}
            reserved = bool(self.general) and page != self.general and self.general not in chosen
            room = MOST - (1 if reserved and GENERAL not in anchors else 0)
            second = reserved and self.allowed[page].anchor == GENERAL and page not in self.pinned
            if len(chosen) < room and self.allowed[page].anchor not in anchors and not second:
                chosen.append(page)
        return chosen

    def _ranked(self) -> list[str]:
        scores = {page: self.wanted.by(practice) for page, practice in self.allowed.items()}
        fitting = sorted(
            (page for page in scores if any(scores[page])),
            key=lambda page: (*(-score for score in scores[page]), page),
        )
        rest = sorted(page for page in self.allowed if self.allowed[page].anchor not in BODY_ANCHORS)
        general = [self.general] if self.general else []
        return list(dict.fromkeys([*self.pinned, *fitting, *general, *rest, *sorted(self.allowed)]))

    def _balanced(self, chosen: list[str]) -> list[str]:
        """The chosen ones, the last given up for one that is not of the body where none is."""
        if not chosen or any(self.allowed[page].anchor not in BODY_ANCHORS for page in chosen):
            return chosen
        others = sorted(page for page in self.allowed if self.allowed[page].anchor not in BODY_ANCHORS)
        return [*chosen[: MOST - 1], *others[:1]]

    def _refused(self, practice: Practice, post: Post) -> bool:
        words = {*self.wanted.words, *(note.note for note in post.content_notes)}
        return not words.isdisjoint(practice.not_for)

    def _reason(self, practice: Practice, given: set[str]) -> str:
        """The reason of the word that is wanted most; where another practice has it, of the next."""
        reasons = list(self._reasons(practice))
        return next(
            (reason for reason in reasons if reason not in given), reasons[0] if reasons else ANY_TIME
        )

    def _reasons(self, practice: Practice) -> Iterator[str]:
        wanted = self.wanted.words
        words = sorted(
            (word for word in practice.helps_with if word in wanted and word in self.reasons),
            key=lambda word: (*(-score for score in wanted[word]), word),
        )
        return (self.reasons[word] for word in words)


def _sayable(vocabulary: Vocabulary) -> dict[str, str]:
    """helps_with word → its reason, of those that name no content note."""
    notes = [_folded(name) for name in names_of_notes(vocabulary)]
    return {
        word: meaning.reason
        for word, meaning in vocabulary.helps_with.items()
        if not any(note in _folded(meaning.reason) for note in notes)
    }


def names_of_notes(vocabulary: Vocabulary) -> list[str]:
    """Everything by which content notes are called: their ids and titles."""
    return [text for name, note in vocabulary.content_notes.items() for text in (name, note.title)]


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _wanted(post: Post, text: str, vocabulary: Vocabulary) -> Wanted:
    notes = (vocabulary.content_notes.get(note.note) for note in post.content_notes)
    topics = (vocabulary.topics.get(topic) for topic in post.topics)
    by_notes = Counter(word for note in notes if note for word in note.helps_with)
    by_topics = Counter(word for topic in topics if topic for word in topic.helps_with)
    by_phrases = spoken_of(text, vocabulary)
    words = dict.fromkeys([*by_notes, *by_topics, *by_phrases])
    return Wanted({word: (by_notes[word], by_topics[word], by_phrases.get(word, 0)) for word in words})


def _use_every_one(choices: Mapping[str, Choice], practices: Iterable[str]) -> None:
    """Gives each practice that stands nowhere the place where it is wanted most.

    One with the anchor of the general practice would never have a place, as that one always stands there; it may
    stand beside it once, with a third of another anchor.
    """
    used = Counter(page for choice in choices.values() for page in choice.chosen)
    for beside_general in (False, True):
        for practice in sorted(practices):
            if not used[practice]:
                _use(practice, choices, used, beside_general)


def _use(practice: str, choices: Mapping[str, Choice], used: Counter[str], beside_general: bool) -> None:
    places = {
        page: taken
        for page, choice in choices.items()
        if (taken := choice.with_one_more(practice, used, beside_general))
    }
    if not places:
        return
    wanted = {page: choices[page].wanted.by(choices[page].allowed[practice]) for page in places}
    best = min(places, key=lambda page: (*(-score for score in wanted[page]), page))
    used.subtract(choices[best].chosen)
    choices[best].chosen = places[best]
    used.update(choices[best].chosen)
