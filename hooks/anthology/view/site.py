"""What every page shows of the site: its name, its ways in, its feeds, its footer."""

from __future__ import annotations

from ..collection import Collection
from ..content_policy import policy
from ..feeds import feed_links
from .parts import Values, license

_WAYS = (
    ("essays", "Essays"),
    ("episodes", "Podcast"),
    ("practices", "Practices"),
    ("topics", "Topics"),
    ("about", "About"),
)
_FOOTER = (
    ("subscribe", "Subscribe"),
    ("archive", "Archive"),
    ("people", "People"),
    ("contribute", "Contribute"),
    ("privacy", "Privacy"),
    ("help", "Help"),
)


_CARDS = {
    "essay": ("essay", "An essay"),
    "thread": ("essay", "An essay"),
    "episode": ("episode", "From the podcast"),
    "practice": ("practice", "A practice"),
    "page": ("page", "Essays and a podcast"),
}
"""The picture beside a shared link, by the kind of its page: the file in assets/cards, and what it says."""


def site_view(collection: Collection) -> Values:
    """Name, description, ways in, footer, feeds, licence, contact, quick exit."""
    site, page = collection.site, collection.addresses.page
    there = {
        "essays",
        "episodes",
        "practices",
        "people",
        "topics",
        "archive",
        "subscribe",
        "help",
        *collection.pages,
    }
    return {
        "name": site.name,
        "description": site.description,
        "language": site.language,
        "home": page(""),
        "help": page("help"),
        "search": page("search") if site.settings.search else None,
        "cards": {kind: _card(collection, card) for kind, card in _CARDS.items()},
        "ways": [{"id": way, "title": title, "url": page(way)} for way, title in _WAYS if way in there],
        "footer": [{"id": way, "title": title, "url": page(way)} for way, title in _FOOTER if way in there],
        "feeds": feeds(collection),
        "apps": [
            {"id": app, "title": app.capitalize(), "url": url}
            for app, url in (collection.show.apps if collection.show else {}).items()
        ],
        "license": license(site.settings.license),
        "contact": site.settings.contact,
        "exit": site.settings.exit.model_dump(),
        "repository": site.repo_url or None,
        "policy": policy(),
    }


def _card(collection: Collection, card: tuple[str, str]) -> Values:
    name, alt = card
    return {"url": collection.addresses.absolute(f"assets/cards/{name}.png"), "alt": alt}


def feeds(collection: Collection) -> list[Values]:
    """The feeds that this build writes: kind, title, url, absolute, type."""
    return [
        {
            "kind": link.kind,
            "title": link.title,
            "url": link.path,
            "absolute": collection.addresses.absolute(link.path),
            "type": link.type,
        }
        for link in feed_links(collection)
    ]
