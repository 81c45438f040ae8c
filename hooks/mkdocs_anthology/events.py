"""The events of MkDocs, in the order in which they fire; the hook and the plugin offer the same ones.

The package `anthology` reads, checks and publishes the collection and does not depend on MkDocs. This
module hands its pages and files to MkDocs, and replaces the published site when a build has succeeded.
"""

import gc
import hashlib
import logging
import os
import sys
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Literal, cast

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from anthology.output.last_build import reading_of
from anthology.output.page_templates import CompiledTemplates, configure
from anthology.output.publication import build_publication
from anthology.output.site_build import static_values
from anthology.output.staging import staging_of
from anthology.pages import View, unused_assets
from anthology.problems import errors, format_report
from anthology.reads import with_reads
from anthology.search import SearchError
from anthology.sources import read_site

from .build_state import Build, ViewPage, page_file, page_id_of
from .direct_pages import page_writer
from .theme_files import coloured, environment_of, frame_of, is_ours_alone, notes_on_overrides, theme_files

# Only loggers below `mkdocs` count for --strict.
log = logging.getLogger("mkdocs.hooks.publish")


build: Build | None = None


def on_startup(*, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    Build.previewing = command == "serve" or os.environ.get("ANTHOLOGY_PREVIEW") == "1"


# First: other hooks may look at what is published, and an invalid post must stop the build before them.
@event_priority(100)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    global build
    _reset()
    # A build allocates long-lived objects with few cycles, and collecting those costs about 10 %.
    Build.collects_garbage = gc.isenabled()
    gc.disable()
    root = Path(config.config_file_path).parent
    staging = staging_of(root, Path(config.site_dir))  # first: it repairs what a killed build has left
    settings = read_site(root)[0]
    frame = frame_of(config, settings)
    reading = reading_of(root, [*map(Path, frame.configs)], frame.own_folders)
    result, problems = build_publication(root, frame.site(settings), Build.previewing, _today())
    if blocking := errors(problems):
        raise PluginError(f"nothing was built\n\n{format_report(blocking)}")
    notes = [str(note) for note in [*problems, *notes_on_overrides(config)]]
    for note in notes:
        log.info(note)
    staging.begin()
    build = Build(
        result, staging, reading, notes, frame if is_ours_alone(config, sys.modules[__name__]) else None
    )
    build.strict = config.strict
    build.watch_warnings()
    config.site_dir = str(build.staging.folder)
    # MkDocs follows links while it walks docs/, and a file there would hide one of ours. It need not look.
    config.docs_dir = f"{build.staging.folder}.docs"
    config.nav = []  # ours is in every page; MkDocs would look for its files
    config.theme.get_env = partial(environment_of, config.theme)  # type: ignore[method-assign]
    return config


def _today() -> date | None:
    """The day in ANTHOLOGY_TODAY: what is dated later is held back. A build never asks the clock."""
    text = os.environ.get("ANTHOLOGY_TODAY")
    try:
        return date.fromisoformat(text) if text and not Build.previewing else None
    except ValueError:
        raise PluginError(f"ANTHOLOGY_TODAY is {text}, not a day such as 2026-11-22") from None


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Return what is to be written: pages, generated files, copied files, our own assets."""
    publication, last_site = _current().publication, _current().last_site
    # Not before: MkDocs has just emptied the new site.
    _current().staging.take_spare([*publication.generated, *publication.files])
    try:
        _current().start_search()  # before the pages are rendered: it does not need them
    except SearchError as error:
        raise PluginError(str(error)) from None
    _current().start_made_files()
    look = publication.collection.site.settings.look
    unused = unused_assets(publication.collection)
    assets = [
        coloured(file, config, look)
        for file in theme_files(files, config)
        if not file.src_uri.startswith(unused)
    ]
    views: Sequence[View] = list(
        last_site.other_pages(with_latest=True) if last_site else publication.pages.values()
    )
    if last_site:
        views, _current().apart = views[:1], views[1:]
        last_site.write_made_files()
    pages = [page_file(view.page, config) for view in views]
    made = {} if last_site else publication.generated
    texts = [File.generated(config, address, content=content) for address, content in made.items()]
    copies = [
        File(address, None, config.site_dir, config.use_directory_urls)
        for address in (last_site.other_files() if last_site else publication.files)
    ]
    for copy in copies:
        copy.abs_src_path = str(publication.files[copy.src_uri])
    for file in pages:
        file.inclusion = InclusionLevel.NOT_IN_NAV
        ViewPage(None, file, config)
    for file in [*texts, *copies]:
        # A generated .html (an old address) is a file to write, not a page.
        file.inclusion = InclusionLevel.INCLUDED
    return Files([*assets, *texts, *copies, *pages])


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
    current, theme = _current(), config.theme
    current.templates = env, config, files
    configure(env, [folder for folder in theme.dirs if folder != theme.custom_dir])
    if current.last_site:  # nobody else has changed the environment
        env.bytecode_cache = CompiledTemplates(env, theme.custom_dir)
    current.share_out_pages(page_writer(current))
    return env


def on_page_context(
    context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
) -> TemplateContext:
    current = _current()
    current.nav = nav
    view = current.publication.pages[page_id_of(page.file)]
    page.edit_url = current.publication.edit_url(view)
    return _extended(context, current.publication.shown(view))


def on_pre_page(page: Page, *, config: MkDocsConfig, files: Files) -> Page:
    view = _current().publication.pages.get(page_id_of(page.file))
    if not view:
        fix = "take the plugin or the hook that adds it out of mkdocs.yml; a page is a file in docs/"
        raise PluginError(f"{page.file.src_uri} is no page of this collection\n   Fix: {fix}")
    page.meta["template"] = view.template
    page.title = view.values["title"]
    page.update_date = view.changed  # of sitemap.xml.gz: the content's date, not the clock's
    return page


def on_post_page(output: str, *, page: Page, config: MkDocsConfig) -> str:
    view = _current().publication.pages[page_id_of(page.file)]
    if last_site := _current().last_site:
        digest = hashlib.sha256(output.encode("utf-8", "xmlcharrefreplace")).hexdigest()
        _, others = with_reads(lambda: _current().publication.shown(view))
        last_site.written(view.page, last_site.asked(view, view.questions | others), digest)
    view.forget()
    return output


def on_template_context(
    context: TemplateContext, *, template_name: str, config: MkDocsConfig
) -> TemplateContext:
    return _extended(context, static_values(_current().publication))


# Last: files that other hooks write after us belong to the site too.
@event_priority(-100)
def on_post_build(*, config: MkDocsConfig) -> None:
    current = _current()
    if current.strict and current.warnings.get_counts():
        return  # MkDocs aborts next; the published site stays
    current.finish_pages(page_writer(current))
    if blocking := current.wrong_feeds():
        raise PluginError(f"a feed is wrong, so the last good site stays\n\n{format_report(blocking[:20])}")
    current.keep_theme(config)
    try:
        current.complete()
    except SearchError as error:
        raise PluginError(str(error)) from None
    log.info(f"The site is in {current.staging.site}")


def on_build_error(*, error: Exception) -> None:
    _reset()
    if isinstance(error, OSError):  # a full disk, a folder that may not be written
        file = error.filename2 or error.filename or "a file"
        message = f"the site cannot be written ({error.strerror or error}): {file}"
        raise PluginError(f"{message}\n\nThe last good site, if there is one, is as it was.")


def on_shutdown() -> None:
    _reset()


def _current() -> Build:
    assert build is not None, "MkDocs fires on_config first"
    return build


def _reset() -> None:
    """Remove what a build leaves: its handler, its search process, its staging folder if there is one.

    Not its objects: to take them down takes a while, and most processes end after one build.
    """
    if Build.collects_garbage:
        gc.enable()
    if build is not None:
        logging.getLogger("mkdocs").removeHandler(build.warnings)
        build.abandon()


def _extended(context: TemplateContext, values: dict[str, Any]) -> TemplateContext:
    return cast(TemplateContext, {**context, **values})
