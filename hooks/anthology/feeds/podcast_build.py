"""The podcast feed of a collection: the show and its episodes as a channel with items."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from anthology.collection import (
    EPOCH,
    NEW_FEED_URL,
    AlternateEnclosure,
    Collection,
    EpisodePost,
    guid,
    leads_back,
    published_at,
)
from anthology.crosslinks import Offer
from anthology.i18n import content_notes_line
from anthology.media.images.artwork import FeedImage
from anthology.media.transcripts import TRANSCRIPT_TYPES
from anthology.schema import FORMER_DATES, Episode, Show

from .entry import STYLES, enclosure, named_people, seconds_up
from .podcast import (
    AlternateTag,
    Category,
    Channel,
    Item,
    PersonTag,
    TrailerTag,
    TranscriptTag,
)
from .rss import rss_pages
from .whole_notes import clean_body, prepend_content_notes, whole_notes


def podcast_pages(
    collection: Collection, offers: Mapping[str, Sequence[Offer]] = MappingProxyType({})
) -> dict[str, bytes]:
    """`podcast.xml` and its archives by path; empty where there is no show. `offers` are practices by post."""
    if not (show := collection.show):
        return {}
    episodes = (
        episode for episode in collection.episodes if episode.recording or episode.fields.without_recording
    )
    items = [_podcast_item(collection, show, episode, offers.get(episode.id, ())) for episode in episodes]
    return rss_pages(_channel(collection, show, items), items)


def _channel(collection: Collection, show: Show, items: list[Item]) -> Channel:
    absolute, file = collection.addresses.absolute, collection.addresses.absolute_file
    return Channel(
        show=_show_of_feed(collection, show),
        default_license=collection.site.settings.license,
        link=show.link or collection.addresses.page_url("episodes"),
        feed_url=absolute("podcast.xml"),
        image_url=file(f"episodes/{show.image}") if show.image else None,
        # From the content, never from the clock; an empty show has the oldest date that a feed can have.
        last_build=max((item.published for item in items), default=EPOCH),
        categories=tuple(Category(*category) for category in show.category),
        persons=tuple(
            _persons(collection, ((person.id, person.role, person.group) for person in show.persons))
        ),
        images=_images(collection, collection.show_pictures),
        trailers=tuple(_trailers(collection, show)),
        stylesheet=absolute(STYLES),
    )


def _show_of_feed(collection: Collection, show: Show) -> Show:
    """The show without tags that no longer hold: an address that leads apps back, another language than its own."""
    feed = collection.addresses.absolute("podcast.xml")
    outdated = set()
    if show.new_feed_url or (collection.lock.episodes and leads_back(show, feed)):
        outdated.add(NEW_FEED_URL)
    if not _says(show.feed.get("language", [""])[0], show.language):
        outdated.add("language")
    if not all(episode.fields.moved_in for episode in collection.episodes):
        outdated |= FORMER_DATES
    tags = {name: texts for name, texts in show.feed.items() if name not in outdated}
    return show.model_copy(update={"feed": tags})


def _says(text: str, language: str) -> bool:
    """False where a text is another language code than this one; `English` is none."""
    is_code = re.fullmatch("[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*", text)
    return not is_code or text.lower().replace("_", "-") == language.lower()


def _trailers(collection: Collection, show: Show) -> Iterator[TrailerTag]:
    """The show's trailer, and those of seasons: apps take the newest, so the show's alone has no season."""
    for episode in collection.episodes:
        fields, audio = episode.fields, enclosure(collection, episode)
        season = None if episode.id == show.trailer else fields.season
        is_trailer = episode.id == show.trailer or (fields.type == "trailer" and season is not None)
        if audio and fields.day and is_trailer:
            yield TrailerTag(fields.title, audio.url, published_at(episode), audio.length, audio.type, season)


def _podcast_item(collection: Collection, show: Show, episode: EpisodePost, offers: Sequence[Offer]) -> Item:
    fields, absolute, file = episode.fields, collection.addresses.absolute, collection.addresses.absolute_file
    language = collection.language_of(episode)
    notes = content_notes_line(fields, collection.vocabulary, collection.languages.for_page(language))
    authors = named_people(collection, fields.named_in("authors") or fields.named_in("hosts"))
    return Item(
        id=episode.id,
        fields=fields,
        guid=guid(show, episode),
        link=fields.link or collection.addresses.page_url(episode.id),
        published=published_at(episode),
        enclosure=enclosure(collection, episode),
        duration_seconds=seconds_up(episode) if _has_duration(fields) else None,
        # Apps have the notes of an episode that moved in: they stay as they were.
        content_html=prepend_content_notes(clean_body(collection, episode.id), notes)
        if fields.moved_in
        else whole_notes(collection, episode, offers),
        content_notes=notes,
        author=", ".join(author.name for author in authors) or show.author,
        season_name=show.seasons.get(str(fields.season)),
        # Apple refuses other artwork; an app then shows the show's cover.
        image_url=file(episode.image_address) if episode.image_suits_apps else None,
        images=_images(collection, episode.pictures),
        alternates=tuple(_alternate_tag(collection, encoding) for encoding in episode.alternates),
        persons=tuple(
            _persons(collection, (credit[:3] for credit in fields.people if credit.field != "authors"))
        ),
        transcripts=tuple(_transcripts(collection, episode, language)),
        chapters_url=fields.chapters_url
        or (absolute(f"{episode.id}/chapters.json") if episode.chapters else None),
        chapters=episode.chapters,
        given={**show.episode_feed, **fields.feed},
    )


def _has_duration(fields: Episode) -> bool:
    audio = fields.audio
    return audio is not None and (audio.duration is not None or not audio.url)


def _transcripts(collection: Collection, episode: EpisodePost, language: str) -> Iterator[TranscriptTag]:
    for remote in episode.fields.transcripts:
        yield TranscriptTag(remote.url, remote.type, remote.language, remote.rel)
    for suffix, type_ in TRANSCRIPT_TYPES.items() if episode.cues else ():
        url = collection.addresses.absolute(f"{episode.id}/transcript.{suffix}")
        yield TranscriptTag(url, type_, language)


def _alternate_tag(collection: Collection, encoding: AlternateEnclosure) -> AlternateTag:
    fields, recording = encoding.fields, encoding.recording
    return AlternateTag(
        (collection.addresses.absolute_file(encoding.address), *fields.sources),
        recording.type if recording else fields.type or "",
        recording.length if recording else fields.length,
        fields.title,
        recording.bit_rate if recording else fields.bitrate,
        recording.codec if recording else None,
        fields.language,
        collection.cache.integrity(collection.files[encoding.address]) if recording else fields.integrity,
        fields.height,
        fields.default,
    )


def _images(collection: Collection, pictures: Iterable[FeedImage]) -> tuple[FeedImage, ...]:
    url = collection.addresses.absolute_file
    return tuple(picture._replace(address=url(picture.address)) for picture in pictures)


def _persons(collection: Collection, credits: Iterable[tuple[str, str, str]]) -> Iterator[PersonTag]:
    file = collection.addresses.absolute_file
    for id_, role, group in dict.fromkeys(credits):
        if page := collection.people.get(f"people/{id_}"):
            fields = page.fields
            picture = file(f"people/{fields.image}") if fields.image else fields.feed_image
            url = fields.feed_link or collection.addresses.page_url(page.id)
            yield PersonTag(fields.name, role, group, picture, url)
