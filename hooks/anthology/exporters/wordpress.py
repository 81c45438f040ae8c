"""The published posts and pages as an export of WordPress (WXR 1.2), which most other hosts read as well."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from urllib.parse import urlsplit
from xml.sax.saxutils import escape, quoteattr

from anthology.collection import (
    AnyPost,
    Collection,
    EpisodePost,
    PlainPage,
    guid,
    newest_first,
    published_at,
    urn,
)
from anthology.feeds.entry import enclosure, named_people, uuid_namespace
from anthology.feeds.feed_html import reduce_to_feed_tags
from anthology.feeds.whole_notes import clean_body, prepend_content_notes
from anthology.i18n import content_notes_line
from anthology.media import PICTURES
from anthology.unicode import xml_text

_DOCUMENT_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/">
<channel>"""


@dataclass(slots=True)
class _Item:
    """A post, a page or an attachment; `moment` is None where it is not known."""

    kind: str
    title: str
    url: str
    name: str
    moment: datetime | None
    body: str = ""
    more: list[str] = field(default_factory=list)

    def text(self, number: int) -> str:
        """The element; `number` is that of the item in the export."""
        content = xml_text(self.body).replace("]]>", "]]]]><![CDATA[>")
        date = f"{self.moment:%Y-%m-%d %H:%M:%S}" if self.moment else "0000-00-00 00:00:00"
        values = {
            "post_id": str(number), "post_date": date, "post_date_gmt": date, "comment_status": "closed",
            "ping_status": "closed", "post_name": self.name,
            "status": "inherit" if self.kind == "attachment" else "publish", "post_parent": "0",
            "menu_order": "0", "post_type": self.kind, "post_password": "", "is_sticky": "0",
        }  # fmt: skip
        lines = [
            f"<item>\n{_wxr_tag('title', self.title)}{_wxr_tag('link', self.url)}",
            _wxr_tag("pubDate", format_datetime(self.moment) if self.moment else ""),
            f"<content:encoded><![CDATA[{content}]]></content:encoded>",
            *(_wxr_tag(f"wp:{name}", value) for name, value in values.items()),
            *self.more,
            "</item>",
        ]
        return "\n".join(lines)


def wordpress_document(collection: Collection) -> bytes:
    """The export in UTF-8. Numbers of posts follow their dates, oldest first; people have no e-mail address."""
    site, posts = collection.site, newest_first(collection.posts.values())[::-1]
    last_change = datetime.fromisoformat(collection.last_change()).replace(tzinfo=UTC)
    items = [
        *(_post_item(collection, post) for post in posts),
        *(_page_item(collection, page, last_change) for _, page in sorted(collection.plain_pages.items())),
        *_attachment_items(collection, posts, last_change),
    ]
    names: Counter[str] = Counter()
    for item in items:  # an essay and an episode may have the same slug; WordPress numbers such names
        names[item.name] += 1
        item.name += f"-{names[item.name]}" if names[item.name] > 1 else ""
    lines = [
        _DOCUMENT_HEAD,
        _wxr_tag("title", site.name), _wxr_tag("link", site.url), _wxr_tag("description", site.description),
        _wxr_tag("language", site.language), _wxr_tag("wp:wxr_version", "1.2"),
        _wxr_tag("wp:base_site_url", site.url), _wxr_tag("wp:base_blog_url", site.url),
        *_wp_authors(collection, posts),
        *_wp_categories(collection, posts),
        *(item.text(number) for number, item in enumerate(items, 1)),
        "</channel>\n</rss>\n",
    ]  # fmt: skip
    return "\n".join(lines).encode()


def _wp_authors(collection: Collection, posts: Iterable[AnyPost]) -> Iterator[str]:
    ids = dict.fromkeys(name for post in posts for name in post.fields.byline)
    for person in named_people(collection, sorted(ids)):
        name = _wxr_tag("wp:author_login", person.id) + _wxr_tag("wp:author_display_name", person.name)
        yield f"<wp:author>{name}</wp:author>"


def _wp_categories(collection: Collection, posts: Iterable[AnyPost]) -> Iterator[str]:
    used = {topic for post in posts for topic in post.fields.topics}
    for name, topic in collection.vocabulary.topics.items():
        if name in used:
            values = _wxr_tag("wp:category_nicename", name) + _wxr_tag("wp:cat_name", topic.title)
            yield f"<wp:category>{values}</wp:category>"


def _post_item(collection: Collection, post: AnyPost) -> _Item:
    fields, show = post.fields, collection.show
    words = collection.languages.for_page(collection.language_of(post))
    notes = content_notes_line(fields, collection.vocabulary, words)
    body = prepend_content_notes(clean_body(collection, post.id), notes)
    identity = urn(uuid_namespace(collection), post.id)
    more = [_wxr_tag("dc:creator", next(iter(fields.byline), "")), _summary(fields.summary)]
    topics = collection.vocabulary.topics
    for topic in fields.topics:
        if topic in topics:
            attributes = f' domain="category" nicename="{topic}"'
            more.append(_wxr_tag("category", topics[topic].title, attributes))
    if isinstance(post, EpisodePost):
        identity = guid(show, post) if show else identity
        if recording := enclosure(collection, post):
            body = f"<audio controls src={quoteattr(recording.url)}></audio>\n{body}"
            value = f"{recording.url}\n{recording.length}\n{recording.type}"
            meta = _wxr_tag("wp:meta_key", "enclosure") + _wxr_tag("wp:meta_value", value)
            more.append(f"<wp:postmeta>{meta}</wp:postmeta>")
    more.append(_wxr_tag("guid", identity, ' isPermaLink="false"'))
    url, moment = collection.addresses.page_url(post.id), published_at(post) if fields.day else None
    return _Item("post", fields.title, url, post.file.slug, moment, body, more)


def _page_item(collection: Collection, page: PlainPage, moment: datetime) -> _Item:
    body = reduce_to_feed_tags(collection.addresses.absolute_links(page.prose.html))
    url, name = collection.addresses.page_url(page.id), page.file.slug or "home"
    return _Item("page", page.fields.title, url, name, moment, body, [_summary(page.fields.summary)])


def _attachment_items(collection: Collection, posts: Iterable[AnyPost], moment: datetime) -> Iterator[_Item]:
    """The pictures of posts, which WordPress fetches from their addresses."""
    addresses = dict.fromkeys(
        address
        for post in posts
        for address, file in sorted(post.files.items())
        if file.suffix.lower() in PICTURES
    )
    for address in addresses:
        url = collection.addresses.absolute_file(address)
        name = urlsplit(url).path.rpartition("/")[2]
        yield _Item("attachment", name, url, name, moment, more=[_wxr_tag("wp:attachment_url", url)])


def _summary(text: str | None) -> str:
    return _wxr_tag("excerpt:encoded", text or "")


def _wxr_tag(name: str, text: str, attributes: str = "") -> str:
    return f"<{name}{attributes}>{escape(xml_text(text))}</{name}>"
