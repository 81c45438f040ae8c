"""`anthology media`: sends recordings to a store of S3's kind, and gets them back. Needs the extra [media]."""

import argparse
import base64
import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from anthology.collection import Collection, EpisodePost, load
from anthology.commands import FAILED, OK, CommandError, FindRoot
from anthology.media.audio import Recording, probe_audio
from anthology.problems import IssueError, errors, format_report
from anthology.schema import MediaStore
from anthology.sources import rewrite_fields
from anthology.timecode import timecode
from anthology.urls import page_id

if TYPE_CHECKING:
    from anthology.media.audio.bucket import Bucket

_KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
_EXAMPLE = "media: {bucket: talks, endpoint: https://s3.example.org, address: https://media.example.org}"


def add_media(commands: Any, shared: argparse.ArgumentParser, find_root: FindRoot) -> None:
    """Add the command to the others; `find_root` returns the collection's folder or raises CommandError."""
    media = commands.add_parser(
        "media",
        parents=[shared],
        help="keep recordings in a store of S3's kind (push, pull, check)",
    )
    media.add_argument(
        "act", choices=sorted(_ACTS), help="send recordings, get them back, or compare their sums"
    )
    media.add_argument("episodes", nargs="*", metavar="EPISODE", help="only these, such as episodes/x")
    media.add_argument("--keep", action="store_true", help="push: leave the files where they are as well")
    media.set_defaults(run=lambda options: _run_media(options, find_root(options)))


def _run_media(options: argparse.Namespace, root: Path) -> int:
    collection, problems = load(root, drafts=True)
    if blocking := errors(problems):
        print(format_report(blocking))
        return FAILED
    settings = collection.site.settings.media
    if not settings:
        raise CommandError(f"mkdocs.yml names no store; below  extra: anthology:  write  {_EXAMPLE}")
    if missing := [key for key in _KEYS if not os.environ.get(key)]:
        raise CommandError(f"the keys of the store are missing: set {' and '.join(missing)}")
    try:
        from anthology.media.audio.bucket import Bucket
    except ImportError:
        raise CommandError(
            "the store needs obstore, which is not installed:  pip install 'mkdocs-anthology[media]'"
        ) from None
    bucket, act, failed = Bucket(settings), _ACTS[options.act], False
    for episode in _selected(collection, options.episodes):
        try:
            act(bucket, settings, episode, options.keep)
        except IssueError as error:  # the others are not kept waiting
            print(f"{episode.file.path}: {error}\n   Fix: {error.issue.fix}")
            failed = True
    print("Something is left." if failed else "All is well.", file=sys.stderr)
    return FAILED if failed else OK


def _selected(collection: Collection, names: list[str]) -> Iterator[EpisodePost]:
    episodes = {page: post for page, post in collection.posts.items() if isinstance(post, EpisodePost)}
    pages = [f"episodes/{page_id(name).rpartition('episodes/')[2]}" for name in names] or sorted(episodes)
    if missing := [page for page in pages if page not in episodes]:
        raise CommandError(f"there is no episode {missing[0]}")
    return (episodes[page] for page in pages)


