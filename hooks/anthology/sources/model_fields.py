"""Questions to a model: its fields, the field that an unknown name means, the entry that a text should be."""

import re
from difflib import get_close_matches
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from anthology.problems import FieldPath
from anthology.schema.validators import FIELD_ERROR, split_names
from anthology.unicode import without_invisible
from anthology.urls import slugify

# What Jekyll, Hugo, WordPress and others call our fields.
_OF_OTHER_PROGRAMS = {
    **dict.fromkeys(("categories", "category", "tags", "tag", "keywords"), "topics"),
    **dict.fromkeys(("author", "writer", "by"), "authors"),
    **dict.fromkeys(("description", "excerpt", "subtitle", "abstract", "lead"), "summary"),
    **dict.fromkeys(("permalink", "slug", "url", "redirect_from", "alias"), "aliases"),
    **dict.fromkeys(("lang", "locale"), "language"),
    **dict.fromkeys(("lastmod", "last_modified_at", "modified"), "updated"),
    **dict.fromkeys(("cover", "thumbnail", "featured_image", "hero"), "image"),
    **dict.fromkeys(("enclosure", "media", "file", "mp3"), "audio"),
    **dict.fromkeys(("pubdate", "publishdate", "published"), "date"),
    **dict.fromkeys(("warnings", "content_warning", "content_warnings", "cw", "tw"), "content_notes"),
    **dict.fromkeys(("trigger_warning", "trigger_warnings", "trigger", "triggers"), "content_notes"),
    **dict.fromkeys(("alt", "alt_text", "image_description"), "image_alt"),
    **dict.fromkeys(("licence", "rights"), "license"),
}


_NO_ENTRY = {FIELD_ERROR, "model_type", "dict_type", "model_attributes_type"}


def nearest_field(model: type[BaseModel], error: ErrorDetails) -> FieldPath:
    """The path of the field that an unknown one most likely means; empty where none is similar."""
    *group, name = error["loc"]
    normalized = without_invisible(str(name)).lower().replace("-", "_").replace(" ", "_")
    names = field_names(model, tuple(group))
    if (ours := _OF_OTHER_PROGRAMS.get(normalized)) in names:
        return (*group, ours)
    matches = get_close_matches(normalized, names, 1, 0.6)
    return (*group, matches[0]) if matches else ()


def field_names(model: type[BaseModel], path: FieldPath) -> list[str]:
    """The names of the fields of the group at a path; empty if there is no group."""
    return list(group.model_fields) if (group := _model_at(model, path)) else []


def field_at(model: type[BaseModel], path: FieldPath) -> FieldInfo | None:
    """The field at a path, or None."""
    group = _model_at(model, path[:-1]) if path else None
    return group.model_fields.get(str(path[-1])) if group else None


def as_list(model: type[BaseModel], path: FieldPath, text: str) -> str:
    """The list that a text should be in a field that is a list of names or addresses; empty for other fields."""
    field = field_at(model, path)
    is_list = field is not None and get_origin(field.annotation) is list
    if not is_list or not text.strip() or path[-1] in {"links", "research", "corrections"}:
        return ""
    entries = [text] if path[-1] == "aliases" else [slugify(name) or name for name in split_names(text)]
    return f"{path[-1]}: [{', '.join(entries)}]"


def entry_fix(model: type[BaseModel], error: ErrorDetails) -> str:
    """The fix of a text where an entry with fields is meant: the text in one of them, the others open."""
    text, path = error.get("input"), error["loc"]
    field = field_at(model, path[:1])
    group = _inner_model(field.annotation) if field and get_origin(field.annotation) is list else None
    if (
        not group
        or not isinstance(text, str)
        or not text.strip()
        or len(path) > 2
        or error["type"] not in _NO_ENTRY
    ):
        return ""
    is_address = re.match(r"(https?://|www\.)\S+$", text)
    places = ["url", "text", "title", "note"] if is_address else ["text", "title", "note"]
    place = next((name for name in places if name in group.model_fields), "")
    address = f"https://{text}" if place == "url" and text.startswith("www.") else text
    values = {name: "…" for name, inner in group.model_fields.items() if inner.is_required()}
    values[place] = '"' + address.replace("\\", "\\\\").replace('"', "”") + '"'
    entry = f"{{{', '.join(f'{name}: {value}' for name, value in values.items())}}}"
    whole = f"{path[0]}: [{entry}]" if len(path) == 1 else entry
    return f"write  {whole}" if place else ""


def _model_at(model: type[BaseModel], path: FieldPath) -> type[BaseModel] | None:
    for step in path:
        if "root" in model.model_fields:  # a file that is a list
            model = _inner_model(model.model_fields["root"].annotation) or model
        if step in model.model_fields:
            if (inner := _inner_model(model.model_fields[str(step)].annotation)) is None:
                return None
            model = inner
    return model


def _inner_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((model for inner in get_args(annotation) if (model := _inner_model(inner))), None)
