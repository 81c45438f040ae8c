"""One item of a podcast feed becomes an episode."""

import re
from collections.abc import Iterator
from datetime import UTC
from email.utils import format_datetime
from typing import Any

from anthology.importers.markdown import plain, to_markdown
from anthology.importers.personal_addresses import without_addresses
from anthology.importers.writing import ImportPlan
from anthology.rendering import render_raw
from anthology.schema import NONE, NOTES, NOTES_TEXT, says_yes, seconds_of
from anthology.sources import dump_yaml
from anthology.sources.source import LONGEST_FRONT_MATTER
from anthology.unicode import NOT_TEXT, replace_open_directions
from anthology.urls import slugify

from .feed_bodies import as_given, counters_in, may_act
from .feed_elements import (
    body_of,
    clean_text,
    elements_of,
    first_with_text,
    has_content,
    is_plain,
    line_of,
    passed_through,
    tag_name,
    text_of,
    without_entities,
)
from .feed_recording import permalink_of, recording_of
from .feed_values import address_in_ascii, first_sentences, moment_of, number_from_1, page_address

_LONGEST_DISPLAY, _LONGEST_NAME = 32, 128
"""characters, by the Podcasting 2.0 namespace"""
_LONGEST_FEED = LONGEST_FRONT_MATTER - 8_000
"""characters of tags that stay as they are"""
_TRANSCRIPT = ("url", "type", "language", "rel")
_TEXTS = frozenset(
    "title pubDate itunes:duration itunes:explicit itunes:episodeType itunes:season itunes:episode".split()
)
"""tags of which the text is kept as it is, where it differs from what the field gives"""
_ELEMENTS = frozenset("podcast:season podcast:episode podcast:transcript podcast:chapters".split())
"""tags that a field can have only where they are as the specification has them"""
_BODIES = ("description", "content:encoded", "itunes:summary")
_READ = _TEXTS | _ELEMENTS | {*_BODIES, "link", "guid", "enclosure", "itunes:image"}
_TIMED = {"text/vtt", "application/x-subrip", "application/srt", "application/json"}
_FLAGS = {"true", "false"}
_USUAL_DATE = r"([A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d{1,2}:\d\d(:\d\d)? ([A-Z]{1,4}|[+-]\d{4})"
_NUMBERS = {"itunes:episode", "podcast:episode"}


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
        self._date = text_of(item, "pubDate")
        texts = {name: body_of(item, name) for name in _BODIES}
        order = ("content:encoded", "description", "itunes:summary")
        html = next((texts[name] for name in order if plain(texts[name])), "")
        link = page_address(text_of(item, "link"))
        self._base = link or show.get("link") or ""
        self.notes = replace_open_directions(to_markdown(NOT_TEXT.sub("", html), self._base), "")
        written = render_raw(self.notes)
        self.bodies = {
            name: as_given(text, written, self._base) if first_with_text(item, name) is not None else NONE
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
        self._add_recording(item, plan)
        self._add_tags(item, show, plan)
        self._add_work(item, html, texts, untitled, plan)

    @property
    def moment(self) -> float:
        """Seconds by which feeds have their order; an item without a date comes last."""
        moment = moment_of(self._date)
        return moment.timestamp() if moment else float("-inf")

    def _add_work(
        self, item: Any, html: str, texts: dict[str, str], untitled: bool, plan: ImportPlan
    ) -> None:
        """Add to the work list what the item does not say."""
        if not plain(text_of(item, "itunes:subtitle")):
            first = "the first sentences of its notes" if plain(html) else "its title"
            plan.to_decide.append(f"an episode without a summary: {first} stand there")
        if untitled:
            self.feed.setdefault("title", NONE)
            plan.to_decide.append(
                f"episodes/{self.slug}: the item has no title, so the page is called Untitled"
            )
        is_undated = "originally_published" in self.fields
        if is_undated:
            plan.to_decide.append(f"{self.title}: the item has no date that can be read; apps show it last")
        if counters_in("".join(self.bodies.values())):
            plan.to_decide.append(
                "notes for apps with a picture that counts readers: delete it, if it shall not"
            )
        if any(may_act(body) for body in texts.values()):
            plan.left_out.append(
                "scripts, frames and forms in the notes of an episode, which apps do not show"
            )
        if "…" in html and any(without_addresses(body.text or "") != (body.text or "") for body in item):
            plan.left_out.append("an e-mail or IP address in the text of an episode")

    def _add_tags(self, item: Any, show: dict[str, Any], plan: ImportPlan) -> None:
        """Add what further fields describe, and every other tag as it is."""
        described = {*self._add_numbers(item, show), *self._add_files(item), *self._described(item)}
        left = [child for child in item if tag_name(child) in _READ and child not in described]
        names = {tag_name(child) for child in left if has_content(child)}
        # A tag that is given by its name takes the place of all of that name.
        others = {child for child in item if tag_name(child) in _TEXTS & names and has_content(child)}
        self.number_tags = [
            child for child in item if child in described - others and tag_name(child) in _NUMBERS
        ]
        further = {child for child in left if tag_name(child) not in _TEXTS and has_content(child)}
        self.feed = {**self._as_written, **passed_through(item, _READ, plan, others, further)}
        if not moment_of(text_of(item, "pubDate")):
            self.feed.setdefault("pubDate", NONE)
        elif not _is_usual(text_of(item, "pubDate")):
            plan.to_decide.append("a date that some apps do not read: take  pubDate  out of  feed:")
        pictures = (
            (image.get("href") or image.get("url") or image.text or "").strip()
            for image in elements_of(item, "itunes:image")
        )
        if image := next(filter(None, pictures), ""):
            self.feed["itunes:image"] = clean_text(image)
        # Given as XML, they take the place of those that the numbers would make.
        for name in ("podcast:season", "podcast:episode"):
            if any(tag_name(child) == name and child.attrib for child in further):
                self.feed[name] = NONE

    def _described(self, item: Any) -> Iterator[Any]:
        """The elements of which fields, or the bodies, have all that they say."""
        yield self._recording
        yield from elements_of(item, "guid")[:1]
        yield from (first_with_text(item, name) for name in _BODIES)
        for title in elements_of(item, "title"):
            if " ".join(clean_text(title.text).split()) == self.title:
                yield title
        for date in elements_of(item, "pubDate"):
            moment = moment_of(text := clean_text(date.text))
            if moment and format_datetime(moment.astimezone(UTC)) == text:
                yield date
        for link in elements_of(item, "link"):
            if clean_text(link.text) == self.fields["link"] and not link.attrib:
                yield link
                break
        for image in elements_of(item, "itunes:image"):
            if image.get("href") and len(image.attrib) == 1 and not (image.text or "").strip():
                yield image
                break

    def _add_recording(self, item: Any, plan: ImportPlan) -> None:
        permanent, words = permalink_of(item, self.guid)
        if permanent:
            self.fields["guid_is_permalink"] = True
        recording = recording_of(item, self.title, self._base, plan)
        self._recording, self._as_written = recording.element, recording.feed | words
        if recording.audio:
            self.fields["audio"] = recording.audio
            if not self.guid:
                self.fields["guid"] = self.guid = recording.audio["url"]
                plan.repaired.append(
                    f"{self.title}: without guid; apps know it by the address of its recording"
                )

    def _add_numbers(self, item: Any, show: dict[str, Any]) -> Iterator[Any]:
        """Add what fields can have of kind, season and number; yield the elements that are described by that whole."""
        explicit = text_of(item, "itunes:explicit")
        if says_yes(explicit) if explicit else show["explicit"]:
            self.fields["explicit"] = True
        kind = text_of(item, "itunes:episodeType")
        if kind.lower() in {"trailer", "bonus"}:
            self.fields["type"] = kind.lower()
        for name, usual in (
            ("itunes:episodeType", {"full", "trailer", "bonus"}),
            ("itunes:explicit", _FLAGS),
        ):
            yield from (child for child in elements_of(item, name)[:1] if clean_text(child.text) in usual)
        for name in ("season", "episode"):
            number = text_of(item, f"itunes:{name}") or text_of(item, f"podcast:{name}")
            if value := number_from_1(number):
                self.fields[name] = value
            for element in elements_of(item, f"itunes:{name}")[:1]:
                if value and (element.text or "").strip() == str(value):
                    yield element
        for element in elements_of(item, "podcast:season")[:1]:
            season, words = self.fields.get("season"), " ".join((element.get("name") or "").split())
            if len(words) > _LONGEST_NAME or not is_plain(words):
                continue
            names = show["seasons"] if words else {}
            same = season and (element.text or "").strip() == str(season)
            if same and names.setdefault(str(season), words) == words:
                yield element
        for element in elements_of(item, "podcast:episode")[:1]:
            if "episode" in self.fields and (element.text or "").strip() == str(self.fields["episode"]):
                shown = " ".join((element.get("display") or "").split())
                if len(shown) > _LONGEST_DISPLAY or not is_plain(shown):
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
            element for element in elements_of(item, "podcast:transcript") if _is_usual_transcript(element)
        ]
        if transcripts:
            self.fields["transcripts"] = [
                {name: element.get(name) for name in _TRANSCRIPT if element.get(name)}
                for element in transcripts
            ]
        yield from transcripts
        for element in elements_of(item, "itunes:duration")[:1]:
            seconds = seconds_of(text := clean_text(element.text))
            if text == str(seconds) and "audio" in self.fields:
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


def _is_usual_transcript(element: Any) -> bool:
    """True for a transcript as fields have it, with an address and a type; captions have times."""
    address, type_, rel = element.get("url") or "", element.get("type") or "", element.get("rel")
    return bool(
        address_in_ascii(address) == address != ""
        and re.fullmatch(r"[a-z]+/[a-z0-9.+-]+", type_)
        and (rel is None or (rel == "captions" and type_ in _TIMED))
        and not {*element.attrib} - {*_TRANSCRIPT}
    )


def _is_usual(date: str) -> bool:
    """True for a date as apps expect it (RFC 2822)."""
    return re.fullmatch(_USUAL_DATE, date) is not None


def _summary(text: str) -> str:
    return replace_open_directions(without_entities(first_sentences(text)), "")


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
