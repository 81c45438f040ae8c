"""Load a collection: every file is parsed, validated, rendered, and checked against the others.

Each step returns new pages and leaves those of the step before as they are. Two things grow on the way: the
problems in the source of each file, and the owners of addresses. No step stops at the first problem.
"""

import os
from collections.abc import Collection as Names
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, cast

from anthology.cache import Cache
from anthology.i18n import LANGUAGE_FOLDER, Languages, read_catalogs
from anthology.media.images.artwork import FeedImage, thumbnails_of
from anthology.problems import Issue, Problem, errors
from anthology.rendering import check_line
from anthology.schema import (
    HelpDirectory,
    Lock,
    Show,
    SitePart,
    Vocabulary,
    model_with_optional_parts,
    site_parts,
    without_parts,
)
from anthology.sources import (
    MODELS,
    ContentFile,
    Kind,
    Site,
    Source,
    check_kind,
    find_content,
    missing_file,
    read_posts,
    read_site,
    read_yaml,
    take_over_early_reading,
    validate,
)
from anthology.store import check_cache
from anthology.urls import UrlBuilder

from .bodies import with_bodies
from .files.attachments import attach
from .files.pictures import look_files, pictures_of_show
from .files.published_files import check_published_files
from .files.recordings import recording_addresses
from .guids import check_guids
from .links import Links
from .lock_check import Change, LockCheck, former_address_issue, leads_back, with_locks
from .lockfile import LOCK, read_lock
from .model import (
    AnyPage,
    AnyPost,
    Collection,
    EpisodePost,
    EssayPost,
    PersonPage,
    PlainPage,
    PracticePage,
    by_type,
    is_draft,
    published_at,
)
from .published_posts import check_published_posts, published_essays
from .references import check_references, check_texts
from .site_addresses import (
    SiteAddresses,
    claim_addresses,
    claim_aliases,
    listing_pages,
    transcript_addresses,
)

SHOW = "episodes/show.yml"
VOCABULARY = "docs/vocabulary.yml"
HELP = "docs/help.yml"
_PAGE_TYPES: dict[Kind, Any] = {
    "essay": EssayPost, "episode": EpisodePost, "practice": PracticePage, "person": PersonPage, "page": PlainPage,
}  # fmt: skip


def load(
    root: Path,
    site: Site | None = None,
    drafts: bool = False,
    allowed: Names[Change] = (),
    today: date | None = None,
    saves: bool = True,
) -> tuple[Collection, list[Problem]]:
    """The collection below `root`, and the problems of all its files in the order of files and lines.

    `site` is given by a build, whose address may differ from that in mkdocs.yml. `allowed` are breaking changes
    of published episodes that are made on purpose. A page that has an error is left out of the collection, and of
    shared files only the valid part is in it: only a collection without errors may be published. With `today`, a
    post that is dated later is a draft until then. Unless it `saves`, the caller saves what was worked out.
    """
    configured_site, settings, settings_problems = read_site(root)
    site, without = _without_parts(site or configured_site)
    content, content_problems = find_content(root, without)
    cache = Cache(root)
    catalogs, catalog_problems = read_catalogs(root=root, store=cache)
    languages = Languages(site.language, catalogs)
    _check_language(languages, settings)
    shared = _read_shared(root, settings, without)
    pages, invalid_ids = _read_pages(content, cache, without)
    pages = list(_held_back(with_locks(pages, shared.lock, cache), shared.lock, today))
    files, images = _files_of_site(root, site, shared, settings, cache)
    links, listings = _addresses_of(root, site, shared, content, pages, files, drafts)
    pages = [attach(page, links, cache) for page in with_bodies(pages, links, cache)]
    check_published_files(pages, root, cache, links.addresses_of_files)

    shown = _shown(pages, drafts)
    files |= {address: file for page in shown for address, file in page.files.items()}
    valid = [page for page in shown if page.id not in invalid_ids]
    thumbnails = thumbnails_of(files, _pictures_on_pages(shared.show, valid), cache)
    collection = Collection(
        root, site, links, cache, languages, shared.show, images, shared.lock, shared.vocabulary,
        shared.help, listings, files=files, thumbnails=thumbnails, **by_type(valid),
    )  # fmt: skip
    _check_between_files(collection, pages, shared.sources, links.owners, allowed)
    if saves:
        cache.save()
    sources = [*shared.sources.values(), *_missing_files(collection, shared)]
    sources += [page.source for page in pages]
    problems = {*settings_problems, *catalog_problems, *content_problems, *check_cache(root)}
    return collection, sorted(problems.union(*(source.problems for source in sources)))


