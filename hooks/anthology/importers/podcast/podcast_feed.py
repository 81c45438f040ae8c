"""A podcast feed becomes a show and its episodes; what no field describes is passed through as it is."""

from __future__ import annotations

import re
import uuid
from collections import Counter
from collections.abc import Iterator
from typing import Any, TextIO

from anthology.collection import NEW_FEED_URL, guid_of_feed
from anthology.importers.downloads import Downloads
from anthology.importers.markdown import plain
from anthology.importers.personal_addresses import is_role
from anthology.importers.writing import ImportPlan, counting, post_text
from anthology.problems import shorten
from anthology.schema import FORMER_DATES, NONE, apple_categories, says_yes
from anthology.schema.codes import language_code
from anthology.schema.podcast import MEDIUMS
from anthology.sources import dump_yaml
from anthology.urls import slugify

from .episode_order import keep_order, make_unique
from .feed_elements import (
    as_xml,
    channel_of,
    clean_text,
    elements_of,
    has_content,
    is_plain,
    line_of,
    passed_through,
    text_of,
    texts_of,
    without_entities,
)
from .feed_item import FeedItem
from .feed_media import COVER_TO_DECIDE, fetch_media
from .feed_values import (
    language_or_unknown,
    page_address,
)
from .paging import further_pages

_LONGEST_FUNDING = 128
"""characters, by the Podcasting 2.0 namespace"""
_OF_THE_HOST = frozenset(
    "self first next previous prev last current hub search next-archive prev-archive".split()
)
"""relations of links that hold for the feed at its former address alone"""
# Of the channel or the item, by their own fields, or made for each feed anew.
_CHANNEL_FIELDS = frozenset(
    "item title link language description copyright image generator lastBuildDate pubDate atom:link cloud"
    " itunes:author itunes:owner itunes:category itunes:explicit itunes:type itunes:image"
    " podcast:guid podcast:locked podcast:medium podcast:funding"
    " atom10:link".split()
)


def import_feed(
    document: bytes,
    only: int | None = None,
    source: str = "",
    downloads: Downloads | None = None,
    progress: TextIO | None = None,
) -> ImportPlan:
    """The files of a feed's show and its first `only` episodes; raises ImportRefusedError.

    The further pages of a feed (RFC 5005) are read as well where the feed itself came from an address, `source`.
    With `downloads`, files that the feed names are put beside the notes. `progress` is told how many items are read.
    """
    channel = channel_of(document)
    plan = ImportPlan()
    items = list(channel.iter("item"))  # within others where a tag has no end
    for page in further_pages(channel, source, plan, channel_of):
        items += page.iterchildren("item")
    show = _show_fields(channel, plan, source)
    show["seasons"] = {}
    episodes = [
        FeedItem(item, show, plan) for item in counting(items[:only], "read {:,} of {:,} episodes", progress)
    ]
    make_unique(episodes, plan)
    keep_order(episodes)
    if downloads:
        fetch_media(show, episodes, plan, downloads)
    defaults = Counter(tuple(sorted(episode.bodies.items())) for episode in episodes if episode.common)
    if defaults and (common := dict(defaults.most_common(1)[0][0])):
        show["episode_feed"] = common
    for episode in episodes:
        episode.finish(show.get("episode_feed", {}), plan)
        plan.files[f"episodes/{episode.slug}/index.md"] = post_text(episode.fields, episode.notes)
    if not show["seasons"]:
        del show["seasons"]
    plan.files["episodes/show.yml"] = dump_yaml(show)
    plan.taken += [f"the show “{show['title']}”", *("an episode" for _ in episodes)]
    return plan


