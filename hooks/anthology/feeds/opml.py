"""The list of all feeds, for programs that take a list (OPML 2.0)."""

from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from .xml import xml_text


class Subscription(NamedTuple):
    """A feed of the list: its title, its URL, that of its page, its language."""

    title: str
    url: str
    home: str
    language: str


def opml(title: str, changed: datetime, feeds: Sequence[Subscription]) -> bytes:
    """OPML 2.0 (http://opml.org/spec2.opml) in UTF-8; `changed` is in UTC and comes from the content."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        f"<head><title>{escape(xml_text(title))}</title>"
        f"<dateModified>{format_datetime(changed)}</dateModified></head>",
        "<body>",
        *map(_outline, feeds),
        "</body>",
        "</opml>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _outline(feed: Subscription) -> str:
    title, url, home, language = (quoteattr(xml_text(value)) for value in feed)
    # In OPML every subscription has the type rss, whatever the format of the feed.
    return f'<outline type="rss" text={title} title={title} xmlUrl={url} htmlUrl={home} language={language}/>'
