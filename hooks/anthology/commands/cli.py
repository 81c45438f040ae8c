"""The command line: parses arguments and runs a command.

A module is imported when its command runs: the fields of a post alone take half a second.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import anthology
from anthology.inputs import CONFIG_FILE, find_root
from anthology.problems import counted, errors, format_report

from . import FAILED, OK, CommandError
from .help_texts import describe_commands


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status: 0 if all is well, 1 if not, 2 for a wrong command."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    options = _command_parser(words[0] if words else "").parse_args(words)
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
        sys.stderr.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        return int(options.run(options))
    except CommandError as error:
        print(error, file=sys.stderr)
        return error.status
    except BrokenPipeError:  # `anthology check | head`
        return FAILED
    except OSError as error:  # a full disk, a folder that may not be written
        print(f"a file cannot be read or written ({error.strerror}): {error.filename}", file=sys.stderr)
        return FAILED


def _run_check(options: argparse.Namespace) -> int:
    from anthology.advice import content_note_hints, old_help_entries, pen_name_warnings, word_notes
    from anthology.collection import load

    if options.live:
        return _check_live(options)
    if options.site:
        return _check_site(Path(options.site), options.today)
    root = _find_root(options)
    paths = [_path_in_root(Path(path), root) for path in options.paths]
    collection, problems = load(root, drafts=options.before_push, today=options.today)
    if not errors(problems):
        from anthology.output.feed_problems import check_feeds

        problems += check_feeds(collection)
    problems += [*content_note_hints(collection), *word_notes(collection), *pen_name_warnings(collection)]
    if options.before_push:
        problems = list(pen_name_warnings(collection, "error"))
    if options.today:
        problems += old_help_entries(collection, options.today)
    if paths:
        within = tuple(f"{path}/" for path in paths)
        problems = [
            problem
            for problem in problems
            if "." in paths or problem.path in paths or problem.path.startswith(within)
        ]
    if options.format != "text":
        from .report_formats import FORMATS

        print(FORMATS[options.format](problems), end="")
    elif problems:
        print(format_report(problems))
    if errors(problems):
        return FAILED
    essays, episodes = len(collection.essays), len(collection.episodes)
    print(f"All is well: {counted(essays, 'essay')} and {counted(episodes, 'episode')}.", file=sys.stderr)
    return OK


def _check_site(site: Path, today: date | None) -> int:
    from anthology.feeds.checks import check_site, feed_files

    if not site.is_dir():
        raise CommandError(f"there is no folder {site}")
    if not any(feed_files(site)):
        raise CommandError(f"there is no feed in {site}: nothing was checked", FAILED)
    findings = check_site(site, today=today)
    for finding in findings:
        print(finding)
    if not findings:
        print("All is well: the feeds keep every rule.", file=sys.stderr)
    return FAILED if findings else OK


def _check_live(options: argparse.Namespace) -> int:
    from .live import differences

    results = differences(options.live, Path(options.site) if options.site else _find_root(options) / "site")
    for difference in results:
        print(difference)
    if not results:
        print("All is well: the site is served as it was built.", file=sys.stderr)
    return FAILED if results else OK


def _run_related(options: argparse.Namespace) -> int:
    from anthology.collection import load, nearest
    from anthology.crosslinks import cross_links
    from anthology.crosslinks.explain import explain, explain_json

    collection, problems = load(_find_root(options))
    if errors(problems):
        print(format_report(errors(problems)))
        return FAILED
    crosslinks = cross_links(collection)
    post = _post_id(options.post) if options.post else ""
    if post and post not in crosslinks.related:
        near = nearest(post, list(crosslinks.related)) or next(iter(sorted(crosslinks.related)), "essays/x")
        raise CommandError(f"there is no post {post}; did you mean {near}?")
    if options.json:
        print(explain_json(crosslinks, post) if post else crosslinks.to_json(), end="")
        return OK
    for page in [post] if post else sorted(crosslinks.related):
        print("\n".join(explain(crosslinks, page)))
    return OK


def _post_id(name: str) -> str:
    """Return `essays/x` for essays/x/, /essays/x/index.md and docs/essays/x.md; other names unchanged."""
    from anthology.crosslinks import POST_KINDS
    from anthology.urls import page_id

    folders, _, slug = page_id(name).rpartition("/")
    kind = folders.rpartition("/")[2]
    return f"{kind}/{slug}" if kind in POST_KINDS else name


def _run_publish(options: argparse.Namespace) -> int:
    from .publish import publish

    # A person or the deploy publishes, on a day; without one, what is dated ahead would be locked. No build runs here.
    day = os.environ.get("ANTHOLOGY_TODAY") or datetime.now(UTC).date().isoformat()
    return publish(_find_root(options), options.allow, options.reason, options.today or _iso_date(day))


def _find_root(options: argparse.Namespace) -> Path:
    root = Path(options.root).resolve() if options.root else find_root(Path.cwd())
    if root and (root / CONFIG_FILE).is_file():
        return root
    where = options.root or Path.cwd()
    raise CommandError(
        f"there is no mkdocs.yml in {where}; go to the folder of the collection, or add --root FOLDER"
    )


def _path_in_root(path: Path, root: Path) -> str:
    """Return a path as problems have it: relative to the root, with `/`."""
    for candidate in (path, root / path):
        full = candidate.resolve()
        if candidate.exists() and full.is_relative_to(root.resolve()):
            return full.relative_to(root.resolve()).as_posix()
    raise CommandError(f"there is no file {path} in {root}")


def _iso_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a day; write it as 2026-11-22") from None


def _command_parser(command: str) -> argparse.ArgumentParser:
    """Return the parser of one command, or of all where there is none of this name."""
    parser = argparse.ArgumentParser(
        prog="anthology",
        description="Essays and a podcast from plain files.",
        epilog="anthology COMMAND --help describes a command.",
    )
    parser.add_argument("--version", action="version", version=f"anthology {anthology.__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--root", metavar="DIR", help="the folder of mkdocs.yml (default: the nearest above)")

    import_export = partial(_add, "import_export")
    every: dict[str, Callable[[Any, argparse.ArgumentParser], None]] = {
        "preview": partial(_add, "preview"),
        "build": partial(_add, "build"),
        "check": _add_check,
        "review": partial(_add, "review"),
        "related": _add_related,
        "publish": _add_publish,
        **dict.fromkeys(("new", "schema", "editor-config"), partial(_add, "new")),
        "import": import_export,
        "export": import_export,
        "render": partial(_add, "render"),
        "clean": partial(_add, "clean"),
        "audio": partial(_add, "recordings.audio"),
        "media": partial(_add, "recordings.media"),
    }
    for add in [every[command]] if command in every else dict.fromkeys(every.values()):
        add(commands, shared)
    describe_commands(commands.choices)
    return parser


def _add(name: str, commands: Any, shared: argparse.ArgumentParser) -> None:
    """Add what a module of this name offers."""
    add = getattr(import_module(f".{name}", __package__), f"add_{name.rpartition('.')[2]}")
    add(commands, shared, _find_root)


def _add_check(commands: Any, shared: argparse.ArgumentParser) -> None:
    check = commands.add_parser("check", parents=[shared], help="report every problem of the collection")
    check.add_argument("paths", nargs="*", metavar="PATH", help="only these files or folders")
    check.add_argument("--site", metavar="DIR", help="check the feeds of a built site instead")
    check.add_argument(
        "--live",
        metavar="URL",
        help="ask the published site at URL if it serves what was built into site/, or into --site (asks the network)",
    )
    check.add_argument(
        "--today",
        type=_iso_date,
        metavar="DATE",
        help="also check for old help; hold back what is dated later",
    )
    check.add_argument(
        "--before-push",
        action="store_true",
        help="only what would tell the name behind a pen name; fails on it",
    )
    check.add_argument(
        "--format",
        choices=["text", "github", "gitlab", "json", "sarif"],
        default="text",
        help="how problems are printed (default: text)",
    )
    check.set_defaults(run=_run_check)


def _add_related(commands: Any, shared: argparse.ArgumentParser) -> None:
    related = commands.add_parser(
        "related", parents=[shared], help="show the related posts of a post, and why"
    )
    related.add_argument(
        "post", nargs="?", metavar="POST", help="its id, such as essays/x (default: all posts)"
    )
    related.add_argument("--json", action="store_true", help="as JSON; for all posts as in /related.json")
    related.set_defaults(run=_run_related)


def _add_publish(commands: Any, shared: argparse.ArgumentParser) -> None:
    lock = commands.add_parser(
        "publish", parents=[shared], help="record what apps and readers know (episodes/published.lock)"
    )
    lock.add_argument(
        "--allow",
        action="append",
        default=[],
        metavar="KIND:NAME",
        help="an intended change: gone, guid, date, audio or reuse, such as audio:leaving or gone:essays/name",
    )
    lock.add_argument("--reason", default="", metavar="WHY", help="kept in the lock; not needed for gone")
    lock.add_argument(
        "--today",
        type=_iso_date,
        metavar="DATE",
        help="the day: what is dated later is held back, and not locked (default: ANTHOLOGY_TODAY, or today in UTC)",
    )
    lock.set_defaults(run=_run_publish)
