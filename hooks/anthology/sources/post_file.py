"""A post: a Markdown file with front matter. One in which nothing was wrong is recalled, and its text read late."""

import errno
import stat
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from anthology.cache import Cache, Table, digest_of_text

from .delimiters import find_delimiters
from .front_matter import Fields, parse_yaml, split_front_matter
from .source import LONGEST_FILE, Source, file_text, parse_fields, read_text, with_line_feeds


def read_post(file: Path, path: str, store: Cache | None = None, digest: str | None = None) -> Source:
    """A Markdown file with front matter; what is wrong with it as a text file is in its `problems`.

    With a `store`, a post in which nothing was wrong is recalled; its text is read where it is asked for. `digest` is
    the sha256 of the file, if it is known.
    """
    source = Source(path, file, read_again=_read_again)
    digest = _file_digest(file, store) if digest is None else digest
    if store and digest and _recall(source, digest, store):
        return source
    text = file_text(source)
    if text is None:
        return source
    if parts := split_front_matter(text):
        _read_parts(source, text, parts, store.table("fields") if store else Table())
    else:
        _parse_undelimited(source)
    if store and digest and source.fields_digest and source.parsed and not source.problems:
        known = [source.fields_digest, source.text_digest, source.body_line]
        if _file_digest(file, store) == digest:
            store.table("posts").remember(digest, known)
    return source


def read_posts(files: Sequence[tuple[Path, str]], store: Cache) -> Iterator[Source]:
    """Posts by file and path, each as `read_post` returns it; copies of this process read those that are new."""
    known = store.table("posts")
    digests = [_file_digest(file, store) if known else None for file, _ in files]
    missing = [file for file, digest in zip(files, digests, strict=True) if digest not in known]
    store.work_ahead(missing, lambda file: read_post(*file, store))
    for file, digest in zip(files, digests, strict=True):
        yield read_post(*file, store, digest)


def _read_parts(source: Source, text: str, parts: tuple[str, str, int], recalled: Table) -> None:
    matter, source.body, lines_before = parts
    source.body_line, first_line = lines_before + 1, _first_line(text)
    source.fields_digest, source.text_digest = digest_of_text(matter), digest_of_text(source.body)
    if values := recalled.recall(source.fields_digest):
        source.fields = Fields(values, root=values, parse=partial(parse_yaml, matter, first_line))
        return
    parse_fields(source, matter, first_line)
    if source.parsed and not source.problems:
        recalled.remember(source.fields_digest, source.fields.values)


def _first_line(text: str) -> int:
    return text[: len(text) - len(text.lstrip("\n"))].count("\n") + 1


def _file_digest(file: Path, store: Cache | None) -> str:
    """The sha256 of a file; empty for a link, and for a file that cannot be read or is too long."""
    try:
        status = file.lstat()
        is_plain = stat.S_ISREG(status.st_mode) and status.st_size <= LONGEST_FILE
        return store.sha256(file, status) if store and is_plain else ""
    except OSError:
        return ""


def _recall(source: Source, digest: str, store: Cache) -> bool:
    """Take over what was read from a file with this digest; return False if nothing is known of it."""
    known = store.table("posts").recall(digest)
    values = store.table("fields").recall(known[0]) if known else None
    if not values:
        return False
    source.fields_digest, source.text_digest, source.body_line = known
    source.fields = Fields(values, root=values)
    source.release("lines", "body")
    return True


def _read_again(source: Source) -> tuple[str, int]:
    """Read the text of a post that was recalled; return its front matter and the line of that.

    Raises OSError if it is not what it was.
    """
    # Nothing was wrong in it, so its digests are those of a text in which nothing need be looked for again.
    text = with_line_feeds(read_text(Source(source.path, source.file)) or "")
    matter, body, _ = split_front_matter(text) or ("", "", 0)
    if (digest_of_text(matter), digest_of_text(body)) != (source.fields_digest, source.text_digest):
        message = "it has changed while it was read; try again"
        raise OSError(errno.EAGAIN, message, source.path)
    source.lines, source.body = text.split("\n"), body
    return matter, _first_line(text)


def _parse_undelimited(source: Source) -> None:
    """Report a missing `---`, and parse the fields as if it were there."""
    marks = find_delimiters(source.lines)
    source.report(*marks.issues)
    source.parsed = marks.begin < marks.end
    if source.parsed:
        parse_fields(source, "\n".join(source.lines[marks.begin : marks.end]), marks.begin + 1)
    source.body, source.body_line = "\n".join(source.lines[marks.body :]), marks.body + 1