def _show_fields(channel: Any, plan: ImportPlan, source: str) -> dict[str, Any]:
    fields = _named_fields(channel, plan, source)
    feed = passed_through(channel, _CHANNEL_FIELDS, plan, further=[*_of_the_show(channel, fields)])
    if not text_of(channel, "itunes:explicit"):
        feed["itunes:explicit"] = NONE
        plan.to_decide.append(
            "show.yml: the feed does not say if it is explicit; pages take it that it is not"
        )
    lock = text_of(channel, "podcast:locked")
    if lock and not (fields["locked"] and lock == "yes"):
        feed["podcast:locked"] = lock
    if fields["link"] and fields["link"] != text_of(channel, "link"):
        plan.repaired.append(f"the address of the show, now {fields['link']}")
    _add_categories(channel, fields, feed, plan)
    _add_images(channel, fields, feed, plan)
    if NEW_FEED_URL in feed:
        plan.to_decide.append(
            "show.yml: the former host says where the feed lives (itunes:new-feed-url); ours repeats it until the"
            " first episode is published here, then write its own address as  new_feed_url:"
        )
    for name, usual in _usual_texts(fields).items():
        texts = [text for text in texts_of(channel, name) if text]
        if texts and [" ".join(text.split()) for text in texts] != [usual]:
            feed[name] = texts if len(texts) > 1 else texts[0]
    fields |= {"funding": _funding(channel) or None, "feed": feed}
    return {name: value for name, value in fields.items() if value is not None}


def _usual_texts(fields: dict[str, Any]) -> dict[str, str | None]:
    """Tags of which the text is kept as it is, where it is another than the one that the fields give."""
    description = " ".join(fields["description"].split())
    language = fields["language"]
    return {
        "title": fields["title"],
        "description": None if "&" in description or "<" in description else description,
        "copyright": fields["copyright"],
        "itunes:author": fields["author"],
        "itunes:explicit": "true" if fields["explicit"] else "false",
        "itunes:type": fields["type"] or "episodic",
        "language": None if language == "und" else language_code(language),
        "podcast:guid": fields["guid"],
        **dict.fromkeys(sorted(FORMER_DATES)),
    }


def _named_fields(channel: Any, plan: ImportPlan, source: str) -> dict[str, Any]:
    """The fields for which a feed has a tag of its own; None for those that it lacks."""
    owner = next(iter(elements_of(channel, "itunes:owner")), None)
    owner_name = line_of(owner, "itunes:name") if owner is not None else ""
    title = line_of(channel, "title") or "Untitled"
    own = next(
        (link.get("href") for link in elements_of(channel, "atom:link") if link.get("rel") == "self"), ""
    )
    email = text_of(owner, "itunes:email") if owner is not None else ""
    if email and not is_role(email):
        plan.left_out.append("the owner's e-mail address: show.yml takes one of a role, as  email:")
    if not line_of(channel, "itunes:author") and not owner_name:
        plan.to_decide.append("show.yml: the feed names no author; its title stands there, as  author:")
    locked = text_of(channel, "podcast:locked").lower() == "yes"
    if locked:
        plan.to_decide.append("the former host has locked the feed: unlock it there before you move")
    return {
        "title": title,
        "description": _paragraphs(_show_description(channel) or title),
        "author": line_of(channel, "itunes:author") or owner_name or title,
        "owner_name": owner_name or None,
        "email": email if is_role(email) else None,
        "language": language_or_unknown(text_of(channel, "language"), plan),
        "explicit": says_yes(text_of(channel, "itunes:explicit")),
        "type": "serial" if text_of(channel, "itunes:type").lower() == "serial" else None,
        "link": page_address(text_of(channel, "link")) or None,
        "copyright": line_of(channel, "copyright") or None,
        "license": _license(text_of(channel, "podcast:license")),
        "guid": _show_guid(text_of(channel, "podcast:guid"), own or source or title, plan),
        "medium": _medium_of_show(text_of(channel, "podcast:medium")),
        "locked": True if locked and is_role(email) else None,
    }


def _show_description(channel: Any) -> str:
    return text_of(channel, "description") or text_of(channel, "itunes:summary")


def _funding(channel: Any) -> list[dict[str, str]]:
    return [
        {"url": element.get("url"), "text": " ".join(clean_text(element.text).split()) or element.get("url")}
        for element in elements_of(channel, "podcast:funding")
        if _is_usual_funding(element)
    ]


def _is_usual_funding(element: Any) -> bool:
    text, address = clean_text(element.text), element.get("url") or ""
    return page_address(address) == address != "" and len(text) <= _LONGEST_FUNDING and is_plain(text)


