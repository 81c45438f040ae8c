"""The show's feed from the collection: what each field of an episode becomes in a podcast app."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime

from . import feed_items as feed
from .collection import Collection, EpisodePost
from .feed import pages
from .model import Show
from .show_notes import clean
from .wording import notes_line

TRANSCRIPTS = {
    "vtt": "text/vtt",
    "srt": "application/x-subrip",
    "json": "application/json",
    "txt": "text/plain",
}
"""The forms of a transcript and their MIME types."""


def guid(show: Show, episode: EpisodePost) -> str:
    """The episode's guid: as given, or UUIDv5 of the show's guid and the slug."""
    return episode.fields.guid or str(uuid.uuid5(uuid.UUID(show.guid), episode.entry.slug))


def show_feed(collection: Collection) -> dict[str, bytes]:
    """`podcast.xml` and its archives; nothing where there is no show."""
    if not collection.show:
        return {}
    items = [
        _item(collection, collection.show, episode) for episode in collection.episodes if episode.recording
    ]
    return pages(_channel(collection, collection.show, items), items)


def _channel(collection: Collection, show: Show, items: list[feed.Item]) -> feed.Channel:
    main, *sub = show.category
    absolute = collection.addresses.absolute
    return feed.Channel(
        title=show.title,
        link=show.link or absolute(collection.addresses.page("episodes")),
        feed_url=absolute("podcast.xml"),
        language=show.language,
        description=show.description,
        author=show.author,
        image_url=absolute(f"episodes/{show.image}"),
        guid=show.guid,
        # From the content, never from the clock; an empty show is as old as its first day can be.
        last_build=max((item.published for item in items), default=datetime(2000, 1, 1, tzinfo=UTC)),
        categories=(feed.Category(main, sub[0] if sub else None),),
        explicit=show.explicit,
        email=show.email,
        locked=show.locked,
        type="serial" if show.type == "serial" else "episodic",
        copyright=show.copyright,
        license=_license(show.license),
        medium=show.medium,
        funding=tuple(feed.Funding(funding.url, funding.text) for funding in show.funding),
        trailers=tuple(_trailers(collection, show)),
        podroll=tuple(feed.RemoteItem(other.guid, other.url, other.title) for other in show.podroll),
        txt=tuple(feed.Txt(text) for text in show.txt),
        update_frequency=feed.UpdateFrequency(show.update_frequency) if show.update_frequency else None,
        new_feed_url=show.new_feed_url,
        complete=show.complete,
        block=show.block,
    )


def _trailers(collection: Collection, show: Show) -> Iterator[feed.Trailer]:
    trailer = collection.posts.get(show.trailer or "")
    if isinstance(trailer, EpisodePost) and trailer.recording and trailer.fields.date:
        address = _audio_url(collection, trailer)
        recording = trailer.recording
        yield feed.Trailer(
            trailer.fields.title, address, trailer.fields.date.at, recording.length, recording.type
        )


def _item(collection: Collection, show: Show, episode: EpisodePost) -> feed.Item:
    fields, recording = episode.fields, episode.recording
    assert recording
    absolute, page = collection.addresses.absolute, collection.addresses.page(episode.id)
    folder = f"episodes/{episode.entry.slug}/"
    when = fields.day
    return feed.Item(
        id=episode.id,
        title=fields.title,
        guid=guid(show, episode),
        link=absolute(page),
        published=when.at if when else datetime(2000, 1, 1, tzinfo=UTC),
        enclosure=feed.Enclosure(_audio_url(collection, episode), recording.length, recording.type),
        duration_seconds=max(1, round(recording.duration_ms / 1000)),
        summary=fields.summary,
        content_html=clean(collection.addresses.everywhere(episode.prose.html)),
        content_notes=notes_line(fields, collection.vocabulary),
        explicit=fields.explicit,
        type="trailer" if fields.type == "trailer" else "bonus" if fields.type == "bonus" else "full",
        author=", ".join(_names(collection, fields.authors or fields.hosts)) or None,
        season=fields.season,
        season_name=show.seasons.get(str(fields.season)) if fields.season is not None else None,
        episode=fields.episode,
        episode_display=fields.episode_display,
        # Apple refuses other artwork; an app then shows the show's cover.
        image_url=absolute(episode.image_address) if episode.image_suits_apps else None,
        persons=tuple(_persons(collection, episode)),
        transcripts=tuple(
            feed.TranscriptLink(
                absolute(f"{folder}transcript.{form}"), kind, fields.language or show.language
            )
            for form, kind in TRANSCRIPTS.items()
            if episode.cues
        ),
        chapters_url=absolute(f"{folder}chapters.json") if episode.chapters else None,
        chapters=episode.chapters,
        soundbites=tuple(
            feed.Soundbite(bite.start / 1000, bite.duration, bite.title or "") for bite in fields.soundbites
        ),
        location=feed.Location(fields.location.name, None, fields.location.geo, fields.location.osm)
        if fields.location
        else None,
        license=_license(fields.license),
    )


def _audio_url(collection: Collection, episode: EpisodePost) -> str:
    address = episode.audio_address
    return address if "://" in address else collection.addresses.absolute(address)


def _persons(collection: Collection, episode: EpisodePost) -> Iterator[feed.Person]:
    fields = episode.fields
    parts = [(name, "host", "cast") for name in fields.hosts]
    parts += [(name, "guest", "cast") for name in fields.guests]
    parts += [(person.id, person.role, person.group) for person in fields.persons]
    for name, role, group in dict.fromkeys(parts):
        if person := collection.people.get(f"people/{name}"):
            image = (
                collection.addresses.absolute(f"people/{person.fields.image}")
                if person.fields.image
                else None
            )
            page = collection.addresses.absolute(collection.addresses.page(person.id))
            yield feed.Person(person.fields.name, role, group, image, page)


def _names(collection: Collection, people: list[str]) -> list[str]:
    return [person.fields.name for name in people if (person := collection.people.get(f"people/{name}"))]


def _license(name: str | None) -> feed.License | None:
    return feed.License(name) if name and name != "all-rights-reserved" else None
