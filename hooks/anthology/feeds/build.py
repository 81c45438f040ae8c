"""All feeds of the site: their paths, their metadata, and their posts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from anthology.collection import EPOCH, Collection, urn
from anthology.crosslinks import Offer
from anthology.i18n import Language, license_name
from anthology.schema import version_in

from .atom import atom_document, atom_pages, write_entry
from .entry import STYLES, Entry, FeedHead, NamedLink, feed_entries, uuid_namespace
from .json_feed import json_pages
from .opml import opml
from .podcast_build import podcast_pages

TOPIC_POSTS = 50
"""The number of posts in the feed of a topic, the newest; the topic's page has all."""

RSS, ATOM, JSON, OPML = "application/rss+xml", "application/atom+xml", "application/feed+json", "text/x-opml"


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed as pages link it: `path` is within the site, `page` the id of the page it belongs to.

    `kind` is podcast, essays, all, topic, or list (of the others); `topic` is the id of a topic.
    """

    kind: str
    title: str
    path: str
    type: str
    page: str
    topic: str = ""


def feed_links(collection: Collection, language: Language | None = None) -> list[FeedLink]:
    """Every feed that is not empty, and the list of feeds; titles in `language`, or in the site's."""
    used = {topic for post in collection.posts.values() for topic in post.fields.topics}
    topics = [topic for topic in collection.shown_topics if topic in used]
    return _links_with_topics(collection, language or collection.languages.site_language, topics)


def build_feeds(collection: Collection, offers: Mapping[str, Sequence[Offer]]) -> dict[str, bytes]:
    """Every feed by its path, those of topics without posts too; `offers` are the practices under each post."""
    entries = feed_entries(collection, offers)
    essays = [entry for entry in entries if entry.kind != "episode"]
    write = cache(write_entry)  # an essay is in the feed of essays and in each of its topics
    by_topic = defaultdict[str, list[Entry]](list)
    for entry in entries:
        for topic in dict.fromkeys(topic.id for topic in entry.topics):
            by_topic[topic].append(entry)
    documents: dict[str, bytes] = {}
    for link in _links_with_topics(collection, collection.languages.site_language, collection.shown_topics):
        head = _feed_head(collection, link)
        match link.kind:
            case "podcast":
                documents |= podcast_pages(collection, offers)
            case "essays":
                documents |= atom_pages(head, essays, link.path, write)
            case "all":
                documents |= json_pages(replace(head, title=collection.site.name), entries, link.path)
            case "topic":
                documents[link.path] = atom_document(head, by_topic[link.topic][:TOPIC_POSTS], write)
            case "list":
                changed = max((entry.updated for entry in entries), default=EPOCH)
                heads = [
                    _feed_head(collection, feed) for feed in feed_links(collection) if feed.kind != "list"
                ]
                documents[link.path] = opml(link.title, changed, heads)
    return documents


def _links_with_topics(collection: Collection, language: Language, topics: Iterable[str]) -> list[FeedLink]:
    name, show = collection.site.name, collection.show
    parts = "all" if show and collection.essays else "podcast" if show else "essays"
    links = [FeedLink("all", language.text(f"feeds.{parts}", name=name), "feed.json", JSON, "")]
    if collection.essays or not show:
        title = language.text("feeds.essays", name=name)
        page = "essays" if collection.essays else ""  # without essays, there is no page of essays
        links.insert(0, FeedLink("essays", title, "essays.xml", ATOM, page))
    if show:
        title = language.text("feeds.podcast", name=version_in(show.title, language.code) or show.title)
        links.insert(0, FeedLink("podcast", title, "podcast.xml", RSS, "episodes"))
    for topic in topics:
        title = language.text(
            "feeds.topic", name=name, topic=collection.shown_topics[topic].title_in(language.code)
        )
        links.append(FeedLink("topic", title, f"topics/{topic}/feed.xml", ATOM, f"topics/{topic}", topic))
    title = language.text("feeds.list", name=name)
    return [*links, FeedLink("list", title, "feeds.opml", OPML, "subscribe")]


def _feed_head(collection: Collection, link: FeedLink) -> FeedHead:
    site, absolute, page_url = collection.site, collection.addresses.absolute, collection.addresses.page_url
    spdx = site.settings.license
    return FeedHead(
        id=urn(uuid_namespace(collection), link.path),
        title=link.title,
        subtitle=site.description,
        url=absolute(link.path),
        home=page_url(link.page),
        language=site.language,
        license=NamedLink(*license_name(spdx), spdx),
        stylesheet=absolute(STYLES),
        about=page_url("subscribe") if "subscribe" in collection.listings else "",
    )
