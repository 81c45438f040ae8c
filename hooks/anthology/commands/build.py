"""`anthology build`: the site as it is published, unless nothing has changed."""

import argparse
import subprocess
import sys
from pathlib import Path
from typing import Any

from anthology.output.last_build import unchanged

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
    if last := unchanged(root, target):
        site, notes = last
        for line in [*notes, f"Nothing has changed. The site is in {site}"]:
            print(f"INFO    -  {line}", file=sys.stderr)
        return OK
    command = engine(root, "--strict", *(["-d", target] if target else []))
    environment = engine_environment(ANTHOLOGY_TARGET=target)
    return subprocess.run(command, env=environment, check=False).returncode
