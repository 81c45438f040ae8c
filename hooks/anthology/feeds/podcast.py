"""What a podcast feed says, free of posts and of XML: a channel, its items, and what belongs to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from anthology.media.chapters import Chapter


class Category(NamedTuple):
    """One of Apple's categories, and one of its subcategories or None."""

    main: str
    sub: str | None = None


@dataclass(frozen=True, slots=True)
class Enclosure:
    """The audio file a podcast app downloads: an absolute URL, its size in bytes, its MIME type."""

    url: str
    length: int
    type: str


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same recording in another encoding; `integrity` is an SRI string, `bitrate` bits per second."""

    url: str
    type: str
    length: int
    title: str | None = None
    bitrate: int | None = None
    codecs: str | None = None
    language: str | None = None
    integrity: str | None = None
    sources: tuple[str, ...] = ()

    @property
    def addresses(self) -> tuple[str, ...]:
        """Every address of these bytes, ours first."""
        return (self.url, *self.sources)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is heard or credited; role and group are words of the Podcast Taxonomy."""

    name: str
    role: str | None = None
    group: str | None = None
    img: str | None = None
    href: str | None = None


@dataclass(frozen=True, slots=True)
class TranscriptLink:
    """A transcript in one form; `rel` is "captions" only when the file is captions."""

    url: str
    type: str
    language: str | None = None
    rel: str | None = None


@dataclass(frozen=True, slots=True)
class Soundbite:
    """A passage worth hearing on its own; start and duration in seconds."""

    start: float
    duration: float
    title: str = ""


@dataclass(frozen=True, slots=True)
class Location:
    """A place: `rel` is "subject" or "creator", `geo` a geo: URI, `osm` like R113314."""

    name: str
    rel: str | None = None
    geo: str | None = None
    osm: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class License:
    """An SPDX id, or the short name of another licence with the URL of its words."""

    id: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Funding:
    """A link to support the show and the words to show with it (at most 128 characters)."""

    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Trailer:
    """A recording that introduces the show, or one of its seasons."""

    title: str
    url: str
    published: datetime
    length: int | None = None
    type: str | None = None
    season: int | None = None


@dataclass(frozen=True, slots=True)
class RemoteItem:
    """Another show, by its podcast:guid, or an episode of it."""

    feed_guid: str
    feed_url: str | None = None
    title: str | None = None
    medium: str | None = None
    item_guid: str | None = None


@dataclass(frozen=True, slots=True)
class UpdateFrequency:
    """How often episodes come, in words and as an iCalendar rule."""

    text: str
    rrule: str | None = None
    dtstart: str | None = None
    complete: bool | None = None


@dataclass(frozen=True, slots=True)
class Txt:
    """Free text for a service, for example the proof that the feed is ours."""

    text: str
    purpose: str | None = None


@dataclass(frozen=True, slots=True)
class SocialInteract:
    """Where a show or an episode is talked about; the protocol "disabled" asks for no comments."""

    protocol: str
    uri: str | None = None
    account_id: str | None = None
    account_url: str | None = None
    priority: int | None = None


@dataclass(frozen=True, slots=True)
class Image:
    """Artwork of any shape for podcast:image, with its text alternative."""

    href: str
    alt: str | None = None
    aspect_ratio: str | None = None
    width: int | None = None
    height: int | None = None
    type: str | None = None
    purpose: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """An atom:link of the channel beside `self`: another page of the feed, or a hub."""

    rel: str
    href: str


@dataclass(frozen=True, slots=True)
class Channel:
    """The show. All URLs are absolute; `description` is plain text; `last_build` has a time zone.

    `guid` is the show's UUID, fixed for life. `email` is a role's address, never a person's: without
    it neither `itunes:owner` nor `podcast:locked` is written.
    """

    title: str
    link: str
    feed_url: str
    language: str
    description: str
    author: str
    image_url: str
    guid: str
    last_build: datetime
    categories: tuple[Category, ...]
    explicit: bool = False
    email: str | None = None
    locked: bool = True
    type: Literal["episodic", "serial"] = "episodic"
    copyright: str | None = None
    license: License | None = None
    medium: str = "podcast"
    funding: tuple[Funding, ...] = ()
    persons: tuple[Person, ...] = ()
    location: Location | None = None
    images: tuple[Image, ...] = ()
    trailers: tuple[Trailer, ...] = ()
    podroll: tuple[RemoteItem, ...] = ()
    remote_items: tuple[RemoteItem, ...] = ()
    txt: tuple[Txt, ...] = ()
    update_frequency: UpdateFrequency | None = None
    social_interact: tuple[SocialInteract, ...] = ()
    new_feed_url: str | None = None
    complete: bool = False
    block: bool = False
    blocked_services: tuple[str, ...] = ()
    allowed_services: tuple[str, ...] = ()
    generator: str = "anthology"
    stylesheet: str | None = None
    links: tuple[Link, ...] = ()
    archive: bool = False

    @property
    def owner(self) -> Channel | None:
        return self if self.email else None

    @property
    def srcset(self) -> str:
        return _srcset(self.images)

    @property
    def lock(self) -> bool | None:
        # A common parser passes over podcast:locked that has no owner.
        return self.locked if self.email else None


@dataclass(frozen=True, slots=True)
class Item:
    """One episode. `published` has a time zone; `duration_seconds` is in whole seconds, upwards.

    `id` is the post's (`episodes/slug`) and breaks ties. `summary` is plain text, `content_notes` one
    plain line with its label, `content_html` clean HTML with absolute links (`show_notes.clean`).
    """

    id: str
    title: str
    guid: str
    link: str
    published: datetime
    enclosure: Enclosure
    duration_seconds: int
    summary: str
    content_html: str = ""
    content_notes: str = ""
    explicit: bool = False
    type: Literal["full", "trailer", "bonus"] = "full"
    author: str | None = None
    season: int | None = None
    season_name: str | None = None
    episode: int | None = None
    episode_display: str | None = None
    image_url: str | None = None
    images: tuple[Image, ...] = ()
    alternates: tuple[Alternate, ...] = ()
    persons: tuple[Person, ...] = ()
    transcripts: tuple[TranscriptLink, ...] = ()
    chapters_url: str | None = None
    chapters: tuple[Chapter, ...] = ()
    soundbites: tuple[Soundbite, ...] = ()
    location: Location | None = None
    license: License | None = None
    txt: tuple[Txt, ...] = ()
    social_interact: tuple[SocialInteract, ...] = ()

    @property
    def srcset(self) -> str:
        return _srcset(self.images)


def _srcset(images: tuple[Image, ...]) -> str:
    """The square pictures, for apps that know only the older podcast:images."""
    square = [image for image in images if image.width and image.width == image.height]
    # In a srcset a comma ends a picture, and a space its address.
    return ", ".join(f"{image.href.replace(',', '%2C')} {image.width}w" for image in square)
