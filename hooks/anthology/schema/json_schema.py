"""The schema for other programs and for people: JSON Schemas for editors, and the reference of fields."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from .mkdocs import IGNORED_PLUGINS, IGNORED_SETTINGS, MkDocsSettings
from .pages import Page, Practice, Profile
from .post import Episode, Essay
from .site import HelpDirectory, Settings, Show, Vocabulary

KINDS: dict[str, tuple[type[BaseModel], str]] = {
    "essay": (Essay, "docs/essays/*.md"),
    "episode": (Episode, "episodes/*/index.md"),
    "practice": (Practice, "docs/practices/*.md"),
    "person": (Profile, "docs/people/*.md"),
    "page": (Page, "docs/*.md"),
    "show": (Show, "episodes/show.yml"),
    "vocabulary": (Vocabulary, "docs/vocabulary.yml"),
    "help": (HelpDirectory, "docs/help.yml"),
    "settings": (Settings, "mkdocs.yml, below extra: anthology:"),
}
"""The model of each kind of file, and where such files are."""

_TYPE_WORDS = {
    "string": "text",
    "integer": "number",
    "boolean": "true or false",
    "object": "names with values",
}


def json_schema(kind: str, ids: Mapping[str, Sequence[str]] | None = None) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a kind of file.

    `ids` are those that fields of a name may have, such as topics, for editors to offer.
    """
    schema = json_schema_of(KINDS[kind][0])
    for name, choices in (ids or {}).items():
        field = schema.get("properties", {}).get(name)
        if field and choices:
            place, key = (field, "items") if "items" in field else (schema["properties"], name)
            offered = {"enum": list(choices)}
            place[key] = {"anyOf": [offered, place[key]]}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def json_schema_of(model: type[BaseModel]) -> dict[str, Any]:
    """Return the JSON Schema of a model, without null."""
    schema: dict[str, Any] = _simplified(model.model_json_schema())
    return schema


def _simplified(value: Any) -> Any:
    """Without null: in these files a field without a value is an error, and one that is not needed is left out."""
    if isinstance(value, list):
        return [_simplified(item) for item in value if item != {"type": "null"}]
    if not isinstance(value, dict):
        return value
    parts = {key: _simplified(item) for key, item in value.items() if (key, item) not in _UNSAID}
    choices = parts.get("anyOf", [])
    if len(choices) == 1:
        parts = {**parts.pop("anyOf")[0], **parts}
    return parts


_REFERENCE_HEAD = """\
This page is made from the program itself by `anthology schema`, so it is never out of date. The facts of a post stand
between two lines of three hyphens at the top of its file, each as `name: value` on a line of its own. A list is written
`[one, two]`, or with one entry on each line behind a hyphen. Fields that are not needed are left out.

The same for editors and other programs is at `/schemas/essay.json`, and likewise for the other kinds of file."""
_IGNORED_HEAD = """\
What MkDocs and Material have, and what does the same here. `anthology check` tells these in your file."""
_UNSAID: list[tuple[str, Any]] = [("default", None), ("default", []), ("default", {})]


def field_reference() -> str:
    """Return the reference of all fields, in Markdown: a list for each kind of file and each group of fields."""
    sections, groups = [_REFERENCE_HEAD], dict[str, Any]()
    for kind, (_, files) in KINDS.items():
        schema = json_schema(kind)
        groups |= schema.get("$defs", {})
        fields = _rows(schema) if "properties" in schema else f"A {_value_words(schema)}."
        sections.append(f"## {kind.capitalize()}\n\nFiles: `{files}`\n\n{fields}")
    schema = json_schema_of(MkDocsSettings)
    groups |= schema.get("$defs", {})
    sections.append(f"## Site\n\nFiles: `mkdocs.yml`, the settings at its top\n\n{_rows(schema)}")
    sections.append(f"## Without effect\n\n{_IGNORED_HEAD}\n\n{_ignored_rows()}")
    sections.append("## Groups of fields\n\nWhat a field above holds where it says so.")
    sections += [
        f"### Group: {_group_name(name)}\n\n{group.get('description', '').partition(chr(10))[0]}\n\n{_rows(group)}"
        for name, group in sorted(groups.items())
        if "properties" in group
    ]
    return "\n\n".join(sections) + "\n"


def _ignored_rows() -> str:
    settings = {": ".join(path): fix.replace("  ", " ") for path, fix in IGNORED_SETTINGS.items()}
    plugins = {
        f"plugins: {name}": f"delete it; {fix.replace('  ', ' ')}" for name, fix in IGNORED_PLUGINS.items()
    }
    return "\n".join(f"- `{name}`: {fix}" for name, fix in (settings | plugins).items())


def _rows(schema: dict[str, Any]) -> str:
    needed, rows = schema.get("required", []), []
    for name, field in schema.get("properties", {}).items():
        default = field.get("default")
        shown = str(default).lower() if isinstance(default, bool) else default
        shown = f"[{', '.join(default)}]" if isinstance(default, list) and default else shown
        notes = [_value_words(field)]
        notes += ["needed"] if name in needed else []
        notes += [f"otherwise `{shown}`"] if isinstance(shown, str | int) else []
        rows.append(f"- `{name}`: {field.get('description', '')} ({'; '.join(notes)})")
    return "\n".join(rows)


def _value_words(field: dict[str, Any]) -> str:
    """The kind of value in words, with an example where there is one."""
    if field.get("title") == "Versions":
        return "one for each language, `{en: …, es: …}`"
    if "anyOf" in field:
        return " or ".join(dict.fromkeys(_value_words(choice) for choice in field["anyOf"]))
    if "$ref" in field:
        name = _group_name(field["$ref"].rpartition("/")[2])
        return f"[{name}](#group-{name.replace(' ', '-')})"
    if "enum" in field or "const" in field:
        return ", ".join(f"`{word}`" for word in field.get("enum", [field.get("const")]))
    if field.get("type") == "array":
        return f"list of: {_value_words(field.get('items', {}))}"
    for entries in [field.get("additionalProperties"), *field.get("patternProperties", {}).values()]:
        if isinstance(entries, dict):
            return f"names, each with: {_value_words(entries)}"
    example = f", such as `{field['examples'][0]}`" if field.get("examples") else ""
    return _TYPE_WORDS.get(field.get("type", ""), "text") + example


def _group_name(name: str) -> str:
    """`ContentNoteTerm` as `content note term`."""
    return "".join(f" {sign.lower()}" if sign.isupper() else sign for sign in name).strip()
