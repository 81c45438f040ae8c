"""One build of the site: from what is published to the new site in the place of the last one.

Whoever builds renders the pages: MkDocs (`mkdocs_anthology`), or, after a change of content, `rebuild`.
"""

import json
import os
from collections.abc import Callable, Sequence
from functools import partial
from itertools import chain
from typing import Any

from anthology.cache import digest_of_text
from anthology.collection import digest_without_texts
from anthology.feeds.checks import check_ahead, check_site, remember_good
from anthology.inputs import files_below
from anthology.pages import View, missing_page, sitemap_entries
from anthology.parallel import Share, shared_out
from anthology.problems import Problem, errors
from anthology.reads import with_reads
from anthology.search import SearchIndex, search_records
from anthology.urls import file_of

from .feed_problems import feed_problems
from .last_build import Reading, record
from .last_site import Frame, LastSite, write_file
from .publication import Publication
from .staging import Staging

PageBytes = Callable[[View], bytes]
"""renders a page"""


class SiteBuild:
    """A build, whose new site is in `staging` until `complete` puts it in the place of the last one.

    Without a `frame` nothing is taken over from the last site. `target` is the folder that was asked for; where it is
    None, nothing is kept of the build as a whole.
    """

    def __init__(
        self,
        publication: Publication,
        staging: Staging,
        reading: Reading,
        notes: list[str],
        frame: Frame | None,
    ) -> None:
        self.publication, self.staging = publication, staging
        self.reading, self.notes = reading, notes
        self.last_site = LastSite(frame, publication, staging) if frame else None
        self.target = os.environ.get("ANTHOLOGY_TARGET")
        self.search: SearchIndex | None = None
        self.apart: Sequence[View] = []
        """pages that are written by themselves"""
        self.shares: list[Share[View]] = []
        self.theme: dict[str, Any] | None = None
        """what is kept for a rebuild of all that comes from the theme"""

    def start_search(self) -> None:
        """Start the index, a process of its own that does not need the pages. Raises SearchError."""
        collection = self.publication.collection
        if collection.site.settings.search:
            self.search = SearchIndex(search_records(collection), collection.site.language, collection.cache)

    def start_made_files(self) -> None:
        """Make the generated files that need no related posts; copies of this process check the feeds among theirs."""
        if last_site := self.last_site:
            folder, url = self.staging.folder, self.publication.collection.site.url
            last_site.start_made_files(lambda address, content: check_ahead(content, address, folder, url))

    def share_out_pages(self, page_bytes: PageBytes) -> None:
        """Let copies of this process write the pages that are written by themselves, if they are many."""
        self.apart, self.shares = shared_out(self.apart, lambda views: self._written(views, page_bytes))
        if self.shares:
            self.publication.collection.cache.save()  # while copies write the pages

    def finish_pages(self, page_bytes: PageBytes) -> None:
        """Write the remaining pages, and wait for those of copies; those of a copy that has failed are written here."""
        results = [self._written(self.apart, page_bytes)]
        results += [share.result() or self._written(share.items, page_bytes) for share in self.shares]
        if not self.last_site:
            return
        for page, asked, digest, state in chain.from_iterable(map(json.loads, results)):
            self.last_site.written(page, asked, digest)
            self.last_site.note(file_of(page), digest, state)
        self.last_site.finish_made_files()

    def _written(self, views: Sequence[View], page_bytes: PageBytes) -> bytes:
        """Write pages; return for each that may be taken over, as JSON: page, `LastSite.asked`, sha256, state."""
        pages, last_site = list[list[Any]](), self.last_site
        for view in views:
            address = file_of(view.page)
            if not last_site:
                write_file(self.staging.folder, address, page_bytes(view))
                continue
            questions = view.questions
            content, others = with_reads(partial(page_bytes, view))
            asked = last_site.asked(view, questions | others)
            pages.append([view.page, asked, *last_site.write(address, content)])
        return json.dumps(pages).encode()

    def wrong_feeds(self, has_all_digests: bool = False) -> list[Problem]:
        """The errors of the feeds: a wrong one that is published cannot be recalled.

        They are read back from disk, but for those that copies of this process have checked. With `has_all_digests`,
        nobody else has written into the new site, and no other file is looked at.
        """
        collection, files = self.publication.collection, self.publication.files
        if self.last_site:
            remember_good(collection.cache, self.last_site.checked)
        findings = check_site(
            self.staging.folder,
            collection.site.url,
            store=collection.cache,
            copies=files,
            digests=self.last_site.digests if self.last_site else {},
            has_all_digests=has_all_digests,
        )
        # A tag that a former host wrote is a note, as in the check.
        return errors(feed_problems(collection, findings))

    def complete(self) -> None:
        """Write the index, replace the last site, and keep what the next build need not do again.

        Raises SearchError, and OSError where the site cannot be replaced.
        """
        if self.search:
            self.search.write(self.staging.folder)
        self.staging.swap_in(self.last_site.outdated() if self.last_site else None)
        if not self.last_site:
            return
        cache = self.publication.collection.cache
        try:
            written = self.last_site.remember(self.reading)
            if written and self.target is not None:
                record(cache, self.target, self.reading, self.staging.site, written, self.notes, self.theme)
        except OSError:  # somebody else is at the new site already
            pass
        cache.save(whole=True)

    def abandon(self) -> None:
        """End what still works for this build, and remove its folder if it is there."""
        if self.search is not None:
            self.search.stop()
        for share in [*self.shares, *(self.last_site.shares if self.last_site else ())]:
            share.abandon()
        self.staging.discard()


def digests_of_theme(build: SiteBuild) -> dict[str, str]:
    """The files of a new site that are not of the collection, each with its sha256; asked before there is an index."""
    publication, folder, last_site = build.publication, str(build.staging.folder), build.last_site
    assert last_site is not None
    own = {*map(file_of, publication.pages), *publication.generated, *publication.files}
    paths = (path for path in files_below(folder) if not path.endswith("/"))
    found = (path[len(folder) + 1 :].replace(os.sep, "/") for path in paths)
    return {address: last_site.note_theirs(address) for address in sorted(found) if address not in own}


def static_digest(publication: Publication) -> str:
    """A digest of all that `static_values` are made from."""
    collection = publication.collection
    shared = json.dumps({**publication.shared(collection.site.language), "words": None}, ensure_ascii=False)
    return digest_of_text(f"{digest_without_texts(collection)} {shared}")


def static_values(publication: Publication) -> dict[str, Any]:
    """The values of the templates of files without a page: that for missing pages, and the sitemap."""
    collection = publication.collection
    values = {
        "view": missing_page(collection),
        "sitemap": sitemap_entries(collection, publication.pages.values()),
    }
    return publication.shared(collection.site.language) | values
