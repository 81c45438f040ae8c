"""A post in a feed of texts: its whole body, and what its page has around it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple

from anthology.collection import (
    EPOCH,
    AnyPost,
    Collection,
    EpisodePost,
    EssayPost,
    guid,
    guid_of_feed,
    published_at,
    urn,
)
from anthology.crosslinks import Offer, practice_reason
from anthology.i18n import Language, content_notes_line, license_name, role_name
from anthology.media.chapters import json_chapter

from .whole_notes import whole_notes

STYLES = "assets/feed.css"
"""the stylesheet of a feed that is opened in a browser"""


class NamedLink(NamedTuple):
    """A person, topic, licence or practice: its name, its absolute URL ('' if none), and its id.

    `reason` is why a practice is offered.
    """

    name: str
    url: str = ""
    id: str = ""
    reason: str = ""


class FeedHead(NamedTuple):
    """The fields of a whole feed: `id` is permanent, `url` its own URL, `home` that of its page.

    `about` is the URL that explains our extension of JSON Feed.
    """

    id: str
    title: str
    subtitle: str
    url: str
    home: str
    language: str
    license: NamedLink = NamedLink("")
    stylesheet: str = ""
    about: str = ""


class Enclosure(NamedTuple):
    """The audio file a podcast app downloads.

    `url` is absolute and percent-encoded, `length` is in bytes, `type` is a MIME type.
    """

    url: str
    length: int
    type: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A post as a feed reader shows it. URLs are absolute, dates in UTC, `html` is clean.

    `published` is None where the day is not known. `id` is permanent: it does not depend on the URL.
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
    authors: tuple[NamedLink, ...] = ()
    topics: tuple[NamedLink, ...] = ()
    content_notes: str = ""
    license: NamedLink | None = None
    practices: tuple[NamedLink, ...] = ()
    image: str = ""
    enclosure: Enclosure | None = None
    seconds: int = 0
    episode: Mapping[str, Any] = field(default_factory=dict, hash=False)
    """facts of an episode that no feed of texts has a field for"""


def uuid_namespace(collection: Collection) -> str:
    """The UUID from which the collection's ids are derived: the show's, which outlives the site's URL."""
    if collection.show:
        return collection.show.guid
    return guid_of_feed(collection.addresses.site_url)


def enclosure(collection: Collection, episode: EpisodePost) -> Enclosure | None:
    """The recording of an episode; None of a draft without one."""
    if not (recording := episode.recording):
        return None
    return Enclosure(
        collection.addresses.absolute_file(episode.audio_address), recording.length, recording.type
    )


def seconds_up(episode: EpisodePost) -> int:
    """The duration in whole seconds, rounded up: a chapter may start in the last, incomplete second."""
    return -(-episode.recording.duration_ms // 1000) if episode.recording else 0


def named_people(collection: Collection, ids: Iterable[str]) -> tuple[NamedLink, ...]:
    """The people who have a page."""
    people = (collection.people.get(f"people/{name}") for name in ids)
    url = collection.addresses.page_url
    return tuple(NamedLink(page.fields.name, url(page.id), page.file.slug) for page in people if page)


def _author_links(collection: Collection, post: AnyPost) -> tuple[NamedLink, ...]:
    fields = post.fields
    ids = fields.named_in("authors") or fields.named_in("hosts", "guests")
    if not ids and collection.show:
        return (NamedLink(collection.show.author),)
    return named_people(collection, ids)


def feed_entry(collection: Collection, post: AnyPost, offers: Sequence[Offer]) -> Entry:
    """A post as feeds of texts have it; `offers` are the practices on its page."""
    fields, file = post.fields, collection.addresses.absolute_file
    language = collection.language_of(post)
    words = collection.languages.for_page(language)
    spdx = collection.license_of(post)
    name, license_url = license_name(spdx)
    license = NamedLink(name if license_url else words.text("shared.reserved"), license_url, spdx)
    folder = post.file.path.rpartition("/")[0].removeprefix("docs/")
    notes = content_notes_line(fields, collection.vocabulary, words)
    episode = post if isinstance(post, EpisodePost) else None
    return Entry(
        id=_id(collection, post),
        post=post.id,
        kind=post.fields.format if isinstance(post, EssayPost) else "episode",
        url=collection.addresses.page_url(post.id),
        title=fields.title,
        summary=f"{fields.summary}\n\n{notes}" if notes else fields.summary,
        html=whole_notes(collection, post, offers),
        updated=updated(post),
        language=language,
        published=published_at(post) if fields.day else None,
        authors=_author_links(collection, post),
        topics=tuple(_topics(collection, fields.topics)),
        content_notes=notes.partition(": ")[2],
        license=license,
        practices=tuple(_practice(collection, offer, words) for offer in offers),
        image=file(f"{folder}/{fields.image}") if fields.image else "",
        enclosure=enclosure(collection, episode) if episode else None,
        seconds=seconds_up(episode) if episode else 0,
        episode=_episode_facts(collection, episode, words) if episode else {},
    )


def _episode_facts(collection: Collection, episode: EpisodePost, language: Language) -> dict[str, Any]:
    """Numbers, chapters, clips, people and place, under the names that JSON chapters and the podcast namespace use."""
    fields, show = episode.fields, collection.show
    title = show.seasons.get(str(fields.season)) if show else None
    clips = [
        {"startTime": bite.start / 1000, "duration": bite.duration, "title": bite.title or fields.title}
        for bite in fields.soundbites
    ]
    credits = [credit[:2] for credit in fields.people if credit.field != "authors"]
    return {
        "season": fields.season and {"number": fields.season, **({"name": title} if title else {})},
        "episode": fields.episode,
        "chapters": [json_chapter(chapter) for chapter in episode.chapters],
        "soundbites": clips,
        "persons": [
            {"name": person.name, "role": role_name(role, language), "url": person.url}
            for id_, role in dict.fromkeys(credits)
            for person in named_people(collection, [id_])
        ],
        "location": fields.location.name if fields.location else "",
    }


def _id(collection: Collection, post: AnyPost) -> str:
    if isinstance(post, EpisodePost) and collection.show:
        name = guid(collection.show, post)
        if name.startswith(("urn:", "http://", "https://", "tag:")) and _IRI.fullmatch(name):
            return name
        return f"urn:uuid:{name}" if _UUID.fullmatch(name) else urn(uuid_namespace(collection), name)
    return urn(uuid_namespace(collection), post.id)


_IRI = re.compile(r"[^\x00-\x20<>\"{}|\\^`]+")  # RFC 3987
_UUID = re.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")


def updated(post: AnyPost) -> datetime:
    """The moment of the last change of a post; EPOCH where no day is known."""
    fields = post.fields
    moments = [fields.updated, fields.day, *(correction.date for correction in fields.corrections)]
    return max((when.at.astimezone(UTC) for when in moments if when), default=EPOCH)


def _topics(collection: Collection, topics: Sequence[str]) -> list[NamedLink]:
    titles, url = collection.shown_topics, collection.addresses.page_url
    return [NamedLink(titles[name].title, url(f"topics/{name}"), name) for name in topics if name in titles]


def _practice(collection: Collection, offer: Offer, language: Language) -> NamedLink:
    address = collection.addresses.page_url(offer.page)
    reason, _ = practice_reason(collection, offer, language)
    return NamedLink(collection.practices[offer.page].fields.title, address, offer.page, reason)
