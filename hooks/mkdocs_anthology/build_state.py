"""One build: what its events share, and what MkDocs needs to know of a page."""

import logging

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils import CountHandler

from anthology.output.rebuild import theme_of
from anthology.output.site_build import SiteBuild
from anthology.urls import file_of

from .theme_files import notes_on_overrides


class Build(SiteBuild):
    """One run of MkDocs. Replaced by each `on_config`: serve keeps this module between builds."""

    previewing = False
    collects_garbage = False
    """what the process did before, and does again after a build"""
    strict = False
    templates: tuple[Environment, MkDocsConfig, Files] | None = None
    nav = Navigation([], [])

    def watch_warnings(self) -> None:
        """Count the warnings, for --strict."""
        self.warnings = CountHandler()
        self.warnings.setLevel(logging.WARNING)
        logging.getLogger("mkdocs").addHandler(self.warnings)

    def keep_theme(self, config: MkDocsConfig) -> None:
        """Keep all that comes from the theme for a rebuild, if such a build can make the rest alone."""
        if self.last_site and not config.extra_templates:
            templates = sorted(config.theme.static_templates)
            self.theme = theme_of(self, templates, [*map(str, notes_on_overrides(config))])


class ViewPage(Page):
    """A page that the package has rendered: MkDocs neither reads nor converts it."""

    def read_source(self, config: MkDocsConfig) -> None:
        self.markdown = ""  # `meta` is kept: it names the template, and MkDocs reads it before the context

    def render(self, config: MkDocsConfig, files: Files) -> None:
        self.content, self.toc = "", TableOfContents([])
        self.present_anchor_ids = set()


def page_file(page: str, config: MkDocsConfig) -> File:
    file = File.generated(config, f"{page}/index.md" if page else "index.md", content="")
    file.dest_uri = file_of(page)
    return file


def page_id_of(file: File) -> str:
    return file.src_uri.removesuffix("index.md").rstrip("/")
