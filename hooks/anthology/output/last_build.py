"""The record of the last build: where nothing has changed since, there is nothing to build.

The record has the stamp of every file that a build may read and of every file of the site, and the values of variables
of the environment. It is asked before any large library is imported.
"""

import hashlib
import json
import os
import re
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from anthology.cache import Cache
from anthology.git import state_files
from anthology.inputs import (
    code_folders,
    content_places,
    is_of_an_editor,
    is_settled,
    stamps,
)

_VARIABLES = ("ANTHOLOGY_TODAY", "ANTHOLOGY_PREVIEW", "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE")
_ENVIRONMENT_TAG = re.compile(r"!ENV\s*(\[[^\]]*\]|\S+)")
_INHERITED = re.compile(r"""^INHERIT:[ \t]*(["']?)([^"'#\n]+?)\1[ \t]*(?:#.*)?$""", re.MULTILINE)

Stamps = dict[str, list[int]]


class Reading:
    """The state of all that a build may read, from before it reads anything.

    `places` are files and folders besides those of the content, `variables` those of the environment.
    """

    def __init__(self, root: Path, places: Iterable[str], variables: Iterable[str]) -> None:
        self.places = list(dict.fromkeys([*content_places(root), *places]))
        self.variables = {name: os.environ.get(name) for name in variables}
        self.stamps = _stamps_of(self.places)
        self._began = time.time_ns()
        self.git_state: list[str] = []
        """those of the places that are the state of git"""

    @property
    def is_settled(self) -> bool:
        """False if a file was changed a moment before: another change in that moment would not show."""
        return all(is_settled(given, self._began) for given in self.stamps.values() if given[1:])

    def is_up_to_date(self) -> bool:
        """False if something has changed since, so it may have been read as it was or as it is."""
        return _stamps_of(self.places) == self.stamps


def reading_of(root: Path, configs: list[Path], places: Iterable[str]) -> Reading:
    """The state of what a build with these configurations of MkDocs and these folders of templates may read."""
    git_state = state_files(root)
    named = [*map(str, configs), *places, *git_state, *code_folders()]
    reading = Reading(root, named, [*_VARIABLES, *named_variables(configs)])
    reading.git_state = [path for path in git_state if not path.endswith("/.git")]
    return reading


class LastBuild:
    """The last build of `root` into the folder that was asked for, and what it read, as that is now.

    A build that is not known has read nothing: `reading` is None.
    """

    def __init__(self, root: Path, target: str) -> None:
        self.cache, self.target = Cache(root), target
        self._row: dict[str, Any] = self.cache.recall(f"build {target}") or {}
        self.site, self.notes = Path(self._row.get("site", "")), list[str](self._row.get("notes", []))
        self.theme: dict[str, Any] | None = self._row.get("theme")
        self.reading = Reading(root, self._row["places"], self._row["variables"]) if self._row else None

    def is_current(self) -> bool:
        """True if a build would make the same site, which is there."""
        if not (self.reading and self.reading.stamps == self._row["read"] and self.has_same_variables()):
            return False
        written = self.cache.bytes_of(site_row(self.site)) or b""
        if hashlib.sha256(written).hexdigest() != self._row["written"]:  # that of another build
            return False
        return site_stamps(self.site) == {path: given[:4] for path, given in json.loads(written).items()}

    def has_same_variables(self) -> bool:
        return self.reading is not None and self.reading.variables == self._row["variables"]

    def changed_paths(self) -> set[str]:
        """The files and folders among what was read that are not as they were."""
        before, now = self._row.get("read", {}), self.reading.stamps if self.reading else {}
        return {path for path in {*before, *now} if before.get(path) != now.get(path)}


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


def named_variables(configs: Iterable[Path]) -> list[str]:
    """The environment variables that configurations may ask for."""
    asked = (match[1] for file in configs for match in _ENVIRONMENT_TAG.finditer(_text_of_file(file)))
    return sorted({name for text in asked for name in re.findall(r"[A-Za-z_]\w*", text)})


def record(
    cache: Cache,
    target: str,
    reading: Reading,
    site: Path,
    written: str,
    notes: list[str],
    theme: dict[str, Any] | None,
) -> None:
    """Keep what a build was made from and what it made; `target` is the folder that was asked for.

    `written` is the sha256 of the row of the site. `theme` is what the engine would have to make again after a change
    of templates or settings alone.
    """
    if reading.is_settled:
        values = {"places": reading.places, "variables": reading.variables, "read": reading.stamps}
        made = {"site": str(site), "written": written, "notes": notes, "theme": theme}
        cache.remember(f"build {target}", {**values, **made})


def site_row(site: Path) -> str:
    """The name of the row that has the stamp and the sha256, if it is known, of each file of a site."""
    return f"site {site}"


def _stamps_of(places: Iterable[str]) -> Stamps:
    return {path: given for path, given in stamps(places).items() if not is_of_an_editor(path)}


def site_stamps(site: Path) -> Stamps:
    """The stamps of all that is in a site, by path from the site on; those of folders are empty."""
    return {
        path.removeprefix(str(site)).replace(os.sep, "/"): given
        for path, given in stamps([str(site)]).items()
    }


def _text_of_file(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
