"""The settings of MkDocs itself, as far as a wrong one would stop a build: their names, and what each may hold.

Source: https://www.mkdocs.org/user-guide/configuration/ (1.6). Only shapes are compared, since `!ENV` may stand for any
value; a list may be such a tag where MkDocs wants a text.
"""

import re
from collections.abc import Iterator
from difflib import get_close_matches

from anthology.problems import Issue

from .source import Source

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
    "nav": ((list, dict), "a list"),
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
    yield from _address_issues(source)
    yield from _missing_file_issues(source)


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
