"""Compute all links between the posts of a collection."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from anthology.cache import Cache, digest_of_text
from anthology.collection import AnyPost, Collection, EpisodePost
from anthology.i18n import Language

from .document import Document, LazyText
from .practices import ANY_TIME, Offer, content_note_names, offers_of_all

if TYPE_CHECKING:
    from .reasons import Labels
    from .related_posts import ReasonedLists, RelatedPosts
    from .scores import Scores

_ENTRIES = "related entries"


@dataclass(frozen=True)
class CrossLinks:
    """By post id: practices, the posts that respond to it and those that link to it, and related posts.

    Related posts are found when somebody asks for them: that takes longer than all else, and feeds show none.
    """

    offers: dict[str, list[Offer]]
    responses: dict[str, list[str]]
    mentions: dict[str, list[str]]
    collection: Collection
    texts: Mapping[str, LazyText]
    """what each post says, by its id"""

    def find_related(self) -> None:
        """Find the related posts now, where they will be asked for.

        Deep within the templates of pages, it takes longer: Python 3.11 gives every call that crosses the end of a
        block of its stack a new block, and takes it away when the call returns.
        """
        _ = self._found

    @property
    def related(self) -> ReasonedLists:
        """The related posts of each post."""
        return self._found.lists

    @property
    def left_out(self) -> dict[str, dict[str, str]]:
        """By post, the posts that are not in its lists, with the reason; with `scores` it explains the lists."""
        return self._found.left_out

    @property
    def scores(self) -> Scores:
        """The scores by which related posts are chosen."""
        return self._found.scores

    @cached_property
    def _found(self) -> RelatedPosts:
        from .related_posts import related_posts  # loads numpy, which few commands need

        collection, language = self.collection, self.collection.site.language
        documents = (_to_document(post, self.texts[post.id], language) for post in collection.posts.values())
        return related_posts(documents, _labels(collection), collection.cache)

    def to_json(self) -> str:
        """Return the content of related.json."""
        # A line for each post: to indent everything takes ten times as long.
        return "{\n" + ",\n".join(self._entries[page].line for page in sorted(self.related)) + "\n}\n"

    def decisive(self, page: str) -> str:
        """Return a text that differs where a page would show other links to posts or practices, or other reasons."""
        return f"{self._entries[page].shown} {self.responses.get(page, [])}"

    @cached_property
    def _entries(self) -> dict[str, _Entry]:
        """The entry of each page; those that depend on the same as before are not worked out."""
        before, entries = _kept_entries(self.collection.cache), dict[str, _Entry]()
        decisive = {page: f"{self.related.decisive(page)} {self.offers[page]!r}" for page in self.related}
        digests = {page: digest_of_text(text) for page, text in decisive.items()}
        changed = [page for page in digests if page not in before or before[page].decisive != digests[page]]
        self.related.prepare(changed)
        for page in changed:
            shown = digest_of_text(repr([self.related[page], self.offers[page]]))
            line = f"{json.dumps(page)}: {json.dumps(self.of_page(page), ensure_ascii=False)}"
            entries[page] = _Entry(digests[page], shown, line)
        entries = {page: before[page] for page in digests if page not in entries} | entries
        if entries != before:
            _keep_entries(entries, self.collection.cache)
        return entries

    def of_page(self, page: str) -> dict[str, list[dict[str, object]]]:
        """Return the entry of one page in related.json."""
        lists: dict[str, list[dict[str, object]]] = {
            kind: [{"page": link.page, "reasons": link.reasons, "points": link.points} for link in links]
            for kind, links in self.related[page].items()
        }
        return lists | {
            "practices": [{"page": offer.page, "reasons": [offer.reason]} for offer in self.offers[page]]
        }


class _Entry(NamedTuple):
    """Digests of what the lists of a page depend on and of what a page may show of them; its line in related.json."""

    decisive: str
    shown: str
    line: str


def _kept_entries(store: Cache) -> dict[str, _Entry]:
    head, *lines = (store.bytes_of(_ENTRIES) or b"{}").decode("utf-8", "surrogatepass").split("\n")
    digests = json.loads(head).items()
    return {
        page: _Entry(decisive, shown, line)
        for (page, (decisive, shown)), line in zip(digests, lines, strict=True)
    }


def _keep_entries(entries: dict[str, _Entry], store: Cache) -> None:
    head = json.dumps({page: entry[:2] for page, entry in entries.items()})
    text = "\n".join([head, *(entry.line for entry in entries.values())])
    store.put(_ENTRIES, text.encode("utf-8", "surrogatepass"))


def cross_links(collection: Collection) -> CrossLinks:
    """Return all links between the posts of a collection."""
    responses, mentions = defaultdict(list), defaultdict(list)
    for post in collection.newest():
        if post.fields.responds_to in collection.posts:
            responses[post.fields.responds_to or ""].append(post.id)
        for target in _linked_posts(post):
            if target in collection.posts:
                mentions[target].append(post.id)
    texts = {page: _lazy_text(post) for page, post in collection.posts.items()}
    offers = offers_of_all(
        {page: (post.fields, texts[page]) for page, post in collection.posts.items()},
        {page: practice.fields for page, practice in collection.practices.items()},
        collection.vocabulary,
        collection.site.language,
        store=collection.cache,
    )
    return CrossLinks(offers, dict(responses), dict(mentions), collection, texts)


def full_text(post: AnyPost) -> str:
    """Return the summary and the text of a post and, of an episode, what is spoken."""
    return f"{post.fields.summary} {post.prose.text} {_spoken(post)}"


def _spoken(post: AnyPost) -> str:
    return " ".join(cue.text for cue in post.cues) if isinstance(post, EpisodePost) else ""


def _lazy_text(post: AnyPost) -> LazyText:
    key = digest_of_text(f"{post.fields.summary}\0{post.prose.text_digest}\0{_spoken(post)}")
    return LazyText(key, lambda: full_text(post))


def _labels(collection: Collection) -> Labels:
    from .reasons import Labels

    vocabulary = collection.vocabulary
    notes = [name.replace("-", " ") for name in content_note_names(vocabulary)]
    return Labels(
        {name: topic.title for name, topic in vocabulary.topics.items()},
        {person.file.slug: person.fields.name for person in collection.people.values()},
        [*notes, collection.site.name, *([collection.show.title] if collection.show else [])],
        collection.site.language,
        collection.languages.site_language,
    )


def _to_document(post: AnyPost, text: LazyText, language: str) -> Document:
    fields = post.fields
    return Document(
        id=post.id,
        title=fields.title,
        text=text,
        topics=tuple(fields.topics),
        people=tuple(fields.byline),
        series=fields.series or "",
        links=tuple(_linked_posts(post)),
        responds_to=fields.responds_to or "",
        pins=tuple(fields.related.pin),
        excludes=tuple(fields.related.exclude),
        day=fields.day.at.date().toordinal() if fields.day else None,
        language=fields.language or language,
    )


def _linked_posts(post: AnyPost) -> list[str]:
    """Return the ids of what the text links to, each once, in the order of the text."""
    return list(
        dict.fromkeys(target.page for target, _ in post.prose.links if target.page and target.page != post.id)
    )


def practice_reason(collection: Collection, offer: Offer, language: Language) -> tuple[str, Language]:
    """Return why a practice is offered, and its language: the one given, or the site's if there is no other."""
    if offer.reason == ANY_TIME:
        return language.text("practice.any_time"), language
    needs = collection.vocabulary.helps_with.values()
    need = next((need for need in needs if need.reason == offer.reason), None)
    if need and (own := need.reason_in(language.code)):
        return own, language
    return offer.reason, collection.languages.site_language
