"""Files that posts publish: personal data in pictures, recordings and documents, and in the names of files."""

import os
import shlex
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

from anthology.cache import Cache
from anthology.media import PICTURES, RECORDINGS, audio, images
from anthology.privacy import private_text
from anthology.problems import Issue, IssueError, Position
from anthology.sources import Source

from ..model import ContentPage

_HEAVY = 4_000_000
"""bytes"""


def check_published_files(
    pages: Iterable[ContentPage], root: Path, cache: Cache, recordings: Collection[Path]
) -> None:
    """Report the issues of each file once, in the first page that refers to it.

    `recordings` are files of episodes, which are checked where they are named.
    """
    checked = set(recordings)
    for page in pages:
        for file in page.files.values():
            if file not in checked:
                checked.add(file)
                position = _mention(page.source, file.name)
                page.source.report(*(replace(issue, at=position) for issue in file_issues(file, root, cache)))


def file_issues(file: Path, root: Path, cache: Cache) -> Iterator[Issue]:
    """The issues with a file that a page publishes: it cannot be shown, or has personal data."""

    def found() -> list[list[str]]:
        return [[issue.message, issue.fix, issue.level] for issue in _issues_of_file(file, root)]

    try:
        stored = cache.value(file, f"look into {os.path.relpath(file, root)}", found)
    except OSError:
        stored = found()
    yield from (
        Issue(message, fix, level="note" if level == "note" else "error") for message, fix, level in stored
    )


def clean_fix(file: Path, root: Path) -> str:
    """The command that takes personal data out of a file, for the folder of the collection."""
    return f"take it out:  anthology clean {shlex.quote(Path(os.path.relpath(file, root)).as_posix())}"


def _issues_of_file(file: Path, root: Path) -> Iterator[Issue]:
    suffix, fix = file.suffix.lower(), clean_fix(file, root)
    personal = list(private_text(file.name))
    if personal:
        yield Issue(f"the name of {file.name} contains {personal[0]}", "rename the file")
    try:
        if suffix in PICTURES:
            images.probe_image(file)
            yield from _weight(file)
            personal = list(images.personal_metadata(file))
        elif suffix in RECORDINGS:
            personal = list(audio.personal_tags(file))
        else:
            from anthology.media.documents import DOCUMENTS, personal_document  # few posts offer one

            fix = "save it again without its author and comments, in the program that made it"
            personal = list(personal_document(file)) if suffix in DOCUMENTS else []
    except IssueError as error:
        yield error.issue
        return
    if personal:
        yield Issue(f"{file.name} contains {', '.join(personal)}, which everybody could read", fix)


def _weight(file: Path) -> Iterator[Issue]:
    size = file.stat().st_size
    if size > _HEAVY:
        message = f"{file.name} has {size / 1_000_000:.1f} MB, which takes long on a telephone"
        yield Issue(message, "save it smaller: 3000 pixels on a side and JPEG are enough", level="note")


def _mention(source: Source, name: str) -> Position | None:
    """The position at which a file's name is written, in the fields or in the text."""
    for form in (name, quote(name)):
        for number, line in enumerate(source.lines, 1):
            if (column := line.find(form)) >= 0:
                return Position(number, column + 1)
    return None
