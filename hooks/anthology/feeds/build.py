"""All feeds of the site: their paths, their metadata, and their posts."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, partial
from typing import NamedTuple

from anthology.cache import digest_of_text
from anthology.collection import (
    EPOCH,
    AnyPost,
    Collection,
    EssayPost,
    digest_without_posts,
    digest_without_texts,
    text_digest,
    urn,
)
from anthology.crosslinks import Offer
from anthology.i18n import Language, license_name
from anthology.made_files import MadeFiles
from anthology.reads import note, with_reads
from anthology.schema import version_in

from .atom import atom_document, replace_entries, write_entry
from .entry import STYLES, Entry, FeedHead, NamedLink, feed_entry, updated, uuid_namespace
from .json_feed import json_document, replace_items
from .opml import opml
from .paging import document_url, split_pages

TOPIC_POSTS = 50
"""The number of posts in the feed of a topic, the newest; the topic's page has all."""

_TEXT_DIGITS = 20
"""of the sha256 of a text, by which two versions of one text are told apart"""
RSS, ATOM, JSON, OPML = "application/rss+xml", "application/atom+xml", "application/feed+json", "text/x-opml"


class FeedLink(NamedTuple):
    """A feed as pages link it: `path` is within the site, `page` the id of the page it belongs to.

    `kind` is podcast, essays, all, topic, or list (of the others); `topic` is the id of a topic.
    """

    kind: str
    title: str
    path: str
    type: str
    page: str
    topic: str = ""


def feeds_of_site(collection: Collection, language: Language) -> list[FeedLink]:
    """The feeds of the whole site, and the list of all feeds last; titles in `language`."""
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
    title = language.text("feeds.list", name=name)
    return [*links, FeedLink("list", title, "feeds.opml", OPML, "subscribe")]


def feeds_of_topics(collection: Collection, topics: Iterable[str], language: Language) -> list[FeedLink]:
    """The feeds of these topics, but for those that the site does not show; titles in `language`."""
    name, shown, links = collection.site.name, collection.shown_topics, list[FeedLink]()
    for topic in dict.fromkeys(topics):
        if topic in shown:
            title = language.text("feeds.topic", name=name, topic=shown[topic].title_in(language.code))
            page = f"topics/{topic}"
            links.append(FeedLink("topic", title, f"{page}/feed.xml", ATOM, page, topic))
    return links


def used_topics(collection: Collection) -> list[str]:
    """The topics that have posts, in the order of the vocabulary."""
    used = {topic for post in collection.posts.values() for topic in post.fields.topics}
    return [topic for topic in collection.shown_topics if topic in used]


def build_feeds(collection: Collection, offers: Mapping[str, Sequence[Offer]]) -> MadeFiles:
    """Every feed by its path, those of topics without posts too; `offers` are the practices under each post."""
    make, posts = _Documents(collection, offers), collection.newest()
    essays = [post for post in posts if isinstance(post, EssayPost)]
    by_topic = defaultdict[str, list[AnyPost]](list)
    for post in posts:
        for topic in dict.fromkeys(post.fields.topics):
            by_topic[topic].append(post)
    write = cache(write_entry)  # an essay is in the feed of essays and in its topics'
    atom = _Format(partial(atom_document, write=write), partial(replace_entries, write=write))
    feed = _Format(json_document, replace_items)
    language = collection.languages.site_language
    *whole, listed = feeds_of_site(collection, language)
    for link in [*whole, *feeds_of_topics(collection, collection.shown_topics, language), listed]:
        head = _feed_head(collection, link)
        match link.kind:
            case "podcast":
                from .podcast_build import podcast_pages  # loads feedgen

                make.files.update(podcast_pages(collection, offers))
            case "essays":
                make.add_pages(atom, head, essays, link.path)
            case "all":
                make.add_pages(feed, head._replace(title=collection.site.name), posts, link.path)
            case "topic":
                make.add(link.path, atom, head, by_topic[link.topic][:TOPIC_POSTS])
            case "list":
                decisive = digest_without_texts(collection)
                make.files.add(
                    link.path, partial(_list_of_feeds, collection, link, posts), decisive, decisive
                )
    return make.files


class _Format(NamedTuple):
    """A format of feeds: `write` makes a document, `replace` one with other entries in a few places."""

    write: Callable[..., bytes]
    replace: Callable[[FeedHead, bytes, Mapping[int, Entry]], bytes]


class _Documents:
    """Documents of feeds of texts, each with what stands for all that it is made from."""

    def __init__(self, collection: Collection, offers: Mapping[str, Sequence[Offer]]) -> None:
        self.files = MadeFiles()
        self._collection = collection
        self._offers = cache(lambda page: repr(offers.get(page, ())))
        self._entry_with_reads = cache(
            lambda page: with_reads(
                lambda: feed_entry(collection, collection.posts[page], offers.get(page, ()))
            )
        )

    def add_pages(self, format: _Format, head: FeedHead, posts: Sequence[AnyPost], path: str) -> None:
        """Add a feed: from 200 posts on a head and archives of 100."""
        for number, older, part in split_pages(posts):
            self.add(document_url(path, number), format, head, part, number, older)

    def add(
        self,
        path: str,
        format: _Format,
        head: FeedHead,
        posts: Sequence[AnyPost],
        number: int = 0,
        older: int = 0,
    ) -> None:
        """Add one document: the head (number 0) or an archive; `older` is the number of the archive before it."""
        ids = [post.id for post in posts]
        parts = json.dumps([repr(head), number, older, ids, list(map(self._offers, ids))])
        own = digest_of_text(f"{parts} {digest_without_posts(self._collection)}")
        frame = digest_of_text(f"{parts} {digest_without_texts(self._collection)}")
        decisive = " ".join([frame, *(text_digest(post)[:_TEXT_DIGITS] for post in posts)])

        def change(before: str) -> Callable[[bytes], bytes] | None:
            if before.partition(" ")[0] != frame:
                return None
            pairs = zip(before.split(" ")[1:], decisive.split(" ")[1:], strict=True)
            changed = [place for place, (old, new) in enumerate(pairs) if old != new]
            return lambda document: format.replace(
                head, document, {place: self._entry(ids[place]) for place in changed}
            )

        self.files.add(
            path,
            lambda: format.write(head, list(map(self._entry, ids)), number, older),
            decisive,
            own,
            change,
        )

    def _entry(self, page: str) -> Entry:
        entry, reads = self._entry_with_reads(page)
        note(*reads)
        return entry


def _list_of_feeds(collection: Collection, link: FeedLink, posts: Iterable[AnyPost]) -> bytes:
    changed = max(map(updated, posts), default=EPOCH)
    language = collection.languages.site_language
    *whole, _ = feeds_of_site(collection, language)
    feeds = [*whole, *feeds_of_topics(collection, used_topics(collection), language)]
    heads = [_feed_head(collection, feed) for feed in feeds]
    return opml(link.title, changed, heads)


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
