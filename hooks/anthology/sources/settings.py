"""What mkdocs.yml says to us. Read without MkDocs, so that `anthology check` needs none."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from anthology.problems import Issue, Problem
from anthology.schema import Settings

from .source import Source, read_yaml_of_others
from .validation import checked

FILE = "mkdocs.yml"


@dataclass(frozen=True, slots=True)
class Site:
    """The site as a whole: its name, its address, and our settings."""

    name: str
    url: str
    description: str = ""
    language: str = "en"
    directory_urls: bool = True
    repo_url: str = ""
    edit_uri: str = ""
    settings: Settings = field(default_factory=lambda: Settings.model_validate({}))


def root_above(start: Path) -> Path | None:
    """The folder of the nearest mkdocs.yml, upwards."""
    start = start.resolve()
    return next((folder for folder in (start, *start.parents) if (folder / FILE).is_file()), None)


def read_site(root: Path) -> tuple[Site, Source, list[Problem]]:
    """The site that mkdocs.yml describes, and what is wrong with our part of it."""
    # MkDocs's own part is MkDocs's to judge: it holds tags and anchors that we refuse in posts.
    source = read_yaml_of_others(root / FILE, FILE)
    values = source.fields.values
    if "markdown_extensions" in values:
        fix = "delete it: every post is rendered with the extensions listed in hooks/anthology/markup.py"
        place = source.fields.keys.get(("markdown_extensions",))
        source.report(Issue("markdown_extensions has no effect here", fix, place))
    ours = _mapping(_mapping(values.get("extra")).get("anthology"))
    settings = checked(Settings, source, ours, ("extra", "anthology")).fields
    site = Site(
        name=_text(values.get("site_name")) or "Untitled",
        url=_with_slash(_text(values.get("site_url"))),
        description=_text(values.get("site_description")),
        language=_text(_mapping(values.get("theme")).get("language")) or "en",
        directory_urls=values.get("use_directory_urls") != "false",
        repo_url=_text(values.get("repo_url")),
        edit_uri=_text(values.get("edit_uri")),
        settings=settings,
    )
    return site, source, source.problems


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str:
    if isinstance(value, list):  # `!ENV [NAME, default]`: without an environment, the default
        value = value[-1] if value else ""
    return value if isinstance(value, str) else ""


def _with_slash(url: str) -> str:
    return f"{url.rstrip('/')}/" if url else "http://127.0.0.1:8000/"
