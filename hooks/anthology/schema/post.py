"""The front matter of essays and episodes."""

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Annotated, ClassVar, NamedTuple

from pydantic import Field

from . import types as t
from .dates import Timestamp, feed_moment
from .feed_tags import ENCLOSURE, NONE, says_yes, seconds_of
from .podcast import (
    Alternates,
    Audio,
    ChapterFields,
    Location,
    Person,
    Picture,
    RemoteTranscript,
    SocialInteract,
    Soundbite,
    Txts,
    short_form,
)
from .types import Model
from .validators import FieldError, choice, field_error, image_without_alt


class ContentNote(Model):
    """A content note: its id, a detail in the author's words, and the parts that it is about."""

    note: t.NameOfEntry = Field(description="id of a content note in vocabulary.yml")
    detail: t.Line | None = Field(None, description="a few neutral words, in the author's own way")
    where: t.List[t.SkipTarget] = t.empty_list(
        'parts of the recording ("12:30-15:00") or headings ("#the-ward")'
    )


class Link(Model):
    """A page worth a visit."""

    title: t.Line = Field(description="its title")
    url: t.WebAddress = Field(description="its address")
    note: t.Line | None = Field(None, description="why it is worth a visit")


class Research(Model):
    """A source, with enough for a reader to find it and to know what it shows."""

    title: t.Line = Field(description="its title")
    authors: t.Line | None = Field(None, description="who wrote it")
    year: t.Year | None = Field(None, description="when it came out")
    doi: t.Doi | None = Field(None, description="its DOI, from the 10 on")
    url: t.WebAddress | None = Field(None, description="its address")
    note: t.Line | None = Field(None, description="what it shows, and what it does not")


class Correction(Model):
    """A correction: its date, and a text that says what was wrong."""

    date: t.Date = Field(description="the day of the correction")
    text: t.Line = Field(description="what was wrong and what is right")


class Related(Model):
    """The author's choice of related posts."""

    pin: t.List[t.PostId] = t.empty_list("first, in this order; a page shows three")
    exclude: t.List[t.PostId] = t.empty_list("never, in either direction")


_NO_CHOICE = Related.model_construct()


class Copyright(Model):
    """The holder of the rights."""

    holder: t.Line = Field(description="a name or a pen name")
    year: t.Year | None = Field(None, description="the year of first publication")


class OriginallyPublished(Model):
    """The earlier publication of a piece."""

    name: t.Line = Field(description="the name of the site or publication")
    url: t.WebAddress | None = Field(None, description="its address there")
    date: t.Date | None = Field(None, description="the day it came out there")
    archived: t.WebAddress | None = Field(None, description="the address of an archived copy")
    permission: t.Line | None = Field(None, description="who agreed to its being here, and when")


class Credit(NamedTuple):
    """A person's part in a post: their id, their role, its group, and the field that says so.

    Roles and groups are those of the podcast taxonomy; `field` is authors, hosts, guests or persons.
    """

    id: str
    role: str
    group: str
    field: str


