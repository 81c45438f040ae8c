"""The configuration of Decap CMS, which Sveltia CMS reads too: a form for each kind of file, made from the schema.

Both are pages in a browser that need a login somewhere. They are an option for collectives that host one; this site
neither contains nor loads them.
"""

from collections.abc import Iterator
from typing import Any

from anthology.collection import Collection
from anthology.schema.json_schema import json_schema
from anthology.sources import KIND_FOLDERS, Kind

_KINDS: tuple[Kind, ...] = ("essay", "episode", "practice", "person")
_LONG_TEXTS = {"summary", "bio", "description"}
_DAY = {"widget": "datetime", "format": "YYYY-MM-DD", "date_format": "YYYY-MM-DD", "time_format": False}


def editor_config(collection: Collection, backend: str) -> dict[str, Any]:
    """Return the configuration as a mapping; `backend` is the name of one of the CMS's own."""
    ids = collection.field_choices
    return {
        "backend": {"name": backend, "branch": "main"},
        "publish_mode": "editorial_workflow",
        "site_url": collection.site.url,
        "slug": {"encoding": "ascii", "clean_accents": True},
        "media_folder": "docs/essays",
        "collections": [_folder(kind, ids) for kind in _KINDS],
    }


def _folder(kind: Kind, ids: dict[str, list[str]]) -> dict[str, Any]:
    schema = json_schema(kind, ids)
    fields = [
        {**field, "default": "{{now}}"} if field["name"] == "date" else field
        for field in _fields(schema, schema.get("$defs", {}))
    ]
    place = {"path": "{{slug}}/index", "media_folder": "", "public_folder": ""} if kind == "episode" else {}
    body: dict[str, Any] = {"name": "body", "label": "Text", "widget": "markdown", "modes": ["raw"]}
    if kind != "essay":
        body["required"] = False
    return {
        "name": kind,
        "label": kind.capitalize(),
        "folder": KIND_FOLDERS[kind],
        "create": True,
        "slug": "{{slug}}",
        "identifier_field": "name" if kind == "person" else "title",
        **place,
        "fields": [*fields, body],
    }


def _fields(schema: dict[str, Any], groups: dict[str, Any], whole: bool = True) -> Iterator[dict[str, Any]]:
    """Yield the fields of a group; of one that may be left out, none is needed: the form would insist on it."""
    needed = schema.get("required", []) if whole else []
    for name, field in schema.get("properties", {}).items():
        label = name.replace("_", " ").capitalize()
        hint = {"hint": field["description"]} if field.get("description") else {}
        optional = {} if name in needed else {"required": False}
        yield {"name": name, "label": label, **hint, **optional, **_widget(name, field, groups)}


def _widget(name: str, field: dict[str, Any], groups: dict[str, Any]) -> dict[str, Any]:
    """The widget of a field; of a value that has a short form, that of the short form or of its group."""
    choices = field.get("anyOf", [field])
    group = _group_widget(field, groups)
    enum = next((choice["enum"] for choice in choices if "enum" in choice), None)
    kinds = {choice.get("type") for choice in choices}
    if enum:
        return {"widget": "select", "options": enum}
    if "array" in kinds:
        items = field.get("items", {})
        entries = _widget(name, items, groups)
        if entries["widget"] == "select":
            return {**entries, "multiple": True}
        inner = _group_widget(items, groups)
        return {"widget": "list", **({"fields": list(_fields(inner, groups))} if inner else {})}
    if group:
        return {"widget": "object", "collapsed": True, "fields": list(_fields(group, groups, False))}
    if "2026-11-22" in (choices[0].get("examples") or []):
        return dict(_DAY)
    if "boolean" in kinds:
        return {"widget": "boolean"}
    if kinds & {"integer", "number"}:
        return {"widget": "number", "value_type": "float" if "number" in kinds else "int"}
    return {"widget": "text" if name in _LONG_TEXTS else "string"}


def _group_widget(field: dict[str, Any], groups: dict[str, Any]) -> dict[str, Any] | None:
    """The group of fields that a value is or may be."""
    for choice in field.get("anyOf", [field]):
        group = groups.get(choice.get("$ref", "").rpartition("/")[2], {})
        if "properties" in group:
            return dict(group)
    return None
