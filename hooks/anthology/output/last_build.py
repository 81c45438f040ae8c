"""The record of the last build: where nothing has changed since, there is nothing to build.

The record has the stamp of every file that a build may read and of every file of the site, and the values of variables
of the environment. It is asked before any large library is imported.
"""

import os
import re
import time
from collections.abc import Iterable
from pathlib import Path

from anthology.cache import Cache
from anthology.git import state_files
from anthology.inputs import (
    code_folders,
    content_places,
    is_of_an_editor,
    is_settled,
    stamps,
    wait_until_settled,
)

_VARIABLES = ("ANTHOLOGY_TODAY", "ANTHOLOGY_PREVIEW", "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE")
_ENVIRONMENT_TAG = re.compile(r"!ENV\s*(\[[^\]]*\]|\S+)")
_INHERITED = re.compile(r"""^INHERIT:[ \t]*(["']?)([^"'#\n]+?)\1[ \t]*(?:#.*)?$""", re.MULTILINE)

Stamps = dict[str, list[int]]


class Reading:
    """The state of all that a build may read, from before it reads anything."""

    def __init__(self, root: Path, configs: list[Path], places: Iterable[str]) -> None:
        self.places = [
            *content_places(root),
            *map(str, configs),
            *places,
            *state_files(root),
            *code_folders(),
        ]
        self.variables = {name: os.environ.get(name) for name in [*_VARIABLES, *named_variables(configs)]}
        self.stamps = _stamps_of(self.places)
        now = time.time_ns()
        self.is_settled = all(is_settled(given, now) for given in self.stamps.values() if given[1:])

    def is_up_to_date(self) -> bool:
        """False if something has changed since, so it may have been read as it was or as it is."""
        return _stamps_of(self.places) == self.stamps


def config_files(config: Path) -> list[Path]:
    """A configuration of MkDocs, and those that it inherits; an unknown one is a file that is not there."""
    files = [config]
    for file in files:
        text = _text_of_file(file)
        inherited = _INHERITED.search(text)
        path = (file.parent / (inherited[2] if inherited else "INHERIT")).resolve()
        if "INHERIT" in text and path not in files:
            files.append(path)
    return files


def named_variables(configs: list[Path]) -> list[str]:
    """The environment variables that configurations may ask for."""
    asked = (match[1] for file in configs for match in _ENVIRONMENT_TAG.finditer(_text_of_file(file)))
    return sorted({name for text in asked for name in re.findall(r"[A-Za-z_]\w*", text)})


def record(cache: Cache, target: str, reading: Reading, site: Path, notes: list[str]) -> None:
    """Keep what a build was made from and what it made; `target` is the folder that was asked for."""
    written = _site_stamps(site)
    if reading.is_settled and wait_until_settled(written.values()):
        values = {"places": reading.places, "variables": reading.variables, "read": reading.stamps}
        cache.remember(f"build {target}", {**values, "site": str(site), "written": written, "notes": notes})


def unchanged(root: Path, target: str) -> tuple[Path, list[str]] | None:
    """Return the site and the notes of the last build, if a build would make the same; None if it may not."""
    last = Cache(root).recall(f"build {target}")
    if not last or any(os.environ.get(name) != value for name, value in last["variables"].items()):
        return None
    site = Path(last["site"])
    places = dict.fromkeys([*last["places"], *content_places(root)])
    if _stamps_of(places) != last["read"] or _site_stamps(site) != last["written"]:
        return None
    return site, last["notes"]


def _stamps_of(places: Iterable[str]) -> Stamps:
    return {path: given for path, given in stamps(places).items() if not is_of_an_editor(path)}


def _site_stamps(site: Path) -> Stamps:
    return {path.removeprefix(str(site)): given for path, given in stamps([str(site)]).items()}


def _text_of_file(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
