"""The list of all feeds, for programs that take a list (OPML 2.0)."""

from collections.abc import Iterable
from datetime import datetime
from email.utils import format_datetime
from html import escape

from anthology.unicode import xml_attribute, xml_text

from .entry import FeedHead


def opml(title: str, changed: datetime, feeds: Iterable[FeedHead]) -> bytes:
    """OPML 2.0 (http://opml.org/spec2.opml) in UTF-8; `changed` is in UTC and comes from the content."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        f"<head><title>{escape(xml_text(title), quote=False)}</title>"
        f"<dateModified>{format_datetime(changed)}</dateModified></head>",
        "<body>",
    ]
    for feed in feeds:
        values = (feed.title, feed.url, feed.home, feed.language)
        title, url, home, language = (xml_attribute(value) for value in values)
        # In OPML every subscription has the type rss, whatever the format of the feed.
        lines.append(
            f'<outline type="rss" text={title} title={title} xmlUrl={url} htmlUrl={home} language={language}/>'
        )
    return "\n".join([*lines, "</body>", "</opml>\n"]).encode()
