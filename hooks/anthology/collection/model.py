"""The collection and its pages, validated: the input of the templates, the feeds and the links between posts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from anthology.cache import Cache, cached_per_owner
from anthology.i18n import Languages
from anthology.media.audio import Recording
from anthology.media.chapters import Chapter
from anthology.media.images.artwork import FeedImage, Thumbnail
from anthology.media.transcripts import Cue
from anthology.reads import RecordedMapping
from anthology.rendering import Prose
from anthology.schema import (
    Alternate,
    Episode,
    Essay,
    HelpDirectory,
    Lock,
    Locked,
    Page,
    Post,
    Practice,
    Profile,
    Series,
    Show,
    Topic,
    Vocabulary,
)
from anthology.sources import ContentFile, Site, Source
from anthology.urls import BOOKS, ZINES, UrlBuilder, is_external, slugify

if TYPE_CHECKING:
    from .links import Links

EPOCH_DAY = "2000-01-01"
"""the last change of a collection without a dated post"""
EPOCH = datetime.fromisoformat(f"{EPOCH_DAY}T00:00Z")
"""the moment that feeds give for a post without a known date, which they list last"""
_WORDS_PER_MINUTE = 220


@dataclass(frozen=True, slots=True, eq=False)
class ContentPage:
    """A page that has a file of its own: the file, its source, and its body as HTML."""

    file: ContentFile
    source: Source
    prose: Prose = field(default_factory=Prose)
    files: Mapping[str, Path] = field(default_factory=dict)
    """address → file, of the pictures, recordings and downloads that the page refers to"""

    @property
    def id(self) -> str:
        """`essays/slug` and the like."""
        return self.file.id


@dataclass(frozen=True, slots=True, eq=False)
class EssayPost(ContentPage):
    """An essay or a thread."""

    fields: Essay = field(kw_only=True)
    image_size: tuple[int, int] | None = None
    """width and height of its picture, in pixels"""


class AlternateEnclosure(NamedTuple):
    """Another encoding of a recording; `recording` is None for one on another server."""

    fields: Alternate
    address: str
    recording: Recording | None = None


@dataclass(frozen=True, slots=True, eq=False)
class EpisodePost(ContentPage):
    """An episode with its recording."""

    fields: Episode = field(kw_only=True)
    recording: Recording | None = None
    audio_address: str = ""
    """of the recording: within the site, or absolute for one on another server"""
    image_address: str = ""
    """of its picture, within the site"""
    image_suits_apps: bool = False
    alternates: tuple[AlternateEnclosure, ...] = ()
    pictures: tuple[FeedImage, ...] = ()
    cues: tuple[Cue, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    """those of the notes or, without any, those of the recording"""
    locked: Locked | None = None
    """its entry in the lock, once it is published"""

    @property
    def is_remote(self) -> bool:
        """True if the recording is on another server."""
        return is_external(self.audio_address)


@dataclass(frozen=True, slots=True, eq=False)
class PracticePage(ContentPage):
    """A grounding practice."""

    fields: Practice = field(kw_only=True)


@dataclass(frozen=True, slots=True, eq=False)
class PersonPage(ContentPage):
    """A person's page."""

    fields: Profile = field(kw_only=True)


@dataclass(frozen=True, slots=True, eq=False)
class PlainPage(ContentPage):
    """A standalone page, such as about or privacy."""

    fields: Page = field(kw_only=True)


AnyPost = EssayPost | EpisodePost
AnyPage = AnyPost | PracticePage | PersonPage | PlainPage


def reading_minutes(post: AnyPost) -> int:
    """The minutes that a text takes to read, at least one."""
    return max(1, round(post.prose.words / _WORDS_PER_MINUTE))


def published_at(post: AnyPost) -> datetime:
    """The moment of publication in UTC; EPOCH for a post without a known date."""
    day = post.fields.day
    return day.at.astimezone(UTC) if day else EPOCH


