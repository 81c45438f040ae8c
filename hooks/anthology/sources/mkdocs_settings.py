"""The settings of MkDocs itself, as far as a wrong one would stop a build: their names, and what each may hold.

Source: https://www.mkdocs.org/user-guide/configuration/ (1.6). Only shapes are compared, since `!ENV` may stand for any
value; a list may be such a tag where MkDocs wants a text.
"""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from importlib.metadata import entry_points
from typing import Any

from anthology.problems import Issue, Level
from anthology.schema import IGNORED_PLUGINS, IGNORED_SETTINGS

from .source import Source

_PLUGINS_WITH_PAGES = {"blog"}
OURS = "anthology"
"""the name of our theme and of our plugin"""
_TEXT_SETTINGS = """
    site_name site_url site_description site_author copyright repo_url repo_name edit_uri edit_uri_template
    docs_dir site_dir dev_addr remote_branch remote_name exclude_docs draft_docs not_in_nav INHERIT""".split()
_LIST_SETTINGS = "hooks extra_css extra_javascript extra_templates watch".split()
_FLAG_SETTINGS = "use_directory_urls strict".split()
_MAPPING_SETTINGS = "extra validation mdx_configs".split()
SETTING_SHAPES: dict[str, tuple[tuple[type, ...], str]] = {
    **dict.fromkeys(_TEXT_SETTINGS, ((str, list), "a text")),
    **dict.fromkeys(_LIST_SETTINGS, ((list,), "a list")),
    **dict.fromkeys(_FLAG_SETTINGS, ((str, list), "true or false")),
    **dict.fromkeys(_MAPPING_SETTINGS, ((dict,), "lines of the form  name: value")),
    "nav": ((list,), "a list"),
    "plugins": ((list, dict), "a list"),
    "theme": ((str, dict), "lines of the form  name: value"),
    "markdown_extensions": ((list, dict), "a list"),
}
_NUMBER_OR_TIME = re.compile(r"[-+]?\.?[0-9][0-9_.:eE+-]*")
_FLAG = re.compile("true|false|yes|no|on|off", re.IGNORECASE)
_EXAMPLE_LINES = {
    "a text": '{name}: "…"',
    "a list": "{name}: [one, two]",
    "true or false": "{name}: true",
    "lines of the form  name: value": "{name}: {{name: value}}",
}


def setting_issues(source: Source) -> Iterator[Issue]:
    """The issues at which MkDocs would stop: a name that it does not know, and a value of another shape."""
    values = source.fields.values
    if source.parsed and values.get("site_name") in (None, ""):
        yield Issue("the site has no name", "add a line:  site_name: the name of your site", ("site_name",))
    for name, value in values.items():
        if name not in SETTING_SHAPES:
            near = get_close_matches(name, SETTING_SHAPES, 1)
            fix = f"did you mean {near[0]}? If not, delete it" if near else "delete it"
            yield Issue(f"there is no setting {name}", fix, source.fields.keys.get((name,)))
            continue
        shapes, words = SETTING_SHAPES[name]
        if value is not None and not (isinstance(value, shapes) and _is_meant(source, name, value)):
            example = (
                f'{name}: "{value}"'
                if name in _TEXT_SETTINGS and isinstance(value, str)
                else _EXAMPLE_LINES[words].format(name=name)
            )
            yield Issue(f"{name} is not {words}", f"write  {example}", (name,))
    yield from _nav_issues(source)
    yield from _address_issues(source)
    yield from _missing_file_issues(source)
    yield from _theme_issues(source)


def ignored_settings(source: Source) -> Iterator[Issue]:
    """Notes on settings of MkDocs and Material that have no effect here, with what does the same."""
    for path, fix in IGNORED_SETTINGS.items():
        value = _value_at(source, path)
        if value not in (None, "", "false", [], {}):
            yield Issue(f"{'.'.join(map(str, path))} has no effect here", fix, path, "note")
    if _value_at(source, ("nav",)) and _value_at(source, ("extra", "anthology", "menu")):
        fix = "keep one of the two; the pages of the menu are those of  extra: anthology: menu:"
        yield Issue("nav has no effect beside the menu", fix, ("nav",), "note")


def plugin_issues(source: Source) -> Iterator[Issue]:
    """Plugins that are not installed, at which MkDocs would stop, and notes on those that have nothing to do here."""
    for at, name in _plugins(source):
        same = IGNORED_PLUGINS.get(name.removeprefix("material/"))
        if not {name.lstrip("/"), f"{_theme(source)}/{name}"} & _installed_plugins():
            fix = f"delete it; {same}" if same else "install it, or delete it"
            yield Issue(f"the plugin {name} is not installed", fix, ("plugins", at))
        elif same:
            adds_pages = name.removeprefix("material/") in _PLUGINS_WITH_PAGES
            does = "adds pages that would stop the build" if adds_pages else "has nothing to do here"
            level: Level = "error" if adds_pages else "note"
            yield Issue(f"the plugin {name} {does}", f"delete it; {same}", ("plugins", at), level)


