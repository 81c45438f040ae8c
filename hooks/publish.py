"""The one file that MkDocs loads: its events in the order in which they fire.

What a post is, what is wrong with it and what it publishes is known by the package `anthology`, which
has never heard of MkDocs. Here MkDocs gets pages and files, and its site folder is swapped in whole.
"""

from __future__ import annotations

import gc
import logging
import os
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment, nodes, pass_context
from jinja2.ext import Extension
from jinja2.parser import Parser
from jinja2.runtime import Context, Macro
from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils import CountHandler

from anthology.feeds.checks import check_site
from anthology.output.publication import Publication, publication
from anthology.output.staging import Staging
from anthology.pages.structured_data import described
from anthology.problems import errors, report
from anthology.search.pagefind import SearchError, SearchIndex
from anthology.search.records import records
from anthology.sources.settings import read_site
from anthology.urls import relative

# Only loggers below `mkdocs` count for --strict.
log = logging.getLogger("mkdocs.hooks.publish")


class Build:
    """One run of MkDocs. Made anew by each `on_config`: serve keeps this module between builds."""

    previewing = False

    def __init__(self, publication: Publication, staging: Staging, strict: bool) -> None:
        self.publication = publication
        self.staging = staging
        self.warnings = CountHandler()
        self.warnings.setLevel(logging.WARNING)
        self.strict = strict
        self.search: SearchIndex | None = None


build: Build | None = None


class ViewPage(Page):
    """A page whose text is rendered already: MkDocs neither reads nor converts it again."""

    def read_source(self, config: MkDocsConfig) -> None:
        self.markdown = ""  # `meta` stays: it names the template, and MkDocs asks for it before the context

    def render(self, config: MkDocsConfig, files: Files) -> None:
        self.content, self.toc = "", TableOfContents([])
        self.present_anchor_ids = set()


