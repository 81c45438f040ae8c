"""Everything that is published, checked: what the templates, the feeds and the links are made from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from anthology.digests import Digests
from anthology.i18n import Languages
from anthology.media.audio import Recording
from anthology.media.chapters import Chapter
from anthology.media.images.artwork import Artwork, FeedImage
from anthology.media.transcripts import Cue
from anthology.rendering.body import Prose
from anthology.schema import (
    Alternate,
    Episode,
    Essay,
    HelpDirectory,
    Page,
    Post,
    Practice,
    Profile,
    Show,
    Vocabulary,
)
from anthology.sources import ContentFile, Site, Source
from anthology.urls import UrlBuilder, is_external

from .lockfile import Lock, Locked


@dataclass(slots=True)
class ContentPage:
    """What every entry has: where it lies, what its file says, and its body as HTML."""

    file: ContentFile
    source: Source
    prose: Prose = field(default_factory=Prose)

    @property
    def id(self) -> str:
        """`essays/slug` and the like."""
        return self.file.id


@dataclass(slots=True)
class EssayPost(ContentPage):
    """An essay or a thread."""

    fields: Essay = field(kw_only=True)
    image_size: tuple[int, int] | None = None
    """width and height of its picture, in pixels"""


@dataclass(frozen=True, slots=True)
class Encoding:
    """Another encoding of a recording; `recording` is None of one that lies elsewhere."""

    fields: Alternate
    address: str
    recording: Recording | None = None


@dataclass(slots=True)
class EpisodePost(ContentPage):
    """An episode with its recording."""

    fields: Episode = field(kw_only=True)
    recording: Recording | None = None
    audio_address: str = ""
    """of the recording: within the site or, of one that lies elsewhere, absolute"""
    image_address: str = ""
    """of its picture, within the site"""
    image_suits_apps: bool = False
    encodings: list[Encoding] = field(default_factory=list)
    pictures: list[FeedImage] = field(default_factory=list)
    cues: tuple[Cue, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    """as the notes give them or, where they give none, the recording itself"""
    locked: Locked | None = None
    """what apps know it by, once it is published"""

    @property
    def is_remote(self) -> bool:
        """Whether the recording is on another server."""
        return is_external(self.audio_address)


@dataclass(slots=True)
class PracticePage(ContentPage):
    """A grounding practice."""

    fields: Practice = field(kw_only=True)


@dataclass(slots=True)
class PersonPage(ContentPage):
    """A person's page."""

    fields: Profile = field(kw_only=True)


@dataclass(slots=True)
class PlainPage(ContentPage):
    """A page that is no post."""

    fields: Page = field(kw_only=True)


AnyPost = EssayPost | EpisodePost


@dataclass(slots=True)
class Collection:
    """All that is published, by id. Drafts are in it only where they are to be shown."""

    root: Path
    site: Site
    addresses: UrlBuilder
    digests: Digests
    languages: Languages
    show: Show | None = None
    pictures: list[FeedImage] = field(default_factory=list)
    """the show's"""
    lock: Lock = field(default_factory=Lock)
    vocabulary: Vocabulary = field(default_factory=lambda: Vocabulary.model_validate({}))
    help: HelpDirectory | None = None
    posts: dict[str, AnyPost] = field(default_factory=dict)
    withdrawn: dict[str, AnyPost] = field(default_factory=dict)
    practices: dict[str, PracticePage] = field(default_factory=dict)
    people: dict[str, PersonPage] = field(default_factory=dict)
    pages: dict[str, PlainPage] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)
    """address → file, of every picture, recording and download that a page refers to"""
    artwork: dict[str, Artwork] = field(default_factory=dict)
    """address of a cover or an episode's picture → the smaller copy that pages show"""
    cards: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    """language of the page, id → the post's card, made once and shown on many pages (see view.parts)"""
    latest: str = ""
    days: dict[str, str] = field(default_factory=dict)
    """id → the day of its last change"""

    @property
    def essays(self) -> list[EssayPost]:
        """Newest first."""
        return [post for post in self.newest() if isinstance(post, EssayPost)]

    @property
    def episodes(self) -> list[EpisodePost]:
        """Newest first."""
        return [post for post in self.newest() if isinstance(post, EpisodePost)]

    def newest(self) -> list[AnyPost]:
        """All posts, newest first; ties and posts without a date by id."""
        return newest_first(self.posts.values())

    def latest_date(self) -> str:
        """The day of the last change in the collection, for pages that list it."""
        if not self.latest:
            days = [self.changed(post) for post in self.posts.values()]
            self.latest = max((day for day in days if day), default="2000-01-01")
        return self.latest

    def changed(self, post: AnyPost) -> str:
        """As `changed`, worked out once: a post stands in many lists, and the newest dates each."""
        if post.id not in self.days:
            self.days[post.id] = changed(post.fields)
        return self.days[post.id]


def newest_first(posts: Iterable[AnyPost]) -> list[AnyPost]:
    """By date, the newest first; ties by id; what has no date comes last."""
    ordered = sorted(posts, key=lambda post: post.id)
    return sorted(ordered, key=lambda post: _moment(post.fields), reverse=True)


def changed(fields: Post) -> str:
    """The day of a post's last change of substance; empty where no date is known."""
    moments = [
        fields.updated,
        fields.day,
        fields.withdrawn,
        *(correction.date for correction in fields.corrections),
    ]
    return max((when.at.date().isoformat() for when in moments if when), default="")


def _moment(fields: Post) -> float:
    return fields.day.at.timestamp() if fields.day else float("-inf")
