"""The site's feeds: podcast RSS, Atom, JSON Feed and OPML; `feeds.checks` validates them."""

from .build import FeedLink, build_feeds, feeds_of_site, feeds_of_topics, used_topics
