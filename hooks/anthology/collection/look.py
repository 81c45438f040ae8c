"""The files that give a site its own look: logo, icon, pictures, style sheets and scripts, named in mkdocs.yml.

They are in docs/ and are published below `assets/own/`, where they cannot take the place of a file of the theme.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from anthology.cache import Cache
from anthology.problems import FieldPath, Issue
from anthology.sources import Site, Source
from anthology.urls import is_external

from .downloads import file_issues
from .links import locate, missing_file_issue

OWN_FOLDER = "assets/own/"
_URL = re.compile(r"""url\(\s*["']?([^"')#?]+)""")


def look_files(site: Site, source: Source, root: Path, cache: Cache) -> dict[str, Path]:
    """Return the files by their address within the site; issues go to mkdocs.yml."""
    files: dict[str, Path] = {}
    for path, name in _named_files(site):
        issues = list(_file_issues(root / "docs", name, root, cache))
        source.report(*(replace(issue, at=path) for issue in issues))
        if any(issue.level == "error" for issue in issues):
            continue
        file = root / "docs" / name
        files[OWN_FOLDER + name] = file
        if file.suffix == ".css":
            for part in _URL.findall(file.read_text(encoding="utf-8", errors="replace")):
                inside = Path(name).parent / part
                if (root / "docs" / inside).is_file():
                    files[OWN_FOLDER + inside.as_posix()] = root / "docs" / inside
                elif not part.startswith("data:"):
                    message = (
                        f"{name} names {part}, and there is no such file in docs/{inside.parent.as_posix()}/"
                    )
                    source.report(Issue(message, "put it there, or correct the name", path))
    return files


def _named_files(site: Site) -> Iterator[tuple[FieldPath, str]]:
    look = ("extra", "anthology", "look")
    for key, name in {"logo": site.logo, "favicon": site.favicon}.items():
        if name:
            yield ("theme", key), name
    for key, names in {"extra_css": site.styles, "extra_javascript": site.scripts}.items():
        yield from (((key, number), name) for number, name in enumerate(names))
    yield from (((*look, "cards", kind), name) for kind, name in site.settings.look.cards.items())
    yield from (((*look, "topics", topic), name) for topic, name in site.settings.look.topics.items())
    if picture := site.settings.look.footer:
        yield (*look, "footer", "light"), picture.light
        yield (*look, "footer", "dark"), picture.dark


def _file_issues(folder: Path, name: str, root: Path, cache: Cache) -> Iterator[Issue]:
    if is_external(name):
        yield Issue(
            f"{name} is on another server", "put the file in docs/: pages ask no other server for anything"
        )
        return
    match locate(folder / name, folder):
        case "outside":
            yield Issue(f"{name} is outside docs/", "put the file in docs/ and write its path there")
        case "file" if Path(name).suffix not in {".css", ".js"}:
            yield from file_issues(folder / name, root, cache)
        case "file":
            return
        case _:
            yield missing_file_issue(folder, name)
