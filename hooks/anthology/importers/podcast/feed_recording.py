"""The recording and the guid of an item, which apps compare: the fields have them as addresses, the feed as written."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from anthology.importers.writing import ImportPlan
from anthology.schema import ENCLOSURE, NONE, seconds_of
from anthology.timecode import timecode
from anthology.unicode import NOT_TEXT

from .feed_elements import clean_text, text_of, usual_name
from .feed_values import absolute, address_in_ascii, length_of, media_type

_OWN = ("url", "length", "type")
_PERMALINK = re.compile("(?i)ispermalink")


@dataclass(slots=True)
class ItemRecording:
    """The field `audio` of an item, the element that it describes, and what its feed has in other words."""

    audio: dict[str, Any] | None = None
    element: Any = None
    feed: dict[str, Any] = field(default_factory=dict)


def recording_of(item: Any, title: str, base: str, plan: ImportPlan) -> ItemRecording:
    """The first recording of an item that has an address; of an item without one, that its feed has none."""
    for element in item.iterchildren("enclosure"):
        written = element.get("url") or ""
        address = address_in_ascii(absolute(written.strip(), base))
        if address and not (element.get("type") or "").startswith("image/"):
            break
        if written.strip() and not address:
            plan.to_decide.append(f"{title}: the address of its recording is “{written}”, so pages have none")
    else:
        plan.to_decide.append(f"{title}: the item has no recording: write its  audio:  or  draft: true")
        return ItemRecording(feed={"enclosure": NONE})
    if address != written:
        plan.repaired.append(f"{title}: the address of the recording on its page, now {address}")
    audio: dict[str, Any] = {
        "url": address,
        "length": length_of(element.get("length") or ""),
        "type": media_type(element.get("type") or "", address),
    }
    if (seconds := seconds_of(text_of(item, "itunes:duration"))) is not None:
        audio["duration"] = timecode(seconds * 1000)
    given = {
        name: NOT_TEXT.sub("", element.get(name))
        for name in _OWN
        if (element.get(name) or "").strip() and element.get(name) != str(audio[name])
    }
    if not re.match(r"\s*(https?:)?//", written):
        given.pop("url", None)  # relative to the feed's former address
    further = {
        usual: clean_text(value)
        for name, value in element.attrib.items()
        if name not in _OWN and value and (usual := usual_name(name))
    }
    feed = {f"{ENCLOSURE}{name}": value for name, value in {**given, **further}.items()}
    return ItemRecording(audio, element, feed)


def permalink_of(item: Any, guid: str) -> tuple[bool, dict[str, str]]:
    """If a guid is the address of its page, and what the feed says of that in other words."""
    element = next(item.iterchildren("guid"), None)
    if element is None:
        return False, {}
    given = {name: value for name, value in element.attrib.items() if _PERMALINK.fullmatch(name)}
    is_address = re.match("https?://[^/]", guid) is not None
    permanent = is_address and all(value.lower() == "true" for value in given.values())
    usual = ("isPermaLink", "true" if permanent else "false")
    return permanent, {
        f"guid@{name}": value for name, value in given.items() if (name, value) != usual and value
    }
