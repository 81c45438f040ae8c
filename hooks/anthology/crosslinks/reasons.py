"""Why two posts stand beside each other, in words a reader understands.

What authors have said comes first, then the topics that both have, with the words that both dwell on, then
words alone. A word must stand at least twice in both texts or in both titles. A content note is
never a reason, nor is a word that names one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from anthology.i18n import Language, english

from .document import Document
from .similarity import Likeness, Shared
from .stopwords import PLAIN
from .terms import roots

_GAP = "\0"
_TERMS, _TOPICS, _NAMES = 3, 2, 2
_SAME_TIME = 92  # days
_SHORT, _TOGETHER = 5, 3
_JOINING = frozenset("and at by for from in of on the to with".split())
"""what may stand between two words that are shown as one term"""


@dataclass(frozen=True, slots=True)
class Words:
    """What the collection calls things: titles of topics, names of people; `unsaid` no reason may name."""

    topics: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    unsaid: Sequence[str] = ()
    language: str = "en"
    speech: Language = field(default_factory=english)
    """in which reasons are said"""


class Reason(str):
    """A reason in the language of the site, with what is needed to say it in that of another page."""

    __slots__ = ("key", "named")
    key: str
    named: Mapping[str, Sequence[str]]

    def __new__(cls, text: str, key: str, named: Mapping[str, Sequence[str]]) -> Reason:
        """`key` is that of the sentence that says `text`; each gap of it is a text, or a list of some."""
        reason = super().__new__(cls, text)
        reason.key, reason.named = key, named
        return reason

    def in_language(self, language: Language) -> str:
        """The same reason, for a page that speaks this language."""
        return _said_in(language, self.key, self.named)


def _said_in(language: Language, key: str, named: Mapping[str, Sequence[str]]) -> str:
    texts = {gap: text if isinstance(text, str) else language.listed(text) for gap, text in named.items()}
    return language.text(key, **texts)


class Reasons:
    """Gives the reasons of links between the posts of a collection."""

    def __init__(
        self,
        by_id: Mapping[str, Document],
        likeness: Likeness,
        near: Callable[[str, str], bool],
        words: Words,
    ) -> None:
        self.by_id, self.likeness, self.near, self.words = by_id, likeness, near, words
        shares = Counter(name for document in by_id.values() for name in document.people)
        # Somebody who is in most of it ties no two posts more than others.
        few = {name for name, posts in shares.items() if posts <= max(2, len(by_id) // 2)}
        self.people = {name: title for name, title in words.people.items() if name in few}
        unsaid = [found for text in words.unsaid if (found := roots(text, words.language))]
        self.unsaid = sorted(set().union(*unsaid))
        self.topics = {name: title for name, title in words.topics.items() if not _names(title, unsaid)}
        usual = blake2b(repr([sorted(terms) for terms in likeness.usual]).encode(), digest_size=8).hexdigest()
        self.mark = " ".join([usual, *self.unsaid])
        known = likeness.known
        self.known = known.words if known.unsaid == self.mark else {}
        self.asked: dict[str, list[str]] = {}
        self.forms: dict[tuple[str, ...], tuple[str, str]] = {}

    def __call__(self, page: str, other: str) -> tuple[Reason, ...]:
        """Of the link that leads from one page to another; never none."""
        document, linked = self.by_id[page], self.by_id[other]
        said, titles = [self._reason(key) for key in _said(document, linked)], self.topics
        topics = [titles[name] for name in document.topics if name in linked.topics and name in titles]
        if topics:
            if not said and (terms := self.terms(page, other)):
                return (self._about(tuple(topics[:_TOPICS]), terms),)
            return *said, self._reason("about", topics=topics[:_TOPICS])
        return tuple(said) or (next(self._found(document, linked)),)

    def terms(self, page: str, other: str) -> list[str]:
        """Up to three words that both dwell on; empty where they share none that tell."""
        name = f"{page} {other}"
        if name not in self.asked:
            known = self.known.get(name)
            self.asked[name] = self._terms(page, other) if known is None else known
        return self.asked[name]

    def _reason(self, key: str, **named: Sequence[str]) -> Reason:
        key = f"reasons.{key}"
        return Reason(_said_in(self.words.speech, key, named), key, named)

    def _about(self, topics: tuple[str, ...], terms: Sequence[str]) -> Reason:
        """The reason of most links: words that both dwell on, and the topics that both have, if any.

        Its sentence is made once for the topics, and the words are put into it.
        """
        if topics not in self.forms:
            key, named = (
                "reasons.about_words" if topics else "reasons.speak",
                {"words": _GAP, "topics": topics},
            )
            self.forms[topics] = key, _said_in(self.words.speech, key, named)
        key, form = self.forms[topics]
        if not topics:
            return Reason(form.replace(_GAP, self.words.speech.listed(terms)), key, {"words": terms})
        words = ", ".join(terms)
        return Reason(form.replace(_GAP, words), key, {"topics": topics, "words": words})

    def _terms(self, page: str, other: str) -> list[str]:
        one, two = self.likeness.places[page], self.likeness.places[other]
        return list(self._telling(self.likeness.shared(one, two)))

    def _found(self, document: Document, other: Document) -> Iterator[Reason]:
        """What a machine can say of two texts, the most telling first."""
        if terms := self.terms(document.id, other.id):
            yield self._about((), terms)
        if names := [
            self.people[name] for name in document.people if name in other.people and name in self.people
        ]:
            yield self._reason(
                "by" if document.kind == other.kind == "essays" else "with", names=names[:_NAMES]
            )
        if self.near(document.id, other.id):
            yield self._reason("near")
        days = document.days_from(other)
        if days is not None and days <= _SAME_TIME:
            yield self._reason("same_time")
        yield self._reason("elsewhere")

    def _telling(self, shared: Iterable[Shared]) -> Iterator[str]:
        taken: set[str] = set()
        number = 0
        # Two words that belong together tell more than each of them.
        for term in sorted(
            shared, key=lambda term: (-term.weight * (_TOGETHER if " " in term.form else 1), term.form)
        ):
            words = set(term.form.lower().split())
            if number < _TERMS and words.isdisjoint(taken) and self._may_be_said(term.form):
                taken |= words
                number += 1
                yield term.form

    def _may_be_said(self, form: str) -> bool:
        words = form.lower().split()
        if len(words) == 1 and len(form) < _SHORT and not form[0].isupper():
            return False  # a short word is seldom what a text is about
        if not _JOINING.issuperset(words[1:-1]) or not PLAIN.isdisjoint(words):
            return False
        return not any(word.startswith(root) for word in words for root in self.unsaid)


def _names(title: str, unsaid: Iterable[set[str]]) -> bool:
    """Whether a title says all the words of something that is not to be said."""
    words = re.findall(r"\w+", title.lower())
    return any(all(any(word.startswith(root) for word in words) for root in each) for each in unsaid)


def _said(document: Document, other: Document) -> Iterator[str]:
    """What the authors themselves say of the two, as keys of the sentences."""
    if other.id in document.pins:
        yield "chosen"
    if other.responds_to == document.id:
        yield "response"
    if document.responds_to == other.id:
        yield "answered"
    if other.id in document.links:
        yield "linked"
    elif document.id in other.links:
        yield "links"
    if document.series and document.series == other.series:
        yield "series"
