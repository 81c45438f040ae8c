"""`anthology preview`: builds the collection with its drafts, serves it, and builds again when a file changes.

MkDocs's own `serve` adds an inline script to every page, ignores byte ranges, which players need for seeking,
and never reloads the hooks. Here each build is a process of its own, a failed build leaves the last good site, and the
pages that are open load themselves again, or show what is wrong. The page of a post that was edited comes first.
"""

import argparse
import errno
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from anthology.inputs import CONFIG_FILE
from anthology.output.live_reload import LiveReload
from anthology.output.server import site_server

from . import FAILED, OK, CommandError, FindRoot
from .engine import WarmEngine, engine_environment

WATCHED_FOLDERS = ("docs", "episodes", "languages", "overrides", "hooks")
DEBOUNCE = 0.05
"""Seconds without a change before a build: editors write a file in several steps."""
# Not the events of reading: a build reads every file.
CHANGES = {"created", "modified", "deleted", "moved"}


def add_preview(commands: Any, shared: argparse.ArgumentParser, find_root: FindRoot) -> None:
    """Add the command to the others; `find_root` returns the collection's folder or raises CommandError."""
    parser = commands.add_parser(
        "preview",
        parents=[shared],
        help="build the site with its drafts, serve it, and build again after every change",
    )
    parser.add_argument(
        "--host", default="127.0.0.1", help="the address to serve at (default: this machine only)"
    )
    parser.add_argument(
        "--port", type=_port, default=8000, help="the port (default: 8000; 0 takes a free one)"
    )
    parser.set_defaults(run=lambda options: _run_preview(options, find_root(options)))


def _run_preview(options: argparse.Namespace, root: Path) -> int:
    # Bound before the first build: a port in use is reported at once, and port 0 gets a number.
    try:
        live = LiveReload()
        web = site_server(root / ".preview", options.host, options.port, live)
    except OSError as error:
        raise CommandError(_bind_error(error, options.host, options.port), FAILED) from None
    for number in (signal.SIGINT, signal.SIGTERM):  # a shell's `&` makes a process ignore SIGINT
        signal.signal(number, signal.default_int_handler)
    with web:
        Thread(target=web.serve_forever, daemon=True).start()
        try:
            _preview(root, f"http://{options.host}:{web.server_port}/", live)
        except KeyboardInterrupt:
            _print("\nThe preview has ended.")
        web.shutdown()
    return OK


def draft_engine(root: Path, address: str) -> WarmEngine:
    """Return what builds the collection with its drafts into `.preview`."""
    environment = engine_environment(SITE_URL=address, ANTHOLOGY_PREVIEW="1")
    return WarmEngine(root, ("-d", str(root / ".preview")), environment)


def build_drafts(engine: WarmEngine) -> tuple[bool, str]:
    """Build once; return True if that succeeded, and the messages worth reading."""
    status, output = engine.build()
    if status:
        return False, output.strip().removesuffix("Aborted with a BuildError!").strip()
    return True, "\n".join(_notable_lines(output))


class Watch(FileSystemEventHandler):
    """Collects the names of changed files in the queue `changed`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.changed: SimpleQueue[str] = SimpleQueue()
        self.observer = Observer()
        self.observer.schedule(self, str(root))  # mkdocs.yml, and folders that do not exist yet
        for name in WATCHED_FOLDERS:
            self._watch(root / name)
        self.observer.start()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Handle an event of watchdog, on its thread."""
        if event.event_type not in CHANGES or (event.is_directory and event.event_type == "modified"):
            return
        for path in {Path(os.fsdecode(event.src_path)), Path(os.fsdecode(event.dest_path or event.src_path))}:
            if path.parent == self.root and event.is_directory:
                self._watch(path)
            if name := self._name(path):
                self.changed.put(name)

    def wait_for_changes(self) -> list[str]:
        """Wait for a change and DEBOUNCE seconds without another; return the names, sorted."""
        names = {self.changed.get()}
        while True:
            try:
                names.add(self.changed.get(timeout=DEBOUNCE))
            except Empty:
                return sorted(names)

    def _watch(self, folder: Path) -> None:
        if folder.name in WATCHED_FOLDERS and folder.is_dir():
            self.observer.schedule(self, str(folder), recursive=True)

    def _name(self, path: Path) -> str:
        """Return the path relative to the collection, or an empty string for an ignored file."""
        parts = path.relative_to(self.root).parts
        is_watched = bool(parts) and parts[0] in {*WATCHED_FOLDERS, CONFIG_FILE}
        # Python's caches, and the temporary files of editors
        is_temporary = any(
            part == "__pycache__" or part.startswith(".") or part.endswith("~") for part in parts
        )
        return "/".join(parts) if is_watched and not is_temporary else ""


def _preview(root: Path, address: str, live: LiveReload) -> None:
    watch, engine = Watch(root), draft_engine(root, address)
    try:
        _print("Building the preview …")
        _build_and_report(engine, root, address, live)
        _print("Watching for changes. Ctrl-C ends the preview.")
        while True:
            names = watch.wait_for_changes()
            if edited := engine.write_edited(names):
                live.tell(True, "", edited)
            _print(f"\n{_summary_of(names, root)} changed. Building again …")
            if any(name.startswith("hooks/") for name in names):  # the code that is loaded may have changed
                engine.close()
            _build_and_report(engine, root, address, live, edited)
    finally:
        watch.observer.stop()
        engine.close()


def _build_and_report(
    engine: WarmEngine, root: Path, address: str, live: LiveReload, edited: bool = False
) -> None:
    succeeded, messages = build_drafts(engine)
    live.tell(succeeded, messages, edited)
    if messages:
        _print(messages)
    if succeeded:
        _print(f"The preview is at {address}")
    elif (root / ".preview").is_dir():
        _print(f"The build failed. The last good site is still at {address}")
    else:
        _print("The build failed, so there is nothing to see yet. Correct it, and it will be built again.")


def _notable_lines(output: str) -> Iterator[str]:
    """Yield warnings and notes on posts, without the messages of every build."""
    is_notable = False
    for line in output.splitlines():
        if line.startswith(("INFO", "DEBUG", "WARNING", "ERROR", "CRITICAL")):
            is_notable = not line.startswith(("INFO", "DEBUG")) or ": note: " in line
        if is_notable:
            yield line


def _summary_of(names: list[str], root: Path) -> str:
    # Editors write to a temporary file first, whose name means nothing to a writer.
    names = [name for name in names if (root / name).exists()] or names
    more = len(names) - 1
    return names[0] if not more else f"{names[0]} and {more} other{'s' if more > 1 else ''}"


def _bind_error(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use by another program. Choose another:  --port {port + 1}"
    return f"The preview cannot be served at {host}, port {port}: {error.strerror or error}"


def _print(text: str) -> None:
    # Flushed for readers of a pipe.
    print(text, flush=True)


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text} is not a port; a port is a number up to 65535")
    return int(text)
