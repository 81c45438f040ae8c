"""Recordings, their chapters, and the fields of shows and episodes that come from the Podcasting 2.0 namespace."""

from collections.abc import Iterator
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from . import types as t
from .types import Model
from .validators import FieldError, choice, field_error, matching

PROTOCOLS = ("disabled", "activitypub", "atproto", "twitter", "lightning", "hive", "matrix", "nostr")
"""https://github.com/Podcastindex-org/podcast-namespace/blob/main/socialprotocols.txt"""
MEDIUMS = ("podcast", "music", "video", "film", "audiobook", "newsletter", "blog", "publisher", "course")
"""https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/medium.md"""


def short_form(field: str, model: type[Model]) -> BeforeValidator:
    """A text alone is read as a mapping of that model with that one field."""
    return BeforeValidator(
        lambda value: {field: value} if isinstance(value, str) else value,
        json_schema_input_type=str | model,
    )


_RecurrenceRule = Annotated[
    str,
    matching(
        r"FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;[A-Z]+=[A-Z0-9,+:.-]+)*",
        "a rule of repetition",
        'write it as calendars do:  rrule: "FREQ=WEEKLY;INTERVAL=2"   (RFC 5545, section 3.3.10)',
        prefix="RRULE:",
    ),
]
_Integrity = Annotated[
    str,
    matching(
        r"sha(256-[A-Za-z0-9+/]{43}=|384-[A-Za-z0-9+/]{64}|512-[A-Za-z0-9+/]{86}==)",
        "an integrity string (SRI)",
        "write sha256- and the hash in base64, or delete the line",
    ),
]
_SourceAddress = Annotated[
    str,
    matching(
        r"(https?|ipfs|magnet):[^\s]+",
        "the address of a file",
        "write it whole:  https://…  or  ipfs://…",
    ),
]


class ChapterFields(Model):
    """A chapter of a recording."""

    start: t.Timecode = Field(description='where it begins: "00:01:30"')
    title: t.Line = Field(description="its title")
    url: t.WebAddress | None = Field(None, description="a page that belongs to it")
    image: t.FileName | None = Field(None, description="a picture beside the notes")


class Audio(Model):
    """The recording: a file beside the notes, or the address of one on another server."""

    file: t.FileName | None = Field(None, description="a file beside the notes")
    url: t.FeedAddress | None = Field(None, description="its address, if it is on another server")
    length: t.NonNegativeInt | None = Field(None, description="its size in bytes")
    type: t.Line | None = Field(None, description="its MIME type, such as audio/mpeg")
    duration: t.Timecode | None = Field(None, description='how long it is: "00:31:05"')
    sha256: t.Sha256 | None = Field(
        None, description="the sum of its bytes; `anthology media push` writes it"
    )

    def check(self) -> Iterator[FieldError]:
        """Either a file or an address; with an address, everything that a feed needs."""
        if bool(self.file) == bool(self.url):
            either = "both a file and an address" if self.file else "neither a file nor an address"
            yield field_error(
                f"has {either}", "write  audio: audio.mp3  with a file beside the notes", fields=("audio",)
            )
        elif self.url and (self.length is None or not self.type):
            yield field_error(
                "audio is on another server, so its length and type are needed",
                'add  length: 12345678  (bytes, 0 if unknown),  type: audio/mpeg  and  duration: "00:31:05",  or let'
                "  anthology audio --verify --write  fill them in",
                "url",
                ("audio",),
            )


class Alternate(Model):
    """Another encoding of the recording: a file beside the notes, or the address of one on another server."""

    file: t.FileName | None = Field(None, description="a file beside the notes")
    url: t.FeedAddress | None = Field(None, description="its address, if it is on another server")
    length: t.NonNegativeInt | None = Field(
        None, description="its size in bytes; read from a file beside the notes"
    )
    type: t.Line | None = Field(None, description="its MIME type; read from a file beside the notes")
    title: t.Line | None = Field(None, description="what apps call it, in at most 32 characters")
    language: t.LanguageCode | None = Field(None, description="its language, where that differs")
    integrity: _Integrity | None = Field(None, description="sha256-…; computed for a file beside the notes")
    bitrate: t.NonNegativeInt | None = Field(
        None, description="its bits per second, if it is on another server"
    )
    height: t.NonNegativeInt | None = Field(None, description="the height of a video in pixels")
    default: t.Flag = Field(False, description="true: the same bytes as the recording itself")
    sources: t.List[_SourceAddress] = Field([], description="further addresses of the same bytes")

    @model_validator(mode="after")
    def _whole_if_remote(self) -> Self:
        if bool(self.file) == bool(self.url):
            either = "both a file and an address" if self.file else "neither a file nor an address"
            raise field_error(
                f"has {either}", "write  alternates: [audio.opus]  with a file beside the notes"
            )
        if self.url and not self.type:
            raise field_error("an alternate on another server has no type", "add  type: audio/ogg", "url")
        return self


