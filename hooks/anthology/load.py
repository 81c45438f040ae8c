"""Reads a whole collection, checks it, and gives it with every problem of every file.

The way of a file: text → source → fields → checked model → rendered body → checked against the
others. No step reaches back, and none stops at the first problem.
"""

from __future__ import annotations

from collections.abc import Collection as Names
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .addresses import Addresses
from .collection import (
    Collection,
    EpisodePost,
    EssayPost,
    PersonPage,
    PlainPage,
    PracticePage,
    Written,
)
from .digests import Digests
from .layout import Entry, Kind, entries
from .links import Links
from .lock_check import Change, watch
from .media import add_media, check_cover, name_recordings
from .model import Episode, Essay, HelpDirectory, Model, Page, Practice, Profile, Show, Vocabulary
from .problem import Problem
from .prose import render
from .reading import checked
from .references import check_references
from .settings import Site, read_site
from .source import Source, read_post, read_yaml

SHOW = "episodes/show.yml"
VOCABULARY = "docs/vocabulary.yml"
HELP = "docs/help.yml"

_MODELS: dict[Kind, type[Model]] = {
    "essay": Essay, "episode": Episode, "practice": Practice, "person": Profile, "page": Page,
}  # fmt: skip
_KINDS: dict[Kind, Any] = {
    "essay": EssayPost, "episode": EpisodePost, "practice": PracticePage, "person": PersonPage, "page": PlainPage,
}  # fmt: skip
# Pages that stand even where no file is written for them.
MADE = ("", "essays", "episodes", "practices", "people", "topics", "series", "archive", "subscribe", "help")


def load(
    root: Path, site: Site | None = None, drafts: bool = False, allowed: Names[Change] = ()
) -> tuple[Collection, list[Problem]]:
    """The collection below `root` and everything that is wrong with it.

    `site` is given by a build, whose address may differ from the file's. `allowed` are changes of what
    is published that are made on purpose. What has an error is left out of the collection, so only a
    collection without errors may be published.
    """
    read, settings_source, problems = read_site(root)
    site = site or read
    found, misplaced = entries(root)
    loader = _Loader(Collection(root, site, Addresses(site.url, site.directory_urls), Digests(root)), drafts)
    loader.shared(settings_source)
    loader.read(found)
    changed = watch(loader.collection, loader.written, loader.shared_sources.get(SHOW), allowed)
    loader.render(found)
    loader.check()
    loader.collection.digests.keep()
    every = [
        *problems,
        *misplaced,
        *changed,
        *(problem for source in loader.sources for problem in source.problems),
    ]
    return loader.collection, sorted(set(every))


class _Loader:
    def __init__(self, collection: Collection, drafts: bool) -> None:
        self.collection, self.drafts = collection, drafts
        self.sources: list[Source] = []
        self.written: list[Written] = []
        self.shared_sources: dict[str, Source] = {}

    def shared(self, settings: Source) -> None:
        """The show, the vocabulary and the help directory."""
        self.shared_sources["mkdocs.yml"] = settings
        self.sources.append(settings)
        if source := self._yaml(SHOW):
            self.collection.show = checked(Show, source)
        if (source := self._yaml(VOCABULARY)) and (vocabulary := checked(Vocabulary, source)):
            self.collection.vocabulary = vocabulary
        if (source := self._yaml(HELP, a_list=True)) and source.fields.top:
            self.collection.help = checked(HelpDirectory, source, source.fields.top)

    def read(self, found: list[Entry]) -> None:
        """Every entry's text and fields."""
        for entry in found:
            source = read_post(entry.file, entry.path)
            self.sources.append(source)
            if not source.fields.values:
                continue
            fields = checked(_MODELS[entry.kind], source)
            if fields is not None:
                self.written.append(_KINDS[entry.kind](entry, source, fields=fields))

    def render(self, found: list[Entry]) -> None:
        """Bodies, pictures and recordings; links are resolved against all that is there."""
        pages: dict[str, Entry | None] = dict.fromkeys([*MADE, *_made(self.collection)])
        pages |= {entry.id: entry for entry in found}
        links = Links(self.collection.root, self.collection.addresses, pages)
        if self.collection.show:
            check_cover(self.collection, links, self.shared_sources[SHOW])
        links.reserved = {locked.path for locked in self.collection.lock.episodes}
        for written in self.written:
            name_recordings(written, links)
        for written in self.written:
            files = set(links.files)
            self._render(written, links)
            if not self._shown(written):
                # What only a draft refers to is not published either.
                links.files = {name: file for name, file in links.files.items() if name in files}
            else:
                self._keep(written)
        self.collection.files = links.files

    def check(self) -> None:
        """What one file says of another."""
        check_references(self.collection, self.written, self.shared_sources)

    def _render(self, written: Written, links: Links) -> None:
        thread = isinstance(written, EssayPost) and written.fields.format == "thread"
        address = self.collection.addresses.page(written.id)
        written.prose = render(
            written.source, address, lambda path, picture: links.resolve(written.entry, path, picture), thread
        )
        add_media(written, links)

    def _shown(self, written: Written) -> bool:
        return self.drafts or not getattr(written.fields, "draft", False)  # type: ignore[attr-defined]

    def _keep(self, written: Written) -> None:
        collection = self.collection
        match written:
            case EssayPost() | EpisodePost():
                (collection.withdrawn if written.fields.withdrawn else collection.posts)[written.id] = written
            case PracticePage():
                collection.practices[written.id] = written
            case PersonPage():
                collection.people[written.id] = written
            case PlainPage():
                collection.pages[written.id] = written

    def _yaml(self, path: str, a_list: bool = False) -> Source | None:
        file = self.collection.root / path
        if not file.is_file():
            return None
        source = read_yaml(file, path)
        if a_list and isinstance(source.fields.top, list):
            source.problems = [
                problem for problem in source.problems if "stands where fields should" not in problem.message
            ]
        self.shared_sources[path] = source
        self.sources.append(source)
        return source if source.fields.top is not None else None


def _made(collection: Collection) -> Iterator[str]:
    yield from (f"topics/{name}" for name in collection.vocabulary.topics)
    yield from (f"series/{name}" for name in collection.vocabulary.series)
