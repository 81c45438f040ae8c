"""`episodes/published.lock`: the show and each published episode as podcast apps know them.

Plain text with a line per episode, made for reading in a diff. It has no host, so a show can move. An indented
line records a change that was made on purpose, and the reason.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import quote, unquote

from anthology.problems import Issue, Position
from anthology.schema import utc
from anthology.sources import Source, read_lines

LOCK = "episodes/published.lock"

_HEAD = """\
# By this, apps know the show and its episodes. `anthology publish` writes it; do not edit it by hand.
# episode  guid  date  sha256 of the audio  its bytes  its path
"""
_SHOW_KEY = "podcast:guid"
_OVERRIDE = re.compile(r"  allowed ([a-z]+)(?:, was (\S+))?(?:: (.*))?")
_NO_DIGEST = "-"
"""the digest of a recording on another server: a build never uses the network"""
_FIX = f"restore the last good version:  git checkout HEAD -- {LOCK}"


@dataclass(frozen=True, slots=True)
class Override:
    """A change that was made on purpose: its kind, the value before, and the reason given."""

    kind: str
    was: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Locked:
    """A published episode. `date` is in UTC; `path` is within the site or, for remote audio, a URL.

    Withdrawn episodes stay in the lock, and their guids are never given to another episode.
    """

    slug: str
    guid: str
    date: datetime
    sha256: str
    length: int
    path: str
    withdrawn: bool = False
    overrides: tuple[Override, ...] = ()
    line: int = field(default=1, compare=False)

    @property
    def former_guids(self) -> Iterator[str]:
        """Guids that it had before they were changed on purpose."""
        return (override.was for override in self.overrides if override.kind == "guid" and override.was)


@dataclass(frozen=True, slots=True)
class Lock:
    """The show's podcast:guid, empty if nothing is published, and its episodes, oldest first."""

    show: str = ""
    episodes: tuple[Locked, ...] = ()
    overrides: tuple[Override, ...] = ()


def read_lock(root: Path) -> tuple[Lock, Source]:
    """The lock of the collection below `root` and its source, which has the problems of the file.

    What `write_lock` writes is read as it was. A lock with a problem is empty, like one that does not exist.
    """
    source = Source(LOCK, root / LOCK)
    if not source.file.is_file() or not read_lines(source):
        return Lock(), source
    lock = _parse(source)
    return (Lock() if source.problems else lock), source


def _parse(source: Source) -> Lock:
    show, overrides, episodes = "", list[Override](), list[Locked]()
    for number, line in enumerate(source.lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        if match := _OVERRIDE.fullmatch(line):
            override = Override(match[1], unquote(match[2] or ""), match[3] or "")
            if episodes:
                overridden = (*episodes[-1].overrides, override)
                episodes[-1] = replace(episodes[-1], overrides=overridden)
            else:
                overrides.append(override)
        elif line.startswith(f"{_SHOW_KEY}  "):
            show = line.removeprefix(_SHOW_KEY).strip()
        else:
            try:
                episodes.append(_parse_episode(number, line))
            except ValueError as error:
                source.report(Issue(str(error), _FIX, Position(number, 1)))
    source.report(*_check_unique(episodes))
    return Lock(show, tuple(episodes), tuple(overrides))


def write_lock(lock: Lock) -> str:
    """The lock as text: the same lock always gives the same text."""
    lines = [_HEAD, f"{_SHOW_KEY}  {lock.show}", *map(_override_line, lock.overrides), ""]
    for episode in lock.episodes:
        lines += [_episode_line(episode), *map(_override_line, episode.overrides)]
    return "\n".join(lines) + "\n"


def _parse_episode(number: int, line: str) -> Locked:
    """A line of the lock; raises ValueError with a message for the report."""
    if line.startswith(("<<<<<<<", "=======", ">>>>>>>")):
        raise ValueError("two versions of this file were merged, and git left its marks")
    parts = line.split("  ")
    withdrawn = parts[6:] == ["withdrawn"]
    if len(parts) != 6 + withdrawn or not all(parts):
        raise ValueError("this is not a line of the lock")
    slug, guid, date, digest, length, path = parts[:6]
    if not (re.fullmatch(r"[0-9a-f]{64}|-", digest) and length.isdecimal()):
        raise ValueError("this is not a line of the lock")
    return Locked(
        unquote(slug),
        unquote(guid),
        _parse_date(date),
        "" if digest == _NO_DIGEST else digest,
        int(length),
        unquote(path),
        withdrawn,
        line=number,
    )


def _parse_date(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text} is not a date") from None
    if moment.tzinfo is None:
        raise ValueError(f"{text} has no time zone")
    return moment


def _check_unique(episodes: list[Locked]) -> Iterator[Issue]:
    """Guids are unique; slugs and paths are, among episodes that are not withdrawn."""
    for name in ("slug", "guid", "path"):
        values: set[str] = set()
        for episode in episodes:
            value: str = getattr(episode, name)
            if name != "guid" and episode.withdrawn:
                continue
            if value in values:
                yield Issue(f"{value} is in this file twice", _FIX, Position(episode.line, 1))
            values.add(value)


def _episode_line(episode: Locked) -> str:
    digest = episode.sha256 or _NO_DIGEST
    slug, guid, path = map(_quoted, (episode.slug, episode.guid, episode.path))
    withdrawn = ["withdrawn"] if episode.withdrawn else []
    return "  ".join([slug, guid, utc(episode.date), digest, str(episode.length), path, *withdrawn])


def _override_line(override: Override) -> str:
    was = f", was {_quoted(override.was)}" if override.was else ""
    return f"  allowed {override.kind}{was}" + (f": {override.reason}" if override.reason else "")


def _quoted(text: str) -> str:
    """A text without spaces: what could end a column is percent-encoded."""
    return quote(text, safe="!#$&'()*+,-./:;<=>?@[]_~")
