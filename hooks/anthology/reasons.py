"""Why two posts stand beside each other, in words a reader understands.

What authors have said comes first, then the topics that both have, with the words that both dwell on, then
words alone. A word must stand at least twice in both texts or in both titles. A content note is
never a reason, nor is a word that names one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from .document import Document
from .likeness import Likeness, Shared
from .text_terms import roots
from .wording import listed

_TERMS, _TOPICS, _NAMES = 3, 2, 2
_SAME_TIME = 92  # days
_SHORT = 5
_JOINING = frozenset("and at by for from in of on the to with".split())
"""what may stand between two words that are shown as one term"""


@dataclass(frozen=True, slots=True)
class Words:
    """What the collection calls things: titles of topics, names of people; `unsaid` no reason may name."""

    topics: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    unsaid: Sequence[str] = ()
    language: str = "en"


class Reasons:
    """Gives the reasons of links between the posts of a collection."""

    def __init__(self, by_id: Mapping[str, Document], likeness: Likeness, words: Words) -> None:
        self.by_id, self.likeness, self.words = by_id, likeness, words
        self.unsaid = {root for text in words.unsaid for root in roots(text, words.language)}

    def __call__(self, page: str, other: str) -> tuple[str, ...]:
        """Of the link that leads from one page to another; never none."""
        document, linked = self.by_id[page], self.by_id[other]
        said = list(_said(document, linked))
        topics = [
            self.words.topics[topic]
            for topic in document.topics
            if topic in linked.topics and topic in self.words.topics
        ]
        if topics:
            terms = [] if said else self.terms(page, other)
            return *said, f"both about {listed(topics[:_TOPICS])}{': ' if terms else ''}{', '.join(terms)}"
        if said:
            return tuple(said)
        return (next(self._found(document, linked)),)

    def terms(self, page: str, other: str) -> list[str]:
        """Up to three terms that two texts dwell on."""
        places = self.likeness.places
        return list(self._telling(self.likeness.shared(places[page], places[other])))

    def _found(self, document: Document, other: Document) -> Iterator[str]:
        """What a machine can say of two texts, the most telling first."""
        if terms := self.terms(document.id, other.id):
            yield f"both speak of {listed(terms)}"
        places = self.likeness.places
        if terms := list(self._telling(self.likeness.mentioned(places[document.id], places[other.id]))):
            yield f"both mention {listed(terms)}"
        people = self.words.people
        if names := [people[name] for name in document.people if name in other.people and name in people]:
            yield f"{'both by' if document.kind == other.kind == 'essays' else 'both with'} {listed(names[:_NAMES])}"
        days = document.days_from(other)
        if days is not None and days <= _SAME_TIME:
            yield "published around the same time"
        yield "from another corner of this collection"

    def _telling(self, shared: Iterable[Shared]) -> Iterator[str]:
        taken: set[str] = set()
        number = 0
        # Two words that belong together tell more than each of them.
        for term in sorted(
            shared, key=lambda term: (-term.weight * (3 if " " in term.form else 2), term.form)
        ):
            words = set(term.form.lower().split())
            if number < _TERMS and words.isdisjoint(taken) and self._may_be_said(term.form):
                taken |= words
                number += 1
                yield term.form

    def _may_be_said(self, form: str) -> bool:
        first, *inner, last = words = form.split() * (2 if " " not in form else 1)
        if first == last and len(form) < _SHORT and not form[0].isupper():
            return False  # a short word is seldom what a text is about
        if not _JOINING.issuperset(inner):
            return False
        return not any(word.lower().startswith(root) for word in words for root in self.unsaid)


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