def on_startup(*, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    Build.previewing = command == "serve" or os.environ.get("ANTHOLOGY_PREVIEW") == "1"


# First: other hooks may look at what is published, and a bad post must stop the build before them.
@event_priority(100)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    global build
    _forget()
    # A build makes many things that live to its end and hardly a cycle: looking for those costs a tenth of it.
    gc.disable()
    staging = Staging(Path(config.site_dir))  # first: it puts right what a killed build has left
    root = Path(config.config_file_path).parent
    site, _, _ = read_site(root)
    # MkDocs has read environment and command line; its word counts.
    address = f"{(config.site_url or site.url).rstrip('/')}/"
    site = replace(site, url=address, directory_urls=config.use_directory_urls)
    made, problems = publication(root, site, drafts=Build.previewing)
    if found := errors(problems):
        raise PluginError(f"nothing was built\n\n{report(found)}")
    for note in problems:
        log.info(str(note))
    build = Build(made, staging, config.strict)
    logging.getLogger("mkdocs").addHandler(build.warnings)
    config.site_dir = str(build.staging.folder)
    return config


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Everything that is published: pages, files beside posts, what we made, the theme's styles."""
    made = _current().publication
    _begin_search(made)
    kept = [file for file in files if _of_theme(file, config)]
    pages = [_page_file(page, config) for page in made.pages]
    texts = [File.generated(config, address, content=text) for address, text in made.texts.items()]
    copies = [File(address, None, config.site_dir, config.use_directory_urls) for address in made.files]
    for copy in copies:
        copy.abs_src_path = str(made.files[copy.src_uri])
    for file in [*pages, *texts, *copies]:
        file.inclusion = InclusionLevel.NOT_IN_NAV
    for file in [*texts, *copies]:
        # An .html of ours (an old address) is a file to write, not a page.
        file.inclusion = InclusionLevel.INCLUDED
    found = Files([*kept, *texts, *copies, *pages])
    for file in pages:
        ViewPage(None, file, config)
    return found


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
    # MkDocs leaves escaping to each template; one that forgets it would let a title become markup.
    env.autoescape = True
    env.trim_blocks = env.lstrip_blocks = True
    env.filters["url"] = _url  # MkDocs's own works out the same way anew for every link of every page
    env.add_extension(Kept)
    _look_into_dicts_first(env)
    return env


def on_page_context(
    context: dict[str, Any], *, page: Page, config: MkDocsConfig, nav: Navigation
) -> dict[str, Any]:
    made = _current().publication
    view = made.pages[_id(page.file)]
    page.edit_url = made.edit_url(view)
    shared = made.shared(view.values["language"])
    values = {"view": view.values, "edit_url": page.edit_url}
    return context | shared | values | {"structured_data": described(made.collection, view)}


def on_pre_page(page: Page, *, config: MkDocsConfig, files: Files) -> Page:
    view = _current().publication.pages[_id(page.file)]
    page.meta["template"] = view.template
    page.title = view.values["title"]
    page.update_date = view.changed  # the sitemap's date: the content's, not the clock's
    return page


def on_template_context(
    context: dict[str, Any], *, template_name: str, config: MkDocsConfig
) -> dict[str, Any]:
    made = _current().publication
    language, shared = made.collection.languages.own, made.shared(made.collection.site.language)
    missing = {
        "kind": "missing",
        "title": language.say("missing.title"),
        "summary": "",
        "body": Markup(""),
        "locale": language.territory,
    }
    listed = [
        {
            "url": made.collection.addresses.absolute(made.collection.addresses.page(view.page)),
            "changed": view.changed,
        }
        for view in made.pages.values()
        if view.template != "withdrawn.html" and not view.values.get("draft")
    ]
    return context | shared | {"view": missing, "sitemap": listed}


# Last: what other hooks write after us belongs to the site too.
@event_priority(-100)
def on_post_build(*, config: MkDocsConfig) -> None:
    current = _current()
    if current.strict and current.warnings.get_counts():
        return  # MkDocs aborts next; the last good site stays
    # What is written is read back: a feed that is wrong cannot be taken back.
    if found := check_site(current.staging.folder, current.publication.collection.site.url):
        told = "\n".join(map(str, found[:20]))
        raise PluginError(f"a feed is wrong, so the last good site stays\n\n{told}")
    try:
        if current.search:
            current.search.write(current.staging.folder)
    except SearchError as error:
        raise PluginError(str(error)) from None
    current.staging.swap_in()
    log.info(f"The site is in {current.staging.site}")


def on_build_error(*, error: Exception) -> None:
    _forget()


def on_shutdown() -> None:
    _forget()


def _current() -> Build:
    assert build is not None, "MkDocs fires on_config first"
    return build


def _forget() -> None:
    """Clears what a build leaves: its staging folder, if it is still there, and its handler."""
    global build
    gc.enable()
    if build is not None:
        logging.getLogger("mkdocs").removeHandler(build.warnings)
        if build.search is not None:
            build.search.stop()
        build.staging.clear()
    build = None


def _begin_search(made: Publication) -> None:
    if not made.collection.site.settings.search:
        return
    # Now, and written when the pages are: it has a process of its own, and needs none of them.
    try:
        _current().search = SearchIndex(records(made.collection), made.collection.site.language)
    except SearchError as error:
        raise PluginError(str(error)) from None


def _look_into_dicts_first(env: Environment) -> None:
    """What pages show are dicts, and Jinja asks each for an attribute first, always in vain."""
    attribute = env.getattr

    def found(value: Any, name: str) -> Any:
        return value[name] if value.__class__ is dict and name in value else attribute(value, name)

    env.getattr = found  # type: ignore[assignment, method-assign]


class Kept(Extension):
    """`{% kept KEY %} … {% endkept %}`: a part of a page that is made once and stands on thousands.

    KEY is all that the part depends on, besides the language of the page and its depth, by which links differ.
    """

    tags = {"kept"}  # noqa: RUF012 -- as the library declares it

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self.made: dict[tuple[object, ...], Markup] = {}
        environment.filters["kept"] = self._known

    def parse(self, parser: Parser) -> list[nodes.Node]:
        line = next(parser.stream).lineno
        key = parser.parse_tuple()
        body = parser.parse_statements(("name:endkept",), drop_needle=True)
        key = nodes.Tuple([nodes.Const(f"{parser.name}:{line}"), key], "load")
        known = parser.free_identifier()
        make = nodes.CallBlock(self.call_method("_make", [nodes.ContextReference(), key]), [], [], body)
        # Asked for first, and by a filter: to call anything else costs more than most parts do.
        found: list[nodes.Node] = [
            nodes.Assign(known, nodes.Filter(key, "kept", [], [], None, None)),
            nodes.If(known, [nodes.Output([known])], [], [make]),
        ]
        return [node.set_lineno(line) for node in found]

    @pass_context
    def _known(self, context: Context, key: tuple[object, ...]) -> Markup | None:
        return self.made.get(self._whole(context, key))

    def _make(self, context: Context, key: tuple[object, ...], caller: Macro) -> Markup:
        made = self.made[self._whole(context, key)] = Markup(caller())
        return made

    @staticmethod
    def _whole(context: Context, key: tuple[object, ...]) -> tuple[object, ...]:
        page = context.get("page")
        return *key, id(context["words"]), page.url.count("/") if page else context["base_url"]


@pass_context
def _url(context: Context, address: str) -> str:
    """An address of the site as the page that is being made sees it."""
    page = context.get("page")
    # The page for missing ones is shown at any address, so its links begin at the root.
    return _way(address, page.url.count("/")) if page else f"{context['base_url'].rstrip('/')}/{address}"


_way = lru_cache(maxsize=65536)(relative)


def _of_theme(file: File, config: MkDocsConfig) -> bool:
    """Our own assets. Material's icons are drawn into our pages; its styles and scripts stay out of the site."""
    inside = file.abs_src_path and not Path(file.abs_src_path).is_relative_to(config.docs_dir)
    if not inside:
        return False
    custom = config.theme.custom_dir
    # Resolved: a site elsewhere names our folder by way of `..`, which MkDocs leaves in only one of the two.
    return bool(custom) and Path(str(file.abs_src_path)).resolve().is_relative_to(Path(str(custom)).resolve())


def _page_file(page: str, config: MkDocsConfig) -> File:
    file = File.generated(config, f"{page}/index.md" if page else "index.md", content="")
    file.dest_uri = f"{page}/index.html" if page else "index.html"
    return file


def _id(file: File) -> str:
    return file.src_uri.removesuffix("index.md").rstrip("/")
