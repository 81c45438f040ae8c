"""One item of a podcast feed becomes an episode."""

import re
from collections.abc import Iterator
from datetime import UTC
from email.utils import format_datetime
from html import unescape
from typing import Any

from anthology.importers.markdown import plain, to_markdown
from anthology.importers.personal_addresses import without_addresses
from anthology.importers.writing import ImportPlan
from anthology.rendering import render_raw
from anthology.schema import ENCLOSURE, NONE, NOTES, NOTES_TEXT, feed_moment
from anthology.sources import dump_yaml
from anthology.timecode import timecode
from anthology.unicode import NOT_TEXT, replace_open_directions
from anthology.urls import slugify

from .feed_bodies import as_given, counters_in
from .feed_elements import clean_text, elements_of, line_of, passed_through, tag_name, text_of, usual_name
from .feed_values import (
    absolute,
    address_in_ascii,
    first_sentences,
    is_set,
    media_type,
    milliseconds_of,
    moment_of,
    number_from_1,
    page_address,
)

_LONGEST_DISPLAY = 32
"""characters, by the Podcasting 2.0 namespace"""
_LONGEST_FEED = 60_000
"""characters of tags that stay as they are; a file's fields have at most 64,000"""
_TRANSCRIPT = ("url", "type", "language", "rel")
_IN_PART = (
    "itunes:episodeType", "itunes:season", "itunes:episode", "podcast:season", "podcast:episode", "podcast:transcript",
    "podcast:chapters", "itunes:duration",
)  # fmt: skip
"""tags that a field can have only where they are as the specification has them"""
_BODIES = ("description", "content:encoded", "itunes:summary")
_READ_FIELDS = frozenset(
    "title link guid enclosure pubDate itunes:duration itunes:explicit itunes:episodeType itunes:season"
    " itunes:episode itunes:image podcast:season podcast:episode podcast:transcript podcast:chapters"
    .split()
)  # fmt: skip


