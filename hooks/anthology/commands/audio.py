"""`anthology audio`: what recordings are, how they sound, and making and verifying them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from anthology.collection.loader import load
from anthology.collection.model import Collection, EpisodePost
from anthology.problems import IssueError, Problem, errors, report
from anthology.urls import page_id

OK, FAILED, USAGE_ERROR = 0, 1, 2

INSTALL_EXTRA = "install what it needs:  pip install 'anthology[audio]'"


def add_audio(
    commands: Any, shared: argparse.ArgumentParser, root_of: Callable[[argparse.Namespace], Path | None]
) -> None:
    """Adds the command to the others; `root_of` finds the collection, or says that there is none."""
    audio = commands.add_parser(
        "audio",
        parents=[shared],
        help="say what recordings are and how they sound, make them, verify them",
    )
    audio.add_argument("episodes", nargs="*", metavar="EPISODE", help="only these, such as episodes/x")
    audio.add_argument(
        "--verify",
        action="store_true",
        help="ask the servers of audio that lies elsewhere (needs the network)",
    )
    audio.add_argument(
        "--timeout", type=_seconds, default=10.0, metavar="SECONDS", help="for each response (10)"
    )
    audio.add_argument("--retries", type=int, default=2, metavar="N", help="after a failure (2)")
    audio.add_argument("--write", metavar="EPISODE", help="make its MP3 and Opus, beside its notes")
    audio.add_argument("--from", dest="master", metavar="MASTER", help="the WAV or FLAC to make them from")
    audio.add_argument("--replace", action="store_true", help="overwrite recordings that are there already")
    audio.set_defaults(run=lambda options: _run_audio(options, root_of))


def _run_audio(options: argparse.Namespace, root_of: Callable[[argparse.Namespace], Path | None]) -> int:
    if misuse := _usage_error(options):
        print(misuse, file=sys.stderr)
        return USAGE_ERROR
    root = root_of(options)
    if root is None:
        return USAGE_ERROR
    collection, problems = load(root, drafts=True)
    known = {page: post for page, post in collection.posts.items() if isinstance(post, EpisodePost)}
    named = [options.write] if options.write else options.episodes
    wanted = [_episode_id(name) for name in named] or sorted(known)
    if missing := [page for page in wanted if page not in known]:
        return _no_episode(missing[0], known, problems)
    chosen = [known[page] for page in wanted]
    if options.write:
        if standing := _blocking_problems(chosen[0], problems):
            print(report(standing))
            return FAILED
        return _write_recordings(collection, chosen[0], options)
    if options.verify:
        return _verify(chosen, options)
    paths = {episode.file.path for episode in chosen}
    return _report_episodes(collection, chosen, [problem for problem in problems if problem.path in paths])


def _report_episodes(collection: Collection, episodes: list[EpisodePost], problems: list[Problem]) -> int:
    from anthology.cache import Cache

    from .audio_report import report_on

    cache = Cache(collection.root)
    try:
        for episode in episodes:
            print(report_on(episode, collection, cache, problems))
    finally:
        cache.save()  # what was listened to before Ctrl-C need not be heard again
    return _exit_status(problems)


def _verify(episodes: list[EpisodePost], options: argparse.Namespace) -> int:
    from anthology.media.audio.remote import RemoteAudio, verify  # only this needs the network

    remote = [
        RemoteAudio(episode.id, episode.audio_address, episode.recording.length, episode.recording.type)
        for episode in episodes
        if episode.recording and episode.is_remote
    ]
    if not remote:
        print("No audio lies elsewhere: there is nothing to verify.", file=sys.stderr)
        return OK
    by_id = {episode.id: episode.source for episode in episodes}
    problems: list[Problem] = []
    for response in verify(remote, timeout=options.timeout, retries=options.retries, progress=sys.stderr):
        print(response)
        problems += map(by_id[response.remote.id].problem, response.issues)
    return _exit_status(problems)


def _write_recordings(collection: Collection, episode: EpisodePost, options: argparse.Namespace) -> int:
    try:
        from .audio_write import write_episode
    except ImportError as error:
        print(
            f"making recordings needs {error.name}, which is not installed; {INSTALL_EXTRA}", file=sys.stderr
        )
        return USAGE_ERROR
    try:
        summary = write_episode(
            collection, episode, Path(options.master), replace=options.replace, progress=_print_progress
        )
    except IssueError as error:
        print(f"nothing was written: {error}\n   Fix: {error.issue.fix}", file=sys.stderr)
        return FAILED
    print(summary)
    return OK


def _blocking_problems(episode: EpisodePost, problems: list[Problem]) -> list[Problem]:
    """What must be put right before notes can be written into a recording; not what a new one mends."""
    source = episode.source
    places = [
        source.position(path) for path in (("audio",), ("audio", "file"), ("alternates",), ("alternates", 0))
    ]
    lines = {place.line for place in places if place}
    return [
        problem
        for problem in errors(problems)
        if problem.path == episode.file.path
        and problem.line not in lines
        and "but the audio ends at" not in problem.message
        and "past the end of the recording" not in problem.message
    ]


def _exit_status(problems: list[Problem]) -> int:
    if problems:
        print(report(problems))
    if errors(problems):
        return FAILED
    print("All is well.", file=sys.stderr)
    return OK


def _no_episode(page: str, known: dict[str, EpisodePost], problems: list[Problem]) -> int:
    prefixes = (f"{page}/", f"{page}.md")
    if broken := [problem for problem in errors(problems) if problem.path.startswith(prefixes)]:
        print(report(broken))
        return FAILED
    like = f"; episodes are named like {min(known)}" if known else "; there are no episodes yet"
    print(f"there is no episode {page}{like}", file=sys.stderr)
    return USAGE_ERROR


def _usage_error(options: argparse.Namespace) -> str:
    if bool(options.write) != bool(options.master):
        return "--write and --from belong together:  anthology audio --write EPISODE --from MASTER"
    if options.write and (options.episodes or options.verify):
        return "--write makes the recordings of one episode, and does nothing else"
    if options.replace and not options.write:
        return "--replace belongs to --write"
    return ""


def _episode_id(name: str) -> str:
    """`episodes/pier` for pier, episodes/pier/, episodes/pier/index.md and episodes/pier.md."""
    return f"episodes/{page_id(name).rpartition('episodes/')[2]}"


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not 0 < seconds < 3600:
        raise argparse.ArgumentTypeError(f"{text} is not a number of seconds")
    return seconds


def _print_progress(words: str) -> None:
    print(words, file=sys.stderr, flush=True)
