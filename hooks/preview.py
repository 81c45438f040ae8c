"""The preview: builds the collection with its drafts, serves it, and builds again when a file changes.

MkDocs's own `serve` adds an inline script to every page, ignores byte ranges, which players need for seeking,
and never reloads the hooks. Here each build is a process, so a change of the code takes effect at once, and a
failed build leaves the last good site.
"""

from __future__ import annotations

import argparse
import errno
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from anthology.output.server import site_server
from anthology.sources import find_root

PROJECT_ROOT = Path(__file__).resolve().parents[1]
"""The folder with hooks/ and overrides/; a collection made by `new site` is elsewhere."""
WATCHED_CODE = ("overrides", "hooks")
WATCHED_FOLDERS = ("docs", "episodes", *WATCHED_CODE)
SETTINGS = "mkdocs.yml"
DEBOUNCE = 0.3
"""Seconds without a change before a build: editors write a file in several steps."""
# Not the events of reading: a build reads every file.
CHANGES = {"created", "modified", "deleted", "moved"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the preview until Ctrl-C and return 0, or 1 if it cannot start."""
    options = _argument_parser().parse_args(arguments)
    root = (Path(options.root) if options.root else find_root(Path.cwd()) or Path.cwd()).resolve()
    if not (root / SETTINGS).is_file():
        return _fail(f"There is no {SETTINGS} in {root}. Name the folder that has it: --root DIR")
    # Bound before the first build: a port in use is reported at once, and port 0 gets a number.
    try:
        web = site_server(root / ".preview", options.host, options.port)
    except OSError as error:
        return _fail(_bind_error(error, options.host, options.port))
    for number in (signal.SIGINT, signal.SIGTERM):  # a shell's `&` makes a process ignore SIGINT
        signal.signal(number, signal.default_int_handler)
    with web:
        Thread(target=web.serve_forever, daemon=True).start()
        try:
            _preview(root, f"http://{options.host}:{web.server_port}/")
        except KeyboardInterrupt:
            _print("\nThe preview has ended.")
        web.shutdown()
    return 0


def build(root: Path, address: str) -> tuple[bool, str]:
    """Build the collection into `.preview`; return True if that succeeded, and the messages worth reading."""
    process = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-f", str(root / SETTINGS), "-d", str(root / ".preview")],
        env=_environment(address),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if process.returncode:
        return False, process.stdout.strip()
    return True, "\n".join(_notable_lines(process.stdout))


class Watch(FileSystemEventHandler):
    """Collects the names of changed files in the queue `changed`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.changed: SimpleQueue[str] = SimpleQueue()
        self.observer = Observer()
        self.observer.schedule(self, str(root))  # mkdocs.yml, and folders that do not exist yet
        for folder in {
            *(root / name for name in WATCHED_FOLDERS),
            *(PROJECT_ROOT / name for name in WATCHED_CODE),
        }:
            self._watch(folder)
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
        """Return the path relative to the collection or the code, or an empty string for an ignored file."""
        top = self.root if path.is_relative_to(self.root) else PROJECT_ROOT
        parts = path.relative_to(top).parts
        is_watched = bool(parts) and parts[0] in {*WATCHED_FOLDERS, SETTINGS}
        # Python's caches, and the temporary files of editors
        is_temporary = any(
            part == "__pycache__" or part.startswith(".") or part.endswith("~") for part in parts
        )
        return "/".join(parts) if is_watched and not is_temporary else ""


def _preview(root: Path, address: str) -> None:
    watch = Watch(root)
    try:
        _print("Building the preview …")
        _build_and_report(root, address)
        _print("Watching for changes. Ctrl-C ends the preview.")
        while True:
            _print(f"\n{_summary_of(watch.wait_for_changes(), root)} changed. Building again …")
            _build_and_report(root, address)
    finally:
        watch.observer.stop()


def _build_and_report(root: Path, address: str) -> None:
    succeeded, messages = build(root, address)
    if messages:
        _print(messages)
    if succeeded:
        _print(f"The preview is at {address}")
    elif (root / ".preview").is_dir():
        _print(f"The build failed. The last good site is still at {address}")
    else:
        _print("The build failed, so there is nothing to see yet. Correct it, and it will be built again.")


def _environment(address: str) -> dict[str, str]:
    return {
        **os.environ,
        "SITE_URL": address,
        "ANTHOLOGY_PREVIEW": "1",
        "NO_MKDOCS_2_WARNING": "1",  # ARCHITECTURE.md says why
        "PYTHONIOENCODING": "utf-8",
    }


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
    names = [name for name in names if (root / name).exists() or (PROJECT_ROOT / name).exists()] or names
    more = len(names) - 1
    return names[0] if not more else f"{names[0]} and {more} other{'s' if more > 1 else ''}"


def _bind_error(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use by another program. Choose another:  make PORT={port + 1}"
    return f"The preview cannot be served at {host}, port {port}: {error.strerror or error}"


def _fail(message: str) -> int:
    print(message, file=sys.stderr)
    return 1


def _print(text: str) -> None:
    # Flushed for readers of a pipe.
    print(text, flush=True)


def _argument_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Build the collection with its drafts and serve it.")
    parser.add_argument("--root", metavar="DIR", help="the folder with mkdocs.yml (default: the nearest)")
    parser.add_argument(
        "--host", default="127.0.0.1", help="the address to serve at (default: this machine only)"
    )
    parser.add_argument(
        "--port", type=_port, default=8000, help="the port (default: 8000; 0 takes a free one)"
    )
    return parser


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text} is not a port; a port is a number up to 65535")
    return int(text)


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    sys.exit(main())
