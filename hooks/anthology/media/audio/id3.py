"""Chapters in the ID3 tag of an MP3."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mutagen.id3 import ID3

from anthology.unicode import NOT_TEXT

from ..chapters import Chapter

_WEB_LINK = re.compile(r"https?://[^\s<>\"]+")
# Start of a chapter that is given in bytes instead of milliseconds, which no encoder writes.
_NO_TIME = 0xFFFFFFFF


def embedded_chapters(path: Path) -> tuple[Chapter, ...]:
    """Return the titled chapters of a recording, ordered by start; empty without a readable ID3 tag.

    https://id3.org/id3v2-chapters-1.0
    """
    try:
        tags = ID3(path)  # type: ignore[no-untyped-call]
        return tuple(sorted(set(_titled_chapters(tags)), key=lambda chapter: (chapter.start, chapter.title)))
    except Exception:  # no tag, or a damaged one; `probe_audio` reports the file
        return ()


def _titled_chapters(tags: Any) -> Iterator[Chapter]:
    for frame in tags.getall("CHAP"):
        title = " ".join(_frame_text(frame.sub_frames.getall("TIT2")).split())
        if title and frame.start_time != _NO_TIME:
            links = (str(link.url).strip() for link in frame.sub_frames.getall("WXXX"))
            url = next((link for link in links if _WEB_LINK.fullmatch(link)), "")
            yield Chapter(int(frame.start_time), title, url)


def _frame_text(frames: list[Any]) -> str:
    text = " ".join(str(part) for frame in frames for part in frame.text)
    return NOT_TEXT.sub(" ", text)
