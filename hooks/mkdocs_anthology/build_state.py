"""One build: what its events share, and what MkDocs needs to know of a page."""

import logging
from collections.abc import Sequence
from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils import CountHandler

from anthology.output.last_build import Reading
from anthology.output.publication import Publication
from anthology.output.staging import Staging
from anthology.pages import View, json_ld
from anthology.parallel import Share
from anthology.search import SearchIndex
from anthology.urls import file_of

from .last_site import LastSite


class Build:
    """One run of MkDocs. Replaced by each `on_config`: serve keeps this module between builds."""

    previewing = False
    collects_garbage = False
    """what the process did before, and does again after a build"""

    def __init__(
        self, publication: Publication, staging: Staging, strict: bool, reading: Reading, notes: list[str]
    ) -> None:
        self.publication = publication
        self.staging = staging
        self.reading, self.notes = reading, notes
        self.last_site: LastSite | None = None
        self.warnings = CountHandler()
        self.warnings.setLevel(logging.WARNING)
        self.strict = strict
        self.search: SearchIndex | None = None
        self.templates: tuple[Environment, MkDocsConfig, Files] | None = None
        self.nav = Navigation([], [])
        self.apart: Sequence[View] = []
        """pages that MkDocs does not write"""
        self.shares: list[Share[View]] = []


class ViewPage(Page):
    """A page that the package has rendered: MkDocs neither reads nor converts it."""

    def read_source(self, config: MkDocsConfig) -> None:
        self.markdown = ""  # `meta` is kept: it names the template, and MkDocs reads it before the context

    def render(self, config: MkDocsConfig, files: Files) -> None:
        self.content, self.toc = "", TableOfContents([])
        self.present_anchor_ids = set()


def shown_values(publication: Publication, view: View) -> dict[str, Any]:
    """Everything that the template of a page may show."""
    own = {"view": view.values, "edit_url": publication.edit_url(view)}
    structured = {"structured_data": json_ld(publication.collection, view)}
    return publication.shared(view.language) | own | structured


def page_file(page: str, config: MkDocsConfig) -> File:
    file = File.generated(config, f"{page}/index.md" if page else "index.md", content="")
    file.dest_uri = file_of(page)
    return file


def page_id_of(file: File) -> str:
    return file.src_uri.removesuffix("index.md").rstrip("/")