def _plugins(source: Source) -> Iterator[tuple[str | int, str]]:
    """The names of plugins other than ours, each with its place in the list or the mapping."""
    plugins = source.fields.values.get("plugins")
    if isinstance(plugins, dict):
        yield from ((name, name) for name in plugins if name != OURS)
    for number, entry in enumerate(plugins if isinstance(plugins, list) else ()):
        names = [entry] if isinstance(entry, str) else list(entry) if isinstance(entry, dict) else []
        yield from ((number, name) for name in names if name != OURS)


@cache
def _installed_plugins() -> frozenset[str]:
    return frozenset(point.name for point in entry_points(group="mkdocs.plugins"))


def _value_at(source: Source, path: tuple[str, ...]) -> Any:
    value: Any = source.fields.values
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _theme(source: Source) -> str:
    theme = source.fields.values.get("theme")
    name = theme.get("name") if isinstance(theme, dict) else theme
    return name if isinstance(name, str) else ""


def _is_meant(source: Source, name: str, value: object) -> bool:
    """False for a number or a date where a text is wanted, and for another word where true or false is."""
    position = source.fields.positions.get((name,)) if (name,) in source.fields.keys else None
    if not isinstance(value, str) or not position:
        return True
    is_quoted = source.lines[position.line - 1][position.column - 1 :][:1] in {'"', "'", "|", ">"}
    if name in _FLAG_SETTINGS:
        return not is_quoted and _FLAG.fullmatch(value) is not None
    return (
        name not in _TEXT_SETTINGS
        or is_quoted
        or not (_NUMBER_OR_TIME.fullmatch(value) or _FLAG.fullmatch(value))
    )


def _nav_issues(source: Source) -> Iterator[Issue]:
    nav = source.fields.values.get("nav")
    for number, entry in enumerate(nav if isinstance(nav, list) else ()):
        if not _is_nav_entry(entry):
            message = f"entry {number + 1} of nav is neither a page nor a title with pages"
            yield Issue(message, "write  about.md  or  About us: about.md", ("nav", number))


def _is_nav_entry(entry: object) -> bool:
    """True for a page, a title with a page, and a title with a list of such entries."""
    target = next(iter(entry.values())) if isinstance(entry, dict) and len(entry) == 1 else entry
    if isinstance(target, list) and target is not entry:
        return bool(target) and all(map(_is_nav_entry, target))
    return isinstance(target, str)


def _address_issues(source: Source) -> Iterator[Issue]:
    for name in ("site_url", "repo_url"):
        value = source.fields.values.get(name)
        if (
            isinstance(value, str)
            and value
            and not re.match(r"[a-z][a-z0-9+.-]*://[^/]", value, re.IGNORECASE)
        ):
            yield Issue(
                f"{name} is no whole address",
                f"write it with https://, such as  {name}: https://example.org/",
                (name,),
            )


def _theme_issues(source: Source) -> Iterator[Issue]:
    """A theme that lacks our templates; a folder of one's own may have them all."""
    name, own = _theme(source), _value_at(source, ("theme", "custom_dir"))
    has_own = isinstance(own, str) and (source.file.parent / own / "home.html").is_file()
    if name not in {"", OURS} and not has_own:
        message = f"the theme {name} has no templates for these pages"
        at = ("theme", "name") if isinstance(source.fields.values.get("theme"), dict) else ("theme",)
        yield Issue(message, f"write  name: {OURS}" if len(at) > 1 else f"write  theme: {OURS}", at)


def _missing_file_issues(source: Source) -> Iterator[Issue]:
    """Files that the settings name and that are not there."""
    values, folder = source.fields.values, source.file.parent
    hooks = values.get("hooks")
    for number, name in enumerate(hooks if isinstance(hooks, list) else []):
        if isinstance(name, str) and not (folder / name).is_file():
            yield Issue(
                f"there is no file {name}",
                "write the path of the hook, or delete the line",
                ("hooks", number),
            )
    theme = values.get("theme")
    own = theme.get("custom_dir") if isinstance(theme, dict) else None
    if isinstance(own, str) and not (folder / own).is_dir():
        yield Issue(
            f"there is no folder {own}",
            "write the path of the templates, or delete the line",
            ("theme", "custom_dir"),
        )
