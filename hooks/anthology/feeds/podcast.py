"""A podcast feed as data, without XML: a channel, its items, and their parts.

Tags that are written as the show or the episode gives them are read from its own fields; here is what
the feed adds to those.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from anthology.media.chapters import Chapter
from anthology.media.images.artwork import FeedImage
from anthology.schema import Episode, Show

from .entry import Enclosure


class Category(NamedTuple):
    """One of Apple's categories, and one of its subcategories or None."""

    main: str
    sub: str | None = None


class AlternateTag(NamedTuple):
    """The same recording in another encoding; `integrity` is an SRI string, `bitrate` bits per second.

    `urls` are all addresses of these bytes, ours first.
    """

    urls: tuple[str, ...]
    type: str
    length: int | None
    title: str | None = None
    bitrate: int | None = None
    codecs: str | None = None
    language: str | None = None
    integrity: str | None = None
    height: int | None = None
    default: bool = False


class PersonTag(NamedTuple):
    """A person with their role and group (terms of the Podcast Taxonomy), picture and page."""

    name: str
    role: str | None = None
    group: str | None = None
    img: str | None = None
    href: str | None = None


class TranscriptTag(NamedTuple):
    """A transcript in one format; `rel` is "captions" only when the file is captions."""

    url: str
    type: str
    language: str | None = None
    rel: str | None = None


class TrailerTag(NamedTuple):
    """A recording that introduces the show, or one of its seasons."""

    title: str
    url: str
    published: datetime
    length: int | None = None
    type: str | None = None
    season: int | None = None


@dataclass(frozen=True, slots=True)
class OwnerTag:
    """The owner for directories: a name, and a role's e-mail address where the show has one."""

    name: str
    email: str | None = None


class AtomLink(NamedTuple):
    """An atom:link of the channel beside `self`: another page of the feed, or a hub."""

    rel: str
    href: str


@dataclass(frozen=True, slots=True)
class Channel:
    """The show's feed. All URLs are absolute; `last_build` has a time zone.

    Without the show's e-mail address, a role's, `podcast:locked` is not written.
    """

    show: Show
    link: str
    feed_url: str
    image_url: str | None
    last_build: datetime
    categories: tuple[Category, ...]
    persons: tuple[PersonTag, ...] = ()
    images: tuple[FeedImage, ...] = ()
    trailers: tuple[TrailerTag, ...] = ()
    generator: str = "anthology"
    stylesheet: str | None = None
    default_license: str | None = None
    """the site's, for a show that states none"""
    links: tuple[AtomLink, ...] = ()
    archive: bool = False

    @property
    def owner(self) -> OwnerTag | None:
        name = self.show.owner_name or self.show.author
        return OwnerTag(name, self.show.email) if self.show.email or self.show.owner_name else None

    @property
    def locked(self) -> bool | None:
        # A common parser ignores podcast:locked without an owner.
        return self.show.locked if self.show.email else None

    @property
    def license(self) -> str | None:
        return _public_license(self.show.license or self.default_license)

    @property
    def srcset(self) -> str:
        return _srcset(self.images)


@dataclass(frozen=True, slots=True)
class Item:
    """One episode. All URLs are absolute; `published` has a time zone.

    `id` is the post's (`episodes/slug`) and breaks ties. `duration_seconds` is in whole seconds, rounded
    up, None if unknown. `content_html` is clean HTML with absolute links, `content_notes` one plain line with
    its label. Without `enclosure`, it has no recording. `given` are tags as the show or the episode gives them.
    """

    id: str
    fields: Episode
    guid: str
    link: str
    published: datetime
    enclosure: Enclosure | None
    duration_seconds: int | None
    content_html: str = ""
    content_notes: str = ""
    author: str | None = None
    season_name: str | None = None
    image_url: str | None = None
    images: tuple[FeedImage, ...] = ()
    alternates: tuple[AlternateTag, ...] = ()
    persons: tuple[PersonTag, ...] = ()
    transcripts: tuple[TranscriptTag, ...] = ()
    chapters_url: str | None = None
    chapters: tuple[Chapter, ...] = ()
    given: Mapping[str, list[str]] = field(default_factory=dict)

    @property
    def license(self) -> str | None:
        return _public_license(self.fields.license)

    @property
    def srcset(self) -> str:
        return _srcset(self.images)


def _public_license(license: str | None) -> str | None:
    return None if license == "all-rights-reserved" else license


def _srcset(images: Iterable[FeedImage]) -> str:
    """The square pictures, for apps that only read the older podcast:images."""
    square = [image for image in images if image.width == image.height]
    # In a srcset a comma ends a picture, and a space its address.
    return ", ".join(f"{image.address.replace(',', '%2C')} {image.width}w" for image in square)