def _of_the_show(channel: Any, fields: dict[str, Any]) -> Iterator[Any]:
    """Elements of the channel that a field can have only in part, and are therefore kept as they are."""
    for element in elements_of(channel, "podcast:medium"):
        if (element.text or "").strip().lower() not in {"podcast", fields["medium"]}:
            yield element
    for element in elements_of(channel, "podcast:funding"):
        if not _is_usual_funding(element):
            yield element
    for element in elements_of(channel, "atom:link"):
        if element.get("rel") not in _OF_THE_HOST:
            yield element
    for element in elements_of(channel, "link"):
        if clean_text(element.text) not in {"", fields["link"]} or element.attrib:
            yield element
    images = (element for element in elements_of(channel, "itunes:image") if has_content(element))
    for number, element in enumerate(images):
        if number or {*element.attrib} != {"href"} or (element.text or "").strip():
            yield element
    for element in elements_of(channel, "image")[1:]:
        if has_content(element):
            yield element


def _add_images(channel: Any, fields: dict[str, Any], feed: dict[str, Any], plan: ImportPlan) -> None:
    """Keep the address of the cover, and RSS's own <image> as it is where it has more than the show, or other words."""
    image = next(
        (image.get("href") for image in elements_of(channel, "itunes:image") if image.get("href")), ""
    )
    image = image or next(
        (image.get("url") or image.text or "" for image in elements_of(channel, "itunes:image")), ""
    )
    image = image.strip() or next((url.text for url in channel.iterfind("image/url") if url.text), "") or ""
    feed["itunes:image"] = clean_text(image) or NONE
    plan.to_decide.append(COVER_TO_DECIDE)
    element = next(channel.iterchildren("image"), None)
    if element is None or not has_content(element):
        return
    usual = {"url": clean_text(image), "title": fields["title"], "link": fields["link"]}
    if {child.tag: (child.text or "").strip() for child in element} != usual:
        feed["image"] = NONE
        feed["tags"] = [*feed.get("tags", []), as_xml(element)]


def _license(text: str) -> str:
    """The licence that the feed states, else all rights reserved."""
    return (
        text if re.fullmatch(r"(?i)cc-by(-(sa|nc|nd)){0,2}-\d\.\d|cc0-1\.0", text) else "all-rights-reserved"
    )


def _paragraphs(text: str) -> str:
    parts = (without_entities(plain(part)) for part in re.split(r"\n\s*\n|</p>|<br[^>]*>", text))
    return "\n\n".join(filter(None, parts))


def _medium_of_show(text: str) -> str | None:
    return text.lower() if text.lower() in MEDIUMS[1:] else None


def _show_guid(text: str, address: str, plan: ImportPlan) -> str:
    try:
        return str(uuid.UUID(text))
    except ValueError:
        if text:
            plan.repaired.append(f"the guid of the show, as {shorten(text)} is none")
        return guid_of_feed(address if "://" in address else f"https://{address}")


def _add_categories(channel: Any, fields: dict[str, Any], feed: dict[str, Any], plan: ImportPlan) -> None:
    """Categories that Apple lists become the field, at most three; others stay in the feed behind them."""
    listed: list[list[str]] = []
    others: list[str] = []
    for category in elements_of(channel, "itunes:category"):
        main = " ".join((category.get("text") or "").split())
        subs = [" ".join((sub.get("text") or "").split()) for sub in elements_of(category, "itunes:category")]
        pairs = [[main, sub] if sub else [main] for sub in subs or [""]]
        suiting = [
            pair
            for pair in pairs
            if main in apple_categories() and {*pair[1:]} <= {*apple_categories()[main]}
        ]
        taken = suiting[: 3 - len(listed)]
        listed += taken
        if main and taken != pairs and next(category.iter("item"), None) is None:
            others.append(as_xml(category))
    if listed:
        fields["category"] = listed if len(listed) > 1 else listed[0]
    else:
        feed["itunes:category"] = NONE
        plan.to_decide.append("show.yml: the feed has none of Apple's categories; choose one:  category:")
    if others:
        feed["tags"] = [*feed.get("tags", []), *others]
    topic = listed[0][-1] if listed else fields["title"]
    plan.topics[slugify(topic) or "episodes"] = topic