class FeedItem:
    """One item: its fields, its notes as Markdown, and how the feed has its bodies."""

    def __init__(self, item: Any, show: dict[str, Any], plan: ImportPlan) -> None:
        self.title = line_of(item, "title") or line_of(item, "itunes:title")
        untitled = not self.title
        self.title = self.title or "Untitled"
        self.slug = slugify(self.title)[:80].strip("-") or "episode"
        self.guid = next(
            (" ".join((guid.text or "").split("\n")).strip() for guid in item.iterchildren("guid")), ""
        )
        texts = {name: text_of(item, name) for name in _BODIES}
        order = ("content:encoded", "description", "itunes:summary")
        html = next((texts[name] for name in order if plain(texts[name])), "")
        link = page_address(text_of(item, "link"))
        self._base = link or show.get("link") or ""
        self.notes = replace_open_directions(to_markdown(NOT_TEXT.sub("", html), self._base), "")
        written = render_raw(self.notes)
        self.bodies = {
            name: as_given(text, written, self._base)
            for name, text in texts.items()
            if text or name != "itunes:summary"
        }
        self.common = all(value in {NOTES, NOTES_TEXT, NONE} for value in self.bodies.values())
        self.fields: dict[str, Any] = {
            "title": self.title,
            **_published(text_of(item, "pubDate"), show, link),
            "summary": _summary(plain(text_of(item, "itunes:subtitle")) or plain(html)) or self.title,
            "topics": list(plan.topics),
            "link": link or None,
            "guid": self.guid or None,
        }
        self.number_tags = [*elements_of(item, "itunes:episode"), *elements_of(item, "podcast:episode")]
        self._add_recording(item, plan)
        self._add_tags(item, show, plan)
        self._add_work(item, html, untitled, plan)

    def _add_work(self, item: Any, html: str, untitled: bool, plan: ImportPlan) -> None:
        """Add to the work list what the item does not say."""
        if not plain(text_of(item, "itunes:subtitle")):
            first = "the first sentences of its notes" if plain(html) else "its title"
            plan.to_decide.append(f"an episode without a summary: {first} stand there")
        if untitled:
            self.feed["title"] = NONE
            plan.to_decide.append(
                f"episodes/{self.slug}: the item has no title, so the page is called Untitled"
            )
        is_undated = "originally_published" in self.fields
        if is_undated:
            self.feed["pubDate"] = text_of(item, "pubDate") or NONE
            plan.to_decide.append(f"{self.title}: the item has no date that can be read; apps show it last")
        if counters_in("".join(self.bodies.values())):
            plan.to_decide.append(
                "notes for apps with a picture that counts readers: delete it, if it shall not"
            )
        if "…" in html and any(without_addresses(body.text or "") != (body.text or "") for body in item):
            plan.left_out.append("an e-mail or IP address in the text of an episode")

    def _add_tags(self, item: Any, show: dict[str, Any], plan: ImportPlan) -> None:
        """Add what further fields describe, and every other tag as it is."""
        described = {*self._add_numbers(item, show), *self._add_files(item), self._enclosure}
        others = [
            child
            for name in ("enclosure", *_IN_PART)
            for child in elements_of(item, name)
            if child not in described and ((child.text or "").strip() or child.attrib)
        ]
        self.feed = passed_through(item, _READ_FIELDS | frozenset(_BODIES), plan, others)
        for name, value in self._enclosure.attrib.items() if self._enclosure is not None else ():
            if name not in {"url", "length", "type"} and (usual := usual_name(name)):
                self.feed[f"{ENCLOSURE}{usual}"] = clean_text(value)
        # The feed writes moments in UTC: other words for the same moment are kept.
        date = text_of(item, "pubDate")
        if moment_of(date) and not feed_moment(date):
            plan.repaired.append("a date that apps do not read, now as feeds have it")
        if (moment := feed_moment(date)) and format_datetime(moment.astimezone(UTC)) != date:
            self.feed["pubDate"] = date
        pictures = (
            (image.get("href") or image.get("url") or image.text or "").strip()
            for image in elements_of(item, "itunes:image")
        )
        if image := next(filter(None, pictures), ""):
            self.feed["itunes:image"] = clean_text(image)
        if (title := text_of(item, "title")) and " ".join(title.split()) != self.title:
            self.feed["title"] = title
        # Given as XML, they take the place of those that the numbers would make.
        for name in ("podcast:season", "podcast:episode"):
            if any(tag_name(child) == name and child.attrib for child in others):
                self.feed[name] = NONE

    def _add_recording(self, item: Any, plan: ImportPlan) -> None:
        guid = next(item.iterchildren("guid"), None)
        written = guid.attrib if guid is not None else {"ispermalink": "false"}
        permanent = all(
            value.lower() == "true" for name, value in written.items() if name.lower() == "ispermalink"
        )
        if permanent and re.match("https?://[^/]", self.guid):
            self.fields["guid_is_permalink"] = True
        recordings = (
            element
            for element in item.iterchildren("enclosure")
            if element.get("url") and not (element.get("type") or "").startswith("image/")
        )
        enclosure = self._enclosure = next(recordings, None)
        if enclosure is None:
            self.fields["draft"] = True
            plan.to_decide.append(f"{self.title}: the item has no recording, so it is a draft")
            return
        written = (enclosure.get("url") or "").strip()
        address = address_in_ascii(absolute(written, self._base))
        if not address:
            self.fields["draft"] = True
            plan.to_decide.append(
                f"{self.title}: the address of its recording is “{written}”, so it is a draft"
            )
            return
        type_ = media_type(enclosure.get("type") or "", address)
        if type_ != (enclosure.get("type") or "").strip().lower():
            plan.repaired.append(f"the type of a recording, now {type_}")
        if address != written:
            plan.repaired.append(f"{self.title}: the address of the recording, now {address}")
        length = (enclosure.get("length") or "").strip()
        audio = {
            "url": address,
            "length": int(length) if length.isdecimal() and len(length) < 16 else 0,
            "type": type_,
        }
        if (duration := milliseconds_of(text_of(item, "itunes:duration"))) is not None:
            audio["duration"] = timecode(duration)
        self.fields["audio"] = audio
        if not self.guid:
            self.fields["guid"] = self.guid = address
            plan.repaired.append(f"{self.title}: without guid; apps know it by the address of its recording")

    def _add_numbers(self, item: Any, show: dict[str, Any]) -> Iterator[Any]:
        """Add what fields can have of kind, season and number; yield the elements that are described by that whole."""
        explicit = text_of(item, "itunes:explicit")
        if is_set(explicit) if explicit else show["explicit"]:
            self.fields["explicit"] = True
        kind = text_of(item, "itunes:episodeType").lower()
        if kind in {"trailer", "bonus"}:
            self.fields["type"] = kind
        if kind in {"full", "trailer", "bonus"}:
            yield from elements_of(item, "itunes:episodeType")
        for name in ("season", "episode"):
            number = text_of(item, f"itunes:{name}") or text_of(item, f"podcast:{name}")
            if value := number_from_1(number):
                self.fields[name] = value
            for element in elements_of(item, f"itunes:{name}")[:1]:
                if value and number_from_1(element.text or "") == value:
                    yield element
        for element in elements_of(item, "podcast:season")[:1]:
            season, words = self.fields.get("season"), " ".join((element.get("name") or "").split())
            names = show.setdefault("seasons", {}) if words else {}
            same = season and number_from_1(element.text or "") == season
            if same and names.setdefault(str(season), words) == words:
                yield element
        for element in elements_of(item, "podcast:episode")[:1]:
            if "episode" in self.fields and number_from_1(element.text or "") == self.fields["episode"]:
                shown = " ".join((element.get("display") or "").split())
                if len(shown) > _LONGEST_DISPLAY:
                    continue
                if shown:
                    self.fields["episode_display"] = shown
                yield element

    def _add_files(self, item: Any) -> Iterator[Any]:
        """Add chapters, transcripts and the duration; yield the elements that are described by that whole."""
        for chapters in elements_of(item, "podcast:chapters")[:1]:
            address = chapters.get("url") or ""
            usual = chapters.get("type") == "application/json+chapters"
            if usual and address and address_in_ascii(address) == address:
                self.fields["chapters_url"] = address
                yield chapters
        transcripts = [
            element
            for element in elements_of(item, "podcast:transcript")
            if element.get("url") and element.get("type") and address_in_ascii(element.get("url")) == element.get("url")
            and element.get("rel") in {None, "captions"} and not {*element.attrib} - {*_TRANSCRIPT}
        ]  # fmt: skip
        if transcripts:
            self.fields["transcripts"] = [
                {name: element.get(name) for name in _TRANSCRIPT if element.get(name)}
                for element in transcripts
            ]
        yield from transcripts
        for element in elements_of(item, "itunes:duration"):
            if milliseconds_of(element.text or "") is not None:
                yield element

    def finish(self, defaults: dict[str, str], plan: ImportPlan) -> None:
        """Write down what the feed has otherwise than `defaults`, which hold for every episode."""
        feed: dict[str, object] = {
            name: value for name, value in self.bodies.items() if defaults.get(name) != value
        }
        feed |= {name: NONE for name in defaults if name not in self.bodies}
        feed |= self.feed
        # Written as YAML, a text has at most twice its length or so.
        while len(str(feed)) > _LONGEST_FEED / 2 and len(dump_yaml(feed)) > _LONGEST_FEED:
            longest = max(feed, key=lambda name: len(str(feed[name])))
            size = len(str(feed.pop(longest)))
            plan.left_out.append(f"{self.title}: <{longest}> of the feed, which has {size:,} characters")
        if feed:
            self.fields["feed"] = feed
        self.fields = {name: value for name, value in self.fields.items() if value is not None}


def _summary(text: str) -> str:
    return replace_open_directions(unescape(first_sentences(text)), "")


def _published(text: str, show: dict[str, Any], link: str) -> dict[str, Any]:
    """The date; without one that can be read, where the item was published before."""
    moment = moment_of(text)
    if moment is None:
        before = {"name": show["title"], "url": link or show.get("link")}
        return {
            "date": "unknown",
            "originally_published": {name: value for name, value in before.items() if value},
        }
    return {"date": moment.isoformat()}
