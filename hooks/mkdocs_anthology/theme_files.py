"""The theme: its assets, what a collection replaces of them, colours of style sheets, what else pages depend on."""

import os
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from jinja2 import Environment, FileSystemLoader
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.theme import Theme
from mkdocs.utils import get_theme_dir

from anthology.output.last_build import config_files
from anthology.output.last_site import Frame
from anthology.pages import style_sheet
from anthology.schema import Look
from anthology.sources import Site

OFFLINE_WORKER = "offline.js"
"""at the root, since a worker serves its own folder only"""


class VisibleTemplates(FileSystemLoader):
    """Lists no files of hidden folders, which MkDocs would not copy: Material has 14,000 icons in one."""

    def list_templates(self) -> list[str]:
        """Return the files of all folders by their paths within them."""
        paths = set[str]()
        for folder in self.searchpath:
            for parent, folders, names in os.walk(folder):
                folders[:] = [name for name in folders if not name.startswith(".")]
                paths.update(Path(parent, name).relative_to(folder).as_posix() for name in names)
        return sorted(paths)


def environment_of(theme: Theme) -> Environment:
    """MkDocs's environment of a theme, which finds the files to copy in a moment."""
    environment = type(theme).get_env(theme)
    environment.loader = VisibleTemplates(theme.dirs)
    return environment


def theme_files(files: Files, config: MkDocsConfig) -> Iterator[File]:
    """Yield the assets of our theme and the collection's own; of Material only icons are used, drawn into pages.

    MkDocs leaves out a file of the theme if one of the same name is in docs/, of which nothing is published here.
    """
    parent = get_theme_dir("material")
    ours = [Path(folder) for folder in config.theme.dirs[:-1] if folder != parent]  # the last is MkDocs's own
    for file in files:
        if (
            not file.src_uri.startswith("assets/") and file.src_uri != OFFLINE_WORKER
        ):  # others are the collection's
            continue
        if any(Path(str(file.abs_src_path)).is_relative_to(folder) for folder in ours):
            yield file
        elif folder := next((folder for folder in ours if (folder / file.src_uri).is_file()), None):
            yield File(file.src_uri, str(folder), config.site_dir, config.use_directory_urls)


def notes_on_overrides(config: MkDocsConfig) -> Iterator[str]:
    """A note on each file of the collection that takes the place of one of the theme, such as the way out."""
    own = config.theme.custom_dir
    ours = [
        Path(folder) for folder in config.theme.dirs[:-1] if folder not in {own, get_theme_dir("material")}
    ]
    for file in sorted(Path(own).rglob("*")) if own else ():
        name = file.relative_to(str(own))
        if file.is_file() and any((folder / name).is_file() for folder in ours):
            yield f"{Path(str(own)).name}/{name.as_posix()}: note: this takes the place of the theme's own file"


def coloured(file: File, config: MkDocsConfig, look: Look) -> File:
    """A style sheet of the theme in the colours of the site; other files as they are."""
    if not file.src_uri.endswith(".css"):
        return file
    text = Path(str(file.abs_src_path)).read_text(encoding="utf-8")
    sheet = File.generated(config, file.src_uri, content=style_sheet(text, look))
    sheet.inclusion = file.inclusion
    return sheet


def frame_of(config: MkDocsConfig, site: Site) -> Frame:
    """All of the configuration that pages depend on.

    MkDocs has read the environment and the command line; its values take precedence over those of `site`.
    """
    theme = config.theme
    libraries = {get_theme_dir("material"), theme.dirs[-1]}
    return Frame(
        configs=list(map(str, config_files(Path(config.config_file_path)))),
        folders=list(theme.dirs),
        own_folders=[folder for folder in theme.dirs if folder not in libraries],
        custom_folder=theme.custom_dir,
        theme=theme.name,
        site_url=f"{(config.site_url or site.url).rstrip('/')}/",
        repo_url=config.repo_url or site.repo_url,
        directory_urls=config.use_directory_urls,
    )


def is_ours_alone(config: MkDocsConfig, events: ModuleType) -> bool:
    """True if nothing but this package has a say in what is written."""
    own = {name: event for name, event in vars(events).items() if name.startswith("on_")}

    def has_no_foreign_events(plugin: object) -> bool:
        if not isinstance(plugin, ModuleType):
            return type(plugin).__module__ == f"{__package__}.plugin"
        events = (name for name in dir(plugin) if name.startswith("on_"))
        return all(getattr(plugin, name) is own.get(name) for name in events)

    configs = config_files(Path(config.config_file_path))
    return all(map(Path.is_file, configs)) and all(map(has_no_foreign_events, config.plugins.values()))