class Picture(Model):
    """A picture for apps that show more than the square cover."""

    file: t.FileName = Field(description="a picture beside this file")
    alt: t.Line = Field(description="what it shows, for those who do not see it")
    purpose: t.Line | None = Field(None, description="artwork, social, canvas, banner, poster …")


class SocialInteract(Model):
    """The address of a conversation about a show or an episode."""

    protocol: Annotated[str, choice(*PROTOCOLS)] = Field(
        description="activitypub, atproto …, or disabled: no comments, please"
    )
    uri: t.WebAddress | None = Field(None, description="the address of the first post of the conversation")
    account_id: t.Line | None = Field(None, description="the account that made it, such as @name")
    account_url: t.WebAddress | None = Field(None, description="the page of that account")
    priority: t.NonNegativeInt | None = Field(None, description="1 is asked first")

    @model_validator(mode="after")
    def _address_unless_disabled(self) -> Self:
        if self.protocol != "disabled" and not self.uri:
            fix = "add the address of the post under which people answer:  uri: https://…"
            raise field_error("has no uri", fix)
        return self


class Txt(Model):
    """A line of free text for a service."""

    text: t.Line = Field(description="the line")
    purpose: t.Line | None = Field(None, description="verify, applepodcastsverify, ai-content …")


class UpdateFrequency(Model):
    """The frequency of episodes."""

    text: t.Line = Field(description="in words")
    rrule: _RecurrenceRule | None = Field(None, description="the same for a calendar: FREQ=WEEKLY")
    start: t.Date | None = Field(None, description="the day from which the rule counts")

    @model_validator(mode="after")
    def _counts_from_a_day(self) -> Self:
        if self.rrule and "COUNT=" in self.rrule and not self.start:
            raise field_error("has a COUNT and no start", "say from when it counts:  start: 2026-11-22")
        return self


class RemoteItem(Model):
    """Another show, or an episode of it."""

    guid: t.Line = Field(description="the show's podcast:guid")
    url: t.WebAddress | None = Field(None, description="the show's feed")
    item: t.Verbatim | None = Field(None, description="the guid of one of its episodes")
    title: t.Line | None = Field(None, description="its title")
    medium: Annotated[str, choice(*MEDIUMS)] | None = Field(None, description="what it is, if no podcast")


class Person(Model):
    """A person's part in an episode or a show, by the podcast taxonomy of roles and groups."""

    id: t.Identifier = Field(description="id of a person in docs/people")
    role: t.Line = Field("guest", description="what they do in it, such as guest or narrator")
    group: t.Line = Field("cast", description="the group of the role, such as cast or writing")


class RemoteTranscript(Model):
    """A transcript on another server, as a feed gives it."""

    url: t.FeedAddress = Field(description="its address")
    type: t.Line = Field(description="its MIME type, such as text/vtt")
    language: t.Line | None = Field(None, description="its language, where the feed says so")
    rel: t.Line | None = Field(None, description="captions, if it is timed to be shown with the recording")


class Soundbite(Model):
    """A short part of a recording, for sharing."""

    start: t.Timecode = Field(description="where it begins")
    duration: t.Seconds = Field(description="how long it is, in seconds")
    title: t.Line | None = Field(None, description="what it is about")


class Location(Model):
    """A place that an episode is about, or in which it was made."""

    name: t.Line = Field(description="its name")
    rel: Annotated[str, choice("subject", "creator")] | None = Field(
        None, description="subject: it is about this place; creator: it was made there"
    )
    geo: t.Geo | None = Field(None, description="a geo: address")
    osm: t.Osm | None = Field(None, description="its OpenStreetMap id")
    country: t.Line | None = Field(None, description="two letters, such as GB")


Alternates = t.List[Annotated[Alternate, short_form("file", Alternate)]]
Txts = t.List[Annotated[Txt, short_form("text", Txt)]]
Frequency = Annotated[UpdateFrequency, short_form("text", UpdateFrequency)]
