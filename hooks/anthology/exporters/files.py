"""Every file of an export, and how they are written."""

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from anthology.collection import Collection
from anthology.collection.model import AnyPage
from anthology.crosslinks import cross_links
from anthology.feeds import build_feeds

from .plain_fields import SITE_FILE, site_text, with_plain_fields
from .wordpress import wordpress_document

MARKDOWN, FEEDS, WORDPRESS = "markdown", "feeds", "wordpress.xml"
_EXPORTED_FOLDERS = ("docs", "episodes", "languages")

ExportFiles = Mapping[str, bytes | Path]
"""path → content, or the file that is copied"""


def export_files(whole: Collection, public: Collection) -> dict[str, bytes | Path]:
    """Every file of an export by its path, sorted: of the collection with its drafts, and of what is published."""
    files: dict[str, bytes | Path] = dict(_exported_markdown(whole))
    files[WORDPRESS] = wordpress_document(public)
    feeds = build_feeds(public, cross_links(public).offers)
    return dict(sorted((files | {f"{FEEDS}/{path}": feed for path, feed in feeds.items()}).items()))


def write_folder(files: ExportFiles, folder: Path) -> None:
    """Write the files below a folder."""
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, Path):
            shutil.copyfile(content, target)
        else:
            target.write_bytes(content)


def write_zip(files: ExportFiles, target: Path) -> None:
    """Write the files as a zip, without compression: compressors differ, and recordings do not get smaller."""
    unfinished = target.with_name(f".{target.name}.unfinished")
    with ZipFile(unfinished, "w", ZIP_STORED) as archive:
        for path, content in files.items():
            entry = ZipInfo(path)
            entry.external_attr = 0o644 << 16
            if isinstance(content, bytes):
                archive.writestr(entry, content)
                continue
            entry.file_size = content.stat().st_size
            with content.open("rb") as source, archive.open(entry, "w") as member:
                shutil.copyfileobj(source, member, 1 << 20)
    unfinished.replace(target)


def _exported_markdown(collection: Collection) -> Iterator[tuple[str, bytes | Path]]:
    """The collection's own folders, and its settings; hidden files and links stay behind."""
    kinds: list[Mapping[str, AnyPage]] = [
        collection.posts, collection.withdrawn, collection.practices, collection.people, collection.plain_pages,
    ]  # fmt: skip
    pages = {page.file.path: page for kind in kinds for page in kind.values()}
    for folder in _EXPORTED_FOLDERS:
        for file in sorted((collection.root / folder).rglob("*")):
            path = file.relative_to(collection.root).as_posix()
            if not file.is_file() or file.is_symlink() or "/." in path:
                continue
            page = pages.get(path)
            yield f"{MARKDOWN}/{path}", _with_fields(file, page, collection) if page else file
    yield f"{MARKDOWN}/{SITE_FILE}", site_text(collection).encode()


def _with_fields(file: Path, page: AnyPage, collection: Collection) -> bytes:
    return with_plain_fields(file.read_bytes().decode(), page, collection).encode()
