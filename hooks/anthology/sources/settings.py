"""The settings in mkdocs.yml, read without MkDocs: `anthology check` does not load it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from anthology.inputs import CONFIG_FILE
from anthology.problems import Issue, Problem
from anthology.schema import Settings, SocialLink, SocialLinks
from anthology.urls import is_external, page_id

from .mkdocs_settings import ignored_settings, plugin_issues, setting_issues
from .source import Source, read_config
from .validation import validate

_PREVIEW_URL = "http://127.0.0.1:8000/"


class MenuEntry(NamedTuple):
    """A link of the menu: the id of a page or a whole address, and a title if the settings give one."""

    target: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """The site: its name, its address, which ends with a slash, and the settings below `extra.anthology`.

    `logo`, `favicon`, `styles` (extra_css) and `scripts` (extra_javascript) are paths in docs/, as for Material.
    `nav` is that of MkDocs, on one level; it is empty where `extra.anthology.menu` names the pages.
    """

    name: str
    url: str
    description: str = ""
    language: str = "en"
    directory_urls: bool = True
    repo_url: str = ""
    edit_uri: str = ""
    copyright: str = ""
    logo: str = ""
    favicon: str = ""
    styles: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    nav: tuple[MenuEntry, ...] = ()
    social: tuple[SocialLink, ...] = ()
    settings: Settings = field(default_factory=lambda: Settings.model_validate({}))


def read_site(root: Path) -> tuple[Site, Source, list[Problem]]:
    """The site that mkdocs.yml describes, its source, and its problems.

    These are in the part below `extra.anthology`, or would stop MkDocs.
    """
    source = read_config(root / CONFIG_FILE, CONFIG_FILE)
    _inherit(source)
    values = source.fields.values
    if "markdown_extensions" in values:
        fix = "delete it: every post is rendered as GitHub shows it"
        key = source.fields.keys.get(("markdown_extensions",))
        source.report(Issue("markdown_extensions has no effect here", fix, key))
    source.report(*setting_issues(source), *ignored_settings(source), *plugin_issues(source))
    ours = _mapping(_mapping(values.get("extra")).get("anthology"))
    settings = validate(Settings, source, ours, ("extra", "anthology")).fields
    theme, url = _mapping(values.get("theme")), _setting_text(values.get("site_url"))
    site = Site(
        name=_setting_text(values.get("site_name")) or "Untitled",
        url=f"{url.rstrip('/')}/" if url else _PREVIEW_URL,
        description=_setting_text(values.get("site_description")),
        language=_setting_text(theme.get("language")) or "en",
        directory_urls=values.get("use_directory_urls") != "false",
        repo_url=_setting_text(values.get("repo_url")),
        edit_uri=_setting_text(values.get("edit_uri")),
        copyright=_setting_text(values.get("copyright")),
        logo=_setting_text(theme.get("logo")),
        favicon=_setting_text(theme.get("favicon")),
        styles=_setting_texts(values.get("extra_css")),
        scripts=_setting_texts(values.get("extra_javascript")),
        nav=() if "menu" in ours else tuple(_menu_entries(values.get("nav"))),
        social=_social_links(source),
        settings=settings,
    )
    return site, source, source.problems


def _menu_entries(nav: Any) -> Iterator[MenuEntry]:
    """The entries of MkDocs's `nav`; a section is a link to its first page."""
    for entry in nav if isinstance(nav, list) else ():
        title, target = next(iter(entry.items())) if isinstance(entry, dict) and entry else ("", entry)
        if isinstance(target, list):
            target = next((inner.target for inner in _menu_entries(target)), "")
        if isinstance(target, str) and (target or not title):
            yield MenuEntry(target if is_external(target) else page_id(target), title)


def _social_links(source: Source) -> tuple[SocialLink, ...]:
    links = _mapping(source.fields.values.get("extra")).get("social")
    path = ("extra", "social")
    return tuple(validate(SocialLinks, source, links, path).fields.root) if links else ()


def _inherit(source: Source) -> None:
    """Add what the configuration inherits, as MkDocs does: `INHERIT` names a file beside it, and so on.

    An inherited setting has the place of `INHERIT`, since problems are reported in the file that can be mended here.
    """
    place = source.fields.positions.get(("INHERIT",))
    file, values, seen = source.file, source.fields.values, {source.file}
    while isinstance(name := values.get("INHERIT"), str):
        file = file.parent / name
        if file in seen or not file.is_file():
            source.report(Issue(f"there is no file {name} to inherit from", "write the path of one", place))
            return
        seen.add(file)
        inherited = read_config(file, name)
        source.problems += inherited.problems
        values = inherited.fields.values
        for key in values.keys() - source.fields.values.keys():
            if place:
                source.fields.positions[(key,)] = place
        source.fields.values = _merged(values, source.fields.values)


def _merged(lower: Mapping[str, Any], upper: Mapping[str, Any]) -> dict[str, Any]:
    """Both, mapping by mapping; of a value that both have, that of `upper`."""
    both = {key: _merged(lower[key], upper[key]) for key in lower.keys() & upper.keys()
            if isinstance(lower[key], dict) and isinstance(upper[key], dict)}  # fmt: skip
    return {**lower, **upper, **both}


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _setting_texts(value: Any) -> tuple[str, ...]:
    return tuple(text for entry in value if (text := _setting_text(entry))) if isinstance(value, list) else ()


def _setting_text(value: Any) -> str:
    if isinstance(value, list):  # `!ENV [NAME, default]`: the environment is not read, only the default
        value = value[-1] if value else ""
    return value if isinstance(value, str) else ""
