"""Everything that stands between posts: related posts, practices, responses, mentions."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass

from anthology.collection.model import AnyPost, Collection, EpisodePost

from .document import Document
from .practices import Offer, names_of_notes, offers_of_all
from .reasons import Words
from .related_posts import Found, Lists, related
from .store import Memory


@dataclass(frozen=True, slots=True)
class Between:
    """By the id of a post: its lists, its practices, the posts that answer it and that link to it."""

    related: dict[str, Lists]
    offers: dict[str, list[Offer]]
    responses: dict[str, list[str]]
    mentions: dict[str, list[str]]
    found: Found
    """how the lists came about, for those who ask"""
    collection: Collection

    def to_json(self) -> str:
        """As /related.json."""
        pages = (
            f"{json.dumps(page)}: {json.dumps(self._page(page), ensure_ascii=False)}"
            for page in sorted(self.related)
        )
        # A line for each post: to indent the whole takes ten times as long.
        return "{\n" + ",\n".join(pages) + "\n}\n"

    def _page(self, page: str) -> dict[str, list[dict[str, object]]]:
        found: dict[str, list[dict[str, object]]] = {
            kind: [{"page": link.page, "reasons": link.reasons, "points": link.points} for link in links]
            for kind, links in self.related[page].items()
        }
        found["practices"] = [{"page": offer.page, "reasons": [offer.reason]} for offer in self.offers[page]]
        return found


def links_between(collection: Collection) -> Between:
    """All links between the posts of a collection; what an earlier build worked out is remembered."""
    responses, mentions = defaultdict(list), defaultdict(list)
    for post in collection.newest():
        if post.fields.responds_to in collection.posts:
            responses[post.fields.responds_to or ""].append(post.id)
        for other in _linked(post):
            if other in collection.posts:
                mentions[other].append(post.id)
    language = collection.site.language
    documents = (_document(post, language) for post in collection.posts.values())
    found = related(documents, _words(collection), Memory(collection.root))
    practices = {page: practice.fields for page, practice in collection.practices.items()}
    return Between(
        found.lists,
        offers_of_all(
            {page: (post.fields, text_of(post)) for page, post in collection.posts.items()},
            practices,
            collection.vocabulary,
        ),
        dict(responses),
        dict(mentions),
        found,
        collection,
    )


def _words(collection: Collection) -> Words:
    vocabulary = collection.vocabulary
    notes = [name.replace("-", " ") for name in names_of_notes(vocabulary)]
    return Words(
        {name: topic.title for name, topic in vocabulary.topics.items()},
        {person.file.slug: person.fields.name for person in collection.people.values()},
        [*notes, collection.site.name, *([collection.show.title] if collection.show else [])],
        collection.site.language,
        collection.languages.site_language,
    )


def _document(post: AnyPost, language: str) -> Document:
    fields = post.fields
    return Document(
        id=post.id,
        title=fields.title,
        text=text_of(post),
        topics=tuple(fields.topics),
        people=tuple(fields.byline),
        series=fields.series or "",
        links=tuple(_linked(post)),
        responds_to=fields.responds_to or "",
        pins=tuple(fields.related.pin),
        excludes=tuple(fields.related.exclude),
        day=fields.day.at.date().toordinal() if fields.day else None,
        language=fields.language or language,
    )


def text_of(post: AnyPost) -> str:
    """What a post says: its summary, its text and, of an episode, what is spoken."""
    spoken = " ".join(cue.text for cue in post.cues) if isinstance(post, EpisodePost) else ""
    return f"{post.fields.summary} {post.prose.text} {spoken}"


def _linked(post: AnyPost) -> list[str]:
    """The ids of what the text links to, each once, in the order of the text."""
    return list(
        dict.fromkeys(target.page for target, _ in post.prose.links if target.page and target.page != post.id)
    )
