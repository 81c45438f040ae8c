"""Why two posts stand beside each other, in words a reader understands.

What authors have said comes first, then the topics that both have, with the words that both dwell on, then
words alone. A word must stand at least twice in both texts or in both titles. A content note is
never a reason, nor is a word that names one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from .document import Document
from .likeness import Likeness, Shared
from .memory import Memory
from .text_terms import roots
from .wording import listed

_TERMS, _TOPICS, _NAMES = 3, 2, 2
_SAME_TIME = 92  # days
_SHORT = 5
_DWELL, _MENTION = "speak of", "mention"
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
        self.unsaid = sorted({root for text in words.unsaid for root in roots(text, words.language)})
        known = likeness.known
        self.known = known.words if known.unsaid == " ".join(self.unsaid) else {}
        self.asked: dict[str, tuple[str, list[str]]] = {}

    def __call__(self, page: str, other: str) -> tuple[str, ...]:
        """Of the link that leads from one page to another; never none."""
        document, linked = self.by_id[page], self.by_id[other]
        said, titles = list(_said(document, linked)), self.words.topics
        topics = [titles[name] for name in document.topics if name in linked.topics and name in titles]
        if topics:
            use, terms = ("", []) if said else self.terms(page, other)
            more = f": {', '.join(terms)}" if use == _DWELL else ""
            return *said, f"both about {listed(topics[:_TOPICS])}{more}"
        return tuple(said) or (next(self._found(document, linked)),)

    def terms(self, page: str, other: str) -> tuple[str, list[str]]:
        """How both use some words, and up to three of these; empty where they share none that tell."""
        name = f"{page} {other}"
        if name not in self.asked:
            self.asked[name] = self.known.get(name) or self._terms(page, other)
        return self.asked[name]

    def keep(self, memory: Memory) -> None:
        """Has the next build remember what was found out."""
        if not self.likeness.fresh or self.asked != self.known:
            memory.keep(replace(self.likeness.known, words=self.asked, unsaid=" ".join(self.unsaid)))

    def _terms(self, page: str, other: str) -> tuple[str, list[str]]:
        one, two = self.likeness.places[page], self.likeness.places[other]
        if terms := list(self._telling(self.likeness.shared(one, two))):
            return _DWELL, terms
        terms = list(self._telling(self.likeness.mentioned(one, two)))
        return (_MENTION, terms) if terms else ("", [])

    def _found(self, document: Document, other: Document) -> Iterator[str]:
        """What a machine can say of two texts, the most telling first."""
        use, terms = self.terms(document.id, other.id)
        if terms:
            yield f"both {use} {listed(terms)}"
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
