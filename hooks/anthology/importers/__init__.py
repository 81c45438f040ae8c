"""Importers: from what other programs export to files of a collection.

Each source has a module that gives the texts of files and the lines of a report; `ImportPlan` has them until they are
written, never over a file that is there. Only two modules open the network: `source_files`, for an address that
somebody gave, and `downloads`, with `--media`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .archives import is_archive, unpacked
from .blog.blog_feed import import_blog_feed, is_blog_feed
from .blog.exports import import_export
from .blog.markdown_folder import import_folder, is_blog
from .blog.wxr import import_wxr, is_wxr, wxr_files_in
from .documents import DOCUMENT_SUFFIXES, has_pages, import_document, import_pages
from .downloads import Downloads
from .own_export import import_own_export, own_export_in
from .podcast.podcast_feed import import_feed
from .source_files import ImportRefusedError, begins_as_feed, read_source
from .threads import archive_in, import_threads
from .writing import NO_CHOICES, Choices, ImportPlan, add_topics, write_plan


@contextmanager
def imported(source: str, choices: Choices = NO_CHOICES) -> Iterator[ImportPlan]:
    """The plan for a source, which is recognized by its content; what a zip has is there until the end of the block.

    Raises ImportRefusedError.
    """
    if is_archive(Path(source)):
        with unpacked(Path(source)) as folder:
            yield _import_place(_only_folder_in(folder), choices)
    elif _is_document(Path(source)):
        yield import_document(Path(source), choices)
    elif Path(source).is_dir() or (Path(source).suffix in {".js", ".json"} and Path(source).is_file()):
        yield _import_place(Path(source), choices)
    else:
        document = read_source(source)
        yield _import_feed_or_export(document, choices, source)


def _is_document(file: Path) -> bool:
    return file.suffix.lower() in DOCUMENT_SUFFIXES and file.is_file() and not begins_as_feed(file)


def _import_feed_or_export(document: bytes, choices: Choices, source: str) -> ImportPlan:
    if is_wxr(document):
        return import_wxr([document], choices)
    if is_blog_feed(document):
        return import_blog_feed(document, choices, source)
    return import_feed(document, choices.only, source, choices.downloads, choices.progress)


def _only_folder_in(folder: Path) -> Path:
    """The folder in which everything in an archive is; the archive's own where there is no such folder."""
    inner = [path for path in folder.iterdir() if path.name != "__MACOSX"]
    return inner[0] if len(inner) == 1 and inner[0].is_dir() and inner[0].name != "markdown" else folder


def _import_place(folder: Path, choices: Choices) -> ImportPlan:
    if own := own_export_in(folder):
        return import_own_export(own)
    if is_blog(folder):
        return import_folder(folder, choices)
    if archive := archive_in(folder):
        return import_threads(archive, choices)
    if plan := import_export(folder, choices):
        return plan
    if parts := wxr_files_in(folder):
        return import_wxr([read_source(str(part)) for part in parts], choices)
    return import_pages(folder, choices) if has_pages(folder) else import_folder(folder, choices)
