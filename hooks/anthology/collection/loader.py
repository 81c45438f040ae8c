"""Reads a whole collection, checks it, and gives it with every problem of every file.

The way of a file: text → source → fields → checked model → rendered body → checked against the
others. No step reaches back, and none stops at the first problem.
"""

from __future__ import annotations

import os
from collections.abc import Collection as Names
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path as FilePath
from typing import Any

from anthology.cache import Cache
from anthology.digests import Digests
from anthology.i18n import CATALOG_FOLDER, Languages, read_catalogs
from anthology.media.images.artwork import page_artwork
from anthology.problems import FieldPath, Issue, Problem
from anthology.rendering.body import check_line, render
from anthology.schema import HelpDirectory, Model, Practice, Profile, Show, Vocabulary
from anthology.sources import (
    MODELS,
    ContentFile,
    Kind,
    Site,
    Source,
    check_kind,
    find_content,
    missing_file,
    read_post,
    read_site,
    read_yaml,
    validate,
)
from anthology.urls import UrlBuilder

from .attachments import add_media, check_cover, name_recordings
from .links import Links
from .lock_check import Change, watch
from .model import Collection, ContentPage, EpisodePost, EssayPost, PersonPage, PlainPage, PracticePage
from .references import check_references
from .uniqueness import check_claims

SHOW = "episodes/show.yml"
VOCABULARY = "docs/vocabulary.yml"
HELP = "docs/help.yml"

_KINDS: dict[Kind, Any] = {
    "essay": EssayPost, "episode": EpisodePost, "practice": PracticePage, "person": PersonPage, "page": PlainPage,
}  # fmt: skip
# Pages that stand even where no file is written for them.
MADE = ("", "essays", "episodes", "practices", "people", "topics", "series", "archive", "subscribe", "help")


def load(
    root: FilePath, site: Site | None = None, drafts: bool = False, allowed: Names[Change] = ()
) -> tuple[Collection, list[Problem]]:
    """The collection below `root` and everything that is wrong with it.

    `site` is given by a build, whose address may differ from the file's. `allowed` are changes of what
    is published that are made on purpose. A post that has an error is left out of the collection, and
    of what all share only the part that is right is in it: only a
    collection without errors may be published.
    """
    read, settings_source, problems = read_site(root)
    site = site or read
    found, misplaced = find_content(root)
    words, unsaid = read_catalogs(root=root)
    addresses, languages = UrlBuilder(site.url, site.directory_urls), Languages(site.language, words)
    if not languages.has(site.language):
        message = f"there are no words in {site.language}, so what the site says itself is in English"
        fix = f"add a file {site.language}.yml to {CATALOG_FOLDER.name}/ (CONTRIBUTING says how)"
        place = settings_source.position(("theme", "language"))
        unsaid.append(replace(settings_source.problem(Issue(message, fix, place)), level="note"))
    cache = Cache(root)
    loader = _Loader(Collection(root, site, addresses, Digests(cache), languages), cache, drafts)
    loader.shared(settings_source)
    loader.read(found)
    changed = watch(loader.collection, loader.written, loader.shared_sources.get(SHOW), allowed)
    loader.render(found)
    loader.check()
    cache.save()
    every = [
        *problems,
        *unsaid,
        *misplaced,
        *changed,
        *(problem for source in loader.sources for problem in source.problems),
    ]
    return loader.collection, sorted(set(every))


