"""The published site as data: its pages, and every file beside them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, partial
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from anthology.cache import digest_of_text
from anthology.collection import Collection, EpisodePost, load
from anthology.crosslinks import CrossLinks, cross_links
from anthology.exporters.zine import zines
from anthology.feeds import build_feeds
from anthology.made_files import MadeFiles
from anthology.media.chapters import to_chapters_json
from anthology.media.transcripts import TRANSCRIPT_FORMATS
from anthology.pages import Values, View, json_ld, manifest, policy, site_values, title_cards, views
from anthology.problems import Problem, errors
from anthology.schema import site_parts
from anthology.schema.json_schema import KINDS, json_schema
from anthology.sources import Site
from anthology.urls import REDIRECTS, alias_file

from .headers import HEADERS, header_rules


@dataclass(frozen=True)
class Publication:
    """Pages to render, and files to write or to copy; all by their address within the site.

    `generated` are contents by address, `files` are copied unchanged from the collection. Without `crosslinks` there
    is nothing to publish.
    """

    collection: Collection
    generated: MadeFiles
    files: dict[str, Path]
    crosslinks: CrossLinks | None = None
    _shared: dict[str, Values] = field(default_factory=dict)
    """The values that all pages of a language show, by its code."""

    @cached_property
    def pages(self) -> dict[str, View]:
        """All pages by id; for these, related posts are found."""
        every = views(self.collection, self.crosslinks) if self.crosslinks else []
        return {view.page: view for view in every}

    def shared(self, code: str) -> Values:
        """Return what every page in this language shows: `site`, `words` and `language`, for templates."""
        language = self.collection.languages.for_page(code)
        if language.code not in self._shared:
            self._shared[language.code] = {
                "site": site_values(self.collection, language),
                "words": language.words,
                "language": {"code": language.code, "dir": language.dir},
            }
        return self._shared[language.code]

    def shown(self, view: View) -> Values:
        """Return everything that the template of a page may show."""
        own = {"view": view.values, "edit_url": self.edit_url(view)}
        return self.shared(view.language) | own | {"structured_data": json_ld(self.collection, view)}

    def edit_url(self, view: View) -> str | None:
        """Return the URL for editing a page's file, or None for a generated page."""
        site = self.collection.site
        if not (view.path and site.repo_url and site.edit_uri):
            return None
        return urljoin(f"{site.repo_url.rstrip('/')}/", f"{site.edit_uri.rstrip('/')}/{view.path}")


def build_publication(
    root: Path, site: Site | None = None, drafts: bool = False, today: date | None = None
) -> tuple[Publication, list[Problem]]:
    """Return what the collection below `root` publishes, and its problems; nothing if one is an error.

    What was worked out for a publication is still to be saved: until then it is read from memory.
    """
    collection, problems = load(root, site, drafts, today=today, saves=False)
    if errors(problems):
        collection.cache.save()
        return Publication(collection, MadeFiles(), {}), problems
    return publication_of(collection), problems


def publication_of(collection: Collection) -> Publication:
    """Return what a collection without errors publishes."""
    crosslinks = cross_links(collection)
    return Publication(collection, _generated_files(collection, crosslinks), collection.files, crosslinks)


def _generated_files(collection: Collection, crosslinks: CrossLinks) -> MadeFiles:
    texts = {"robots.txt": _robots(collection).encode()}
    for alias, page in _aliases(collection).items():
        if "?" not in alias:
            texts[alias_file(alias)] = _redirect(collection, page).encode()
    texts[HEADERS] = header_rules(collection.site.url).encode()
    if redirects := _redirect_rules(collection):
        texts[REDIRECTS] = redirects.encode()
    texts |= {copy.address: copy.content for copy in collection.thumbnails.values()}
    texts["site.webmanifest"] = manifest(collection)
    for episode in collection.episodes:
        texts |= episode_files(episode)
    if collection.site.settings.epub:
        from anthology.exporters.books import books  # loads what writes XHTML

        texts |= books(collection, crosslinks.offers)
    files = MadeFiles(texts)
    files.add("related.json", lambda: crosslinks.to_json().encode())
    files.update(title_cards(collection))
    files.update(_schemas(collection))
    files.update(zines(collection, crosslinks.offers))
    files.update(build_feeds(_without_drafts(collection), crosslinks.offers))
    return files


