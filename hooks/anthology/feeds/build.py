"""All feeds of the site: their paths, their metadata, and their posts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from anthology.collection import EPOCH, Collection, urn
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
    language = language or collection.languages.site_language
    name, show = collection.site.name, collection.show
    used = {topic for post in collection.posts.values() for topic in post.fields.topics}
    topics = [topic for topic in collection.vocabulary.topics if topic in used]
    podcast = show and language.text("feeds.podcast", name=show.title)
    return [
        *([FeedLink("podcast", podcast, "podcast.xml", RSS, "episodes")] if podcast else []),
        _essays_link(collection, language),
        FeedLink("all", language.text("feeds.all", name=name), "feed.json", JSON, ""),
        *(_topic_link(collection, topic, language) for topic in topics),
        FeedLink("list", language.text("feeds.list", name=name), "feeds.opml", OPML, "subscribe"),
    ]


def build_feeds(collection: Collection, offers: Mapping[str, Sequence[Offer]]) -> dict[str, bytes]:
    """Every feed by its path; `offers` are the practices on the page of each post."""
    bodies, language = Bodies(collection), collection.languages.site_language
    entries = feed_entries(collection, offers, bodies)
    write = cache(write_entry)  # an essay is in the feed of essays and in each of its topics
    essays = [entry for entry in entries if entry.kind != "episode"]
    documents = podcast_pages(collection, bodies)
    documents |= atom_pages(
        _atom(collection, _essays_link(collection, language)), essays, "essays.xml", write
    )
    documents |= json_pages(_all(collection), entries, "feed.json")
    for topic in collection.vocabulary.topics:
        link = _topic_link(collection, topic, language)
        posts = [entry for entry in entries if topic in (topic.id for topic in entry.topics)][:TOPIC_POSTS]
        documents[link.path] = atom_document(_atom(collection, link), posts, write)
    return documents | {"feeds.opml": _list(collection, entries)}


def _essays_link(collection: Collection, language: Language) -> FeedLink:
    title = language.text("feeds.essays", name=collection.site.name)
    return FeedLink("essays", title, "essays.xml", ATOM, "essays")


def _topic_link(collection: Collection, topic: str, language: Language) -> FeedLink:
    name = collection.vocabulary.topics[topic].title
    title = language.text("feeds.topic", name=collection.site.name, topic=name)
    return FeedLink("topic", title, f"topics/{topic}/feed.xml", ATOM, f"topics/{topic}")


def _atom(collection: Collection, link: FeedLink) -> AtomFeed:
    site, addresses = collection.site, collection.addresses
    spdx = site.settings.license
    name, url = license_name(spdx)
    return AtomFeed(
        id=urn(uuid_namespace(collection), link.path),
        title=link.title,
        subtitle=site.description,
        url=addresses.absolute(link.path),
        home=addresses.absolute(addresses.page(link.page)),
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
    changed = max((entry.updated for entry in entries), default=EPOCH)
    return opml(collection.languages.site_language.text("feeds.list", name=site.name), changed, subscriptions)
