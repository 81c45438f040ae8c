"""Importers: from what other programs export to files of a collection.

Each source has a module that gives the texts of files and the lines of a report; `ImportPlan` has them until they are
written, never over a file that is there. Nothing here opens the network but `read_source`, for an address that somebody
gave.
"""

from pathlib import Path

from .markdown_folder import import_folder
from .podcast_feed import import_feed
from .source_files import ImportRefusedError, read_source
from .writing import ImportPlan, add_topics, write_plan
from .wxr import import_wxr, is_wxr


def import_any(source: str, only: int | None = None, drafts: bool = False) -> ImportPlan:
    """The plan for a source, which is told by what it has; raises ImportRefusedError."""
    if Path(source).is_dir():
        return import_folder(Path(source), only, drafts)
    document = read_source(source)
    return import_wxr(document, only, drafts) if is_wxr(document) else import_feed(document, only, source)
