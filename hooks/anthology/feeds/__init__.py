"""The site's feeds: podcast RSS, Atom, JSON Feed and OPML; `feeds.checks` validates them."""

from .build import FeedLink, build_feeds, feed_links
from .podcast_build import TRANSCRIPT_TYPES
from .whole_notes import practice_reason