def is_draft(page: AnyPage) -> bool:
    """True for a page that only a preview shows."""
    return not isinstance(page, PersonPage) and page.fields.draft


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Collection:
    """All that is published, by id. Drafts are in it only for a preview."""

    root: Path
    site: Site
    links: "Links"
    """the resolver of the links in its pages"""
    cache: Cache
    languages: Languages
    show: Show | None = None
    show_pictures: tuple[FeedImage, ...] = ()
    lock: Lock = field(default_factory=lambda: Lock.model_validate({}))
    vocabulary: Vocabulary = field(default_factory=lambda: Vocabulary.model_validate({}))
    help: HelpDirectory | None = None
    listings: frozenset[str] = frozenset()
    """ids of the pages that list content (see `site_addresses`)"""
    posts: Mapping[str, AnyPost] = field(default_factory=dict)
    withdrawn: Mapping[str, AnyPost] = field(default_factory=dict)
    practices: Mapping[str, PracticePage] = field(default_factory=dict)
    people: Mapping[str, PersonPage] = field(default_factory=dict)
    plain_pages: Mapping[str, PlainPage] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)
    """address → file, of every picture, recording and download that a page or the show refers to"""
    thumbnails: Mapping[str, Thumbnail] = field(default_factory=dict)
    """address of a cover or an episode's picture → the smaller copy that pages show"""

    def __post_init__(self) -> None:
        object.__setattr__(self, "posts", RecordedMapping("post", self.posts))

    @property
    def addresses(self) -> UrlBuilder:
        """Builds the addresses of pages and files."""
        return self.links.addresses

    @property
    def essays(self) -> list[EssayPost]:
        """Newest first."""
        return [post for post in self.newest() if isinstance(post, EssayPost)]

    @property
    def episodes(self) -> list[EpisodePost]:
        """Newest first."""
        return [post for post in self.newest() if isinstance(post, EpisodePost)]

    @property
    def shown_topics(self) -> Mapping[str, Topic]:
        """The topics, each with a page and a feed; none on a site that does without them."""
        return self.vocabulary.topics if "topics" in self.listings else {}

    @property
    def shown_series(self) -> Mapping[str, Series]:
        """The series that have a part, each with a page."""
        used = {post.fields.series for post in self.posts.values()}
        return {name: series for name, series in self.vocabulary.series.items() if name in used}

    @property
    def field_choices(self) -> dict[str, list[str]]:
        """The ids that a field of each name may have: topics, people and the like."""
        return {
            "topics": list(self.vocabulary.topics),
            "series": list(self.vocabulary.series),
            "practices": sorted(practice.file.slug for practice in self.practices.values()),
            **dict.fromkeys(
                ("authors", "hosts", "guests"), sorted(page.file.slug for page in self.people.values())
            ),
        }

    def newest(self) -> list[AnyPost]:
        """All posts in the order of `newest_first`."""
        return list(_newest(self))

    def language_of(self, post: AnyPost) -> str:
        """The language of a post: its own, else the show's for an episode, else the site's."""
        show = self.show if isinstance(post, EpisodePost) else None
        return post.fields.language or (show.language if show else "") or self.site.language

    def license_of(self, post: AnyPost) -> str:
        """The licence of a post: its own, else the show's for an episode, else the site's."""
        show = self.show if isinstance(post, EpisodePost) else None
        return post.fields.license or (show.license if show else "") or self.site.settings.license

    def book_of(self, post: AnyPost) -> str:
        """The address of the EPUB of a post; '' where there is none: of a draft, and where all rights are reserved."""
        return f"{BOOKS}/{post.id}.epub" if self.site.settings.epub and self._may_be_shared(post) else ""

    def zine_of(self, post: AnyPost) -> str:
        """The address of the folded sheet of an essay; '' where there is none, as for books, and of a very long one."""
        may_have_one = self.site.settings.zine and isinstance(post, EssayPost) and self._may_be_shared(post)
        return f"{ZINES}/{post.id}.html" if may_have_one and post.prose.fits_on_paper else ""

    def _may_be_shared(self, post: AnyPost) -> bool:
        return self.license_of(post) != "all-rights-reserved" and not post.fields.draft

    def book_of_series(self, name: str) -> str:
        """The address of the EPUB of a series; '' where none of its parts has one."""
        parts = (post for post in self.posts.values() if post.fields.series == name)
        return f"{BOOKS}/series/{name}.epub" if any(map(self.book_of, parts)) else ""

    def book_of_all(self) -> str:
        """The address of the EPUB of the whole collection; '' where no post has one."""
        name = slugify(self.site.name) or "collection"
        return f"{BOOKS}/{name}.epub" if any(map(self.book_of, self.posts.values())) else ""

    @cached_per_owner
    def last_change(self) -> str:
        """The day of the last change of a post, in ISO form."""
        return _latest_change(self)


def by_type(pages: Iterable[AnyPage]) -> dict[str, dict[str, Any]]:
    """Pages by id, under the names of the collection's attributes."""
    groups: dict[str, dict[str, Any]] = {
        name: {} for name in ("posts", "withdrawn", "practices", "people", "plain_pages")
    }
    for page in pages:
        match page:
            case EssayPost() | EpisodePost():
                name = "withdrawn" if page.fields.withdrawn else "posts"
            case PracticePage():
                name = "practices"
            case PersonPage():
                name = "people"
            case PlainPage():
                name = "plain_pages"
        groups[name][page.id] = page
    return groups


def recording_files(episode: EpisodePost) -> list[Path]:
    """The files beside the notes that are its recording and the other encodings of it."""
    audio = episode.fields.audio
    names = [audio.file, *(alternate.file for alternate in episode.fields.alternates)] if audio else []
    return [episode.file.folder / name for name in names if name and not name.startswith("/")]


@cached_per_owner
def _newest(collection: Collection) -> list[AnyPost]:
    return newest_first(collection.posts.values())


@cached_per_owner
def _latest_change(collection: Collection) -> str:
    return max((post.fields.last_change for post in collection.posts.values()), default="") or EPOCH_DAY


def newest_first(posts: Iterable[AnyPost]) -> list[AnyPost]:
    """Posts by date, newest first; ties by their order and id; posts without a date last."""
    by_id = sorted(posts, key=lambda post: (post.fields.order, post.id))
    return sorted(by_id, key=lambda post: _timestamp(post.fields), reverse=True)


def _timestamp(fields: Post) -> float:
    return fields.day.at.timestamp() if fields.day else float("-inf")
