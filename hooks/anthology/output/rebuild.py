"""A build after a change of content: templates and settings are those of the last one, so it takes no engine.

The pages are the same, byte for byte, since their templates show what this package gives them. One that asks for
something of MkDocs's own, such as `nav`, cannot be rendered here; neither can a site with an error be built here. Then
MkDocs builds all, and says what is wrong.
"""

import gzip
import io
import os
import shutil
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from anthology.inputs import CONTENT_FOLDERS
from anthology.pages import unused_assets
from anthology.problems import errors
from anthology.search import SearchError
from anthology.sources import read_site

from .last_build import LastBuild
from .last_site import Frame
from .page_templates import EngineNeededError, PageTemplates
from .publication import Publication, build_publication
from .site_build import SiteBuild, digests_of_theme, static_digest, static_values
from .staging import staging_of

_SITEMAP = "sitemap.xml"


def rebuild(root: Path, last: LastBuild) -> list[str] | None:
    """Make the site anew in the place of the last one; return the notes, or None where it takes MkDocs."""
    if not last.theme or not last.has_same_variables() or os.environ.get("ANTHOLOGY_PREVIEW"):
        return None
    frame = Frame(**last.theme["frame"])
    if not all(_is_content(root, path, frame, last.theme["git"]) for path in last.changed_paths()):
        return None
    try:
        return _rebuilt(root, last, last.theme, frame)
    except (EngineNeededError, SearchError, OSError, ValueError):
        return None


def theme_of(build: SiteBuild, templates: list[str], notes: list[str]) -> dict[str, Any]:
    """All that comes from the theme in a new site: what a rebuild takes over, and what decides that it may.

    `templates` are those of files without a page, `notes` what the engine has to say.
    """
    assert build.last_site is not None
    return {
        "frame": asdict(build.last_site.frame),
        "notes": notes,
        "git": build.reading.git_state,
        "unused": list(unused_assets(build.publication.collection)),
        "templates": templates,
        "files": digests_of_theme(build),
        "static": static_digest(build.publication),
    }


def _is_content(root: Path, path: str, frame: Frame, git: list[str]) -> bool:
    """True for a file of the collection, but for the words of the interface and templates, and for the state of git."""
    places = [str(root / folder) for folder in CONTENT_FOLDERS if folder != "languages"]
    return _is_below(path, [*places, *git]) and not _is_below(path, [*frame.own_folders, *frame.configs])


def _is_below(path: str, places: list[str]) -> bool:
    return any(path == place or path.startswith(f"{place}{os.sep}") for place in places)


def _rebuilt(root: Path, last: LastBuild, theme: dict[str, Any], frame: Frame) -> list[str]:
    assert last.reading is not None
    staging = staging_of(root, last.site)
    today = os.environ.get("ANTHOLOGY_TODAY")
    day = date.fromisoformat(today) if today else None
    result, problems = build_publication(root, frame.site(read_site(root)[0]), today=day)
    if errors(problems) or theme["unused"] != list(unused_assets(result.collection)):
        raise EngineNeededError
    staging.begin()
    notes = [*map(str, problems), *theme["notes"]]
    build = SiteBuild(result, staging, last.reading, notes, frame)
    build.target = last.target
    try:
        _fill(build, theme, frame)
        build.complete()
    except BaseException:
        build.abandon()
        raise
    return notes


def _fill(build: SiteBuild, theme: dict[str, Any], frame: Frame) -> None:
    """Write all files of the new site but the index. Raises EngineNeededError, OSError."""
    last_site, publication = build.last_site, build.publication
    assert last_site is not None
    build.staging.take_spare([*publication.generated, *publication.files], with_files=True)
    build.start_search()
    build.start_made_files()
    if publication.crosslinks:
        publication.crosslinks.find_related()
    build.apart = list(last_site.other_pages(with_latest=False))
    pages = PageTemplates(publication, frame.folders, frame.custom_folder)
    build.share_out_pages(pages.page)
    last_site.write_made_files()
    for address in last_site.other_files():
        target = build.staging.folder / address
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)  # a link to the last site's
        shutil.copyfile(publication.files[address], target)
        last_site.note_theirs(address)
    files, digest = dict(theme["files"]), static_digest(publication)
    if digest != theme["static"]:
        files = {
            address: of
            for address, of in files.items()
            if address.removesuffix(".gz") not in theme["templates"]
        }
    if not all(last_site.take(*file) for file in files.items()):
        raise EngineNeededError
    for name in theme["templates"] if digest != theme["static"] else ():
        files |= _write_static(build, name, pages.static(name, static_values(publication)))
    build.theme = {**theme, "files": files, "static": digest}
    build.finish_pages(pages.page)
    if build.wrong_feeds(has_all_digests=True):
        raise EngineNeededError


def _write_static(build: SiteBuild, name: str, output: str) -> dict[str, str]:
    """Write a file without a page as MkDocs does; return the sha256 of what was written, by address."""
    written = {name: output.encode()} if output.strip() else {}
    if name == _SITEMAP and written:
        written[f"{name}.gz"] = _compressed(written[name], build.publication)
    assert build.last_site is not None
    for address, content in written.items():
        build.last_site.note(address, *build.last_site.write(address, content))
    return {address: build.last_site.digests[address] for address in written}


def _compressed(sitemap: bytes, publication: Publication) -> bytes:
    latest = max((view.changed for view in publication.pages.values()), default="")
    day, target = datetime.fromisoformat(latest).replace(tzinfo=UTC), io.BytesIO()
    with gzip.GzipFile(f"{_SITEMAP}.gz", "wb", fileobj=target, mtime=int(day.timestamp())) as packed:
        packed.write(sitemap)
    return target.getvalue()
