"""Every feed of the site: which there are, where, and what is in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from anthology.collection.guids import OLDEST, urn
from anthology.collection.model import Collection
from anthology.crosslinks.practices import Offer
from anthology.i18n import Language, license_name

from . import atom as feed_atom
from . import json_feed as feed_json
from .entry import STYLES, Entry, Named, entries, space_of
from .opml import Subscription, opml
from .podcast_build import show_feed

IN_A_TOPIC = 50
"""Posts in the feed of a topic, the newest; a reader who wants all has the page of the topic."""

RSS, ATOM, JSON, OPML = "application/rss+xml", "application/atom+xml", "application/feed+json", "text/x-opml"


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed as pages show it: `path` is within the site, `page` the id of the page it belongs to.

    `kind` is podcast, essays, all, topic, or list (of the others).
    """

    kind: str
    title: str
    path: str
    type: str
    page: str


def feed_links(collection: Collection, language: Language | None = None) -> list[FeedLink]:
    """Every feed that has something in it, and their list; titles in this language, or in the site's."""
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


def feeds(collection: Collection, offers: Mapping[str, Sequence[Offer]]) -> dict[str, bytes]:
    """Every feed by its path. `offers` are the practices that stand under each post."""
    every = entries(collection, offers)
    written = cache(feed_atom.write_entry)  # an essay stands in the feed of essays and in each of its topics
    essays = [entry for entry in every if entry.kind != "episode"]
    documents = show_feed(collection)
    documents |= feed_atom.pages(_essays(collection), essays, "essays.xml", written)
    documents |= feed_json.pages(_all(collection), every, "feed.json")
    for topic in collection.vocabulary.topics:
        about = [entry for entry in every if any(topic == known.id for known in entry.topics)][:IN_A_TOPIC]
        documents[f"topics/{topic}/feed.xml"] = feed_atom.document(_topic(collection, topic), about, written)
    return documents | {"feeds.opml": _list(collection, every)}


def _essays(collection: Collection) -> feed_atom.AtomFeed:
    title = collection.languages.site_language.text("feeds.essays", name=collection.site.name)
    return _atom(collection, "essays.xml", "essays", title)


def _topic(collection: Collection, topic: str) -> feed_atom.AtomFeed:
    about = collection.vocabulary.topics[topic].title
    title = collection.languages.site_language.text("feeds.topic", name=collection.site.name, topic=about)
    return _atom(collection, f"topics/{topic}/feed.xml", f"topics/{topic}", title)


def _atom(collection: Collection, path: str, page: str, title: str) -> feed_atom.AtomFeed:
    site, addresses = collection.site, collection.addresses
    spdx = site.settings.license
    name, url = license_name(spdx)
    return feed_atom.AtomFeed(
        id=urn(space_of(collection), path),
        title=title,
        subtitle=site.description,
        url=addresses.absolute(path),
        home=addresses.absolute(addresses.page(page)),
        language=site.language,
        license=Named(name, url, spdx),
        stylesheet=addresses.absolute(STYLES),
    )


def _all(collection: Collection) -> feed_json.JsonFeed:
    site, addresses = collection.site, collection.addresses
    return feed_json.JsonFeed(
        title=site.name,
        description=site.description,
        url=addresses.absolute("feed.json"),
        home=addresses.absolute(addresses.page("")),
        language=site.language,
        about=addresses.absolute(addresses.page("subscribe")),
    )


def _list(collection: Collection, every: Sequence[Entry]) -> bytes:
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
    changed = max((entry.updated for entry in every), default=OLDEST)
    return opml(collection.languages.site_language.text("feeds.list", name=site.name), changed, subscriptions)
