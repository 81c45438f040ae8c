"""Values that every page shows: name of the site, navigation, feeds, footer; and the page for missing pages."""

from collections.abc import Callable, Iterable
from urllib.parse import quote

from markupsafe import Markup

from anthology.collection import Collection
from anthology.feeds import feeds_of_site
from anthology.i18n import Language, lang_attributes
from anthology.schema import Page, Post, Practice, version_in
from anthology.sources import MenuEntry
from anthology.urls import is_external

from .build import View
from .components import Values, feed_values, license_link
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
        "kinds": sorted(("essays", "episodes"), key=_place_in(_menu(collection))),
        "parts": {
            "episodes": bool(collection.episodes),
            "threads": any(essay.fields.format == "thread" for essay in collection.essays),
            "content_notes": any(post.fields.content_notes for post in collection.posts.values()),
        },
        "pages": {name: page(name) for name in (*sorted(collection.listings), *collection.plain_pages)},
        "nav": _links(collection, _menu(collection), language),
        "footer": _links(collection, map(MenuEntry, site.settings.footer_menu), language),
        "social": [{"title": link.title, "url": link.link} for link in site.social],
        "feeds": feed_values(collection, feeds_of_site(collection, language)),
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
        if view.template != "withdrawn.html" and not view.is_draft
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


def _menu(collection: Collection) -> list[MenuEntry]:
    site = collection.site
    return list(site.nav) or [MenuEntry(page) for page in site.settings.menu]


def _links(collection: Collection, entries: Iterable[MenuEntry], language: Language) -> list[Values]:
    """Links to other sites, and to those of these pages that there are.

    A title that the settings give is in the language of the site; on other pages our own word goes before it.
    """
    is_own = language.code == collection.languages.site_language.code
    links = []
    for page, given in entries:
        word = language.messages.get(f"pages.{page or 'home'}")
        title = (given or word) if is_own else (word or given)
        written = _page(collection, page)
        if written and not title:
            title = version_in(written.title, language.code) or written.title
        if is_external(page) or page in collection.listings or written:
            address = page if is_external(page) else collection.addresses.page(page)
            links.append({"id": page, "title": title or page, "url": address})
    return links


def _page(collection: Collection, page: str) -> Page | Post | Practice | None:
    """The fields of a page that has a file of its own, but of a person's."""
    groups = (collection.plain_pages, collection.posts, collection.practices)
    return next((group[page].fields for group in groups if page in group), None)


def _place_in(entries: list[MenuEntry]) -> Callable[[str], int]:
    """The place of a page in the menu, behind all others if it is not there."""
    pages = [entry.target for entry in entries]
    return lambda page: pages.index(page) if page in pages else len(pages)
