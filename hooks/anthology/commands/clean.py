"""`anthology clean`: takes personal data out of pictures and recordings, in their place."""

import argparse
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from anthology.media import PICTURES, RECORDINGS
from anthology.media.audio import clean_recording, personal_tags, probe_audio
from anthology.media.images import clean_picture, personal_metadata, probe_image
from anthology.problems import IssueError

from . import FAILED, OK

_SAME_LENGTH_MS = 50


def add_clean(commands: Any, *_: object) -> None:
    """Add the command to the others."""
    clean = commands.add_parser("clean", help="take personal data out of pictures and recordings")
    clean.add_argument("files", nargs="+", metavar="FILE", type=Path, help="changed in its place")
    clean.set_defaults(run=_run_clean)


def _run_clean(options: argparse.Namespace) -> int:
    status = OK
    for file in options.files:
        try:
            print(_clean_file(file))
        except IssueError as error:
            print(f"{file}: {error.issue.message}\n   Fix: {error.issue.fix}")
            status = FAILED
    return status


def _clean_file(file: Path) -> str:
    """Clean one file and return what was removed."""
    if file.is_symlink() or not file.is_file():
        raise IssueError(f"{file.name} is not a file", "Write the path of a picture or a recording.")
    suffix = file.suffix.lower()
    if suffix not in PICTURES | RECORDINGS:
        raise IssueError(f"{file.name} is neither a picture nor a recording", _OTHER_FIX)
    content = file.read_bytes()
    cleaned = clean_picture(content, file.name) if suffix in PICTURES else clean_recording(file)
    if cleaned == content:
        return f"{file}: nothing to remove"
    removed = _replace(file, cleaned, _picture_change if suffix in PICTURES else _recording_change)
    return f"{file}: removed {removed} ({len(content):,} bytes before, {len(cleaned):,} now)"


_OTHER_FIX = "Save it again without its author and comments, in the program that made it."


def _replace(file: Path, content: bytes, change: Callable[[Path, Path], str]) -> str:
    """Write a file beside, look at it, and put it in the place of the old one. Returns what was removed."""
    handle, name = tempfile.mkstemp(suffix=file.suffix, prefix=".clean-", dir=file.parent)
    new = Path(name)
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        removed = change(file, new)
        new.chmod(file.stat().st_mode & 0o777)
        new.replace(file)
    finally:
        with suppress(FileNotFoundError):
            new.unlink()
    return removed


def _picture_change(old: Path, new: Path) -> str:
    probe_image(new)
    return ", ".join(personal_metadata(old)) or "what no picture needs"


def _recording_change(old: Path, new: Path) -> str:
    if left := personal_tags(new):
        raise IssueError(f"{old.name} still contains {', '.join(left)}", "Export the recording again.")
    if abs(probe_audio(new).duration_ms - probe_audio(old).duration_ms) > _SAME_LENGTH_MS:
        raise IssueError(f"{old.name} would not be heard whole", "Export the recording again.")
    return ", ".join(personal_tags(old)) or "what no recording needs"
