"""How a feed and what stands in it are named for good: UUIDs that outlive addresses."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from functools import cache
from urllib.parse import urlsplit

from anthology.schema import Show

from .model import AnyPost, EpisodePost

OLDEST = datetime(2000, 1, 1, tzinfo=UTC)
_PODCASTS = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
_LOOPBACK = {"localhost", "127.0.0.1", "::1", "0.0.0.0"}


def guid(show: Show, episode: EpisodePost) -> str:
    """The episode's guid: as given; as locked; or, at first publication, of the show's guid and the slug."""
    if episode.fields.guid:
        return episode.fields.guid
    if episode.locked:
        return episode.locked.guid
    return _derived(show.guid, episode.file.slug)


@cache
def _derived(space: str, name: str) -> str:
    return str(uuid.uuid5(uuid.UUID(space), name))


def published(post: AnyPost) -> datetime:
    """When it was published, in UTC; a post of unknown date is as old as a feed can say."""
    day = post.fields.day
    return day.at.astimezone(UTC) if day else OLDEST


def guid_of_feed(url: str) -> str:
    """The podcast:guid of a feed that begins at this address.

    https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/guid.md
    """
    return str(uuid.uuid5(_PODCASTS, url.partition("://")[2].rstrip("/")))


def is_here_only(url: str) -> bool:
    """Whether an address leads to this machine, as that of a preview does."""
    return urlsplit(url).hostname in _LOOPBACK


def urn(space: str, name: str) -> str:
    """An id for good of something called `name` in a space (a UUID): urn:uuid:…."""
    return f"urn:uuid:{_derived(space, name)}"
