"""Chapters of an episode and the formats in which podcast apps read them."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from anthology.problems import Issue
from anthology.timecode import seconds, timecode


class Chapter(NamedTuple):
    """A chapter: its start in milliseconds and its title; `url` and `image` are absolute or empty."""

    start: int
    title: str
    url: str = ""
    image: str = ""


def to_chapters_json(chapters: Iterable[Chapter], *, title: str | None = None) -> str:
    """Write JSON chapters 1.2 of the podcast namespace; `title` is the episode's.

    https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/chapters/jsonChapters.md
    """
    named = {"title": title} if title else {}
    document = {"version": "1.2.0", **named, "chapters": [json_chapter(chapter) for chapter in chapters]}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n"


def to_lines(chapters: Iterable[Chapter]) -> str:
    """Write a line `(00:01:30) Title` for each chapter, which Apple Podcasts reads in show notes.

    Whole seconds, rounded down, so that a jump never lands after the first word.
    """
    return "".join(
        f"({timecode(chapter.start // 1000 * 1000)}) {_one_line(chapter.title)}\n" for chapter in chapters
    )


def check_chapters(starts: Sequence[int], duration_ms: int | None) -> Iterator[tuple[int, Issue]]:
    """Chapters must be in order of their starts, each at another time, and start within the audio.

    Yields each issue with the index of its chapter. The first chapter may start after 0.
    `duration_ms` is None if the audio is unknown.
    """
    for index, start in enumerate(starts):
        if index and start < starts[index - 1]:
            yield index, _out_of_order(start, starts[index - 1])
        elif start in starts[:index]:
            yield index, _same_start(start)
        if duration_ms is not None and start >= duration_ms:
            yield index, _past_the_end(start, duration_ms)


def json_chapter(chapter: Chapter) -> dict[str, float | str]:
    """Return a chapter as JSON chapters have it; its start in seconds."""
    optional = {"img": chapter.image, "url": chapter.url}
    return {
        "startTime": seconds(chapter.start),
        "title": _one_line(chapter.title),
        **{name: value for name, value in optional.items() if value},
    }


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _out_of_order(start: int, previous: int) -> Issue:
    return Issue(
        f"this chapter starts at {timecode(start)}, before the one above it ({timecode(previous)})",
        "Put the chapters in the order in which they are heard, or correct this time.",
    )


def _same_start(start: int) -> Issue:
    return Issue(
        f"two chapters start at {timecode(start)}",
        "Give each chapter a time of its own, or make one chapter of the two.",
    )


def _past_the_end(start: int, duration_ms: int) -> Issue:
    return Issue(
        f"this chapter starts at {timecode(start)}, but the audio ends at {timecode(duration_ms)}",
        "Correct the time of this chapter; the first number is hours: 00:01:30 is one and a half minutes.",
    )
