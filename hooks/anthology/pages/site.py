"""What every page shows of the site: its name, its ways in, its feeds, its footer."""

from __future__ import annotations

from urllib.parse import quote

from anthology.collection.model import Collection
from anthology.feeds.build import feed_links
from anthology.i18n import Language, attributes

from .components import Values, license
from .content_security_policy import policy

_WAYS = ("essays", "episodes", "practices", "topics", "about")
_FOOTER = ("subscribe", "archive", "people", "contribute", "privacy", "help")
_CARDS = {
    "essay": "essay",
    "thread": "essay",
    "episode": "episode",
    "practice": "practice",
    "page": "page",
}
"""The picture beside a shared link, by the kind of its page: the file in assets/cards."""

_OPENING = {
    "antennapod": ("AntennaPod", "antennapod-subscribe://{bare}"),
    "apple": ("Apple Podcasts", "podcast://{bare}"),
    "overcast": ("Overcast", "overcast://x-callback-url/add?url={whole}"),
    "pocketcasts": ("Pocket Casts", "pktc://subscribe/{bare}"),
}
"""Apps that open a feed by an address of their own: on the reader's device, without a directory between."""


def site_view(collection: Collection, language: Language) -> Values:
    """Name, description, ways in, footer, feeds, licence, contact, quick exit; for pages in this language.

    `foreign` marks what is in the site's own language where the page is in another.
    """
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
        "foreign": attributes(site.language, language.code),
        "home": page(""),
        "help": page("help"),
        "search": page("search") if site.settings.search else None,
        "cards": {kind: _card(collection, card, language) for kind, card in _CARDS.items()},
        "ways": [_way(collection, way, language) for way in _WAYS if way in there],
        "footer": [_way(collection, way, language) for way in _FOOTER if way in there],
        "feeds": feeds(collection, language),
        "apps": _apps(collection),
        "license": license(site.settings.license, language),
        "contact": site.settings.contact,
        "exit": site.settings.exit.model_dump(),
        "repository": site.repo_url or None,
        "policy": policy(),
    }


def _apps(collection: Collection) -> list[Values]:
    """Where the show is in apps: its pages there, then addresses at which an app itself opens its feed."""
    if not collection.show:
        return []
    named = [
        {"id": app, "title": _OPENING.get(app, (app.capitalize(),))[0], "url": url}
        for app, url in collection.show.apps.items()
    ]
    feed = collection.addresses.absolute("podcast.xml")
    opened = [
        {
            "id": app,
            "title": title,
            "url": url.format(bare=feed.partition("://")[2], whole=quote(feed, safe="")),
        }
        for app, (title, url) in _OPENING.items()
        if app not in collection.show.apps
    ]
    return named + opened


def _way(collection: Collection, way: str, language: Language) -> Values:
    return {"id": way, "title": language.say(f"pages.{way}"), "url": collection.addresses.page(way)}


def _card(collection: Collection, card: str, language: Language) -> Values:
    address = collection.addresses.absolute(f"assets/cards/{card}.png")
    return {"url": address, "alt": language.say(f"cards.{card}")}


def feeds(collection: Collection, language: Language) -> list[Values]:
    """The feeds that this build writes: kind, title, url, absolute, type, and the address of their page."""
    return [
        {
            "kind": link.kind,
            "title": link.title,
            "url": link.path,
            "absolute": collection.addresses.absolute(link.path),
            "type": link.type,
            "page": collection.addresses.page(link.page),
        }
        for link in feed_links(collection, language)
    ]
