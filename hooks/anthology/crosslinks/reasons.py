"""Reasons for a link between two posts, in words that readers understand.

First what authors said, then the topics that both have with the words that both repeat, then words alone. A word
must occur at least twice in both texts, or in both titles. No reason names a content note.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from hashlib import sha256

from anthology.cache import Cache, Table, digest_of_text
from anthology.i18n import Language, english

from .document import POST_KINDS, Document, Reason
from .scores import Scores
from .terms import TITLE_WEIGHT, Ints, TermCounts, stem_prefixes
from .tokens import word_lists

_INSERTED_WORDS = "\0"
_MAX_TERMS, _MAX_TOPICS, _MAX_NAMES = 3, 2, 2
_SAME_TIME = 92  # days
_SHORT_WORD, _PAIR_FACTOR = 5, 3
_MAX_EMPHASIS = 8  # a term that is repeated more often is not more of a reason
_FEW_POSTS, _MANY_POSTS = 3, 200
_DIGITS = 32  # of a digest: 128 bits
_FIELDS = [name for name in Document._fields if name != "text"]
"""of a post; its terms stand for its text"""


@dataclass(frozen=True, slots=True)
class Labels:
    """Names in the collection: titles of topics and names of people by id; `forbidden` may not be named in a reason."""

    topics: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    forbidden: Sequence[str] = ()
    site_language: str = "en"
    language: Language = field(default_factory=english)
    """the language of reasons"""


class SharedTerms:
    """The terms that two posts both emphasize, with their weights. Posts are given by place."""

    def __init__(
        self,
        texts: Sequence[TermCounts],
        levels: Sequence[Ints],
        kinds: Sequence[int],
    ) -> None:
        self.texts, self.levels, self.kinds = texts, levels, kinds
        self.common = {kind: self._common_terms(kind) for kind in set(kinds)}
        self.labels = cache(self._labels)
        self.digest = cache(self._digest)
        self._common_digests = {kind: repr(sorted(terms)).encode() for kind, terms in self.common.items()}

    def __call__(self, place: int, post: int) -> Iterator[tuple[str, int]]:
        """Yield terms that occur twice in both texts or in both titles: the first post's form, and the weight."""
        first, second = self.labels(place), self.labels(post)
        for term in first.keys() & second.keys():
            (level, count, in_title, form), (_, count_there, in_title_there, _) = first[term], second[term]
            if (count > 1 and count_there > 1) or (in_title and in_title_there):
                here, there = count + TITLE_WEIGHT * in_title, count_there + TITLE_WEIGHT * in_title_there
                yield form, level * min(here, there, _MAX_EMPHASIS)

    def _digest(self, place: int) -> str:
        """A digest of all that `labels` is worked out from."""
        text, common = self.texts[place], self._common_digests[self.kinds[place]]
        levels = self.levels[place][text.labels].tobytes()
        return sha256(b"%b %b %b" % (text.digest.encode(), common, levels)).hexdigest()[:_DIGITS]

    def _labels(self, place: int) -> dict[int, tuple[int, int, bool, str]]:
        """Term → level, count in the text, if it is in the title, and form; only those that say something here."""
        text, common = self.texts[place], self.common[self.kinds[place]]
        ids, levels = text.ids[text.labels].tolist(), self.levels[place][text.labels].tolist()
        counts = text.label_counts.tolist(), text.label_in_title.tolist()
        rows = zip(ids, levels, *counts, text.forms().values(), strict=True)
        return {term: tuple(row) for term, *row in rows if row[0] and term not in common}

    def _common_terms(self, kind: int) -> set[int]:
        """Return the terms that more than half of a kind have, such as the words each episode begins with.

        Only if there are few posts; of many, a term that so many have has level 0 anyway.
        """
        texts = [text for text, own in zip(self.texts, self.kinds, strict=True) if own == kind]
        if not _FEW_POSTS < len(texts) <= _MANY_POSTS:
            return set()
        frequencies = Counter(term for text in texts for term in text.ids.tolist())
        return {term for term, posts in frequencies.items() if posts > max(2, len(texts) // 2)}


class Reasons:
    """Gives the reasons of links between the posts of a collection."""

    def __init__(
        self, scores: Scores, texts: Sequence[TermCounts], labels: Labels, store: Cache | None = None
    ) -> None:
        self.scores, self.by_id, self.labels, self.store = scores, scores.by_id, labels, store
        self.places = {page: place for place, page in enumerate(self.by_id)}
        kinds = [POST_KINDS.index(document.kind) for document in self.by_id.values()]
        self.shared_terms = SharedTerms(texts, scores.graph.levels, kinds)
        posts_of = Counter(name for document in self.by_id.values() for name in document.people)
        # A person in most posts connects no two of them more than others.
        self.people = {
            name: title
            for name, title in labels.people.items()
            if 0 < posts_of[name] <= max(2, len(self.by_id) // 2)
        }
        forbidden = [stem_prefixes(text, labels.site_language) for text in labels.forbidden]
        self.forbidden = tuple(sorted(set().union(*forbidden)))
        self.topics = {
            name: title
            for name, title in labels.topics.items()
            if not any(_has_all(title, prefixes) for prefixes in forbidden if prefixes)
        }
        self.sentences: dict[tuple[str, ...], Reason] = {}
        self._store, language = store, labels.language
        names = [language.code, sorted(language.messages.items()), self.people, self.topics, self.forbidden]
        self._frame = digest_of_text(repr(names))
        self._document_digest = cache(self._digest_of_document)

    @cached_property
    def _recalled(self) -> Table:
        name = digest_of_text(repr(self.forbidden))
        return self._store.table(f"shared terms {name}") if self._store else Table()

    def __call__(self, page: str, post: str) -> tuple[Reason, ...]:
        """Return the reasons of the link from one page to another; there is always one."""
        document, target = self.by_id[page], self.by_id[post]
        reasons = [self._reason(key) for key in _author_reasons(document, target)]
        topics = [
            self.topics[name] for name in document.topics if name in target.topics and name in self.topics
        ]
        if topics:
            if not reasons and (terms := self._terms(document, post)):
                return (self._about(tuple(topics[:_MAX_TOPICS]), terms),)
            return *reasons, self._reason("about", topics=topics[:_MAX_TOPICS])
        return tuple(reasons) or (next(self._other_reasons(document, target)),)

    def decisive(self, page: str, posts: Iterable[str]) -> str:
        """Return a digest of all that the reasons for the links of a page to these posts depend on."""
        links = [[self._document_digest(post), self.scores.score(page, post)] for post in posts]
        return digest_of_text(f"{self._frame} {self._document_digest(page)} {links}")

    def _digest_of_document(self, page: str) -> str:
        document = self.by_id[page]
        values = [getattr(document, name) for name in _FIELDS]
        return digest_of_text(f"{values!r} {self.shared_terms.digest(self.places[page])}")

    def find_terms(self, links: Sequence[tuple[str, str]]) -> None:
        """Choose the terms of many new links ahead, with copies of this process; those of few are chosen one by one."""
        missing = [link for link in links if self._name(*link) not in self._recalled]
        if self.store:
            self.store.work_ahead(sorted(missing), lambda link: self._terms(self.by_id[link[0]], link[1]))

    def _name(self, page: str, post: str) -> str:
        digest = self.shared_terms.digest
        return f"{digest(self.places[page])} {digest(self.places[post])}"

    def _reason(self, key: str, **values: Sequence[str]) -> Reason:
        return Reason.of(self.labels.language, f"reasons.{key}", values)

    def _about(self, topics: tuple[str, ...], terms: Sequence[str]) -> Reason:
        """Return the reason of most links: words that both repeat, and the topics that both have, if any.

        The sentence is formatted once for its topics; then the words are inserted.
        """
        if topics not in self.sentences:
            key = "about_words" if topics else "speak"
            self.sentences[topics] = self._reason(key, words=_INSERTED_WORDS, topics=topics)
        sentence = self.sentences[topics]
        words = ", ".join(terms) if topics else self.labels.language.listed(terms)
        values = {"topics": topics, "words": words} if topics else {"words": terms}
        return Reason(sentence.replace(_INSERTED_WORDS, words), sentence.key, values)

    def _other_reasons(self, document: Document, target: Document) -> Iterator[Reason]:
        """Yield what can be computed from two posts, the most telling first."""
        if terms := self._terms(document, target.id):
            yield self._about((), terms)
        if names := [
            self.people[name] for name in document.people if name in target.people and name in self.people
        ]:
            key = "by" if document.kind == target.kind == "essays" else "with"
            yield self._reason(key, names=names[:_MAX_NAMES])
        if self.scores.is_near(document.id, target.id):
            yield self._reason("near")
        days = document.days_from(target)
        if days is not None and days <= _SAME_TIME:
            yield self._reason("same_time")
        yield self._reason("elsewhere")

    def _terms(self, document: Document, post: str) -> list[str]:
        """Return up to three terms that both emphasize, without a common word; empty if none may be shown."""
        name = self._name(document.id, post)
        terms: list[str] | None = self._recalled.recall(name)
        if terms is None:
            terms = self._chosen_terms(document, self.places[document.id], self.places[post])
            self._recalled.remember(name, terms)
        return terms

    def _chosen_terms(self, document: Document, place: int, post: int) -> list[str]:
        shared = self.shared_terms(place, post)
        # A pair of words says more than each of them.
        weighed = sorted((-weight * (_PAIR_FACTOR if " " in form else 1), form) for form, weight in shared)
        terms: list[str] = []
        taken: set[str] = set()
        for _, form in weighed:
            words = set(form.lower().split())
            if words.isdisjoint(taken) and self._is_presentable(form, document.language):
                taken |= words
                terms.append(form)
                if len(terms) == _MAX_TERMS:
                    break
        return terms

    def _is_presentable(self, form: str, language: str) -> bool:
        words, lists = form.lower().split(), word_lists(language)
        if len(words) == 1 and len(form) < _SHORT_WORD and not form[0].isupper():
            return False  # a text is seldom about a short word
        if not lists.connectors.issuperset(words[1:-1]) or not lists.plain.isdisjoint(words):
            return False
        return not any(word.startswith(self.forbidden) for word in words)


def _has_all(title: str, prefixes: Iterable[str]) -> bool:
    """Return whether a title has a word with each of these beginnings."""
    words = re.findall(r"\w+", title.lower())
    return all(any(word.startswith(prefix) for word in words) for prefix in prefixes)


def _author_reasons(document: Document, target: Document) -> Iterator[str]:
    """Yield the catalog keys of what the authors themselves say of two posts."""
    if target.id in document.pins:
        yield "chosen"
    if target.responds_to == document.id:
        yield "response"
    if document.responds_to == target.id:
        yield "answered"
    if target.id in document.links:
        yield "linked"
    elif document.id in target.links:
        yield "links"
    if document.series and document.series == target.series:
        yield "series"