def load_texts(collection: Collection, ids: Sequence[str]) -> Collection | None:
    """The collection with the texts of these posts, given by id, as they are in their files now.

    Nothing else is read again. None where other fields have changed, a text names a file that is new to the site, or
    something is wrong: only `load` can tell what follows from that.
    """
    posts = dict(collection.posts)
    for id_ in ids:
        before = posts[id_]
        (source,) = read_posts([(before.file.location, before.file.path)], collection.cache)
        if not source.fields_digest or source.fields_digest != before.source.fields_digest:
            return None
        (page,) = with_bodies([replace(before, source=source)], collection.links, collection.cache)
        page = attach(page, collection.links, collection.cache)
        if not page.files.items() <= collection.files.items():
            return None
        posts[id_] = cast(AnyPost, page)
    edited = replace(collection, posts=posts)
    check_texts(edited, [posts[id_] for id_ in ids])
    return None if any(errors(posts[id_].source.problems) for id_ in ids) else edited


def _without_parts(site: Site) -> tuple[Site, tuple[SitePart, ...]]:
    without = site_parts(site.settings.without)
    return replace(site, settings=without_parts(site.settings, without)), without


@dataclass(slots=True)
class _Shared:
    """The files that the whole collection shares, with the sources of those that exist by their path."""

    sources: dict[str, Source]
    show: Show | None = None
    vocabulary: Vocabulary = field(default_factory=lambda: Vocabulary.model_validate({}))
    help: HelpDirectory | None = None
    lock: Lock = field(default_factory=Lock)


def _addresses_of(
    root: Path,
    site: Site,
    shared: _Shared,
    content: list[ContentFile],
    pages: list[AnyPage],
    files: Mapping[str, Path],
    drafts: bool,
) -> tuple[Links, frozenset[str]]:
    """The resolver of links, which knows the owner of every address, and the ids of the pages that list content."""
    recordings = recording_addresses(pages, shared.lock)
    owners = claim_addresses(root, pages, shared.vocabulary, shared.lock, recordings)
    for address, file in files.items():
        owners.claim(address, file.relative_to(root).as_posix())
    shown, has_show, has_help = _shown(pages, drafts), bool(shared.show), bool(shared.help)
    listings = listing_pages(shown, shared.vocabulary, site.settings, has_show=has_show, has_help=has_help)
    page_files, transcripts = _page_files(content, listings, shared, shown), transcript_addresses(root, pages)
    addresses = UrlBuilder(site.url, site.directory_urls)
    return Links(root, addresses, page_files, recordings, transcripts, owners), listings


def _read_shared(root: Path, settings: Source, without: tuple[SitePart, ...]) -> _Shared:
    shared = _Shared({settings.path: settings})
    roots, left_out = {SHOW: dict, VOCABULARY: dict, HELP: list}, {part.file for part in without}
    for path, kind in roots.items():
        if path not in left_out and os.path.lexists(root / path):
            shared.sources[path] = read_yaml(root / path, path, kind)
    if source := shared.sources.get(SHOW):
        shared.show = validate(Show, source).fields
    if source := shared.sources.get(VOCABULARY):
        shared.vocabulary = validate(Vocabulary, source).fields
        for name, topic in shared.vocabulary.topics.items():
            check_line(source, ("topics", name, "text"), topic.text)
    if source := shared.sources.get(HELP):
        shared.help = validate(HelpDirectory, source, source.fields.root).fields
    shared.lock, shared.sources[LOCK] = read_lock(root)
    return shared


def _files_of_site(
    root: Path, site: Site, shared: _Shared, settings: Source, cache: Cache
) -> tuple[dict[str, Path], tuple[FeedImage, ...]]:
    """The pictures of the show and the files of the look, by address, and the show's pictures for feeds."""
    source = shared.sources.get(SHOW)
    files, images = pictures_of_show(shared.show, source, root, cache) if source else ({}, [])
    return files | look_files(site, settings, root, cache), tuple(images)


def _check_language(languages: Languages, settings: Source) -> None:
    if not languages.has(languages.site):
        message = f"there is no catalog for {languages.site}, so the site's own words are in English"
        fix = f"copy the texts of another language into {LANGUAGE_FOLDER}/{languages.site}.yml, and translate them"
        settings.report(Issue(message, fix, ("theme", "language"), "note"))


