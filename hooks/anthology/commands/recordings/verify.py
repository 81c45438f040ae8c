"""`anthology audio --verify`: compares notes with the servers of recordings; `--write` fills in what notes lack."""

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from anthology.media import RECORDINGS
from anthology.media.audio import Recording, probe_audio
from anthology.media.audio.remote import RemoteAudio, Response, download, verify
from anthology.problems import IssueError, Problem
from anthology.sources import Source, rewrite_fields
from anthology.timecode import timecode

_SUFFIX_OF_TYPE = {"audio/mpeg": ".mp3", "audio/x-m4a": ".m4a", "audio/mp4": ".m4a", "audio/ogg": ".opus"}


def verify_episodes(
    sources: dict[str, Source], timeout: float, retries: int, *, write: bool
) -> Iterator[Problem]:
    """Print the response for each remote recording, and yield what differs from the notes, which are by episode.

    With `write`, notes get what they lack first.
    """
    remote = [audio for page, source in sources.items() if (audio := _remote_audio(page, source))]
    if not remote:
        print("No audio is remote: there is nothing to verify.", file=sys.stderr)
    for response in verify(remote, timeout=timeout, retries=retries, progress=sys.stderr):
        print(response)
        source, filled = sources[response.remote.id], dict[str, str]()
        if write:
            try:
                filled = _fill_notes(source, response, timeout)
            except IssueError as error:
                yield source.problem(replace(error.issue, at=("audio", "url")))
        if filled:
            print(f"  written: {', '.join(f'{name} {value}' for name, value in filled.items())}")
        places = {("audio", name) for name in filled}
        yield from (source.problem(issue) for issue in response.issues if issue.at not in places)


def _remote_audio(page: str, source: Source) -> RemoteAudio | None:
    """The remote audio of an episode, also where notes lack its length or type."""
    audio = source.fields.values.get("audio")
    url = audio.get("url") if isinstance(audio, dict) else None
    if not isinstance(audio, dict) or not isinstance(url, str) or not url.startswith(("http://", "https://")):
        return None
    length = str(audio.get("length"))
    return RemoteAudio(
        page, url, int(length) if length.isdecimal() and len(length) < 16 else 0, str(audio.get("type") or "")
    )


def _fill_notes(source: Source, response: Response, timeout: float) -> dict[str, str]:
    """Write the length, type and duration that the notes lack, and return them.

    A duration is measured on the whole recording, which is downloaded for it. Raises IssueError for one that
    cannot be read, and for notes that cannot be changed.
    """
    fields = source.fields.values["audio"]
    assert isinstance(fields, dict)
    known = {name: text for name, text in fields.items() if text not in (None, "", "0")}
    if response.length is None or {"length", "type", "duration"} <= known.keys():
        return {}
    values = {"length": str(response.length), "type": response.type}
    if "duration" not in known:
        recording = _measured(response, timeout)
        duration = timecode(-(-recording.duration_ms // 1000) * 1000)
        values = {"length": str(recording.length), "type": recording.type, "duration": duration}
    missing = {name: value for name, value in values.items() if name not in known}
    rewrite_fields(source, {"audio": {**fields, **missing}})
    return missing


def _measured(response: Response, timeout: float) -> Recording:
    url = response.remote.url
    suffix = PurePosixPath(urlsplit(url).path).suffix.lower()
    if suffix not in RECORDINGS:
        suffix = _SUFFIX_OF_TYPE.get(response.type, ".mp3")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"recording{suffix}"
        download(url, file, timeout)
        return probe_audio(file)
