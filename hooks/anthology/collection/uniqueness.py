"""Things that must be unique: addresses on the site, and the guids of episodes."""

import json
from collections.abc import Iterable
from pathlib import PurePosixPath

from anthology.problems import Issue
from anthology.urls import file_of

from .model import AnyPage, Collection, EpisodePost

# Generated files (see output.publication); an old address that is one of these would hide it.
_GENERATED_FILES = """
    404.html essays.xml feed.json feeds.opml podcast.xml related.json robots.txt sitemap.xml sitemap.xml.gz
    """.split()
_GENERATED_FOLDERS = ("assets", "podcast")


def check_unique(collection: Collection, pages: list[AnyPage], generated: Iterable[str]) -> None:
    """Report old addresses and guids that are used already. `generated` are ids of pages without a file."""
    used_paths = {file_of(page): "a page of this site" for page in generated}
    used_paths |= dict.fromkeys(_GENERATED_FILES, "a file of this site")
    used_paths |= dict.fromkeys(collection.files, "a file of a post")
    used_paths |= {file_of(f"topics/{name}"): "a topic" for name in collection.vocabulary.topics}
    used_paths |= {file_of(f"series/{name}"): "a series" for name in collection.vocabulary.series}
    used_paths |= {file_of(page.id): page.file.path for page in pages}
    _check_aliases(pages, used_paths)
    _check_guids(page for page in pages if isinstance(page, EpisodePost) and page.fields.guid)


def _check_guids(episodes: Iterable[EpisodePost]) -> None:
    """A guid is used once, and is what is written: YAML joins two lines, and apps would know another one."""
    users: dict[str, str] = {}
    for episode in episodes:
        guid, source = str(episode.fields.guid), episode.source
        user = users.setdefault(guid, episode.file.path)
        if user != episode.file.path:
            fix = "delete the line, unless this episode has had this guid in another feed"
            source.report(Issue(f"the guid {guid} is used already, by {user}", fix, ("guid",)))
        position = source.position(("guid",))
        line = source.lines[position.line - 1] if position else guid
        if guid not in line.replace("''", "'") and "\\" not in line:
            fix = f"write it on one:  guid: {json.dumps(guid, ensure_ascii=False)}"
            source.report(Issue("guid is written on two lines", fix, ("guid",)))


def _check_aliases(pages: list[AnyPage], used_paths: dict[str, str]) -> None:
    folders = {folder for path in used_paths for folder in _folders(path)}
    for page in pages:
        for number, alias in enumerate(page.fields.aliases):
            path = _alias_file(alias)
            user = used_paths.get(path) or next(
                (used_paths[folder] for folder in _folders(path) if folder in used_paths), None
            )
            if not user and (path in folders or path.split("/")[0] in _GENERATED_FOLDERS):
                user = "a folder of this site"
            if user:
                message = f"the address {alias} is used already, by {user}"
                page.source.report(
                    Issue(message, "write another address, or delete this one", ("aliases", number))
                )
            else:
                used_paths[path] = page.file.path
                folders |= set(_folders(path))


def _alias_file(alias: str) -> str:
    """The file that is written for an old address (see output.publication)."""
    bare = alias.strip("/")
    return bare if alias.endswith(".html") else file_of(bare)


def _folders(path: str) -> list[str]:
    return [str(parent) for parent in PurePosixPath(path).parents][:-1]
