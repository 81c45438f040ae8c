"""`anthology build`: the engine, MkDocs, in a process of its own; the package never imports it."""

import argparse
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from anthology.inputs import CONFIG_FILE
from anthology.output.last_build import unchanged

from . import OK, FindRoot


def add_build(commands: Any, shared: argparse.ArgumentParser, find_root: FindRoot) -> None:
    """Add the command to the others; `find_root` returns the collection's folder or raises CommandError."""
    parser = commands.add_parser(
        "build",
        parents=[shared],
        help="build the site as it is published",
        description="Build the site into site/, without drafts. If a post has an error, nothing is changed.",
    )
    parser.add_argument("--to", metavar="DIR", help="the folder for the site (default: site/)")
    parser.set_defaults(run=lambda options: _run_build(options, find_root))


def engine(root: Path, *options: str) -> list[str]:
    """Return the command that builds the collection in `root`."""
    return [sys.executable, "-m", "mkdocs_anthology", "build", "-f", str(root / CONFIG_FILE), *options]


def engine_environment(**variables: str) -> dict[str, str]:
    """Return the environment of `engine`: this one without the theme's notice (ARCHITECTURE.md says why)."""
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONIOENCODING": "utf-8", **variables}


def _run_build(options: argparse.Namespace, find_root: FindRoot) -> int:
    root, target = find_root(options), str(Path(options.to).resolve()) if options.to else ""
    if last := unchanged(root, target):
        site, notes = last
        for line in [*notes, f"Nothing has changed. The site is in {site}"]:
            print(f"INFO    -  {line}", file=sys.stderr)
        return OK
    command = engine(root, "--strict", *(["-d", target] if target else []))
    environment = engine_environment(ANTHOLOGY_TARGET=target)
    return subprocess.run(command, env=environment, check=False).returncode