class _Loader:
    def __init__(self, collection: Collection, cache: Cache, drafts: bool) -> None:
        self.collection, self.cache, self.drafts = collection, cache, drafts
        self.sources: list[Source] = []
        self.written: list[ContentPage] = []
        self.broken: set[str] = set()
        self.shared_sources: dict[str, Source] = {}

    def shared(self, settings: Source) -> None:
        """The show, the vocabulary and the help directory."""
        self.shared_sources["mkdocs.yml"] = settings
        self.sources.append(settings)
        if source := self._yaml(SHOW):
            self.collection.show = validate(Show, source).fields
        if source := self._yaml(VOCABULARY):
            self.collection.vocabulary = validate(Vocabulary, source).fields
            for name, topic in self.collection.vocabulary.topics.items():
                check_line(source, ("topics", name, "text"), topic.text)
        if source := self._yaml(HELP, list):
            self.collection.help = validate(HelpDirectory, source, source.fields.root).fields

    def read(self, found: list[ContentFile]) -> None:
        """Every entry's text and fields. One that has errors stays, for what others say of it."""
        for entry in found:
            source = read_post(entry.location, entry.path)
            self.sources.append(source)
            check_kind(entry, source)
            fields, whole = validate(MODELS[entry.kind], source)
            if not whole:
                self.broken.add(entry.id)
            self.written.append(_KINDS[entry.kind](entry, source, fields=fields))

    def render(self, found: list[ContentFile]) -> None:
        """Bodies, pictures and recordings; links are resolved against all that is there."""
        pages: dict[str, ContentFile | None] = dict.fromkeys([*MADE, *_made(self.collection)])
        pages |= {entry.id: entry for entry in found}
        links = Links(self.collection.root, self.collection.addresses, pages)
        if source := self.shared_sources.get(SHOW):
            check_cover(self.collection, links, source)
        links.reserved = {locked.path for locked in self.collection.lock.episodes}
        for written in self.written:
            name_recordings(written, links)
        for written in self.written:
            self._render(written, links)
            if self._shown(written):
                links.keep()
                self._keep(written)
            else:
                links.drop()  # what only a draft refers to is not published either
        self.collection.files = links.files
        pictures = [f"episodes/{self.collection.show.image}"] if self.collection.show else []
        pictures += [episode.image_address for episode in self.collection.episodes]
        self.collection.artwork = page_artwork(links.files, pictures, self.cache)

    def check(self) -> None:
        """What one file says of another."""
        check_references(self.collection, self.written, self.shared_sources)
        check_claims(self.collection, self.written, MADE)
        episodes = [episode for episode in self.collection.episodes if not episode.fields.draft]
        if episodes and not self.shared_sources.get(SHOW):
            fix = f"make it; {episodes[0].id} waits for its show: title, author, image, guid …"
            self.sources.append(missing_file(SHOW, "there is no such file, so there is no podcast", fix))
        if not self.shared_sources.get(VOCABULARY) and self.collection.posts:
            fix = "make it, with the topics that your posts name (see CONTRIBUTING)"
            self.sources.append(missing_file(VOCABULARY, "there is no such file, so no topic is known", fix))

    def _render(self, written: ContentPage, links: Links) -> None:
        thread = isinstance(written, EssayPost) and written.fields.format == "thread"
        address = self.collection.addresses.page(written.id)
        written.prose = render(
            written.source, address, lambda path, picture: links.resolve(written.file, path, picture), thread
        )
        for path, text in _lines(written.fields):  # type: ignore[attr-defined]
            check_line(written.source, path, text)
        add_media(written, links, self.cache)

    def _shown(self, written: ContentPage) -> bool:
        return self.drafts or not getattr(written.fields, "draft", False)  # type: ignore[attr-defined]

    def _keep(self, written: ContentPage) -> None:
        collection = self.collection
        if written.id in self.broken:
            return
        match written:
            case EssayPost() | EpisodePost():
                (collection.withdrawn if written.fields.withdrawn else collection.posts)[written.id] = written
            case PracticePage():
                collection.practices[written.id] = written
            case PersonPage():
                collection.people[written.id] = written
            case PlainPage():
                collection.pages[written.id] = written

    def _yaml(self, path: str, top: type = dict) -> Source | None:
        file = self.collection.root / path
        if not os.path.lexists(file):
            return None
        source = read_yaml(file, path, top)
        self.shared_sources[path] = source
        self.sources.append(source)
        return source


def _lines(fields: Model) -> Iterator[tuple[FieldPath, str]]:
    """The fields that are shown as Markdown."""
    if isinstance(fields, Practice):
        for name in ("steps", "cautions"):
            for number, text in enumerate(getattr(fields, name)):
                yield (name, number), text
    elif isinstance(fields, Profile) and fields.bio:
        yield ("bio",), fields.bio


def _made(collection: Collection) -> Iterator[str]:
    yield from (f"topics/{name}" for name in collection.vocabulary.topics)
    yield from (f"series/{name}" for name in collection.vocabulary.series)