def _read_pages(
    content: Sequence[ContentFile], cache: Cache, without: tuple[SitePart, ...]
) -> tuple[list[AnyPage], set[str]]:
    """Every page without its body, and the ids of those whose fields have errors; these too can be referred to."""
    formats = {part.format for part in without} - {""}
    pages: list[AnyPage] = []
    invalid_ids: set[str] = set()
    take_over_early_reading(cache)
    sources = read_posts([(file.location, file.path) for file in content], cache)
    for file, source in zip(content, sources, strict=True):
        check_kind(file, source)
        fields, complete = validate(model_with_optional_parts(MODELS[file.kind], without), source)
        source.release("lines")
        if not complete:
            invalid_ids.add(file.id)
        if getattr(fields, "format", "") not in formats:
            page_type, fields = _PAGE_TYPES[file.kind], without_parts(fields, without)
            pages.append(page_type(file, source, fields=fields))
    return pages, invalid_ids


def _held_back(pages: Iterable[AnyPage], lock: Lock, today: date | None) -> Iterator[AnyPage]:
    """The pages; posts that are dated after today are drafts, unless they are published already."""
    published = published_essays(lock)
    for page in pages:
        is_locked = page.id in published or (isinstance(page, EpisodePost) and page.locked)
        is_post = isinstance(page, EssayPost | EpisodePost) and page.fields.day and not page.fields.draft
        yield _as_draft_until(today, page) if today and is_post and not is_locked else page


def _as_draft_until(today: date, page: Any) -> AnyPage:
    if published_at(page).date() > today:
        message = f"this is dated after {today}, so it is held back until that day"
        fix = "leave it; a build on that day, or later, publishes it"
        page.source.report(Issue(message, fix, ("date",), "note"))
        page = replace(page, fields=page.fields.model_copy(update={"draft": True}))
    return cast(AnyPage, page)


def _shown(pages: Iterable[AnyPage], drafts: bool) -> list[AnyPage]:
    return [page for page in pages if drafts or not is_draft(page)]


def _page_files(
    content: Iterable[ContentFile], listings: Names[str], shared: _Shared, shown: Iterable[AnyPage]
) -> dict[str, ContentFile | None]:
    """Every page of the site by id, with its file if it has one."""
    topics = (f"topics/{name}" for name in shared.vocabulary.topics if "topics" in listings)
    posts = (page.fields for page in shown if isinstance(page, EssayPost | EpisodePost))
    used = {fields.series for fields in posts if not fields.withdrawn}
    series = (f"series/{name}" for name in shared.vocabulary.series if name in used)
    return {**dict.fromkeys([*listings, *topics, *series]), **{file.id: file for file in content}}


def _check_between_files(
    collection: Collection,
    pages: list[AnyPage],
    sources: dict[str, Source],
    owners: SiteAddresses,
    allowed: Names[Change],
) -> None:
    """Report what is wrong between files; `sources` are those of shared files, by path."""
    lock_source, show = sources.get(LOCK), collection.show
    feed = collection.addresses.absolute("podcast.xml")
    if lock_source and (lock_source.lines or collection.lock.episodes) and show and show.guid:
        episodes = [page for page in pages if isinstance(page, EpisodePost)]
        cache = collection.cache
        LockCheck(collection.lock, lock_source, show, sources[SHOW], episodes, feed, cache, allowed).report()
    if show and leads_back(show, feed):
        sources[SHOW].report(former_address_issue(show, collection.lock, feed))
    if lock_source:
        check_published_posts(collection, lock_source, pages, allowed)
    check_references(collection, pages, sources)
    for copy in collection.thumbnails.values():
        owners.claim(copy.address, SHOW)
    claim_aliases(pages, owners)
    check_guids(pages)


def _pictures_on_pages(show: Show | None, pages: Iterable[AnyPage]) -> Iterator[str]:
    """The addresses of the cover and of the pictures of episodes."""
    if show and show.image:
        yield f"episodes/{show.image}"
    for page in pages:
        if isinstance(page, EpisodePost) and not page.fields.withdrawn:
            yield page.image_address


def _missing_files(collection: Collection, shared: _Shared) -> Iterator[Source]:
    episode = next((episode for episode in collection.episodes if not episode.fields.draft), None)
    if episode and SHOW not in shared.sources:
        fix = f"make it; {episode.id} waits for its show: title, author, image, guid …"
        yield missing_file(SHOW, "there is no such file, so there is no podcast", fix)
    if collection.posts and VOCABULARY not in shared.sources:
        fix = "make it, with the topics that your posts name (see CONTRIBUTING)"
        yield missing_file(VOCABULARY, "there is no such file, so there are no topics", fix)
