"""`anthology audio`: reports on recordings, makes them from a master, and verifies remote ones."""

import argparse
import sys
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

from anthology.collection import Collection, EpisodePost, load
from anthology.commands import FAILED, OK, CommandError, FindRoot
from anthology.problems import IssueError, Problem, errors, format_report
from anthology.sources import find_content, read_post
from anthology.urls import page_id

INSTALL_EXTRA = "install what it needs:  pip install 'mkdocs-anthology[audio]'"


def add_audio(commands: Any, shared: argparse.ArgumentParser, find_root: FindRoot) -> None:
    """Add the command to the others; `find_root` returns the collection's folder or raises CommandError."""
    audio = commands.add_parser(
        "audio",
        parents=[shared],
        help="report on recordings and their sound, make them, verify remote ones",
    )
    audio.add_argument("episodes", nargs="*", metavar="EPISODE", help="only these, such as episodes/x")
    audio.add_argument(
        "--verify",
        action="store_true",
        help="ask the servers of remote audio (needs the network)",
    )
    audio.add_argument(
        "--timeout", type=_seconds, default=10.0, metavar="SECONDS", help="for each response (10)"
    )
    audio.add_argument("--retries", type=int, default=2, metavar="N", help="after a failure (2)")
    audio.add_argument(
        "--write",
        metavar="EPISODE",
        nargs="?",
        const="",
        help="with --from: make its MP3 and Opus, beside its notes; with --verify: write the length, type and"
        " duration that notes lack",
    )
    audio.add_argument("--from", dest="master", metavar="MASTER", help="the WAV or FLAC to make them from")
    audio.add_argument("--replace", action="store_true", help="overwrite recordings that are there already")
    audio.set_defaults(run=lambda options: _run_audio(options, find_root))


def _run_audio(options: argparse.Namespace, find_root: FindRoot) -> int:
    _check_options(options)
    if options.verify:
        return _verify(find_root(options), options)
    collection, problems = load(find_root(options), drafts=True)
    episodes = {page: post for page, post in collection.posts.items() if isinstance(post, EpisodePost)}
    names = [options.write] if options.write else options.episodes
    pages = [_episode_id(name) for name in names] or sorted(episodes)
    if missing := [page for page in pages if page not in episodes]:
        return _report_missing_episode(missing[0], episodes, problems)
    selected = [episodes[page] for page in pages]
    if options.write:
        if blocking := _blocking_problems(selected[0], problems):
            print(format_report(blocking))
            return FAILED
        return _write_recordings(collection, selected[0], options)
    paths = {episode.file.path for episode in selected}
    return _report_episodes(collection, selected, [problem for problem in problems if problem.path in paths])


def _report_episodes(collection: Collection, episodes: list[EpisodePost], problems: list[Problem]) -> int:
    from anthology.cache import Cache

    from .report import report_on

    cache = Cache(collection.root)
    try:
        for episode in episodes:
            print(report_on(episode, cache, problems))
    finally:
        cache.save()  # after Ctrl-C too: measuring takes long
    return _exit_status(problems)


def _verify(root: Path, options: argparse.Namespace) -> int:
    """Compare notes with servers, also notes that do not say yet what `--write` fills in."""
    from .verify import verify_episodes  # it imports what uses the network

    sources = {
        file.id: read_post(file.location, file.path)
        for file in find_content(root)[0]
        if file.kind == "episode"
    }
    names = [options.write] if options.write else options.episodes
    pages = [_episode_id(name) for name in names] or sorted(sources)
    if missing := [page for page in pages if page not in sources]:
        return _report_missing_episode(missing[0], sources, [])
    selected = {page: sources[page] for page in pages}
    write = options.write is not None
    return _exit_status(list(verify_episodes(selected, options.timeout, options.retries, write=write)))


def _write_recordings(collection: Collection, episode: EpisodePost, options: argparse.Namespace) -> int:
    try:
        from .write import write_episode
    except ImportError as error:
        needs = f"making recordings needs {error.name}, which is not installed"
        raise CommandError(f"{needs}; {INSTALL_EXTRA}") from None
    try:
        summary = write_episode(
            collection,
            episode,
            Path(options.master),
            replace=options.replace,
            progress=partial(print, file=sys.stderr, flush=True),
        )
    except IssueError as error:
        raise CommandError(f"nothing was written: {error}\n   Fix: {error.issue.fix}", FAILED) from None
    print(summary)
    return OK


def _blocking_problems(episode: EpisodePost, problems: list[Problem]) -> list[Problem]:
    """Return errors that prevent tags from being written, except those that a new recording fixes."""
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
        print(format_report(problems))
    if errors(problems):
        return FAILED
    print("All is well.", file=sys.stderr)
    return OK


def _report_missing_episode(page: str, episodes: Iterable[str], problems: list[Problem]) -> int:
    prefixes = (f"{page}/", f"{page}.md")
    if broken := [problem for problem in errors(problems) if problem.path.startswith(prefixes)]:
        print(format_report(broken))
        return FAILED
    names = sorted(episodes)
    hint = f"episodes are named like {names[0]}" if names else "there are no episodes yet"
    raise CommandError(f"there is no episode {page}; {hint}")


def _check_options(options: argparse.Namespace) -> None:
    if options.verify and options.write is not None and not options.master:
        return
    if (options.write is not None) != bool(options.master) or options.write == "":
        raise CommandError(
            "--write and --from belong together:  anthology audio --write EPISODE --from MASTER"
        )
    if options.write and (options.episodes or options.verify):
        raise CommandError("--write makes the recordings of one episode, and does nothing else")
    if options.replace and not options.write:
        raise CommandError("--replace belongs to --write")


def _episode_id(name: str) -> str:
    """Return `episodes/pier` for pier, episodes/pier/, episodes/pier/index.md and episodes/pier.md."""
    return f"episodes/{page_id(name).rpartition('episodes/')[2]}"


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not 0 < seconds < 3600:
        raise argparse.ArgumentTypeError(f"{text} is not a number of seconds")
    return seconds
