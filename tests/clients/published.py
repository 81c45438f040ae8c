"""The feed as it stands in its file, read with nothing but xml.etree: what every client must make of it."""

from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import unquote
from xml.etree.ElementTree import Element, parse

ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
PODCAST = "{https://podcastindex.org/namespace/1.0}"
PODLOVE = "{http://podlove.org/simple-chapters}"


@dataclass(frozen=True, slots=True)
class Person:
    """A name with the part it plays; role and group in lower case, as case means nothing in them."""

    name: str
    role: str
    group: str
    href: str | None


@dataclass(frozen=True, slots=True)
class Transcript:
    """One form of an episode's transcript."""

    url: str
    type: str
    language: str | None


@dataclass(frozen=True, slots=True)
class Episode:
    """An item of the feed. `published`: seconds since 1970 (UTC); `duration`: seconds; `length`: bytes."""

    title: str
    guid: str
    url: str
    length: int
    type: str
    published: int
    duration: int
    season: int | None
    episode: int | None
    persons: tuple[Person, ...]
    transcripts: tuple[Transcript, ...]
    chapters: str | None
    marks: tuple[tuple[int, str], ...]
    """The chapters written into the feed itself (Podlove Simple Chapters): whole seconds and title."""


def episodes(site: Path) -> list[Episode]:
    """The episodes of the built site's podcast.xml, in its order. Fails on none: nothing would be proved."""
    found = [_episode(item) for item in _channel(site).iter("item")]
    assert found, f"{site / 'podcast.xml'} holds no episode"
    return found


def show_guid(site: Path) -> str:
    """The show's podcast:guid."""
    return _text(_channel(site), f"{PODCAST}guid")


def recording(site: Path, base_url: str, episode: Episode) -> bytes:
    """The bytes of the file in the built site to which the episode's enclosure points."""
    assert episode.url.startswith(base_url), f"{episode.url} is not on this site ({base_url})"
    return (site / unquote(episode.url.removeprefix(base_url))).read_bytes()


def _channel(site: Path) -> Element:
    channel = parse(site / "podcast.xml").find("channel")
    assert channel is not None, f"{site / 'podcast.xml'} is no RSS feed"
    return channel


def _episode(item: Element) -> Episode:
    enclosure, chapters = item.find("enclosure"), item.find(f"{PODCAST}chapters")
    assert enclosure is not None, f"{_text(item, 'title')} has no enclosure"
    return Episode(
        title=_text(item, "title"),
        guid=_text(item, "guid"),
        url=enclosure.attrib["url"],
        length=int(enclosure.attrib["length"]),
        type=enclosure.attrib["type"],
        published=int(parsedate_to_datetime(_text(item, "pubDate")).timestamp()),
        duration=int(_text(item, f"{ITUNES}duration")),
        season=_number(item, f"{PODCAST}season"),
        episode=_number(item, f"{PODCAST}episode"),
        persons=tuple(map(_person, item.iterfind(f"{PODCAST}person"))),
        transcripts=tuple(map(_transcript, item.iterfind(f"{PODCAST}transcript"))),
        chapters=None if chapters is None else chapters.attrib["url"],
        marks=tuple((_seconds(c.attrib["start"]), c.attrib["title"]) for c in item.iter(f"{PODLOVE}chapter")),
    )


def _person(person: Element) -> Person:
    role, group = person.get("role", "host"), person.get("group", "cast")  # the specification's defaults
    return Person((person.text or "").strip(), role.lower(), group.lower(), person.get("href"))


def _transcript(transcript: Element) -> Transcript:
    return Transcript(transcript.attrib["url"], transcript.attrib["type"], transcript.get("language"))


def _seconds(time: str) -> int:
    # 01:02:03.500, 02:03 or 3
    hours, minutes, seconds = ["0", "0", *time.split(":")][-3:]
    return int(hours) * 3600 + int(minutes) * 60 + int(float(seconds))


def _text(parent: Element, tag: str) -> str:
    text = parent.findtext(tag, "").strip()
    assert text, f"the feed has a {parent.tag} without {tag}"
    return text


def _number(parent: Element, tag: str) -> int | None:
    text = parent.findtext(tag)
    return None if text is None else int(text)
