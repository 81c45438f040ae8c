"""Pages of posts that were edited, before the whole preview is built again.

A writer waits for one page. A process that has just built the preview still has all that this page shows, so it can
read the posts again and write this page alone. Related posts, lists and feeds follow with the whole build.
"""

from dataclasses import replace
from pathlib import Path

from mkdocs.commands.build import get_context
from mkdocs.structure.pages import Page

from anthology.collection import load
from anthology.pages import View, post_page
from anthology.problems import errors
from anthology.urls import file_of
from anthology.whole_files import write_whole

from . import events


def write_edited(paths: list[str]) -> bool:
    """Write the pages of the posts in these files, relative to the collection, into the last site.

    Returns False, and writes nothing, where more than the text of posts has changed, or something is wrong.
    """
    current = events.build
    if current is None or current.templates is None or current.last_site is None:
        return False  # without the last one: plugins of others may change any page
    before = current.publication
    pages = {post.file.path: page for page, post in before.collection.posts.items()}
    if before.crosslinks is None or not set(paths) <= pages.keys():
        return False
    collection, problems = load(before.collection.root, before.collection.site, drafts=True)
    if errors(problems) or collection.posts.keys() != before.collection.posts.keys():
        return False
    views = [post_page(collection, collection.posts[pages[path]], before.crosslinks) for path in paths]
    edited = {view.page: view for view in views}
    current.publication = replace(before, collection=collection, pages={**before.pages, **edited})
    for view in views:
        _write(view, current)
    return True


def _write(view: View, current: events.Build) -> None:
    assert current.templates is not None
    environment, config, files = current.templates
    page: Page = events.ViewPage(None, events.page_file(view.page, config), config)
    page = events.on_pre_page(page, config=config, files=files)
    context = get_context(current.nav, files, config, page)
    context = events.on_page_context(context, page=page, config=config, nav=current.nav)
    output = environment.get_template(view.template).render(context)
    write_whole(
        Path(current.staging.site, file_of(view.page)), output.encode("utf-8", errors="xmlcharrefreplace")
    )
