"""The preview: builds the collection with its drafts, serves it, builds again when a file changes.

MkDocs's own `serve` does not do here: it puts an inline script into every page, ignores byte ranges,
by which players seek, and keeps the hooks as they were when it started. Each build is a process of its
own, so that a change in the engine counts at once; one that fails leaves the last good site as it is.
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

from anthology.output.server import server
from anthology.sources import find_root

HOUSE = Path(__file__).resolve().parents[1]
"""The folder that holds hooks/ and overrides/; a collection made by `new site` lies elsewhere."""
LOOKS = ("overrides", "hooks")
FOLDERS = ("docs", "episodes", *LOOKS)
SETTINGS = "mkdocs.yml"
QUIET = 0.3
"""Seconds without a change after which it is time to build: an editor writes a file in several steps."""
# To be read is an event too, and a build reads everything.
CHANGES = {"created", "modified", "deleted", "moved"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the preview until Ctrl-C; 0 then, 1 if it cannot begin."""
    options = _parser().parse_args(arguments)
    root = (Path(options.root) if options.root else find_root(Path.cwd()) or Path.cwd()).resolve()
    if not (root / SETTINGS).is_file():
        return _refuse(f"There is no {SETTINGS} in {root}. Name the folder that has it: --root DIR")
    # Bound before the first build: a port in use is said at once, and port 0 has a number.
    try:
        web = server(root / ".preview", options.host, options.port)
    except OSError as error:
        return _refuse(_taken(error, options.host, options.port))
    for ending in (signal.SIGINT, signal.SIGTERM):  # a shell's `&` would have us ignore the first
        signal.signal(ending, signal.default_int_handler)
    with web:
        Thread(target=web.serve_forever, daemon=True).start()
        try:
            _preview(root, f"http://{options.host}:{web.server_port}/")
        except KeyboardInterrupt:
            _say("\nThe preview has ended.")
        web.shutdown()
    return 0


def build(root: Path, address: str) -> tuple[bool, str]:
    """Builds the collection into `.preview`: whether it went well, and what there is to read about it."""
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-f", str(root / SETTINGS), "-d", str(root / ".preview")],
        env=_environment(address),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    good = done.returncode == 0
    return good, "\n".join(_worth_reading(done.stdout)) if good else done.stdout.strip()


class Watch(FileSystemEventHandler):
    """Puts the name of every file that changes into `changed`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.changed: SimpleQueue[str] = SimpleQueue()
        self.observer = Observer()
        self.observer.schedule(self, str(root))  # mkdocs.yml, and folders that do not exist yet
        for folder in {*(root / name for name in FOLDERS), *(HOUSE / name for name in LOOKS)}:
            self._watch(folder)
        self.observer.start()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Called by watchdog, on a thread of its own."""
        if event.event_type not in CHANGES or (event.is_directory and event.event_type == "modified"):
            return
        for path in {Path(os.fsdecode(event.src_path)), Path(os.fsdecode(event.dest_path or event.src_path))}:
            if path.parent == self.root and event.is_directory:
                self._watch(path)
            if name := self._name(path):
                self.changed.put(name)

    def settled(self) -> list[str]:
        """Waits for a change, and then until nothing changes any more; what has changed, sorted."""
        names = {self.changed.get()}
        while True:
            try:
                names.add(self.changed.get(timeout=QUIET))
            except Empty:
                return sorted(names)

    def _watch(self, folder: Path) -> None:
        if folder.name in FOLDERS and folder.is_dir():
            self.observer.schedule(self, str(folder), recursive=True)

    def _name(self, path: Path) -> str:
        """The file as people name it; nothing for one that no page is made from."""
        top = self.root if path.is_relative_to(self.root) else HOUSE
        parts = path.relative_to(top).parts
        wanted = bool(parts) and parts[0] in {*FOLDERS, SETTINGS}
        # Python's own files, and what editors keep beside a file while it is open
        passing = any(part == "__pycache__" or part.startswith(".") or part.endswith("~") for part in parts)
        return "/".join(parts) if wanted and not passing else ""


def _preview(root: Path, address: str) -> None:
    watch = Watch(root)
    try:
        _say("Building the preview …")
        _build_and_tell(root, address)
        _say("Watching for changes. Ctrl-C ends the preview.")
        while True:
            _say(f"\n{_listed(watch.settled(), root)} changed. Building again …")
            _build_and_tell(root, address)
    finally:
        watch.observer.stop()


def _build_and_tell(root: Path, address: str) -> None:
    good, said = build(root, address)
    if said:
        _say(said)
    if good:
        _say(f"The preview is at {address}")
    elif (root / ".preview").is_dir():
        _say(f"That did not build. The last good site is still at {address}")
    else:
        _say("That did not build, so there is nothing to see yet. Mend it, and it will be built again.")


def _environment(address: str) -> dict[str, str]:
    return {
        **os.environ,
        "SITE_URL": address,
        "ANTHOLOGY_PREVIEW": "1",
        "NO_MKDOCS_2_WARNING": "1",  # ARCHITECTURE.md says why
        "PYTHONIOENCODING": "utf-8",
    }


def _worth_reading(said: str) -> Iterator[str]:
    """Warnings, and our notes on posts; not what MkDocs says of every build."""
    wanted = False
    for line in said.splitlines():
        if line.startswith(("INFO", "DEBUG", "WARNING", "ERROR", "CRITICAL")):
            wanted = not line.startswith(("INFO", "DEBUG")) or ": note: " in line
        if wanted:
            yield line


def _listed(names: list[str], root: Path) -> str:
    # Editors write to a file of a passing name first; it says nothing to anybody.
    names = [name for name in names if (root / name).exists() or (HOUSE / name).exists()] or names
    more = len(names) - 1
    return names[0] if not more else f"{names[0]} and {more} other{'s' if more > 1 else ''}"


def _taken(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use by another program. Choose another:  make PORT={port + 1}"
    return f"The preview cannot be served at {host}, port {port}: {error.strerror or error}"


def _refuse(why: str) -> int:
    print(why, file=sys.stderr)
    return 1


def _say(text: str) -> None:
    # Flushed: whoever reads a pipe wants to know now.
    print(text, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Builds the collection with its drafts and serves it.")
    parser.add_argument("--root", metavar="DIR", help="the folder with mkdocs.yml (default: the nearest)")
    parser.add_argument("--host", default="127.0.0.1", help="where to serve (default: on this machine alone)")
    parser.add_argument(
        "--port", type=_port, default=8000, help="the port (default: 8000; 0 takes a free one)"
    )
    return parser


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text} is no port; a port is a number up to 65535")
    return int(text)


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    sys.exit(main())