class Post(Model):
    """The fields that every post can have."""

    may_lack_in_drafts: ClassVar = frozenset({"date", "summary", "topics", "authors"})
    """Needed fields that a draft may lack: what was taken in from elsewhere states no more than its source."""

    title: t.Line = Field(description="the title, on one line")
    date: t.DateOrUnknown = Field(description="the day it is published, such as 2026-11-22")
    summary: t.Summary = Field(description="one or two plain sentences, at most 300 characters")
    topics: t.NonEmptyNames[t.NameOfEntry] = Field(description="ids of topics in vocabulary.yml")
    content_notes: t.Names[Annotated[ContentNote, short_form("note", ContentNote)]] = t.empty_list(
        "what readers may want to know before; short and neutral"
    )
    updated: t.Date | None = Field(None, description="the day of the last change of substance")
    corrections: t.List[Correction] = t.empty_list("what was put right, and when")
    standpoint: t.Line | None = Field(None, description="from where it is written")
    series: t.NameOfEntry | None = Field(None, description="id of a series in vocabulary.yml")
    part: t.NonNegativeInt | None = Field(None, description="its number in the series")
    responds_to: t.PostId | None = Field(None, description="the post that this one answers")
    translation_of: t.PostId | None = Field(None, description="the post that this one translates")
    links: t.List[Link] = t.empty_list("pages worth a visit")
    research: t.List[Research] = t.empty_list("sources")
    practices: t.Names[t.NameOfEntry] = t.empty_list("grounding practices to offer first")
    related: Related = Field(
        default_factory=lambda: _NO_CHOICE,
        json_schema_extra={"default": {"pin": [], "exclude": []}},
        description="posts to show first, or never, beside it",
    )
    license: t.LicenseId | None = Field(None, description="an SPDX id, or all-rights-reserved")
    copyright: Copyright | None = Field(None, description="who holds the rights")
    originally_published: OriginallyPublished | None = Field(None, description="where it stood before")
    image: t.FileName | None = Field(None, description="a picture beside the post")
    image_alt: t.Line | None = Field(None, description="what the picture shows, for those who do not see it")
    image_caption: t.Line | None = Field(None, description="what is written below the picture")
    aliases: t.List[t.SitePath] = t.empty_list("old addresses that lead here")
    language: t.LanguageCode | None = Field(None, description="a language code, such as en or es")
    order: t.NonNegativeInt = Field(0, description="its place among posts of one moment: 0 comes first")
    draft: t.Flag = Field(False, description="true: only the preview shows it")
    withdrawn: t.Date | None = Field(None, description="the day it was withdrawn")
    exit: t.Flag = Field(False, description="true: shows the quick-exit control")

    def check(self) -> Iterator[FieldError]:
        """A date is known, of this publication or an earlier one; a picture is described."""
        if not self.date and not self.originally_published:
            fix = "write the day:  date: 2026-11-22   (or add  originally_published: )"
            message = "date is unknown, which is only for pieces that were published elsewhere before"
            yield field_error(message, fix, "date", ("date", "originally_published"))
        if self.image and not self.image_alt:
            yield image_without_alt()
        if self.part is not None and not self.series:
            fix = "add  series: , with an id from vocabulary.yml, or delete this line"
            yield field_error("part is given without series", fix, "part", ("part", "series"))

    @cached_property
    def last_change(self) -> str:
        """The day of the last change of substance, in ISO form; empty if no date is known."""
        dates = [
            self.updated,
            self.day,
            self.withdrawn,
            *(correction.date for correction in self.corrections),
        ]
        return max((date.at.date().isoformat() for date in dates if date), default="")

    @property
    def people(self) -> list[Credit]:
        """All who took part: authors, hosts, guests, then others, each field in the writer's order."""
        return []

    def named_in(self, *fields: str) -> list[str]:
        """Ids of the people whom these fields name, each once, in the order of `people`."""
        return list(dict.fromkeys(credit.id for credit in self.people if credit.field in fields))

    @property
    def participants(self) -> list[str]:
        """Ids of all people, each once, those of the byline first."""
        return list(dict.fromkeys(credit.id for credit in self.people))

    @property
    def byline(self) -> list[str]:
        """Ids of the people named below the title."""
        return self.named_in("authors", "hosts", "guests")

    @property
    def day(self) -> Timestamp | None:
        """The date of publication here or, if that is unknown, of the earlier publication."""
        if self.date or not self.originally_published:
            return self.date
        return self.originally_published.date


class Essay(Post):
    """An essay, or a thread: an essay of numbered parts."""

    authors: t.NonEmptyNames[t.NameOfEntry] = Field(description="ids of people")
    format: Annotated[str, choice("essay", "thread")] = Field(
        "essay", description="thread: its body is made of parts that begin with 1/, 2/ …"
    )

    @property
    def people(self) -> list[Credit]:
        """Its authors."""
        return [Credit(name, "author", "writing", "authors") for name in self.authors]