def _push(bucket: "Bucket", settings: MediaStore, episode: EpisodePost, keep: bool) -> None:
    """Send the files of an episode, and name their addresses in its notes once all of them are there."""
    fields, values = episode.fields, dict[str, object]()
    written = episode.source.fields.values
    sent: list[Path] = []
    if fields.audio and fields.audio.file:
        if episode.chapters and not fields.chapters:
            chapters = [{"start": timecode(part.start), "title": part.title} for part in episode.chapters]
            message = (
                "the chapters are in the recording alone, and a build does not read one on another server"
            )
            raise IssueError(message, f"write  chapters: {json.dumps(chapters, ensure_ascii=False)}")
        file = episode.file.folder / fields.audio.file
        digest, recording, address = _send(bucket, settings, episode, file)
        sent.append(file)
        values["audio"] = {
            "url": address,
            "length": recording.length,
            "type": recording.type,
            "duration": timecode(-(-recording.duration_ms // 1000) * 1000),
            "sha256": digest,
        }
    alternates = written.get("alternates")
    if isinstance(alternates, list) and any(alternate.file for alternate in fields.alternates):
        values["alternates"] = [
            _pushed_alternate(bucket, settings, episode, entry, sent) for entry in alternates
        ]
    if values:
        rewrite_fields(episode.source, values)
        for file in [] if keep else sent:
            file.unlink(missing_ok=True)  # one file may be the recording and an alternate


def _pushed_alternate(
    bucket: "Bucket", settings: MediaStore, episode: EpisodePost, entry: object, sent: list[Path]
) -> object:
    fields = dict(entry) if isinstance(entry, dict) else {"file": entry}
    name = fields.pop("file", None)
    if not name:
        return entry
    file = episode.file.folder / str(name)
    digest, recording, address = _send(bucket, settings, episode, file)
    sent.append(file)
    integrity = f"sha256-{base64.b64encode(bytes.fromhex(digest)).decode()}"
    facts = {"length": recording.length, "type": recording.type, "integrity": integrity}
    return {
        "url": address,
        **facts,
        **({"bitrate": recording.bit_rate} if recording.bit_rate else {}),
        **fields,
    }


def _send(
    bucket: "Bucket", settings: MediaStore, episode: EpisodePost, file: Path
) -> tuple[str, Recording, str]:
    """Send a file unless it is there; return its sha256, what it is, and its address. What is there is read back."""
    digest, recording = _digest_of(file), probe_audio(file)
    key = f"{digest}/{episode.file.slug}{file.suffix.lower()}"
    if not bucket.has(key, recording.length):
        bucket.put(key, file, recording.type, _progress(f"sending {file.name}", recording.length))
    if bucket.sha256(key, progress=_progress(f"reading {file.name} back", recording.length)) != digest:
        raise IssueError(
            f"what the store has of {file.name} is not what was sent", "delete it there, and push again"
        )
    address = f"{settings.address.rstrip('/')}/{quote(key)}"
    print(f"{episode.id}: {file.name} is at {address}")
    return digest, recording, address


def _digest_of(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _pull(bucket: "Bucket", settings: MediaStore, episode: EpisodePost, _keep: bool) -> None:
    """Get the files of an episode back beside its notes, and name them there."""
    values: dict[str, object] = {}
    for name, number, entry, key, digest in _stored(settings, episode):
        file = episode.file.folder / PurePosixPath(key).name
        values[name] = values.get(name, episode.source.fields.values[name])
        trial = file.with_name(f".{file.name}.part")
        try:
            if file.exists():
                if _digest_of(file) != digest:
                    message = f"{file.name} is beside the notes already, and is another recording"
                    raise IssueError(message, "move it away, and pull again")
            else:
                length = int(str(entry["length"]))
                actual = bucket.sha256(key, trial, _progress(f"fetching {file.name}", length))
                _compare(key, actual, digest)
                trial.replace(file)
        finally:
            trial.unlink(missing_ok=True)
        if number is None:
            values[name] = file.name
        else:
            others = {field: value for field, value in entry.items() if field not in _REMOTE_FIELDS}
            entries = values[name]
            assert isinstance(entries, list)
            values[name] = [
                ({"file": file.name, **others} if others else file.name) if place == number else kept
                for place, kept in enumerate(entries)
            ]
        print(f"{episode.id}: {file.name} is beside its notes")
    if values:
        rewrite_fields(episode.source, values)


_REMOTE_FIELDS = {"url", "length", "type", "integrity", "bitrate"}


def _check(bucket: "Bucket", settings: MediaStore, episode: EpisodePost, _keep: bool) -> None:
    """Read the files of an episode in the store, and compare their sums."""
    for _, _, entry, key, digest in _stored(settings, episode):
        progress = _progress(f"reading {key.rpartition('/')[2]}", int(str(entry["length"])))
        _compare(key, bucket.sha256(key, progress=progress), digest)
        print(f"{episode.id}: {key} is what was sent")


def _stored(
    settings: MediaStore, episode: EpisodePost
) -> Iterator[tuple[str, int | None, dict[str, Any], str, str]]:
    """Yield each file of an episode that is in the store: field, place in it, entry, key and sha256."""
    written, base = episode.source.fields.values, f"{settings.address.rstrip('/')}/"
    audio, alternates = written.get("audio"), written.get("alternates")
    entries = [
        ("audio", None, audio),
        *(
            ("alternates", number, entry)
            for number, entry in enumerate(alternates if isinstance(alternates, list) else [])
        ),
    ]
    for name, number, entry in entries:
        url = str(entry.get("url") or "") if isinstance(entry, dict) else ""
        if isinstance(entry, dict) and url.startswith(base):
            key = url.removeprefix(base)
            yield name, number, entry, key, key.partition("/")[0]


def _compare(key: str, actual: str | None, digest: str) -> None:
    if actual is None:
        raise IssueError(f"{key} is not in the store", "put the file beside the notes again, and push it")
    if actual != digest:
        message = f"{key} was changed in the store: its sum is {actual}"
        raise IssueError(
            message, "delete it there, put the published file beside the notes again, and push it"
        )


def _progress(words: str, length: int) -> Callable[[int], None]:
    """Return what prints each tenth of a long transfer."""
    shown = 0

    def show(size: int) -> None:
        nonlocal shown
        tenth = 10 * size // max(length, 1)
        if tenth > shown:
            shown = tenth
            print(f"{words}: {10 * tenth} %", file=sys.stderr, flush=True)

    return show


_ACTS = {"check": _check, "pull": _pull, "push": _push}
