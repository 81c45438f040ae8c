"""One published state of a collection: its pages and every file beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from anthology.collection.loader import load
from anthology.collection.model import Collection, EpisodePost
from anthology.crosslinks import CrossLinks, cross_links
from anthology.feeds import build_feeds
from anthology.media import chapters as chapter_forms
from anthology.media import transcripts as transcript
from anthology.pages import Values, View, policy, site_values, views
from anthology.problems import Problem
from anthology.sources import Site
from anthology.urls import file_of


@dataclass(frozen=True, slots=True)
class Publication:
    """Pages to render, and files to write or to copy; all by their address within the site.

    `texts` are made here, `files` are copied as they lie in the collection, never rewritten.
    """

    collection: Collection
    pages: dict[str, View]
    texts: dict[str, bytes]
    files: dict[str, Path]
    _shared: dict[str, Values] = field(default_factory=dict)
    """language → what all pages in it show, made once"""

    def shared(self, code: str) -> Values:
        """What every page shows whose text is in this language: `site`, `words` and `language`, for templates."""
        language = self.collection.languages.for_page(code)
        if language.code not in self._shared:
            self._shared[language.code] = {
                "site": site_values(self.collection, language),
                "words": language.words,
                "language": {"code": language.code, "dir": language.dir},
            }
        return self._shared[language.code]

    def edit_url(self, view: View) -> str | None:
        """Where the file of a page can be changed; pages that are made have none."""
        site = self.collection.site
        if not (view.path and site.repo_url and site.edit_uri):
            return None
        return urljoin(f"{site.repo_url.rstrip('/')}/", f"{site.edit_uri.rstrip('/')}/{view.path}")


def publication(
    root: Path, site: Site | None = None, drafts: bool = False
) -> tuple[Publication, list[Problem]]:
    """What the collection below `root` publishes, and what stands in its way."""
    collection, problems = load(root, site, drafts)
    if any(problem.level == "error" for problem in problems):
        return Publication(collection, {}, {}, {}), problems
    crosslinks = cross_links(collection)
    pages = {view.page: view for view in views(collection, crosslinks)}
    return Publication(collection, pages, _texts(collection, crosslinks), collection.files), problems


def _texts(collection: Collection, crosslinks: CrossLinks) -> dict[str, bytes]:
    texts = {"related.json": crosslinks.to_json().encode(), "robots.txt": _robots(collection).encode()}
    texts |= {address: _redirect(collection, page).encode() for address, page in _aliases(collection).items()}
    texts |= {artwork.address: artwork.content for artwork in collection.artwork.values()}
    for episode in collection.episodes:
        texts |= episode_files(collection, episode)
    return texts | build_feeds(_without_drafts(collection), crosslinks.offers)


def episode_files(collection: Collection, episode: EpisodePost) -> dict[str, bytes]:
    folder, texts = f"episodes/{episode.file.slug}", {}
    if episode.cues:
        forms = {
            "vtt": transcript.to_vtt,
            "srt": transcript.to_srt,
            "json": transcript.to_json,
            "txt": transcript.to_text,
        }
        texts = {f"{folder}/transcript.{form}": write(episode.cues).encode() for form, write in forms.items()}
    if episode.chapters:
        text = chapter_forms.to_json(episode.chapters, title=episode.fields.title)
        texts[f"{folder}/chapters.json"] = text.encode()
    return texts


def _without_drafts(collection: Collection) -> Collection:
    """Feeds hold no drafts, even in the preview."""
    if not any(post.fields.draft for post in collection.posts.values()):
        return collection
    posts = {page: post for page, post in collection.posts.items() if not post.fields.draft}
    return replace(collection, posts=posts)


def _robots(collection: Collection) -> str:
    return f"User-agent: *\nAllow: /\n\nSitemap: {collection.addresses.absolute('sitemap.xml')}\n"


def _aliases(collection: Collection) -> dict[str, str]:
    """Old addresses, as files, and the pages that they lead to."""
    every: list[Mapping[str, Any]] = [
        collection.posts,
        collection.withdrawn,
        collection.practices,
        collection.people,
        collection.pages,
    ]
    return {
        alias.strip("/") if alias.endswith(".html") else file_of(alias.strip("/")): page
        for entries in every
        for page, entry in entries.items()
        for alias in entry.fields.aliases
    }


def _redirect(collection: Collection, page: str) -> str:
    """A page for an old address: works without scripts, and tells search engines where to go."""
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
