"""Pages that are written outside of MkDocs's loop, from the same values.

Of many pages, copies of this process write a part. And a writer waits for one page: a process that has just built the
preview still has all that this page shows, so it can read the post again and write this page alone, before the whole
preview is built again. Related posts, lists and feeds follow with that.
"""

from dataclasses import replace
from functools import partial
from pathlib import Path

from mkdocs.commands.build import get_context
from mkdocs.structure.pages import Page

from anthology.collection import Collection, load, load_texts
from anthology.output.page_templates import EngineNeededError, PageTemplates
from anthology.output.site_build import PageBytes
from anthology.pages import View, post_page
from anthology.problems import errors
from anthology.urls import file_of
from anthology.whole_files import write_whole

from .build_state import Build, ViewPage, page_file


def write_edited(paths: list[str], current: Build | None) -> bool:
    """Write the pages of the posts in these files, relative to the collection, into the last site.

    Returns False, and writes nothing, where more than the text of posts has changed, or something is wrong.
    """
    if current is None or current.templates is None or current.last_site is None:
        return False  # without the last one: plugins of others may change any page
    before = current.publication
    pages = {post.file.path: page for page, post in before.collection.posts.items()}
    if before.crosslinks is None or not set(paths) <= pages.keys():
        return False
    ids = [pages[path] for path in paths]
    collection = load_texts(before.collection, ids) or _loaded_again(before.collection)
    if collection is None:
        return False
    views = [post_page(collection, collection.posts[id_], before.crosslinks) for id_ in ids]
    current.publication = replace(before, collection=collection)
    for view in views:
        write_whole(Path(current.staging.site, file_of(view.page)), page_bytes(current, view))
    return True


def _loaded_again(before: Collection) -> Collection | None:
    """The collection, all of it read again; None where it has other posts or something is wrong."""
    collection, problems = load(before.root, before.site, drafts=True)
    return None if errors(problems) or collection.posts.keys() != before.posts.keys() else collection


def page_writer(current: Build) -> PageBytes:
    """Renders pages without the engine, which takes less time, where their templates ask for nothing of its own."""
    if not current.last_site:
        return partial(page_bytes, current)
    frame, of_engine = current.last_site.frame, set[str]()
    pages = PageTemplates(current.publication, frame.folders, frame.custom_folder)

    def page(view: View) -> bytes:
        if view.template not in of_engine:
            try:
                return pages.page(view)
            except EngineNeededError:
                of_engine.add(view.template)
        return page_bytes(current, view)

    return page


def page_bytes(current: Build, view: View) -> bytes:
    """The page as MkDocs renders it."""
    assert current.templates is not None
    environment, config, files = current.templates
    page: Page = ViewPage(None, page_file(view.page, config), config)
    page.meta["template"], page.title = view.template, view.values["title"]
    page.edit_url = current.publication.edit_url(view)
    context = get_context(current.nav, files, config, page)
    values = current.publication.shown(view)
    view.forget()
    output: str = environment.get_template(view.template).render({**context, **values})
    return output.encode("utf-8", errors="xmlcharrefreplace")
