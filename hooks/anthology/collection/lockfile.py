"""`episodes/published.lock`: by what listeners' apps know the show and each published episode.

Plain text, one line an episode, made for reading in a diff. It names no host, so that a show can move.
A line that is indented says what was changed on purpose, and why.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from urllib.parse import quote, unquote

LOCK = "episodes/published.lock"

_HEAD = """\
# By this, apps know the show and its episodes. `anthology publish` writes it; do not edit it by hand.
# episode  guid  date  sha256 of the audio  its bytes  its path
"""
_SHOW = "podcast:guid"
_NOTE = re.compile(r"  allowed ([a-z]+)(?:, was (\S+))?(?:: (.*))?")
_NO_DIGEST = "-"
"""stands for the digest of a recording that lies elsewhere: the build never uses the network"""


@dataclass(frozen=True, slots=True)
class Allowed:
    """A change that was made on purpose: its kind, what stood there before, and the reason given."""

    kind: str
    was: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Locked:
    """A published episode. `date` is in UTC; `path` is within the site or, of remote audio, an address.

    `withdrawn` stays for good, so that its guid is never given to another episode.
    """

    slug: str
    guid: str
    date: datetime
    sha256: str
    length: int
    path: str
    withdrawn: bool = False
    allowed: tuple[Allowed, ...] = ()
    line: int = field(default=0, compare=False)

    @property
    def former_guids(self) -> Iterator[str]:
        """Guids that it had before one was changed on purpose."""
        return (note.was for note in self.allowed if note.kind == "guid" and note.was)


@dataclass(frozen=True, slots=True)
class Lock:
    """What is published: the show's podcast:guid ('' where nothing is), and its episodes, oldest first."""

    show: str = ""
    episodes: tuple[Locked, ...] = ()
    allowed: tuple[Allowed, ...] = ()


class Unreadable(Exception):  # noqa: N818 -- it reads as the sentence it is
    """Why a line of the lock cannot be read; `line` counts from 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


def read_lock(text: str) -> Lock:
    """The lock of this text; raises Unreadable. What `write_lock` has written comes back as it was."""
    show, notes, episodes = "", list[Allowed](), list[Locked]()
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if found := _NOTE.fullmatch(line):
            note = Allowed(found[1], unquote(found[2] or ""), found[3] or "")
            if episodes:
                episodes[-1] = replace(episodes[-1], allowed=(*episodes[-1].allowed, note))
            else:
                notes.append(note)
        elif line.startswith(f"{_SHOW}  "):
            show = line.removeprefix(_SHOW).strip()
        else:
            episodes.append(_episode(number, line))
    _check_unique(episodes)
    return Lock(show, tuple(episodes), tuple(notes))


def write_lock(lock: Lock) -> str:
    """The lock as text: the same lock always gives the same text."""
    lines = [_HEAD, f"{_SHOW}  {lock.show}", *map(_note, lock.allowed), ""]
    for episode in lock.episodes:
        lines += [_line(episode), *map(_note, episode.allowed)]
    return "\n".join(lines) + "\n"


def utc(moment: datetime) -> str:
    """2026-11-22T12:00:00Z."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _episode(number: int, line: str) -> Locked:
    if line.startswith(("<<<<<<<", "=======", ">>>>>>>")):
        raise Unreadable(number, "two versions of this file were merged, and git left its marks")
    parts = line.split("  ")
    withdrawn = parts[6:] == ["withdrawn"]
    if len(parts) != 6 + withdrawn or not all(parts):
        raise Unreadable(number, "this is not a line of the lock")
    slug, guid, date, digest, length, path = parts[:6]
    if not (re.fullmatch(r"[0-9a-f]{64}|-", digest) and length.isdecimal()):
        raise Unreadable(number, "this is not a line of the lock")
    try:
        moment = datetime.fromisoformat(date)
    except ValueError:
        raise Unreadable(number, f"{date} is not a date") from None
    if moment.tzinfo is None:
        raise Unreadable(number, f"{date} has no time zone")
    digest = "" if digest == _NO_DIGEST else digest
    return Locked(
        unquote(slug), unquote(guid), moment, digest, int(length), unquote(path), withdrawn, line=number
    )


def _check_unique(episodes: list[Locked]) -> None:
    for what in ("slug", "guid", "path"):
        seen: set[str] = set()
        for episode in episodes:
            value: str = getattr(episode, what)
            if value in seen and not (what != "guid" and episode.withdrawn):
                raise Unreadable(episode.line, f"{value} stands in this file twice")
            if not episode.withdrawn or what == "guid":
                seen.add(value)


def _line(episode: Locked) -> str:
    parts = [
        _word(episode.slug),
        _word(episode.guid),
        utc(episode.date),
        episode.sha256 or _NO_DIGEST,
        str(episode.length),
        _word(episode.path),
        *(["withdrawn"] if episode.withdrawn else []),
    ]
    return "  ".join(parts)


def _note(note: Allowed) -> str:
    was = f", was {_word(note.was)}" if note.was else ""
    return f"  allowed {note.kind}{was}" + (f": {note.reason}" if note.reason else "")


def _word(text: str) -> str:
    """A text without spaces: anything that could be taken for the end of a column is percent-encoded."""
    return quote(text, safe="!#$&'()*+,-./:;<=>?@[]_~")
