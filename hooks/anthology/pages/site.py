"""Values that every page shows: name of the site, navigation, feeds, footer; and the page for missing pages."""

from collections.abc import Callable, Iterable
from urllib.parse import quote

from markupsafe import Markup

from anthology.collection import Collection, PlainPage
from anthology.feeds import feed_links
from anthology.i18n import Language, lang_attributes
from anthology.schema import version_in

from .build import View
from .components import Values, license_link
from .content_security_policy import policy
from .help_directory import help_countries
from .listings import search_values
from .look import look_values

_APP_LINKS = {
    "antennapod": ("AntennaPod", "antennapod-subscribe://{bare}"),
    "apple": ("Apple Podcasts", "podcast://{bare}"),
    "overcast": ("Overcast", "overcast://x-callback-url/add?url={quoted}"),
    "pocketcasts": ("Pocket Casts", "pktc://subscribe/{bare}"),
}
"""Apps that open a feed by an address of their own, on the reader's device, without a directory.

`bare` is the feed's address without its scheme, `quoted` is the whole, percent-encoded.
"""


def site_values(collection: Collection, language: Language) -> Values:
    """Return what every page in this language shows of the site.

    `text_language` marks texts in the site's own language on a page in another; `parts` tells which kinds of content
    there are.
    """
    site, page = collection.site, collection.addresses.page
    description = site.settings.descriptions.get(language.code)
    return {
        "name": site.name,
        "description": description or site.description,
        "description_language": None if description else lang_attributes(site.language, language.code),
        "text_language": lang_attributes(site.language, language.code),
        "home": page(""),
        "help": _help_address(collection, language),
        "search": page("search") if site.settings.search else None,
        "look": look_values(collection),
        "book": collection.book_of_all(),
        "kinds": sorted(("essays", "episodes"), key=_place_in(site.settings.menu)),
        "parts": {
            "episodes": bool(collection.episodes),
            "threads": any(essay.fields.format == "thread" for essay in collection.essays),
            "content_notes": any(post.fields.content_notes for post in collection.posts.values()),
        },
        "pages": {name: page(name) for name in (*sorted(collection.listings), *collection.plain_pages)},
        "nav": _page_links(collection, site.settings.menu, language),
        "footer": _page_links(collection, site.settings.footer_menu, language),
        "feeds": _feed_values(collection, language),
        "apps": _app_links(collection),
        "license": license_link(site.settings.license, language),
        "contact": site.settings.contact,
        "exit": site.settings.exit.model_dump() if site.settings.exit.url else None,
        "repository": site.repo_url or None,
        "policy": policy(),
    }


def missing_page(collection: Collection) -> Values:
    """Return the values of the page for missing pages."""
    language = collection.languages.site_language
    return {
        "kind": "missing",
        "title": language.text("missing.title"),
        "summary": "",
        "body": Markup(""),
        "locale": language.open_graph_locale,
        **search_values(collection, language),
    }


def sitemap_entries(collection: Collection, pages: Iterable[View]) -> list[Values]:
    """Return the pages that search engines may list: absolute address and day of the last change."""
    addresses = collection.addresses
    return [
        {"url": addresses.absolute(addresses.page(view.page)), "changed": view.changed}
        for view in pages
        if view.template != "withdrawn.html" and not view.values.get("draft")
    ]


def _help_address(collection: Collection, language: Language) -> str | None:
    """The help page, if there is one; for another language than the site's, its list of lines in it, if any."""
    if "help" not in collection.listings:
        return None
    page, written = collection.addresses.page("help"), collection.languages.site_language
    elsewhere = language.code != written.code and help_countries(collection, language, written)
    return f"{page}#lines-{language.code}" if elsewhere else page


def _app_links(collection: Collection) -> list[Values]:
    """The show in podcast apps: first its pages in directories, then links at which an app opens the feed."""
    if not collection.show:
        return []
    listed = collection.show.apps
    feed = collection.addresses.absolute("podcast.xml")
    directories = [
        {"id": app, "title": _APP_LINKS.get(app, (app.capitalize(),))[0], "url": url}
        for app, url in listed.items()
    ]
    links = {"bare": feed.partition("://")[2], "quoted": quote(feed, safe="")}
    return directories + [
        {"id": app, "title": title, "url": url.format(**links)}
        for app, (title, url) in _APP_LINKS.items()
        if app not in listed
    ]


def _page_links(collection: Collection, pages: Iterable[str], language: Language) -> list[Values]:
    """Links to those of these pages that the site has; one for which the language has no word keeps its title."""
    return [
        {
            "id": name,
            "title": language.messages.get(f"pages.{name}")
            or _title_of(collection.plain_pages[name], language),
            "url": collection.addresses.page(name),
        }
        for name in pages
        if name in collection.listings or name in collection.plain_pages
    ]


def _place_in(menu: list[str]) -> Callable[[str], int]:
    """The place of a page in the menu, behind all others if it is not there."""
    return lambda page: menu.index(page) if page in menu else len(menu)


def _title_of(page: PlainPage, language: Language) -> str:
    title = page.fields.title
    return version_in(title, language.code) or title


def _feed_values(collection: Collection, language: Language) -> list[Values]:
    """The feeds of this build, each with the address of the page that it belongs to."""
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
