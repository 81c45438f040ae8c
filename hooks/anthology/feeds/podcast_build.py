"""The podcast feed of a collection: the show and its episodes as a channel with items."""

from collections.abc import Iterable, Iterator, Mapping

from anthology.collection import (
    EPOCH,
    AlternateEnclosure,
    Collection,
    EpisodePost,
    PersonPage,
    guid,
    published,
)
from anthology.i18n import content_notes_line
from anthology.media.images.artwork import FeedImage
from anthology.schema import Show

from .entry import STYLES, Bodies, enclosure, prepend_content_notes, seconds_up
from .podcast import (
    AlternateTag,
    Category,
    Channel,
    ImageTag,
    Item,
    PersonTag,
    TrailerTag,
    TranscriptTag,
)
from .rss import rss_pages

TRANSCRIPT_TYPES = {
    "vtt": "text/vtt",
    "srt": "application/x-subrip",
    "json": "application/json",
    "txt": "text/plain",
}
"""suffix → MIME type of each format of a transcript"""


def podcast_pages(collection: Collection, bodies: Mapping[str, str] | None = None) -> dict[str, bytes]:
    """`podcast.xml` and its archives by path; empty where there is no show."""
    show = collection.show
    if not show:
        return {}
    bodies = Bodies(collection) if bodies is None else bodies
    episodes = [episode for episode in collection.episodes if episode.recording]
    items = [_item(collection, show, episode, bodies[episode.id]) for episode in episodes]
    return rss_pages(_channel(collection, show, items), items)


def _channel(collection: Collection, show: Show, items: list[Item]) -> Channel:
    absolute = collection.addresses.absolute
    return Channel(
        show=show,
        link=show.link or absolute(collection.addresses.page("episodes")),
        feed_url=absolute("podcast.xml"),
        image_url=absolute(f"episodes/{show.image}"),
        # From the content, never from the clock; an empty show has the oldest date that a feed can have.
        last_build=max((item.published for item in items), default=EPOCH),
        categories=(Category(*show.category),),
        persons=_persons(collection, ((person.id, person.role, person.group) for person in show.persons)),
        images=_images(collection, collection.show_pictures),
        trailers=tuple(_trailers(collection, show)),
        stylesheet=absolute(STYLES),
    )


def _trailers(collection: Collection, show: Show) -> Iterator[TrailerTag]:
    """The show's trailer, and those of seasons: apps take the newest, so the show's alone has no season."""
    for episode in collection.episodes:
        fields, recording = episode.fields, episode.recording
        is_shows = episode.id == show.trailer
        if (
            recording
            and fields.day
            and (is_shows or (fields.type == "trailer" and fields.season is not None))
        ):
            yield TrailerTag(
                fields.title,
                collection.addresses.absolute(episode.audio_address),
                published(episode),
                recording.length,
                recording.type,
                None if is_shows else fields.season,
            )


def _item(collection: Collection, show: Show, episode: EpisodePost, body: str) -> Item:
    fields, absolute = episode.fields, collection.addresses.absolute
    language = fields.language or show.language
    notes = content_notes_line(fields, collection.vocabulary, collection.languages.for_page(language))
    recording = enclosure(collection, episode)
    assert recording
    return Item(
        id=episode.id,
        fields=fields,
        guid=guid(show, episode),
        link=absolute(collection.addresses.page(episode.id)),
        published=published(episode),
        enclosure=recording,
        duration_seconds=seconds_up(episode),
        content_html=prepend_content_notes(body, notes),
        content_notes=notes,
        author=", ".join(_names(collection, fields.named_in("authors") or fields.named_in("hosts"))) or None,
        season_name=show.seasons.get(str(fields.season)),
        # Apple refuses other artwork; an app then shows the show's cover.
        image_url=absolute(episode.image_address) if episode.image_suits_apps else None,
        images=_images(collection, episode.pictures),
        alternates=tuple(_alternate(collection, encoding) for encoding in episode.alternates),
        persons=_persons(collection, (credit[:3] for credit in fields.people if credit.field != "authors")),
        transcripts=tuple(_transcripts(collection, episode, language)),
        chapters_url=absolute(f"{episode.id}/chapters.json") if episode.chapters else None,
        chapters=episode.chapters,
    )


def _transcripts(collection: Collection, episode: EpisodePost, language: str) -> Iterator[TranscriptTag]:
    for suffix, type_ in TRANSCRIPT_TYPES.items() if episode.cues else ():
        url = collection.addresses.absolute(f"{episode.id}/transcript.{suffix}")
        yield TranscriptTag(url, type_, language)


def _alternate(collection: Collection, encoding: AlternateEnclosure) -> AlternateTag:
    fields, recording = encoding.fields, encoding.recording
    return AlternateTag(
        (collection.addresses.absolute(encoding.address), *fields.sources),
        recording.type if recording else fields.type or "",
        recording.length if recording else fields.length or 0,
        fields.title,
        recording.bit_rate if recording else None,
        recording.codec if recording else None,
        fields.language,
        collection.cache.integrity(collection.files[encoding.address]) if recording else fields.integrity,
    )


def _images(collection: Collection, pictures: Iterable[FeedImage]) -> tuple[ImageTag, ...]:
    return tuple(
        ImageTag(
            collection.addresses.absolute(picture.address),
            picture.alt,
            picture.ratio,
            picture.width,
            picture.height,
            picture.type,
            picture.purpose or None,
        )
        for picture in pictures
    )


def _persons(collection: Collection, credits: Iterable[tuple[str, str, str]]) -> tuple[PersonTag, ...]:
    people = (
        (collection.people.get(f"people/{id}"), role, group) for id, role, group in dict.fromkeys(credits)
    )
    return tuple(_person(collection, page, role, group) for page, role, group in people if page)


def _person(collection: Collection, page: PersonPage, role: str, group: str) -> PersonTag:
    absolute, image = collection.addresses.absolute, page.fields.image
    picture = absolute(f"people/{image}") if image else None
    return PersonTag(page.fields.name, role, group, picture, absolute(collection.addresses.page(page.id)))


def _names(collection: Collection, people: Iterable[str]) -> list[str]:
    pages = (collection.people.get(f"people/{name}") for name in people)
    return [page.fields.name for page in pages if page]