class Episode(Post):
    """An episode of the show."""

    hosts: t.Names[t.NameOfEntry] = t.empty_list("ids of people; without any, the show's author")
    guests: t.Names[t.NameOfEntry] = t.empty_list("ids of people")
    authors: t.Names[t.NameOfEntry] = t.empty_list("ids of people who wrote it, if not the hosts")
    season: t.PositiveInt | None = Field(None, description="the number of its season")
    episode: t.EpisodeNumber | None = Field(None, description="its number")
    episode_display: t.Line | None = Field(None, description="its number as shown, where that differs")
    type: Annotated[str, choice("full", "trailer", "bonus")] = Field(
        "full", description="full, trailer or bonus"
    )
    audio: Annotated[Audio, short_form("file", Audio)] | None = Field(
        None, description="the recording beside the notes"
    )
    alternates: Alternates = t.empty_list("other encodings of the same recording")
    guid: t.Verbatim | None = Field(
        None, description="only for a show that moves in; apps go on having its notes alone"
    )
    guid_is_permalink: t.Flag = Field(False, description="true: its guid is the address of its page")
    link: t.WebAddress | None = Field(None, description="its page for podcast apps, if not this site's")
    feed: t.ItemTags = Field(
        {},
        description="tags of its feed item that are to stay as they are; enclosure@name: an attribute as it was;"
        " enclosure: none: it never had a recording",
    )
    place: t.PositiveInt | None = Field(
        None, description="its place in the feed of its former host, 1 at the top, where that is not by date"
    )
    explicit: t.Flag = Field(False, description="true or false, as directories ask")
    learn: t.List[t.Line] = t.empty_list("what a listener will learn")
    chapters: t.List[ChapterFields] = t.empty_list("the parts of the recording")
    chapters_url: t.FeedAddress | None = Field(None, description="JSON chapters on another server")
    transcript: t.FileName | None = Field(None, description="WebVTT or SRT beside the notes")
    transcripts: t.List[RemoteTranscript] = t.empty_list("transcripts on another server")
    soundbites: t.List[Soundbite] = t.empty_list("short parts worth sharing")
    persons: t.List[Person] = t.empty_list("people beyond hosts and guests")
    location: Location | None = Field(None, description="what place it is about")
    images: t.List[Picture] = t.empty_list("pictures for apps, beside the notes")
    social_interact: t.List[SocialInteract] = t.empty_list("where people talk about it")
    txt: Txts = t.empty_list("lines of free text for the feed")

    def check(self) -> Iterator[FieldError]:
        """A published episode has a recording; a number shown stands for one that is counted; its date is one."""
        yield from super().check()
        for tag, field, meaning, value in self._words_of_fields():
            for text in self.feed.get(tag, []):
                if text != NONE and meaning(text) != value:
                    fix = f"write what  {field}:  says, or take {tag} out"
                    yield field_error(f"feed has the {tag} {text}", fix, "feed", ("feed", field))
        if self.episode_display and self.episode is None:
            fix = "add the number by which apps sort it:  episode: 3"
            fields = ("episode_display", "episode")
            yield field_error("episode_display is given without episode", fix, "episode_display", fields)
        if not (self.audio or self.draft or self.withdrawn or self.without_recording):
            fix = "add the recording beside the notes:  audio: audio.mp3   (or  draft: true)"
            yield field_error("audio is missing", fix, "audio", ("audio", "draft", "withdrawn"))

    def _words_of_fields(self) -> Iterator[tuple[str, str, Callable[[str], object], object]]:
        """Tags that say the same as a field, each with that field, the meaning of a text, and the field's value."""
        yield "pubDate", "date", feed_moment, self.date.at if self.date else None
        yield "itunes:explicit", "explicit", says_yes, self.explicit
        if self.audio and self.audio.duration is not None:
            seconds = self.audio.duration // 1000
            yield "itunes:duration", "audio", lambda text: seconds_of(text) in {None, seconds}, True
        length, is_remote = self.audio and self.audio.length, bool(self.audio and self.audio.url)
        yield f"{ENCLOSURE}length", "audio", lambda text: not text.isdecimal() or int(text) == length, True
        yield f"{ENCLOSURE}url", "audio", lambda _: is_remote, True
        yield f"{ENCLOSURE}type", "audio", lambda _: is_remote, True

    @property
    def without_recording(self) -> bool:
        """An item that its former feed had without a recording."""
        return self.feed.get("enclosure") == [NONE]

    @property
    def moved_in(self) -> bool:
        """Podcast apps know it from a former host."""
        return bool(self.guid) or "guid" in self.feed or self.without_recording

    @property
    def people(self) -> list[Credit]:
        """Its authors, hosts, guests and other persons."""
        return [
            *(Credit(name, "author", "writing", "authors") for name in self.authors),
            *(Credit(name, "host", "cast", "hosts") for name in self.hosts),
            *(Credit(name, "guest", "cast", "guests") for name in self.guests),
            *(Credit(person.id, person.role, person.group, "persons") for person in self.persons),
        ]
