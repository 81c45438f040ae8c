"""`anthology build`: the site as it is published, unless nothing has changed."""

import argparse
import subprocess
import sys
from pathlib import Path
from typing import Any

from anthology.output.last_build import LastBuild

from . import OK, FindRoot
from .engine import engine, engine_environment


def add_build(commands: Any, shared: argparse.ArgumentParser, find_root: FindRoot) -> None:
    """Add the command to the others; `find_root` returns the collection's folder or raises CommandError."""
    parser = commands.add_parser(
        "build",
        parents=[shared],
        help="build the site as it is published",
    )
    parser.add_argument("--to", metavar="DIR", help="the folder for the site (default: site/)")
    parser.set_defaults(run=lambda options: _run_build(options, find_root))


def _run_build(options: argparse.Namespace, find_root: FindRoot) -> int:
    root, target = find_root(options), str(Path(options.to).resolve()) if options.to else ""
    if lines := build_without_engine(root, target):
        for line in lines:
            print(f"INFO    -  {line}", file=sys.stderr)
        return OK
    command = engine(root, "--strict", *(["-d", target] if target else []))
    environment = engine_environment(ANTHOLOGY_TARGET=target)
    return subprocess.run(command, env=environment, check=False).returncode


def build_without_engine(root: Path, target: str = "") -> list[str]:
    """Return the notes and the result of a build for which MkDocs is not needed; nothing where it is."""
    last = LastBuild(root, target)
    if last.is_current():
        return [*last.notes, f"Nothing has changed. The site is in {last.site}"]
    if not last.theme:
        return []
    from anthology.output.rebuild import rebuild  # it loads all that a build needs

    notes = rebuild(root, last)
    return [] if notes is None else [*notes, f"The site is in {last.site}"]
