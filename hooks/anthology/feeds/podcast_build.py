"""The show's feed from the collection: what each field of an episode becomes in a podcast app."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC

from anthology.collection.guids import OLDEST, guid, published
from anthology.collection.model import Collection, Encoding, EpisodePost
from anthology.i18n import content_notes_line
from anthology.media.images.artwork import FeedImage
from anthology.schema import Show
from anthology.schema.podcast import Location, RemoteItem, SocialInteract, Txt

from . import podcast as feed
from .entry import STYLES, after_notes, body_of
from .rss import pages

TRANSCRIPTS = {
    "vtt": "text/vtt",
    "srt": "application/x-subrip",
    "json": "application/json",
    "txt": "text/plain",
}
"""The forms of a transcript and their MIME types."""


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
        last_build=max((item.published for item in items), default=OLDEST),
        categories=(feed.Category(main, sub[0] if sub else None),),
        explicit=show.explicit,
        email=show.email,
        locked=show.locked,
        type="serial" if show.type == "serial" else "episodic",
        copyright=show.copyright,
        license=_license(show.license),
        medium=show.medium,
        funding=tuple(feed.Funding(funding.url, funding.text) for funding in show.funding),
        persons=tuple(
            _persons(collection, [(person.id, person.role, person.group) for person in show.persons])
        ),
        location=_location(show.location),
        images=tuple(_images(collection, collection.pictures)),
        trailers=tuple(_trailers(collection, show)),
        podroll=tuple(_remote(show.podroll)),
        remote_items=tuple(_remote(show.remote_items)),
        txt=_txt(show.txt),
        update_frequency=_frequency(show),
        social_interact=_social(show.social_interact),
        new_feed_url=show.new_feed_url,
        complete=show.complete,
        block=show.block,
        blocked_services=tuple(show.block_services),
        allowed_services=tuple(show.allow_services),
        stylesheet=absolute(STYLES),
    )


def _trailers(collection: Collection, show: Show) -> Iterator[feed.Trailer]:
    """The show's trailer, and those of seasons: apps take the newest, so the show's alone has no season."""
    for episode in collection.episodes:
        fields, recording = episode.fields, episode.recording
        whole = episode.id == show.trailer
        if recording and fields.day and (whole or (fields.type == "trailer" and fields.season is not None)):
            yield feed.Trailer(
                fields.title,
                collection.addresses.absolute(episode.audio_address),
                published(episode),
                recording.length,
                recording.type,
                None if whole else fields.season,
            )


def _item(collection: Collection, show: Show, episode: EpisodePost) -> feed.Item:
    fields, recording = episode.fields, episode.recording
    assert recording
    absolute, page = collection.addresses.absolute, collection.addresses.page(episode.id)
    folder = f"episodes/{episode.entry.slug}/"
    language = collection.languages.for_page(fields.language or show.language)
    notes = content_notes_line(fields, collection.vocabulary, language)
    return feed.Item(
        id=episode.id,
        title=fields.title,
        guid=guid(show, episode),
        link=absolute(page),
        published=published(episode),
        enclosure=feed.Enclosure(absolute(episode.audio_address), recording.length, recording.type),
        # Upwards: a chapter may begin in the last second, which is not a whole one.
        duration_seconds=-(-recording.duration_ms // 1000),
        summary=fields.summary,
        content_html=after_notes(body_of(collection, episode), notes),
        content_notes=notes,
        explicit=fields.explicit,
        type="trailer" if fields.type == "trailer" else "bonus" if fields.type == "bonus" else "full",
        author=", ".join(_names(collection, fields.named_in("authors") or fields.named_in("hosts"))) or None,
        season=fields.season,
        season_name=show.seasons.get(str(fields.season)) if fields.season is not None else None,
        episode=fields.episode,
        episode_display=fields.episode_display,
        # Apple refuses other artwork; an app then shows the show's cover.
        image_url=absolute(episode.image_address) if episode.image_suits_apps else None,
        images=tuple(_images(collection, episode.pictures)),
        alternates=tuple(_alternate(collection, encoding) for encoding in episode.encodings),
        persons=tuple(_persons(collection, _parts(episode))),
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
        location=_location(fields.location),
        license=_license(fields.license),
        txt=_txt(fields.txt),
        social_interact=_social(fields.social_interact),
    )


def _alternate(collection: Collection, encoding: Encoding) -> feed.Alternate:
    fields, recording = encoding.fields, encoding.recording
    return feed.Alternate(
        collection.addresses.absolute(encoding.address),
        recording.type if recording else fields.type or "",
        recording.length if recording else fields.length or 0,
        fields.title,
        recording.bit_rate if recording else None,
        recording.codec if recording else None,
        fields.language,
        collection.digests.integrity(collection.files[encoding.address]) if recording else fields.integrity,
        tuple(fields.sources),
    )


def _images(collection: Collection, pictures: Iterable[FeedImage]) -> Iterator[feed.Image]:
    for picture in pictures:
        yield feed.Image(
            collection.addresses.absolute(picture.address),
            picture.alt,
            picture.ratio,
            picture.width,
            picture.height,
            picture.type,
            picture.purpose or None,
        )


def _location(place: Location | None) -> feed.Location | None:
    return feed.Location(place.name, place.rel, place.geo, place.osm, place.country) if place else None


def _remote(shows: Iterable[RemoteItem]) -> Iterator[feed.RemoteItem]:
    for show in shows:
        yield feed.RemoteItem(show.guid, show.url, show.title, show.medium, show.item)


def _txt(lines: Iterable[Txt]) -> tuple[feed.Txt, ...]:
    return tuple(feed.Txt(line.text, line.purpose) for line in lines)


def _social(places: Iterable[SocialInteract]) -> tuple[feed.SocialInteract, ...]:
    return tuple(
        feed.SocialInteract(place.protocol, place.uri, place.account_id, place.account_url, place.priority)
        for place in places
    )


def _frequency(show: Show) -> feed.UpdateFrequency | None:
    often = show.update_frequency
    if not often:
        return None
    start = often.start.at.astimezone(UTC).isoformat().replace("+00:00", "Z") if often.start else None
    if often.start and often.start.day_only:
        start = often.start.iso()
    return feed.UpdateFrequency(often.text, often.rrule, start, show.complete or None)


Part = tuple[str, str, str]
"""A person's id, role and group."""


def _parts(episode: EpisodePost) -> list[Part]:
    return [credit[:3] for credit in episode.fields.people if credit.field != "authors"]


def _persons(collection: Collection, parts: Iterable[Part]) -> Iterator[feed.Person]:
    for name, role, group in dict.fromkeys(parts):
        if person := collection.people.get(f"people/{name}"):
            absolute = collection.addresses.absolute
            image = absolute(f"people/{person.fields.image}") if person.fields.image else None
            page = absolute(collection.addresses.page(person.id))
            yield feed.Person(person.fields.name, role, group, image, page)


def _names(collection: Collection, people: list[str]) -> list[str]:
    return [person.fields.name for name in people if (person := collection.people.get(f"people/{name}"))]


def _license(name: str | None) -> feed.License | None:
    return feed.License(name) if name and name != "all-rights-reserved" else None
