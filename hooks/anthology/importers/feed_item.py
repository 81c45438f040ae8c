"""One item of a podcast feed becomes an episode."""

import re
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any

from anthology.schema import NONE, NOTES, NOTES_TEXT
from anthology.timecode import timecode
from anthology.unicode import NOT_TEXT
from anthology.urls import slugify

from .feed_elements import clean_text, elements_of, passed_through, text_of
from .feed_values import address_in_ascii, first_sentences, flag, media_type, milliseconds_of, number_from_1
from .markdown import is_html, plain, to_markdown
from .writing import ImportPlan

_BODIES = ("description", "content:encoded", "itunes:summary")
_ITEM_FIELDS = frozenset(
    "title link guid enclosure pubDate itunes:duration itunes:explicit itunes:episodeType itunes:season"
    " itunes:episode itunes:image podcast:season podcast:episode podcast:transcript podcast:chapters"
    .split()
)  # fmt: skip


class FeedItem:
    """One item: its fields, its notes as Markdown, and how the feed has its bodies."""

    def __init__(self, item: Any, channel: Any, show: dict[str, Any], plan: ImportPlan) -> None:
        self.title = " ".join(text_of(item, "title").split()) or " ".join(
            text_of(item, "itunes:title").split()
        )
        self.title = self.title or "An episode without a title"
        self.slug = slugify(self.title)[:80].strip("-")
        self.guid = next(
            (" ".join((guid.text or "").split("\n")).strip() for guid in item.iterchildren("guid")), ""
        )
        texts = {name: text_of(item, name) for name in _BODIES}
        html = texts["content:encoded"] or texts["description"] or texts["itunes:summary"]
        link = address_in_ascii(text_of(item, "link"))
        self.notes = to_markdown(NOT_TEXT.sub("", html), link or show.get("link", ""))
        words = plain(html)
        self.bodies = {
            name: _as_given(text, words) for name, text in texts.items() if text or name == "content:encoded"
        }
        self.common = all(value in {NOTES, NOTES_TEXT, NONE} for value in self.bodies.values())
        feed = passed_through(item, _ITEM_FIELDS | frozenset(_BODIES), plan)
        self.fields: dict[str, Any] = {
            "title": self.title,
            "date": _published(text_of(item, "pubDate"), plan),
            "summary": first_sentences(plain(text_of(item, "itunes:subtitle")) or words) or self.title,
            "topics": list(plan.topics),
            "link": link or None,
            "guid": self.guid or None,
        }
        self._add_recording(item, plan)
        self._add_numbers(item, show, feed)
        pictures = (
            (image.get("href") or image.text or "").strip() for image in elements_of(item, "itunes:image")
        )
        image = next(filter(None, pictures), "")
        self.feed = feed | ({"itunes:image": clean_text(image)} if image else {})

    def _add_recording(self, item: Any, plan: ImportPlan) -> None:
        guid = next(item.iterchildren("guid"), None)
        permanent = guid is not None and guid.get("isPermaLink", "true").lower() == "true"
        if permanent and re.match("https?://[^/]", self.guid):
            self.fields["guid_is_permalink"] = True
        enclosure = next((one for one in item.iterchildren("enclosure") if one.get("url")), None)
        if enclosure is None:
            self.fields["draft"] = True
            plan.to_decide.append(f"{self.title}: the item has no recording, so it is a draft")
            return
        written = (enclosure.get("url") or "").strip()
        address = address_in_ascii(written)
        if not address:
            self.fields["draft"] = True
            plan.to_decide.append(
                f"{self.title}: the address of its recording is “{written}”, so it is a draft"
            )
            return
        if address != written:
            plan.repaired.append(f"{self.title}: the address of the recording, now in ASCII")
        length = (enclosure.get("length") or "").strip()
        audio = {
            "url": address,
            "length": int(length) if length.isdecimal() and len(length) < 16 else 0,
            "type": media_type(enclosure.get("type") or "", address),
        }
        if (duration := milliseconds_of(text_of(item, "itunes:duration"))) is not None:
            audio["duration"] = timecode(duration)
        self.fields["audio"] = audio
        if not self.guid:
            self.fields["guid"] = self.guid = address
            plan.repaired.append(f"{self.title}: without guid; apps know it by the address of its recording")

    def _add_numbers(self, item: Any, show: dict[str, Any], feed: dict[str, Any]) -> None:
        explicit = text_of(item, "itunes:explicit")
        if flag(explicit) if explicit else show["explicit"]:
            self.fields["explicit"] = True
        if (type_ := text_of(item, "itunes:episodeType").lower()) in {"trailer", "bonus"}:
            self.fields["type"] = type_
        for name in ("season", "episode"):
            number = text_of(item, f"itunes:{name}") or text_of(item, f"podcast:{name}")
            if value := number_from_1(number):
                self.fields[name] = value
        for season in elements_of(item, "podcast:season"):
            if season.get("name") and number_from_1(season.text or ""):
                seasons = show.setdefault("seasons", {})
                seasons.setdefault(
                    str(number_from_1(season.text or "")), " ".join(season.get("name").split())
                )
        for episode in elements_of(item, "podcast:episode"):
            if episode.get("display"):
                self.fields["episode_display"] = " ".join(episode.get("display").split())
        for chapters in elements_of(item, "podcast:chapters"):
            if address := address_in_ascii(chapters.get("url") or ""):
                self.fields["chapters_url"] = address
        transcripts = [
            {name: one.get(name) for name in ("url", "type", "language", "rel") if one.get(name)}
            for one in elements_of(item, "podcast:transcript")
            if one.get("url") and one.get("type") and address_in_ascii(one.get("url")) == one.get("url")
        ]
        if transcripts:
            self.fields["transcripts"] = transcripts

    def finish(self, defaults: dict[str, str]) -> None:
        """Write down what the feed has otherwise than `defaults`, which hold for every episode."""
        feed = {name: value for name, value in self.bodies.items() if defaults.get(name) != value}
        feed |= {name: NONE for name in defaults if name not in self.bodies}
        feed |= self.feed
        if feed:
            self.fields["feed"] = feed
        self.fields = {name: value for name, value in self.fields.items() if value is not None}


def _as_given(text: str, words: str) -> str:
    """The word for the notes where a body has the same words; else the body itself."""
    if not text:
        return NONE
    if plain(text) == words:
        return NOTES if is_html(text) else NOTES_TEXT
    return text


def _published(text: str, plan: ImportPlan) -> str:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        plan.to_decide.append(f"an episode whose date “{text}” cannot be read: 2000-01-01 stands there")
        return "2000-01-01"
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()