def _schemas(collection: Collection) -> MadeFiles:
    """Return the JSON Schema of each kind of file, with this collection's ids for editors to offer."""
    ids, without = collection.field_choices, site_parts(collection.site.settings.without)
    digest = digest_of_text(json.dumps(ids, sort_keys=True))
    files = MadeFiles()
    for kind, (_, place) in KINDS.items():
        if not any(part.kind == kind or part.file == place for part in without):
            files.add(f"schemas/{kind}.json", partial(_schema, collection, kind, digest), digest, digest)
    return files


def _schema(collection: Collection, kind: str, digest: str) -> bytes:
    def write() -> str:
        schema = json_schema(kind, collection.field_choices)
        return f"{json.dumps(schema, ensure_ascii=False, indent=1)}\n"

    text: str = collection.cache.result(f"schema {kind} {digest}", write)
    return text.encode()


def episode_files(episode: EpisodePost) -> dict[str, bytes]:
    """Return the transcripts and chapters of an episode by their addresses."""
    folder, files = f"episodes/{episode.file.slug}", {}
    if episode.cues:
        for suffix, write in TRANSCRIPT_FORMATS.items():
            files[f"{folder}/transcript.{suffix}"] = write(episode.cues).encode()
    if episode.chapters:
        chapters = to_chapters_json(episode.chapters, title=episode.fields.title)
        files[f"{folder}/chapters.json"] = chapters.encode()
    return files


def _without_drafts(collection: Collection) -> Collection:
    """Feeds never contain drafts, not even in the preview."""
    if not any(post.fields.draft for post in collection.posts.values()):
        return collection
    posts = {page: post for page, post in collection.posts.items() if not post.fields.draft}
    return replace(collection, posts=posts)


def _robots(collection: Collection) -> str:
    return f"User-agent: *\nAllow: /\n\nSitemap: {collection.addresses.absolute('sitemap.xml')}\n"


def _aliases(collection: Collection) -> dict[str, str]:
    """Return the page to which each old address redirects."""
    every: list[Mapping[str, Any]] = [
        collection.posts,
        collection.withdrawn,
        collection.practices,
        collection.people,
        collection.plain_pages,
    ]
    return {
        alias: page for entries in every for page, entry in entries.items() for alias in entry.fields.aliases
    }


def _redirect_rules(collection: Collection) -> str:
    """Return a line for each old address with a query, which no file can have: path, pairs of its query, new address.

    The ! lets the line go before the page of that path. https://docs.netlify.com/routing/redirects/redirect-options/
    """
    site = urlsplit(collection.site.url).path
    rules = []
    for alias, page in sorted(_aliases(collection).items()):
        path, _, query = alias.partition("?")
        if query:
            target = f"{site}{collection.addresses.page(page)}"
            rules.append(
                f"{site}{quote(path.removeprefix('/'), safe='/%')} {query.replace('&', ' ')} {target} 301!\n"
            )
    return "".join(rules)


def _redirect(collection: Collection, page: str) -> str:
    """Return a page for an old address that redirects without scripts and gives search engines the new one."""
    address = collection.addresses.absolute(collection.addresses.page(page))
    language = collection.languages.site_language
    to = language.sentence("moved.to")
    return _MOVED.format(
        address=address,
        language=f'lang="{language.code}" dir="{language.dir}"',
        policy=policy(),
        title=escape(language.text("moved.title")),
        before=escape(to.before),
        after=escape(to.after),
    )


_MOVED = """\
<!doctype html>
<html {language}>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<link rel="canonical" href="{address}">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={address}">
</head>
<body>
<p>{before}<a href="{address}" dir="ltr">{address}</a>{after}</p>
</body>
</html>
"""
