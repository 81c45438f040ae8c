"""All feeds of the site: their paths, their metadata, and their posts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from anthology.collection.guids import OLDEST, urn
from anthology.collection.model import Collection
from anthology.crosslinks import Offer
from anthology.i18n import Language, license_name

from .atom import AtomFeed, atom_document, atom_pages, write_entry
from .entry import STYLES, Bodies, Entry, NamedLink, feed_entries, uuid_namespace
from .json_feed import JsonFeed, json_pages
from .opml import Subscription, opml
from .podcast_build import podcast_pages

TOPIC_POSTS = 50
"""The number of posts in the feed of a topic, the newest; the topic's page has all."""

RSS, ATOM, JSON, OPML = "application/rss+xml", "application/atom+xml", "application/feed+json", "text/x-opml"


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed as pages link it: `path` is within the site, `page` the id of the page it belongs to.

    `kind` is podcast, essays, all, topic, or list (of the others).
    """

    kind: str
    title: str
    path: str
    type: str
    page: str


def feed_links(collection: Collection, language: Language | None = None) -> list[FeedLink]:
    """Every feed that is not empty, and the list of feeds; titles in `language`, or in the site's."""
    name, show, text = (
        collection.site.name,
        collection.show,
        (language or collection.languages.site_language).text,
    )
    used = {topic for post in collection.posts.values() for topic in post.fields.topics}
    topics = [
        FeedLink(
            "topic",
            text("feeds.topic", name=name, topic=topic.title),
            f"topics/{slug}/feed.xml",
            ATOM,
            f"topics/{slug}",
        )
        for slug, topic in collection.vocabulary.topics.items()
        if slug in used
    ]
    podcast = (
        [FeedLink("podcast", text("feeds.podcast", name=show.title), "podcast.xml", RSS, "episodes")]
        if show
        else []
    )
    return [
        *podcast,
        FeedLink("essays", text("feeds.essays", name=name), "essays.xml", ATOM, "essays"),
        FeedLink("all", text("feeds.all", name=name), "feed.json", JSON, ""),
        *topics,
        FeedLink("list", text("feeds.list", name=name), "feeds.opml", OPML, "subscribe"),
    ]


def build_feeds(collection: Collection, offers: Mapping[str, Sequence[Offer]]) -> dict[str, bytes]:
    """Every feed by its path; `offers` are the practices on the page of each post."""
    bodies = Bodies(collection)
    entries = feed_entries(collection, offers, bodies)
    write = cache(write_entry)  # an essay is in the feed of essays and in each of its topics
    essays = [entry for entry in entries if entry.kind != "episode"]
    documents = podcast_pages(collection, bodies)
    documents |= atom_pages(_essays(collection), essays, "essays.xml", write)
    documents |= json_pages(_all(collection), entries, "feed.json")
    for topic in collection.vocabulary.topics:
        posts = [entry for entry in entries if topic in (link.id for link in entry.topics)][:TOPIC_POSTS]
        documents[f"topics/{topic}/feed.xml"] = atom_document(_topic(collection, topic), posts, write)
    return documents | {"feeds.opml": _list(collection, entries)}


def _essays(collection: Collection) -> AtomFeed:
    title = collection.languages.site_language.text("feeds.essays", name=collection.site.name)
    return _atom(collection, "essays.xml", "essays", title)


def _topic(collection: Collection, topic: str) -> AtomFeed:
    name = collection.vocabulary.topics[topic].title
    title = collection.languages.site_language.text("feeds.topic", name=collection.site.name, topic=name)
    return _atom(collection, f"topics/{topic}/feed.xml", f"topics/{topic}", title)


def _atom(collection: Collection, path: str, page: str, title: str) -> AtomFeed:
    site, addresses = collection.site, collection.addresses
    spdx = site.settings.license
    name, url = license_name(spdx)
    return AtomFeed(
        id=urn(uuid_namespace(collection), path),
        title=title,
        subtitle=site.description,
        url=addresses.absolute(path),
        home=addresses.absolute(addresses.page(page)),
        language=site.language,
        license=NamedLink(name, url, spdx),
        stylesheet=addresses.absolute(STYLES),
    )


def _all(collection: Collection) -> JsonFeed:
    site, addresses = collection.site, collection.addresses
    return JsonFeed(
        title=site.name,
        description=site.description,
        url=addresses.absolute("feed.json"),
        home=addresses.absolute(addresses.page("")),
        language=site.language,
        about=addresses.absolute(addresses.page("subscribe")),
    )


def _list(collection: Collection, entries: Sequence[Entry]) -> bytes:
    site, addresses = collection.site, collection.addresses
    subscriptions = [
        Subscription(
            link.title,
            addresses.absolute(link.path),
            addresses.absolute(addresses.page(link.page)),
            site.language,
        )
        for link in feed_links(collection)
        if link.kind != "list"
    ]
    changed = max((entry.updated for entry in entries), default=OLDEST)
    return opml(collection.languages.site_language.text("feeds.list", name=site.name), changed, subscriptions)
