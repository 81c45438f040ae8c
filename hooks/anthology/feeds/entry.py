"""What a post says in a feed of texts: its whole body, and all that its page says with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape

from anthology.collection.guids import OLDEST, guid, published, urn
from anthology.collection.model import AnyPost, Collection, EpisodePost, EssayPost
from anthology.crosslinks.practices import ANY_TIME, Offer
from anthology.i18n import Language, content_notes_line, license_name
from anthology.urls import Addresses

from .podcast import Enclosure
from .show_notes import lightened

STYLES = "assets/feed.css"
"""how a browser shows a feed that somebody opens in it"""


@dataclass(frozen=True, slots=True)
class Named:
    """A person, a topic, a licence, a practice: its name, its absolute address ('' if none), and its id.

    `reason` is why a practice is offered.
    """

    name: str
    url: str = ""
    id: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A post as a feed reader shows it. URLs are absolute, moments in UTC, `html` is clean.

    `published` is None where the day is not known. `id` is for good: it holds no address.
    """

    id: str
    post: str
    kind: str
    url: str
    title: str
    summary: str
    html: str
    updated: datetime
    language: str
    published: datetime | None = None
    authors: tuple[Named, ...] = ()
    topics: tuple[Named, ...] = ()
    content_notes: str = ""
    license: Named | None = None
    practices: tuple[Named, ...] = ()
    image: str = ""
    enclosure: Enclosure | None = None
    seconds: int = 0


def space_of(collection: Collection) -> str:
    """The UUID in which the collection's ids are made: the show's, which outlives its address."""
    from_address = urn("ead4c236-bf58-58c6-a2c6-a6b28d128cb6", _bare(collection.addresses))
    return collection.show.guid if collection.show else from_address.rpartition(":")[2]


def entry(collection: Collection, post: AnyPost, offers: Sequence[Offer]) -> Entry:
    """The post as feeds have it, with the practices that its page offers."""
    fields, absolute = post.fields, collection.addresses.absolute
    language = collection.languages.for_page(fields.language or collection.site.language)
    license = _license(fields.license or collection.site.settings.license, language)
    practices = tuple(_practice(collection, offer, language) for offer in offers)
    notes = content_notes_line(fields, collection.vocabulary, language)
    body = body_of(collection, post)
    recording = post.recording if isinstance(post, EpisodePost) else None
    return Entry(
        id=_id(collection, post),
        post=post.id,
        kind=post.fields.format if isinstance(post, EssayPost) else "episode",
        url=absolute(collection.addresses.page(post.id)),
        title=fields.title,
        summary=f"{fields.summary}\n\n{notes}" if notes else fields.summary,
        html=_with_what_belongs_to_it(body, notes, language.text("shared.take_a_moment"), practices, license),
        updated=_updated(post),
        language=fields.language or collection.site.language,
        published=published(post) if fields.day else None,
        authors=tuple(_people(collection, post)),
        topics=tuple(_topics(collection, fields.topics)),
        content_notes=notes.partition(": ")[2],
        license=license,
        practices=practices,
        image=absolute(_image(post)) if fields.image else "",
        enclosure=_enclosure(collection, post),
        seconds=-(-recording.duration_ms // 1000) if recording else 0,
    )


def body_of(collection: Collection, post: AnyPost) -> str:
    """The body as clean HTML with whole addresses, cleaned once for all feeds."""
    if post.id not in collection.bodies:
        collection.bodies[post.id] = lightened(collection.addresses.everywhere(post.prose.html))
    return collection.bodies[post.id]


def entries(collection: Collection, offers: Mapping[str, Sequence[Offer]]) -> list[Entry]:
    """Every post, newest first."""
    return [entry(collection, post, offers.get(post.id, ())) for post in collection.newest()]


def _id(collection: Collection, post: AnyPost) -> str:
    if isinstance(post, EpisodePost) and collection.show:
        own = guid(collection.show, post)
        return own if own.startswith(("urn:", "http://", "https://", "tag:")) else _urn_of(collection, own)
    return urn(space_of(collection), post.id)


def _urn_of(collection: Collection, own: str) -> str:
    plain = own.replace("-", "")
    is_uuid = len(own) == 36 and len(plain) == 32 and set(plain.lower()) <= set("0123456789abcdef")
    return f"urn:uuid:{own}" if is_uuid else urn(space_of(collection), own)


def _updated(post: AnyPost) -> datetime:
    fields = post.fields
    moments = [fields.updated, fields.day, *(correction.date for correction in fields.corrections)]
    return max((when.at.astimezone(UTC) for when in moments if when), default=OLDEST)


def _people(collection: Collection, post: AnyPost) -> list[Named]:
    fields = post.fields
    names = fields.named_in("authors") or fields.named_in("hosts", "guests")
    people = [collection.people.get(f"people/{name}") for name in names]
    absolute, page = collection.addresses.absolute, collection.addresses.page
    return [
        Named(person.fields.name, absolute(page(person.id)), person.entry.slug) for person in people if person
    ]


def _topics(collection: Collection, topics: Sequence[str]) -> list[Named]:
    known, addresses = collection.vocabulary.topics, collection.addresses
    return [
        Named(known[topic].title, addresses.absolute(addresses.page(f"topics/{topic}")), topic)
        for topic in topics
        if topic in known
    ]


def _practice(collection: Collection, offer: Offer, language: Language) -> Named:
    address = collection.addresses.absolute(collection.addresses.page(offer.page))
    reason = language.text("practice.any_time") if offer.reason == ANY_TIME else offer.reason
    return Named(collection.practices[offer.page].fields.title, address, offer.page, reason)


def _license(spdx: str, language: Language) -> Named:
    name, url = license_name(spdx)
    return Named(name if url else language.text("shared.reserved"), url, spdx)


def _image(post: AnyPost) -> str:
    folder = post.entry.path.rpartition("/")[0].removeprefix("docs/")
    return f"{folder}/{post.fields.image}"


def _enclosure(collection: Collection, post: AnyPost) -> Enclosure | None:
    if not (isinstance(post, EpisodePost) and post.recording):
        return None
    url = collection.addresses.absolute(post.audio_address)
    return Enclosure(url, post.recording.length, post.recording.type)


def _with_what_belongs_to_it(
    body: str, notes: str, moment: str, practices: Sequence[Named], license: Named
) -> str:
    """The text as its page has it: content notes before it, practices and licence after it."""
    offered = "".join(f"<li>{_link(one)}: {escape(one.reason)}</li>\n" for one in practices)
    below = f"\n<h2>{escape(moment)}</h2>\n<ul>\n{offered}</ul>" if offered else ""
    return f"{after_notes(body, notes)}{below}\n<p>{_link(license)}</p>"


def after_notes(body: str, notes: str) -> str:
    """A text with its content notes before it: apps show the text, and often nothing else."""
    name, _, words = notes.partition(": ")
    return f"<p><strong>{escape(name)}:</strong> {escape(words)}</p>\n{body}" if notes else body


def _link(named: Named) -> str:
    return f'<a href="{escape(named.url)}">{escape(named.name)}</a>' if named.url else escape(named.name)


def _bare(addresses: Addresses) -> str:
    return addresses.site_url.partition("://")[2].rstrip("/")
